//! Discussions that deal with a support model: they name it, or are about a worksheet of it.

use std::collections::HashSet;

use entity::id::DiscussionId;
use entity::kind::MentionKind;
use entity::{discussion, mention};
use sea_orm::sea_query::{LikeExpr, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde::Serialize;
use utoipa::ToSchema;

use super::policy::visible_to;
use super::store::around_cards;
use super::views::DiscussionCard;
use crate::kernel::access::Viewer;
use crate::kernel::problem::Result;
use crate::worksheets;

/// Why a discussion is said to deal with a support model
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DealsBecause {
    /// A post in it names the model, or the block
    Names,
    /// It is about a worksheet of the model in which the caller has a part
    Worksheet,
}

/// A discussion that deals with a support model, and why
#[derive(Debug, Serialize, ToSchema)]
pub struct DealingDiscussion {
    /// The discussion
    pub discussion: DiscussionCard,
    /// Why it is here
    #[schema(max_items = 2)]
    pub reasons: Vec<DealsBecause>,
}

/// The discussions that the viewer may read and that deal with a model, or with a block of it, the
/// newest activity first.
pub async fn dealing_with(viewer: &Viewer, model: &str, block: Option<&str>, limit: u64) -> Result<Vec<DealingDiscussion>> {
    use discussion::{Column, Entity};
    let named = Column::Id.in_subquery(naming(model, block));
    // Of a worksheet one learns which model it is of by having a part in it.
    let of_model = viewer.actor().filter(|_| block.is_none()).map(|actor| worksheets::of_model(actor, model));
    let worked = of_model.clone().map(|ids| Column::WorksheetId.in_subquery(ids));
    let readable = Entity::find().filter(visible_to(viewer.actor())).filter(Column::DeletedAt.is_null());
    let dealing = readable.filter(Condition::any().add(named).add_option(worked));
    let rows = dealing.order_by_desc(Column::LastActivityAt).order_by_desc(Column::Id).limit(limit).all(viewer.conn()).await?;
    let ids = || rows.iter().map(|row| row.id);
    let among = |because: Condition| Entity::find().select_only().column(Column::Id).filter(Column::Id.is_in(ids())).filter(because);
    let because = Condition::all().add(Column::Id.in_subquery(naming(model, block)));
    let named: HashSet<DiscussionId> = among(because).into_tuple::<DiscussionId>().all(viewer.conn()).await?.into_iter().collect();
    let worked: HashSet<DiscussionId> = match of_model {
        Some(of_model) => {
            let because = Condition::all().add(Column::WorksheetId.in_subquery(of_model));
            among(because).into_tuple::<DiscussionId>().all(viewer.conn()).await?.into_iter().collect()
        }
        None => HashSet::new(),
    };
    let around = around_cards(viewer, &rows).await?;
    let dealing = rows.into_iter().map(|row| {
        let of = [(DealsBecause::Names, &named), (DealsBecause::Worksheet, &worked)];
        let reasons = of.into_iter().filter(|(_, ids)| ids.contains(&row.id)).map(|(because, _)| because).collect();
        DealingDiscussion { discussion: DiscussionCard::of(row, &around), reasons }
    });
    Ok(dealing.collect())
}

/// The ids of the discussions in which a post names the model or one of its blocks, or this block.
fn naming(model: &str, block: Option<&str>) -> SelectStatement {
    use mention::{Column, Entity};
    let whole = || Condition::any().add(Column::TargetKey.eq(model)).add(Column::TargetKey.like(LikeExpr::new(format!("{model}#%"))));
    // An older way of naming a part leaves out what kind of block it is.
    let part = |block: &str| {
        let own = block.split_once('.').map_or(block, |(_, own)| own);
        Condition::any().add(Column::TargetKey.is_in([format!("{model}#{block}"), format!("{model}#{own}")]))
    };
    let named = block.map_or_else(whole, part);
    Entity::find().select_only().column(Column::DiscussionId).filter(Column::Kind.eq(MentionKind::SupportModel)).filter(named).into_query()
}
