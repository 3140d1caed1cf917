//! What no member can do, and what no member can see: rows put in and read behind the server's back.

use std::collections::BTreeMap;

use api::kernel::access::System;
use api::kernel::db::Tx;
use chrono::{DateTime, TimeDelta};
use entity::id::{DiscussionId, ExampleId, GroupId, InvitationId, MemberId, OrganisationId, PostId};
use entity::kind::{
    DigestRhythm, DiscussionKind, ExampleState, FollowLevel, GroupRole, InvitationState, Language, MailChoice, MembershipState, Role,
};
use entity::{
    account, digest, discussion, example, follow_level, group_ban, group_membership, invitation, member, notification, notification_preference,
    notification_setting, organisation, organisation_name, outbox_notice, post,
};
use sea_orm::{
    ActiveValue, ColumnTrait, DatabaseBackend, DatabaseConnection, EntityTrait, FromQueryResult, JsonValue, PaginatorTrait, QueryFilter, Statement,
};

use crate::App;

/// Tables that a refused request may change.
const COMES_AND_GOES: &[&str] = &["change", "idempotency_key", "session", "throttle"];
/// Tables that only a start of the program fills.
const SHIPPED: &[&str] = &["competence", "competence_area", "municipality", "region", "sector", "theme"];

impl App {
    fn rows(&self) -> &DatabaseConnection {
        self.inner.db.for_migration()
    }

    /// Gives somebody a place in a group, in place of the one they have.
    pub async fn place(&self, group: &str, member: &str, role: GroupRole, state: MembershipState) {
        let (group_id, member_id) = (GroupId(group.parse().expect("an id")), MemberId(member.parse().expect("an id")));
        let row = group_membership::ActiveModel {
            group_id: ActiveValue::Set(group_id),
            member_id: ActiveValue::Set(member_id),
            role: ActiveValue::Set(role),
            state: ActiveValue::Set(state),
            created_at: ActiveValue::Set(self.inner.clock.now()),
        };
        group_membership::Entity::delete_by_id((group_id, member_id)).exec(self.rows()).await.expect("no membership");
        group_membership::Entity::insert(row).exec_without_returning(self.rows()).await.expect("a membership");
    }

    /// Keeps somebody out of a group.
    pub async fn ban(&self, group: &str, member: &str) {
        let row = group_ban::ActiveModel {
            group_id: ActiveValue::Set(GroupId(group.parse().expect("an id"))),
            member_id: ActiveValue::Set(MemberId(member.parse().expect("an id"))),
            reason: ActiveValue::Set(None),
            created_at: ActiveValue::Set(self.inner.clock.now()),
        };
        group_ban::Entity::insert(row).exec_without_returning(self.rows()).await.expect("a ban");
    }

    /// Invites somebody into a group, whoever may.
    pub async fn invite(&self, group: &str, inviter: &str, member: &str) -> String {
        let (id, now) = (InvitationId(self.inner.clock.new_id()), self.inner.clock.now());
        let row = invitation::ActiveModel {
            id: ActiveValue::Set(id),
            group_id: ActiveValue::Set(GroupId(group.parse().expect("an id"))),
            inviter_id: ActiveValue::Set(MemberId(inviter.parse().expect("an id"))),
            member_id: ActiveValue::Set(Some(MemberId(member.parse().expect("an id")))),
            language: ActiveValue::Set(Language::Swedish),
            state: ActiveValue::Set(InvitationState::Pending),
            held_back: ActiveValue::Set(false),
            expires_at: ActiveValue::Set(now + TimeDelta::days(14)),
            created_at: ActiveValue::Set(now),
            ..Default::default()
        };
        invitation::Entity::insert(row).exec_without_returning(self.rows()).await.expect("an invitation");
        id.to_string()
    }

    /// Puts a question of somebody's into a group, whether they are in it or not, and a reply of theirs.
    pub async fn asks(&self, group: &str, member: &str) -> (String, String) {
        let (id, author_id) = (DiscussionId(self.inner.clock.new_id()), MemberId(member.parse().expect("an id")));
        let row = discussion::ActiveModel {
            id: ActiveValue::Set(id),
            group_id: ActiveValue::Set(Some(GroupId(group.parse().expect("an id")))),
            author_id: ActiveValue::Set(author_id),
            title: ActiveValue::Set("Hur gör ni?".to_owned()),
            body: ActiveValue::Set("Vi undrar.".to_owned()),
            kind: ActiveValue::Set(DiscussionKind::Question),
            reply_count: ActiveValue::Set(1),
            last_activity_at: ActiveValue::Set(self.inner.clock.now()),
            version: ActiveValue::Set(0),
            created_at: ActiveValue::Set(self.inner.clock.now()),
            ..Default::default()
        };
        discussion::Entity::insert(row).exec_without_returning(self.rows()).await.expect("a discussion");
        let post = PostId(self.inner.clock.new_id());
        let row = post::ActiveModel {
            id: ActiveValue::Set(post),
            discussion_id: ActiveValue::Set(id),
            author_id: ActiveValue::Set(author_id),
            body: ActiveValue::Set("Så här.".to_owned()),
            version: ActiveValue::Set(0),
            created_at: ActiveValue::Set(self.inner.clock.now()),
            ..Default::default()
        };
        post::Entity::insert(row).exec_without_returning(self.rows()).await.expect("a reply");
        (id.to_string(), post.to_string())
    }

    /// Puts an example into a state and a version.
    pub async fn stands(&self, example: &str, state: ExampleState, version: i32) {
        let row = example::ActiveModel {
            id: ActiveValue::Unchanged(ExampleId(example.parse().expect("an id"))),
            state: ActiveValue::Set(state),
            version: ActiveValue::Set(version),
            ..Default::default()
        };
        example::Entity::update(row).exec(self.rows()).await.expect("an example");
    }

    /// Marks a member as a person with protected data.
    pub async fn protect(&self, member: &str) {
        let id = MemberId(member.parse().expect("an id"));
        let row = member::ActiveModel { id: ActiveValue::Unchanged(id), protected: ActiveValue::Set(true), ..Default::default() };
        member::Entity::update(row).exec(self.rows()).await.expect("a member");
    }

    /// Marks a member as suspended, as others meet them.
    pub async fn suspend(&self, member: &str) {
        let id = MemberId(member.parse().expect("an id"));
        let row = member::ActiveModel { id: ActiveValue::Unchanged(id), suspended: ActiveValue::Set(true), ..Default::default() };
        member::Entity::update(row).exec(self.rows()).await.expect("a member");
    }

    /// Enters an organisation in the register and returns its id.
    pub async fn organisation(&self, name: &str, sector: &str, municipality: Option<&str>, region: Option<&str>, former: &[&str]) -> String {
        let id = OrganisationId(self.inner.clock.new_id());
        let row = organisation::ActiveModel {
            id: ActiveValue::Set(id),
            slug: ActiveValue::Set(api::kernel::typeset::slug(name)),
            name: ActiveValue::Set(name.to_owned()),
            sector_key: ActiveValue::Set(sector.to_owned()),
            municipality_code: ActiveValue::Set(municipality.map(ToOwned::to_owned)),
            region_code: ActiveValue::Set(region.map(ToOwned::to_owned)),
            website: ActiveValue::Set(None),
            sort_key: ActiveValue::Set(self.inner.swedish.sort_key(name)),
            search_text: ActiveValue::Set(api::kernel::typeset::fold(&format!("{name} {}", former.join(" ")))),
            created_at: ActiveValue::Set(DateTime::default()),
        };
        organisation::Entity::insert(row).exec_without_returning(self.rows()).await.expect("an organisation");
        for name in former {
            let row = organisation_name::ActiveModel { organisation_id: ActiveValue::Set(id), name: ActiveValue::Set((*name).to_owned()) };
            organisation_name::Entity::insert(row).exec_without_returning(self.rows()).await.expect("a former name");
        }
        id.to_string()
    }

    /// Members who cannot sign in, for tests that need many.
    pub async fn made_up(&self, number: usize) -> Vec<String> {
        let ids: Vec<_> = (0..number).map(|_| MemberId(self.inner.clock.new_id())).collect();
        for ids in ids.chunks(100) {
            account::Entity::insert_many(ids.iter().copied().map(account_of)).exec_without_returning(self.rows()).await.expect("accounts");
        }
        let system = System::because("an account each would take too long", &self.inner);
        let enter = async |tx: &Tx| {
            for id in &ids {
                api::members::enter(&system, tx, *id, "En av Många").await?;
            }
            Ok(())
        };
        system.write(enter).await.expect("members");
        ids.iter().map(ToString::to_string).collect()
    }

    /// Has members hear of everything in a group.
    pub async fn follow(&self, group: &str, members: &[String]) {
        for member in members {
            let member_id = MemberId(member.parse().expect("an id"));
            let follow = follow_level::ActiveModel {
                member_id: ActiveValue::Set(member_id),
                of_id: ActiveValue::Set(group.parse().expect("an id")),
                level: ActiveValue::Set(FollowLevel::Everything),
                updated_at: ActiveValue::Set(self.inner.clock.now()),
            };
            follow_level::Entity::insert(follow).exec_without_returning(self.rows()).await.expect("a follow level");
        }
    }

    /// Has them hear of it by mail at any hour, a hundred times a week.
    pub async fn all_ears(&self, group: &str, members: &[String]) {
        self.follow(group, members).await;
        for member in members {
            let member_id = MemberId(member.parse().expect("an id"));
            let setting = notification_setting::ActiveModel {
                member_id: ActiveValue::Set(member_id),
                kind: ActiveValue::Set("discussions.reply".to_owned()),
                in_app: ActiveValue::Set(true),
                mail: ActiveValue::Set(MailChoice::Now),
            };
            notification_setting::Entity::insert(setting).exec_without_returning(self.rows()).await.expect("a setting");
            let preference = notification_preference::ActiveModel {
                member_id: ActiveValue::Set(member_id),
                time_zone: ActiveValue::Set("Europe/Stockholm".to_owned()),
                quiet_from: ActiveValue::Set(None),
                quiet_until: ActiveValue::Set(None),
                paused_until: ActiveValue::Set(None),
                mails_a_week: ActiveValue::Set(100),
                digest: ActiveValue::Set(DigestRhythm::Daily),
                digest_hour: ActiveValue::Set(7),
            };
            notification_preference::Entity::insert(preference).exec_without_returning(self.rows()).await.expect("a preference");
        }
    }

    /// How many notifications there are, read or not, to be seen or not.
    pub async fn notifications(&self) -> u64 {
        notification::Entity::find().count(self.rows()).await.expect("a count")
    }

    /// How many members a digest is planned for.
    pub async fn digests(&self) -> u64 {
        digest::Entity::find().count(self.rows()).await.expect("a count")
    }

    /// How many notices were given up.
    pub async fn given_up(&self) -> u64 {
        let given_up = outbox_notice::Entity::find().filter(outbox_notice::Column::FailedAt.is_not_null());
        given_up.count(self.rows()).await.expect("a count")
    }

    /// Locks somebody out.
    pub async fn lock_out(&self, member: &str) {
        let id = MemberId(member.parse().expect("an id"));
        let row = account::ActiveModel {
            id: ActiveValue::Unchanged(id),
            suspended_at: ActiveValue::Set(Some(self.inner.clock.now())),
            ..Default::default()
        };
        account::Entity::update(row).exec(self.rows()).await.expect("an account");
    }

    /// How many notices wait.
    pub async fn notices(&self) -> u64 {
        outbox_notice::Entity::find().count(self.rows()).await.expect("a count")
    }

    /// How often the notices that wait were tried at least, but for digests, which are not due yet.
    pub async fn tries(&self) -> i32 {
        let at_once = outbox_notice::Column::Kind.ne("notifications.digest");
        let waiting = outbox_notice::Entity::find().filter(at_once).all(self.rows()).await.expect("notices");
        waiting.iter().map(|notice| notice.attempts).min().unwrap_or_default()
    }

    /// Every row that people have written, as the database writes it; not what comes and goes with each request.
    pub async fn stored(&self) -> BTreeMap<String, Vec<String>> {
        // One statement for all: there are many tables, and some tests ask often.
        let tables = if self.inner.db.backend() == DatabaseBackend::Sqlite {
            "SELECT t.name AS name, group_concat('quote(\"' || c.name || '\")', ' || '','' || ') AS line
             FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' GROUP BY t.name"
        } else {
            "SELECT table_name::text AS name, quote_ident(table_name) || '::text' AS line
             FROM information_schema.tables WHERE table_schema = 'public'"
        };
        let mut stored = BTreeMap::<_, Vec<_>>::new();
        let mut selects = Vec::new();
        for table in self.select(tables).await {
            let name = text(&table, "name");
            if !COMES_AND_GOES.contains(&name.as_str()) && !SHIPPED.contains(&name.as_str()) {
                selects.push(format!("SELECT '{name}' AS name, {} AS line FROM \"{name}\"", text(&table, "line")));
                stored.insert(name, Vec::new());
            }
        }
        for row in self.select(&(selects.join(" UNION ALL ") + " ORDER BY 1, 2")).await {
            stored.entry(text(&row, "name")).or_default().push(text(&row, "line"));
        }
        stored
    }

    async fn select(&self, sql: &str) -> Vec<JsonValue> {
        let statement = Statement::from_string(self.rows().get_database_backend(), sql);
        JsonValue::find_by_statement(statement).all(self.rows()).await.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }
}

fn text(row: &JsonValue, column: &str) -> String {
    row[column].as_str().expect("a text").to_owned()
}

/// An account to which there is no password.
fn account_of(id: MemberId) -> account::ActiveModel {
    account::ActiveModel {
        id: ActiveValue::Set(id),
        email: ActiveValue::Set(format!("{id}@example.org")),
        email_key: ActiveValue::Set(format!("{id}@example.org")),
        password_hash: ActiveValue::Set("!".to_owned()),
        role: ActiveValue::Set(Role::Member),
        language: ActiveValue::Set(Language::Swedish),
        suspended_at: ActiveValue::Set(None),
        created_at: ActiveValue::Set(DateTime::default()),
    }
}
