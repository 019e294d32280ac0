//! Submissions that would break a tool, by mistake or on purpose.

use std::fs;
use std::path::Path;
use std::process::Command;

/// What is done to a submission that has no fault, and what has to come of it: the rules that find something, or what the
/// row says.
type Hostile = (&'static str, fn(&Path), Result<&'static [&'static str], &'static str>);

/// Names that a spreadsheet, a shell or a terminal would take for something else; nothing is wrong with what lies there.
const NAMES: [&str; 6] =
    ["name, with \"both\"", "name\nin two lines", "=HYPERLINK(A1;'x')", "-rf", "name \u{1b}[31mred", "имя 名前"];

/// The name of its folder.
pub fn name(id: &str) -> String {
    if NAMES.contains(&id) { id.to_owned() } else { format!("hostile {id}") }
}

const CLEAN: Result<&[&str], &str> = Ok(&[]);

/// All of them.
pub const HOSTILE: &[Hostile] = &[
    (NAMES[0], nothing, CLEAN),
    (NAMES[1], nothing, CLEAN),
    (NAMES[2], nothing, CLEAN),
    (NAMES[3], nothing, CLEAN),
    (NAMES[4], nothing, CLEAN),
    (NAMES[5], nothing, CLEAN),
    ("pipe for a Dockerfile", |at| pipe(&at.join("Dockerfile")), Err("named pipe")),
    ("pipe for an ignore file", |at| pipe(&at.join(".dockerignore")), Err("named pipe")),
    ("pipe for git", |at| pipe(&at.join("docs/.gitignore")), Err("`.gitignore` is not a regular file")),
    ("pipe for a report", |at| pipe(&at.join("docs/IMAGE.md")), Err("not a regular file")),
    ("pipe for answers", |at| pipe(&at.join("msgen.toml")), Err("named pipe")),
    ("endless Dockerfile", |at| link("/dev/zero", &at.join("Dockerfile")), Err("leads out of the folder")),
    ("endless answers", |at| link("/dev/zero", &at.join("msgen.toml")), Err("leads out of the folder")),
    ("report from elsewhere", |at| link("/etc/passwd", &at.join("docs/IMAGE.md")), Err("leads out of the folder")),
    ("evidence from elsewhere", |at| evidence_link(at), Err("leads out of the folder")),
    ("link to itself", |at| link("Dockerfile", &at.join("Dockerfile")), Err("symbolic link")),
    ("garbage for a Dockerfile", |at| garbage(&at.join("Dockerfile")), Err("not text")),
    ("garbage for a report", |at| garbage(&at.join("docs/IMAGE.md")), Err("not text")),
    ("garbage for answers", |at| garbage(&at.join("msgen.toml")), Err("not text")),
    ("a gigabyte for a Dockerfile", |at| huge(&at.join("Dockerfile")), Err("1073741824 bytes")),
    ("a gigabyte for a report", |at| huge(&at.join("docs/IMAGE.md")), Err("1073741824 bytes")),
    ("broken answers", |at| text(&at.join("msgen.toml"), "[answers\n"), Err("TOML")),
    ("answers without a floor", |at| text(&at.join("msgen.toml"), &format!("a={}", "[".repeat(9000))), Err("TOML")),
    ("variables of variables", doubling, Ok(&["edited-by-hand", "listed-dockerfile-differs"])),
    ("folders below folders", descending, Ok(&["edited-by-hand", "listed-dockerfile-differs", "workdir-after-user"])),
    ("ten thousand instructions", |at| text(&at.join("Dockerfile"), &many()), Err("more than msgen follows")),
    ("nothing at all", empty, Err("neither a msgen.toml nor a Dockerfile")),
    ("two services", twice, Err("--within PATH")),
    ("no instruction", |at| text(&at.join("Dockerfile"), "hello\n"), Err("no FROM")),
    ("somebody else's folder", elsewhere, Err("symbolic link")),
];

fn nothing(_: &Path) {}

fn text(file: &Path, text: &str) {
    fs::write(file, text).expect("a file can be written");
}

fn pipe(file: &Path) {
    let _ = fs::remove_file(file);
    assert!(Command::new("mkfifo").arg(file).status().expect("mkfifo runs").success());
}

fn link(to: &str, file: &Path) {
    let _ = fs::remove_file(file);
    std::os::unix::fs::symlink(to, file).expect("a link can be made");
}

fn evidence_link(at: &Path) {
    fs::create_dir_all(at.join("docs/evidence")).expect("a folder can be made");
    link("/etc/passwd", &at.join("docs/evidence/evidence.json"));
}

/// Bytes that are no UTF-8, the same ones each time.
fn garbage(file: &Path) {
    let bytes: Vec<u8> = (0..5000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8 | 0x80).collect();
    fs::write(file, bytes).expect("a file can be written");
}

/// A gigabyte that takes no room.
fn huge(file: &Path) {
    fs::File::create(file).and_then(|file| file.set_len(1 << 30)).expect("a file can be made");
}

/// Forty variables, each four times the one before it.
fn doubling(at: &Path) {
    let next = |next: usize| format!("ARG A{next}={}\n", format!("$A{}", next - 1).repeat(4));
    let lines: Vec<String> = ["ARG A0=aaaaaaaaaa\n".to_owned()].into_iter().chain((1..40).map(next)).collect();
    behind_user(at, &lines.concat());
}

/// A thousand working directories, each below the one before it.
fn descending(at: &Path) {
    behind_user(at, &"WORKDIR a-name-of-some-length\n".repeat(1000));
}

fn behind_user(at: &Path, lines: &str) {
    let file = at.join("Dockerfile");
    let old = fs::read_to_string(&file).expect("a Dockerfile");
    text(&file, &old.replace("EXPOSE", &format!("{lines}EXPOSE")));
}

fn many() -> String {
    format!("FROM scratch\n{}", "COPY go.mod /srv/\n".repeat(10_000))
}

fn empty(at: &Path) {
    fs::remove_dir_all(at).and_then(|()| fs::create_dir(at)).expect("a folder can be emptied");
}

fn twice(at: &Path) {
    for name in ["one", "two"] {
        fs::create_dir(at.join(name)).expect("a folder can be made");
        fs::copy(at.join("Dockerfile"), at.join(name).join("Dockerfile")).expect("a copy");
    }
    for name in ["Dockerfile", "msgen.toml"] {
        fs::remove_file(at.join(name)).expect("a file can be removed");
    }
}

fn elsewhere(at: &Path) {
    fs::remove_dir_all(at).expect("a folder can be removed");
    link(NAMES[3], at);
}
