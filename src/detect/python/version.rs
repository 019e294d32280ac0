//! The interpreter that the project asks for: `>=3.12,<3.14`, `^3.12`, `3.12.4`.

use super::project::Project;
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::{Finding, Found};

/// The minor versions of Python 3 that have images, newest first, and the one to take where the project lets us choose.
const KNOWN: &[u32] = &[14, 13, 12, 11, 10, 9];
const PREFERRED: u32 = 13;

/// The newest patch release is what an image has.
const PATCH: u32 = 99;

/// The version that the image will have, unless a person says another.
pub(super) fn wanted(context: &Context, project: &Project) -> String {
    match finding(context, project).map(|finding| finding.found) {
        Some(Found::Sure(version, _)) => version.to_string(),
        _ => format!("3.{PREFERRED}"),
    }
}

/// `language-version`, where the project says one that is not the preferred one.
pub(super) fn finding(context: &Context, project: &Project) -> Option<Finding> {
    if let Some((version, evidence)) = pinned(context) {
        return Some(Finding::sure("language-version", version, evidence));
    }
    let (wish, evidence) = project.python.as_ref()?;
    if allows(wish, PREFERRED) {
        return None;
    }
    let newest = KNOWN.iter().find(|minor| allows(wish, **minor)).map(|minor| format!("3.{minor}"));
    let version = newest.or_else(|| named(wish))?;
    Some(Finding::sure("language-version", version, evidence.clone()))
}

/// The version that a file for version managers or platforms pins.
fn pinned(context: &Context) -> Option<(String, Evidence)> {
    [".python-version", "runtime.txt"].into_iter().find_map(|path| {
        let text = context.read(path)?;
        let (line, wish) =
            text.lines().enumerate().find(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))?;
        let wish = wish.trim();
        let version = wish.trim_start_matches("cpython-").trim_start_matches("python-");
        let is_version = version.starts_with(|c: char| c.is_ascii_digit());
        Some((named(version).filter(|_| is_version)?, Evidence::new(path, line + 1, wish)))
    })
}

/// Major and minor number of the first version in `text`.
fn named(text: &str) -> Option<String> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (major, minor, _) = numbers(&text[start..]);
    Some(format!("{major}.{}", minor?))
}

/// Whether the newest patch release of Python 3.`minor` is what `wish` asks for.
fn allows(wish: &str, minor: u32) -> bool {
    wish.split("||").any(|all| all.split(',').map(str::trim).filter(|one| !one.is_empty()).all(|one| meets(one, minor)))
}

/// Whether it meets one clause.
fn meets(clause: &str, minor: u32) -> bool {
    let start = clause.find(|c: char| c.is_ascii_digit() || c == '*').unwrap_or(clause.len());
    let (operator, version) = (clause[..start].trim(), &clause[start..]);
    let (major, wanted, patch) = numbers(version);
    let own = (3, minor, PATCH);
    let at_least = own >= (major, wanted.unwrap_or(0), patch.unwrap_or(0));
    let same = major == 3 && wanted.is_none_or(|wanted| wanted == minor);
    match operator {
        ">=" => at_least,
        ">" => own > (major, wanted.unwrap_or(0), patch.unwrap_or(0)),
        "<" => own < (major, wanted.unwrap_or(0), patch.unwrap_or(0)),
        "<=" => own <= (major, wanted.unwrap_or(0), patch.unwrap_or(0)),
        "^" => at_least && major == 3,
        "~=" if patch.is_none() => at_least && major == 3,
        "!=" => !(same && (patch.is_none() || version.ends_with('*'))),
        "~" | "~=" => at_least && same,
        _ => version.starts_with('*') || same,
    }
}

/// The numbers of a version.
fn numbers(version: &str) -> (u32, Option<u32>, Option<u32>) {
    let mut parts = version.split('.').map(|part| {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().ok()
    });
    (parts.next().flatten().unwrap_or(3), parts.next().flatten(), parts.next().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_met_by_the_newest_patch_release() {
        let cases: &[(&str, &[u32])] = &[
            (">=3.11", &[14, 13, 12, 11]),
            (">=3.10,<3.13", &[12, 11, 10]),
            ("<=3.12", &[11, 10, 9]),
            (">3.12", &[14, 13, 12]),
            (">=3.13.2", &[14, 13]),
            ("^3.12", &[14, 13, 12]),
            ("~3.12", &[12]),
            ("~=3.12", &[14, 13, 12]),
            ("~=3.12.1", &[12]),
            ("==3.12.*", &[12]),
            ("3.12.4", &[12]),
            ("3.*", &[14, 13, 12, 11, 10, 9]),
            ("*", &[14, 13, 12, 11, 10, 9]),
            (">=3.9,!=3.13.*", &[14, 12, 11, 10, 9]),
            (">=3.9, !=3.9.0, !=3.9.1", &[14, 13, 12, 11, 10, 9]),
            ("^2.7 || ^3.13", &[14, 13]),
            ("<3", &[]),
        ];
        for (wish, met) in cases {
            let found: Vec<u32> = KNOWN.iter().copied().filter(|minor| allows(wish, *minor)).collect();
            assert_eq!(found, *met, "{wish}");
        }
    }
}
