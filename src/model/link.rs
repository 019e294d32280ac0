//! How a program meets its base.

use super::Libc;

/// How a program was linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Linking {
    /// It needs nothing.
    Static,
    /// It needs the loader and the C library of the image it was linked in.
    Dynamic(Libc),
    /// It is no program by itself: something that an interpreter or a runtime reads.
    Data,
}

/// A file that a command of a stage made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// The stage it was made in.
    pub stage: usize,
    /// The step of that stage that made it.
    pub step: usize,
    /// How it was linked, where one can tell.
    pub linking: Option<Linking>,
}
