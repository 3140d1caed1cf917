//! Inviting into groups, by name and by address.

use api::features::notices;
use api::kernel::access::System;
use chrono::TimeDelta;
use entity::kind::{GroupRole, MembershipState, Role};
use serde_json::{Value, json};
use tests::{Answer, App, PASSWORD, Person};

async fn invites(who: &Person<'_>, group: &str, whom: &Person<'_>) -> Answer {
    who.post(&format!("/groups/{group}/invitations"), json!({ "member": whom.id })).await
}

async fn answers(who: &Person<'_>, invitation: &str, accept: bool) -> Answer {
    who.put(&format!("/members/me/invitations/{invitation}/answer"), json!({ "accept": accept })).await
}

async fn waiting(who: &Person<'_>) -> usize {
    who.get("/members/me/invitations").await.is(200).items().len()
}

async fn at_group(who: &Person<'_>, group: &str) -> usize {
    who.get(&format!("/groups/{group}/invitations")).await.is(200).items().len()
}

#[actix_web::test]
async fn who_is_invited_to_a_secret_group_knows_what_the_invitation_says_until_they_come_in() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Hemliga skolvägar", "secret", "invitation").await;
    let discussion = alva.opens(&group, "Mellan oss").await;
    let new = json!({ "member": omar.id, "message": "Kom med oss!" });
    let sent = alva.post(&format!("/groups/{group}/invitations"), new).await.is(201);
    assert_eq!((sent.text_at("/member/name"), sent.text_at("/invitedBy/name")), ("Omar".to_owned(), "Alva".to_owned()));

    let own = omar.get("/members/me/invitations").await.is(200);
    assert_eq!((own.each("/group/name"), own.each("/message")), (vec!["Hemliga skolvägar".to_owned()], vec!["Kom med oss!".to_owned()]));
    let mail = app.mails_to(&omar.email, 2).await.join("\n");
    assert!(mail.contains("Alva bjuder in dig") && mail.contains("Hemliga skolvägar") && mail.contains("> Kom med oss!"), "{mail}");
    for path in ["", "/discussions", "/memberships", "/invitations", "/bans"] {
        omar.get(&format!("/groups/{group}{path}")).await.is(404);
    }
    omar.get(&format!("/discussions/{discussion}")).await.is(404);
    omar.post(&format!("/groups/{group}/memberships"), Value::Null).await.is(404);
    assert!(!omar.get("/groups?limit=100").await.text.contains("Hemliga") && !omar.get("/members/me/groups").await.text.contains("Hemliga"));
    answers(&siv, &sent.id(), true).await.is_problem(404, "request.not-found");

    assert_eq!(answers(&omar, &sent.id(), true).await.is(200).body["state"], "accepted");
    answers(&omar, &sent.id(), true).await.is(200);
    answers(&omar, &sent.id(), false).await.is_problem(409, "invitations.answered");
    omar.get(&format!("/discussions/{discussion}")).await.is(200);
    assert_eq!(omar.get(&format!("/groups/{group}")).await.is(200).body["ownPlace"]["role"], "member");
    assert_eq!((waiting(&omar).await, at_group(&alva, &group).await), (0, 0));
}

#[actix_web::test]
async fn a_no_is_told_to_nobody_and_holds_for_ninety_days() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Skolvägar", "closed", "invitation").await;
    let sent = invites(&alva, &group, &omar).await.is(201);
    let before = alva.get(&format!("/groups/{group}/invitations")).await.is(200);
    app.mails_to(&omar.email, 2).await;
    answers(&omar, &sent.id(), false).await.is(200);
    assert_eq!(alva.get(&format!("/groups/{group}/invitations")).await.is(200).body, before.body);
    invites(&alva, &group, &omar).await.is_problem(409, "invitations.already-invited");

    // Another group of the same inviter, and the same group later: it looks the same, and reaches nobody.
    let other = alva.starts_group("Trygga torg", "network", "open").await;
    invites(&alva, &other, &omar).await.is(201);
    let by_mail = json!({ "email": omar.email.to_uppercase() });
    alva.post(&format!("/groups/{other}/invitations"), by_mail).await.is(201);
    assert_eq!((waiting(&omar).await, at_group(&alva, &other).await), (0, 2));
    app.wait(TimeDelta::days(15));
    let (alva, omar) = (app.sign_in(&alva.email, PASSWORD).await, app.sign_in(&omar.email, PASSWORD).await);
    assert_eq!((at_group(&alva, &group).await, at_group(&alva, &other).await), (0, 0));
    invites(&alva, &group, &omar).await.is(201);
    assert_eq!((waiting(&omar).await, at_group(&alva, &group).await), (0, 1));

    app.wait(TimeDelta::days(76));
    let (alva, omar) = (app.sign_in(&alva.email, PASSWORD).await, app.sign_in(&omar.email, PASSWORD).await);
    invites(&alva, &group, &omar).await.is(201);
    assert_eq!(waiting(&omar).await, 1);
    let mails = app.mails_to(&omar.email, 3).await;
    assert_eq!(mails.len(), 3, "one of the registration, two invitations that were not held back");
}

#[actix_web::test]
async fn an_invitation_ends_with_what_it_stands_on() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    for end in ["withdrawn", "demoted", "removed", "banned", "archived", "blocked", "late"] {
        let group = alva.starts_group("Skolvägar", "secret", "invitation").await;
        app.place(&group, &siv.id, GroupRole::Moderator, MembershipState::Active).await;
        let sent = invites(&siv, &group, &omar).await.is(201).id();
        assert_eq!(waiting(&omar).await, 1, "{end}");
        let sivs = format!("/groups/{group}/memberships/{}", siv.id);
        match end {
            "withdrawn" => alva.delete(&format!("/groups/{group}/invitations/{sent}")).await.is(204),
            "demoted" => alva.patch(&sivs, json!({ "role": "member" })).await.is(200),
            "removed" => alva.delete(&sivs).await.is(204),
            "banned" => alva.put(&format!("/groups/{group}/bans/{}", omar.id), json!({})).await.is(200),
            "archived" => alva.patch_version(&format!("/groups/{group}"), 0, json!({ "archived": true })).await.is(200),
            "blocked" => omar.put(&format!("/members/me/blocks/{}", siv.id), Value::Null).await.is(204),
            _ => {
                app.wait(TimeDelta::days(14));
                app.stranger().get("/groups").await
            }
        };
        let omar = app.sign_in(&omar.email, PASSWORD).await;
        assert_eq!(waiting(&omar).await, 0, "{end}");
        answers(&omar, &sent, true).await.is_problem(404, "request.not-found");
        omar.get(&format!("/groups/{group}")).await.is(404);
        if end == "blocked" {
            alva.delete(&format!("/groups/{group}/invitations/{sent}")).await.is(204);
            omar.delete(&format!("/members/me/blocks/{}", siv.id)).await.is(204);
        }
    }
}

#[actix_web::test]
async fn nothing_is_told_of_an_invitation_that_has_ended() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let system = || System::because("the outbox writes mail for nobody", &app.inner);
    let invited = notices().into_iter().find(|notice| notice.kind == "invitations.invited").expect("a notice");
    for end in ["none", "withdrawn", "demoted", "archived", "blocked", "banned"] {
        let siv = app.staff(&format!("Siv-{end}"), Role::Member).await;
        let group = alva.starts_group("Skolvägar", "secret", "invitation").await;
        app.place(&group, &siv.id, GroupRole::Moderator, MembershipState::Active).await;
        let sent = invites(&siv, &group, &omar).await.is(201).id();
        let address = json!({ "email": format!("{end}@example.org") });
        let mailed = siv.post(&format!("/groups/{group}/invitations"), address).await.is(201).id();
        match end {
            "withdrawn" => {
                for invitation in [&sent, &mailed] {
                    alva.delete(&format!("/groups/{group}/invitations/{invitation}")).await.is(204);
                }
            }
            "demoted" => app.place(&group, &siv.id, GroupRole::Member, MembershipState::Active).await,
            "archived" => drop(alva.patch_version(&format!("/groups/{group}"), 0, json!({ "archived": true })).await.is(200)),
            "blocked" => drop(omar.put(&format!("/members/me/blocks/{}", siv.id), Value::Null).await.is(204)),
            "banned" => app.ban(&group, &omar.id).await,
            _ => {}
        }
        let told = omar.get("/members/me/notifications?kind=invitations.invitation").await.is(200);
        assert_eq!(told.items().iter().any(|one| one["groupId"] == group.as_str()), end == "none", "{end}");
        let mail = (invited.write)(system(), json!({ "invitation": mailed })).await.expect("an answer");
        assert_eq!(mail.is_some(), ["none", "blocked", "banned"].contains(&end), "{end}");
    }
}

#[actix_web::test]
async fn an_address_is_invited_by_a_token_that_is_good_once_and_lies_nowhere() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Hemliga skolvägar", "secret", "invitation").await;
    let path = format!("/groups/{group}/invitations");
    let sent = alva.post(&path, json!({ "email": "nils@example.org", "message": "Kom!" })).await.is(201);
    assert_eq!((sent.text_at("/email"), &sent.body["member"]), ("nils@example.org".to_owned(), &Value::Null));
    let token = app.line_mailed_to("nils@example.org", "torg_inv_").await;
    assert!(!app.stored().await.values().flatten().any(|row| row.contains(&token)), "only the hash is kept");
    app.place(&group, &siv.id, GroupRole::Moderator, MembershipState::Active).await;
    assert!(!siv.get(&path).await.is(200).text.contains("nils@"), "the address is known to who invited it");

    let with = json!({ "token": token });
    let seen = app.stranger().post("/invitation-previews", with.clone()).await.is(200);
    assert_eq!(seen.text_at("/group/name"), "Hemliga skolvägar");
    omar.get(&format!("/groups/{group}")).await.is(404);
    let joined = omar.post("/members/me/groups", with.clone()).await.is(201);
    assert_eq!((joined.text_at("/groupId"), joined.text_at("/place/state")), (group.clone(), "active".to_owned()));
    omar.get(&format!("/groups/{group}")).await.is(200);
    for answer in [
        app.member("Vera").await.post("/members/me/groups", with.clone()).await,
        app.stranger().post("/invitation-previews", with.clone()).await,
        app.stranger().post("/invitation-refusals", with).await,
    ] {
        answer.is_problem(404, "invitations.spent");
    }
}

#[actix_web::test]
async fn whoever_reads_the_mail_says_no_without_an_account() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let group = alva.starts_group("Skolvägar", "network", "open").await;
    let path = format!("/groups/{group}/invitations");
    alva.post(&path, json!({ "email": "nils@example.org" })).await.is(201);
    let token = app.line_mailed_to("nils@example.org", "torg_inv_").await;
    app.stranger().post("/invitation-refusals", json!({ "token": token })).await.is(204);
    assert_eq!(at_group(&alva, &group).await, 1, "nobody is told");
    let other = alva.starts_group("Trygga torg", "network", "open").await;
    alva.post(&format!("/groups/{other}/invitations"), json!({ "email": "Nils@example.org" })).await.is(201);
    alva.post(&format!("/groups/{other}/invitations"), json!({ "email": "vera@example.org" })).await.is(201);
    app.mails_to("vera@example.org", 1).await;
    assert_eq!(app.mails_to("nils@example.org", 1).await.len(), 1, "the later mail was written after this one would have been");
}

#[actix_web::test]
async fn who_is_in_or_kept_out_is_not_invited_and_words_hold_no_links() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Skolvägar", "network", "request").await;
    let path = format!("/groups/{group}/invitations");
    omar.joins(&group).await;
    app.ban(&group, &siv.id).await;
    invites(&alva, &group, &omar).await.is_problem(409, "groups.already-joined");
    invites(&alva, &group, &siv).await.is_problem(409, "groups.banned");
    for (body, faults) in [
        (json!({}), [("/member", "missing")].as_slice()),
        (json!({ "member": siv.id, "email": "a@example.org", "message": "http://x.se" }), &[("/email", "clash"), ("/message", "characters")]),
        (json!({ "email": "a@example.org", "message": "se WWW.x.se" }), &[("/message", "characters")]),
        (json!({ "email": "a@example.org", "message": "a".repeat(201), "days": 15 }), &[("/message", "too-long"), ("/days", "range")]),
        (json!({ "member": "0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47" }), &[("/member", "unknown")]),
    ] {
        alva.post(&path, body).await.is_problem(422, "request.invalid").has_faults(faults);
    }
    siv.put(&format!("/members/me/blocks/{}", alva.id), Value::Null).await.is(204);
    invites(&alva, &group, &siv).await.is_problem(422, "request.invalid").has_faults(&[("/member", "unknown")]);
}

#[actix_web::test]
async fn fifty_a_day_are_sent_and_two_hundred_wait() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let group = alva.starts_group("Skolvägar", "network", "open").await;
    let path = format!("/groups/{group}/invitations");
    let to = |number: usize| json!({ "email": format!("nummer{number}@example.org") });
    for number in 0..50 {
        alva.post(&path, to(number)).await.is(201);
        // What fails does not count.
        alva.post(&path, to(number)).await.is_problem(409, "invitations.already-invited");
    }
    for number in 50..60 {
        alva.post(&path, to(number)).await.is_problem(429, "request.too-many");
    }
    let other = alva.starts_group("Trygga torg", "network", "open").await;
    alva.post(&format!("/groups/{other}/invitations"), to(60)).await.is_problem(429, "request.too-many");
    assert_eq!(alva.walk(&format!("{path}?limit=100")).await.len(), 50);

    app.wait(TimeDelta::days(1));
    let alva = app.sign_in(&alva.email, PASSWORD).await;
    let omar = app.member("Omar").await;
    for _ in 50..200 {
        app.invite(&group, &alva.id, &omar.id).await;
    }
    alva.post(&path, to(70)).await.is_problem(409, "invitations.too-many-waiting");
    let first = alva.get(&path).await.is(200).each("/id").remove(0);
    alva.delete(&format!("{path}/{first}")).await.is(204);
    alva.post(&path, to(70)).await.is(201);
}
