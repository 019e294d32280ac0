//! What a stage starts from, and what it is when it is finished.

use super::{known, modelled};
use crate::document::parse;
use msgen::model::{Base, Model};
use proptest::prelude::*;

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

#[test]
fn a_stage_starts_from_an_earlier_one_by_name_whatever_its_case() {
    modelled("FROM scratch AS Build\nUSER 5\nFROM build\n", |model| {
        assert_eq!(model.stages[1].base, Base::Stage(0));
        assert_eq!(model.stages[1].end.user.as_deref(), Some("5"));
    });
}

#[test]
fn a_stage_that_nothing_is_taken_from_is_not_used() {
    let text = "FROM scratch AS a\nFROM scratch AS b\nFROM scratch AS c\nFROM a\nCOPY --from=1 /x /x\n";
    modelled(text, |model| {
        let used: Vec<bool> = model.stages.iter().map(|stage| stage.is_used).collect();
        assert_eq!(used, [true, true, false, true]);
    });
    modelled("FROM scratch AS a\nFROM alpine:3.22\nRUN --mount=type=bind,from=a,target=/m true\n", |model| {
        assert!(model.stages[0].is_used);
    });
}

#[test]
fn the_engine_joins_entrypoint_and_cmd() {
    let command = |text: &str| {
        let mut answer = None;
        modelled(text, |model| answer = model.last().and_then(|stage| stage.end.command()));
        answer
    };
    assert_eq!(command("FROM scratch\nENTRYPOINT [\"/a\"]\nCMD [\"-b\"]\n"), Some(words("/a -b")));
    assert_eq!(command("FROM scratch\nCMD [\"/a\"]\n"), Some(words("/a")));
    assert_eq!(
        command("FROM scratch\nCMD [\"/x\"]\nENTRYPOINT run\n"),
        Some(vec!["/bin/sh".to_owned(), "-c".to_owned(), "run".to_owned()])
    );
    // The base's CMD belongs to the base's ENTRYPOINT.
    assert_eq!(command("FROM scratch AS a\nCMD [\"/x\"]\nFROM a\nENTRYPOINT [\"/y\"]\n"), Some(words("/y")));
    assert_eq!(command("FROM example.com/unknown\nCMD [\"/x\"]\n"), None);
}

#[test]
fn users_are_known_until_a_file_brings_others() {
    let users = |text: &str| {
        let mut answer = None;
        modelled(text, |model| answer = model.last().and_then(|stage| stage.end.users.clone()));
        answer
    };
    assert_eq!(users("FROM scratch\nCOPY app /app\n").map(|users| users.len()), Some(0));
    assert_eq!(users("FROM scratch\nCOPY passwd /etc/passwd\n"), None);
    assert_eq!(users("FROM scratch\nCOPY rootfs/ /\n"), None);
    let added = users("FROM alpine:3.22\nRUN adduser -D -u 10001 app\n").unwrap();
    assert_eq!(added.get("app"), Some(&Some(10001)));
    let perhaps = users("FROM alpine:3.22\nRUN id app || adduser -D app\n").unwrap();
    assert!(perhaps.contains_key("app"), "it may be there");
}

#[test]
fn a_shell_that_is_copied_in_may_be_there() {
    let shell = |text: &str| {
        let mut answer = Some(true);
        modelled(text, |model| answer = model.last().and_then(|stage| stage.end.has_shell));
        answer
    };
    assert_eq!(shell("FROM scratch\nCOPY app /app\n"), Some(false));
    assert_eq!(shell("FROM scratch\nCOPY --from=busybox:1 /bin/ /bin/\n"), None);
}

#[test]
fn a_search_through_many_stages_ends() {
    let stage = |index: usize| {
        let before = format!("COPY --from=s{}", index - 1);
        format!("FROM scratch AS s{index}\n{before} /a /a/\n{before} /a /b/\n{before} / /\n")
    };
    let text: String = ["FROM scratch AS s0\n".to_owned()].into_iter().chain((1..60).map(stage)).collect();
    modelled(&text, |model| assert_ne!(model.find(59, "/a/a/b/x").exists, Some(true)));
}

proptest! {
    #[test]
    fn no_dockerfile_makes_the_model_panic(
        lines in prop::collection::vec(
            r"(FROM|COPY|ADD|RUN|ENV|ARG|USER|WORKDIR|CMD|ENTRYPOINT|EXPOSE|SHELL|ONBUILD RUN) [ -~é]{0,40}", 0..12
        ),
    ) {
        let text = format!("FROM alpine:3.22\n{}\n", lines.join("\n"));
        if let Ok(document) = msgen::document::Document::parse("Dockerfile", &text) {
            let known = known();
            let model = Model::of(&document, &known, None, None);
            for index in 0..model.stages.len() {
                let _ = model.find(index, "/app/bin");
            }
        }
    }
}

#[test]
fn from_takes_a_name_and_never_a_number() {
    let document = parse("FROM scratch AS a\nFROM 0\n");
    let known = known();
    assert_eq!(Model::of(&document, &known, None, None).stages[1].base, Base::Image("0".to_owned()));
}
