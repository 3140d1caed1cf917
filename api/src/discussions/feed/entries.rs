//! What stands in a feed.

use atom_syndication::{Content, Entry, Feed as Atom, Link, Person, Text};
use entity::discussion;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::discussions::policy::visible_to;
use crate::groups::GroupCard;
use crate::kernel::access::Viewer;
use crate::kernel::download::Feed;
use crate::kernel::markdown::to_html;
use crate::kernel::problem::Result;

/// How many discussions stand in a feed.
const LENGTH: u64 = 30;

/// A feed of what somebody without an account may read; who asks makes no difference. Visitors do not
/// learn who wrote, so the place stands as the author that RFC 4287 wants.
pub async fn feed(viewer: &Viewer, of: Option<GroupCard>) -> Result<Feed> {
    use discussion::{Column, Entity};
    let readable = Entity::find().filter(visible_to(None)).filter(Column::DeletedAt.is_null());
    let among = readable.apply_if(of.as_ref(), |query, group| query.filter(Column::GroupId.eq(group.id)));
    let rows = among.order_by_desc(Column::LastActivityAt).order_by_desc(Column::Id).limit(LENGTH).all(viewer.conn()).await?;
    let (path, title) = match of {
        Some(group) => (format!("/feeds/groups/{}", group.id), group.name),
        None => ("/feeds/discussions".to_owned(), "Torg".to_owned()),
    };
    let own = viewer.url(&path);
    let updated = rows.first().map_or_else(chrono::DateTime::default, |newest| newest.last_activity_at);
    let atom = Atom {
        id: own.clone(),
        title: Text::plain(title.clone()),
        updated: updated.into(),
        authors: vec![Person { name: title, ..Person::default() }],
        links: vec![link("self", own, "application/atom+xml")],
        entries: rows.into_iter().map(|row| entry(viewer, row)).collect(),
        ..Atom::default()
    };
    Ok(Feed(atom.to_string()))
}

fn entry(viewer: &Viewer, row: discussion::Model) -> Entry {
    let at = viewer.url(&format!("/discussions/{}", row.id));
    let lang = Some(row.language.as_str().to_owned());
    let body = Some(to_html(&row.body, &row.id));
    Entry {
        id: format!("urn:uuid:{}", row.id),
        title: Text { lang: lang.clone(), ..Text::plain(row.title) },
        published: Some(row.created_at.into()),
        updated: row.last_activity_at.into(),
        links: vec![link("alternate", at, "application/json")],
        content: Some(Content { content_type: Some("html".to_owned()), lang, value: body, ..Content::default() }),
        ..Entry::default()
    }
}

fn link(rel: &str, href: String, media: &str) -> Link {
    Link { rel: rel.to_owned(), href, mime_type: Some(media.to_owned()), ..Link::default() }
}
