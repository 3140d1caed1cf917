//! The part of the tour through every operation that leads through groups.

use chrono::TimeDelta;
use entity::kind::{GroupRole, MembershipState};
use serde_json::json;
use tests::{PASSWORD, Person};

use super::tour::Tour;

/// A group begins, says what it is for, and others come in.
pub async fn begins(tour: &Tour<'_>, [nobody, alva, omar]: [&Person<'_>; 3]) -> String {
    let group = json!({ "name": "Dialog som leder någonstans", "purpose": "Att pröva", "description": "Vi möts.", "visibility": "network", "joining": "request" });
    let group = tour.go(alva, "startGroup", &[], Some(group)).await.id();
    alva.patch_version(&format!("/groups/{group}"), 0, json!({ "purpose": "Att lära" })).await.is(200);
    tour.go(alva, "editGroup", &[&group], Some(json!({ "visibility": "open" }))).await;
    tour.go(omar, "joinGroup", &[&group], None).await;
    invite(tour, alva, &group).await;
    let charter = json!({ "kind": "theme", "themes": ["barn"], "needs": ["medborgardialog", "etik"], "municipality": "1480" });
    alva.put_version(&format!("/groups/{group}/charter"), 0, charter).await.is(200);
    let charter = json!({ "kind": "interest", "themes": ["barn"], "needs": ["etik"], "region": "14" });
    tour.go(alva, "writeCharter", &[&group], Some(charter)).await;
    tour.go(nobody, "getCharter", &[&group], None).await;
    tour.go(omar, "listGroupCompetences", &[&group], None).await;
    let admission = json!({ "questions": ["Vad vill du bidra med?"], "agreements": "Vi lyssnar.", "welcome": "Säg hej!" });
    alva.put_version(&format!("/groups/{group}/admission"), 0, admission).await.is(200);
    tour.go(alva, "writeAdmission", &[&group], Some(json!({ "questions": [], "welcome": "Välkommen!" }))).await;
    tour.go(nobody, "getAdmission", &[&group], None).await;
    let bo = alva.app.member("Bo Påhittberg").await;
    bo.joins(&group).await;
    tour.go(alva, "listRequests", &[&group], None).await;
    tour.go(alva, "declineRequest", &[&group, &bo.id], Some(json!({ "reason": "Bara för kommuner" }))).await;
    tour.go(&bo, "listRefusals", &[], None).await;
    tour.go(alva, "editMembership", &[&group, &omar.id], Some(json!({ "role": "moderator" }))).await;
    tour.go(alva, "handOverGroup", &[&group], Some(json!({ "member": omar.id }))).await;
    omar.put(&format!("/groups/{group}/owner"), json!({ "member": alva.id })).await.is(200);
    let inner = json!({ "name": "Arbetslaget", "purpose": "Att göra", "visibility": "closed", "joining": "invitation" });
    tour.go(alva, "startGroupWithin", &[&group], Some(inner)).await;
    tour.go(omar, "listGroupsWithin", &[&group], None).await;
    tour.go(omar, "listGroupChanges", &[&group], None).await;
    keep(tour, [nobody, alva, omar], &group).await;
    group
}

/// They write together, keep links and write down what they concluded.
async fn keep(tour: &Tour<'_>, [nobody, alva, omar]: [&Person<'_>; 3], group: &str) {
    let page = json!({ "title": "Så gör vi", "body": "Börja vid **skolan**." });
    let page = tour.go(omar, "beginGroupPage", &[group], Some(page)).await.id();
    alva.patch_version(&format!("/groups/{group}/pages/{page}"), 0, json!({ "body": "Börja vid *skolan*." })).await.is(200);
    tour.go(alva, "editGroupPage", &[group, &page], Some(json!({ "title": "Så gör vi nu" }))).await;
    tour.go(nobody, "getGroupPage", &[group, &page], None).await;
    tour.go(nobody, "listGroupPages", &[group], None).await;
    tour.go(alva, "listGroupPageVersions", &[group, &page], None).await;
    tour.go(nobody, "compareGroupPageVersions", &[group, &page, "0", "1"], None).await;
    tour.go(alva, "removeGroupPage", &[group, &page], None).await;
    show_files(tour, [nobody, alva, omar], group).await;
    let link = json!({ "label": "Rapporten", "url": "https://example.org/rapport" });
    let link = tour.go(omar, "addGroupLink", &[group], Some(link)).await.id();
    tour.go(omar, "listGroupLinks", &[group], None).await;
    tour.go(alva, "removeGroupLink", &[group, &link], None).await;
    let decision = tour.go(omar, "writeGroupDecision", &[group], Some(json!({ "title": "Vi ses i juni.", "body": "Flest kunde då." }))).await.id();
    alva.patch_version(&format!("/groups/{group}/decisions/{decision}"), 0, json!({ "body": null })).await.is(200);
    tour.go(alva, "editGroupDecision", &[group, &decision], Some(json!({ "title": "Vi ses i maj." }))).await;
    tour.go(omar, "listGroupDecisions", &[group], None).await;
    tour.go(alva, "removeGroupDecision", &[group, &decision], None).await;
}

/// They bring a picture, another version of it, and show it in a discussion.
async fn show_files(tour: &Tour<'_>, [nobody, alva, omar]: [&Person<'_>; 3], group: &str) {
    let file = tour.brings(omar, "bringGroupFile", &[group], &[]).await.id();
    tour.brings(omar, "replaceGroupFile", &[group, &file], &[("if-match", "\"0\"")]).await;
    tour.go(nobody, "listGroupFiles", &[group], None).await;
    tour.go(nobody, "getGroupFile", &[group, &file], None).await;
    tour.go(nobody, "getGroupFileRoom", &[group], None).await;
    tour.go(nobody, "listGroupFileVersions", &[group, &file], None).await;
    tour.go(nobody, "getGroupFileContent", &[group, &file, "0"], None).await;
    tour.go(nobody, "getGroupFilePreview", &[group, &file, "1"], None).await;
    let shown = json!({ "title": "Vad ser ni?", "body": "Så här.", "attachments": [{ "file": file, "alt": "Två färger" }] });
    let discussion = tour.go(omar, "openDiscussion", &[group], Some(shown.clone())).await;
    let reply = json!({ "body": "Så här.", "attachments": shown["attachments"] });
    let reply = tour.go(omar, "replyToDiscussion", &[&discussion.id()], Some(reply)).await;
    assert_eq!(reply.body["attachments"], discussion.body["attachments"]);
    tour.go(nobody, "getDiscussion", &[&discussion.id()], None).await;
    tour.go(omar, "deleteDiscussion", &[&discussion.id()], None).await;
    tour.go(alva, "removeGroupFileVersion", &[group, &file, "0"], None).await;
    tour.go(alva, "removeGroupFile", &[group, &file], None).await;
}

/// Its owner is not seen any more, and somebody else offers to answer for it.
pub async fn outlasts(tour: &Tour<'_>, omar: &Person<'_>, group: &str) {
    let app = omar.app;
    app.place(group, &omar.id, GroupRole::Moderator, MembershipState::Active).await;
    app.wait(TimeDelta::days(61));
    let omar = app.sign_in(&omar.email, PASSWORD).await;
    tour.go(&omar, "followOwners", &[group], None).await;
}

/// Somebody leaves and is kept out for a while.
pub async fn ends(tour: &Tour<'_>, [alva, omar]: [&Person<'_>; 2], group: &str) {
    tour.go(omar, "endMembership", &[group, &omar.id], None).await;
    tour.go(alva, "banMember", &[group, &omar.id], Some(json!({ "reason": "Annonser" }))).await;
    tour.go(alva, "listBans", &[group], None).await;
    tour.go(alva, "liftBan", &[group, &omar.id], None).await;
}

/// They invite others, by name, by address and by link.
async fn invite(tour: &Tour<'_>, alva: &Person<'_>, group: &str) {
    let app = alva.app;
    let siv = app.member("Siv Påhittberg").await;
    let new = json!({ "member": siv.id, "message": "Kom med!", "days": 7 });
    let to_siv = tour.go(alva, "inviteToGroup", &[group], Some(new)).await.id();
    tour.go(&siv, "listOwnInvitations", &[], None).await;
    tour.go(&siv, "answerInvitation", &[&to_siv], Some(json!({ "accept": false }))).await;
    tour.go(alva, "listSentInvitations", &[group], None).await;
    tour.go(alva, "withdrawInvitation", &[group, &to_siv], None).await;
    tour.go(alva, "inviteToGroup", &[group], Some(json!({ "email": "nils@example.org" }))).await;
    let mailed = json!({ "token": app.line_mailed_to("nils@example.org", "torg_inv_").await });
    tour.go(&app.stranger(), "previewInvitation", &[], Some(mailed.clone())).await;
    tour.go(&app.stranger(), "declineInvitation", &[], Some(mailed)).await;
    let link = tour.go(alva, "makeInvitationLink", &[group], Some(json!({ "maxUses": 5 }))).await.id();
    let token = tour.go(alva, "issueInvitationToken", &[group, &link], None).await.text_at("/token");
    tour.go(&siv, "redeemInvitation", &[], Some(json!({ "token": token }))).await;
    tour.go(alva, "listInvitationLinks", &[group], None).await;
    tour.go(alva, "withdrawInvitationLink", &[group, &link], None).await;
}
