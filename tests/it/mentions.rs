//! Whom and what a post names: found when it is written, shown to whoever may know.

use serde_json::{Value, json};
use tests::{Answer, App, Person};

/// The handle by which a member is named.
async fn handle(person: &Person<'_>) -> String {
    person.get("/members/me").await.is(200).text_at("/handle")
}

/// Kind and name of everything that a post names.
#[track_caller]
fn named(post: &Answer) -> Vec<(String, String)> {
    let mentions = post.body["mentions"].as_array().unwrap_or_else(|| panic!("{}: {}", post.of, post.text));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    mentions.iter().map(|one| (text(&one["kind"]), text(&one["name"]))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(kind, name)| ((*kind).to_owned(), (*name).to_owned())).collect()
}

#[actix_web::test]
async fn members_groups_discussions_and_models_are_named_and_shown_to_whoever_may_know() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let (open, secret) = (alva.starts_group("Öppet", "open", "open").await, alva.starts_group("Hemligt", "secret", "open").await);
    let slug = alva.get(&format!("/groups/{secret}")).await.text_at("/slug");
    let (said, whispered) = (alva.opens(&open, "Högt").await, alva.opens(&secret, "Tyst").await);
    let body = format!(
        "@{}, @{slug}: [a](/discussions/{said}) https://torg.test/discussions/{whispered} [m](/support-models/social-impact-assessment) @finns-inte `@{}`",
        handle(&omar).await,
        handle(&siv).await
    );
    let post = alva.post(&format!("/groups/{open}/discussions"), json!({ "title": "Namn", "body": body })).await.is(201);
    let model = app.stranger().get("/support-models/social-impact-assessment").await.text_at("/title");
    let all = pairs(&[("member", "Omar"), ("group", "Hemligt"), ("discussion", "Högt"), ("discussion", "Tyst"), ("support-model", &model)]);
    assert_eq!(named(&post), all);
    let path = format!("/discussions/{}", post.id());
    let seen_by_omar = alva.get(&path).await.is(200);
    assert_eq!(named(&seen_by_omar), all);
    assert_eq!(named(&omar.get(&path).await), pairs(&[("member", "Omar"), ("discussion", "Högt"), ("support-model", &model)]));
    assert_eq!(named(&app.stranger().get(&path).await), pairs(&[("discussion", "Högt"), ("support-model", &model)]));
    let at = |place: usize, name: &str| seen_by_omar.body["mentions"][place][name].as_str().unwrap_or_default().to_owned();
    assert_eq!((at(0, "written"), at(0, "href")), (format!("@{}", handle(&omar).await), format!("https://torg.test/api/v1/members/{}", omar.id)));

    // What changes later, changes here: a title, a block, a deletion.
    alva.patch_version(&format!("/discussions/{said}"), 0, json!({ "title": "Lågt" })).await.is(200);
    omar.put(&format!("/members/me/blocks/{}", siv.id), Value::Null).await;
    assert_eq!(named(&siv.get(&path).await), pairs(&[("discussion", "Lågt"), ("support-model", &model)]));
    alva.delete(&format!("/discussions/{said}")).await.is(204);
    assert_eq!(named(&siv.get(&path).await), pairs(&[("support-model", &model)]));
    alva.patch_version(&path, 0, json!({ "title": "Samma text" })).await.is(200);
    assert_eq!(named(&alva.get(&path).await).len(), 4);
    assert_eq!(
        named(&alva.patch_version(&path, 1, json!({ "body": format!("@{}", handle(&siv).await) })).await.is(200)),
        pairs(&[("member", "Siv")])
    );
    alva.delete(&path).await.is(204);
    assert_eq!(named(&alva.get(&path).await), []);
    assert!(app.stored().await["mention"].is_empty());
}

#[actix_web::test]
async fn who_may_not_read_in_the_place_is_not_named_and_nobody_is_told() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Mellan oss", "closed", "open").await;
    omar.joins(&group).await;
    let opening = format!("/discussions/{}/posts", alva.opens(&group, "Vi två").await);
    let writes = |name: String| alva.post(&opening, json!({ "body": format!("@{name} hej") }));
    let (member, outsider, nobody) =
        (writes(handle(&omar).await).await.is(201), writes(handle(&siv).await).await.is(201), writes("finns-inte".to_owned()).await.is(201));
    assert_eq!(named(&member), pairs(&[("member", "Omar")]));
    assert_eq!((named(&outsider), named(&nobody)), (vec![], vec![]));
    assert_eq!(app.stored().await["mention"].len(), 1);
    // In the open forum everybody may read; whom the author may not know of is not found there either.
    siv.put(&format!("/members/me/blocks/{}", alva.id), Value::Null).await;
    let aired = |name: String| alva.post("/discussions", json!({ "title": "Ute", "body": format!("@{name}") }));
    assert_eq!(named(&aired(handle(&omar).await).await.is(201)), pairs(&[("member", "Omar")]));
    assert_eq!(named(&aired(handle(&siv).await).await.is(201)), []);
}

#[actix_web::test]
async fn of_a_thousand_names_the_first_twenty_count() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let mut handles = Vec::new();
    for number in 0..22 {
        handles.push(handle(&app.member(&format!("Nr {number}")).await).await);
    }
    let many: String = (0..900).map(|_| format!("@{} ", handles[0])).collect();
    let body: String = handles.iter().map(|handle| format!("@{handle} ")).collect();
    let post = alva.post("/discussions", json!({ "title": "Alla", "body": body })).await.is(201);
    let names = named(&post);
    assert_eq!((names.len(), names[19].1.as_str()), (20, "Nr 19"));
    let repeated = alva.post("/discussions", json!({ "title": "Samma", "body": many.chars().take(9000).collect::<String>() })).await.is(201);
    assert_eq!(named(&repeated).first().map(|one| one.1.clone()), Some("Nr 0".to_owned()));
    assert_eq!(app.stored().await["mention"].len(), 20 + named(&repeated).len());
}
