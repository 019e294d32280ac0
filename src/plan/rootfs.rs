//! The files that a bare base lacks, prepared in the build stage and copied as one layer.

use serde::Serialize;

use super::Scope;
use super::image::ImageRef;
use super::runtime::Runtime;

/// What the build stage puts under `/rootfs`. Parts the base already has are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each part is needed or not, whatever the others are")]
pub struct RootFilesystem {
    /// Whether anything is needed at all.
    pub needed: bool,
    /// The CA bundle.
    pub certificates: bool,
    /// `/tmp`, writable by everybody.
    pub temp: bool,
    /// An entry for the user in `/etc/passwd` and `/etc/group`.
    pub passwd: bool,
    /// The image whose own `/etc/passwd` the entry is added to; none where the base has no such file.
    pub passwd_from: Option<ImageRef>,
    /// The user's name in those files.
    pub user_name: String,
    /// Folders that the user may write to.
    pub writable: Vec<String>,
    /// The image whose `/usr/share/zoneinfo` is copied; none where the base or the program brings time zones itself.
    pub time_zones_from: Option<ImageRef>,
}

/// Decides which files the base lacks.
pub(super) fn root_filesystem(scope: &Scope<'_>, runtime: &Runtime) -> RootFilesystem {
    let (answers, flavour) = (scope.answers, scope.flavour);
    let lacks = |thing: &str, question: &str| answers.flag(question) && !flavour.has(thing);
    let known = runtime.user.uid == 0 || flavour.users.values().any(|&id| id == runtime.user.uid);
    let certificates = lacks("certificates", "certificates");
    let temp = lacks("temp", "temp");
    let writable = answers.list("writable").to_vec();
    RootFilesystem {
        needed: certificates || temp || !known || !writable.is_empty(),
        certificates,
        temp,
        passwd: !known,
        passwd_from: (!known && flavour.has("passwd")).then(|| runtime.image.clone()),
        user_name: answers.text("user-name").to_owned(),
        writable,
        time_zones_from: (lacks("time-zones", "time-zones") && !scope.language.head.embeds_time_zones)
            .then(|| time_zones(scope))
            .flatten(),
    }
}

/// The smallest image of the catalog that has time zones.
fn time_zones(scope: &Scope<'_>) -> Option<ImageRef> {
    scope.catalog.bases.iter().find_map(|base| {
        let flavour = base.flavours.iter().find(|flavour| flavour.has("time-zones"))?;
        ImageRef::parse(&flavour.reference(&base.releases.first()?.id, "")).ok()
    })
}
