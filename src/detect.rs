//! Detection: reads the project and turns what it finds into answers, each with its evidence.
//!
//! What the language's manifest can say (marker files) is data. What only reading the source can tell is said by one
//! [`Detector`] per language, named in its manifest (`detector = "go"`) and registered in [`detector`].

mod c;
mod dotnet;
mod go;
mod jvm;
mod lexicon;
mod node;
mod python;
mod rust;
mod token;
mod zig;

use crate::answers::{Evidence, Value};
use crate::context::Context;
use crate::error::Result;

/// One thing a detector found: the answer to a question, or a doubt between several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The question it answers.
    pub question: &'static str,
    /// The answer, or the candidates.
    pub found: Found,
}

/// What was found for a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// One answer.
    Sure(Value, Evidence),
    /// Two or more possible answers, the most likely first: only a person can decide.
    Doubt(Vec<(Value, Evidence)>),
}

/// Reads a project of one language.
pub trait Detector {
    /// What the project itself says about the language's questions.
    ///
    /// # Errors
    /// The project contradicts itself in a way that no image can be built from (a manifest that cannot be read).
    fn detect(&self, context: &Context) -> Result<Vec<Finding>>;
}

/// The detector registered under `name`: the one line a language needs here.
#[must_use]
pub fn detector(name: &str) -> Option<&'static dyn Detector> {
    match name {
        "c" => Some(&c::C),
        "dotnet" => Some(&dotnet::DotNet),
        "go" => Some(&go::Go),
        "jvm" => Some(&jvm::Jvm),
        "node" => Some(&node::Node),
        "python" => Some(&python::Python),
        "rust" => Some(&rust::Rust),
        "zig" => Some(&zig::Zig),
        _ => None,
    }
}

impl Finding {
    /// `question` is answered by `value`, as `evidence` shows.
    pub fn sure(question: &'static str, value: impl Into<Value>, evidence: Evidence) -> Self {
        Self { question, found: Found::Sure(value.into(), evidence) }
    }

    /// `question` has several possible answers, the most likely first.
    #[must_use]
    pub fn doubt(question: &'static str, candidates: Vec<(Value, Evidence)>) -> Self {
        Self { question, found: Found::Doubt(candidates) }
    }
}
