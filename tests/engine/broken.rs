//! Twelve images that are broken on purpose: `msgen verify` fails on each, names the cause and the way out, and passes
//! the same image mended.
//!
//! A fixture `broken-<what>` has a `Dockerfile` and a `good.Dockerfile`, which differ in what is broken. Their programs
//! are those of `broken-source`, built once and copied to each.

use std::fs;
use std::path::Path;
use std::process::Command;

use libtest_mimic::Trial;
use msgen::evidence::{Check, Evidence, Outcome};

use crate::Result;
use crate::build::LIMIT;
use crate::docker::Docker;
use crate::process::{self, Limit, tail};
use crate::project::{Project, fixtures};
use crate::run::complain;
use crate::scrap::Scrap;

/// The programs' fixture.
const SOURCE: &str = "broken-source";

/// Small images, built, read, started and stopped with the whole grace period, on a busy machine.
const VERIFY: Limit = Limit::seconds(300);

/// As long may a program take to its first answer, on a busy machine; and one that never answers.
const START: &str = "60";
const SILENT: &str = "8";

/// A fixture, and how it fails.
struct Broken {
    /// What of it is broken: the fixture is `broken-<what>`.
    what: &'static str,
    /// The programs that its Dockerfiles copy: the name in `broken-source`, and the one in the build context.
    programs: &'static [(&'static str, &'static str)],
    /// A file that is planted in the build context.
    planted: Option<(&'static str, &'static str)>,
    /// The checks that fail: id, a part of the cause, a part of the help.
    faults: &'static [(&'static str, &'static str, &'static str)],
}

const STATIC: &[(&str, &str)] = &[("static", "static")];

const ALL: [Broken; 12] = [
    Broken {
        what: "loader",
        programs: &[("static", "static"), ("dynamic", "dynamic")],
        planted: None,
        faults: &[
            ("program-fits-base", "dynamic program", "link it statically"),
            ("starts", "the loader or interpreter that it names is not", "link it statically"),
        ],
    },
    Broken {
        what: "shell",
        programs: STATIC,
        planted: None,
        faults: &[
            ("build-checks-clean", "", ""),
            ("program-fits-base", "this image has no shell", "exec form"),
            ("starts", "this image has no shell", "exec form"),
        ],
    },
    Broken {
        what: "root",
        programs: STATIC,
        planted: None,
        faults: &[
            ("runs-as-non-root-user", "root", "USER 65532:65532"),
            ("process-non-root", "root", "USER 65532:65532"),
        ],
    },
    Broken {
        what: "port",
        programs: STATIC,
        planted: None,
        faults: &[("answers", "listens on port 9090, and 8080 is exposed", "--set port=9090")],
    },
    Broken {
        what: "loopback",
        programs: STATIC,
        planted: None,
        faults: &[("answers", "loopback interface only", "0.0.0.0:8080")],
    },
    Broken {
        what: "certificates",
        programs: &[("client", "client")],
        planted: None,
        faults: &[("starts", "certificate", "--set certificates=yes")],
    },
    Broken {
        what: "zone",
        programs: &[("client", "client")],
        planted: None,
        faults: &[("starts", "time zone", "--set time-zones=yes")],
    },
    Broken {
        what: "path",
        programs: STATIC,
        planted: None,
        faults: &[("starts", "read-only", "--set writable=/data")],
    },
    Broken {
        what: "machine",
        programs: &[("static", "static"), ("arm64", "for-amd64"), ("amd64", "for-arm64")],
        planted: None,
        faults: &[("program-fits-base", "another machine", "TARGETARCH"), ("starts", "another machine", "TARGETARCH")],
    },
    Broken {
        what: "deaf",
        programs: STATIC,
        planted: None,
        faults: &[("stops-on-sigterm", "no handler", "--set init=yes")],
    },
    Broken { what: "crash", programs: STATIC, planted: None, faults: &[("starts", "crash", "outside a container")] },
    Broken {
        what: "secret",
        programs: STATIC,
        planted: Some((".env", "PAYMENT_TOKEN=not-a-real-one\n")),
        faults: &[("context-clean", "ignore file", "**/.env")],
    },
];

/// A test for each.
pub fn trials() -> Vec<Trial> {
    ALL.iter().map(|broken| Trial::test(format!("broken::{}", broken.what), || Ok(complain(&run(broken)?)?))).collect()
}

/// What is not as it should be.
fn run(broken: &Broken) -> Result<Vec<String>> {
    let scrap = Scrap::new()?;
    let programs = programs(&scrap)?;
    let mut faults = Vec::new();

    let is_silent = broken.faults.iter().any(|(id, ..)| *id == "answers");
    let limit = if is_silent { SILENT } else { START };
    let (code, evidence) = verify(broken, "Dockerfile", limit, &programs, &scrap)?;
    if code != Some(1) {
        faults.push(format!("msgen verify ended with {code:?} on the broken image, and not with 1"));
    }
    for (id, cause, help) in broken.faults {
        faults.extend(is_wrong(&evidence, id, |outcome| {
            matches!(outcome, Outcome::Failed { cause: why, help: what, .. } if why.contains(cause) && what.contains(help))
        }));
    }
    let others = evidence.failed().filter(|check| broken.faults.iter().all(|(id, ..)| check.id != *id));
    faults.extend(others.map(|check| format!("{} fails as well: {:?}", check.id, check.outcome)));

    let (code, evidence) = verify(broken, "good.Dockerfile", START, &programs, &scrap)?;
    if code != Some(0) {
        let failed: Vec<&Check> = evidence.failed().collect();
        faults.push(format!("msgen verify ended with {code:?} on the mended image: {failed:?}"));
    }
    for (id, ..) in broken.faults {
        faults.extend(is_wrong(&evidence, id, |outcome| matches!(outcome, Outcome::Passed { .. })));
    }
    Ok(faults)
}

/// Tells where the check did not come out as it should.
fn is_wrong(evidence: &Evidence, id: &str, is_right: impl Fn(&Outcome) -> bool) -> Option<String> {
    match evidence.checks.iter().find(|check| check.id == id) {
        Some(check) if is_right(&check.outcome) => None,
        Some(check) => Some(format!("{id} is {:?}", check.outcome)),
        None => Some(format!("{id} was not checked")),
    }
}

/// Builds the programs, and returns the folder they are in.
pub fn programs(scrap: &Scrap) -> Result<std::path::PathBuf> {
    let folder = scrap.folder().join("programs");
    let output = format!("type=local,dest={}", folder.display());
    let source = fixtures().join(SOURCE);
    let docker = Docker::new(["build", "--progress", "plain", "--output", &output, &source.to_string_lossy()]);
    let built = docker.limit(LIMIT).finish()?;
    match built.code {
        Some(0) => Ok(folder),
        code => Err(format!("the programs' build ended with {code:?}:\n{}", tail(&built.said(), 40)).into()),
    }
}

/// Runs the real `msgen verify` on a copy of the fixture with this Dockerfile and limit of the first answer: its exit
/// code, and what it saw.
fn verify(
    broken: &Broken,
    dockerfile: &str,
    limit: &str,
    programs: &Path,
    scrap: &Scrap,
) -> Result<(Option<i32>, Evidence)> {
    let project = Project::copy(&format!("broken-{}", broken.what), dockerfile, scrap)?;
    for (from, to) in broken.programs {
        fs::copy(programs.join(from), project.folder.join(to))?;
    }
    if let Some((path, text)) = broken.planted {
        project.write(path, text)?;
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_msgen"));
    command.env("BUILDX_BUILDER", "default").arg("verify").arg(&project.folder);
    command.args(["--json", "--file", dockerfile, "--start-limit", limit]);
    let finished = process::finish(&mut command, "", VERIFY)?;
    let evidence = serde_json::from_str(&finished.stdout)
        .map_err(|error| format!("msgen verify --json: {error}\n{}", tail(&finished.said(), 40)))?;
    Ok((finished.code, evidence))
}
