//! Names and tags of images, cut into what they say.

use crate::plan::ImageRef;

/// A tag: `1.24.3-slim-bookworm`.
#[derive(Debug, Clone, Default)]
pub(super) struct Tag {
    /// Its words, between dashes.
    pub(super) words: Vec<String>,
    /// The numbers that it begins with.
    pub(super) version: Option<Vec<u64>>,
}

impl Tag {
    pub(super) fn parse(text: &str) -> Self {
        let words: Vec<String> = text.split('-').filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        let version = words.first().and_then(|word| leading_numbers(word));
        Self { words, version }
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.words.iter().any(|own| own == word)
    }

    /// The part behind a word: `rust-1-alpine` behind `rust` is `1-alpine`.
    pub(super) fn behind(&self, word: &str) -> Option<Self> {
        let at = self.words.iter().position(|own| own == word)?;
        let words = self.words[at + 1..].to_vec();
        let version = words.first().and_then(|word| leading_numbers(word));
        Some(Self { words, version })
    }

    /// The numbers behind one of `words`, in the same word or in the next: `jdk17`, `temurin-21`.
    pub(super) fn numbers_behind(&self, words: &[String]) -> Option<Vec<u64>> {
        self.words.iter().enumerate().find_map(|(at, own)| {
            let name = words.iter().find(|name| own.starts_with(name.as_str()))?;
            let rest = &own[name.len()..];
            leading_numbers(if rest.is_empty() { self.words.get(at + 1)? } else { rest })
        })
    }
}

/// The numbers at the front of a word, between dots: `17.0.9_9` gives 17, 0 and 9.
fn leading_numbers(word: &str) -> Option<Vec<u64>> {
    let end = word.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(word.len());
    numbers(word[..end].trim_end_matches('.'))
}

/// Numbers between dots.
pub(super) fn numbers(text: &str) -> Option<Vec<u64>> {
    text.split('.').map(|part| part.parse().ok()).collect()
}

/// Whether a word is a date, a number of a build or a digest: it says which image of several alike it is.
pub(super) fn is_build(word: &str) -> bool {
    let digits = word.trim_start_matches(['b', 'u', 'r']);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'_')
}

/// The name without its tag, and without a mirror's name in front.
pub(super) fn name(image: &ImageRef, mirrors: &[String]) -> String {
    let full = match &image.registry {
        Some(registry) => format!("{registry}/{}", image.repository),
        None => image.repository.clone(),
    };
    let rest = mirrors.iter().find_map(|mirror| full.strip_prefix(mirror.as_str())).map(str::to_owned);
    rest.unwrap_or(full)
}

/// What the numbers in a name are.
#[derive(Debug, Clone, Default)]
pub(super) struct Captured {
    pub(super) version: Option<String>,
    pub(super) release: Option<String>,
}

/// Whether `pattern`, with `{version}` and `{release}` for numbers, is the name; with what the numbers are.
pub(super) fn matches(pattern: &str, name: &str) -> Option<Captured> {
    let mut captured = Captured::default();
    let (mut pattern, mut name) = (pattern, name);
    loop {
        let Some((before, rest)) = pattern.split_once('{') else {
            return (pattern == name).then_some(captured);
        };
        let (what, behind) = rest.split_once('}')?;
        name = name.strip_prefix(before)?;
        let end = name.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(name.len());
        let (number, left) = name.split_at(end);
        if number.is_empty() {
            return None;
        }
        *(if what == "version" { &mut captured.version } else { &mut captured.release }) = Some(number.to_owned());
        (pattern, name) = (behind, left);
    }
}
