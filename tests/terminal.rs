//! Prompts on a pseudo-terminal: what a person sees, which keys do what, and that the terminal is left as it was.
#![cfg(target_os = "linux")]

use std::process::Command;
use std::time::{Duration, Instant};

use expectrl::process::unix::WaitStatus;
use expectrl::session::OsSession;
use expectrl::{Eof, Expect};

use crate::command::{Project, TODAY};

/// How long anything may take before a test gives up on it; nothing waits this long when all is well.
const PATIENCE: Duration = Duration::from_secs(60);

const DOWN: &str = "\u{1b}[B";
const UP: &str = "\u{1b}[A";
const ENTER: &str = "\r";
const ESC: &str = "\u{1b}";
const CTRL_C: &str = "\u{3}";
const HIDE_CURSOR: &str = "\u{1b}[?25l";
const SHOW_CURSOR: &str = "\u{1b}[?25h";

/// Prints the terminal's settings, runs the program, and prints them again. It stays alive when Ctrl-C is pressed.
const SHELL: &str = r#"trap : INT; read -r _; stty sane; echo "settings $(stty -g)"; "$@"; code=$?; echo "settings $(stty -g)"; exit $code"#;

/// A conversation with the program.
struct Dialogue {
    session: OsSession,
    seen: String,
}

/// What a conversation left behind.
struct End {
    code: i32,
    seen: String,
}

impl Dialogue {
    /// Starts `msgen` in the project on a terminal of this width.
    fn start(project: &Project, arguments: &[&str], variables: &[(&str, &str)], columns: u16) -> Self {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", SHELL, "sh", env!("CARGO_BIN_EXE_msgen")]).args(arguments).current_dir(project.root());
        command.env_clear().env("PATH", "/usr/bin:/bin").env("SOURCE_DATE_EPOCH", TODAY).env("TERM", "xterm-256color");
        command.envs(variables.iter().copied());
        let mut session = OsSession::spawn(command).expect("a pseudo-terminal");
        session.set_expect_timeout(Some(PATIENCE));
        session.get_process_mut().set_window_size(columns, 40).expect("a terminal has a size");
        session.send("\n").expect("the shell reads");
        Self { session, seen: String::new() }
    }

    /// A conversation at a usual width, without colour.
    fn plain(project: &Project, arguments: &[&str]) -> Self {
        Self::start(project, arguments, &[("NO_COLOR", "1")], 120)
    }

    /// Waits until `text` is on the terminal, after everything that was waited for before.
    #[track_caller]
    fn see(&mut self, text: &str) -> &mut Self {
        match self.session.expect(text) {
            Ok(found) => {
                self.seen += &String::from_utf8_lossy(found.before());
                self.seen += text;
            }
            Err(error) => {
                let rest = self.session.check(expectrl::Regex("(?s).+"));
                let rest = rest.map(|found| String::from_utf8_lossy(found.as_bytes()).into_owned());
                panic!("`{text}` does not come: {error}\nafter {}\nrest {rest:?}", self.seen);
            }
        }
        self
    }

    /// Presses keys, once the program listens to single keys.
    fn press(&mut self, keys: &str) -> &mut Self {
        let start = Instant::now();
        while self.session.get_process().get_echo().expect("a terminal") {
            assert!(start.elapsed() < PATIENCE, "the program does not listen, after\n{}", self.seen);
            std::thread::yield_now();
        }
        self.session.send(keys).expect("the program reads");
        self
    }

    /// Waits for the end of the program; the terminal's settings are as they were before.
    #[track_caller]
    fn end(mut self) -> End {
        let rest = self.session.expect(Eof).unwrap_or_else(|error| panic!("it does not end: {error}\n{}", self.seen));
        self.seen += &String::from_utf8_lossy(rest.before());
        self.seen += &String::from_utf8_lossy(rest.get(0).unwrap_or_default());
        let code = match self.session.get_process().wait().expect("a process") {
            WaitStatus::Exited(_, code) => code,
            other => panic!("it ended by {other:?}\n{}", self.seen),
        };
        let settings: Vec<&str> = self.seen.lines().filter(|line| line.starts_with("settings ")).collect();
        assert_eq!(settings.len(), 2, "{}", self.seen);
        assert_eq!(settings[0], settings[1], "the terminal is not as it was");
        let (shown, hidden) = (self.seen.rfind(SHOW_CURSOR), self.seen.rfind(HIDE_CURSOR));
        assert!(hidden.is_none() || shown > hidden, "the cursor stays hidden: {:?}", self.seen);
        End { code, seen: self.seen }
    }
}

/// Flags that say what a person says who accepts every suggestion of `go-hello` but chooses scratch.
const SCRATCH: &[&str] =
    &["-y", "--language", "go", "--base", "scratch", "--port", "8080", "--user", "65532:65532", "--profile", "plain"];

fn files(project: &Project) -> Vec<(String, String)> {
    project.files().into_iter().map(|path| (path.clone(), project.read(&path))).collect()
}

/// Ends the conversation by `keys`: exit 130, nothing written.
#[track_caller]
fn stops(project: &Project, mut talk: Dialogue, keys: &str) -> String {
    let before = files(project);
    talk.press(keys);
    let end = talk.end();
    assert_eq!(end.code, 130, "{}", end.seen);
    assert_eq!(files(project), before);
    end.seen
}

#[test]
fn arrow_keys_give_the_same_files_as_flags() {
    let (asked, flagged) = (Project::of("go-hello"), Project::of("go-hello"));
    let mut talk = Dialogue::start(&asked, &[], &[], 120);
    talk.see("Language").see("detected: go.mod").press(ENTER);
    talk.see("Runtime base").see("Alpine").press(DOWN).see("Alpine").press(UP).see("Alpine").press(UP).see("Alpine");
    talk.press(ENTER).see("Port").see("main.go:19").see("[8080]").press(ENTER).see("User").press(ENTER);
    talk.see("Report profile").press(ENTER).see("Answers").see("scratch").see("asked").see("EXPOSE 8080");
    talk.see("Write these files?").press("y").see("create").see("msgen.toml");
    assert_eq!(talk.end().code, 0);
    assert_eq!(flagged.msgen(SCRATCH).code, 0);
    assert_eq!(files(&asked), files(&flagged));
}

#[test]
fn the_detected_language_is_first_and_marked() {
    let project = Project::of("go-hello");
    project.write(
        "course/languages/a/language.toml",
        &include_str!("../templates/languages/go/language.toml")
            .replacen("id = \"go\"", "id = \"a\"", 1)
            .replacen("title = \"Go\"", "title = \"Aaa\"", 1)
            .replacen("[\"go.mod\", \"go.work\"]", "[\"a.json\"]", 1),
    );
    let mut talk = Dialogue::plain(&project, &["--templates", "course"]);
    talk.see("Language:\r\n> Go ").see("detected: go.mod (marker)\r\n  Aaa\r\n");
    stops(&project, talk, ESC);
}

#[test]
fn a_refused_base_shows_its_reason_and_choosing_it_asks_again() {
    let project = Project::of("go-cgo");
    let mut talk = Dialogue::plain(&project, &["--language", "go"]);
    talk.see("scratch     refused: a program that uses cgo needs a C library").see("Alpine").press(UP).see("> scratch");
    talk.press(ENTER).see("scratch is refused: ").see("instead: --base distroless, or --set static=true");
    talk.see("Runtime base").see("> scratch").press(DOWN).see("> distroless").press(ENTER).see("distroless");
    talk.see("Port").press(ENTER).see("User").press(ENTER).see("Report profile").press(ENTER);
    talk.see("Write these files?").press("y");
    assert_eq!(talk.end().code, 0);
    assert!(project.read("Dockerfile").contains("\nFROM gcr.io/distroless/base-nossl-debian13:nonroot AS runtime\n"));
}

#[test]
fn a_bad_port_is_explained_and_asked_again() {
    let project = Project::of("go-hello");
    let mut talk = Dialogue::plain(&project, &["--language", "go", "--base", "alpine", "--profile", "plain"]);
    for (typed, answer) in [
        ("eighty", "`eighty` is not a number from 1 to 65535"),
        ("70000", "70000 is not a port: give a number from 1 to 65535"),
        ("0", "0 is not a port"),
    ] {
        talk.see("Port").see("[8080]: ").press(typed).press(ENTER).see(answer);
    }
    // A typing mistake is taken back with the backspace key.
    talk.see("[8080]: ").press("9091").press("\u{7f}").press("0").press(ENTER);
    talk.see("User").see("]: ").press("no body").press(ENTER).see("a user name").see("User").press("1234").press(ENTER);
    talk.see("Write these files?").press("y");
    assert_eq!(talk.end().code, 0);
    let dockerfile = project.read("Dockerfile");
    assert!(dockerfile.contains("\nEXPOSE 9090\n") && dockerfile.contains("\nUSER 1234:1234\n"), "{dockerfile}");
}

#[test]
fn several_mains_are_asked_about_and_each_shows_its_evidence() {
    let project = Project::of("go-mains");
    let flags = ["--language", "go", "--base", "scratch", "--port", "8080", "--user", "1000", "--profile", "plain"];
    let mut talk = Dialogue::plain(&project, &flags);
    talk.see("Main package:").see("> ./cmd/api     cmd/api/main.go:12 (func main())");
    talk.see("  ./cmd/worker  cmd/worker/main.go:9 (func main())")
        .see("  ./tools/gen   tools/gen/main.go:6 (func main())");
    talk.see("another").press(DOWN).see("> ./cmd/worker").press(ENTER).see("Write these files?").press("y");
    assert_eq!(talk.end().code, 0);
    assert!(project.read("Dockerfile").contains("-o /out/worker ./cmd/worker\n"));
}

#[test]
fn another_answer_than_the_detected_ones_can_be_typed() {
    let project = Project::of("go-mains");
    let flags = ["--language", "go", "--base", "scratch", "--port", "8080", "--user", "1000", "--profile", "plain"];
    let mut talk = Dialogue::plain(&project, &flags);
    talk.see("another").press(UP).see("> another").press(ENTER).see("Main package").see(": ");
    talk.press("../up").press(ENTER).see("leaves the folder").see("Main package: ");
    talk.press("./tools/gen").press(ENTER).see("Write these files?").press("y");
    assert_eq!(talk.end().code, 0);
    assert!(project.read("Dockerfile").contains("-o /out/gen ./tools/gen\n"));
}

#[test]
fn esc_at_any_question_stops_and_writes_nothing() {
    let project = Project::of("go-hello");
    let begin = || Dialogue::plain(&project, &[]);
    let mut talk = begin();
    talk.see("Language").see("marker");
    assert!(stops(&project, talk, ESC).contains("stopped; nothing was written"));
    let mut talk = begin();
    talk.see("marker").press(ENTER).see("Runtime base").see("Alpine");
    stops(&project, talk, ESC);
    let mut talk = begin();
    talk.see("marker").press(ENTER).see("Alpine").press(ENTER).see("Port").see("[8080]: ").press("90").see("90");
    stops(&project, talk, ESC);
    let mut talk = Dialogue::plain(&project, &SCRATCH[1..]);
    talk.see("Write these files?");
    stops(&project, talk, ESC);
}

#[test]
fn ctrl_c_at_any_question_stops_and_writes_nothing() {
    let project = Project::of("go-hello");
    let begin = || Dialogue::start(&project, &[], &[], 120);
    let mut talk = begin();
    talk.see("Language").see("marker");
    let seen = stops(&project, talk, CTRL_C);
    assert!(seen.contains(HIDE_CURSOR) && seen.contains("nothing was written"), "{seen:?}");
    let mut talk = begin();
    talk.see("marker").press(ENTER).see("Runtime base").see("Alpine").press(DOWN).see("Alpine");
    stops(&project, talk, CTRL_C);
    let mut talk = begin();
    talk.see("marker").press(ENTER).see("Alpine").press(ENTER).see("[8080]: ");
    stops(&project, talk, CTRL_C);
    let mut talk = Dialogue::start(&project, &SCRATCH[1..], &[], 120);
    talk.see("Write these files?");
    stops(&project, talk, CTRL_C);
}

#[test]
fn no_at_the_confirmation_writes_nothing() {
    let project = Project::of("go-hello");
    let mut talk = Dialogue::plain(&project, &SCRATCH[1..]);
    talk.see("Write these files?");
    assert!(stops(&project, talk, "n").contains("nothing was written"));
}

#[test]
fn an_edited_file_shows_its_diff_and_is_kept_unless_a_person_says_yes() {
    let project = Project::of("go-hello");
    assert_eq!(project.msgen(SCRATCH).code, 0);
    let written = project.read("Dockerfile");
    let edited = written.replace("EXPOSE 8080", "EXPOSE 8081");
    project.write("Dockerfile", &edited);

    let mut talk = Dialogue::plain(&project, &[]);
    talk.see("-EXPOSE 8081").see("+EXPOSE 8080").see("was edited since msgen wrote it. Overwrite it?").press(ENTER);
    assert_eq!(talk.end().code, 0);
    assert_eq!(project.read("Dockerfile"), edited);

    let mut talk = Dialogue::plain(&project, &[]);
    talk.see("Overwrite it?");
    stops(&project, talk, CTRL_C);

    let mut talk = Dialogue::plain(&project, &[]);
    talk.see("Overwrite it?").press("y").see("Write these files?").press("y");
    assert_eq!(talk.end().code, 0);
    assert_eq!(project.read("Dockerfile"), written);
}

#[test]
fn no_color_gives_no_colour() {
    let colored = |seen: &str| {
        let mut rest = seen;
        while let Some(start) = rest.find("\u{1b}[") {
            rest = &rest[start + 2..];
            if rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with('m') {
                return true;
            }
        }
        false
    };
    let talk = |arguments: &[&str], variables: &[(&str, &str)]| {
        let project = Project::of("go-hello");
        let mut talk = Dialogue::start(&project, arguments, variables, 120);
        talk.see("marker").press(ENTER).see("Alpine").press(ENTER).see("Port").press(ENTER).see("User").press(ENTER);
        talk.see("Report profile").press(ENTER).see("Write these files?").press("y");
        let end = talk.end();
        assert_eq!(end.code, 0);
        end.seen
    };
    assert!(colored(&talk(&[], &[])), "this test could not fail");
    let seen = talk(&[], &[("NO_COLOR", "1")]);
    assert!(!colored(&seen), "{seen:?}");
    let seen = talk(&["--color", "never"], &[]);
    assert!(!colored(&seen), "{seen:?}");
}

#[test]
fn a_narrow_terminal_keeps_every_choice_on_a_line_of_its_own() {
    let project = Project::of("go-cgo");
    for columns in [40, 24] {
        let mut talk = Dialogue::start(&project, &["--language", "go"], &[("NO_COLOR", "1")], columns);
        talk.see("Runtime base:").see("> distroless").press(DOWN).see("> Alpine").press(UP).see("> distroless");
        let seen = stops(&project, talk, ESC);
        for line in seen
            .split("\r\n")
            .filter(|line| ["scratch  ", "distroless  ", "Alpine  "].iter().any(|id| line.contains(id)))
        {
            // Moving and clearing precede the text; only what is printed has a width.
            let shown = line.rsplit('\u{1b}').next().unwrap_or(line);
            let shown = if shown.len() == line.len() {
                shown
            } else {
                shown.trim_start_matches(|c: char| c != 'A' && c != 'K' && c != 'l').get(1..).unwrap_or_default()
            };
            assert!(shown.chars().count() < usize::from(columns), "{columns}: {shown:?}");
        }
    }
}

#[test]
fn standard_output_stays_data_while_a_person_is_asked() {
    let project = Project::of("go-hello");
    let mut talk = Dialogue::plain(&project, &["--dry-run", "--language", "go", "--base", "scratch"]);
    talk.see("Port").press(ENTER).see("User").press(ENTER).see("Report profile").press(ENTER).see("+++ b/Dockerfile");
    let end = talk.end();
    assert_eq!(end.code, 0);
    assert!(!end.seen.contains("Write these files?"), "a dry run writes nothing, so it asks for no leave to");
    assert_eq!(project.files(), ["go.mod", "main.go"]);
}

const RELATIVE: &str = "FROM alpine:3.23\nWORKDIR /srv\nCOPY --chmod=755 a .\nUSER 65532:65532\nCMD [\"./a\"]\n";

#[test]
fn mending_shows_the_change_and_asks_with_no_as_the_default() {
    let project = Project::with("service", &[("Dockerfile", RELATIVE), ("a", "")]);
    for (keys, mended) in [(ENTER, "./a"), ("y", "/srv/a")] {
        let mut talk = Dialogue::plain(&project, &["check", "Dockerfile", "--fix", "--format", "github"]);
        talk.see("+CMD [\"/srv/a\"]").see("Dockerfile exists and was not written by msgen. Overwrite it?").press(keys);
        let end = talk.end();
        assert_eq!(end.seen.contains("title=relative-start-command::"), keys == ENTER, "{}", end.seen);
        assert_eq!(project.read("Dockerfile"), RELATIVE.replace("./a", mended));
    }
}

#[test]
fn mending_what_msgen_wrote_asks_too() {
    let project = Project::of("go-hello");
    assert_eq!(project.msgen(&["init", "-y", "--no-report"]).code, 0);
    let written = project.read("Dockerfile");
    let commented = written.replacen("USER ", "# msgen ignore=runs-as-root it mounted disks once\nUSER ", 1);
    project.write("Dockerfile", &commented);
    let fingerprint = msgen::config::fingerprint(written.as_bytes());
    let toml = project.read("msgen.toml").replace(&fingerprint, &msgen::config::fingerprint(commented.as_bytes()));
    project.write("msgen.toml", &toml);
    for (keys, code, left) in [(ENTER, 130, &commented), ("y", 0, &written)] {
        let flags = ["check", "Dockerfile", "--fix", "--format", "github"];
        let mut talk = Dialogue::plain(&project, &flags);
        talk.see("-# msgen ignore=runs-as-root").see("Write these changes?").press(keys);
        assert_eq!(talk.end().code, code);
        assert_eq!(&project.read("Dockerfile"), left);
        assert_eq!(project.read("msgen.toml"), toml, "what msgen wrote is not what mending wrote");
    }
}

#[test]
fn a_folder_of_submissions_shows_how_far_it_is_and_takes_the_line_away() {
    let good = "FROM alpine:3.24\nUSER 65532:65532\nCMD [\"sleep\", \"1\"]\n";
    let project = Project::with("lab", &[("a\u{1b}b/Dockerfile", good), ("c/Dockerfile", good)]);
    let mut talk = Dialogue::plain(&project, &["check", "--recursive", "."]);
    talk.see("1/2 ").see("\r\u{1b}[K2/2 ").see("\r\u{1b}[K").see("clean").see("2 submissions: 2 clean");
    let end = talk.end();
    assert_eq!(end.code, 0);
    assert!(end.seen.contains("a\\u{1b}b"), "{:?}", end.seen);
}

#[test]
fn ctrl_c_while_submissions_are_checked_stops_all_of_them_and_shows_no_table() {
    // Long enough to be stopped in the middle on any machine.
    let slow = format!("FROM alpine:3.24\n{}", "RUN echo a && echo b\n".repeat(1000));
    let names: Vec<String> = (0..300).map(|name| format!("{name}/Dockerfile")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), slow.as_str())).collect();
    let project = Project::with("lab", &files);
    let mut talk = Dialogue::plain(&project, &["check", "--recursive", "--format", "csv", "."]);
    talk.see("1/300");
    talk.session.send(CTRL_C).expect("the terminal reads");
    let end = talk.end();
    assert_eq!(end.code, 130, "{}", end.seen);
    assert!(end.seen.contains("stopped; nothing was written"), "{}", end.seen);
    assert!(!end.seen.contains("submission,folder"), "{}", end.seen);
}
