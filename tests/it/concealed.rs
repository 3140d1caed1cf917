//! What is hidden is as if it were not there.

use std::collections::BTreeMap;

use actix_web::http::Method;
use entity::kind::{GroupRole, MembershipState, Role};
use serde_json::{Value, json};
use tests::{Answer, App, Contract, Operation, Person};

use crate::worksheets::finding;

/// An id that nothing has.
const NOBODYS: &str = "0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47";

/// What is hidden, by the name that it has in addresses.
type Hidden = BTreeMap<&'static str, String>;

/// An answer without what differs from request to request.
fn gist(answer: Answer) -> Value {
    let mut headers = answer.headers;
    headers.retain(|name, _| !["connection", "date", "traceparent", "ratelimit"].contains(&name.as_str()));
    let mut body = answer.body;
    body.as_object_mut().and_then(|body| body.remove("instance"));
    json!([answer.status, headers, body])
}

type Body = Option<(&'static str, Vec<u8>)>;

fn json_body(body: &Value) -> Body {
    Some(("application/json", body.to_string().into_bytes()))
}

/// The ways in which one may try something: method, headers, body.
fn tries(operation: &Operation) -> Vec<(Method, Vec<(&'static str, &'static str)>, Body)> {
    let (own, headers) = (operation.method.clone(), operation.headers().to_vec());
    let with = |header| headers.iter().copied().chain([header]).collect::<Vec<_>>();
    let mut tries = vec![
        (own.clone(), headers.clone(), None),
        (own.clone(), headers.clone(), operation.body()),
        (own.clone(), headers.clone(), json_body(&json!({ "surplus": 1 }))),
        (own.clone(), vec![("if-none-match", "*")], operation.body()),
        (Method::HEAD, headers.clone(), None),
        (Method::OPTIONS, headers.clone(), None),
    ];
    if !headers.is_empty() {
        tries.push((own.clone(), Vec::new(), operation.body()));
        tries.push((own.clone(), vec![("if-match", "\"0\"")], operation.body()));
    }
    if own == Method::POST {
        // The same key for both: had one of them left something behind, the other would tell.
        let keyed = (own, with(("idempotency-key", "en-och-samma")), operation.body());
        tries.extend([keyed.clone(), keyed]);
    }
    tries
}

/// Other spellings of an address.
fn spellings(path: &str) -> Vec<String> {
    let mut spelt: Vec<_> =
        ["/", "//", ".json", ".rss", ".atom", "%20", "%2e", "?limit=1", "?limit=0", "?x=1"].map(|end| format!("{path}{end}")).into();
    let (head, tail) = path.rsplit_once('/').unwrap_or(("", path));
    spelt.extend([
        path.to_uppercase(),
        path.replace('-', "%2D"),
        format!("{head}//{tail}"),
        format!("{head}/%2e/{tail}"),
        format!("{head}/./{tail}"),
    ]);
    spelt
}

/// Tries everything with what is hidden, and the same with what is not there.
async fn look_alike(person: &Person<'_>, operation: &Operation, [hidden, nowhere]: [&str; 2], most: usize) {
    for (method, headers, body) in tries(operation).into_iter().take(most) {
        let there = person.send_raw(method.clone(), hidden, &headers, body.clone()).await;
        let not_there = person.send_raw(method.clone(), nowhere, &headers, body).await;
        assert_eq!(gist(there), gist(not_there), "{method} {hidden} {headers:?} as {}", person.email);
    }
}

/// The same with addresses that are almost those.
async fn spelt_alike(person: &Person<'_>, operation: &Operation, [hidden, nowhere]: [&str; 2]) {
    for (hidden, nowhere) in spellings(hidden).iter().zip(spellings(nowhere)) {
        let there = person.send_raw(operation.method.clone(), hidden, operation.headers(), operation.body()).await;
        let not_there = person.send_raw(operation.method.clone(), &nowhere, operation.headers(), operation.body()).await;
        assert_eq!(gist(there), gist(not_there), "{hidden} as {}", person.email);
    }
}

/// Everything that a group has an address for.
async fn all_of(alva: &Person<'_>, group: &str) -> Hidden {
    let at = format!("/groups/{group}");
    let discussion = alva.opens(group, "Tyst").await;
    let reply = alva.post(&format!("/discussions/{discussion}/posts"), json!({ "body": "Hemligt" })).await.is(201).id();
    let asked = json!({ "question": "Ja?", "method": "single", "options": [{ "text": "Ja" }, { "text": "Nej" }] });
    alva.post(&format!("/discussions/{discussion}/poll"), asked).await.is(201);
    let file = Some(("application/octet-stream", b"Hemligt".to_vec()));
    let kept = [
        ("pageId", alva.post(&format!("{at}/pages"), json!({ "title": "Hemligt", "body": "Hemligt" })).await.is(201).id()),
        ("linkId", alva.post(&format!("{at}/links"), json!({ "label": "Hemligt", "url": "https://example.org/r" })).await.is(201).id()),
        ("decisionId", alva.post(&format!("{at}/decisions"), json!({ "title": "Hemligt" })).await.is(201).id()),
        ("fileId", alva.send_raw(Method::POST, &format!("{at}/files?name=Hemligt.txt"), &[], file).await.is(201).id()),
        ("invitationId", alva.post(&format!("{at}/invitations"), json!({ "email": "ny@example.org" })).await.is(201).id()),
        ("memberId", alva.id.clone()),
        ("groupId", group.to_owned()),
        ("discussionId", discussion),
        ("postId", reply),
    ];
    kept.into()
}

/// The address of an operation on what is hidden, or on nothing.
fn at(operation: &Operation, hidden: &Hidden, there: bool) -> String {
    let filled = operation.at(|name| match name {
        "reaction" => "thanks".to_owned(),
        "version" | "before" | "after" => "0".to_owned(),
        "topicKind" => "need".to_owned(),
        "fieldKey" => "source".to_owned(),
        // Only what the test is about is another; members are known.
        "memberId" => hidden.get(name).cloned().unwrap_or_else(|| NOBODYS.to_owned()),
        _ => hidden.get(name).filter(|_| there).cloned().unwrap_or_else(|| NOBODYS.to_owned()),
    });
    filled + &operation.query()
}

#[actix_web::test]
async fn a_hidden_group_and_all_in_it_answers_like_what_is_not_there() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let contract = Contract::of(&alva).await;
    let (secret, closed) = (alva.starts_group("Hemligt", "secret", "open").await, alva.starts_group("Stängt", "closed", "request").await);
    let (whispered, said) = (all_of(&alva, &secret).await, all_of(&alva, &closed).await);
    let asked = app.member("Omar").await;
    app.place(&secret, &asked.id, GroupRole::Member, MembershipState::Requested).await;
    let (invited, banned, left, blocked) = (app.member("Nils").await, app.member("Vera").await, app.member("Ulla").await, app.member("Bo").await);
    app.invite(&secret, &alva.id, &invited.id).await;
    app.ban(&secret, &banned.id).await;
    app.place(&secret, &left.id, GroupRole::Moderator, MembershipState::Active).await;
    left.delete(&format!("/groups/{secret}/memberships/{}", left.id)).await.is(204);
    alva.put(&format!("/members/me/blocks/{}", blocked.id), Value::Null).await.is(204);
    let administrator = app.staff("Adm", Role::Administrator).await;
    let people = [app.stranger(), app.member("Siv").await, asked, invited, banned, left, blocked, administrator];
    for operation in contract.operations() {
        let (of_group, of_discussion) = (operation.path.contains("{groupId}"), operation.path.contains("{discussionId}"));
        if !of_group && !of_discussion {
            continue;
        }
        let whispered = [true, false].map(|there| at(&operation, &whispered, there));
        let said = [true, false].map(|there| at(&operation, &said, there));
        for pair in [Some(&whispered), Some(&said).filter(|_| of_discussion)].into_iter().flatten() {
            // Whether it is found depends on who asks; how a request or an address is read does not.
            for (number, person) in people.iter().enumerate() {
                look_alike(person, &operation, pair.each_ref().map(String::as_str), if number < 2 { usize::MAX } else { 3 }).await;
            }
            spelt_alike(&people[1], &operation, pair.each_ref().map(String::as_str)).await;
        }
    }
}

#[actix_web::test]
async fn what_is_ones_own_answers_others_like_what_is_not_there() {
    let app = App::start().await;
    let (alva, siv) = (app.member("Alva").await, app.member("Siv").await);
    let contract = Contract::of(&alva).await;
    let position = json!({ "organisationName": "Föreningen", "title": "Samordnare", "started": "2021" });
    let education = json!({ "school": "Folkhögskolan", "subject": "Samhälle", "started": "2008" });
    let worksheet = json!({ "model": "social-impact-assessment", "template": "assessment" });
    let worksheet = alva.post("/worksheets", worksheet).await.is(201).id();
    let entry = json!({ "part": "inventory", "values": finding("Torget") });
    let entry = alva.post(&format!("/worksheets/{worksheet}/entries"), entry).await.is(201).id();
    let contact = alva.post(&format!("/members/{}/contact-requests", app.member("Omar").await.id), json!({ "message": "Får jag fråga?" })).await;
    let proposal = json!({ "sv": "Gårdsfester", "area": "trygghet", "definition": "Att fira ihop" });
    let search = json!({ "name": "Dialog", "query": "competence=medborgardialog", "notify": false });
    let round = json!({ "model": "place-evaluation", "template": "evaluation", "title": "Torget" });
    let told = json!({ "block": "head", "kind": "missing", "why": "Klimatet" });
    let own: Hidden = [
        ("positionId", alva.post("/members/me/positions", position).await.is(201).id()),
        ("educationId", alva.post("/members/me/educations", education).await.is(201).id()),
        ("worksheetId", worksheet),
        ("entryId", entry),
        ("contactId", contact.is(201).id()),
        ("proposalId", alva.post("/competence-proposals", proposal).await.is(201).id()),
        ("savedSearchId", alva.post("/members/me/saved-searches", search).await.is(201).id()),
        ("exampleId", alva.post("/members/me/examples", crate::examples::an_example(&exempel(&app).await)).await.is(201).id()),
        ("roundId", alva.post("/worksheet-rounds", round).await.is(201).id()),
        ("contributionId", alva.post("/support-models/knowledge-matrix/contributions", told).await.is(201).id()),
        ("sessionId", alva.get("/members/me/sessions").await.is(200).each("/id").remove(0)),
    ]
    .into();
    let mut reached = 0;
    for operation in contract.operations() {
        // What others' own things lead to a member or a group is asked elsewhere.
        let theirs = own.keys().any(|name| operation.path.contains(&format!("{{{name}}}")));
        if !theirs || operation.path.contains("{groupId}") {
            continue;
        }
        reached += 1;
        let pair = [true, false].map(|there| at(&operation, &own, there));
        for person in [&siv, &app.stranger()] {
            look_alike(person, &operation, pair.each_ref().map(String::as_str), usize::MAX).await;
            spelt_alike(person, &operation, pair.each_ref().map(String::as_str)).await;
        }
    }
    assert!(reached > 30, "only {reached} operations were tried");
}

async fn exempel(app: &App) -> String {
    app.organisation("Föreningen Exempel", "ideburen", None, None, &[]).await
}

#[actix_web::test]
async fn a_member_who_is_hidden_answers_like_nobody() {
    let app = App::start().await;
    let (alva, siv) = (app.member("Alva").await, app.member("Siv").await);
    let (protected, suspended, blocking) = (app.member("Vera").await, app.member("Ulla").await, app.member("Bo").await);
    app.protect(&protected.id).await;
    app.suspend(&suspended.id).await;
    blocking.put(&format!("/members/me/blocks/{}", siv.id), Value::Null).await.is(204);
    let contract = Contract::of(&alva).await;
    for operation in
        contract.operations().into_iter().filter(|operation| operation.path.contains("{memberId}") && !operation.path.contains("{groupId}"))
    {
        for hidden in [&protected, &suspended, &blocking] {
            let hidden: Hidden = [("memberId", hidden.id.clone())].into();
            let nobody: Hidden = [("memberId", NOBODYS.to_owned())].into();
            for person in [&siv, &app.stranger()] {
                look_alike(person, &operation, [&at(&operation, &hidden, true), &at(&operation, &nobody, true)], usize::MAX).await;
            }
        }
    }
}
