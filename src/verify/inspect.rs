//! The saved images: configuration, sizes, contents, and the transcripts that show them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use super::{Options, Record};
use crate::engine::{Call, Engine, Litter, Program};
use crate::error::Result;
use crate::evidence::{ImageFacts, ProgramFacts, Role, Transcript};
use crate::image::{self, EntryKind, Image, Pack};

/// Saves the image and reads it. A layer that was packed before is not packed again.
pub(super) fn read(
    engine: &dyn Engine,
    litter: &Litter,
    tag: &str,
    options: &Options,
    known: &mut BTreeMap<String, u64>,
) -> Result<Image> {
    let archive = litter.folder().join("image.tar");
    image::save(engine, tag, &archive)?;
    let image = Image::read(&archive, options.pack.as_deref(), known);
    // A big image need not lie there until the run is over.
    let _ = fs::remove_file(&archive);
    let image = image?;
    known.extend(image.layers.iter().filter_map(|layer| Some((layer.diff_id.clone(), layer.packed?))));
    Ok(image)
}

/// Keeps what shows the images: what the engine says of them, and what was read from the saved final image.
pub(super) fn transcripts(
    engine: &dyn Engine,
    tags: &[&str],
    image: &Image,
    facts: &ImageFacts,
    record: &mut Record,
) -> Result<()> {
    let program = engine.program();
    let mut keep = |id: &str, call: Call| -> Result<()> {
        let reply = engine.call(&call)?;
        record.transcript(id, program, &call, &reply);
        Ok(())
    };
    let sizes = "{{.RepoTags}} {{.Size}} bytes, {{.Os}}/{{.Architecture}}";
    keep("sizes", Call::new(["image", "inspect", "--format", sizes]).with(tags.iter().copied()))?;
    let store = match program {
        Program::Docker => "Docker {{.ServerVersion}}, store {{.Driver}} {{.DriverStatus}}",
        Program::Podman => "Podman {{.Version.Version}}, store {{.Store.GraphDriverName}}",
    };
    keep("store", Call::new(["info", "--format", store]))?;
    let last = tags.last().copied().unwrap_or_default();
    keep("user", Call::new(["image", "inspect", "--format", "{{.Config.User}}", last]))?;

    let saved = Call::new(["image", "save", last]).line(&program.to_string());
    let mut shown = |id: &str, output: String| {
        let (command, id) = (saved.clone(), id.to_owned());
        record.transcripts.push(Transcript { id, command, output, exit_code: Some(0) });
    };
    shown("files", listing(image));
    shown("linking", facts.contents.program.as_ref().map(description).unwrap_or_default());
    debug_assert_eq!(facts.role, Role::Final, "only the final image is shown");
    Ok(())
}

/// Every file, folder and link of the image, as `tar -tv --numeric-owner` would list them.
fn listing(image: &Image) -> String {
    let mut text = String::new();
    for (path, entry) in image.files() {
        let (letter, target) = match &entry.kind {
            EntryKind::File => ('-', String::new()),
            EntryKind::Folder => ('d', String::new()),
            EntryKind::Symlink(target) => ('l', format!(" -> {target}")),
            EntryKind::Hardlink(target) => ('h', format!(" link to {target}")),
            EntryKind::Other => ('?', String::new()),
        };
        let owner = format!("{}/{}", entry.uid, entry.gid);
        let (mode, size) = (permissions(entry.mode), entry.size);
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{letter}{mode} {owner:>11} {size:>10} {path}{target}");
    }
    text
}

/// `rwxr-xr-x`, with the letters of set-user-id, set-group-id and sticky.
fn permissions(mode: u32) -> String {
    let special = [(0o4000, 's', 'S'), (0o2000, 's', 'S'), (0o1000, 't', 'T')];
    let mut text = String::with_capacity(9);
    for (place, (bit, with, without)) in (0..3).rev().zip(special) {
        let bits = mode >> (3 * place);
        text.push(if bits & 4 == 0 { '-' } else { 'r' });
        text.push(if bits & 2 == 0 { '-' } else { 'w' });
        text.push(match (mode & bit != 0, bits & 1 != 0) {
            (true, true) => with,
            (true, false) => without,
            (false, true) => 'x',
            (false, false) => '-',
        });
    }
    text
}

/// What the kernel starts, in a line as `file` would say it.
fn description(program: &ProgramFacts) -> String {
    let mut text = format!("{}: mode {}, {} bytes", program.path, program.mode, program.bytes);
    let mut add = |part: String| text.push_str(&part);
    if !program.machine.is_empty() {
        add(format!(", ELF for {}", program.machine));
    }
    add(format!(", {}", program.linking));
    program.interpreter.iter().for_each(|interpreter| add(format!(", interpreter {interpreter}")));
    if !program.libraries.is_empty() {
        add(format!(", needs {}", program.libraries.join(" ")));
    }
    add("\n".to_owned());
    text
}

/// How the layers are packed, where something can pack them.
#[must_use]
pub fn packer() -> Option<Box<dyn Pack>> {
    image::Gzip::find().map(|gzip| Box::new(gzip) as Box<dyn Pack>)
}
