//! Taking a shell line apart.

use msgen::model::{Command, commands};
use proptest::prelude::*;

fn read(line: &str) -> Vec<Command> {
    commands(line).unwrap_or_else(|| panic!("cannot be taken apart: {line}"))
}

/// The commands as text: `A=b program words > file`, a `?` in front of one that is conditional, `*` behind an open word.
fn told(line: &str) -> Vec<String> {
    let word = |word: &msgen::model::Word| word.text.clone() + if word.is_open { "*" } else { "" };
    let tell = |command: &Command| {
        let assignments = command.assignments.iter().map(|(name, value)| format!("{name}={}", word(value)));
        let writes = command.writes.iter().map(|file| format!("> {}", word(file)));
        let parts: Vec<String> = assignments.chain(command.words.iter().map(word)).chain(writes).collect();
        (if command.is_conditional { "? " } else { "" }).to_owned() + &parts.join(" ")
    };
    read(line).iter().map(tell).collect()
}

#[test]
fn a_line_is_cut_at_its_operators() {
    assert_eq!(told("apk add git && go build -o /app . ; ls"), ["apk add git", "go build -o /app .", "ls"]);
    assert_eq!(told("a\nb # c\n# d\n\ne"), ["a", "b", "e"]);
    assert_eq!(told(""), Vec::<String>::new());
    assert_eq!(told("set -eux; \\\n  a; \\\n  b"), ["set -eux", "a", "b"]);
}

#[test]
fn what_may_be_left_out_or_may_fail_is_conditional() {
    assert_eq!(told("a || b"), ["? a", "? b"]);
    assert_eq!(told("a || exit 1"), ["a", "? exit 1"]);
    assert_eq!(told("a || { echo no; exit 1; }; c"), ["a", "? echo no", "? exit 1", "c"]);
    assert_eq!(told("a && b || true; c"), ["? a", "? b", "? true", "c"]);
    assert_eq!(told("a | b && c"), ["? a", "b", "c"]);
    assert_eq!(told("a & b"), ["? a", "b"]);
    assert_eq!(told("! a"), ["? a"]);
    assert_eq!(told("[ -f x ] && cp x y; b"), ["[ -f x ]", "? cp x y", "b"]);
    assert_eq!(told("[ -f x ] && cp x y"), ["[ -f x ]", "cp x y"]);
}

#[test]
fn compound_commands_give_the_commands_in_them() {
    assert_eq!(
        told("if [ \"$A\" = b ]; then c; elif d; then e; else f; fi && g"),
        ["? [ $A* = b ]", "? c", "? d", "? e", "? f", "g"]
    );
    assert_eq!(told("for i in a b \"$C\"; do d $i; done; e"), ["? d $i*", "e"]);
    assert_eq!(told("while read x; do y; done < z"), ["? read x", "? y"]);
    assert_eq!(told("case \"$(a)\" in x|y) b ;; (*) c; esac; d"), ["? a", "? b", "? c", "d"]);
    assert_eq!(told("f() { a; }; f"), ["? a", "f"]);
    assert_eq!(told("function f { a; }\nf"), ["? a", "f"]);
    assert_eq!(told("{ a; b; } > c"), ["a", "b", "> c"]);
    assert_eq!(told("[[ -f a && $b =~ ^(x|y)$ ]] && c"), ["[[ -f a $b* =~ ^ x y $ ]]", "c"]);
}

#[test]
fn a_word_loses_its_quotes_and_keeps_its_variables() {
    assert_eq!(told(r#"echo "a b" 'c $d' e\ f "$g" "${h:-i j}" k"l"m"#), ["echo a b c $d e f $g* ${h:-i j}* klm"]);
    assert_eq!(
        told(r#"go build -ldflags="-s -w -X main.v=$V" ./..."#),
        ["go build -ldflags=-s -w -X main.v=$V* ./..."]
    );
    assert_eq!(told("rm -rf /tmp/* ~/x [ a[1] ] {a,b} {}"), ["rm -rf /tmp/** ~/x* [ a[1]* ] {a,b}* {}"]);
    assert_eq!(told("echo $((1 + (2))) $(( a )) $@ a$"), ["echo $((1 + (2)))* $(( a ))* $@* a$"]);
    assert_eq!(told("a \\\n  b\\\nc"), ["a bc"]);
}

#[test]
fn substitutions_come_before_the_command_that_uses_them() {
    assert_eq!(told("a $(b | c) \"`d e`\""), ["? b", "c", "d e", "a $(b | c)* `d e`*"]);
    assert_eq!(told("A=$(b) C=d e"), ["b", "A=$(b)* C=d e"]);
    assert_eq!(told("( cd x && make ) && ls"), ["cd x", "make", "ls"]);
}

#[test]
fn a_subshell_keeps_its_folder_to_itself() {
    let subshells = |line| read(line).into_iter().map(|command| command.subshells).collect::<Vec<_>>();
    assert_eq!(subshells("a; (b; (c); d); (e)"), [vec![], vec![1], vec![1, 2], vec![1], vec![3]]);
    assert_eq!(subshells("a | b"), [vec![1], vec![2]]);
    assert_eq!(subshells("{ a; }"), [Vec::<usize>::new()]);
}

#[test]
fn redirections_name_the_files_that_are_written() {
    assert_eq!(told("echo a > b 2>&1"), ["echo a > b"]);
    assert_eq!(told(">>b echo a 2>/dev/null <c &>d"), ["echo a > b > /dev/null > d"]);
    assert_eq!(told("> a"), ["> a"]);
    assert_eq!(told("cat <<EOF > a && b"), ["cat > a", "b"]);
    assert_eq!(told("cat <<-'EOF' > a\n\tif ( && no\n\tEOF\nb"), ["cat > a", "b"]);
    assert_eq!(told("a <<<\"b c\"; d"), ["a", "d"]);
}

#[test]
fn a_script_of_another_language_is_no_shell_line() {
    assert_eq!(commands("#!/usr/bin/env python3\nprint(1)"), None);
    assert_eq!(told("#!/bin/bash -e\na"), ["a"]);
    assert_eq!(told("#!/usr/bin/env -S sh -e\na"), ["a"]);
}

#[test]
fn a_broken_line_is_not_guessed_at() {
    let broken = [
        "a 'b",
        "a \"b",
        "a $(b",
        "a `b",
        "(a",
        "a)",
        "if a; then b",
        "for in; do",
        "fi",
        "done; a",
        "{ a",
        "a || ",
        "&& a",
        "a ${b",
        "case a in b",
        "a | | b",
        "f( a",
        "a >",
        "do a",
    ];
    for line in broken {
        assert_eq!(commands(line), None, "{line}");
    }
    assert_eq!(commands(&"$(".repeat(10_000)), None);
    assert_eq!(commands(&"${a:-".repeat(10_000)), None);
    assert_eq!(commands(&"if ".repeat(10_000)), None);
}

#[test]
fn places_are_those_of_the_line() {
    let line = "é && A=b 'c d' $(e) `f g` >h";
    let all = read(line);
    let texts: Vec<&str> = all.iter().map(|command| &line[command.bytes.clone()]).collect();
    assert_eq!(texts, ["é", "e", "f g", "A=b 'c d' $(e) `f g` >h"]);
    let last = all.last().unwrap();
    let words: Vec<&str> = last.words.iter().map(|word| &line[word.bytes.clone()]).collect();
    assert_eq!(words, ["'c d'", "$(e)", "`f g`"]);
    assert_eq!(&line[last.writes[0].bytes.clone()], "h");
    assert_eq!(&line[last.assignments[0].1.bytes.clone()], "b");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused_and_places_lie_in_it(text in "\\PC{0,40}|[a-z'\"$`(){}\\[\\]<>|&;#=*\\\\ \n]{0,60}") {
        for command in commands(&text).unwrap_or_default() {
            prop_assert!(text.get(command.bytes.clone()).is_some());
            let words = command.words.iter().chain(&command.writes).chain(command.assignments.iter().map(|(_, word)| word));
            for word in words {
                prop_assert!(text.get(word.bytes.clone()).is_some());
                prop_assert!(word.bytes.start >= command.bytes.start && word.bytes.end <= command.bytes.end);
            }
        }
    }

    #[test]
    fn pieces_of_shell_in_any_order_do_no_harm(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "if ", "then ", "fi", "for ", "in ", "do ", "done", "case ", "esac", ";;", "; ", "&& ", "|| ", "| ", "& ", "(", ")",
            "{ ", "}", "$(", "${", "`", "'", "\"", "<<E\n", "E\n", "> ", "a ", "A=", "\\", "\n", "#", "[[ ", "]] ", "!", "é",
        ]), 0..25)
    ) {
        let text: String = pieces.concat();
        for command in commands(&text).unwrap_or_default() {
            prop_assert!(text.get(command.bytes).is_some());
        }
    }
}
