//! The build stage: which toolchain image, and what it needs from the project first.

use serde::Serialize;

use super::image::ImageRef;
use super::{Notice, Scope};
use crate::catalog::Builder;
use crate::error::{Error, Result};
use crate::interview::VERSION;

/// The build stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BuildStage {
    /// The toolchain image.
    pub image: ImageRef,
    /// What the build stage starts from: the toolchain image, or a stage of the language's own.
    pub from: String,
    /// The C library of the toolchain image.
    pub libc: String,
    /// `apk` or `apt`, where the manifest says which the toolchain image has.
    pub package_manager: String,
    /// Checksums of what is installed, where the toolchain comes from no image.
    pub checksums: Vec<String>,
    /// Working directory.
    pub workdir: String,
    /// Whether it runs on the build platform and compiles for the target platform.
    pub cross: bool,
    /// The files of the dependency layer, by folder.
    pub manifests: Vec<ManifestGroup>,
}

/// Files of one folder that belong to the dependency layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ManifestGroup {
    /// The folder with a slash at its end; `./` for the root.
    pub folder: String,
    /// Paths of the files, relative to the build context.
    pub files: Vec<String>,
}

/// Decides the build stage.
pub(super) fn build_stage(scope: &Scope<'_>, notices: &mut Vec<Notice>) -> Result<BuildStage> {
    let answers = scope.answers;
    let version = answers.text(VERSION);
    let builder = chosen(scope)?;
    build_folder(scope)?;
    let image = ImageRef::parse(&builder.image.replace("{version}", version))
        .map_err(|what| Error::bad_input(format!("the toolchain image {what}")).at("language-version"))?;
    if let Some(moves) = &builder.moves {
        let better =
            suggested(scope).into_iter().find(|id| scope.language.builder(id).is_some_and(|b| b.moves.is_none()));
        let help = better.map_or_else(String::new, |id| format!("--set builder={id}"));
        notices.push(Notice { what: format!("{image}: {moves}"), help });
    }
    let parent = scope.language.parent(answers);
    let releases = scope.language.tables.version.as_ref().map(|versions| versions.releases.as_slice());
    let release = releases.unwrap_or_default().iter().find(|release| release.id == version);
    if release.is_none() && releases.unwrap_or_default().iter().any(|known| !known.checksums.is_empty()) {
        let known: Vec<&str> = releases.unwrap_or_default().iter().map(|known| known.id.as_str()).collect();
        return Err(Error::refused(format!(
            "nobody has noted the checksums of {} {version}",
            scope.language.head.title
        ))
        .at(super::guard::place_of(answers, VERSION))
        .help(format!("--language-version ONE of: {}", known.join(", "))));
    }
    Ok(BuildStage {
        from: parent.map_or_else(|| image.to_string(), str::to_owned),
        image,
        libc: builder.libc.clone(),
        package_manager: builder.package_manager.clone(),
        checksums: release.map(|release| release.checksums.clone()).unwrap_or_default(),
        workdir: answers.text("build-workdir").to_owned(),
        cross: scope.cell.cross && answers.text("syntax") == "buildkit",
        manifests: manifest_groups(answers.list("manifests")),
    })
}

/// The build folder is a mount point: over a folder of the toolchain image, or of this build, it would hide it.
fn build_folder(scope: &Scope<'_>) -> Result<()> {
    const TAKEN: &[&str] = &[
        "/",
        "/bin",
        "/dev",
        "/etc",
        "/home",
        "/lib",
        "/lib64",
        "/out",
        "/proc",
        "/root",
        "/rootfs",
        "/run",
        "/sbin",
        "/sys",
        "/tmp",
        "/usr",
        "/usr/local",
        "/var",
    ];
    let folder = scope.answers.text("build-workdir").trim_end_matches('/');
    let folder = if folder.is_empty() { "/" } else { folder };
    let reserved = scope.language.head.reserved_folders.iter().any(|own| own == folder);
    if !reserved && !TAKEN.contains(&folder) && !folder.starts_with("/out/") && !folder.starts_with("/rootfs/") {
        return Ok(());
    }
    Err(Error::refused(format!("the source mounted at {folder} would hide what the build needs there"))
        .at(super::guard::place_of(scope.answers, "build-workdir"))
        .help("--set build-workdir=/src, or another folder of its own"))
}

/// The toolchain image that was answered, if it fits the cell, the version and the runtime's C library.
fn chosen<'a>(scope: &Scope<'a>) -> Result<&'a Builder> {
    let id = scope.answers.text("builder");
    let refused = |reason: String, help: String| Err(Error::refused(reason).at(format!("builder = {id}")).help(help));
    let fitting = || format!("--set builder=ONE of: {}", suggested(scope).join(", "));
    let Some(builder) = scope.language.builder(id) else {
        return refused(format!("{} has no toolchain image `{id}`", scope.language.head.title), fitting());
    };
    if !scope.cell.builders.iter().any(|fit| fit == id) {
        let (libc, flavour) = (&builder.libc, &scope.flavour.libc);
        let reason = match (scope.cell.linking.as_str(), flavour.as_str()) {
            ("musl-static", _) => format!("a program is linked statically with musl, and `{id}` has {libc}"),
            (_, runtime) if runtime != libc => {
                format!("a program built in `{id}` is linked against {libc}, and {} has {runtime}", scope.base.title)
            }
            _ => format!(
                "the release of `{id}` moves, so its C library may be newer than the one of {}",
                scope.base.title
            ),
        };
        return refused(reason, fitting());
    }
    if let Some(since) = too_old(scope, builder) {
        let version = scope.answers.text("language-version");
        return refused(
            format!("there is no `{id}` image for {} {version}: the first is for {since}", scope.language.head.title),
            fitting(),
        );
    }
    if let Some((built, runs)) = newer_libc(scope, builder) {
        return refused(
            format!(
                "a program built in `{id}` needs glibc {built}, and the runtime image has {runs}: it would not start"
            ),
            fitting(),
        );
    }
    Ok(builder)
}

/// Ids of the toolchain images that fit, the best first: the first is the default.
pub(crate) fn suggested(scope: &Scope<'_>) -> Vec<String> {
    let fits = |id: &&String| {
        scope
            .language
            .builder(id)
            .is_some_and(|builder| too_old(scope, builder).is_none() && newer_libc(scope, builder).is_none())
    };
    scope.cell.builders.iter().filter(fits).cloned().collect()
}

/// The first language version that has this image, where the asked version is older.
fn too_old<'a>(scope: &Scope<'_>, builder: &'a Builder) -> Option<&'a str> {
    let since = builder.since.as_deref()?;
    (compare(scope.answers.text("language-version"), since).is_lt()).then_some(since)
}

/// The glibc versions of builder and runtime, where a dynamically linked program could not start.
fn newer_libc<'a>(scope: &Scope<'a>, builder: &'a Builder) -> Option<(&'a str, &'a str)> {
    let built = builder.libc_version.as_deref().filter(|_| scope.cell.linking == "glibc")?;
    let release = scope.base.release(scope.answers.text("base-release"))?;
    let runs = release.libc_version.as_deref()?;
    compare(built, runs).is_gt().then_some((built, runs))
}

/// Compares dotted versions number by number.
pub(crate) fn compare(left: &str, right: &str) -> std::cmp::Ordering {
    let numbers = |text: &str| text.split('.').map(|part| part.parse().unwrap_or(0)).collect::<Vec<u32>>();
    numbers(left).cmp(&numbers(right))
}

/// Groups the files of the dependency layer by folder, keeping their order.
fn manifest_groups(files: &[String]) -> Vec<ManifestGroup> {
    let mut groups: Vec<ManifestGroup> = Vec::new();
    for file in files {
        let folder = file.rsplit_once('/').map_or_else(|| "./".to_owned(), |(folder, _)| format!("{folder}/"));
        match groups.iter_mut().find(|group| group.folder == folder) {
            Some(group) => group.files.push(file.clone()),
            None => groups.push(ManifestGroup { folder, files: vec![file.clone()] }),
        }
    }
    groups
}
