//! Charters: what a group is for, what it needs, and what its members know together.

mod policy;
mod routes;
mod store;
mod types;

use std::collections::HashMap;

use entity::id::GroupId;

use crate::kernel::access::Viewer;
use crate::kernel::feature::Feature;
use crate::kernel::problem::Result;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "charters",
    about: "What a group is for: its kind, themes, place, the competences that it needs and those that it has.",
    mount: |config| {
        config.service(routes::list_charters).service(routes::get_charter).service(routes::write_charter).service(routes::list_group_competences);
    },
    problems: &[],
    notices: &[],
    kinds: &[],
    forget: None,
    searchable: None,
    rights: policy::rights,
};

/// The competences that groups need, by key, of those groups that the viewer may know of.
pub async fn needs(viewer: &Viewer, groups: Vec<GroupId>) -> Result<HashMap<GroupId, Vec<String>>> {
    store::needs(viewer, groups).await
}
