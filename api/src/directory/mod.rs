//! The directory: members found by what they know, and why.

mod everybody;
mod facets;
mod reasons;
mod routes;
mod store;
mod suggest;
mod types;

use entity::kind::SearchKind;

use crate::kernel::access::{Member, Viewer};
use crate::kernel::feature::Feature;
use crate::kernel::page::{Page, Paging};
use crate::kernel::problem::Result;
use crate::kernel::search::Searchable;
use crate::members::Search;

pub use types::MemberHit;

/// Members who are found, each with why.
pub async fn hits(me: &Member, search: &Search, paging: &Paging) -> Result<Page<MemberHit>> {
    store::hits(me, search, paging).await
}

/// A query of the list of members, checked and written in one way.
pub fn canonical(query: &str) -> Result<String> {
    store::canonical(query)
}

/// What such a query looks for, as this person asks it.
pub async fn search_of(viewer: &Viewer, query: &str) -> Result<Search> {
    store::search_of(viewer, query).await
}

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "directory",
    about: "Finding members by what they know. Every hit says why; nothing that a member hides counts.",
    mount: |config| {
        config
            .service(routes::find_members)
            .service(routes::count_members)
            .service(routes::match_members)
            .service(routes::match_group)
            .service(routes::suggest_what_is_meant);
    },
    problems: &[],
    notices: &[],
    kinds: &[],
    forget: None,
    searchable: Some(Searchable {
        kinds: &[SearchKind::Member],
        find: |viewer, ask| Box::pin(everybody::find(viewer, ask)),
        show: |viewer, _, _, keys| Box::pin(everybody::show(viewer, keys)),
        reindex: None,
    }),
    rights: Vec::new,
};
