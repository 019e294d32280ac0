//! How the steps of a listing relate to those of the Dockerfile, or of the build, that it should show.

use super::recipe::Step;

/// How a listing relates to what it should show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Relation {
    /// It is it, or a part of it.
    Part,
    /// It is something else altogether: another Dockerfile, or an example of how not to do it.
    Other,
    /// It is near, and differs first at this line of the listing, where the other has that.
    Differs(usize, Option<String>),
}

/// Whether a listing shows a Dockerfile, or the last stage of one, from its `FROM` to what it starts. Anything less is an
/// excerpt, from which everything may be missing.
pub(super) fn is_whole(listing: &[Step]) -> bool {
    listing.iter().find(|step| !step.is_global()).is_some_and(Step::is_from) && listing.iter().any(Step::is_start)
}

/// Whether a listing is about `whole` at all. One on another image is another Dockerfile: how it was before, or could be;
/// unless it says the same in everything else.
pub(super) fn is_about(listing: &[Step], whole: &[Step]) -> bool {
    let shared = shared(listing, whole, false);
    has_images_of(listing, whole) || (shared >= 4 && shared * 4 >= listing.len() * 3)
}

/// Whether the images of `listing` are those of `whole`, in its order, whatever their tags, and it starts nothing in a
/// stage before the last.
fn has_images_of(listing: &[Step], whole: &[Step]) -> bool {
    let mut bases = whole.iter().filter(|step| step.is_from());
    let mut last = None;
    for from in listing.iter().filter(|step| step.is_from()) {
        last = bases.find(|base| from.has_repository_of(base));
        if last.is_none() {
            return false;
        }
    }
    let ends_early = last.is_some() && bases.next().is_some();
    !(ends_early && listing.iter().any(Step::is_start))
}

/// Finds how `listing` relates to `whole`; `is_log` where that is what a build log has.
pub(super) fn relate(listing: &[Step], whole: &[Step], is_log: bool, is_whole: bool) -> Relation {
    if is_whole { whole_listing(listing, whole, is_log) } else { excerpt(listing, whole, is_log) }
}

/// A listing without gaps but those that it shows.
fn whole_listing(listing: &[Step], whole: &[Step], is_log: bool) -> Relation {
    let segments: Vec<&[Step]> = listing.split(Step::is_gap).filter(|segment| !segment.is_empty()).collect();
    let shared = shared(listing, whole, is_log);
    let all: usize = segments.iter().map(|segment| segment.len()).sum();
    for segment in segments {
        let (length, follows) = longest(segment, whole, is_log);
        if length < segment.len() {
            return if is_near(shared, all) { differs(&segment[length], follows) } else { Relation::Other };
        }
    }
    Relation::Part
}

/// How much of a segment stands somewhere in `whole` without a gap, from its beginning, and what follows there.
fn longest<'w>(segment: &[Step], whole: &'w [Step], is_log: bool) -> (usize, Option<&'w Step>) {
    let starts = 0..whole.len();
    let run = |start: usize| {
        segment.iter().zip(&whole[start..]).take_while(|(step, other)| step.is_like(other, is_log)).count()
    };
    let best = starts.map(|start| (run(start), start)).max_by_key(|(length, start)| (*length, usize::MAX - start));
    match best {
        Some((length, start)) if length > 0 => (length, whole.get(start + length)),
        _ => (0, whole.iter().find(|other| segment[0].has_repository_of(other))),
    }
}

/// A listing from which anything may be missing. It differs where it has one step for another of the same kind, between
/// steps that both have. What both have in another order is an example of its own: how not to do it.
fn excerpt(listing: &[Step], whole: &[Step], is_log: bool) -> Relation {
    let listing: Vec<&Step> = listing.iter().filter(|step| !step.is_gap()).collect();
    let find = |step: &Step, from: usize| (from..whole.len()).find(|at| step.is_like(&whole[*at], is_log));
    let mut next = 0;
    let mut places = Vec::with_capacity(listing.len());
    for step in &listing {
        let place = find(step, next);
        if place.is_none() && find(step, 0).is_some() {
            return Relation::Other;
        }
        next = place.map_or(next, |place| place + 1);
        places.push(place);
    }
    if !places.contains(&None) {
        return Relation::Part;
    }
    if !is_near(places.iter().flatten().count(), listing.len()) {
        return Relation::Other;
    }
    let mut after = 0;
    for (at, step) in listing.iter().enumerate() {
        if let Some(place) = places[at] {
            after = place + 1;
            continue;
        }
        let before = places[at..].iter().flatten().next().copied().unwrap_or(whole.len());
        if let Some(other) = whole[after..before].iter().find(|other| step.is_kind_of(other)) {
            return differs(step, Some(other));
        }
    }
    Relation::Other
}

/// How many steps of `listing` stand in `whole`, too.
fn shared(listing: &[Step], whole: &[Step], is_log: bool) -> usize {
    listing.iter().filter(|step| whole.iter().any(|other| step.is_like(other, is_log))).count()
}

/// Whether so many common steps make a listing of something else unlikely.
fn is_near(shared: usize, all: usize) -> bool {
    shared >= 2 && shared * 2 >= all
}

fn differs(step: &Step, other: Option<&Step>) -> Relation {
    Relation::Differs(step.line, other.map(Step::to_string))
}
