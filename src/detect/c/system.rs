//! What the program needs from the system it runs on: files, certificates, time zones, and how it is stopped.

use std::collections::BTreeMap;

use super::build::{Build, list};
use super::code::{Call, Code, Value};
use super::path;
use crate::answers::Evidence;
use crate::context::Context;
use crate::detect::Finding;

/// Paths that only say how the service is, the most telling first.
const HEALTH: &[&str] =
    &["/health", "/healthz", "/health/live", "/livez", "/ready", "/readyz", "/ping", "/status", "/api/health"];

/// Words that only a program uses which opens TLS connections to others.
const CLIENTS: &[&str] = &[
    "SSL_connect",
    "SSL_CTX_set_default_verify_paths",
    "set_default_verify_paths",
    "SSLClient",
    "gnutls_certificate_set_x509_system_trust",
];

/// Everything but where it listens.
pub(super) fn findings(context: &Context, code: &Code<'_>, builds: &[Build]) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(stop(code).map(|seen| Finding::sure("handles-stop", true, seen)));
    findings.extend(health(code));
    findings.extend(files(context, code));
    let temp = code
        .calls()
        .find(|call| matches!(call.name(), "mkstemp" | "mkdtemp" | "mkostemp" | "tmpfile" | "temp_directory_path"));
    let temp = temp
        .map(|call| call.evidence())
        .or_else(|| opened(code).find(|(_, file, _)| file.starts_with("/tmp/")).map(|(_, _, evidence)| evidence));
    findings.extend(temp.map(|seen| Finding::sure("temp", true, seen)));
    let client = code.sources.iter().find_map(|source| {
        let at =
            (0..source.tokens.len()).find(|&at| source.tokens.word(at).is_some_and(|word| CLIENTS.contains(&word)))?;
        Some(source.evidence(at..at + 1))
    });
    let curl =
        builds.iter().flat_map(|build| &build.libraries).find(|(name, _)| name.to_ascii_lowercase().contains("curl"));
    let certificates = client.or_else(|| curl.map(|(_, evidence)| evidence.clone()));
    findings.extend(certificates.map(|seen| Finding::sure("certificates", true, seen)));
    let zones = code.calls().find(|call| {
        matches!(call.name(), "locate_zone" | "current_zone") || call.name() == "setenv" && call.text(0) == Some("TZ")
    });
    findings.extend(zones.map(|call| Finding::sure("time-zones", true, call.evidence())));
    findings
}

/// Where SIGTERM is given a handler or waited for.
fn stop(code: &Code<'_>) -> Option<Evidence> {
    let sends = ["kill", "raise", "pthread_kill", "killpg", "tgkill", "printf", "fprintf", "strsignal"];
    let mut calls = code.calls_with("SIGTERM").filter(|call| !sends.contains(&call.name()));
    let handled = calls.find(|call| {
        // The innermost call alone tells: `if (signal(SIGTERM, stop) == SIG_ERR)` has it as its condition.
        let is_keyword = matches!(call.name(), "if" | "while" | "switch" | "for" | "return" | "defined");
        !is_keyword && !call.has("SIG_IGN") && !call.has("SIG_DFL")
    })?;
    Some(handled.evidence())
}

/// The first of [`HEALTH`] that the program compares a request with.
fn health(code: &Code<'_>) -> Option<Finding> {
    let mut best: Option<(usize, Evidence)> = None;
    for source in &code.sources {
        for at in 0..source.tokens.len() {
            let Some(text) = source.tokens.text(at) else { continue };
            let path = text.strip_prefix("GET ").unwrap_or(text).split([' ', '\r']).next().unwrap_or_default();
            let Some(rank) = HEALTH.iter().position(|known| *known == path) else { continue };
            if best.as_ref().is_none_or(|(known, _)| rank < *known) {
                best = Some((rank, source.evidence(at..at + 1)));
            }
        }
    }
    best.map(|(rank, evidence)| Finding::sure("health-path", HEALTH[rank], evidence))
}

/// How a file is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

/// Every file that is opened by a path the source tells.
fn opened<'c>(code: &'c Code<'_>) -> impl Iterator<Item = (Access, String, Evidence)> + 'c {
    code.calls().filter_map(|call| {
        let access = access(&call)?;
        let range = call.arguments.first()?;
        match code.value(call.source, range.clone())? {
            (Value::Text(file), _) if !file.is_empty() => Some((access, file, call.evidence())),
            _ => None,
        }
    })
}

fn access(call: &Call<'_, '_>) -> Option<Access> {
    let writes = |is_write: bool| if is_write { Access::Write } else { Access::Read };
    let tokens = &call.source.tokens;
    match call.name() {
        "fopen" | "freopen" => {
            Some(writes(call.text(1).is_some_and(|mode| mode.starts_with(['w', 'a']) || mode.contains('+'))))
        }
        "open" | "openat" if !tokens.is_before(call.at, ".") => {
            Some(writes(["O_WRONLY", "O_RDWR", "O_CREAT", "O_APPEND"].iter().any(|flag| call.has(flag))))
        }
        "mkdir" | "creat" | "sqlite3_open" | "ofstream" => Some(Access::Write),
        "opendir" | "stat" | "ifstream" => Some(Access::Read),
        _ if call.at > 0 => match tokens.word(call.at - 1)? {
            "ifstream" => Some(Access::Read),
            "ofstream" => Some(Access::Write),
            _ => None,
        },
        _ => None,
    }
}

/// `writes` and `assets`.
fn files(context: &Context, code: &Code<'_>) -> Vec<Finding> {
    let (mut written, mut read) = (BTreeMap::new(), BTreeMap::new());
    for (access, file, evidence) in opened(code) {
        if access == Access::Write {
            if !file.starts_with("/tmp/") && !file.starts_with("/dev/") && !file.starts_with(':') {
                written.entry(file).or_insert(evidence);
            }
        } else if let Some(file) = path::join("", &file).filter(|path| !path.is_empty() && !file.starts_with('/'))
            && context.exists(&file)
            && path::is_plain(&file)
        {
            read.entry(file).or_insert(evidence);
        }
    }
    read.retain(|file, _| !written.contains_key(file));
    [list("writes", &written), list("assets", &read)].into_iter().flatten().collect()
}
