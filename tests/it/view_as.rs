//! One's own profile as others see it is what they see.

use entity::kind::{GroupRole, MembershipState};
use serde_json::{Map, Value, json};
use tests::{Answer, App, Person};

use crate::audiences::{PARTS, filled_in};

const AUDIENCES: [&str; 4] = ["everyone", "members", "shared_groups", "only_me"];

/// A number from 0 to 3 that looks like chance and is the same every time.
fn draw(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 62).expect("two bits")
}

/// An answer without what differs from request to request.
fn gist(answer: &Answer) -> (u16, String) {
    let mut body = answer.body.clone();
    body.as_object_mut().and_then(|body| body.remove("instance"));
    (answer.status, if answer.status == 200 { answer.text.clone() } else { body.to_string() })
}

#[actix_web::test]
async fn the_view_is_byte_for_byte_what_such_a_viewer_gets_whatever_the_settings() {
    let app = App::start().await;
    let (hilda, _) = filled_in(&app, "members", false).await;
    let (member, mate) = (app.member("Viola").await, app.member("Mats").await);
    let group = hilda.starts_group("Rummet", "secret", "invitation").await;
    app.place(&group, &mate.id, GroupRole::Member, MembershipState::Active).await;
    let viewers: [(&str, Person); 4] = [("everyone", app.stranger()), ("members", member), ("shared_groups", mate), ("only_me", hilda.clone())];
    let mut chance = 7;
    let uniform = AUDIENCES.into_iter().map(|audience| [audience; PARTS.len()]);
    let drawn: Vec<_> = (0..60).map(|_| PARTS.map(|_| AUDIENCES[draw(&mut chance)])).collect();
    for audiences in uniform.chain(drawn) {
        let mut change: Map<_, _> = PARTS.iter().zip(audiences).map(|((part, _), audience)| (format!("{part}Audience"), json!(audience))).collect();
        change.insert("publicPage".to_owned(), json!(draw(&mut chance) > 0));
        hilda.patch("/members/me", Value::Object(change.clone())).await.is(200);
        for (audience, viewer) in &viewers {
            let seen = viewer.get(&format!("/members/{}", hilda.id)).await;
            let view = hilda.get(&format!("/members/me/view?audience={audience}")).await;
            assert_eq!(gist(&view), gist(&seen), "{audience}: {change:?}");
        }
    }
}

#[actix_web::test]
async fn whoever_is_protected_sees_that_nobody_sees_them() {
    let app = App::start().await;
    let (hilda, _) = filled_in(&app, "everyone", true).await;
    hilda.put("/members/me/protection", Value::Null).await.is(204);
    for audience in ["everyone", "members", "shared_groups"] {
        hilda.get(&format!("/members/me/view?audience={audience}")).await.is_problem(404, "request.not-found");
    }
    hilda.get("/members/me/view?audience=only_me").await.is(200);
    hilda.get("/members/me/view?audience=friends").await.is_problem(422, "request.invalid").has_faults(&[("?audience", "choice")]);
}
