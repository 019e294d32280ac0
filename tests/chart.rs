//! The chart of a comparison: every figure is in it, nothing lies over anything, and it reads well in light and dark.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use msgen::chart;
use msgen::evidence::comparison::{Comparison, Kind, Row};
use msgen::evidence::{Size, thousands};

use crate::compare::{comparison, fault, row};

#[test]
fn every_figure_is_in_the_chart_with_its_method_setting_and_day() {
    let comparison = comparison();
    let svg = chart::comparison(&comparison);
    let texts = texts(&svg);
    for row in &comparison.rows {
        let image = row.image.as_ref().unwrap();
        assert!(texts.iter().any(|text| text.text == thousands(image.unpacked.bytes)), "{}", row.id);
        assert!(texts.iter().any(|text| text.text == thousands(row.packed().unwrap())), "{}", row.id);
        assert!(texts.iter().any(|text| text.text.starts_with(&row.title)), "{}", row.id);
    }
    let all = texts.iter().map(|text| text.text.as_str()).collect::<Vec<_>>().join("\n");
    for wanted in ["Image size by base", "bytes", "linux/amd64", "docker 28.5.2", "overlay2", "2026-11-21"] {
        assert!(all.contains(wanted), "{wanted} is not in\n{all}");
    }
    assert!(all.contains("Unpacked: regular files of all layers"), "{all}");
    assert!(all.contains("Packed: each layer through gzip -n -6"), "{all}");
    assert!(all.contains("scratch (smallest, chosen)"), "{all}");
}

#[test]
fn who_hears_the_picture_gets_its_title_and_its_figures() {
    let svg = chart::comparison(&comparison());
    let document = roxmltree::Document::parse(&svg).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let named: Vec<&str> = root.attribute("aria-labelledby").unwrap().split(' ').collect();
    let text = |id: &str| {
        let node = document.descendants().find(|node| node.attribute("id") == Some(id)).unwrap();
        node.text().unwrap().to_owned()
    };
    assert_eq!(text(named[0]), "Image size by base");
    assert!(text(named[1]).contains("scratch: 8,342,606 unpacked, 3,120,441 packed."), "{}", text(named[1]));
}

#[test]
fn every_colour_has_another_one_in_the_dark_and_there_is_no_background() {
    let svg = chart::comparison(&comparison());
    let document = roxmltree::Document::parse(&svg).unwrap();
    let style = document.descendants().find(|node| node.has_tag_name("style")).unwrap().text().unwrap();
    let dark = style.split_once("(prefers-color-scheme: dark)").unwrap().1;
    let (width, height) = view_box(&document);
    for node in document.descendants().filter(|node| node.attribute("fill").is_some()) {
        let fill = node.attribute("fill").unwrap();
        assert!(dark.contains(&format!("[fill=\"{fill}\"]")), "{fill} stays as it is in the dark");
        let is_background =
            node.has_tag_name("rect") && number(&node, "width") * number(&node, "height") > width * height / 2.0;
        assert!(!is_background);
    }
}

#[test]
fn a_bar_is_as_long_as_its_figure_says() {
    let mut small = row("small", Kind::Base, 300_000_000, 100_000_000);
    small.title = "small".to_owned();
    let large = row("large", Kind::SingleStage, 600_000_000, 150_000_000);
    let svg = chart::comparison(&Comparison { rows: vec![small, large], ..comparison() });
    let document = roxmltree::Document::parse(&svg).unwrap();
    let bars: Vec<f64> =
        rects(&document).into_iter().filter(|bar| bar.height > 12.0 && bar.width > 1.0).map(|bar| bar.width).collect();
    assert_eq!(bars.len(), 4, "{svg}");
    for (bar, share) in [(1, 3.0), (0, 1.0), (2, 0.0), (3, 2.0)]
        .into_iter()
        .zip([1.0 / 6.0, 0.5, 1.0, 0.25])
        .map(|((bar, _), share)| (bar, share))
    {
        assert!((bars[bar] / bars[2] - share).abs() < 0.01, "{bars:?}");
    }
}

#[test]
fn a_figure_counted_in_another_way_gets_no_bar() {
    let mut comparison = comparison();
    let image = comparison.rows[2].image.as_mut().unwrap();
    image.unpacked = Size { bytes: 1_234_567, method: "as somebody said".to_owned() };
    let svg = chart::comparison(&comparison);
    assert!(texts(&svg).iter().any(|text| text.text == "1,234,567 (counted in another way)"), "{svg}");
    let bars = |svg: &str| rects(&roxmltree::Document::parse(svg).unwrap()).len();
    assert_eq!(bars(&svg) + 1, bars(&chart::comparison(&crate::compare::comparison())));
}

#[test]
fn a_candidate_that_was_not_built_says_so_and_one_that_did_not_answer_has_its_bars_too() {
    let mut comparison = comparison();
    comparison.rows[1].first_answer = None;
    comparison.rows[1].stop = None;
    comparison.rows[1].faults = vec![fault("answers", "nothing listens on port 8080")];
    comparison.rows[2].image = None;
    comparison.rows[2].faults = vec![fault("builds", "no such package")];
    let svg = chart::comparison(&comparison);
    let texts = texts(&svg);
    let said = |wanted: &str| texts.iter().any(|text| text.text == wanted);
    assert!(said("was built, but did not start: nothing listens on port 8080"), "{svg}");
    assert!(said(&thousands(comparison.rows[1].unpacked().unwrap())));
    assert!(said("could not be built: no such package"), "{svg}");
}

#[test]
fn whatever_the_names_and_figures_nothing_lies_over_anything_or_leaves_the_picture() {
    let name = "[ -~äß世\u{1}]{0,90}";
    let size = prop_oneof![Just(0_u64), 1..200_000_u64, 100_000..1_500_000_000_u64, Just(u64::MAX)];
    let rows = prop::collection::vec((name, name, size.clone(), prop::option::of(size), any::<bool>(), 0..4_u8), 0..7);
    let mut runner = TestRunner::default();
    let result = runner.run(&(rows, "[ -~]{0,300}"), |(rows, method)| {
        let rows: Vec<Row> = rows.into_iter().enumerate().map(|(at, given)| any_row(at, given, &method)).collect();
        let svg = chart::comparison(&Comparison { rows, ..comparison() });
        apart(&svg);
        Ok(())
    });
    result.unwrap();
}

fn any_row(
    at: usize,
    (title, from, unpacked, packed, is_chosen, state): (String, String, u64, Option<u64>, bool, u8),
    method: &str,
) -> Row {
    let mut row = row(&format!("row-{at}"), Kind::Base, unpacked, packed.unwrap_or_default());
    (row.title, row.from, row.is_chosen) = (title.clone(), from, is_chosen);
    let image = row.image.as_mut().unwrap();
    image.packed = image.packed.take().filter(|_| packed.is_some());
    image.unpacked.method = if at == 1 { "another".to_owned() } else { method.to_owned() };
    if state == 0 {
        row.image = None;
    }
    if state < 2 {
        row.first_answer = None;
        row.faults = vec![fault("builds", &title)];
    }
    row
}

/// A text or a bar, and the place it takes.
#[derive(Debug, Clone)]
struct Box {
    text: String,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

fn apart(svg: &str) {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
    let (width, height) = view_box(&document);
    let boxes: Vec<Box> = texts(svg).into_iter().chain(rects(&document)).collect();
    for (at, one) in boxes.iter().enumerate() {
        let is_inside = one.x >= 0.0 && one.y >= 0.0 && one.x + one.width <= width && one.y + one.height <= height;
        assert!(is_inside, "{one:?} leaves the picture of {width} by {height}\n{svg}");
        for other in &boxes[at + 1..] {
            let beside = one.x + one.width <= other.x || other.x + other.width <= one.x;
            let above = one.y + one.height <= other.y || other.y + other.height <= one.y;
            assert!(beside || above, "{one:?} lies over {other:?}\n{svg}");
        }
    }
}

fn number(node: &roxmltree::Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).unwrap().parse().unwrap()
}

fn view_box(document: &roxmltree::Document<'_>) -> (f64, f64) {
    let numbers: Vec<f64> =
        document.root_element().attribute("viewBox").unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
    (numbers[2], numbers[3])
}

fn rects(document: &roxmltree::Document<'_>) -> Vec<Box> {
    let rects = document.descendants().filter(|node| node.has_tag_name("rect"));
    let of = |node: roxmltree::Node<'_, '_>| Box {
        text: String::new(),
        x: number(&node, "x"),
        y: number(&node, "y"),
        width: number(&node, "width"),
        height: number(&node, "height"),
    };
    rects.map(of).collect()
}

/// The texts, as wide as `DejaVu Sans` draws them: the widest of the usual sans-serif fonts.
fn texts(svg: &str) -> Vec<Box> {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    let of = |node: roxmltree::Node<'_, '_>| {
        let text = node.text().unwrap_or_default().trim().to_owned();
        let size = number(&node, "font-size");
        let weight = if node.attribute("font-weight") == Some("bold") { 1.1 } else { 1.0 };
        let width = text.chars().map(in_ems).sum::<f64>() * size * weight;
        let x = number(&node, "x") - if node.attribute("text-anchor") == Some("end") { width } else { 0.0 };
        Box { text, x, y: number(&node, "y") - size * 0.5, width, height: size }
    };
    texts.map(of).collect()
}

fn in_ems(letter: char) -> f64 {
    match letter {
        ' ' | ',' | '.' => 0.32,
        'i' | 'l' | 'j' => 0.28,
        'W' | '…' | '@' | '%' => 1.0,
        'm' | 'M' => 0.97,
        'w' => 0.82,
        letter if letter.is_ascii_digit() => 0.636,
        letter if letter.is_ascii_uppercase() => 0.79,
        letter if letter.is_ascii_lowercase() => 0.64,
        letter if "()[]/|:;'\"-!*`,^".contains(letter) => 0.4,
        letter if letter.is_ascii() => 0.84,
        _ => 1.0,
    }
}
