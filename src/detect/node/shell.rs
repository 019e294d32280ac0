//! Scripts of `package.json`, as far as they are plain commands: words, quotes, and what joins commands.

/// One command of a script.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Command {
    /// `NAME=value` before it.
    pub(super) variables: Vec<(String, String)>,
    /// The program and its arguments.
    pub(super) words: Vec<String>,
}

/// Programs that start what follows them, and change only its environment.
const WRAPPERS: &[&str] =
    &["cross-env", "cross-env-shell", "env", "exec", "npx", "dotenv", "dotenvx", "dumb-init", "tini"];

/// The commands of `script`, in their order.
pub(super) fn commands(script: &str) -> Vec<Command> {
    let mut found = vec![Vec::new()];
    for word in words(script) {
        match &*word {
            "&&" | ";" | "||" | "|" | "&" => found.push(Vec::new()),
            _ => found.last_mut().expect("there is always one").push(word),
        }
    }
    found.into_iter().filter(|words| !words.is_empty()).map(command).collect()
}

/// Takes variables and wrappers off the front.
fn command(words: Vec<String>) -> Command {
    let mut command = Command::default();
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.peek() {
        let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        match word.split_once('=') {
            Some((name, value)) if is_name(name) => {
                command.variables.push((name.to_owned(), value.to_owned()));
            }
            _ if WRAPPERS.contains(&&**word) || word == "--" => {}
            _ => break,
        }
        words.next();
    }
    command.words = words.collect();
    command
}

/// The words of a script without their quotes; what joins commands is a word of its own.
fn words(script: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = script.chars().peekable();
    while let Some(c) = characters.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, '\\') => word.get_or_insert_default().extend(characters.next()),
            (None, '&' | '|' | ';') => {
                found.extend(word.take());
                let doubled = c != ';' && characters.next_if_eq(&c).is_some();
                found.push(if doubled { format!("{c}{c}") } else { c.to_string() });
            }
            (None, c) if c.is_whitespace() => found.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    found.extend(word);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(script: &str) -> Vec<Vec<String>> {
        commands(script).into_iter().map(|command| command.words).collect()
    }

    #[test]
    fn commands_are_split_where_the_shell_splits_them() {
        assert_eq!(read("tsc -p . && node 'dist/a b.js'"), [vec!["tsc", "-p", "."], vec!["node", "dist/a b.js"]]);
        assert_eq!(read("a;b|c&&d"), [["a"], ["b"], ["c"], ["d"]]);
    }

    #[test]
    fn variables_and_wrappers_are_no_program() {
        let found = commands("cross-env NODE_ENV=production PORT=80 node x.js");
        assert_eq!(found[0].words, ["node", "x.js"]);
        assert_eq!(found[0].variables[1], ("PORT".to_owned(), "80".to_owned()));
    }
}
