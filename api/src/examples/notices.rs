//! What the author of an example is told.

use chrono::{DateTime, Utc};
use entity::example::{Column, Entity, Model};
use entity::id::ExampleId;
use entity::kind::{ExampleState, MailChoice};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::lifecycle::REVIEW_AFTER;
use super::reading;
use crate::kernel::access::{Actor, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::notification::{ABOUT, ABOUT_KEY, Cause, Notification, NotificationKind, Shown, Visible, each, say};
use crate::kernel::outbox::Notice;
use crate::kernel::problem::{Problem, Result};
use crate::notifications;

/// An editor published it.
pub const PUBLISHED: NotificationKind = NotificationKind {
    name: "examples.published",
    title: ("Ditt exempel är publicerat", "Your example is published"),
    in_app: true,
    mail: MailChoice::Now,
    rank: 40,
    audience: None,
    visible: Visible::Where(|actor, _| unchanged(actor)),
    show: |viewer, of| Box::pin(each(viewer, of, published)),
};

/// An editor sent it back, or took it away.
pub const RETURNED: NotificationKind = NotificationKind {
    name: "examples.returned",
    title: ("Ditt exempel har fått ett svar", "Your example has been answered"),
    in_app: true,
    mail: MailChoice::Now,
    rank: 40,
    audience: None,
    visible: Visible::Where(|actor, _| unchanged(actor)),
    show: |viewer, of| Box::pin(each(viewer, of, returned)),
};

/// A year has passed since it was last found to be right.
pub const REVIEW_DUE: NotificationKind = NotificationKind {
    name: "examples.review-due",
    title: ("Stämmer ditt exempel fortfarande?", "Is your example still right?"),
    in_app: true,
    mail: MailChoice::Now,
    rank: 60,
    audience: None,
    visible: Visible::Where(unconfirmed),
    show: |viewer, of| Box::pin(each(viewer, of, due)),
};

/// All of them.
pub const KINDS: &[NotificationKind] = &[PUBLISHED, RETURNED, REVIEW_DUE];

/// An example that is to be looked at again, and what was known of it when that was decided.
#[derive(Debug, Serialize, Deserialize)]
struct Review {
    example: ExampleId,
    confirmed_at: Option<DateTime<Utc>>,
    cause: Uuid,
}

/// Nothing is mailed: its author is told, unless they have said meanwhile that it is right.
const REVIEW: Notice = Notice {
    kind: "examples.review",
    write: |system, about| {
        Box::pin(async move {
            let review: Review = serde_json::from_value(about).map_err(Problem::internal)?;
            remind(&system, review).await.map(|()| None)
        })
    },
};

/// What is done later.
pub const LATER: &[Notice] = &[REVIEW];

/// An editor has decided. What is told holds for as long as nothing else happens to it.
pub async fn decided(tx: &Tx, row: &Model) -> Result<()> {
    let kind = if row.state == ExampleState::Published { &PUBLISHED } else { &RETURNED };
    let cause = Cause { key: row.version.to_string(), ..Cause::now(tx, row.id.0) };
    notifications::notify(tx, kind, &cause, &[row.author_id]).await
}

/// Has its author asked in a year whether it is still right; what was asked before is settled.
pub async fn review_later(tx: &Tx, row: &Model) -> Result<()> {
    notifications::read_through(tx, &[&REVIEW_DUE], row.author_id, row.id.0, tx.new_id()).await?;
    let review = Review { example: row.id, confirmed_at: row.confirmed_at, cause: tx.new_id() };
    tx.tell_at(tx.now() + REVIEW_AFTER, &REVIEW, &review).await
}

async fn remind(system: &System, Review { example, confirmed_at, cause }: Review) -> Result<()> {
    let row = reading::row(system, example).await?;
    let Some(row) = row.filter(|row| row.state == ExampleState::Published && row.confirmed_at == confirmed_at) else { return Ok(()) };
    system.write(async |tx| notifications::notify(tx, &REVIEW_DUE, &Cause::of(example.0, cause), &[row.author_id]).await).await
}

/// The example that a notification is about, if the reader wrote it.
fn own(actor: &Actor) -> sea_orm::Select<Entity> {
    let here = Entity::find().select_only().column(Column::Id).filter(Expr::col((Entity, Column::Id)).equals(ABOUT));
    here.filter(Column::AuthorId.eq(actor.id))
}

/// Nothing has happened to it since.
fn unchanged(actor: &Actor) -> Condition {
    let same = Expr::col((Entity, Column::Version)).cast_as("text").eq(Expr::col(ABOUT_KEY));
    Condition::all().add(Expr::exists(own(actor).filter(same).into_query()))
}

/// It is published, and nobody has said for a year that it is right.
fn unconfirmed(actor: &Actor, now: DateTime<Utc>) -> Condition {
    let old = own(actor).filter(Column::State.eq(ExampleState::Published)).filter(Column::ConfirmedAt.lte(now - REVIEW_AFTER));
    Condition::all().add(Expr::exists(old.into_query()))
}

async fn published(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    let text = say(
        viewer,
        "En redaktör har läst och publicerat ditt exempel. Alla kan nu läsa det. Om ett år frågar vi dig om det fortfarande stämmer.",
        "An editor has read and published your example. Anybody can read it now. In a year we will ask you whether it is still right.",
    );
    shown(viewer, of, PUBLISHED.title, text).await
}

async fn returned(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    let text = say(
        viewer,
        "En redaktör har läst ditt exempel och vill att du ser över det. Logga in för att läsa vad redaktören skriver.",
        "An editor has read your example and asks you to look at it again. Sign in to read what the editor writes.",
    );
    shown(viewer, of, RETURNED.title, text).await
}

async fn due(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    let text = say(
        viewer,
        "Det har gått ett år. Logga in och bekräfta att exemplet stämmer, ändra det eller dra tillbaka det. Om vi inte hör av dig inom en månad får läsarna veta att det kan vara inaktuellt.",
        "A year has passed. Sign in and confirm that the example is right, change it or withdraw it. If we do not hear from you within a month, readers are told that it may be out of date.",
    );
    shown(viewer, of, REVIEW_DUE.title, text).await
}

async fn shown(viewer: &Viewer, of: &Notification, title: (&str, &str), text: &str) -> Result<Option<Shown>> {
    let row = Entity::find_by_id(ExampleId(of.about)).one(viewer.conn()).await?;
    let row = row.filter(|row| viewer.actor().is_some_and(|actor| actor.id == row.author_id));
    let path = |row: &Model| format!("/members/me/examples/{}", row.id);
    Ok(row.map(|row| Shown::of(say(viewer, title.0, title.1), format!("{}\n\n{text}", row.title), path(&row))))
}
