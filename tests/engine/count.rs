//! The library's figures against an independent count of the same saved image, to the byte: `tar` unpacks, `gzip` packs.
//!
//! In the store of the person's own engine, and in the other one that Docker has: there the layers of what it builds
//! itself are packed, and must count the same.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use libtest_mimic::{Completion, Trial};
use msgen::engine::{Command as Engine, Program};
use msgen::image::{self, Gzip, Image, Pack};
use serde_json::Value;

use crate::build::buildkit;
use crate::docker::Docker;
use crate::ledger::Ledger;
use crate::process::Limit;
use crate::project::Project;
use crate::run::complain;
use crate::scrap::Scrap;
use crate::store::{Second, is_containerd};
use crate::{Result, need};

/// A program of some kilobytes, on a base without a file and on one with a thousand.
const FIXTURE: &str = "c-make";
const BASES: [&str; 2] = ["scratch", "distroless"];

/// An image of 30 MB, on a busy disk.
const COPY: Limit = Limit::seconds(180);

/// How packed bytes begin.
const PACKED: [u8; 2] = [0x1f, 0x8b];

/// A layer's figures: unpacked, packed, files.
type Figures = (u64, u64, u64);

/// The tests.
pub fn trials(ledger: &Arc<Ledger>) -> Vec<Trial> {
    let ledger = Arc::clone(ledger);
    vec![
        Trial::test("count::sizes_agree_with_tar_and_gzip", own_store),
        Trial::ignorable_test("count::sizes_agree_in_the_other_store", move || other_store(&ledger)),
    ]
}

fn own_store() -> Result<()> {
    let scrap = Scrap::new()?;
    let mut faults = Vec::new();
    for base in BASES {
        let (_, image) = built(base, &scrap)?;
        let archive = scrap.folder().join(format!("{base}.tar"));
        faults.extend(compare(base, &image, &archive, &scrap)?);
    }
    complain(&faults)
}

fn other_store(ledger: &Ledger) -> Result<Completion> {
    let is_other = !is_containerd(Docker::new([]))?;
    let second = match Second::start(is_other)? {
        Ok(second) => second,
        Err(why) => return Ok(ledger.not_proved.add("count/the other store", &why)),
    };
    if is_containerd(second.docker())? != is_other {
        return Err("the second engine has not the store that it was told to have".into());
    }
    let scrap = Scrap::new()?;
    let mut faults = Vec::new();
    let mut is_packed = false;
    for base in BASES {
        let (tag, image) = built(base, &scrap)?;
        let own = scrap.folder().join(format!("{base}.tar"));
        second.docker().with(["image", "load", "--input", &own.to_string_lossy()]).limit(COPY).run()?;
        let (loaded, _) = saved(&second, &tag, base)?;
        if loaded != image {
            faults.push(format!("{base}: the image is another one in the other store: {loaded:?} and not {image:?}"));
        }
        // What is loaded stays as it was saved. What is built here is stored as this store stores it.
        let folder = second.folder().join(format!("{base}-more"));
        fs::create_dir(&folder)?;
        fs::write(folder.join("more"), "more of the same\n".repeat(1000))?;
        fs::write(folder.join("Dockerfile"), format!("FROM {tag}\nCOPY more /more\nCOPY more /again\n"))?;
        second.docker().with(["build", "--tag", "more", &folder.to_string_lossy()]).limit(COPY).run()?;
        let (more, archive) = saved(&second, "more", &format!("{base}-more"))?;
        faults.extend(compare(&format!("{base}, built there"), &more, &archive, &scrap)?);
        is_packed |= members(&archive)?
            .iter()
            .any(|layer| bytes(&archive, layer, &scrap).is_ok_and(|bytes| bytes.starts_with(&PACKED)));
    }
    if is_other && !is_packed {
        faults.push("no layer was packed, so it was not proved that packed layers count the same".to_owned());
    }
    complain(&faults)?;
    Ok(Completion::Completed)
}

/// Builds the fixture on a base, saves it as `<base>.tar`, and reads it.
fn built(base: &str, scrap: &Scrap) -> Result<(String, Image)> {
    let project = Project::copy(FIXTURE, base, scrap)?;
    project.plan(["--base", base])?;
    if let Some(missing) = need::missing(&[], &project.folder)? {
        return Err(missing.into());
    }
    let tag = buildkit(&project.folder, base, scrap, &[])?;
    let archive = scrap.folder().join(format!("{base}.tar"));
    image::save(&Engine::new(Program::Docker), &tag, &archive).map_err(|error| error.to_string())?;
    Ok((tag, read(&archive)?))
}

/// Saves an image of the second engine as `<name>-there.tar`, and reads it.
fn saved(second: &Second, tag: &str, name: &str) -> Result<(Image, std::path::PathBuf)> {
    let archive = second.folder().join(format!("{name}-there.tar"));
    second.docker().with(["image", "save", "--output", &archive.to_string_lossy(), tag]).limit(COPY).run()?;
    Ok((read(&archive)?, archive))
}

fn read(archive: &Path) -> Result<Image> {
    let gzip = Gzip::find().ok_or("there is no gzip to count with")?;
    let image = Image::read(archive, Some(&gzip as &dyn Pack), &BTreeMap::new());
    image.map_err(|error| error.to_string().into())
}

/// Tells every figure of the library that the independent count does not confirm.
fn compare(what: &str, image: &Image, archive: &Path, scrap: &Scrap) -> Result<Vec<String>> {
    let members = members(archive)?;
    let mut faults = Vec::new();
    let mut sum = (0, 0);
    for (number, (layer, member)) in image.layers.iter().zip(&members).enumerate() {
        let ours = (layer.unpacked(), layer.packed.unwrap_or_default(), layer.files());
        let theirs = by_hand(archive, member, scrap)?;
        sum = (sum.0 + theirs.0, sum.1 + theirs.1);
        if ours != theirs {
            faults.push(format!("{what}, layer {number}: {ours:?} by msgen, {theirs:?} by tar and gzip"));
        }
    }
    let whole = (image.unpacked(), image.packed().unwrap_or_default());
    if whole != sum || whole.0 == 0 || members.len() != image.layers.len() {
        faults.push(format!("{what}: {whole:?} in {} layers by msgen, {sum:?} by hand", image.layers.len()));
    }
    println!("count: {what}: {} bytes unpacked, {} packed, {} layers, by both", sum.0, sum.1, members.len());
    Ok(faults)
}

/// The members that are the layers, the lowest first.
fn members(archive: &Path) -> Result<Vec<String>> {
    let manifest: Value =
        serde_json::from_slice(&run("tar", &["-xOf", &archive.to_string_lossy(), "manifest.json"], None)?)?;
    let layers = manifest[0]["Layers"].as_array().ok_or("manifest.json names no layers")?;
    Ok(layers.iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect())
}

/// A member as it is stored.
fn bytes(archive: &Path, member: &str, scrap: &Scrap) -> Result<Vec<u8>> {
    let bytes = run("tar", &["-xOf", &archive.to_string_lossy(), member], None)?;
    fs::write(scrap.folder().join("layer"), &bytes)?;
    Ok(bytes)
}

/// The figures of a layer: what `tar` unpacks of it, what `gzip` makes of it, and the files that `tar` lists.
fn by_hand(archive: &Path, member: &str, scrap: &Scrap) -> Result<Figures> {
    let layer = scrap.folder().join("layer");
    if bytes(archive, member, scrap)?.starts_with(&PACKED) {
        let plain = run("gzip", &["-d", "-c"], Some(&layer))?;
        fs::write(&layer, plain)?;
    }
    let unpacked = run("tar", &["-xOf", "-"], Some(&layer))?.len() as u64;
    let packed = run("gzip", &["-n", "-6", "-c"], Some(&layer))?.len() as u64;
    let listed = String::from_utf8_lossy(&run("tar", &["-tvf", "-"], Some(&layer))?).into_owned();
    let files = listed.lines().filter(|line| line.starts_with(['-', 'h']) && !line.contains(".wh.")).count() as u64;
    Ok((unpacked, packed, files))
}

/// What a command says that reads a file.
fn run(command: &str, arguments: &[&str], input: Option<&Path>) -> Result<Vec<u8>> {
    let input = input.map(File::open).transpose()?.map_or_else(Stdio::null, Stdio::from);
    let output = Command::new(command).args(arguments).stdin(input).output()?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(format!("{command} {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr).trim()).into())
}
