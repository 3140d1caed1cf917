//! What members are told of discussions: that they are named, that something was written where they
//! follow, that somebody reacted. All of it is found out anew for each reader.

use std::collections::HashMap;

use entity::id::{DiscussionId, GroupId, MemberId, PostId};
use entity::kind::{FollowLevel, MailChoice, MentionKind};
use entity::{discussion, follow_level, mention, post, reaction};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::mentions::Mentions;
use super::policy::visible_to;
use crate::groups::{self, GroupCard};
use crate::kernel::access::{Actor, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::notification::{ABOUT, Cause, FIRST, Notification, NotificationKind, Shown, Slot, Visible, each, say};
use crate::kernel::problem::{NOT_FOUND, Problem, Result};
use crate::members::{self, MemberCard};
use crate::notifications;

/// Somebody names one in what they write.
pub const MENTION: NotificationKind = NotificationKind {
    name: "discussions.mention",
    title: ("Någon nämner dig", "Somebody mentions you"),
    in_app: true,
    mail: MailChoice::Now,
    rank: 20,
    audience: None,
    visible: Visible::Where(|actor, _| told(actor, Of::Mentions)),
    show: |viewer, of| Box::pin(texts(viewer, of, Of::Mentions)),
};

/// Something is written where one follows.
pub const REPLY: NotificationKind = NotificationKind {
    name: "discussions.reply",
    title: ("Svar i det du följer", "Replies in what you follow"),
    in_app: true,
    mail: MailChoice::Digest,
    rank: 50,
    audience: Some(|system, cause, slot| Box::pin(followers(system, cause, slot))),
    visible: Visible::Where(|actor, _| told(actor, Of::Everything)),
    show: |viewer, of| Box::pin(texts(viewer, of, Of::Everything)),
};

/// Somebody reacts to what one has written.
pub const REACTION: NotificationKind = NotificationKind {
    name: "discussions.reaction",
    title: ("Reaktioner på det du skrivit", "Reactions to what you wrote"),
    in_app: false,
    mail: MailChoice::Never,
    rank: 90,
    audience: None,
    visible: Visible::Where(|actor, _| reacted(actor)),
    show: |viewer, of| Box::pin(each(viewer, of, reactions)),
};

/// All of them.
pub const KINDS: &[NotificationKind] = &[MENTION, REPLY, REACTION];

/// Which texts of a discussion are told of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Everything,
    Mentions,
}

/// A new text: whom it names is told at once, who follows afterwards.
pub async fn written(tx: &Tx, at: &discussion::Model, text: Uuid, by: MemberId, naming: &Mentions) -> Result<()> {
    named(tx, at, text, by, naming).await?;
    notifications::notify_all(tx, &REPLY, &Cause::of(at.id.0, text)).await
}

/// A text names members: those are told who have not said that they want to hear nothing.
pub async fn named(tx: &Tx, at: &discussion::Model, text: Uuid, by: MemberId, naming: &Mentions) -> Result<()> {
    let named: Vec<_> = naming.members().filter(|member| *member != by).collect();
    if named.is_empty() {
        return Ok(());
    }
    let levels = levels(tx.conn(), at.id, at.group_id, &named).await?;
    let wanted: Vec<_> = named.into_iter().filter(|member| levels.get(member) != Some(&FollowLevel::Nothing)).collect();
    notifications::notify(tx, &MENTION, &Cause::of(at.id.0, text), &wanted).await
}

/// Somebody reacted to a text.
pub async fn react(tx: &Tx, text: Uuid, author: MemberId, by: MemberId) -> Result<()> {
    if author == by { Ok(()) } else { notifications::notify(tx, &REACTION, &Cause::now(tx, text), &[author]).await }
}

/// What members have said of how much they want to hear of a discussion, or else of its group.
async fn levels(conn: &impl ConnectionTrait, at: DiscussionId, group: Option<GroupId>, of: &[MemberId]) -> Result<HashMap<MemberId, FollowLevel>> {
    use follow_level::{Column, Entity};
    let places = std::iter::once(at.0).chain(group.map(|group| group.0));
    let said = Entity::find().filter(Column::OfId.is_in(places)).filter(Column::MemberId.is_in(of.iter().copied())).all(conn).await?;
    let (own, groups): (Vec<_>, Vec<_>) = said.into_iter().partition(|row| row.of_id == at.0);
    Ok(groups.into_iter().chain(own).map(|row| (row.member_id, row.level)).collect())
}

/// Who follows: whoever wants to hear everything of the discussion or of its group; and, unless they said
/// otherwise, who began the discussion and who is answered.
async fn followers(system: &System, cause: &Cause, Slot { after, limit }: Slot) -> Result<Vec<MemberId>> {
    use follow_level::{Column, Entity};
    let at = DiscussionId(cause.about);
    let Some(row) = discussion::Entity::find_by_id(at).one(system.conn()).await? else { return Ok(Vec::new()) };
    let text = post::Entity::find_by_id(PostId(cause.id)).one(system.conn()).await?;
    let (by, answers) = text.map_or((row.author_id, None), |post| (post.author_id, post.in_answer_to));
    // Whom the text names hears of that, and who wrote it knows.
    let named = mention::Entity::find().filter(mention::Column::OfId.eq(cause.id)).filter(mention::Column::Kind.eq(MentionKind::Member));
    let named = named.all(system.conn()).await?.into_iter().filter_map(|row| row.target_id.map(MemberId));
    let named: Vec<_> = named.chain([by]).collect();
    let said = |of: Uuid| Entity::find().select_only().column(Column::MemberId).filter(Column::OfId.eq(of)).into_query();
    let own = Column::OfId.eq(at.0).and(Column::Level.eq(FollowLevel::Everything));
    let of_group = row.group_id.map(|group| {
        let all = Column::OfId.eq(group.0).and(Column::Level.eq(FollowLevel::Everything));
        all.and(Column::MemberId.not_in_subquery(said(at.0)))
    });
    let follow = Entity::find().select_only().column(Column::MemberId).filter(Condition::any().add(own).add_option(of_group));
    let follow = follow.filter(Column::MemberId.gt(after)).filter(Column::MemberId.is_not_in(named.iter().copied()));
    let follow = follow.order_by_asc(Column::MemberId).limit(limit);
    let mut found: Vec<MemberId> = follow.into_tuple().all(system.conn()).await?;
    let answered = post::Entity::find().filter(post::Column::Id.is_in(answers)).one(system.conn()).await?;
    let concerned = answered.map(|post| post.author_id).into_iter().chain([row.author_id]);
    let concerned: Vec<_> = concerned.filter(|id| *id > after && !named.contains(id)).collect();
    let levels = levels(system.conn(), at, row.group_id, &concerned).await?;
    found.extend(concerned.into_iter().filter(|member| !levels.contains_key(member)));
    found.sort_unstable();
    found.dedup();
    found.truncate(usize::try_from(limit).map_err(Problem::internal)?);
    Ok(found)
}

/// Texts that name this person, as a subquery.
fn naming(actor: &Actor) -> SelectStatement {
    use mention::{Column, Entity};
    let me = Column::Kind.eq(MentionKind::Member).and(Column::TargetId.eq(actor.id.0));
    Entity::find().select_only().column(Column::OfId).filter(me).into_query()
}

/// Replies that are told of: of others whom the reader may know, and there.
fn replies(actor: &Actor, of: Of) -> Condition {
    use post::Column;
    let there = Condition::all().add(Column::DeletedAt.is_null()).add(Column::AuthorId.ne(actor.id));
    let there = there.add(members::names_visible(Column::AuthorId, Some(actor)));
    there.add_option((of == Of::Mentions).then(|| Column::Id.in_subquery(naming(actor))))
}

/// The same of opening posts.
fn openings(actor: &Actor, of: Of) -> Condition {
    use discussion::Column;
    let there = Condition::all().add(Column::DeletedAt.is_null()).add(Column::AuthorId.ne(actor.id));
    let there = there.add(members::names_visible(Column::AuthorId, Some(actor)));
    there.add_option((of == Of::Mentions).then(|| Column::Id.in_subquery(naming(actor))))
}

/// The discussion is one that the reader may read, and there is a text in it to be told of.
fn told(actor: &Actor, of: Of) -> Condition {
    let in_it = Expr::col((post::Entity, post::Column::DiscussionId)).equals(ABOUT);
    let unread = Expr::col((post::Entity, post::Column::Id)).gte(Expr::col(FIRST));
    let replies = post::Entity::find().select_only().column(post::Column::Id).filter(in_it).filter(unread).filter(replies(actor, of));
    let opening = this().filter(Expr::col((discussion::Entity, discussion::Column::Id)).gte(Expr::col(FIRST))).filter(openings(actor, of));
    let readable = Expr::exists(this().filter(visible_to(Some(actor))).into_query());
    Condition::all().add(readable).add(Condition::any().add(Expr::exists(replies.into_query())).add(Expr::exists(opening.into_query())))
}

/// The discussion that a notification is about.
fn this() -> sea_orm::Select<discussion::Entity> {
    use discussion::{Column, Entity};
    Entity::find().select_only().column(Column::Id).filter(Expr::col((Entity, Column::Id)).equals(ABOUT))
}

/// Somebody whom the reader may know has reacted, in a discussion that they may read.
fn reacted(actor: &Actor) -> Condition {
    use reaction::{Column, Entity};
    let here = Entity::find().select_only().column(Column::OfId).filter(Expr::col((Entity, Column::OfId)).equals(ABOUT));
    let readable = discussion::Entity::find().select_only().column(discussion::Column::Id).filter(visible_to(Some(actor))).into_query();
    let here = here.filter(others(actor)).filter(Column::DiscussionId.in_subquery(readable));
    Condition::all().add(Expr::exists(here.into_query()))
}

fn others(actor: &Actor) -> Condition {
    use reaction::Column;
    Condition::all().add(Column::MemberId.ne(actor.id)).add(members::names_visible(Column::MemberId, Some(actor)))
}

/// A text that a notification tells of.
struct Latest {
    author: MemberId,
    body: String,
    path: String,
}

async fn texts(viewer: &Viewer, of: &[Notification], which: Of) -> Result<Vec<Option<Shown>>> {
    let actor = viewer.actor().ok_or(NOT_FOUND)?;
    let ids = of.iter().map(|one| DiscussionId(one.about));
    let rows = discussion::Entity::find().filter(discussion::Column::Id.is_in(ids)).filter(visible_to(Some(actor))).all(viewer.conn()).await?;
    let rows: HashMap<_, _> = rows.into_iter().map(|row| (row.id, row)).collect();
    let openings = discussion::Entity::find().filter(discussion::Column::Id.is_in(rows.keys().copied())).filter(openings(actor, which));
    let openings: HashMap<_, _> = openings.all(viewer.conn()).await?.into_iter().map(|row| (row.id, row)).collect();
    let counts = counts(viewer, of, replies(actor, which)).await?;
    let latest = latest(viewer, of, &replies(actor, which)).await?;
    let (mut found, mut authors) = (Vec::new(), Vec::new());
    for one in of {
        let id = DiscussionId(one.about);
        let opening = openings.get(&id).filter(|_| one.first <= one.about);
        let opened = opening.map(|row| Latest { author: row.author_id, body: row.body.clone(), path: format!("/discussions/{id}") });
        let text = latest.get(&id).map(|post| Latest {
            author: post.author_id,
            body: post.body.clone(),
            path: format!("/discussions/{id}/posts/{}", post.id),
        });
        let text = text.or(opened);
        authors.extend(text.as_ref().map(|text| text.author));
        found.push((rows.get(&id), text, counts.get(&id).copied().unwrap_or_default() + u64::from(opening.is_some())));
    }
    let authors = members::cards(viewer, authors).await?;
    let groups = groups::cards(viewer, rows.values().filter_map(|row| row.group_id).collect()).await?;
    let line = |(row, text, count): (Option<&discussion::Model>, Option<Latest>, u64)| {
        let (row, text) = (row?, text?);
        let by = authors.get(&text.author)?;
        Some(shown(viewer, row, &text, by, count, which, &groups))
    };
    Ok(found.into_iter().map(line).collect())
}

/// How many replies each notification tells of.
async fn counts(viewer: &Viewer, of: &[Notification], which: Condition) -> Result<HashMap<DiscussionId, u64>> {
    use post::Column;
    let since = of.iter().fold(Condition::any(), |any, one| any.add(Column::DiscussionId.eq(one.about).and(Column::Id.gte(one.first))));
    let counted = post::Entity::find().select_only().column(Column::DiscussionId).column_as(Column::Id.count(), "count");
    let counted: Vec<(DiscussionId, i64)> =
        counted.filter(since).filter(which).group_by(Column::DiscussionId).into_tuple().all(viewer.conn()).await?;
    counted.into_iter().map(|(id, count)| Ok((id, u64::try_from(count).map_err(Problem::internal)?))).collect()
}

/// The latest reply that each notification tells of: mostly the one that it was told of last.
async fn latest(viewer: &Viewer, of: &[Notification], which: &Condition) -> Result<HashMap<DiscussionId, post::Model>> {
    use post::{Column, Entity};
    let told = Entity::find().filter(Column::Id.is_in(of.iter().map(|one| one.latest))).filter(which.clone());
    let mut latest: HashMap<_, _> = told.all(viewer.conn()).await?.into_iter().map(|post| (post.discussion_id, post)).collect();
    for one in of.iter().filter(|one| !latest.contains_key(&DiscussionId(one.about))).collect::<Vec<_>>() {
        let earlier = Column::DiscussionId.eq(one.about).and(Column::Id.gte(one.first)).and(Column::Id.lt(one.latest));
        let earlier = Entity::find().filter(earlier).filter(which.clone()).order_by_desc(Column::Id).one(viewer.conn()).await?;
        latest.extend(earlier.map(|post| (post.discussion_id, post)));
    }
    Ok(latest)
}

/// How much of a text is quoted.
const QUOTED: usize = 300;

fn quoted(body: &str) -> String {
    let start: String = body.chars().take(QUOTED).collect();
    if start.len() < body.len() { format!("{}…", start.trim_end()) } else { start }
}

fn shown(
    viewer: &Viewer,
    row: &discussion::Model,
    text: &Latest,
    by: &MemberCard,
    count: u64,
    which: Of,
    groups: &HashMap<GroupId, GroupCard>,
) -> Shown {
    let (name, title) = (&by.name, &row.title);
    let opened = text.path.ends_with(&row.id.to_string());
    let line = match (which, count) {
        (Of::Mentions, 0..=1) => say(viewer, format!("{name} nämner dig i ”{title}”"), format!("{name} mentions you in “{title}”")),
        (Of::Mentions, _) => say(
            viewer,
            format!("Du nämns {count} gånger i ”{title}”, senast av {name}"),
            format!("You are mentioned {count} times in “{title}”, last by {name}"),
        ),
        (Of::Everything, 0..=1) if opened => say(viewer, format!("{name} startade ”{title}”"), format!("{name} started “{title}”")),
        (Of::Everything, 0..=1) => say(viewer, format!("{name} svarade i ”{title}”"), format!("{name} replied in “{title}”")),
        (Of::Everything, _) => {
            say(viewer, format!("{count} nya inlägg i ”{title}”, senast av {name}"), format!("{count} new posts in “{title}”, the last by {name}"))
        }
    };
    let shown = Shown { count, ..Shown::of(line, "", text.path.as_str()) }.by(text.author).quoting(Some(quoted(&text.body)));
    match row.group_id.and_then(|group| groups.get(&group)) {
        Some(group) => Shown { text: say(viewer, format!("I gruppen {}.", group.name), format!("In the group {}.", group.name)), ..shown }
            .within(group.id, group.name.as_str()),
        None => Shown { text: say(viewer, "I det öppna forumet.", "In the open forum.").to_owned(), ..shown },
    }
}

async fn reactions(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    use reaction::{Column, Entity};
    let Some(actor) = viewer.actor() else { return Ok(None) };
    let reacted = Entity::find().filter(Column::OfId.eq(of.about)).filter(others(actor));
    let Some(last) = reacted.clone().order_by_desc(Column::CreatedAt).one(viewer.conn()).await? else { return Ok(None) };
    let row = discussion::Entity::find_by_id(last.discussion_id).filter(visible_to(Some(actor))).one(viewer.conn()).await?;
    let card = members::cards(viewer, vec![last.member_id]).await?.remove(&last.member_id);
    let (Some(row), Some(card)) = (row, card) else { return Ok(None) };
    let (count, name, title) = (reacted.count(viewer.conn()).await?, card.name, &row.title);
    let line = say(
        viewer,
        format!("{count} på det du skrev i ”{title}”, senast från {name}", count = plural(count, "reaktion", "reaktioner")),
        format!("{count} to what you wrote in “{title}”, the last from {name}", count = plural(count, "reaction", "reactions")),
    );
    Ok(Some(Shown { count, ..Shown::of(line, "", format!("/discussions/{}", row.id)) }.by(last.member_id)))
}

fn plural(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
