//! Every query of what members care about, can help with and look for.

use entity::id::MemberId;
use entity::kind::TopicKind;
use entity::member;
use entity::topic::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::policy::{self, Edit, Sight};
use super::store::lock;
use super::types::{NewTopic, TopicView, Topics};
use crate::kernel::access::{Actor, Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::problem::{INVALID, NOT_FOUND, Result};
use crate::kernel::text::Text;
use crate::vocabulary;

/// Topics of a kind that a member can have.
pub const MAX_TOPICS: usize = 50;

/// The column that says who sees the topics of a kind.
pub const fn audience(kind: TopicKind) -> member::Column {
    match kind {
        TopicKind::Interest => member::Column::InterestAudience,
        TopicKind::Offer => member::Column::OfferAudience,
        TopicKind::Need => member::Column::NeedAudience,
    }
}

/// Topics of a kind that this person sees.
pub fn visible_to(who: Option<&Actor>, kind: TopicKind) -> Condition {
    let seen = policy::names_one_of(Column::MemberId, policy::part_visible_to(who, audience(kind)));
    Condition::all().add(Column::Kind.eq(kind)).add(seen)
}

pub async fn own(viewer: &Viewer, id: MemberId, kind: TopicKind) -> Result<Vec<String>> {
    let own = Entity::find().select_only().column(Column::CompetenceKey).filter(Column::MemberId.eq(id)).filter(Column::Kind.eq(kind));
    Ok(own.order_by_asc(Column::CompetenceKey).into_tuple().all(viewer.conn()).await?)
}

/// The topics of the kinds that somebody sees who stands so to the member.
pub async fn of(viewer: &Viewer, member: &member::Model, sight: Sight) -> Result<Topics> {
    use TopicKind::{Interest, Need, Offer};
    let guarded = [(Interest, member.interest_audience), (Offer, member.offer_audience), (Need, member.need_audience)];
    let seen = guarded.into_iter().filter(|(_, audience)| sight.sees(*audience)).map(|(kind, _)| kind);
    let own = Entity::find().filter(Column::MemberId.eq(member.id)).filter(Column::Kind.is_in(seen));
    let rows = own.order_by_asc(Column::CompetenceKey).all(viewer.conn()).await?;
    let names = vocabulary::competences(viewer, rows.iter().map(|row| row.competence_key.clone()).collect()).await?;
    let mut topics = Topics::default();
    for Model { kind, competence_key, note, .. } in rows {
        let Some(competence) = names.get(&competence_key).cloned() else { continue };
        let of_kind = match kind {
            TopicKind::Interest => &mut topics.interests,
            TopicKind::Offer => &mut topics.offers,
            TopicKind::Need => &mut topics.needs,
        };
        of_kind.push(TopicView { competence, note });
    }
    Ok(topics)
}

pub async fn enter(tx: &Tx, own: Granted<Edit>, kind: TopicKind, competence: &str, new: NewTopic) -> Result<Model> {
    lock(tx, own.by()).await?;
    vocabulary::hold(tx, competence).await?;
    let of_kind = Entity::find().filter(Column::MemberId.eq(own.by())).filter(Column::Kind.eq(kind));
    let others = of_kind.filter(Column::CompetenceKey.ne(competence)).count(tx.conn()).await?;
    if others >= u64::try_from(MAX_TOPICS).unwrap_or_default() {
        return Err(INVALID.pointing_at(vec![Fault::new("", Wrong::Count(0, MAX_TOPICS))]));
    }
    let row = ActiveModel {
        member_id: ActiveValue::Set(own.by()),
        kind: ActiveValue::Set(kind),
        competence_key: ActiveValue::Set(competence.to_owned()),
        note: ActiveValue::Set(new.note.map(Text::into_string)),
        created_at: ActiveValue::Set(tx.now()),
    };
    let key = [Column::MemberId, Column::Kind, Column::CompetenceKey];
    let replace = OnConflict::columns(key).update_column(Column::Note).to_owned();
    Ok(Entity::insert(row).on_conflict(replace).exec_with_returning(tx.conn()).await?)
}

pub async fn withdraw(tx: &Tx, own: Granted<Edit>, kind: TopicKind, competence: &str) -> Result<()> {
    let gone = Entity::delete_by_id((own.by(), kind, competence.to_owned())).exec(tx.conn()).await?;
    if gone.rows_affected == 0 { Err(NOT_FOUND.into()) } else { Ok(()) }
}
