//! The chart of a comparison: a horizontal bar for every figure, with the figure itself at its end.
//!
//! ```text
//! chart
//! ├── layout  what stands where: pieces without a drawing library, so that their places can be reasoned about
//! ├── text    how wide a text may get in a font nobody knows yet, and what to do where it is too wide
//! └── draw    the pieces as SVG
//! ```
//!
//! One picture serves light and dark pages: it has no background, and a style sheet inside it changes the colours
//! where the reader prefers a dark scheme.

mod draw;
mod layout;
mod text;

use crate::evidence::comparison::{Comparison, Row};
use crate::evidence::thousands;

/// The chart as SVG.
#[must_use]
pub fn comparison(comparison: &Comparison) -> String {
    let layout = layout::comparison(comparison);
    draw::svg(&layout, layout::TITLE, &description(comparison))
}

/// What the picture shows, for those who hear it.
fn description(comparison: &Comparison) -> String {
    let rows: Vec<String> = comparison.rows.iter().map(in_words).collect();
    format!("Horizontal bars, in bytes. {}", rows.join(" "))
}

fn in_words(row: &Row) -> String {
    let Some(image) = &row.image else { return format!("{}: {}.", row.title, row.trouble()) };
    let unpacked = thousands(image.unpacked.bytes);
    match row.packed() {
        Some(packed) => format!("{}: {unpacked} unpacked, {} packed.", row.title, thousands(packed)),
        None => format!("{}: {unpacked} unpacked.", row.title),
    }
}
