//! Names in the project: folders, files, variables, paths, as detection finds them.

use msgen::context::Context;
use msgen::draft::Draft;
use msgen::error::ErrorKind;
use msgen::interview::Given;
use msgen::render::{DOCKERFILE, DOCKERIGNORE};
use proptest::prelude::*;
use proptest::sample::select;

use super::shape::{safe_lines, skeleton, text};
use super::{HARM, draft, few};
use crate::command::Project;

/// The names of a project that end up in its files, each of which can be spoiled.
const NAMED: &[&str] = &["module", "program", "embedded", "opened", "written", "variable", "health"];

/// A project whose `spoiled` name is `name`, and all others harmless.
fn named(spoiled: &str, name: &str) -> Option<Project> {
    let of = |what: &str| if what == spoiled { name.to_owned() } else { "name".to_owned() };
    let quoted = |what: &str| {
        let text = of(what).replace('\\', "\\\\").replace('"', "\\\"");
        text.replace('\n', "\\n").replace('\r', "\\r").replace('\0', "\\x00")
    };
    let project = Project::with("app", &[]);
    let write = |path: String, text: &str| {
        let path = project.root().join(path);
        std::fs::create_dir_all(path.parent()?).ok()?;
        std::fs::write(path, text).ok()
    };
    write("go.mod".into(), &format!("module example.com/{}\n\ngo 1.27\n", of("module")))?;
    let main = format!(
        "package main\n\nimport (\n\t\"embed\"\n\t\"net/http\"\n\t\"os\"\n)\n\n//go:embed all:static\nvar static embed.FS\n\n\
         func main() {{\n\tos.ReadFile(\"views/{}\")\n\tos.WriteFile(\"/data/{}\", nil, 0o600)\n\
         \thttp.HandleFunc(\"/health{}\", nil)\n\tport := os.Getenv(\"P{}\")\n\thttp.ListenAndServe(\":\"+port, nil)\n}}\n",
        quoted("opened"),
        quoted("written"),
        quoted("health"),
        quoted("variable"),
    );
    let program = of("program");
    write(format!("cmd/{program}/main.go"), &main)?;
    write(format!("cmd/{program}/static/{}", of("embedded")), "")?;
    write(format!("cmd/{program}/static/{}.pem", of("embedded")), "")?;
    write(format!("views/{}", of("opened")), "")?;
    write(format!("views/{}.pem", of("opened")), "")?;
    Some(project)
}

#[test]
fn no_name_in_the_project_changes_more_than_its_own_place() {
    let draft_of = |project: &Project| draft(&Context::open(&project.root())?, &Given::default());
    let plain = named("", "").expect("a plain project");
    let (_, plain) = draft_of(&plain).expect("a plain project");
    assert!(text(&plain, DOCKERIGNORE).contains("name.pem"), "{}", text(&plain, DOCKERIGNORE));
    let spoiled =
        (select(HARM), 0..5_usize).prop_map(|(harm, place)| format!("{}{harm}{}", &"name"[..place], &"name"[place..]));
    let name = prop_oneof![4 => spoiled, 1 => any::<String>()];
    few(120, &(select(NAMED), name), |(place, name)| {
        let Some(project) = named(place, &name) else { return Ok(()) };
        match draft_of(&project) {
            Ok((_, spoilt)) => same_shape_as_project(&spoilt, &plain)
                .map_err(|what| TestCaseError::fail(format!("{place} {name:?}: {what}"))),
            Err(error) => {
                prop_assert!(matches!(error.kind, ErrorKind::BadInput | ErrorKind::Refused), "{}", error);
                Ok(())
            }
        }
    });
}

/// As [`same_shape`], but what a strange name hides from detection may be missing.
fn same_shape_as_project(spoilt: &Draft, plain: &Draft) -> Result<(), String> {
    let (spoilt_file, plain_file) = (text(spoilt, DOCKERFILE), text(plain, DOCKERFILE));
    let known = skeleton(plain_file);
    if let Some(strange) = skeleton(spoilt_file).into_iter().find(|part| !known.contains(part)) {
        return Err(format!("`{strange}` is new:\n{spoilt_file}"));
    }
    safe_lines(text(spoilt, DOCKERIGNORE))
}
