//! What is hidden is as if it were not there.

use actix_web::http::Method;
use entity::kind::{GroupRole, MembershipState, Role};
use serde_json::{Value, json};
use tests::{Answer, App, Contract};

/// An id that nothing has.
const NOBODYS: &str = "0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47";

/// An answer without what differs from request to request.
fn gist(answer: Answer) -> Value {
    let mut headers = answer.headers;
    headers.retain(|name, _| !["connection", "date", "traceparent", "ratelimit"].contains(&name.as_str()));
    let mut body = answer.body;
    body.as_object_mut().and_then(|body| body.remove("instance"));
    json!([answer.status, headers, body])
}

#[actix_web::test]
async fn what_is_hidden_answers_like_what_is_not_there() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let contract = Contract::of(&alva).await;
    let (secret, closed) = (alva.starts_group("Hemligt", "secret", "open").await, alva.starts_group("Stängt", "closed", "request").await);
    let (whispered, said) = (alva.opens(&secret, "Tyst").await, alva.opens(&closed, "Högt").await);
    let asked = app.member("Omar").await;
    app.place(&secret, &asked.id, GroupRole::Member, MembershipState::Requested).await;
    let (invited, banned, left) = (app.member("Nils").await, app.member("Vera").await, app.member("Ulla").await);
    app.invite(&secret, &alva.id, &invited.id).await;
    app.ban(&secret, &banned.id).await;
    app.place(&secret, &left.id, GroupRole::Moderator, MembershipState::Active).await;
    left.delete(&format!("/groups/{secret}/memberships/{}", left.id)).await.is(204);
    let people = [app.stranger(), app.member("Siv").await, asked, invited, banned, left, app.staff("Adm", Role::Administrator).await];
    let of_groups = contract.operations().into_iter().filter(|one| one.path.contains("{groupId}") || one.path.contains("{discussionId}"));
    for operation in of_groups {
        let at = |group: &str, discussion: &str| {
            operation.at(|name| {
                match name {
                    "groupId" => group,
                    "discussionId" => discussion,
                    "reaction" => "thanks",
                    _ => &alva.id,
                }
                .to_owned()
            })
        };
        let nowhere = at(NOBODYS, NOBODYS);
        let mut pairs = vec![(at(&secret, &whispered), nowhere.clone())];
        if operation.path.contains("discussion") {
            pairs.push((at(&closed, &said), nowhere.clone()));
        }
        for suffix in ["/", ".json", "?limit=1", "?limit=0"] {
            pairs.push((at(&secret, &whispered) + suffix, nowhere.clone() + suffix));
        }
        for person in &people {
            for (hidden, nowhere) in &pairs {
                let own = &operation.method;
                let tries =
                    [(own, None), (own, operation.example()), (own, Some(json!({ "surplus": 1 }))), (&Method::HEAD, None), (&Method::OPTIONS, None)];
                for (method, body) in tries {
                    let there = person.send(method.clone(), hidden, operation.headers(), body.clone()).await;
                    let not_there = person.send(method.clone(), nowhere, operation.headers(), body).await;
                    assert_eq!(gist(there), gist(not_there), "{hidden} as {}", person.email);
                }
            }
        }
    }
}
