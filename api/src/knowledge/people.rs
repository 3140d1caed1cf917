//! From a support model to the people who know about it.

use super::types::{CompetenceCount, DealingGroup, Knower, Known, PeopleFilter, PeopleLinks, PeopleView};
use crate::kernel::access::Viewer;
use crate::kernel::http::unknown;
use crate::kernel::page::{Link, Listing, Page, Paging};
use crate::kernel::problem::Result;
use crate::members::{Finding, Found, Search, Window};
use crate::{discussions, groups, members, support_models, vocabulary};

/// The fewest members whose number is told to anybody.
const FEWEST: i64 = 5;
/// Groups and discussions that are shown at most.
const SHOWN: u64 = 10;

pub async fn find(viewer: &Viewer, model: &str, list: &Listing<PeopleFilter>) -> Result<PeopleView> {
    let block = list.filter.block.as_ref().map(crate::kernel::text::Text::as_str);
    let (title, subject) = support_models::subject(viewer, model, block).await?.ok_or_else(|| unknown("?block"))?;
    let names = vocabulary::competences(viewer, subject.competences.clone()).await?;
    let themes = vocabulary::themes(viewer, subject.themes.clone()).await?;
    let counts = members::open_counts(viewer, subject.competences.clone()).await?;
    let counted = |key: &String| {
        let member_count = counts.get(key).copied().filter(|count| *count >= FEWEST);
        Some(CompetenceCount { competence: names.get(key)?.clone(), member_count })
    };
    let competences: Vec<_> = subject.competences.iter().filter_map(counted).collect();
    let called: Vec<_> = competences.iter().map(|one| one.competence.name.clone()).chain([title]).collect();
    Ok(PeopleView {
        groups: groups::naming(viewer, &called, SHOWN).await?.into_iter().map(|(group, names)| DealingGroup { group, names }).collect(),
        discussions: discussions::dealing_with(viewer, model, block, SHOWN).await?,
        members: match viewer.actor() {
            Some(_) => Some(knowers(viewer, subject.competences, &list.paging).await?.into()),
            None => None,
        },
        themes: subject.themes.iter().filter_map(|key| themes.get(key).cloned()).collect(),
        competences,
        links: PeopleLinks {
            register: viewer.actor().is_none().then(|| Link { method: "POST", ..Link::get("register", viewer.url("/registrations")) }),
        },
    })
}

/// Members who claim one of the competences where the viewer sees it, the best first.
async fn knowers(viewer: &Viewer, competences: Vec<String>, paging: &Paging) -> Result<Page<Knower>> {
    if competences.is_empty() {
        return Ok(paging.page(viewer, Vec::new(), false));
    }
    let search = Search { competences, except: viewer.actor().map(|actor| actor.id).into_iter().collect(), ..Search::default() };
    let Finding { found, next } = members::search(viewer, &search, &Window::of(viewer, paging)?).await?;
    let ids: Vec<_> = found.iter().map(|found| found.id).collect();
    let mut cards = members::cards(viewer, ids.clone()).await?;
    let mut shared = groups::shared(viewer, ids).await?;
    let claimed = found.iter().flat_map(|found| &found.matched).map(|matched| matched.claim.competence_key.clone());
    let names = vocabulary::competences(viewer, claimed.collect()).await?;
    let knower = |Found { id, matched, .. }: Found| {
        let known = matched.into_iter().filter_map(|matched| {
            let competence = names.get(&matched.claim.competence_key)?.clone();
            Some(Known { competence, asked: matched.asked, level: matched.claim.level })
        });
        Some(Knower { member: cards.remove(&id)?, knows: known.collect(), shared_groups: shared.remove(&id).unwrap_or_default() })
    };
    paging.page_until(viewer, found.into_iter().filter_map(knower).collect(), next)
}
