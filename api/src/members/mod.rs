//! Members: profile, background and competences; who sees which of them.

mod policy;
mod routes;
mod search;
mod store;
mod types;

use std::collections::HashMap;

use entity::id::MemberId;

use sea_orm::{ColumnTrait, Condition};

use crate::kernel::access::{Actor, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::feature::Feature;
use crate::kernel::page::Paging;
use crate::kernel::problem::Result;

pub use search::{Found, Matched, Search, Wanted};
pub use types::MemberCard;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "members",
    about: "Members with their background and competences. Each part of a profile has its audience.",
    mount: |config| {
        config
            .service(routes::get_own_profile)
            .service(routes::edit_own_profile)
            .service(routes::add_position)
            .service(routes::remove_position)
            .service(routes::claim_competence)
            .service(routes::withdraw_competence)
            .service(routes::get_member);
    },
    problems: &[],
    notices: &[],
    forget: None,
    rights: policy::rights,
};

/// The member whom a column names is one of whom this person may know.
#[must_use]
pub fn names_visible(column: impl ColumnTrait, who: Option<&Actor>) -> Condition {
    policy::names_one_of(column, policy::visible_to(who))
}

/// The member whom a column names is one of whom every member may know: what may be counted for all.
#[must_use]
pub fn names_shown(column: impl ColumnTrait) -> Condition {
    policy::names_one_of(column, policy::shown())
}

/// Members as they stand beside something else; one whom the viewer may not see is not there.
pub async fn cards(viewer: &Viewer, ids: Vec<MemberId>) -> Result<HashMap<MemberId, MemberCard>> {
    store::cards(viewer, ids).await
}

/// Finds members and says why, best first.
pub async fn search(viewer: &Viewer, search: &Search, paging: &Paging) -> Result<(Vec<Found>, bool)> {
    search::run(viewer, search, paging).await
}

/// The competences that a member claims, for finding others by them.
pub async fn own_competences(viewer: &Viewer, id: MemberId) -> Result<Vec<String>> {
    store::own_competences(viewer, id).await
}

/// Makes a member of a confirmed account.
pub async fn enter(system: &System, tx: &Tx, id: MemberId, name: &str) -> Result<()> {
    store::enter(system, tx, id, name).await
}
