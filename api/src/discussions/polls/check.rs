//! What is wrong with a poll or a ballot, all of it at once.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use entity::id::PollOptionId;
use entity::kind::PollMethod;
use entity::{poll, poll_option};

use super::types::{Ballot, NewPoll};
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::problem::{INVALID, Result};

/// Refuses a poll that makes no sense.
pub fn poll(new: &NewPoll, now: DateTime<Utc>) -> Result<()> {
    let mut faults = Vec::new();
    if new.options.0.len() < 2 {
        faults.push(Fault::new("/options", Wrong::Count(2, 30)));
    }
    for (place, option) in new.options.0.iter().enumerate() {
        let wrong = match (new.method, option.starts_at) {
            (PollMethod::Date, None) => Wrong::Missing,
            (PollMethod::Single | PollMethod::Several | PollMethod::Ranked, Some(_)) => Wrong::Clash("/method"),
            _ => continue,
        };
        faults.push(Fault::new(format!("/options/{place}/startsAt"), wrong));
    }
    if new.max_choices.is_some() && new.method != PollMethod::Several {
        faults.push(Fault::new("/maxChoices", Wrong::Clash("/method")));
    }
    let hides = new.closed_ballots == Some(true) || new.hidden_until_end == Some(true);
    match new.ends_at {
        None if hides => faults.push(Fault::new("/endsAt", Wrong::Missing)),
        Some(end) if end.0 <= now => faults.push(Fault::new("/endsAt", Wrong::Clash("the present time"))),
        _ => {}
    }
    told(faults)
}

/// Refuses a ballot that does not fit its poll.
pub fn ballot(poll: &poll::Model, options: &[poll_option::Model], ballot: &Ballot) -> Result<()> {
    let mut faults = Vec::new();
    let max = usize::try_from(poll.max_choices).unwrap_or_default();
    if ballot.choices.0.len() > max {
        faults.push(Fault::new("/choices", Wrong::Count(0, max)));
    }
    if poll.method != PollMethod::Date && !ballot.if_need_be.0.is_empty() {
        faults.push(Fault::new("/ifNeedBe", Wrong::Clash("the poll's method")));
    }
    let known: HashSet<PollOptionId> = options.iter().map(|option| option.id).collect();
    let mut seen = HashSet::new();
    for (name, chosen) in [("choices", &ballot.choices), ("ifNeedBe", &ballot.if_need_be)] {
        for (place, option) in chosen.0.iter().enumerate() {
            let pointer = format!("/{name}/{place}");
            if !known.contains(option) {
                faults.push(Fault::unknown(pointer));
            } else if !seen.insert(*option) {
                faults.push(Fault::new(pointer, Wrong::Clash("another choice")));
            }
        }
    }
    match (poll.closed_ballots, ballot.receipt) {
        (true, None) => faults.push(Fault::new("/receipt", Wrong::Missing)),
        // Any other version would say when it was made, or by whom.
        (true, Some(receipt)) if receipt.0.get_version_num() != 4 => faults.push(Fault::new("/receipt", Wrong::Uuid)),
        (false, Some(_)) => faults.push(Fault::new("/receipt", Wrong::Clash("open ballots"))),
        _ => {}
    }
    told(faults)
}

fn told(faults: Vec<Fault>) -> Result<()> {
    if faults.is_empty() { Ok(()) } else { Err(INVALID.pointing_at(faults)) }
}
