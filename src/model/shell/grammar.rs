//! Lists, pipelines, compound commands and simple ones.

use super::Command;
use super::cursor::Reader;

/// Programs that only ask something: what stands behind their `&&` may be left out.
const TESTS: &[&str] = &["[", "[[", "test"];

/// Words that end a part of a compound command, and begin no command themselves.
const ENDS: &[&str] = &["then", "elif", "else", "fi", "do", "done", "esac", "}", "in"];

impl Reader<'_> {
    /// Reads commands up to the end, a `)`, a `;;`, or one of the words of `ends`, which all stay to be read.
    pub(super) fn list(&mut self, ends: &[&str]) -> Option<()> {
        loop {
            self.skip_lines();
            let rest = self.rest();
            if rest.is_empty() || rest.starts_with([')']) || rest.starts_with(";;") || rest.starts_with(";&") {
                return Some(());
            }
            if ends.contains(&self.name()) {
                return Some(());
            }
            let start = self.found.len();
            let is_test_first = self.and_or()?;
            self.skip_blanks();
            let rest = self.rest();
            if rest.starts_with(";;") || rest.starts_with(";&") {
                return Some(());
            }
            match self.peek() {
                Some('&') => {
                    self.next();
                    self.mark(start);
                }
                Some(';') => {
                    self.next();
                }
                Some('\n') | None => {}
                Some(')') => return Some(()),
                Some(_) if ends.contains(&self.name()) => return Some(()),
                Some(_) => return None,
            }
            self.skip_lines();
            if is_test_first && !self.is_at_end() {
                self.mark(start + 1);
            }
        }
    }

    /// Reads what `&&` and `||` join. Says whether it begins with a test that something depends on.
    fn and_or(&mut self) -> Option<bool> {
        let start = self.found.len();
        self.pipeline()?;
        let is_test = self.found.get(start).and_then(Command::program).is_some_and(|program| TESTS.contains(&program));
        let mut has_more = false;
        loop {
            self.skip_blanks();
            if self.take("&&") {
                self.skip_lines();
                self.pipeline()?;
            } else if self.take("||") {
                self.skip_lines();
                let behind = self.found.len();
                self.conditional(Self::pipeline)?;
                if !self.found[behind..].last().is_some_and(Command::gives_up) {
                    self.found[start..behind].iter_mut().for_each(|command| command.is_conditional = true);
                }
            } else {
                return Some(is_test && has_more);
            }
            has_more = true;
        }
    }

    fn pipeline(&mut self) -> Option<()> {
        self.skip_blanks();
        if self.take_name("!") {
            return self.conditional(Self::pipeline_parts);
        }
        self.pipeline_parts()
    }

    fn pipeline_parts(&mut self) -> Option<()> {
        let mut start = self.found.len();
        let mut is_pipe = false;
        loop {
            self.skip_blanks();
            self.nested(Self::command)?;
            self.skip_blanks();
            let goes_on = !self.rest().starts_with("||") && (self.take("|&") || self.take("|"));
            if goes_on {
                self.mark(start);
            }
            is_pipe |= goes_on;
            if is_pipe {
                self.subshell_count += 1;
                let (number, depth) = (self.subshell_count, self.subshells.len());
                self.found[start..].iter_mut().for_each(|command| command.subshells.insert(depth, number));
            }
            if !goes_on {
                return Some(());
            }
            start = self.found.len();
            self.skip_lines();
        }
    }

    /// Reads one command, compound or simple.
    pub(super) fn command(&mut self) -> Option<()> {
        if self.take("(") {
            self.in_subshell(|reader| reader.list(&[]))?;
            return if self.take(")") { self.redirections() } else { None };
        }
        match self.name() {
            "{" => self.block("{", "}")?,
            "if" => self.conditional(Self::if_command)?,
            "while" | "until" => self.conditional(|reader| {
                reader.at += reader.name().len();
                reader.list(&["do"])?;
                reader.block("do", "done")
            })?,
            "for" => self.conditional(Self::for_command)?,
            "case" => self.conditional(Self::case_command)?,
            "function" => {
                self.take("function");
                self.skip_blanks();
                self.word().filter(|word| !word.text.is_empty())?;
                self.skip_blanks();
                return self.function();
            }
            "[[" => return self.condition(),
            name if ENDS.contains(&name) => return None,
            _ => return self.simple(),
        }
        self.redirections()
    }

    /// Says of the commands from `start` on that they may not be reached, or may fail without consequence.
    fn mark(&mut self, start: usize) {
        self.found.iter_mut().skip(start).for_each(|command| command.is_conditional = true);
    }
}

impl Command {
    /// Its program.
    fn program(&self) -> Option<&str> {
        self.words.first().map(|word| word.text.as_str())
    }

    /// Whether it ends the whole line as a failure.
    fn gives_up(&self) -> bool {
        match self.program() {
            Some("exit" | "return") => self.words.get(1).is_none_or(|code| code.text != "0"),
            Some("false") => true,
            _ => false,
        }
    }
}
