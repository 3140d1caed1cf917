//! What a member is told of those whom a search has found anew: only what they may see of them at the
//! moment of telling.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use entity::id::{MemberId, SavedSearchId};
use entity::kind::MailChoice;
use entity::saved_search;
use entity::saved_search_hit::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::policy::visible_to;
use super::store::{self, DEPTH};
use crate::kernel::access::Viewer;
use crate::kernel::notification::{Notification, NotificationKind, Shown, Visible, each, say};
use crate::kernel::problem::{Problem, Result};
use crate::members::{self, MemberCard};

/// A search has found somebody anew.
pub const FOUND: NotificationKind = NotificationKind {
    name: "saved-searches.found",
    title: ("Nya träffar i sparade sökningar", "New hits of saved searches"),
    in_app: true,
    mail: MailChoice::Digest,
    rank: 70,
    audience: None,
    // Whom the search finds now only the search can say.
    visible: Visible::Shown,
    show: |viewer, of| Box::pin(each(viewer, of, found)),
};

/// All of them.
pub const KINDS: &[NotificationKind] = &[FOUND];

/// Names that are told at once.
const NAMED: usize = 20;

async fn found(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    let Some(actor) = viewer.actor() else { return Ok(None) };
    let search = saved_search::Entity::find_by_id(SavedSearchId(of.about)).filter(visible_to(actor.id)).one(viewer.conn()).await?;
    let Some(search) = search.filter(|search| search.look_at.is_some()) else { return Ok(None) };
    let anew = Entity::find().select_only().column(Column::MemberId).filter(Column::SearchId.eq(search.id));
    let anew = anew.filter(Column::FoundAt.gte(since(of)?)).order_by_asc(Column::MemberId);
    let anew: Vec<MemberId> = anew.into_tuple().all(viewer.conn()).await?;
    let still: HashSet<_> = store::found(viewer, &search.query, DEPTH).await?.into_iter().collect();
    let told: Vec<_> = anew.into_iter().filter(|id| still.contains(id)).collect();
    let mut cards = members::cards(viewer, told.clone()).await?;
    let cards: Vec<_> = told.iter().filter_map(|id| cards.remove(id)).collect();
    if cards.is_empty() {
        return Ok(None);
    }
    let names = names(&cards);
    let title = say(viewer, format!("Nya träffar: {}", search.name), format!("New hits: {}", search.name));
    let sv = format!("Din sparade sökning ”{}” hittar nu också:\n\n{names}\n\nDu stänger av det på sökningen.", search.name);
    let en = format!("Your saved search “{}” now also finds:\n\n{names}\n\nYou turn this off on the search.", search.name);
    let count = u64::try_from(cards.len()).map_err(Problem::internal)?;
    Ok(Some(Shown { count, ..Shown::of(title, say(viewer, sv, en), format!("/members?{}", search.query)) }))
}

/// When the first cause that is not read was: its id says so.
fn since(of: &Notification) -> Result<DateTime<Utc>> {
    let (seconds, nanos) = of.first.get_timestamp().ok_or_else(|| Problem::internal("a cause without a time"))?.to_unix();
    let seconds = i64::try_from(seconds).map_err(Problem::internal)?;
    DateTime::from_timestamp(seconds, nanos).ok_or_else(|| Problem::internal("a cause beyond time"))
}

fn names(cards: &[MemberCard]) -> String {
    let line = |card: &MemberCard| match &card.headline {
        Some(headline) => format!("- {} ({headline})", card.name),
        None => format!("- {}", card.name),
    };
    let mut lines: Vec<_> = cards.iter().take(NAMED).map(line).collect();
    if cards.len() > NAMED {
        lines.push(format!("- … + {}", cards.len() - NAMED));
    }
    lines.join("\n")
}
