//! Rules about compilers.

use super::given::{NONE, dockerfile};

/// A build stage with this `RUN`, and a final stage that copies its program.
fn built(run: &str) -> super::given::Given {
    let text = format!(
        "FROM golang:1.27 AS build\nWORKDIR /src\nCOPY . .\n{run}\nFROM scratch\nCOPY --from=build /app /app\n"
    );
    dockerfile(&text).alone()
}

#[test]
fn a_shipped_program_wants_neither_symbols_nor_paths() {
    let plain = built("RUN CGO_ENABLED=0 go build -o /app .");
    assert_eq!((plain.lines("unstripped-binary"), plain.lines("untrimmed-paths")), (vec![4], vec![4]));
    let mended = plain.mended("unstripped-binary");
    assert!(mended.contains("\nRUN CGO_ENABLED=0 go build -ldflags=\"-s -w\" -o /app .\n"), "{mended}");
    assert!(plain.mended("untrimmed-paths").contains(" go build -trimpath -o /app .\n"));
    let version = built("RUN go build -ldflags '-X main.version=1' -o /app .");
    assert_eq!(version.only("unstripped-binary").fix, None, "its flags would be lost");
    let open = built("ARG V\nRUN go build -gcflags=\"$V\" -ldflags \"-X main.v=$V\" -o /app .");
    assert_eq!((open.lines("unstripped-binary"), open.lines("untrimmed-paths")), (vec![5], vec![5]));
    let two = built("RUN go build -trimpath -o /a . && \\\n  go build -o /app .");
    assert_eq!(two.lines("untrimmed-paths"), [5], "the first is not shipped");
    for (run, rule) in [
        ("RUN go build -ldflags=-s -o /app .", "unstripped-binary"),
        ("RUN go build -ldflags \"-X main.version=1 -w -s\" -o /app .", "unstripped-binary"),
        ("RUN go build --ldflags '-s -w' -o /app .", "unstripped-binary"),
        ("RUN go build --ldflags=--s -o /app .", "unstripped-binary"),
        ("RUN go build $FLAGS -o /app .", "untrimmed-paths"),
        ("RUN go build -ldflags=\"$FLAGS\" -o /app .", "unstripped-binary"),
        ("ENV GOFLAGS=-ldflags=-s\nRUN go build -o /app .", "unstripped-binary"),
        ("ARG GOFLAGS\nRUN go build -o /app .", "unstripped-binary"),
        ("RUN go build -o /app . && strip /app", "unstripped-binary"),
        ("RUN go build -trimpath -o /app .", "untrimmed-paths"),
        ("RUN GOFLAGS=-trimpath go build -o /app .", "untrimmed-paths"),
        // Nobody ships these.
        ("RUN go build -o /other .", "unstripped-binary"),
        ("RUN go build ./...", "untrimmed-paths"),
        ("RUN go install example.com/tool@v1", "unstripped-binary"),
        ("RUN make", "unstripped-binary"),
    ] {
        assert_eq!(built(run).lines(rule), NONE, "{run}");
    }
}

#[test]
fn a_package_is_not_one_file() {
    let found = |run: &str| built(run).lines("single-file-build");
    assert_eq!(found("RUN go build -o /app main.go"), [4]);
    let below = built("RUN go build -o /app cmd/serve/main.go").only("single-file-build");
    assert!(below.help.contains("`./cmd/serve`"), "{}", below.help);
    for fine in [
        "RUN go build -o /app .",
        "RUN go build -o /app ./cmd/serve",
        "RUN go build -o /app a.go b.go",
        "RUN gcc main.c",
    ] {
        assert_eq!(found(fine), NONE, "{fine}");
    }
}
