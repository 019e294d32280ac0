//! What other generators wrote in 2026, reduced to what stops each image, in our own words.

use msgen::check::{Finding, Severity};

use super::given::dockerfile;

/// The errors in a Dockerfile beside these files, each with its line.
fn errors(text: &str, files: &[(&str, &str)]) -> Vec<(&'static str, usize)> {
    let found = dockerfile(text).with(files).findings();
    let is_error = |finding: &Finding| finding.severity == Severity::Error;
    found.into_iter().filter(is_error).map(|finding| (finding.rule, finding.place.lines.start)).collect()
}

/// dockgen 0.1.0, Go: a shell on distroless/static, and a program that lies elsewhere.
#[test]
fn a_shell_on_an_image_without_one_is_found() {
    let text = "\
FROM golang:1.22-alpine AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /src/server .
FROM gcr.io/distroless/static-debian12
COPY --from=build /src/server /src/server
CMD [\"sh\", \"-c\", \"./server\"]
";
    let files = [("go.mod", "module example.com/hello\n"), ("main.go", "package main\n")];
    assert_eq!(errors(text, &files), [("shell-form-without-shell", 7), ("missing-start-command-file", 7)]);
}

/// dockgen 0.1.0, Rust: the program has one name where it is copied to, and another where it is started.
#[test]
fn a_program_that_is_started_under_another_name_is_found() {
    let text = "\
FROM rust:1.78-slim AS build
WORKDIR /src
COPY . .
RUN cargo build --release
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y ca-certificates && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 1001 web && useradd --uid 1001 --gid web --create-home web
WORKDIR /srv
COPY --from=build --chown=web:web /src/target/release/hello /srv/server
USER web
CMD [\"sh\", \"-c\", \"./target/release/app\"]
";
    let files =
        [("Cargo.toml", "[package]\nname = \"hello\"\n"), ("Cargo.lock", ""), ("src/main.rs", "fn main() {}\n")];
    assert_eq!(errors(text, &files), [("missing-start-command-file", 11)]);
}

/// dockgen 0.1.0, Node: a folder that nothing makes, and a file that is called otherwise.
#[test]
fn a_script_that_is_called_otherwise_is_found() {
    let text = "\
FROM node:20-alpine AS build
WORKDIR /srv
COPY . .
RUN npm ci
FROM node:20-alpine
WORKDIR /srv
COPY --from=build /srv/node_modules ./node_modules
COPY --from=build /srv/package.json ./package.json
COPY --from=build /srv/dist ./dist
USER node
CMD [\"sh\", \"-c\", \"node app.js\"]
";
    let files = [("package.json", "{}"), ("package-lock.json", "{}"), ("server.js", "")];
    assert_eq!(errors(text, &files), [("copy-from-missing-path", 9), ("missing-start-command-file", 11)]);
}

/// dockgen 0.1.0, Python: nothing stops this one.
#[test]
fn a_dockerfile_that_works_has_no_error() {
    let text = "\
FROM python:3.11-slim AS build
WORKDIR /srv
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
FROM python:3.11-slim
WORKDIR /srv
RUN useradd --uid 1001 --create-home web
COPY --from=build /usr/local/lib/python3.11/site-packages /usr/local/lib/python3.11/site-packages
COPY --from=build /usr/local/bin /usr/local/bin
COPY . .
USER web
CMD [\"sh\", \"-c\", \"python app.py\"]
";
    let files = [("requirements.txt", ""), ("app.py", "")];
    assert_eq!(errors(text, &files), []);
}

/// `@flydotio/dockerfile` 0.7.10, `--distroless`: the base starts node already.
#[test]
fn a_program_that_the_base_starts_already_is_found() {
    let text = "\
FROM node:20-slim AS build
WORKDIR /srv
COPY . .
RUN npm ci
FROM gcr.io/distroless/nodejs20
WORKDIR /srv
COPY --from=build /srv /srv
CMD [\"node\", \"server.js\"]
";
    let files = [("package.json", "{}"), ("package-lock.json", "{}"), ("server.js", "")];
    assert_eq!(errors(text, &files), [("base-entrypoint-repeats-program", 8)]);
}

/// flyctl's template for Rust: the builder moves with its tag, and the final stage stays.
#[test]
fn a_builder_that_has_moved_on_is_found() {
    let text = "\
FROM lukemathwalker/cargo-chef:latest-rust-1 AS chef
WORKDIR /srv
FROM chef AS plan
COPY . .
RUN cargo chef prepare --recipe-path recipe.json
FROM chef AS build
COPY --from=plan /srv/recipe.json recipe.json
RUN cargo chef cook --release --recipe-path recipe.json
COPY . .
RUN cargo build --release
FROM debian:bookworm-slim
WORKDIR /srv
COPY --from=build /srv/target/release/hello /usr/local/bin/hello
ENTRYPOINT [\"/usr/local/bin/hello\"]
";
    let files =
        [("Cargo.toml", "[package]\nname = \"hello\"\n"), ("Cargo.lock", ""), ("src/main.rs", "fn main() {}\n")];
    assert_eq!(errors(text, &files), [("builder-newer-than-runtime", 11)]);
}
