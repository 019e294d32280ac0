//! `Cargo.lock`: which crates take part in building the program, and what they need besides Rust.

use std::collections::BTreeSet;

use toml_edit::Item;

use super::file::File;
use super::package::Package;
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;
use crate::error::Result;

/// The lock file at the root.
#[derive(Debug)]
pub(super) struct Lock {
    crates: Vec<Crate>,
    /// The crates that the packages of the project themselves depend on.
    direct: Vec<String>,
    /// Whether only a feature that is off by default brings OpenSSL: the lock file holds the crates of every feature.
    is_openssl_idle: bool,
    /// Whether there is a file; without one only the manifests' own dependencies are known.
    pub exists: bool,
}

/// One locked crate.
#[derive(Debug)]
struct Crate {
    name: String,
    dependencies: Vec<String>,
    evidence: Evidence,
}

/// Crates that bring their own C++ code, or bind to such.
const CPLUSPLUS: &[&str] = &["link-cplusplus", "cxx-build", "librocksdb-sys", "rdkafka-sys", "libduckdb-sys", "v8"];

/// Crates that open TLS connections with the system's certificates.
const CERTIFICATES: &[&str] =
    &["rustls-native-certs", "rustls-platform-verifier", "native-tls", "openssl-probe", "curl-sys"];

/// Crates that link a library of the system unless the crate beside them is there too, which builds it.
const SYSTEM: &[(&str, &str)] = &[
    ("libsqlite3-sys", "cc"),
    ("pq-sys", "pq-src"),
    ("mysqlclient-sys", "mysqlclient-src"),
    ("libpq-sys", "cc"),
    ("libudev-sys", "cc"),
    ("alsa-sys", "cc"),
];

impl Lock {
    /// The crates that `packages` are built from.
    pub fn read(context: &Context, packages: &[&Package]) -> Result<Self> {
        let direct: Vec<(String, Evidence)> = packages
            .iter()
            .flat_map(|package| {
                let depends = package.dependencies().into_iter();
                depends.map(|one| (one.name.to_owned(), package.file.evidence(one.item))).collect::<Vec<_>>()
            })
            .collect();
        let Some(file) = File::read(context, "Cargo.lock")? else {
            let crates = direct.into_iter().map(|(name, evidence)| Crate { name, dependencies: Vec::new(), evidence });
            return Ok(Self { crates: crates.collect(), direct: Vec::new(), is_openssl_idle: false, exists: false });
        };
        let all: Vec<Crate> = file.tables("package").filter_map(|table| Crate::read(&file, table)).collect();
        let direct: Vec<String> = direct.into_iter().map(|(name, _)| name).collect();
        let mut wanted: BTreeSet<String> = direct.iter().cloned().collect();
        loop {
            let known = wanted.len();
            for locked in &all {
                let is_own = packages.iter().any(|package| package.name == locked.name);
                if wanted.contains(&locked.name) && !is_own {
                    wanted.extend(locked.dependencies.iter().cloned());
                }
            }
            if wanted.len() == known {
                break;
            }
        }
        let crates = all.into_iter().filter(|locked| wanted.contains(&locked.name)).collect();
        Ok(Self { crates, direct, is_openssl_idle: is_openssl_idle(packages), exists: true })
    }

    /// Where the crate `name` stands, if it takes part.
    pub fn find(&self, name: &str) -> Option<&Evidence> {
        self.crates.iter().find(|locked| locked.name == name).map(|locked| &locked.evidence)
    }

    /// The first of `names` that takes part.
    pub fn any(&self, names: &[&str]) -> Option<&Evidence> {
        names.iter().find_map(|name| self.find(name))
    }

    /// What the crates need to be built and to run.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let bundles_openssl = self.find("openssl-src");
        if let (Some(evidence), None) = (self.find("openssl-sys").filter(|_| !self.is_openssl_idle), bundles_openssl) {
            findings.push(Finding::sure("openssl", true, evidence.clone()));
        }
        let mut tools: Vec<(&str, &Evidence)> = Vec::new();
        // The C code of aws-lc-sys is built without cmake on the usual platforms.
        let calls_cmake = self.direct.iter().any(|name| name == "cmake")
            || self.crates.iter().any(|one| one.depends_on("cmake") && !one.name.starts_with("aws-lc"));
        let calls_cmake = self.find("cmake").filter(|_| calls_cmake);
        tools.extend(calls_cmake.map(|evidence| ("cmake", evidence)));
        tools.extend(self.find("clang-sys").map(|evidence| ("libclang", evidence)));
        if self.any(&["protoc-bin-vendored", "protobuf-src", "protox"]).is_none() {
            tools.extend(self.find("prost-build").map(|evidence| ("protoc", evidence)));
        }
        let heavy = tools.first().map(|(_, evidence)| *evidence).or_else(|| self.any(CPLUSPLUS));
        tools.extend(bundles_openssl.map(|evidence| ("perl", evidence)));
        if let Some(evidence) = heavy {
            findings.push(Finding::sure("native", "tools", evidence.clone()));
        } else if let Some(evidence) = self.any(&["cc", "pkg-config"]) {
            findings.push(Finding::sure("native", "c", evidence.clone()));
        }
        if let Some((_, first)) = tools.first() {
            let names: Vec<String> = tools.iter().map(|(name, _)| (*name).to_owned()).collect();
            findings.push(Finding::sure("build-tools", names, (*first).clone()));
        }
        let links_system = SYSTEM.iter().find_map(|(name, builder)| {
            let locked = self.crates.iter().find(|locked| locked.name == *name)?;
            (self.exists && !locked.depends_on(builder)).then_some(&locked.evidence)
        });
        if let Some(evidence) = links_system {
            findings.push(Finding::sure("shared-library", true, evidence.clone()));
        }
        if let Some(evidence) = self.any(CERTIFICATES).or_else(|| self.find("openssl-sys")) {
            findings.push(Finding::sure("certificates", true, evidence.clone()));
        }
        findings
    }
}

impl Crate {
    fn read(file: &File, table: &toml_edit::Table) -> Option<Self> {
        let item = table.get("name")?;
        let dependencies = table.get("dependencies").and_then(Item::as_array).into_iter().flatten();
        let name = |text: &str| text.split(' ').next().unwrap_or(text).to_owned();
        let dependencies = dependencies.filter_map(|value| value.as_str()).map(name).collect();
        Some(Self { name: item.as_str()?.to_owned(), dependencies, evidence: file.evidence(item) })
    }

    fn depends_on(&self, name: &str) -> bool {
        self.dependencies.iter().any(|dependency| dependency == name)
    }
}

/// Whether features of `packages` name OpenSSL, and none that is on by default does.
fn is_openssl_idle(packages: &[&Package]) -> bool {
    let names = |part: &&str| part.contains("openssl") || part.contains("native-tls");
    let mut is_idle = false;
    for package in packages {
        let (active, idle) = package.features();
        let asked: Vec<&str> = package.dependencies().iter().flat_map(|one| one.features.clone()).collect();
        if active.iter().chain(&asked).any(names) {
            return false;
        }
        is_idle |= idle.iter().any(names);
    }
    is_idle
}
