//! The bug of the seed S3: on Debian, Go links a network service against glibc unless told otherwise, and Alpine has
//! none. The build succeeds, and the container cannot start.

use libtest_mimic::Trial;

use crate::Result;
use crate::build::buildkit;
use crate::case::Engine;
use crate::container::Container;
use crate::project::Project;
use crate::run::{complain, start};
use crate::scrap::Scrap;

/// The project that met it.
const FIXTURE: &str = "seed-s3";

/// The Dockerfile as that report prints it: not the one that was built in the end.
const BY_HAND: &str = "\
FROM golang:1.22 AS builder
WORKDIR /src
COPY . .
RUN go build -o app .

FROM alpine:3.20
WORKDIR /app
COPY --from=builder /src/app .
CMD [\"./app\"]
";

/// What the kernel says when a program's loader is missing.
const SYMPTOM: &str = "no such file or directory";

/// The tests.
pub fn trials() -> Vec<Trial> {
    vec![
        Trial::test("cgo::by_hand_it_builds_and_does_not_start", by_hand),
        Trial::test("cgo::msgen_gives_the_same_project_an_image_that_starts", by_msgen),
        Trial::test("cgo::glibc_on_alpine_is_refused", || refused(&["--base", "alpine", "--set", "builder=debian"])),
        Trial::test("cgo::scratch_is_refused", || refused(&["--base", "scratch"])),
    ]
}

fn by_hand() -> Result<()> {
    let scrap = Scrap::new()?;
    let project = Project::copy(FIXTURE, "by-hand", &scrap)?;
    project.write("Dockerfile", BY_HAND)?;
    let tag = buildkit(&project.folder, "by-hand", &scrap, &[])?;
    match Container::attached(&tag, &scrap)? {
        (code, said) if code != Some(0) && said.contains(SYMPTOM) => Ok(()),
        (code, said) => Err(format!("it ended with {code:?}, and `{SYMPTOM}` was expected of it:\n{said}").into()),
    }
}

fn by_msgen() -> Result<()> {
    let scrap = Scrap::new()?;
    let project = Project::copy(FIXTURE, "by-msgen", &scrap)?;
    let same =
        ["--base", "alpine", "--set", "base-release=3.20", "--set", "language-version=1.22", "--set", "builder=debian"];
    let plan = project.plan(same)?;
    let tag = buildkit(&project.folder, "by-msgen", &scrap, &[])?;
    complain(&start(&tag, &plan, &Engine::default().probes(), &scrap))
}

/// With cgo asked for, these arguments are refused before anything is written.
fn refused(arguments: &[&str]) -> Result<()> {
    let scrap = Scrap::new()?;
    let project = Project::copy(FIXTURE, "refused", &scrap)?;
    let before = project.files()?;
    let finished = project.init(arguments.iter().copied().chain(["--set", "cgo=true"]))?;
    if finished.code != Some(3) {
        return Err(format!("msgen ended with {:?} and not 3:\n{}", finished.code, finished.said()).into());
    }
    if project.files()? != before {
        return Err(format!("files were written: {:?}", project.files()?).into());
    }
    Ok(())
}
