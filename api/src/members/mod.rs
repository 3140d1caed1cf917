//! Members: profile, background and competences; who sees which of them.

mod background;
mod blocks;
mod claims;
mod common;
mod completeness;
mod dismissals;
mod exchange;
mod facets;
mod index;
mod lists;
mod open;
mod order;
mod photos;
mod policy;
mod problems;
mod protection;
mod routes;
mod score;
mod search;
mod store;
mod succession;
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
use crate::kernel::problem::Result;

pub use common::Common;
pub use facets::Facets;
pub use score::Points;
pub use search::{After, Finding, Found, Matched, PositionSearch, Search, Sort, Window};
pub use succession::{claim_at_once, succeed};
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
            .service(routes::set_languages)
            .service(routes::set_links)
            .service(routes::list_blocks)
            .service(routes::block_member)
            .service(routes::unblock_member)
            .service(routes::list_dismissals)
            .service(routes::dismiss_member)
            .service(routes::forgive_member)
            .service(routes::add_education)
            .service(routes::remove_education)
            .service(routes::show_photo)
            .service(routes::remove_photo)
            .service(routes::get_own_completeness)
            .service(routes::export_own_profile)
            .service(routes::propose_import)
            .service(routes::import_into_own_profile)
            .service(routes::view_own_profile)
            .service(routes::protect_oneself)
            .service(routes::end_own_protection)
            .service(routes::protect_member)
            .service(routes::end_protection)
            .service(routes::list_protected_members)
            .service(routes::get_member_by_handle)
            .service(routes::get_photo)
            .service(routes::get_member);
    },
    problems: problems::ALL,
    notices: &[],
    kinds: &[],
    forget: None,
    searchable: None,
    rights: policy::rights,
};

/// The member whom a column names is one of whom this person may know.
#[must_use]
pub fn names_visible(column: impl ColumnTrait, who: Option<&Actor>) -> Condition {
    policy::names_one_of(column, policy::visible_to(who))
}

/// The member whom a column names takes part in a group in which this person does, too.
#[must_use]
pub fn names_fellow(column: impl ColumnTrait, who: &Actor) -> Condition {
    policy::names_one_of(column, policy::shares_a_group_with(who.id))
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

/// Members as everybody meets them who may know of any; one who is protected is not there, not even for themself.
pub async fn shown_cards(viewer: &Viewer, ids: Vec<MemberId>) -> Result<HashMap<MemberId, MemberCard>> {
    store::cards(viewer, policy::shown(), ids).await
}

/// Members of whom the viewer may know, by their handles.
pub async fn by_handles(viewer: &Viewer, handles: Vec<String>) -> Result<HashMap<String, MemberId>> {
    store::by_handles(viewer, handles).await
}

/// Finds members and says why.
pub async fn search(viewer: &Viewer, search: &Search, window: &Window) -> Result<Finding> {
    search::run(viewer, search, window).await
}

/// Those of whom a search finds most, so many at most and in no order, and how many it finds.
pub async fn top(viewer: &Viewer, search: &Search, most: usize) -> Result<(Vec<(MemberId, Points)>, usize)> {
    search::top(viewer, search, most).await
}

/// Those whom the viewer does not want to be matched with.
pub async fn dismissed(viewer: &Viewer) -> Result<Vec<MemberId>> {
    dismissals::of(viewer).await
}

/// The competences that those who would be found need help with, the most wanted first.
pub async fn needs(viewer: &Viewer, search: &Search) -> Result<Vec<String>> {
    facets::needs(viewer, search).await
}

/// What the viewer has in common with each of these members, as far as they show it.
pub async fn in_common(viewer: &Viewer, with: &[MemberId]) -> Result<HashMap<MemberId, Common>> {
    common::with(viewer, with).await
}

/// Keeps what members are found by in memory, for as long as the process runs.
pub async fn keep_index(system: &System) {
    index::keep(system).await;
}

/// The name of a member, as it may be told to whoever reads the mail: nobody blocks the other.
pub async fn name_for(system: &System, reader: Option<MemberId>, of: MemberId) -> Result<Option<String>> {
    store::name_for(system, reader, of).await
}

/// Whether one of these members blocks the other.
pub async fn are_apart(tx: &Tx, one: MemberId, other: MemberId) -> Result<bool> {
    store::are_apart(tx, one, other).await
}

/// How those who would be found fall into groups, as the viewer sees them.
pub async fn facets(viewer: &Viewer, search: &Search) -> Result<Facets> {
    facets::of(viewer, search).await
}

/// Whether a member lets the viewer ask for contact; one whom the viewer may not see is not there.
pub async fn takes_requests(viewer: &Viewer, id: MemberId) -> Result<bool> {
    store::takes_requests(viewer, id).await
}

/// Holds a member until the change is done, so that what is counted of theirs stays so.
pub async fn hold(tx: &Tx, id: MemberId) -> Result<()> {
    store::lock(tx, id).await.map(drop)
}

/// The competences that a member needs help with or can help with, for finding others by them.
pub async fn own_topics(viewer: &Viewer, id: MemberId, kind: TopicKind) -> Result<Vec<String>> {
    topics::own(viewer, id, kind).await
}

/// The competences that a member claims and how well, for finding others by them.
pub async fn own_competences(viewer: &Viewer, id: MemberId) -> Result<Vec<(String, Level)>> {
    claims::own(viewer, id).await
}

/// How many of these members claim each competence, and how well at best, as far as the viewer sees it
/// in each of them; the commonest first.
pub async fn competences_among(viewer: &Viewer, ids: SelectStatement) -> Result<Vec<(String, i64, Level)>> {
    claims::among(viewer, ids).await
}

/// Makes a member of a confirmed account.
pub async fn enter(system: &System, tx: &Tx, id: MemberId, name: &str) -> Result<()> {
    store::enter(system, tx, id, name).await
}

/// How many members say on a public page that they have each of these competences: the same for everybody.
pub async fn open_counts(viewer: &Viewer, competences: Vec<String>) -> Result<HashMap<String, i64>> {
    open::counts(viewer, competences).await
}
