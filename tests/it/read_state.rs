//! How far one has read: exact, one's own, and known only where one may read.

use serde_json::{Value, json};
use tests::{App, Person};

async fn says(person: &Person<'_>, discussion: &str) -> String {
    person.post(&format!("{discussion}/posts"), json!({ "body": "Så här." })).await.is(201).id()
}

/// Opening unread, first unread, number of unread.
async fn state(person: &Person<'_>, discussion: &str) -> (bool, Option<String>, u64) {
    let state = person.get(&format!("{discussion}/read-state")).await.is(200);
    let first = state.body["firstUnread"].as_str().map(str::to_owned);
    (state.body["openingUnread"] == true, first, state.body["unreadCount"].as_u64().expect("a count"))
}

#[actix_web::test]
async fn unread_is_what_others_wrote_since_and_did_not_delete() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Läsarna", "open", "open").await;
    omar.joins(&group).await;
    let opening = format!("/discussions/{}", alva.opens(&group, "Hur gör ni?").await);
    assert_eq!(state(&alva, &opening).await, (false, None, 0));
    assert_eq!(state(&omar, &opening).await, (true, None, 1));
    let first = says(&omar, &opening).await;
    let second = says(&alva, &opening).await;
    let third = says(&alva, &opening).await;
    assert_eq!(state(&alva, &opening).await, (false, Some(first.clone()), 1));
    assert_eq!(state(&omar, &opening).await, (true, Some(second.clone()), 3));

    let path = format!("{opening}/read-state");
    let read = omar.put(&path, json!({})).await.is(200);
    assert_eq!((&read.body["openingUnread"], &read.body["unreadCount"], &read.body["lastRead"]), (&json!(false), &json!(2), &Value::Null));
    omar.put(&path, json!({ "post": second })).await.is(200);
    assert_eq!(state(&omar, &opening).await, (false, Some(third.clone()), 1));
    omar.put(&path, json!({ "post": third })).await.is(200);
    assert_eq!(state(&omar, &opening).await, (false, None, 0));
    for behind in [json!({ "post": first }), json!({ "post": null }), json!({})] {
        assert_eq!(omar.put(&path, behind).await.is(200).text_at("/lastRead"), third, "it does not go back");
    }

    let fourth = says(&alva, &opening).await;
    let list = format!("/groups/{group}/discussions");
    for (person, count) in [(&omar, json!(1)), (&alva, json!(1)), (&app.stranger(), Value::Null)] {
        assert_eq!(person.get(&list).await.items()[0]["unreadCount"], count);
        assert_eq!(person.get(&opening).await.body["unreadCount"], count);
    }
    alva.delete(&format!("{opening}/posts/{fourth}")).await.is(204);
    assert_eq!(state(&omar, &opening).await, (false, None, 0));
    assert_eq!(omar.get(&list).await.items()[0]["unreadCount"], 0);
}

#[actix_web::test]
async fn nobody_has_read_where_they_may_not_read() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Mellan oss", "closed", "open").await;
    let (opening, other) = (alva.opens(&group, "Den ena").await, alva.opens(&group, "Den andra").await);
    let elsewhere = says(&alva, &format!("/discussions/{other}")).await;
    let path = format!("/discussions/{opening}/read-state");
    omar.get(&path).await.is_problem(404, "request.not-found");
    omar.put(&path, json!({})).await.is_problem(404, "request.not-found");
    app.stranger().get(&path).await.is_problem(401, "request.unauthenticated");
    alva.put(&path, json!({ "post": elsewhere })).await.is(422).has_faults(&[("/post", "unknown")]);
}
