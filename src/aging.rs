//! End of life: which of the chosen images get no more fixes. The date is a parameter: rendering never knows it.

use crate::catalog::{Catalog, Release};
use crate::clock::{date, seconds};
use crate::interview::Interview;
use crate::plan::Notice;

/// A month of the calendar, as manifests write it: `2026-11`. Months compare as their texts do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(String);

impl Month {
    /// The month of `seconds` after 1970-01-01 (UTC), by the proleptic Gregorian calendar.
    #[must_use]
    pub fn of(seconds: u64) -> Self {
        let (year, month, _) = date(seconds);
        Self(format!("{year:04}-{month:02}"))
    }

    /// The month that `text` names: `2026-11`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let is_number = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        let is_month = is_number(year, 4) && is_number(month, 2) && matches!(month.parse(), Ok(1..=12));
        is_month.then(|| Self(text.to_owned()))
    }

    /// The current month, or the one of `SOURCE_DATE_EPOCH` where that is given.
    #[must_use]
    pub fn now() -> Self {
        let given = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok());
        Self::of(given.unwrap_or_else(seconds))
    }
}

/// A notice for each chosen release that gets no more fixes in `month`.
#[must_use]
pub fn notices(catalog: &Catalog, interview: &Interview, month: &Month) -> Vec<Notice> {
    let answers = &interview.answers;
    let mut notices = Vec::new();
    let mut judge = |title: &str, releases: &[Release], chosen: &str, question: &str| {
        let newest = releases.first().map_or("", |release| release.id.as_str());
        let known = releases.iter().find(|release| release.id == chosen);
        let Some(end) = known.and_then(|release| release.end_of_life.as_deref()) else {
            if known.is_none() {
                notices.push(Notice {
                    what: format!(
                        "{title} {chosen} is not in msgen's catalog: nobody has checked that its images exist"
                    ),
                    help: format!("{question}{newest} is known"),
                });
            }
            return;
        };
        if month.0.as_str() >= end {
            notices.push(Notice {
                what: format!("{title} {chosen} is past its end of life ({end}): it gets no more security fixes"),
                help: format!("{question}{newest}"),
            });
        }
    };
    let language = &interview.language;
    let version = answers.text("language-version");
    if let Some(versions) = &language.tables.version {
        judge(language.versioned(), &versions.releases, version, "--language-version ");
    }
    if let Some(base) = catalog.base(answers.text("base"))
        && language.runtime(base, answers).is_some_and(|(_, flavour)| flavour.has_release())
        && base.releases.iter().any(|release| release.end_of_life.is_some())
    {
        judge(&base.title, &base.releases, answers.text("base-release"), "--set base-release=");
    }
    notices
}
