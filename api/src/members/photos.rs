//! Every query of photos.

use entity::id::MemberId;
use entity::kind::PhotoSize;
use entity::{member, photo};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::policy::{self, Edit};
use super::store::lock;
use super::types::PhotoPath;
use crate::kernel::access::{Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::kernel::secret::fingerprint;

/// The sizes of a photo.
const SIZES: [PhotoSize; 3] = [PhotoSize::Small, PhotoSize::Medium, PhotoSize::Large];
/// The pixels of their sides.
pub const EDGES: &[u32] = &[64, 192, 512];

/// A file of the photo that the member shows now, if the viewer sees it.
pub async fn file(viewer: &Viewer, PhotoPath { member_id, photo_hash, photo_size }: PhotoPath) -> Result<Vec<u8>> {
    use photo::{Column, Entity};
    let seen = policy::part_visible_to(viewer.actor(), member::Column::PhotoAudience).add(member::Column::PhotoHash.eq(photo_hash));
    let file = Entity::find_by_id((member_id, photo_size)).select_only().column(Column::File).filter(policy::names_one_of(Column::MemberId, seen));
    file.into_tuple().one(viewer.conn()).await?.ok_or_else(|| NOT_FOUND.into())
}

/// Shows this photo instead of the one before. What was said of that one is not true of this.
pub async fn set(tx: &Tx, own: Granted<Edit>, files: Vec<Vec<u8>>) -> Result<()> {
    use photo::{ActiveModel, Entity};
    name(tx, own.by(), Some(fingerprint(&files.concat()))).await?;
    let rows = SIZES.into_iter().zip(files).map(|(size, file)| ActiveModel {
        member_id: ActiveValue::Set(own.by()),
        size: ActiveValue::Set(size),
        file: ActiveValue::Set(file),
    });
    Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

pub async fn remove(tx: &Tx, own: Granted<Edit>) -> Result<()> {
    if name(tx, own.by(), None).await?.photo_hash.is_none() { Err(NOT_FOUND.into()) } else { Ok(()) }
}

/// Takes away the photo that there was, and says with the member which there is now.
async fn name(tx: &Tx, id: MemberId, hash: Option<String>) -> Result<member::Model> {
    let before = lock(tx, id).await?;
    photo::Entity::delete_many().filter(photo::Column::MemberId.eq(id)).exec(tx.conn()).await?;
    let row = member::ActiveModel {
        id: ActiveValue::Unchanged(id),
        photo_hash: ActiveValue::Set(hash),
        photo_alt: ActiveValue::Set(None),
        version: ActiveValue::Set(before.version + 1),
        updated_at: ActiveValue::Set(tx.now()),
        ..Default::default()
    };
    member::Entity::update(row).exec(tx.conn()).await?;
    Ok(before)
}
