//! What crosses the wire.

use chrono::NaiveDate;
use entity::kind::Language;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::access::Viewer;
use crate::kernel::page::Link;
use crate::kernel::problem::ProblemType;

/// What the API is (Sveriges nationella REST API-profil, VER.07)
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the profile names them so")]
pub struct ApiInfo {
    /// The name
    #[schema(examples("Torg"))]
    pub api_name: &'static str,
    /// The semantic version
    #[schema(examples("0.1.0"))]
    pub api_version: &'static str,
    /// When that version was released
    #[schema(examples("2026-11-22"))]
    pub api_released: NaiveDate,
    /// Where it is documented
    #[schema(format = "uri", examples("https://torg.example.org/docs/"))]
    pub api_documentation: String,
    /// How far it has come: `alpha`, `beta`, `active`, `deprecated` or `retired`
    #[schema(examples("alpha"))]
    pub api_status: &'static str,
}

/// Keys that verify access tokens (RFC 7517)
#[derive(Debug, Serialize, ToSchema)]
pub struct KeySet {
    /// The keys, oldest first
    #[schema(max_items = 100)]
    pub keys: Vec<Key>,
}

/// A public key (RFC 7517, RFC 8037)
#[derive(Debug, Serialize, ToSchema)]
pub struct Key {
    /// The key's name, `kid` in a token
    #[schema(examples("p4Zq0bYw2mXr8sTn"))]
    pub kid: String,
    /// The kind of key
    #[schema(examples("OKP"))]
    pub kty: &'static str,
    /// The curve
    #[schema(examples("Ed25519"))]
    pub crv: &'static str,
    /// The algorithm
    #[schema(examples("EdDSA"))]
    pub alg: &'static str,
    /// What it is for
    #[serde(rename = "use")]
    #[schema(examples("sig"))]
    pub purpose: &'static str,
    /// The public key, base64url
    #[schema(examples("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))]
    pub x: String,
}

/// Which kind of problem
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct ProblemPath {
    /// The problem's code
    #[param(example = "request.invalid", max_length = 80, pattern = "^[a-z0-9.-]+$")]
    pub problem_code: String,
}

/// A kind of problem
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemKind {
    /// The code; never changes meaning
    #[schema(examples("request.invalid"))]
    pub code: &'static str,
    /// The HTTP status
    #[schema(minimum = 400, maximum = 599, examples(422))]
    pub status: u16,
    /// What it means, in the caller's language
    #[schema(examples("The request does not hold what it must"))]
    pub title: &'static str,
    /// Where it is
    #[serde(rename = "_links")]
    pub links: ProblemLinks,
}

/// Where a kind of problem is
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemLinks {
    /// The kind of problem; `type` of a problem
    #[serde(rename = "self")]
    pub own: Link,
}

impl ProblemKind {
    pub(super) fn of(viewer: &Viewer, kind: &ProblemType) -> Self {
        let links = ProblemLinks { own: Link::get("self", viewer.url(&format!("/problems/{}", kind.code))) };
        let language: Language = viewer.language();
        Self { code: kind.code, status: kind.status, title: kind.title(language), links }
    }
}
