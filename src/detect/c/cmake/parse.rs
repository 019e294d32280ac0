//! The commands of a `CMake` file.

/// One command with its arguments.
#[derive(Debug)]
pub(super) struct Command {
    /// Its name in lower case.
    pub name: String,
    pub arguments: Vec<Argument>,
    pub line: usize,
}

/// One argument, as it is written.
#[derive(Debug)]
pub(super) struct Argument {
    pub text: String,
    /// Whether it stands in quotes or brackets, and so is one argument whatever its variables hold.
    pub is_quoted: bool,
    /// Whether variables in it are left as they are.
    pub is_raw: bool,
}

/// The commands of `text`. Anything that is no command is passed over.
pub(super) fn commands(text: &str) -> Vec<Command> {
    let mut reader = Reader { text, at: 0, line: 1 };
    let mut commands = Vec::new();
    while reader.skip_blanks() {
        let line = reader.line;
        let name = reader.take(|c| c.is_ascii_alphanumeric() || c == '_').to_ascii_lowercase();
        reader.take(|c| c == ' ' || c == '\t');
        if name.is_empty() || !reader.rest().starts_with('(') {
            reader.advance(1);
            continue;
        }
        reader.advance(1);
        commands.push(Command { name, arguments: reader.arguments(), line });
    }
    commands
}

/// The place of the command that closes the block at `start`; the end where nothing does.
pub(super) fn end(commands: &[Command], start: usize) -> usize {
    let opening = commands[start].name.clone();
    let closing = format!("end{opening}");
    let mut depth = 0;
    for (at, command) in commands.iter().enumerate().skip(start) {
        if command.name == opening {
            depth += 1;
        } else if command.name == closing {
            depth -= 1;
            if depth == 0 {
                return at;
            }
        }
    }
    commands.len()
}

/// The places of the `if`, `elseif` and `else` of the block from `start` to `end`.
pub(super) fn branches(commands: &[Command], start: usize, end: usize) -> Vec<usize> {
    let mut depth = 0;
    let mut found = vec![start];
    for (at, command) in commands.iter().enumerate().take(end).skip(start) {
        match command.name.as_str() {
            "if" => depth += 1,
            "endif" => depth -= 1,
            "elseif" | "else" if depth == 1 => found.push(at),
            _ => {}
        }
    }
    found
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Goes on by `length` bytes, or to the next character after them.
    fn advance(&mut self, length: usize) {
        let mut end = (self.at + length).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        self.line += self.text[self.at..end].matches('\n').count();
        self.at = end;
    }

    fn take(&mut self, is_part: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        self.advance(end);
        &rest[..end]
    }

    /// Goes to the next character of a command; false at the end.
    fn skip_blanks(&mut self) -> bool {
        loop {
            self.take(char::is_whitespace);
            if !self.rest().starts_with('#') {
                return !self.rest().is_empty();
            }
            self.advance(1);
            if self.bracket().is_none() {
                self.take(|c| c != '\n');
            }
        }
    }

    /// A bracket argument `[==[ … ]==]`, if one starts here.
    fn bracket(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let equals = rest.strip_prefix('[')?.bytes().take_while(|&byte| byte == b'=').count();
        let body = rest[1 + equals..].strip_prefix('[')?;
        let close = format!("]{}]", "=".repeat(equals));
        let end = body.find(&close).unwrap_or(body.len());
        self.advance(2 + equals + end + close.len());
        Some(&body[..end])
    }

    /// The arguments up to the bracket that closes the command.
    fn arguments(&mut self) -> Vec<Argument> {
        let mut arguments = Vec::new();
        let mut depth = 0;
        while self.skip_blanks() {
            let rest = self.rest();
            if let Some(text) = self.bracket() {
                arguments.push(Argument { text: text.to_owned(), is_quoted: true, is_raw: true });
            } else if rest.starts_with('"') {
                arguments.push(Argument { text: self.quoted(), is_quoted: true, is_raw: false });
            } else if rest.starts_with(['(', ')']) {
                let opens = rest.starts_with('(');
                self.advance(1);
                if !opens && depth == 0 {
                    break;
                }
                depth = if opens { depth + 1 } else { depth - 1 };
                let text = if opens { "(" } else { ")" }.to_owned();
                arguments.push(Argument { text, is_quoted: false, is_raw: true });
            } else {
                arguments.push(Argument { text: self.unquoted(), is_quoted: false, is_raw: false });
            }
        }
        arguments
    }

    fn quoted(&mut self) -> String {
        self.advance(1);
        let rest = self.rest();
        let mut text = String::new();
        let mut letters = rest.char_indices();
        let mut end = rest.len();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => {
                    end = at + 1;
                    break;
                }
                '\\' => text.extend(letters.next().map(|(_, next)| next).filter(|next| *next != '\n')),
                other => text.push(other),
            }
        }
        self.advance(end);
        text
    }

    /// An argument without quotes, which may have a text in quotes in it: `DATA="${DIR}/x"`.
    fn unquoted(&mut self) -> String {
        let mut text = String::new();
        loop {
            text.push_str(self.take(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '"' | '#' | '\\')));
            let rest = self.rest();
            if rest.starts_with('"') && !text.is_empty() {
                text.push_str(&self.quoted());
            } else if rest.starts_with('\\') {
                self.advance(1);
                text.extend(self.rest().chars().next());
                self.advance(1);
            } else if text.ends_with('$') && rest.starts_with('(') {
                text.push('(');
                self.advance(1);
            } else {
                return text;
            }
        }
    }
}
