//! Faults that come from how the stages of a Dockerfile meet.

use msgen::check::Severity;

use super::given::dockerfile;

/// The lines a rule speaks of in a Dockerfile of which nothing else is known.
fn lines(rule: &str, text: &str) -> Vec<usize> {
    dockerfile(text).alone().lines(rule)
}

#[test]
fn a_dynamic_program_needs_the_c_library_of_its_builder() {
    let on = |base: &str, more: &str| {
        let text = format!(
            "FROM gcc:14-trixie AS build\nRUN gcc -o /app app.c\nFROM {base}\n{more}COPY --from=build /app /srv/app\nENTRYPOINT [\"/srv/app\"]\n"
        );
        lines("dynamic-binary-without-loader", &text)
    };
    assert_eq!(on("scratch", ""), [4]);
    assert_eq!(on("alpine:3.22", ""), [4]);
    assert_eq!(on("gcr.io/distroless/static-debian13:nonroot", ""), [4]);
    assert_eq!(on("gcr.io/distroless/base-debian13:nonroot", ""), [0; 0]);
    assert_eq!(on("debian:trixie-slim", ""), [0; 0]);
    assert_eq!(on("example.com/unknown", ""), [0; 0]);
    assert_eq!(on("alpine:3.22", "RUN apk add --no-cache gcompat\n"), [0; 0]);
    assert_eq!(on("scratch", "COPY --from=build /lib64/ld-linux-x86-64.so.2 /lib64/\n"), [0; 0]);
}

#[test]
fn a_program_from_a_newer_release_is_refused_by_an_older_one() {
    let on = |builder: &str, base: &str| {
        let text = format!(
            "FROM {builder} AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\nFROM {base}\nCOPY --from=build /src/target/release/app /app\nENTRYPOINT [\"/app\"]\n"
        );
        lines("builder-newer-than-runtime", &text)
    };
    assert_eq!(on("rust:1", "debian:bookworm-slim"), [5]);
    assert_eq!(on("rust:1.95-trixie", "gcr.io/distroless/cc-debian12"), [5]);
    assert_eq!(on("rust:1.95-bookworm", "debian:bookworm-slim"), [0; 0]);
    assert_eq!(on("rust:1.95-bookworm", "debian:trixie-slim"), [0; 0]);
    assert_eq!(on("rust:1.95-alpine", "debian:bookworm-slim"), [0; 0]);
}

#[test]
fn a_start_command_for_a_shell_needs_a_shell() {
    let rule = "shell-form-without-shell";
    let on = |base: &str, start: &str| lines(rule, &format!("FROM {base}\nCOPY app /app\n{start}\n"));
    let bare = "gcr.io/distroless/static-debian13:nonroot";
    assert_eq!(on(bare, "CMD /app"), [3]);
    assert_eq!(on(bare, "ENTRYPOINT /app --port $PORT"), [3]);
    assert_eq!(on(bare, "CMD [\"sh\", \"-c\", \"./app\"]"), [3]);
    assert_eq!(on(bare, "CMD [\"/bin/sh\", \"-c\", \"./app\"]"), [3]);
    assert_eq!(on(bare, "CMD [\"/app\"]"), [0; 0]);
    assert_eq!(on("scratch", "CMD /app"), [3]);
    assert_eq!(on("scratch", "COPY --from=busybox:1.37 /bin/ /bin/\nCMD /app"), [0; 0]);
    assert_eq!(on("alpine:3.22", "CMD /app"), [0; 0]);
    assert_eq!(on("alpine:3.22", "CMD [\"bash\", \"-c\", \"./app\"]"), [3]);
    assert_eq!(on("gcr.io/distroless/static-debian13:debug", "ENTRYPOINT [\"sh\", \"-c\", \"/app\"]"), [0; 0]);
    assert_eq!(on("example.com/unknown", "CMD /app"), [0; 0]);

    let mended = dockerfile(&format!("FROM {bare}\nCOPY app /app\nCMD exec /app --port 8080\n")).alone().mended(rule);
    assert!(mended.ends_with("\nCMD [\"/app\", \"--port\", \"8080\"]\n"), "{mended}");
}

#[test]
fn a_run_needs_a_shell_unless_it_brings_its_program() {
    let on = |base: &str, run: &str| lines("run-without-shell", &format!("FROM {base}\n{run}\nCMD [\"/app\"]\n"));
    assert_eq!(on("scratch", "RUN echo"), [2]);
    assert_eq!(on("gcr.io/distroless/cc-debian13", "RUN echo\nRUN echo"), [2]);
    assert_eq!(on("gcr.io/distroless/cc-debian13", "RUN [\"/app\", \"--init\"]"), [0; 0]);
    assert_eq!(on("gcr.io/distroless/cc-debian13:debug", "SHELL [\"/busybox/sh\", \"-c\"]\nRUN echo"), [0; 0]);
    assert_eq!(on("scratch", "ADD rootfs.tar.gz /\nRUN echo"), [0; 0]);
    assert_eq!(on("alpine:3.22", "RUN echo"), [0; 0]);
}

#[test]
fn what_is_started_must_be_there() {
    let rule = "missing-start-command-file";
    let with = |files: &[(&str, &str)], text: &str| dockerfile(text).with(files).lines(rule);
    assert_eq!(with(&[("app", "")], "FROM scratch\nCOPY app /srv/app\nCMD [\"/app\"]\n"), [3]);
    assert_eq!(with(&[("app", "")], "FROM scratch\nCOPY app /srv/app\nCMD [\"/srv/app\"]\n"), [0; 0]);
    assert_eq!(with(&[("app", "")], "FROM scratch\nWORKDIR /srv\nCOPY app .\nCMD [\"./app\"]\n"), [0; 0]);
    let node = "FROM node:24-alpine\nWORKDIR /app\nCOPY . .\n";
    let files = [("server.js", "")];
    assert_eq!(with(&files, &format!("{node}CMD [\"node\", \"app.js\"]\n")), [4]);
    assert_eq!(with(&files, &format!("{node}CMD node app.js\n")), [4]);
    assert_eq!(with(&files, &format!("{node}CMD [\"node\", \"server.js\"]\n")), [0; 0]);
    assert_eq!(with(&files, &format!("{node}RUN npm run build\nCMD [\"node\", \"dist/app.js\"]\n")), [0; 0]);
    assert_eq!(with(&files, &format!("{node}CMD [\"node\", \"--enable-source-maps\", \"app.js\"]\n")), [0; 0]);
    let distroless = "FROM gcr.io/distroless/nodejs24-debian13\nWORKDIR /app\nCOPY . .\n";
    assert_eq!(with(&files, &format!("{distroless}CMD [\"app.js\"]\n")), [4]);
    assert_eq!(with(&files, &format!("{distroless}CMD [\"server.js\"]\n")), [0; 0]);
    // That the source is not there is another rule's to say.
    assert_eq!(with(&[], "FROM scratch\nCOPY app /srv/app\nCMD [\"/srv/app\"]\n"), [0; 0]);
    // Behind an init process stands the program.
    let init =
        "FROM alpine:3.22\nRUN apk add --no-cache tini\nCOPY server.js /srv/\nENTRYPOINT [\"/sbin/tini\", \"--\"]\n";
    assert_eq!(with(&files, &format!("{init}CMD [\"/srv/app\"]\n")), [5]);
    assert_eq!(with(&files, &format!("{init}CMD [\"/usr/bin/app\"]\n")), [0; 0]);
}

#[test]
fn what_is_copied_from_a_stage_must_be_made_there() {
    let rule = "copy-from-missing-path";
    let from = |build: &str, source: &str| {
        lines(
            rule,
            &format!(
                "FROM gcc:14-trixie AS build\n{build}\nFROM scratch\nCOPY --from=build {source} /app\nCMD [\"/app\"]\n"
            ),
        )
    };
    assert_eq!(from("RUN gcc -o /src/app app.c", "/out/app"), [4]);
    assert_eq!(from("RUN gcc -o /src/app app.c", "/src/app"), [0; 0]);
    assert_eq!(from("RUN ./build.sh", "/out/app"), [0; 0]);
    assert_eq!(from("RUN gcc -o /src/app app.c", "/usr/lib/x"), [0; 0]);
    assert_eq!(from("RUN gcc -o /src/app app.c", "/out/*"), [0; 0]);
    assert_eq!(from("RUN mkdir -p /out && gcc -o /out/app app.c", "/out"), [0; 0]);
}

#[test]
fn what_lies_in_a_cache_mount_cannot_be_copied() {
    let rule = "copy-from-cache-mount";
    let from = |run: &str, source: &str| {
        lines(
            rule,
            &format!(
                "FROM rust:1.95-trixie AS build\nWORKDIR /src\nRUN --mount=type=cache,target=/src/target {run}\nFROM scratch\nCOPY --from=build {source} /app\nCMD [\"/app\"]\n"
            ),
        )
    };
    assert_eq!(from("cargo build --release", "/src/target/release/app"), [5]);
    assert_eq!(from("cargo build --release && cp target/release/app /app", "/app"), [0; 0]);
    assert_eq!(from("cargo build --release", "/src/Cargo.toml"), [0; 0]);
    let relative = "FROM rust:1.95-trixie AS build\nWORKDIR /src\nRUN --mount=type=cache,target=target cargo build\nFROM scratch\nCOPY --from=build /src/target/debug/app /app\n";
    assert_eq!(lines(rule, relative), [5]);
}

#[test]
fn the_program_of_the_base_is_not_named_twice() {
    let rule = "base-entrypoint-repeats-program";
    let on = |base: &str, start: &str| lines(rule, &format!("FROM {base}\nCOPY . /app\n{start}\n"));
    assert_eq!(on("gcr.io/distroless/nodejs22-debian12", "CMD [\"node\", \"server.js\"]"), [3]);
    assert_eq!(on("gcr.io/distroless/nodejs20", "CMD [\"/nodejs/bin/node\", \"server.js\"]"), [3]);
    assert_eq!(on("gcr.io/distroless/nodejs22-debian12", "CMD node server.js"), [3]);
    assert_eq!(on("gcr.io/distroless/python3-debian13", "CMD [\"python\", \"-m\", \"app\"]"), [3]);
    assert_eq!(on("gcr.io/distroless/nodejs22-debian12", "CMD [\"server.js\"]"), [0; 0]);
    assert_eq!(on("gcr.io/distroless/nodejs22-debian12", "ENTRYPOINT [\"/nodejs/bin/node\", \"server.js\"]"), [0; 0]);
    assert_eq!(on("node:24-alpine", "CMD [\"node\", \"server.js\"]"), [0; 0]);
    let java =
        dockerfile("FROM gcr.io/distroless/java21-debian13\nCOPY app.jar /\nCMD [\"java\", \"-jar\", \"/app.jar\"]\n")
            .alone();
    assert!(java.mended(rule).ends_with("\nCMD [\"/app.jar\"]\n"));
}

#[test]
fn a_health_check_needs_its_program() {
    let rule = "health-check-program-missing";
    let on = |base: &str, check: &str| lines(rule, &format!("FROM {base}\n{check}\nCMD [\"/app\"]\n"));
    let curl = "HEALTHCHECK --interval=5s CMD curl -f http://localhost/ || exit 1";
    assert_eq!(on("debian:trixie-slim", curl), [2]);
    assert_eq!(on("node:24-slim", curl), [2]);
    assert_eq!(on("node:24", curl), [0; 0]);
    assert_eq!(on("alpine:3.22", curl), [2]);
    assert_eq!(on("alpine:3.22", &format!("RUN apk add --no-cache curl\n{curl}")), [0; 0]);
    assert_eq!(on("debian:trixie-slim", &format!("RUN ./install.sh\n{curl}")), [0; 0]);
    assert_eq!(
        on("debian:trixie-slim", "RUN apt-get install -y netcat-openbsd\nHEALTHCHECK CMD nc -z localhost 80"),
        [0; 0]
    );
    assert_eq!(on("alpine:3.22", "HEALTHCHECK CMD wget -qO- http://localhost/"), [0; 0]);
    assert_eq!(on("scratch", "COPY app /app\nHEALTHCHECK CMD [\"/app\", \"--check\"]"), [0; 0]);
    assert_eq!(on("scratch", "COPY app /app\nHEALTHCHECK CMD /app --check"), [3]);
    assert_eq!(on("gcr.io/distroless/static-debian13", "HEALTHCHECK CMD [\"wget\", \"http://localhost/\"]"), [2]);
    assert_eq!(on("alpine:3.22", &format!("{curl}\nHEALTHCHECK NONE")), [0; 0]);
}

#[test]
fn a_health_check_asks_the_port_that_is_listened_on() {
    let rule = "health-check-on-other-port";
    let text = "FROM alpine:3.22\nEXPOSE 8080\nHEALTHCHECK CMD wget -qO- http://localhost:9090/\nCMD [\"/app\"]\n";
    assert_eq!(lines(rule, text), [3]);
    assert_eq!(dockerfile(text).alone().listening(9090).lines(rule), [0; 0]);
    assert!(dockerfile(text).alone().mended(rule).contains("http://localhost:8080/"));
    assert_eq!(lines(rule, &text.replace("9090", "8080")), [0; 0]);
    assert_eq!(lines(rule, &text.replace("9090", "$PORT")), [0; 0]);
    assert_eq!(lines(rule, &text.replace("EXPOSE 8080\n", "")), [0; 0]);
    assert_eq!(dockerfile(&text.replace("EXPOSE 8080\n", "")).alone().listening(8080).lines(rule), [2]);
    assert_eq!(lines(rule, &text.replace("EXPOSE 8080", "EXPOSE 8080 8081")), [0; 0]);
}

#[test]
fn a_build_for_one_machine_is_told_of() {
    let rule = "hard-coded-target";
    let with = |line: &str| {
        lines(rule, &format!("FROM golang:1.27 AS build\n{line}\nFROM scratch\nCOPY --from=build /app /app\n"))
    };
    assert_eq!(with("RUN CGO_ENABLED=0 GOOS=linux GOARCH=amd64 go build -o /app"), [2]);
    assert_eq!(with("ENV GOOS=linux GOARCH=amd64\nRUN go build -o /app"), [2]);
    assert_eq!(with("RUN export GOARCH=arm64 && go build -o /app"), [2]);
    assert_eq!(with("ARG TARGETARCH\nRUN GOARCH=$TARGETARCH go build -o /app"), [0; 0]);
    assert_eq!(with("RUN GOOS=linux go build -o /app"), [0; 0]);
    assert_eq!(with("RUN cargo build --release --target x86_64-unknown-linux-musl"), [2]);
    assert_eq!(with("RUN rustup target add x86_64-unknown-linux-musl"), [0; 0]);
    assert_eq!(with("RUN dotnet publish -r linux-x64 -o /app"), [2]);
    assert_eq!(with("RUN dotnet publish -a $TARGETARCH -o /app"), [0; 0]);
    let said = "FROM golang:1.27 AS build\nRUN GOARCH=amd64 go build -o /app\nFROM --platform=linux/amd64 scratch\nCOPY --from=build /app /app\n";
    assert_eq!(lines(rule, said), [0; 0]);
}

#[test]
fn packages_belong_to_one_version_of_their_interpreter() {
    let rule = "interpreter-version-mismatch";
    let on = |builder: &str, build: &str, base: &str, copy: &str| {
        lines(
            rule,
            &format!("FROM {builder} AS build\n{build}\nFROM {base}\nCOPY --from=build {copy}\nCMD [\"app\"]\n"),
        )
    };
    let site = "/usr/local/lib/python3.12/site-packages /usr/local/lib/python3.12/site-packages";
    let install = "RUN pip install flask";
    assert_eq!(on("python:3.12", install, "python:3.13-slim", site), [4]);
    assert_eq!(on("python:3.12", install, "gcr.io/distroless/python3-debian13", site), [4]);
    assert_eq!(on("python:3.12", install, "python:3.12-slim", site), [0; 0]);
    assert_eq!(on("python:3.12", install, "python:3-slim", site), [0; 0]);
    assert_eq!(on("python:3.12", "RUN python -m venv /venv", "python:3.13-slim", "/venv /venv"), [4]);
    assert_eq!(on("python:3.12", "RUN pip install --user flask", "python:3.13-slim", "/root/.local /root/.local"), [4]);
    assert_eq!(on("python:3.12", "RUN pip install --target /deps flask", "python:3.11-slim", "/deps /deps"), [4]);
    assert_eq!(on("python:3.12", "RUN pip wheel -w /wheels flask", "python:3.11-slim", "/wheels /wheels"), [0; 0]);
    let java = |build: &str, base: &str| on("eclipse-temurin:25-jdk", build, base, "/out /out");
    assert_eq!(java("RUN javac -d /out Main.java", "eclipse-temurin:21-jre"), [4]);
    assert_eq!(java("RUN javac --release 21 -d /out Main.java", "eclipse-temurin:21-jre"), [0; 0]);
    assert_eq!(java("RUN javac -d /out Main.java", "eclipse-temurin:25-jre"), [0; 0]);
    let dotnet = |base: &str| on("mcr.microsoft.com/dotnet/sdk:8.0", "RUN dotnet publish -o /out", base, "/out /out");
    assert_eq!(dotnet("mcr.microsoft.com/dotnet/aspnet:9.0"), [4]);
    assert_eq!(dotnet("mcr.microsoft.com/dotnet/aspnet:8.0"), [0; 0]);
    assert_eq!(dotnet("mcr.microsoft.com/dotnet/runtime-deps:8.0"), [0; 0]);
}

#[test]
fn a_compiler_stays_in_its_own_stage() {
    let rule = "compiler-in-final-image";
    assert_eq!(lines(rule, "FROM golang:1.27\nRUN go build -o /app\nCMD [\"/app\"]\n"), [1]);
    assert_eq!(
        lines(rule, "FROM golang:1.27 AS b\nRUN go build -o /app\nFROM scratch\nCOPY --from=b /app /app\n"),
        [0; 0]
    );
    assert_eq!(lines(rule, "FROM node:24-slim\nCMD [\"node\", \"app.js\"]\n"), [0; 0]);
    assert_eq!(lines(rule, "FROM eclipse-temurin:21-jdk\nCMD [\"java\", \"-jar\", \"a.jar\"]\n"), [1]);
    assert_eq!(lines(rule, "FROM eclipse-temurin:21-jre\nCMD [\"java\", \"-jar\", \"a.jar\"]\n"), [0; 0]);
    assert_eq!(lines(rule, "FROM python:3.13-slim\nRUN apt-get update && apt-get install -y build-essential\n"), [2]);
    assert_eq!(lines(rule, "FROM alpine:3.22\nRUN apk add --virtual .b build-base && make && apk del .b\n"), [0; 0]);
}

#[test]
fn an_image_that_runs_says_what() {
    let rule = "no-start-command";
    assert_eq!(lines(rule, "FROM scratch\nCOPY app /app\nUSER 65532\n"), [1]);
    assert_eq!(lines(rule, "FROM scratch\nCOPY app /app\nUSER 65532\nCMD [\"/app\"]\n"), [0; 0]);
    // For `docker build --output`.
    assert_eq!(lines(rule, "FROM scratch\nCOPY app /app\n"), [0; 0]);
    assert_eq!(lines(rule, "FROM nginx:1.30\nCOPY html /usr/share/nginx/html\nEXPOSE 80\n"), [0; 0]);
    assert_eq!(lines(rule, "FROM example.com/base\nEXPOSE 80\n"), [0; 0]);
}

#[test]
fn a_base_image_has_a_version_that_is_still_looked_after() {
    let unpinned = |from: &str| lines("unpinned-base-image", &format!("ARG TAG\n{from}\nCMD [\"/app\"]\n"));
    assert_eq!(unpinned("FROM alpine"), [2]);
    assert_eq!(unpinned("FROM alpine:latest"), [2]);
    assert_eq!(unpinned("FROM gcr.io/distroless/static-debian13"), [2]);
    assert_eq!(unpinned("FROM gcr.io/distroless/static-debian13:nonroot"), [0; 0]);
    assert_eq!(unpinned("FROM alpine:3.22"), [0; 0]);
    assert_eq!(unpinned("FROM scratch"), [0; 0]);
    assert_eq!(unpinned("FROM alpine:$TAG"), [0; 0]);
    assert_eq!(unpinned(&format!("FROM alpine@sha256:{}", "0".repeat(64))), [0; 0]);
    assert_eq!(unpinned("FROM alpine:3.22 AS base\nFROM base"), [0; 0]);

    let ended = |from: &str| lines("end-of-life-base-image", &format!("{from}\nCMD [\"/app\"]\n"));
    assert_eq!(ended("FROM alpine:3.18"), [1]);
    assert_eq!(ended("FROM golang:1.21 AS b\nFROM scratch\nCOPY --from=b /x /x"), [1]);
    assert_eq!(ended("FROM golang:1.21 AS unused\nFROM scratch\nCOPY x /x"), [0; 0]);
    assert_eq!(ended("FROM alpine:3.22"), [0; 0]);
    assert_eq!(ended("FROM alpine"), [0; 0]);
    assert_eq!(ended("FROM example.com/alpine:3.2"), [0; 0]);
}

#[test]
fn what_stops_an_image_is_an_error() {
    let given = dockerfile("FROM gcr.io/distroless/static-debian13:nonroot\nCOPY app /app\nCMD /app\n").alone();
    assert_eq!(given.only("shell-form-without-shell").severity, Severity::Error);
}
