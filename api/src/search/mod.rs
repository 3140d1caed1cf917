//! Searching over everything that features have to find. It has no tables of its own.

mod routes;
mod store;
mod types;

use crate::kernel::access::System;
use crate::kernel::feature::Feature;
use crate::kernel::problem::Result;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "search",
    about: "Searching over everything: members, groups, discussions and replies, pages, support models, examples, organisations. Everybody finds what they may read anyway, and nothing else counts.",
    mount: |config| {
        config.service(routes::search_everything).service(routes::suggest_titles);
    },
    problems: &[],
    notices: &[],
    kinds: &[],
    forget: None,
    searchable: None,
    rights: Vec::new,
};

/// Enters everything anew that is found by entries, a stretch at a time, and tells after each how many there are so far.
pub async fn rebuild(system: &System, progress: impl Fn(usize)) -> Result<()> {
    store::rebuild(system, progress).await
}
