//! What is in an image, as a container sees it: counted, and listed where it matters.

use std::collections::{BTreeMap, BTreeSet};

use super::layer::Entry;
use super::package;
use super::view::{Place, View};
use crate::evidence::Contents;

/// Shells, and programs that contain one, by the name of their file.
pub const SHELLS: [&str; 14] = [
    "ash",
    "bash",
    "busybox",
    "busybox.static",
    "csh",
    "dash",
    "fish",
    "ksh",
    "mksh",
    "rbash",
    "sh",
    "tcsh",
    "toybox",
    "zsh",
];

/// The package managers of systems, by the name of their file.
pub const MANAGERS: [&str; 13] =
    ["apk", "apt", "apt-get", "aptitude", "dnf", "dpkg", "microdnf", "opkg", "pacman", "rpm", "tdnf", "yum", "zypper"];

/// Where scripts lie that are called after what they look after: `etc/cron.daily/dpkg`.
const SETTINGS: &str = "etc/";

/// Where programs look for certificates.
const CERTIFICATES: [&str; 6] = [
    "etc/ssl/certs/ca-certificates.crt",
    "etc/pki/tls/certs/ca-bundle.crt",
    "etc/ssl/ca-bundle.pem",
    "etc/pki/tls/cacert.pem",
    "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "etc/ssl/cert.pem",
];

/// The end of the path of those that a runtime has for itself, which may lie anywhere.
const KEYSTORE: &str = "/lib/security/cacerts";

/// Where files of time zones lie, and how each of them begins.
const ZONES: &str = "usr/share/zoneinfo";
const ZONE: &[u8] = b"TZif";

/// The set-uid and the set-gid bit.
const SET_ID: u32 = 0o6000;

/// As many bytes of the file at this path are read; none where only its name and its length matter.
pub(super) fn keeps(path: &str) -> Option<u64> {
    let is_zone = path.strip_prefix(ZONES).is_some_and(|rest| rest.starts_with('/'));
    is_zone.then_some(ZONE.len() as u64).or_else(|| package::keeps(path))
}

/// Counts; `kept` is what was read of the files that [`keeps`] names. The program is added by whoever knows it.
pub(super) fn contents(view: &View<'_>, kept: &BTreeMap<Place, Vec<u8>>) -> Contents {
    let mut contents = Contents { packages: package::packages(view, kept), ..Contents::default() };
    for (path, place) in view.iter() {
        let entry = view.entry(place);
        if entry.is_file() {
            contents.files += 1;
            contents.executables += u64::from(entry.is_executable());
            if entry.mode & SET_ID != 0 {
                contents.set_uid.push(shown(path));
            }
        }
        let is_shell = SHELLS.contains(&entry.name());
        if (is_shell || MANAGERS.contains(&entry.name())) && !path.starts_with(SETTINGS) && runs(view, path) {
            let list = if is_shell { &mut contents.shells } else { &mut contents.package_managers };
            list.push(shown(path));
        }
    }
    contents.certificates = certificates(view);
    contents.time_zones = view.below(ZONES).fold(0, |count, (_, place)| {
        let head = view.file(place).and_then(|file| kept.get(&file));
        count + u64::from(head.is_some_and(|head| head.starts_with(ZONE)))
    });
    contents
}

/// Whether a path leads to a file that somebody may execute.
fn runs(view: &View<'_>, path: &str) -> bool {
    let found = view.resolve(path).map(|(_, place)| view.entry(place));
    found.is_some_and(Entry::is_executable)
}

/// The bundles that hold something, each once: further names of the same file are left out.
fn certificates(view: &View<'_>) -> Vec<String> {
    let own = view.iter().map(|(path, _)| path).filter(|path| path.ends_with(KEYSTORE));
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for path in CERTIFICATES.into_iter().chain(own) {
        let place = view.resolve(path).and_then(|(_, place)| view.file(place));
        let Some(place) = place.filter(|place| view.entry(*place).size > 0) else { continue };
        if seen.insert(place) {
            found.push(shown(path));
        }
    }
    found
}

/// A path as a person writes it.
pub(super) fn shown(path: &str) -> String {
    format!("/{path}")
}
