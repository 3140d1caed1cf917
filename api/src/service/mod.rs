//! What the service says about itself: version, public keys, and what its problems mean.

mod routes;
mod types;

use crate::kernel::feature::Feature;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "service",
    about: "What the service says about itself. Open to anybody.",
    mount: |config| {
        config.service(routes::get_api_info).service(routes::list_keys).service(routes::list_problems).service(routes::get_problem);
    },
    problems: &[],
    notices: &[],
    kinds: &[],
    forget: None,
    searchable: None,
    rights: Vec::new,
};
