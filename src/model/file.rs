//! Which files a stage holds, and where they come from.

use std::collections::BTreeSet;

use super::path::{is_below, is_inside, rooted};
use super::{Artifact, Model, StageModel, State};
use crate::context::Context;
use crate::ignore::IgnoreFile;

/// The files of a stage: what was put where, the last word last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// In the order in which they were put there.
    pub pieces: Vec<Piece>,
}

/// Something that lies at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The path, absolute and clean.
    pub path: String,
    /// Whether it stands for everything below the path as well.
    pub is_tree: bool,
    /// What it is.
    pub origin: Origin,
    /// The step that put it there.
    pub step: usize,
}

/// Where something comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The build context, at this path; empty for all of it.
    Context(String),
    /// An earlier stage, at this path.
    Stage(usize, String),
    /// A command made it.
    Made(Artifact),
    /// A command made something below this path, under a name that nobody knows.
    Below(Artifact),
    /// Nobody knows what is there, if anything is.
    Anything,
    /// A folder was made.
    Folder,
    /// It was removed.
    Removed,
}

/// What lies at a path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Whether something is there; none where nobody knows.
    pub exists: Option<bool>,
    /// What made it, where a command did.
    pub artifact: Option<Artifact>,
}

impl Piece {
    /// Anything may be anywhere, since this step.
    pub(super) fn anything(step: usize) -> Self {
        Self { path: "/".to_owned(), is_tree: true, origin: Origin::Anything, step }
    }
}

/// How many pieces a question may lead to: more are no file that a person wrote.
const PATIENCE: usize = 20_000;

/// The folder that sources of `COPY` come from, where there is one.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct BuildContext<'d> {
    /// The folder.
    pub context: Option<&'d Context>,
    /// What of it the builder is not sent.
    pub ignore: Option<&'d IgnoreFile>,
}

impl BuildContext<'_> {
    /// Whether the builder is sent something at `path` (relative; empty for the whole folder); none without a folder.
    #[must_use]
    pub fn holds(&self, path: &str) -> Option<bool> {
        let context = self.context?;
        if path.is_empty() {
            return Some(true);
        }
        if !context.exists(path) {
            return Some(false);
        }
        // Of a folder that is kept out, exceptions may let something in.
        let is_kept_out = !context.is_dir(path) && self.ignore.is_some_and(|ignore| !ignore.lets_in(path).0);
        Some(!is_kept_out)
    }
}

/// What lies at `path` in stage `index`.
pub(super) fn find(model: &Model<'_>, index: usize, path: &str) -> Found {
    match model.stages.get(index) {
        Some(stage) => find_in(&model.stages, model.source, &stage.end, path),
        None => Found::default(),
    }
}

/// What lies at `path` in a state of a stage that stands behind `stages`.
pub(super) fn find_in(stages: &[StageModel<'_>], source: BuildContext<'_>, state: &State, path: &str) -> Found {
    Search { stages, source, patience: PATIENCE }.look(state, &rooted(path))
}

/// The names of what lies in a folder of a stage, where all of them are known.
pub(super) fn children(model: &Model<'_>, index: usize, folder: &str) -> Option<BTreeSet<String>> {
    let state = &model.stages.get(index)?.end;
    let of_base = state.image.folders.as_ref()?;
    if of_base.iter().any(|of_base| is_inside(folder, of_base) || is_below(of_base, folder)) {
        return None;
    }
    let mut names = BTreeSet::new();
    for piece in &state.files.pieces {
        if let Some(below) = piece.path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')) {
            names.extend(below.split('/').next().map(str::to_owned));
        } else if is_inside(folder, &piece.path) && !matches!(piece.origin, Origin::Folder | Origin::Removed) {
            return None;
        }
    }
    (!names.is_empty()).then_some(names)
}

/// A search through stages.
struct Search<'a, 'd> {
    stages: &'a [StageModel<'d>],
    source: BuildContext<'d>,
    patience: usize,
}

impl Search<'_, '_> {
    /// The last piece that decides wins.
    fn look(&mut self, state: &State, path: &str) -> Found {
        if path == "/" {
            return Found { exists: Some(true), artifact: None };
        }
        let mut is_sure = true;
        let mut maybe = None;
        for piece in state.files.pieces.iter().rev() {
            let Some(rest) = self.patience.checked_sub(1) else { return Found::default() };
            self.patience = rest;
            let here = piece.path == path;
            let covers = here || piece.is_tree && is_below(path, &piece.path);
            if !covers {
                let is_folder = is_below(&piece.path, path);
                if is_folder && !matches!(piece.origin, Origin::Removed | Origin::Anything | Origin::Below(_)) {
                    return Found { exists: Some(true), artifact: None };
                }
                continue;
            }
            let found = self.at(piece, path, here);
            match found.exists {
                Some(true) => return found,
                // Gone, unless something came after it that nobody knows.
                Some(false) if piece.origin == Origin::Removed && is_sure => return found,
                Some(false) if piece.origin == Origin::Removed => return Found { exists: None, artifact: maybe },
                Some(false) => {}
                None => {
                    is_sure = false;
                    maybe = maybe.or(found.artifact);
                }
            }
        }
        let of_base = match &state.image.folders {
            Some(folders) if !folders.iter().any(|folder| is_inside(path, folder)) => Some(false),
            _ => None,
        };
        Found { exists: of_base.filter(|_| is_sure), artifact: maybe }
    }

    /// What a piece says of a path that it covers.
    fn at(&mut self, piece: &Piece, path: &str, here: bool) -> Found {
        let rest = path[piece.path.trim_end_matches('/').len()..].trim_start_matches('/');
        match &piece.origin {
            Origin::Made(artifact) => Found { exists: here.then_some(true), artifact: here.then(|| artifact.clone()) },
            Origin::Below(artifact) => Found { exists: None, artifact: Some(artifact.clone()) },
            Origin::Folder => Found { exists: here.then_some(true), artifact: None },
            Origin::Anything => Found::default(),
            Origin::Removed => Found { exists: Some(false), artifact: None },
            // What a COPY names is taken to be there: without it the build stops, which is the COPY's fault.
            Origin::Context(_) if here => Found { exists: Some(true), artifact: None },
            Origin::Context(from) => {
                let from = if from.is_empty() { rest.to_owned() } else { format!("{from}/{rest}") };
                Found { exists: self.source.holds(&from), artifact: None }
            }
            Origin::Stage(index, from) => match self.stages.get(*index) {
                Some(stage) => self.look(&stage.end, &rooted(&format!("{from}/{rest}"))),
                None => Found::default(),
            },
        }
    }
}
