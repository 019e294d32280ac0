//! What stands where in the chart. Names stand above their bars and figures behind them, so neither a long name nor a
//! long bar can come into the way of anything.

use super::text::{lines, shortened, width};
use crate::evidence::comparison::{Comparison, Row};
use crate::evidence::{Size, thousands};

/// What the chart shows.
pub(super) const TITLE: &str = "Image size by base";

/// The picture's width; its height follows from what is in it.
const WIDTH: i32 = 760;
const MARGIN: i32 = 24;
/// Between the first and the last pixel that may be drawn on.
const ROOM: i32 = WIDTH - 2 * MARGIN;

const TITLE_SIZE: f64 = 18.0;
const NAME_SIZE: f64 = 14.0;
const FIGURE_SIZE: f64 = 13.0;
const NOTE_SIZE: f64 = 12.0;

const BAR: i32 = 15;
const SWATCH: i32 = 11;

/// The chart, piece by piece.
pub(super) struct Layout {
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) bars: Vec<Bar>,
    pub(super) texts: Vec<Text>,
}

/// A filled rectangle.
pub(super) struct Bar {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) tone: Tone,
}

/// A line of text; its place is the middle of its height.
pub(super) struct Text {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) size: f64,
    pub(super) is_bold: bool,
    pub(super) ends_here: bool,
    pub(super) tone: Tone,
    pub(super) words: String,
}

/// What a colour stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// Bytes unpacked.
    Unpacked,
    /// Bytes packed.
    Packed,
    /// What is to be read first.
    Strong,
    /// What explains.
    Quiet,
    /// The line from which bars grow.
    Line,
}

/// Places every piece, from the top down.
pub(super) fn comparison(comparison: &Comparison) -> Layout {
    let mut layout = Layout { width: WIDTH, height: 0, bars: Vec::new(), texts: Vec::new() };
    layout.left(30, TITLE_SIZE, true, Tone::Strong, TITLE);
    layout.left(54, NOTE_SIZE, false, Tone::Quiet, &setting(comparison));
    layout.legend(79);
    let scale = Scale::new(comparison);
    let mut y = 112;
    for row in &comparison.rows {
        y = layout.row(comparison, row, &scale, y);
    }
    for line in scale.notes() {
        layout.left(y, NOTE_SIZE, false, Tone::Quiet, &line);
        y += 17;
    }
    layout.height = y + 6;
    layout
}

/// Where all of it was measured.
fn setting(comparison: &Comparison) -> String {
    let unit = "bytes, from zero".to_owned();
    let day = comparison.taken.split('T').next().unwrap_or_default().to_owned();
    let place = comparison.setting.iter().flat_map(|setting| {
        [setting.platform.clone(), format!("{} {}", setting.engine, setting.version), setting.store.clone()]
    });
    let parts: Vec<String> = [unit].into_iter().chain(place).chain([day]).filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

impl Layout {
    fn text(&mut self, x: i32, y: i32, size: f64, is_bold: bool, tone: Tone, words: String) {
        self.texts.push(Text { x, y, size, is_bold, ends_here: false, tone, words });
    }

    /// A line at the left margin, shortened where it is too long.
    fn left(&mut self, y: i32, size: f64, is_bold: bool, tone: Tone, text: &str) {
        let text = shortened(text, size, is_bold, f64::from(ROOM));
        self.text(MARGIN, y, size, is_bold, tone, text);
    }

    fn bar(&mut self, x: i32, y: i32, width: i32, height: i32, tone: Tone) {
        self.bars.push(Bar { x, y, width, height, tone });
    }

    fn legend(&mut self, y: i32) {
        let mut x = MARGIN;
        for (tone, text) in [(Tone::Unpacked, "unpacked"), (Tone::Packed, "packed")] {
            self.bar(x, y - SWATCH / 2, SWATCH, SWATCH, tone);
            self.text(x + SWATCH + 7, y, NOTE_SIZE, false, Tone::Strong, text.to_owned());
            x += SWATCH + 7 + pixels(width(text, NOTE_SIZE, false)) + 16;
        }
    }

    /// A candidate from `y` down; returns where the next one begins.
    fn row(&mut self, comparison: &Comparison, row: &Row, scale: &Scale, y: i32) -> i32 {
        let name = shortened(&name(comparison, row), NAME_SIZE, true, f64::from(ROOM) * 0.6);
        let left = f64::from(ROOM) - width(&name, NAME_SIZE, true) - 12.0;
        self.text(MARGIN, y, NAME_SIZE, true, Tone::Strong, name);
        let from = shortened(&format!("from {}", row.from), NOTE_SIZE, false, left);
        self.texts.push(Text {
            x: WIDTH - MARGIN,
            y,
            size: NOTE_SIZE,
            is_bold: false,
            ends_here: true,
            tone: Tone::Quiet,
            words: from,
        });
        let mut y = y + 14;
        let Some(image) = &row.image else {
            self.left(y + 7, FIGURE_SIZE, false, Tone::Quiet, &row.trouble());
            return y + 38;
        };
        let first = y;
        for (size, tone) in [(Some(&image.unpacked), Tone::Unpacked), (image.packed.as_ref(), Tone::Packed)] {
            let Some(size) = size else { continue };
            let length = scale.length(size, tone);
            if length > 0 {
                self.bar(MARGIN, y, length, BAR, tone);
            }
            let figure = thousands(size.bytes) + if scale.fits(size, tone) { "" } else { " (counted in another way)" };
            self.text(MARGIN + length + 8, y + BAR / 2 + 1, FIGURE_SIZE, false, Tone::Strong, figure);
            y += BAR + 3;
        }
        self.bar(MARGIN - 1, first - 3, 1, y - first + 3, Tone::Line);
        if !row.answers() {
            self.left(y + 8, NOTE_SIZE, false, Tone::Quiet, &row.trouble());
            y += 20;
        }
        y + 25
    }
}

/// The candidate's name, and what there is to say of it.
fn name(comparison: &Comparison, row: &Row) -> String {
    let is_smallest = comparison.smallest().is_some_and(|smallest| smallest.id == row.id);
    let remarks = [(is_smallest, "smallest"), (row.is_chosen, "chosen")];
    let remarks: Vec<&str> = remarks.iter().filter(|remark| remark.0).map(|remark| remark.1).collect();
    if remarks.is_empty() { row.title.clone() } else { format!("{} ({})", row.title, remarks.join(", ")) }
}

/// From bytes to pixels, for figures of one method.
struct Scale {
    unpacked: String,
    packed: String,
    longest: u64,
    room: i32,
}

impl Scale {
    /// The first method of each kind is the one that bars are drawn of.
    fn new(comparison: &Comparison) -> Self {
        let images = || comparison.rows.iter().filter_map(|row| row.image.as_ref());
        let unpacked = images().map(|image| image.unpacked.method.clone()).next();
        let packed = images().find_map(|image| image.packed.as_ref()).map(|size| size.method.clone());
        let mut scale =
            Self { unpacked: unpacked.unwrap_or_default(), packed: packed.unwrap_or_default(), longest: 0, room: 0 };
        let mut widest: f64 = 0.0;
        for image in images() {
            for (size, tone) in [(Some(&image.unpacked), Tone::Unpacked), (image.packed.as_ref(), Tone::Packed)] {
                let Some(size) = size.filter(|size| scale.fits(size, tone)) else { continue };
                scale.longest = scale.longest.max(size.bytes);
                widest = widest.max(width(&thousands(size.bytes), FIGURE_SIZE, false));
            }
        }
        scale.room = ROOM - 8 - pixels(widest);
        scale
    }

    fn fits(&self, size: &Size, tone: Tone) -> bool {
        size.method == if tone == Tone::Unpacked { &*self.unpacked } else { &*self.packed }
    }

    /// The length of a bar: what is more than nothing can be seen.
    fn length(&self, size: &Size, tone: Tone) -> i32 {
        if !self.fits(size, tone) || size.bytes == 0 {
            return 0;
        }
        let room = u128::from(self.room.unsigned_abs());
        let length = u128::from(size.bytes) * room / u128::from(self.longest.max(1));
        i32::try_from(length).unwrap_or(self.room).max(1)
    }

    /// How the figures were counted.
    fn notes(&self) -> Vec<String> {
        let notes = [("Unpacked: ", &self.unpacked), ("Packed: ", &self.packed)];
        let notes = notes.into_iter().filter(|note| !note.1.is_empty());
        notes.flat_map(|(kind, method)| lines(&format!("{kind}{method}."), NOTE_SIZE, f64::from(ROOM))).collect()
    }
}

/// Whole pixels that hold it.
#[expect(clippy::cast_possible_truncation, reason = "a text of this chart is never wider than the chart")]
fn pixels(width: f64) -> i32 {
    width.ceil() as i32
}
