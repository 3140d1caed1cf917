//! Registering, signing in and out, sessions and passwords.

use actix_web::{delete, get, post, put};

use super::policy::{Appoint, Manage};
use super::types::{
    Confirmation, Confirmed, LostPassword, NewPassword, NewRegistration, NewRole, PasswordReset, Receipt, Refresh, SessionPath, SessionView, SignIn,
    StaffPath, StaffView, Tokens,
};
use super::{roles, sessions, store};
use crate::kernel::access::{Guest, Member};
use crate::kernel::http::{Accepted, Created, Json, NoContent, Path};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::Result;

/// Register
///
/// The answer is the same for a known and an unknown address; a mail to it holds the next step.
#[utoipa::path(tag = "accounts", security(()), responses((status = ACCEPTED, body = Receipt)))]
#[post("/registrations")]
pub async fn register_member(who: Guest, new: Json<NewRegistration>) -> Result<Accepted<Receipt>> {
    store::register(&who.system("nobody is signed in while registering"), who.request(), new.0).await?;
    Ok(Accepted(Receipt::check_mail(who.language())))
}

/// Confirm a registration
///
/// With the token out of the mail and the password that was chosen. Afterwards one can sign in.
#[utoipa::path(tag = "accounts", security(()), responses((status = CREATED, body = Confirmed)))]
#[post("/registrations/confirmations")]
pub async fn confirm_registration(who: Guest, confirmation: Json<Confirmation>) -> Result<Created<Confirmed>> {
    let member_id = store::confirm(&who.system("nobody is signed in while confirming"), confirmation.0).await?;
    Created::at(who.url(&format!("/members/{member_id}")), &Confirmed { member_id })
}

/// Sign in
///
/// An access token is good for ten minutes; the refresh token gets the next one. A wrong password,
/// an unknown address and a suspended account are answered alike, and take as long.
#[utoipa::path(tag = "accounts", security(()), responses((status = CREATED, body = Tokens)))]
#[post("/sessions")]
pub async fn sign_in(who: Guest, sign_in: Json<SignIn>) -> Result<Created<Tokens>> {
    let tokens = sessions::sign_in(&who.system("nobody is signed in while signing in"), who.request(), sign_in.0).await?;
    Created::at(who.url(&format!("/members/me/sessions/{}", tokens.session_id)), &tokens)
}

/// Renew the tokens
///
/// A refresh token is good for one use. If an old one turns up again, somebody has a copy: the
/// session ends, and its member is told by mail. The newest may be used again within ten seconds,
/// for clients whose answer was lost.
#[utoipa::path(tag = "accounts", security(()), responses((status = CREATED, body = Tokens)))]
#[post("/tokens")]
pub async fn refresh_tokens(who: Guest, refresh: Json<Refresh>) -> Result<Created<Tokens>> {
    let tokens = sessions::refresh(&who.system("a refresh token is all that is known"), &refresh.0.refresh_token).await?;
    Created::at(who.url(&format!("/members/me/sessions/{}", tokens.session_id)), &tokens)
}

/// List one's sessions
///
/// Every device on which one is signed in, newest first.
#[utoipa::path(tag = "accounts", params(PageParams), responses((status = OK, body = Page<SessionView>)))]
#[get("/members/me/sessions")]
pub async fn list_sessions(me: Member, list: Listing<NoFilter>) -> Result<Page<SessionView>> {
    let slice = sessions::page(&me, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |row| SessionView::of(row, me.session())))
}

/// End a session
///
/// Signs out on that device at once: its next request is refused. With the id of the session in use
/// it is how one signs out.
#[utoipa::path(tag = "accounts", params(SessionPath), responses((status = NO_CONTENT)))]
#[delete("/members/me/sessions/{sessionId}")]
pub async fn end_session(me: Member, at: Path<SessionPath>) -> Result<NoContent> {
    let own = me.may::<Manage>(me.id())?;
    me.write(async |tx| sessions::end(tx, own, at.0.session_id).await).await?;
    Ok(NoContent)
}

/// End all sessions
///
/// Signs out everywhere at once, here too.
#[utoipa::path(tag = "accounts", responses((status = NO_CONTENT)))]
#[delete("/members/me/sessions")]
pub async fn end_all_sessions(me: Member) -> Result<NoContent> {
    let own = me.may::<Manage>(me.id())?;
    me.write(async |tx| sessions::end_all(tx, *own.on()).await).await?;
    Ok(NoContent)
}

/// Change the password
///
/// Ends every session, here too: sign in again with the new password.
#[utoipa::path(tag = "accounts", responses((status = NO_CONTENT)))]
#[put("/members/me/password")]
pub async fn change_password(me: Member, change: Json<NewPassword>) -> Result<NoContent> {
    let own = me.may::<Manage>(me.id())?;
    store::change_password(&me.system("a password is hashed before the transaction"), own, change.0).await?;
    Ok(NoContent)
}

/// Ask for a new password
///
/// The answer is the same for a known and an unknown address; a mail to it holds the next step.
#[utoipa::path(tag = "accounts", security(()), responses((status = ACCEPTED, body = Receipt)))]
#[post("/password-resets")]
pub async fn request_password_reset(who: Guest, lost: Json<LostPassword>) -> Result<Accepted<Receipt>> {
    store::request_reset(&who.system("nobody is signed in who lost the password"), who.request(), &lost.0.email).await?;
    Ok(Accepted(Receipt::check_mail(who.language())))
}

/// Choose a new password
///
/// With the token out of the mail. Ends every session.
#[utoipa::path(tag = "accounts", security(()), responses((status = NO_CONTENT)))]
#[post("/password-resets/completions")]
pub async fn complete_password_reset(who: Guest, reset: Json<PasswordReset>) -> Result<NoContent> {
    store::reset_password(&who.system("a token out of a mail is all that is known"), reset.0).await?;
    Ok(NoContent)
}

/// List those who look after the network
///
/// Editors, moderators and administrators, those who came first first.
#[utoipa::path(tag = "accounts", params(PageParams), responses((status = OK, body = Page<StaffView>)))]
#[get("/staff")]
pub async fn list_staff(me: Member, list: Listing<NoFilter>) -> Result<Page<StaffView>> {
    let slice = roles::staff(&me, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |row| row))
}

/// Give a member a role
///
/// An administrator makes others editors or moderators, or members like any other; it holds from the
/// next request on. Administrators are made and unmade on the command line, by whoever runs the machine.
#[utoipa::path(tag = "accounts", params(StaffPath), responses((status = OK, body = StaffView)))]
#[put("/staff/{memberId}")]
pub async fn appoint_member(me: Member, at: Path<StaffPath>, new: Json<NewRole>) -> Result<Json<StaffView>> {
    let (appointment, member) = roles::appointment(&me, at.0.member_id, &new.0).await?;
    let right = me.may::<Appoint>(appointment)?;
    me.write(async |tx| roles::appoint(&me, tx, right).await).await?;
    Ok(Json(StaffView { member, role: new.0.role }))
}
