//! The plan: everything a template needs, decided once.
//!
//! ```text
//! plan
//! ├── guard     refuses what cannot work, before anything is made of it
//! ├── image     the two images: toolchain and runtime, and when they stop getting fixes
//! ├── runtime   user, port, environment, where the program lies
//! ├── start     the argument vector of process 1
//! ├── rootfs    the files a bare base lacks, prepared in the build stage
//! └── context   what the builder is sent
//! ```

mod context;
mod guard;
mod image;
mod placeholder;
mod rootfs;
mod runtime;
mod stage;
mod start;
mod user;

use std::collections::BTreeMap;

use serde::Serialize;

pub use context::IgnorePlan;
pub use image::ImageRef;
pub(crate) use image::is_component;
pub use rootfs::RootFilesystem;
pub use runtime::{Artifact, Runtime};
pub(crate) use stage::compare;
pub use stage::{BuildStage, ManifestGroup};
pub use start::Start;
pub use user::{User, UserAnswer};

use crate::answers::{Answers, Evidence, Value};
use crate::catalog::{Base, Catalog, Cell, Flavour, Language, Outcome};
use crate::error::{Error, Result};
use crate::interview::Interview;

/// Everything a template needs. A template may loop over it and leave parts out; it never chooses or computes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Name of the image in labels and commands.
    pub image: String,
    /// `buildkit` or `classic`.
    pub syntax: String,
    /// The image of the `# syntax=` line, or empty.
    pub frontend: String,
    /// Id, title and version of the language.
    pub language: LanguageVersion,
    /// The build stage.
    pub builder: BuildStage,
    /// How the program meets its C library: `static`, `musl-static`, `musl`, `glibc` or `runtime`.
    pub linking: String,
    /// The program: its name, where the build stage leaves it, where the final stage has it.
    pub artifact: Artifact,
    /// Whether the program needs time zones by name and the base has none.
    pub time_zones: bool,
    /// The files that the base lacks.
    pub rootfs: RootFilesystem,
    /// The final stage.
    pub runtime: Runtime,
    /// What the builder is sent.
    pub ignore: IgnorePlan,
    /// Whether process 1 ignores SIGTERM, as far as anybody said.
    pub ignores_stop: bool,
    /// Path to ask whether the program is well, or empty.
    pub health_path: String,
    /// The language's own answers, with `_` for `-`, for its own templates.
    pub settings: BTreeMap<String, Value>,
}

/// The language as templates see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LanguageVersion {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Major and minor version of its toolchain.
    pub version: String,
}

/// Something the person should know that does not stop the work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// One sentence.
    pub what: String,
    /// What can be done about it.
    pub help: String,
}

/// What the parts of the plan are made from.
struct Scope<'a> {
    catalog: &'a Catalog,
    language: &'a Language,
    answers: &'a Answers,
    detected_port: Option<&'a (u16, Evidence)>,
    base: &'a Base,
    cell: &'a Cell,
    flavour: &'a Flavour,
}

impl Scope<'_> {
    /// Who runs the program unless another user is asked for.
    fn default_user(&self) -> User {
        let user = self.flavour.user.unwrap_or(self.base.user);
        User { uid: user.uid, gid: user.gid }
    }

    /// Another base on which the program runs in an image that is `right`.
    fn other_base(&self, right: impl Fn(&Flavour) -> bool) -> Option<&str> {
        let fits = |base: &&Base| match self.language.outcome(&base.id, self.answers) {
            Outcome::Works(cell) => self.language.flavour(base, cell).is_some_and(&right),
            Outcome::Refused { .. } => false,
        };
        self.catalog.bases.iter().find(fits).map(|base| base.id.as_str())
    }
}

/// Makes the plan from complete answers, with what the person should know about it.
///
/// # Errors
/// The combination cannot work (refused): the error says why, and which combination does.
pub fn plan(catalog: &Catalog, interview: &Interview) -> Result<(Plan, Vec<Notice>)> {
    let Interview { language, answers, .. } = interview;
    let base_id = answers.text("base");
    let base = catalog.base(base_id).ok_or_else(|| Error::bad_input(format!("no base is called `{base_id}`")))?;
    let cell = match language.outcome(base_id, answers) {
        Outcome::Works(cell) => cell,
        Outcome::Refused { reason, nearest } => {
            return Err(Error::refused(format!("{} on {}: {reason}", language.head.title, base.title))
                .at(guard::place_of(answers, "base"))
                .help(nearest));
        }
    };
    let flavour =
        language.flavour(base, cell).ok_or_else(|| Error::failed("a cell names an image that is not there"))?;
    let detected_port = interview.detected_port.as_ref();
    let scope = Scope { catalog, language, answers, detected_port, base, cell, flavour };

    let mut notices = Vec::new();
    let builder = stage::build_stage(&scope, &mut notices)?;
    let artifact = runtime::artifact(&scope);
    let runtime = runtime::runtime(&scope, &artifact, &mut notices)?;
    let rootfs = rootfs::root_filesystem(&scope, &runtime);
    guard::combination(&scope, &artifact, &runtime, &mut notices)?;
    let plan = Plan {
        image: answers.text("name").to_owned(),
        syntax: answers.text("syntax").to_owned(),
        frontend: answers.text("frontend").to_owned(),
        language: LanguageVersion {
            id: language.head.id.clone(),
            title: language.head.title.clone(),
            version: answers.text("language-version").to_owned(),
        },
        builder,
        linking: cell.linking.clone(),
        artifact,
        time_zones: answers.flag("time-zones") && !flavour.has("time-zones"),
        rootfs,
        runtime,
        ignore: context::ignore(&scope, interview, &mut notices)?,
        ignores_stop: guard::ignores_stop(&scope),
        health_path: answers.text("health-path").to_owned(),
        settings: settings(language, answers),
    };
    Ok((plan, notices))
}

/// The toolchain image to take where nobody names one: the first that fits the cell, the version and the runtime.
pub(crate) fn suggested_builder(
    catalog: &Catalog,
    language: &Language,
    answers: &Answers,
    base: &Base,
    cell: &Cell,
) -> Option<String> {
    let flavour = language.flavour(base, cell)?;
    stage::suggested(&Scope { catalog, language, answers, detected_port: None, base, cell, flavour }).into_iter().next()
}

/// The language's own answers under names a template can write.
fn settings(language: &Language, answers: &Answers) -> BTreeMap<String, Value> {
    let own = language.tables.questions.iter().filter_map(|question| {
        let answer = answers.get(&question.id)?;
        Some((question.id.replace('-', "_"), answer.value.clone()))
    });
    own.collect()
}
