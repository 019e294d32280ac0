//! What the rules of `msgen check` know of commands, names and files: `checks.toml`.

use serde::Deserialize;

/// The table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checks {
    /// Downloads of dependencies.
    #[serde(rename = "download")]
    pub downloads: Vec<Download>,
    /// Compilers whose programs hold more than they need.
    #[serde(rename = "compiler")]
    pub compilers: Vec<Compiler>,
    /// What looks like a secret.
    pub secret: SecretNames,
    /// Who may start as root.
    pub root: Root,
    /// Names of files and folders that lie anywhere, where a pattern of `.dockerignore` names one.
    pub anywhere: Vec<String>,
}

/// A way of downloading dependencies, which needs the manifests alone.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Download {
    /// What downloads.
    pub commands: Vec<String>,
    /// What downloads where no other word follows.
    #[serde(default)]
    pub alone: Vec<String>,
    /// What downloads too, where nothing has before.
    #[serde(default)]
    pub builds: Vec<String>,
    /// Flags of which one must be there.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Flags of which none may be there.
    #[serde(default)]
    pub without: Vec<String>,
    /// Names of the files that say what is downloaded.
    pub manifests: Vec<String>,
    /// Words of which a manifest that asks for anything holds one: where none of the context's does, there is nothing to
    /// download yet.
    #[serde(default)]
    pub asks: Vec<String>,
    /// Names of files that change as seldom, and that a download or what it starts may need.
    #[serde(default)]
    pub settings: Vec<String>,
    /// Commands that make a manifest where there is none.
    #[serde(default)]
    pub makes: Vec<String>,
    /// Names of files and folders that change more often.
    pub sources: Vec<String>,
    /// A word that holds one of these, or a variable that does, and nothing is downloaded.
    #[serde(default)]
    pub offline: Vec<String>,
    /// Folders of the context that hold the dependencies already.
    #[serde(default)]
    pub vendored: Vec<String>,
}

/// A compiler whose programs hold more than they need.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Compiler {
    /// Its commands.
    pub commands: Vec<String>,
    /// The flag whose value holds flags of the linker.
    pub link_flag: String,
    /// Flags of the linker that leave symbols out: one is enough.
    pub strip: Vec<String>,
    /// What to write there.
    pub stripped: String,
    /// The flag that leaves the build machine's paths out.
    pub trim: String,
    /// A variable that holds flags.
    pub flags_variable: String,
    /// Programs that leave symbols out afterwards.
    pub strippers: Vec<String>,
    /// A source file.
    pub file: String,
    /// What names the package instead.
    pub package: String,
}

/// What looks like a secret.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretNames {
    /// Last words of variables.
    pub names: Vec<String>,
    /// Words in front of a last word `KEY`.
    pub keys: Vec<String>,
    /// Parts of values that stand in for a secret.
    pub placeholders: Vec<String>,
    /// Patterns of files that hold none.
    pub harmless: Vec<String>,
    /// Files of which the content decides.
    pub content: Vec<SecretContent>,
}

/// Files of which the content decides.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretContent {
    /// Patterns of the files.
    pub files: Vec<String>,
    /// Texts of which one must stand in them.
    pub holds: Vec<String>,
    /// Patterns of the names that say enough where nobody can read the file.
    pub named: Vec<String>,
}

/// Who may start as root.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Root {
    /// Packages that start a program as another user.
    pub drops: Vec<String>,
}
