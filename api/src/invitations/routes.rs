//! Inviting, answering, and coming in with a token.

use actix_web::{delete, get, post, put};

use super::policy::{Answer, Manage};
use super::types::{
    InvitationAnswer, InvitationLink, InvitationPath, InvitationPreview, InvitationToken, InvitationView, IssuedToken, JoinedGroup, LinkPath,
    NewInvitation, NewInvitationLink, OwnInvitationPath, Redemption, SentInvitation,
};
use super::{links, store};
use crate::groups::{self, GroupPath};
use crate::kernel::access::{Guest, Member};
use crate::kernel::http::{Created, Json, NoContent, Path};
use crate::kernel::page::{Listing, NoFilter, Page, PageParams};
use crate::kernel::problem::Result;
use crate::members;

/// Invite somebody into a group
///
/// Owners and moderators may: a member, or an e-mail address, to which a mail with a token goes. At
/// most 50 a day and inviter; at most 200 wait for an answer in a group. Whoever said no to the group
/// or to the inviter within 90 days gets nothing, and whoever invites is not told so.
#[utoipa::path(tag = "invitations", params(GroupPath), responses((status = CREATED, body = SentInvitation)))]
#[post("/groups/{groupId}/invitations")]
pub async fn invite_to_group(me: Member, at: Path<GroupPath>, new: Json<NewInvitation>) -> Result<Created<SentInvitation>> {
    let right = me.may::<Manage>(groups::readable(&me, at.0.group_id).await?)?;
    let invitee = new.0.invitee()?;
    let member = store::invited_card(&me, &invitee).await?;
    let own = members::answerable_cards(&me, vec![me.id()]).await?.remove(&me.id());
    me.create(async |tx| {
        let row = store::invite(tx, right, &invitee, new.0, me.language()).await?;
        let at = me.url(&format!("/groups/{}/invitations/{}", row.group_id, row.id));
        Created::at(at, &SentInvitation::of(row, member, own, true))
    })
    .await
}

/// List the invitations of a group that wait
///
/// For its owners and moderators, the newest first. One that was answered with no waits until it is
/// too old, like one that was not answered.
#[utoipa::path(tag = "invitations", params(GroupPath, PageParams), responses((status = OK, body = Page<SentInvitation>), (status = FORBIDDEN)))]
#[get("/groups/{groupId}/invitations")]
pub async fn list_sent_invitations(me: Member, at: Path<GroupPath>, list: Listing<NoFilter>) -> Result<Page<SentInvitation>> {
    let right = me.may::<Manage>(groups::readable(&me, at.0.group_id).await?)?;
    let slice = store::sent(&me, right, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |view| view))
}

/// Withdraw an invitation
///
/// Owners and moderators may, whoever invited. It is worthless at once.
#[utoipa::path(tag = "invitations", params(InvitationPath), responses((status = NO_CONTENT)))]
#[delete("/groups/{groupId}/invitations/{invitationId}")]
pub async fn withdraw_invitation(me: Member, at: Path<InvitationPath>) -> Result<NoContent> {
    let right = me.may::<Manage>(groups::readable(&me, at.0.group_id).await?)?;
    me.write(async |tx| store::withdraw(tx, right, at.0.invitation_id).await).await?;
    Ok(NoContent)
}

/// List one's own invitations
///
/// Those that can be accepted, the newest first. An invitation is good for as long as whoever invites
/// looks after the group.
#[utoipa::path(tag = "invitations", params(PageParams), responses((status = OK, body = Page<InvitationView>)))]
#[get("/members/me/invitations")]
pub async fn list_own_invitations(me: Member, list: Listing<NoFilter>) -> Result<Page<InvitationView>> {
    let slice = store::page(&me, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |view| view))
}

/// Answer an invitation
///
/// With a yes one is a member at once. A no is not told to anybody. Saying the same again is no
/// mistake; what was said cannot be changed.
#[utoipa::path(tag = "invitations", params(OwnInvitationPath), responses((status = OK, body = InvitationView)))]
#[put("/members/me/invitations/{invitationId}/answer")]
pub async fn answer_invitation(me: Member, at: Path<OwnInvitationPath>, answer: Json<InvitationAnswer>) -> Result<Json<InvitationView>> {
    let right = me.may::<Answer>(store::find(&me, at.0.invitation_id).await?)?;
    let row = me.write(async |tx| store::answer(tx, right, answer.0).await).await?;
    Ok(Json(store::view(&me, row).await?))
}

/// Read what a token invites to
///
/// With or without an account; the token comes from a mail or a link. One that is not good any more
/// is not there.
#[utoipa::path(tag = "invitations", security((), ("bearer" = [])), responses((status = OK, body = InvitationPreview), (status = NOT_FOUND)))]
#[post("/invitation-previews")]
pub async fn preview_invitation(who: Guest, token: Json<InvitationToken>) -> Result<Json<InvitationPreview>> {
    Ok(Json(links::preview(&who, &token.0.token).await?))
}

/// Say no to an invitation by mail
///
/// With or without an account; holding the token is enough. Nobody is told, and the address gets no
/// further invitation to the group, or from whoever invited, for 90 days.
#[utoipa::path(tag = "invitations", security((), ("bearer" = [])), responses((status = NO_CONTENT), (status = NOT_FOUND)))]
#[post("/invitation-refusals")]
pub async fn decline_invitation(who: Guest, token: Json<InvitationToken>) -> Result<NoContent> {
    links::decline(&who.system("whoever reads the mail need not have an account to say no"), &token.0.token).await?;
    Ok(NoContent)
}

/// Come into a group with a token
///
/// The token comes from a mail or a link. One is a member at once, also where one has asked to join,
/// and having accepted the group's agreements, which reading what the token invites to shows.
#[utoipa::path(tag = "invitations", responses((status = CREATED, body = JoinedGroup), (status = NOT_FOUND)))]
#[post("/members/me/groups")]
pub async fn redeem_invitation(me: Member, with: Json<Redemption>) -> Result<Created<JoinedGroup>> {
    me.create(async |tx| {
        let joined = links::redeem(tx, &me, &with.0).await?;
        Created::at(me.url(&format!("/groups/{}/memberships/{}", joined.group_id, me.id())), &joined)
    })
    .await
}

/// Make a link with which one joins
///
/// Owners and moderators may; a group has at most 20 at a time. The link gets a token by
/// `PUT …/token`, so that no token is kept with the answer.
#[utoipa::path(tag = "invitations", params(GroupPath), responses((status = CREATED, body = InvitationLink)))]
#[post("/groups/{groupId}/invitation-links")]
pub async fn make_invitation_link(me: Member, at: Path<GroupPath>, new: Json<NewInvitationLink>) -> Result<Created<InvitationLink>> {
    let right = me.may::<Manage>(groups::readable(&me, at.0.group_id).await?)?;
    let own = members::answerable_cards(&me, vec![me.id()]).await?.remove(&me.id());
    me.create(async |tx| {
        let row = links::make(tx, right, new.0).await?;
        let at = me.url(&format!("/groups/{}/invitation-links/{}", row.group_id, row.id));
        Created::at(at, &InvitationLink::of(&row, own))
    })
    .await
}

/// List the links of a group
///
/// For its owners and moderators, the newest first; without those that were withdrawn or are too old.
#[utoipa::path(tag = "invitations", params(GroupPath, PageParams), responses((status = OK, body = Page<InvitationLink>), (status = FORBIDDEN)))]
#[get("/groups/{groupId}/invitation-links")]
pub async fn list_invitation_links(me: Member, at: Path<GroupPath>, list: Listing<NoFilter>) -> Result<Page<InvitationLink>> {
    let right = me.may::<Manage>(groups::readable(&me, at.0.group_id).await?)?;
    let slice = links::page(&me, right, &list).await?;
    Ok(slice.into_page(&me, &list.paging, |view| view))
}

/// Give a link a token
///
/// The token is told once, and only its hash is kept. A token that the link had before is worthless.
#[utoipa::path(tag = "invitations", params(LinkPath), responses((status = OK, body = IssuedToken)))]
#[put("/groups/{groupId}/invitation-links/{linkId}/token")]
pub async fn issue_invitation_token(me: Member, at: Path<LinkPath>) -> Result<Json<IssuedToken>> {
    let right = me.may::<Manage>(groups::readable(&me, at.0.group_id).await?)?;
    let token = me.write(async |tx| links::issue(tx, right, at.0.link_id).await).await?;
    Ok(Json(IssuedToken { token }))
}

/// Withdraw a link
///
/// Nobody joins with it from now on; those who did stay.
#[utoipa::path(tag = "invitations", params(LinkPath), responses((status = NO_CONTENT)))]
#[delete("/groups/{groupId}/invitation-links/{linkId}")]
pub async fn withdraw_invitation_link(me: Member, at: Path<LinkPath>) -> Result<NoContent> {
    let right = me.may::<Manage>(groups::readable(&me, at.0.group_id).await?)?;
    me.write(async |tx| links::withdraw(tx, right, at.0.link_id).await).await?;
    Ok(NoContent)
}
