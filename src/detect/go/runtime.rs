//! What the program needs from the system it runs on: certificates, time zones, a temporary folder.

use super::call::Call;
use super::code::Code;
use super::layout::seen;
use crate::answers::Evidence;
use crate::detect::Finding;

/// Certificates, time zones and the temporary folder, each with the first place that needs it.
pub(super) fn findings(code: &Code<'_, '_>) -> Vec<Finding> {
    let third_party = || code.layout.third_party().map(|(manifest, require)| seen(manifest, require));
    let mut findings = Vec::new();
    let certificates = first(code, dials_out).or_else(|| used_client(code)).or_else(third_party);
    findings.extend(certificates.map(|evidence| Finding::sure("certificates", true, evidence)));
    let brings_zones = code.sources.iter().any(|source| source.uses("time/tzdata"));
    let zones = if brings_zones { None } else { first(code, loads_zone) };
    findings.extend(zones.map(|evidence| Finding::sure("time-zones", true, evidence)));
    let temp = first(code, |call| uses_temp(code, call)).or_else(third_party);
    findings.extend(temp.map(|evidence| Finding::sure("temp", true, evidence)));
    findings
}

fn first<'s, 'a>(code: &Code<'s, 'a>, is_wanted: impl Fn(&Call<'s, 'a>) -> bool) -> Option<Evidence> {
    code.calls().find(is_wanted).map(|call| call.evidence())
}

/// Whether a call opens a connection that may have to check a certificate. One to a literal `http://` does not.
fn dials_out(call: &Call<'_, '_>) -> bool {
    let url = match call.package() {
        Some("net/http") => match call.name() {
            "Get" | "Head" | "Post" | "PostForm" => 0,
            "NewRequest" => 1,
            "NewRequestWithContext" => 2,
            _ => return false,
        },
        Some("crypto/tls") => return matches!(call.name(), "Dial" | "DialWithDialer" | "Client"),
        Some("crypto/x509") => return call.name() == "SystemCertPool",
        Some("net/smtp") => return matches!(call.name(), "Dial" | "NewClient" | "SendMail"),
        _ => return false,
    };
    !call.text(url).is_some_and(|url| url.starts_with("http://"))
}

/// A client of `net/http` or `crypto/tls` that is not a call: `http.Client{…}`, `http.DefaultClient`.
fn used_client(code: &Code<'_, '_>) -> Option<Evidence> {
    let names: &[(&str, &[&str])] =
        &[("net/http", &["Client", "Transport", "DefaultClient", "DefaultTransport"]), ("crypto/tls", &["Dialer"])];
    code.sources.iter().find_map(|source| {
        let tokens = &source.tokens;
        let at = (2..tokens.len()).find(|at| {
            let package = || source.import(tokens.word(at - 2)?);
            let is_named = |(path, names): &(&str, &[&str])| {
                tokens.word(*at).is_some_and(|word| names.contains(&word)) && package() == Some(path)
            };
            tokens.is(at - 1, ".") && names.iter().any(is_named)
        })?;
        Some(source.evidence(at - 2..at + 1))
    })
}

/// Whether a call looks up a zone that is not built in.
fn loads_zone(call: &Call<'_, '_>) -> bool {
    call.is("time", &["LoadLocation"]) && !matches!(call.text(0), Some("" | "UTC" | "Local"))
}

/// Whether a call needs `/tmp`, itself or for an upload that does not fit into memory.
fn uses_temp<'s, 'a>(code: &Code<'s, 'a>, call: &Call<'s, 'a>) -> bool {
    call.is("os", &["CreateTemp", "MkdirTemp", "TempDir"])
        || call.is("io/ioutil", &["TempFile", "TempDir"])
        || (call.is_qualified() && matches!(call.name(), "ParseMultipartForm" | "FormFile" | "MultipartForm"))
        || super::file::written(code, call).is_some_and(|path| super::file::is_temporary(&path))
}
