//! Verify: build it, look into it, start it, ask it, stop it, and say only what was seen.
//!
//! ```text
//! verify
//! ├── subject    what is to be verified, and what is expected of it
//! ├── record     the checks and transcripts so far
//! ├── limit      how long anything may take
//! ├── lint       the engine's own build checks
//! ├── context    what the builder is sent, and what of it should not be
//! ├── build      the final stage and the build stage; cold, warm
//! ├── touched    the build after an edit
//! ├── inspect    the saved images: configuration, sizes, contents
//! ├── absent     what must, and what must not, be in the image
//! ├── start      the hardened container, from start to stop
//! │   ├── container  its network, its start, its state, its words
//! │   ├── probe      readiness and answers
//! │   ├── silence    why it does not answer
//! │   ├── process    who the program is, by the kernel
//! │   │   ├── task     a process
//! │   │   └── socket   where it listens
//! │   └── stop       its end on SIGTERM
//! └── message    what a known message means: cause and fix
//! ```

pub mod absent;
mod build;
mod container;
mod context;
mod inspect;
mod limit;
mod lint;
pub mod message;
mod probe;
mod process;
mod record;
mod silence;
mod socket;
pub mod start;
mod stop;
mod subject;
mod task;
mod touched;

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::clock::{seconds, timestamp};
use crate::engine::{Call, Engine, Litter, Program};
use crate::error::{Error, Result};
use crate::evidence::{Evidence, ImageFacts, Role, SCHEMA, Setting, Timing};
use crate::image::Pack;

pub use inspect::packer;
pub use limit::Limits;
pub use message::{Message, Messages};
pub use record::Record;
pub use start::Bench;
pub use subject::{Expected, Subject, read as read_dockerfile};

/// The ids of everything that is checked, in the order of checking.
pub const CHECKS: &[&str] = &[
    lint::ID,
    context::ID,
    build::ID,
    absent::FITS.0,
    absent::USER.0,
    absent::SHELL.0,
    absent::MANAGER.0,
    absent::SOURCES.0,
    absent::SET_UID.0,
    absent::CERTIFICATES.0,
    absent::ZONES.0,
    start::STARTS.0,
    probe::ANSWERS.0,
    probe::HEALTH.0,
    process::CHECKS[0].0,
    process::CHECKS[1].0,
    process::CHECKS[2].0,
    stop::ID,
];

/// How to verify.
pub struct Options {
    /// The builder, as `docker buildx ls` names it; none for the engine's own choice.
    pub builder: Option<String>,
    /// Whether the first build may use no layer cache.
    pub is_cold: bool,
    /// How long anything may take.
    pub limits: Limits,
    /// What packs layers; none where nothing can.
    pub pack: Option<Box<dyn Pack>>,
    /// What of earlier runs is known of packed layers: by the digest of their content, with the same method.
    pub known: RefCell<BTreeMap<String, u64>>,
    /// Patterns of files that no build context should hold.
    pub unwanted: Vec<String>,
    /// What known messages mean.
    pub messages: Messages,
}

/// Builds, inspects, starts, asks, stops. Whatever fails is a check that failed; what it left in the engine is `litter`.
///
/// # Errors
/// The engine's command cannot be started, an archive that it wrote cannot be read, or the person interrupted.
pub fn verify(engine: &dyn Engine, litter: &Litter, subject: &Subject, options: &Options) -> Result<Evidence> {
    build::builder(engine, subject, options)?;
    let mut record = Record::default();
    let mut evidence = empty(engine, subject, options)?;
    lint::check(engine, subject, options, &mut record)?;
    let sent = context::look(engine, litter, subject, options, &mut record)?;
    let (tag, mut timings) = build::first(engine, litter, subject, options, &mut record)?;
    if let Some(tag) = tag {
        build::tag_stages(engine, litter, subject, options, &subject.folder)?;
        images(engine, litter, subject, options, &tag, &mut evidence, &mut record)?;
        timings.extend(build::warm(engine, litter, subject, options)?);
        match &sent {
            Some(sent) => {
                let copy = context::copy(sent, litter)?;
                match touched::build(engine, litter, subject, options, &copy)? {
                    Ok(timing) => timings.push(timing),
                    Err(why) => record.skipped("touched-build", TOUCHED, why),
                }
            }
            None => record.skipped("touched-build", TOUCHED, "the build context could not be copied"),
        }
    }
    evidence.context = sent.map(|sent| sent.facts);
    evidence.timings = timings;
    evidence.checks = record.checks;
    evidence.transcripts = record.transcripts;
    Ok(evidence)
}

const TOUCHED: &str = "A build after an edit of one source file is timed.";

/// Looks into the images, and starts the final one.
fn images(
    engine: &dyn Engine,
    litter: &Litter,
    subject: &Subject,
    options: &Options,
    tag: &str,
    evidence: &mut Evidence,
    record: &mut Record,
) -> Result<()> {
    let known = &mut *options.known.borrow_mut();
    let mut tags = Vec::new();
    if let Some(stage) = build::build_stage(&subject.document) {
        let name = stage.name.map_or_else(|| stage.index.to_string(), str::to_owned);
        if let Some(tag) = build::stage(engine, litter, subject, options, &name)? {
            let image = inspect::read(engine, litter, &tag, options, known)?;
            evidence.images.push(image.facts(Role::BuildStage, &name, stage.base));
            tags.push(tag);
        }
    }
    let stage = subject.document.stages().last();
    let (name, base) = stage.map_or((String::new(), ""), |stage| {
        (stage.name.map_or_else(|| stage.index.to_string(), str::to_owned), stage.base)
    });
    let image = inspect::read(engine, litter, tag, options, known)?;
    let facts: ImageFacts = image.facts(Role::Final, &name, base);
    evidence.setting.platform.clone_from(&facts.platform);
    tags.push(tag.to_owned());
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    inspect::transcripts(engine, &tags, &image, &facts, record)?;
    absent::check(&facts, &image, &subject.expected, record);
    let bench = Bench { engine, litter, limits: &options.limits, messages: &options.messages };
    evidence.run = start::start(&bench, tag, &facts, &subject.expected, record)?;
    evidence.images.push(facts);
    Ok(())
}

/// Evidence of nothing yet, but for where it will be taken.
fn empty(engine: &dyn Engine, subject: &Subject, options: &Options) -> Result<Evidence> {
    let ask = |arguments: [&str; 3]| -> Result<String> {
        let reply = engine.call(&Call::new(arguments))?;
        if reply.is_ok() {
            return Ok(reply.stdout.trim().to_owned());
        }
        let said = reply.said();
        Err(Error::failed(format!("the engine does not say what it is: {}", said.trim())))
    };
    let (version, store) = match engine.program() {
        Program::Docker => {
            let status = ask(["info", "--format", "{{.Driver}} {{.DriverStatus}}"])?;
            let driver = status.split(' ').next().unwrap_or_default();
            let keeper = if status.contains("io.containerd.snapshotter") { "containerd" } else { "classic" };
            (ask(["version", "--format", "{{.Server.Version}}"])?, format!("{driver} ({keeper})"))
        }
        Program::Podman => (
            ask(["version", "--format", "{{.Client.Version}}"])?,
            ask(["info", "--format", "{{.Store.GraphDriverName}}"])?,
        ),
    };
    let builder = match (engine.program(), &options.builder) {
        (Program::Podman, _) => "buildah",
        (Program::Docker, _) if subject.expected.is_classic => "classic",
        (Program::Docker, Some(name)) => name,
        (Program::Docker, None) => "buildkit",
    };
    Ok(Evidence {
        schema: SCHEMA,
        msgen: env!("CARGO_PKG_VERSION").to_owned(),
        taken: timestamp(seconds()),
        setting: Setting {
            engine: engine.program().to_string(),
            version,
            builder: builder.to_owned(),
            store,
            platform: String::new(),
        },
        dockerfile: subject.facts(&subject.dockerfile)?,
        ignore: subject.ignore_file().map(|name| subject.facts(&name)).transpose()?,
        context: None,
        images: Vec::new(),
        timings: Vec::<Timing>::new(),
        run: None,
        checks: Vec::new(),
        transcripts: Vec::new(),
    })
}
