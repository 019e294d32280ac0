//! The build after an edit: what a change of one source file costs.

use std::path::Path;

use super::{Options, Subject, build};
use crate::context::Context;
use crate::engine::{Engine, Litter};
use crate::error::Result;
use crate::evidence::{Build, Timing};

/// Builds a copy of the context in which one source file is changed, and says how long that took. The file is the
/// program's own, as far as its name tells; a line of blanks at its end changes what the builder sees and nothing else. No two
/// runs add the same blanks: the builder would remember.
pub(super) fn build(
    engine: &dyn Engine,
    litter: &Litter,
    subject: &Subject,
    options: &Options,
    copy: &Path,
) -> Result<Result<Timing, String>> {
    let Some(file) = source(subject, copy) else { return Ok(Err("no source file was found to change".to_owned())) };
    let write = || -> std::io::Result<()> {
        let mut text = std::fs::read(copy.join(&file))?;
        text.extend(blanks(litter.id()));
        std::fs::write(copy.join(&file), text)?;
        // The ignore file may keep both out, and the builder reads them all the same.
        for name in [subject.dockerfile.as_str(), ".dockerignore"] {
            let from = subject.folder.join(name);
            if from.is_file() {
                let to = copy.join(name);
                to.parent().map(std::fs::create_dir_all).transpose()?;
                std::fs::copy(from, to)?;
            }
        }
        Ok(())
    };
    if let Err(error) = write() {
        return Ok(Err(format!("the copy of the build context cannot be changed: {error}")));
    }
    let call = build::call(engine.program(), subject, options, copy, &litter.tag("touched"));
    let reply = engine.call(&call.with(["."]))?;
    build::tag_stages(engine, litter, subject, options, copy)?;
    if !reply.is_ok() {
        return Ok(Err(format!("with a line of blanks added to {file} it does not build")));
    }
    Ok(Ok(build::timing(Build::Touched, &reply, &format!("again, with a line of blanks added to {file}"))))
}

/// A line of blanks and tabs that says `id`, in the last bits of its letters.
fn blanks(id: &str) -> Vec<u8> {
    let bits = id.bytes().flat_map(|letter| (0..6).map(move |bit| letter >> bit & 1));
    bits.map(|bit| if bit == 0 { b' ' } else { b'\t' }).chain([b'\n']).collect()
}

/// The source file that most looks like the program's own.
fn source(subject: &Subject, copy: &Path) -> Option<String> {
    const OWN: [&str; 7] = ["main", "app", "server", "index", "program", "application", "__main__"];
    let context = Context::open(copy).ok()?;
    let extensions = &subject.expected.sources;
    let files = context.files().filter_map(|path| {
        let name = path.rsplit('/').next()?;
        let (stem, extension) = name.rsplit_once('.')?;
        let is_source = extensions.iter().any(|known| known == extension);
        let is_test = ["_test", ".test", ".spec"].iter().any(|end| stem.ends_with(end)) || stem.starts_with("test_");
        let rank = OWN.iter().position(|own| stem.eq_ignore_ascii_case(own)).unwrap_or(OWN.len());
        (is_source && !is_test).then_some((rank, path.matches('/').count(), path))
    });
    files.min().map(|(_, _, path)| path.to_owned())
}
