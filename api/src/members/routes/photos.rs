//! Showing a photo and taking it away.

use actix_web::{delete, get, put};

use crate::kernel::access::{Guest, Member};
use crate::kernel::download::Jpeg;
use crate::kernel::http::{Json, NoContent, Path};
use crate::kernel::picture::LARGEST;
use crate::kernel::problem::{NOT_FOUND, Result};
use crate::kernel::upload::{Binary, Kind, Upload};
use crate::members::types::{PhotoPath, PhotoView};
use crate::members::{photos, policy, store};

/// What a photo may be sent as. What counts is what the file holds.
#[derive(Debug)]
pub struct Picture;

impl Kind for Picture {
    const MEDIA: &'static [&'static str] = &["image/jpeg", "image/png", "image/webp"];
    const LIMIT: usize = LARGEST;
}

/// Show a photo of oneself
///
/// The body is the file itself: JPEG, PNG or WebP, at most 10 MiB, 25 megapixels and 12 000 pixels on
/// a side. Its middle is cut square and written anew in three sizes; nothing else of the file is kept,
/// neither where nor with what it was taken. It replaces the one before and what was said of it:
/// `photoAlt` of the profile says what is to be seen.
#[utoipa::path(
    tag = "members",
    request_body(content((Binary = "image/jpeg"), (Binary = "image/png"), (Binary = "image/webp")), description = "The picture"),
    responses((status = OK, body = PhotoView))
)]
#[put("/members/me/photo")]
pub async fn show_photo(me: Member, picture: Upload<Picture>) -> Result<Json<PhotoView>> {
    let own = me.may::<policy::Edit>(me.id())?;
    let files = me.pictures().squares(picture.bytes, photos::EDGES).await?;
    me.write(async |tx| photos::set(tx, own, files).await).await?;
    let photo = store::find(&me, me.id()).await?.card.photo;
    Ok(Json(photo.ok_or(NOT_FOUND)?))
}

/// Take one's photo away
///
/// Its files are gone at once, and so is what was said of it.
#[utoipa::path(tag = "members", responses((status = NO_CONTENT), (status = NOT_FOUND)))]
#[delete("/members/me/photo")]
pub async fn remove_photo(me: Member) -> Result<NoContent> {
    let own = me.may::<policy::Edit>(me.id())?;
    me.write(async |tx| photos::remove(tx, own).await).await?;
    Ok(NoContent)
}

/// Get the file of a photo
///
/// The addresses stand in `photo` of a member. Each names the content, so a client may keep the file
/// for a year; shared caches may not, because a member may show the photo to fewer. Whoever does not
/// see the photo finds nothing.
#[utoipa::path(tag = "members", security((), ("bearer" = [])), params(PhotoPath), responses((status = OK, body = Binary, content_type = "image/jpeg")))]
#[get("/members/{memberId}/photos/{photoHash}/{photoSize}")]
pub async fn get_photo(who: Guest, at: Path<PhotoPath>) -> Result<Jpeg> {
    Ok(Jpeg(photos::file(&who, at.0).await?))
}
