//! What a feature declares about itself. Server, document, catalogue and tests all read this.

use utoipa_actix_web::service_config::ServiceConfig;

use super::outbox::Notice;
use super::problem::ProblemType;

/// One feature: a folder and a line in the table.
#[derive(Clone, Copy)]
pub struct Feature {
    /// The tag of its operations, and the prefix of its problems.
    pub tag: &'static str,
    /// What it is, for the documentation.
    pub about: &'static str,
    /// Registers its operations, which is also what documents them.
    pub mount: fn(&mut ServiceConfig),
    /// Its problems.
    pub problems: &'static [ProblemType],
    /// What it has told by mail.
    pub notices: &'static [Notice],
    /// The rows of the policy matrix.
    pub rights: fn() -> Vec<Right>,
}

/// One cell of the policy matrix: may this kind of person do this to that?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Right {
    /// What it is done to, such as `closed group`.
    pub on: String,
    /// `feature.verb`.
    pub action: &'static str,
    /// The kind of person.
    pub who: &'static str,
    /// The policy's answer.
    pub allowed: bool,
}
