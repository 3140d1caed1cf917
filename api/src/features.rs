//! The table: adding a feature is one folder and one line.

use crate::kernel::feature::Feature;
use crate::kernel::outbox::Notice;
use crate::kernel::problem::{GENERAL, ProblemType};
use crate::{
    accounts, charters, contacts, curation, directory, discussions, examples, groups, introductions, invitations, knowledge, members, needs,
    organisations, saved_searches, service, spaces, support_models, vocabulary, worksheet_rounds, worksheets,
};

/// Every feature, in the order in which the documentation shows them.
pub const FEATURES: &[Feature] = &[
    accounts::FEATURE,
    directory::FEATURE,
    members::FEATURE,
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
