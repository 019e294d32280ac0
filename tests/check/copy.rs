//! Rules about the order and the sources of copies.

use super::given::{NONE, dockerfile};

/// The line of the copy that comes too early in a build stage.
fn early(stage: &str) -> Vec<usize> {
    let text = format!("{stage}FROM scratch\nCOPY --from=build /app /app\n");
    dockerfile(&text).alone().lines("source-before-dependencies")
}

#[test]
fn source_that_comes_before_the_download_is_named() {
    for (stage, line) in [
        ("FROM golang:1.27 AS build\nCOPY go.mod main.go ./\nRUN go mod download\n", 2),
        ("FROM golang:1.27 AS build\nCOPY . .\nRUN go mod download && go build -o /app .\n", 2),
        ("FROM golang:1.27 AS build\nCOPY go.mod ./\nCOPY main.go ./\nRUN go build -o /app .\n", 3),
        ("FROM node:24 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci --omit=dev\n", 3),
        ("FROM node:24 AS build\nCOPY package.json src ./\nRUN yarn\n", 2),
        ("FROM python:3.13 AS build\nADD . /app\nRUN pip install --no-cache-dir -r requirements.txt\n", 2),
        ("FROM node:24 AS build\nRUN npm install -g yarn\nCOPY . .\nRUN yarn install\n", 3),
        ("FROM rust:1 AS build\nCOPY ./ ./\nRUN cargo build --release\n", 2),
        ("FROM maven:3-eclipse-temurin-21 AS build\nCOPY pom.xml .\nCOPY src src\nRUN mvn -B clean package\n", 3),
    ] {
        assert_eq!(early(stage), [line], "{stage}");
    }
}

#[test]
fn a_download_that_needs_what_comes_before_it_is_left_alone() {
    for stage in [
        "FROM golang:1.27 AS build\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build -o /app .\n",
        "FROM golang:1.27 AS build\nCOPY . .\nRUN go build -mod=vendor -o /app .\n",
        "FROM golang:1.27 AS build\nENV GOFLAGS=-mod=vendor\nCOPY . .\nRUN go build -o /app .\n",
        "FROM golang:1.27 AS build\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build -o /app .\n",
        "FROM golang:1.27 AS build\nRUN --mount=type=bind,target=. go build -o /app .\n",
        "FROM golang:1.27 AS deps\nCOPY go.mod ./\nRUN go mod download\nFROM deps AS build\nCOPY . .\nRUN go build -o /app .\n",
        "FROM golang:1.27 AS deps\nCOPY go.mod ./\nRUN go mod download\nFROM golang:1.27 AS build\n\
         COPY --from=deps /go/pkg /go/pkg\nCOPY . .\nRUN go build -o /app .\n",
        "FROM node:24 AS build\nCOPY package.json ./\nCOPY prisma ./prisma\nRUN npm ci\nCOPY . .\nRUN npm run build\n",
        "FROM node:24 AS build\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm ci --omit=dev\n",
        "FROM python:3.13 AS build\nCOPY . .\nRUN pip install .\n",
        "FROM rust:1 AS build\nCOPY Cargo.toml Cargo.lock ./\nRUN mkdir src && touch src/lib.rs && cargo build\nCOPY src src\n\
         RUN cargo build --release\n",
        // What the download needs beside the manifest.
        "FROM rust:1 AS build\nCOPY Cargo.* build.rs ./\nRUN mkdir src && touch src/main.rs && cargo build\nCOPY . .\n",
        "FROM node:24 AS build\nCOPY vite.config.ts package.json ./\nRUN npm ci\nCOPY . .\n",
        // Nobody knows what an earlier call of the same tool has done.
        "FROM rust:1 AS build\nCOPY Cargo.toml ./\nRUN cargo warm-up\nCOPY . .\nRUN cargo build\n",
        // There is no manifest to copy.
        "FROM golang:1.27 AS build\nCOPY main.go ./\nRUN go build -o /app main.go\n",
        "FROM golang:1.27 AS build\nCOPY . .\nRUN go mod init app && go get\nRUN go build -o /app .\n",
        "FROM rust:1 AS build\nCOPY --from=planner recipe.json .\nRUN cargo chef cook\nCOPY . .\nRUN cargo build\n",
    ] {
        assert_eq!(early(stage), NONE, "{stage}");
    }
    let vendored =
        dockerfile("FROM golang:1.27\nCOPY . .\nRUN go build -o /app .\n").with(&[("vendor/modules.txt", "")]);
    assert_eq!(vendored.lines("source-before-dependencies"), NONE);
}

#[test]
fn of_dependencies_that_are_not_there_yet_it_says_so() {
    let message = |manifest: &str| {
        let file = dockerfile("FROM golang:1.27\nCOPY . .\nRUN go build -o /app .\n").with(&[("go.mod", manifest)]);
        let found = file.findings().into_iter().find(|finding| finding.rule == "source-before-dependencies");
        found.expect("a finding").message
    };
    assert!(message("module example.com/x\n").contains("would download dependencies"));
    assert!(message("module example.com/x\n\nrequire github.com/a/b v1.0.0\n").contains("downloads the dependencies"));
}

#[test]
fn a_source_that_is_not_there_is_named_and_can_be_asked_for_in_another_way() {
    let given = |text: &str| dockerfile(text).with(&[("go.mod", ""), ("src/.hidden", "")]);
    let missing = given("FROM scratch\nCOPY go.mod go.sum ./\n").only("missing-copy-source");
    assert_eq!((missing.place.lines.start, missing.place.column), (2, 13));
    assert!(missing.help.contains("`go.su[m]`"), "{}", missing.help);
    for fine in [
        "COPY go.mod ./go.mod /",
        "COPY go.mod go.su[m] *.md ./",
        "COPY src/.hidden /src/ ../go.mod /x/",
        "COPY . .",
        "COPY --from=build /x /x",
        "ADD https://example.com/x /x",
        "COPY <<EOF /x\ntext\nEOF",
        "ARG WHAT\nCOPY $WHAT /x",
    ] {
        assert_eq!(given(&format!("FROM scratch\n{fine}\n")).lines("missing-copy-source"), NONE, "{fine}");
    }
    let alone = dockerfile("FROM scratch\nCOPY go.sum ./\n").alone();
    assert_eq!(alone.lines("missing-copy-source"), NONE, "nobody knows the folder");
    let elsewhere = given("FROM scratch\nCOPY app/go.mod app/go.sum ./\nCOPY web/dist /dist\n");
    assert_eq!(elsewhere.lines("missing-copy-source"), NONE, "the context is another folder");
}

#[test]
fn a_source_that_the_ignore_file_keeps_out_is_named_with_its_line() {
    let given = |copy: &str, ignore: &str| {
        let files = [("app.json", ""), ("dist/a.js", ""), ("dist/b/c.js", "")];
        dockerfile(&format!("FROM scratch\nCOPY {copy} /\n")).with(&files).ignoring(ignore)
    };
    let found = given("app.json", "# ours\n*.json\n").only("ignored-copy-source");
    assert!(found.message.contains(".dockerignore:2 says `*.json`"), "{}", found.message);
    assert_eq!(given("dist", "dist\n").lines("ignored-copy-source"), [2]);
    for (copy, ignore) in [
        ("app.json", "*\n!app.json\n"),
        ("dist", "dist\n!dist/b\n"),
        ("dist", "*\n!**/*.js\n"),
        (".", "*\n"),
        ("*.json", "*.json\n"),
        // That it is not there is told by another rule.
        ("other.json", "*.json\n"),
    ] {
        assert_eq!(given(copy, ignore).lines("ignored-copy-source"), NONE, "{copy} {ignore}");
    }
}

#[test]
fn several_sources_need_a_slash_behind_their_target() {
    let given = |copy: &str| dockerfile(&format!("FROM scratch\nWORKDIR /srv\n{copy}\n")).alone();
    for (copy, mended) in
        [("COPY a b .", "COPY a b ./"), ("COPY --chmod=755 a b \\\n  /x  ", "COPY --chmod=755 a b \\\n  /x/  ")]
    {
        assert!(given(copy).mended("copy-without-trailing-slash").ends_with(&format!("{mended}\n")), "{copy}");
    }
    assert_eq!(given("COPY [\"a\", \"b\", \"/x\"]").lines("copy-without-trailing-slash"), [3]);
    for fine in ["COPY a .", "COPY a b ./", "COPY a* /x", "COPY [\"a\", \"b\", \"/x/\"]", "COPY a b $TO"] {
        assert_eq!(given(fine).lines("copy-without-trailing-slash"), NONE, "{fine}");
    }
}

#[test]
fn a_copy_of_everything_wants_an_ignore_file() {
    let text = "FROM scratch\nCOPY go.mod /\nCOPY ./ /srv/\n";
    assert_eq!(dockerfile(text).lines("missing-dockerignore"), [3]);
    assert_eq!(dockerfile(text).ignoring("").lines("missing-dockerignore"), NONE);
    assert_eq!(dockerfile(text).alone().lines("missing-dockerignore"), NONE);
    assert_eq!(dockerfile("FROM scratch\nCOPY go.mod src /srv/\n").lines("missing-dockerignore"), NONE);
}
