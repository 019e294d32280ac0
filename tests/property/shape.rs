//! The shape of a draft: what no answer may change.

use std::collections::BTreeSet;

use msgen::document::Document;
use msgen::draft::Draft;
use msgen::render::{DOCKERFILE, DOCKERIGNORE};
use msgen::report::Report;

pub(super) fn text<'a>(draft: &'a Draft, path: &str) -> &'a str {
    &draft.files.iter().find(|file| file.path == path).expect("a file of every draft").content
}

/// What is left of a text without the characters of names, paths, patterns and numbers.
fn bones(text: &str) -> String {
    text.chars().filter(|c| !(c.is_ascii_alphanumeric() || "._/@~+:,*?%=-".contains(*c))).collect()
}

/// What a value must not change: directives, keywords, flags, exec forms, and the bones of the arguments.
pub(super) fn skeleton(dockerfile: &str) -> Vec<String> {
    let document = Document::parse(DOCKERFILE, dockerfile).unwrap_or_else(|error| panic!("{error}\n{dockerfile}"));
    assert_eq!(document.to_string(), dockerfile);
    let mut parts = vec![format!("syntax {}", document.directive("syntax").is_some())];
    for it in document.instructions() {
        let json = it.json.as_ref().map(|words| bones(&words.concat()));
        let flags: Vec<&str> = it.flags.iter().map(|flag| flag.name.as_str()).collect();
        parts.push(format!("{} {flags:?} {json:?} {} {}", it.keyword, it.heredocs.len(), bones(&it.arguments)));
    }
    parts
}

/// `spoilt` has the shape of one of the `harmless` drafts, in every file, and each of its paths is inside the folder.
pub(super) fn same_shape(spoilt: &Draft, harmless: &[Draft]) -> Result<(), String> {
    let shape = skeleton(text(spoilt, DOCKERFILE));
    if !harmless.iter().any(|other| skeleton(text(other, DOCKERFILE)) == shape) {
        return Err(format!("another shape:\n{}", text(spoilt, DOCKERFILE)));
    }
    safe_lines(text(spoilt, DOCKERIGNORE))?;
    let lines = |draft: &Draft| text(draft, DOCKERIGNORE).lines().count();
    if !harmless.iter().any(|other| lines(other) >= lines(spoilt)) {
        return Err(format!("more lines:\n{}", text(spoilt, DOCKERIGNORE)));
    }
    for file in &spoilt.files {
        let inside =
            !file.path.starts_with('/') && file.path.split('/').all(|part| !matches!(part, "" | "." | ".." | ".git"));
        if !inside {
            return Err(format!("{} is outside", file.path));
        }
        if file.path != DOCKERFILE && file.path != DOCKERIGNORE {
            let blocks = |draft: &Draft| -> Option<BTreeSet<String>> {
                let text = &draft.files.get(2)?.content;
                let report = Report::parse_rendered(text, "report").unwrap_or_else(|error| panic!("{error}"));
                Some(report.blocks().iter().map(|block| block.id.clone()).collect())
            };
            if !harmless.iter().any(|other| blocks(other) == blocks(spoilt)) {
                return Err(format!("other blocks: {:?}", blocks(spoilt)));
            }
        }
    }
    Ok(())
}

/// Each line of a `.dockerignore` is a comment or one pattern.
pub(super) fn safe_lines(ignore: &str) -> Result<(), String> {
    let safe = |line: &str| {
        let bones = bones(line).replace(['[', ']'], "");
        line.starts_with("# ") || line.is_ascii() && matches!(bones.as_str(), "" | "!")
    };
    match ignore.split_terminator('\n').find(|line| !safe(line)) {
        Some(line) => Err(format!("`{}` is in\n{ignore}", line.escape_debug())),
        None => Ok(()),
    }
}
