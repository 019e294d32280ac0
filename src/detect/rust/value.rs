//! The value of an expression as far as the source tells it: known text, and the variables that change it.

use crate::answers::Evidence;

/// A part of a value: a literal, or what a variable gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Piece {
    /// The literal, or the default of the variable; `None` where only running the program can tell.
    pub text: Option<String>,
    /// The environment variable that sets it, and where that is read.
    pub variable: Option<(String, Evidence)>,
}

/// The parts of a value, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Value {
    pub pieces: Vec<Piece>,
}

impl Value {
    /// A value of which nothing is known.
    pub fn unknown() -> Self {
        Self { pieces: vec![Piece::default()] }
    }

    /// A literal.
    pub fn literal(text: impl Into<String>) -> Self {
        Self { pieces: vec![Piece { text: Some(text.into()), variable: None }] }
    }

    /// What the environment variable `name` gives.
    pub fn variable(name: &str, evidence: Evidence) -> Self {
        Self { pieces: vec![Piece { text: None, variable: Some((name.to_owned(), evidence)) }] }
    }

    /// The whole text, when every part of it is known.
    pub fn text(&self) -> Option<String> {
        self.pieces.iter().map(|piece| piece.text.as_deref()).collect()
    }

    /// Whether nothing at all is known.
    pub fn is_unknown(&self) -> bool {
        self.pieces.iter().all(|piece| piece.text.is_none() && piece.variable.is_none())
    }

    /// The values one after another.
    pub fn join(values: impl IntoIterator<Item = Self>) -> Self {
        Self { pieces: values.into_iter().flat_map(|value| value.pieces).collect() }
    }

    /// This value, or `other` where it is not set: `var("PORT")`, else `8080`.
    pub fn or(mut self, other: &Self) -> Self {
        if self.is_unknown() {
            return other.clone();
        }
        if let [piece] = &mut self.pieces[..]
            && piece.variable.is_some()
        {
            piece.text = piece.text.take().or_else(|| other.text());
        }
        self
    }
}
