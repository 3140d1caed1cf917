//! Support models: structured content that anybody reads, without an account.

mod load;
mod markdown;
mod routes;
mod store;
mod template;
mod types;

use std::collections::HashMap;

use crate::kernel::access::Viewer;
use crate::kernel::feature::Feature;
use crate::kernel::problem::Result;

pub use load::load;
pub use store::{StoredForm, form, form_in};
pub use template::{Field, FieldKind, Form, WorksheetPart, WorksheetTemplate};
pub use types::Scale;

/// What support models and their parts are called, by `key` and `key#part`, in the viewer's language.
pub async fn titles(viewer: &Viewer, keys: &[String]) -> Result<HashMap<String, String>> {
    store::titles(viewer, keys).await
}

/// This feature's line in the table.
pub const FEATURE: Feature = Feature {
    tag: "support-models",
    about: "Support models for urban development, social development and participation. Open to anybody.",
    mount: |config| {
        config
            .service(routes::list_support_models)
            .service(routes::get_support_model)
            .service(routes::download_support_model)
            .service(routes::get_matrix);
    },
    problems: &[],
    notices: &[],
    forget: None,
    rights: Vec::new,
};
