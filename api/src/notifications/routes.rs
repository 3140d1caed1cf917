//! Reading what one is told, and saying how.

use actix_web::{delete, get, patch, post, put};

use super::letter;
use super::policy::Keep;
use super::settings::{self, Link};
use super::store;
use super::types::{
    KindPath, KindSetting, NewKindSetting, NotificationCounts, NotificationFilter, NotificationPath, NotificationView, ReadUntil, SettingsChange,
    SettingsView, UnsubscriptionPath,
};
use crate::kernel::access::{Guest, Member};
use crate::kernel::download::Form;
use crate::kernel::http::{Json, NoContent, Path};
use crate::kernel::page::{Listing, Page, PageParams};
use crate::kernel::problem::{NOT_FOUND, Result};

/// List what one is told
///
/// The newest first. What happens again to the same thing joins the notification that is not read yet. What
/// is no longer there, or no longer for the caller to see, is not in the list.
#[utoipa::path(tag = "notifications", params(NotificationFilter, PageParams), responses((status = OK, body = Page<NotificationView>)))]
#[get("/members/me/notifications")]
pub async fn list_notifications(me: Member, list: Listing<NotificationFilter>) -> Result<Page<NotificationView>> {
    Ok(store::page(&me, &list).await?.into_page(&me, &list.paging, |view| view))
}

/// Count what one is told
///
/// Exactly what the list holds.
#[utoipa::path(tag = "notifications", responses((status = OK, body = NotificationCounts)))]
#[get("/members/me/notification-counts")]
pub async fn count_notifications(me: Member) -> Result<Json<NotificationCounts>> {
    Ok(Json(store::counts(&me).await?))
}

/// Mark everything as read
///
/// Everything in the list that had happened by a time: what has come since is not marked unseen, and what
/// one hears of by mail alone is mailed.
#[utoipa::path(tag = "notifications", responses((status = NO_CONTENT)))]
#[put("/members/me/notifications/read")]
pub async fn read_notifications(me: Member, through: Json<ReadUntil>) -> Result<NoContent> {
    let kinds = store::wanted(&me).await?;
    let right = me.may::<Keep>(me.id())?;
    me.write(async |tx| store::mark_all(tx, right, &kinds, through.0.until.0).await).await?;
    Ok(NoContent)
}

/// Mark a notification as read
///
/// Its mail is not sent any more. What happens to the same thing afterwards makes it unread again.
#[utoipa::path(tag = "notifications", params(NotificationPath), responses((status = NO_CONTENT)))]
#[put("/members/me/notifications/{notificationId}/read")]
pub async fn read_notification(me: Member, at: Path<NotificationPath>) -> Result<NoContent> {
    let row = store::find(&me, at.0.notification_id).await?;
    let right = me.may::<Keep>(row.member_id)?;
    me.write(async |tx| store::mark(tx, right, row.id, true).await).await?;
    Ok(NoContent)
}

/// Mark a notification as not read
///
/// To come back to it.
#[utoipa::path(tag = "notifications", params(NotificationPath), responses((status = NO_CONTENT)))]
#[delete("/members/me/notifications/{notificationId}/read")]
pub async fn unread_notification(me: Member, at: Path<NotificationPath>) -> Result<NoContent> {
    let row = store::find(&me, at.0.notification_id).await?;
    let right = me.may::<Keep>(row.member_id)?;
    me.write(async |tx| store::mark(tx, right, row.id, false).await).await?;
    Ok(NoContent)
}

/// Read how one is told
///
/// Of each kind, and when mail is sent. How much one hears of a group or a discussion its follow level says.
#[utoipa::path(tag = "notifications", responses((status = OK, body = SettingsView)))]
#[get("/members/me/notification-settings")]
pub async fn get_notification_settings(me: Member) -> Result<Json<SettingsView>> {
    let system = me.system("whether mail arrives the mailbox knows");
    Ok(Json(settings::view(&me, &system).await?))
}

/// Say when mail is welcome
///
/// A merge patch (RFC 7396). In seven days no more than `mailsAWeek` mails are sent, digests among them; what
/// does not fit waits for the digest, which says so. Mail about the account itself is always sent.
#[utoipa::path(tag = "notifications", responses((status = OK, body = SettingsView)))]
#[patch("/members/me/notification-settings")]
pub async fn edit_notification_settings(me: Member, change: Json<SettingsChange>) -> Result<Json<SettingsView>> {
    let right = me.may::<Keep>(me.id())?;
    me.write(async |tx| settings::change(tx, right, change.0).await).await?;
    let system = me.system("whether mail arrives the mailbox knows");
    Ok(Json(settings::view(&me, &system).await?))
}

/// Say how one wants to be told of a kind
///
/// In the app or not; by mail at once, in the digest or not at all.
#[utoipa::path(tag = "notifications", params(KindPath), responses((status = OK, body = KindSetting)))]
#[put("/members/me/notification-settings/{kind}")]
pub async fn set_notification_kind(me: Member, at: Path<KindPath>, new: Json<NewKindSetting>) -> Result<Json<KindSetting>> {
    let kind = settings::kind(&at.0.kind)?;
    let right = me.may::<Keep>(me.id())?;
    let wish = settings::Wish { in_app: new.0.in_app, mail: new.0.mail };
    me.write(async |tx| settings::set_kind(tx, right, kind, new.0).await).await?;
    Ok(Json(KindSetting::of(&me, kind, wish)))
}

/// Go back to the default of a kind
///
/// As for whoever has said nothing.
#[utoipa::path(tag = "notifications", params(KindPath), responses((status = NO_CONTENT)))]
#[delete("/members/me/notification-settings/{kind}")]
pub async fn reset_notification_kind(me: Member, at: Path<KindPath>) -> Result<NoContent> {
    let kind = settings::kind(&at.0.kind)?;
    let right = me.may::<Keep>(me.id())?;
    me.write(async |tx| settings::reset_kind(tx, right, kind).await).await?;
    Ok(NoContent)
}

/// Look at what a mail's link turns off
///
/// A page with one button, for people whose mail program has none. Reading it changes nothing: programs that
/// look through mail follow links, too.
#[utoipa::path(tag = "notifications", security(()), params(UnsubscriptionPath), responses((status = OK, body = String, content_type = "text/html")))]
#[get("/unsubscriptions/{link}")]
pub async fn show_unsubscription(who: Guest, at: Path<UnsubscriptionPath>) -> Result<Form> {
    let link = who.open(&at.0.link).and_then(|opened| Link::read(&opened)).ok_or(NOT_FOUND)?;
    Ok(Form(letter::unsubscription(&who, &link, false)))
}

/// Turn off the mail that a link is about
///
/// With one click and without signing in (RFC 8058); the body of the request is not looked at. It concerns the
/// kind that the mail was of, or the digest. Doing it again changes nothing.
#[utoipa::path(tag = "notifications", security(()), params(UnsubscriptionPath), responses((status = OK, body = String, content_type = "text/html")))]
#[post("/unsubscriptions/{link}")]
pub async fn stop_mail(who: Guest, at: Path<UnsubscriptionPath>) -> Result<Form> {
    let link = who.open(&at.0.link).and_then(|opened| Link::read(&opened)).ok_or(NOT_FOUND)?;
    let system = who.system("whoever holds a mail may turn such mail off");
    settings::unsubscribe(&system, &link).await?;
    Ok(Form(letter::unsubscription(&who, &link, true)))
}
