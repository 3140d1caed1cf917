//! The main job, once, end to end.

use serde_json::json;
use tests::App;

#[actix_web::test]
async fn a_new_member_finds_others_by_competence_and_talks_with_them() {
    let app = App::start().await;
    let alva = app.member("Alva Exempelgren").await;
    alva.knows("barnkonsekvensanalys", "leads").await.knows("medborgardialog", "practised").await;
    let group = alva.starts_group("Barn i planering", "network", "open").await;

    let omar = app.member("Omar Påhittberg").await;
    let position = json!({ "organisationName": "Föreningen Exempel", "title": "Samordnare", "started": "2021-09" });
    omar.post("/members/me/positions", position).await.is(201);
    omar.knows("medborgardialog", "teaches").await;
    omar.joins(&group).await;

    let hits = omar.get("/members?competence=barnkonsekvensanalys&competence=medborgardialog").await.is(200);
    assert_eq!(hits.each("/member/name"), ["Alva Exempelgren", "Omar Påhittberg"]);
    let why = &hits.items()[0]["reasons"];
    assert_eq!(why["matched"].as_array().map(Vec::len), Some(2));
    assert_eq!(why["sharedGroups"][0]["name"], "Barn i planering");
    assert_eq!(hits.items()[1]["reasons"]["unmet"][0]["key"], "barnkonsekvensanalys");

    let matches = omar.get("/members/me/matches").await.is(200);
    assert_eq!(matches.each("/member/name"), ["Alva Exempelgren"]);

    let own = omar.starts_group("Dialog som leder någonstans", "open", "request").await;
    let discussion = omar.opens(&group, "Hur gör ni med skolvägar?").await;
    alva.post(&format!("/discussions/{discussion}/posts"), json!({ "body": "Vi gick dem med en skolklass." })).await.is(201);
    let replies = omar.get(&format!("/discussions/{discussion}/posts")).await.is(200);
    assert_eq!(replies.each("/author/name"), ["Alva Exempelgren"]);
    assert_eq!(omar.get(&format!("/discussions/{discussion}")).await.body["replyCount"], 1);

    let visitor = app.stranger();
    assert_eq!(visitor.get("/groups").await.is(200).each("/id"), [own]);
    let model = visitor.get("/support-models/knowledge-matrix").await.is(200);
    assert_eq!(model.body["matrices"][0]["cells"].as_array().map(Vec::len), Some(20));
}
