//! The rules and variables of a Makefile.

use std::collections::BTreeSet;

use super::Variables;
use crate::context::Context;
use crate::detect::c::path;

/// A rule for one target.
#[derive(Debug, Default)]
pub(super) struct Rule {
    pub target: String,
    pub needs: Vec<String>,
    pub recipe: Vec<Line>,
    pub file: String,
    pub line: usize,
}

/// A line of a recipe, as it is written.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub text: String,
    pub line: usize,
}

/// The rules of `text`, in their order; variables go into `variables`.
pub(super) fn rules(text: &str, file: &str, variables: &mut Variables<'_>, context: &Context) -> Vec<Rule> {
    let mut reader = Reader {
        file: file.to_owned(),
        context,
        rules: Vec::new(),
        open: Vec::new(),
        branches: Vec::new(),
        seen: BTreeSet::from([file.to_owned()]),
    };
    reader.read(text, variables);
    reader.rules
}

struct Reader<'c> {
    file: String,
    context: &'c Context,
    rules: Vec<Rule>,
    /// The rules whose recipe the next lines are.
    open: Vec<usize>,
    /// For each open conditional: whether its lines count, and whether a branch was taken.
    branches: Vec<(bool, bool)>,
    /// The files read so far: none is included twice.
    seen: BTreeSet<String>,
}

impl Reader<'_> {
    fn read(&mut self, text: &str, variables: &mut Variables<'_>) {
        let mut definition = false;
        for (line, text) in logical(text) {
            let is_recipe = text.starts_with('\t') && !self.open.is_empty();
            let words: Vec<&str> = text.split_whitespace().collect();
            match words.first().copied() {
                Some("endef") => definition = false,
                _ if definition => {}
                Some("define") => definition = true,
                Some("ifeq" | "ifneq" | "ifdef" | "ifndef") if !is_recipe => {
                    let holds = variables.condition(text.trim());
                    self.branches.push((holds, holds));
                }
                Some("else") if !is_recipe => {
                    if let Some((counts, taken)) = self.branches.last_mut() {
                        let rest = text.trim().strip_prefix("else").unwrap_or_default().trim();
                        *counts = !*taken && (rest.is_empty() || variables.condition(rest));
                        *taken |= *counts;
                    }
                }
                Some("endif") if !is_recipe => _ = self.branches.pop(),
                _ if self.branches.iter().any(|(counts, _)| !counts) => {}
                _ if is_recipe => {
                    for rule in &self.open {
                        self.rules[*rule].recipe.push(Line { text: text.trim().to_owned(), line });
                    }
                }
                Some("include" | "-include" | "sinclude") => {
                    for name in variables.expand(&words[1..].join(" ")).split_whitespace() {
                        let included = path::join(path::folder(&self.file), name);
                        let Some(included) = included.filter(|path| self.seen.insert(path.clone())) else { continue };
                        if let Some(text) = self.context.read(&included) {
                            self.read(&text, variables);
                        }
                    }
                }
                Some(_) => self.line(&text, line, variables),
                None => {}
            }
        }
    }

    /// An assignment or the head of a rule.
    fn line(&mut self, text: &str, line: usize, variables: &mut Variables<'_>) {
        let code = without_comment(text);
        let code = ["export ", "override ", "unexport "]
            .iter()
            .fold(code.trim(), |code, word| code.strip_prefix(word).unwrap_or(code).trim());
        let colon = outside(code, ':');
        let equals = outside(code, '=');
        let is_assignment = equals.is_some_and(|equals| {
            colon.is_none_or(|colon| equals < colon || code[colon..equals].trim_start_matches(':').is_empty())
        });
        if is_assignment {
            self.open.clear();
            variables.assign(code, equals.unwrap_or_default());
            return;
        }
        let Some(colon) = colon else { return };
        let targets = variables.expand(&code[..colon]);
        let rest = code[colon + 1..].trim_start_matches(':');
        // `target: NAME += value` sets a variable for one target.
        if let Some(equals) = outside(rest, '=').filter(|&at| !rest[..at].contains(';')) {
            self.open.clear();
            variables.assign(rest.trim(), outside(rest.trim(), '=').unwrap_or(equals));
            return;
        }
        let (needs, recipe) = rest.split_once(';').map_or((rest, None), |(needs, recipe)| (needs, Some(recipe)));
        let needs = variables.expand(needs);
        // A pattern between two colons says for which targets the rule is.
        let needs: Vec<String> = needs
            .rsplit(':')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .filter(|need| *need != "|")
            .map(str::to_owned)
            .collect();
        self.open.clear();
        for target in targets.split_whitespace() {
            let recipe = recipe.map(|text| Line { text: text.trim().to_owned(), line });
            self.open.push(self.rules.len());
            self.rules.push(Rule {
                target: target.to_owned(),
                needs: needs.clone(),
                recipe: recipe.into_iter().collect(),
                file: self.file.clone(),
                line,
            });
        }
    }
}

/// The lines with those that go on joined, and the number of the first.
fn logical(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut goes_on = false;
    for (number, line) in text.lines().enumerate() {
        let (body, next) = line.strip_suffix('\\').map_or((line, false), |body| (body, true));
        match lines.last_mut().filter(|_| goes_on) {
            Some((_, last)) => {
                last.push(' ');
                last.push_str(body.trim_start());
            }
            None => lines.push((number + 1, body.to_owned())),
        }
        goes_on = next;
    }
    lines.retain(|(_, line)| !line.trim_start().starts_with('#'));
    lines
}

/// The text before a comment.
fn without_comment(text: &str) -> &str {
    let starts = text.match_indices('#').map(|(at, _)| at);
    let start = starts.into_iter().find(|&at| at == 0 || !text[..at].ends_with('\\'));
    &text[..start.unwrap_or(text.len())]
}

/// Where `wanted` stands outside a reference to a variable.
pub(super) fn outside(text: &str, wanted: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' | '{' => depth += 1,
            ')' | '}' => depth = depth.saturating_sub(1),
            letter if letter == wanted && depth == 0 => return Some(at),
            _ => {}
        }
    }
    None
}
