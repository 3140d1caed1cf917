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
    let own = cards.get(&me.id()).map(Place::of).unwrap_or_default();
    let hit = |Found { id, points, matched }: Found| {
        // Whoever is hidden by now is not there.
        let member = if id == me.id() { cards.get(&id).cloned() } else { cards.remove(&id) }?;
        let theirs = if id == me.id() { Place::default() } else { Place::of(&member) };
        let common = common.remove(&id).unwrap_or_default();
        let reasons = Reasons {
            score: parts(&points),
            unmet: unmet(search, &matched, &names),
            matched: matched.into_iter().filter_map(|matched| view(matched, search, &names)).collect(),
            shared_groups: groups.remove(&id).filter(|_| id != me.id()).unwrap_or_default(),
            shared_organisations: common.organisations.iter().filter_map(|id| known.get(id).cloned()).collect(),
            shared_interests: common.interests.iter().filter_map(|key| names.get(key).cloned()).collect(),
            same_municipality: theirs.municipality.is_some() && theirs.municipality == own.municipality,
            same_region: theirs.region.is_some() && theirs.region == own.region,
        };
        Some(MemberHit { member, score: points.sum(), reasons })
    };
    Ok(found.into_iter().filter_map(hit).collect())
}

/// Where somebody works, by codes.
#[derive(Default)]
struct Place {
    municipality: Option<String>,
    region: Option<String>,
}

impl Place {
    /// The first two digits of a municipality's code are the region's (Statistics Sweden).
    fn of(card: &MemberCard) -> Self {
        let municipality = card.municipality.as_ref().map(|place| place.code.clone());
        let around = municipality.as_deref().and_then(|code| code.get(..2)).map(ToOwned::to_owned);
        Self { region: around.or_else(|| card.region.as_ref().map(|region| region.code.clone())), municipality }
    }
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

fn view(matched: Matched, search: &Search, names: &HashMap<String, Named>) -> Option<Match> {
    let Matched { claim, asked, points } = matched;
    let how = match () {
        () if asked != claim.competence_key => MatchHow::Narrower,
        () if search.by_synonym.contains(&asked) => MatchHow::Synonym,
        () => MatchHow::Exact,
    };
    let competence = names.get(&claim.competence_key)?.clone();
    Some(Match { competence, asked, how, level: claim.level, years: claim.years, last_used: claim.last_used, points })
}
