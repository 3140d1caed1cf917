//! One's profile as a file.

use actix_web::{get, post};

use crate::kernel::access::Member;
use crate::kernel::download::Download;
use crate::kernel::http::{BODY_LIMIT, Created, Json, read_json};
use crate::kernel::picture::LARGEST;
use crate::kernel::problem::{Result, TOO_LARGE};
use crate::kernel::upload::{Binary, Kind, Upload};
use crate::members::types::{ImportProposal, Imported, JsonResume, NewImport, ProfileResume};
use crate::members::{exchange, store};

/// What a profile may be read from.
#[derive(Debug)]
pub struct ProfileFile;

impl Kind for ProfileFile {
    const MEDIA: &'static [&'static str] = &["application/json", "application/zip"];
    const LIMIT: usize = LARGEST;
}

/// Export one's own profile
///
/// As a file in the form of [JSON Resume](https://jsonresume.org/schema) 1.0.0, with all that has a place
/// there, whoever sees it on the profile: only the member gets it. Needs and offers have none.
#[utoipa::path(tag = "members", responses((status = OK, body = ProfileResume)))]
#[get("/members/me/json-resume")]
pub async fn export_own_profile(me: Member) -> Result<Download> {
    let own = store::find(&me, me.id()).await?;
    Download::json("resume.json".to_owned(), &exchange::export(&me, own))
}

/// See what a file would add to one's profile
///
/// A JSON Resume 1.0.0 (`application/json`, at most 64 KiB), or the archive that `LinkedIn` gives its
/// members (`application/zip`, at most 10 MiB), of which the profile, positions, education, skills and
/// languages are read and nothing else. It is a POST because a file is sent: nothing is changed, and
/// nothing of the file is kept. The member reviews the proposal and sends what they want of it to
/// `POST /members/me/imports`.
#[utoipa::path(
    tag = "members",
    request_body(content((JsonResume = "application/json"), (Binary = "application/zip")), description = "The file"),
    responses((status = OK, body = ImportProposal))
)]
#[post("/members/me/import-proposals")]
pub async fn propose_import(me: Member, file: Upload<ProfileFile>) -> Result<Json<ImportProposal>> {
    let told = if file.media == "application/zip" {
        exchange::read_archive(&me, file.bytes).await?
    } else if file.bytes.len() > BODY_LIMIT {
        return Err(TOO_LARGE.into());
    } else {
        exchange::read_resume(read_json::<JsonResume>(&file.bytes)?)
    };
    Ok(Json(exchange::propose(&me, told).await?))
}

/// Enter several things in one's profile at once
///
/// All of it or nothing: usually what is left of a proposal after the member has reviewed it. Each entry
/// is as the operation for it alone takes it.
#[utoipa::path(tag = "members", responses((status = CREATED, body = Imported)))]
#[post("/members/me/imports")]
pub async fn import_into_own_profile(me: Member, new: Json<NewImport>) -> Result<Created<Imported>> {
    me.create(async |tx| Created::at(me.url("/members/me"), &exchange::enter(&me, tx, new.0).await?)).await
}
