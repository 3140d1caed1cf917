//! The vocabulary grows: proposals, what editors decide, and competences that give way to others.

use actix_web::http::Method;
use api::kernel::access::System;
use entity::kind::Role;
use futures_util::future::join_all;
use sea_orm::{ActiveValue, EntityTrait};
use serde_json::{Value, json};
use tests::{Answer, App, Person};

async fn proposes(person: &Person<'_>, sv: &str) -> String {
    let new = json!({ "sv": sv, "area": "trygghet", "definition": "Att gå runt och se", "broader": ["etik"], "level": "leads" });
    person.post("/competence-proposals", new).await.is(201).id()
}

async fn decides(editor: &Person<'_>, proposal: &str, how: &str, version: i64, body: Value) -> Answer {
    let path = format!("/competence-proposals/{proposal}/{how}");
    editor.send(Method::PUT, &path, &[("if-match", &format!("\"{version}\""))], Some(body)).await
}

async fn retires(editor: &Person<'_>, key: &str, version: i64, successor: &str, synonyms: bool) -> Answer {
    let body = json!({ "successor": successor, "synonyms": synonyms, "reason": "Två namn på samma sak" });
    editor.send(Method::PUT, &format!("/competences/{key}/retirement"), &[("if-match", &format!("\"{version}\""))], Some(body)).await
}

/// The key of each competence in somebody's profile, and its level.
async fn claims(person: &Person<'_>) -> Vec<(String, String)> {
    let profile = person.get("/members/me").await.is(200);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let claims = profile.body["competences"].as_array().expect("competences").iter();
    let mut claims: Vec<_> = claims.map(|claim| (text(&claim["competence"]["key"]), text(&claim["level"]))).collect();
    claims.sort();
    claims
}

/// Starts the program's terms once more, as a new version of it does.
async fn ships_again(app: &App) {
    let system = System::because("the shipped terms belong to nobody", &app.inner);
    api::vocabulary::load(&system).await.expect("the terms");
}

#[actix_web::test]
async fn an_accepted_proposal_is_a_competence_at_once_and_claimed_by_its_proposer() {
    let app = App::start().await;
    let (alva, omar, editor) = (app.member("Alva").await, app.member("Omar").await, app.staff("Red", Role::Editor).await);
    let proposal = proposes(&alva, "Kvällsvandring med ungdomar").await;
    let path = format!("/competence-proposals/{proposal}");
    // It is between its proposer and the editors.
    omar.get(&path).await.is_problem(404, "request.not-found");
    assert_eq!(omar.get("/competence-proposals").await.is(200).items().len(), 0);
    assert_eq!(editor.get("/competence-proposals?state=proposed").await.is(200).each("/proposer/name"), ["Alva"]);
    decides(&omar, &proposal, "acceptance", 0, json!({ "en": "X" })).await.is(422);
    decides(&omar, &proposal, "acceptance", 0, json!({ "en": "Evening walks" })).await.is_problem(404, "request.not-found");
    assert_eq!(decides(&alva, &proposal, "acceptance", 0, json!({ "en": "Evening walks" })).await.is(403).text_at("/right"), "vocabulary.edit");
    decides(&editor, &proposal, "acceptance", 0, json!({})).await.is(422).has_faults(&[("/en", "missing")]);
    let accepted = decides(&editor, &proposal, "acceptance", 0, json!({ "en": "Evening walks", "reason": "Tack!" })).await.is(200);
    assert_eq!(accepted.text_at("/competence/key"), "kvallsvandring-med-ungdomar");
    assert_eq!(alva.get(&path).await.is(200).text_at("/state"), "accepted");
    let competence = omar.get("/competences/kvallsvandring-med-ungdomar").await.is(200);
    assert_eq!((competence.text_at("/definition"), competence.text_at("/broader/0/key")), ("Att gå runt och se".to_owned(), "etik".to_owned()));
    assert_eq!(app.stranger().get("/competences?q=evening+walk").await.is(200).each("/key"), ["kvallsvandring-med-ungdomar"]);
    assert_eq!(claims(&alva).await, [("kvallsvandring-med-ungdomar".to_owned(), "leads".to_owned())]);
    let mails = app.mails_to(&alva.email, 2).await;
    assert!(mails.iter().any(|mail| mail.contains("Kvällsvandring med ungdomar") && mail.contains("Tack!")), "{mails:?}");
    assert_eq!(omar.get("/members?competence=etik").await.is(200).each("/member/name"), ["Alva"], "it is part of ethics");
}

#[actix_web::test]
async fn a_merged_proposal_becomes_a_synonym_and_a_declined_one_says_why() {
    let app = App::start().await;
    let (alva, omar, editor) = (app.member("Alva").await, app.member("Omar").await, app.staff("Red", Role::Editor).await);
    let (merged, declined) = (proposes(&alva, "Trygghetsrunda").await, proposes(&alva, "Fikapauser").await);
    let unknown = json!({ "competence": "finns-inte", "synonyms": true });
    decides(&editor, &merged, "merger", 0, unknown).await.is(422).has_faults(&[("/competence", "unknown")]);
    decides(&editor, &merged, "merger", 0, json!({ "competence": "trygghetsvandring", "synonyms": true })).await.is(200);
    decides(&editor, &declined, "refusal", 0, json!({ "reason": "Det är ingen kompetens" })).await.is(200);
    assert_eq!(app.stranger().get("/competences?q=trygghetsrunda&limit=1").await.is(200).each("/key"), ["trygghetsvandring"]);
    assert_eq!(claims(&alva).await, [("trygghetsvandring".to_owned(), "leads".to_owned())]);
    assert_eq!(alva.get("/competence-proposals").await.is(200).each("/state"), ["declined", "merged"]);
    let mails = app.mails_to(&alva.email, 3).await;
    assert!(mails.iter().any(|mail| mail.contains("finns redan") && mail.contains("Trygghetsvandring")), "{mails:?}");
    assert!(mails.iter().any(|mail| mail.contains("Det är ingen kompetens")), "{mails:?}");
    // What is decided is decided, and what is there is not proposed again, under any of its names.
    decides(&editor, &declined, "acceptance", 1, json!({ "en": "Coffee breaks" })).await.is_problem(409, "curation.decided");
    alva.patch_version(&format!("/competence-proposals/{declined}"), 1, json!({ "sv": "Kafferaster" })).await.is_problem(409, "curation.decided");
    alva.delete(&format!("/competence-proposals/{declined}")).await.is_problem(409, "curation.decided");
    for name in ["TRYGGHETSRUNDA", "etik", "Child impact assessment"] {
        let again = json!({ "sv": name, "area": "trygghet", "definition": "Att gå runt" });
        alva.post("/competence-proposals", again).await.is_problem(409, "curation.known");
    }
    // Others learn what there is, not what came to nothing.
    assert_eq!(editor.get("/vocabulary-decisions").await.is(200).each("/kind"), ["declined", "merged"]);
    assert_eq!(editor.get("/vocabulary-decisions").await.each("/by/name"), ["Red", "Red"]);
    assert_eq!(alva.get("/vocabulary-decisions").await.is(200).items().len(), 2);
    assert_eq!(omar.get("/vocabulary-decisions").await.is(200).items().len(), 0);
}

#[actix_web::test]
async fn a_proposal_has_a_name_and_a_place_and_can_be_taken_back() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let nameless = json!({ "area": "trygghet", "definition": "Att gå runt" });
    alva.post("/competence-proposals", nameless).await.is(422).has_faults(&[("/sv", "missing")]);
    let nowhere = json!({ "sv": "Ronder", "area": "ingenstans", "definition": "Att gå runt" });
    alva.post("/competence-proposals", nowhere).await.is(422).has_faults(&[("/area", "unknown")]);
    let of_nothing = json!({ "sv": "Ronder", "area": "trygghet", "definition": "Att gå runt", "broader": ["finns-inte"] });
    alva.post("/competence-proposals", of_nothing).await.is(422).has_faults(&[("/broader", "unknown")]);
    let path = format!("/competence-proposals/{}", proposes(&alva, "Ronder").await);
    alva.patch_version(&path, 0, json!({ "sv": null })).await.is(422).has_faults(&[("/sv", "missing")]);
    alva.patch_version(&path, 0, json!({ "sv": null, "en": "Rounds", "level": null })).await.is(200);
    alva.patch_version(&path, 0, json!({ "sv": "Rundor" })).await.is_problem(412, "request.stale");
    alva.patch(&path, json!({ "sv": "Rundor" })).await.is_problem(428, "request.precondition-required");
    alva.delete(&path).await.is(204);
    alva.get(&path).await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn of_editors_who_decide_at_once_one_wins() {
    let app = App::start_with(|config| config.workers = 4).await;
    let (alva, one, other) = (app.member("Alva").await, app.staff("Ett", Role::Editor).await, app.staff("Tva", Role::Editor).await);
    let proposal = proposes(&alva, "Trygghetsrunda").await;
    let decided = join_all([&one, &other].repeat(3).into_iter().map(async |editor| match editor.id == one.id {
        true => decides(editor, &proposal, "acceptance", 0, json!({ "en": "Safety rounds" })).await,
        false => decides(editor, &proposal, "refusal", 0, json!({ "reason": "Nej" })).await,
    }))
    .await;
    let (won, lost): (Vec<_>, Vec<_>) = decided.into_iter().partition(|answer| answer.status == 200);
    assert_eq!((won.len(), lost.len()), (1, 5));
    for answer in lost {
        answer.is_problem(412, "request.stale");
    }
    assert_eq!(one.get("/vocabulary-decisions").await.is(200).items().len(), 1);
    // Two that are to give way to each other: one does.
    let (a, b) = ("medborgardialog", "etik");
    let answers = [retires(&one, a, 0, b, false), retires(&other, b, 0, a, false)];
    let statuses: Vec<_> = join_all(answers).await.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
}

#[actix_web::test]
async fn what_is_said_of_a_competence_goes_over_to_its_successor() {
    let app = App::start().await;
    let (alva, omar, siv, editor) =
        (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await, app.staff("Red", Role::Editor).await);
    let (old, new) = ("stadsplanering", "oversiktsplanering");
    alva.knows(old, "leads").await.knows(new, "knows").await;
    omar.knows(old, "knows").await.knows(new, "teaches").await;
    siv.knows(old, "practised").await;
    for (person, key) in [(&alva, old), (&alva, new), (&siv, old)] {
        person.put(&format!("/members/me/topics/need/{key}"), json!({ "note": key })).await.is(200);
    }
    assert_eq!(retires(&alva, old, 0, new, true).await.is(403).text_at("/right"), "vocabulary.edit");
    retires(&editor, old, 7, new, true).await.is_problem(412, "request.stale");
    for (successor, code) in [(old, "unknown"), ("finns-inte", "unknown")] {
        retires(&editor, old, 0, successor, true).await.is(422).has_faults(&[("/successor", code)]);
    }
    retires(&editor, "finns-inte", 0, new, true).await.is_problem(404, "request.not-found");
    let gone = retires(&editor, old, 0, new, true).await.is(200);
    assert_eq!((gone.text_at("/successor/key"), gone.body["retiredAt"].is_string()), (new.to_owned(), true));

    let claim = |level: &str| vec![(new.to_owned(), level.to_owned())];
    assert_eq!((claims(&alva).await, claims(&omar).await, claims(&siv).await), (claim("leads"), claim("teaches"), claim("practised")));
    for (person, note) in [(&alva, new), (&siv, old)] {
        let needs = person.get("/members/me").await.is(200).body["needs"].clone();
        assert_eq!((needs.as_array().map(Vec::len), &needs[0]["competence"]["key"], &needs[0]["note"]), (Some(1), &json!(new), &json!(note)));
    }
    // The old key goes on answering, and is neither listed nor claimed.
    assert_eq!(app.stranger().get(&format!("/competences/{old}")).await.is(200).text_at("/successor/key"), new);
    assert_eq!(omar.get(&format!("/members?competence={old}")).await.is(200).each("/member/name"), ["Omar", "Alva", "Siv"]);
    assert_eq!(omar.get(&format!("/members?need={old}")).await.is(200).each("/member/name"), ["Alva", "Siv"]);
    assert_eq!(app.stranger().walk("/competences?limit=100").await.len(), 319);
    for (path, body) in [("competences", json!({ "level": "knows" })), ("topics/offer", json!({}))] {
        let refused = alva.put(&format!("/members/me/{path}/{old}"), body).await.is_problem(409, "vocabulary.retired");
        assert!(refused.text_at("/detail").contains(new), "{}", refused.text);
    }
    // It is found by its old name, and stands where the other stood.
    assert_eq!(app.stranger().get("/competences?q=stadsplanering&limit=1").await.is(200).each("/key"), [new]);
    let narrower = app.stranger().get(&format!("/competences/{new}")).await.is(200).body["narrower"].to_string();
    assert!(narrower.contains("tillitsframjande-stadsplanering"), "{narrower}");
    // It gives way once; and when its successor gives way, it follows.
    retires(&editor, old, 1, "etik", false).await.is_problem(409, "vocabulary.retired");
    retires(&editor, "etik", 0, old, false).await.is(422).has_faults(&[("/successor", "unknown")]);
    retires(&editor, new, 1, "etik", false).await.is(200);
    assert_eq!(app.stranger().get(&format!("/competences/{old}")).await.is(200).text_at("/successor/key"), "etik");
    let history = omar.get(&format!("/vocabulary-decisions?competence={new}")).await.is(200);
    assert_eq!((history.each("/successor/key"), history.each("/by/name")), (vec!["etik".to_owned(), new.to_owned()], vec!["Red".to_owned(); 2]));
}

#[actix_web::test]
async fn relations_that_would_go_in_a_circle_do_not_go_over() {
    let app = App::start().await;
    let editor = app.staff("Red", Role::Editor).await;
    // Town planning is a part of planning, and in turn has parts.
    retires(&editor, "samhallsplanering", 0, "tillitsframjande-stadsplanering", false).await.is(200);
    let all = app.stranger().walk("/competences?limit=100").await;
    let broader = |key: &str| all.iter().find(|one| one["key"] == key).map(|one| one["broader"].clone()).expect("a competence");
    assert_eq!(broader("tillitsframjande-stadsplanering"), json!(["stadsplanering"]));
    assert_eq!(broader("stadsplanering"), json!([]), "it would be a part of its own part");
    assert_eq!(broader("detaljplanering"), json!(["tillitsframjande-stadsplanering"]));
}

#[actix_web::test]
async fn nobody_claims_a_competence_while_it_gives_way() {
    let app = App::start_with(|config| config.workers = 4).await;
    let editor = app.staff("Red", Role::Editor).await;
    let mut people = Vec::new();
    for number in 0..12 {
        people.push(app.member(&format!("Nummer {number}")).await);
    }
    let claim = async |person: &Person<'_>| {
        let mut statuses = Vec::new();
        for _ in 0..8 {
            statuses.push(person.put("/members/me/competences/medborgardialog", json!({ "level": "knows" })).await.status);
        }
        statuses
    };
    let retirement = retires(&editor, "medborgardialog", 0, "etik", false);
    let (statuses, retired) = futures_util::future::join(join_all(people.iter().map(claim)), retirement).await;
    retired.is(200);
    assert!(statuses.iter().flatten().any(|status| *status == 409), "nobody came too late: {statuses:?}");
    for (person, statuses) in people.iter().zip(statuses) {
        let expected = if statuses.contains(&200) { vec![("etik".to_owned(), "knows".to_owned())] } else { Vec::new() };
        assert_eq!(claims(person).await, expected, "{statuses:?}");
    }
}

#[actix_web::test]
async fn a_new_version_of_the_program_undoes_nothing_that_editors_decided() {
    let app = App::start().await;
    let (alva, editor) = (app.member("Alva").await, app.staff("Red", Role::Editor).await);
    retires(&editor, "stadsplanering", 0, "oversiktsplanering", true).await.is(200);
    let proposal = proposes(&alva, "Trygghetsrunda").await;
    decides(&editor, &proposal, "acceptance", 0, json!({ "en": "Safety rounds" })).await.is(200);
    // As if the program now shipped a competence under the key of one that editors made.
    let row = entity::competence::ActiveModel {
        key: ActiveValue::Unchanged("etik".to_owned()),
        sv: ActiveValue::Set("Redaktörernas etik".to_owned()),
        shipped: ActiveValue::Set(false),
        ..Default::default()
    };
    entity::competence::Entity::update(row).exec(app.inner.db.for_migration()).await.expect("a competence");
    let list = async || {
        let mut all = Vec::new();
        for key in ["stadsplanering", "oversiktsplanering", "samhallsplanering", "tillitsframjande-stadsplanering", "trygghetsrunda", "etik"] {
            all.push(app.stranger().get(&format!("/competences/{key}")).await.is(200).text);
        }
        all
    };
    let before = list().await;
    ships_again(&app).await;
    assert_eq!(list().await, before);
    // But what it ships itself it may reword.
    let row = entity::competence::ActiveModel {
        key: ActiveValue::Unchanged("medborgardialog".to_owned()),
        sv: ActiveValue::Set("Gammal lydelse".to_owned()),
        ..Default::default()
    };
    entity::competence::Entity::update(row).exec(app.inner.db.for_migration()).await.expect("a competence");
    ships_again(&app).await;
    assert_eq!(app.stranger().get("/competences/medborgardialog").await.is(200).text_at("/sv"), "Medborgardialog");
}

#[actix_web::test]
async fn administrators_appoint_editors_and_nobody_else_does() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let (administrator, moderator) = (app.staff("Adm", Role::Administrator).await, app.staff("Mod", Role::Moderator).await);
    let appoints = async |by: &Person<'_>, who: &Person<'_>, role: &str| by.put(&format!("/staff/{}", who.id), json!({ "role": role })).await;
    for person in [&alva, &omar, &moderator] {
        assert_eq!(appoints(person, &omar, "editor").await.is(403).text_at("/right"), "accounts.appoint");
    }
    for (who, role) in [(&administrator, "member"), (&omar, "administrator")] {
        appoints(&administrator, who, role).await.is_problem(403, "request.forbidden");
    }
    let proposal = proposes(&alva, "Trygghetsrunda").await;
    decides(&omar, &proposal, "refusal", 0, json!({ "reason": "Nej" })).await.is_problem(404, "request.not-found");
    assert_eq!(appoints(&administrator, &omar, "editor").await.is(200).text_at("/role"), "editor");
    assert_eq!(alva.get("/staff").await.is(200).each("/role"), ["editor", "administrator", "moderator"]);
    decides(&omar, &proposal, "refusal", 0, json!({ "reason": "Nej" })).await.is(200);
    appoints(&administrator, &omar, "member").await.is(200);
    assert_eq!(retires(&omar, "medborgardialog", 0, "etik", false).await.is(403).text_at("/right"), "vocabulary.edit");
    app.protect(&omar.id).await;
    appoints(&administrator, &omar, "editor").await.is_problem(404, "request.not-found");
}

#[actix_web::test]
async fn an_esco_concept_is_shown_with_its_source() {
    let app = App::start().await;
    for competence in app.stranger().walk("/competences?limit=100").await {
        let one = app.stranger().get(&format!("/competences/{}", competence["key"].as_str().expect("a key"))).await.is(200);
        for part in ["escoUri", "escoMatch", "escoSource"] {
            assert_eq!(competence[part], one.body[part]);
        }
        assert_eq!(one.body["escoSource"], if one.body["escoUri"].is_string() { json!("ESCO (European Commission)") } else { Value::Null });
        let keys = |list: &Value| list.as_array().expect("a list").iter().map(|one| one["key"].clone()).collect::<Vec<_>>();
        assert_eq!((json!(keys(&one.body["broader"])), one.body["narrower"].as_array().map(Vec::len)), {
            let mut broader = competence["broader"].as_array().expect("a list").clone();
            broader.sort_by_key(|key| keys(&one.body["broader"]).iter().position(|other| other == key));
            (json!(broader), competence["narrower"].as_array().map(Vec::len))
        });
    }
}
