//! What a whole run costs, beside the peers that are on PATH (`cargo install dockgen nixpacks`):
//! `cargo bench --bench process`. Processor time of the process and its children, and the ratio to msgen in the same run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// Runs of each program; they take turns, so that a noisy moment hits all of them.
const RUNS: u32 = 200;

/// Clock ticks a second in `/proc/self/stat` (`getconf CLK_TCK`, 100 on every Linux that Rust supports).
const TICKS: f64 = 100.0;

/// A program, and its own copy of the project: some peers overwrite what they find.
struct Program {
    name: &'static str,
    path: PathBuf,
    project: PathBuf,
    seconds: f64,
}

impl Program {
    fn new(name: &'static str, path: PathBuf, work: &Path) -> Self {
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/go-hello");
        let project = work.join(name).join("go-hello");
        fs::create_dir_all(&project).expect("a folder for the project");
        for entry in fs::read_dir(fixture).expect("the fixture is there") {
            let path = entry.expect("an entry").path();
            fs::copy(&path, project.join(path.file_name().expect("a name"))).expect("a copy of the fixture");
        }
        Self { name, path, project, seconds: 0.0 }
    }

    /// The call that writes the files and does nothing else.
    fn arguments(&self) -> Vec<String> {
        let project = self.project.display().to_string();
        let out = format!("{project}-out");
        match self.name {
            "msgen" => vec!["init".to_owned(), "--non-interactive".to_owned(), project],
            "nixpacks" => vec!["build".to_owned(), project, "--out".to_owned(), out],
            _ => vec![project],
        }
    }
}

fn main() {
    let work = env::temp_dir().join(format!("msgen-bench-{}", std::process::id()));
    let mut programs = vec![Program::new("msgen", PathBuf::from(env!("CARGO_BIN_EXE_msgen")), &work)];
    for peer in ["nixpacks", "dockgen"] {
        match on_path(peer) {
            Some(path) => programs.push(Program::new(peer, path, &work)),
            None => println!("{peer} is not on PATH: left out"),
        }
    }
    for _ in 0..RUNS {
        for program in &mut programs {
            let before = children();
            let status = Command::new(&program.path)
                .args(program.arguments())
                .current_dir(&program.project)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            assert!(status.is_ok_and(|status| status.success()), "{} failed", program.name);
            program.seconds += children() - before;
        }
    }
    let own = programs[0].seconds;
    for program in &programs {
        let each = program.seconds / f64::from(RUNS) * 1000.0;
        println!("{:9} {each:6.2} ms of processor time a run, {:5.2} x msgen", program.name, program.seconds / own);
    }
    fs::remove_dir_all(work).expect("the bench's own folder can be removed");
}

/// Processor seconds of all children that have ended: fields 16 and 17 of `/proc/self/stat`.
fn children() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("Linux");
    let after_name = stat.rsplit_once(')').expect("the name is in brackets").1;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = |index: usize| fields[index].parse::<f64>().expect("a number");
    (ticks(13) + ticks(14)) / TICKS
}

fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|path| path.is_file())
}
