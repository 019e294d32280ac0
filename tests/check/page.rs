//! The pages of the rules: each has its own, laid out like the others.

use std::collections::BTreeSet;

use msgen::catalog::Catalog;
use msgen::check::page::Page;
use msgen::check::rules;

const PAGE: &str = "# It is wrong\n## What it is\nA.\n## What happens\nB.\n## Before\nC.\n## After\nD.\n\
                    ## See it yourself\nE.\n## Elsewhere\nF.\n";

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let catalog = Catalog::open(None).unwrap();
    let ids: BTreeSet<&str> = rules().iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), rules().len(), "two rules have one id");
    let pages = catalog.templates().list("rules", ".md");
    let pages: BTreeSet<&str> =
        pages.iter().map(|path| path.trim_start_matches("rules/").trim_end_matches(".md")).collect();
    assert_eq!(pages, ids);
    let titles: BTreeSet<String> = rules().iter().map(|rule| Page::of(&catalog, rule).unwrap().title).collect();
    assert_eq!(titles.len(), ids.len(), "two rules have one title");
}

/// The fences of a section that no other fence holds.
fn fences(text: &str) -> Vec<&str> {
    let mut open = "";
    let mut found = Vec::new();
    for line in text.lines().filter(|line| line.starts_with("```")) {
        if open.is_empty() {
            open = line.trim_end_matches(|letter| letter != '`');
            found.push(line);
        } else if line == open {
            open = "";
        }
    }
    found
}

#[test]
fn every_page_shows_one_example_before_and_after() {
    let catalog = Catalog::open(None).unwrap();
    for rule in rules() {
        let page = Page::of(&catalog, rule).unwrap();
        let (before, after) = (fences(page.section("Before")), fences(page.section("After")));
        assert_eq!(before.len(), 1, "{}", rule.id);
        assert_eq!(before, after, "{}", rule.id);
        assert_ne!(page.section("Before"), page.section("After"), "{}", rule.id);
    }
}

#[test]
fn a_page_is_a_title_and_six_sections() {
    let page = Page::parse("rules/it-is-wrong.md", PAGE).unwrap();
    assert_eq!((page.id.as_str(), page.title.as_str()), ("it-is-wrong", "It is wrong"));
    assert_eq!(page.section("See it yourself"), "E.");
    assert!(page.markdown().starts_with("## What it is\n\nA.\n\n## What happens\n"), "{}", page.markdown());
}

#[test]
fn a_page_that_is_not_complete_is_refused_with_its_line() {
    let refused = |path: &str, text: &str| Page::parse(path, text).unwrap_err().to_string();
    let told = refused("rules/x.md", &PAGE.replace("## After", "## Afterwards"));
    assert!(told.starts_with("`## Afterwards` stands where `## After` should\n  where: rules/x.md:8"), "{told}");
    let told = refused("rules/X.md", PAGE);
    assert!(told.starts_with("the file name is not that of a rule"), "{told}");
    let told = refused("rules/x.md", "");
    assert!(told.contains("begin with: # What is wrong, in one line"), "{told}");
}
