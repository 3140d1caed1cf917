//! Many causes are one notification (and few mails), whoever makes them.

use serde_json::{Value, json};
use tests::App;

use super::notifications::{counts, handle, told, wants};

#[actix_web::test]
async fn a_reaction_given_and_taken_back_a_thousand_times_is_one_notification() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    wants(&alva, "discussions.reaction", true, "now").await;
    let own = alva.post("/discussions", json!({ "title": "Torg", "body": "Hur?" })).await.is(201).id();
    let path = format!("/discussions/{own}/reactions/thanks");
    for _ in 0..1000 {
        omar.put(&path, Value::Null).await.is(204);
        omar.delete(&path).await.is(204);
    }
    assert_eq!((counts(&alva).await, app.notifications().await), ((0, 0), 1), "what was taken back is not told");
    omar.put(&path, Value::Null).await.is(204);
    assert_eq!(told(&alva).await, ["1 reaktion på det du skrev i ”Torg”, senast från Omar"]);
    assert!(app.mails_to(&alva.email, 1).await.len() <= 2);
}

#[actix_web::test]
async fn asking_to_join_five_hundred_times_is_one_notification() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    wants(&alva, "groups.request", true, "now").await;
    let group = alva.starts_group("Torg", "network", "request").await;
    for _ in 0..500 {
        omar.joins(&group).await;
        omar.delete(&format!("/groups/{group}/memberships/{}", omar.id)).await.is(204);
    }
    assert_eq!((counts(&alva).await, app.notifications().await), ((0, 0), 1));
    omar.joins(&group).await;
    assert_eq!(told(&alva).await, ["Omar vill gå med i gruppen Torg"]);
    assert!(app.mails_to(&alva.email, 1).await.len() <= 2);
}

#[actix_web::test]
async fn of_a_thousand_names_in_a_text_the_first_twenty_are_told() {
    let app = App::start().await;
    let omar = app.member("Omar").await;
    let mut names = Vec::new();
    for number in 0..25 {
        let email = format!("person{number}@example.org");
        app.member_made(&email).await;
        names.push(format!("@{}", handle(&app.sign_in(&email, tests::PASSWORD).await).await));
    }
    let body = names.iter().cycle().take(400).cloned().collect::<Vec<_>>().join(" ");
    omar.post("/discussions", json!({ "title": "Alla", "body": body })).await.is(201);
    app.all_is_told().await;
    assert_eq!(app.notifications().await, 20);
}

#[actix_web::test]
async fn everybody_who_follows_is_told_also_where_they_are_more_than_fit_in_one_transaction() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let group = alva.starts_group("Torg", "network", "open").await;
    app.follow(&group, &app.made_up(1203).await).await;
    alva.opens(&group, "Hej").await;
    app.all_is_told().await;
    assert_eq!(app.notifications().await, 1203);
}
