//! The service skeletons of `msgen starter`: every language has one, and `msgen init` needs to ask for nothing in it.

use msgen::answers::{Source, Value};
use msgen::catalog::Outcome;
use msgen::context::Context;
use msgen::error::{Error, Result};
use msgen::interview::{Given, Interview, interview};
use msgen::plan::plan;
use msgen::prompt::{Asker, Prompt};
use msgen::render::render;

use crate::command::Project;
use crate::property::catalog;

/// The name of the service, in a folder that is called otherwise.
const NAME: &str = "lab-service";

/// A port that is nobody's default.
const PORT: &str = "5017";

/// Takes suggestions, as `--non-interactive` does, and fails where detection is in doubt.
struct NoDoubt;

impl Asker for NoDoubt {
    fn ask(&mut self, prompt: &Prompt<'_>) -> Result<Value> {
        let answer = prompt.suggestion.filter(|_| prompt.doubts.is_empty()).map(|answer| answer.value.clone());
        answer.ok_or_else(|| Error::bad_input(format!("`{}` is in doubt: {:?}", prompt.question.id, prompt.doubts)))
    }

    fn confirm(&mut self, _what: &str, _default: bool) -> Result<bool> {
        Ok(false)
    }

    fn is_person(&self) -> bool {
        false
    }
}

/// The starter of a course in a language, with more flags.
fn starter(profile: &str, language: &str, more: &[&str]) -> Project {
    let project = Project::with("work", &[]);
    let flags = ["starter", ".", "--profile", profile, "--language", language, "--non-interactive"];
    let run = project.msgen(&[&flags, more].concat());
    assert_eq!(run.code, 0, "{language}: {}", run.stderr);
    project
}

/// The answers that the service itself leads to: nothing that the starter's msgen.toml suggests is among them.
fn read(project: &Project, given: &Given) -> Interview {
    let context = Context::open(&project.root()).unwrap();
    interview(catalog(), &context, given, &mut NoDoubt).unwrap()
}

/// What detection is sure of.
fn detected(interview: &Interview, id: &str) -> String {
    let answer = interview.answers.get(id).filter(|answer| matches!(answer.source, Source::Detected(_)));
    answer.map(|answer| answer.value.to_string()).unwrap_or_default()
}

#[test]
fn every_language_has_a_skeleton_that_says_all_that_init_has_to_know() {
    for language in catalog().languages() {
        let project = starter("devops-core", &language, &["--name", NAME, "--port", PORT]);
        let found = read(&project, &Given::default());
        assert_eq!(found.language.head.id, language);
        for (id, wanted) in [("port", PORT), ("port-variable", "PORT"), ("health-path", "/health")] {
            assert_eq!(detected(&found, id), wanted, "{language}: {id}");
        }
        // The program of an interpreter's language is the interpreter; the image then has the project's name.
        let names = [detected(&found, "binary"), detected(&found, "name")];
        assert!(names.iter().any(|name| name == NAME), "{language}: {names:?}");
        let (plan, notices) = plan(catalog(), &found).unwrap();
        assert!(!plan.ignores_stop, "{language}: nothing in it handles SIGTERM");
        assert!(notices.is_empty(), "{language}: {notices:?}");
        assert!(project.files().contains(&".gitignore".to_owned()), "{language}");
    }
}

#[test]
fn a_skeleton_has_a_plan_on_every_base_that_a_course_accepts_and_its_language_supports() {
    let courses: Vec<_> = catalog().profiles().iter().map(|id| catalog().profile(id).unwrap()).collect();
    for language in catalog().languages() {
        let project = starter("plain", &language, &[]);
        let usual = read(&project, &Given::default());
        let mut works = 0;
        for course in &courses {
            for base in &course.bases {
                if let Outcome::Refused { .. } = usual.language.outcome(base, &usual.answers) {
                    continue;
                }
                let mut given = Given::default();
                given.flag("base", base, "--base");
                given.flag("profile", &course.id, "--profile");
                let answers = read(&project, &given);
                let (plan, _) = plan(catalog(), &answers).unwrap();
                render(catalog(), &plan, &answers, None).unwrap();
                works += 1;
            }
        }
        assert!(works > 0, "{language} is on no base that a course accepts");
    }
}

#[test]
fn a_skeleton_asks_for_the_version_that_the_course_takes() {
    for language in catalog().languages() {
        let Some(versions) = &catalog().language(&language).unwrap().tables.version else { continue };
        let Some(older) = versions.releases.get(1) else { continue };
        let version = format!("language-version={}", older.id);
        let project = starter("devops-core", &language, &["--set", &version]);
        let run = project.msgen(&["init", "--non-interactive", "--dry-run", "--json"]);
        assert_eq!(run.code, 0, "{language}: {}", run.stderr);
        let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(json["answers"]["language-version"]["value"], older.id.as_str(), "{language}");
    }
}

#[test]
fn the_lock_file_of_a_skeleton_is_in_the_order_of_its_tool_whatever_the_service_is_called() {
    for name in ["a", "lab-service", "service", "zebra"] {
        let project = starter("devops-core", "rust", &["--name", name]);
        let lock: toml::Table = project.read("Cargo.lock").parse().unwrap();
        let packages = lock["package"].as_array().unwrap();
        let names: Vec<&str> = packages.iter().map(|package| package["name"].as_str().unwrap()).collect();
        assert!(names.is_sorted() && names.contains(&name), "{names:?}");
    }
}
