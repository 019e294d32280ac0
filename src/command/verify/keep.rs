//! Where the evidence goes, and the report that shows it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Planned;
use crate::catalog::Catalog;
use crate::chart;
use crate::draft::{Draft, DraftFile};
use crate::error::{Error, ErrorKind, Result};
use crate::evidence::comparison::{CHART_FILE, COMPARISON_FILE, Comparison};
use crate::evidence::{EVIDENCE_FILE, Evidence, Seen};
use crate::output;
use crate::render::{DOCKERFILE, DOCKERIGNORE, report};
use crate::report::Edited;
use crate::write::{Options, plan_changes, plan_changes_with};

/// Where the evidence goes where neither a report nor a flag says it.
pub(in crate::command) const FOLDER: &str = "docs/evidence";

/// The question that says it.
const QUESTION: &str = "evidence";

/// The place of the evidence, and what lies there from earlier runs.
pub(in crate::command) struct Keep {
    root: PathBuf,
    folder: String,
    earlier: Option<Seen>,
}

impl Keep {
    /// Looks at the place before anything is built: a folder of somebody else's is not written into.
    pub(in crate::command) fn open(root: &Path, flag: Option<&str>, planned: Option<&Planned>) -> Result<Self> {
        let answer = planned.map(|planned| planned.interview.answers.text(QUESTION)).filter(|text| !text.is_empty());
        let folder = flag.or(answer).unwrap_or(FOLDER).trim_end_matches('/').to_owned();
        let earlier = Seen::load(root, &folder)?;
        let keep = Self { root: root.to_owned(), folder, earlier };
        if keep.earlier.is_none() {
            keep.is_free()?;
        }
        // What would stand in the way of writing is told before the first build, not after the last.
        let probe = Draft { files: vec![DraftFile::taken(keep.path(EVIDENCE_FILE), "")] };
        plan_changes(root, &probe, &planned.map(|planned| planned.config.clone()).unwrap_or_default())?;
        Ok(keep)
    }

    /// The evidence of an earlier run.
    pub(in crate::command) fn known(&self) -> Option<&Evidence> {
        self.earlier.as_ref()?.evidence.as_ref()
    }

    /// Writes the evidence and the transcripts, and refreshes the report: all of it or nothing.
    pub(super) fn write(self, catalog: &Catalog, evidence: &Evidence, planned: Option<Planned>) -> Result<()> {
        let files = self.files(evidence)?;
        let comparison = self.earlier.as_ref().and_then(|seen| seen.comparison.clone());
        self.refresh(catalog, files, &Seen { evidence: Some(evidence.clone()), comparison }, planned)
    }

    /// Writes the comparison and its chart, and refreshes the report: all of it or nothing.
    pub(in crate::command) fn write_comparison(
        self,
        catalog: &Catalog,
        comparison: &Comparison,
        planned: Option<Planned>,
    ) -> Result<()> {
        let files = vec![
            DraftFile::taken(self.path(COMPARISON_FILE), json(comparison)?),
            DraftFile::taken(self.path(CHART_FILE), chart::comparison(comparison)),
        ];
        let evidence = self.earlier.as_ref().and_then(|seen| seen.evidence.clone());
        self.refresh(catalog, files, &Seen { evidence, comparison: Some(comparison.clone()) }, planned)
    }

    /// Writes the files, and the report that shows what was seen.
    fn refresh(self, catalog: &Catalog, files: Vec<DraftFile>, seen: &Seen, planned: Option<Planned>) -> Result<()> {
        let mut draft = Draft { files };
        let changes = match planned {
            None => plan_changes(&self.root, &draft, &crate::config::Config::default())?.unrecorded(),
            Some(planned) => {
                let written = self.written(seen)?;
                let written = [written[0].as_str(), written[1].as_str()];
                draft.files.extend(report(catalog, &planned.plan, &planned.interview, written, Some(seen))?);
                plan_changes_with(&self.root, &draft, &planned.config, Edited::Keep)?
            }
        };
        let applied = changes.apply(Options::default())?;
        for change in changes.files().iter().filter(|change| !change.kept_blocks.is_empty()) {
            output::say(&format!("{}: left as you edited it: {}", change.path, change.kept_blocks.join(", ")));
        }
        output::heading("\nWritten");
        for path in &applied.written {
            output::say(&format!("  {path}"));
        }
        Ok(())
    }

    /// The Dockerfile and the ignore file as they are: those that the evidence is of, or else the usual ones.
    fn written(&self, seen: &Seen) -> Result<[String; 2]> {
        let facts = seen.evidence.as_ref();
        let dockerfile = facts.map_or(DOCKERFILE, |evidence| evidence.dockerfile.path.as_str());
        let ignore =
            facts.map_or(Some(DOCKERIGNORE), |evidence| evidence.ignore.as_ref().map(|file| file.path.as_str()));
        let read = |path: &str| match fs::read_to_string(self.root.join(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Error::failed(format!("it cannot be read: {error}")).at(path))
            }
            text => Ok(text.unwrap_or_default()),
        };
        Ok([read(dockerfile)?, ignore.map(read).transpose()?.unwrap_or_default()])
    }

    /// The files of the evidence. A transcript of an earlier run that this one has not made says so.
    fn files(&self, evidence: &Evidence) -> Result<Vec<DraftFile>> {
        let mut files = vec![DraftFile::taken(self.path(EVIDENCE_FILE), json(evidence)?)];
        for transcript in &evidence.transcripts {
            let prompt = if transcript.is_question() { "" } else { "$ " };
            let text = format!("{prompt}{}\n{}", transcript.command, transcript.output);
            let end = if text.ends_with('\n') { "" } else { "\n" };
            files.push(DraftFile::taken(self.path(&format!("{}.txt", transcript.id)), format!("{text}{end}")));
        }
        let earlier = self.known().into_iter().flat_map(|evidence| &evidence.transcripts);
        for gone in earlier.filter(|earlier| evidence.transcript(&earlier.id).is_none()) {
            let text = format!("not run when the evidence of {} was taken\n", evidence.taken);
            files.push(DraftFile::taken(self.path(&format!("{}.txt", gone.id)), text));
        }
        Ok(files)
    }

    fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }

    /// A folder without msgen's own evidence holds nothing that the evidence would replace.
    fn is_free(&self) -> Result<()> {
        let Ok(entries) = fs::read_dir(self.root.join(&self.folder)) else { return Ok(()) };
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let is_like_ours = |name: &String| Path::new(name).extension().is_some_and(|end| end == "txt" || end == "svg");
        let mut theirs: Vec<String> = names.filter(is_like_ours).collect();
        theirs.sort_unstable();
        match theirs.first() {
            None => Ok(()),
            Some(name) => Err(Error::new(
                ErrorKind::WouldOverwrite,
                format!("the folder of the evidence holds {name}, and no {EVIDENCE_FILE} of msgen's"),
            )
            .at(self.folder.as_str())
            .help("--evidence PATH names another folder; or move those files")),
        }
    }
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Error::failed(format!("the evidence cannot be written as JSON: {error}")))?;
    Ok(text + "\n")
}
