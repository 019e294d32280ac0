//! The settings in a YAML file, as far as services write them: maps of maps with plain or quoted values.

/// Every value with its path (`server.port`) and its line, in the first document of `text`.
pub(super) fn read(text: &str) -> Vec<(String, String, usize)> {
    let mut found = Vec::new();
    let mut open: Vec<(usize, String)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        // Later documents hold for some profile only.
        if line.starts_with("---") && !found.is_empty() {
            break;
        }
        let code = line.trim_start();
        if code.is_empty() || code.starts_with(['#', '-']) {
            continue;
        }
        let Some((key, value)) = code.split_once(':') else { continue };
        if !value.is_empty() && !value.starts_with(' ') {
            continue;
        }
        let indent = line.len() - code.len();
        open.retain(|(other, _)| *other < indent);
        open.push((indent, unquote(key.trim()).to_owned()));
        let value = plain(value.trim());
        if !value.is_empty() {
            let path = open.iter().map(|(_, key)| key.as_str()).collect::<Vec<_>>().join(".");
            found.push((path, value.to_owned(), number + 1));
        }
    }
    found
}

/// A value without its quotes or the comment behind it.
fn plain(value: &str) -> &str {
    if value.starts_with(['"', '\'']) {
        return unquote(value.split_once(" #").map_or(value, |(value, _)| value.trim_end()));
    }
    if value.starts_with('#') {
        return "";
    }
    value.split_once(" #").map_or(value, |(value, _)| value.trim_end())
}

fn unquote(text: &str) -> &str {
    ['"', '\''].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::read;

    fn paths(text: &str) -> Vec<(String, String)> {
        read(text).into_iter().map(|(path, value, _)| (path, value)).collect()
    }

    #[test]
    fn a_value_has_the_path_of_the_maps_around_it() {
        let found = paths("server:\n  port: 8081 # here\n  address: \"::1\"\nspring.main.banner: 'off'\n");
        let expected = [("server.port", "8081"), ("server.address", "::1"), ("spring.main.banner", "off")];
        assert_eq!(found, expected.map(|(path, value)| (path.to_owned(), value.to_owned())));
    }

    #[test]
    fn lists_and_later_documents_are_passed_over() {
        assert_eq!(
            paths("---\na:\n- x: 1\n  y: 2\nb: 3\n---\nb: 4\n").last().map(|last| last.1.clone()),
            Some("3".into())
        );
    }
}
