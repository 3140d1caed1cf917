//! What comes in.

use deserr::Deserr;
use entity::id::{GroupId, PostId};
use utoipa::ToSchema;

use crate::kernel::fault::Faults;
use crate::kernel::patch::Patch;
use crate::kernel::text::{List, Text};

/// Where a discussion is to be held
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewPlace {
    /// The group; null for the open forum, which has to be said
    pub group: Patch<Option<GroupId>>,
}

/// Which replies get a discussion of their own
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[schema(rename_all = "camelCase")]
pub struct NewSplit {
    /// What the new discussion is about
    pub title: Text<3, 150>,
    /// The replies; the earliest becomes the opening post, the others its replies
    #[schema(min_items = 1)]
    pub posts: List<PostId, 100>,
}
