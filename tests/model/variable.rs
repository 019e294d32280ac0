//! Variables, as the builder replaces them.

use super::{known, modelled};
use crate::document::parse;
use msgen::model::{Base, Model, Scope, Variable};

fn scope(values: &[(&str, Option<&str>)]) -> Scope {
    let variable = |value: Option<&str>| Variable { value: value.map(str::to_owned), is_argument: false };
    Scope { variables: values.iter().map(|(name, value)| ((*name).to_owned(), variable(*value))).collect() }
}

#[test]
fn a_variable_is_replaced_as_the_reference_says() {
    let scope = scope(&[("a", Some("one")), ("empty", Some("")), ("later", None)]);
    let table = [
        ("$a/${a}", Some("one/one")),
        ("$unset.", Some(".")),
        ("${unset:-two}", Some("two")),
        ("${empty-two}", Some("")),
        ("${empty:-two}", Some("two")),
        ("${unset:-$a}", Some("one")),
        ("${a:+set}", Some("set")),
        ("${unset:+set}", Some("")),
        ("${unset:?must}", None),
        ("'$a'", Some("$a")),
        ("\"$a b\"", Some("one b")),
        ("\\$a", Some("$a")),
        ("$later", None),
        ("${later:-x}", None),
        ("${a#o}", None),
        ("${", None),
        ("'open", None),
        ("5$", Some("5$")),
    ];
    for (text, expected) in table {
        assert_eq!(scope.expand(text, '\\').as_deref(), expected, "{text}");
    }
}

#[test]
fn a_global_argument_reaches_from_and_only_those_stages_that_declare_it() {
    let document = parse("ARG tag=3.22\nFROM alpine:$tag\nWORKDIR /a$tag\nARG tag\nWORKDIR /b$tag\n");
    let known = known();
    let model = Model::of(&document, &known, None, None);
    assert_eq!(model.stages[0].base, Base::Image("alpine:3.22".to_owned()));
    assert_eq!(model.stages[0].steps[1].before.workdir.as_deref(), Some("/a"));
    assert_eq!(model.stages[0].end.workdir.as_deref(), Some("/b3.22"));
}

#[test]
fn what_only_the_build_knows_is_unknown() {
    modelled("ARG tag\nFROM alpine:$tag\n", |model| assert_eq!(model.stages[0].base, Base::Unknown));
    modelled("FROM scratch\nARG TARGETARCH\nWORKDIR /$TARGETARCH\n", |model| {
        assert_eq!(model.stages[0].end.workdir, None);
    });
}

#[test]
fn env_wins_over_arg_and_outlives_its_stage() {
    modelled("FROM scratch AS a\nENV x=1\nARG x=2 y=3\nFROM a\nWORKDIR /$x-$y\n", |model| {
        assert_eq!(model.stages[1].end.workdir.as_deref(), Some("/1-"));
    });
}

#[test]
fn the_values_of_one_env_do_not_see_each_other() {
    modelled("FROM scratch\nENV a=1\nENV a=2 b=$a\nWORKDIR /$a$b\n", |model| {
        assert_eq!(model.stages[0].end.workdir.as_deref(), Some("/21"));
    });
}
