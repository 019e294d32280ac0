//! A draft: every file as it was rendered, before anything is written.

/// The files of one rendering, in the order in which they are shown and written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Each file once.
    pub files: Vec<DraftFile>,
}

/// One rendered file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFile {
    /// Where it goes: relative to the folder of the project, with `/`.
    pub path: String,
    /// The whole content, with LF.
    pub content: String,
    /// How much of the file is msgen's.
    pub kind: FileKind,
}

/// How much of a file is msgen's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// All of it.
    Whole,
    /// Only its marked blocks, see [`crate::report`].
    Report,
    /// All of it, and each run takes it anew: what was measured. Nobody edits it, so an older one is never in the way;
    /// whether the folder is msgen's is for the caller to see.
    Taken,
}

impl DraftFile {
    /// A file that is msgen's as a whole.
    pub fn whole(path: impl Into<String>, content: impl Into<String>) -> Self {
        Self { path: path.into(), content: content.into(), kind: FileKind::Whole }
    }

    /// A file that each run takes anew.
    pub fn taken(path: impl Into<String>, content: impl Into<String>) -> Self {
        Self { path: path.into(), content: content.into(), kind: FileKind::Taken }
    }

    /// A report: its author's, except for the marked blocks.
    pub fn report(path: impl Into<String>, content: impl Into<String>) -> Self {
        Self { path: path.into(), content: content.into(), kind: FileKind::Report }
    }
}
