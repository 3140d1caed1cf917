//! How an example goes from draft to published and on, and when it is whole and still right.

use chrono::{DateTime, TimeDelta, Utc};
use entity::example::Model;
use entity::kind::{ExampleKind, ExampleState};

use super::views::Parts;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::problem::Result;

use super::problems::{INCOMPLETE, NOT_NOW};

/// After how long an author is asked whether an example is still right.
pub const REVIEW_AFTER: TimeDelta = TimeDelta::days(365);
/// How long the author then has to answer before readers are told that it may be out of date.
const PATIENCE: TimeDelta = TimeDelta::days(30);

/// What can be done with an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Its author changes it.
    Edit,
    /// Its author says that it is still right.
    Confirm,
    /// Its author takes it to this state.
    Author(ExampleState),
    /// An editor takes it to this state.
    Editor(ExampleState),
}

/// Where a step leads. What anybody reads was read by an editor: so a change of what is published
/// goes back to review.
pub fn after(state: ExampleState, step: Step) -> Result<ExampleState> {
    use ExampleState::{Draft, Published, Submitted, Withdrawn};
    match (step, state) {
        (Step::Edit, Submitted | Published) | (Step::Author(Submitted), Draft | Withdrawn) => Ok(Submitted),
        (Step::Edit, Draft | Withdrawn) => Ok(state),
        (Step::Author(Draft), Submitted | Withdrawn) | (Step::Editor(Draft), Submitted) => Ok(Draft),
        (Step::Editor(Published), Submitted) | (Step::Confirm, Published) => Ok(Published),
        (Step::Author(Withdrawn) | Step::Editor(Withdrawn), Published) => Ok(Withdrawn),
        _ => Err(NOT_NOW.into()),
    }
}

/// Refuses to hand in what a reader could not use, and says all that is missing.
pub fn expect_whole(row: &Model, parts: &Parts) -> Result<()> {
    let told = matches!(row.kind, ExampleKind::Project | ExampleKind::Activity);
    let project = row.kind == ExampleKind::Project;
    let wanted = [
        ("/summary", true, row.summary.is_some()),
        ("/targetGroups", true, !parts.target_groups.is_empty()),
        ("/method", told, row.method.is_some()),
        ("/started", project, row.started.is_some()),
        ("/result", project, row.result.is_some()),
        ("/lessons", told, row.lessons.is_some()),
        ("/links", row.kind == ExampleKind::Inspiration, row.links != "[]"),
    ];
    let missing = wanted.into_iter().filter(|(_, needed, there)| *needed && !there);
    let faults: Vec<_> = missing.map(|(pointer, ..)| Fault::new(pointer, Wrong::Missing)).collect();
    if faults.is_empty() { Ok(()) } else { Err(INCOMPLETE.pointing_at(faults)) }
}

/// Whether its author has not said for too long that it is right.
pub fn may_be_outdated(confirmed_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    confirmed_at.is_some_and(|confirmed_at| confirmed_at + REVIEW_AFTER + PATIENCE <= now)
}
