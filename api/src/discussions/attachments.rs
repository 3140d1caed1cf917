//! Files that posts show: those of the group in which they are written, for whoever may read there.

use std::collections::HashMap;

use entity::attachment::{ActiveModel, Column, Entity};
use entity::id::DiscussionId;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::policy::Place;
use super::types::NewAttachment;
use super::views::AttachmentView;
use crate::kernel::access::{Member, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::problem::{INVALID, OrConflict, Result};
use crate::kernel::text::{List, Text};
use crate::spaces;

/// What a new text shows, with what its author sees of it.
#[derive(Clone, Debug, Default)]
pub struct Attachments(Vec<AttachmentView>);

impl Attachments {
    /// As the author sees them.
    pub fn views(&self) -> Vec<AttachmentView> {
        self.0.clone()
    }
}

/// Finds the files that a text is to show. One of elsewhere is not there.
pub async fn resolve(me: &Member, place: &Place, new: &List<NewAttachment, 10>) -> Result<Attachments> {
    let cards = spaces::file_cards(me, new.0.iter().map(|one| one.file).collect()).await?;
    let (mut views, mut faults) = (Vec::<AttachmentView>::new(), Vec::new());
    for (number, one) in new.0.iter().enumerate() {
        let at = format!("/attachments/{number}/file");
        match cards.get(&one.file).filter(|card| Some(card.group_id) == place.group_id()) {
            None => faults.push(Fault::unknown(at)),
            Some(card) if views.iter().any(|view| view.file.id == card.id) => faults.push(Fault::new(at, Wrong::Twice)),
            Some(card) => views.push(AttachmentView { file: card.clone(), alt: one.alt.clone().map(Text::into_string) }),
        }
    }
    if faults.is_empty() { Ok(Attachments(views)) } else { Err(INVALID.pointing_at(faults)) }
}

/// Keeps what a post shows in place of what it showed before.
pub async fn keep(tx: &Tx, discussion: DiscussionId, of: Uuid, attachments: &Attachments) -> Result<()> {
    forget(tx, of).await?;
    let rows = (0..).zip(&attachments.0).map(|(place, view)| ActiveModel {
        of_id: ActiveValue::Set(of),
        file_id: ActiveValue::Set(view.file.id),
        place: ActiveValue::Set(place),
        discussion_id: ActiveValue::Set(discussion),
        alt: ActiveValue::Set(view.alt.clone()),
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        // Somebody may have removed a file meanwhile.
        Entity::insert_many(rows).exec_without_returning(tx.conn()).await.or_unknown("/attachments")?;
    }
    Ok(())
}

/// Forgets what a post showed.
pub async fn forget(tx: &Tx, of: Uuid) -> Result<()> {
    Entity::delete_many().filter(Column::OfId.eq(of)).exec(tx.conn()).await?;
    Ok(())
}

/// What posts show, as far as the viewer may see it now.
pub async fn of(viewer: &Viewer, posts: &[Uuid]) -> Result<HashMap<Uuid, Vec<AttachmentView>>> {
    let rows = Entity::find().filter(Column::OfId.is_in(posts.iter().copied())).order_by_asc(Column::OfId).order_by_asc(Column::Place);
    let rows = rows.all(viewer.conn()).await?;
    let cards = spaces::file_cards(viewer, rows.iter().map(|row| row.file_id).collect()).await?;
    let mut attachments: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        if let Some(card) = cards.get(&row.file_id) {
            attachments.entry(row.of_id).or_default().push(AttachmentView { file: card.clone(), alt: row.alt });
        }
    }
    Ok(attachments)
}
