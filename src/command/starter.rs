//! `msgen starter`: settle, try, show, write.

use super::init::{asker, decide, write};
use super::sources;
use crate::catalog::{Catalog, Profile};
use crate::cli::Starter;
use crate::engine::call::quoted;
use crate::error::{Error, Result};
use crate::interview::{Given, profiles, question_of};
use crate::output;
use crate::prompt::{Asker, Prompt};
use crate::starter::{Origin, Wish, language, make, own_profile, service};
use crate::write::plan_new;

/// Runs `msgen starter`.
pub(super) fn run(flags: &Starter) -> Result<()> {
    output::set_color(flags.writing.color);
    let mut asker = asker(&flags.writing);
    let catalog = Catalog::open(flags.templates.clone().or_else(sources::templates_variable).as_deref())?;
    let wish = wish(&catalog, flags, asker.as_mut())?;
    let draft = make(&catalog, &wish)?;

    let mut changes = plan_new(&flags.folder, &draft)?;
    let blocked = decide(&flags.writing, &mut changes, asker.as_mut())?;
    if flags.writing.dry_run {
        output::data(changes.diff().as_bytes())?;
    } else if blocked.is_none() {
        write(&flags.writing, &changes, asker.as_mut())?;
        let folder = quoted(&flags.folder.display().to_string());
        output::heading("\nNext");
        output::say(&format!("  cd {folder}"));
        output::say("  INSTRUCTOR.md is for you: read it, and take it out before students get the starter");
        output::say("  README.md is for students; they begin with: msgen init");
    }
    blocked.map_or(Ok(()), Err)
}

/// What the flags ask for; a person is asked for the profile.
fn wish(catalog: &Catalog, flags: &Starter, asker: &mut dyn Asker) -> Result<Wish> {
    let origin = flags.msgen.as_deref().map(Origin::parse).transpose()?;
    let name = service(catalog, flags.name.as_deref(), &flags.folder)?;
    let profile = chosen(catalog, flags.profile.as_deref(), asker)?;
    let own_profile = flags.own_profile.as_ref().map(|id| own_profile(id, &catalog.profiles())).transpose()?;
    let mut said = Given::default();
    sources::flags(&flags.suggested(), &mut said)?;
    Ok(Wish {
        language: language(catalog, flags.language.as_deref(), &profile)?,
        profile: profile.id,
        own_profile,
        name,
        locks: flags.lock.clone(),
        said,
        origin,
    })
}

/// The profile that was named or chosen.
fn chosen(catalog: &Catalog, wanted: Option<&str>, asker: &mut dyn Asker) -> Result<Profile> {
    if let Some(id) = wanted {
        return catalog.profile_named(id, "--profile");
    }
    if !asker.is_person() {
        return Err(Error::bad_input("nothing says which course the starter is for")
            .at("--profile")
            .help(format!("one of: {}", catalog.profiles().join(", "))));
    }
    let question = question_of(catalog, "profile")?;
    let prompt = Prompt { question, choices: profiles(catalog)?, suggestion: None, doubts: &[] };
    catalog.profile_named(asker.ask(&prompt)?.as_text().unwrap_or_default(), "--profile")
}
