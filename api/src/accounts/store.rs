//! Registrations, accounts and passwords.

use chrono::TimeDelta;
use entity::id::{MemberId, RegistrationId, SessionId};
use entity::kind::{Language, Role, TokenPurpose};
use entity::{account, one_time_token, registration, session};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, ExprTrait, QueryFilter};
use uuid::Uuid;
use zxcvbn::Score;

use super::notices::{self, About};
use super::policy::Manage;
use super::problems::{TOKEN_SPENT, WRONG_PASSWORD};
use super::sessions;
use super::types::{Confirmation, NewPassword, NewRegistration, PasswordReset};
use crate::kernel::access::{Actor, Granted, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::problem::{INVALID, NOT_FOUND, OrConflict, Problem, Result};
use crate::kernel::request::RequestFacts;
use crate::kernel::secret::{new_token, sha256};
use crate::kernel::text::{Email, Password, Text, Token};
use crate::kernel::throttle::Limit;
use crate::members;

/// How long a registration waits for its confirmation.
pub const CONFIRM_WITHIN: TimeDelta = TimeDelta::hours(24);
/// How long a new password may be chosen after asking.
pub const RESET_WITHIN: TimeDelta = TimeDelta::minutes(30);

/// Mails that strangers can have sent to one address.
const MAILS: Limit = Limit { name: "mail-to-address", attempts: 5, window: TimeDelta::hours(1) };
/// Registrations and resets from one network.
const BY_NETWORK: Limit = Limit { name: "mail-from-network", attempts: 300, window: TimeDelta::hours(1) };
/// Passwords tried with one code out of a mail.
const CONFIRM_TRIES: Limit = Limit { name: "confirm", attempts: 30, window: TimeDelta::minutes(15) };
/// Wrong present passwords of one member.
const PASSWORD_TRIES: Limit = Limit { name: "present-password", attempts: 10, window: TimeDelta::minutes(15) };

/// Takes a registration. Known or unknown, the address costs one hash, one row and one mail.
pub async fn register(system: &System, request: &RequestFacts, new: NewRegistration) -> Result<()> {
    let NewRegistration { name, email, password, language } = new;
    refuse_guessable("/password", &password, &[name.as_str(), email.as_str()])?;
    system.count_try(BY_NETWORK, &request.network()).await?;
    if !may_mail(system, &email).await? {
        return Ok(());
    }
    let password_hash = system.app().passwords.hash(password).await?;
    let language = language.unwrap_or(request.language);
    system
        .write(async |tx| {
            let known = account::Entity::find().filter(account::Column::EmailKey.eq(email.key())).one(tx.conn()).await?;
            if let Some(account) = known {
                return tx.tell_stranger(&email.key(), &notices::ALREADY_REGISTERED, &About::of(account.id)).await;
            }
            let id = RegistrationId(tx.new_id());
            let row = registration::ActiveModel {
                id: ActiveValue::Set(id),
                name: ActiveValue::Set(name.into_string()),
                email: ActiveValue::Set(email.as_str().to_owned()),
                email_key: ActiveValue::Set(email.key()),
                password_hash: ActiveValue::Set(password_hash),
                language: ActiveValue::Set(language),
                expires_at: ActiveValue::Set(tx.now() + CONFIRM_WITHIN),
                created_at: ActiveValue::Set(tx.now()),
            };
            registration::Entity::insert(row).exec_without_returning(tx.conn()).await?;
            tx.tell_stranger(&email.key(), &notices::CONFIRM, &About { subject: id.0 }).await
        })
        .await
}

/// Whether an address may get one more mail that a stranger asked for. It is not told if not.
async fn may_mail(system: &System, email: &Email) -> Result<bool> {
    match system.count_try(MAILS, &email.key()).await {
        Ok(()) => Ok(true),
        Err(problem) if problem.kind.status == 429 => Ok(false),
        Err(problem) => Err(problem),
    }
}

/// Makes the registration an account and a member. Of two that race for an address one wins.
///
/// The password has to be the one of this registration: somebody else may have registered with the
/// address first, and the mail of theirs must not be enough.
pub async fn confirm(system: &System, Confirmation { token, password }: Confirmation) -> Result<MemberId> {
    let hash = sha256(token.as_str().as_bytes());
    let sent = one_time_token::Entity::find_by_id(hash.clone()).one(system.conn()).await?.ok_or(TOKEN_SPENT)?;
    let known = registration::Entity::find_by_id(RegistrationId(sent.subject)).one(system.conn()).await?.ok_or(TOKEN_SPENT)?;
    system.count_try(CONFIRM_TRIES, &hash).await?;
    if !system.app().passwords.check(password, Some(known.password_hash)).await? {
        return Err(WRONG_PASSWORD.into());
    }
    system
        .write(async |tx| {
            let id = RegistrationId(spend(tx, TokenPurpose::ConfirmRegistration, &token).await?);
            let waiting = registration::Entity::find_by_id(id).one(tx.conn()).await?.ok_or(TOKEN_SPENT)?;
            let member = MemberId(tx.new_id());
            let row = account::ActiveModel {
                id: ActiveValue::Set(member),
                email: ActiveValue::Set(waiting.email),
                email_key: ActiveValue::Set(waiting.email_key.clone()),
                password_hash: ActiveValue::Set(waiting.password_hash),
                role: ActiveValue::Set(Role::Member),
                language: ActiveValue::Set(waiting.language),
                suspended_at: ActiveValue::Set(None),
                created_at: ActiveValue::Set(tx.now()),
            };
            account::Entity::insert(row).exec_without_returning(tx.conn()).await.or_taken(TOKEN_SPENT)?;
            members::enter(system, tx, member, &waiting.name).await?;
            registration::Entity::delete_many().filter(registration::Column::EmailKey.eq(waiting.email_key)).exec(tx.conn()).await?;
            Ok(member)
        })
        .await
}

pub async fn change_password(system: &System, own: Granted<Manage>, change: NewPassword) -> Result<()> {
    let NewPassword { current_password, new_password } = change;
    let id = *own.on();
    let account = account::Entity::find_by_id(id).one(system.conn()).await?.ok_or(NOT_FOUND)?;
    refuse_guessable("/newPassword", &new_password, &[&account.email])?;
    system.count_try(PASSWORD_TRIES, &id.to_string()).await?;
    if !system.app().passwords.check(current_password, Some(account.password_hash.clone())).await? {
        return Err(WRONG_PASSWORD.into());
    }
    system.forget_tries(PASSWORD_TRIES, &id.to_string()).await?;
    let hash = system.app().passwords.hash(new_password).await?;
    system
        .write(async |tx| {
            if !sessions::still_fits(tx, id, &account.password_hash).await? {
                return Err(WRONG_PASSWORD.into());
            }
            set_password(tx, id, hash).await
        })
        .await
}

/// Every session and every token that was sent by mail dies with the old password.
async fn set_password(tx: &Tx, id: MemberId, hash: String) -> Result<()> {
    let row = account::ActiveModel { id: ActiveValue::Unchanged(id), password_hash: ActiveValue::Set(hash), ..Default::default() };
    account::Entity::update(row).exec(tx.conn()).await?;
    sessions::end_all(tx, id).await?;
    let tokens = one_time_token::Entity::update_many().col_expr(one_time_token::Column::UsedAt, Expr::value(tx.now()));
    tokens.filter(one_time_token::Column::Subject.eq(id.0).and(one_time_token::Column::UsedAt.is_null())).exec(tx.conn()).await?;
    tx.tell(&notices::PASSWORD_CHANGED, &About::of(id)).await
}

pub async fn request_reset(system: &System, request: &RequestFacts, email: &Email) -> Result<()> {
    system.count_try(BY_NETWORK, &request.network()).await?;
    if !may_mail(system, email).await? {
        return Ok(());
    }
    system
        .write(async |tx| {
            let usable = account::Column::EmailKey.eq(email.key()).and(account::Column::SuspendedAt.is_null());
            match account::Entity::find().filter(usable).one(tx.conn()).await? {
                Some(account) => tx.tell(&notices::RESET, &About::of(account.id)).await,
                None => Ok(()),
            }
        })
        .await
}

pub async fn reset_password(system: &System, PasswordReset { token, new_password }: PasswordReset) -> Result<()> {
    // Hashing is dear: not before the token is seen to exist. It is spent in the transaction.
    let hash = sha256(token.as_str().as_bytes());
    let issued = one_time_token::Entity::find_by_id(hash).one(system.conn()).await?.ok_or(TOKEN_SPENT)?;
    let account = account::Entity::find_by_id(MemberId(issued.subject)).one(system.conn()).await?.ok_or(TOKEN_SPENT)?;
    refuse_guessable("/newPassword", &new_password, &[&account.email])?;
    let password_hash = system.app().passwords.hash(new_password).await?;
    system
        .write(async |tx| {
            let id = MemberId(spend(tx, TokenPurpose::ResetPassword, &token).await?);
            set_password(tx, id, password_hash).await
        })
        .await
}

/// Makes a token for a mail that is being written; only its hash is stored.
pub async fn one_time(system: &System, purpose: TokenPurpose, subject: Uuid, good_for: TimeDelta) -> Result<String> {
    let token = new_token("torg_once_")?;
    system
        .write(async |tx| {
            let row = one_time_token::ActiveModel {
                hash: ActiveValue::Set(sha256(token.as_bytes())),
                purpose: ActiveValue::Set(purpose),
                subject: ActiveValue::Set(subject),
                used_at: ActiveValue::Set(None),
                expires_at: ActiveValue::Set(tx.now() + good_for),
                created_at: ActiveValue::Set(tx.now()),
            };
            one_time_token::Entity::insert(row).exec_without_returning(tx.conn()).await?;
            Ok(())
        })
        .await?;
    Ok(token)
}

/// Spends a token, in one statement, so that of many who try at once one succeeds.
async fn spend(tx: &Tx, purpose: TokenPurpose, token: &Token) -> Result<Uuid> {
    use one_time_token::{Column, Entity};
    let hash = sha256(token.as_str().as_bytes());
    let good = Column::Hash.eq(&hash).and(Column::Purpose.eq(purpose)).and(Column::UsedAt.is_null()).and(Column::ExpiresAt.gt(tx.now()));
    let spent = Entity::update_many().col_expr(Column::UsedAt, Expr::value(tx.now())).filter(good).exec(tx.conn()).await?;
    if spent.rows_affected == 0 {
        return Err(TOKEN_SPENT.into());
    }
    let row = Entity::find_by_id(hash).one(tx.conn()).await?.ok_or(TOKEN_SPENT)?;
    Ok(row.subject)
}

/// Refuses what zxcvbn expects to be guessed in 10⁸ tries or fewer: common passwords, words, names,
/// dates, keyboard rows and repetitions (Wheeler, USENIX Security 2016). Works offline.
fn refuse_guessable(pointer: &'static str, password: &Password, about: &[&str]) -> Result<()> {
    // Repetition hides behind length, so the strength of a long password is that of its first part.
    let start: String = password.as_str().to_lowercase().chars().take(72).collect();
    // What everybody knows of the member and the service makes nothing harder to guess.
    let known = about.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).chain(["torg", "hållbarhet", "kommun"]);
    let known: Vec<_> = known.map(str::to_lowercase).filter(|word| word.chars().count() > 2).collect();
    let rest = known.iter().fold(start, |rest, word| rest.replace(word, ""));
    let known: Vec<_> = known.iter().map(String::as_str).collect();
    if zxcvbn::zxcvbn(&rest, &known).score() < Score::Three {
        return Err(INVALID.pointing_at(vec![Fault::new(pointer, Wrong::Guessable)]));
    }
    Ok(())
}

/// See [`super::eyes_of`].
pub async fn eyes_of(system: &System, id: MemberId) -> Result<Option<Viewer>> {
    let account = account::Entity::find_by_id(id).filter(account::Column::SuspendedAt.is_null()).one(system.conn()).await?;
    // There is no sign-in behind it.
    let actor = |account: &account::Model| Actor { id, role: account.role, session: SessionId(Uuid::nil()) };
    Ok(account.map(|account| system.seeing_as(actor(&account), account.language)))
}

/// See [`super::make`].
pub async fn make(system: &System, name: &str, email: &str, password: &str, role: Role) -> core::result::Result<MemberId, String> {
    let checked = |pointer: &str| {
        let pointer = pointer.to_owned();
        move |wrong: Wrong| problem_text(&INVALID.pointing_at(vec![Fault::new(pointer, wrong)]))
    };
    let name = Text::<2, 100>::parse(name).map_err(checked("name"))?;
    let email = Email::parse(email).map_err(checked("email"))?;
    let password = Password::parse(password).map_err(checked("password"))?;
    refuse_guessable("password", &password, &[name.as_str(), email.as_str()]).map_err(|problem| problem_text(&problem))?;
    let made = async {
        let hash = system.app().passwords.hash(password).await?;
        system.write(async |tx| put(system, tx, &name, &email, hash, role).await).await
    };
    made.await.map_err(|problem: Problem| problem.cause.clone().unwrap_or_else(|| problem.to_string()))
}

fn problem_text(problem: &Problem) -> String {
    let body = problem.body(Language::English, "", Uuid::nil());
    body.errors.iter().map(|fault| format!("{} {}", fault.pointer, fault.detail)).collect::<Vec<_>>().join("; ")
}

async fn put(system: &System, tx: &Tx, name: &Text<2, 100>, email: &Email, hash: String, role: Role) -> Result<MemberId> {
    let known = account::Entity::find().filter(account::Column::EmailKey.eq(email.key())).one(tx.conn()).await?;
    if let Some(account) = known {
        let row = account::ActiveModel { id: ActiveValue::Unchanged(account.id), role: ActiveValue::Set(role), ..Default::default() };
        account::Entity::update(row).exec(tx.conn()).await?;
        set_password(tx, account.id, hash).await?;
        return Ok(account.id);
    }
    let id = MemberId(tx.new_id());
    let row = account::ActiveModel {
        id: ActiveValue::Set(id),
        email: ActiveValue::Set(email.as_str().to_owned()),
        email_key: ActiveValue::Set(email.key()),
        password_hash: ActiveValue::Set(hash),
        role: ActiveValue::Set(role),
        language: ActiveValue::Set(Language::Swedish),
        suspended_at: ActiveValue::Set(None),
        created_at: ActiveValue::Set(tx.now()),
    };
    account::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    members::enter(system, tx, id, name.as_str()).await?;
    Ok(id)
}

/// How long an ended session and its tokens can be looked into.
const ENDED_SESSIONS: TimeDelta = TimeDelta::days(30);

/// Forgets registrations that nobody confirmed, tokens that are worthless, and sessions long ended.
pub async fn forget(system: &System) -> Result<()> {
    let now = system.now();
    system
        .write(async |tx| {
            use session::Column as Session;
            let ended = Session::ExpiresAt.lt(now - ENDED_SESSIONS).or(Session::RevokedAt.lt(now - ENDED_SESSIONS));
            registration::Entity::delete_many().filter(registration::Column::ExpiresAt.lt(now)).exec(tx.conn()).await?;
            one_time_token::Entity::delete_many().filter(one_time_token::Column::ExpiresAt.lt(now)).exec(tx.conn()).await?;
            session::Entity::delete_many().filter(ended).exec(tx.conn()).await?;
            Ok(())
        })
        .await
}

pub async fn member_at(tx: &Tx, email_key: &str) -> Result<Option<MemberId>> {
    let account = account::Entity::find().filter(account::Column::EmailKey.eq(email_key)).one(tx.conn()).await?;
    Ok(account.map(|account| account.id))
}
