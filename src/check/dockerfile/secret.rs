//! What looks like a secret.

use crate::check::Case;
use crate::ignore::covers;

/// Whether a variable is called as one that holds a secret: its last word says so.
pub(super) fn is_secret_name(case: &Case<'_>, name: &str) -> bool {
    let known = &case.catalog.checks.secret;
    let lower = name.to_ascii_lowercase();
    let mut words = lower.rsplit('_');
    let (last, before) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is_key = last == "key" && known.keys.iter().any(|word| word == before);
    (is_key || known.names.iter().any(|word| word == last)) && !lower.split('_').any(|word| word == "public")
}

/// Whether a value may be a secret: it is no path, no switch, and does not stand in for one.
pub(super) fn is_secret_value(case: &Case<'_>, value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let stands_in = case.catalog.checks.secret.placeholders.iter().any(|word| lower.contains(word));
    let is_switch = matches!(lower.as_str(), "" | "true" | "false" | "yes" | "no" | "on" | "off");
    let is_number = value.len() < 4 && value.bytes().all(|byte| byte.is_ascii_digit());
    let is_place = value.starts_with(['/', '.', '~', '<', '$']) || value.contains("://");
    !(stands_in || is_switch || is_number || is_place)
}

/// Whether a file of the context holds a secret, as far as its name and, where it is there, its content tell.
pub(super) fn is_secret_file(case: &Case<'_>, path: &str) -> bool {
    let known = &case.catalog.checks.secret;
    if !covers(&case.catalog.secrets, path) || covers(&known.harmless, path) {
        return false;
    }
    let text = case.context.filter(|context| context.exists(path)).map(|context| context.read(path));
    if let Some(Some(text)) = &text
        && text.trim().is_empty()
    {
        return false;
    }
    let Some(rule) = known.content.iter().find(|rule| covers(&rule.files, path)) else { return true };
    match text {
        // A variable in place of the value gives nothing away.
        Some(Some(text)) => rule
            .holds
            .iter()
            .any(|part| text.match_indices(part.as_str()).any(|(at, _)| !text[at + part.len()..].starts_with('$'))),
        Some(None) | None => covers(&rule.named, path),
    }
}
