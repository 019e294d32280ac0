//! The images: bytes, reduction, layers, what is in them.

use serde::Serialize;

use super::{distinct, missing};
use crate::catalog::Profile;
use crate::evidence::{Contents, Evidence, ImageFacts, LayerFacts, Role, Size, percent, thousands};

/// What stands where nothing was measured.
const NONE: &str = "not measured";

/// So many paths are listed; the rest are counted.
const MOST_PATHS: usize = 12;

/// Bytes in a decimal megabyte.
const MEGABYTE: u64 = 1_000_000;

/// The images that were looked into.
#[derive(Debug, Serialize)]
pub(super) struct Images {
    rows: Vec<ImageRow>,
    /// How bytes were counted, in clauses.
    methods: Vec<String>,
    /// The reductions, each in a sentence with its arithmetic.
    reductions: Vec<String>,
    /// The size beside the profile's limit, in a sentence; empty where there is no limit.
    budget: String,
    layers: Vec<LayerRow>,
    /// The layers together.
    sum: Option<LayerRow>,
    /// What is in the images, as counts.
    contents: Vec<ContentRow>,
    /// What is in the final image and worth naming, in sentences.
    named: Vec<String>,
    /// The configuration of the final image: what, and its value.
    configuration: Vec<(&'static str, String)>,
    /// Why there is no final image, in a sentence.
    not_built: String,
}

#[derive(Debug, Serialize)]
struct ImageRow {
    title: String,
    base: String,
    unpacked: String,
    packed: String,
    layers: String,
    files: String,
}

#[derive(Debug, Serialize)]
struct LayerRow {
    made_by: String,
    unpacked: String,
    packed: String,
    files: String,
}

#[derive(Debug, Serialize)]
struct ContentRow {
    what: &'static str,
    build_stage: String,
    final_image: String,
}

impl Images {
    pub(super) fn new(evidence: &Evidence, profile: &Profile) -> Self {
        let (stage, last) = (evidence.image(Role::BuildStage), evidence.image(Role::Final));
        let layers = last.map(|image| image.layers.as_slice()).unwrap_or_default();
        Self {
            rows: evidence.images.iter().map(ImageRow::new).collect(),
            methods: methods(&evidence.images),
            reductions: reductions(stage, last),
            budget: last.map(|image| budget(image, profile)).unwrap_or_default(),
            layers: layers.iter().map(LayerRow::new).collect(),
            sum: (!layers.is_empty()).then(|| LayerRow::sum(layers)),
            contents: contents(evidence, stage, last),
            named: last.map(|image| named(&image.contents)).unwrap_or_default(),
            configuration: last.map(configuration).unwrap_or_default(),
            not_built: missing(evidence, &["builds"]),
        }
    }
}

impl ImageRow {
    fn new(image: &ImageFacts) -> Self {
        let title = match image.role {
            Role::BuildStage => format!("Build stage `{}`", image.stage),
            Role::Final => "Final image".to_owned(),
        };
        Self {
            title,
            base: image.base.clone(),
            unpacked: thousands(image.unpacked.bytes),
            packed: optional(image.packed.as_ref().map(|size| size.bytes)),
            layers: image.layers.len().to_string(),
            files: thousands(image.contents.files),
        }
    }
}

impl LayerRow {
    fn new(layer: &LayerFacts) -> Self {
        Self {
            made_by: layer.made_by.trim_end_matches("# buildkit").split_whitespace().collect::<Vec<_>>().join(" "),
            unpacked: thousands(layer.unpacked),
            packed: optional(layer.packed),
            files: thousands(layer.files),
        }
    }

    fn sum(layers: &[LayerFacts]) -> Self {
        Self {
            made_by: String::new(),
            unpacked: thousands(layers.iter().map(|layer| layer.unpacked).sum()),
            packed: optional(layers.iter().map(|layer| layer.packed).sum()),
            files: thousands(layers.iter().map(|layer| layer.files).sum()),
        }
    }
}

fn optional(number: Option<u64>) -> String {
    number.map_or_else(|| NONE.to_owned(), thousands)
}

fn methods(images: &[ImageFacts]) -> Vec<String> {
    let unpacked = distinct(images.iter().map(|image| image.unpacked.method.as_str()));
    let packed = distinct(images.iter().filter_map(|image| image.packed.as_ref()).map(|size| size.method.as_str()));
    let unpacked = unpacked.into_iter().map(|method| format!("Unpacked: {method}"));
    unpacked.chain(packed.into_iter().map(|method| format!("Packed: {method}"))).collect()
}

/// One sentence for every way of counting that both images share.
fn reductions(stage: Option<&ImageFacts>, last: Option<&ImageFacts>) -> Vec<String> {
    let (Some(stage), Some(last)) = (stage, last) else { return Vec::new() };
    let packed = stage.packed.as_ref().zip(last.packed.as_ref());
    let pairs =
        [Some(("Unpacked", &stage.unpacked, &last.unpacked)), packed.map(|(stage, last)| ("Packed", stage, last))];
    pairs.into_iter().flatten().map(|(what, stage, last)| reduction(what, stage, last)).collect()
}

fn reduction(what: &str, stage: &Size, last: &Size) -> String {
    let (whole, part) = (thousands(stage.bytes), thousands(last.bytes));
    match last.reduction_from(stage) {
        Some(less) => {
            let less = percent(less);
            format!(
                "{what}, the final image is **{less}** smaller than the build stage: 1 − {part} / {whole} = {less}."
            )
        }
        None if stage.method != last.method => {
            format!("{what}, no reduction is computed: the two figures were counted in different ways.")
        }
        None => format!("{what}, the final image ({part} bytes) is not smaller than the build stage ({whole} bytes)."),
    }
}

/// The size beside the limit that the profile sets. It is rounded away from the limit, so that it never looks kept where
/// it is not, or missed where it is kept.
fn budget(image: &ImageFacts, profile: &Profile) -> String {
    profile.size_budget_mb.map(|limit| limited(image.unpacked.bytes, limit)).unwrap_or_default()
}

fn limited(bytes: u64, limit: u32) -> String {
    let is_kept = bytes <= u64::from(limit) * MEGABYTE;
    let hundredths = if is_kept { bytes / (MEGABYTE / 100) } else { bytes.div_ceil(MEGABYTE / 100) };
    let (whole, rest) = (thousands(hundredths / 100), hundredths % 100);
    let verdict = if is_kept { "within" } else { "**above**" };
    format!(
        "The final image has {} bytes unpacked, which is {whole}.{rest:02} MB (a megabyte is 1,000,000 bytes): {verdict} \
         the {limit} MB of the task.",
        thousands(bytes)
    )
}

/// A count of something in an image.
type Count = fn(&Contents) -> u64;

fn len(list: &[String]) -> u64 {
    list.len() as u64
}

fn contents(evidence: &Evidence, stage: Option<&ImageFacts>, last: Option<&ImageFacts>) -> Vec<ContentRow> {
    let counts: [(&'static str, Count); 8] = [
        ("Files", |all| all.files),
        ("Executable files", |all| all.executables),
        ("Shells", |all| len(&all.shells)),
        ("Package managers", |all| len(&all.package_managers)),
        ("Installed packages", |all| all.packages.iter().map(|database| database.count).sum()),
        ("Set-uid and set-gid files", |all| len(&all.set_uid)),
        ("Bundles of certificates", |all| len(&all.certificates)),
        ("Files of time zones", |all| all.time_zones),
    ];
    let of = |image: Option<&ImageFacts>, number: Count| optional(image.map(|image| number(&image.contents)));
    let mut rows: Vec<ContentRow> = counts
        .into_iter()
        .map(|(what, number)| ContentRow { what, build_stage: of(stage, number), final_image: of(last, number) })
        .collect();
    let process = evidence.run.as_ref().and_then(|run| run.process.as_ref());
    let mask = process.and_then(|process| process.capabilities.as_deref());
    let capabilities = mask.and_then(super::run::capabilities);
    rows.push(ContentRow {
        what: "Capabilities of the running program",
        build_stage: "not started".to_owned(),
        final_image: optional(capabilities.map(u64::from)),
    });
    rows
}

/// What somebody who gets into the container finds, by path.
fn named(contents: &Contents) -> Vec<String> {
    let lists = [
        ("Shells", &contents.shells),
        ("Package managers", &contents.package_managers),
        ("Set-uid and set-gid files", &contents.set_uid),
        ("Bundles of certificates", &contents.certificates),
    ];
    let filled = lists.into_iter().filter(|(_, paths)| !paths.is_empty());
    filled.map(|(what, paths)| format!("{what} in the final image: {}.", listed(paths))).collect()
}

fn listed(paths: &[String]) -> String {
    let mut shown: Vec<String> = paths.iter().take(MOST_PATHS).map(|path| format!("`{path}`")).collect();
    if paths.len() > MOST_PATHS {
        shown.push(format!("and {} more", paths.len() - MOST_PATHS));
    }
    shown.join(", ")
}

/// The configuration of an image; what it does not set is left out, but for the user.
fn configuration(image: &ImageFacts) -> Vec<(&'static str, String)> {
    let config = &image.config;
    let vector = |arguments: &[String]| if arguments.is_empty() { String::new() } else { format!("{arguments:?}") };
    let user = if config.user.is_empty() { "root, for none is set" } else { &config.user };
    let all = [
        ("User", user.to_owned()),
        ("Exposed ports", config.ports.join(", ")),
        ("Entrypoint", vector(&config.entrypoint)),
        ("Command", vector(&config.cmd)),
        ("Working directory", config.workdir.clone()),
        ("Health check", vector(&config.health)),
        ("Stop signal", config.stop_signal.clone()),
        ("Labels", config.labels.join(", ")),
        ("Platform", image.platform.clone()),
        ("Image id", image.id.clone()),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(bytes: u64) -> String {
        limited(bytes, 20)
    }

    #[test]
    fn a_size_is_rounded_away_from_the_limit() {
        assert!(
            verdict(19_999_999).contains("19,999,999 bytes unpacked, which is 19.99 MB"),
            "{}",
            verdict(19_999_999)
        );
        assert!(verdict(19_999_999).ends_with("within the 20 MB of the task."));
        assert!(verdict(20_000_000).contains("20.00 MB (a megabyte is 1,000,000 bytes): within"));
        assert!(verdict(20_000_001).contains("20.01 MB (a megabyte is 1,000,000 bytes): **above** the 20 MB"));
        assert!(verdict(1_234_567_890).contains("1,234.57 MB"));
    }
}
