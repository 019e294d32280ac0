//! What a container sees: the layers, one laid over the other.

use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Included};

use super::archive::beside;
use super::layer::{Entry, EntryKind, Layer, OPAQUE};

/// As many symbolic links are followed, as the kernel does.
const LINKS: usize = 40;

/// Which entry of which layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The number of the layer, from the lowest.
    pub layer: usize,
    /// The number of its entry.
    pub entry: usize,
}

/// The layers, one laid over the other.
pub(super) struct View<'a> {
    layers: &'a [Layer],
    map: BTreeMap<&'a str, Place>,
    /// For each hard link, the file that it is another name of.
    sources: BTreeMap<Place, Place>,
}

impl<'a> View<'a> {
    /// Lays the layers one over the other.
    pub fn new(layers: &'a [Layer]) -> Self {
        let mut view = Self { layers, map: BTreeMap::new(), sources: BTreeMap::new() };
        for (number, layer) in layers.iter().enumerate() {
            // A whiteout is about the layers below, wherever it stands in its own.
            layer.entries.iter().for_each(|entry| view.take_away(entry));
            view.lay(number, layer);
        }
        view
    }

    fn take_away(&mut self, entry: &Entry) {
        if entry.name() == OPAQUE {
            let folder = entry.path.strip_suffix(OPAQUE).unwrap_or_default().trim_end_matches('/');
            self.remove_below(folder);
        } else if let Some(path) = entry.removes() {
            self.map.remove(path.as_str());
            self.remove_below(&path);
        }
    }

    fn lay(&mut self, number: usize, layer: &'a Layer) {
        // The names so far of this layer, for its hard links.
        let mut names: BTreeMap<&str, Place> = BTreeMap::new();
        for (entry, found) in layer.entries.iter().enumerate() {
            let place = Place { layer: number, entry };
            if let EntryKind::Hardlink(target) = &found.kind {
                let source = names.get(target.as_str()).or_else(|| self.map.get(target.as_str()));
                let source = source.map(|source| self.sources.get(source).copied().unwrap_or(*source));
                self.sources.extend(source.map(|source| (place, source)));
            }
            names.insert(&found.path, place);
            if found.path.is_empty() || found.is_mark() {
                continue;
            }
            let before = self.map.insert(&found.path, place);
            let was_folder = before.is_some_and(|before| self.entry(before).kind == EntryKind::Folder);
            if was_folder && found.kind != EntryKind::Folder {
                self.remove_below(&found.path);
            }
        }
    }

    fn remove_below(&mut self, folder: &str) {
        if folder.is_empty() {
            self.map.clear();
            return;
        }
        let inside: Vec<&str> = self.below(folder).map(|(path, _)| path).collect();
        for path in inside {
            self.map.remove(path);
        }
    }

    /// Everything that there is, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, Place)> {
        self.map.iter().map(|(path, place)| (*path, *place))
    }

    /// Everything in a folder, and in the folders in it.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = (&'a str, Place)> {
        // `0` is the character after the slash.
        let (from, to) = (format!("{folder}/"), format!("{folder}0"));
        let inside = self.map.range::<str, _>((Included(from.as_str()), Excluded(to.as_str())));
        inside.map(|(path, place)| (*path, *place)).collect::<Vec<_>>().into_iter()
    }

    /// The entry at a place.
    pub fn entry(&self, place: Place) -> &'a Entry {
        &self.layers[place.layer].entries[place.entry]
    }

    /// The file that holds the bytes of what is at a place: itself, or what a hard link is another name of.
    pub fn file(&self, place: Place) -> Option<Place> {
        let place = self.sources.get(&place).copied().unwrap_or(place);
        (self.entry(place).kind == EntryKind::File).then_some(place)
    }

    /// What a path leads to, symbolic links followed: its path without a link in it, and where it is.
    pub fn resolve(&self, path: &str) -> Option<(String, Place)> {
        let mut wanted = path.to_owned();
        for _ in 0..LINKS {
            match self.step(&wanted)? {
                Step::There(path, place) => return Some((path, place)),
                Step::Elsewhere(path) => wanted = path,
            }
        }
        None
    }

    /// Goes along a path as far as the first symbolic link.
    fn step(&self, path: &str) -> Option<Step> {
        let mut so_far = String::new();
        let mut rest = path.split('/').filter(|part| !part.is_empty() && *part != ".");
        while let Some(part) = rest.next() {
            if part == ".." {
                so_far = beside(&so_far, "");
                continue;
            }
            so_far = if so_far.is_empty() { part.to_owned() } else { format!("{so_far}/{part}") };
            // A folder that no layer names is one all the same.
            let Some(place) = self.map.get(so_far.as_str()) else { continue };
            if let EntryKind::Symlink(target) = &self.entry(*place).kind {
                let rest: Vec<&str> = rest.collect();
                return Some(Step::Elsewhere(format!("{}/{}", joined(&so_far, target), rest.join("/"))));
            }
        }
        let place = *self.map.get(so_far.as_str())?;
        Some(Step::There(so_far, place))
    }
}

/// The target of the link at `link`, with its `..` still in it: they lead back from where the links before them lead to.
fn joined(link: &str, target: &str) -> String {
    match link.rsplit_once('/') {
        Some((folder, _)) if !target.starts_with('/') => format!("{folder}/{target}"),
        _ => target.to_owned(),
    }
}

enum Step {
    There(String, Place),
    Elsewhere(String),
}
