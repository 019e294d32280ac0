//! A course's own templates in the starter: they come along, they are used, and they stay out of the image.

use super::{run, starter};
use crate::command::Project;

#[test]
fn a_copied_profile_is_used_by_init_and_check_and_can_be_changed() {
    let desk = starter(&["--profile", "plain", "--own-profile", "mine", "--set", "comments=brief"]);
    let manifest = "lab/course/reports/mine/profile.toml";
    let copied = desk.read(manifest);
    assert_eq!(copied, include_str!("../../templates/reports/plain/profile.toml").replace("\"plain\"", "\"mine\""));
    let config = desk.read("lab/msgen.toml");
    assert!(
        config.contains("templates = \"course\"\n") && config.contains("profile = { answer = \"mine\""),
        "{config}"
    );

    desk.write(manifest, &format!("{copied}required-sections = [\"My own section\"]\n"));
    let template = "lab/course/reports/mine/report.md.tera";
    desk.write(template, &desk.read(template).replace("## Limits", "## What it cannot"));
    assert_eq!(desk.msgen(&["init", "-y", "lab"]).code, 0);
    assert!(desk.read("lab/docs/IMAGE.md").contains("## What it cannot"));
    let check = desk.msgen(&["check", "lab"]);
    assert_eq!(check.code, 1);
    assert!(check.stdout.contains("My own section"), "{}{}", check.stdout, check.stderr);
}

#[test]
fn templates_that_were_laid_over_come_along_without_what_starters_are_made_of() {
    let desk = super::desk();
    for (path, text) in [
        ("ours/reports/mine/profile.toml", include_str!("../../templates/reports/plain/profile.toml")),
        ("ours/reports/mine/report.md.tera", "# Mine\n"),
        ("ours/starter/README.md.tera", "# Our own words on {{ name }}\n"),
        ("ours/languages/go/starter/NOTES.txt", "take care\n"),
        ("ours/.git/config", "not a template\n"),
        ("ours/notes.txt", "nor is this\n"),
    ] {
        desk.write(path, &text.replace("\"plain\"", "\"mine\""));
    }
    let run = run(&desk, &["--profile", "mine", "--templates", "ours", "--set", "comments=brief"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let course: Vec<String> = desk.files().into_iter().filter(|path| path.starts_with("lab/course/")).collect();
    assert_eq!(course, ["lab/course/reports/mine/profile.toml", "lab/course/reports/mine/report.md.tera"]);
    assert_eq!(desk.read("lab/README.md"), "# Our own words on lab\n");
    assert_eq!(desk.read("lab/NOTES.txt"), "take care\n");
    assert_eq!(desk.msgen(&["init", "-y", "lab"]).code, 0);
    assert_eq!(desk.read("lab/docs/IMAGE.md"), "# Mine\n");
}

#[test]
fn templates_in_the_project_are_no_part_of_its_build_context() {
    let ignores = |desk: &Project| desk.read("lab/.dockerignore").lines().any(|line| line == "course");
    for language in ["python", "node"] {
        let own = &["--profile", "plain", "--own-profile", "mine", "--set", "comments=brief"];
        let desk = starter(&[own, &["--language", language][..]].concat());
        assert_eq!(desk.msgen(&["init", "-y", "lab"]).code, 0);
        assert!(ignores(&desk), "{}", desk.read("lab/.dockerignore"));
        assert!(!desk.read("lab/Dockerfile").contains("course"), "{}", desk.read("lab/Dockerfile"));
    }
    let desk = starter(&["--profile", "plain", "--language", "python", "--set", "comments=brief"]);
    assert_eq!(desk.msgen(&["init", "-y", "lab"]).code, 0);
    assert!(!ignores(&desk));
}

#[test]
fn a_template_that_cannot_be_rendered_is_shown_as_it_will_lie_in_the_starter() {
    let desk = super::desk();
    desk.write("ours/reports/mine/profile.toml", "id = \"mine\"\ntitle = \"M\"\nsummary = \"s\"\npath = \"a.md\"\n");
    desk.write("ours/reports/mine/report.md.tera", "# {{ imag }}\n");
    let run = run(&desk, &["--profile", "mine", "--templates", "ours"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("course/reports/mine/report.md.tera:1:6"), "{}", run.stderr);
    assert!(!run.stderr.contains("/tmp/"), "{}", run.stderr);
    assert!(!desk.files().iter().any(|path| path.starts_with("lab/")));
}
