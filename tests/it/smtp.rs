//! Mail by way of a mail server that refuses, hangs and hangs up.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use actix_web::rt;
use api::config::Config;
use api::kernel::access::System;
use api::kernel::outbox;
use chrono::TimeDelta;
use serde_json::json;
use tests::{App, Fate, PASSWORD, Person, Sink};

use super::notification_mails::{back, subject, until};
use super::notifications::handle;

/// Mails by way of a sink, and waits a short while for it.
fn mails_by(sink: &Sink, config: &mut Config) {
    config.smtp_url = Some(sink.url.clone().into());
    config.smtp_timeout = 3;
}

async fn by_way_of(sink: &Sink) -> App {
    App::start_with(|config| mails_by(sink, config)).await
}

async fn member<'a>(app: &'a App, email: &str) -> Person<'a> {
    app.member_made(email).await;
    app.sign_in(email, PASSWORD).await
}

async fn names(omar: &Person<'_>, alva: &Person<'_>, title: &str) {
    let body = json!({ "title": title, "body": format!("@{}", handle(alva).await) });
    omar.post("/discussions", body).await.is(201);
    omar.app.all_is_told().await;
}

#[actix_web::test]
async fn an_address_that_is_refused_for_good_is_left_alone_and_its_member_learns_of_it() {
    let sink = Sink::start().await;
    let app = by_way_of(&sink).await;
    let (alva, omar) = (member(&app, "alva@example.org").await, member(&app, "omar@example.org").await);
    sink.always(&alva.email, Fate::NoMailbox);
    names(&omar, &alva, "Ett").await;
    assert_eq!((sink.asked_for(&alva.email), app.given_up().await), (1, 1), "it is not tried again");
    names(&omar, &alva, "Två").await;
    assert_eq!(sink.asked_for(&alva.email), 1);
    let refused_at = alva.get("/members/me/notification-settings").await.is(200).text_at("/mailRefusedAt");
    assert!(refused_at.starts_with("2026-11-22T09:00:00"), "{refused_at}");
    assert_eq!(alva.get("/members/me/notification-counts").await.is(200).body["unread"], 2, "in the app everything is there");

    // A month later it is tried again, and a mail that is taken ends it.
    sink.always("nobody@example.org", Fate::NoMailbox);
    app.wait(TimeDelta::days(31));
    let (alva, omar) = (back(&alva).await, back(&omar).await);
    names(&omar, &alva, "Tre").await;
    assert_eq!(sink.taken_for(&alva.email).len(), 1);
    assert!(alva.get("/members/me/notification-settings").await.is(200).body["mailRefusedAt"].is_null());
}

#[actix_web::test]
async fn what_a_mail_server_does_not_take_within_a_day_is_given_up_and_the_rest_goes_out() {
    let sink = Sink::start().await;
    let app = by_way_of(&sink).await;
    let (alva, omar) = (member(&app, "alva@example.org").await, member(&app, "omar@example.org").await);
    sink.always(&alva.email, Fate::Busy);
    let body = json!({ "title": "Ett", "body": format!("@{} @{}", handle(&alva).await, handle(&omar).await) });
    member(&app, "siv@example.org").await.post("/discussions", body).await.is(201);
    app.all_is_told().await;
    assert_eq!(sink.taken_for(&omar.email).len(), 1);
    until(&app, "2026-11-23T12:00:00Z").await;
    assert_eq!((app.given_up().await, sink.taken_for(&alva.email).len()), (1, 0));
    assert!(sink.asked_for(&alva.email) > 10);
    let alva = back(&alva).await;
    assert!(alva.get("/members/me/notification-settings").await.is(200).body["mailRefusedAt"].is_null(), "busy is not refused");
}

#[actix_web::test]
async fn a_conversation_that_hangs_is_given_up_and_spoils_no_other() {
    let sink = Sink::start().await;
    let app = by_way_of(&sink).await;
    let (alva, omar) = (member(&app, "alva@example.org").await, member(&app, "omar@example.org").await);
    sink.expects([Fate::HangsBefore]);
    names(&omar, &alva, "Ett").await;
    names(&alva, &omar, "Två").await;
    assert_eq!((sink.taken_for(&alva.email).len(), sink.taken_for(&omar.email).len()), (0, 1));
    app.wait(TimeDelta::minutes(1));
    app.all_is_told().await;
    assert_eq!(sink.taken_for(&alva.email).len(), 1);
}

#[actix_web::test]
async fn a_mail_whose_answer_was_lost_before_the_quiet_hours_comes_again_as_the_same_mail() {
    let sink = Sink::start().await;
    let app = by_way_of(&sink).await;
    let (alva, omar) = (member(&app, "alva@example.org").await, member(&app, "omar@example.org").await);
    until(&app, "2026-11-22T19:59:00Z").await;
    let (alva, omar) = (back(&alva).await, back(&omar).await);
    sink.expects([Fate::DroppedAfter]);
    let body = json!({ "title": "Ett", "body": format!("@{}", handle(&alva).await) });
    omar.post("/discussions", body).await.is(201);
    while sink.taken_for(&alva.email).is_empty() || app.due().await > 0 {
        rt::time::sleep(Duration::from_millis(10)).await;
    }
    app.wait(TimeDelta::minutes(3));
    app.all_is_told().await;
    until(&app, "2026-11-23T12:00:00Z").await;
    let ids: Vec<_> = sink.taken_for(&alva.email).into_iter().map(|mail| mail.id).collect();
    assert!(ids.len() == 2 && ids[0] == ids[1], "{ids:?}");
}

/// People who hear of everything, and discussions that are opened.
const PEOPLE: usize = 50;
const DISCUSSIONS: usize = 20;
/// How often a worker is killed in the middle of its work.
const KILLS: usize = 12;

/// What becomes of the first mails.
fn script() -> Vec<Fate> {
    let mut random = fastrand::Rng::with_seed(15);
    let kinds = [Fate::Busy, Fate::Filtered, Fate::Dropped, Fate::DroppedAfter, Fate::Slow, Fate::Taken, Fate::Taken];
    let mut fates: Vec<_> = (0..400).filter_map(|_| random.choice(kinds)).collect();
    fates.extend([Fate::HangsBefore, Fate::HangsAfter, Fate::HangsBefore, Fate::HangsAfter]);
    random.shuffle(&mut fates);
    fates
}

/// A worker begins, and is killed before it is done.
async fn killed_worker(app: &App, after: Duration) {
    let system = System::because("notices belong to nobody", &app.inner);
    let work = rt::spawn(async move { drop(outbox::deliver_due(&system, &api::features::notices()).await) });
    rt::time::sleep(after).await;
    work.abort();
}

/// Time passes once everybody who works has come to rest.
async fn rests(app: &App, sink: &Sink) {
    let mut before = u64::MAX;
    loop {
        let now = app.notices().await;
        if now == before && sink.is_idle() {
            return app.wait(TimeDelta::minutes(3));
        }
        before = now;
        rt::time::sleep(Duration::from_millis(1200)).await;
    }
}

#[actix_web::test]
async fn a_thousand_mails_arrive_in_their_order_whatever_the_mail_server_and_the_workers_do() {
    let sink = Sink::start().await;
    let app = by_way_of(&sink).await;
    let author = member(&app, "author@example.org").await;
    let group = author.starts_group("Alla öron", "network", "open").await;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(app.member_made(&format!("person{number}@example.org")).await);
    }
    app.all_ears(&group, &people).await;
    let fates = script();
    let doubled: usize = fates.iter().filter(|fate| matches!(fate, Fate::HangsAfter | Fate::DroppedAfter)).count();
    sink.expects(fates);
    for number in 0..DISCUSSIONS {
        author.opens(&group, &format!("Fråga {number:02}")).await;
    }
    let second = app.again_with(|config| mails_by(&sink, config)).await;
    for kill in 0..KILLS {
        killed_worker(&app, Duration::from_millis(20 + 15 * u64::try_from(kill).expect("few"))).await;
    }
    for _ in 0..400 {
        if app.notices().await == 0 {
            break;
        }
        rests(&app, &sink).await;
    }
    second.stop().await;

    assert_eq!((app.notices().await, app.given_up().await), (0, 0));
    assert_eq!(app.notifications().await, u64::try_from(PEOPLE * DISCUSSIONS).expect("a number"), "in the app exactly once");
    let (mut sent, mut order) = (BTreeMap::<_, BTreeSet<_>>::new(), BTreeMap::<_, Vec<_>>::new());
    let taken = sink.taken();
    for mail in &taken {
        let title = subject(&mail.data);
        if sent.entry((mail.to.clone(), title.clone())).or_default().insert(mail.id.clone()) {
            order.entry(mail.to.clone()).or_default().push(title);
        }
    }
    assert_eq!(sent.len(), PEOPLE * DISCUSSIONS, "none is lost");
    assert!(sent.values().all(|ids| ids.len() == 1), "what comes twice has the same Message-ID");
    let twice = taken.len() - sent.len();
    assert!(twice <= doubled + KILLS, "{twice} came twice, {doubled} answers were lost and {KILLS} workers killed");
    assert!(order.values().all(|titles| titles.is_sorted()), "each gets theirs in order");
    println!("{} mails taken, {twice} of them twice ({doubled} answers lost, {KILLS} workers killed)", taken.len());
}

#[actix_web::test]
async fn an_address_that_nobody_confirmed_gets_five_mails_an_hour_and_ten_a_day_whoever_asks() {
    let sink = Sink::start().await;
    let app = by_way_of(&sink).await;
    let target = "offer@example.org";
    let (mut alva, stranger) = (member(&app, "alva@example.org").await, app.stranger());
    let mut attempts = 0;
    for hour in 0..24 {
        let before = sink.taken_for(target).len();
        alva = back(&alva).await;
        for number in 0..38 {
            let new = json!({ "name": format!("Namn {number}"), "email": target, "password": "glad igelkott under bron" });
            let status = stranger.post("/registrations", new).await.status;
            assert!([202, 429].contains(&status), "{status}");
        }
        for number in 0..4 {
            let group = alva.starts_group(&format!("Grupp {hour} {number}"), "network", "open").await;
            let status = alva.post(&format!("/groups/{group}/invitations"), json!({ "email": target })).await.status;
            assert!([201, 429].contains(&status), "{status}");
        }
        attempts += 42;
        app.all_is_told().await;
        let sent = sink.taken_for(target).len() - before;
        assert!(sent <= 5, "{sent} in hour {hour}");
        app.wait(TimeDelta::hours(1));
    }
    let sent = sink.taken_for(target).len();
    assert!(attempts >= 1000 && (1..=10).contains(&sent), "{sent} mails of {attempts} attempts");
}
