//! Image references: `[registry/]repository[:tag][@digest]`.

use std::fmt;

use serde::{Serialize, Serializer};

/// A reference to an image, as `FROM` takes it. `scratch` is one too, though there is no such image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageRef {
    /// Host of the registry, with its port where it has one.
    pub registry: Option<String>,
    /// Path of the repository.
    pub repository: String,
    /// The tag.
    pub tag: Option<String>,
    /// `sha256:` and 64 hexadecimal digits.
    pub digest: Option<String>,
}

impl ImageRef {
    /// Reads a reference. Printing it gives the same text again.
    ///
    /// # Errors
    /// One sentence that says which part is not right.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest)),
            None => (text, None),
        };
        if let Some(digest) = digest {
            let hex = digest.strip_prefix("sha256:").unwrap_or_default();
            if hex.len() != 64 || !hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
                return Err(format!("`{}` is not a digest: sha256: and 64 hexadecimal digits", digest.escape_debug()));
            }
        }
        let (rest, tag) = match rest.rsplit_once(':') {
            Some((rest, tag)) if !tag.contains('/') => (rest, Some(tag)),
            _ => (rest, None),
        };
        if let Some(tag) = tag
            && (tag.is_empty() || tag.len() > 128 || !tag.bytes().all(is_tag_byte) || tag.starts_with(['.', '-']))
        {
            return Err(format!("`{}` is not a tag", tag.escape_debug()));
        }
        let (registry, repository) = match rest.split_once('/') {
            Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => (Some(host), path),
            _ => (None, rest),
        };
        if let Some(host) = registry
            && !host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'))
        {
            return Err(format!("`{}` is not the host of a registry", host.escape_debug()));
        }
        if !repository.split('/').all(is_component) {
            return Err(format!(
                "`{}` is not a repository: lower-case letters, digits, . _ - /",
                repository.escape_debug()
            ));
        }
        let own = |part: Option<&str>| part.map(str::to_owned);
        Ok(Self { registry: own(registry), repository: repository.to_owned(), tag: own(tag), digest: own(digest) })
    }
}

fn is_tag_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')
}

/// Whether `part` is one component of a repository's path: lower-case words, with `.`, `_`, `__` or dashes between them.
pub(crate) fn is_component(part: &str) -> bool {
    let word = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let edge = |b: Option<&u8>| b.is_some_and(word);
    let between = |run: &[u8]| matches!(run, b"." | b"_" | b"__") || run.iter().all(|&b| b == b'-');
    let bytes = part.as_bytes();
    edge(bytes.first()) && edge(bytes.last()) && bytes.split(word).all(between)
}

impl fmt::Display for ImageRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(registry) = &self.registry {
            write!(f, "{registry}/")?;
        }
        f.write_str(&self.repository)?;
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        if let Some(digest) = &self.digest {
            write!(f, "@{digest}")?;
        }
        Ok(())
    }
}

impl Serialize for ImageRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
