//! Sums and quotients that are written out: `7.05 + 7.2 + 0.05 = 14.3`, `1 − 14.3 / 814 = 98.2 %`.

use std::ops::Range;

use super::quantity::{Number, numbers, quantities};

/// A calculation whose result is written beside it.
#[derive(Debug)]
pub(super) struct Formula {
    /// Its bytes in the line, from its first number to the result.
    pub(super) bytes: Range<usize>,
    /// What it gives.
    pub(super) gives: f64,
}

/// The calculations of a line that give something else than they say.
pub(super) fn wrong(line: &str) -> Vec<Formula> {
    line.match_indices(['=', '≈']).filter_map(|(at, sign)| check(line, at, at + sign.len())).collect()
}

/// The calculation around the sign of equality, where its result is not the written one.
fn check(line: &str, left_end: usize, right_start: usize) -> Option<Formula> {
    let right = &line[right_start..];
    let lead = right.find(|c: char| c.is_ascii_digit())?;
    if !right[..lead].chars().all(|c| c.is_whitespace() || matches!(c, '*' | '_' | '~' | '≈' | '`')) {
        return None;
    }
    let result = numbers(line).into_iter().find(|number| number.bytes.start == right_start + lead)?;
    let start = expression_start(&line[..left_end]);
    let text = &line[start..left_end];
    let inside = |number: &Number| number.bytes.start >= start && number.bytes.end <= left_end;
    let operands: Vec<Number> = numbers(line).into_iter().filter(inside).collect();
    // Words in front of the first number may be a part of the calculation that is not understood.
    let lead = line[..start].rsplit(['|', ':', ';', ',', '.', '—']).next().unwrap_or_default();
    if operands.len() < 2 || lead.contains(['+', '*', '×', '/', '=', '−', '-']) {
        return None;
    }
    let tokens = tokens(line, start, left_end, &operands)?;
    let of = |values: &[f64]| evaluate(&tokens, values);
    let scaled = |number: &Number| {
        let same = quantities(line).into_iter().find(|quantity| quantity.bytes.start == number.bytes.start);
        same.map_or(1.0, |quantity| quantity.value / number.value.max(f64::MIN_POSITIVE))
    };
    let (mut gives, mut holds) = (f64::NAN, false);
    for is_scaled in [true, false] {
        let factor = |number: &Number| if is_scaled { scaled(number) } else { 1.0 };
        let values: Vec<f64> = operands.iter().map(|number| number.value * factor(number)).collect();
        let value = of(&values)?;
        let mut slack = result.step * factor(&result);
        for (at, number) in operands.iter().enumerate() {
            let mut moved = values.clone();
            moved[at] += number.step / 2.0 * factor(number);
            slack += (of(&moved)? - value).abs();
        }
        let said = result.value * factor(&result);
        holds |= [1.0, 100.0].iter().any(|times| (value * times - said).abs() <= slack * times + 1e-9);
        gives = value / factor(&result);
    }
    if gives.abs() <= 1.0 && line[result.bytes.end..].trim_start().starts_with('%') {
        gives *= 100.0;
    }
    (!holds && text.contains(['+', '-', '−', '–', '*', '×', '/', '÷']) && gives.is_finite())
        .then(|| Formula { bytes: operands[0].bytes.start..result.bytes.end, gives })
}

/// Where the numbers, signs and units in front of the sign of equality begin.
fn expression_start(text: &str) -> usize {
    let belongs = |c: char| c.is_ascii_digit() || c == ' ' || ".,_+-−–*×/÷()~%".contains(c) || "bBkKmMgGiI".contains(c);
    let start = text.rfind(|c| !belongs(c)).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let rest = &text[start..];
    start + rest.find(|c: char| c.is_ascii_digit() || c == '(').unwrap_or(rest.len())
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Token {
    Operand(usize),
    Sign(char),
}

/// The tokens between two places of a line; none where something else stands there.
fn tokens(line: &str, start: usize, end: usize, operands: &[Number]) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut at = start;
    while at < end {
        let letter = line[at..].chars().next()?;
        if let Some(index) = operands.iter().position(|number| number.bytes.start == at) {
            tokens.push(Token::Operand(index));
            at = operands[index].bytes.end;
            continue;
        }
        match letter {
            '+' | '*' | '/' | '(' | ')' => tokens.push(Token::Sign(letter)),
            '-' | '−' | '–' => tokens.push(Token::Sign('-')),
            '×' => tokens.push(Token::Sign('*')),
            '÷' => tokens.push(Token::Sign('/')),
            ' ' | '~' | '%' | '_' => {}
            letter if letter.is_ascii_alphabetic() => {}
            _ => return None,
        }
        at += letter.len_utf8();
    }
    Some(tokens)
}

/// The value of the tokens; none where they are no calculation.
fn evaluate(tokens: &[Token], values: &[f64]) -> Option<f64> {
    let mut at = 0;
    let value = sum(tokens, values, &mut at, 0)?;
    (at == tokens.len()).then_some(value)
}

fn sum(tokens: &[Token], values: &[f64], at: &mut usize, depth: usize) -> Option<f64> {
    let mut value = product(tokens, values, at, depth)?;
    while let Some(Token::Sign(sign @ ('+' | '-'))) = tokens.get(*at) {
        *at += 1;
        let next = product(tokens, values, at, depth)?;
        value += if *sign == '+' { next } else { -next };
    }
    Some(value)
}

fn product(tokens: &[Token], values: &[f64], at: &mut usize, depth: usize) -> Option<f64> {
    let mut value = operand(tokens, values, at, depth)?;
    while let Some(Token::Sign(sign @ ('*' | '/'))) = tokens.get(*at) {
        *at += 1;
        let next = operand(tokens, values, at, depth)?;
        value = if *sign == '*' { value * next } else { value / next };
    }
    Some(value)
}

/// So deep parentheses may nest: the stack is not the author's to spend.
const DEEPEST: usize = 20;

fn operand(tokens: &[Token], values: &[f64], at: &mut usize, depth: usize) -> Option<f64> {
    let token = *tokens.get(*at)?;
    *at += 1;
    match token {
        Token::Operand(index) => values.get(index).copied(),
        Token::Sign('(') if depth < DEEPEST => {
            let value = sum(tokens, values, at, depth + 1)?;
            let closed = tokens.get(*at) == Some(&Token::Sign(')'));
            *at += 1;
            closed.then_some(value)
        }
        Token::Sign(_) => None,
    }
}
