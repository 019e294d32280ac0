//! The value of an expression as far as the source tells it: known text, and the variables and flags that change it.

use crate::answers::Evidence;

/// A part of a value: a literal, or what a variable or a flag gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Piece {
    /// The literal, or the default of the variable or flag; `None` where only running the program can tell.
    pub text: Option<String>,
    /// The environment variable that sets it.
    pub variable: Option<String>,
    /// The flag that sets it, without dashes.
    pub flag: Option<String>,
    /// Where the variable is read or the flag declared.
    pub evidence: Option<Evidence>,
}

impl Piece {
    /// Whether a variable or a flag sets it.
    pub fn is_setting(&self) -> bool {
        self.variable.is_some() || self.flag.is_some()
    }
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
        Self { pieces: vec![Piece { text: Some(text.into()), ..Piece::default() }] }
    }

    /// What the environment variable `name` gives, else `default`.
    pub fn variable(name: &str, default: Option<String>, evidence: Option<Evidence>) -> Self {
        Self { pieces: vec![Piece { text: default, variable: Some(name.to_owned()), flag: None, evidence }] }
    }

    /// What the flag `name` gives, else `default`, which may itself come from a variable.
    pub fn flag(name: &str, default: &Value, evidence: Evidence) -> Self {
        let variable = default.pieces.iter().find_map(|piece| piece.variable.clone());
        let evidence = Some(evidence);
        Self { pieces: vec![Piece { text: default.text(), variable, flag: Some(name.to_owned()), evidence }] }
    }

    /// The whole text, when every part of it is known.
    pub fn text(&self) -> Option<String> {
        self.pieces.iter().map(|piece| piece.text.as_deref()).collect()
    }

    /// Whether nothing at all is known.
    pub fn is_unknown(&self) -> bool {
        self.pieces.iter().all(|piece| piece.text.is_none() && !piece.is_setting())
    }

    /// The values one after another.
    pub fn join(values: impl IntoIterator<Item = Self>) -> Self {
        Self { pieces: values.into_iter().flat_map(|value| value.pieces).collect() }
    }

    /// One value out of several that a variable may have had: the one that a person can set, with the first known
    /// text as its default. So `port := os.Getenv("PORT")` and `port = "8080"` are `PORT`, else 8080.
    pub fn merge(values: Vec<Self>) -> Self {
        let known = values.iter().find_map(Self::text);
        let setting = values.iter().position(|value| value.pieces.iter().any(Piece::is_setting));
        let Some(mut value) = setting.and_then(|at| values.into_iter().nth(at)) else {
            return known.map_or_else(Self::unknown, Self::literal);
        };
        if let (None, Some(known)) = (value.text(), known) {
            value.fill(&known);
        }
        value
    }

    /// Gives the unknown setting the text that makes the whole read `known`: `":" + PORT` and `:8080` say 8080.
    fn fill(&mut self, known: &str) {
        let Some(at) = self.pieces.iter().position(|piece| piece.text.is_none() && piece.is_setting()) else { return };
        let before: Option<String> = self.pieces[..at].iter().map(|piece| piece.text.as_deref()).collect();
        let after: Option<String> = self.pieces[at + 1..].iter().map(|piece| piece.text.as_deref()).collect();
        let (Some(before), Some(after)) = (before, after) else { return };
        let inner = known.strip_prefix(&before).unwrap_or(known);
        self.pieces[at].text = Some(inner.strip_suffix(&after).unwrap_or(inner).to_owned());
    }
}
