//! What files hold: found out from their content, whatever they are called.

use file_format::FileFormat;

use crate::kernel::access::Viewer;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::problem::{INVALID, Result};

/// What is kept. Nothing of it runs by being opened beside a page of ours.
const TAKEN: &[FileFormat] = &[
    FileFormat::PortableDocumentFormat,
    FileFormat::OfficeOpenXmlDocument,
    FileFormat::OfficeOpenXmlSpreadsheet,
    FileFormat::OfficeOpenXmlPresentation,
    FileFormat::OpendocumentText,
    FileFormat::OpendocumentSpreadsheet,
    FileFormat::OpendocumentPresentation,
    FileFormat::PlainText,
    FileFormat::JointPhotographicExpertsGroup,
    FileFormat::PortableNetworkGraphics,
    FileFormat::Webp,
];
/// The longest side of a preview, in pixels.
const LONGEST: u32 = 1024;

/// A file that was looked at.
pub struct Known {
    /// What it holds.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// How it looks, if it is a picture.
    pub preview: Option<Vec<u8>>,
}

/// Finds out what a file holds, and makes a preview of a picture. What is not taken is a fault of the body.
pub async fn look_at(viewer: &Viewer, bytes: Vec<u8>) -> Result<Known> {
    let format = FileFormat::from_bytes(&bytes);
    if !TAKEN.contains(&format) {
        return Err(INVALID.pointing_at(vec![Fault::new("", Wrong::File)]));
    }
    let media_type = format.media_type().to_owned();
    if !media_type.starts_with("image/") {
        return Ok(Known { media_type, bytes, preview: None });
    }
    let (preview, bytes) = viewer.pictures().smaller(bytes, LONGEST).await?;
    Ok(Known { media_type, bytes, preview: Some(preview) })
}
