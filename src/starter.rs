//! Starter repositories: what a course gives its students to begin with.
//!
//! ```text
//! make
//! ├── choice    which profile, language and questions are meant
//! ├── skeleton  the small service in the chosen language
//! ├── course    the templates that the starter takes along
//! ├── settled   what is suggested and what is fixed ─► msgen.toml
//! ├── trial     what `msgen init` makes of all this, in a folder that is removed again
//! └── page      what students and instructors read, and the workflow
//! ```
//!
//! A starter that `msgen init` would refuse is refused here, with the reason, before a byte of it is written.

mod choice;
mod course;
mod manifest;
mod name;
mod page;
mod settled;
mod skeleton;
mod trial;

use crate::catalog::Catalog;
use crate::config::CONFIG_FILE;
use crate::draft::{Draft, DraftFile};
use crate::error::Result;
use crate::interview::Given;

pub use choice::language;
pub use name::{Origin, own_profile, service};

use page::Facts;
use settled::Settled;
use trial::Trial;

/// What somebody wants of a starter.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Id of the profile.
    pub profile: String,
    /// The id under which the profile is copied, to be adapted; as [`own_profile`] gives it.
    pub own_profile: Option<String>,
    /// Id of the language, as [`language`] gives it.
    pub language: String,
    /// Name of the service, as [`service`] gives it.
    pub name: String,
    /// Ids of the questions whose answers are fixed; the profile's is in any case.
    pub locks: Vec<String>,
    /// The answers to suggest, as flags gave them.
    pub said: Given,
    /// Where the workflow takes msgen from; from variables where nobody says.
    pub origin: Option<Origin>,
}

/// Makes the files of the starter that `wish` asks for.
///
/// # Errors
/// A question is unknown, an answer or a template is not right, or the answers together give an image that cannot work or
/// that the course does not accept (refused).
pub fn make(catalog: &Catalog, wish: &Wish) -> Result<Draft> {
    let mut settled = Settled::new(catalog, wish)?;
    let service = skeleton::files(catalog, wish, &settled)?;
    let course = course::files(catalog, wish)?;
    let trial = Trial::open(&wish.name, service.iter().chain(&course))?;
    settled.settle(wish, &trial.interview(&settled.config(course::folder(&course)))?)?;

    let facts = Facts::new(wish, &settled, &service, course::folder(&course));
    let header = page::config(catalog, &facts)?;
    let config = settled.config(course::folder(&course)).over(&header, CONFIG_FILE)?.to_string();
    let interview = trial.plan(&config)?;
    let pages = page::files(catalog, &facts, &interview)?;
    let config = DraftFile::whole(CONFIG_FILE, config);
    Ok(Draft { files: pages.into_iter().chain(service).chain(course).chain([config]).collect() })
}
