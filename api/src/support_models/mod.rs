//! Support models: structured content that anybody reads, without an account.

mod check;
mod content;
mod contributions;
mod document;
mod drafts;
mod html;
mod load;
mod markdown;
mod matrix;
mod notices;
mod open;
mod phrases;
mod policy;
mod problems;
mod proposal;
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

pub use content::{Scale, Subject};
pub use document::HEAD;
pub use load::load;
pub use open::OpenBlock;
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
            .service(routes::versions::list_versions)
            .service(routes::versions::begin_version)
            .service(routes::versions::get_version)
            .service(routes::versions::move_version)
            .service(routes::versions::discard_version)
            .service(routes::versions::compare_versions)
            .service(routes::versions::get_version_block)
            .service(routes::versions::put_version_block)
            .service(routes::versions::remove_version_block)
            .service(routes::versions::list_editors)
            .service(routes::versions::appoint_editor)
            .service(routes::versions::dismiss_editor)
            .service(routes::print_support_model)
            .service(routes::export_support_model)
            .service(routes::versions::export_version)
            .service(routes::versions::import_support_model)
            .service(routes::contributions::propose_contribution)
            .service(routes::contributions::list_contributions)
            .service(routes::contributions::list_own_contributions)
            .service(routes::contributions::get_contribution)
            .service(routes::contributions::answer_contribution);
    },
    problems: problems::ALL,
    notices: &[],
    kinds: notices::KINDS,
    forget: Some(|system| Box::pin(async move { notices::remind(&system).await })),
    searchable: None,
    rights: policy::rights,
};

/// The key of each model, and a digest that changes with what is published of it.
pub async fn versions(viewer: &Viewer) -> Result<Vec<(String, String)>> {
    open::versions(viewer).await
}

/// Every block of every model as a text in each language that it speaks, in the order in which models are shown.
pub async fn open_blocks(viewer: &Viewer) -> Result<Vec<OpenBlock>> {
    open::blocks(viewer).await
}

/// The title of a model, or of one of its blocks, and what it deals with. Nothing if there is no such block.
pub async fn subject(viewer: &Viewer, model: &str, block: Option<&str>) -> Result<Option<(String, Subject)>> {
    open::subject(viewer, model, block).await
}
