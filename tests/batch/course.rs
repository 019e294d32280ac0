//! A course's folder of submissions, the same at every call: projects of the fixtures, for which msgen wrote the files and
//! somebody the report, in which faults are planted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::fault::{DOCKERFILES, DRIFTS, Edit, Fault, IGNORES, REPORTS};
use super::hostile::{self, HOSTILE};

/// What the course's instructor calls msgen with beside the folder: nobody measured anything here.
pub const FLAGS: [&str; 2] = ["--off", "evidence-missing"];

/// How many submissions have no fault.
const CLEAN: usize = 20;

/// Id, fixture, report, and what `msgen init` is called with.
const BASES: [(&str, &str, &str, &[&str]); 6] = [
    ("go-scratch", "go-hello", "docs/IMAGE.md", &["--base", "scratch"]),
    ("rust-scratch", "rust-std", "docs/IMAGE.md", &["--base", "scratch"]),
    ("go-lab6", "go-hello", "submissions/lab6.md", &["--base", "scratch", "--profile", "devops-intro-lab6"]),
    ("python-distroless", "python-plain", "docs/IMAGE.md", &["--base", "distroless"]),
    ("go-alpine", "go-hello", "docs/IMAGE.md", &["--base", "alpine"]),
    ("node-alpine", "node-plain", "docs/IMAGE.md", &["--base", "alpine"]),
];

/// Where the service lies in a submission: three ways to hand in.
const PLACES: [&str; 3] = ["app", "lab02/app", "work/lab02/service/app"];

/// A submission that was written, and what has to come of it.
#[derive(Debug)]
pub struct Planted {
    /// The name of its folder.
    pub name: String,
    /// What was planted.
    pub faults: Vec<&'static str>,
    /// What has to come of it.
    pub outcome: Outcome,
}

/// What has to come of a submission.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Exactly these rules find something; none for a clean one.
    Rules(BTreeSet<&'static str>),
    /// It cannot be judged, and the row says this.
    Error(&'static str),
}

/// A project for which msgen wrote the files, by path.
struct Base {
    id: &'static str,
    report: &'static str,
    files: BTreeMap<String, String>,
}

/// Writes `count` submissions into `folder`.
pub fn write(folder: &Path, count: usize) -> Vec<Planted> {
    let bases: Vec<Base> = BASES.iter().map(base).collect();
    let hostile = HOSTILE.len();
    let mut planted = Vec::new();
    for index in 0..count - hostile {
        let (base, faults) =
            if index < CLEAN { (&bases[index % bases.len()], Vec::new()) } else { pick(&bases, index) };
        planted.push(submission(folder, index, base, &faults));
    }
    let base = &bases[0];
    for (id, plant, outcome) in HOSTILE {
        let name = hostile::name(id);
        let service = folder.join(&name);
        lay(&service, &base.files);
        plant(&service);
        let outcome = match outcome {
            Ok(rules) => Outcome::Rules(rules.iter().copied().collect()),
            Err(said) => Outcome::Error(said),
        };
        planted.push(Planted { name, faults: vec![id], outcome });
    }
    planted
}

/// One to three faults, each of another kind, and a base that takes them all.
fn pick(bases: &[Base], index: usize) -> (&Base, Vec<&'static Fault>) {
    let groups = [DOCKERFILES, REPORTS, IGNORES, DRIFTS];
    let all = groups.iter().map(|group| group.len()).sum::<usize>();
    let mut at = (index - CLEAN) % all;
    let mut first = 0;
    while at >= groups[first].len() {
        at -= groups[first].len();
        first += 1;
    }
    let mut faults = vec![&groups[first][at]];
    let takes = |base: &Base, fault: &Fault| fault.bases.is_empty() || fault.bases.contains(&base.id);
    let fitting: Vec<&Base> = bases.iter().filter(|base| takes(base, faults[0])).collect();
    let base = fitting[index / all % fitting.len()];
    for group in [REPORTS, IGNORES, DOCKERFILES].into_iter().cycle().skip(index).take(index % 3) {
        let fits = group.iter().filter(|fault| takes(base, fault) && faults.iter().all(|other| other.is_apart(fault)));
        faults.extend(fits.cycle().nth(index));
    }
    (base, faults)
}

fn submission(folder: &Path, index: usize, base: &Base, faults: &[&'static Fault]) -> Planted {
    let kind = faults.first().map_or("clean", |fault| fault.id).replace(' ', "-");
    let name = format!("{index:03}-{}-{kind}", base.id);
    let (mut files, mut rules) = (base.files.clone(), BTreeSet::new());
    for fault in faults {
        rules.extend(fault.rules);
        for edit in fault.edits {
            apply(edit, base, &mut files);
        }
    }
    // What msgen wrote and is not as it was, it finds as such.
    for (path, text) in &base.files {
        match files.get(path) {
            // What a course demands is missing as such.
            None if rules.contains("missing-report") && path == base.report => {}
            None => _ = rules.insert("file-missing"),
            Some(now) if now != text && ["Dockerfile", ".dockerignore"].contains(&path.as_str()) => {
                rules.insert("edited-by-hand");
                // The report still shows what it was.
                if path == "Dockerfile" && files.contains_key(base.report) {
                    rules.insert("listed-dockerfile-differs");
                }
            }
            Some(_) => {}
        }
    }
    lay(&folder.join(&name).join(PLACES[index % PLACES.len()]), &files);
    Planted { name, faults: faults.iter().map(|fault| fault.id).collect(), outcome: Outcome::Rules(rules) }
}

fn apply(edit: &Edit, base: &Base, files: &mut BTreeMap<String, String>) {
    let path = |path: &str| if path == "REPORT" { base.report.to_owned() } else { path.to_owned() };
    match edit {
        Edit::Replace(file, from, to) => {
            let text = files.get_mut(&path(file)).expect("the file is there");
            assert!(text.contains(from), "{}: no `{from}` in {file}", base.id);
            *text = text.replacen(from, to, 1);
        }
        Edit::Append(file, more) => files.get_mut(&path(file)).expect("the file is there").push_str(more),
        Edit::Add(file, text) => _ = files.insert(path(file), (*text).to_owned()),
        Edit::Remove(file) => _ = files.remove(&path(file)),
    }
}

/// A fixture, what msgen writes for it, and the report's questions answered.
fn base((id, fixture, report, flags): &(&'static str, &str, &'static str, &[&str])) -> Base {
    let work = tempfile::tempdir().expect("a folder");
    // The folder's name is the image's where nothing else says one: submissions call it the same.
    let folder = work.path().join("app");
    let mut files = BTreeMap::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(fixture), "", &mut files);
    lay(&folder, &files);
    let mut command = Command::new(env!("CARGO_BIN_EXE_msgen"));
    command.args(["init", "--non-interactive", "--comments", "none"]).args(*flags).arg(&folder);
    command.env_clear().env("SOURCE_DATE_EPOCH", super::TODAY).stdout(Stdio::null()).stderr(Stdio::null());
    assert!(command.status().expect("msgen runs").success(), "{id}");
    let mut files = BTreeMap::new();
    collect(&folder, "", &mut files);
    let text = files.get_mut(*report).expect("a report");
    *text = answered(text);
    Base { id, report, files }
}

/// The report with its author's word behind each question.
fn answered(report: &str) -> String {
    let mut text = String::new();
    let mut is_open = false;
    for line in report.lines() {
        if line.starts_with("> **TODO**") {
            text.push_str("I looked at it myself, and the reason is the one that the lecture gave.\n");
            is_open = true;
        } else if !(is_open && line.starts_with('>')) {
            is_open = false;
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

fn collect(folder: &Path, below: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let path = format!("{below}{}", entry.file_name().to_str().expect("a plain name"));
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, fs::read_to_string(entry.path()).expect("a text"));
        }
    }
}

/// Writes the files below a folder.
fn lay(folder: &Path, files: &BTreeMap<String, String>) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
}
