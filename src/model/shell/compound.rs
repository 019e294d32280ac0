//! Compound commands: blocks, `if`, `for`, `case`, functions, `[[ … ]]`.

use super::cursor::Reader;

impl Reader<'_> {
    /// Reads commands between two words.
    pub(super) fn block(&mut self, open: &str, close: &str) -> Option<()> {
        if !self.take_name(open) {
            return None;
        }
        self.list(&[close])?;
        self.take_name(close).then_some(())
    }

    pub(super) fn if_command(&mut self) -> Option<()> {
        self.take("if");
        loop {
            self.list(&["then"])?;
            if !self.take_name("then") {
                return None;
            }
            self.list(&["elif", "else", "fi"])?;
            if self.take_name("elif") {
                continue;
            }
            return if self.name() == "else" { self.block("else", "fi") } else { self.take_name("fi").then_some(()) };
        }
    }

    pub(super) fn for_command(&mut self) -> Option<()> {
        self.take("for");
        self.skip_blanks();
        self.word().filter(|word| !word.text.is_empty())?;
        self.skip_lines();
        if self.take_name("in") {
            self.words()?;
        }
        self.skip_blanks();
        self.take(";");
        self.skip_lines();
        self.block("do", "done")
    }

    pub(super) fn case_command(&mut self) -> Option<()> {
        self.take("case");
        self.skip_blanks();
        self.word()?;
        self.skip_lines();
        if !self.take_name("in") {
            return None;
        }
        loop {
            self.skip_lines();
            if self.take_name("esac") {
                return Some(());
            }
            self.take("(");
            loop {
                self.words()?;
                if !self.take("|") {
                    break;
                }
            }
            if !self.take(")") {
                return None;
            }
            self.list(&["esac"])?;
            if !(self.take(";;&") || self.take(";;") || self.take(";&") || self.name() == "esac") {
                return None;
            }
        }
    }

    /// The parentheses and the body of a function: nobody knows whether it is called.
    pub(super) fn function(&mut self) -> Option<()> {
        if self.take("(") {
            self.skip_blanks();
            if !self.take(")") {
                return None;
            }
        }
        self.skip_lines();
        self.conditional(|reader| reader.nested(Self::command))
    }

    /// `[[ … ]]`: its operators are not those of a shell line.
    pub(super) fn condition(&mut self) -> Option<()> {
        let start = self.at;
        let mut words = Vec::new();
        loop {
            self.skip_blanks();
            let word = self.word()?;
            let is_last = word.text == "]]";
            if word.text.is_empty() && word.bytes.is_empty() {
                self.next()?;
            } else {
                words.push(word);
            }
            if is_last {
                break;
            }
        }
        self.push(start, Vec::new(), words, Vec::new());
        self.redirections()
    }
}
