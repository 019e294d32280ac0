//! Reads a text line by line into items.

use super::heredoc;
use super::{Document, Instruction, Item, Span, cut};
use crate::error::{Error, Result};

/// Keywords whose arguments may be an exec form.
const EXEC_FORMS: [&str; 7] = ["ADD", "CMD", "COPY", "ENTRYPOINT", "RUN", "SHELL", "VOLUME"];

/// See [`Document::parse`].
pub(super) fn document(name: &str, text: &str) -> Result<Document> {
    let bare = text.strip_prefix(cut::BOM);
    let mut reader = Reader {
        lines: bare.unwrap_or(text).split_inclusive('\n').collect(),
        at: 0,
        in_directives: true,
        is_behind_shebang: false,
        document: Document { name: name.to_owned(), escape: '\\', bom: bare.is_some(), items: Vec::new() },
    };
    while let Some(item) = reader.item()? {
        reader.document.items.push(item);
    }
    if reader.document.instructions().next().is_none() {
        return Err(reader.document.error(reader.at.max(1), "the file has no instruction"));
    }
    Ok(reader.document)
}

/// The lines, the next one to read, and what was read so far.
struct Reader<'a> {
    lines: Vec<&'a str>,
    at: usize,
    in_directives: bool,
    is_behind_shebang: bool,
    document: Document,
}

impl Reader<'_> {
    /// The item at the next line, or `None` at the end of the file.
    fn item(&mut self) -> Result<Option<Item>> {
        let Some(&raw) = self.lines.get(self.at) else { return Ok(None) };
        let (text, line, raw) = (cut::chomp(raw).trim(), self.at + 1, raw.to_owned());
        if self.in_directives {
            if let Some((name, value)) = cut::directive(text) {
                if self.directs(&name, value)? {
                    self.at += 1;
                    return Ok(Some(Item::Directive { name, value: value.to_owned(), line, raw }));
                }
            } else {
                self.is_behind_shebang = line == 1 && cut::is_shebang(&raw);
                self.in_directives = self.is_behind_shebang;
            }
        }
        if let Some(comment) = text.strip_prefix('#') {
            self.at += 1;
            return Ok(Some(Item::Comment { text: comment.trim().to_owned(), line, raw }));
        }
        if text.is_empty() {
            self.at += 1;
            return Ok(Some(Item::Blank { line, raw }));
        }
        self.instruction().map(|instruction| Some(Item::Instruction(instruction)))
    }

    /// Obeys a parser directive. Behind a `#!` line the builder looks for `syntax` and `check` alone, and is content with
    /// the first of each.
    fn directs(&mut self, name: &str, value: &str) -> Result<bool> {
        let is_repeated = self.document.directive(name).is_some();
        if self.is_behind_shebang {
            self.in_directives &= !is_repeated;
            return Ok(!is_repeated && name != "escape" && self.lines[self.at].starts_with('#'));
        }
        if is_repeated {
            return Err(self.error(format!("the parser directive `{name}` is given twice")));
        }
        if name == "escape" {
            self.document.escape = match value {
                "\\" => '\\',
                "`" => '`',
                _ => {
                    let error = self.error(format!("`{value}` cannot be the escape character"));
                    return Err(error.help("it is a backslash or a backtick: # escape=`"));
                }
            };
        }
        Ok(true)
    }

    /// The instruction that starts at the next line.
    fn instruction(&mut self) -> Result<Instruction> {
        let escape = self.document.escape;
        let start = self.at;
        let (text, count) = cut::join(&self.lines[start..], escape);
        let mut instruction = understand(&text, escape).map_err(|what| self.error(what))?;
        let mut end = start + count;
        if let Some(owner) = heredoc_owner(&mut instruction) {
            for mut heredoc in heredoc::opened_by(&text) {
                let Some(length) = heredoc.read(&self.lines[end..]) else {
                    let error = self.error(format!("the here-document `{}` has no end", heredoc.name));
                    return Err(error.help(format!("end it with a line that holds only `{}`", heredoc.name)));
                };
                end += length;
                owner.heredocs.push(heredoc);
            }
        }
        instruction.raw = self.lines[start..end].concat();
        instruction.move_to(Span { start: start + 1, end });
        self.at = end;
        Ok(instruction)
    }

    /// An error at the next line.
    fn error(&self, what: impl Into<String>) -> Error {
        self.document.error(self.at + 1, what)
    }
}

/// What the builder makes of a joined line, but for here-documents.
fn understand(text: &str, escape: char) -> std::result::Result<Instruction, String> {
    let (keyword, rest) = cut::first_word(text);
    if keyword.is_empty() {
        return Err("a line is continued, but there is no instruction".to_owned());
    }
    let keyword = keyword.to_ascii_uppercase();
    let (flags, arguments) = cut::flags(rest, escape);
    let json = match keyword.as_str() {
        "HEALTHCHECK" => cut::exec_form(cut::first_word(arguments).1)?,
        keyword if EXEC_FORMS.contains(&keyword) => cut::exec_form(arguments)?,
        _ => None,
    };
    let mut nested = None;
    if keyword == "ONBUILD" && !arguments.is_empty() {
        // A nested ONBUILD is refused by every builder; reading on would only go as deep as its author likes.
        let inner = cut::first_word(arguments).0;
        if inner.eq_ignore_ascii_case("ONBUILD") {
            return Err("ONBUILD cannot hold another ONBUILD".to_owned());
        }
        nested = Some(Box::new(understand(arguments, escape)?));
    }
    Ok(Instruction {
        keyword,
        flags,
        arguments: arguments.to_owned(),
        json,
        heredocs: Vec::new(),
        nested,
        span: Span { start: 0, end: 0 },
        reasons: Vec::new(),
        raw: text.to_owned(),
    })
}

/// The instruction that may open here-documents: a shell-form `ADD`, `COPY` or `RUN`, also behind `ONBUILD`.
fn heredoc_owner(instruction: &mut Instruction) -> Option<&mut Instruction> {
    let owner = if instruction.nested.is_some() { instruction.nested.as_deref_mut()? } else { instruction };
    (matches!(owner.keyword.as_str(), "ADD" | "COPY" | "RUN") && owner.json.is_none()).then_some(owner)
}
