//! The table: adding a feature is one folder and one line.

use std::sync::Arc;

use crate::kernel::access::System;
use crate::kernel::app::App;
use crate::kernel::feature::Feature;
use crate::kernel::notification::NotificationKind;
use crate::kernel::outbox::Notice;
use crate::kernel::problem::{GENERAL, Problem, ProblemType, Result};
use crate::kernel::schema;
use crate::{
    accounts, charters, contacts, curation, directory, discussions, examples, groups, introductions, invitations, knowledge, members, needs,
    notifications, organisations, saved_searches, search, service, spaces, support_models, vocabulary, worksheet_rounds, worksheets,
};

/// Every feature, in the order in which the documentation shows them.
pub const FEATURES: &[Feature] = &[
    accounts::FEATURE,
    directory::FEATURE,
    members::FEATURE,
    notifications::FEATURE,
    saved_searches::FEATURE,
    contacts::FEATURE,
    needs::FEATURE,
    introductions::FEATURE,
    groups::FEATURE,
    charters::FEATURE,
    invitations::FEATURE,
    spaces::FEATURE,
    discussions::FEATURE,
    support_models::FEATURE,
    worksheets::FEATURE,
    worksheet_rounds::FEATURE,
    examples::FEATURE,
    knowledge::FEATURE,
    search::FEATURE,
    organisations::FEATURE,
    vocabulary::FEATURE,
    curation::FEATURE,
    service::FEATURE,
];

/// Every kind of problem, by code.
#[must_use]
pub fn problems() -> Vec<ProblemType> {
    let mut all: Vec<_> = GENERAL.iter().chain(FEATURES.iter().flat_map(|feature| feature.problems)).copied().collect();
    all.sort_by_key(|kind| kind.code);
    all
}

/// Every kind of notice.
#[must_use]
pub fn notices() -> Vec<Notice> {
    FEATURES.iter().flat_map(|feature| feature.notices).copied().collect()
}

/// Every kind of thing that members are told of.
pub fn kinds() -> impl Iterator<Item = &'static NotificationKind> {
    FEATURES.iter().flat_map(|feature| feature.kinds)
}

/// Brings in the terms and the support models that this version of the program ships, where they
/// are not yet there. Of several processes that start at once one does; the others wait.
pub async fn load_shipped(app: &Arc<App>) -> Result<()> {
    let system = System::because("the shipped terms belong to nobody", app);
    let load = async || {
        vocabulary::load(&system).await?;
        support_models::load(&system).await
    };
    schema::alone(&app.db, load).await.map_err(Problem::internal)?
}
