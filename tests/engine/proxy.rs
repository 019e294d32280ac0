//! A toolchain image with something added: a module proxy made of files, for a case whose build downloads modules, and
//! variables that a stand-in for the image lacks.
//!
//! The Dockerfile under test stays as it is: its builder image is replaced by the same image with a proxy in it
//! (`--build-context IMAGE=docker-image://…`), which is `tests/fixtures/modules` in the layout of the GOPROXY protocol.
//! So no network is needed, and the checksums of the fixture's go.sum are checked against what is downloaded. The
//! legacy builder can replace no image.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::Result;
use crate::build::buildkit;
use crate::case::folders;
use crate::plan::Plan;
use crate::project::fixtures;
use crate::scrap::Scrap;

/// Whether a build of `folder` downloads modules: their checksums are there, and they are not.
pub fn is_needed(folder: &Path) -> bool {
    folder.join("go.sum").is_file() && !folder.join("vendor").is_dir()
}

/// Builds the plan's image of `folder` with the proxy and these variables in its toolchain image, and returns its tag.
pub fn build(folder: &Path, plan: &Plan, environment: &BTreeMap<String, String>, scrap: &Scrap) -> Result<String> {
    let image = &plan.builder.image;
    let context = scrap.folder().join("proxy");
    lay_out(&fixtures().join("modules"), &context.join("modules"))?;
    let mut dockerfile = format!("FROM {image}\nCOPY modules /modules\nENV GOPROXY=file:///modules GOSUMDB=off");
    for (name, value) in environment {
        dockerfile.extend([" ", name, "=", value]);
    }
    dockerfile.push('\n');
    fs::write(context.join("Dockerfile"), dockerfile)?;
    let builder = buildkit(&context, "proxy", scrap, &[])?;
    buildkit(folder, "run", scrap, &["--build-context", &format!("{image}=docker-image://{builder}")])
}

/// Lays the modules below `from` out as a proxy serves them: `example.com/greeting@v1.0.0/` becomes
/// `example.com/greeting/@v/v1.0.0.zip` with `.mod` and `.info` beside it.
fn lay_out(from: &Path, to: &Path) -> Result<()> {
    for folder in folders(from)? {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match name.split_once('@') {
            None => lay_out(&folder, &to.join(name))?,
            Some((module, version)) => {
                let place = to.join(module).join("@v");
                fs::create_dir_all(&place)?;
                fs::write(place.join("list"), format!("{version}\n"))?;
                fs::write(place.join(format!("{version}.info")), format!("{{\"Version\":\"{version}\"}}"))?;
                fs::copy(folder.join("go.mod"), place.join(format!("{version}.mod")))?;
                archive(&folder, &place.join(format!("{version}.zip")))?;
            }
        }
    }
    Ok(())
}

/// Packs a module; every path in it starts with `module@version/`.
fn archive(module: &Path, file: &Path) -> Result<()> {
    let root = fixtures().join("modules");
    let mut zip = ZipWriter::new(File::create(file)?);
    let mut waiting = vec![module.to_owned()];
    while let Some(folder) = waiting.pop() {
        waiting.extend(folders(&folder)?);
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_file() {
                let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
                zip.start_file(path.strip_prefix(&root)?.to_string_lossy(), options)?;
                zip.write_all(&fs::read(&path)?)?;
            }
        }
    }
    zip.finish()?;
    Ok(())
}
