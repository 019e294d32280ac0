//! A final image on a base that the profile does not accept.

use crate::catalog::Catalog;
use crate::check::{Case, Finding, Rule, Run, Severity};
use crate::model::Base;

/// The rule.
pub(super) const RULE: Rule =
    Rule { id: "base-not-allowed", severity: Severity::Warning, is_default: true, run: Run::Dockerfile(check) };

fn check(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(profile) = case.profile.filter(|profile| !profile.bases.is_empty()) else { return };
    let Some(mut stage) = case.model.last() else { return };
    while let Base::Stage(earlier) = &stage.base {
        stage = &case.model.stages[*earlier];
    }
    let name = match &stage.base {
        Base::Scratch => "scratch",
        Base::Image(name) => name,
        Base::Unknown | Base::Stage(_) => return,
    };
    let is_scratch = stage.base == Base::Scratch;
    let is = |id: &String| if is_scratch { id == "scratch" } else { is_of(case.catalog, id, name) };
    if profile.bases.iter().any(is) {
        return;
    }
    let message = format!("the final image starts from `{name}`, which the profile does not accept");
    found.push(
        Finding::new(case.source.word(stage.stage.from, stage.stage.base), message)
            .because(format!("{} accepts {}", profile.who(), profile.bases.join(", ")))
            .help("`msgen init --base …` writes the Dockerfile on another base; `msgen list` shows which it can have"),
    );
}

/// Whether an image is one of a base: the id is a word of its name, as in `gcr.io/distroless/static` and `node:22-alpine`,
/// or a language has such an image for the base.
fn is_of(catalog: &Catalog, base: &str, image: &str) -> bool {
    let image = image.split('@').next().unwrap_or_default().to_lowercase();
    let mut words = image.split(|letter: char| !letter.is_alphanumeric());
    if base != "scratch" && words.any(|word| word.strip_prefix(base).is_some_and(is_release)) {
        return true;
    }
    let languages = catalog.languages().into_iter().filter_map(|id| catalog.language(&id).ok());
    languages.into_iter().any(|language| {
        let mut of_base = language.tables.flavours.iter().filter(|flavour| flavour.base == base);
        of_base.any(|flavour| is_like(&flavour.image, &image))
    })
}

/// What may stand behind a base's id in the tag of an image: nothing, or its release, as in `alpine3`.
fn is_release(rest: &str) -> bool {
    rest.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether an image is called as a pattern says, whatever its versions.
fn is_like(pattern: &str, image: &str) -> bool {
    let before = pattern.split('{').next().unwrap_or_default();
    let behind = pattern.rsplit('}').next().unwrap_or_default();
    pattern.contains('{') && image.starts_with(before) && image.ends_with(behind)
}
