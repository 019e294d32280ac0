//! One call of the engine's command: what to run, for how long, and what came back.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// For everything that builds and copies nothing.
const SHORT: Duration = Duration::from_secs(60);

/// A call that is being put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The arguments after the command's name.
    pub arguments: Vec<String>,
    /// The folder it runs in; none for msgen's own.
    pub folder: Option<PathBuf>,
    /// Variables that it gets beside msgen's own.
    pub environment: Vec<(String, String)>,
    /// What it reads from its standard input.
    pub input: String,
    /// When it is killed.
    pub limit: Duration,
    /// Whether the person sees what it says while it runs.
    pub is_shown: bool,
    /// Whether it goes on when the person interrupts: it clears away.
    pub clears_away: bool,
    /// How many bytes are kept of each of its outputs; what comes behind them is read and dropped.
    pub most: usize,
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its exit code; none where it was killed.
    pub code: Option<i32>,
    /// What it wrote to its standard output.
    pub stdout: String,
    /// What it wrote to its standard error; where the person saw it on a terminal, nothing.
    pub stderr: String,
    /// How long it ran.
    pub took: Duration,
    /// Whether it was killed at its limit.
    pub is_late: bool,
    /// The signal that ended it, if one did, and not msgen.
    pub signal: Option<i32>,
}

impl Call {
    /// A call with these arguments.
    pub fn new<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            arguments: arguments.into_iter().map(str::to_owned).collect(),
            folder: None,
            environment: Vec::new(),
            input: String::new(),
            limit: SHORT,
            is_shown: false,
            clears_away: false,
            most: usize::MAX,
        }
    }

    /// Adds arguments.
    #[must_use]
    pub fn with<'a>(mut self, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        self.arguments.extend(arguments.into_iter().map(str::to_owned));
        self
    }

    /// Runs it in a folder, so that its arguments need not name it.
    #[must_use]
    pub fn inside(mut self, folder: &Path) -> Self {
        self.folder = Some(folder.to_owned());
        self
    }

    /// Sets a variable.
    #[must_use]
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Gives it a file through its standard input.
    #[must_use]
    pub fn input(mut self, text: &str) -> Self {
        text.clone_into(&mut self.input);
        self
    }

    /// Lets it take so long.
    #[must_use]
    pub fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Lets the person see what it says while it runs.
    #[must_use]
    pub fn shown(mut self) -> Self {
        self.is_shown = true;
        self
    }

    /// Lets it go on when the person interrupts.
    #[must_use]
    pub fn clears_away(mut self) -> Self {
        self.clears_away = true;
        self
    }

    /// Keeps only so many bytes of each of its outputs.
    #[must_use]
    pub fn at_most(mut self, bytes: usize) -> Self {
        self.most = bytes;
        self
    }

    /// The call as it can be pasted into a shell, variables in front.
    #[must_use]
    pub fn line(&self, program: &str) -> String {
        let variables = self.environment.iter().map(|(name, value)| format!("{name}={}", quoted(value)));
        let words = self.arguments.iter().map(|argument| quoted(argument));
        variables.chain([program.to_owned()]).chain(words).collect::<Vec<_>>().join(" ")
    }
}

impl Reply {
    /// Whether it ended well.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.code == Some(0)
    }

    /// Everything it said.
    #[must_use]
    pub fn said(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// A word as a POSIX shell takes it.
#[must_use]
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-=:,@+%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
