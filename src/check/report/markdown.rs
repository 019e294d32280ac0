//! A report as its reader sees it: headings, listings, tables, pictures, and which lines are words.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::check::Source;

/// What stands in a report, with the bytes or the lines it stands in.
#[derive(Debug, Default)]
pub struct Markdown {
    /// The headings.
    pub(super) headings: Vec<Heading>,
    /// The fences and the indented code.
    pub(super) listings: Vec<Listing>,
    /// The first line of each row of each table, its header first.
    pub(super) tables: Vec<Vec<usize>>,
    /// The text of each picture that stands in its place, and the bytes of the picture.
    pub(super) pictures: Vec<(String, Range<usize>)>,
    /// The HTML tags within lines, and the HTML between them.
    pub(super) tags: Vec<Range<usize>>,
    /// The words outside of code, HTML and pictures, in pieces.
    pub(super) words: Vec<Range<usize>>,
    /// The code within lines.
    pub(super) code: Vec<Range<usize>>,
    /// The lines of the blocks at the left margin: paragraphs, whole lists, tables, listings.
    blocks: Vec<Range<usize>>,
    html: Vec<Range<usize>>,
    /// Block quotations, in bytes.
    quotes: Vec<Range<usize>>,
}

/// A heading.
#[derive(Debug)]
pub(super) struct Heading {
    /// Its words, without markup.
    pub(super) text: String,
    /// Its line.
    pub(super) line: usize,
}

/// A fence, or indented code.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// The first word behind the opening fence, in lower case.
    pub(super) language: String,
    /// Its lines, with the edges of the fence.
    pub(super) whole: Range<usize>,
    /// Its lines without the edges, each with its number.
    pub(super) lines: Vec<(usize, String)>,
}

/// What a line is for its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// Words, headings, lists, tables.
    Words,
    /// A listing, by its place in [`Markdown::listings`].
    Listing(usize),
    /// HTML: nothing that is seen.
    Html,
}

impl Markdown {
    /// Reads the text of a report.
    pub(in crate::check) fn read(source: &Source) -> Self {
        let mut markdown = Self::default();
        let mut reader = Reader { source, depth: 0, heading: None, picture: None, listing: None };
        for (event, bytes) in Parser::new_ext(&source.text, Options::ENABLE_TABLES).into_offset_iter() {
            reader.take(&mut markdown, event, bytes);
        }
        markdown
    }

    /// What a line is.
    pub(super) fn line(&self, source: &Source, line: usize) -> Line {
        let (bytes, text) = (source.line_bytes(line), source.line_text(line));
        let at = bytes.start + (text.len() - text.trim_start().len());
        // Both stand in the order of the text, and none in another.
        let listing = self.listings.partition_point(|listing| listing.whole.end <= line);
        let html = self.html.partition_point(|html| html.end <= at);
        match self.listings.get(listing) {
            Some(found) if found.whole.contains(&line) => Line::Listing(listing),
            _ if self.html.get(html).is_some_and(|html| html.contains(&at)) => Line::Html,
            _ => Line::Words,
        }
    }

    /// Whether a line is somebody's words, in which a number is a claim.
    pub(super) fn is_said(&self, source: &Source, line: usize) -> bool {
        match self.line(source, line) {
            Line::Words => true,
            Line::Listing(at) => self.listings[at].is_words(),
            Line::Html => false,
        }
    }

    /// Whether bytes stand in a block quotation.
    pub(super) fn is_quoted(&self, bytes: &Range<usize>) -> bool {
        let at = self.quotes.partition_point(|quote| quote.end <= bytes.start);
        self.quotes.get(at).is_some_and(|quote| quote.start < bytes.end)
    }

    /// The lines of the block that a line is in.
    pub(super) fn block_of(&self, line: usize) -> Range<usize> {
        let at = self.blocks.partition_point(|lines| lines.end <= line);
        self.blocks.get(at).filter(|lines| lines.contains(&line)).cloned().unwrap_or(line..line + 1)
    }

    /// The heading that a line stands under.
    pub(super) fn heading_of(&self, line: usize) -> Option<&Heading> {
        let behind = self.headings.partition_point(|heading| heading.line <= line);
        self.headings[..behind].last()
    }
}

impl Listing {
    /// Whether it shows what somebody says, rather than what a program reads or prints.
    pub(super) fn is_words(&self) -> bool {
        matches!(self.language.as_str(), "" | "text" | "txt" | "plain" | "plaintext" | "md" | "markdown")
    }

    /// Whether it shows commands, or what they printed.
    pub(super) fn is_shell(&self) -> bool {
        matches!(self.language.as_str(), "sh" | "bash" | "zsh" | "shell" | "console" | "terminal" | "powershell")
    }

    /// Its text.
    pub(super) fn text(&self) -> String {
        self.lines.iter().flat_map(|(_, line)| [line.as_str(), "\n"]).collect()
    }
}

/// The lines that bytes stand in, white space at their end left out.
fn lines_of(source: &Source, bytes: &Range<usize>) -> Range<usize> {
    let end = bytes.start + source.text[bytes.clone()].trim_end().len();
    let lines = source.at(bytes.start..end.max(bytes.start)).lines;
    lines.start..lines.end + 1
}

/// What is open while the events come.
struct Reader<'s> {
    source: &'s Source,
    depth: usize,
    heading: Option<Heading>,
    picture: Option<(String, Range<usize>)>,
    listing: Option<Listing>,
}

impl Reader<'_> {
    fn take(&mut self, markdown: &mut Markdown, event: Event<'_>, bytes: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(markdown, tag, bytes),
            Event::End(tag) => self.end(markdown, tag),
            Event::Text(text) => self.text(markdown, &text, bytes),
            Event::Code(text) => {
                if let Some(heading) = &mut self.heading {
                    heading.text.push_str(&text);
                }
                markdown.code.push(bytes);
            }
            Event::InlineHtml(_) => markdown.tags.push(bytes),
            Event::Html(_) => markdown.html.push(bytes),
            Event::SoftBreak | Event::HardBreak => {
                if let Some(heading) = &mut self.heading {
                    heading.text.push(' ');
                }
            }
            _ => {}
        }
    }

    fn start(&mut self, markdown: &mut Markdown, tag: Tag<'_>, bytes: Range<usize>) {
        if self.depth == 0 {
            markdown.blocks.push(lines_of(self.source, &bytes));
        }
        self.depth += 1;
        let line = self.source.at(bytes.clone()).lines.start;
        match tag {
            Tag::Heading { .. } => self.heading = Some(Heading { text: String::new(), line }),
            Tag::Image { .. } => self.picture = Some((String::new(), bytes)),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                let language = info.split(|c: char| c.is_whitespace() || matches!(c, ',' | '{')).next();
                let language = language.unwrap_or_default().to_ascii_lowercase();
                self.listing = Some(Listing { language, whole: lines_of(self.source, &bytes), lines: Vec::new() });
            }
            Tag::Table(_) => markdown.tables.push(Vec::new()),
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = markdown.tables.last_mut() {
                    table.push(line);
                }
            }
            Tag::HtmlBlock => markdown.html.push(bytes),
            // One in another is a part of it.
            Tag::BlockQuote(_) if markdown.quotes.last().is_none_or(|last| last.end <= bytes.start) => {
                markdown.quotes.push(bytes);
            }
            _ => {}
        }
    }

    fn end(&mut self, markdown: &mut Markdown, tag: TagEnd) {
        self.depth = self.depth.saturating_sub(1);
        match tag {
            TagEnd::Heading(_) => markdown.headings.extend(self.heading.take()),
            TagEnd::Image => markdown.pictures.extend(self.picture.take()),
            TagEnd::CodeBlock => markdown.listings.extend(self.listing.take()),
            _ => {}
        }
    }

    fn text(&mut self, markdown: &mut Markdown, text: &str, bytes: Range<usize>) {
        if let Some(listing) = &mut self.listing {
            let first = self.source.at(bytes).lines.start;
            for (number, line) in (first..).zip(text.split_inclusive('\n')) {
                let line = line.trim_end_matches(['\r', '\n']);
                match listing.lines.last_mut() {
                    Some((last, known)) if *last == number => known.push_str(line),
                    _ => listing.lines.push((number, line.to_owned())),
                }
            }
        } else if let Some((alternative, _)) = &mut self.picture {
            alternative.push_str(text);
        } else {
            if let Some(heading) = &mut self.heading {
                heading.text.push_str(text);
            }
            markdown.words.push(bytes);
        }
    }
}
