//! Why a member was found.

use std::collections::{HashMap, HashSet};

use super::types::{Match, MatchHow, MemberHit, PartOfScore, Reasons, ScorePart};
use crate::groups;
use crate::kernel::access::Member;
use crate::kernel::problem::Result;
use crate::members::{self, Found, Matched, MemberCard, Points, Search};
use crate::organisations;
use crate::vocabulary::{self, Named};

/// The members as the caller meets them, each with why.
pub async fn of(me: &Member, search: &Search, found: Vec<Found>) -> Result<Vec<MemberHit>> {
    let ids: Vec<_> = found.iter().map(|found| found.id).collect();
    let mut cards = members::cards(me, ids.iter().copied().chain([me.id()]).collect()).await?;
    let mut groups = groups::shared(me, ids.clone()).await?;
    let mut common = members::in_common(me, &ids).await?;
    let claimed = found.iter().flat_map(|found| &found.matched).map(|matched| matched.claim.competence_key.clone());
    let interests = common.values().flat_map(|common| common.interests.iter().cloned());
    let names = vocabulary::competences(me, search.competences.iter().cloned().chain(claimed).chain(interests).collect()).await?;
    let known = organisations::cards(me, common.values().flat_map(|common| common.organisations.iter().copied()).collect()).await?;
    let own = cards.get(&me.id()).and_then(place).map(ToOwned::to_owned);
    let hit = |Found { id, points, matched }: Found| {
        // Whoever is hidden by now is not there.
        let member = if id == me.id() { cards.get(&id).cloned() } else { cards.remove(&id) }?;
        let theirs = place(&member).filter(|_| id != me.id());
        let common = common.remove(&id).unwrap_or_default();
        let reasons = Reasons {
            score: parts(&points),
            unmet: unmet(search, &matched, &names),
            matched: matched.into_iter().filter_map(|matched| view(matched, &names)).collect(),
            shared_groups: groups.remove(&id).filter(|_| id != me.id()).unwrap_or_default(),
            shared_organisations: common.organisations.iter().filter_map(|id| known.get(id).cloned()).collect(),
            shared_interests: common.interests.iter().filter_map(|key| names.get(key).cloned()).collect(),
            same_municipality: theirs.is_some() && theirs == own.as_deref(),
            same_region: theirs.is_some() && theirs.and_then(region) == own.as_deref().and_then(region),
        };
        Some(MemberHit { member, score: points.sum(), reasons })
    };
    Ok(found.into_iter().filter_map(hit).collect())
}

fn place(card: &MemberCard) -> Option<&str> {
    card.municipality.as_ref().map(|place| place.code.as_str())
}

/// The first two digits of a municipality's code are the region's (Statistics Sweden).
fn region(code: &str) -> Option<&str> {
    code.get(..2)
}

fn parts(points: &Points) -> Vec<PartOfScore> {
    let Points { competences, needs, text, place, groups, organisations, interests } = *points;
    let parts = [
        (ScorePart::Competences, competences),
        (ScorePart::Needs, needs),
        (ScorePart::Words, text),
        (ScorePart::Place, place),
        (ScorePart::Groups, groups),
        (ScorePart::Organisations, organisations),
        (ScorePart::Interests, interests),
    ];
    parts.into_iter().filter(|(_, points)| *points > 0).map(|(part, points)| PartOfScore { part, points }).collect()
}

fn unmet(search: &Search, matched: &[Matched], names: &HashMap<String, Named>) -> Vec<Named> {
    let met: HashSet<_> = matched.iter().map(|matched| matched.asked.as_str()).collect();
    search.competences.iter().filter(|key| !met.contains(key.as_str())).filter_map(|key| names.get(key).cloned()).collect()
}

fn view(matched: Matched, names: &HashMap<String, Named>) -> Option<Match> {
    let Matched { claim, asked, points } = matched;
    let how = if asked == claim.competence_key { MatchHow::Exact } else { MatchHow::Narrower };
    let competence = names.get(&claim.competence_key)?.clone();
    Some(Match { competence, asked, how, level: claim.level, years: claim.years, last_used: claim.last_used, points })
}
