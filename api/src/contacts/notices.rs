//! What members are told of contacts: that somebody asks, that somebody said yes, that somebody writes.

use entity::id::{ContactId, MemberId};
use entity::kind::{ContactState, MailChoice};
use entity::{contact, message};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::policy::visible_to;
use super::store::other;
use crate::kernel::access::{Actor, Viewer};
use crate::kernel::notification::{ABOUT, FIRST, Notification, NotificationKind, Shown, Visible, each, say};
use crate::kernel::problem::Result;
use crate::members;

/// Somebody asks for contact.
pub const REQUEST: NotificationKind = NotificationKind {
    name: "contacts.request",
    title: ("Någon vill ha kontakt", "Somebody asks for contact"),
    in_app: true,
    mail: MailChoice::Now,
    rank: 10,
    audience: None,
    visible: Visible::Where(|actor, _| standing(actor, contact::Column::ToId, ContactState::Pending)),
    show: |viewer, of| Box::pin(each(viewer, of, requested)),
};

/// Somebody said yes.
pub const ACCEPTED: NotificationKind = NotificationKind {
    name: "contacts.accepted",
    title: ("Någon har sagt ja till kontakt", "Somebody accepts a contact"),
    in_app: true,
    mail: MailChoice::Now,
    rank: 15,
    audience: None,
    visible: Visible::Where(|actor, _| standing(actor, contact::Column::FromId, ContactState::Accepted)),
    show: |viewer, of| Box::pin(each(viewer, of, accepted)),
};

/// Somebody writes.
pub const MESSAGE: NotificationKind = NotificationKind {
    name: "contacts.message",
    title: ("Meddelanden till dig", "Messages to you"),
    in_app: true,
    mail: MailChoice::Now,
    rank: 12,
    audience: None,
    visible: Visible::Where(|actor, _| written(actor)),
    show: |viewer, of| Box::pin(each(viewer, of, messages)),
};

/// All of them.
pub const KINDS: &[NotificationKind] = &[REQUEST, ACCEPTED, MESSAGE];

/// The contact stands so, and the reader has this part in it.
fn standing(actor: &Actor, part: contact::Column, state: ContactState) -> Condition {
    use contact::{Column, Entity};
    let here = Expr::col((Entity, Column::Id)).equals(ABOUT);
    let here = Entity::find().select_only().column(Column::Id).filter(here).filter(visible_to(actor));
    Condition::all().add(Expr::exists(here.filter(part.eq(actor.id)).filter(Column::State.eq(state)).into_query()))
}

fn written(actor: &Actor) -> Condition {
    use message::{Column, Entity};
    let here = Expr::col((Entity, Column::ContactId)).equals(ABOUT);
    let unread = Expr::col((Entity, Column::Id)).gte(Expr::col(FIRST));
    let texts = Entity::find().select_only().column(Column::Id).filter(here).filter(unread).filter(Column::AuthorId.ne(actor.id));
    let known = contact::Entity::find().select_only().column(contact::Column::Id);
    let known = known.filter(Expr::col((contact::Entity, contact::Column::Id)).equals(ABOUT)).filter(visible_to(actor));
    Condition::all().add(Expr::exists(texts.into_query())).add(Expr::exists(known.into_query()))
}

/// A contact with what the other is called, if the reader may know of both.
async fn met(viewer: &Viewer, of: &Notification) -> Result<Option<(contact::Model, MemberId, String)>> {
    let Some(actor) = viewer.actor() else { return Ok(None) };
    let row = contact::Entity::find_by_id(ContactId(of.about)).filter(visible_to(actor)).one(viewer.conn()).await?;
    let Some(row) = row else { return Ok(None) };
    let with = other(&row, actor.id);
    let card = members::cards(viewer, vec![with]).await?.remove(&with);
    Ok(card.map(|card| (row, with, card.name)))
}

async fn requested(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    let Some((row, from, name)) = met(viewer, of).await? else { return Ok(None) };
    let title = say(viewer, format!("{name} vill ha kontakt med dig"), format!("{name} asks for contact with you"));
    let text = say(
        viewer,
        "Svarar du ja kan ni skriva till varandra. Ett nej syns inte för den som frågade.",
        "If you say yes you can write to each other. Whoever asked does not see a no.",
    );
    Ok(Some(Shown::of(title, text, format!("/contacts/{}", row.id)).by(from).quoting(Some(row.message))))
}

async fn accepted(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    let Some((row, by, name)) = met(viewer, of).await? else { return Ok(None) };
    let title = say(viewer, format!("{name} har sagt ja till kontakt"), format!("{name} has accepted your request for contact"));
    let text = say(viewer, "Ni kan nu skriva till varandra.", "You can now write to each other.");
    Ok(Some(Shown::of(title, text, format!("/contacts/{}", row.id)).by(by)))
}

async fn messages(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    use message::{Column, Entity};
    let Some((row, by, name)) = met(viewer, of).await? else { return Ok(None) };
    let unread = Entity::find().filter(Column::ContactId.eq(row.id)).filter(Column::AuthorId.eq(by)).filter(Column::Id.gte(of.first));
    let Some(last) = unread.clone().order_by_desc(Column::Id).one(viewer.conn()).await? else { return Ok(None) };
    let count = unread.count(viewer.conn()).await?;
    let title = match count {
        1 => say(viewer, format!("{name} har skrivit till dig"), format!("{name} has written to you")),
        _ => say(viewer, format!("{count} nya meddelanden från {name}"), format!("{count} new messages from {name}")),
    };
    Ok(Some(Shown { count, ..Shown::of(title, "", format!("/contacts/{}/messages", row.id)) }.by(by).quoting(Some(last.body))))
}
