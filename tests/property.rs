//! No answer, from any source, can add an instruction, break out of a string, or write outside the folder.
//!
//! Every rendering is compared with one of a harmless answer to the same question: when the characters that names,
//! paths and numbers are made of are taken out, both must leave the same keywords, quotes, operators and line ends.

mod language;
mod name;
mod shape;

use std::sync::OnceLock;

use msgen::answers::Value;
use msgen::catalog::Catalog;
use msgen::config::Config;
use msgen::context::Context;
use msgen::draft::Draft;
use msgen::error::{Error, ErrorKind};
use msgen::interview::{Given, Interview, interview};
use msgen::plan::plan;
use msgen::prompt::defaults::Defaults;
use msgen::question::{Kind, Question};
use msgen::render::render;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use shape::same_shape;

use crate::command::{Project, fixtures};

/// Texts that would do harm if they came through as they are.
const HARM: &[&str] = &[
    "\n",
    "\r",
    "\r\nRUN id\n",
    "\n#: cache-mount\nRUN id",
    "$",
    "&",
    ";",
    "<",
    "(",
    "{",
    "^",
    "`",
    "$(id)",
    "${HOME}",
    "`id`",
    "\"",
    "'",
    "\\",
    "\\\n",
    " && id ",
    ";id",
    "\0",
    "\u{2028}",
    "\u{85}",
    "\t",
    " ",
    "#",
    "!",
    "!**",
    "\", \"",
    "{{ 1 }}",
    "{% raw %}",
    "<<EOF",
    "|",
    ">",
    "../",
    "/../",
    "-->",
    "<!-- msgen:end dockerfile -->",
    "|| true",
    "--mount=type=secret",
    "--privileged ",
    "@",
    "~",
    "[",
    "]",
    "*",
    ",",
    "=",
    "\u{202e}",
];

pub(crate) fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| Catalog::open(None).expect("the embedded catalog"))
}

/// Everything from answers to files, in this process.
pub(crate) fn draft(context: &Context, given: &Given) -> Result<(Interview, Draft), Error> {
    let interview = interview(catalog(), context, given, &mut Defaults { accept: true })?;
    let (plan, _) = plan(catalog(), &interview)?;
    let draft = render(catalog(), &plan, &interview, None)?;
    Ok((interview, draft))
}

/// Harmless answers with the shape of `value`: one of them must give the same skeleton.
fn harmless(question: &Question, value: &Value) -> Vec<String> {
    let own = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
    if let Value::List(items) = value {
        return vec![harmless_list(question, items)];
    }
    match question.id.as_str() {
        "base" => own(&["scratch", "alpine", "distroless"]),
        "profile" => catalog().profiles(),
        "user" => own(&["65532", "1000", "nobody"]),
        // A port is a number by its type.
        "port" => vec![value.to_string()],
        "language-version" => own(&["1.27", "1.2"]),
        "workdir" => own(&["/app", ""]),
        "module" => own(&["github.com/owner/name", "x", ""]),
        "report" => own(&["docs/R.md", "no"]),
        "frontend" => own(&["docker/dockerfile:1", ""]),
        "port-variable" | "host-variable" => own(&["NAME", ""]),
        "port-flag" => own(&["name", ""]),
        _ if question.kind == Kind::Bool => own(&["yes", "no"]),
        _ if !question.options.is_empty() => question.options.clone(),
        "main" => own(&["."]),
        // What the catalog offers is harmless, and nothing else is an answer.
        _ if question.kind == Kind::Choice => vec![value.to_string()],
        _ => vec![example(question.kind).to_owned()],
    }
}

fn harmless_list(question: &Question, items: &[String]) -> String {
    let mut folders: Vec<String> = Vec::new();
    let mut name = |index: usize, item: &String| match question.id.as_str() {
        // The classic builder copies these folder by folder, so folders are told apart.
        "manifests" => {
            let folder = item.rsplit_once('/').map_or_else(|| ".".to_owned(), |(folder, _)| folder.to_owned());
            let place = folders.iter().position(|known| *known == folder).unwrap_or(folders.len());
            if place == folders.len() {
                folders.push(folder);
            }
            format!("folder{place}/file{index}")
        }
        _ if question.kind == Kind::AbsolutePaths => format!("/folder{index}"),
        _ => format!("item{index}"),
    };
    items.iter().enumerate().map(|(index, item)| name(index, item)).collect::<Vec<_>>().join(",")
}

/// A right answer to a question of this kind, to be spoiled.
fn example(kind: Kind) -> &'static str {
    match kind {
        Kind::Choice | Kind::Name | Kind::UserName => "api",
        Kind::Bool => "yes",
        Kind::Port => "8080",
        Kind::User => "1000:1000",
        Kind::Version => "1.27",
        Kind::Names => "api,web",
        Kind::ImageName => "owner/name",
        Kind::Image => "docker/dockerfile:1",
        Kind::Module => "github.com/owner/name",
        Kind::Application => "app.main:app",
        Kind::Folder => "./cmd/api",
        Kind::Paths => "go.mod,lib/go.mod",
        Kind::Patterns => "static/*,x",
        Kind::AbsolutePath => "/srv/app",
        Kind::AbsolutePaths => "/data,/var/x",
        Kind::Report => "docs/R.md",
        Kind::Output => "docs/evidence",
        Kind::Variable => "PORT",
        Kind::HttpPath => "/health",
        Kind::Arguments => "-v,-host=0.0.0.0",
        Kind::Texts => "x",
    }
}

/// Any text at all, and right answers with something harmful at some place.
fn answers(question: &Question) -> BoxedStrategy<String> {
    let right = question.options.first().map_or_else(|| example(question.kind).to_owned(), Clone::clone);
    let spoil = |right: String| {
        (select(HARM), any::<prop::sample::Index>()).prop_map(move |(harm, place)| {
            let place = place.index(right.len() + 1);
            format!("{}{harm}{}", &right[..place], &right[place..])
        })
    };
    let near = "[a-zA-Z0-9/]?[a-zA-Z0-9./_@~+:,*?%=-]{0,12}";
    prop_oneof![1 => any::<String>(), 5 => spoil(right.clone()), 3 => near, 1 => Just(right)].boxed()
}

/// Runs `test` on a few values of `strategy`; the values are the same in every run.
fn few<S: Strategy>(cases: u32, strategy: &S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    if let Err(error) = runner.run(strategy, test) {
        panic!("{error}");
    }
}

/// Where a value comes from.
fn given(source: &str, question: &str, value: &str, around: &[(&str, &str)]) -> Option<Given> {
    let mut given = Given::default();
    match source {
        "file" => {
            let quoted = toml::Value::from(value).to_string();
            let list: Vec<toml::Value> = value.split(',').map(toml::Value::from).collect();
            let kind = all_questions().into_iter().find(|known| known.id == question)?.kind;
            let line = match kind {
                Kind::Bool => value.to_owned(),
                Kind::Port => value.parse::<i64>().map_or(quoted, |port| port.to_string()),
                _ if kind.is_list() => toml::Value::from(list).to_string(),
                _ => quoted,
            };
            given.file(&Config::parse_answers(&format!("{question} = {line}\n"), "answers").ok()?);
        }
        "env" => {
            let name = format!("MSGEN_{}", question.to_uppercase().replace('-', "_"));
            given.environment([(name, value.to_owned())].into_iter());
        }
        _ => given.flag(question, value, "--set"),
    }
    for (id, value) in around.iter().filter(|(id, _)| *id != question) {
        given.flag(id, value, "--set");
    }
    Some(given)
}

fn all_questions() -> Vec<Question> {
    let go = catalog().language("go").expect("a language");
    catalog().questions.iter().chain(&go.tables.questions).cloned().collect()
}

/// The projects whose answers are spoiled. They hold every path that a harmless answer names, because a path that is
/// not there is refused.
fn contexts() -> Vec<Context> {
    static PROJECTS: OnceLock<Vec<Project>> = OnceLock::new();
    let project = |fixture: &str| {
        let project = Project::of(fixture);
        let paths = (0..9).flat_map(|i| [format!("item{i}"), format!("folder{i}/x"), format!("cmd/api/x{i}")]);
        let nested = (0..9).flat_map(|i| (0..9).map(move |j| format!("folder{i}/file{j}")));
        paths.chain(nested).for_each(|path| project.write(&path, ""));
        project
    };
    let projects = PROJECTS.get_or_init(|| ["go-hello", "go-env", "go-flag"].map(project).into());
    projects.iter().map(|project| Context::open(&project.root()).expect("a project")).collect()
}

const BASES: &[&str] = &["scratch", "alpine", "distroless"];
const SYNTAXES: &[&str] = &["buildkit", "classic"];
const USERS: &[&str] = &["1000", "65532"];

/// The value is refused as bad input or as a combination, or the files have the shape that a harmless value gives.
fn judge(
    question: &Question,
    value: &str,
    source: &str,
    around: &[(&str, &str)],
    context: &Context,
) -> Result<(), String> {
    let Some(asked) = given(source, &question.id, value, around) else { return Ok(()) };
    let (interview, spoilt) = match draft(context, &asked) {
        Ok(made) => made,
        Err(error) if matches!(error.kind, ErrorKind::BadInput | ErrorKind::Refused) => return Ok(()),
        Err(error) => return Err(format!("{} = {value:?}: {error}", question.id)),
    };
    let Some(taken) = interview.answers.get(&question.id) else { return Ok(()) };
    let renderings: Vec<Draft> = harmless(question, &taken.value)
        .iter()
        .filter_map(|harmless| draft(context, &given("flag", &question.id, harmless, around)?).ok())
        .map(|(_, draft)| draft)
        .collect();
    same_shape(&spoilt, &renderings).map_err(|what| format!("{} = {value:?}: {what}", question.id))
}

#[test]
fn no_answer_changes_more_than_its_own_place() {
    for question in all_questions() {
        let around = (select(BASES), select(SYNTAXES), select(USERS));
        let strategy = (answers(&question), select(&["flag", "env", "file"]), around, select(contexts()));
        few(8, &strategy, |(value, source, (base, syntax, user), context)| {
            let around = [("base", base), ("syntax", syntax), ("user", user)];
            judge(&question, &value, source, &around, &context).map_err(TestCaseError::fail)
        });
    }
}

/// What the check of a question refuses comes no further (see `init::answer`); the rest is rendered.
#[test]
fn no_harmful_text_gets_through_at_any_place_of_any_answer() {
    let contexts = contexts();
    let mut rendered = 0;
    for question in all_questions() {
        let right = question.options.first().map_or(example(question.kind), String::as_str);
        for harm in HARM {
            for place in [0, right.len() / 2, right.len()] {
                let value = format!("{}{harm}{}", &right[..place], &right[place..]);
                let passes = question.kind.read(&value).is_ok_and(|value| question.check(&value).is_ok());
                // A choice is one of the catalog's own words, and these texts are shown, never rendered.
                if passes && !matches!(question.kind, Kind::Choice | Kind::Texts) {
                    let around = [
                        ("base", BASES[rendered % 3]),
                        ("syntax", SYNTAXES[rendered % 2]),
                        ("user", USERS[rendered / 3 % 2]),
                    ];
                    rendered += 1;
                    judge(&question, &value, "flag", &around, &contexts[rendered % 3])
                        .unwrap_or_else(|what| panic!("{what}"));
                }
            }
        }
    }
    assert!(rendered > 100, "only {rendered} texts passed: this test could not fail");
}

#[test]
fn rendering_is_a_pure_function() {
    for fixture in ["go-hello", "go-mains", "go-embed", "go-vendor"] {
        let context = Context::open(&fixtures().join(fixture)).expect("a fixture");
        for base in ["scratch", "alpine", "distroless"] {
            let around = [
                ("base", base),
                ("main", if fixture == "go-mains" { "./cmd/api" } else { "." }),
                ("profile", "devops-core"),
            ];
            let make = || draft(&context, &given("flag", "tags", "a,b", &around).expect("given")).expect("a draft").1;
            let first = make();
            assert_eq!(first, make());
            let interview = interview(
                catalog(),
                &context,
                &given("flag", "tags", "a,b", &around).expect("given"),
                &mut Defaults { accept: true },
            )
            .expect("answers");
            let (plan, _) = plan(catalog(), &interview).expect("a plan");
            assert_eq!(render(catalog(), &plan, &interview, None).expect("a draft"), first, "the same plan");
        }
    }
}

#[test]
fn two_processes_render_the_same_bytes_as_this_one() {
    let one = Project::of("go-env");
    let context = Context::open(&one.root()).expect("a folder");
    let (_, here) = draft(&context, &Given::default()).expect("a draft");
    for _ in 0..2 {
        for file in &here.files {
            assert_eq!(one.msgen(&["-y", "--stdout", &file.path]).stdout, file.content, "{}", file.path);
        }
    }
}
