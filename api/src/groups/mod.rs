//! Groups: starting one, joining, and who may know of it.

mod admission;
mod admission_types;
mod bans;
mod handover;
mod history;
mod history_types;
mod named;
mod notices;
mod policy;
mod problems;
mod routes;
mod search;
mod store;
mod types;
mod within;

use std::collections::{HashMap, HashSet};

use entity::group;
use entity::id::{GroupId, MemberId};
use entity::kind::{GroupChangeKind, SearchKind, Visibility};
use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{ColumnTrait, Condition};

use crate::kernel::access::{Action, Actor, Granted, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::feature::Feature;
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::kernel::search::{Kept, Reader, Searchable};

pub use admission_types::{Agreements, AgreementsVersion};
pub use policy::{Standing, asked_of_everybody};
pub use types::{GroupCard, GroupPath, Place};

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "groups",
    about: "Groups: open to anybody, to members, to their own members, or unknown to everybody else.",
    mount: |config| {
        config
            .service(routes::list_groups)
            .service(routes::list_own_groups)
            .service(routes::start_group)
            .service(routes::get_group)
            .service(routes::edit_group)
            .service(routes::list_memberships)
            .service(routes::join_group)
            .service(routes::edit_membership)
            .service(routes::end_membership)
            .service(routes::list_bans)
            .service(routes::ban_member)
            .service(routes::lift_ban)
            .service(routes::get_admission)
            .service(routes::write_admission)
            .service(routes::list_requests)
            .service(routes::decline_request)
            .service(routes::list_refusals)
            .service(routes::list_group_changes)
            .service(routes::hand_over_group)
            .service(routes::follow_owners)
            .service(routes::list_groups_within)
            .service(routes::start_group_within);
    },
    problems: problems::ALL,
    notices: &[],
    kinds: notices::KINDS,
    forget: Some(|system| Box::pin(async move { admission::forget(&system).await })),
    searchable: Some(Searchable {
        kinds: &[SearchKind::Group],
        find: |viewer, ask| Box::pin(search::find(viewer, ask)),
        show: |viewer, _, _, keys| Box::pin(search::show(viewer, keys)),
        reindex: Some(|system, after| Box::pin(async move { search::reindex(&system, after).await })),
    }),
    rights: policy::rights,
};

/// Whether a column names a group in which this person may read.
pub fn names_readable<C: ColumnTrait>(column: C, who: Option<&Actor>) -> Expr {
    policy::names_readable(column, who)
}

/// Selects something if this person may read in the group of a search entry: asked of each entry by key.
#[must_use]
pub fn reads_in_group_of_entry(who: Option<&Actor>) -> SelectStatement {
    search::readable_entry(who)
}

/// What a group is found by, for who writes groups past the store.
pub fn entry_of(row: &group::Model, reader: &mut Reader) -> Kept {
    search::entry_of(row, reader)
}

/// The groups in which this person may read, for a query that joins with them.
#[must_use]
pub fn readable_by(who: Option<&Actor>) -> Condition {
    policy::readable_by(who)
}

/// Joins the group that a column names, if there is one.
pub fn join_named<C: ColumnTrait>(query: &mut SelectStatement, column: C) {
    policy::join_named(query, column);
}

/// The ids of the groups of which this person is an active member, as a subquery.
#[must_use]
pub fn joined_ids(actor: &Actor) -> SelectStatement {
    policy::own_groups(actor)
}

/// Whether a column names a group of which this person may know.
pub fn names_visible<C: ColumnTrait>(column: C, who: Option<&Actor>) -> Expr {
    policy::names_visible(column, who)
}

/// The ids of the active members of a group, as a subquery.
#[must_use]
pub fn active_ids(id: GroupId) -> SelectStatement {
    policy::active_ids(id)
}

/// A group of which the viewer may know, with their place in it.
pub async fn known(viewer: &Viewer, id: GroupId) -> Result<Standing> {
    store::standing(viewer, id).await
}

/// A group whose contents the viewer may read, with their place in it.
pub async fn readable(viewer: &Viewer, id: GroupId) -> Result<Standing> {
    store::readable(viewer, id).await
}

/// A group in which everybody reads; any other is not there, for its members neither.
pub async fn open_to_everybody(viewer: &Viewer, id: GroupId) -> Result<GroupCard> {
    let group = store::readable(viewer, id).await?.group;
    if group.visibility == Visibility::Open { Ok(group.into()) } else { Err(NOT_FOUND.into()) }
}

/// Those of these groups in which the viewer may read, and see who else does.
pub async fn readable_among(viewer: &Viewer, ids: Vec<GroupId>) -> Result<Vec<GroupId>> {
    store::readable_among(viewer, ids).await
}

/// Whether this person is an active member.
#[must_use]
pub fn takes_part(actor: &Actor, standing: &Standing) -> bool {
    policy::takes_part(actor, standing)
}

/// Whether this person looks after members and discussions: owners and moderators do.
#[must_use]
pub fn looks_after(actor: &Actor, standing: &Standing) -> bool {
    policy::looks_after(actor, standing)
}

/// The groups that the viewer shares with each of these members.
pub async fn shared(viewer: &Viewer, with: Vec<MemberId>) -> Result<HashMap<MemberId, Vec<GroupCard>>> {
    store::shared(viewer, with).await
}

/// Groups of which the viewer may know, by their readable addresses.
pub async fn by_slugs(viewer: &Viewer, slugs: Vec<String>) -> Result<HashMap<String, GroupId>> {
    named::by_slugs(viewer, slugs).await
}

/// Groups as they stand beside something else; one of which the viewer may not know is not there.
pub async fn cards(viewer: &Viewer, ids: Vec<GroupId>) -> Result<HashMap<GroupId, GroupCard>> {
    named::cards(viewer, ids).await
}

/// Those of these members who may read in a group.
pub async fn readers(viewer: &Viewer, standing: &Standing, among: Vec<MemberId>) -> Result<HashSet<MemberId>> {
    named::readers(viewer, standing, among).await
}

/// What somebody offers in the name of a group holds: the group is not archived, who offers still
/// looks after it, and whoever it is offered to is not banned.
#[must_use]
pub fn holds<C: ColumnTrait>(group: C, offered_by: C, to: Option<C>) -> Condition {
    policy::holds(group, offered_by, to)
}

/// Groups as an invitation tells of them to somebody who may not know of them otherwise. The caller
/// has made sure of the invitation.
pub async fn offered(viewer: &Viewer, ids: Vec<GroupId>) -> Result<HashMap<GroupId, GroupCard>> {
    named::offered(viewer, ids).await
}

/// The same, for the mail that tells of it.
pub async fn offered_by_mail(system: &System, id: GroupId) -> Result<Option<GroupCard>> {
    named::offered_by_mail(system, id).await
}

/// Waits for its turn with the group, and refuses if the person no longer has the place that gave
/// them the right, or if the group was archived meanwhile.
pub async fn hold(tx: &Tx, standing: &Standing) -> Result<group::Model> {
    store::hold(tx, standing).await
}

/// Refuses to invite into a group that is held somebody who is in it, asks to be, or is banned.
pub async fn has_no_place(tx: &Tx, id: GroupId, member: MemberId) -> Result<()> {
    store::has_no_place(tx, id, member).await
}

/// Makes an active member of whoever was granted to come in, and has accepted the agreements.
pub async fn admit<A: Action>(tx: &Tx, right: &Granted<A>, id: GroupId, accepted: Option<AgreementsVersion>) -> Result<Place> {
    Ok((&store::admit(tx, right, id, accepted).await?).into())
}

/// What is accepted by joining these groups. The caller has made sure that they may be told.
pub async fn agreements(viewer: &Viewer, ids: Vec<GroupId>) -> Result<HashMap<GroupId, Agreements>> {
    admission::agreements(viewer, ids).await
}

/// Notes in a group's history that somebody changed it.
pub async fn note(tx: &Tx, id: GroupId, by: MemberId, kind: GroupChangeKind) -> Result<()> {
    history::note(tx, id, by, history::Change::of(kind)).await.map(drop)
}

/// Refuses to write where the group was archived meanwhile.
pub async fn still_open(tx: &Tx, standing: &Standing) -> Result<group::Model> {
    store::still_open(tx, standing.group.id).await
}

/// The first groups, in Swedish order, that the viewer may know of and whose name or purpose holds every word
/// of one of these; with those of which it does.
pub async fn naming(viewer: &Viewer, names: &[String], limit: u64) -> Result<Vec<(GroupCard, Vec<String>)>> {
    store::naming(viewer, names, limit).await
}
