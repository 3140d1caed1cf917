//! What holds for every operation, whichever it is: the committed document says which there are.

use std::cell::RefCell;
use std::collections::BTreeSet;

use actix_web::http::Method;
use api::kernel::access::System;
use entity::kind::Role;
use entity::organisation;
use sea_orm::{ActiveValue, EntityTrait};
use serde_json::json;
use tests::{Answer, App, Contract, Operation, PASSWORD, Person};

use super::tour::Tour;
use super::{editor_tour, group_tour, worksheet_tour};

/// An id of nothing, or a key of nothing.
fn nowhere(name: &str) -> String {
    match name {
        "topicKind" => "need".to_owned(),
        _ if name.ends_with("Id") => format!("{:08x}-8f1c-4d3a-9b6f-2f1d5c3e8a47", name.len() * 7919),
        _ => "finns-inte".to_owned(),
    }
}

fn rubbish() -> Option<(&'static str, Vec<u8>)> {
    Some(("application/json", b"{\"rubbish\": ".to_vec()))
}

async fn try_it(person: &Person<'_>, operation: &Operation, body: Option<(&str, Vec<u8>)>) -> Answer {
    person.send_raw(operation.method.clone(), &(operation.at(nowhere) + &operation.query()), operation.headers(), body).await
}

#[actix_web::test]
async fn without_signing_in_an_operation_is_refused_exactly_where_the_document_says_so() {
    let app = App::start().await;
    let nobody = app.stranger();
    let contract = Contract::of(&nobody).await;
    for operation in contract.operations() {
        let answer = try_it(&nobody, &operation, operation.takes_body().then(rubbish).flatten()).await;
        assert_eq!(answer.status == 401, operation.needs_sign_in(), "{} answered {}", answer.of, answer.text);
        contract.promises(&operation, &answer);
    }
}

#[actix_web::test]
async fn a_token_that_is_not_good_is_refused_everywhere() {
    let app = App::start().await;
    let forger = Person { token: Some("eyJhbGciOiJub25lIn0.e30.".to_owned()), ..app.stranger() };
    let contract = Contract::of(&app.stranger()).await;
    for operation in contract.operations() {
        let answer = try_it(&forger, &operation, operation.takes_body().then(rubbish).flatten()).await;
        contract.promises(&operation, &answer.is_problem(401, "request.invalid-token"));
    }
}

#[actix_web::test]
async fn what_is_not_there_is_missing_and_never_forbidden() {
    let app = App::start().await;
    let alva = app.member("Alva Exempelgren").await;
    let contract = Contract::of(&alva).await;
    for operation in contract.operations().into_iter().filter(|operation| operation.path.contains('{')) {
        let answer = try_it(&alva, &operation, operation.body()).await.is_problem(404, "request.not-found");
        contract.promises(&operation, &answer);
    }
}

#[actix_web::test]
async fn an_id_that_cannot_exist_is_missing_like_any_other() {
    let app = App::start().await;
    let alva = app.member("Alva Exempelgren").await;
    let contract = Contract::of(&alva).await;
    for operation in contract.operations().into_iter().filter(|operation| operation.path.contains('{')) {
        for id in ["0", "null", "Ö", "%C3%28", "a%00b", "'%20OR%201=1--", &"9".repeat(300)] {
            let path = operation.at(|_| id.replace('Ö', "%C3%96")) + &operation.query();
            let answer = alva.send_raw(operation.method.clone(), &path, operation.headers(), operation.body()).await;
            contract.promises(&operation, &answer.is_problem(404, "request.not-found"));
        }
    }
}

#[actix_web::test]
async fn a_method_that_a_path_does_not_have_is_answered_with_those_that_it_has() {
    let app = App::start().await;
    let nobody = app.stranger();
    let contract = Contract::of(&nobody).await;
    let operations = contract.operations();
    for (path, methods) in contract.paths() {
        let at = operations.iter().find(|operation| operation.path == path).map(|operation| operation.at(nowhere)).expect("an operation");
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"] {
            if methods.contains(method) {
                continue;
            }
            let answer = nobody.send_raw(method.parse().expect("a method"), &at, &[], None).await.is(405);
            let allow: BTreeSet<_> = answer.header("allow").split(", ").map(ToOwned::to_owned).collect();
            assert_eq!(allow, methods, "{}", answer.of);
            if method != "HEAD" {
                contract.tells(&answer.is_problem(405, "request.method-not-allowed"));
            }
        }
    }
}

#[actix_web::test]
async fn an_address_that_is_almost_right_is_not_there() {
    let app = App::start().await;
    let nobody = app.stranger();
    let contract = Contract::of(&nobody).await;
    let operations = contract.operations();
    let api = |path: &str| format!("/api/v1{path}");
    let mut wrong: Vec<_> = ["/", "/api", "/api/v1", "/api/v1/", "/api/v2/groups", "/health", "/health/live/", "/metrics", "/docs/finns-inte.js"]
        .map(str::to_owned)
        .into();
    for operation in &operations {
        let at = operation.at(nowhere);
        let (first, rest) = at[1..].split_once('/').unwrap_or((&at[1..], ""));
        wrong.extend([format!("{at}/"), format!("/{at}"), at.replacen('/', "/%2e/", 1), format!("/%2e%2e/v1{at}")].map(|path| api(&path)));
        wrong.extend([api(&format!("/{}/{rest}", first.to_uppercase())), api(&at).to_uppercase(), api(&format!("/finns-inte{at}")), at]);
    }
    for path in wrong {
        let answer = app.request(Method::GET, &path, &[], None).await.is_problem(404, "request.not-found");
        contract.tells(&answer);
    }
}

#[actix_web::test]
async fn a_body_of_another_type_or_too_large_is_refused() {
    let app = App::start().await;
    let alva = app.member("Alva Exempelgren").await;
    let contract = Contract::of(&alva).await;
    for operation in contract.operations().into_iter().filter(Operation::takes_json) {
        let example = operation.example().expect("an example").to_string().into_bytes();
        for media in ["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
            let answer = try_it(&alva, &operation, Some((media, example.clone()))).await.is_problem(415, "request.unsupported-media-type");
            contract.promises(&operation, &answer);
        }
        // A file that is brought from elsewhere may be larger than what is written by hand.
        let length = if operation.id == "importSupportModel" { 530 << 10 } else { 50 << 10 };
        let large = json!({ "name": "å".repeat(length) }).to_string().into_bytes();
        let answer = try_it(&alva, &operation, Some(("application/json", large))).await.is_problem(413, "request.too-large");
        contract.promises(&operation, &answer);
        let answer = try_it(&alva, &operation, rubbish()).await.is_problem(400, "request.malformed");
        contract.promises(&operation, &answer);
    }
}

/// Organisations are in the register from the start; a test's register is empty.
async fn register(app: &App, name: &str) -> String {
    let system = System::because("the register of organisations belongs to nobody", &app.inner);
    let id = entity::id::OrganisationId(app.inner.clock.new_id());
    let row = organisation::ActiveModel {
        id: ActiveValue::Set(id),
        slug: ActiveValue::Set("exempel".to_owned()),
        name: ActiveValue::Set(name.to_owned()),
        sector_key: ActiveValue::Set("ideburen".to_owned()),
        municipality_code: ActiveValue::Set(Some("1480".to_owned())),
        region_code: ActiveValue::Set(None),
        website: ActiveValue::Set(Some("https://example.org/".to_owned())),
        sort_key: ActiveValue::Set("00".to_owned()),
        search_text: ActiveValue::Set(name.to_lowercase()),
        created_at: ActiveValue::Set(system.now()),
    };
    system.write(async |tx| Ok(organisation::Entity::insert(row).exec_without_returning(tx.conn()).await.map(drop)?)).await.expect("an organisation");
    id.to_string()
}

#[actix_web::test]
async fn one_tour_reaches_every_operation_and_each_answer_is_of_its_schema() {
    let app = App::start().await;
    let nobody = app.stranger();
    let contract = Contract::of(&nobody).await;
    let tour = Tour { contract: &contract, reached: RefCell::default(), secret: RefCell::default() };
    let organisation = register(&app, "Föreningen Exempel").await;

    // Two people arrive.
    let address = "alva@example.org";
    tour.go(&nobody, "registerMember", &[], Some(json!({ "name": "Alva Exempelgren", "email": address, "password": PASSWORD }))).await;
    let token = app.token_mailed_to(address).await;
    tour.go(&nobody, "confirmRegistration", &[], Some(json!({ "token": token, "password": PASSWORD }))).await;
    let tokens = tour.go(&nobody, "signIn", &[], Some(json!({ "email": address, "password": PASSWORD }))).await;
    tour.go(&nobody, "refreshTokens", &[], Some(json!({ "refreshToken": tokens.text_at("/refreshToken") }))).await;
    let alva = app.sign_in(address, PASSWORD).await;
    let omar = app.member("Omar Påhittberg").await;

    // They say who they are.
    let change = json!({ "headline": "Strateg i en kommun", "about": "Jag **leder** arbetet.", "municipality": "1480" });
    tour.go(&alva, "editOwnProfile", &[], Some(change)).await;
    let position = json!({ "organisation": organisation, "title": "Samordnare", "started": "2018-09", "ended": "2023" });
    let position = tour.go(&alva, "addPosition", &[], Some(position)).await.id();
    tour.go(&alva, "addPosition", &[], Some(json!({ "organisationName": "Nätverket", "title": "Strateg", "started": "2023" }))).await;
    let claim =
        json!({ "level": "leads", "years": 6, "lastUsed": 2026, "note": "Två detaljplaner", "evidenceUrls": ["https://example.org/rapport"] });
    tour.go(&alva, "claimCompetence", &["medborgardialog"], Some(claim)).await;
    omar.knows("medborgardialog", "teaches").await;
    tour.go(&alva, "enterTopic", &["need", "etik"], Some(json!({ "note": "Gärna i höst" }))).await;
    tour.go(&alva, "setLanguages", &[], Some(json!({ "languages": [{ "language": "sv", "level": "native" }] }))).await;
    tour.go(&alva, "setLinks", &[], Some(json!({ "links": [{ "label": "Rapporten", "url": "https://example.org/rapport" }] }))).await;
    let education = json!({ "school": "Folkhögskolan", "subject": "Samhällsplanering", "degree": "Kandidat", "started": "2008", "ended": "2012-06" });
    let education = tour.go(&alva, "addEducation", &[], Some(education)).await.id();
    tour.go(&alva, "removeEducation", &[&education], None).await;
    tour.shows_photo(&alva).await;
    let resume = json!({ "basics": { "label": "Strateg" }, "skills": [{ "name": "Etik", "level": "knows" }, { "name": "Rymdfart" }] });
    let proposal = tour.go(&alva, "proposeImport", &[], Some(resume)).await;
    let zip = Some(("application/zip", crate::profile_files::archive()));
    contract.promises(&contract.operation("proposeImport"), &alva.send_raw(Method::POST, "/members/me/import-proposals", &[], zip).await.is(200));
    tour.go(&alva, "importIntoOwnProfile", &[], Some(proposal.body["import"].clone())).await;
    alva.patch("/members/me", json!({ "handle": "Alva-Exempelgren" })).await.is(200);
    tour.go(&omar, "getMemberByHandle", &["alva-exempelgren"], None).await;
    let contact = tour.go(&alva, "askForContact", &[&omar.id], Some(json!({ "message": "Får jag fråga något?" }))).await.id();
    tour.go(&omar, "answerContact", &[&contact], Some(json!({ "accept": true }))).await;
    tour.go(&omar, "sendMessage", &[&contact], Some(json!({ "body": "Gärna." }))).await;
    tour.go(&alva, "getContact", &[&contact], None).await;
    tour.go(&alva, "listContacts", &[], None).await;
    tour.go(&alva, "listMessages", &[&contact], None).await;
    tour.go(&omar, "blockMember", &[&alva.id], None).await;
    tour.go(&omar, "listBlocks", &[], None).await;
    tour.go(&omar, "unblockMember", &[&alva.id], None).await;
    alva.patch("/members/me", json!({ "publicPage": true, "placeAudience": "everyone" })).await.is(200);
    tour.go(&nobody, "getMember", &[&alva.id], None).await;

    // They meet.
    let group = group_tour::begins(&tour, [&nobody, &alva, &omar]).await;
    let discussion = json!({ "title": "Vem kommer inte?", "body": "Hur når ni dem?", "kind": "question" });
    let discussion = tour.go(&omar, "openDiscussion", &[&group], Some(discussion)).await.id();
    let aired = json!({ "title": "Vem är du?", "body": "Säg något.", "public": true });
    tour.go(&omar, "openForumDiscussion", &[], Some(aired)).await;
    tour.go(&nobody, "listAllDiscussions", &[], None).await;
    let reply = tour.go(&alva, "replyToDiscussion", &[&discussion], Some(json!({ "body": "Genom skolan." }))).await.id();

    // They change their minds, and look after what they wrote.
    let (opening, at) = (format!("/discussions/{discussion}"), [discussion.as_str(), reply.as_str()]);
    omar.patch_version(&opening, 0, json!({ "body": "Hur når ni fler?" })).await.is(200);
    tour.go(&omar, "editDiscussion", &[&discussion], Some(json!({ "title": "Vem kommer?" }))).await;
    alva.patch_version(&format!("{opening}/posts/{reply}"), 0, json!({ "body": "Genom *skolan*." })).await.is(200);
    tour.go(&alva, "editPost", &at, Some(json!({ "body": "Genom **skolan**." }))).await;
    let asked = json!({ "question": "När ses vi?", "method": "ranked", "options": [{ "text": "I maj" }, { "text": "I juni" }] });
    let poll = tour.go(&omar, "startPoll", &[&discussion], Some(asked)).await;
    let choices = json!({ "choices": [poll.text_at("/options/1/id"), poll.text_at("/options/0/id")] });
    tour.go(&alva, "castBallot", &[&discussion], Some(choices)).await;
    tour.go(&nobody, "listBallots", &[&discussion], None).await;
    omar.patch_version(&format!("{opening}/poll"), 0, json!({ "ended": true })).await.is(200);
    tour.go(&omar, "editPoll", &[&discussion], Some(json!({ "outcome": "Vi ses i juni." }))).await;
    tour.go(&alva, "moveDiscussion", &[&discussion], Some(json!({ "group": group }))).await;
    let aside = alva.post(&format!("{opening}/posts"), json!({ "body": "För sig." })).await.is(201).id();
    tour.go(&alva, "splitDiscussion", &[&discussion], Some(json!({ "title": "För sig", "posts": [aside] }))).await;
    tour.go(&nobody, "followDiscussions", &[], None).await;
    tour.go(&nobody, "followGroup", &[&group], None).await;
    tour.go(&omar, "solveDiscussion", &[&discussion], None).await;
    tour.go(&omar, "unsolveDiscussion", &[&discussion], None).await;
    tour.go(&alva, "markDiscussion", &[&discussion], None).await;
    tour.go(&alva, "markPost", &at, None).await;
    tour.go(&alva, "listBookmarks", &[], None).await;
    tour.go(&alva, "unmarkPost", &at, None).await;
    tour.go(&alva, "unmarkDiscussion", &[&discussion], None).await;
    alva.send(Method::PUT, "/members/me/drafts/forum", &[("if-match", "\"0\"")], Some(json!({ "title": "Om" }))).await.is(200);
    tour.go(&alva, "keepDraft", &["forum"], Some(json!({ "title": "Om hösten", "body": "Vi tänkte" }))).await;
    tour.go(&alva, "getDraft", &["forum"], None).await;
    tour.go(&alva, "listDrafts", &[], None).await;
    tour.go(&alva, "discardDraft", &["forum"], None).await;
    tour.go(&alva, "setGroupFollowLevel", &[&group], Some(json!({ "level": "everything" }))).await;
    tour.go(&alva, "getGroupFollowLevel", &[&group], None).await;
    tour.go(&alva, "setDiscussionFollowLevel", &[&discussion], Some(json!({ "level": "nothing" }))).await;
    tour.go(&alva, "getDiscussionFollowLevel", &[&discussion], None).await;
    tour.go(&nobody, "getPoll", &[&discussion], None).await;
    tour.go(&nobody, "listDiscussionRevisions", &[&discussion], None).await;
    tour.go(&nobody, "listPostRevisions", &at, None).await;
    tour.go(&omar, "keepPlace", &[&discussion], Some(json!({ "post": reply }))).await;
    tour.go(&omar, "getReadState", &[&discussion], None).await;
    tour.go(&omar, "reactToDiscussion", &[&discussion, "insight"], None).await;
    tour.go(&omar, "reactToPost", &[at[0], at[1], "thanks"], None).await;
    tour.go(&omar, "acceptAnswer", &[&discussion], Some(json!({ "post": reply }))).await;
    tour.go(&alva, "moderateDiscussion", &[&discussion], Some(json!({ "pinned": true }))).await;

    // The vocabulary grows, under an editor that an administrator has appointed.
    let editor = app.member("Red Aktör").await;
    tour.go(&app.staff("Adm", entity::kind::Role::Administrator).await, "appointMember", &[&editor.id], Some(json!({ "role": "editor" }))).await;
    let mut proposals = Vec::new();
    for name in ["Trygghetsronder", "Kvällsvandring", "Gårdsfester", "Fikapauser"] {
        let new = json!({ "sv": name, "area": "trygghet", "definition": "Att gå runt och se", "level": "practised" });
        let proposal = tour.go(&alva, "proposeCompetence", &[], Some(new)).await.id();
        alva.patch_version(&format!("/competence-proposals/{proposal}"), 0, json!({ "broader": ["etik"] })).await.is(200);
        proposals.push(proposal);
    }
    tour.go(&alva, "withdrawProposal", &[&proposals[3]], None).await;
    tour.go(&editor, "mergeProposal", &[&proposals[0]], Some(json!({ "competence": "trygghetsvandring", "synonyms": true }))).await;
    tour.go(&editor, "declineProposal", &[&proposals[1]], Some(json!({ "reason": "För smalt" }))).await;
    tour.go(&editor, "acceptProposal", &[&proposals[2]], Some(json!({ "en": "Courtyard parties" }))).await;
    let last = json!({ "en": "Coffee breaks", "area": "trygghet", "definition": "Att fika" });
    let last = tour.go(&alva, "proposeCompetence", &[], Some(last)).await.id();
    alva.patch_version(&format!("/competence-proposals/{last}"), 0, json!({ "level": "leads" })).await.is(200);
    tour.go(&alva, "editProposal", &[&last], Some(json!({ "sv": "Kafferaster" }))).await;
    tour.go(&editor, "retireCompetence", &["trygghetsvandring"], Some(json!({ "successor": "etik", "synonyms": false, "reason": "Prov" }))).await;

    // They keep searches, post needs, and are introduced.
    let search = json!({ "name": "Dialog", "query": "competence=medborgardialog", "notify": true });
    let search = tour.go(&alva, "saveSearch", &[], Some(search)).await.id();
    tour.go(&alva, "getSavedSearch", &[&search], None).await;
    tour.go(&alva, "editSavedSearch", &[&search], Some(json!({ "notify": false }))).await;
    let need = json!({ "title": "Dialog", "body": "Vi undrar", "competences": ["medborgardialog"], "municipality": "1480", "days": 9, "audience": "members" });
    let need = tour.go(&alva, "postNeed", &[], Some(need)).await.id();
    tour.go(&omar, "getNeed", &[&need], None).await;
    tour.go(&alva, "editNeed", &[&need], Some(json!({ "title": "Dialog i höst" }))).await;
    tour.go(&alva, "matchNeed", &[&need], None).await;
    let helper = app.member("Kunnig Person").await;
    helper.knows("medborgardialog", "leads").await;
    let asked = json!({ "need": need, "message": "Får vi fråga?" });
    let introduction = tour.go(&alva, "askForIntroduction", &[], Some(asked)).await.id();
    app.all_is_told().await;
    tour.go(&helper, "listIntroductionRequests", &[], None).await;
    tour.go(&helper, "answerIntroduction", &[&introduction], Some(json!({ "accept": true }))).await;
    tour.go(&alva, "getIntroduction", &[&introduction], None).await;

    // They hear of things, and say how they want to.
    tour.hears(&alva).await;

    // They look around, as does a visitor, at everything that there is.
    tour.look_around(&alva).await;
    for (person, id, ids) in [
        (&alva, "getMember", vec![omar.id.as_str()]),
        (&omar, "getMember", vec![&alva.id]),
        (&omar, "listMemberships", vec![&group]),
        (&omar, "getGroup", vec![&group]),
        (&nobody, "getGroup", vec![&group]),
        (&nobody, "listDiscussions", vec![&group]),
        (&nobody, "getDiscussion", vec![&discussion]),
        (&nobody, "listPosts", vec![&discussion]),
        (&nobody, "getPost", at.to_vec()),
        (&nobody, "getOrganisation", vec![&organisation]),
        (&alva, "getProposal", vec![&proposals[2]]),
        (&nobody, "getCompetence", vec!["trygghetsvandring"]),
        (&nobody, "getProblem", vec!["request.not-found"]),
        (&nobody, "getSupportModel", vec!["knowledge-matrix"]),
        (&nobody, "findPeople", vec!["dialogue-tool"]),
        (&omar, "findPeople", vec!["dialogue-tool"]),
    ] {
        tour.go(person, id, &ids, None).await;
    }
    for model in nobody.get("/support-models?limit=100").await.is(200).each("/key") {
        tour.go(&nobody, "downloadSupportModel", &[&model], None).await;
        let model = tour.go(&nobody, "getSupportModel", &[&model], None).await;
        for matrix in model.body["matrices"].as_array().into_iter().flatten() {
            let (model, key) = (model.text_at("/key"), matrix["key"].as_str().expect("a key"));
            tour.go(&nobody, "getMatrix", &[&model, key], None).await;
            tour.go(&nobody, "getBlock", &[&model, &format!("matrix.{key}")], None).await;
        }
    }

    editor_tour::go(&tour, [&nobody, &alva, &omar], &organisation).await;
    tour.go(&alva, "matchGroup", &[&group], None).await;
    tour.go(&alva, "dismissMember", &[&omar.id], None).await;
    tour.go(&alva, "forgiveMember", &[&omar.id], None).await;
    worksheet_tour::go(&tour, [&nobody, &alva, &omar], &group).await;

    // Somebody needs to be found by nobody.
    let administrator = app.staff("Adm", Role::Administrator).await;
    tour.go(&omar, "protectOneself", &[], None).await;
    tour.go(&administrator, "listProtectedMembers", &[], None).await;
    tour.go(&omar, "endOwnProtection", &[], None).await;
    tour.go(&administrator, "protectMember", &[&omar.id], None).await;
    tour.go(&administrator, "endProtection", &[&omar.id], None).await;

    // They leave.
    tour.go(&alva, "withdrawIntroduction", &[&introduction], None).await;
    tour.go(&alva, "closeNeed", &[&need], Some(json!({ "outcome": "Vi fick **svar**." }))).await;
    tour.go(&alva, "withdrawNeed", &[&need], None).await;
    tour.go(&alva, "deleteSavedSearch", &[&search], None).await;
    tour.go(&omar, "withdrawDiscussionReaction", &[&discussion, "insight"], None).await;
    tour.go(&omar, "withdrawPostReaction", &[at[0], at[1], "thanks"], None).await;
    tour.go(&omar, "unacceptAnswer", &[&discussion], None).await;
    tour.go(&alva, "deletePost", &at, None).await;
    tour.go(&omar, "deleteDiscussion", &[&discussion], None).await;
    group_tour::ends(&tour, [&alva, &omar], &group).await;
    tour.go(&alva, "withdrawCompetence", &["medborgardialog"], None).await;
    tour.go(&alva, "withdrawTopic", &["need", "etik"], None).await;
    tour.go(&alva, "removePosition", &[&position], None).await;
    tour.go(&alva, "endSession", &[&tokens.text_at("/sessionId")], None).await;
    tour.go(&omar, "endAllSessions", &[], None).await;
    let next = "blåbär på varje tuva";
    tour.go(&alva, "changePassword", &[], Some(json!({ "currentPassword": PASSWORD, "newPassword": next }))).await;
    tour.go(&nobody, "requestPasswordReset", &[], Some(json!({ "email": address }))).await;
    app.mails_to(address, 9).await;
    let token = app.token_mailed_to(address).await;
    tour.go(&nobody, "completePasswordReset", &[], Some(json!({ "token": token, "newPassword": PASSWORD }))).await;

    group_tour::outlasts(&tour, &omar, &group).await;

    let all: BTreeSet<_> = contract.operations().into_iter().map(|operation| operation.id).collect();
    assert_eq!(tour.reached.into_inner(), all, "an operation that the tour does not reach is not known to work: take it along");
}
