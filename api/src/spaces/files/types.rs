//! What crosses the wire.

use chrono::{DateTime, Utc};
use deserr::Deserr;
use entity::id::{GroupFileId, GroupId};
use entity::{group_file, group_file_version};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::kernel::access::Viewer;
use crate::kernel::fault::Faults;
use crate::kernel::http::Versioned;
use crate::kernel::text::FileName;
use crate::members::MemberCard;

/// Which file
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct GroupFilePath {
    /// The group
    pub group_id: GroupId,
    /// The file
    pub file_id: GroupFileId,
}

/// Which version of a file
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Path)]
pub struct GroupFileVersionPath {
    /// The group
    pub group_id: GroupId,
    /// The file
    pub file_id: GroupFileId,
    /// The version; the first is 0
    #[param(minimum = 0, example = 0)]
    pub version: i32,
}

/// What a file is to be called
#[derive(Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct Naming {
    /// What it is called, with its ending
    #[param(inline, example = "Rapport.pdf")]
    pub name: FileName,
}

/// What a file is to be called from now on
#[derive(Debug, Deserr, IntoParams)]
#[deserr(error = Faults, rename_all = camelCase, deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct Renaming {
    /// What it is called from now on; as before, unless said otherwise
    #[deserr(default)]
    #[param(inline, example = "Rapport.pdf")]
    pub name: Option<FileName>,
}

/// A file that a group keeps, briefly
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupFileCard {
    /// The file
    pub id: GroupFileId,
    /// The group
    pub group_id: GroupId,
    /// What it is called
    #[schema(max_length = 120, examples("Rapport.pdf"))]
    pub name: String,
    /// What it holds, by its content
    #[schema(max_length = 120, examples("application/pdf"))]
    pub media_type: String,
    /// How large it is, in bytes
    #[schema(minimum = 1, maximum = 10_485_760, examples(48_213))]
    pub size: i32,
    /// Which version this is; also the entity tag
    #[schema(minimum = 0, examples(0))]
    pub version: i32,
    /// Where the file is
    #[schema(
        format = "uri",
        examples(
            "https://torg.example.org/api/v1/groups/0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47/files/0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47/versions/0/content"
        )
    )]
    pub content: String,
    /// Where a smaller JPEG of it is, if it is a picture
    #[schema(
        format = "uri",
        examples(
            "https://torg.example.org/api/v1/groups/0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47/files/0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47/versions/0/preview"
        )
    )]
    pub preview: Option<String>,
}

impl GroupFileCard {
    pub(super) fn of(viewer: &Viewer, group_id: GroupId, row: group_file_version::Model) -> Self {
        let group_file_version::Model { file_id: id, version, name, media_type, size, previewed, .. } = row;
        let at = |part: &str| viewer.url(&format!("/groups/{group_id}/files/{id}/versions/{version}/{part}"));
        Self { id, group_id, name, media_type, size, version, content: at("content"), preview: previewed.then(|| at("preview")) }
    }
}

/// A file that a group keeps
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupFileView {
    /// The file, briefly
    #[serde(flatten)]
    pub card: GroupFileCard,
    /// Who brought this version, if the caller may know of them
    pub by: Option<MemberCard>,
    /// When this version was brought
    pub updated_at: DateTime<Utc>,
    /// When the first version was brought
    pub created_at: DateTime<Utc>,
}

impl GroupFileView {
    pub(super) fn of(viewer: &Viewer, file: &group_file::Model, row: group_file_version::Model, by: Option<MemberCard>) -> Self {
        Self { card: GroupFileCard::of(viewer, file.group_id, row), by, updated_at: file.updated_at, created_at: file.created_at }
    }
}

impl Versioned for GroupFileView {
    fn version(&self) -> i32 {
        self.card.version
    }
}

/// A version of a file
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupFileVersion {
    /// The file in this version
    #[serde(flatten)]
    pub card: GroupFileCard,
    /// Who brought it, if the caller may know of them
    pub by: Option<MemberCard>,
    /// When
    pub at: DateTime<Utc>,
}

/// The room that the files of a group have
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct GroupFileRoom {
    /// What all versions of all files take, in bytes
    #[schema(minimum = 0, examples(48_213))]
    pub used: i64,
    /// What they may take
    #[schema(minimum = 0, examples(524_288_000))]
    pub total: i64,
}
