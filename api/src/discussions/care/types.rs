//! What comes in.

use deserr::Deserr;
use entity::id::GroupId;
use utoipa::ToSchema;

use crate::kernel::fault::Faults;
use crate::kernel::patch::Patch;

/// Where a discussion is to be held
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewPlace {
    /// The group; null for the open forum, which has to be said
    pub group: Patch<Option<GroupId>>,
}
