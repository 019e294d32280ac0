//! `COPY` and `ADD`: where from, what, and where to.

use super::file::{Piece, children};
use super::path::{is_below, rooted};
use super::text::split;
use super::{Artifact, Linking, Model, Origin, State};
use crate::document::Instruction;

/// A `COPY` or an `ADD`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Where from.
    pub from: CopyFrom,
    /// Its sources with variables replaced, in the order written; none for one that nobody knows. Here-documents are
    /// not among them.
    pub sources: Vec<Option<String>>,
    /// Its sources as written.
    pub written: Vec<String>,
    /// Its target, absolute; none where nobody knows.
    pub target: Option<String>,
    /// Its target as written.
    pub written_target: String,
    /// Whether the target is a folder: it ends in a slash, or is `.`.
    pub is_into_folder: bool,
}

/// Where a `COPY` takes its sources from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyFrom {
    /// The build context.
    Context,
    /// An earlier stage.
    Stage(usize),
    /// An image, by its name.
    Image(String),
    /// Nobody knows.
    Unknown,
}

impl Copy {
    /// Whether a source is fetched from elsewhere: an `ADD` of an address.
    #[must_use]
    pub fn is_remote(source: &str) -> bool {
        ["http://", "https://", "git@", "git://", "ssh://"].iter().any(|scheme| source.starts_with(scheme))
    }
}

/// Reads the arguments.
pub(super) fn read(model: &Model<'_>, index: usize, state: &State, instruction: &Instruction) -> Copy {
    let escape = model.document.escape;
    let mut words = instruction.json.clone().unwrap_or_else(|| split(&instruction.arguments, escape));
    let written_target = words.pop().unwrap_or_default();
    words.retain(|word| instruction.json.is_some() || !word.starts_with("<<"));
    let target = state.scope.expand(&written_target, escape);
    let is_into_folder = target.as_ref().is_some_and(|target| target.ends_with('/') || target == "." || target == "..");
    Copy {
        from: from(model, index, state, instruction),
        // A variable that nobody set leaves no name: which file is meant, nobody knows.
        sources: words.iter().map(|word| state.scope.expand(word, escape).filter(|path| !path.is_empty())).collect(),
        written: words,
        target: target.and_then(|target| state.absolute(&target)),
        written_target,
        is_into_folder,
    }
}

fn from(model: &Model<'_>, index: usize, state: &State, instruction: &Instruction) -> CopyFrom {
    let Some(name) = instruction.flag("from") else { return CopyFrom::Context };
    // BuildKit replaces variables of the stage and, in newer frontends, of the global scope.
    let name = match state.scope.expand(name, model.document.escape) {
        Some(expanded) if !expanded.is_empty() => expanded,
        _ => return CopyFrom::Unknown,
    };
    match model.named(&name, index) {
        Some(earlier) => CopyFrom::Stage(earlier),
        None if name.bytes().all(|byte| byte.is_ascii_digit()) => CopyFrom::Unknown,
        None => CopyFrom::Image(name),
    }
}

/// Puts what it copies into the state.
pub(super) fn put(model: &Model<'_>, state: &mut State, copy: &Copy, instruction: &Instruction, step: usize) {
    let Some(target) = &copy.target else { return state.files.pieces.push(Piece::anything(step)) };
    let mut pieces = Vec::new();
    let mut add = |path: &str, is_tree, origin| pieces.push(Piece { path: rooted(path), is_tree, origin, step });
    let is_folder = copy.is_into_folder || copy.sources.len() > 1 || is_folder(state, target);
    for source in &copy.sources {
        let Some(source) = source else {
            add(target, true, Origin::Anything);
            continue;
        };
        let path = rooted(source);
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let origin = match &copy.from {
            CopyFrom::Context if Copy::is_remote(source) || instruction.keyword == "ADD" && is_archive(source) => {
                Origin::Anything
            }
            CopyFrom::Context => Origin::Context(path.trim_start_matches('/').to_owned()),
            CopyFrom::Stage(earlier) => Origin::Stage(*earlier, path.clone()),
            CopyFrom::Image(_) | CopyFrom::Unknown => Origin::Anything,
        };
        if source.contains(['*', '?', '[']) || origin == Origin::Anything {
            add(target, true, Origin::Anything);
            continue;
        }
        let is_tree = match (&copy.from, model.source.context) {
            (CopyFrom::Context, Some(context)) => path == "/" || context.is_dir(path.trim_start_matches('/')),
            _ => path == "/" || source.ends_with(['/', '.']) && source.ends_with("/."),
        };
        let is_file = matches!(copy.from, CopyFrom::Context)
            && model.source.context.is_some_and(|context| context.exists(path.trim_start_matches('/')) && !is_tree);
        if !is_tree && is_folder {
            add(&format!("{target}/{name}"), true, origin.clone());
        }
        // Into the root, where a shell and libraries lie too: what is known to bring neither is put there by its names.
        if let (Origin::Stage(earlier, from), "/") = (&origin, target.as_str())
            && let Some(names) = children(model, *earlier, from)
        {
            for name in &names {
                add(name, true, Origin::Stage(*earlier, format!("{from}/{name}")));
            }
            continue;
        }
        // What may be a folder: its files land in the target itself.
        if !is_file || !is_folder {
            add(target, true, origin);
        }
    }
    for heredoc in &instruction.heredocs {
        let path = if is_folder { format!("{target}/{}", heredoc.name) } else { target.clone() };
        let text = Artifact { stage: model.stages.len(), step, linking: Some(Linking::Data) };
        add(&path, false, Origin::Made(text));
    }
    // Accounts that come with a file are known to nobody.
    let accounts = ["/etc/passwd", "/etc", "/"];
    let brings = |piece: &Piece| accounts.contains(&piece.path.as_str()) || is_below("/etc/passwd", &piece.path);
    if pieces.iter().any(brings) {
        state.users = None;
    }
    // So is a shell that does: `COPY --from=busybox /bin/ /bin/`.
    let shells = ["/bin/sh", "/bin", "/usr/bin", "/usr", "/"];
    if state.has_shell == Some(false) && pieces.iter().any(|piece| shells.contains(&piece.path.as_str())) {
        state.has_shell = None;
    }
    state.files.pieces.append(&mut pieces);
}

/// Whether a path is known to be a folder: a working directory, or something was put below it.
fn is_folder(state: &State, path: &str) -> bool {
    let pieces = state.files.pieces.iter();
    path == "/"
        || pieces.clone().any(|piece| piece.origin == Origin::Folder && piece.path == path)
        || pieces.clone().any(|piece| is_below(&piece.path, path))
}

/// Whether `ADD` unpacks it.
fn is_archive(source: &str) -> bool {
    [".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2", ".tar.zst"]
        .iter()
        .any(|end| source.ends_with(end))
}
