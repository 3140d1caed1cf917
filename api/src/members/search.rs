//! Finding members by what they know and show, and saying why.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use chrono::Datelike;
use entity::competence_claim;
use entity::id::{GroupId, MemberId, OrganisationId};
use entity::kind::{Level, RoleType, TopicKind};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Iterable, QueryFilter};
use serde::{Deserialize, Serialize};

use super::index::{self, Filter, Hit, Index, Jobs, Scan, View};
use super::score::{self, Points};
use super::{order, policy};
use crate::kernel::access::Viewer;
use crate::kernel::page::Paging;
use crate::kernel::problem::{Problem, Result};
use crate::kernel::text::Text;
use crate::kernel::words::Words;
use crate::vocabulary::{self, MunicipalitySize};

/// What is looked for. Of each list any one is enough, and all lists that are not empty count.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Words of the name, the headline, the background and the text.
    pub q: Option<Text<1, 80>>,
    /// Whether those words are looked for in names alone.
    pub only_names: bool,
    /// Competences; a member with more of them stands higher.
    pub competences: Vec<String>,
    /// Those of them that were asked for by a synonym.
    pub by_synonym: HashSet<String>,
    /// The least level of a competence that counts.
    pub min_level: Option<Level>,
    /// Areas of which they show some competence.
    pub areas: Vec<String>,
    /// What they say of competences.
    pub topics: Vec<(TopicKind, Vec<String>)>,
    /// Codes of municipalities.
    pub municipalities: Vec<String>,
    /// Codes of regions.
    pub regions: Vec<String>,
    /// Size classes of municipalities.
    pub sizes: Vec<MunicipalitySize>,
    /// A position of the background, present or past.
    pub position: PositionSearch,
    /// Tags of languages that they speak.
    pub languages: Vec<String>,
    /// Groups that they are in: only such whose members the viewer may see.
    pub groups: Option<Vec<GroupId>>,
    /// A group that they are not in.
    pub outside: Option<GroupId>,
    /// Competences that they need, each with the level at which somebody can help.
    pub answers: Vec<(String, Level)>,
    /// Those who are not to be found.
    pub except: Vec<MemberId>,
    /// In which order they stand; the best first where something says who is better.
    pub sort: Option<Sort>,
}

/// What is looked for in one and the same position.
#[derive(Clone, Debug, Default)]
pub struct PositionSearch {
    /// Organisations.
    pub organisations: Vec<OrganisationId>,
    /// Sectors of organisations.
    pub sectors: Vec<String>,
    /// Kinds of part.
    pub role_types: Vec<RoleType>,
}

/// In which order members stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Most points first; of equals, who came first.
    Best,
    /// By name, as Swedish orders them.
    Name,
    /// Who came last first.
    Newest,
}

/// Where a page of members ended.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum After {
    /// With these points, and this member.
    Best(i64, MemberId),
    /// With this key of a name, and this member.
    Name(String, MemberId),
    /// With this member.
    Newest(MemberId),
}

/// Which of those who were found.
#[derive(Clone, Debug)]
pub struct Window {
    /// Those after this place.
    pub after: Option<After>,
    /// But for the first so many.
    pub skip: usize,
    /// So many.
    pub limit: usize,
}

impl Window {
    /// The first so many.
    #[must_use]
    pub const fn first(limit: usize) -> Self {
        Self { after: None, skip: 0, limit }
    }

    /// The page that was asked for.
    pub fn of(viewer: &Viewer, paging: &Paging) -> Result<Self> {
        let size = |number| usize::try_from(number).map_err(Problem::internal);
        Ok(Self { after: paging.after(viewer)?, skip: size(paging.before())?, limit: size(paging.limit)? })
    }
}

/// Members who were found, and whether and where there are more.
#[derive(Debug)]
pub struct Finding {
    /// Who, and why.
    pub found: Vec<Found>,
    /// Where the next begin, if there are any.
    pub next: Option<After>,
}

/// A member who was found, and why.
#[derive(Clone, Debug)]
pub struct Found {
    /// Who.
    pub id: MemberId,
    /// The points.
    pub points: Points,
    /// The competences that matched, most points first.
    pub matched: Vec<Matched>,
}

/// A competence that matched.
#[derive(Clone, Debug)]
pub struct Matched {
    /// The claim.
    pub claim: competence_claim::Model,
    /// The competence that was asked for.
    pub asked: String,
    /// Its part of the points.
    pub points: i64,
}

/// A competence that counts, and for how much.
#[derive(Clone, Debug)]
struct Wanted {
    /// The one that was asked for: the same, or one that it is part of.
    asked: String,
    /// Points for each level.
    weight: i64,
}

/// A search that is ready to be run.
pub struct Ready {
    pub index: Arc<Index>,
    pub view: View,
    pub filter: Filter,
    wanted: BTreeMap<String, Wanted>,
}

impl Ready {
    /// Brings the index up to date, asks what the viewer sees, and turns keys into numbers.
    pub async fn of(viewer: &Viewer, search: &Search) -> Result<Self> {
        let index = index::current(viewer).await?;
        let view = View::of(viewer, &index).await?;
        let wanted = wanted(viewer, &index, &search.competences).await?;
        let areas = vocabulary::competences_in(viewer, &search.areas).await?;
        let sizes = if search.sizes.is_empty() { HashMap::new() } else { vocabulary::sizes_of_municipalities(viewer).await? };
        let filter = filter(viewer, &index, search, &wanted, &areas, &sizes)?;
        Ok(Self { index, view, filter, wanted })
    }

    /// The search itself.
    pub fn scan(&self) -> Scan<'_> {
        Scan::new(&self.index, &self.view, &self.filter)
    }
}

pub async fn run(viewer: &Viewer, search: &Search, window: &Window) -> Result<Finding> {
    let ready = Ready::of(viewer, search).await?;
    let default = if search.q.is_some() || !search.competences.is_empty() || !search.answers.is_empty() { Sort::Best } else { Sort::Name };
    let (hits, more) = order::pick(viewer, &ready, search.sort.unwrap_or(default), window).await?;
    let last = if more { hits.last() } else { None };
    let next = match last {
        Some(last) => order::after(viewer, search.sort.unwrap_or(default), last).await?,
        None => None,
    };
    let mut matched = claims(viewer, &ready, search.min_level, hits.iter().map(|hit| hit.id).collect()).await?;
    let found = |Hit { id, points, .. }: Hit| Found { id, points, matched: matched.remove(&id).unwrap_or_default() };
    Ok(Finding { found: hits.into_iter().map(found).collect(), next })
}

/// Those with the most points, so many at most, and how many there are.
pub async fn top(viewer: &Viewer, search: &Search, most: usize) -> Result<(Vec<(MemberId, Points)>, usize)> {
    let (hits, count) = order::top(&Ready::of(viewer, search).await?, most);
    Ok((hits.into_iter().map(|hit| (hit.id, hit.points)).collect(), count))
}

/// What counts when these competences are asked for: they themselves, and for half what is part of them.
async fn wanted(viewer: &Viewer, index: &Index, asked: &[String]) -> Result<BTreeMap<String, Wanted>> {
    if asked.is_empty() {
        return Ok(BTreeMap::new());
    }
    let below = vocabulary::narrower(viewer, asked).await?;
    let rarity = |key: &str| score::rarity(index.findable, index.holders(key));
    let mut wanted: BTreeMap<_, _> = asked.iter().map(|key| (key.clone(), Wanted { asked: key.clone(), weight: rarity(key) })).collect();
    for (asked, narrower) in asked.iter().filter_map(|key| Some((key, below.get(key)?))) {
        let weight = rarity(asked) / 2;
        for key in narrower {
            let part = Wanted { asked: asked.clone(), weight };
            let known = wanted.entry(key.clone()).or_insert_with(|| part.clone());
            if known.asked != *key && known.weight < weight {
                *known = part;
            }
        }
    }
    Ok(wanted)
}

fn filter(
    viewer: &Viewer,
    index: &Index,
    search: &Search,
    wanted: &BTreeMap<String, Wanted>,
    areas: &HashSet<String>,
    sizes: &HashMap<String, MunicipalitySize>,
) -> Result<Filter> {
    let keys = &index.keys;
    let competences = |named: &[String]| set(keys.competences.all(), |key| named.contains(key));
    let weights = || keys.competences.all().iter().map(|key| wanted.get(key).map_or(0, |wanted| wanted.weight)).collect();
    let help: HashMap<_, _> = search.answers.iter().map(|(key, level)| (key, *level)).collect();
    let answer = |key: &String| help.get(key).map_or(0, |level| score::of_need(score::rarity(index.findable, index.holders(key)), *level));
    let in_region = |code: &String| code.get(..2).is_some_and(|region| search.regions.iter().any(|wanted| wanted == region));
    let of_size = |code: &String| sizes.get(code).is_some_and(|size| search.sizes.contains(size));
    let place = |code: &String| {
        (search.municipalities.is_empty() || search.municipalities.contains(code))
            && (search.regions.is_empty() || in_region(code))
            && (search.sizes.is_empty() || of_size(code))
    };
    let placed = !(search.municipalities.is_empty() && search.regions.is_empty() && search.sizes.is_empty());
    let topics = search.topics.iter().filter(|(_, named)| !named.is_empty());
    Ok(Filter {
        words: search.q.as_ref().map(|q| Words::of(q.as_str()).each().collect()),
        only_names: search.only_names,
        places: placed.then(|| set(keys.places.all(), place)),
        areas: (!search.areas.is_empty()).then(|| set(keys.competences.all(), |key| areas.contains(key))),
        topics: topics.map(|(kind, named)| (*kind, competences(named))).collect(),
        jobs: jobs(index, &search.position),
        languages: (!search.languages.is_empty()).then(|| set(keys.languages.all(), |tag| search.languages.iter().any(|asked| speaks(tag, asked)))),
        groups: search.groups.as_ref().map(|groups| groups.iter().filter_map(|id| keys.groups.get(id)).collect()),
        except_group: search.outside.and_then(|id| keys.groups.get(&id)),
        except: search.except.iter().copied().collect(),
        wanted: (!search.competences.is_empty()).then(weights),
        min_level: search.min_level.map_or(0, score::level),
        answers: (!search.answers.is_empty()).then(|| keys.competences.all().iter().map(answer).collect()),
        year: i16::try_from(viewer.now().year()).map_err(Problem::internal)?,
    })
}

/// Which of these names are meant, by their numbers.
fn set<T>(names: &[T], is_meant: impl FnMut(&T) -> bool) -> Vec<bool> {
    names.iter().map(is_meant).collect()
}

/// `en-GB` is English, too.
fn speaks(tag: &str, asked: &str) -> bool {
    tag.strip_prefix(asked).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

fn jobs(index: &Index, PositionSearch { organisations, sectors, role_types }: &PositionSearch) -> Option<Jobs> {
    let of_sector = |id: &OrganisationId| index.register.get(*id).is_some_and(|known| sectors.iter().any(|sector| sector == known.sector()));
    let meant = |id: &OrganisationId| (organisations.is_empty() || organisations.contains(id)) && (sectors.is_empty() || of_sector(id));
    let employed = !organisations.is_empty() || !sectors.is_empty();
    let roles = [false].into_iter().chain(RoleType::iter().map(|role| role_types.contains(&role)));
    (employed || !role_types.is_empty()).then(|| Jobs {
        organisations: employed.then(|| set(index.keys.organisations.all(), meant)),
        roles: (!role_types.is_empty()).then(|| roles.collect()),
    })
}

/// Why: the claims that counted, of the members on the page, as the database shows them to the viewer.
async fn claims(viewer: &Viewer, ready: &Ready, min_level: Option<Level>, ids: Vec<MemberId>) -> Result<HashMap<MemberId, Vec<Matched>>> {
    use competence_claim::Column;
    if ready.wanted.is_empty() || ids.is_empty() {
        return Ok(HashMap::new());
    }
    let counting = Condition::all()
        .add(Column::MemberId.is_in(ids))
        .add(Column::CompetenceKey.is_in(ready.wanted.keys().cloned()))
        .add(policy::names_one_of(Column::MemberId, policy::part_visible_to(viewer.actor(), entity::member::Column::CompetenceAudience)))
        .add_option(min_level.map(|level| Column::Level.gte(level)));
    let mut matched: HashMap<_, Vec<Matched>> = HashMap::new();
    for claim in competence_claim::Entity::find().filter(counting).all(viewer.conn()).await? {
        let Some(Wanted { asked, weight }) = ready.wanted.get(&claim.competence_key) else { continue };
        let points = score::of_claim(*weight, score::level(claim.level), claim.last_used, ready.filter.year);
        matched.entry(claim.member_id).or_default().push(Matched { claim, asked: asked.clone(), points });
    }
    for claims in matched.values_mut() {
        claims.sort_by(|a, b| b.points.cmp(&a.points).then_with(|| a.claim.competence_key.cmp(&b.claim.competence_key)));
    }
    Ok(matched)
}
