//! From [`Config`] to text, by editing the text it was read from: nothing that still holds is rewritten.

use std::collections::BTreeMap;

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value as Toml};

use super::read::value_of;
use super::{Config, FileRecord, Lock, Written};
use crate::answers::Value;

/// The text of `config`.
pub(super) fn print(config: &Config) -> String {
    // The text was read before, so it parses; an empty document would only lose comments.
    let mut document: DocumentMut = config.text.parse().unwrap_or_default();
    let mut orphans = Vec::new();

    let templates: BTreeMap<String, Value> =
        config.templates.iter().map(|path| ("templates".to_owned(), Value::Text(path.clone()))).collect();
    set_templates(&mut document, &templates, &mut orphans);
    lead(&mut document, &mut orphans);
    if let Some(defaults) = table(document.as_table_mut(), "defaults", config.defaults.is_empty()) {
        update(defaults, &config.defaults, |_| true, &mut orphans);
    }
    if let Some(locked) = table(document.as_table_mut(), "locked", config.locked.is_empty()) {
        update_locks(locked, &config.locked, &mut orphans);
    }
    if let Some(answers) = table(document.as_table_mut(), "answers", config.answers.is_empty()) {
        update(answers, &config.answers, |_| true, &mut orphans);
    }
    if let Some(written) = table(document.as_table_mut(), "written", config.written.is_none()) {
        update(written, &values_of(config.written.as_ref()), |_| true, &mut orphans);
    }
    if config.written.is_none() {
        orphans.extend(remove(document.as_table_mut(), "written"));
    }
    if let Some(files) = table(document.as_table_mut(), "files", config.files.is_empty()) {
        update_files(files, &config.files, &mut orphans);
    }
    if config.files.is_empty() {
        orphans.extend(remove(document.as_table_mut(), "files"));
    }
    if !orphans.is_empty() {
        let trailing = document.trailing().as_str().unwrap_or_default().to_owned();
        document.set_trailing(format!("{trailing}{}", orphans.concat()));
    }
    with_line_endings_of(&config.text, document.to_string(), config)
}

/// The editor writes LF only; a text that came with CRLF keeps it.
fn with_line_endings_of(original: &str, printed: String, config: &Config) -> String {
    if !original.contains("\r\n") {
        return printed;
    }
    let crlf = printed.replace('\n', "\r\n");
    // A value over several lines would change with its line endings: then they stay as the editor wrote them.
    if Config::parse(&crlf, "").is_ok_and(|again| again == *config) { crlf } else { printed }
}

/// Sets or removes the `templates` key, which comes before every table and below the header.
fn set_templates(document: &mut DocumentMut, templates: &BTreeMap<String, Value>, orphans: &mut Vec<String>) {
    let is_new = !templates.is_empty() && !document.contains_key("templates");
    update(document.as_table_mut(), templates, |key| key == "templates", orphans);
    if !is_new || document.iter().any(|(key, item)| key != "templates" && item.is_value()) {
        return;
    }
    // The comment on top of the file hangs on the first table: hand its first paragraph to the new first key.
    let Some(first) = first_table(document) else { return };
    let prefix = first.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned();
    let split = prefix.rfind("\n\n").map_or(0, |at| at + 2);
    first.decor_mut().set_prefix(format!("\n{}", &prefix[split..]));
    if let Some(mut key) = document.as_table_mut().key_mut("templates") {
        key.leaf_decor_mut().set_prefix(&prefix[..split]);
    }
}

/// Puts comments that lost their key at the top level above the first table.
fn lead(document: &mut DocumentMut, orphans: &mut Vec<String>) {
    if let Some(first) = first_table(document).filter(|_| !orphans.is_empty()) {
        let prefix = first.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned();
        let comments: String = orphans.drain(..).collect();
        first.decor_mut().set_prefix(format!("{comments}{prefix}"));
    }
}

fn first_table(document: &mut DocumentMut) -> Option<&mut Table> {
    let tables = document.iter_mut().filter_map(|(_, item)| item.as_table_mut());
    tables.filter(|table| !table.is_implicit() && !table.is_dotted()).min_by_key(|table| table.position())
}

/// The table at `key`, made if something is to go into it.
fn table<'t>(parent: &'t mut Table, key: &str, is_empty: bool) -> Option<&'t mut dyn TableLike> {
    if is_empty && !parent.contains_key(key) {
        return None;
    }
    parent.entry(key).or_insert_with(|| implicit(Table::new())).as_table_like_mut()
}

/// A table whose header is printed only if a value stands directly in it.
fn implicit(mut table: Table) -> Item {
    table.set_implicit(true);
    Item::Table(table)
}

/// Makes `table` hold exactly `values`, as far as its keys are `ours`.
fn update(
    table: &mut dyn TableLike,
    values: &BTreeMap<String, Value>,
    ours: impl Fn(&str) -> bool,
    orphans: &mut Vec<String>,
) {
    let gone = |key: &str| ours(key) && !values.contains_key(key);
    remove_keys(table, gone, orphans);
    for (key, value) in values {
        match table.get_mut(key) {
            Some(item) if value_of(item).as_ref() == Some(value) => {}
            Some(Item::Value(old)) => {
                let decor = old.decor().clone();
                *old = toml(value);
                *old.decor_mut() = decor;
            }
            _ => drop(table.insert(key, Item::Value(toml(value)))),
        }
    }
}

/// A lock is an inline table: on one line with its message.
fn update_locks(table: &mut dyn TableLike, locks: &BTreeMap<String, Lock>, orphans: &mut Vec<String>) {
    remove_keys(table, |question| !locks.contains_key(question), orphans);
    for (question, lock) in locks {
        let mut values = BTreeMap::from([("answer".to_owned(), lock.answer.clone())]);
        if !lock.message.is_empty() {
            values.insert("message".to_owned(), Value::Text(lock.message.clone()));
        }
        let item = table.entry(question).or_insert_with(|| Item::Value(Toml::InlineTable(InlineTable::new())));
        if let Some(lock) = item.as_table_like_mut() {
            update(lock, &values, |_| true, orphans);
        }
    }
}

fn values_of(written: Option<&Written>) -> BTreeMap<String, Value> {
    let keys = |Written { msgen, answers, templates }: &Written| {
        [("msgen", msgen), ("answers", answers), ("templates", templates)]
            .map(|(key, text)| (key.to_owned(), Value::Text(text.clone())))
    };
    written.map(keys).into_iter().flatten().collect()
}

fn update_files(files: &mut dyn TableLike, records: &BTreeMap<String, FileRecord>, orphans: &mut Vec<String>) {
    remove_keys(files, |path| !records.contains_key(path), orphans);
    for (path, record) in records {
        let fingerprint = record.fingerprint.iter();
        let fingerprint = fingerprint.map(|print| ("fingerprint".to_owned(), Value::Text(print.clone()))).collect();
        let blocks = record.blocks.iter().map(|(id, print)| (id.clone(), Value::Text(print.clone()))).collect();

        let item = files.entry(path).or_insert_with(|| implicit(Table::new()));
        if let Some(table) = item.as_table_mut() {
            // A record that says nothing still has its header; any other shows by what is in it.
            table.set_implicit(table.is_implicit() && *record != FileRecord::default());
        }
        let Some(file) = item.as_table_like_mut() else { continue };
        update(file, &fingerprint, |key| key == "fingerprint", orphans);
        if record.blocks.is_empty() {
            remove_keys(file, |key| key == "blocks", orphans);
        } else if let Some(table) = file.entry("blocks").or_insert_with(|| implicit(Table::new())).as_table_like_mut() {
            update(table, &blocks, |_| true, orphans);
        }
    }
}

/// Removes the keys that are `gone`; their comments go to the next value that stays, or to the `orphans`.
fn remove_keys(table: &mut dyn TableLike, gone: impl Fn(&str) -> bool, orphans: &mut Vec<String>) {
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    let mut homeless = Vec::new();
    for key in keys {
        if gone(&key) {
            homeless.extend(remove(table, &key));
            continue;
        }
        let is_home = !homeless.is_empty() && table.get(&key).is_some_and(Item::is_value);
        if let Some(mut key) = table.key_mut(&key).filter(|_| is_home) {
            let decor = key.leaf_decor_mut();
            let prefix = decor.prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned();
            decor.set_prefix(homeless.drain(..).collect::<String>() + &prefix);
        }
    }
    orphans.append(&mut homeless);
}

/// Removes `key` and returns the comments written above and beside it, each with its line end.
fn remove(table: &mut dyn TableLike, key: &str) -> Vec<String> {
    let above = table.key(key).and_then(|key| key.leaf_decor().prefix()).and_then(|prefix| prefix.as_str());
    let mut found = above.unwrap_or_default().to_owned();
    match table.remove(key) {
        Some(Item::Value(value)) => {
            found += value.decor().suffix().and_then(|suffix| suffix.as_str()).unwrap_or_default();
        }
        Some(Item::Table(table)) => found += &comments_in(&table),
        _ => {}
    }
    let lines = found.lines().map(str::trim).filter(|line| line.starts_with('#'));
    lines.map(|line| format!("{line}\n")).collect()
}

/// All comments of a table that goes away with everything in it.
fn comments_in(table: &Table) -> String {
    let own = table.decor();
    let mut found = String::new();
    for part in [own.prefix(), own.suffix()].into_iter().flatten() {
        found = found + part.as_str().unwrap_or_default() + "\n";
    }
    let mut rest = table.clone();
    for (key, _) in table {
        found += &remove(&mut rest, key).concat();
    }
    found
}

fn toml(value: &Value) -> Toml {
    match value {
        Value::Bool(value) => Toml::from(*value),
        Value::Integer(value) => Toml::from(*value),
        Value::Text(value) => Toml::from(value.as_str()),
        Value::List(items) => Toml::Array(items.iter().map(String::as_str).collect::<Array>()),
    }
}
