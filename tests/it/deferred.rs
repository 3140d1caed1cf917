//! What is told later is told to whoever may still see it: access that is lost before the mail is written
//! leaves nothing, in no mail, list or count.

use std::collections::BTreeSet;

use api::kernel::access::System;
use chrono::TimeDelta;
use entity::kind::{GroupRole, MembershipState, Role};
use serde_json::{Value, json};
use tests::{App, Person};

use super::notification_mails::{back, until};
use super::notifications::{counts, handle, replies, wants};

/// Kinds that tell somebody of what is others', with how access to it is lost before they are told.
const LOST: &[&str] = &[
    "contacts.accepted",
    "contacts.message",
    "contacts.request",
    "discussions.mention",
    "discussions.reaction",
    "discussions.reply",
    "groups.answered",
    "groups.moved",
    "groups.request",
    "introductions.accepted",
    "introductions.asked",
    "invitations.invitation",
    "saved-searches.found",
    "support-models.contributed",
];

/// Kinds that tell somebody of what is their own. They lose it only with their account.
const OWN: &[&str] = &[
    "curation.decided",
    "examples.published",
    "examples.returned",
    "examples.review-due",
    // Who answers for a group is told of it; the offer names somebody only to whoever may know of them.
    "groups.succession-offered",
    "support-models.contribution-answered",
    "support-models.review-due",
];

#[test]
fn every_kind_is_tried_here() {
    let kinds: BTreeSet<_> = api::features::kinds().map(|kind| kind.name).collect();
    assert_eq!(kinds, LOST.iter().chain(OWN).copied().collect(), "say how access to what it tells of is lost");
}

/// What is done later, with why it tells nobody what they may not know any more.
const JOBS: &[(&str, &str)] = &[
    ("accounts.already-registered", "it tells of the reader's own account"),
    ("accounts.confirm", "it tells of the reader's own account"),
    ("accounts.password-changed", "it tells of the reader's own account"),
    ("accounts.reset", "it tells of the reader's own account"),
    ("accounts.token-reused", "it tells of the reader's own account"),
    ("examples.review", "it tells of the reader's own example"),
    ("introductions.pick", "who is asked is tried as introductions.asked"),
    ("invitations.invited", "the invitations' own tests end one before its mail is written"),
    ("notifications.digest", "every kind is tried here"),
    ("notifications.mail", "every kind is tried here"),
    ("notifications.spread", "whom it tells is asked again when they look"),
];

#[test]
fn every_job_is_accounted_for() {
    let jobs: BTreeSet<_> = api::features::notices().iter().map(|notice| notice.kind).collect();
    assert_eq!(jobs, JOBS.iter().map(|(job, _)| *job).collect(), "say why it tells nobody what they may not know any more");
}

/// Waits for it.
async fn comes_about(is_so: impl AsyncFn() -> bool) {
    for _ in 0..1500 {
        if is_so().await {
            return;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("it does not come about");
}

/// Two people, and a closed group of the first in which the second is.
struct World<'a> {
    alva: Person<'a>,
    reader: Person<'a>,
    group: String,
}

impl World<'_> {
    /// Something that only a right to see it tells.
    const SECRET: &'static str = "Hemlig sak";

    async fn asks_for_contact(&self) -> String {
        let new = json!({ "message": Self::SECRET });
        self.alva.post(&format!("/members/{}/contact-requests", self.reader.id), new).await.is(201).id()
    }

    async fn needs_help(&self) -> String {
        self.reader.knows("medborgardialog", "teaches").await;
        let asked = json!({ "competence": "medborgardialog", "message": Self::SECRET });
        self.alva.post("/introductions", asked).await.is(201).id()
    }

    /// What happens, while no mail can be sent.
    async fn happens(&self, kind: &str) {
        let Self { alva, reader, group } = self;
        match kind {
            "contacts.request" => drop(self.asks_for_contact().await),
            "contacts.message" => {
                let contact = self.asks_for_contact().await;
                reader.put(&format!("/contacts/{contact}/answer"), json!({ "accept": true })).await.is(200);
                alva.post(&format!("/contacts/{contact}/messages"), json!({ "body": Self::SECRET })).await.is(201);
            }
            "contacts.accepted" => {
                let new = json!({ "message": "Hej" });
                let contact = reader.post(&format!("/members/{}/contact-requests", alva.id), new).await.is(201).id();
                alva.put(&format!("/contacts/{contact}/answer"), json!({ "accept": true })).await.is(200);
            }
            "discussions.mention" => {
                let body = json!({ "title": Self::SECRET, "body": format!("@{}", handle(reader).await) });
                alva.post(&format!("/groups/{group}/discussions"), body).await.is(201);
            }
            "discussions.reply" => drop(replies(alva, &reader.opens(group, "Hej").await, Self::SECRET).await),
            "discussions.reaction" => {
                let own = reader.opens(group, Self::SECRET).await;
                alva.put(&format!("/discussions/{own}/reactions/thanks"), Value::Null).await.is(204);
            }
            "groups.answered" => {
                reader.delete(&format!("/groups/{group}/memberships/{}", reader.id)).await.is(204);
                reader.joins(group).await;
                alva.patch(&format!("/groups/{group}/memberships/{}", reader.id), json!({ "role": "member" })).await.is(200);
            }
            "groups.moved" => {
                let version = alva.get(&format!("/groups/{group}")).await.body["version"].as_i64().expect("a version");
                alva.patch_version(&format!("/groups/{group}"), version, json!({ "visibility": "network" })).await.is(200);
            }
            "groups.request" => {
                reader.app.place(group, &reader.id, GroupRole::Moderator, MembershipState::Active).await;
                reader.app.staff("Hemlige", Role::Member).await.joins(group).await;
            }
            "introductions.asked" => drop(self.needs_help().await),
            "introductions.accepted" => {
                alva.knows("etik", "teaches").await;
                let asked = json!({ "competence": "etik", "message": "Hej" });
                let introduction = reader.post("/introductions", asked).await.is(201).id();
                comes_about(async || !alva.get("/introduction-requests").await.is(200).items().is_empty()).await;
                alva.put(&format!("/introduction-requests/{introduction}/answer"), json!({ "accept": true })).await.is(200);
            }
            "invitations.invitation" => {
                let own = alva.starts_group(Self::SECRET, "secret", "invitation").await;
                alva.post(&format!("/groups/{own}/invitations"), json!({ "member": reader.id })).await.is(201);
            }
            "saved-searches.found" => {
                let search = json!({ "name": "Sökning", "query": "competence=etik", "notify": true });
                reader.post("/members/me/saved-searches", search).await.is(201);
                alva.knows("etik", "leads").await;
                reader.app.wait(TimeDelta::days(1));
                let system = System::because("what is done now and then nobody asks for", &reader.app.inner);
                api::saved_searches::look(&system).await.expect("a look");
            }
            "support-models.contributed" => {
                let staff = reader.app.staff("Eddie", Role::Editor).await;
                staff.put(&format!("/support-models/dialogue-tool/editors/{}", reader.id), Value::Null).await.is(204);
                let new = json!({ "block": "section.about", "kind": "missing", "why": Self::SECRET, "credit": false });
                alva.post("/support-models/dialogue-tool/contributions", new).await.is(201);
            }
            _ => panic!("say how {kind} is caused"),
        }
    }

    /// Access is lost: by a block, or by the place in the group.
    async fn is_lost(&self, kind: &str) {
        let (alva, group, reader) = (back(&self.alva).await, &self.group, &self.reader);
        match kind.split_once('.').expect("a kind").0 {
            "discussions" | "groups" => drop(alva.delete(&format!("/groups/{group}/memberships/{}", reader.id)).await.is(204)),
            _ => drop(alva.put(&format!("/members/me/blocks/{}", reader.id), Value::Null).await.is(204)),
        }
    }
}

/// The kind happens in a new world, of which the reader hears in this way and of nothing else.
async fn told_by<'a>(app: &'a App, kind: &str, mail: &str) -> World<'a> {
    let (alva, reader) = (app.member("Alva Hemlig").await, app.member("Reader").await);
    let group = alva.starts_group("Hemlig grupp", "closed", "request").await;
    app.place(&group, &reader.id, GroupRole::Member, MembershipState::Active).await;
    for other in api::features::kinds() {
        wants(&reader, other.name, true, if other.name == kind { mail } else { "never" }).await;
    }
    let world = World { alva, reader, group };
    app.all_is_told().await;
    app.mail_breaks();
    world.happens(kind).await;
    world
}

/// Access is lost, and after that all is told that waits: it leaves nothing.
async fn leaves_nothing(world: World<'_>, kind: &str) {
    let (app, reader) = (world.reader.app, back(&world.reader).await);
    assert!(counted(&reader).await >= 1, "{kind} was not told at all");
    world.is_lost(kind).await;
    app.mail_mends();
    until(app, "2026-11-25T12:00:00Z").await;
    let mails = app.mails_to(&reader.email, 1).await;
    let leaked: Vec<_> = mails.iter().filter(|mail| mail.contains("Hemlig")).collect();
    assert!(leaked.is_empty(), "{kind}: {leaked:?}");
    let reader = back(&reader).await;
    let list = reader.get("/members/me/notifications?limit=100").await.is(200);
    assert!(!list.text.contains("Hemlig") && !list.each("/kind").contains(&kind.to_owned()), "{kind}: {}", list.text);
    assert_eq!(counts(&reader).await, (list.items().iter().filter(|one| one["readAt"].is_null()).count() as u64, list.items().len() as u64));
}

#[actix_web::test]
async fn nobody_is_told_of_what_they_may_no_longer_see() {
    for kind in LOST {
        let app = App::start().await;
        let world = told_by(&app, kind, "now").await;
        // It is tried, and cannot be sent: so it is there to be told.
        comes_about(async || app.tries().await > 0).await;
        leaves_nothing(world, kind).await;
    }
}

#[actix_web::test]
async fn nor_does_a_digest_tell_of_it() {
    for kind in LOST {
        let app = App::start().await;
        let world = told_by(&app, kind, "digest").await;
        comes_about(async || app.digests().await > 0).await;
        leaves_nothing(world, kind).await;
    }
}

async fn counted(reader: &Person<'_>) -> u64 {
    reader.get("/members/me/notification-counts").await.is(200).body["unread"].as_u64().expect("a number")
}

#[actix_web::test]
async fn whoever_is_locked_out_gets_no_mail_that_was_waiting() {
    let app = App::start().await;
    let (alva, reader) = (app.member("Alva").await, app.member("Reader").await);
    let own = reader.post("/discussions", json!({ "title": "Torg", "body": "Hur?" })).await.is(201).id();
    replies(&alva, &own, "I morgon").await;
    app.all_is_told().await;
    app.mail_breaks();
    alva.post(&format!("/members/{}/contact-requests", reader.id), json!({ "message": "Hej" })).await.is(201);
    comes_about(async || app.tries().await > 0).await;
    app.lock_out(&reader.id).await;
    app.mail_mends();
    until(&app, "2026-11-24T12:00:00Z").await;
    assert_eq!(app.mails_to(&reader.email, 1).await.len(), 1);
}
