//! Writing: statuses, decisions, obstacles, and that nothing is lost at any step.

mod obstacle;
mod status;
mod step;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use msgen::config::{CONFIG_FILE, Config};
use msgen::draft::{Draft, DraftFile};
use msgen::error::Result;
use msgen::report::block;
use msgen::write::{Applied, Changes, Decision, Options, plan_changes};
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A draft whose every file says `word`.
fn draft(word: &str) -> Draft {
    let report =
        format!("# Image\n\n{}\nTODO: why?\n", block("dockerfile", &format!("FROM {word}\n")).expect("no mark"));
    Draft {
        files: vec![
            DraftFile::whole("Dockerfile", format!("FROM {word}\nUSER 65532:65532\n")),
            DraftFile::whole(".dockerignore", format!("*\n!{word}\n")),
            DraftFile::report("docs/lab/IMAGE.md", report),
        ],
    }
}

/// The config in `root`, with `base` answered by `word`.
fn config(root: &Path, word: &str) -> Config {
    let text = fs::read_to_string(root.join(CONFIG_FILE)).unwrap_or_default();
    let mut config =
        if text.is_empty() { Config::default() } else { Config::parse(&text, CONFIG_FILE).expect("valid") };
    config.answers.insert("base".into(), word.into());
    config
}

fn plan(root: &Path, word: &str) -> Result<Changes> {
    plan_changes(root, &draft(word), &config(root, word))
}

fn planned(root: &Path, word: &str) -> Changes {
    plan(root, word).expect("nothing in the way")
}

fn write(root: &Path, word: &str) -> Applied {
    let mut changes = planned(root, word);
    changes.decide_all(Decision::Overwrite);
    changes.apply(Options::default()).expect("written")
}

fn words(changes: &Changes) -> Vec<&'static str> {
    changes.files().iter().chain([&changes.config_change()]).map(|change| change.status.word()).collect()
}

/// What is in a folder: files with their content, links with where they lead, folders with a final `/`.
type Tree = BTreeMap<String, Vec<u8>>;

/// Everything below `root`.
fn tree(root: &Path) -> Tree {
    fn walk(folder: &Path, root: &Path, found: &mut Tree) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(root).expect("below the root").to_str().expect("UTF-8").to_owned();
            if let Ok(leads_to) = fs::read_link(&path) {
                found.insert(name, leads_to.into_os_string().into_encoded_bytes());
            } else if path.is_dir() {
                found.insert(name + "/", Vec::new());
                walk(&path, root, found);
            } else {
                found.insert(name, fs::read(&path).expect("readable"));
            }
        }
    }
    let mut found = Tree::new();
    walk(root, root, &mut found);
    found
}
