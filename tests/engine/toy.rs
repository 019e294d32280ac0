//! A language that msgen does not have, laid over its templates: built, started and asked like any other.

use libtest_mimic::Trial;

use crate::Result;
use crate::build::build;
use crate::case::Engine;
use crate::image::Image;
use crate::leak::Secret;
use crate::project::{Project, fixtures};
use crate::run::{complain, start};
use crate::scrap::Scrap;
use crate::{inside, need};

/// The test.
pub fn trial() -> Trial {
    Trial::test("toy::a_language_of_ones_own_is_built_started_and_answers", run)
}

fn run() -> Result<()> {
    let scrap = Scrap::new()?;
    let project = Project::copy("overlay/toy-hello", "toy", &scrap)?;
    let before = project.files()?;
    let templates = fixtures().join("overlay/templates");
    let answers = ["--base", "alpine", "--set", "health-check=yes"];
    let plan = project.plan(["--templates", &templates.to_string_lossy()].into_iter().chain(answers))?;
    if let Some(missing) = need::missing(&[], &project.folder)? {
        return Err(missing.into());
    }
    let secret = Secret::plant(&project, &before)?;
    let tag = build(&project.folder, &plan, "toy", &scrap)?;
    let image = Image::save(&tag, &plan.runtime.image, &scrap)?;
    let mut faults = inside::faults(&image, &plan, &project, &secret)?;
    faults.extend(start(&tag, &plan, &Engine::default().probes(), &scrap));
    complain(&faults)
}
