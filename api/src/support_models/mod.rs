//! Support models: structured content that anybody reads, without an account.

mod check;
mod content;
mod document;
mod drafts;
mod load;
mod markdown;
mod matrix;
mod policy;
mod problems;
mod routes;
mod schema;
mod store;
mod template;
mod types;
mod version;
mod versions;
mod words;

use std::collections::HashMap;

use crate::kernel::access::Viewer;
use crate::kernel::feature::Feature;
use crate::kernel::problem::Result;

pub use content::Scale;
pub use load::load;
pub use store::{StoredForm, form, form_for, form_in};
pub use template::{Field, FieldKind, Form, RuleKind, TemplateRule, WorksheetPart, WorksheetTemplate};

/// The JSON Schema of a support model's document, in every language.
#[must_use]
pub fn schema() -> serde_json::Value {
    schema::SCHEMA.clone()
}

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
            .service(routes::get_support_model_schema)
            .service(routes::list_support_models)
            .service(routes::get_support_model)
            .service(routes::download_support_model)
            .service(routes::get_block)
            .service(routes::get_matrix)
            .service(routes::list_versions)
            .service(routes::begin_version)
            .service(routes::get_version)
            .service(routes::move_version)
            .service(routes::discard_version)
            .service(routes::compare_versions)
            .service(routes::get_version_block)
            .service(routes::put_version_block)
            .service(routes::remove_version_block)
            .service(routes::list_editors)
            .service(routes::appoint_editor)
            .service(routes::dismiss_editor);
    },
    problems: problems::ALL,
    notices: &[],
    forget: None,
    rights: policy::rights,
};
