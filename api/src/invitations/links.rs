//! Every query of links, and of tokens, whether they stand in a link or in a mail.

use entity::id::{GroupId, InvitationLinkId};
use entity::invitation;
use entity::invitation_link::{ActiveModel, Column, Entity, Model};
use entity::kind::InvitationState;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::policy::{Manage, Offer, Redeem, is_good, stands};
use super::problems::{SPENT, TOO_MANY_WAITING};
use super::store::{answered, good_for};
use super::types::{InvitationLink, InvitationPreview, JoinedGroup, NewInvitationLink, Redemption};
use crate::groups;
use crate::kernel::access::{Granted, Member, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::kernel::secret::{new_token, sha256};
use crate::kernel::text::Token;
use crate::members;

/// Links that a group can have at a time.
const MAX_LINKS: u64 = 20;

fn live(tx: &Tx, group: GroupId) -> Condition {
    Condition::all().add(Column::GroupId.eq(group)).add(Column::WithdrawnAt.is_null()).add(Column::ExpiresAt.gt(tx.now()))
}

pub async fn make(tx: &Tx, right: Granted<Manage>, NewInvitationLink { max_uses, days }: NewInvitationLink) -> Result<Model> {
    let group = groups::hold(tx, right.on()).await?;
    if Entity::find().filter(live(tx, group.id)).count(tx.conn()).await? >= MAX_LINKS {
        return Err(TOO_MANY_WAITING.into());
    }
    let row = ActiveModel {
        id: ActiveValue::Set(InvitationLinkId(tx.new_id())),
        group_id: ActiveValue::Set(group.id),
        maker_id: ActiveValue::Set(right.by()),
        token_hash: ActiveValue::Set(None),
        max_uses: ActiveValue::Set(max_uses.0.into()),
        used: ActiveValue::Set(0),
        withdrawn_at: ActiveValue::Set(None),
        expires_at: ActiveValue::Set(tx.now() + good_for(days)),
        created_at: ActiveValue::Set(tx.now()),
    };
    Ok(Entity::insert(row).exec_with_returning(tx.conn()).await?)
}

/// Those that are neither withdrawn nor too old, the newest first.
pub async fn page(viewer: &Viewer, right: Granted<Manage>, list: &Listing<NoFilter>) -> Result<Slice<InvitationLink>> {
    let of_group = Column::GroupId.eq(right.on().group.id).and(Column::WithdrawnAt.is_null()).and(Column::ExpiresAt.gt(viewer.now()));
    let order = Order { by: Column::CreatedAt, id: Column::Id, descending: true };
    let slice = list.paging.fetch(viewer, Entity::find().filter(of_group), order).await?;
    let cards = members::answerable_cards(viewer, slice.rows.iter().map(|row| row.maker_id).collect()).await?;
    Ok(slice.map(|row| {
        let maker = cards.get(&row.maker_id).cloned();
        InvitationLink::of(&row, maker)
    }))
}

/// Gives a link a token; the one that it had is worthless from now on.
pub async fn issue(tx: &Tx, right: Granted<Manage>, id: InvitationLinkId) -> Result<String> {
    let group = groups::hold(tx, right.on()).await?;
    let token = new_token("torg_link_")?;
    let issued = Entity::update_many().col_expr(Column::TokenHash, Expr::value(sha256(token.as_bytes())));
    let issued = issued.filter(live(tx, group.id)).filter(Column::Id.eq(id)).exec(tx.conn()).await?;
    if issued.rows_affected == 0 { Err(NOT_FOUND.into()) } else { Ok(token) }
}

pub async fn withdraw(tx: &Tx, right: Granted<Manage>, id: InvitationLinkId) -> Result<()> {
    let group = groups::hold(tx, right.on()).await?;
    let gone = Entity::update_many().col_expr(Column::WithdrawnAt, Expr::value(tx.now()));
    let gone = gone.filter(live(tx, group.id)).filter(Column::Id.eq(id)).exec(tx.conn()).await?;
    if gone.rows_affected == 0 { Err(NOT_FOUND.into()) } else { Ok(()) }
}

/// What a token is good for now.
async fn offer(conn: &impl ConnectionTrait, token: &Token, now: chrono::DateTime<chrono::Utc>) -> Result<Offer> {
    let hash = sha256(token.as_str().as_bytes());
    let link = Entity::find().filter(Column::TokenHash.eq(&hash)).filter(is_good(now)).one(conn).await?;
    if let Some(link) = link {
        return Ok(Offer::Link(link));
    }
    let mailed = invitation::Entity::find().filter(invitation::Column::TokenHash.eq(&hash)).filter(stands(now)).one(conn).await?;
    mailed.map(Offer::Address).ok_or_else(|| SPENT.into())
}

pub async fn preview(viewer: &Viewer, token: &Token) -> Result<InvitationPreview> {
    let offer = offer(viewer.conn(), token, viewer.now()).await?;
    let group = groups::offered(viewer, vec![offer.group()]).await?.remove(&offer.group()).ok_or(SPENT)?;
    let (message, expires_at) = match offer {
        Offer::Address(invitation) => (invitation.message, invitation.expires_at),
        Offer::Link(link) => (None, link.expires_at),
    };
    let agreements = groups::agreements(viewer, vec![group.id]).await?.remove(&group.id);
    Ok(InvitationPreview { group, agreements, message, expires_at })
}

/// The group is held first, so what made the token good is good while it is spent.
pub async fn redeem(tx: &Tx, me: &Member, with: &Redemption) -> Result<JoinedGroup> {
    let right = me.may::<Redeem>(offer(tx.conn(), &with.token, tx.now()).await?)?;
    let group_id = right.on().group();
    let place = groups::admit(tx, &right, group_id, with.accepted_agreements).await?;
    match right.on() {
        Offer::Address(invitation) => answered(tx, invitation.id, InvitationState::Accepted).await?,
        Offer::Link(link) => spend(tx, link).await?,
    }
    Ok(JoinedGroup { group_id, place })
}

/// Of those who come at once, as many get in as there are uses left.
async fn spend(tx: &Tx, link: &Model) -> Result<()> {
    let spent = Entity::update_many().col_expr(Column::Used, Expr::col(Column::Used).add(1));
    let spent = spent.filter(Column::Id.eq(link.id)).filter(is_good(tx.now())).exec(tx.conn()).await?;
    if spent.rows_affected == 0 { Err(SPENT.into()) } else { Ok(()) }
}

/// A no by whoever reads the mail, whether they have an account or not: holding its token is the proof.
pub async fn decline(system: &System, token: &Token) -> Result<()> {
    system
        .write(async |tx| match offer(tx.conn(), token, tx.now()).await? {
            Offer::Address(invitation) => answered(tx, invitation.id, InvitationState::Declined).await,
            Offer::Link(_) => Err(SPENT.into()),
        })
        .await
}
