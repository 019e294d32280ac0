//! What must, and what must not, be in the image.

use std::collections::BTreeSet;

use super::{Expected, Record};
use crate::evidence::{ImageFacts, ProgramFacts};
use crate::image::{EntryKind, Image};

/// The checks.
pub(super) const FITS: (&str, &str) = ("program-fits-base", "The program can run on this platform and base.");
pub(super) const USER: (&str, &str) = ("runs-as-non-root-user", "The image names its user by number, and not root.");
pub(super) const SHELL: (&str, &str) = ("no-shell", "The image has no shell that its base has not.");
pub(super) const MANAGER: (&str, &str) =
    ("no-package-manager", "The image has no package manager that its base has not.");
pub(super) const SOURCES: (&str, &str) = ("no-source-files", "The image has no source files.");
pub(super) const SET_UID: (&str, &str) =
    ("no-set-uid-files", "No file of the image runs as another user than whoever starts it.");
pub(super) const CERTIFICATES: (&str, &str) =
    ("certificates-present", "The image has the certificates that the program needs.");
pub(super) const ZONES: (&str, &str) = ("time-zones-present", "The image has the time zones that the program needs.");

/// As many paths of a list are told.
const NAMED: usize = 8;

/// Folders of packages, wherever they lie: what is in them came from elsewhere.
const PACKAGES: [&str; 4] = ["node_modules", "site-packages", "dist-packages", "vendor"];

/// Folders of the system: what is in them is of the base.
const SYSTEM: [&str; 6] = ["lib/", "usr/include/", "usr/lib/", "usr/local/include/", "usr/local/lib/", "usr/share/"];

/// The beginning of the name of musl's loader, which is its C library as well.
const MUSL_LOADER: &str = "/ld-musl-";

/// What starts the program of a shell form.
const SHELL_FORM: [&str; 2] = ["/bin/sh", "sh"];

/// What to do about a program that was linked for another base.
const RELINK: &str = "link it statically, or take the base that it was linked for: `--base distroless` \
                      for glibc, `--base alpine` with `--set builder=alpine` for musl";

/// Looks for all of it: `files` is the image that `image` tells of.
pub fn check(image: &ImageFacts, files: &Image, expected: &Expected, record: &mut Record) {
    match fits(image, files) {
        Ok(detail) => record.passed(FITS.0, FITS.1, detail),
        Err((detail, cause, help)) => record.failed(FITS.0, FITS.1, detail, cause, help),
    }
    user(image, expected, record);
    let contents = &image.contents;
    tool(SHELL, "shell", &contents.shells, expected, record);
    tool(MANAGER, "package manager", &contents.package_managers, expected, record);
    sources(files, expected, record);
    if contents.set_uid.is_empty() {
        record.passed(SET_UID.0, SET_UID.1, "");
    } else {
        let help = "take a base without them, or take the bit away in a build stage: chmod u-s,g-s FILE";
        record.failed(SET_UID.0, SET_UID.1, list(&contents.set_uid), "the base or a COPY brings them", help);
    }
    let bundles = contents.certificates.len() as u64;
    present(CERTIFICATES, expected.certificates, bundles, &list(&contents.certificates), "certificates", record);
    let zones = format!("{} files", contents.time_zones);
    present(ZONES, expected.time_zones, contents.time_zones, &zones, "time-zones", record);
}

/// Whether the kernel can start the program: what was seen, or why not.
fn fits(image: &ImageFacts, files: &Image) -> Result<String, (String, String, String)> {
    let Some(program) = &image.contents.program else { return Err(missing(image)) };
    let platform = image.platform.split('/').nth(1).unwrap_or_default();
    let runs =
        program.machine.is_empty() || program.machine == platform || (platform, &*program.machine) == ("amd64", "386");
    if !runs {
        return Err((
            format!("{} is built for {}, and the image is for {}", program.path, program.machine, image.platform),
            "the kernel cannot start a program of another machine: exec format error".to_owned(),
            "build for the target platform: the build stage's TARGETOS and TARGETARCH, not a fixed name (`msgen init` \
             writes it so)"
                .to_owned(),
        ));
    }
    if let Some(interpreter) = program.interpreter.as_deref().filter(|path| files.find(path).is_none()) {
        let what = if program.linking == "script" { "interpreter" } else { "loader" };
        return Err((
            format!("{} needs the {what} {interpreter}, which is not in the image", program.path),
            format!("it is a {} program, and the base has not got what it starts with", program.linking),
            RELINK.to_owned(),
        ));
    }
    let missing = missing_libraries(program, files);
    if !missing.is_empty() {
        return Err((
            format!("{} needs {}, which the image has not got", program.path, list(&missing)),
            "it is linked against libraries that the base does not bring".to_owned(),
            "copy them from the build stage, link them statically, or take a base that has them".to_owned(),
        ));
    }
    let machine = if program.machine.is_empty() { String::new() } else { format!(" for {}", program.machine) };
    Ok(format!("{}: {}{machine}", program.path, program.linking))
}

/// Nothing is there to be started.
fn missing(image: &ImageFacts) -> (String, String, String) {
    let Some(name) = image.config.entrypoint.first().or(image.config.cmd.first()) else {
        return (
            "the image has neither ENTRYPOINT nor CMD".to_owned(),
            "nobody says which program to start".to_owned(),
            "end the Dockerfile with ENTRYPOINT [\"/app\"]".to_owned(),
        );
    };
    let detail = format!("{name} is not in the image");
    if SHELL_FORM.contains(&name.as_str()) && image.contents.shells.is_empty() {
        return (
            detail,
            "the shell form of ENTRYPOINT or CMD starts /bin/sh, and this image has no shell".to_owned(),
            "write the exec form, a JSON array of arguments: ENTRYPOINT [\"/app\"]".to_owned(),
        );
    }
    let help = "compare it with the target of the COPY that brings the program; name it with its whole path";
    (detail, "ENTRYPOINT or CMD names a file that is not there".to_owned(), help.to_owned())
}

/// The libraries that lie nowhere in the image, and that the loader is not itself.
fn missing_libraries(program: &ProgramFacts, files: &Image) -> Vec<String> {
    let all = files.files();
    let names: BTreeSet<&str> = all.values().map(|entry| entry.name()).collect();
    let is_musl = program.interpreter.as_ref().is_some_and(|loader| loader.contains(MUSL_LOADER));
    let is_there = |library: &str| names.contains(library) || is_musl && is_musls_own(library);
    program.libraries.iter().filter(|library| !is_there(library)).cloned().collect()
}

/// Whether musl's loader answers to this name itself (`load_library` in musl's `ldso/dynlink.c`).
fn is_musls_own(library: &str) -> bool {
    let name = library.strip_prefix("lib").and_then(|name| name.split_once('.'));
    name.is_some_and(|(name, _)| ["c", "pthread", "rt", "m", "dl", "util", "xnet"].contains(&name))
}

/// What the configuration says of the user: Kubernetes' `runAsNonRoot` reads the same.
fn user(image: &ImageFacts, expected: &Expected, record: &mut Record) {
    let (id, title) = USER;
    let user = image.config.user.as_str();
    let help = "write USER with numbers in the final stage: USER 65532:65532 (`--set user=65532:65532`)";
    let (uid, gid) = user.split_once(':').map_or((user, None), |(uid, gid)| (uid, Some(gid)));
    if expected.user.is_some_and(|(uid, _)| uid == 0) {
        return record.skipped(id, title, "root is asked for");
    }
    match uid.parse::<u32>() {
        Ok(0) => record.failed(id, title, format!("USER {user}"), "the program runs as root", help),
        Err(_) if user.is_empty() || uid == "root" => {
            let detail = if user.is_empty() { "the image names no user".to_owned() } else { format!("USER {user}") };
            record.failed(id, title, detail, "without another user the program runs as root", help);
        }
        Err(_) => {
            let cause = "a name is looked up when the container starts; until then nobody can tell that it is not root";
            record.failed(id, title, format!("USER {user}"), cause, help);
        }
        Ok(uid) => match expected.user {
            Some((wanted, group)) if wanted != uid || gid.is_some_and(|gid| gid != group.to_string()) => {
                let cause = format!("msgen.toml plans user {wanted}:{group}");
                record.failed(id, title, format!("USER {user}"), cause, "let `msgen init` write the Dockerfile again");
            }
            _ => record.passed(id, title, format!("USER {user}")),
        },
    }
}

/// A tool that an image has only where its base brings it.
fn tool((id, title): (&str, &str), what: &str, found: &[String], expected: &Expected, record: &mut Record) {
    match expected.has_shell {
        _ if found.is_empty() => record.passed(id, title, format!("no {what}")),
        Some(true) => record.skipped(id, title, format!("the base has a {what}: {}", list(found))),
        None => record.skipped(id, title, format!("nobody says whether the base brings it: {}", list(found))),
        Some(false) => {
            let cause = format!("the base has no {what}: a COPY or another base brings it");
            record.failed(id, title, list(found), cause, "copy only what the program needs, and take the planned base");
        }
    }
}

/// Source files have no business in an image that holds what was built of them.
fn sources(files: &Image, expected: &Expected, record: &mut Record) {
    let (id, title) = SOURCES;
    if expected.sources.is_empty() {
        return record.skipped(
            id,
            title,
            "no language that msgen knows was found, so nobody says what a source file is",
        );
    }
    if !expected.is_compiled {
        return record.skipped(id, title, "programs of this language are their own sources");
    }
    let artifact = expected.artifact.as_deref().unwrap_or_default().trim_matches('/');
    let files = files.files();
    if files.get(artifact).is_some_and(|entry| entry.kind == EntryKind::Folder) {
        return record.skipped(id, title, format!("the program is the sources in /{artifact}"));
    }
    let is_source = |path: &str| {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let ending = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, ending)| ending);
        ending.is_some_and(|ending| expected.sources.iter().any(|source| source == ending))
            && path != artifact
            && !SYSTEM.iter().any(|system| path.starts_with(system))
            && !folder.split('/').any(|folder| PACKAGES.contains(&folder))
    };
    let found: Vec<String> = files
        .iter()
        .filter(|(path, entry)| entry.kind != EntryKind::Folder && is_source(path))
        .map(|(path, _)| format!("/{path}"))
        .collect();
    if found.is_empty() {
        record.passed(id, title, format!("no .{}", expected.sources.join(", no .")));
    } else {
        let help = "copy from the build stage only the program, and what it opens when it runs";
        record.failed(id, title, list(&found), "a COPY of the final stage brings them", help);
    }
}

/// What the program needs in the image.
fn present((id, title): (&str, &str), is_needed: bool, count: u64, seen: &str, answer: &str, record: &mut Record) {
    if count > 0 {
        record.passed(id, title, seen);
    } else if is_needed {
        let help =
            format!("let `msgen init --set {answer}=yes` copy them into the final stage, or take a base that has them");
        record.failed(id, title, "there are none", "neither the base nor a COPY brings them", help);
    } else {
        record.skipped(id, title, "there are none, and the program is not known to need any");
    }
}

/// The first paths of a list.
fn list(paths: &[String]) -> String {
    let shown = paths.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if paths.len() > NAMED { format!("{shown} and {} more", paths.len() - NAMED) } else { shown }
}
