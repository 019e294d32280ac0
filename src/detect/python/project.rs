//! The project: what says its dependencies, which those are, and what it is built with.

use toml::{Table, Value};

use super::requirement::{self, Need, Requirements};
use super::{lock, version};
use crate::answers::{self, Evidence};
use crate::context::Context;
use crate::detect::Finding;
use crate::error::{Error, Result};

/// Lock files, and what reads them.
const LOCKS: &[(&str, &str)] = &[("uv.lock", "uv"), ("poetry.lock", "poetry"), ("pdm.lock", "pdm")];

/// Requirement files that a service is installed from, the most likely first.
const REQUIREMENTS: &[&str] = &[
    "requirements.txt",
    "requirements/production.txt",
    "requirements/prod.txt",
    "requirements/base.txt",
    "requirements/main.txt",
    "requirements-prod.txt",
    "requirements.in",
];

/// Packages that are linked against a library of the system.
const SYSTEM_LIBRARIES: &[(&str, &str)] =
    &[("psycopg2", "libpq"), ("psycopg-c", "libpq"), ("mysqlclient", "libmariadb")];

/// What the manifests of a project say.
#[derive(Debug)]
pub(super) struct Project {
    /// The file that says least: that there is a project.
    pub marker: Evidence,
    pub needs: Vec<Need>,
    /// The interpreter it asks for.
    pub python: Option<(String, Evidence)>,
    /// Whether it says how it is built, so that it can be installed.
    pub is_built: bool,
    /// The programs that installing it makes.
    pub scripts: Vec<(String, Evidence)>,
    /// Its name, as the metadata of the installed project say it.
    pub name: String,
    findings: Vec<Finding>,
}

impl Project {
    /// Reads the manifests.
    ///
    /// # Errors
    /// A manifest is not TOML.
    pub fn read(context: &Context) -> Result<Self> {
        let file = ["pyproject.toml", "requirements.txt"].into_iter().find(|path| context.exists(path));
        let file = file.or(context.files().next()).unwrap_or(".");
        let mut project = Self {
            marker: Evidence::new(file, None, "nothing to start"),
            needs: Vec::new(),
            python: None,
            is_built: false,
            scripts: Vec::new(),
            name: String::new(),
            findings: Vec::new(),
        };
        let pyproject = table(context, "pyproject.toml")?;
        if let Some(pyproject) = &pyproject {
            project.read_pyproject(context, pyproject);
        }
        let locks: Vec<_> = LOCKS.iter().filter(|(path, _)| context.exists(path)).collect();
        let requirements = REQUIREMENTS.iter().find(|path| context.exists(path));
        let has_dependencies = pyproject.as_ref().and_then(|table| table.get("project")?.get("dependencies")).is_some();
        match (&locks[..], requirements) {
            ([(path, tool)], _) => project.read_lock(context, path, tool)?,
            ([_, _, ..], _) => {
                for (path, tool) in &locks {
                    project.read_lock(context, path, tool)?;
                }
                let tools = locks
                    .iter()
                    .map(|(path, tool)| (answers::Value::from(*tool), Evidence::new(*path, None, "lock file")));
                project.findings.retain(|finding| finding.question != "installer" && finding.question != "manifests");
                project.findings.push(Finding::doubt("installer", tools.collect()));
                let files = vec!["pyproject.toml".to_owned()]
                    .into_iter()
                    .chain(locks.iter().map(|(path, _)| (*path).to_owned()));
                project.sure("manifests", files.collect::<Vec<_>>(), Evidence::new(locks[0].0, None, "lock file"));
            }
            ([], Some(path)) => project.read_requirements(context, path),
            ([], None) if has_dependencies => {
                let evidence = Evidence::new("pyproject.toml", None, "[project] dependencies, and no lock file");
                project.sure("installer", "project", evidence.clone());
                project.sure("manifests", vec!["pyproject.toml".to_owned()], evidence);
            }
            ([], None) if context.exists("Pipfile") => {
                let path = if context.exists("Pipfile.lock") { "Pipfile.lock" } else { "Pipfile" };
                project.sure("installer", "pipenv", Evidence::new(path, None, "pipenv"));
            }
            ([], None) => {}
        }
        Ok(project)
    }

    /// The package `name`, if the project needs it.
    pub fn needs(&self, name: &str) -> Option<&Need> {
        let all = || self.needs.iter().filter(|need| need.name == name);
        all().find(|need| need.is_direct).or_else(|| all().next())
    }

    /// What the manifests answer.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = self.findings.clone();
        let linked = SYSTEM_LIBRARIES.iter().find_map(|(name, library)| Some((self.needs(name)?, *library)));
        if let Some((need, library)) = linked {
            findings.push(Finding::sure("system-library", library, need.evidence.clone()));
        }
        findings
    }

    fn sure(&mut self, question: &'static str, value: impl Into<answers::Value>, evidence: Evidence) {
        self.findings.push(Finding::sure(question, value, evidence));
    }

    fn read_pyproject(&mut self, context: &Context, pyproject: &Table) {
        const PATH: &str = "pyproject.toml";
        let text = context.read(PATH).unwrap_or_default();
        let seen = |what: &str| {
            let line = text.lines().position(|line| line.contains(what)).map(|line| line + 1);
            let saw = line.and_then(|line| text.lines().nth(line - 1)).unwrap_or(what);
            Evidence::new(PATH, line, saw.trim().chars().take(60).collect::<String>())
        };
        let project = pyproject.get("project");
        let poetry = pyproject.get("tool").and_then(|tool| tool.get("poetry"));
        let wish = |table: Option<&Value>, key: &str| Some(table?.get(key)?.as_str()?.to_owned());
        let name = wish(project, "name").or_else(|| wish(poetry, "name"));
        self.is_built = pyproject.get("build-system").is_some()
            && poetry.and_then(|poetry| poetry.get("package-mode")?.as_bool()) != Some(false);
        let poetry_dependencies = poetry.and_then(|poetry| poetry.get("dependencies"));
        self.python = wish(project, "requires-python")
            .map(|wish| (wish, seen("requires-python")))
            .or_else(|| Some((wish(poetry_dependencies, "python")?, seen("python ="))));
        let listed = project.and_then(|project| project.get("dependencies")?.as_array()).into_iter().flatten();
        let listed = listed.filter_map(|one| one.as_str()).map(|one| (requirement::name(one), one.to_owned()));
        let keyed = poetry_dependencies.and_then(Value::as_table).into_iter().flat_map(Table::keys);
        let keyed = keyed.filter(|name| *name != "python").map(|name| (Some(requirement::normal(name)), name.clone()));
        for (name, saw) in listed.chain(keyed) {
            let Some(name) = name else { continue };
            // FastAPI's extra "standard" brings the server along.
            if saw.starts_with("fastapi[") {
                self.needs.push(Need { name: "uvicorn".to_owned(), is_direct: false, evidence: seen(&saw) });
            }
            self.needs.push(Need { name, is_direct: true, evidence: seen(&saw) });
        }
        for table in [project, poetry].into_iter().flatten().filter_map(|table| table.get("scripts")?.as_table()) {
            self.scripts.extend(table.keys().map(|name| (name.clone(), seen(&format!("{name} =")))));
        }
        if let Some(name) = name {
            self.sure("binary", requirement::normal(&name), seen("name ="));
            self.name = name;
        }
    }

    fn read_lock(&mut self, context: &Context, path: &str, tool: &str) -> Result<()> {
        let Some(table) = table(context, path)? else { return Ok(()) };
        let lock = lock::read(path, &context.read(path).unwrap_or_default(), &table, &version::wanted(context, self));
        let evidence = Evidence::new(path, None, "lock file");
        self.sure("installer", tool, evidence.clone());
        self.sure("manifests", vec!["pyproject.toml".to_owned(), path.to_owned()], evidence.clone());
        self.findings.retain(|finding| finding.question != "hashes");
        self.sure("hashes", lock.unhashed.is_none(), lock.unhashed.unwrap_or(evidence));
        if let Some(evidence) = lock.compiled {
            self.findings.retain(|finding| finding.question != "build-tools");
            self.sure("build-tools", true, evidence);
        }
        self.needs.extend(lock.needs);
        Ok(())
    }

    fn read_requirements(&mut self, context: &Context, path: &str) {
        let Requirements { files, needs, hashed, compiled } = Requirements::read(context, path);
        let evidence = Evidence::new(path, None, "requirements");
        self.sure("installer", "requirements", evidence.clone());
        self.sure("requirements", vec![path.to_owned()], evidence.clone());
        self.sure("hashes", hashed, evidence.clone());
        self.sure("manifests", files, evidence);
        if let Some(evidence) = compiled {
            self.sure("build-tools", true, evidence);
        }
        self.needs.extend(needs);
    }
}

/// A TOML file of the project; none where it is missing.
fn table(context: &Context, path: &str) -> Result<Option<Table>> {
    let Some(text) = context.read_lock(path) else { return Ok(None) };
    text.parse::<Table>().map(Some).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        Error::bad_input(format!("this is not TOML: {}", error.message()))
            .at(format!("{path}:{line}"))
            .help("mend the file, or let its tool write it again")
    })
}
