//! The pieces of a chart as SVG.

use std::fmt::Write;

use plotters::prelude::{DrawingBackend, IntoFont, RGBColor, SVGBackend, TextStyle};
use plotters::style::FontStyle;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::layout::{Layout, Tone};
use super::text::is_drawable;

/// What plotters divides a font's size by when it writes it down.
const FONT_FACTOR: f64 = 1.24;

/// A colour on a light page, and the same on a dark one.
struct Paint {
    tone: Tone,
    light: (u8, u8, u8),
    dark: &'static str,
}

/// Blue and orange stay apart for those who see few colours, and by their lightness without any.
const PAINTS: [Paint; 5] = [
    Paint { tone: Tone::Unpacked, light: (0x1F, 0x66, 0xB8), dark: "#6CB0F7" },
    Paint { tone: Tone::Packed, light: (0xE0, 0x8A, 0x1C), dark: "#F5B454" },
    Paint { tone: Tone::Strong, light: (0x1F, 0x23, 0x28), dark: "#E6EDF3" },
    Paint { tone: Tone::Quiet, light: (0x59, 0x63, 0x6E), dark: "#9DA7B3" },
    Paint { tone: Tone::Line, light: (0x8C, 0x95, 0x9F), dark: "#6E7681" },
];

/// The picture, with its title and a description for those who hear it.
pub(super) fn svg(layout: &Layout, title: &str, description: &str) -> String {
    let mut picture = String::new();
    let mut backend =
        SVGBackend::with_string(&mut picture, (layout.width.unsigned_abs(), layout.height.unsigned_abs()));
    // Writing into a String cannot fail, and nothing else in plotters' SVG backend can.
    for bar in &layout.bars {
        let end = (bar.x + bar.width, bar.y + bar.height);
        let _ = backend.draw_rect((bar.x, bar.y), end, &color(bar.tone), true);
    }
    for text in &layout.texts {
        let weight = if text.is_bold { FontStyle::Bold } else { FontStyle::Normal };
        let font = ("sans-serif", text.size * FONT_FACTOR, weight).into_font();
        let side = if text.ends_here { HPos::Right } else { HPos::Left };
        let color = color(text.tone);
        let style = TextStyle::from(font).color(&color).pos(Pos::new(side, VPos::Center));
        let _ = backend.draw_text(&text.words, &style, (text.x, text.y));
    }
    let _ = backend.present();
    drop(backend);
    let head = "<svg role=\"img\" aria-labelledby=\"title description\" font-family=\"sans-serif\" ";
    let inside = format!(
        ">\n<title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>\n<style>{}</style>\n",
        escaped(title),
        escaped(description),
        style_sheet()
    );
    picture.replacen("<svg ", head, 1).replacen(">\n", &inside, 1)
}

fn color(tone: Tone) -> RGBColor {
    let paint = PAINTS.iter().find(|paint| paint.tone == tone);
    let (red, green, blue) = paint.map_or((0, 0, 0), |paint| paint.light);
    RGBColor(red, green, blue)
}

/// Colours of a dark page by those of a light one: a rule of the style sheet is stronger than an attribute.
fn style_sheet() -> String {
    let mut sheet =
        "\ntext { font-variant-numeric: tabular-nums; }\n@media (prefers-color-scheme: dark) {\n".to_owned();
    for Paint { light: (red, green, blue), dark, .. } in PAINTS {
        // Writing into a String cannot fail.
        let _ = writeln!(sheet, "  [fill=\"#{red:02X}{green:02X}{blue:02X}\"] {{ fill: {dark}; }}");
    }
    sheet + "}\n"
}

fn escaped(text: &str) -> String {
    let text: String = text.chars().map(|letter| if is_drawable(letter) { letter } else { ' ' }).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
