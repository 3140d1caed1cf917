//! Worksheets of the support models: begun without an account by whoever holds the secret, or kept by
//! a member and shared.

mod answers;
mod check;
mod export;
mod fields;
mod held;
mod html;
mod policy;
mod problems;
mod routes;
mod rules;
mod shares;
mod sharing;
mod store;
mod types;
mod version_types;
mod versions;

use std::collections::HashMap;

use entity::id::{GroupId, WorksheetId};
use sea_orm::sea_query::SelectStatement;

use crate::kernel::access::{Actor, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::feature::Feature;
use crate::kernel::http::unknown;
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::support_models::{Form, StoredForm};

pub use answers::{Answered, answerable, answered, subject};
pub use held::Keeper;
pub use shares::WorksheetReference;
pub use types::{NewEntry, Secret};

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "worksheets",
    about: "Worksheets of the support models. Without an account, whoever holds a worksheet's secret reads and writes it; a member keeps worksheets, and shares them with people and groups.",
    mount: |config| {
        config
            .service(routes::begin_worksheet)
            .service(routes::list_own_worksheets)
            .service(routes::get_worksheet)
            .service(routes::edit_worksheet)
            .service(routes::discard_worksheet)
            .service(routes::export_worksheet)
            .service(routes::copy_worksheet)
            .service(routes::claim_worksheet)
            .service(routes::renew_worksheet_secret)
            .service(routes::end_worksheet_secret)
            .service(routes::list_worksheet_shares)
            .service(routes::share_worksheet_with_member)
            .service(routes::unshare_worksheet_with_member)
            .service(routes::share_worksheet_with_group)
            .service(routes::unshare_worksheet_with_group)
            .service(routes::add_worksheet_entry)
            .service(routes::get_worksheet_entry)
            .service(routes::edit_worksheet_entry)
            .service(routes::remove_worksheet_entry)
            .service(routes::get_worksheet_field)
            .service(routes::put_worksheet_field);
    },
    problems: problems::ALL,
    notices: &[],
    kinds: &[],
    forget: Some(|system| Box::pin(async move { store::forget(&system).await })),
    searchable: None,
    rights: policy::rights,
};

/// Keeps a template as it is now, and gives its digest.
pub async fn keep_template(tx: &Tx, form: StoredForm) -> Result<String> {
    store::keep_template(tx, form).await
}

/// A template that was kept, in the viewer's language.
pub async fn kept_form(viewer: &Viewer, digest: &str) -> Result<Form> {
    held::form_of(viewer, digest).await
}

/// A worksheet of which the caller disposes, and which a request names at this pointer.
pub async fn named(viewer: &Viewer, id: WorksheetId, pointer: &'static str) -> Result<Keeper> {
    match held::hold(viewer, id, &Secret::none()).await {
        Ok(held) => held.into_keeper(),
        Err(problem) if problem.kind == NOT_FOUND => Err(unknown(pointer)),
        Err(problem) => Err(problem),
    }
}

/// Lets the active members of a group read a worksheet.
pub async fn show_to_group(tx: &Tx, keeper: &Keeper, group: GroupId) -> Result<()> {
    sharing::show_to_group(tx, keeper, group).await
}

/// Those of these worksheets in which the viewer has a part, as they stand beside something else.
pub async fn references(viewer: &Viewer, ids: Vec<WorksheetId>) -> Result<HashMap<WorksheetId, WorksheetReference>> {
    sharing::references(viewer, ids).await
}

/// The ids of the worksheets of a support model in which this person has a part, as a subquery.
#[must_use]
pub fn of_model(actor: &Actor, model: &str) -> SelectStatement {
    policy::of_model(actor, model)
}
