//! The version catalog `gradle/libs.versions.toml`: short names for plugins and libraries.

use toml::{Table, Value};

use crate::context::Context;
use crate::error::{Error, Result};

/// Where Gradle looks for it.
const PATH: &str = "gradle/libs.versions.toml";

/// The catalog; empty where the project has none.
#[derive(Debug, Default)]
pub(super) struct Catalog(Table);

impl Catalog {
    /// Reads the project's catalog.
    pub fn read(context: &Context) -> Result<Self> {
        let Some(text) = context.read(PATH) else { return Ok(Self::default()) };
        let table = text.parse::<Table>().map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            Error::bad_input(format!("this is no TOML: {}", error.message()))
                .at(format!("{PATH}:{line}"))
                .help("mend it")
        })?;
        Ok(Self(table))
    }

    /// Id and version of the plugin that `libs.plugins.NAME` means.
    pub fn plugin(&self, alias: &str) -> Option<(String, Option<String>)> {
        let name = alias.split_once("plugins.")?.1;
        match self.entry("plugins", name)? {
            Value::String(text) => {
                let (id, version) = text.split_once(':')?;
                Some((id.to_owned(), Some(version.to_owned())))
            }
            entry => Some((entry.get("id")?.as_str()?.to_owned(), self.version(entry.get("version")))),
        }
    }

    /// `group:artifact` of every library that `libs.NAME` or `libs.bundles.NAME` means.
    pub fn libraries(&self, alias: &str) -> Vec<String> {
        let name = alias.split_once('.').map_or(alias, |(_, name)| name);
        if let Some(bundle) = name.strip_prefix("bundles.") {
            let names = self.entry("bundles", bundle).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            return names.iter().filter_map(|name| self.library(name.as_str()?)).collect();
        }
        self.library(name).into_iter().collect()
    }

    /// The version that `libs.versions.NAME` means.
    pub fn version_of(&self, alias: &str) -> Option<String> {
        let name = alias.split_once("versions.")?.1;
        self.version(self.entry("versions", name.trim_end_matches(".get")))
    }

    fn library(&self, name: &str) -> Option<String> {
        match self.entry("libraries", name)? {
            Value::String(text) => Some(text.split(':').take(2).collect::<Vec<_>>().join(":")),
            entry => match entry.get("module") {
                Some(module) => Some(module.as_str()?.to_owned()),
                None => Some(format!("{}:{}", entry.get("group")?.as_str()?, entry.get("name")?.as_str()?)),
            },
        }
    }

    fn version(&self, value: Option<&Value>) -> Option<String> {
        match value? {
            Value::String(text) => Some(text.clone()),
            Value::Table(table) => match table.get("ref") {
                Some(name) => self.version(self.entry("versions", name.as_str()?)),
                None => {
                    ["strictly", "require", "prefer"].iter().find_map(|key| Some(table.get(*key)?.as_str()?.to_owned()))
                }
            },
            _ => None,
        }
    }

    /// The entry of `section` called `name`: a dot in a script stands for a dash or an underscore too.
    fn entry(&self, section: &str, name: &str) -> Option<&Value> {
        let plain = |name: &str| name.replace(['-', '_'], ".");
        let entries = self.0.get(section)?.as_table()?;
        entries.iter().find(|(key, _)| plain(key) == plain(name)).map(|(_, value)| value)
    }
}
