//! Worksheets of the support models: filled in without an account, by whoever holds the secret.

mod check;
mod export;
mod policy;
mod problems;
mod routes;
mod store;
mod types;

use crate::kernel::feature::Feature;

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "worksheets",
    about: "Worksheets of the support models, without an account: whoever holds a worksheet's secret reads and writes it.",
    mount: |config| {
        config
            .service(routes::begin_worksheet)
            .service(routes::get_worksheet)
            .service(routes::discard_worksheet)
            .service(routes::export_worksheet)
            .service(routes::add_worksheet_entry)
            .service(routes::get_worksheet_entry)
            .service(routes::edit_worksheet_entry)
            .service(routes::remove_worksheet_entry);
    },
    problems: problems::ALL,
    notices: &[],
    forget: Some(|system| Box::pin(async move { store::forget(&system).await })),
    rights: Vec::new,
};
