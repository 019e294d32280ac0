//! What the kernel starts: which file it is, and what that file says about itself.

use std::fs::File;
use std::io::{Read, Seek};

use super::archive::Archive;
use super::content::shown;
use super::elf::{self, Elf};
use super::layer::walk;
use super::view::{Place, View};
use crate::error::Result;
use crate::evidence::{ConfigFacts, ProgramFacts};

/// Where a name without a slash is looked for where the image names no folders.
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// How a script begins, and as much of its first line is read as the kernel reads.
const SCRIPT: &[u8] = b"#!";
const LINE: u64 = 256;

/// The file that a container of this configuration starts: its path, links followed, and where it is.
pub(super) fn find(view: &View<'_>, config: &ConfigFacts, environment: &[String]) -> Option<(String, Place)> {
    let name = config.entrypoint.first().or(config.cmd.first())?;
    let file = |path: &str| view.resolve(&from(&config.workdir, path)).filter(|(_, at)| view.entry(*at).is_file());
    if name.contains('/') {
        return file(name);
    }
    let path = environment.iter().find_map(|variable| variable.strip_prefix("PATH=")).unwrap_or(PATH);
    let mut found = path.split(':').filter_map(|folder| file(&format!("{folder}/{name}")));
    found.find(|(_, place)| view.entry(*place).is_executable())
}

/// The path that `path` is to a process in `folder`. A `..` stays in it: it leads back from where a link leads to.
fn from(folder: &str, path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { format!("{folder}/{path}") }
}

/// Reads the file at a place; `members` are the layers' names in the archive.
pub(super) fn read(
    archive: &Archive,
    members: &[String],
    view: &View<'_>,
    (path, place): (String, Place),
) -> Result<Option<ProgramFacts>> {
    let Some(at) = view.file(place) else { return Ok(None) };
    let member = &members[at.layer];
    let mut copy = tempfile::tempfile().map_err(|error| archive.error(member, error))?;
    walk(archive, member, &mut |number, _, content| {
        if number == at.entry { std::io::copy(content, &mut copy).map(drop) } else { Ok(()) }
    })?;
    let mut facts = ProgramFacts {
        path: shown(&path),
        bytes: view.entry(at).size,
        mode: format!("{:04o}", view.entry(place).mode),
        linking: "unknown".to_owned(),
        machine: String::new(),
        interpreter: None,
        libraries: Vec::new(),
    };
    describe(&mut copy, &mut facts).map_err(|error| archive.error(member, error))?;
    Ok(Some(facts))
}

fn describe(file: &mut File, facts: &mut ProgramFacts) -> std::io::Result<()> {
    if let Some(Elf { machine, interpreter, libraries }) = elf::read(file)? {
        let is_dynamic = interpreter.is_some() || !libraries.is_empty();
        let linking = if is_dynamic { "dynamic" } else { "static" };
        (facts.linking, facts.machine) = (linking.to_owned(), machine);
        (facts.interpreter, facts.libraries) = (interpreter, libraries);
        return Ok(());
    }
    let mut head = Vec::new();
    file.rewind()?;
    file.take(LINE).read_to_end(&mut head)?;
    if let Some(rest) = head.strip_prefix(SCRIPT) {
        let line = String::from_utf8_lossy(rest);
        let interpreter = line.lines().next().and_then(|line| line.split_whitespace().next());
        "script".clone_into(&mut facts.linking);
        facts.interpreter = interpreter.map(str::to_owned);
    }
    Ok(())
}
