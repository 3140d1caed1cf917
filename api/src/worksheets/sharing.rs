//! Keeping worksheets: whose they are, who has which part in them, copies and secrets.

use std::collections::HashMap;

use entity::id::{GroupId, MemberId, WorksheetEntryId, WorksheetId, WorksheetShareId};
use entity::kind::WorksheetRole;
use entity::{worksheet, worksheet_entry, worksheet_share};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};

use super::held::{Held, Keeper, forms_of};
use super::policy::{lives, parts_of, visible_to, with_a_part_for};
use super::problems::{OWNED, SHARED_OUT, UNOWNED};
use super::shares::{NewCopy, WorksheetCard, WorksheetFilter, WorksheetReference, WorksheetShareView};
use super::store::{insert, lock};
use super::types::Secret;
use super::versions;
use crate::groups;
use crate::kernel::access::{Member, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Problem, Result};
use crate::kernel::secret::{new_token, sha256};
use crate::kernel::text::Text;
use crate::members;
use crate::support_models::{Form, StoredForm};

/// With how many members and groups a worksheet is shared.
const MOST_SHARES: u64 = 100;

/// Who gets a part.
#[derive(Clone, Copy, Debug)]
pub enum With {
    /// A member.
    Member(MemberId),
    /// The active members of a group.
    Group(GroupId),
}

impl With {
    fn is_named(self) -> Condition {
        use worksheet_share::Column;
        match self {
            Self::Member(id) => Condition::all().add(Column::MemberId.eq(id)),
            Self::Group(id) => Condition::all().add(Column::GroupId.eq(id)),
        }
    }
}

/// The worksheets in which the caller has a part, the newest first.
pub async fn page(me: &Member, list: &Listing<WorksheetFilter>) -> Result<Slice<WorksheetCard>> {
    use worksheet::{Column, Entity};
    let Some(actor) = me.actor() else { return Err(NOT_FOUND.into()) };
    let query = Entity::find().filter(lives(me.now())).filter(Column::Id.in_subquery(with_a_part_for(actor, list.filter.role)));
    let slice = list.paging.fetch(me, query, Order { by: Column::Id, id: Column::Id, descending: true }).await?;
    let ids: Vec<_> = slice.rows.iter().map(|row| row.id).collect();
    let forms = forms_of(me, slice.rows.iter().map(|row| row.template_digest.clone()).collect()).await?;
    let of_these = worksheet_share::Column::WorksheetId.is_in(ids);
    let seen = Condition::any().add(parts_of(actor)).add(worksheet_share::Column::Role.eq(WorksheetRole::Owner));
    let shares = worksheet_share::Entity::find().filter(of_these).filter(seen).all(me.conn()).await?;
    let (mut roles, mut owners) = (HashMap::new(), HashMap::new());
    for share in shares {
        if let (WorksheetRole::Owner, Some(owner)) = (share.role, share.member_id) {
            owners.insert(share.worksheet_id, owner);
        }
        if share.group_id.is_some() || share.member_id == Some(me.id()) {
            let role = roles.entry(share.worksheet_id).or_insert(share.role);
            *role = share.role.max(*role);
        }
    }
    let cards = members::cards(me, owners.values().copied().collect()).await?;
    Ok(slice.filter_map(|row| {
        let (form, role) = (forms.get(&row.template_digest)?, *roles.get(&row.id)?);
        let owner = owners.get(&row.id).and_then(|owner| cards.get(owner)).cloned();
        Some(WorksheetCard::of(me, row, form, role, owner))
    }))
}

/// Gives a worksheet to a member.
pub async fn own(tx: &Tx, worksheet: WorksheetId, owner: MemberId) -> Result<()> {
    put(tx, worksheet, With::Member(owner), WorksheetRole::Owner).await.map(drop)
}

async fn put(tx: &Tx, worksheet: WorksheetId, with: With, role: WorksheetRole) -> Result<worksheet_share::Model> {
    use worksheet_share::{Column, Entity};
    let (member, group) = match with {
        With::Member(id) => (Some(id), None),
        With::Group(id) => (None, Some(id)),
    };
    let row = worksheet_share::ActiveModel {
        id: ActiveValue::Set(WorksheetShareId(tx.new_id())),
        worksheet_id: ActiveValue::Set(worksheet),
        member_id: ActiveValue::Set(member),
        group_id: ActiveValue::Set(group),
        role: ActiveValue::Set(role),
        created_at: ActiveValue::Set(tx.now()),
    };
    let named = if member.is_some() { Column::MemberId } else { Column::GroupId };
    let again = OnConflict::columns([Column::WorksheetId, named]).update_column(Column::Role).to_owned();
    Ok(Entity::insert(row).on_conflict(again).exec_with_returning(tx.conn()).await?)
}

/// The owner, as it is now that the worksheet is locked.
async fn owner_now(tx: &Tx, held: &Held) -> Result<Option<MemberId>> {
    use worksheet_share::{Column, Entity};
    lock(tx, held).await?;
    let owner = Entity::find().filter(Column::WorksheetId.eq(held.row.id)).filter(Column::Role.eq(WorksheetRole::Owner));
    Ok(owner.one(tx.conn()).await?.and_then(|share| share.member_id))
}

/// Makes a worksheet of nobody the caller's. Of several who try, one gets it.
pub async fn claim(me: &Member, held: Held) -> Result<Held> {
    me.write(async |tx| {
        match owner_now(tx, &held).await? {
            Some(owner) if owner != me.id() => return Err(OWNED.into()),
            Some(_) => {}
            None => own(tx, held.row.id, me.id()).await?,
        }
        Ok(Held { role: WorksheetRole::Owner, owner: Some(me.id()), ..held })
    })
    .await
}

/// Gives a member or a group a part, or another one.
pub async fn share(tx: &Tx, keeper: &Keeper, with: With, role: WorksheetRole) -> Result<worksheet_share::Model> {
    use worksheet_share::{Column, Entity};
    let owner = owner_now(tx, keeper).await?.ok_or(UNOWNED)?;
    if matches!(with, With::Member(id) if id == owner) {
        return Err(OWNED.into());
    }
    let others = Entity::find().filter(Column::WorksheetId.eq(keeper.row.id)).filter(with.is_named().not());
    if others.count(tx.conn()).await? > MOST_SHARES {
        return Err(SHARED_OUT.into());
    }
    put(tx, keeper.row.id, with, role).await
}

/// Lets the active members of a group read, in the transaction of what brings it to them. A greater part stays.
pub async fn show_to_group(tx: &Tx, keeper: &Keeper, group: GroupId) -> Result<()> {
    use worksheet_share::{Column, Entity};
    let part = Entity::find().filter(Column::WorksheetId.eq(keeper.row.id)).filter(With::Group(group).is_named());
    if part.one(tx.conn()).await?.is_none() {
        share(tx, keeper, With::Group(group), WorksheetRole::Reader).await?;
    }
    Ok(())
}

/// Those of these worksheets in which the viewer has a part.
pub async fn references(viewer: &Viewer, ids: Vec<WorksheetId>) -> Result<HashMap<WorksheetId, WorksheetReference>> {
    use worksheet::{Column, Entity};
    let seen = Entity::find().filter(Column::Id.is_in(ids)).filter(visible_to(&Secret::none(), viewer.actor(), viewer.now()));
    Ok(seen.all(viewer.conn()).await?.into_iter().map(|row| (row.id, WorksheetReference::of(viewer, row))).collect())
}

/// Takes a part away. The owner's stays.
pub async fn unshare(tx: &Tx, held: &Held, with: With) -> Result<()> {
    use worksheet_share::{Column, Entity};
    let theirs = Condition::all().add(Column::WorksheetId.eq(held.row.id)).add(with.is_named()).add(Column::Role.ne(WorksheetRole::Owner));
    let gone = Entity::delete_many().filter(theirs).exec(tx.conn()).await?;
    if gone.rows_affected == 0 { Err(NOT_FOUND.into()) } else { Ok(()) }
}

/// With whom a worksheet is shared. Its owner answers for them, so a block hides nobody.
pub async fn shares(viewer: &Viewer, keeper: &Keeper, list: &Listing<NoFilter>) -> Result<Slice<WorksheetShareView>> {
    use worksheet_share::{Column, Entity};
    let query = Entity::find().filter(Column::WorksheetId.eq(keeper.row.id)).filter(Column::Role.ne(WorksheetRole::Owner));
    let slice = list.paging.fetch(viewer, query, Order { by: Column::Id, id: Column::Id, descending: false }).await?;
    let mut members = members::answerable_cards(viewer, slice.rows.iter().filter_map(|row| row.member_id).collect()).await?;
    let mut groups = groups::cards(viewer, slice.rows.iter().filter_map(|row| row.group_id).collect()).await?;
    Ok(slice.map(|row| {
        let member = row.member_id.and_then(|id| members.remove(&id));
        let group = row.group_id.and_then(|id| groups.remove(&id));
        WorksheetShareView::of(&row, member, group)
    }))
}

/// Makes a copy that belongs to the caller, with all that is filled in, in another version if there is one.
pub async fn copy(tx: &Tx, me: &Member, held: &Held, new: NewCopy, to: Option<(StoredForm, Form)>) -> Result<Held> {
    use worksheet_entry::{Column, Entity};
    let title = new.title.map(Text::into_string).or_else(|| held.row.title.clone());
    let row = insert(tx, held.row.template_digest.clone(), title, unknown_secret()?).await?;
    own(tx, row.id, me.id()).await?;
    let entries = Entity::find().filter(Column::WorksheetId.eq(held.row.id)).all(tx.conn()).await?;
    let mut entries: Vec<_> = entries.into_iter().map(|entry| (entry.id, entry)).collect();
    entries.sort_by_key(|(id, _)| *id);
    let new_ids: HashMap<_, _> = entries.iter().map(|(old, _)| (old.to_string(), WorksheetEntryId(tx.new_id()))).collect();
    let mut copies = Vec::with_capacity(entries.len());
    for (old, entry) in entries {
        let id = *new_ids.get(&old.to_string()).ok_or_else(|| Problem::internal("an entry without a copy"))?;
        copies.push(worksheet_entry::ActiveModel {
            id: ActiveValue::Set(id),
            worksheet_id: ActiveValue::Set(row.id),
            part: ActiveValue::Set(entry.part),
            content: ActiveValue::Set(with_ids(&entry.content, &new_ids)?),
            versions: ActiveValue::Set("{}".to_owned()),
            version: ActiveValue::Set(0),
            created_at: ActiveValue::Set(tx.now()),
            updated_at: ActiveValue::Set(tx.now()),
        });
    }
    if !copies.is_empty() {
        Entity::insert_many(copies).exec_without_returning(tx.conn()).await?;
    }
    let (system, form) = (held.system.clone(), held.form.clone());
    let copy = Held { system, row, form, role: WorksheetRole::Owner, owner: Some(me.id()) };
    match to {
        Some((stored, form)) => Ok(Held { row: versions::move_over(tx, &copy, stored, &form).await?, form, ..copy }),
        None => Ok(copy),
    }
}

/// The values with each entry that they name replaced by its copy.
fn with_ids(content: &str, new_ids: &HashMap<String, WorksheetEntryId>) -> Result<String> {
    let mut values: serde_json::Map<String, serde_json::Value> = serde_json::from_str(content).map_err(Problem::internal)?;
    for id in values.values_mut().filter_map(serde_json::Value::as_array_mut).flatten() {
        if let Some(new) = id.as_str().and_then(|old| new_ids.get(old)) {
            *id = new.to_string().into();
        }
    }
    Ok(serde_json::Value::Object(values).to_string())
}

/// The hash of a secret that nobody is told.
fn unknown_secret() -> Result<String> {
    Ok(sha256(new_token("")?.as_bytes()))
}

/// Gives a worksheet another secret. Whoever had the one before has nothing any more.
pub async fn renew_secret(keeper: &Keeper) -> Result<String> {
    let secret = new_token("torg_ws_")?;
    keeper.system.write(async |tx| set_secret(tx, keeper, sha256(secret.as_bytes())).await).await?;
    Ok(secret)
}

/// Ends the secret of a worksheet that a member owns.
pub async fn end_secret(keeper: &Keeper) -> Result<()> {
    let nobodys = unknown_secret()?;
    keeper
        .system
        .write(async |tx| {
            owner_now(tx, keeper).await?.ok_or(UNOWNED)?;
            set_secret(tx, keeper, nobodys).await
        })
        .await
}

async fn set_secret(tx: &Tx, keeper: &Keeper, hash: String) -> Result<()> {
    use worksheet::{Column, Entity};
    let change = Entity::update_many().col_expr(Column::SecretHash, Expr::value(hash)).filter(Column::Id.eq(keeper.row.id));
    change.exec(tx.conn()).await?;
    Ok(())
}
