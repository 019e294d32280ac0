//! The started container by itself, through the library: of an image that is right, and of some that are not.
//!
//! With `RECORD=1` what the engine said is written to `tests/verify/recorded/`, for the tests that need no engine;
//! with `RECORD=podman` Podman is asked instead of Docker.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use std::{env, fs, process};

use libtest_mimic::Trial;
use msgen::catalog::Catalog;
use msgen::engine::{Command, Litter, Program};
use msgen::evidence::{Outcome, Role};
use msgen::image::Image;
use msgen::verify::start::start;
use msgen::verify::{Bench, Expected, Limits, Messages, Record};

use crate::Result;
use crate::broken::programs;
use crate::build::buildkit;
use crate::docker::Docker;
use crate::recorder::Recorder;
use crate::scrap::Scrap;

/// A scene: its name, the program of `broken-source`, its arguments, and the check that fails.
type Scene = (&'static str, &'static str, &'static [&'static str], Option<&'static str>);

const SCENES: [Scene; 8] = [
    ("right", "static", &[], None),
    ("loopback", "static", &["--host", "127.0.0.1"], Some("answers")),
    ("port", "static", &["--port", "9090"], Some("answers")),
    ("nothing", "static", &["--silent"], Some("answers")),
    ("ended", "static", &["--crash"], Some("starts")),
    ("loader", "dynamic", &[], Some("starts")),
    ("absent", "static", &["absent"], Some("starts")),
    ("deaf", "static", &["--deaf"], Some("stops-on-sigterm")),
];

/// A test for each scene.
pub fn trials() -> Vec<Trial> {
    SCENES.iter().map(|scene| Trial::test(format!("record::{}", scene.0), || run(scene))).collect()
}

fn run((name, program, arguments, fault): &Scene) -> Result<()> {
    let scrap = Scrap::new()?;
    let folder = scrap.folder().join("scene");
    fs::create_dir_all(&folder)?;
    fs::copy(programs(&scrap)?.join(program), folder.join("server"))?;
    let entrypoint = if *name == "absent" { vec!["/absent"] } else { [&["/server"], *arguments].concat() };
    let dockerfile = format!("FROM scratch\nCOPY server /\nUSER 65532:65532\nENTRYPOINT {entrypoint:?}\n");
    fs::write(folder.join("Dockerfile"), dockerfile)?;
    let tag = buildkit(&folder, name, &scrap, &[])?;
    let archive = scrap.folder().join("image.tar");
    Docker::new(["image", "save", "--output", &archive.to_string_lossy(), &tag]).run()?;
    let image = Image::read(&archive, None, &BTreeMap::new())?.facts(Role::Final, "0", "scratch");

    let recording = env::var("RECORD").unwrap_or_default();
    let is_podman = recording == "podman";
    if is_podman {
        process::Command::new("podman").args(["load", "--quiet", "--input"]).arg(&archive).output()?;
    }
    let engine = Command::new(if is_podman { Program::Podman } else { Program::Docker });
    let litter = Litter::new()?;
    let recorder = Recorder::new(&engine, &litter);
    // A program that never answers is not waited for as long as one that will, on a busy machine.
    let default = Limits::default();
    let start_limit = if *fault == Some("answers") { Duration::from_secs(5) } else { default.start };
    let limits = Limits { start: start_limit, stop: Duration::from_secs(3), ..default };
    let messages = Messages::read(&Catalog::open(None)?)?;
    let bench = Bench { engine: &recorder, litter: &litter, limits: &limits, messages: &messages };
    let expected = Expected {
        port: 8080,
        paths: vec!["/".to_owned(), "/health".to_owned()],
        user: Some((65532, 65532)),
        has_shell: None,
        artifact: None,
        certificates: false,
        time_zones: false,
        sources: Vec::new(),
        is_compiled: false,
        writable: Vec::new(),
        is_classic: false,
    };
    let mut record = Record::default();
    let started = start(&bench, &tag, &image, &expected, &mut record);
    litter.clear(&engine)?;
    if is_podman {
        process::Command::new("podman").args(["image", "rm", "--force", &tag]).output()?;
    }
    started?;
    if !recording.is_empty() {
        let file = format!("{}{name}.json", if is_podman { "podman-" } else { "" });
        recorder.write(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify/recorded").join(file), &tag)?;
    }
    let failed = record.checks.iter().filter(|check| matches!(check.outcome, Outcome::Failed { .. }));
    let failed: Vec<_> = failed.map(|check| check.id.as_str()).collect();
    if failed == Vec::from_iter(*fault) {
        return Ok(());
    }
    Err(format!("{failed:?} failed, and {fault:?} was expected: {:#?}", record.checks).into())
}
