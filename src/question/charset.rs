//! What each kind of text may hold. All of them are allow-lists: a character that is not named is refused, so no
//! answer can end a line, close a quote, or be expanded by a shell or by the builder.

type Check = Result<(), String>;

/// Refuses `text` unless it is not empty, not longer than `longest`, and every character passes `allowed`.
fn each(text: &str, what: &str, longest: usize, allowed: impl Fn(char) -> bool) -> Check {
    if text.is_empty() {
        return Err(format!("is empty: give {what}"));
    }
    if text.chars().count() > longest {
        return Err(format!("is longer than {longest} characters"));
    }
    match text.chars().find(|&c| !allowed(c)) {
        Some(c) => Err(format!("`{}` has {c:?}, which {what} cannot have", text.escape_debug())),
        None => Ok(()),
    }
}

fn starts_with(text: &str, what: &str, allowed: impl Fn(char) -> bool) -> Check {
    match text.chars().next() {
        Some(c) if allowed(c) => Ok(()),
        _ => Err(format!("`{}` does not start as {what} does", text.escape_debug())),
    }
}

fn is_file_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '@' | '~')
}

/// One to three numbers with dots: `1.27`.
pub(super) fn version(text: &str) -> Check {
    let parts: Vec<&str> = text.split('.').collect();
    let number = |part: &&str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
    if parts.len() <= 3 && parts.iter().all(number) {
        Ok(())
    } else {
        Err(format!("`{}` is not a version such as 1.27", text.escape_debug()))
    }
}

/// A file name: letters, digits, dot, dash, underscore.
pub(super) fn name(text: &str) -> Check {
    each(text, "a name", 100, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))?;
    starts_with(text, "a name", |c| c.is_ascii_alphanumeric() || c == '_')
}

/// Lower-case path components of an image name, as registries take them.
pub(super) fn image_name(text: &str) -> Check {
    let what = "the name of an image (lower-case letters, digits, . - _ /)";
    each(text, what, 200, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_' | '/'))?;
    if text.split('/').all(crate::plan::is_component) { Ok(()) } else { Err(format!("`{text}` is not {what}")) }
}

/// A user name as `useradd` takes it.
pub(super) fn user_name(text: &str) -> Check {
    let what = "a user name (lower-case letters, digits, - and _)";
    each(text, what, 32, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))?;
    starts_with(text, what, |c| c.is_ascii_lowercase() || c == '_')
}

/// A module path.
pub(super) fn module(text: &str) -> Check {
    each(text, "a module path", 300, |c| is_file_char(c) || c == '/')
}

/// An object in a module: dotted names, a colon, and dotted names.
pub(super) fn application(text: &str) -> Check {
    let what = "an object in a module, such as app.main:app";
    each(text, what, 200, |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '(' | ')'))?;
    let is_name = |part: &str| part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let is_dotted = |part: &str| part.split('.').all(|part| is_name(part) && !part.contains(['(', ')', ':']));
    match text.split_once(':') {
        Some((module, object)) if is_dotted(module) && is_dotted(object.strip_suffix("()").unwrap_or(object)) => Ok(()),
        _ => Err(format!("`{text}` is not {what}")),
    }
}

/// `.` or a relative path that stays inside the folder.
pub(super) fn relative_path(text: &str) -> Check {
    each(text, "a path inside the project", 300, |c| is_file_char(c) || c == '/')?;
    stays_inside(text)
}

fn stays_inside(text: &str) -> Check {
    if text.starts_with('/') {
        return Err(format!("`{text}` is absolute: give a path relative to the folder"));
    }
    if text.starts_with(['-', '~']) || text.split('/').any(|part| part == "..") {
        return Err(format!("`{text}` leaves the folder: the builder sees only what is inside it"));
    }
    Ok(())
}

/// A pattern of a `.dockerignore` that allows something: never negated, never everything.
pub(super) fn pattern(text: &str) -> Check {
    each(text, "a pattern", 300, |c| is_file_char(c) || matches!(c, '/' | '*' | '?' | '[' | ']'))?;
    stays_inside(text)
}

/// An absolute path in the image.
pub(super) fn absolute_path(text: &str) -> Check {
    each(text, "a path in the image", 300, |c| is_file_char(c) || c == '/')?;
    if !text.starts_with('/') {
        return Err(format!("`{text}` is not absolute: start it with /"));
    }
    if text.len() > 1 && text[1..].split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Err(format!("`{text}` has an empty, `.` or `..` part"));
    }
    Ok(())
}

/// The path of the report: a Markdown file inside the folder.
pub(super) fn report_path(text: &str) -> Check {
    relative_path(text)?;
    let markdown = std::path::Path::new(text).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
    if !markdown {
        return Err(format!("`{text}` is not a Markdown file: let it end in .md"));
    }
    if has_odd_part(text) {
        return Err(format!("`{text}` has a part that no report can be in"));
    }
    Ok(())
}

/// A folder that msgen writes into.
pub(super) fn output_path(text: &str) -> Check {
    relative_path(text)?;
    if has_odd_part(text) {
        return Err(format!("`{text}` has a part that msgen writes nothing in"));
    }
    Ok(())
}

fn has_odd_part(path: &str) -> bool {
    path.split('/').any(|part| matches!(part, "" | "." | ".git"))
}

/// An environment variable's name.
pub(super) fn variable(text: &str) -> Check {
    each(text, "a variable's name", 100, |c| c.is_ascii_alphanumeric() || c == '_')?;
    starts_with(text, "a variable's name", |c| c.is_ascii_alphabetic() || c == '_')
}

/// The path of an HTTP request.
pub(super) fn http_path(text: &str) -> Check {
    each(text, "an HTTP path", 200, |c| is_file_char(c) || matches!(c, '/' | '%' | '='))?;
    starts_with(text, "an HTTP path", |c| c == '/')
}

/// One argument of the program.
pub(super) fn argument(text: &str) -> Check {
    each(text, "an argument", 300, |c| is_file_char(c) || matches!(c, '/' | '=' | ':' | '%'))
}

/// Anything on one line, for display only.
pub(super) fn one_line(text: &str) -> Check {
    each(text, "a line of text", 500, |c| !c.is_control())
}
