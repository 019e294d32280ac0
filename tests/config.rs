//! `msgen.toml`: what is read, what is refused, and that printing loses nothing a person wrote.

use std::collections::BTreeMap;

use msgen::answers::Value;
use msgen::config::{Config, FileRecord, Lock, Written, fingerprint};
use msgen::error::ErrorKind;
use msgen::nearest::nearest;
use proptest::prelude::*;

const WHOLE: &str = r#"# My own words.
templates = "../templates" # shared by the course

[answers]
# The probe needs it.
port = 8080 # same as in compose.yaml
base = 'distroless'
platforms = [ "linux/amd64", "linux/arm64" ]
health = true

[files.Dockerfile]
fingerprint = "sha256:00"

[files."docs/IMAGE.md".blocks]
dockerfile = "sha256:01"
"#;

fn parse(text: &str) -> Config {
    Config::parse(text, "msgen.toml").expect("valid")
}

fn refusal(text: &str) -> (String, String, String) {
    let error = Config::parse(text, "msgen.toml").expect_err("refused");
    assert_eq!(error.kind, ErrorKind::BadInput);
    (error.what, error.place.unwrap_or_default(), error.help.unwrap_or_default())
}

#[test]
fn every_part_of_the_file_is_read() {
    let config = parse(WHOLE);
    assert_eq!(config.templates.as_deref(), Some("../templates"));
    assert_eq!(config.answers["port"], Value::Integer(8080));
    assert_eq!(config.answers["base"], Value::from("distroless"));
    assert_eq!(config.answers["health"], Value::Bool(true));
    assert_eq!(config.answers["platforms"], Value::List(vec!["linux/amd64".into(), "linux/arm64".into()]));
    assert_eq!(config.files["Dockerfile"].fingerprint.as_deref(), Some("sha256:00"));
    assert_eq!(config.files["docs/IMAGE.md"].blocks["dockerfile"], "sha256:01");
}

#[test]
fn an_answer_knows_its_line() {
    assert_eq!(parse(WHOLE).place("port"), Some("msgen.toml:6"));
    assert_eq!(parse(WHOLE).place("nothing"), None);
}

#[test]
fn an_unchanged_file_is_printed_byte_for_byte() {
    assert_eq!(parse(WHOLE).to_string(), WHOLE);
    let crlf = WHOLE.replace('\n', "\r\n");
    assert_eq!(parse(&crlf).to_string(), crlf);
}

#[test]
fn a_change_touches_only_its_own_line() {
    let mut config = parse(WHOLE);
    config.answers.insert("port".into(), Value::Integer(9090));
    assert_eq!(config.to_string(), WHOLE.replace("port = 8080", "port = 9090"));
}

#[test]
fn a_comment_outlives_the_answer_it_was_written_for() {
    let mut config = parse(WHOLE);
    config.answers.remove("port");
    let text = config.to_string();
    assert!(text.contains("# The probe needs it.\n# same as in compose.yaml\nbase = 'distroless'"), "{text}");

    config.answers.clear();
    config.files.clear();
    config.templates = None;
    let text = config.to_string();
    for comment in ["# My own words.", "# shared by the course", "# The probe needs it.", "# same as in compose.yaml"] {
        assert!(text.contains(comment), "{comment} is lost:\n{text}");
    }
    assert_eq!(parse(&text), config);
}

#[test]
fn a_new_file_says_what_it_is_and_has_a_stable_order() {
    let mut config = Config::default();
    config.templates = Some("mine".into());
    config.answers.insert("port".into(), Value::Integer(80));
    config.answers.insert("base".into(), "scratch".into());
    let print = |text: &str| FileRecord { fingerprint: Some(text.into()), blocks: BTreeMap::new() };
    config.files.insert("Dockerfile".into(), print("sha256:00"));
    let blocks = BTreeMap::from([("stages".to_owned(), "sha256:02".to_owned())]);
    config.files.insert("docs/IMAGE.md".into(), FileRecord { fingerprint: None, blocks });
    let expected = r#"# Written by msgen. Change an answer here and run `msgen init` again.

templates = "mine"

[answers]
base = "scratch"
port = 80

[files.Dockerfile]
fingerprint = "sha256:00"

[files."docs/IMAGE.md".blocks]
stages = "sha256:02"
"#;
    assert_eq!(config.to_string(), expected);
}

#[test]
fn what_is_not_toml_is_shown_with_its_line_and_a_caret() {
    let (what, place, _) = refusal("[answers]\nport = \n");
    assert!(what.starts_with("not valid TOML"), "{what}");
    assert!(place.starts_with("msgen.toml:2:8\n"), "{place}");
    assert!(place.contains("2 | port = \n") && place.ends_with("       ^"), "{place}");
}

#[test]
fn a_value_of_the_wrong_type_is_refused_where_it_stands() {
    let (what, place, _) = refusal("[answers]\nport = 8080.5\n");
    assert_eq!(what, "the answer `port` is a float");
    assert!(place.starts_with("msgen.toml:2:8\n") && place.ends_with("^^^^^^"), "{place}");
    assert_eq!(refusal("templates = 3").0, "`templates` is an integer, not a text");
    assert_eq!(refusal("answers = 3").0, "`answers` is an integer, not a table");
    assert_eq!(refusal("[answers]\nlist = [1]").0, "the answer `list` is an array");
    assert_eq!(refusal("[files.Dockerfile]\nfingerprint = 1").0, "`fingerprint` is an integer, not a text");
}

#[test]
fn an_unknown_key_names_the_nearest_one() {
    let (what, place, help) = refusal("[answer]\nport = 80\n");
    assert_eq!((what.as_str(), help.as_str()), ("`answer` is not a key of msgen.toml", "did you mean `answers`?"));
    assert!(place.starts_with("msgen.toml:1:2\n"), "{place}");
    let (what, _, help) = refusal("[files.Dockerfile]\nfingerprnt = 'x'\n");
    assert_eq!((what.as_str(), help.as_str()), ("`fingerprnt` is not a key of a file", "did you mean `fingerprint`?"));
    assert_eq!(refusal("zzz = 1").2, "known here: templates, defaults, locked, answers, check, written, files");
}

#[test]
fn the_nearest_word_is_near_or_none() {
    assert_eq!(nearest("distorless", ["alpine", "distroless", "scratch"]), Some("distroless"));
    assert_eq!(nearest("PORT", ["user", "port"]), Some("port"));
    assert_eq!(nearest("colour", ["alpine", "port"]), None);
}

#[test]
fn a_fingerprint_is_the_sha256_of_the_bytes() {
    let empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(fingerprint(b""), empty);
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Integer),
        any::<String>().prop_map(Value::Text),
        proptest::collection::vec(any::<String>(), 0..4).prop_map(Value::List),
    ]
}

fn lock() -> impl Strategy<Value = Lock> {
    (value(), any::<String>()).prop_map(|(answer, message)| Lock { answer, message })
}

fn text_map() -> impl Strategy<Value = BTreeMap<String, String>> {
    proptest::collection::btree_map(any::<String>(), any::<String>(), 0..3)
}

prop_compose! {
    fn config()(
        templates in proptest::option::of(any::<String>()),
        answers in proptest::collection::btree_map("[a-z][a-z0-9-]{0,8}|\\PC{0,4}", value(), 0..5),
        defaults in proptest::collection::btree_map("[a-z][a-z0-9-]{0,8}|\\PC{0,4}", value(), 0..3),
        locked in proptest::collection::btree_map("[a-z][a-z0-9-]{0,8}|\\PC{0,4}", lock(), 0..3),
        files in proptest::collection::btree_map(
            any::<String>(),
            (proptest::option::of(any::<String>()), text_map())
                .prop_map(|(fingerprint, blocks)| FileRecord { fingerprint, blocks }),
            0..3,
        ),
    ) -> Config {
        let mut config = Config::default();
        config.templates = templates;
        config.answers = answers;
        config.defaults = defaults;
        config.locked = locked;
        config.files = files;
        config
    }
}

prop_compose! {
    /// A config whose texts hold neither a line end nor `#`.
    fn plain_config()(
        templates in proptest::option::of("[a-z]{0,3}"),
        answers in proptest::collection::btree_map("[a-c]{1,2}", "[a-z]{0,3}".prop_map(Value::Text), 0..5),
        files in proptest::collection::btree_map(
            "[A-C./]{1,2}",
            (
                proptest::option::of("[a-z]{0,3}"),
                proptest::collection::btree_map("[a-c]{1,2}", "[a-z]{0,3}", 0..3),
            )
                .prop_map(|(fingerprint, blocks)| FileRecord { fingerprint, blocks }),
            0..3,
        ),
    ) -> Config {
        let mut config = Config::default();
        config.templates = templates;
        config.answers = answers;
        config.files = files;
        config
    }
}

proptest! {
    #[test]
    fn what_is_printed_reads_back_the_same(config in config()) {
        let text = config.to_string();
        let again = Config::parse(&text, "msgen.toml").map_err(|e| TestCaseError::fail(format!("{e}\n{text}")))?;
        prop_assert_eq!(&again, &config, "{}", text);
        prop_assert_eq!(again.to_string(), text);
    }

    #[test]
    fn no_comment_is_ever_lost(before in plain_config(), after in plain_config()) {
        let mut count = 0;
        let mut comment = || { count += 1; format!("# word {count}") };
        let text: String = before.to_string().lines().map(|line| match line {
            "" => "\n".to_owned(),
            _ if line.starts_with('#') => format!("{line}\n"),
            _ => format!("{}\n{line} {}\n", comment(), comment()),
        }).collect();
        let printed = after.over(&text, "msgen.toml").expect("valid").to_string();
        for number in 1..=count {
            let comment = format!("# word {number}\n");
            prop_assert_eq!(printed.matches(&comment).count(), 1, "{} in\n{}\nfrom\n{}", comment, printed, text);
        }
        prop_assert_eq!(Config::parse(&printed, "msgen.toml").expect("valid"), after);
    }

    #[test]
    fn any_content_can_be_printed_over_any_text(config in config(), other in config(), crlf: bool) {
        let commented = other.to_string().replace('\n', if crlf { "\r\n" } else { "\n# a person's word\n" });
        prop_assume!(Config::parse(&commented, "").is_ok());
        let over = config.over(&commented, "msgen.toml").expect("parsed before");
        let text = over.to_string();
        let again = Config::parse(&text, "msgen.toml").map_err(|e| TestCaseError::fail(format!("{e}\n{text}")))?;
        prop_assert_eq!(&again, &config, "{}", text);
    }
}

#[test]
fn what_the_files_were_made_of_is_remembered_and_may_be_missing() {
    let text = format!("{WHOLE}\n[written]\nmsgen = \"0.1.0\"\nanswers = \"sha256:02\"\ntemplates = \"sha256:03\"\n");
    let mut config = parse(&text);
    let written = Written { msgen: "0.1.0".into(), answers: "sha256:02".into(), templates: "sha256:03".into() };
    assert_eq!(config.written, Some(written.clone()));
    assert_eq!(parse(WHOLE).written, None, "an older msgen did not write it");
    config.written = Some(Written { msgen: "0.2.0".into(), ..written });
    assert_eq!(config.to_string(), text.replace("0.1.0", "0.2.0"));
    config.written = None;
    assert_eq!(parse(&config.to_string()), parse(WHOLE));
    assert_eq!(refusal("[written]\nanswer = 'x'\n").0, "`answer` is not a key of [written]");
}
