//! The catalogue of faults: what is changed in a submission that msgen wrote, and which rule has to say so.

/// What is changed.
pub enum Edit {
    /// In a file, this text (which must be there) becomes that one.
    Replace(&'static str, &'static str, &'static str),
    /// A file gets more lines.
    Append(&'static str, &'static str),
    /// A file is there.
    Add(&'static str, &'static str),
    /// A file is not there.
    Remove(&'static str),
}

/// A fault, and what is found of it.
pub struct Fault {
    /// Its name, unique.
    pub id: &'static str,
    /// The bases (see `course`) that it can be planted in; an empty list for all.
    pub bases: &'static [&'static str],
    /// What is changed.
    pub edits: &'static [Edit],
    /// What is found, beside what follows from the change of the file itself.
    pub rules: &'static [&'static str],
}

impl Fault {
    /// Whether it changes no file that `other` changes: then both are found as if each were alone.
    pub fn is_apart(&self, other: &Self) -> bool {
        self.edits.iter().all(|edit| other.edits.iter().all(|other| edit.file() != other.file()))
    }
}

impl Edit {
    fn file(&self) -> &str {
        match self {
            Replace(file, ..) | Append(file, _) | Add(file, _) | Remove(file) => file,
        }
    }
}

const DOCKERFILE: &str = "Dockerfile";
const IGNORE: &str = ".dockerignore";
const REPORT: &str = "REPORT";
const CONFIG: &str = "msgen.toml";

const GO: &[&str] = &["go-scratch", "go-alpine", "go-lab6"];
const BARE: &[&str] = &["go-scratch", "go-lab6", "rust-scratch"];
const SCRATCH: &[&str] = &["go-scratch", "go-lab6"];
const LAB6: &[&str] = &["go-lab6"];
const PLAIN: &[&str] = &["go-scratch", "rust-scratch", "python-distroless", "go-alpine", "node-alpine"];

use Edit::{Add, Append, Remove, Replace};

/// In the Dockerfile.
pub const DOCKERFILES: &[Fault] = &[
    Fault {
        id: "runs as root",
        bases: BARE,
        edits: &[Replace(DOCKERFILE, "USER 65532:65532\n", "")],
        rules: &["runs-as-root"],
    },
    Fault {
        id: "user by name",
        bases: GO,
        edits: &[Replace(DOCKERFILE, "USER 65532:65532\n", "USER app\n")],
        rules: &["non-numeric-user"],
    },
    Fault {
        id: "latest tag",
        bases: GO,
        edits: &[Replace(DOCKERFILE, "golang:1.27-alpine", "golang:latest")],
        rules: &["unpinned-base-image"],
    },
    Fault {
        id: "end-of-life toolchain",
        bases: GO,
        edits: &[Replace(DOCKERFILE, "golang:1.27-alpine", "golang:1.21-alpine")],
        rules: &["end-of-life-base-image"],
    },
    Fault {
        id: "end-of-life base",
        bases: &["go-alpine"],
        edits: &[Replace(DOCKERFILE, "FROM alpine:3.24", "FROM alpine:3.15")],
        rules: &["end-of-life-base-image"],
    },
    Fault {
        id: "secret in ENV",
        bases: &[],
        edits: &[Replace(DOCKERFILE, "LABEL org", "ENV API_TOKEN=ghp_b7Kx2LqPz9RtVn4WcYd8MfHs6JgTa3Eu5Xi1\nLABEL org")],
        rules: &["secret-in-image"],
    },
    Fault {
        id: "secret copied",
        bases: GO,
        edits: &[
            Replace(DOCKERFILE, "LABEL org", "COPY .env /.env\nLABEL org"),
            Add(".env", "API_TOKEN=b7Kx2LqPz9Rt\n"),
        ],
        rules: &["ignored-copy-source", "secret-in-image"],
    },
    Fault {
        id: "shell form on scratch",
        bases: SCRATCH,
        edits: &[Replace(DOCKERFILE, "ENTRYPOINT [\"/hello\"]", "ENTRYPOINT /hello")],
        rules: &["shell-form-without-shell"],
    },
    Fault {
        id: "relative start command",
        bases: SCRATCH,
        edits: &[Replace(DOCKERFILE, "ENTRYPOINT [\"/hello\"]", "ENTRYPOINT [\"./hello\"]")],
        rules: &["relative-start-command"],
    },
    Fault {
        id: "no start command",
        bases: BARE,
        edits: &[Replace(DOCKERFILE, "ENTRYPOINT [\"/hello\"]", "")],
        rules: &["no-start-command"],
    },
    Fault {
        id: "start command of another name",
        bases: SCRATCH,
        edits: &[Replace(DOCKERFILE, "ENTRYPOINT [\"/hello\"]", "ENTRYPOINT [\"/helo\"]")],
        rules: &["missing-start-command-file"],
    },
    Fault {
        id: "copy of what is not there",
        bases: &[],
        edits: &[Replace(DOCKERFILE, "LABEL org", "COPY settings.yaml /etc/\nLABEL org")],
        rules: &["missing-copy-source"],
    },
    Fault {
        id: "copy of what no stage made",
        bases: SCRATCH,
        edits: &[Replace(DOCKERFILE, "/out/hello /hello", "/wrong/hello /hello")],
        rules: &["copy-from-missing-path"],
    },
    Fault {
        id: "copy of what a cache mount had",
        bases: SCRATCH,
        edits: &[Replace(
            DOCKERFILE,
            "COPY --link --from=builder /out/hello /hello",
            "COPY --link --from=builder /root/.cache/go-build/x /x\nCOPY --link --from=builder /out/hello /hello",
        )],
        rules: &["copy-from-cache-mount"],
    },
    Fault {
        id: "dynamic program on scratch",
        bases: SCRATCH,
        edits: &[
            Replace(DOCKERFILE, "golang:1.27-alpine", "golang:1.27-trixie"),
            Replace(DOCKERFILE, "CGO_ENABLED=0 ", ""),
        ],
        rules: &["dynamic-binary-without-loader"],
    },
    Fault {
        id: "health check without its program",
        bases: SCRATCH,
        edits: &[Replace(
            DOCKERFILE,
            "EXPOSE 8080",
            "EXPOSE 8080\nHEALTHCHECK CMD [\"curl\", \"-f\", \"http://localhost:8080/health\"]",
        )],
        rules: &["health-check-program-missing"],
    },
    Fault {
        id: "RUN on scratch",
        bases: SCRATCH,
        edits: &[Replace(DOCKERFILE, "LABEL org", "RUN mkdir /data\nLABEL org")],
        rules: &["run-without-shell"],
    },
    Fault {
        id: "owner by a name that nobody knows",
        bases: BARE,
        edits: &[Replace(
            DOCKERFILE,
            "COPY --link --from=builder /rootfs/ /\n\nCOPY --link --from=builder /out/hello /hello",
            "COPY --link --chown=app:app --from=builder /out/hello /hello",
        )],
        rules: &["chown-by-name-without-passwd"],
    },
    Fault {
        id: "symbols left in",
        bases: GO,
        edits: &[Replace(DOCKERFILE, " -ldflags=\"-s -w\"", "")],
        rules: &["unstripped-binary"],
    },
    Fault {
        id: "paths left in",
        bases: GO,
        edits: &[Replace(DOCKERFILE, " -trimpath", "")],
        rules: &["untrimmed-paths"],
    },
    Fault {
        id: "one machine only",
        bases: GO,
        edits: &[Replace(DOCKERFILE, "GOARCH=\"$TARGETARCH\"", "GOARCH=amd64")],
        rules: &["hard-coded-target"],
    },
    Fault {
        id: "working directory behind the user",
        bases: &["go-alpine"],
        edits: &[Replace(DOCKERFILE, "EXPOSE 8080", "WORKDIR /srv/data\nEXPOSE 8080")],
        rules: &["workdir-after-user"],
    },
    Fault {
        id: "several files into no folder",
        bases: GO,
        edits: &[Replace(DOCKERFILE, "LABEL org", "COPY go.mod main.go /srv/app\nLABEL org")],
        rules: &["copy-without-trailing-slash"],
    },
    Fault {
        id: "base that the course does not allow",
        bases: LAB6,
        edits: &[Replace(DOCKERFILE, "FROM scratch", "FROM alpine:3.24")],
        rules: &["base-not-allowed"],
    },
];

/// In the ignore file.
pub const IGNORES: &[Fault] = &[
    Fault {
        id: "secrets let in again",
        bases: &["python-distroless", "node-alpine"],
        edits: &[
            Replace(DOCKERFILE, "LABEL org", "COPY . /srv/\nLABEL org"),
            Append(IGNORE, "!**/.env\n"),
            Add(".env", "API_TOKEN=b7Kx2LqPz9Rt\n"),
        ],
        rules: &["secret-in-context"],
    },
    Fault {
        id: "source kept out",
        bases: GO,
        edits: &[Replace(DOCKERFILE, "LABEL org", "COPY main.go /srv/\nLABEL org"), Append(IGNORE, "main.go\n")],
        rules: &["ignored-copy-source"],
    },
    Fault {
        id: "everything copied, and no ignore file",
        bases: &[],
        edits: &[Replace(DOCKERFILE, "LABEL org", "COPY . /srv/\nLABEL org"), Remove(IGNORE)],
        rules: &["missing-dockerignore"],
    },
    Fault { id: "ignore file edited", bases: &[], edits: &[Append(IGNORE, "*.bak\n")], rules: &[] },
];

/// In the report.
pub const REPORTS: &[Fault] = &[
    Fault {
        id: "question left open",
        bases: &[],
        edits: &[Append(REPORT, "\n## More\n\n> **TODO** Which line would you least like to lose?\n")],
        rules: &["unanswered-question"],
    },
    Fault {
        id: "wrong arithmetic",
        bases: &[],
        edits: &[Append(REPORT, "\n## More\n\nIt went from 814 MB → 14.3 MB (98.6 % reduction).\n")],
        rules: &["wrong-arithmetic"],
    },
    Fault {
        id: "ragged table",
        bases: &[],
        edits: &[Append(REPORT, "\n## More\n\n| A | B |\n| --- | --- |\n| large | small | none |\n")],
        rules: &["ragged-table"],
    },
    Fault {
        id: "two sizes for one image",
        bases: &[],
        edits: &[Append(REPORT, "\n## More\n\n- builder image: 300 MB\n\n## Again\n\n- builder image: 221 MB\n")],
        rules: &["contradicting-size"],
    },
    Fault {
        id: "placeholder left",
        bases: &[],
        edits: &[Append(REPORT, "\n## More\n\nIt is published as `docker.io/yourusername/app:1.0.0`.\n")],
        rules: &["leftover-placeholder"],
    },
    Fault {
        id: "listing of another Dockerfile",
        bases: SCRATCH,
        edits: &[Append(
            REPORT,
            "\n## More\n\n```dockerfile\nFROM scratch AS runtime\nCOPY --link --from=builder /rootfs/ /\n\
             COPY --link --from=builder /out/hello /app/hello\nUSER 65532:65532\nEXPOSE 8080\n\
             ENTRYPOINT [\"/app/hello\"]\n```\n",
        )],
        rules: &["listed-dockerfile-differs"],
    },
    Fault {
        id: "section missing",
        bases: LAB6,
        edits: &[Replace(REPORT, "## Design questions", "## Questions")],
        rules: &["missing-section"],
    },
    Fault {
        id: "image too large",
        bases: LAB6,
        edits: &[Append(REPORT, "\n## More\n\n- final image: 48.6 MB\n")],
        rules: &["image-too-large"],
    },
];

/// Drift.
pub const DRIFTS: &[Fault] = &[
    Fault {
        id: "edited by hand",
        bases: &[],
        edits: &[Replace(DOCKERFILE, "LABEL org", "LABEL author=\"me\"\nLABEL org")],
        rules: &[],
    },
    Fault {
        id: "answers changed",
        bases: &["go-scratch", "go-alpine"],
        edits: &[Replace(CONFIG, "[answers]\n", "[answers]\nport = 9090\n")],
        rules: &["answers-changed"],
    },
    Fault { id: "ignore file gone", bases: &[], edits: &[Remove(IGNORE)], rules: &[] },
    Fault { id: "report gone", bases: PLAIN, edits: &[Remove(REPORT)], rules: &["file-missing"] },
    Fault { id: "report not handed in", bases: LAB6, edits: &[Remove(REPORT)], rules: &["missing-report"] },
];
