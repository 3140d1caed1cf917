//! What a group keeps: pages that its members write together, files, links, and what it concluded.

mod files;
mod kept;
mod pages;
mod policy;
mod problems;
mod routes;
mod search;
mod types;

use std::collections::HashMap;

use entity::id::GroupFileId;
use entity::kind::SearchKind;

use crate::kernel::access::Viewer;
use crate::kernel::feature::Feature;
use crate::kernel::problem::Result;
use crate::kernel::search::Searchable;

pub use files::GroupFileCard;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "spaces",
    about: "What a group keeps: pages that its members write together, with every earlier version; files; links; what it concluded.",
    mount: |config| {
        config
            .service(routes::list_group_pages)
            .service(routes::begin_group_page)
            .service(routes::get_group_page)
            .service(routes::edit_group_page)
            .service(routes::remove_group_page)
            .service(routes::list_group_page_versions)
            .service(routes::compare_group_page_versions)
            .service(files::routes::list_group_files)
            .service(files::routes::bring_group_file)
            .service(files::routes::get_group_file_room)
            .service(files::routes::get_group_file)
            .service(files::routes::replace_group_file)
            .service(files::routes::remove_group_file)
            .service(files::routes::list_group_file_versions)
            .service(files::routes::remove_group_file_version)
            .service(files::routes::get_group_file_content)
            .service(files::routes::get_group_file_preview)
            .service(routes::list_group_links)
            .service(routes::add_group_link)
            .service(routes::remove_group_link)
            .service(routes::list_group_decisions)
            .service(routes::write_group_decision)
            .service(routes::edit_group_decision)
            .service(routes::remove_group_decision);
    },
    problems: problems::ALL,
    notices: &[],
    kinds: &[],
    forget: None,
    searchable: Some(Searchable {
        kinds: &[SearchKind::Page],
        find: |viewer, ask| Box::pin(search::find(viewer, ask)),
        show: |viewer, _, _, keys| Box::pin(search::show(viewer, keys)),
        reindex: Some(|system, after| Box::pin(async move { search::reindex(&system, after).await })),
    }),
    rights: policy::rights,
};

/// Files as they stand beside something else; one of a group in which the viewer may not read is not there.
pub async fn file_cards(viewer: &Viewer, ids: Vec<GroupFileId>) -> Result<HashMap<GroupFileId, GroupFileCard>> {
    files::cards(viewer, ids).await
}
