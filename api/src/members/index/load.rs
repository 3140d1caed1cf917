//! Reads members as the index keeps them.

use std::collections::BTreeMap;

use entity::id::{GroupId, MemberId, OrganisationId};
use entity::kind::{Audience, Level, MembershipState, RoleType, TopicKind};
use entity::{competence_claim, group_membership, member, member_language, position, topic};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};

use super::texts::Written;
use super::view::{self, Part};
use crate::kernel::access::System;
use crate::kernel::problem::Result;

/// A member, with everything that they can be found by.
#[derive(Debug)]
pub struct Doc {
    pub id: MemberId,
    pub sort_key: String,
    pub mask: u16,
    /// Code of the municipality, or of the region where there is only that.
    pub place: Option<String>,
    pub claims: Vec<(String, Level, Option<i16>)>,
    pub jobs: Vec<(Option<OrganisationId>, Option<RoleType>)>,
    pub topics: Vec<(TopicKind, String)>,
    pub groups: Vec<GroupId>,
    pub languages: Vec<String>,
    pub texts: Written,
}

/// Which members are read.
#[derive(Clone, Copy)]
pub enum Which<'a> {
    /// Those from one id to another.
    Between(MemberId, MemberId),
    /// These.
    These(&'a [MemberId]),
}

impl Which<'_> {
    fn named_by(self, column: impl ColumnTrait) -> Condition {
        match self {
            Self::Between(first, last) => Condition::all().add(column.gte(first)).add(column.lte(last)),
            Self::These(ids) => Condition::all().add(column.is_in(ids.iter().copied())),
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: MemberId,
    sort_key: String,
    name: String,
    headline: Option<String>,
    about: Option<String>,
    municipality_code: Option<String>,
    region_code: Option<String>,
    about_audience: Audience,
    place_audience: Audience,
    background_audience: Audience,
    competence_audience: Audience,
    interest_audience: Audience,
    offer_audience: Audience,
    need_audience: Audience,
    language_audience: Audience,
    protected: bool,
    suspended: bool,
}

impl Row {
    fn mask(&self) -> u16 {
        let audiences = [
            (Part::About, self.about_audience),
            (Part::Place, self.place_audience),
            (Part::Background, self.background_audience),
            (Part::Competences, self.competence_audience),
            (Part::Interests, self.interest_audience),
            (Part::Offers, self.offer_audience),
            (Part::Needs, self.need_audience),
            (Part::Languages, self.language_audience),
        ];
        if self.protected || self.suspended { 0 } else { view::shown_to_all(&audiences) }
    }
}

impl From<Row> for Doc {
    fn from(row: Row) -> Self {
        Self {
            mask: row.mask(),
            id: row.id,
            sort_key: row.sort_key,
            place: row.municipality_code.or(row.region_code),
            texts: [row.name, row.headline.unwrap_or_default(), String::new(), row.about.unwrap_or_default()],
            claims: Vec::new(),
            jobs: Vec::new(),
            topics: Vec::new(),
            groups: Vec::new(),
            languages: Vec::new(),
        }
    }
}

/// These members, by id; those who are gone are not there.
pub async fn docs(system: &System, which: Which<'_>) -> Result<BTreeMap<MemberId, Doc>> {
    use member::Column;
    let rows = member::Entity::find().select_only().columns([
        Column::Id,
        Column::SortKey,
        Column::Name,
        Column::Headline,
        Column::About,
        Column::MunicipalityCode,
        Column::RegionCode,
        Column::AboutAudience,
        Column::PlaceAudience,
        Column::BackgroundAudience,
        Column::CompetenceAudience,
        Column::InterestAudience,
        Column::OfferAudience,
        Column::NeedAudience,
        Column::LanguageAudience,
        Column::Protected,
        Column::Suspended,
    ]);
    let rows: Vec<Row> = rows.filter(which.named_by(Column::Id)).into_model().all(system.conn()).await?;
    let mut docs: BTreeMap<_, _> = rows.into_iter().map(|row| (row.id, Doc::from(row))).collect();
    add_claims(system, which, &mut docs).await?;
    add_jobs(system, which, &mut docs).await?;
    add_topics(system, which, &mut docs).await?;
    add_groups(system, which, &mut docs).await?;
    add_languages(system, which, &mut docs).await?;
    Ok(docs)
}

async fn add_claims(system: &System, which: Which<'_>, docs: &mut BTreeMap<MemberId, Doc>) -> Result<()> {
    use competence_claim::{Column, Entity};
    let columns = [Column::MemberId, Column::CompetenceKey, Column::Level, Column::LastUsed];
    let claims = Entity::find().select_only().columns(columns).filter(which.named_by(Column::MemberId));
    let claims: Vec<(MemberId, String, Level, Option<i16>)> = claims.into_tuple().all(system.conn()).await?;
    for (id, key, level, last_used) in claims {
        docs.entry(id).and_modify(|doc| doc.claims.push((key, level, last_used)));
    }
    Ok(())
}

type PositionRow = (MemberId, Option<OrganisationId>, Option<RoleType>, String, Option<String>, Option<String>);

async fn add_jobs(system: &System, which: Which<'_>, docs: &mut BTreeMap<MemberId, Doc>) -> Result<()> {
    use position::{Column, Entity};
    let columns = [Column::MemberId, Column::OrganisationId, Column::RoleType, Column::Title, Column::Unit, Column::OrganisationName];
    let jobs = Entity::find().select_only().columns(columns).filter(which.named_by(Column::MemberId)).order_by_asc(Column::Id);
    let jobs: Vec<PositionRow> = jobs.into_tuple().all(system.conn()).await?;
    for (id, organisation, role, title, unit, name) in jobs {
        docs.entry(id).and_modify(|doc| {
            doc.jobs.push((organisation, role));
            let [_, _, background, _] = &mut doc.texts;
            for text in [Some(title), unit, name].into_iter().flatten() {
                background.push(' ');
                background.push_str(&text);
            }
        });
    }
    Ok(())
}

async fn add_topics(system: &System, which: Which<'_>, docs: &mut BTreeMap<MemberId, Doc>) -> Result<()> {
    use topic::{Column, Entity};
    let topics = Entity::find().select_only().columns([Column::MemberId, Column::Kind, Column::CompetenceKey]);
    let topics: Vec<(MemberId, TopicKind, String)> = topics.filter(which.named_by(Column::MemberId)).into_tuple().all(system.conn()).await?;
    for (id, kind, key) in topics {
        docs.entry(id).and_modify(|doc| doc.topics.push((kind, key)));
    }
    Ok(())
}

async fn add_groups(system: &System, which: Which<'_>, docs: &mut BTreeMap<MemberId, Doc>) -> Result<()> {
    use group_membership::{Column, Entity};
    let active = Condition::all().add(which.named_by(Column::MemberId)).add(Column::State.eq(MembershipState::Active));
    let groups = Entity::find().select_only().columns([Column::MemberId, Column::GroupId]).filter(active);
    let groups: Vec<(MemberId, GroupId)> = groups.into_tuple().all(system.conn()).await?;
    for (id, group) in groups {
        docs.entry(id).and_modify(|doc| doc.groups.push(group));
    }
    Ok(())
}

async fn add_languages(system: &System, which: Which<'_>, docs: &mut BTreeMap<MemberId, Doc>) -> Result<()> {
    use member_language::{Column, Entity};
    let languages = Entity::find().select_only().columns([Column::MemberId, Column::Language]).filter(which.named_by(Column::MemberId));
    let languages: Vec<(MemberId, String)> = languages.into_tuple().all(system.conn()).await?;
    for (id, language) in languages {
        docs.entry(id).and_modify(|doc| doc.languages.push(language));
    }
    Ok(())
}
