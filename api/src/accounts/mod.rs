//! Accounts: registering, signing in, sessions and passwords.

pub mod identify;
mod notices;
mod policy;
mod problems;
mod roles;
mod routes;
mod sessions;
mod store;
mod types;

use chrono::{DateTime, Utc};
use entity::id::MemberId;
use entity::kind::{Language, Role};

use crate::kernel::access::{System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::feature::Feature;
use crate::kernel::problem::Result;

pub use types::Tokens;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "accounts",
    about: "Registering, signing in and out, sessions and passwords.",
    mount: |config| {
        config
            .service(routes::register_member)
            .service(routes::confirm_registration)
            .service(routes::sign_in)
            .service(routes::refresh_tokens)
            .service(routes::list_sessions)
            .service(routes::end_session)
            .service(routes::end_all_sessions)
            .service(routes::change_password)
            .service(routes::request_password_reset)
            .service(routes::complete_password_reset)
            .service(routes::list_staff)
            .service(routes::appoint_member);
    },
    problems: problems::ALL,
    notices: notices::ALL,
    kinds: &[],
    forget: Some(|system| Box::pin(async move { store::forget(&system).await })),
    searchable: None,
    rights: policy::rights,
};

/// Makes a confirmed account from the command line; a known address gets the role and the password.
pub async fn make(system: &System, name: &str, email: &str, password: &str, role: Role) -> core::result::Result<MemberId, String> {
    store::make(system, name, email, password, role).await
}

/// What a member sees at this moment, for a notice; nothing if they cannot sign in.
pub async fn eyes_of(system: &System, id: MemberId) -> Result<Option<Viewer>> {
    store::eyes_of(system, id).await
}

/// Everybody who is more than a member.
pub async fn staff(tx: &Tx) -> Result<Vec<MemberId>> {
    roles::all(tx).await
}

/// Gives the owner of a confirmed address a role, from the command line.
pub async fn appoint(system: &System, email: &str, role: Role) -> core::result::Result<(), String> {
    roles::appoint_from_here(system, email, role).await
}

/// Where and in which language a member is written to, unless their account is suspended.
pub async fn mailbox(system: &System, id: MemberId) -> Result<Option<(String, Language)>> {
    Ok(notices::usable(system, id.0).await?.map(|account| (account.email, account.language)))
}

/// Whether one of these members was there after a time: signed in, or kept a session going.
pub async fn seen_since(tx: &Tx, members: Vec<MemberId>, time: DateTime<Utc>) -> Result<bool> {
    sessions::seen_since(tx, members, time).await
}

/// Whose account has this address, as it is compared.
pub async fn member_at(tx: &Tx, email_key: &str) -> Result<Option<MemberId>> {
    store::member_at(tx, email_key).await
}

/// Signs a member in without a password, for the demonstration.
pub async fn demonstrate(system: &System, id: MemberId) -> Result<Tokens> {
    sessions::begin(system, id, None, "demonstration", "local").await
}
