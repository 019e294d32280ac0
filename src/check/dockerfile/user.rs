//! What rules ask of `USER` and `--chown`.

use crate::model::{Model, Origin, State, Step};

/// The user of `user:group`.
pub(super) fn name(user: &str) -> &str {
    user.split(':').next().unwrap_or_default()
}

/// Whether a user is root; no name at all is root too.
pub(super) fn is_root(name: &str) -> bool {
    matches!(name, "" | "root") || is_number(name) && name.bytes().all(|byte| byte == b'0')
}

/// Whether a user is written by number.
pub(super) fn is_number(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit())
}

/// The `USER` that the final stage ends with, and the index of the stage it stands in; none where the image says it.
pub(super) fn last<'m, 'd>(model: &'m Model<'d>) -> Option<(usize, &'m Step<'d>)> {
    let is_user = |step: &&Step<'_>| step.instruction.keyword == "USER";
    crate::check::reach::layers(model)
        .into_iter()
        .find_map(|index| model.stages[index].steps.iter().rfind(is_user).map(|step| (index, step)))
}

/// Whether there is no /etc/passwd at all.
pub(super) fn has_no_passwd(state: &State) -> bool {
    state.image.name == "scratch" && state.users.as_ref().is_some_and(std::collections::BTreeMap::is_empty)
}

/// Whether a name is surely not in /etc/passwd: nothing was installed, which may add users of its own, and no command ran
/// that nobody knows. Root is wherever there is such a file.
pub(super) fn is_unknown(state: &State, name: &str) -> bool {
    let Some(users) = &state.users else { return false };
    let is_root = name == "root" && !has_no_passwd(state);
    let may_hold = |path: &str| matches!(path, "/" | "/etc" | "/etc/passwd");
    let is_changed = state.files.pieces.iter().any(|piece| piece.origin == Origin::Anything && may_hold(&piece.path));
    let is_known = name.is_empty() || is_number(name) || users.contains_key(name) || is_root;
    !is_known && !is_changed && state.packages.is_empty()
}
