//! The build context: what the builder is sent, and what of it should not be.
//!
//! The builder itself says what the ignore file lets in: it builds an image that copies everything, and the image is
//! read. The same image is the copy of the context that is changed for the third timing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Options, Record, Subject};
use crate::engine::{Call, Engine, Litter, Program};
use crate::error::{Error, Result};
use crate::evidence::{ContextFacts, Size};
use crate::ignore::covers;
use crate::image::{self, Image};

pub(super) const ID: &str = "context-clean";
const TITLE: &str = "The build context holds no secrets and nothing of version control.";

/// Copies all there is.
const EVERYTHING: &str = "FROM scratch\nCOPY . /\n";

/// How the bytes are counted.
const METHOD: &str = "bytes of the files that the ignore file lets in, from an image that copies all of them";

/// As many unwanted files are named in a finding.
const NAMED: usize = 8;

/// The context as the builder sees it.
pub(super) struct Sent {
    /// What it holds.
    pub(super) facts: ContextFacts,
    /// The saved image that holds it.
    pub(super) archive: PathBuf,
}

/// Looks at what the builder is sent.
pub(super) fn look(
    engine: &dyn Engine,
    litter: &Litter,
    subject: &Subject,
    options: &Options,
    record: &mut Record,
) -> Result<Option<Sent>> {
    let tag = litter.tag("context");
    let call = call(engine.program(), litter, subject, options, &tag)?;
    let reply = engine.call(&call)?;
    if !reply.is_ok() {
        let said = reply.said();
        let said = said.lines().rev().map(str::trim).find(|line| !line.is_empty()).unwrap_or("no reason given");
        record.skipped(ID, TITLE, format!("an image of the build context cannot be built: {said}"));
        return Ok(None);
    }
    let archive = litter.folder().join("context.tar");
    image::save(engine, &tag, &archive)?;
    let image = Image::read(&archive, None, &BTreeMap::new())?;
    let files: Vec<_> = image.files().into_iter().filter(|(_, entry)| entry.is_file()).collect();
    let paths = files.iter().map(|(path, _)| *path);
    let unwanted = paths.filter(|path| covers(&options.unwanted, path)).map(str::to_owned).collect();
    let facts = ContextFacts {
        files: files.len() as u64,
        size: Size { bytes: files.iter().map(|(_, entry)| entry.size).sum(), method: METHOD.to_owned() },
        unwanted,
    };
    judge(&facts, record);
    Ok(Some(Sent { facts, archive }))
}

/// The call that builds the image of the context. `BuildKit` reads an ignore file that lies beside the Dockerfile and is
/// named after it, so the Dockerfile of this build, which lies elsewhere, gets a copy of it.
fn call(program: Program, litter: &Litter, subject: &Subject, options: &Options, tag: &str) -> Result<Call> {
    let mut probe = subject.clone();
    let own = subject.folder.join(format!("{}.dockerignore", subject.dockerfile));
    if program == Program::Podman || subject.expected.is_classic || !own.is_file() {
        "-".clone_into(&mut probe.dockerfile);
        let call = super::build::call(program, &probe, options, &subject.folder, tag);
        return Ok(call.with(["."]).input(EVERYTHING));
    }
    let file = litter.folder().join("context.Dockerfile");
    let write = fs::write(&file, EVERYTHING)
        .and_then(|()| fs::copy(own, litter.folder().join("context.Dockerfile.dockerignore")));
    write.map_err(|error| Error::failed(format!("a temporary file cannot be written: {error}")))?;
    probe.dockerfile = file.to_string_lossy().into_owned();
    Ok(super::build::call(program, &probe, options, &subject.folder, tag).with(["."]))
}

fn judge(facts: &ContextFacts, record: &mut Record) {
    if facts.unwanted.is_empty() {
        record.passed(ID, TITLE, format!("{} files, {} bytes", facts.files, facts.size.bytes));
        return;
    }
    let mut named = facts.unwanted.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if facts.unwanted.len() > NAMED {
        named = format!("{named} and {} more", facts.unwanted.len() - NAMED);
    }
    record.failed(
        ID,
        TITLE,
        format!("the builder is sent {named}"),
        "the ignore file lets them in, so a `COPY .` puts them into a layer for everybody who has the image",
        "keep them out in .dockerignore (`**/.env`, `**/*.pem`, `**/.git` after the lines that let files in: the last \
         match wins), or let `msgen init` write it",
    );
}

/// Puts a copy of the context into a folder of its own.
pub(super) fn copy(sent: &Sent, litter: &Litter) -> Result<PathBuf> {
    let folder: &Path = litter.folder();
    let copy = folder.join(litter.name("touched"));
    image::extract(&sent.archive, &copy)?;
    Ok(copy)
}
