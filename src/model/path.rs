//! Absolute paths of a stage.

/// `path` as an absolute path, without `.`, `..`, doubled and trailing slashes.
#[must_use]
pub(crate) fn rooted(path: &str) -> String {
    crate::ignore::clean(&format!("/{path}"))
}

/// Whether an absolute path is below a folder.
#[must_use]
pub(crate) fn is_below(path: &str, folder: &str) -> bool {
    folder == "/" && path != "/" || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether an absolute path is a folder, or below it.
#[must_use]
pub(crate) fn is_inside(path: &str, folder: &str) -> bool {
    path == folder || is_below(path, folder)
}
