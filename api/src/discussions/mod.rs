//! Discussions in groups, and replies to them.

mod policy;
mod routes;
mod store;
mod types;

use crate::kernel::feature::Feature;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "discussions",
    about: "Discussions in groups. Whoever may read in the group reads them; its members write.",
    mount: |config| {
        config
            .service(routes::list_discussions)
            .service(routes::open_discussion)
            .service(routes::get_discussion)
            .service(routes::list_posts)
            .service(routes::reply_to_discussion);
    },
    problems: &[],
    notices: &[],
    forget: None,
    rights: policy::rights,
};
