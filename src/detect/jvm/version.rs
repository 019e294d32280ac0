//! The version of Java: what the project asks for, and the release with long support that gives it.

use super::module::Project;
use crate::answers::Evidence;
use crate::detect::Finding;

/// Releases with long support: images exist for them, and they get fixes for years.
const LONG: &[u32] = &[17, 21, 25];

/// The first releases of Gradle that run on a release of Java, newest first (Gradle's compatibility matrix).
const GRADLE: &[((u32, u32), u32)] = &[((9, 1), 25), ((8, 5), 21), ((7, 3), 17)];

/// The release with long support for `1.8`, `17`, `VERSION_21` or `JVM_24`: it compiles for every older one.
pub(super) fn of(text: &str) -> Option<String> {
    let text = text.trim_start_matches("JavaVersion.").trim_start_matches("VERSION_").trim_start_matches("JVM_");
    let text = text.replace('_', ".");
    let number: u32 = text.strip_prefix("1.").unwrap_or(&text).split('.').next()?.parse().ok()?;
    let long = LONG.iter().find(|release| **release >= number).copied().unwrap_or(number);
    (number >= 5).then(|| long.to_string())
}

/// What the module asks for, or what the build tool that the wrapper fetches runs on.
pub(super) fn finding(project: &Project, java: Option<&(String, Evidence)>) -> Option<Finding> {
    if let Some((version, evidence)) = java {
        return Some(Finding::sure("language-version", version.as_str(), evidence.clone()));
    }
    let (version, evidence) = project.tool_version.as_ref()?;
    let mut numbers = version.split(['.', '-']).map(|part| part.parse::<u32>().unwrap_or(0));
    let tool = (numbers.next()?, numbers.next().unwrap_or(0));
    let (_, java) = GRADLE.iter().find(|(first, _)| tool >= *first)?;
    Some(Finding::sure("language-version", java.to_string(), evidence.clone()))
}
