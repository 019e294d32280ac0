//! Prisma: a client that is made from a schema before the program is built.

use super::package::Package;
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;

/// Where the schema usually is.
const SCHEMAS: &[&str] = &["prisma/schema.prisma", "schema.prisma"];

/// `prisma` where the client is made among the sources, `prisma-modules` where it is made inside `node_modules`.
pub(super) fn findings(context: &Context, package: &Package) -> Vec<Finding> {
    let schema = SCHEMAS.iter().find(|path| context.exists(path)).filter(|_| package.knows("prisma"));
    let Some(schema) = schema else { return Vec::new() };
    let text = context.read(schema).unwrap_or_default();
    let line = |needle: &str| text.lines().position(|line| line.contains(needle)).map(|line| line + 1);
    let generator = line("generator ");
    let mut findings = vec![Finding::sure("prisma", true, Evidence::new(*schema, generator, "generator"))];
    let inside = generator
        .zip(line("prisma-client-js"))
        .filter(|_| !text.lines().any(|line| line.trim_start().starts_with("output")));
    if let Some((_, at)) = inside {
        findings.push(Finding::sure("prisma-modules", true, Evidence::new(*schema, at, "prisma-client-js")));
    }
    findings
}
