//! Support models: structured content that anybody reads, without an account.

mod check;
mod content;
mod document;
mod load;
mod markdown;
mod matrix;
mod routes;
mod schema;
mod store;
mod template;
mod types;
mod words;

use crate::kernel::feature::Feature;

pub use content::Scale;
pub use load::load;
pub use store::{StoredForm, form, form_in};
pub use template::{Field, FieldKind, Form, WorksheetPart, WorksheetTemplate};

/// The JSON Schema of a support model's document, in every language.
#[must_use]
pub fn schema() -> serde_json::Value {
    schema::SCHEMA.clone()
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
            .service(routes::get_matrix);
    },
    problems: &[],
    notices: &[],
    forget: None,
    rights: Vec::new,
};
