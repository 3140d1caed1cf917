//! Sessions: access tokens that live minutes, refresh tokens that live once.
//!
//! A session's refresh tokens form a chain, each with one successor. When a token that has a used
//! successor turns up again, two parties hold the chain, and the session ends (RFC 9700, 4.14).

use chrono::TimeDelta;
use entity::id::{MemberId, SessionId};
use entity::{account, refresh_token, session};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QuerySelect};

use super::notices;
use super::policy::Manage;
use super::problems::{SIGN_IN_REFUSED, TOKEN_SPENT};
use super::types::{SignIn, Tokens};
use crate::kernel::access::{Actor, Granted, Member, System};
use crate::kernel::db::Tx;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::kernel::request::RequestFacts;
use crate::kernel::secret::{new_token, sha256};
use crate::kernel::text::Token;
use crate::kernel::throttle::Limit;

/// A session that is not used for so long ends.
const IDLE: TimeDelta = TimeDelta::days(30);
/// A session ends after so long in any case.
const ABSOLUTE: TimeDelta = TimeDelta::days(90);
/// How long the newest refresh token may be used again, for a client whose answer was lost.
const GRACE: TimeDelta = TimeDelta::seconds(10);

/// Wrong passwords for one address from one network.
const BY_ADDRESS: Limit = Limit { name: "sign-in", attempts: 10, window: TimeDelta::minutes(15) };
/// Sign-ins from one network, whatever the address.
const BY_NETWORK: Limit = Limit { name: "sign-in-network", attempts: 300, window: TimeDelta::minutes(15) };

/// Who a token stands for, if its session is alive at this moment.
pub async fn actor(system: &System, token: &str) -> Result<Option<Actor>> {
    let app = system.app();
    let Some((member, session)) = app.keys.check(&app.config.public_url, token, &app.db, &app.clock).await? else { return Ok(None) };
    let alive = Condition::all()
        .add(session::Column::Id.eq(session))
        .add(session::Column::RevokedAt.is_null())
        .add(session::Column::ExpiresAt.gt(system.now()))
        .add(account::Column::Id.eq(member))
        .add(account::Column::SuspendedAt.is_null());
    let role: Option<entity::kind::Role> = account::Entity::find()
        .join(sea_orm::JoinType::InnerJoin, member_of_session())
        .select_only()
        .column(account::Column::Role)
        .filter(alive)
        .into_tuple()
        .one(system.conn())
        .await?;
    Ok(role.map(|role| Actor { id: member, role, session }))
}

fn member_of_session() -> sea_orm::RelationDef {
    account::Entity::belongs_to(session::Entity).from(account::Column::Id).to(session::Column::MemberId).into()
}

pub async fn sign_in(system: &System, request: &RequestFacts, SignIn { email, password }: SignIn) -> Result<Tokens> {
    let subject = format!("{}@{}", email.key(), request.network());
    system.count_try(BY_NETWORK, &request.network()).await?;
    system.count_try(BY_ADDRESS, &subject).await?;
    let account = account::Entity::find().filter(account::Column::EmailKey.eq(email.key())).one(system.conn()).await?;
    let hash = account.as_ref().map(|account| account.password_hash.clone());
    let fits = system.app().passwords.check(password, hash).await?;
    let Some(account) = account.filter(|account| fits && account.suspended_at.is_none()) else {
        return Err(SIGN_IN_REFUSED.into());
    };
    system.forget_tries(BY_ADDRESS, &subject).await?;
    begin(system, account.id, Some(&account.password_hash), &request.client, &request.network()).await
}

/// Whether a password that fitted is still the account's, and the account in use. Neither changes
/// before this transaction is over.
pub async fn still_fits(tx: &Tx, member: MemberId, hash: &str) -> Result<bool> {
    let account = account::Entity::find_by_id(member).lock_exclusive().one(tx.conn()).await?;
    Ok(account.is_some_and(|account| account.password_hash == hash && account.suspended_at.is_none()))
}

/// Begins a session for somebody who has proved who they are, mostly by the password of this hash.
pub async fn begin(system: &System, member: MemberId, proof: Option<&str>, client: &str, network: &str) -> Result<Tokens> {
    let now = system.now();
    let (id, token) = (SessionId(system.app().clock.new_id()), new_token("torg_rt_")?);
    system
        .write(async |tx| {
            if let Some(hash) = proof
                && !still_fits(tx, member, hash).await?
            {
                return Err(SIGN_IN_REFUSED.into());
            }
            let row = session::ActiveModel {
                id: ActiveValue::Set(id),
                member_id: ActiveValue::Set(member),
                client: ActiveValue::Set(client.to_owned()),
                network: ActiveValue::Set(network.to_owned()),
                authenticated_at: ActiveValue::Set(now),
                last_used_at: ActiveValue::Set(now),
                expires_at: ActiveValue::Set(now + ABSOLUTE),
                revoked_at: ActiveValue::Set(None),
                created_at: ActiveValue::Set(now),
            };
            session::Entity::insert(row).exec_without_returning(tx.conn()).await?;
            issue(tx, id, None, &token).await
        })
        .await?;
    tokens(system, member, id, token).await
}

async fn issue(tx: &Tx, session: SessionId, parent: Option<String>, token: &str) -> Result<()> {
    let row = refresh_token::ActiveModel {
        hash: ActiveValue::Set(sha256(token.as_bytes())),
        session_id: ActiveValue::Set(session),
        parent_hash: ActiveValue::Set(parent),
        used_at: ActiveValue::Set(None),
        expires_at: ActiveValue::Set(tx.now() + IDLE),
        created_at: ActiveValue::Set(tx.now()),
    };
    refresh_token::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

async fn tokens(system: &System, member: MemberId, session: SessionId, refresh_token: String) -> Result<Tokens> {
    let app = system.app();
    let (access_token, expires_at) = app.keys.sign(&app.config.public_url, member, session, &app.db, &app.clock).await?;
    Ok(Tokens { access_token, token_type: "Bearer", expires_at, refresh_token, session_id: session, member_id: member })
}

/// What became of a refresh token that was presented.
enum Presented {
    /// It is exchanged.
    Good(MemberId, SessionId),
    /// It was never good, or is no longer.
    Spent,
}

pub async fn refresh(system: &System, token: &Token) -> Result<Tokens> {
    let next = new_token("torg_rt_")?;
    let outcome = system.write(async |tx| exchange(tx, &sha256(token.as_str().as_bytes()), &next).await).await?;
    match outcome {
        Presented::Good(member, session) => tokens(system, member, session, next).await,
        Presented::Spent => Err(TOKEN_SPENT.into()),
    }
}

/// Commits also when the answer is no: that a stolen chain ended must be on disk.
async fn exchange(tx: &Tx, hash: &str, next: &str) -> Result<Presented> {
    use refresh_token::{Column, Entity};
    let now = tx.now();
    let find = || Entity::find_by_id(hash.to_owned());
    let Some(known) = find().one(tx.conn()).await? else { return Ok(Presented::Spent) };
    // Everybody who presents a token of the session waits here for their turn; meanwhile it may be replaced.
    let session = session::Entity::find_by_id(known.session_id).lock_exclusive().one(tx.conn()).await?.ok_or(TOKEN_SPENT)?;
    let Some(found) = find().one(tx.conn()).await? else { return Ok(Presented::Spent) };
    let account = account::Entity::find_by_id(session.member_id).one(tx.conn()).await?.ok_or(TOKEN_SPENT)?;
    let dead = session.revoked_at.is_some() || session.expires_at <= now || found.expires_at <= now || account.suspended_at.is_some();
    if dead {
        return Ok(Presented::Spent);
    }
    let child = Entity::find().filter(Column::ParentHash.eq(hash)).one(tx.conn()).await?;
    if let Some(child) = child {
        let lost = child.used_at.is_none() && now - child.created_at <= GRACE;
        if !lost {
            end_all_of(tx, Condition::all().add(session::Column::Id.eq(session.id))).await?;
            tx.tell(&notices::REUSED, &notices::About::of(account.id)).await?;
            return Ok(Presented::Spent);
        }
        Entity::delete_by_id(child.hash).exec(tx.conn()).await?;
    }
    let used = refresh_token::ActiveModel { hash: ActiveValue::Unchanged(found.hash), used_at: ActiveValue::Set(Some(now)), ..Default::default() };
    Entity::update(used).exec(tx.conn()).await?;
    issue(tx, session.id, Some(hash.to_owned()), next).await?;
    let seen = session::ActiveModel { id: ActiveValue::Unchanged(session.id), last_used_at: ActiveValue::Set(now), ..Default::default() };
    session::Entity::update(seen).exec(tx.conn()).await?;
    Ok(Presented::Good(account.id, session.id))
}

pub async fn page(me: &Member, list: &Listing<NoFilter>) -> Result<Slice<session::Model>> {
    use session::Column;
    let mine = Condition::all().add(Column::MemberId.eq(me.id())).add(Column::RevokedAt.is_null());
    let alive = mine.add(Column::ExpiresAt.gt(me.now())).add(Column::LastUsedAt.gt(me.now() - IDLE));
    let order = Order { by: Column::CreatedAt, id: Column::Id, descending: true };
    list.paging.fetch(me, session::Entity::find().filter(alive), order).await
}

pub async fn end(tx: &Tx, own: Granted<Manage>, id: SessionId) -> Result<()> {
    let one = session::Column::Id.eq(id).and(session::Column::MemberId.eq(*own.on()));
    if end_all_of(tx, Condition::all().add(one)).await? == 0 { Err(NOT_FOUND.into()) } else { Ok(()) }
}

pub async fn end_all(tx: &Tx, member: MemberId) -> Result<()> {
    end_all_of(tx, Condition::all().add(session::Column::MemberId.eq(member))).await?;
    Ok(())
}

async fn end_all_of(tx: &Tx, which: Condition) -> Result<u64> {
    let ended = session::Entity::update_many().col_expr(session::Column::RevokedAt, Expr::value(tx.now()));
    let ended = ended.filter(which).filter(session::Column::RevokedAt.is_null()).exec(tx.conn()).await?;
    Ok(ended.rows_affected)
}

/// See [`super::seen_since`].
pub async fn seen_since(tx: &Tx, members: Vec<MemberId>, time: chrono::DateTime<chrono::Utc>) -> Result<bool> {
    use session::Column;
    let seen = session::Entity::find().filter(Column::MemberId.is_in(members)).filter(Column::LastUsedAt.gt(time));
    Ok(seen.one(tx.conn()).await?.is_some())
}
