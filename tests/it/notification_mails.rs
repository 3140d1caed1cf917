//! Mail of what is told: few, when it is wanted, and only what may still be seen.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tests::{App, PASSWORD, Person};

use super::notifications::{counts, handle, replies, told, wants};

const SETTINGS: &str = "/members/me/notification-settings";

/// Time passes until then, and all is told that is due on the way.
pub async fn until(app: &App, time: &str) {
    let time: DateTime<Utc> = time.parse().expect("a time");
    while app.inner.clock.now() < time {
        app.wait((time - app.inner.clock.now()).min(TimeDelta::minutes(30)));
        app.all_is_told().await;
    }
}

/// Signs in anew: an access token is good for ten minutes.
pub async fn back<'a>(person: &Person<'a>) -> Person<'a> {
    person.app.sign_in(&person.email, PASSWORD).await
}

/// The subjects of the mails to somebody, but for the one of the registration.
pub async fn subjects(person: &Person<'_>) -> Vec<String> {
    let mails = person.app.mails_to(&person.email, 1).await;
    mails.iter().skip(1).map(|mail| subject(mail)).collect()
}

/// The subject as it is read.
pub fn subject(mail: &str) -> String {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    let mut lines = mail.lines().skip_while(|line| !line.starts_with("Subject: "));
    let first = lines.next().expect("a subject").trim_start_matches("Subject:").to_owned();
    let whole = lines.take_while(|line| line.starts_with(' ')).fold(first, |whole, line| whole + line);
    let (mut read, mut joined) = (String::new(), false);
    // Between two encoded words the space is not part of the text (RFC 2047, 6.2).
    for word in whole.split(' ').filter(|word| !word.is_empty()) {
        let inner = word.strip_prefix("=?utf-8?b?").and_then(|inner| inner.strip_suffix("?="));
        read.push_str(if read.is_empty() || (joined && inner.is_some()) { "" } else { " " });
        match inner {
            Some(inner) => read.push_str(&String::from_utf8_lossy(&BASE64_STANDARD.decode(inner).expect("base64"))),
            None => read.push_str(word),
        }
        joined = inner.is_some();
    }
    read
}

/// A member who follows a discussion of their own, and somebody who replies.
async fn two(app: &App) -> (Person<'_>, Person<'_>, String) {
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let discussion = alva.post("/discussions", json!({ "title": "Skolvägar", "body": "Hur?" })).await.is(201).id();
    (alva, omar, discussion)
}

#[actix_web::test]
async fn replies_come_in_one_digest_at_the_members_hour_and_none_is_empty() {
    let app = App::start().await;
    let (alva, omar, discussion) = two(&app).await;
    for number in 0..3 {
        replies(&omar, &discussion, &format!("Svar {number}")).await;
    }
    assert_eq!(subjects(&alva).await, Vec::<String>::new());
    until(&app, "2026-11-23T05:59:00Z").await;
    assert_eq!(subjects(&alva).await, Vec::<String>::new());
    until(&app, "2026-11-23T06:00:00Z").await;
    assert_eq!(subjects(&alva).await, ["Sammanfattning: en ny händelse"]);
    let mail = app.mails_to(&alva.email, 2).await.remove(1);
    assert!(mail.contains("3 nya inlägg i ”Skolvägar”, senast av Omar") && mail.contains("> Svar 2"), "{mail}");

    // Nothing more, nothing that was read, and nothing that is gone.
    let (alva, omar) = (back(&alva).await, back(&omar).await);
    let reply = replies(&omar, &discussion, "Svar 3").await;
    replies(&omar, &discussion, "Svar 4").await;
    app.all_is_told().await;
    alva.put("/members/me/notifications/read", json!({ "until": "2026-11-24T00:00:00Z" })).await.is(204);
    let other = alva.post("/discussions", json!({ "title": "Torg", "body": "Hur?" })).await.is(201).id();
    let gone = replies(&omar, &other, "Hej").await;
    omar.delete(&format!("/discussions/{other}/posts/{gone}")).await.is(204);
    omar.delete(&format!("/discussions/{discussion}/posts/{reply}")).await.is(204);
    until(&app, "2026-11-25T12:00:00Z").await;
    assert_eq!(subjects(&alva).await.len(), 1);
}

#[actix_web::test]
async fn a_weekly_digest_comes_on_monday_and_one_that_is_not_wanted_never() {
    let app = App::start().await;
    let (alva, omar, discussion) = two(&app).await;
    alva.patch(SETTINGS, json!({ "digest": "weekly", "digestHour": 16, "timeZone": "America/New_York" })).await.is(200);
    app.wait(TimeDelta::days(2));
    let (alva, omar) = (back(&alva).await, back(&omar).await);
    replies(&omar, &discussion, "Hej").await;
    until(&app, "2026-11-30T20:30:00Z").await;
    assert_eq!(subjects(&alva).await.len(), 0);
    until(&app, "2026-11-30T21:00:00Z").await;
    assert_eq!(subjects(&alva).await.len(), 1, "four in the afternoon in New York");
    let (alva, omar) = (back(&alva).await, back(&omar).await);
    alva.patch(SETTINGS, json!({ "digest": "never" })).await.is(200);
    replies(&omar, &discussion, "Hej igen").await;
    until(&app, "2026-12-16T00:00:00Z").await;
    assert_eq!(subjects(&alva).await.len(), 1);
    // Wanted again, it brings what has waited.
    let alva = back(&alva).await;
    assert_eq!(counts(&alva).await, (1, 1));
    alva.patch(SETTINGS, json!({ "digest": "daily", "digestHour": 9, "timeZone": "Europe/Stockholm" })).await.is(200);
    until(&app, "2026-12-16T08:00:00Z").await;
    assert_eq!(subjects(&alva).await.len(), 2);
}

#[actix_web::test]
async fn no_more_mails_are_sent_in_seven_days_than_are_wanted_and_the_digest_says_so() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    alva.patch(SETTINGS, json!({ "mailsAWeek": 3 })).await.is(200);
    let alvas = handle(&alva).await;
    for number in 0..5 {
        let new = json!({ "title": format!("Fråga {number}"), "body": format!("@{alvas}") });
        omar.post("/discussions", new).await.is(201);
        app.all_is_told().await;
    }
    let now = ["Omar nämner dig i ”Fråga 0”", "Omar nämner dig i ”Fråga 1”"];
    assert_eq!(subjects(&alva).await, now, "the last of a week is kept for a digest");
    until(&app, "2026-11-23T06:00:00Z").await;
    let mails = app.mails_to(&alva.email, 4).await;
    assert_eq!(subject(&mails[3]), "Sammanfattning: 3 nya händelser");
    assert!(mails[3].contains("Hölls tillbaka, för att du vill ha högst 3 mejl i veckan: 3."), "{}", mails[3]);
    // The week is full: what comes now waits until there is room, and is told then.
    let omar = back(&omar).await;
    omar.post("/discussions", json!({ "title": "Fråga 5", "body": format!("@{alvas}") })).await.is(201);
    until(&app, "2026-11-29T08:00:00Z").await;
    assert_eq!(subjects(&alva).await.len(), 3);
    until(&app, "2026-11-30T06:00:00Z").await;
    assert_eq!(subjects(&alva).await.len(), 4);
    assert!(app.mails_to(&alva.email, 5).await[4].contains("”Fråga 5”"));
}

#[actix_web::test]
async fn a_pause_holds_everything_back_and_quiet_hours_hold_it_until_morning() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let alvas = handle(&alva).await;
    alva.patch(SETTINGS, json!({ "pausedUntil": "2026-11-24T12:00:00Z" })).await.is(200);
    omar.post("/discussions", json!({ "title": "I pausen", "body": format!("@{alvas}") })).await.is(201);
    until(&app, "2026-11-25T05:30:00Z").await;
    assert_eq!(subjects(&alva).await, Vec::<String>::new());
    until(&app, "2026-11-25T06:00:00Z").await;
    assert_eq!(subjects(&alva).await, ["Sammanfattning: en ny händelse"]);
    assert!(app.mails_to(&alva.email, 2).await[1].contains("Hölls tillbaka, för att du hade pausat mejl: 1."));

    until(&app, "2026-11-25T20:30:00Z").await;
    let omar = back(&omar).await;
    omar.post("/discussions", json!({ "title": "Om natten", "body": format!("@{alvas}") })).await.is(201);
    omar.post("/discussions", json!({ "title": "Läst om natten", "body": format!("@{alvas}") })).await.is(201);
    app.all_is_told().await;
    let alva = back(&alva).await;
    let read = alva.get("/members/me/notifications").await.is(200).each("/id").remove(0);
    alva.put(&format!("/members/me/notifications/{read}/read"), Value::Null).await.is(204);
    until(&app, "2026-11-26T05:30:00Z").await;
    assert_eq!(subjects(&alva).await.len(), 1);
    until(&app, "2026-11-26T06:00:00Z").await;
    assert_eq!(subjects(&alva).await[1..], ["Omar nämner dig i ”Om natten”"]);
}

#[actix_web::test]
async fn what_goes_on_before_it_was_read_is_mailed_once_and_then_in_the_digest() {
    let app = App::start().await;
    let (alva, omar, discussion) = two(&app).await;
    wants(&alva, "discussions.reply", true, "now").await;
    for number in 0..4 {
        replies(&omar, &discussion, &format!("Svar {number}")).await;
        app.all_is_told().await;
    }
    assert_eq!(subjects(&alva).await, ["Omar svarade i ”Skolvägar”"]);
    assert_eq!(told(&alva).await, ["4 nya inlägg i ”Skolvägar”, senast av Omar"]);
    until(&app, "2026-11-23T06:00:00Z").await;
    assert_eq!(subjects(&alva).await.len(), 2);
    until(&app, "2026-11-24T06:00:00Z").await;
    assert_eq!(subjects(&alva).await.len(), 2);
}

#[actix_web::test]
async fn a_digest_puts_what_concerns_one_most_first_in_the_members_language() {
    let app = App::start().await;
    let stranger = app.stranger();
    let new = json!({ "name": "Ann Example", "email": "ann@example.org", "password": PASSWORD, "language": "en" });
    stranger.post("/registrations", new).await.is(202);
    let token = app.token_mailed_to("ann@example.org").await;
    stranger.post("/registrations/confirmations", json!({ "token": token, "password": PASSWORD })).await.is(201);
    let (ann, omar) = (app.sign_in("ann@example.org", PASSWORD).await, app.member("Omar").await);
    for kind in ["discussions.mention", "contacts.request"] {
        wants(&ann, kind, true, "digest").await;
    }
    let own = ann.post("/discussions", json!({ "title": "Roads", "body": "How?" })).await.is(201).id();
    replies(&omar, &own, "Like <b>this</b> & that").await;
    omar.post("/discussions", json!({ "title": "Squares", "body": format!("@{}", handle(&ann).await) })).await.is(201);
    omar.post(&format!("/members/{}/contact-requests", ann.id), json!({ "message": "May I?" })).await.is(201);
    until(&app, "2026-11-23T06:00:00Z").await;
    let mail = app.mails_to(&ann.email, 2).await.remove(1);
    assert_eq!(subject(&mail), "Digest: 3 new events");
    let (text, html) = mail.split_once("text/html").expect("both");
    for part in [text, html] {
        let at = |what: &str| part.find(what).unwrap_or_else(|| panic!("{what}: {part}"));
        assert!(at("Omar asks for contact with you") < at("Omar mentions you in “Squares”"), "{part}");
        assert!(at("Omar mentions you in “Squares”") < at("Omar replied in “Roads”"), "{part}");
    }
    assert!(text.contains("> Like <b>this</b> & that") && html.contains("Like &lt;b&gt;this&lt;/b&gt; &amp; that"), "{mail}");
    assert!(html.contains("<html lang=\"en\">") && !html.contains("<img") && !html.contains("src="), "{html}");
}
