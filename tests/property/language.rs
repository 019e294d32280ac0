//! The questions that only one language has: no answer to them changes more than its own place.

use std::collections::BTreeSet;

use msgen::error::ErrorKind;
use msgen::question::{Kind, Question};
use msgen::render::{DOCKERFILE, DOCKERIGNORE};

use super::shape::{safe_lines, skeleton, text};
use super::{HARM, catalog, example};
use crate::catalog::try_case;

/// Whether any text can be an answer: of the others the catalog or the project holds all there are.
fn is_open(question: &Question) -> bool {
    !matches!(question.kind, Kind::Bool | Kind::Choice | Kind::Port | Kind::Texts | Kind::Folder | Kind::Paths)
}

/// `right` with each harmful text at its front, in its middle and at its end, as far as the question takes that.
fn spoilt(question: &Question, right: &str) -> Vec<String> {
    let places = [0, right.len() / 2, right.len()];
    let all = HARM.iter().flat_map(|harm| places.map(|at| format!("{}{harm}{}", &right[..at], &right[at..])));
    let passes = |value: &String| question.kind.read(value).is_ok_and(|value| question.check(&value).is_ok());
    all.filter(passes).collect()
}

/// The skeleton of a Dockerfile. How many labels there are may depend on an answer; what they are made of may not.
fn shape(dockerfile: &str) -> Vec<String> {
    let of_labels = |part: String| match part.strip_prefix("LABEL") {
        Some(rest) => format!("LABEL {:?}", rest.chars().collect::<BTreeSet<char>>()),
        None => part,
    };
    skeleton(dockerfile).into_iter().map(of_labels).collect()
}

#[test]
fn no_answer_to_a_question_of_one_language_changes_more_than_its_own_place() {
    let mut rendered = 0;
    for id in catalog().languages() {
        let language = catalog().language(&id).unwrap();
        let case = language.tables.cells.iter().find_map(|cell| cell.case()).expect("a case");
        for question in language.tables.questions.iter().filter(|question| is_open(question)) {
            let right = example(question.kind);
            let Ok((_, plain)) = try_case(&id, case, &[(&question.id, right)]) else { continue };
            for value in spoilt(question, right) {
                match try_case(&id, case, &[(&question.id, &value)]) {
                    Ok((_, draft)) => {
                        rendered += 1;
                        let items = |text: &str| text.split(',').filter(|item| !item.trim().is_empty()).count();
                        let lists = question.kind.is_list() && items(&value) != items(right);
                        let (ours, theirs) = (shape(text(&draft, DOCKERFILE)), shape(text(&plain, DOCKERFILE)));
                        assert!(lists || ours == theirs, "{id}: {} = {value:?}:\n{}", question.id, ours.join("\n"));
                        safe_lines(text(&draft, DOCKERIGNORE)).unwrap_or_else(|what| panic!("{id}: {what}"));
                    }
                    Err(error) => {
                        assert!(matches!(error.kind, ErrorKind::BadInput | ErrorKind::Refused), "{id}: {error}");
                    }
                }
            }
        }
    }
    assert!(rendered > 20, "only {rendered} answers were rendered: this test could not fail");
}
