//! From text to [`Config`]: every error names the line and shows it.

use std::collections::BTreeMap;
use std::ops::Range;

use toml_edit::{Document, Item, TableLike};

use super::{Checks, Config, FileRecord, Lock, Table, Written};
use crate::answers::Value;
use crate::check::Severity;
use crate::error::{Error, Result};
use crate::nearest::advice;

const TOP_LEVEL: &[&str] = &["templates", "defaults", "locked", "answers", "check", "written", "files"];
const OF_A_LOCK: &[&str] = &["answer", "message"];
const OF_THE_RUN: &[&str] = &["msgen", "answers", "templates"];
const OF_CHECK: &[&str] = &["off", "on", "severity"];
const OF_A_FILE: &[&str] = &["fingerprint", "blocks"];

/// Reads `text`, which errors call `file_name`.
pub(super) fn read(text: &str, file_name: &str) -> Result<Config> {
    let reader = Reader { text, file_name };
    let document = Document::parse(text)
        .map_err(|error| reader.error(error.span(), format!("not valid TOML: {}", error.message())))?;
    let root: &dyn TableLike = document.as_table();
    reader.only(root, TOP_LEVEL, "of msgen.toml")?;

    let mut config = Config { text: text.to_owned(), ..Config::default() };
    config.templates = root.get("templates").map(|item| reader.text_of("templates", item)).transpose()?;
    if let Some(item) = root.get("defaults") {
        reader.defaults(reader.table("defaults", item)?, &mut config)?;
    }
    if let Some(item) = root.get("locked") {
        reader.locks(reader.table("locked", item)?, &mut config)?;
    }
    if let Some(item) = root.get("answers") {
        reader.answers(reader.table("answers", item)?, &mut config)?;
    }
    config.written = root.get("written").map(|item| reader.written(item)).transpose()?;
    if let Some(item) = root.get("files") {
        for (path, item) in reader.table("files", item)?.iter() {
            config.files.insert(path.to_owned(), reader.record(path, item)?);
        }
    }
    if let Some(item) = root.get("check") {
        reader.checks(reader.table("check", item)?, &mut config)?;
    }
    Ok(config)
}

/// Reads `text` as answers alone: the keys of `[answers]`, with that heading or without it.
pub(super) fn read_answers(text: &str, file_name: &str) -> Result<Config> {
    let reader = Reader { text, file_name };
    match Document::parse(text) {
        Ok(document) if TOP_LEVEL.iter().all(|key| document.get(key).is_none_or(|item| !item.is_table_like())) => {
            let mut config = Config::default();
            reader.answers(document.as_table(), &mut config)?;
            Ok(config)
        }
        _ => read(text, file_name),
    }
}

/// The name under which the place of a switched rule is kept.
pub(super) fn rule_key(rule: &str) -> String {
    format!("[check] {rule}")
}

/// The name under which the place of what a course says to a question is kept.
pub(super) fn table_key(table: Table, question: &str) -> String {
    format!("[{}] {question}", table.word())
}

/// What `item` is, with its article.
fn kind_of(item: &Item) -> String {
    let name = item.type_name();
    let article = if name.starts_with(['a', 'i']) { "an" } else { "a" };
    format!("{article} {name}")
}

/// The value of an answer, or `None` where it has none of the four shapes.
pub(super) fn value_of(item: &Item) -> Option<Value> {
    if let Some(array) = item.as_array() {
        let items: Option<Vec<String>> = array.iter().map(|item| item.as_str().map(str::to_owned)).collect();
        return items.map(Value::List);
    }
    item.as_str()
        .map(Value::from)
        .or_else(|| item.as_integer().map(Value::Integer))
        .or_else(|| item.as_bool().map(Value::Bool))
}

struct Reader<'a> {
    text: &'a str,
    file_name: &'a str,
}

impl Reader<'_> {
    fn answers(&self, table: &dyn TableLike, config: &mut Config) -> Result<()> {
        for (id, item) in table.iter() {
            config.places.insert(id.to_owned(), self.place_of(table, id));
            config.answers.insert(id.to_owned(), self.value(id, item)?);
        }
        Ok(())
    }

    fn defaults(&self, table: &dyn TableLike, config: &mut Config) -> Result<()> {
        for (id, item) in table.iter() {
            config.places.insert(table_key(Table::Defaults, id), self.place_of(table, id));
            config.defaults.insert(id.to_owned(), self.value(id, item)?);
        }
        Ok(())
    }

    fn locks(&self, table: &dyn TableLike, config: &mut Config) -> Result<()> {
        for (id, item) in table.iter() {
            let lock = self.table(id, item)?;
            self.only(lock, OF_A_LOCK, "of a locked answer")?;
            let Some(answer) = lock.get("answer") else {
                let span = table.key(id).and_then(toml_edit::Key::span);
                return Err(self.error(span, format!("`{id}` is locked without an answer")).help(format!(
                    "{id} = {{ answer = \"…\", message = \"what whoever gives another answer is told\" }}"
                )));
            };
            let message = lock.get("message").map_or(Ok(String::new()), |item| self.text_of("message", item))?;
            config.places.insert(table_key(Table::Locked, id), self.place_of(table, id));
            config.locked.insert(id.to_owned(), Lock { answer: self.value(id, answer)?, message });
        }
        Ok(())
    }

    fn value(&self, id: &str, item: &Item) -> Result<Value> {
        value_of(item).ok_or_else(|| {
            self.error(item.span(), format!("the answer `{id}` is {}", kind_of(item)))
                .help("an answer is a text, a whole number, true or false, or a list of texts")
        })
    }

    fn written(&self, item: &Item) -> Result<Written> {
        let table = self.table("written", item)?;
        self.only(table, OF_THE_RUN, "of [written]")?;
        // A key that is not there says nothing, and is like no fingerprint.
        let text = |key| table.get(key).map_or(Ok(String::new()), |item| self.text_of(key, item));
        Ok(Written { msgen: text("msgen")?, answers: text("answers")?, templates: text("templates")? })
    }

    fn record(&self, path: &str, item: &Item) -> Result<FileRecord> {
        let table = self.table(path, item)?;
        self.only(table, OF_A_FILE, "of a file")?;
        let mut record = FileRecord {
            fingerprint: table.get("fingerprint").map(|item| self.text_of("fingerprint", item)).transpose()?,
            blocks: BTreeMap::new(),
        };
        if let Some(item) = table.get("blocks") {
            for (id, item) in self.table("blocks", item)?.iter() {
                record.blocks.insert(id.to_owned(), self.text_of(id, item)?);
            }
        }
        Ok(record)
    }

    fn checks(&self, table: &dyn TableLike, config: &mut Config) -> Result<()> {
        self.only(table, OF_CHECK, "of [check]")?;
        let mut checks = Checks::default();
        if let Some(item) = table.get("off") {
            let off = self.table("check.off", item)?;
            for (rule, item) in off.iter() {
                let span = off.key(rule).and_then(toml_edit::Key::span);
                if self.text_of(rule, item)?.trim().is_empty() {
                    let error = self.error(span, format!("the rule `{rule}` is switched off without a reason"));
                    return Err(error.help(format!("off = {{ \"{rule}\" = \"why it does not hold here\" }}")));
                }
                config.places.insert(rule_key(rule), self.line_place(span));
                checks.off.push(rule.to_owned());
            }
        }
        if let Some(item) = table.get("on") {
            let list =
                item.as_array().and_then(|list| list.iter().map(|rule| Some((rule.as_str()?, rule.span()))).collect());
            let list: Vec<(&str, Option<Range<usize>>)> = list.ok_or_else(|| {
                self.error(item.span(), format!("`on` is {}, not a list of texts", kind_of(item)))
                    .help("write it between brackets: on = [\"rule-id\"]")
            })?;
            for (rule, span) in list {
                config.places.insert(rule_key(rule), self.line_place(span));
                checks.on.push(rule.to_owned());
            }
        }
        if let Some(item) = table.get("severity") {
            let text = self.text_of("severity", item)?;
            checks.severity = Some(Severity::named(&text).ok_or_else(|| {
                let known: Vec<&str> = Severity::ALL.iter().map(|severity| severity.word()).collect();
                self.error(item.span(), format!("`{text}` is not a severity")).help(advice(&text, &known))
            })?);
        }
        config.check = checks;
        Ok(())
    }

    fn table<'i>(&self, key: &str, item: &'i Item) -> Result<&'i dyn TableLike> {
        item.as_table_like().ok_or_else(|| {
            self.error(item.span(), format!("`{key}` is {}, not a table", kind_of(item)))
                .help(format!("write a line [{key}], and `key = value` lines below it"))
        })
    }

    fn text_of(&self, key: &str, item: &Item) -> Result<String> {
        item.as_str().map(str::to_owned).ok_or_else(|| {
            self.error(item.span(), format!("`{key}` is {}, not a text", kind_of(item)))
                .help(format!("write it between quotes: {key} = \"…\""))
        })
    }

    /// Refuses a key that is not in `known`.
    fn only(&self, table: &dyn TableLike, known: &[&str], of: &str) -> Result<()> {
        match table.iter().find(|(key, _)| !known.contains(key)) {
            None => Ok(()),
            Some((key, item)) => {
                let span = table.key(key).and_then(toml_edit::Key::span).or_else(|| item.span());
                Err(self.error(span, format!("`{key}` is not a key {of}")).help(advice(key, known)))
            }
        }
    }

    fn error(&self, span: Option<Range<usize>>, what: String) -> Error {
        let error = Error::bad_input(what);
        match span {
            None => error.at(self.file_name),
            Some(span) => error.at(format!("{}:{}", self.file_name, excerpt(self.text, &span))),
        }
    }

    /// The line of a key.
    fn place_of(&self, table: &dyn TableLike, key: &str) -> String {
        self.line_place(table.key(key).and_then(toml_edit::Key::span))
    }

    fn line_place(&self, span: Option<Range<usize>>) -> String {
        match span {
            None => self.file_name.to_owned(),
            Some(span) => format!("{}:{}", self.file_name, position(self.text, span.start).0),
        }
    }
}

/// Line and column of the byte at `offset`, both from 1, the column in characters.
fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// `line:column`, then the line itself with carets under the span.
fn excerpt(text: &str, span: &Range<usize>) -> String {
    let (line, column) = position(text, span.start);
    let content = text.lines().nth(line - 1).unwrap_or_default().replace('\t', " ");
    let longest = (content.chars().count() + 1).saturating_sub(column).max(1);
    let width = text.get(span.clone()).map_or(1, |spanned| spanned.chars().count()).clamp(1, longest);
    let gutter = " ".repeat(line.to_string().len());
    let indent = " ".repeat(column - 1);
    let carets = "^".repeat(width);
    format!("{line}:{column}\n  {gutter} |\n  {line} | {content}\n  {gutter} | {indent}{carets}")
}
