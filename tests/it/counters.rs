//! What is counted is what a recount finds, after everything at once.

use std::cell::RefCell;
use std::collections::HashMap;

use entity::reaction;
use futures_util::StreamExt;
use futures_util::stream;
use sea_orm::prelude::Uuid;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tests::{App, Person};

const CHANGES: usize = 2_000;
const AT_ONCE: usize = 32;

/// A group in which much happens at once.
struct Bustle<'a> {
    group: String,
    people: Vec<Person<'a>>,
    discussions: Vec<String>,
    /// The replies that were written: discussion, reply, and who wrote it.
    replies: RefCell<Vec<(usize, String, usize)>>,
}

impl Bustle<'_> {
    /// One of many changes; what is refused changes nothing.
    async fn change(&self, random: u64) {
        let mut random = fastrand::Rng::with_seed(random);
        let (by, of) = (random.usize(..self.people.len()), random.usize(..self.discussions.len()));
        let (person, opening) = (&self.people[by], format!("/discussions/{}", self.discussions[of]));
        let chosen = random.choice(self.replies.borrow().iter()).cloned();
        let reaction = ["thanks", "insight"][random.usize(..2)];
        let status = match (random.u8(..20), chosen) {
            (0..8, _) | (_, None) => {
                let answer = person.post(&format!("{opening}/posts"), json!({ "body": "Så här." })).await;
                if answer.status == 201 {
                    self.replies.borrow_mut().push((of, answer.id(), by));
                }
                answer.status
            }
            (8..11, Some((of, reply, by))) => self.people[by].delete(&format!("/discussions/{}/posts/{reply}", self.discussions[of])).await.status,
            (11..13, Some((of, reply, _))) => {
                person.put(&format!("/discussions/{}/posts/{reply}/reactions/{reaction}", self.discussions[of]), Value::Null).await.status
            }
            (13, Some((of, reply, _))) => {
                person.delete(&format!("/discussions/{}/posts/{reply}/reactions/{reaction}", self.discussions[of])).await.status
            }
            (14, _) => person.put(&format!("{opening}/reactions/{reaction}"), Value::Null).await.status,
            (15, _) => person.delete(&format!("{opening}/reactions/{reaction}")).await.status,
            (16, Some((of, reply, _))) => {
                person.put(&format!("/discussions/{}/read-state", self.discussions[of]), json!({ "post": reply })).await.status
            }
            (17, _) => person.put(&format!("{opening}/read-state"), json!({})).await.status,
            (18, _) if by > 0 => person.delete(&format!("/groups/{}/memberships/{}", self.group, person.id)).await.status,
            (_, _) => person.post(&format!("/groups/{}/memberships", self.group), Value::Null).await.status,
        };
        assert!(status < 500, "{status}");
    }
}

#[actix_web::test]
async fn what_is_counted_equals_a_recount_after_two_thousand_changes_at_once() {
    let app = App::start_with(|config| config.workers = 4).await;
    let mut people = Vec::new();
    for name in ["Alva", "Omar", "Siv", "Sven", "Sara"] {
        people.push(app.member(name).await);
    }
    let group = people[0].starts_group("Mycket på gång", "network", "open").await;
    let mut discussions = Vec::new();
    for number in 0..5 {
        discussions.push(people[0].opens(&group, &format!("Tråd {number}")).await);
    }
    for person in &people[1..] {
        person.joins(&group).await;
    }
    let bustle = Bustle { group, people, discussions, replies: RefCell::default() };
    let mut random = fastrand::Rng::with_seed(2_000);
    let seeds: Vec<_> = (0..CHANGES).map(|_| random.u64(..)).collect();
    stream::iter(seeds).for_each_concurrent(AT_ONCE, |seed| bustle.change(seed)).await;

    let Bustle { group, people, discussions, .. } = &bustle;
    let counted = people[0].get(&format!("/groups/{group}")).await.is(200).body["memberCount"].clone();
    assert_eq!(counted, people[0].walk(&format!("/groups/{group}/memberships")).await.len());
    for discussion in discussions {
        let opening = format!("/discussions/{discussion}");
        let posts = people[0].walk(&format!("{opening}/posts?limit=100")).await;
        let there: Vec<_> = posts.iter().filter(|post| post["deletedAt"].is_null()).collect();
        let shown = people[0].get(&opening).await.is(200).body;
        assert_eq!(shown["replyCount"], there.len());
        for post in posts.iter().chain([&shown]) {
            assert_eq!(told(post), stored(&app, post).await, "{post}");
        }
        for person in people {
            let read = person.get(&format!("{opening}/read-state")).await.is(200).body;
            let new = |post: &&&Value| post["author"]["id"] != person.id.as_str() && post["id"].as_str() > read["lastRead"].as_str();
            let unread = there.iter().filter(new).count() + usize::from(read["openingUnread"] == true);
            assert_eq!(read["unreadCount"], unread, "{}", person.email);
            assert_eq!(person.get(&opening).await.is(200).body["unreadCount"], unread);
        }
    }
}

/// The reactions that a post tells of.
fn told(post: &Value) -> HashMap<String, u64> {
    let reactions = post["reactions"].as_array().expect("reactions").iter();
    reactions.map(|one| (one["reaction"].as_str().expect("a kind").to_owned(), one["count"].as_u64().expect("a count"))).collect()
}

/// Those that lie in the database.
async fn stored(app: &App, post: &Value) -> HashMap<String, u64> {
    let of: Uuid = post["id"].as_str().expect("an id").parse().expect("an id");
    let mut stored = HashMap::new();
    for kind in [entity::kind::ReactionKind::Thanks, entity::kind::ReactionKind::Insight] {
        let these = reaction::Entity::find().filter(reaction::Column::OfId.eq(of)).filter(reaction::Column::Kind.eq(kind));
        let count = these.count(app.inner.db.for_migration()).await.expect("a count");
        if count > 0 {
            stored.insert(kind.as_str().to_owned(), count);
        }
    }
    stored
}
