//! Rounds: one worksheet that many answer, each by themself and without a name, and what came of it.

mod policy;
mod problems;
mod routes;
mod statistics;
mod store;
mod types;

use crate::kernel::feature::Feature;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "worksheet-rounds",
    about: "Rounds: many answer the same worksheet, each without a name, and its scales are summed up. No result of fewer than five is shown.",
    mount: |config| {
        config
            .service(routes::start_round)
            .service(routes::list_own_rounds)
            .service(routes::get_round)
            .service(routes::edit_round)
            .service(routes::delete_round)
            .service(routes::answer_round)
            .service(routes::get_round_result);
    },
    problems: problems::ALL,
    notices: &[],
    kinds: &[],
    forget: Some(|system| Box::pin(async move { store::forget(&system).await })),
    searchable: None,
    rights: policy::rights,
};
