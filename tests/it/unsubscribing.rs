//! What stands in the head of a mail, and the link that turns such mail off.

use actix_web::http::Method;
use entity::kind::{GroupRole, MembershipState};
use serde_json::{Value, json};
use tests::{App, Person};

use super::notification_mails::{subjects, until};
use super::notifications::{handle, replies, told};

/// A line of a mail's head, unfolded.
fn head(mail: &str, name: &str) -> String {
    let mut lines = mail.lines().skip_while(|line| !line.starts_with(&format!("{name}: ")));
    let first = lines.next().unwrap_or_else(|| panic!("no {name}: {mail}"));
    let rest: String = lines.take_while(|line| line.starts_with(' ')).collect();
    format!("{}{rest}", first.trim_start_matches(&format!("{name}: ")))
}

/// The path of the link that turns such mail off.
fn way_out(mail: &str) -> String {
    let link = head(mail, "List-Unsubscribe").replace(' ', "");
    link.trim_matches(['<', '>']).split_once("/api/v1").expect("an address of ours").1.to_owned()
}

/// What a mail program sends (RFC 8058).
async fn clicks(anybody: &Person<'_>, path: &str) {
    let body = ("application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click".to_vec());
    anybody.send_raw(Method::POST, path, &[], Some(body)).await.is(200);
}

async fn named<'a>(app: &'a App, title: &str, alva: &Person<'_>, omar: &Person<'a>, group: &str) -> String {
    let body = json!({ "title": title, "body": format!("@{}", handle(alva).await) });
    let id = omar.post(&format!("/groups/{group}/discussions"), body).await.is(201).id();
    app.all_is_told().await;
    id
}

#[actix_web::test]
async fn a_mail_names_its_list_its_thread_and_the_way_out() {
    let app = App::start_with(|config| config.web_url = Some("https://natverk.test".to_owned())).await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = omar.starts_group("Barn, i \"planering\" <b>", "secret", "invitation").await;
    app.place(&group, &alva.id, GroupRole::Member, MembershipState::Active).await;
    let discussion = named(&app, "Skolvägar", &alva, &omar, &group).await;
    let mail = app.mails_to(&alva.email, 2).await.remove(1);
    assert_eq!(head(&mail, "List-Id"), format!("Barn i planering b <{group}.example.org>"));
    assert_eq!(head(&mail, "References"), format!("<{discussion}@example.org>"));
    assert_eq!(head(&mail, "In-Reply-To"), format!("<{discussion}@example.org>"));
    assert_eq!(head(&mail, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert_eq!(head(&mail, "Auto-Submitted"), "auto-generated");
    assert!(mail.contains(&format!("https://natverk.test/discussions/{discussion}")), "{mail}");
    assert!(head(&mail, "List-Unsubscribe").replace(' ', "").starts_with("<https://torg.test/api/v1/unsubscriptions/"));
}

#[actix_web::test]
async fn one_click_turns_off_mail_of_the_kind_and_nothing_else() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = omar.starts_group("Torg", "network", "open").await;
    named(&app, "Ett", &alva, &omar, &group).await;
    let out = way_out(&app.mails_to(&alva.email, 2).await[1]);
    let anybody = app.stranger();
    // Looking at it changes nothing: programs that look through mail follow links.
    let page = anybody.get(&out).await.is(200);
    assert!(page.text.contains("<form method=\"post\">") && page.text.contains("Någon nämner dig"), "{}", page.text);
    assert!(page.header("content-security-policy").contains("form-action 'self'"));
    named(&app, "Två", &alva, &omar, &group).await;
    assert_eq!(subjects(&alva).await.len(), 2);
    clicks(&anybody, &out).await;
    clicks(&anybody, &out).await;
    named(&app, "Tre", &alva, &omar, &group).await;
    assert_eq!(subjects(&alva).await.len(), 2);
    assert_eq!(told(&alva).await.len(), 3, "in the app it is there");
    omar.post(&format!("/members/{}/contact-requests", alva.id), json!({ "message": "Hej" })).await.is(201);
    assert_eq!(app.mails_to(&alva.email, 4).await.len(), 4, "of another kind there is mail");
}

#[actix_web::test]
async fn one_click_turns_off_the_digest() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let own = alva.post("/discussions", json!({ "title": "Torg", "body": "Hur?" })).await.is(201).id();
    replies(&omar, &own, "Så").await;
    until(&app, "2026-11-23T06:00:00Z").await;
    clicks(&app.stranger(), &way_out(&app.mails_to(&alva.email, 2).await[1])).await;
    let (alva, omar) = (super::notification_mails::back(&alva).await, super::notification_mails::back(&omar).await);
    assert_eq!(alva.get("/members/me/notification-settings").await.is(200).body["digest"], "never");
    replies(&omar, &own, "Eller så").await;
    until(&app, "2026-11-26T06:00:00Z").await;
    assert_eq!(subjects(&alva).await.len(), 1);
}

#[actix_web::test]
async fn a_link_that_nobody_was_sent_turns_nothing_off() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let anybody = app.stranger();
    let page = alva.get("/groups?limit=1").await.is(200);
    let cursor = page.text_at("/_links/self/href");
    for token in
        ["AAAA", "x", &"A".repeat(300), cursor.rsplit('=').next().expect("something"), &format!("unsubscribe {} digest", alva.id).replace(' ', "-")]
    {
        for method in [Method::GET, Method::POST] {
            anybody.send(method, &format!("/unsubscriptions/{token}"), &[], None).await.is_problem(404, "request.not-found");
        }
    }
    assert_eq!(alva.get("/members/me/notification-settings").await.is(200).body["digest"], Value::from("daily"));
}
