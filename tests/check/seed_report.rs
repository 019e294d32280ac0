//! Five reports with the faults that real reports of a course had, told anew.

use std::fs;

use msgen::check::{ReportCase, Source, check_report};

use crate::command::fixtures;
use crate::property::catalog;

/// The rules and lines of what is found in a report that lies alone.
fn found(text: &str) -> Vec<(String, usize)> {
    let source = Source::new("report.md", text);
    let case = ReportCase { source: &source, dockerfile: None, seen: None, profile: None, catalog: catalog() };
    check_report(&case).into_iter().map(|finding| (finding.rule.to_owned(), finding.place.lines.start)).collect()
}

/// What is found in one of the five.
fn of(name: &str) -> Vec<(String, usize)> {
    found(&fs::read_to_string(fixtures().join("report-seeds").join(name)).unwrap())
}

fn expected(list: &[(&str, usize)]) -> Vec<(String, usize)> {
    list.iter().map(|(rule, line)| ((*rule).to_owned(), *line)).collect()
}

#[test]
fn the_first_report_is_wrong_in_its_table_its_arithmetic_and_a_size() {
    let list = [
        // The size of before is 864 MB here and 814 MB three times elsewhere.
        ("contradicting-size", 68),
        // From 864 MB to 14.3 MB it is 98.35 % less; 98.6 % would need 1,021 MB.
        ("wrong-arithmetic", 68),
        // The header of the table has a tab for a pipe, and so three cells for four columns.
        ("ragged-table", 72),
        // `(Your)` is what the template says.
        ("leftover-placeholder", 72),
        // The tab again.
        ("ragged-table", 74),
        // From 814 MB to 14.3 MB it is 98.24 % less.
        ("wrong-arithmetic", 74),
        // Four rows have four cells: the last one, which tells the change, is not shown. 95 % of 1000 packages is right.
        ("ragged-table", 75),
        ("ragged-table", 76),
        ("ragged-table", 77),
        // 814 / 14.3 is 56.9; 73x would need 1,044 MB.
        ("wrong-arithmetic", 77),
        ("ragged-table", 78),
    ];
    assert_eq!(of("s0.md"), expected(&list));
}

#[test]
fn the_second_report_shows_little_and_nothing_that_is_wrong_by_its_own_text() {
    // Its faults are that things are missing or unproved. `<missing>` is what the engine prints.
    assert_eq!(of("s1.md"), expected(&[]));
}

#[test]
fn the_third_report_left_the_words_of_its_editor_on_the_picture() {
    assert_eq!(of("s2.md"), expected(&[("leftover-placeholder", 28)]));
}

#[test]
fn the_fourth_report_lists_another_dockerfile_than_it_built() {
    let list = [
        // The log has `COPY go.mod ./` and `RUN go mod download` before `COPY . .`, and `CGO_ENABLED=0`.
        ("listed-dockerfile-differs", 17),
        // What the run printed was never put in.
        ("leftover-placeholder", 64),
        // `Example output:` stands inside the fence.
        ("leftover-placeholder", 74),
        // The header of the list has lost its column CREATED.
        ("ragged-table", 75),
    ];
    assert_eq!(of("s3.md"), expected(&list));
}

#[test]
fn the_fifth_report_has_two_sizes_for_its_builder() {
    let list = [
        // `![[…]](…)`: the brackets become part of what is read out for the picture.
        ("leftover-placeholder", 19),
        // ~300 MB for the base, 221 MB for the stage on top of it. The 97 % are right.
        ("contradicting-size", 23),
        ("leftover-placeholder", 33),
        ("leftover-placeholder", 35),
    ];
    assert_eq!(of("s4.md"), expected(&list));
}
