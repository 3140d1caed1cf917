//! Puts together who was found with why. It has no tables of its own.

use std::collections::HashSet;

use super::types::{Match, MemberFilter, MemberHit, Reasons};
use crate::groups;
use crate::kernel::access::Member;
use crate::kernel::page::{Listing, Paging};
use crate::kernel::problem::Result;
use crate::kernel::text::{Code, Slug};
use crate::members::{self, Found, Search};
use crate::vocabulary;

pub async fn find(me: &Member, list: &Listing<MemberFilter>) -> Result<(Vec<MemberHit>, bool)> {
    let MemberFilter { q, competence, min_level, municipality, region, organisation } = list.filter.clone();
    let mut asked = HashSet::new();
    let search = Search {
        q,
        competences: competence.0.into_iter().map(Slug::into_string).filter(|key| asked.insert(key.clone())).collect(),
        min_level,
        municipality: municipality.map(Code::into_string),
        region: region.map(Code::into_string),
        organisation,
        except: None,
    };
    hits(me, &search, &list.paging).await
}

/// Nobody is like somebody who claims nothing.
pub async fn alike(me: &Member, paging: &Paging) -> Result<(Vec<MemberHit>, bool)> {
    let competences = members::own_competences(me, me.id()).await?;
    if competences.is_empty() {
        return Ok((Vec::new(), false));
    }
    hits(me, &Search { competences, except: Some(me.id()), ..Search::default() }, paging).await
}

async fn hits(me: &Member, search: &Search, paging: &Paging) -> Result<(Vec<MemberHit>, bool)> {
    let (found, more) = members::search(me, search, paging).await?;
    let ids: Vec<_> = found.iter().map(|found| found.id).chain([me.id()]).collect();
    let mut cards = members::cards(me, ids.clone()).await?;
    let mut shared = groups::shared(me, ids).await?;
    let names = vocabulary::competences(me, search.competences.clone()).await?;
    let own_place = cards.get(&me.id()).and_then(|card| card.municipality.as_ref()).map(|place| place.code.clone());
    let mut hit = |Found { id, score, matched }: Found| {
        let member = cards.remove(&id)?;
        let has: HashSet<_> = matched.iter().map(|matched| matched.claim.competence_key.clone()).collect();
        let matched = matched.into_iter().filter_map(|matched| {
            let competence = names.get(&matched.claim.competence_key)?.clone();
            let claim = matched.claim;
            Some(Match { competence, level: claim.level, years: claim.years, last_used: claim.last_used, points: matched.points })
        });
        let unmet = search.competences.iter().filter(|key| !has.contains(*key)).filter_map(|key| names.get(key).cloned());
        let same_municipality = id != me.id() && own_place.is_some() && member.municipality.as_ref().map(|place| &place.code) == own_place.as_ref();
        let shared_groups = shared.remove(&id).filter(|_| id != me.id()).unwrap_or_default();
        let reasons = Reasons { matched: matched.collect(), unmet: unmet.collect(), shared_groups, same_municipality };
        Some(MemberHit { member, score, reasons })
    };
    Ok((found.into_iter().filter_map(&mut hit).collect(), more))
}
