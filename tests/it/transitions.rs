//! Whoever is shut out finds nothing any more, on whichever way they found it before.

use std::collections::BTreeSet;

use actix_web::http::Method;
use entity::kind::{GroupRole, MembershipState};
use serde_json::{Value, json};
use tests::{App, Contract, Person};

use crate::crawl::{Crawl, Ids};

/// Stands in what tells that there is a group.
const SHELL: &str = "kanariefjader";
/// Stands in what is written in it.
const SONG: &str = "kanariesang";
/// The name of whoever wrote it.
const SINGER: &str = "kanariefagel";

/// A group in which something of every kind is kept and said, by Alva; Omar is its member, Siv is not.
struct World<'a> {
    alva: Person<'a>,
    omar: Person<'a>,
    siv: Person<'a>,
    visitor: Person<'a>,
    group: String,
    discussion: String,
    reply: String,
    crawl: Crawl<'a>,
}

impl<'a> World<'a> {
    async fn new(app: &'a App, contract: &'a Contract, visibility: &str) -> World<'a> {
        let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
        alva.patch("/members/me", json!({ "handle": "alva-ett", "name": format!("Alva {SINGER}") })).await.is(200);
        let group = json!({ "name": "Vanlig", "purpose": SHELL, "description": SHELL, "visibility": visibility, "joining": "open" });
        let group = alva.post("/groups", group).await.is(201).id();
        alva.patch_version(&format!("/groups/{group}"), 0, json!({ "name": SHELL })).await.is(200);
        omar.joins(&group).await;
        let discussion = json!({ "title": SONG, "body": SONG });
        let discussion = alva.post(&format!("/groups/{group}/discussions"), discussion).await.is(201).id();
        let reply = alva.post(&format!("/discussions/{discussion}/posts"), json!({ "body": format!("Förr {SONG}") })).await.is(201).id();
        let crawl = Crawl { contract, ids: Ids::new(), words: [SHELL, SONG, SINGER].map(str::to_owned).into() };
        let mut world = World { alva, omar, siv, visitor: app.stranger(), group, discussion, reply, crawl };
        let [page, decision, file] = world.keeps().await;
        let inner = world.talks(&file).await;
        let of = |values: &[&str]| values.iter().map(ToString::to_string).collect::<Vec<_>>();
        let handles = vec!["alva-ett".to_owned()];
        world.crawl.ids.extend([
            ("groupId", vec![world.group.clone(), inner]),
            ("postId", vec![world.reply.clone()]),
            ("memberId", vec![world.alva.id.clone(), world.omar.id.clone()]),
            ("handle", handles),
            ("pageId", vec![page]),
            ("decisionId", vec![decision]),
            ("fileId", vec![file]),
            ("version", of(&["0", "1"])),
            ("before", of(&["0"])),
            ("after", of(&["1"])),
            ("place", vec![world.group.clone(), world.discussion.clone(), "forum".to_owned()]),
            ("modelKey", of(&["knowledge-matrix"])),
            ("competenceKey", of(&["etik"])),
        ]);
        world
    }

    /// What the group keeps.
    async fn keeps(&self) -> [String; 3] {
        let Self { alva, group, .. } = self;
        let at = format!("/groups/{group}");
        let page = alva.post(&format!("{at}/pages"), json!({ "title": SONG, "body": SONG })).await.is(201).id();
        alva.patch_version(&format!("{at}/pages/{page}"), 0, json!({ "body": format!("{SONG} igen") })).await.is(200);
        let link = json!({ "label": SONG, "url": format!("https://example.org/{SONG}") });
        alva.post(&format!("{at}/links"), link).await.is(201);
        let decision = alva.post(&format!("{at}/decisions"), json!({ "title": SONG, "body": SONG })).await.is(201).id();
        let bytes = Some(("application/octet-stream", SONG.as_bytes().to_vec()));
        let file = alva.send_raw(Method::POST, &format!("{at}/files?name={SONG}.txt"), &[], bytes).await.is(201).id();
        let works = json!({ "kind": "working", "mandate": SHELL, "deliverable": SHELL, "ends": "2027", "needs": ["etik"] });
        alva.put_version(&format!("{at}/charter"), 0, works).await.is(200);
        alva.put_version(&format!("{at}/admission"), 0, json!({ "questions": [], "welcome": SONG })).await.is(200);
        [page, decision, file]
    }

    /// What is said in it and elsewhere of it, and what the others have kept of that; gives a group within it.
    async fn talks(&mut self, file: &str) -> String {
        let Self { alva, omar, siv, group, discussion, reply, .. } = self;
        let opening = format!("/discussions/{discussion}");
        alva.patch_version(&format!("{opening}/posts/{reply}"), 0, json!({ "body": format!("Nu {SONG}") })).await.is(200);
        let shown = json!({ "body": format!("Också {SONG}"), "attachments": [{ "file": file, "alt": SONG }] });
        alva.patch_version(&opening, 0, shown).await.is(200);
        let asked = json!({ "question": SONG, "method": "single", "options": [{ "text": SONG }, { "text": "Nej" }] });
        alva.post(&format!("{opening}/poll"), asked).await.is(201);
        // Elsewhere somebody points at it.
        let pointing = json!({ "title": "Öppet", "body": format!("Se /discussions/{discussion}"), "public": true });
        let pointing = alva.post("/discussions", pointing).await.is(201).id();
        for person in [&*omar, &*siv] {
            for path in [opening.clone(), format!("{opening}/posts/{reply}")] {
                person.put(&format!("{path}/bookmark"), Value::Null).await;
            }
            person.put(&format!("{opening}/follow-level"), json!({ "level": "everything" })).await;
            person.put(&format!("{opening}/read-state"), json!({})).await;
        }
        self.crawl.ids.insert("discussionId", vec![discussion.clone(), pointing]);
        let inner = json!({ "name": "Inre", "purpose": "Att göra", "visibility": "network", "joining": "open" });
        alva.post(&format!("/groups/{group}/groups"), inner).await.is(201).id()
    }

    async fn edits(&self, change: Value) {
        let at = format!("/groups/{}", self.group);
        let version = self.alva.get(&at).await.is(200).body["version"].as_i64().expect("a version");
        self.alva.patch_version(&at, version, change).await.is(200);
    }

    async fn finds(&self, person: &Person<'_>, words: &[&str]) -> BTreeSet<String> {
        self.crawl.finds(person, words).await
    }
}

/// Ways on which whoever reads in the group meets what is written in it.
const WAYS: &[&str] = &[
    "getDiscussion",
    "listDiscussions",
    "listAllDiscussions",
    "listPosts",
    "getPost",
    "listPostRevisions",
    "listDiscussionRevisions",
    "getPoll",
    "getGroupPage",
    "listGroupPages",
    "listGroupPageVersions",
    "compareGroupPageVersions",
    "listGroupLinks",
    "listGroupDecisions",
    "listGroupFiles",
    "getGroupFile",
    "listGroupFileVersions",
    "getGroupFileContent",
];

#[track_caller]
fn met(found: &BTreeSet<String>, ways: &[&str]) {
    let missed: Vec<_> = ways.iter().filter(|way| !found.contains(**way)).collect();
    assert!(missed.is_empty(), "what was to be found was not found by {missed:?}, only by {found:?}");
}

#[track_caller]
fn nothing(found: &BTreeSet<String>) {
    assert!(found.is_empty(), "still found by {found:?}");
}

#[actix_web::test]
async fn when_a_group_is_closed_and_then_secret_whoever_is_not_in_it_finds_less_and_then_nothing() {
    let app = App::start().await;
    let contract = Contract::of(&app.stranger()).await;
    let world = World::new(&app, &contract, "open").await;
    for person in [&world.visitor, &world.siv] {
        met(&world.finds(person, &[SONG]).await, WAYS);
        met(&world.finds(person, &[SHELL]).await, &["listGroups", "getGroup", "getCharter", "listCharters"]);
    }
    met(&world.finds(&world.visitor, &[SONG]).await, &["followGroup", "followDiscussions"]);
    met(&world.finds(&world.siv, &[SONG]).await, &["listBookmarks"]);
    world.edits(json!({ "visibility": "closed" })).await;
    nothing(&world.finds(&world.visitor, &[SONG, SHELL]).await);
    nothing(&world.finds(&world.siv, &[SONG]).await);
    met(&world.finds(&world.siv, &[SHELL]).await, &["listGroups", "getGroup", "getCharter"]);
    met(&world.finds(&world.omar, &[SONG]).await, WAYS);
    // That nobody writes there any more lets nobody in.
    world.edits(json!({ "archived": true })).await;
    nothing(&world.finds(&world.siv, &[SONG]).await);
    met(&world.finds(&world.omar, &[SONG]).await, WAYS);
    world.edits(json!({ "archived": false })).await;
    world.edits(json!({ "visibility": "secret" })).await;
    for person in [&world.visitor, &world.siv] {
        nothing(&world.finds(person, &[SONG, SHELL]).await);
    }
    met(&world.finds(&world.omar, &[SONG]).await, WAYS);
}

#[actix_web::test]
async fn who_leaves_is_removed_or_is_banned_finds_nothing_of_a_secret_group_any_more() {
    for end in ["left", "removed", "banned"] {
        let app = App::start().await;
        let contract = Contract::of(&app.stranger()).await;
        let world = World::new(&app, &contract, "network").await;
        world.edits(json!({ "visibility": "secret" })).await;
        let (omar, own) = (&world.omar, format!("/groups/{}/memberships/{}", world.group, world.omar.id));
        let replies = format!("/discussions/{}/posts", world.discussion);
        let retried = [("idempotency-key", "en-och-samma")];
        let body = json!({ "body": "Hej" });
        omar.send(Method::POST, &replies, &retried, Some(body.clone())).await.is(201);
        met(&world.finds(omar, &[SONG]).await, WAYS);
        met(&world.finds(omar, &[SONG]).await, &["listBookmarks", "getAdmission"]);
        met(&world.finds(omar, &[SHELL]).await, &["getGroup", "listGroups", "listOwnGroups", "findMembers"]);
        match end {
            "left" => omar.delete(&own).await.is(204),
            "removed" => world.alva.delete(&own).await.is(204),
            _ => world.alva.put(&format!("/groups/{}/bans/{}", world.group, omar.id), json!({})).await.is(200),
        };
        nothing(&world.finds(omar, &[SONG, SHELL]).await);
        // Nor by asking again what was answered before.
        omar.send(Method::POST, &replies, &retried, Some(body)).await.is_problem(404, "request.not-found");
    }
}

#[actix_web::test]
async fn what_is_moved_or_deleted_is_found_no_more_by_those_who_may_not_read_it() {
    let app = App::start().await;
    let contract = Contract::of(&app.stranger()).await;
    let world = World::new(&app, &contract, "open").await;
    let talk = ["searchEverything", "getDiscussion", "listAllDiscussions", "listPosts", "getPost", "listPostRevisions", "getPoll"];
    let of_talk = async |person: &Person<'_>| {
        let found = world.finds(person, &[SONG]).await;
        // The group is called so, too; what a search finds of the rest is asked for below.
        let groups = |way: &String| way.contains("Group") || ["getAdmission", "searchEverything", "suggestTitles"].contains(&way.as_str());
        let searched = person.get(&format!("/search?q={SONG}&kind=discussion&kind=post")).await.is(200);
        let searched = (!searched.items().is_empty()).then(|| "searchEverything".to_owned());
        found.into_iter().filter(|way| !groups(way)).chain(searched).collect::<BTreeSet<_>>()
    };
    for person in [&world.visitor, &world.siv] {
        met(&of_talk(person).await, &talk);
    }
    // Into a group that only its members read.
    let closed = world.alva.starts_group("Sluten", "closed", "request").await;
    app.place(&closed, &world.omar.id, GroupRole::Member, MembershipState::Active).await;
    let opening = format!("/discussions/{}", world.discussion);
    world.alva.put(&format!("{opening}/place"), json!({ "group": closed })).await.is(200);
    for person in [&world.visitor, &world.siv] {
        let found = of_talk(person).await;
        let feeds = ["followDiscussions", "listDiscussions", "listBookmarks"];
        assert!(found.iter().all(|way| !talk.contains(&way.as_str()) && !feeds.contains(&way.as_str())), "still found by {found:?}");
    }
    met(&of_talk(&world.omar).await, &talk);
    // Deleted, it is gone for those, too, who may read there.
    world.alva.delete(&format!("{opening}/posts/{}", world.reply)).await.is(204);
    world.alva.delete(&opening).await.is(204);
    for person in [&world.omar, &world.siv, &world.visitor] {
        nothing(&of_talk(person).await);
    }
}

#[actix_web::test]
async fn an_author_who_is_suspended_protected_or_blocked_is_named_nowhere() {
    for end in ["suspended", "protected", "blocks", "blocked"] {
        let app = App::start().await;
        let contract = Contract::of(&app.stranger()).await;
        let world = World::new(&app, &contract, "network").await;
        let (alva, siv) = (&world.alva, &world.siv);
        let ways = ["getMember", "getMemberByHandle", "getDiscussion", "listPosts", "listAllDiscussions", "listBookmarks", "getGroupPage"];
        met(&world.finds(siv, &[SINGER]).await, &ways);
        met(&world.finds(siv, &[SINGER]).await, &["listMemberships", "findMembers", "listGroupFiles", "listGroupPageVersions", "suggestWhatIsMeant"]);
        match end {
            "suspended" => app.suspend(&alva.id).await,
            "protected" => app.protect(&alva.id).await,
            "blocks" => drop(alva.put(&format!("/members/me/blocks/{}", siv.id), Value::Null).await.is(204)),
            _ => drop(siv.put(&format!("/members/me/blocks/{}", alva.id), Value::Null).await.is(204)),
        }
        let found = world.finds(siv, &[SINGER]).await;
        // Whom one blocks oneself, one still sees in the list of those whom one blocks.
        let own: BTreeSet<_> = if end == "blocked" { ["listBlocks".to_owned()].into() } else { BTreeSet::new() };
        assert_eq!(found, own, "{end}");
        met(&world.finds(siv, &[SONG]).await, WAYS);
    }
}
