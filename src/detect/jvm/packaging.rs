//! What the build makes of a module, and how that is started.

use super::module::{Module, Project, Tool};
use crate::answers::Evidence;
use crate::error::{Error, Result};

/// The first version of Spring Boot whose jars take themselves apart with `-Djarmode=tools`.
const TOOLS: (u32, u32) = (3, 3);

/// Form of the program, and the task of Gradle that makes it.
#[derive(Debug)]
pub(super) struct Packaging {
    /// `jar`, `classpath`, `layered` or `quarkus`.
    pub form: &'static str,
    pub task: &'static str,
    pub evidence: Evidence,
}

/// How `module` is packed; none where its build says nothing of starting it.
pub(super) fn of(project: &Project, module: &Module) -> Option<Packaging> {
    match project.tool {
        Tool::Maven => maven(module),
        Tool::Gradle => gradle(module),
    }
}

fn maven(module: &Module) -> Option<Packaging> {
    const PLUGINS: &str = "org.apache.maven.plugins";
    let made = |form, evidence: &Evidence| Some(Packaging { form, task: "", evidence: evidence.clone() });
    if let Some(plugin) = module.plugin("org.springframework.boot:spring-boot-maven-plugin") {
        let starter = module.parent("org.springframework.boot:spring-boot-starter-parent");
        // Without Spring's own parent POM the goal has to be bound, or the jar stays a plain one.
        if starter.is_some() || plugin.evidence.saw.contains("repackage") {
            let version = plugin.version.as_deref().or(starter.and_then(|parent| parent.version.as_deref()));
            return made(if is_older(version) { "jar" } else { "layered" }, &plugin.evidence);
        }
    }
    for group in ["io.quarkus", "io.quarkus.platform", "${quarkus.platform.group-id}"] {
        if let Some(plugin) = module.plugin(&format!("{group}:quarkus-maven-plugin")) {
            return made("quarkus", &plugin.evidence);
        }
    }
    let shaded = ["maven-shade-plugin", "maven-assembly-plugin"]
        .iter()
        .find_map(|name| module.plugin(&format!("{PLUGINS}:{name}")));
    if let Some(plugin) = shaded.filter(|_| module.manifest.is_some()) {
        return made("jar", &plugin.evidence);
    }
    if let Some(parent) = module.parent("io.micronaut.platform:micronaut-parent") {
        return made("jar", &parent.evidence);
    }
    match &module.manifest {
        Some(evidence) => made(if module.has_dependencies() { "classpath" } else { "jar" }, evidence),
        None => made("classpath", &module.main_class.as_ref()?.1),
    }
}

fn gradle(module: &Module) -> Option<Packaging> {
    let made = |form, task, evidence: &Evidence| Some(Packaging { form, task, evidence: evidence.clone() });
    if let Some(plugin) = module.plugin("org.springframework.boot") {
        let form = if is_older(plugin.version.as_deref()) { "jar" } else { "layered" };
        return made(form, "bootJar", &plugin.evidence);
    }
    if let Some(plugin) = module.plugin("io.quarkus") {
        return made("quarkus", "quarkusBuild", &plugin.evidence);
    }
    let shadow = ["io.ktor.plugin", "com.gradleup.shadow", "com.github.johnrengelman.shadow"];
    if let Some(plugin) = shadow.iter().find_map(|id| module.plugin(id)) {
        return made("jar", "shadowJar", &plugin.evidence);
    }
    let application = ["application", "io.micronaut.application"].iter().find_map(|id| module.plugin(id));
    if let Some(plugin) = application {
        return made("classpath", "installDist", &plugin.evidence);
    }
    module.manifest.as_ref().and_then(|evidence| made("jar", "jar", evidence))
}

/// Whether a version of Spring Boot cannot take its jar apart in the documented way.
fn is_older(version: Option<&str>) -> bool {
    let Some(version) = version else { return false };
    let mut numbers = version.split('.').map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) < TOOLS,
        _ => false,
    }
}

/// Refuses what no image can be made of.
pub(super) fn refuse(module: &Module) -> Result<()> {
    let refused =
        |what: &str, evidence: &Evidence, help: &str| Err(Error::refused(what).at(evidence.to_string()).help(help));
    for id in ["com.android.application", "com.android.library", "com.android.kotlin.multiplatform.library"] {
        if let Some(plugin) = module.plugin(id) {
            return refused(
                "an Android app runs on a device, not in a container",
                &plugin.evidence,
                "give the folder of a service: msgen init path/to/server",
            );
        }
    }
    if let Some(war) = &module.war {
        return refused(
            "a war needs a servlet container around it, and none is in the image",
            war,
            "package it as a jar that brings its server, as Spring Boot and Jetty do",
        );
    }
    if let Some(native) = &module.native {
        return refused(
            "Kotlin/Native links glibc of another age and libcrypt, which no runtime image here has",
            native,
            "add the target jvm() and build the service for the JVM",
        );
    }
    Ok(())
}
