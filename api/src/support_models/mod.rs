//! Support models: structured content that anybody reads, without an account.

mod load;
mod markdown;
mod routes;
mod store;
mod template;
mod types;

use crate::kernel::feature::Feature;

pub use load::load;
pub use store::{StoredForm, form, form_for, form_in};
pub use template::{Field, FieldKind, Form, Rule, RuleKind, WorksheetPart, WorksheetTemplate};
pub use types::Scale;

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
