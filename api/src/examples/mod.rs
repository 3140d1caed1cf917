//! The example bank: projects, ideas, activities and inspiration, written by members, read by an
//! editor, and then by anybody.

mod lifecycle;
mod notices;
mod policy;
mod problems;
mod reading;
mod routes;
mod store;
mod types;
mod views;

use crate::kernel::feature::Feature;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "examples",
    about: "The example bank: projects, ideas, activities and inspiration. Members write, editors review, anybody reads.",
    mount: |config| {
        config
            .service(routes::list_examples)
            .service(routes::get_example)
            .service(routes::get_example_author)
            .service(routes::list_own_examples)
            .service(routes::begin_example)
            .service(routes::get_own_example)
            .service(routes::edit_example)
            .service(routes::discard_example)
            .service(routes::move_example)
            .service(routes::confirm_example)
            .service(routes::list_example_reviews)
            .service(routes::get_example_review)
            .service(routes::decide_example);
    },
    problems: problems::ALL,
    notices: notices::ALL,
    forget: None,
    rights: policy::rights,
};
