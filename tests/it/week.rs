//! A week in the life of a busy member: everything that happens, and the few mails that come of it.

use chrono::{DateTime, Datelike, Utc};
use serde_json::json;
use tests::{App, Person};

use super::notification_mails::{back, subject, until};
use super::notifications::{counts, handle, replies};

/// What there is of the member's world.
struct Week<'a> {
    maja: Person<'a>,
    omar: Person<'a>,
    own: String,
    handle: String,
}

impl Week<'_> {
    async fn names(&self, title: &str) {
        let new = json!({ "title": title, "body": format!("Vad säger @{}?", self.handle) });
        back(&self.omar).await.post("/discussions", new).await.is(201);
    }

    async fn replies(&self, times: usize) {
        let omar = back(&self.omar).await;
        for number in 0..times {
            replies(&omar, &self.own, &format!("Svar {number}")).await;
        }
    }
}

/// The mails that have come by now and were not there before, with when they came.
async fn come(app: &App, person: &Person<'_>, known: &mut Vec<(String, String)>) {
    let mails = app.mails_to(&person.email, 1).await;
    let now = app.inner.clock.now();
    for mail in mails.iter().skip(1 + known.len()) {
        known.push((named(now), subject(mail)));
    }
}

fn named(time: DateTime<Utc>) -> String {
    let local = time + chrono::TimeDelta::hours(1);
    format!("{} {}", local.weekday(), local.format("%H:%M"))
}

#[actix_web::test]
async fn a_busy_member_gets_few_mails_the_right_ones_and_in_order() {
    let app = App::start().await;
    let (maja, omar) = (app.member("Maja").await, app.member("Omar").await);
    maja.patch("/members/me/notification-settings", json!({ "mailsAWeek": 6 })).await.is(200);
    let own = maja.post("/discussions", json!({ "title": "Skolvägar", "body": "Hur gör ni?" })).await.is(201).id();
    let handle = handle(&maja).await;
    let week = Week { maja, omar, own, handle };
    let mut mails = Vec::new();
    let mut at = async |time: &str| {
        // Half an hour at a time, so that each mail is seen when it comes.
        let end: DateTime<Utc> = time.parse().expect("a time");
        while app.inner.clock.now() < end {
            let next = (app.inner.clock.now() + chrono::TimeDelta::minutes(30)).min(end);
            until(&app, &next.to_rfc3339()).await;
            come(&app, &week.maja, &mut mails).await;
        }
    };

    // Sunday: an invitation, and five replies.
    let group = week.omar.starts_group("Barn i planering", "network", "request").await;
    week.omar.post(&format!("/groups/{group}/invitations"), json!({ "member": week.maja.id })).await.is(201);
    week.replies(5).await;
    // Monday: a request in the afternoon, a name at night.
    at("2026-11-23T14:00:00Z").await;
    let asked = json!({ "message": "Får jag fråga?" });
    back(&week.omar).await.post(&format!("/members/{}/contact-requests", week.maja.id), asked).await.is(201);
    at("2026-11-23T21:30:00Z").await;
    week.names("Gångtunneln").await;
    // Tuesday: forty replies. Wednesday: three names.
    at("2026-11-24T10:00:00Z").await;
    week.replies(40).await;
    at("2026-11-25T09:00:00Z").await;
    for title in ["Torget", "Parken", "Stranden"] {
        week.names(title).await;
    }
    // Thursday: read in the app before the digest. Friday: a pause over the weekend.
    at("2026-11-26T09:00:00Z").await;
    week.replies(3).await;
    let reading = back(&week.maja).await;
    reading.put("/members/me/notifications/read", json!({ "until": "2026-11-26T09:00:00Z" })).await.is(204);
    at("2026-11-27T12:00:00Z").await;
    back(&week.maja).await.patch("/members/me/notification-settings", json!({ "pausedUntil": "2026-11-29T18:00:00Z" })).await.is(200);
    week.names("Sommaren").await;
    week.replies(7).await;
    at("2026-11-30T12:00:00Z").await;

    for (time, subject) in &mails {
        println!("{time}  {subject}");
    }
    let expected = [
        ("Sun 10:30", "Inbjudan till gruppen Barn i planering"),
        ("Mon 07:00", "Sammanfattning: en ny händelse"),
        ("Mon 15:30", "Omar vill ha kontakt med dig"),
        ("Tue 07:00", "Omar nämner dig i ”Gångtunneln”"),
        ("Wed 07:00", "Sammanfattning: en ny händelse"),
        ("Thu 07:00", "Sammanfattning: 3 nya händelser"),
        ("Mon 07:00", "Sammanfattning: 2 nya händelser"),
    ];
    assert_eq!(mails, expected.map(|(time, subject)| (time.to_owned(), subject.to_owned())));
    let maja = back(&week.maja).await;
    assert_eq!(counts(&maja).await.0, 2, "and everything is in the app");
}
