//! Runs of words: how somebody's own words are told from those of a page.
//!
//! Words are compared in lower case, letters and digits only, so another line break, comma or emphasis makes no text
//! another one. What a program prints, and what one types, is nobody's phrase: a page's listings and its longer pieces of
//! code are left out.

use std::ops::Range;

use crate::reason::Reason;
use crate::report::Fence;

/// A piece of code within a line with as many words or more is what a program says, such as `no such file or directory`;
/// a shorter one is the name of something.
const MESSAGE: usize = 4;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// The bytes that it stands in.
    pub(crate) bytes: Range<usize>,
    /// The hash of its letters and digits in lower case: pages have thousands of words, and none is looked at but to
    /// compare it.
    key: u64,
}

/// The words of a text, in order.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (letter.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(Word { bytes: from..at, key: key(&text[from..at]) });
                start = None;
            }
            _ => {}
        }
    }
    words
}

fn key(word: &str) -> u64 {
    if word.is_ascii() {
        return word.bytes().fold(EMPTY, |hash, letter| mixed(hash, u64::from(letter.to_ascii_lowercase())));
    }
    word.chars().flat_map(char::to_lowercase).fold(EMPTY, |hash, letter| mixed(hash, u64::from(letter)))
}

/// FNV-1a, a letter or a word at a time. Every check of a report hashes all pages, and nobody gains by two phrases of the
/// same hash, against which the hash of the standard library guards.
fn mixed(hash: u64, next: u64) -> u64 {
    (hash ^ next).wrapping_mul(0x0100_0000_01b3)
}

/// What FNV-1a begins with.
const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

/// All runs of a number of words in some texts.
#[derive(Debug)]
pub(crate) struct Phrases {
    length: usize,
    /// Sorted.
    runs: Vec<u64>,
}

impl Phrases {
    /// The runs of `length` words in `passages`; none goes from one passage to the next.
    pub(crate) fn of<'p>(length: usize, passages: impl IntoIterator<Item = &'p [Word]>) -> Self {
        let mut runs: Vec<u64> =
            passages.into_iter().flat_map(|passage| passage.windows(length.max(1)).map(run)).collect();
        runs.sort_unstable();
        Self { length: length.max(1), runs }
    }

    /// The first stretch of `own` words that these texts have too, as long as it goes.
    pub(crate) fn shared(&self, own: &[Word]) -> Option<Range<usize>> {
        let is_known = |window: &[Word]| self.runs.binary_search(&run(window)).is_ok();
        let start = own.windows(self.length).position(is_known)?;
        let more = own.windows(self.length).skip(start).take_while(|window| is_known(window)).count();
        Some(start..start + more + self.length - 1)
    }
}

fn run(words: &[Word]) -> u64 {
    words.iter().fold(EMPTY, |hash, word| mixed(hash.rotate_left(5), word.key))
}

/// The passages of a reason's page that are somebody's words: its title and its sections, without listings and without
/// what programs say.
pub(crate) fn page_phrases(reason: &Reason) -> Vec<Vec<Word>> {
    let sections = reason.sections().into_iter().map(|(_, text)| text);
    [reason.title.as_str()].into_iter().chain(sections).flat_map(passages).collect()
}

/// The passages of a Markdown text, cut where there is code.
fn passages(text: &str) -> Vec<Vec<Word>> {
    let mut fence = Fence::default();
    let prose: String = text.lines().filter(|line| !fence.holds(line)).flat_map(|line| [line, "\n"]).collect();
    let mut passages = vec![Vec::new()];
    for (index, part) in prose.split('`').enumerate() {
        let words = words(part);
        let is_code = index % 2 == 1;
        match passages.last_mut() {
            Some(passage) if !is_code || words.len() < MESSAGE => passage.extend(words),
            _ => passages.push(Vec::new()),
        }
    }
    passages
}
