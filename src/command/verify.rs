//! `msgen verify`: build, look, start, ask, stop; keep the evidence and let the report say it.

pub(super) mod keep;
mod show;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use super::sources;
use crate::catalog::Catalog;
use crate::cli::{AnswerFlags, Init, Measure, Verify};
use crate::config::{CONFIG_FILE, Config};
use crate::context::Context;
use crate::engine::Session;
use crate::error::{Error, Result};
use crate::evidence::Evidence;
use crate::interview::{Interview, interview};
use crate::output;
use crate::plan::{Plan, plan};
use crate::prompt::defaults::Defaults;
use crate::verify::{Expected, Limits, Messages, Options, Subject, packer, read_dockerfile, verify};

/// A project that msgen has written for: its answers, and what follows from them.
pub(super) struct Planned {
    pub(super) config: Config,
    pub(super) interview: Interview,
    pub(super) plan: Plan,
}

/// Runs `msgen verify`.
pub(super) fn run(flags: &Verify) -> Result<()> {
    output::set_color(flags.measure.color);
    let context = Context::open(&flags.folder)?;
    let document = read_dockerfile(&flags.folder, &flags.file)?;
    let old = sources::config(&flags.folder)?;
    let init = answers(flags);
    let catalog = Catalog::open(sources::templates(&init, &old).as_deref())?;
    let planned = planned(&catalog, &context, &init, old)?;

    let mut expected = match &planned {
        Some(planned) => Expected::of_plan(&catalog, &planned.plan, &planned.interview),
        None => Expected::of_document(&catalog, &context, &document)?,
    };
    expected.port = flags.port.map_or(expected.port, Into::into);
    expected.paths.extend(flags.path.iter().cloned());
    expected.check()?;
    let keep = keep::Keep::open(&flags.folder, flags.measure.evidence.as_deref(), planned.as_ref())?;
    let subject = Subject { folder: flags.folder.clone(), dockerfile: flags.file.clone(), document, expected };
    let options = options(&catalog, &flags.measure, keep.known())?;

    let session = Session::open(flags.measure.engine)?;
    let evidence = verify(&session.engine, &session.litter, &subject, &options)?;
    drop(session);
    show::evidence(&evidence);
    keep.write(&catalog, &evidence, planned)?;
    if flags.json {
        output::json(&evidence)?;
    }
    match evidence.failed().count() {
        0 => Ok(()),
        count => Err(Error::failed(format!("{count} of {} checks failed", evidence.checks.len()))),
    }
}

/// The answers of msgen.toml and of variables, as `init` would take them; nothing is asked.
pub(super) fn planned(catalog: &Catalog, context: &Context, init: &Init, config: Config) -> Result<Option<Planned>> {
    if !context.root().join(CONFIG_FILE).is_file() {
        return Ok(None);
    }
    let given = sources::given(init, &config)?;
    let interview = interview(catalog, context, &given, &mut Defaults { accept: true })?;
    let (plan, _) = plan(catalog, &interview)?;
    Ok(Some(Planned { config, interview, plan }))
}

/// The flags as `init` knows them.
pub(super) fn answers(flags: &Verify) -> Init {
    let set = flags.measure.evidence.iter().map(|folder| format!("evidence={folder}")).collect();
    let answers = AnswerFlags { templates: flags.measure.templates.clone(), set, ..AnswerFlags::default() };
    Init { folder: flags.folder.clone(), answers, ..Init::default() }
}

/// How to measure. What an earlier run packed with the same packer is known by its content.
pub(super) fn options(catalog: &Catalog, flags: &Measure, earlier: Option<&Evidence>) -> Result<Options> {
    let pack = packer();
    let method = pack.as_ref().map(|pack| pack.method());
    let images = earlier.into_iter().flat_map(|evidence| &evidence.images);
    let same = images.filter(|image| image.packed.as_ref().map(|size| &size.method) == method.as_ref());
    let layers = same.flat_map(|image| &image.layers);
    let known: BTreeMap<String, u64> =
        layers.filter_map(|layer| Some((layer.diff_id.clone(), layer.packed?))).collect();
    Ok(Options {
        builder: flags.builder.clone(),
        is_cold: flags.cold,
        limits: Limits {
            build: Duration::from_secs(flags.build_limit),
            start: Duration::from_secs(flags.start_limit),
            ..Limits::default()
        },
        pack,
        known: RefCell::new(known),
        unwanted: catalog.secrets.clone(),
        messages: Messages::read(catalog)?,
    })
}
