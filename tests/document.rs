//! Reading a Dockerfile, printing it back, and turning a rendered template into the file that is written.

use msgen::document::{Document, Instruction, Item};
use proptest::prelude::*;

pub(crate) fn parse(text: &str) -> Document {
    Document::parse("Dockerfile", text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn refusal(text: &str) -> String {
    Document::parse("Dockerfile", text).unwrap_err().to_string()
}

fn only(text: &str) -> Instruction {
    let document = parse(text);
    let mut instructions = document.instructions();
    let first = instructions.next().unwrap().clone();
    assert_eq!(instructions.next(), None, "{text}");
    first
}

/// What the builder sees of each instruction: everything but lines, raw text and reasons.
pub(crate) fn meaning(document: &Document) -> Vec<String> {
    let tell =
        |it: &Instruction| format!("{} {:?} {} {:?} {:?}", it.keyword, it.flags, it.arguments, it.json, it.heredocs);
    document.instructions().map(|it| tell(it) + &it.nested.as_deref().map(tell).unwrap_or_default()).collect()
}

/// The document has the lines it says it has.
pub(crate) fn assert_lines_are_right(document: &Document) {
    let text = document.to_string();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split_inclusive('\n').collect();
    for it in document.instructions() {
        assert_eq!(lines[it.span.start - 1..it.span.end].concat(), it.raw);
    }
}

const GO: &str = "\
# syntax=docker/dockerfile:1
# check=error=true

ARG GO_VERSION=1.27
FROM --platform=$BUILDPLATFORM golang:${GO_VERSION}-alpine AS build
WORKDIR /src
RUN --mount=type=cache,target=/go/pkg/mod \\
    --mount=type=bind,source=go.mod,target=go.mod \\
    # the sums too
    --mount=type=bind,source=go.sum,target=go.sum \\
    go mod download

FROM scratch
COPY --link --from=build /out/app /app
USER 65532:65532
ENTRYPOINT [\"/app\"]
";

#[test]
fn a_dockerfile_prints_back_byte_for_byte() {
    let texts = [
        GO,
        "FROM a",
        "from a\r\nRUN b \\\r\n  c\r\n",
        "\u{feff}# syntax=x\nFROM a\n",
        "\n\n  \t\n  FROM a   \n\n\n",
        "FROM a\nRUN x \\  \n\n  # c\n\t\n y\n",
        "FROM a\nRUN x \\",
        "\\\nFROM a\n",
        "FROM a\nRUN <<EOF\nFROM b\n# no comment\n\n\\\nEOF",
        "FROM a\nCOPY <<A <<B /x\n1\nA\n2\nB\nRUN y\n",
    ];
    for text in texts {
        let document = parse(text);
        assert_eq!(document.to_string(), text);
        assert_lines_are_right(&document);
    }
}

#[test]
fn an_instruction_has_keyword_flags_arguments_and_lines() {
    let document = parse(GO);
    let run = document.at(9).unwrap();
    assert_eq!((run.keyword.as_str(), run.arguments.as_str()), ("RUN", "go mod download"));
    assert_eq!(run.flags_named("mount").count(), 3);
    assert_eq!(run.span.to_string(), "7-11");
    let copy = document.at(14).unwrap();
    assert_eq!((copy.flag("link"), copy.flag("from"), copy.flag("chown")), (Some(""), Some("build"), None));
    assert_eq!(copy.flags[1].to_string(), "--from=build");
    assert_eq!(document.at(3), None);
}

#[test]
fn arguments_are_what_the_builder_makes_of_the_lines() {
    let cases = [
        ("run   echo a  ", "echo a"),
        ("RUN\techo a", "echo a"),
        ("RUN echo \\\n a \\ \t\n\n # x\nb", "echo  a b"),
        ("RUN echo \\\\\n", "echo \\\\"),
        ("RUN echo a\\\r\nb\r\n", "echo ab"),
        ("# escape=`\nRUN echo C:\\`\nx", "echo C:\\x"),
        ("RUN --network=none -- --x", "--x"),
        ("RUN --a=\"b c\" --d=e\\ f x", "x"),
        ("RUN --a=b\u{2003}c d", "d"),
        ("RUN --a=b\u{b}\u{c}--c d", "d"),
        ("RUN \u{3000}--a=b c", "--a=b c"),
        ("STOPSIGNAL 9", "9"),
        ("NONSENSE a b", "a b"),
        ("RUN", ""),
    ];
    for (text, arguments) in cases {
        assert_eq!(only(text).arguments, arguments, "{text}");
    }
    let flags = only("RUN --a=\"b c\" --d=e\\ f x").flags;
    assert_eq!((flags[0].value.as_deref(), flags[1].value.as_deref()), (Some("b c"), Some("e f")));
}

#[test]
fn an_exec_form_is_read_where_the_keyword_has_one() {
    let cases: [(&str, Option<&[&str]>); 9] = [
        ("CMD [\"a\", \"b c\"]", Some(&["a", "b c"])),
        ("ENTRYPOINT [ ]", Some(&[])),
        ("COPY --from=x [\"a b\", \"/c\"]", Some(&["a b", "/c"])),
        ("SHELL [\"sh\", \\\n \"-c\"]", Some(&["sh", "-c"])),
        ("HEALTHCHECK --interval=5s CMD [\"/app\", \"-h\"]", Some(&["/app", "-h"])),
        ("HEALTHCHECK NONE", None),
        ("CMD ['a']", None),
        ("CMD [\"a\"] b", None),
        ("LABEL [\"a\"]", None),
    ];
    for (text, words) in cases {
        assert_eq!(
            only(text).json.as_deref(),
            words.map(|words| words.iter().map(ToString::to_string).collect::<Vec<_>>()).as_deref(),
            "{text}"
        );
    }
}

#[test]
fn parser_directives_stand_only_at_the_top() {
    let kinds = |text: &str| -> String {
        let kind = |item: &Item| match item {
            Item::Directive { .. } => 'D',
            Item::Comment { .. } => 'C',
            Item::Blank { .. } => 'B',
            Item::Instruction(_) => 'I',
        };
        parse(text).items().iter().map(kind).collect()
    };
    let cases = [
        ("# syntax=a\n#check = b=c\n# escape=\\\nFROM a", "DDDI"),
        ("  # SYNTAX=a\nFROM a", "DI"),
        ("\n# syntax=a\nFROM a", "BCI"),
        ("# hello\n# syntax=a\nFROM a", "CCI"),
        ("# other=a\n# syntax=a\nFROM a", "CCI"),
        ("#!/usr/bin/env x\nFROM a\n# escape=`\n", "CIC"),
        ("#!/usr/bin/env x\n# syntax=a\n# escape=`\n# check=b\n# c\n# check=d\nFROM a", "CDCDCCI"),
        ("#!x\n# check=b\n# check=c\n# syntax=a\nFROM a", "CDCCI"),
        ("\n#!x\n# syntax=a\nFROM a", "BCCI"),
        ("#!x\n\n# syntax=a\nFROM a", "CBCI"),
    ];
    for (text, expected) in cases {
        assert_eq!(kinds(text), expected, "{text}");
    }
    let document = parse("\u{feff}# Syntax = docker/dockerfile:1 \r\n# escape=`\r\nFROM a `\n AS b");
    assert_eq!((document.directive("syntax"), document.escape), (Some("docker/dockerfile:1"), '`'));
    assert_eq!(document.stages().next().unwrap().name, Some("b"));
    let executable = parse("#!x\n# escape=`\n# syntax=a\nFROM a \\\n AS b");
    assert_eq!((executable.directive("syntax"), executable.escape), (Some("a"), '\\'));
}

#[test]
fn here_documents_are_found_as_the_builder_finds_them() {
    /// Name, expand, `strip_tabs`, content.
    type Expected = (&'static str, bool, bool, &'static str);
    let cases: [(&str, &[Expected]); 17] = [
        ("RUN <<EOF\na\n\nEOF", &[("EOF", true, false, "a\n\n")]),
        ("RUN <<-EOF\n\ta\n\tEOF", &[("EOF", true, true, "a\n")]),
        ("RUN <<\"EOF\" cat\n$a\r\nEOF\r\n", &[("EOF", false, false, "$a\r\n")]),
        ("RUN <<-'EOF'\nEOF", &[("EOF", false, true, "")]),
        ("RUN 3<<eo'f' > x\neof", &[("eof", false, false, "")]),
        ("RUN <<eo\\'f\neo'f", &[("eo'f", true, false, "")]),
        ("RUN <<'one two'\na\none two", &[("one two", false, false, "a\n")]),
        ("RUN <<$EOF\n$EOF", &[("$EOF", true, false, "")]),
        ("RUN <<  EOF > x\nEOF", &[("EOF", true, false, "")]),
        ("COPY <<X <<Y /d\nY\nX\nX\nY", &[("X", true, false, "Y\n"), ("Y", true, false, "X\n")]),
        ("add \\\n  <<a.txt /d\n1\na.txt", &[("a.txt", true, false, "1\n")]),
        ("RUN \"<<EOF\"", &[]),
        ("RUN cat <<<EOF", &[]),
        ("RUN x=$((1<<3))", &[]),
        ("RUN it's <<EOF", &[]),
        ("RUN [\"<<EOF\"]", &[]),
        ("USER <<EOF", &[]),
    ];
    for (text, expected) in cases {
        let heredocs = only(text).heredocs;
        let found: Vec<_> =
            heredocs.iter().map(|it| (it.name.as_str(), it.expand, it.strip_tabs, it.content.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn onbuild_holds_a_nested_instruction_with_its_here_documents() {
    let onbuild = only("onbuild copy --from=a <<EOF /x\nhello\nEOF\n");
    let nested = onbuild.nested.as_deref().unwrap();
    assert_eq!((onbuild.keyword.as_str(), onbuild.arguments.as_str()), ("ONBUILD", "copy --from=a <<EOF /x"));
    assert_eq!((nested.keyword.as_str(), nested.arguments.as_str()), ("COPY", "<<EOF /x"));
    assert_eq!((nested.flag("from"), nested.span), (Some("a"), onbuild.span));
    assert_eq!((nested.heredocs[0].content.as_str(), onbuild.heredocs.len()), ("hello\n", 0));
}

#[test]
fn what_the_builder_refuses_is_refused_with_its_line() {
    let cases = [
        ("", "the file has no instruction", "Dockerfile:1"),
        ("# a\n\n", "the file has no instruction", "Dockerfile:2"),
        ("FROM a\n\nRUN \\\n<<EOF\n EOF\n", "the here-document `EOF` has no end", "Dockerfile:3"),
        ("# escape=\\\n# escape=`\nFROM a", "the parser directive `escape` is given twice", "Dockerfile:2"),
        ("# escape=x\nFROM a", "`x` cannot be the escape character", "Dockerfile:1"),
        ("FROM a\nCMD [\"a\", 1]", "an exec form may hold strings only", "Dockerfile:2"),
        ("FROM a\n\\\n\n", "a line is continued, but there is no instruction", "Dockerfile:2"),
        ("FROM a\nONBUILD ONBUILD RUN b", "ONBUILD cannot hold another ONBUILD", "Dockerfile:2"),
    ];
    for (text, what, place) in cases {
        let told = refusal(text);
        assert!(told.starts_with(&format!("{what}\n  where: {place}")), "{text}: {told}");
    }
}

#[test]
fn stages_divide_the_instructions() {
    let document = parse(GO);
    assert_eq!(document.global().map(|it| it.arguments.as_str()).collect::<Vec<_>>(), ["GO_VERSION=1.27"]);
    let stages: Vec<_> = document.stages().collect();
    let heads: Vec<_> =
        stages.iter().map(|it| (it.index, it.name, it.base, it.platform, it.instructions.len())).collect();
    let build = (0, Some("build"), "golang:${GO_VERSION}-alpine", Some("$BUILDPLATFORM"), 2);
    assert_eq!(heads, [build, (1, None, "scratch", None, 3)]);
    assert_eq!(stages[1].from.span.start, 13);
    assert_eq!(parse("RUN a\n").stages().count(), 0);
    assert_eq!(parse("FROM\n").stages().next().unwrap().base, "");
}

#[test]
fn a_document_serializes_with_the_kind_of_each_item() {
    let json = serde_json::to_value(parse("# a\nFROM b\n")).unwrap();
    assert_eq!(json["items"][0]["kind"], "comment");
    assert_eq!((&json["items"][1]["keyword"], &json["items"][1]["span"]["end"]), (&"FROM".into(), &2.into()));
}

#[test]
fn markers_become_reasons_and_leave() {
    let text = "# syntax=a\n\n#: one two\nFROM a\n# for people\n  #:three \r\n#: one three\nRUN b \\\n  c\n#: a-1\nRUN <<E\n#: text\nE\n";
    let document = parse(text).take_markers().unwrap();
    assert_eq!(document.to_string(), "# syntax=a\n\nFROM a\n# for people\nRUN b \\\n  c\nRUN <<E\n#: text\nE\n");
    let reasons: Vec<_> = document.instructions().map(|it| (it.span.start, it.reasons.join(" "))).collect();
    assert_eq!(reasons, [(3, "one two".into()), (5, "three one".into()), (7, "a-1".into())]);
    assert_lines_are_right(&document);
}

#[test]
fn a_marker_that_marks_nothing_is_refused_with_its_line() {
    let cases = [
        ("#: a\n\nFROM a\n", 1, "a reason marker is not directly above an instruction"),
        ("FROM a\n#: a\n# b\nRUN b\n", 2, "a reason marker is not directly above an instruction"),
        ("FROM a\n#: a\n", 2, "a reason marker is not directly above an instruction"),
        ("FROM a\nRUN b \\\n  #: a\n  c\n", 3, "a reason marker is not directly above an instruction"),
        ("#:\nFROM a\n", 1, "a reason marker names no reason"),
        ("#: a\n#: Cache\nFROM a\n", 2, "`Cache` cannot be a reason"),
    ];
    for (text, line, what) in cases {
        let told = parse(text).take_markers().unwrap_err().to_string();
        assert!(told.starts_with(&format!("{what}\n  where: Dockerfile:{line}\n")), "{text}: {told}");
    }
}

#[test]
fn tidying_evens_the_white_space_and_nothing_else() {
    let cases = [
        ("\n\nFROM a\n\n \n\nRUN b\n\n\n", "FROM a\n\nRUN b\n"),
        ("FROM a", "FROM a\n"),
        ("# syntax=a \nFROM a  \r\n#  c \t\n", "# syntax=a\nFROM a\n#  c\n"),
        ("RUN a \\  \n\n  \t\n  # why \n  b \\\r\n\n", "RUN a \\\n  # why\n  b \\\n"),
        ("RUN <<E  \n a \n\n\nE", "RUN <<E\n a \n\n\nE\n"),
        ("\n# escape=`\nFROM a", "\n# escape=`\nFROM a\n"),
        ("\n# other=`\nFROM a", "# other=`\nFROM a\n"),
        ("\n#!x\n# syntax=a\nFROM a", "\n#!x\n# syntax=a\nFROM a\n"),
        ("#!x\n# syntax=a\nFROM a", "#!x\n# syntax=a\nFROM a\n"),
        ("RUN a\\\u{a0}\nUSER b", "RUN a\\\u{a0}\nUSER b\n"),
    ];
    for (text, expected) in cases {
        let document = parse(text);
        let tidy = document.clone().tidy();
        assert_eq!(tidy.to_string(), expected, "{text:?}");
        assert_eq!(meaning(&tidy), meaning(&document));
    }
}

/// Pieces of Dockerfiles, right and odd, that any order makes a Dockerfile of, as long as one holds an instruction.
pub(crate) fn dockerfile() -> impl Strategy<Value = String> {
    let head = prop::sample::select(vec![
        "",
        "\u{feff}",
        "# syntax=a\n",
        "# escape=`\n",
        "# check=skip=all\n#\n",
        "\n# escape=`\n",
        "#!x\n# escape=`\n# check=a\n",
        "\n#!x\n",
    ]);
    let piece = prop::sample::select(vec![
        "FROM --platform=$BUILDPLATFORM golang:1 AS build\n",
        "  from scratch\r\n",
        "RUN a \\\n\n   # note\n  b \\ \n  c \n",
        "RUN --mount=type=cache,target=/x \\\r\n\t\r\n  go build\r\n",
        "RUN a `\n  b\n",
        "RUN <<EOF\n\n  text \nEOF\n",
        "COPY <<-A <<'B' /x\n\ta\n\tA\n b\r\nB\r\n",
        "ONBUILD RUN <<E cat\n# x\nE\n",
        "ENV A=\"b c\" \\\n D=e\n",
        "CMD [\"a\", \"b\"]\n",
        "# a comment  \n",
        "# word=value\n",
        "\n",
        " \t\r\n",
    ]);
    let marked =
        prop::sample::select(vec!["#: one\nUSER 1:1\n", "#: two one\nEXPOSE 1\n", "#: three\n#: two\nFROM x\n"]);
    let pieces = prop::collection::vec(prop_oneof![4 => piece, 2 => marked], 0..12);
    let end = prop::sample::select(vec!["WORKDIR /x", "WORKDIR /x\n\n", "RUN x \\\n\n", "RUN x \\"]);
    (head, pieces, end).prop_map(|(head, pieces, end)| format!("{head}{}{end}", pieces.concat()))
}

proptest! {
    #[test]
    fn any_dockerfile_prints_back_identically(text in dockerfile()) {
        let document = parse(&text);
        prop_assert_eq!(document.to_string(), text);
        assert_lines_are_right(&document);
    }

    #[test]
    fn arbitrary_text_never_panics_and_prints_back_when_it_parses(
        text in r#"(FROM|RUN|COPY|ONBUILD|# escape=|#:|<<|EOF|\$\{|\$|:-|[-\\`"'#= \t\r\n\[\]{}/a0é\x0b\x{85}\x{feff}]){0,60}"#,
    ) {
        if let Ok(document) = Document::parse("Dockerfile", &text) {
            prop_assert_eq!(document.to_string(), text);
            let tidy = document.clone().tidy();
            prop_assert_eq!(meaning(&tidy), meaning(&document));
            prop_assert_eq!(meaning(&parse(&tidy.to_string())), meaning(&document));
            let _ = document.take_markers();
        }
    }

    #[test]
    fn any_unicode_text_never_panics(text in "\\PC*") {
        let _ = Document::parse("Dockerfile", &text);
    }

    #[test]
    fn taking_markers_and_tidying_a_second_time_changes_nothing(text in dockerfile()) {
        let once = parse(&text).take_markers().unwrap().tidy();
        let again = parse(&once.to_string()).take_markers().unwrap().tidy();
        prop_assert_eq!(again.to_string(), once.to_string());
        prop_assert_eq!(meaning(&once), meaning(&parse(&text)));
        prop_assert_eq!(meaning(&again), meaning(&once));
        assert_lines_are_right(&once);
    }
}

#[test]
fn tidying_never_makes_a_byte_order_mark_of_a_word() {
    let document = parse("\n\u{feff}x\n");
    assert_eq!(meaning(&parse(&document.clone().tidy().to_string())), meaning(&document));
}

#[test]
fn deeply_nested_variables_do_not_exhaust_the_stack() {
    let text = format!("RUN <<{}", "${a:-".repeat(100_000));
    assert_eq!(only(&text).heredocs, []);
    let text = format!("{}RUN a", "ONBUILD ".repeat(100_000));
    assert!(Document::parse("Dockerfile", &text).is_err());
}

#[test]
fn instructions_that_say_the_same_keep_their_own_reasons() {
    let text = "FROM a AS b\n#: one\nWORKDIR /app\nFROM c\n#: two\nWORKDIR /app\n";
    let explained = Document::parse("Dockerfile", text).unwrap().take_markers().unwrap();
    let edited = explained.to_string().replace("FROM c\n", "FROM c\nUSER 1\n");
    let edited = Document::parse("Dockerfile", &edited).unwrap().with_reasons_of(&explained);
    let reasons: Vec<String> = edited.instructions().map(|instruction| instruction.reasons.join(" ")).collect();
    assert_eq!(reasons, ["", "one", "", "", "two"]);
}
