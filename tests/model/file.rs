//! Which files a stage holds, and how what was built there is linked.

use std::fs;

use super::{context, known, modelled};
use crate::document::parse;
use msgen::ignore::IgnoreFile;
use msgen::model::{Libc, Linking, Model};

/// What the model says of `path` in the final stage.
fn exists(text: &str, path: &str) -> Option<bool> {
    let mut answer = None;
    modelled(text, |model| answer = model.find(model.stages.len() - 1, path).exists);
    answer
}

/// How the file at `path` of the final stage was linked.
fn linking(text: &str, path: &str) -> Option<Linking> {
    let mut answer = None;
    modelled(text, |model| {
        answer = model.find(model.stages.len() - 1, path).artifact.and_then(|artifact| artifact.linking);
    });
    answer
}

const GO: &str = "FROM golang:1.26-bookworm AS builder\nWORKDIR /src\nCOPY . .\n";

#[test]
fn a_copied_file_is_there_and_what_nobody_put_there_is_not() {
    let text = format!("{GO}RUN go build -o /out/app .\nFROM scratch\nCOPY --from=builder /out/app /app\n");
    assert_eq!(exists(&text, "/app"), Some(true));
    assert_eq!(exists(&text, "/server"), Some(false));
    assert_eq!(exists("FROM scratch\n", "/"), Some(true), "a stage has a root, be it empty");
}

#[test]
fn a_file_goes_into_a_folder_that_is_named_as_one_and_into_a_working_directory() {
    let build = format!("{GO}RUN go build -o /out/app .\nFROM scratch\n");
    for copy in ["COPY --from=builder /out/app /srv/\n", "WORKDIR /srv\nCOPY --from=builder /out/app .\n"] {
        let text = format!("{build}{copy}");
        assert_eq!(exists(&text, "/srv/app"), Some(true), "{copy}");
    }
    let text = format!("{build}COPY --from=builder /out/app /srv\n");
    assert_eq!(exists(&text, "/srv"), Some(true));
}

#[test]
fn an_unknown_command_may_leave_anything() {
    let text = format!("{GO}RUN make\nFROM scratch\nCOPY --from=builder /src/app /app\n");
    assert_eq!(exists(&text, "/app"), None);
    assert_eq!(exists(&text, "/other"), Some(false));
}

#[test]
fn a_working_directory_lasts_to_the_end_of_its_subshell() {
    let text =
        "FROM alpine:3.22\nWORKDIR /srv\nRUN (cd /tmp && touch a) && touch b\nRUN cd /opt && touch c\nRUN touch d\n";
    for (path, expected) in
        [("/srv/b", Some(true)), ("/srv/a", Some(false)), ("/srv/c", Some(false)), ("/srv/d", Some(true))]
    {
        assert_eq!(exists(text, path), expected, "{path}");
    }
}

#[test]
fn what_is_removed_is_gone_and_what_comes_back_is_there() {
    let text = "FROM alpine:3.22\nRUN touch /a /b\nRUN rm /a\nRUN rm /b && touch /b\n";
    assert_eq!((exists(text, "/a"), exists(text, "/b")), (Some(false), Some(true)));
}

#[test]
fn what_lies_in_a_cache_mount_is_not_in_the_layer() {
    let mount = "RUN --mount=type=cache,target=/src/target ";
    let build = "FROM rust:1.95-bookworm AS builder\nWORKDIR /src\n";
    let end = "FROM scratch\nCOPY --from=builder /src/target/release/app /app\n";
    assert_eq!(exists(&format!("{build}{mount}cargo build --release\n{end}"), "/app"), Some(false));
    assert_eq!(exists(&format!("{build}RUN cargo build --release\n{end}"), "/app"), None);
    let copied = format!(
        "{build}{mount}cargo build --release && cp target/release/app /app\nFROM scratch\nCOPY --from=builder /app /app\n"
    );
    assert_eq!(exists(&copied, "/app"), Some(true));
    assert_eq!(linking(&copied, "/app"), Some(Linking::Dynamic(Libc::Glibc(Some("2.36".to_owned())))));
}

#[test]
fn linking_follows_the_compiler_its_flags_and_the_image() {
    let glibc = |version: &str| Some(Linking::Dynamic(Libc::Glibc(Some(version.to_owned()))));
    let table = [
        ("golang:1.26-bookworm", "go build -o /app .", glibc("2.36")),
        ("golang:1.26-bookworm", "CGO_ENABLED=0 go build -o /app .", Some(Linking::Static)),
        ("golang:1.26-bookworm", "export CGO_ENABLED=0 && go build -o /app .", Some(Linking::Static)),
        ("golang:1.26-alpine", "go build -o /app .", Some(Linking::Static)),
        ("golang:1.26-alpine", "apk add build-base && go build -o /app .", Some(Linking::Dynamic(Libc::Musl))),
        ("golang:1.26-bookworm", "CGO_ENABLED=$X go build -o /app .", None),
        ("gcc:15-trixie", "gcc -O2 -o /app main.c", glibc("2.41")),
        ("gcc:15-trixie", "gcc -static -o /app main.c", Some(Linking::Static)),
        ("example.com/unknown:1", "gcc -o /app main.c", None),
    ];
    for (image, command, expected) in table {
        let text =
            format!("FROM {image} AS builder\nARG X\nRUN {command}\nFROM scratch\nCOPY --from=builder /app /app\n");
        assert_eq!(linking(&text, "/app"), expected, "{image}: {command}");
    }
}

#[test]
fn the_context_says_what_a_copy_brings() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("web")).unwrap();
    fs::write(folder.path().join("web/index.html"), "").unwrap();
    fs::write(folder.path().join("secret.txt"), "").unwrap();
    let context = context(folder.path());
    let ignore = IgnoreFile::parse(".dockerignore", "secret.txt\n");
    let document = parse("FROM scratch\nCOPY . /srv/\nCOPY web /pages\n");
    let known = known();
    let model = Model::of(&document, &known, Some(&context), Some(&ignore));
    let there = |path: &str| model.find(0, path).exists;
    assert_eq!(there("/srv/web/index.html"), Some(true));
    assert_eq!(there("/pages/index.html"), Some(true));
    assert_eq!(there("/srv/web/other.html"), Some(false));
    assert_eq!(there("/srv/secret.txt"), Some(false), "the builder is not sent it");
}

#[test]
fn a_folder_that_holds_only_accounts_brings_no_shell_into_the_root() {
    let build = "FROM alpine:3.22 AS builder\nRUN mkdir -p /rootfs/etc && echo a >> /rootfs/etc/passwd\n";
    let shell = |text: &str| {
        let mut answer = None;
        modelled(text, |model| answer = model.stages.last().unwrap().end.has_shell);
        answer
    };
    let end = "FROM scratch\nCOPY --from=builder /rootfs/ /\n";
    assert_eq!(shell(&format!("{build}{end}")), Some(false));
    assert_eq!(exists(&format!("{build}{end}"), "/etc/passwd"), Some(true));
    assert_eq!(exists(&format!("{build}{end}"), "/lib/ld-musl-x86_64.so.1"), Some(false));
    // Where nobody knows what the folder holds, or all of the stage is copied, a shell may be among it.
    assert_eq!(shell(&format!("{build}RUN make\n{end}")), None);
    assert_eq!(shell(&format!("{build}FROM scratch\nCOPY --from=builder / /\n")), None);
    assert_eq!(shell(&format!("{build}COPY bin /rootfs/bin\n{end}")), None);
}
