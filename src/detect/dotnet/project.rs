//! A project file with the properties it inherits.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::{folder, nearest, resolve};
use crate::answers::Evidence;
use crate::context::Context;
use crate::error::{Error, Result};

/// Extensions of project files.
const EXTENSIONS: &[&str] = &[".csproj", ".fsproj", ".vbproj"];

/// Files whose properties a project inherits from the nearest folder above.
const INHERITED: &[&str] = &["Directory.Packages.props", "Directory.Build.props"];

/// Items that are files beside the code.
const CONTENTS: &[&str] = &["Content", "None", "EmbeddedResource", "AdditionalFiles", "Protobuf", "TypeScriptCompile"];

/// Properties stand for properties no deeper than this.
const DEEPEST: usize = 4;

/// A project.
#[derive(Debug, Default)]
pub(super) struct Project {
    /// Its file.
    pub path: String,
    sdk: String,
    properties: BTreeMap<String, (String, Evidence)>,
    /// The projects that it refers to, as written, with their lines.
    pub references: Vec<(String, usize)>,
    packages: Vec<String>,
    /// Files that the project names as content or resources, as patterns in the build context.
    pub contents: Vec<String>,
}

impl Project {
    /// Every project of the build context.
    ///
    /// # Errors
    /// A project file is no XML.
    pub fn all(context: &Context) -> Result<Vec<Self>> {
        let files = context.files().filter(|path| EXTENSIONS.iter().any(|extension| path.ends_with(extension)));
        files.map(|path| Self::read(context, path)).collect()
    }

    fn read(context: &Context, path: &str) -> Result<Self> {
        let mut project = Self { path: path.to_owned(), ..Self::default() };
        for name in INHERITED {
            if let Some(file) = nearest(context, folder(path), name) {
                project.add(context, &file)?;
            }
        }
        project.add(context, path)?;
        Ok(project)
    }

    /// Adds what `file` says, over what is known.
    fn add(&mut self, context: &Context, file: &str) -> Result<()> {
        let text = context.read(file).ok_or_else(|| {
            Error::bad_input(format!("{file} cannot be read as text"))
                .at(file)
                .help("save it as UTF-8, readable by you")
        })?;
        let document = Document::parse(text.trim_start_matches('\u{feff}')).map_err(|error| {
            Error::bad_input(format!("{file} is no project file: {error}"))
                .at(format!("{file}:{}", error.pos().row))
                .help("mend it until `dotnet build` reads it")
        })?;
        let root = document.root_element();
        if let Some(sdk) = root.attribute("Sdk") {
            sdk.clone_into(&mut self.sdk);
        }
        for node in root.descendants().filter(Node::is_element) {
            let line = document.text_pos_at(node.range().start).row as usize;
            let name = node.tag_name().name();
            let include = || node.attribute("Include").map(str::trim).unwrap_or_default().to_owned();
            match name {
                "Sdk" => node.attribute("Name").unwrap_or_default().clone_into(&mut self.sdk),
                "ProjectReference" if !include().is_empty() => self.references.push((include(), line)),
                "PackageReference" => self.packages.push(include()),
                _ if CONTENTS.contains(&name) => {
                    let named = node.attribute("Include").or_else(|| node.attribute("Update")).unwrap_or_default();
                    let paths = named.split(';').filter(|path| !path.is_empty() && !path.contains("$("));
                    self.contents.extend(paths.filter_map(|path| resolve(folder(file), path)));
                }
                _ => {}
            }
            let is_property = node.parent_element().is_some_and(|parent| parent.has_tag_name("PropertyGroup"));
            let has_condition = [Some(node), node.parent_element()]
                .into_iter()
                .flatten()
                .any(|node| node.attribute("Condition").is_some());
            if !is_property || (has_condition && self.properties.contains_key(name)) {
                continue;
            }
            let value = node.text().unwrap_or_default().trim().to_owned();
            let evidence = Evidence::new(file, line, format!("<{name}>{value}</{name}>"));
            self.properties.insert(name.to_owned(), (value, evidence));
        }
        Ok(())
    }

    /// The value of a property, with where it stands.
    pub fn property(&self, name: &str) -> Option<(String, Evidence)> {
        let (value, evidence) = self.properties.get(name)?;
        Some((self.expand(value, 0), evidence.clone())).filter(|(value, _)| !value.is_empty())
    }

    /// Where a property is set to true.
    pub fn flag(&self, name: &str) -> Option<Evidence> {
        self.property(name).filter(|(value, _)| value.eq_ignore_ascii_case("true")).map(|(_, evidence)| evidence)
    }

    /// `value` with the properties it names: `$(Name)`.
    fn expand(&self, value: &str, depth: usize) -> String {
        let Some((before, rest)) = value.split_once("$(").filter(|_| depth < DEEPEST) else { return value.to_owned() };
        let Some((name, after)) = rest.split_once(')') else { return value.to_owned() };
        let inner = self.properties.get(name).map(|(value, _)| self.expand(value, depth + 1)).unwrap_or_default();
        format!("{before}{inner}{}", self.expand(after, depth))
    }

    /// Whether it is a web application: the SDK brings the server.
    pub fn is_web(&self) -> bool {
        self.sdk.starts_with("Microsoft.NET.Sdk.Web")
    }

    /// Whether it makes a program that could be the service.
    pub fn is_program(&self) -> bool {
        let makes = |(kind, _): (String, Evidence)| kind.eq_ignore_ascii_case("Exe");
        let is_exe = self.property("OutputType").map_or_else(|| self.is_web() || self.is_worker(), makes);
        is_exe && !self.is_test()
    }

    fn is_worker(&self) -> bool {
        self.sdk.starts_with("Microsoft.NET.Sdk.Worker")
    }

    fn is_test(&self) -> bool {
        let runners = ["Microsoft.NET.Test.Sdk", "xunit", "NUnit", "MSTest", "TUnit", "BenchmarkDotNet"];
        self.flag("IsTestProject").is_some()
            || self.packages.iter().any(|package| runners.iter().any(|runner| package.starts_with(runner)))
    }

    /// The name of what it makes.
    pub fn assembly(&self) -> (String, Evidence) {
        let own = Evidence::new(self.path.as_str(), None, "named after the project file");
        let stem = self.path.rsplit('/').next().unwrap_or_default().rsplit_once('.').map_or("", |(stem, _)| stem);
        match self.property("AssemblyName") {
            Some((name, evidence)) if name != "$(MSBuildProjectName)" => (name, evidence),
            _ => (stem.to_owned(), own),
        }
    }

    /// The frameworks that it is built for, with where they stand.
    pub fn frameworks(&self) -> Option<(Vec<String>, Evidence)> {
        let (value, evidence) = self.property("TargetFramework").or_else(|| self.property("TargetFrameworks"))?;
        let names = value.split(';').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
        Some((names.collect(), evidence))
    }
}
