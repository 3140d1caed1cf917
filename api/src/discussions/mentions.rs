//! Whom and what posts name: found when they are written, told as far as the viewer may know.

use std::collections::{HashMap, HashSet};

use entity::id::{DiscussionId, GroupId, MemberId};
use entity::kind::MentionKind;
use entity::{discussion, mention};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use url::Url;
use uuid::Uuid;

use super::pointing::{Pointed, Pointer, pointers};
use super::policy::{Place, visible_to};
use super::views::MentionView;
use crate::kernel::access::{Member, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::problem::{Problem, Result};
use crate::{groups, members, support_models};

/// Something that a text names and that is there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Target {
    Member(MemberId),
    Group(GroupId),
    Discussion(DiscussionId),
    Model(String),
}

impl Target {
    fn of(row: &mention::Model) -> Option<Self> {
        match row.kind {
            MentionKind::Member => row.target_id.map(|id| Self::Member(MemberId(id))),
            MentionKind::Group => row.target_id.map(|id| Self::Group(GroupId(id))),
            MentionKind::Discussion => row.target_id.map(|id| Self::Discussion(DiscussionId(id))),
            MentionKind::SupportModel => row.target_key.clone().map(Self::Model),
        }
    }

    const fn kind(&self) -> MentionKind {
        match self {
            Self::Member(_) => MentionKind::Member,
            Self::Group(_) => MentionKind::Group,
            Self::Discussion(_) => MentionKind::Discussion,
            Self::Model(_) => MentionKind::SupportModel,
        }
    }

    const fn id(&self) -> Option<Uuid> {
        match self {
            Self::Member(id) => Some(id.0),
            Self::Group(id) => Some(id.0),
            Self::Discussion(id) => Some(id.0),
            Self::Model(_) => None,
        }
    }

    fn key(&self) -> Option<&str> {
        match self {
            Self::Model(key) => Some(key),
            _ => None,
        }
    }

    fn path(&self) -> String {
        match self {
            Self::Member(id) => format!("/members/{id}"),
            Self::Group(id) => format!("/groups/{id}"),
            Self::Discussion(id) => format!("/discussions/{id}"),
            Self::Model(key) => match key.split_once('#').filter(|(_, part)| part.contains('.')) {
                Some((model, block)) => format!("/support-models/{model}/blocks/{block}"),
                None => format!("/support-models/{key}"),
            },
        }
    }

    fn shown(&self, viewer: &Viewer, written: String, name: String) -> MentionView {
        MentionView { kind: self.kind(), written, name, href: viewer.url(&self.path()) }
    }
}

/// What a new text names, with what its author sees of it.
#[derive(Clone, Debug, Default)]
pub struct Mentions(Vec<(Target, MentionView)>);

impl Mentions {
    /// As the author sees them.
    pub fn views(&self) -> Vec<MentionView> {
        self.0.iter().map(|(_, view)| view.clone()).collect()
    }

    /// The members among them.
    pub fn members(&self) -> impl Iterator<Item = MemberId> {
        self.0.iter().filter_map(|(target, _)| if let Target::Member(id) = target { Some(*id) } else { None })
    }
}

/// Finds what a text names, as far as its author may know of it. Somebody who may not read in the place
/// is not found, and neither is somebody who does not exist: the author learns nothing from it.
pub async fn resolve(me: &Member, place: &Place, text: &str) -> Result<Mentions> {
    let root = Url::parse(&me.url("")).map_err(Problem::internal)?;
    let pointers = pointers(text, &root);
    if pointers.is_empty() {
        return Ok(Mentions::default());
    }
    let names: Vec<_> = pointers.iter().filter_map(|pointer| if let Pointed::Name(name) = &pointer.to { Some(name.clone()) } else { None }).collect();
    let members = members::by_handles(me, names.clone()).await?;
    let readers: HashSet<_> = match place {
        Place::Group(standing) => groups::readers(me, standing, members.values().copied().collect()).await?,
        Place::Forum => members.values().copied().collect(),
    };
    let groups = groups::by_slugs(me, names).await?;
    let target = |to: &Pointed| match to {
        Pointed::Name(name) => match members.get(name) {
            Some(member) => readers.contains(member).then_some(Target::Member(*member)),
            None => groups.get(name).map(|group| Target::Group(*group)),
        },
        Pointed::Discussion(id) => Some(Target::Discussion(*id)),
        Pointed::Model(key) => Some(Target::Model(key.clone())),
    };
    let found: Vec<_> = pointers.into_iter().filter_map(|Pointer { written, to }| Some((written, target(&to)?))).collect();
    let names = names_of(me, found.iter().map(|(_, target)| target.clone()).collect()).await?;
    let shown = found.into_iter().filter_map(|(written, target)| {
        let view = target.shown(me, written, names.get(&target)?.clone());
        Some((target, view))
    });
    Ok(Mentions(shown.collect()))
}

/// Keeps what a post names in place of what it named before.
pub async fn keep(tx: &Tx, discussion: DiscussionId, of: Uuid, mentions: &Mentions) -> Result<()> {
    forget(tx, of).await?;
    let rows = (0..).zip(&mentions.0).map(|(place, (target, view))| mention::ActiveModel {
        of_id: ActiveValue::Set(of),
        place: ActiveValue::Set(place),
        discussion_id: ActiveValue::Set(discussion),
        kind: ActiveValue::Set(target.kind()),
        target_id: ActiveValue::Set(target.id()),
        target_key: ActiveValue::Set(target.key().map(str::to_owned)),
        written: ActiveValue::Set(view.written.clone()),
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        mention::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// Forgets what a post named.
pub async fn forget(tx: &Tx, of: Uuid) -> Result<()> {
    mention::Entity::delete_many().filter(mention::Column::OfId.eq(of)).exec(tx.conn()).await?;
    Ok(())
}

/// What posts name, as far as the viewer may know of it now.
pub async fn of(viewer: &Viewer, posts: &[Uuid]) -> Result<HashMap<Uuid, Vec<MentionView>>> {
    use mention::{Column, Entity};
    let query = Entity::find().filter(Column::OfId.is_in(posts.iter().copied())).order_by_asc(Column::OfId).order_by_asc(Column::Place);
    let rows: Vec<_> = query.all(viewer.conn()).await?.into_iter().filter_map(|row| Some((Target::of(&row)?, row))).collect();
    let names = names_of(viewer, rows.iter().map(|(target, _)| target.clone()).collect()).await?;
    let mut mentions: HashMap<_, Vec<_>> = HashMap::new();
    for (target, row) in rows {
        if let Some(name) = names.get(&target) {
            mentions.entry(row.of_id).or_default().push(target.shown(viewer, row.written, name.clone()));
        }
    }
    Ok(mentions)
}

/// What each is called. What the viewer may not know of has no name.
async fn names_of(viewer: &Viewer, targets: Vec<Target>) -> Result<HashMap<Target, String>> {
    let (mut people, mut gatherings, mut talks, mut models) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for target in targets {
        match target {
            Target::Member(id) => people.push(id),
            Target::Group(id) => gatherings.push(id),
            Target::Discussion(id) => talks.push(id),
            Target::Model(key) => models.push(key),
        }
    }
    let mut names = HashMap::new();
    if !people.is_empty() {
        names.extend(members::cards(viewer, people).await?.into_iter().map(|(id, card)| (Target::Member(id), card.name)));
    }
    if !gatherings.is_empty() {
        names.extend(groups::cards(viewer, gatherings).await?.into_iter().map(|(id, card)| (Target::Group(id), card.name)));
    }
    if !talks.is_empty() {
        names.extend(titles(viewer, talks).await?.into_iter().map(|(id, title)| (Target::Discussion(id), title)));
    }
    if !models.is_empty() {
        names.extend(support_models::titles(viewer, &models).await?.into_iter().map(|(key, title)| (Target::Model(key), title)));
    }
    Ok(names)
}

async fn titles(viewer: &Viewer, ids: Vec<DiscussionId>) -> Result<Vec<(DiscussionId, String)>> {
    use discussion::{Column, Entity};
    let query = Entity::find().select_only().column(Column::Id).column(Column::Title);
    let readable = query.filter(Column::Id.is_in(ids)).filter(Column::DeletedAt.is_null()).filter(visible_to(viewer.actor()));
    Ok(readable.into_tuple().all(viewer.conn()).await?)
}
