//! Introductions by consent: one member asks for somebody, and whoever fits decides in private.
//!
//! Who asks learns nothing but a yes: not who was asked, not how many, and no is no answer. So what
//! they are answered is written before anybody is looked for.

mod notices;
mod pick;
mod policy;
mod problems;
mod routes;
mod store;
mod types;

use crate::kernel::access::Granted;
use crate::kernel::db::Tx;
use crate::kernel::feature::Feature;
use crate::kernel::problem::Result;
use crate::vocabulary::Edit;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "introductions",
    about: "Being introduced to somebody who can help. Whoever is asked decides in private; only a yes is told.",
    mount: |config| {
        config
            .service(routes::list_introductions)
            .service(routes::ask_for_introduction)
            .service(routes::get_introduction)
            .service(routes::withdraw_introduction)
            .service(routes::list_introduction_requests)
            .service(routes::answer_introduction);
    },
    problems: problems::ALL,
    notices: notices::ALL,
    kinds: notices::KINDS,
    forget: Some(|system| Box::pin(async move { store::forget(&system).await })),
    searchable: None,
    rights: policy::rights,
};

/// Has whoever looks for a competence look for the one that takes its place.
pub async fn succeed(tx: &Tx, right: &Granted<Edit>, key: &str, successor: &str) -> Result<()> {
    store::succeed(tx, right, key, successor).await
}
