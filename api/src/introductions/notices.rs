//! What is told of introductions: to those who are asked, and of a yes to the one who asks.

use chrono::{DateTime, Utc};
use entity::id::IntroductionId;
use entity::introduction::{Column, Entity};
use entity::introduction_ask;
use entity::kind::{ContactState, MailChoice};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::pick;
use super::policy::reaching;
use crate::kernel::access::{Actor, Viewer};
use crate::kernel::notification::{ABOUT, Notification, NotificationKind, Shown, Visible, each, say};
use crate::kernel::outbox::Notice;
use crate::kernel::problem::{Problem, Result};
use crate::members;

/// What is to be looked for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct About {
    /// The introduction.
    pub introduction: IntroductionId,
}

fn read<T: serde::de::DeserializeOwned>(about: Value) -> Result<T> {
    serde_json::from_value(about).map_err(Problem::internal)
}

/// Nothing is told: whom to ask is looked for.
pub const PICK: Notice = Notice {
    kind: "introductions.pick",
    write: |system, about| {
        Box::pin(async move {
            let About { introduction } = read(about)?;
            pick::pick(&system, introduction).await.map(|()| None)
        })
    },
};

/// All of them.
pub const ALL: &[Notice] = &[PICK];

/// Somebody is asked.
pub const ASKED: NotificationKind = NotificationKind {
    name: "introductions.asked",
    title: ("Någon vill bli presenterad för dig", "Somebody would like to be introduced to you"),
    in_app: true,
    mail: MailChoice::Now,
    rank: 10,
    audience: None,
    visible: Visible::Where(reached),
    show: |viewer, of| Box::pin(each(viewer, of, asked)),
};

/// Somebody has said yes.
pub const ACCEPTED: NotificationKind = NotificationKind {
    name: "introductions.accepted",
    title: ("Någon vill presenteras för dig", "Somebody accepts an introduction"),
    in_app: true,
    mail: MailChoice::Now,
    rank: 15,
    audience: None,
    visible: Visible::Where(|actor, _| agreed(actor)),
    show: |viewer, of| Box::pin(each(viewer, of, accepted)),
};

/// All of those.
pub const KINDS: &[NotificationKind] = &[ASKED, ACCEPTED];

/// The asking that a notification is about.
fn asking() -> sea_orm::Select<introduction_ask::Entity> {
    use introduction_ask::{Column, Entity};
    Entity::find().select_only().column(Column::CandidateId).filter(Expr::col((Entity, Column::IntroductionId)).equals(ABOUT))
}

fn pending(actor: &Actor, now: DateTime<Utc>) -> Condition {
    Condition::all().add(reaching(actor, now)).add(introduction_ask::Column::State.eq(ContactState::Pending))
}

fn reached(actor: &Actor, now: DateTime<Utc>) -> Condition {
    Condition::all().add(Expr::exists(asking().filter(pending(actor, now)).into_query()))
}

/// Those who said yes and of whom the reader may know.
fn willing(actor: &Actor) -> Condition {
    use introduction_ask::Column;
    Condition::all().add(Column::State.eq(ContactState::Accepted)).add(members::names_visible(Column::CandidateId, Some(actor)))
}

fn agreed(actor: &Actor) -> Condition {
    let own = Entity::find().select_only().column(Column::Id).filter(Column::MemberId.eq(actor.id));
    let own = own.filter(Expr::col((Entity, Column::Id)).equals(ABOUT)).into_query();
    Condition::all().add(Expr::exists(own)).add(Expr::exists(asking().filter(willing(actor)).into_query()))
}

async fn asked(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    let Some(actor) = viewer.actor() else { return Ok(None) };
    let id = IntroductionId(of.about);
    let reached = introduction_ask::Entity::find_by_id((id, actor.id)).filter(pending(actor, viewer.now())).one(viewer.conn()).await?;
    let row = Entity::find_by_id(id).one(viewer.conn()).await?;
    let (Some(_), Some(row)) = (reached, row) else { return Ok(None) };
    let Some(name) = members::cards(viewer, vec![row.member_id]).await?.remove(&row.member_id).map(|card| card.name) else { return Ok(None) };
    let title = say(viewer, "Någon vill bli presenterad för dig", "Somebody would like to be introduced to you");
    let sv = format!(
        "{name} söker någon som kan det du kan. {name} vet inte att du har fått frågan. Svarar du ja får ni kontakt; svarar du nej, eller inte alls, får {name} inget veta."
    );
    let en = format!(
        "{name} is looking for somebody who knows what you know. {name} does not know that you were asked. If you say yes you get in touch; if you say no, or nothing, {name} will not learn of it."
    );
    let here = "/introduction-requests";
    Ok(Some(Shown::of(title, say(viewer, sv, en), here).by(row.member_id).quoting(Some(row.message))))
}

async fn accepted(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    use introduction_ask::{Column as Asked, Entity as Askings};
    let Some(actor) = viewer.actor() else { return Ok(None) };
    let id = IntroductionId(of.about);
    let own = Entity::find_by_id(id).filter(Column::MemberId.eq(actor.id)).one(viewer.conn()).await?;
    let willing = Askings::find().filter(Asked::IntroductionId.eq(id)).filter(willing(actor));
    let last = willing.clone().order_by_desc(Asked::AnsweredAt).one(viewer.conn()).await?;
    let (Some(_), Some(last)) = (own, last) else { return Ok(None) };
    let Some(name) = members::cards(viewer, vec![last.candidate_id]).await?.remove(&last.candidate_id).map(|card| card.name) else { return Ok(None) };
    let count = willing.count(viewer.conn()).await?;
    let title = say(viewer, "Någon har svarat ja", "Somebody has said yes");
    let sv = format!("{name} vill gärna ha kontakt. Ni kan nu skriva till varandra.");
    let en = format!("{name} would like to get in touch. You can now write to each other.");
    Ok(Some(Shown { count, ..Shown::of(title, say(viewer, sv, en), format!("/introductions/{id}")) }.by(last.candidate_id)))
}
