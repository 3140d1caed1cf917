//! What crosses the wire.

mod background;
mod exchange;
mod profile;
mod profile_resume;
mod resume;
mod self_description;
mod standing;

use chrono::{DateTime, Utc};
use entity::id::{EducationId, MemberId, PositionId};
use entity::kind::{PhotoSize, TopicKind};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::text::Slug;

pub use background::{ClaimView, EducationView, NewClaim, NewEducation, NewPosition, NewTopic, PositionView, TopicView, Topics};
pub use exchange::{ImportPart, ImportProposal, Imported, LeftOut, LeftOutBecause, NewImport, ProposedClaim, ProposedEducation, ProposedPosition};
pub use profile::{MemberCard, MemberView, PhotoView, ProfileChange};
pub use profile_resume::{
    ProfileBasics, ProfileEducation, ProfileInterest, ProfileLanguage, ProfileLocation, ProfileMeta, ProfilePage, ProfileResume, ProfileSkill,
    ProfileWork,
};
pub use resume::{JsonResume, ResumeBasics, ResumeOther};
pub use self_description::{LanguageView, Languages, LinkView, Links, NewLanguage, NewLanguages, NewLink, NewLinks};
pub use standing::{Completeness, CompletenessStep, ProfileStep, ViewAs};

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

/// Which education
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct EducationPath {
    /// The education
    pub education_id: EducationId,
}

/// Whose profile, by its readable name
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct HandlePath {
    /// The handle; however it is written, it is compared by its canonical form
    #[param(example = "alva-exempelgren", max_length = 200)]
    pub handle: String,
}

/// Which file of a photo
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct PhotoPath {
    /// The member
    pub member_id: MemberId,
    /// Names the content: another photo has another
    #[param(example = "5f3c0a5e0193a5e07c1e7d3a9b6f2f1d", max_length = 32, pattern = "^[0-9a-f]{32}$")]
    pub photo_hash: String,
    /// How large
    #[param(inline)]
    pub photo_size: PhotoSize,
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
