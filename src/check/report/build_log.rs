//! What a report shows of a build: its steps, the ids it gave, the names it set.
//!
//! ```text
//! Step 3/13 : COPY go.mod ./                      the classic builder: every instruction
//!  => CACHED [builder 3/6] COPY go.mod ./  0.0s   BuildKit: what makes or looks at files, stage by stage
//! #8 [builder 3/6] COPY go.mod ./                 the same, plain
//! ```

use super::image_list::is_id;
use super::markdown::Listing;

/// A build, as far as a listing shows it.
#[derive(Debug, Default)]
pub(super) struct BuildLog {
    /// The steps of each stage, in the order of their numbers. The classic builder has one stage without a name.
    pub(super) stages: Vec<LogStage>,
    /// Whether the classic builder printed it.
    pub(super) is_classic: bool,
    /// The ids that the build gave to images.
    pub(super) ids: Vec<String>,
    /// The names that it gave them.
    pub(super) names: Vec<String>,
}

/// The steps of a stage.
#[derive(Debug)]
pub(super) struct LogStage {
    /// Its name: `builder`, or `stage-1` where the Dockerfile gives none.
    pub(super) name: String,
    /// How many steps it has.
    pub(super) total: usize,
    /// Each step with its number.
    steps: Vec<(usize, String)>,
}

impl LogStage {
    /// The text of every step; none where the report shows only some of them.
    pub(super) fn all(&self) -> Option<Vec<&str>> {
        let numbers = self.steps.iter().map(|(number, _)| *number);
        let first = self.steps.first()?.0;
        let is_whole = numbers.eq(first..=self.total) && (first == 1 || first == 2);
        is_whole.then(|| self.steps.iter().map(|(_, text)| text.as_str()).collect())
    }
}

impl BuildLog {
    /// The build that a listing shows; none where it shows none.
    pub(super) fn read(listing: &Listing) -> Option<Self> {
        let mut log = Self::default();
        for (_, line) in &listing.lines {
            log.take(line.trim());
        }
        (!log.stages.is_empty() || !log.ids.is_empty()).then_some(log)
    }

    fn take(&mut self, line: &str) {
        if let Some((number, total, text)) = classic_step(line) {
            self.is_classic = true;
            self.add("", number, total, text);
        } else if let Some((name, number, total, text)) = step(line) {
            self.add(name, number, total, text);
        }
        for lead in [
            "writing image ",
            "exporting manifest ",
            "exporting config ",
            "exporting manifest list ",
            "Successfully built ",
        ] {
            let id = line.split_once(lead).and_then(|(_, rest)| rest.split_whitespace().next());
            self.ids.extend(id.filter(|id| is_id(id)).map(|id| id.trim_start_matches("sha256:").to_owned()));
        }
        for lead in ["naming to ", "Successfully tagged "] {
            let name = line.split_once(lead).and_then(|(_, rest)| rest.split_whitespace().next());
            self.names.extend(name.map(|name| tagged(short(name))));
        }
    }

    fn add(&mut self, name: &str, number: usize, total: usize, text: &str) {
        let found = self.stages.iter().position(|stage| stage.name == name && stage.total == total);
        let at = found.unwrap_or_else(|| {
            self.stages.push(LogStage { name: name.to_owned(), total, steps: Vec::new() });
            self.stages.len() - 1
        });
        let steps = &mut self.stages[at].steps;
        if let Err(at) = steps.binary_search_by_key(&number, |(number, _)| *number) {
            steps.insert(at, (number, text.to_owned()));
        }
    }
}

/// `Step 3/13 : COPY go.mod ./`
fn classic_step(line: &str) -> Option<(usize, usize, &str)> {
    let rest = line.strip_prefix("Step ").or_else(|| line.strip_prefix("STEP "))?;
    let (count, text) = rest.split_once(" : ").or_else(|| rest.split_once(": "))?;
    let (number, total) = counted(count)?;
    Some((number, total, text.trim()))
}

/// `=> CACHED [builder 3/6] COPY go.mod ./   0.0s`
fn step(line: &str) -> Option<(&str, usize, usize, &str)> {
    if !line.starts_with("=>") && !line.starts_with('#') {
        return None;
    }
    let (inner, text) = line.split_once('[')?.1.split_once("] ")?;
    let (stage, count) = inner.trim().rsplit_once(' ').unwrap_or(("", inner.trim()));
    let (number, total) = counted(count)?;
    let text = text.trim();
    // The time at the end of the line is no part of the step.
    let text = match text.rsplit_once("  ") {
        Some((step, time)) if is_time(time.trim()) => step.trim_end(),
        _ => text,
    };
    Some((stage.rsplit(' ').next().unwrap_or_default(), number, total, text))
}

fn counted(count: &str) -> Option<(usize, usize)> {
    let (number, total) = count.trim().split_once('/')?;
    Some((number.trim().parse().ok()?, total.trim().parse().ok()?))
}

fn is_time(text: &str) -> bool {
    text.strip_suffix('s').is_some_and(|digits| digits.parse::<f64>().is_ok())
}

/// A name of an image without what every engine adds by itself, and without its digest.
pub(super) fn short(name: &str) -> &str {
    let name = name.split('@').next().unwrap_or(name);
    let name = name.strip_prefix("docker.io/").unwrap_or(name);
    name.strip_prefix("library/").unwrap_or(name)
}

/// A name with the tag that stands for none.
pub(super) fn tagged(name: &str) -> String {
    let last = name.rsplit('/').next().unwrap_or(name);
    if last.contains(':') { name.to_owned() } else { format!("{name}:latest") }
}
