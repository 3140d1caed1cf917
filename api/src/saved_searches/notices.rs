//! What a member is told of those whom a search has found anew: only what they may see of them at the
//! moment of telling.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use entity::id::{MemberId, SavedSearchId};
use entity::saved_search;
use entity::saved_search_hit::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};

use super::store::{self, DEPTH};
use crate::accounts;
use crate::kernel::access::System;
use crate::kernel::mail::Mail;
use crate::kernel::outbox::Notice;
use crate::kernel::problem::{Problem, Result};
use crate::members::{self, MemberCard};

/// What a notice is about.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// The search.
    pub search: SavedSearchId,
    /// Of whom: those who were found at that time.
    pub found_at: DateTime<Utc>,
}

/// A search has found somebody anew.
pub const FOUND: Notice = Notice {
    kind: "saved-searches.found",
    write: |system, about| {
        Box::pin(async move {
            let about = serde_json::from_value(about).map_err(Problem::internal)?;
            found(&system, about).await
        })
    },
};

/// All of them.
pub const ALL: &[Notice] = &[FOUND];

/// Names in one mail.
const NAMED: usize = 20;

async fn found(system: &System, about: About) -> Result<Option<Mail>> {
    let search = saved_search::Entity::find_by_id(about.search).one(system.conn()).await?;
    let Some(search) = search.filter(|search| search.look_at.is_some()) else { return Ok(None) };
    let Some(viewer) = accounts::eyes_of(system, search.member_id).await? else { return Ok(None) };
    let anew = Entity::find().select_only().column(Column::MemberId).filter(Column::SearchId.eq(about.search));
    let anew = anew.filter(Column::FoundAt.eq(about.found_at)).order_by_asc(Column::MemberId);
    let anew: Vec<MemberId> = anew.into_tuple().all(system.conn()).await?;
    let still: HashSet<_> = store::found(&viewer, &search.query, DEPTH).await?.into_iter().collect();
    let (told, gone): (Vec<_>, Vec<_>) = anew.into_iter().partition(|id| still.contains(id));
    forget(system, about, gone).await?;
    let mut cards = members::cards(&viewer, told.clone()).await?;
    let cards: Vec<_> = told.iter().filter_map(|id| cards.remove(id)).collect();
    if cards.is_empty() {
        return Ok(None);
    }
    let names = names(&cards);
    let (subject_sv, subject_en) = (format!("Nya träffar: {}", search.name), format!("New hits: {}", search.name));
    let sv = format!("Din sparade sökning ”{}” hittar nu också:\n\n{names}\n\nDu stänger av meddelandet på sökningen.\n", search.name);
    let en = format!("Your saved search “{}” now also finds:\n\n{names}\n\nYou turn this notice off on the search.\n", search.name);
    accounts::letter(system, search.member_id, (&subject_sv, &subject_en), (&sv, &en)).await
}

/// Whoever is not told of now may be another time.
async fn forget(system: &System, about: About, gone: Vec<MemberId>) -> Result<()> {
    if gone.is_empty() {
        return Ok(());
    }
    let forgotten = Entity::delete_many().filter(Column::SearchId.eq(about.search)).filter(Column::MemberId.is_in(gone));
    system
        .write(async |tx| {
            forgotten.exec(tx.conn()).await?;
            Ok(())
        })
        .await
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
