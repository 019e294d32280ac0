//! What of a stage is in the image that is shipped.

use crate::model::{Action, Base, Copy, CopyFrom, Model, Origin, Step, is_inside, rooted};

/// A `COPY` or an `ADD` of the build context, in a stage that is built.
pub(super) struct FromContext<'c> {
    /// The index of its stage.
    pub stage: usize,
    /// Its step, counted in the stage.
    pub index: usize,
    /// The step.
    pub step: &'c Step<'c>,
    /// What it copies.
    pub copy: &'c Copy,
}

impl FromContext<'_> {
    /// Its sources that are known, as written and as paths of the context (empty for all of it). Addresses are left out.
    pub fn sources(&self) -> impl Iterator<Item = (&str, String)> {
        let known = self.copy.written.iter().zip(&self.copy.sources);
        let known = known.filter_map(|(written, source)| Some((written.as_str(), source.as_ref()?)));
        known.filter(|(_, source)| !Copy::is_remote(source)).map(|(written, source)| (written, relative(source)))
    }

    /// Those of its sources that name one file or folder, and not the whole context.
    pub fn named(&self) -> impl Iterator<Item = (&str, String)> {
        self.sources().filter(|(_, path)| !path.is_empty() && !is_pattern(path))
    }

    /// The source that stands for the whole context.
    pub fn whole(&self) -> Option<&str> {
        self.sources().find(|(_, path)| path.is_empty() || path == "*").map(|(written, _)| written)
    }
}

/// A source as a path of the context, which it cannot leave.
fn relative(source: &str) -> String {
    rooted(source).trim_start_matches('/').to_owned()
}

/// Whether a source stands for whatever fits it.
pub(super) fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?', '[', '\\'])
}

/// What is copied from the build context, stage by stage.
pub(super) fn from_context<'c>(model: &'c Model<'_>) -> impl Iterator<Item = FromContext<'c>> {
    model.stages.iter().enumerate().filter(|(_, stage)| stage.is_used).flat_map(|(stage, made)| {
        let steps = made.steps.iter().enumerate();
        steps.filter_map(move |(index, step)| {
            Some(FromContext { stage, index, step, copy: step.copied_from_context()? })
        })
    })
}

/// What is copied from an earlier stage, source by source, in stages that are built: the step, the index of that stage,
/// and the source as written and as a path there.
pub(super) fn from_stages<'m>(model: &'m Model<'_>) -> impl Iterator<Item = (&'m Step<'m>, usize, &'m str, String)> {
    let steps = model.stages.iter().filter(|stage| stage.is_used).flat_map(|stage| &stage.steps);
    let copies = steps.filter_map(|step| match &step.action {
        Action::Copy(copy @ Copy { from: CopyFrom::Stage(from), .. }) => Some((step, *from, copy)),
        _ => None,
    });
    copies.flat_map(|(step, from, copy)| {
        let sources = copy.written.iter().zip(&copy.sources);
        sources.filter_map(move |(written, source)| Some((step, from, written.as_str(), rooted(source.as_ref()?))))
    })
}

/// The stages whose layers are in the image: the final stage, and those it stands on, the final one first.
pub(super) fn layers(model: &Model<'_>) -> Vec<usize> {
    let mut stages: Vec<usize> = model.stages.len().checked_sub(1).into_iter().collect();
    while let Some(Base::Stage(below)) = stages.last().map(|top| &model.stages[*top].base) {
        stages.push(*below);
    }
    stages
}

/// Whether what lies at `path` of a stage, or below it, is in a layer of the image.
pub(super) fn is_shipped(model: &Model<'_>, stage: usize, path: &str) -> bool {
    let mut waiting = vec![(stage, path.to_owned())];
    let mut seen: Vec<(usize, String)> = Vec::new();
    let layers = layers(model);
    while let Some((stage, path)) = waiting.pop() {
        if layers.contains(&stage) {
            return true;
        }
        let later = model.stages.iter().enumerate().skip(stage + 1).filter(|(_, later)| later.is_used);
        for (index, later) in later {
            for piece in &later.end.files.pieces {
                if let Origin::Stage(from, source) = &piece.origin
                    && *from == stage
                    && let Some(rest) = common(&path, source)
                {
                    let place = (index, rooted(&format!("{}/{rest}", piece.path)));
                    if !seen.contains(&place) {
                        seen.push(place.clone());
                        waiting.push(place);
                    }
                }
            }
        }
    }
    false
}

/// What of `path` is behind `source`, where one of them is the other or lies in it.
fn common<'p>(path: &'p str, source: &str) -> Option<&'p str> {
    match (is_inside(path, source), is_inside(source, path)) {
        (true, _) => Some(path[source.trim_end_matches('/').len()..].trim_start_matches('/')),
        (false, true) => Some(""),
        (false, false) => None,
    }
}
