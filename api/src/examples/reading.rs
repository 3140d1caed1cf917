//! Reading examples, and what stands around them.

use std::collections::HashMap;

use entity::example::{Column, Entity, Model};
use entity::id::{ExampleId, MemberId, OrganisationId};
use entity::kind::{ExampleState, TagKind, TargetGroup};
use entity::{example_organisation, example_tag};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ActiveEnum, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::policy::{SeeReviews, visible_to, written_by};
use super::types::{ExampleFilter, ExampleOrder, StateFilter};
use super::views::{ExampleReview, OwnExample, Parts};
use crate::kernel::access::{Granted, Member, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::page::{Listing, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::kernel::text::Choices;
use crate::kernel::typeset::contains;
use crate::members::{self, MemberCard};
use crate::organisations::{self, OrganisationCard};
use crate::vocabulary::{self, MunicipalityName, Named};

/// What stands around examples: it is read for all of a page at once.
#[derive(Default)]
pub struct Around {
    parts: HashMap<ExampleId, Parts>,
    themes: HashMap<String, Named>,
    municipalities: HashMap<String, MunicipalityName>,
    organisations: HashMap<OrganisationId, OrganisationCard>,
    /// The authors who want to be named, and of whom everybody may know.
    named: HashMap<MemberId, MemberCard>,
}

impl Around {
    pub fn parts(&mut self, of: ExampleId) -> Parts {
        self.parts.remove(&of).unwrap_or_default()
    }

    pub fn theme(&self, key: &str) -> Option<Named> {
        self.themes.get(key).cloned()
    }

    pub fn municipality(&self, code: &str) -> Option<MunicipalityName> {
        self.municipalities.get(code).cloned()
    }

    pub fn named(&self, row: &Model) -> Option<String> {
        self.named.get(&row.author_id).filter(|_| row.credit).map(|author| author.name.clone())
    }

    pub fn organisation(&self, id: OrganisationId) -> Option<OrganisationCard> {
        self.organisations.get(&id).cloned()
    }
}

fn tagged(kind: TagKind, values: &[String]) -> Option<SelectStatement> {
    use example_tag::Column;
    let such = Condition::all().add(Column::Kind.eq(kind)).add(Column::Value.is_in(values.iter().cloned()));
    (!values.is_empty()).then(|| example_tag::Entity::find().select_only().column(Column::ExampleId).filter(such).into_query())
}

fn with_organisation(id: OrganisationId) -> SelectStatement {
    use example_organisation::Column;
    example_organisation::Entity::find().select_only().column(Column::ExampleId).filter(Column::OrganisationId.eq(id)).into_query()
}

fn any<T: Clone + Into<sea_orm::Value>, const MAX: usize>(column: Column, values: &Choices<T, MAX>) -> Option<Condition> {
    (!values.0.is_empty()).then(|| Condition::all().add(column.is_in(values.0.iter().cloned())))
}

async fn passing(viewer: &Viewer, filter: &ExampleFilter) -> Result<Condition> {
    let ExampleFilter { q, area, kind, target_group, theme, municipality, region, organisation, language, sort: _ } = filter;
    let groups: Vec<_> = target_group.0.iter().map(|group| group.as_str().to_owned()).collect();
    let themes: Vec<_> = theme.0.iter().map(|theme| theme.as_str().to_owned()).collect();
    let within = match region {
        Some(region) => Some(Column::MunicipalityCode.is_in(vocabulary::municipalities_in(viewer, region.as_str()).await?)),
        None => None,
    };
    Ok(Condition::all()
        .add(contains(Column::SearchText, q.as_ref()))
        .add_option(any(Column::Area, area))
        .add_option(any(Column::Kind, kind))
        .add_option(tagged(TagKind::TargetGroup, &groups).map(|ids| Column::Id.in_subquery(ids)))
        .add_option(tagged(TagKind::Theme, &themes).map(|ids| Column::Id.in_subquery(ids)))
        .add_option(municipality.as_ref().map(|code| Column::MunicipalityCode.eq(code.as_str())))
        .add_option(within)
        .add_option(organisation.map(|id| Column::Id.in_subquery(with_organisation(id))))
        .add_option(language.map(|language| Column::Language.eq(language))))
}

/// What anybody reads: the same for everybody, so that caches may keep it.
pub async fn page(viewer: &Viewer, list: &Listing<ExampleFilter>) -> Result<(Slice<Model>, Around)> {
    let query = Entity::find().filter(visible_to(None)).filter(passing(viewer, &list.filter).await?);
    let order = match list.filter.sort {
        ExampleOrder::Newest => Order { by: Column::PublishedAt, id: Column::Id, descending: true },
        ExampleOrder::Title => Order { by: Column::SortKey, id: Column::Id, descending: false },
    };
    with_around(viewer, list.paging.fetch(viewer, query, order).await?).await
}

/// One's own, the newest first.
pub async fn own(me: &Member, list: &Listing<StateFilter>) -> Result<(Slice<Model>, Around)> {
    let query = Entity::find().filter(written_by(me.id())).apply_if(list.filter.state, |query, state| query.filter(Column::State.eq(state)));
    with_around(me, list.paging.fetch(me, query, Order { by: Column::Id, id: Column::Id, descending: true }).await?).await
}

/// What was handed in and not sent back.
fn handed_in_visible_to(me: &Member) -> Condition {
    Condition::all().add(visible_to(me.actor())).add(Column::State.ne(ExampleState::Draft))
}

/// What was handed in, what has waited longest first.
pub async fn reviews(me: &Member, _: &Granted<SeeReviews>, list: &Listing<StateFilter>) -> Result<(Slice<Model>, Around)> {
    let state = list.filter.state.unwrap_or(ExampleState::Submitted);
    let query = Entity::find().filter(handed_in_visible_to(me)).filter(Column::State.eq(state));
    with_around(me, list.paging.fetch(me, query, Order { by: Column::SubmittedAt, id: Column::Id, descending: false }).await?).await
}

async fn with_around(viewer: &Viewer, slice: Slice<Model>) -> Result<(Slice<Model>, Around)> {
    let around = around(viewer, &slice.rows).await?;
    Ok((slice, around))
}

/// What stands around examples that were already found to be visible.
pub async fn around(viewer: &Viewer, rows: &[Model]) -> Result<Around> {
    let parts = parts(viewer.conn(), rows.iter().map(|row| row.id).collect()).await?;
    with_names(viewer, rows, parts).await
}

async fn with_names(viewer: &Viewer, rows: &[Model], parts: HashMap<ExampleId, Parts>) -> Result<Around> {
    let themes = parts.values().flat_map(|parts| parts.themes.iter().cloned()).collect();
    let organisations = parts.values().flat_map(|parts| parts.organisations.iter().copied()).collect();
    let municipalities = rows.iter().filter_map(|row| row.municipality_code.clone()).collect();
    Ok(Around {
        themes: vocabulary::themes(viewer, themes).await?,
        organisations: organisations::cards(viewer, organisations).await?,
        municipalities: vocabulary::municipalities(viewer, municipalities).await?,
        named: members::shown_cards(viewer, rows.iter().filter(|row| row.credit).map(|row| row.author_id).collect()).await?,
        parts,
    })
}

/// What belongs to examples besides their rows, in a fixed order.
pub(super) async fn parts(conn: &impl ConnectionTrait, ids: Vec<ExampleId>) -> Result<HashMap<ExampleId, Parts>> {
    use example_organisation::Column as Organisation;
    use example_tag::Column as Tag;
    let mut parts: HashMap<ExampleId, Parts> = HashMap::new();
    let tags = example_tag::Entity::find().filter(Tag::ExampleId.is_in(ids.iter().copied())).order_by_asc(Tag::Value);
    for tag in tags.all(conn).await? {
        let of = parts.entry(tag.example_id).or_default();
        match tag.kind {
            TagKind::TargetGroup => of.target_groups.extend(TargetGroup::try_from_value(&tag.value).ok()),
            TagKind::Theme => of.themes.push(tag.value),
            TagKind::GlobalGoal => of.global_goals.extend(tag.value.parse::<i16>().ok()),
        }
    }
    let organisations = example_organisation::Entity::find().filter(Organisation::ExampleId.is_in(ids)).order_by_asc(Organisation::OrganisationId);
    for row in organisations.all(conn).await? {
        parts.entry(row.example_id).or_default().organisations.push(row.organisation_id);
    }
    for of in parts.values_mut() {
        of.target_groups.sort_unstable();
        of.global_goals.sort_unstable();
    }
    Ok(parts)
}

async fn find(viewer: &Viewer, id: ExampleId, which: Condition) -> Result<Model> {
    Entity::find_by_id(id).filter(which).one(viewer.conn()).await?.ok_or_else(|| NOT_FOUND.into())
}

/// One that anybody reads.
pub async fn published(viewer: &Viewer, id: ExampleId) -> Result<(Model, Around)> {
    let row = find(viewer, id, visible_to(None)).await?;
    let around = around(viewer, std::slice::from_ref(&row)).await?;
    Ok((row, around))
}

/// One that the member wrote.
pub async fn written(me: &Member, id: ExampleId) -> Result<Model> {
    find(me, id, written_by(me.id())).await
}

/// One that was handed in, and that the member may know of.
pub async fn handed_in(me: &Member, id: ExampleId) -> Result<Model> {
    find(me, id, handed_in_visible_to(me)).await
}

/// Who wrote a published example, if the viewer may know of them.
pub async fn author(me: &Member, id: ExampleId) -> Result<MemberCard> {
    let row = find(me, id, visible_to(None)).await?;
    members::cards(me, vec![row.author_id]).await?.remove(&row.author_id).ok_or_else(|| NOT_FOUND.into())
}

/// One that was just begun, in the transaction that begins it.
pub async fn new_view(me: &Member, tx: &Tx, row: Model) -> Result<OwnExample> {
    let parts = parts(tx.conn(), vec![row.id]).await?;
    let mut around = with_names(me, std::slice::from_ref(&row), parts).await?;
    OwnExample::of(me, "/members/me/examples", row, &mut around)
}

/// As its author sees it.
pub async fn own_view(me: &Member, row: Model) -> Result<OwnExample> {
    let mut around = around(me, std::slice::from_ref(&row)).await?;
    OwnExample::of(me, "/members/me/examples", row, &mut around)
}

/// As who reviews sees it.
pub async fn review_view(me: &Member, row: Model) -> Result<ExampleReview> {
    let mut around = around(me, std::slice::from_ref(&row)).await?;
    let author = members::cards(me, vec![row.author_id]).await?.remove(&row.author_id);
    Ok(ExampleReview { own: OwnExample::of(me, "/example-reviews", row, &mut around)?, author })
}

/// The row as it stands, for a notice about it.
pub async fn row(system: &System, id: ExampleId) -> Result<Option<Model>> {
    Ok(Entity::find_by_id(id).one(system.conn()).await?)
}
