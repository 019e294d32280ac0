//! The packages of a system, as its own databases list them.

use std::collections::BTreeMap;

use super::view::{Place, View};
use crate::evidence::Packages;

/// apk's database: since Alpine 3.23 below `usr`, with `lib` a link.
const APK: [&str; 2] = ["lib/apk/db/installed", "usr/lib/apk/db/installed"];

/// dpkg's.
const DPKG: &str = "var/lib/dpkg/status";

/// The same in distroless images: a file for each package, and for some a file of checksums beside it.
const DISTROLESS: &str = "var/lib/dpkg/status.d";
const CHECKSUMS: &str = ".md5sums";

/// A database of a whole distribution has 1 MB for a thousand packages. What is bigger than this is cut off.
const LARGEST: u64 = 32 << 20;

/// As many bytes of the file at this path are read, where it is a database.
pub(super) fn keeps(path: &str) -> Option<u64> {
    let is_database = APK.contains(&path) || path == DPKG || is_distroless(path);
    is_database.then_some(LARGEST)
}

fn is_distroless(path: &str) -> bool {
    path.strip_prefix(DISTROLESS).is_some_and(|rest| rest.starts_with('/')) && !path.ends_with(CHECKSUMS)
}

/// The databases that there are, each with what it lists.
pub(super) fn packages(view: &View<'_>, kept: &BTreeMap<Place, Vec<u8>>) -> Vec<Packages> {
    let text = |place: Place| {
        let bytes = view.file(place).and_then(|file| kept.get(&file));
        bytes.map(|bytes| String::from_utf8_lossy(bytes))
    };
    let mut found = Vec::new();
    // One path may lead to the other: it is the same database then.
    let apk = APK.into_iter().find_map(|path| view.resolve(path).and_then(|(_, place)| text(place)));
    found.extend(apk.map(|text| database("apk", text.lines().filter(|line| line.starts_with("P:")))));
    let status = view.resolve(DPKG).and_then(|(_, place)| text(place));
    let status = status.as_deref().map(|text| text.lines().filter(|line| is_installed(line)).count());
    let files: Vec<_> = view.below(DISTROLESS).filter(|(path, _)| is_distroless(path)).collect();
    let single = files.iter().filter_map(|(_, place)| text(*place));
    let single = single.filter(|text| text.lines().any(|line| line.starts_with("Package:"))).count();
    if status.is_some() || !files.is_empty() {
        let count = status.unwrap_or_default() + single;
        found.push(Packages { database: "dpkg".to_owned(), count: count as u64 });
    }
    found
}

fn database<'a>(name: &str, packages: impl Iterator<Item = &'a str>) -> Packages {
    Packages { database: name.to_owned(), count: packages.count() as u64 }
}

/// `Status: install ok installed`: of a removed package, its settings may be left.
fn is_installed(line: &str) -> bool {
    line.strip_prefix("Status:").is_some_and(|status| status.split_whitespace().next_back() == Some("installed"))
}
