//! What of the project the image needs to run it.

use std::collections::BTreeSet;

use super::layout::Layout;
use super::package::MANIFEST;
use super::source::is_test;
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;

/// Folders beside what the build makes that a running service reads.
const READ: &[&str] =
    &["public", "views", "static", "assets", "templates", "locales", "i18n", "migrations", "drizzle", "content"];

/// Folders and files that only people and tools read.
const TOOLING: &[&str] = &[
    "docs",
    "doc",
    "documentation",
    "test",
    "tests",
    "__tests__",
    "__mocks__",
    "spec",
    "e2e",
    "cypress",
    "coverage",
    "examples",
    "example",
    "scripts",
    "tools",
    "benchmark",
    "benchmarks",
    "bench",
    "fixtures",
    "node_modules",
    "Makefile",
    "Procfile",
    "LICENSE",
    "license",
    "CODEOWNERS",
    "Vagrantfile",
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "bun.lock",
    "bun.lockb",
    "nodemon.json",
    "nest-cli.json",
    "renovate.json",
    "lerna.json",
    "turbo.json",
    "nx.json",
    "vercel.json",
    "netlify.toml",
    "fly.toml",
    "app.json",
    "msgen.toml",
    "biome.json",
    "deno.json",
    "k8s",
    "kubernetes",
    "helm",
    "terraform",
    "charts",
    "gulpfile.js",
    "Gruntfile.js",
    "ecosystem.config.js",
];

/// What names of such files end in or start with.
const TOOLING_ENDS: &[&str] = &[
    ".md",
    ".config.js",
    ".config.ts",
    ".config.mjs",
    ".config.cjs",
    ".map",
    ".log",
    ".yml",
    ".yaml",
    ".d.ts",
    ".tsbuildinfo",
    ".sh",
    ".png",
    ".gif",
];
const TOOLING_STARTS: &[&str] = &[
    "Dockerfile",
    "docker-compose",
    "compose.",
    "tsconfig",
    "jsconfig",
    "jest.",
    "LICENSE",
    "README",
    "CHANGELOG",
    "docker-entrypoint",
];

/// `files`: what is copied into the image, by name; `reached` are the sources that the entry imports.
pub(super) fn finding(
    context: &Context,
    layout: &Layout,
    reached: &BTreeSet<String>,
    read: &BTreeSet<String>,
) -> Finding {
    let mut files = BTreeSet::from([MANIFEST.to_owned()]);
    let entry = layout.entries.first().map(|(entry, _)| entry.as_str());
    let is_made = |path: &str| layout.output.as_ref().is_some_and(|output| path.starts_with(output.as_str()));
    match &layout.output {
        Some(output) if layout.entries.iter().all(|(entry, _)| is_made(entry)) => {
            files.insert(output.clone());
            files.extend(READ.iter().filter(|folder| context.is_dir(folder)).map(|folder| (*folder).to_owned()));
        }
        output => {
            files.extend(output.clone());
            let tops = context.files().filter(|path| !is_test(path)).filter_map(|path| path.split('/').next());
            files.extend(tops.filter(|top| !is_tooling(top)).map(str::to_owned));
            files.extend(reached.iter().filter_map(|path| path.split('/').next()).map(str::to_owned));
        }
    }
    // What compiles while it runs reads the settings of the compiler.
    let compiles = layout.options.iter().any(|option| matches!(&**option, "tsx" | "ts-node/register"));
    files.extend(Some("tsconfig.json").filter(|file| compiles && context.exists(file)).map(str::to_owned));
    files.extend(read.iter().filter_map(|path| path.split('/').next()).map(str::to_owned));
    let is_name = |name: &String| {
        name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/.-_+@~".contains(&byte)) && !name.starts_with('-')
    };
    let files: Vec<String> = files.into_iter().filter(is_name).collect();
    Finding::sure("files", files, Evidence::new(entry.unwrap_or(MANIFEST), None, "what the program needs to run"))
}

fn is_tooling(name: &str) -> bool {
    TOOLING.contains(&name)
        || TOOLING_ENDS.iter().any(|end| name.ends_with(end))
        || TOOLING_STARTS.iter().any(|start| name.starts_with(start))
}
