//! Finding what is open to anybody, and from there the people who know about it. It has no tables of
//! its own.

mod index;
mod people;
mod routes;
mod search;
mod snippet;
mod types;

use crate::kernel::feature::Feature;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "knowledge",
    about: "Searching the support models and the example bank, and finding the people who know about a support model.",
    mount: |config| {
        config.service(routes::search_knowledge).service(routes::find_people);
    },
    problems: &[],
    notices: &[],
    kinds: &[],
    forget: None,
    rights: Vec::new,
};
