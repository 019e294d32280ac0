//! No Dockerfile is too strange to be checked.

use proptest::prelude::*;

use super::given::dockerfile;

/// Instructions that rules look at, right and odd, and what they are about.
fn lines() -> impl Strategy<Value = Vec<String>> {
    let line = prop::sample::select(vec![
        "FROM alpine:3.22 AS a",
        "FROM scratch",
        "FROM a",
        "FROM gcr.io/distroless/static-debian12:nonroot AS b",
        "FROM $X",
        "ARG TOKEN=a",
        "ENV API_KEY=\"b c\" X",
        "USER",
        "USER app:",
        "USER 0",
        "WORKDIR x/..",
        "WORKDIR /home/app",
        "COPY . .",
        "COPY --chown=:app [\"a\", \"b\"]",
        "COPY --from=a / /",
        "COPY --from=0 /app/x ../",
        "COPY go.mod é.env /",
        "ADD",
        "RUN go build -ldflags",
        "RUN go build -o /app/x main.go && chown -R",
        "RUN chown -R app / é",
        "RUN npm",
        "RUN [\"go\"]",
        "EXPOSE 1-/ é/tcp",
        "CMD",
        "ENTRYPOINT [\"./é\"]",
        "ONBUILD COPY . .",
        "HEALTHCHECK NONE",
        "COPY <<A <<B /x\na\nA\nB",
    ]);
    prop::collection::vec(line.prop_map(str::to_owned), 1..14)
}

proptest! {
    #[test]
    fn the_rules_come_to_an_end_and_speak_of_places_in_the_file(
        lines in lines(),
        ignore in prop::option::of("[!/.*a-eé \n]{0,20}"),
        port in prop::option::of(1u16..),
    ) {
        let text = lines.join("\n");
        let mut given = dockerfile(&text).with(&[("a/.env", "x"), ("go.mod", "")]);
        if let Some(ignore) = &ignore {
            given = given.ignoring(ignore);
        }
        if let Some(port) = port {
            given = given.listening(port);
        }
        for finding in given.findings() {
            let file = if finding.place.file == "Dockerfile" { &text } else { ignore.as_ref().unwrap() };
            prop_assert!(file.get(finding.place.bytes.clone()).is_some(), "{finding:?}");
            for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
                prop_assert!(file.get(edit.bytes.clone()).is_some(), "{finding:?}");
            }
        }
    }
}
