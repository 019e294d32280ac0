//! What `init` says of answers that nothing asks for any more.

use super::OwnWords;
use crate::draft::Draft;
use crate::plan::Notice;
use crate::render::DOCKERFILE;

/// A notice for each answer in `own` that `draft` has no question for.
#[must_use]
pub fn notices(own: &OwnWords, draft: &Draft) -> Vec<Notice> {
    let file = draft.files.iter().find(|file| file.path == DOCKERFILE);
    let kept = file.map(|file| OwnWords::read(&file.content)).unwrap_or_default();
    let unasked = own.missing_in(&kept).into_iter().map(|answer| Notice {
        what: format!("`{}` is not asked any more in {}, and you have answered it", answer.id, answer.stage),
        help: "the answer goes when the Dockerfile is written anew; keep a copy of what you still need".to_owned(),
    });
    unasked.collect()
}
