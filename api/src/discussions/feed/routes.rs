//! The feeds.

use actix_web::get;

use super::entries::feed;
use crate::discussions::types::InGroup;
use crate::groups;
use crate::kernel::access::Guest;
use crate::kernel::download::Feed;
use crate::kernel::http::Path;
use crate::kernel::problem::Result;

/// Follow public discussions with a feed reader
///
/// As Atom (RFC 4287): the thirty discussions with the newest activity that anybody reads, in open groups and
/// the open forum, the same for everybody.
#[utoipa::path(tag = "discussions", security(()), responses((status = OK, body = String, content_type = "application/atom+xml")))]
#[get("/feeds/discussions")]
pub async fn follow_discussions(who: Guest) -> Result<Feed> {
    feed(&who, None).await
}

/// Follow a group with a feed reader
///
/// As Atom (RFC 4287): the thirty discussions of an open group with the newest activity. Of another group there
/// is none, for its members neither: a feed reader signs in nowhere.
#[utoipa::path(tag = "discussions", security(()), params(InGroup), responses((status = OK, body = String, content_type = "application/atom+xml")))]
#[get("/feeds/groups/{groupId}")]
pub async fn follow_group(who: Guest, at: Path<InGroup>) -> Result<Feed> {
    feed(&who, Some(groups::open_to_everybody(&who, at.0.group_id).await?)).await
}
