//! Counting. It knows of numbers only: an option is its place among the options.

use entity::kind::PollMethod;

/// What stands on a ballot: options in the order of preference, and whether each is only for need.
pub type Cast = Vec<(usize, bool)>;

/// What ballots come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Ballots that choose something.
    pub base: u32,
    /// Ballots that choose nothing.
    pub blank: u32,
    /// Votes for each option, and those for whom it would do if need be.
    pub options: Vec<(u32, u32)>,
    /// The rounds of an instant run-off.
    pub rounds: Vec<Round>,
    /// What leads: several are a tie.
    pub leading: Vec<usize>,
}

/// A round of an instant run-off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Votes for each option that is left.
    pub votes: Vec<(usize, u32)>,
    /// Ballots that name none of them.
    pub exhausted: u32,
    /// The option that leaves.
    pub eliminated: Option<usize>,
}

/// Counts ballots for so many options.
pub fn tally(method: PollMethod, options: usize, ballots: &[Cast]) -> Tally {
    let (chosen, blank): (Vec<_>, Vec<_>) = ballots.iter().partition(|ballot| !ballot.is_empty());
    let counted = |place: usize, if_need_be: bool| {
        let counts = |ballot: &&&Cast| match method {
            PollMethod::Ranked => !if_need_be && ballot.first() == Some(&(place, false)),
            _ => ballot.contains(&(place, if_need_be)),
        };
        number(chosen.iter().filter(counts).count())
    };
    let votes: Vec<_> = (0..options).map(|place| (counted(place, false), counted(place, true))).collect();
    let (rounds, leading) = match method {
        PollMethod::Ranked => run_off(options, &chosen),
        // A date that suits as many is better if it would do for more.
        _ => (Vec::new(), greatest(votes.iter().map(|(votes, if_need_be)| (*votes, *if_need_be)).enumerate())),
    };
    Tally { base: number(chosen.len()), blank: number(blank.len()), options: votes, rounds, leading }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The places that have most, unless nobody has anything.
fn greatest(counted: impl Iterator<Item = (usize, (u32, u32))> + Clone) -> Vec<usize> {
    let most = counted.clone().map(|(_, count)| count).max().unwrap_or_default();
    counted.filter(|(_, count)| *count == most && *count != (0, 0)).map(|(place, _)| place).collect()
}

/// Instant run-off ("preferential voting", Robert's Rules of Order Newly Revised, 12th edition, 45:62):
/// each ballot counts for the first of its options that is left; unless one has more than half of those
/// votes, the one with fewest leaves. Of several with fewest, the one leaves that had fewer in the last
/// round that tells them apart, and otherwise the one that stands last among the options. If all that
/// are left have as many, it is a tie.
fn run_off(options: usize, ballots: &[&Cast]) -> (Vec<Round>, Vec<usize>) {
    let mut left: Vec<_> = (0..options).collect();
    let mut rounds: Vec<Round> = Vec::new();
    loop {
        let first = |ballot: &&Cast| ballot.iter().map(|(place, _)| *place).find(|place| left.contains(place));
        let standing: Vec<_> = ballots.iter().filter_map(first).collect();
        let votes: Vec<_> = left.iter().map(|place| (*place, number(standing.iter().filter(|one| *one == place).count()))).collect();
        let exhausted = number(ballots.len() - standing.len());
        let total = number(standing.len());
        let most = votes.iter().map(|(_, votes)| *votes).max().unwrap_or_default();
        let fewest = votes.iter().map(|(_, votes)| *votes).min().unwrap_or_default();
        if most * 2 > total || most == fewest {
            let leading = votes.iter().filter(|(_, votes)| *votes == most && most > 0).map(|(place, _)| *place).collect();
            rounds.push(Round { votes, exhausted, eliminated: None });
            return (rounds, leading);
        }
        let earlier = |place: usize| rounds.iter().rev().map(move |round: &Round| votes_of(round, place)).collect::<Vec<_>>();
        let weakest = votes.iter().filter(|(_, votes)| *votes == fewest).map(|(place, _)| *place);
        let eliminated = weakest.min_by_key(|place| (earlier(*place), std::cmp::Reverse(*place)));
        left.retain(|place| Some(*place) != eliminated);
        rounds.push(Round { votes, exhausted, eliminated });
    }
}

fn votes_of(round: &Round, place: usize) -> u32 {
    round.votes.iter().find(|(one, _)| *one == place).map_or(0, |(_, votes)| *votes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ballots(groups: &[(usize, &[usize])]) -> Vec<Cast> {
        let of = |(times, order): &(usize, &[usize])| vec![order.iter().map(|place| (*place, false)).collect::<Cast>(); *times];
        groups.iter().flat_map(of).collect()
    }

    #[test]
    fn most_votes_lead_and_a_tie_is_told() {
        let counted = tally(PollMethod::Single, 3, &ballots(&[(2, &[0]), (2, &[2]), (1, &[1]), (1, &[])]));
        assert_eq!((counted.base, counted.blank, counted.leading), (5, 1, vec![0, 2]));
        assert_eq!(tally(PollMethod::Several, 2, &ballots(&[(1, &[0, 1]), (1, &[1])])).leading, [1]);
        assert_eq!(tally(PollMethod::Single, 2, &[]).leading, Vec::<usize>::new());
        let dates = [vec![(0, false), (1, true)], vec![(1, false), (0, true)], vec![(0, false), (1, false)], vec![(1, true)]];
        assert_eq!(tally(PollMethod::Date, 2, &dates).leading, [1], "both suit two; the second would do for more");
    }

    /// The election of Tennessee's capital, the textbook example: Memphis, Nashville, Chattanooga, Knoxville.
    #[test]
    fn the_textbook_run_off_ends_as_the_textbook_says() {
        let counted = tally(PollMethod::Ranked, 4, &ballots(&[(42, &[0, 1, 2, 3]), (26, &[1, 2, 3, 0]), (15, &[2, 3, 1, 0]), (17, &[3, 2, 1, 0])]));
        assert_eq!(counted.leading, [3]);
        assert_eq!(counted.rounds.iter().map(|round| round.eliminated).collect::<Vec<_>>(), [Some(2), Some(1), None]);
        assert_eq!(counted.rounds.last().map(|round| round.votes.clone()), Some(vec![(0, 42), (3, 58)]));
    }

    #[test]
    fn ballots_run_out_and_ties_are_settled_by_earlier_rounds() {
        let counted = tally(PollMethod::Ranked, 3, &ballots(&[(4, &[0]), (3, &[1]), (2, &[2])]));
        assert_eq!((counted.rounds.last().map(|round| round.exhausted), counted.leading), (Some(2), vec![0]));
        let even = tally(PollMethod::Ranked, 2, &ballots(&[(3, &[0]), (3, &[1])]));
        assert_eq!((even.leading, even.rounds.len()), (vec![0, 1], 1));
        // Fewest in the second round are 1 and 2 with four each; 2 had fewer in the first.
        let earlier = tally(PollMethod::Ranked, 4, &ballots(&[(5, &[0]), (4, &[1]), (3, &[2]), (1, &[3, 2])]));
        assert_eq!(earlier.rounds.get(1).and_then(|round| round.eliminated), Some(2));
    }
}
