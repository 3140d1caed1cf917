//! Every query of what a member replaces as a whole: languages and links.

use std::collections::HashSet;

use entity::id::MemberId;
use entity::{member_language, member_link};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::policy::Edit;
use super::store::lock;
use super::types::{LanguageView, LinkView, NewLanguages, NewLink, NewLinks};
use crate::kernel::access::{Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::problem::{INVALID, Problem, Result};
use crate::kernel::text::{Text, WebUrl};

pub async fn languages(viewer: &Viewer, id: MemberId) -> Result<Vec<LanguageView>> {
    use member_language::{Column, Entity};
    // The levels are named so that their order is the order of their names.
    let own = Entity::find().filter(Column::MemberId.eq(id)).order_by_desc(Column::Level).order_by_asc(Column::Language);
    Ok(own.all(viewer.conn()).await?.into_iter().map(Into::into).collect())
}

pub async fn set_languages(tx: &Tx, own: Granted<Edit>, NewLanguages { languages }: NewLanguages) -> Result<()> {
    use member_language::{ActiveModel, Column, Entity};
    let mut known = HashSet::new();
    let again = languages.0.iter().enumerate().filter(|(_, entry)| !known.insert(entry.language.as_str()));
    let faults: Vec<_> = again.map(|(place, _)| Fault::new(format!("/languages/{place}/language"), Wrong::Clash("languages"))).collect();
    if !faults.is_empty() {
        return Err(INVALID.pointing_at(faults));
    }
    lock(tx, own.by()).await?;
    Entity::delete_many().filter(Column::MemberId.eq(own.by())).exec(tx.conn()).await?;
    let rows = languages.0.into_iter().map(|entry| ActiveModel {
        member_id: ActiveValue::Set(own.by()),
        language: ActiveValue::Set(entry.language.into_string()),
        level: ActiveValue::Set(entry.level),
    });
    Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}

pub async fn links(viewer: &Viewer, id: MemberId) -> Result<Vec<LinkView>> {
    use member_link::{Column, Entity};
    let own = Entity::find().filter(Column::MemberId.eq(id)).order_by_asc(Column::Place);
    Ok(own.all(viewer.conn()).await?.into_iter().map(Into::into).collect())
}

pub async fn set_links(tx: &Tx, own: Granted<Edit>, NewLinks { links }: NewLinks) -> Result<()> {
    use member_link::{ActiveModel, Column, Entity};
    lock(tx, own.by()).await?;
    Entity::delete_many().filter(Column::MemberId.eq(own.by())).exec(tx.conn()).await?;
    let row = |(place, entry): (usize, NewLink)| {
        Ok(ActiveModel {
            member_id: ActiveValue::Set(own.by()),
            place: ActiveValue::Set(i16::try_from(place).map_err(Problem::internal)?),
            label: ActiveValue::Set(Text::into_string(entry.label)),
            url: ActiveValue::Set(WebUrl::into_string(entry.url)),
        })
    };
    let rows = links.0.into_iter().enumerate().map(row).collect::<Result<Vec<_>>>()?;
    Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}
