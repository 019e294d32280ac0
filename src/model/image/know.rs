//! Puts together what is known of an image: its distribution, what it shares with others, its own, and what its tag says.

use std::cmp::Ordering;

use super::Image;
use super::table::{Distribution, Entry, Release, Table, When};
use super::tag::{self, Captured, Tag};
use crate::plan::ImageRef;

/// The distribution that an image stands on.
#[derive(Debug, Clone, Copy)]
struct Ground<'t> {
    name: &'t str,
    distribution: &'t Distribution,
    release: Option<&'t Release>,
    /// Whether the name or the tag says the release.
    is_named: bool,
}

/// An image as the table sees it.
#[derive(Debug)]
struct Reading<'t> {
    entry: &'t Entry,
    /// The entry whose facts it shares.
    like: Option<&'t Entry>,
    tag: Tag,
    captured: Captured,
    ground: Option<Ground<'t>>,
    /// Whether every word of the tag is one that somebody knows.
    is_plain: bool,
}

/// What is known of `image`.
pub(super) fn image(table: &Table, image: &ImageRef) -> Image {
    let mut known = Image { name: image.to_string(), ..Image::default() };
    let Some(reading) = read(table, image) else { return known };
    known.toolchain = Some(String::new());
    let entries: Vec<&Entry> = reading.like.into_iter().chain([reading.entry]).collect();
    let conditions =
        |entry: &'_ Entry| entry.when.iter().filter(|when| reading.holds(when)).cloned().collect::<Vec<_>>();
    if reading.is_plain {
        let conditions: Vec<Vec<When>> = entries.iter().map(|entry| conditions(entry)).collect();
        let facts = entries.iter().zip(&conditions).flat_map(|(entry, conditions)| {
            [&entry.facts].into_iter().chain(conditions.iter().map(|when| &when.facts))
        });
        let takes = facts.clone().find_map(|facts| facts.takes.as_deref());
        if let Some(ground) = reading.ground {
            ground.lay_down(&mut known, takes);
        }
        facts.for_each(|facts| facts.lay_over(&mut known, takes.is_some()));
        known.ends.extend(takes.is_none().then(|| reading.ground?.end(table)).flatten());
    } else {
        let toolchain = entries.iter().rev().find_map(|entry| entry.facts.toolchain.clone());
        known.toolchain = toolchain.or(known.toolchain);
    }
    known.runtime = reading.runtime(&entries);
    known.fit = known.runtime.as_ref().and_then(|(name, _)| table.fit.get(name).copied());
    known.ends.extend(reading.ends(table, &entries));
    known
}

/// Finds the image in the table; none where it is not there, or is of another system.
fn read<'t>(table: &'t Table, image: &ImageRef) -> Option<Reading<'t>> {
    let name = tag::name(image, &table.mirrors);
    let (entry, own_name, captured) = table
        .image
        .iter()
        .find_map(|entry| entry.names.iter().find_map(|own| Some((entry, own.as_str(), tag::matches(own, &name)?))))?;
    let latest = if image.digest.is_some() { "" } else { "latest" };
    let whole = Tag::parse(image.tag.as_deref().unwrap_or(latest));
    if whole.words.iter().any(|word| table.foreign.contains(word)) {
        return None;
    }
    let like = table.entry(&entry.like).filter(|_| !entry.like.is_empty());
    let tag = if entry.behind.is_empty() { whole } else { whole.behind(&entry.behind)? };
    let mut reading = Reading { entry, like, tag, captured, ground: None, is_plain: false };
    let named = reading.named_ground(table, own_name);
    reading.ground = named.or_else(|| reading.usual_ground(table, own_name));
    reading.is_plain = reading.words_are_known(table);
    Some(reading)
}

impl<'t> Reading<'t> {
    /// The entries that say something, the more special first.
    fn entries(&self) -> impl Iterator<Item = &'t Entry> {
        [self.entry].into_iter().chain(self.like)
    }

    fn stands_on(&self, own_name: &'t str) -> Option<&'t str> {
        let said = self.entries().map(|entry| entry.stands_on.as_str()).find(|name| !name.is_empty());
        said.or_else(|| self.entry.is_distribution.then_some(own_name))
    }

    /// The distribution whose release the name or the tag says.
    fn named_ground(&self, table: &'t Table, own_name: &'t str) -> Option<Ground<'t>> {
        let own = self.stands_on(own_name).and_then(|name| table.distribution.get_key_value(name));
        if let Some((name, distribution)) = own {
            let version = self.tag.version.as_ref().filter(|_| self.entry.is_distribution);
            let captured = self.captured.release.as_deref().and_then(tag::numbers);
            if let Some(numbers) = version.cloned().or(captured) {
                let release = distribution.by_numbers(&numbers);
                return Some(Ground { name, distribution, release, is_named: release.is_some() });
            }
        }
        self.tag.words.iter().enumerate().find_map(|(at, word)| {
            table.distribution.iter().find_map(|(name, distribution)| {
                let release = distribution.by_word(word, self.tag.words.get(at + 1).map(String::as_str));
                let is_named = release.is_some();
                let is_meant = is_named || (!distribution.prefix.is_empty() && *word == distribution.prefix);
                is_meant.then_some(Ground { name, distribution, release, is_named })
            })
        })
    }

    /// The distribution that stands behind a tag that names none.
    fn usual_ground(&self, table: &'t Table, own_name: &'t str) -> Option<Ground<'t>> {
        let name = self.stands_on(own_name)?;
        let releases = self.entries().map(|entry| &entry.releases).find(|releases| !releases.is_empty());
        let parts = self.entries().find_map(|entry| entry.releases_parts);
        let ground = |name: &'t str, release| {
            let (name, distribution) = table.distribution.get_key_value(name)?;
            Some(Ground { name, distribution, release, is_named: false })
        };
        if let Some(releases) = releases {
            let last = || releases.last().map(|(_, word)| word.as_str()).filter(|_| self.tag.has("latest"));
            let word = match &self.tag.version {
                Some(version) if parts.is_none_or(|parts| version.len() <= parts) => standing(releases, version),
                Some(_) => None,
                None => last(),
            };
            let found = word.and_then(|word| {
                table.distribution.iter().find_map(|(name, own)| Some((name, own.by_word(word, None)?)))
            });
            return match found {
                Some((name, release)) => ground(name, Some(release)),
                None => ground(name, None),
            };
        }
        // A tag of a distribution that is no number of it (`sid`), or none.
        let distribution = table.distribution.get(name)?;
        let is_latest = self.tag.has("latest") || !self.entry.is_distribution;
        let latest = distribution.release.iter().find(|release| is_latest && release.id == distribution.latest);
        ground(name, latest)
    }

    fn words_are_known(&self, table: &Table) -> bool {
        let listed =
            |word: &String| table.words.contains(word) || self.entries().any(|entry| entry.words.contains(word));
        let is_asked = |word: &String| self.entries().flat_map(|entry| &entry.when).any(|when| when.tag.contains(word));
        let is_release = |at: usize, word: &str| {
            let before = at.checked_sub(1).map(|before| self.tag.words[before].as_str());
            table.distribution.values().any(|own| {
                own.by_word(word, None).is_some()
                    || (!own.prefix.is_empty() && (word == own.prefix || before == Some(own.prefix.as_str())))
            })
        };
        self.tag.words.iter().enumerate().all(|(at, word)| {
            (at == 0 && self.tag.version.is_some())
                || tag::is_build(word)
                || listed(word)
                || is_asked(word)
                || is_release(at, word)
        })
    }

    fn holds(&self, when: &When) -> bool {
        let release = || Some(self.ground?.release?.id.as_str());
        let version = || self.tag.version.as_deref();
        when.tag.iter().all(|word| self.tag.has(word))
            && !when.not_tag.iter().any(|word| self.tag.has(word))
            && (when.on.is_empty() || self.ground.is_some_and(|ground| when.on.iter().any(|name| name == ground.name)))
            && when.release.as_deref().is_none_or(|wanted| release() == Some(wanted))
            && when.from.as_deref().and_then(tag::numbers).is_none_or(|from| version().is_some_and(|own| *own >= *from))
    }

    /// The runtime in it, with its version.
    fn runtime(&self, entries: &[&Entry]) -> Option<(String, Option<String>)> {
        let entry = entries.iter().rev().find(|entry| entry.runtime.is_some())?;
        let fixed = entry.when.iter().filter(|when| self.holds(when)).find_map(|when| when.runtime_version.clone());
        let numbers = match &self.captured.version {
            Some(version) => tag::numbers(version),
            None if entry.runtime_behind.is_empty() => self.tag.version.clone(),
            None => self.tag.numbers_behind(&entry.runtime_behind),
        };
        let parts = entry.runtime_parts.unwrap_or(1);
        let version = numbers.filter(|numbers| numbers.len() >= parts).map(|numbers| {
            let parts: Vec<String> = numbers[..parts].iter().map(u64::to_string).collect();
            parts.join(".")
        });
        Some((entry.runtime.clone()?, fixed.or(version)))
    }

    /// When what its name and tag say gets no more fixes.
    fn ends(&self, table: &Table, entries: &[&Entry]) -> Vec<(String, String)> {
        let tables = entries.iter().rev().map(|entry| &entry.ends).find(|ends| !ends.is_empty());
        let captured = self.captured.version.as_deref().and_then(tag::numbers);
        let version = captured.or_else(|| self.tag.version.clone());
        let ground = self.ground.and_then(|ground| Some(format!("{}{}", ground.name, ground.release?.id)));
        let mut found: Vec<(String, String)> = Vec::new();
        for ends in tables.into_iter().flatten().filter_map(|id| table.ends.get(id)) {
            let by_ground = ground.as_deref().and_then(|ground| ends.months.get_key_value(ground));
            let by_version = version.as_ref().and_then(|version| {
                let fitting =
                    ends.months.iter().filter(|(id, _)| tag::numbers(id).is_some_and(|id| version.starts_with(&id)));
                fitting.max_by_key(|(id, _)| id.len())
            });
            let titled = |(id, month): (&String, &String)| (format!("{} {id}", ends.title), month.clone());
            found.extend(by_ground.or(by_version).map(titled));
        }
        let ended = entries.iter().find_map(|entry| Some((entry.names.first()?, entry.ended.as_ref()?)));
        found.extend(ended.map(|(name, month)| (format!("the image {name}"), month.clone())));
        found
    }
}

impl Ground<'_> {
    /// Lays down what the distribution brings; `takes` says what the image has of it.
    fn lay_down(self, image: &mut Image, takes: Option<&str>) {
        let release = self.release.map(|release| &release.facts);
        if takes.is_none() {
            self.distribution.facts.lay_over(image, true);
            if let Some(facts) = release {
                facts.lay_over(image, false);
            }
        } else if takes == Some("libc") {
            image.libc = release.and_then(super::table::Facts::libc).or_else(|| self.distribution.facts.libc());
        }
        image.distribution = self.release.map(|release| format!("{} {}", self.name, release.id));
        image.is_release_named = self.is_named;
    }

    /// When its release gets no more fixes.
    fn end(self, table: &Table) -> Option<(String, String)> {
        let release = self.release?;
        let listed = || self.distribution.ends.iter().find_map(|id| table.ends.get(id)?.months.get(&release.id));
        let month = release.end.as_ref().or_else(listed)?;
        Some((format!("{} {}", self.distribution.title, release.id), month.clone()))
    }
}

impl Distribution {
    /// The release that numbers such as 12.5 belong to.
    fn by_numbers(&self, numbers: &[u64]) -> Option<&Release> {
        self.release.iter().find(|release| tag::numbers(&release.id).is_some_and(|id| numbers.starts_with(&id)))
    }

    /// The release that a word of a tag names: `bookworm`, `alpine3.20`; or the prefix with the release behind it.
    fn by_word(&self, word: &str, next: Option<&str>) -> Option<&Release> {
        self.release.iter().find(|release| {
            let behind = word.strip_prefix(self.prefix.as_str()).filter(|_| !self.prefix.is_empty());
            release.names.iter().any(|name| name == word)
                || behind == Some(release.id.as_str())
                || (behind == Some("") && next == Some(release.id.as_str()))
        })
    }
}

/// What `releases` say for a version: the last row that is not newer.
fn standing<'t>(releases: &'t [(String, String)], version: &[u64]) -> Option<&'t str> {
    let is_past = |from: &str| {
        let from = tag::numbers(from).unwrap_or_default();
        // Where the version is shorter, the newest that begins with it is meant.
        let shared = from.len().min(version.len());
        from[..shared].cmp(&version[..shared]) != Ordering::Greater
    };
    releases.iter().rev().find(|(from, _)| is_past(from)).map(|(_, word)| word.as_str())
}
