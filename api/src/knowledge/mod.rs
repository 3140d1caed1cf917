//! Finding what is open to anybody, and from there the people who know about it. It has no tables of
//! its own.

mod index;
mod people;
mod routes;
mod search;
mod types;

use entity::kind::SearchKind;

use crate::kernel::feature::Feature;
use crate::kernel::search::Searchable;

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
    searchable: Some(Searchable {
        kinds: &[SearchKind::Block, SearchKind::Example],
        find: |viewer, ask| Box::pin(search::find_all(viewer, ask)),
        show: |viewer, ask, _, keys| Box::pin(async move { search::show(viewer, ask, &keys).await }),
        reindex: None,
    }),
    rights: Vec::new,
};
