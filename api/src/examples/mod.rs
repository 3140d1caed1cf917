//! The example bank: projects, ideas, activities and inspiration, written by members, read by an
//! editor, and then by anybody.

mod lifecycle;
mod notices;
mod open;
mod policy;
mod problems;
mod reading;
mod routes;
mod store;
mod types;
mod views;

use entity::id::ExampleId;

use crate::kernel::access::Viewer;
use crate::kernel::feature::Feature;
use crate::kernel::problem::Result;

pub use open::OpenExample;

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
    notices: notices::LATER,
    kinds: notices::KINDS,
    forget: None,
    searchable: None,
    rights: policy::rights,
};

/// Which examples are published, and in which version.
pub async fn versions(viewer: &Viewer) -> Result<Vec<(ExampleId, i32)>> {
    open::versions(viewer).await
}

/// Every published example, by title in Swedish order.
pub async fn published(viewer: &Viewer) -> Result<Vec<OpenExample>> {
    open::all(viewer).await
}
