//! What a question's kind alone cannot check: that a path is there, and that an answer is one of the choices.

use super::{Interview, choices};
use crate::answers::Value;
use crate::catalog::Catalog;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::nearest::advice;
use crate::question::{Kind, Question};

/// Refuses a path of the project that is not there: the build would stop at it.
pub(super) fn exists(context: &Context, interview: &Interview, question: &Question) -> Result<()> {
    let Some(answer) = interview.answers.get(&question.id) else { return Ok(()) };
    let paths = match (question.kind, &answer.value) {
        (Kind::Folder, Value::Text(path)) => std::slice::from_ref(path),
        (Kind::Paths, Value::List(paths)) => paths,
        _ => return Ok(()),
    };
    match paths.iter().find(|path| !context.exists(path)) {
        None => Ok(()),
        Some(path) => Err(Error::bad_input(format!("{}: there is no `{path}` in the folder", question.title))
            .at(format!("{} (from {})", question.id, answer.source))
            .help(question.help.clone())),
    }
}

/// Refuses an answer that is not among the choices, naming the nearest one.
pub(super) fn is_a_choice(catalog: &Catalog, interview: &Interview, question: &Question) -> Result<()> {
    let Some(options) = choices::options(catalog, interview, question) else { return Ok(()) };
    let Some(answer) = interview.answers.get(&question.id) else { return Ok(()) };
    let text = answer.value.to_string();
    if options.contains(&text) {
        return Ok(());
    }
    let place = format!("{} (from {})", question.id, answer.source);
    Err(Error::bad_input(format!("`{text}` is not an answer to {}", question.title.to_lowercase()))
        .at(place)
        .help(advice(&text, &options.iter().map(String::as_str).collect::<Vec<_>>())))
}
