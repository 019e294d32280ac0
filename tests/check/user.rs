//! Rules about users and owners.

use super::given::{NONE, dockerfile};

const START: &str = "CMD [\"/srv/serve\"]\n";

#[test]
fn a_program_without_a_user_of_its_own_runs_as_root() {
    let found = |text: &str| dockerfile(&format!("{text}{START}")).lines("runs-as-root");
    assert_eq!(found("FROM scratch\nCOPY serve /srv/serve\n"), [1]);
    assert_eq!(found("FROM alpine:3.22 AS base\nFROM base\nCOPY serve /srv/serve\n"), [2]);
    assert_eq!(found("FROM gcr.io/distroless/static-debian12\nCOPY serve /srv/serve\n"), [1]);
    for root in ["root", "0", "0:0", "root:root", "00"] {
        assert_eq!(found(&format!("FROM alpine:3.22\nUSER 65532\nUSER {root}\n")), [3], "{root}");
    }
    // The builder takes a variable without a value for no user: the image's `User` is empty.
    let forgotten = dockerfile(&format!("FROM alpine:3.22\nARG WHO\nUSER $WHO\n{START}")).only("runs-as-root");
    assert_eq!(forgotten.place.lines.start, 3);
    assert!(forgotten.message.contains("where nobody gives the build a user"), "{forgotten:?}");
    for fine in [
        "FROM alpine:3.22\nUSER 65532\n",
        "FROM gcr.io/distroless/static-debian12:nonroot\n",
        "FROM alpine:3.22 AS base\nUSER 65532\nFROM base\n",
        "FROM registry.example.com/unknown:1\n",
        "ARG IMAGE\nFROM $IMAGE\n",
        "FROM alpine:3.22\nARG WHO\nUSER ${WHO:-65532}\n",
        "FROM alpine:3.22\nARG WHO=65532\nUSER $WHO\n",
        "FROM alpine:3.22\nARG WHO\nUSER 65532:$WHO\n",
        "FROM alpine:3.22\nRUN apk add --no-cache su-exec\n",
    ] {
        assert_eq!(found(fine), NONE, "{fine}");
    }
    // Nothing runs: the image is a carrier of files.
    assert_eq!(dockerfile("FROM scratch\nCOPY out /\n").lines("runs-as-root"), NONE);
}

#[test]
fn a_user_by_name_is_written_by_number_where_the_number_is_known() {
    let known = dockerfile("FROM alpine:3.22\nRUN adduser -D -u 1234 app\nUSER app:app\nCMD [\"/srv/serve\"]\n");
    assert_eq!(known.lines("non-numeric-user"), [3]);
    assert!(known.mended("non-numeric-user").contains("\nUSER 1234:app\n"), "{}", known.mended("non-numeric-user"));
    let unknown = dockerfile("FROM alpine:3.22\nRUN adduser -D app\nUSER app\nCMD [\"/srv/serve\"]\n");
    assert_eq!(unknown.only("non-numeric-user").fix, None);
    for fine in ["USER 1234:app", "USER root", "USER 0", "ARG WHO\nUSER $WHO"] {
        assert_eq!(dockerfile(&format!("FROM alpine:3.22\n{fine}\n{START}")).lines("non-numeric-user"), NONE, "{fine}");
    }
}

#[test]
fn a_user_that_no_passwd_file_has_is_named_where_somebody_looks_it_up() {
    let found = |text: &str| dockerfile(text).lines("unknown-user");
    assert_eq!(found("FROM scratch\nUSER app\nENTRYPOINT [\"/serve\"]\n"), [2]);
    assert_eq!(found("FROM scratch\nUSER root\nENTRYPOINT [\"/serve\"]\n"), [2]);
    assert_eq!(found("FROM alpine:3.22\nUSER app\nRUN true\nUSER 65532\n"), [2]);
    assert_eq!(found("FROM alpine:3.22\nCOPY --chown=app serve /srv/\n"), [2]);
    for fine in [
        "FROM scratch\nCOPY --from=build /etc/passwd /etc/passwd\nUSER app\nENTRYPOINT [\"/serve\"]\n",
        "FROM scratch\nUSER 65532\nENTRYPOINT [\"/serve\"]\n",
        "FROM alpine:3.22\nUSER root\nRUN true\n",
        "FROM alpine:3.22\nUSER nobody\nRUN true\n",
        "FROM alpine:3.22\nRUN adduser -D app\nUSER app\nRUN true\n",
        // Nothing looks it up before another user comes.
        "FROM alpine:3.22\nUSER app\nUSER 65532\nCMD [\"/srv/serve\"]\n",
        "FROM registry.example.com/unknown:1\nUSER app\nCMD [\"/srv/serve\"]\n",
        // Packages and scripts add users of their own.
        "FROM alpine:3.22\nRUN apk add --no-cache apache2\nUSER apache\nRUN true\n",
        "FROM alpine:3.22\nRUN /setup.sh\nUSER app\nRUN true\n",
        // Nobody builds this stage.
        "FROM scratch AS unused\nUSER app\nWORKDIR /x\nFROM alpine:3.22\nUSER 65532\n",
    ] {
        assert_eq!(found(fine), NONE, "{fine}");
    }
}

#[test]
fn an_owner_by_name_needs_a_passwd_file() {
    let found = |text: &str| dockerfile(text).lines("chown-by-name-without-passwd");
    assert_eq!(found("FROM scratch\nCOPY --chown=app:app serve /serve\nADD --chown=65532:app serve /serve\n"), [2, 3]);
    for fine in [
        "FROM scratch\nCOPY --chown=65532:65532 serve /\n",
        "FROM scratch\nCOPY --chown=root serve /\n",
        "FROM scratch\nCOPY passwd /etc/passwd\nCOPY --chown=app serve /\n",
        "FROM alpine:3.22\nCOPY --chown=app serve /\n",
        "FROM scratch\nARG WHO\nCOPY --chown=$WHO serve /\n",
    ] {
        assert_eq!(found(fine), NONE, "{fine}");
    }
}

#[test]
fn a_chown_of_what_was_copied_stores_it_twice() {
    let found = |text: &str| dockerfile(text).lines("chown-after-copy");
    assert_eq!(found("FROM alpine:3.22\nCOPY . /srv/app/\nRUN chown -R app:app /srv\n"), [3]);
    assert_eq!(found("FROM alpine:3.22\nWORKDIR /srv\nCOPY . .\nRUN adduser -D app && chown -hR app .\n"), [4]);
    let build = "FROM golang:1.27 AS build\nRUN go build -o /out/serve .\nFROM alpine:3.22\n";
    assert_eq!(found(&format!("{build}COPY --from=build /out/serve /srv/\nRUN chown app /srv/serve\n")), [5]);
    for fine in [
        "FROM alpine:3.22\nRUN mkdir /data && chown -R app /data\nCOPY . /srv/\n",
        "FROM alpine:3.22\nCOPY . /srv/\nRUN mkdir /data && chown -R app /data\n",
        "FROM alpine:3.22\nCOPY . /srv/\nRUN chown app /srv\n",
        "FROM alpine:3.22\nCOPY . /srvant/\nRUN chown -R app /srv\n",
        "FROM alpine:3.22\nCOPY . /srv/\nRUN chown -R app \"$HOME\"\n",
        // The layers of a build stage are not shipped.
        "FROM alpine:3.22 AS build\nCOPY . /srv/\nRUN chown -R app /srv\nFROM alpine:3.22\nCOPY --from=build /srv /srv\n",
    ] {
        assert_eq!(found(fine), NONE, "{fine}");
    }
}

#[test]
fn a_working_directory_that_a_user_makes_is_named() {
    let found = |text: &str| dockerfile(text).lines("workdir-after-user");
    assert_eq!(found("FROM alpine:3.22\nUSER 65532\nWORKDIR /data\n"), [3]);
    for fine in [
        "FROM alpine:3.22\nWORKDIR /data\nUSER 65532\n",
        "FROM alpine:3.22\nRUN mkdir /data\nUSER 65532\nWORKDIR /data\n",
        "FROM alpine:3.22\nCOPY serve /data/\nUSER 65532\nWORKDIR /data\n",
        "FROM alpine:3.22\nUSER root\nWORKDIR /data\n",
        "FROM alpine:3.22\nUSER 65532\nWORKDIR /\n",
        "FROM registry.example.com/unknown:1\nUSER app\nWORKDIR /data\n",
        // A home is made with its user.
        "FROM alpine:3.22\nRUN adduser -D app\nUSER app\nWORKDIR /home/app\n",
        "FROM debian:13\nRUN useradd -m -d /srv/web web\nUSER web\nWORKDIR /srv/web\n",
    ] {
        assert_eq!(found(fine), NONE, "{fine}");
    }
}
