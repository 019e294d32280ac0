//! Which binary target is the service.

use super::package::Binary;
use crate::answers::{Evidence, Value};
use crate::detect::Finding;
use crate::error::{Error, Result};

/// The binary target and its package, or the doubt between several.
pub(super) fn findings(binaries: &[&Binary]) -> Result<Vec<Finding>> {
    let Some(first) = binaries.first() else {
        return Err(Error::bad_input("no package has a binary target: there is no program to start")
            .at("Cargo.toml")
            .help("add src/main.rs, or give the folder of the service: msgen init path/to/service"));
    };
    let mut findings = Vec::new();
    if binaries.iter().all(|binary| binary.package == first.package) {
        findings.push(Finding::sure("package", first.package.as_str(), first.evidence.clone()));
    }
    if let [only] = binaries {
        findings.push(Finding::sure("bin", only.name.as_str(), only.evidence.clone()));
        findings.push(Finding::sure("binary", only.name.as_str(), only.evidence.clone()));
        if !only.features.is_empty() {
            findings.push(Finding::sure("features", only.features.clone(), only.evidence.clone()));
        }
        return Ok(findings);
    }
    findings.push(Finding::doubt("binary", candidates(binaries, |binary| &binary.name)));
    let has_twins = binaries.iter().any(|one| binaries.iter().filter(|other| other.name == one.name).count() > 1);
    if has_twins {
        findings.push(Finding::doubt("package", candidates(binaries, |binary| &binary.package)));
    }
    Ok(findings)
}

/// The different names of `binaries`, each with its first place.
fn candidates(binaries: &[&Binary], name: impl Fn(&Binary) -> &str) -> Vec<(Value, Evidence)> {
    let mut found: Vec<(Value, Evidence)> = Vec::new();
    for binary in binaries {
        let value = Value::from(name(binary));
        if found.iter().all(|(known, _)| *known != value) {
            found.push((value, binary.evidence.clone()));
        }
    }
    found
}
