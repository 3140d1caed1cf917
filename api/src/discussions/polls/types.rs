//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::id::{BallotId, DiscussionId, PollOptionId};
use entity::kind::PollMethod;
use entity::{poll, poll_option};
use serde::Serialize;
use utoipa::ToSchema;

use super::count::{Round, Tally};
use crate::kernel::fault::Faults;
use crate::kernel::http::Versioned;
use crate::kernel::moment::Moment;
use crate::kernel::patch::Patch;
use crate::kernel::text::{List, LongText, Text, Whole};
use crate::members::MemberCard;

/// Something that one can vote for
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewPollOption {
    /// What it says
    pub text: Text<1, 200>,
    /// When it would be; where a date is looked for, and there only
    #[deserr(default)]
    pub starts_at: Option<Moment>,
}

/// What it takes to ask for votes
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewPoll {
    /// What is asked
    pub question: Text<3, 300>,
    /// How one votes, and how it is counted
    pub method: PollMethod,
    /// What one can vote for, 2 to 30
    pub options: List<NewPollOption, 30>,
    /// How many options one may choose at most, where one may choose several; all, unless said otherwise
    #[deserr(default)]
    pub max_choices: Option<Whole<1, 30>>,
    /// Whether nobody is told who voted what, nor the result before the end; it needs an end
    #[deserr(default)]
    pub closed_ballots: Option<bool>,
    /// Whether nobody is told the result before the end; it needs an end
    #[deserr(default)]
    pub hidden_until_end: Option<bool>,
    /// When it ends
    #[deserr(default)]
    pub ends_at: Option<Moment>,
}

/// What changes about a poll
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct PollChange {
    /// Ends it now; it does not begin again
    #[deserr(default)]
    pub ended: Patch<bool>,
    /// What came of it (CommonMark), once it has ended; `null` clears it
    #[deserr(default)]
    pub outcome: Patch<Option<LongText<1, 4000>>>,
}

/// A vote
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct Ballot {
    /// The options that one votes for, the first choice first; none is a blank vote
    pub choices: List<PollOptionId, 30>,
    /// The options that would do if need be, where a date is looked for
    #[deserr(default)]
    #[schema(required = false)]
    pub if_need_be: List<PollOptionId, 30>,
    /// Where ballots are closed: a random UUID (version 4) that the voter makes, keeps, and sends again to
    /// change the vote. Nobody else knows which ballot is whose
    #[deserr(default)]
    pub receipt: Option<BallotId>,
}

/// A vote that was cast
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BallotView {
    /// Who cast it; null if the caller may not know of the member, and of a closed ballot
    pub member: Option<MemberCard>,
    /// The options voted for, the first choice first
    #[schema(max_items = 30)]
    pub choices: Vec<PollOptionId>,
    /// The options that would do if need be
    #[schema(max_items = 30)]
    pub if_need_be: Vec<PollOptionId>,
}

/// Something that one can vote for
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PollOptionView {
    /// The option
    pub id: PollOptionId,
    /// What it says
    #[schema(max_length = 200, examples("Vi möts i Umeå"))]
    pub text: String,
    /// When it would be, where a date is looked for
    pub starts_at: Option<DateTime<Utc>>,
}

impl From<poll_option::Model> for PollOptionView {
    fn from(row: poll_option::Model) -> Self {
        Self { id: row.id, text: row.text, starts_at: row.starts_at }
    }
}

/// How shares are rounded
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub enum Rounding {
    /// To one decimal, halves up; shares need not add up to 100
    #[serde(rename = "one-decimal-half-up")]
    OneDecimalHalfUp,
}

/// Votes for an option
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OptionResult {
    /// The option
    pub option: PollOptionId,
    /// Votes for it; where options are ranked, first choices
    #[schema(minimum = 0, examples(7))]
    pub votes: u32,
    /// Those for whom it would do if need be
    #[schema(minimum = 0, examples(2))]
    pub if_need_be: u32,
    /// Its votes in percent of the base
    #[schema(minimum = 0, maximum = 100, examples(58.3))]
    pub percent: f64,
}

/// A round of an instant run-off
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoundResult {
    /// Votes in this round for each option that is left, in the order of the options
    #[schema(max_items = 30)]
    pub votes: Vec<u32>,
    /// The options that are left, in the same order
    #[schema(max_items = 30)]
    pub options: Vec<PollOptionId>,
    /// Ballots that name none of them any more
    #[schema(minimum = 0, examples(1))]
    pub exhausted: u32,
    /// The option that leaves after this round
    pub eliminated: Option<PollOptionId>,
}

/// What was voted so far, or in the end
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PollResult {
    /// The base of the shares: ballots that choose something
    #[schema(minimum = 0, examples(12))]
    pub base: u32,
    /// Blank ballots, which are not part of the base
    #[schema(minimum = 0, examples(1))]
    pub blank: u32,
    /// How shares are rounded
    pub rounding: Rounding,
    /// What each option got, in the order of the options
    #[schema(max_items = 30)]
    pub options: Vec<OptionResult>,
    /// The rounds of an instant run-off
    #[schema(max_items = 30)]
    pub rounds: Vec<RoundResult>,
    /// What leads, or has won; several that nothing tells apart are a tie
    #[schema(max_items = 30)]
    pub leading: Vec<PollOptionId>,
}

impl PollResult {
    pub(super) fn of(tally: Tally, options: &[PollOptionView]) -> Self {
        let id = |place: usize| options.get(place).map(|option| option.id);
        let ids = |places: Vec<usize>| places.into_iter().filter_map(id).collect::<Vec<_>>();
        let base = tally.base;
        let of = |(option, (votes, if_need_be)): (&PollOptionView, (u32, u32))| OptionResult {
            option: option.id,
            votes,
            if_need_be,
            percent: percent(votes, base),
        };
        let round = |Round { votes, exhausted, eliminated }: Round| RoundResult {
            options: ids(votes.iter().map(|(place, _)| *place).collect()),
            votes: votes.into_iter().map(|(_, votes)| votes).collect(),
            exhausted,
            eliminated: eliminated.and_then(id),
        };
        Self {
            base,
            blank: tally.blank,
            rounding: Rounding::OneDecimalHalfUp,
            options: options.iter().zip(tally.options).map(of).collect(),
            rounds: tally.rounds.into_iter().map(round).collect(),
            leading: ids(tally.leading),
        }
    }
}

/// A share in percent, to one decimal, halves up.
fn percent(votes: u32, base: u32) -> f64 {
    let tenths = (u64::from(votes) * 2000 + u64::from(base)).checked_div(u64::from(base) * 2).unwrap_or_default();
    f64::from(u32::try_from(tenths).unwrap_or_default()) / 10.0
}

/// A poll in a discussion
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PollView {
    /// The discussion that it stands in
    pub discussion: DiscussionId,
    /// What is asked
    #[schema(max_length = 300, examples("Var möts vi i vår?"))]
    pub question: String,
    /// How one votes, and how it is counted
    pub method: PollMethod,
    /// What one can vote for
    #[schema(max_items = 30)]
    pub options: Vec<PollOptionView>,
    /// How many options one may choose
    #[schema(minimum = 1, maximum = 30, examples(1))]
    pub max_choices: i32,
    /// Whether nobody is told who voted what
    pub closed_ballots: bool,
    /// Whether nobody is told the result before the end
    pub hidden_until_end: bool,
    /// When it ends, or ended
    pub ends_at: Option<DateTime<Utc>>,
    /// Whether it has ended
    pub ended: bool,
    /// Whether the caller has voted; null without an account
    pub voted: Option<bool>,
    /// The caller's open ballot
    pub own_ballot: Option<BallotView>,
    /// What was voted; null for as long as it is hidden
    pub result: Option<PollResult>,
    /// What came of it (CommonMark)
    #[schema(max_length = 4000, examples("Vi möts i Umeå den 14 april."))]
    pub outcome: Option<String>,
    /// The same as HTML that is safe to show
    #[schema(max_length = 400_000, examples("<p>Vi möts i Umeå den 14 april.</p>"))]
    pub outcome_html: Option<String>,
    /// When that was written down
    pub outcome_at: Option<DateTime<Utc>>,
    /// When it began
    pub created_at: DateTime<Utc>,
    /// Counts the changes; also the entity tag
    #[schema(minimum = 0, examples(0))]
    pub version: i32,
}

/// What stands around a poll.
#[derive(Debug, Default)]
pub struct Count {
    pub voted: Option<bool>,
    pub own_ballot: Option<BallotView>,
    pub result: Option<PollResult>,
}

impl PollView {
    pub(super) fn of(row: poll::Model, options: Vec<PollOptionView>, count: Count, now: DateTime<Utc>) -> Self {
        let ended = row.ends_at.is_some_and(|end| end <= now);
        let Count { voted, own_ballot, result } = count;
        let poll::Model { discussion_id: discussion, question, method, max_choices, closed_ballots, hidden_until_end, .. } = row;
        let poll::Model { ends_at, outcome, outcome_at, created_at, version, .. } = row;
        let outcome_html = outcome.as_ref().map(|outcome| crate::kernel::markdown::to_html(outcome, &discussion));
        Self {
            discussion,
            question,
            method,
            options,
            max_choices,
            closed_ballots,
            hidden_until_end,
            ends_at,
            ended,
            voted,
            own_ballot,
            result,
            outcome,
            outcome_html,
            outcome_at,
            created_at,
            version,
        }
    }
}

impl Versioned for PollView {
    fn version(&self) -> i32 {
        self.version
    }
}
