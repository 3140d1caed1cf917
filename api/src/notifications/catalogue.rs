//! What there is to be told, and what of it a member may see now.

use std::collections::HashMap;

use entity::id::NotificationId;
use entity::notification::{Column, Entity, Model};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::policy::told_to;
use crate::features::kinds;
use crate::kernel::access::Viewer;
use crate::kernel::notification::{Notification, NotificationKind, Shown, Visible};
use crate::kernel::problem::{Result, UNAUTHENTICATED};

/// How many notifications of a member are looked at whose kinds the database cannot tell.
const LOOKED_AT: u64 = 100;

/// The kind of this name.
pub fn find(name: &str) -> Option<&'static NotificationKind> {
    kinds().find(|kind| kind.name == name)
}

/// What the viewer was told and may see now: for lists, counts and mails alike.
pub async fn visible(viewer: &Viewer) -> Result<Condition> {
    let actor = viewer.actor().ok_or(UNAUTHENTICATED)?;
    let (mut any, mut others) = (Condition::any(), Vec::new());
    for kind in kinds() {
        match kind.visible {
            Visible::Where(of) => any = any.add(Condition::all().add(Column::Kind.eq(kind.name)).add(of(actor, viewer.now()))),
            Visible::Shown => others.push(kind.name),
        }
    }
    let others = Entity::find().filter(told_to(actor.id)).filter(Column::Kind.is_in(others));
    let others = others.order_by_desc(Column::UpdatedAt).limit(LOOKED_AT).all(viewer.conn()).await?;
    let shown: Vec<NotificationId> = show(viewer, &others).await?.into_keys().collect();
    Ok(Condition::all().add(told_to(actor.id)).add(any.add(Column::Id.is_in(shown))))
}

/// How notifications look now; one that is no longer to be seen is not there.
pub async fn show(viewer: &Viewer, rows: &[Model]) -> Result<HashMap<NotificationId, Shown>> {
    let mut shown = HashMap::new();
    for kind in kinds() {
        let told: Vec<_> = rows.iter().filter(|row| row.kind == kind.name).map(notification).collect();
        if !told.is_empty() {
            let looks = (kind.show)(viewer, &told).await?;
            shown.extend(told.iter().map(|one| one.id).zip(looks).filter_map(|(id, looks)| Some((id, looks?))));
        }
    }
    Ok(shown)
}

fn notification(row: &Model) -> Notification {
    Notification { id: row.id, about: row.about_id, key: row.about_key.clone(), first: row.first_id, latest: row.latest_id, at: row.updated_at }
}
