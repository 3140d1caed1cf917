//! Members: profile, background and competences; who sees which of them.

mod blocks;
mod facets;
mod policy;
mod routes;
mod search;
mod store;
mod topics;
mod types;

use std::collections::HashMap;

use entity::id::MemberId;
use entity::kind::{Level, TopicKind};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, Condition};

use crate::kernel::access::{Actor, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::feature::Feature;
use crate::kernel::page::Paging;
use crate::kernel::problem::Result;

pub use facets::Facets;
pub use search::{Found, Matched, PositionSearch, Search};
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
            .service(routes::enter_topic)
            .service(routes::withdraw_topic)
            .service(routes::list_blocks)
            .service(routes::block_member)
            .service(routes::unblock_member)
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

/// The member whom a column names is one whom this person meets where they answer for others.
#[must_use]
pub fn names_answerable(column: impl ColumnTrait, who: Option<&Actor>) -> Condition {
    policy::names_one_of(column, policy::answerable_to(who))
}

/// Members as they stand where the viewer answers for them.
pub async fn answerable_cards(viewer: &Viewer, ids: Vec<MemberId>) -> Result<HashMap<MemberId, MemberCard>> {
    store::cards(viewer, policy::answerable_to(viewer.actor()), ids).await
}

/// Members as they stand beside something else; one whom the viewer may not see is not there.
pub async fn cards(viewer: &Viewer, ids: Vec<MemberId>) -> Result<HashMap<MemberId, MemberCard>> {
    store::cards(viewer, policy::visible_to(viewer.actor()), ids).await
}

/// The name of a member, as it may be told to whoever reads the mail: nobody blocks the other.
pub async fn name_for(system: &System, reader: Option<MemberId>, of: MemberId) -> Result<Option<String>> {
    store::name_for(system, reader, of).await
}

/// Whether one of these members blocks the other.
pub async fn are_apart(tx: &Tx, one: MemberId, other: MemberId) -> Result<bool> {
    store::are_apart(tx, one, other).await
}

/// Finds members and says why, best first.
pub async fn search(viewer: &Viewer, search: &Search, paging: &Paging) -> Result<(Vec<Found>, bool)> {
    search::run(viewer, search, paging).await
}

/// How those who would be found fall into groups, as the viewer sees them.
pub async fn facets(viewer: &Viewer, search: &Search) -> Result<Facets> {
    facets::of(viewer, search).await
}

/// Whether a member lets the viewer ask for contact; one whom the viewer may not see is not there.
pub async fn takes_requests(viewer: &Viewer, id: MemberId) -> Result<bool> {
    store::takes_requests(viewer, id).await
}

/// The competences that a member needs help with or can help with, for finding others by them.
pub async fn own_topics(viewer: &Viewer, id: MemberId, kind: TopicKind) -> Result<Vec<String>> {
    topics::own(viewer, id, kind).await
}

/// The competences that a member claims, for finding others by them.
pub async fn own_competences(viewer: &Viewer, id: MemberId) -> Result<Vec<String>> {
    store::own_competences(viewer, id).await
}

/// How many of these members claim each competence, and how well at best, as far as the viewer sees it
/// in each of them; the commonest first.
pub async fn competences_among(viewer: &Viewer, ids: SelectStatement) -> Result<Vec<(String, i64, Level)>> {
    store::competences_among(viewer, ids).await
}

/// Makes a member of a confirmed account.
pub async fn enter(system: &System, tx: &Tx, id: MemberId, name: &str) -> Result<()> {
    store::enter(system, tx, id, name).await
}
