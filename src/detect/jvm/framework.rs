//! Frameworks that open the port themselves: what sets it, and what it is where nothing does.

use super::module::{Module, Used};

/// A framework that serves HTTP by its own settings.
#[derive(Debug)]
pub(super) struct Framework {
    /// How it is recognised: the start of a library's coordinates, or else a plugin of the build.
    pub library: &'static str,
    pub plugins: &'static [&'static str],
    /// The setting of its port, and the variable that it always reads.
    pub port: &'static str,
    pub port_variable: &'static str,
    /// The setting of the interface, and the variable that it always reads.
    pub host: &'static str,
    pub host_variable: &'static str,
    /// The library that adds a health endpoint, its usual path, and the setting of the folder it is in.
    pub health: &'static str,
    pub health_path: &'static str,
    pub health_base: &'static str,
}

/// All of them listen on port 8080 unless told otherwise.
pub(super) const PORT: i64 = 8080;

const FRAMEWORKS: &[Framework] = &[
    Framework {
        library: "org.springframework.boot:spring-boot-starter-web",
        plugins: &["org.springframework.boot:spring-boot-maven-plugin", "org.springframework.boot"],
        port: "server.port",
        port_variable: "SERVER_PORT",
        host: "server.address",
        host_variable: "SERVER_ADDRESS",
        health: "org.springframework.boot:spring-boot-starter-actuator",
        health_path: "/actuator/health",
        health_base: "management.endpoints.web.base-path",
    },
    Framework {
        library: "io.quarkus:quarkus-",
        plugins: &["io.quarkus.platform:quarkus-maven-plugin", "io.quarkus:quarkus-maven-plugin", "io.quarkus"],
        port: "quarkus.http.port",
        port_variable: "QUARKUS_HTTP_PORT",
        host: "quarkus.http.host",
        host_variable: "QUARKUS_HTTP_HOST",
        health: "io.quarkus:quarkus-smallrye-health",
        health_path: "/q/health",
        health_base: "",
    },
    Framework {
        library: "io.micronaut:micronaut-http-server",
        plugins: &["io.micronaut.application"],
        port: "micronaut.server.port",
        port_variable: "MICRONAUT_SERVER_PORT",
        host: "micronaut.server.host",
        host_variable: "MICRONAUT_SERVER_HOST",
        health: "io.micronaut:micronaut-management",
        health_path: "/health",
        health_base: "",
    },
];

/// The framework of a module, with the library or the plugin that shows it.
pub(super) fn find(module: &Module) -> Option<(&'static Framework, &Used)> {
    let by_library = FRAMEWORKS.iter().find_map(|framework| Some((framework, module.library(framework.library)?)));
    // Libraries may come through other libraries, of which the build file says nothing.
    let plugin = |framework: &Framework| framework.plugins.iter().find_map(|id| module.plugin(id));
    by_library.or_else(|| FRAMEWORKS.iter().find_map(|framework| Some((framework, plugin(framework)?))))
}
