//! The table: adding a feature is one folder and one line.

use crate::kernel::feature::Feature;
use crate::kernel::outbox::Notice;
use crate::kernel::problem::{GENERAL, ProblemType};
use crate::{
    accounts, charters, contacts, directory, discussions, groups, invitations, members, organisations, service, support_models, vocabulary,
    worksheets,
};

/// Every feature, in the order in which the documentation shows them.
pub const FEATURES: &[Feature] = &[
    accounts::FEATURE,
    directory::FEATURE,
    members::FEATURE,
    contacts::FEATURE,
    groups::FEATURE,
    charters::FEATURE,
    invitations::FEATURE,
    discussions::FEATURE,
    support_models::FEATURE,
    worksheets::FEATURE,
    organisations::FEATURE,
    vocabulary::FEATURE,
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
