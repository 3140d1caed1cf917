//! Polls, and how people voted in them.

use chrono::{DateTime, Utc};
use entity::id::{BallotId, DiscussionId, MemberId, PollOptionId};
use entity::kind::PollMethod;
use entity::{poll, poll_ballot, poll_choice, poll_option, poll_voter};
use fastrand::Rng;

use super::chance::Ids;
use super::material::Poll;
use super::rows::Rows;

/// Holds a poll that began with its discussion and goes on.
pub fn hold(rng: &mut Rng, source: &Poll, id: DiscussionId, opened: DateTime<Utc>, voters: &[MemberId], rows: &mut Rows) {
    let ids = Ids::from(opened);
    let options: Vec<_> = source.options.iter().map(|text| (PollOptionId(ids.at(opened)), text)).collect();
    rows.polls.push(poll_row(source, id, opened));
    rows.poll_options.extend((0..).zip(&options).map(|(place, (option, text))| poll_option::Model {
        id: *option,
        discussion_id: id,
        place,
        text: (*text).clone(),
        starts_at: None,
    }));
    for member in voters {
        let ballot = BallotId(ids.at(opened));
        rows.poll_voters.push(poll_voter::Model { discussion_id: id, member_id: *member });
        rows.poll_ballots.push(poll_ballot::Model { id: ballot, discussion_id: id, member_id: Some(*member) });
        let mut chosen: Vec<_> = options.iter().map(|(option, _)| *option).collect();
        rng.shuffle(&mut chosen);
        chosen.truncate(if source.method == PollMethod::Ranked { chosen.len() } else { 1 });
        rows.poll_choices.extend((0..).zip(chosen).map(|(place, option_id)| poll_choice::Model {
            ballot_id: ballot,
            option_id,
            place,
            if_need_be: false,
        }));
    }
}

fn poll_row(source: &Poll, id: DiscussionId, opened: DateTime<Utc>) -> poll::Model {
    poll::Model {
        discussion_id: id,
        question: source.question.clone(),
        method: source.method,
        max_choices: i32::try_from(source.options.len()).unwrap_or(i32::MAX),
        closed_ballots: false,
        hidden_until_end: false,
        ends_at: None,
        outcome: None,
        outcome_at: None,
        version: 0,
        created_at: opened,
    }
}
