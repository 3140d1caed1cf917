//! What crosses the wire.

mod background;
mod profile;
mod self_description;

use chrono::{DateTime, Utc};
use entity::id::{MemberId, PositionId};
use entity::kind::TopicKind;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::text::Slug;

pub use background::{ClaimView, NewClaim, NewPosition, NewTopic, PositionView, TopicView, Topics};
pub use profile::{MemberCard, MemberView, ProfileChange};
pub use self_description::{LanguageView, Languages, LinkView, Links, NewLanguages, NewLink, NewLinks};

/// Which member
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct MemberPath {
    /// The member
    pub member_id: MemberId,
}

/// Which position
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct PositionPath {
    /// The position
    pub position_id: PositionId,
}

/// Which topic
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct TopicPath {
    /// What the member says of the competence
    #[param(inline)]
    pub topic_kind: TopicKind,
    /// The competence's key
    #[param(example = "barnkonsekvensanalys", max_length = 80, pattern = "^[a-z0-9-]+$")]
    pub competence_key: String,
}

/// The key of a competence, checked as it comes in an address.
pub fn competence_key(key: &str) -> Option<Slug> {
    Slug::parse(key).ok()
}

/// Somebody with whom one wants nothing to do
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BlockView {
    /// The member
    pub member_id: MemberId,
    /// The name, as long as the member may be known of
    #[schema(examples("Omar Påhittberg"))]
    pub name: Option<String>,
    /// Since when
    pub created_at: DateTime<Utc>,
}
