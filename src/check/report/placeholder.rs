//! How what is to be filled in looks: `<size>`, `yourusername`, `[Your name]`, `XX MB`.

use std::ops::Range;

/// The elements of HTML that somebody writes in Markdown (WHATWG HTML, section 4).
const HTML: &str = "\
    a abbr address article aside audio b bdi bdo big blockquote body br button caption center cite code col colgroup \
    dd del details dfn div dl dt em figcaption figure font footer form g h1 h2 h3 h4 h5 h6 head header hr html i \
    iframe img input ins kbd label li link main mark meta nav noscript ol option p path picture pre q rect rp rt \
    ruby s samp script section select small source span strike strong style sub summary sup svg table tbody td \
    template text textarea tfoot th thead time title tr tt u ul var video wbr";

/// What stands between angle brackets in a command that nobody has made his own.
const BLANKS: &str = "\
    username user-name user_name size dockerhub-username docker-username dockerhub";

/// What follows `your` in a word that stands for a name.
const YOURS: &str = "\
    username user name dockerhub dockerhubusername dockerhubuser dockerusername dockerid login github githubusername \
    repo repository registry image imagename app appname tag email id studentid token password";

/// Whether the bytes are a tag that HTML does not have, and that nothing closes: a reader does not even see it.
pub(super) fn unknown_tag(text: &str, bytes: &Range<usize>) -> bool {
    let Some(inner) = text[bytes.clone()].strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else {
        return false;
    };
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
    let name = inner.split(' ').next().unwrap_or_default().to_ascii_lowercase();
    let before = text[..bytes.start].chars().next_back();
    let stands_alone = before.is_none_or(|c| c.is_whitespace() || "(*_|:~\"'".contains(c));
    inner.starts_with(|c: char| c.is_ascii_alphabetic())
        && inner.chars().all(is_word)
        && stands_alone
        && !is_one_of(HTML, &name)
        && !text.to_ascii_lowercase().contains(&format!("</{name}"))
}

/// Names that stand for those of the author: `yourusername`, `your-dockerhub-username`, `your_name`.
pub(super) fn names(line: &str) -> Vec<Range<usize>> {
    let belongs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut found = Vec::new();
    let mut start = 0;
    for part in line.split_inclusive(|c: char| !belongs(c)) {
        let word = part.trim_end_matches(|c: char| !belongs(c)).trim_end_matches(['-', '_']);
        let joined = word.to_ascii_lowercase().replace(['-', '_'], "");
        if joined.strip_prefix("your").is_some_and(|rest| is_one_of(YOURS, rest)) {
            let lead = word.len() - word.trim_start_matches(['-', '_']).len();
            found.push(start + lead..start + word.len());
        }
        start += part.len();
    }
    found
}

/// `<your-tag>`, `<username>` and their like in code, where angle brackets are shown.
pub(super) fn blanks(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices('<') {
        let Some(end) = line[at..].find('>') else { continue };
        let inner = line[at + 1..at + end].to_ascii_lowercase();
        let before = &line[..at];
        // A program that tells how it is called names its options so.
        let is_option = before.split_whitespace().next_back().is_some_and(|word| word.starts_with('-'));
        let is_bare = !is_option && !before.ends_with(|c: char| c.is_alphanumeric());
        let is_blank = is_one_of(BLANKS, &inner)
            || inner.starts_with("your-")
            || inner.starts_with("your_")
            || inner.starts_with("your ");
        if is_blank && is_bare && !line.contains(&format!("</{inner}")) && names(&line[at..=at + end]).is_empty() {
            found.push(at..at + end + 1);
        }
    }
    found
}

/// `(Your)` in a heading of a template, `[Your name]` that leads nowhere.
pub(super) fn bracketed(line: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = line.match_indices("(Your)").map(|(at, text)| at..at + text.len()).collect();
    for (at, _) in line.match_indices("[Your ") {
        let Some(end) = line[at..].find(']').map(|end| at + end + 1) else { continue };
        if !line[end..].starts_with(['(', '[', ':']) {
            found.push(at..end);
        }
    }
    found
}

/// A number of which only the place is there: `XX MB`, `X.X %`.
pub(super) fn unfilled_sizes(line: &str) -> Vec<Range<usize>> {
    const UNITS: &[&str] = &["MB", "MiB", "GB", "GiB", "kB", "KB", "KiB", "%"];
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = line[at..].find('X').map(|offset| at + offset) {
        let length = line[start..].find(|c| !matches!(c, 'X' | '.')).unwrap_or(line.len() - start);
        at = start + length;
        let unit = line[at..].strip_prefix(' ').unwrap_or(&line[at..]);
        let unit = UNITS.iter().find(|name| {
            unit.strip_prefix(**name).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
        });
        let is_part = line[..start].ends_with(|c: char| c.is_alphanumeric() || c == '.');
        if let Some(unit) = unit.filter(|_| length > 1 && !is_part) {
            let end = at + line[at..].find(unit).unwrap_or(0) + unit.len();
            found.push(start..end);
        }
    }
    found
}

/// Whether a word is one of a list of words.
fn is_one_of(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}
