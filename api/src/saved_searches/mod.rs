//! Searches of the directory that a member keeps, and word of those whom they find anew.

mod notices;
mod policy;
mod problems;
mod routes;
mod store;
mod types;
mod watch;

use crate::kernel::access::System;
use crate::kernel::feature::Feature;
use crate::kernel::problem::Result;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "saved-searches",
    about: "Searches of the directory to come back to, and word of those whom they find anew.",
    mount: |config| {
        config
            .service(routes::list_saved_searches)
            .service(routes::save_search)
            .service(routes::get_saved_search)
            .service(routes::edit_saved_search)
            .service(routes::delete_saved_search);
    },
    problems: problems::ALL,
    notices: &[],
    kinds: notices::KINDS,
    forget: None,
    searchable: None,
    rights: policy::rights,
};

/// Looks into the searches whose time has come, each once a day, and has their members told.
pub async fn look(system: &System) -> Result<()> {
    watch::look(system).await
}
