//! Every query of what a member replaces as a whole: languages and links.

use std::collections::HashSet;

use entity::id::MemberId;
use entity::{member_language, member_link};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::policy::Edit;
use super::store::lock;
use super::types::{LanguageView, LinkView, NewLanguage, NewLanguages, NewLink, NewLinks};
use crate::kernel::access::{Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::problem::{INVALID, Problem, Result};
use crate::kernel::text::{Text, WebUrl};

/// Languages a member can speak.
pub const MAX_LANGUAGES: usize = 20;
/// Links a member can have.
pub const MAX_LINKS: usize = 10;

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

/// Adds languages to those that are there; one that is there takes the new level. How many were entered.
pub async fn add_languages(tx: &Tx, own: &Granted<Edit>, new: Vec<NewLanguage>) -> Result<usize> {
    use member_language::{ActiveModel, Column, Entity};
    lock(tx, own.by()).await?;
    let entered = new.len();
    let rows = new.into_iter().map(|entry| ActiveModel {
        member_id: ActiveValue::Set(own.by()),
        language: ActiveValue::Set(entry.language.into_string()),
        level: ActiveValue::Set(entry.level),
    });
    let again = OnConflict::columns([Column::MemberId, Column::Language]).update_column(Column::Level).to_owned();
    Entity::insert_many(rows).on_conflict(again).exec_without_returning(tx.conn()).await?;
    refuse_more(Entity::find().filter(Column::MemberId.eq(own.by())).count(tx.conn()).await?, MAX_LANGUAGES, "/languages")?;
    Ok(entered)
}

fn refuse_more(count: u64, most: usize, pointer: &str) -> Result<()> {
    let fits = usize::try_from(count).is_ok_and(|count| count <= most);
    if fits { Ok(()) } else { Err(INVALID.pointing_at(vec![Fault::new(pointer, Wrong::Count(0, most))])) }
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

/// Adds links behind those that are there; one that is there stays once. How many were entered.
pub async fn add_links(tx: &Tx, own: &Granted<Edit>, new: Vec<NewLink>) -> Result<usize> {
    use member_link::{ActiveModel, Column, Entity};
    lock(tx, own.by()).await?;
    let before = Entity::find().filter(Column::MemberId.eq(own.by())).order_by_asc(Column::Place).all(tx.conn()).await?;
    let next = before.last().map_or(0, |link| link.place + 1);
    let mut known: HashSet<_> = before.into_iter().map(|link| link.url).collect();
    let new: Vec<_> = new.into_iter().filter(|entry| known.insert(entry.url.as_str().to_owned())).collect();
    let entered = new.len();
    let rows = (next..).zip(new).map(|(place, entry)| ActiveModel {
        member_id: ActiveValue::Set(own.by()),
        place: ActiveValue::Set(place),
        label: ActiveValue::Set(entry.label.into_string()),
        url: ActiveValue::Set(entry.url.into_string()),
    });
    Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    refuse_more(u64::try_from(known.len()).map_err(Problem::internal)?, MAX_LINKS, "/links")?;
    Ok(entered)
}
