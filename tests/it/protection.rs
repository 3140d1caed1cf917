//! Protection: set by the member or by an administrator, and nobody else notices.

use entity::kind::Role;
use serde_json::{Value, json};
use tests::App;

#[actix_web::test]
async fn a_member_protects_themself_and_is_back_as_they_were() {
    let app = App::start().await;
    let (berta, omar) = (app.member("Berta").await, app.member("Omar").await);
    berta.patch("/members/me", json!({ "handle": "berta" })).await.is(200);
    let path = format!("/members/{}", berta.id);
    for _ in 0..2 {
        berta.put("/members/me/protection", Value::Null).await.is(204);
        omar.get(&path).await.is_problem(404, "request.not-found");
        omar.get("/handles/berta").await.is_problem(404, "request.not-found");
    }
    let own = berta.get("/members/me").await.is(200);
    assert_eq!(own.body["audiences"]["protected"], true);
    assert!(own.text_at("/handle").starts_with("member-"), "{}", own.text);
    berta.patch("/members/me", json!({ "handle": "berta" })).await.is_problem(409, "members.handle-while-protected");
    // Taking the handle tells nothing of who had it.
    omar.patch("/members/me", json!({ "handle": "berta" })).await.is(200);
    for _ in 0..2 {
        berta.delete("/members/me/protection").await.is(204);
    }
    assert_eq!(omar.get(&path).await.is(200).body["name"], "Berta");
    berta.patch("/members/me", json!({ "handle": "berta-b" })).await.is(200);
}

#[actix_web::test]
async fn administrators_protect_without_saying_why_and_alone_see_whom() {
    let app = App::start().await;
    let (berta, omar) = (app.member("Berta").await, app.member("Omar").await);
    let (administrator, moderator) = (app.staff("Adm", Role::Administrator).await, app.staff("Mod", Role::Moderator).await);
    let path = format!("/members/{}/protection", berta.id);
    for nobody in [&omar, &moderator] {
        assert_eq!(nobody.put(&path, Value::Null).await.is_problem(403, "request.forbidden").body["right"], "members.protect");
        nobody.get("/protected-members").await.is_problem(403, "request.forbidden");
    }
    // A block hides nobody from whoever has to protect them.
    berta.put(&format!("/members/me/blocks/{}", administrator.id), Value::Null).await.is(204);
    administrator.put(&path, Value::Null).await.is(204);
    administrator.get(&format!("/members/{}", berta.id)).await.is_problem(404, "request.not-found");
    assert_eq!(administrator.get("/protected-members").await.is(200).each("/name"), ["Berta"]);
    // Whoever is protected is not there for others, who learn nothing by trying.
    for nobody in [&omar, &moderator] {
        for answer in [nobody.put(&path, Value::Null).await, nobody.delete(&path).await] {
            answer.is_problem(404, "request.not-found");
        }
    }
    administrator.delete(&path).await.is(204);
    assert_eq!(administrator.get("/protected-members").await.is(200).items().len(), 0);
    omar.get(&format!("/members/{}", berta.id)).await.is(200);
    let nowhere = "/members/0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47/protection";
    administrator.put(nowhere, Value::Null).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn whoever_is_suspended_is_met_nowhere_and_counts_for_nothing() {
    let app = App::start().await;
    let (berta, omar) = (app.member("Berta").await, app.member("Omar").await);
    berta.knows("etik", "leads").await;
    omar.knows("etik", "leads").await;
    let shown = json!({ "handle": "berta", "publicPage": true, "municipality": "1880", "competenceAudience": "everyone" });
    berta.patch("/members/me", shown).await.is(200);
    let found = async || {
        let lists = ["/members?sort=name", "/members?competence=etik", "/members/me/matches", "/members?municipality=1880"];
        let mut names = Vec::new();
        for list in lists {
            names.push(omar.get(list).await.is(200).each("/member/name").contains(&"Berta".to_owned()));
        }
        names.push(omar.get("/suggestions?q=berta").await.is(200).text.contains("Berta"));
        names.push(omar.get("/members/facets").await.is(200).body["total"] == 2);
        names
    };
    assert_eq!(found().await, [true; 6]);
    app.suspend(&berta.id).await;
    assert_eq!(found().await, [false; 6]);
    for path in [format!("/members/{}", berta.id), "/handles/berta".to_owned()] {
        omar.get(&path).await.is_problem(404, "request.not-found");
        app.stranger().get(&path).await.is_problem(404, "request.not-found");
    }
    omar.post(&format!("/members/{}/contact-requests", berta.id), json!({ "message": "Hej" })).await.is_problem(404, "request.not-found");
}
