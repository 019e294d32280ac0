//! Placeholders in what a manifest says of starting a program: `{program}`, `{port}`, `{question-id}`.

use std::collections::BTreeMap;

use crate::answers::{Answers, Value};

/// What placeholders stand for: the plan's own values, then the answers.
pub(super) struct Placeholders<'a> {
    own: BTreeMap<&'static str, String>,
    answers: &'a Answers,
}

impl<'a> Placeholders<'a> {
    /// The plan's `own` values, in front of the answers.
    pub(super) fn new(own: impl IntoIterator<Item = (&'static str, String)>, answers: &'a Answers) -> Self {
        Self { own: own.into_iter().collect(), answers }
    }

    /// `text` with what its placeholders stand for.
    ///
    /// # Errors
    /// A placeholder stands for nothing, or for a list: the text of the error names it.
    pub(super) fn fill(&self, text: &str) -> Result<String, String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, name, after)) = next(rest) {
            filled += before;
            filled += &self.value(name)?;
            rest = after;
        }
        Ok(filled + rest)
    }

    /// An argument vector. An argument that is nothing but the placeholder of a list stands for all its items, and one
    /// that is nothing but an empty answer for none.
    ///
    /// # Errors
    /// As for [`Placeholders::fill`].
    pub(super) fn arguments(&self, command: &[String]) -> Result<Vec<String>, String> {
        let mut filled = Vec::new();
        for argument in command {
            match next(argument) {
                Some(("", name, "")) if self.is_list(name) => filled.extend_from_slice(self.answers.list(name)),
                Some(("", _, "")) => filled.extend(Some(self.fill(argument)?).filter(|text| !text.is_empty())),
                _ => filled.push(self.fill(argument)?),
            }
        }
        Ok(filled)
    }

    fn is_list(&self, name: &str) -> bool {
        !self.own.contains_key(name) && matches!(self.answer(name), Some(Value::List(_)))
    }

    fn answer(&self, name: &str) -> Option<&Value> {
        self.answers.get(name).map(|answer| &answer.value)
    }

    fn value(&self, name: &str) -> Result<String, String> {
        if let Some(value) = self.own.get(name) {
            return Ok(value.clone());
        }
        match self.answer(name) {
            Some(Value::Text(text)) => Ok(text.clone()),
            Some(Value::Integer(number)) => Ok(number.to_string()),
            Some(Value::Bool(yes)) => Ok(yes.to_string()),
            Some(Value::List(_)) => Err(format!("`{{{name}}}` is a list: it has to be an argument of its own")),
            None => Err(format!("`{{{name}}}` stands for nothing")),
        }
    }
}

/// The text before the first placeholder, its name, and the text after it. Braces around anything that is no name
/// stand for themselves.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices('{').find_map(|(open, _)| {
        let rest = &text[open + 1..];
        let close = rest.find('}')?;
        let name = &rest[..close];
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        is_name.then(|| (&text[..open], name, &rest[close + 1..]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Source;

    fn arguments(command: &[&str]) -> Result<Vec<String>, String> {
        let mut answers = Answers::default();
        answers.set("main", Value::from("server.js"), Source::Default);
        answers.set("options", Value::from(vec!["-a".to_owned(), "-b".to_owned()]), Source::Default);
        answers.set("none", Value::from(""), Source::Default);
        let own = [("port", "8080".to_owned())];
        let command: Vec<String> = command.iter().map(|&argument| argument.to_owned()).collect();
        Placeholders::new(own, &answers).arguments(&command)
    }

    fn is(command: &[&str], expected: &[&str]) {
        assert_eq!(arguments(command), Ok(expected.iter().map(|&argument| argument.to_owned()).collect()));
    }

    fn is_wrong(command: &[&str], named: &str) {
        assert!(arguments(command).is_err_and(|what| what.contains(named)), "{command:?}");
    }

    #[test]
    fn a_placeholder_stands_for_a_value_of_the_plan_or_an_answer() {
        is(&["{main}", "--bind=:{port}"], &["server.js", "--bind=:8080"]);
    }

    #[test]
    fn a_list_becomes_arguments_of_its_own() {
        is(&["{options}", "x"], &["-a", "-b", "x"]);
        is_wrong(&["-D{options}"], "{options}");
    }

    #[test]
    fn an_argument_that_is_an_empty_answer_is_left_out() {
        is(&["{none}", "x"], &["x"]);
    }

    #[test]
    fn a_name_that_stands_for_nothing_is_an_error_and_other_braces_are_text() {
        is_wrong(&["{nobody}"], "{nobody}");
        is(&["r=>{f(r)}", "{}", "{"], &["r=>{f(r)}", "{}", "{"]);
    }
}
