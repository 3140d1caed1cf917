//! Pictures that somebody brings: read within limits, turned upright, cut square and written anew,
//! so that nothing of the file is left but what one sees.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::metadata::Orientation;
use image::{DynamicImage, GenericImageView, ImageDecoder, ImageError, ImageFormat, ImageReader, ImageResult, Limits, Rgba, RgbaImage};

use super::fault::{Fault, Wrong};
use super::problem::{INVALID, Problem, Result};
use super::turns::Turns;

/// The largest file, in bytes.
pub const LARGEST: usize = 10 << 20;
/// The longest side, in pixels.
pub const LONGEST: u32 = 12_000;
/// The most pixels: what a telephone's camera takes.
pub const PIXELS: u64 = 25_000_000;
/// The most memory that a picture may fill when it is read, in bytes.
const MEMORY: u64 = 128 << 20;
/// How true the squares are, of 100.
const QUALITY: u8 = 85;

/// Reads pictures, one at a time: each may take more than a hundred megabytes.
#[derive(Debug)]
pub struct Pictures(Turns);

impl Default for Pictures {
    fn default() -> Self {
        Self(Turns::new(1, 8))
    }
}

impl Pictures {
    /// The middle of a picture as JPEG files that are so many pixels wide and high. A file that is
    /// no picture of a kind and size that is taken here is a fault of the whole body.
    pub async fn squares(&self, file: Vec<u8>, edges: &'static [u32]) -> Result<Vec<Vec<u8>>> {
        let widest = edges.iter().max().copied().unwrap_or(1);
        told(self.0.take(move || middle(&file, widest).map(|square| written(&square, edges))).await?)
    }

    /// A whole picture, made smaller, as a JPEG file of which no side is longer than this; the file comes
    /// back as it was.
    pub async fn smaller(&self, file: Vec<u8>, longest: u32) -> Result<(Vec<u8>, Vec<u8>)> {
        let (small, file) = self.0.take(move || (smaller(&file, longest), file)).await?;
        Ok((told(small)?, file))
    }
}

/// A file that is no picture is a fault of the whole body.
fn told<T>(made: std::result::Result<ImageResult<T>, Wrong>) -> Result<T> {
    made.map_err(|wrong| INVALID.pointing_at(vec![Fault::new("", wrong)]))?.map_err(Problem::internal)
}

/// The whole picture, upright and on white, as a JPEG file of which no side is longer than this.
fn smaller(file: &[u8], longest: u32) -> std::result::Result<ImageResult<Vec<u8>>, Wrong> {
    let (picture, orientation) = picture(file)?;
    let longest = longest.min(picture.width().max(picture.height()));
    let small = picture.resize(longest, longest, FilterType::Triangle);
    let mut upright = on_white(&small);
    upright.apply_orientation(orientation);
    Ok(jpeg(&upright))
}

fn on_white(picture: &DynamicImage) -> DynamicImage {
    let mut white = RgbaImage::from_pixel(picture.width(), picture.height(), Rgba([u8::MAX; 4]));
    imageops::overlay(&mut white, &picture.to_rgba8(), 0, 0);
    DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(white).into_rgb8())
}

fn jpeg(picture: &DynamicImage) -> ImageResult<Vec<u8>> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, QUALITY).encode_image(picture).map(|()| file)
}

/// The upright middle square of a picture on white, somewhat larger than it is to become.
fn middle(file: &[u8], widest: u32) -> std::result::Result<DynamicImage, Wrong> {
    let (picture, orientation) = picture(file)?;
    let (width, height) = picture.dimensions();
    let edge = width.min(height);
    let square = picture.view((width - edge) / 2, (height - edge) / 2, edge, edge);
    let edge = edge.min(widest * 2);
    let mut middle = on_white(&DynamicImage::ImageRgba8(imageops::thumbnail(&*square, edge, edge)));
    middle.apply_orientation(orientation);
    Ok(middle)
}

/// Reads what is JPEG, PNG or WebP by its content, and no larger than it may be.
fn picture(file: &[u8]) -> std::result::Result<(DynamicImage, Orientation), Wrong> {
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(LONGEST), Some(LONGEST), Some(MEMORY));
    let mut reader = ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|error| wrong(&error.into()))?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(Wrong::Picture);
    }
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(|error| wrong(&error))?;
    let (width, height) = decoder.dimensions();
    // Not every decoder heeds the longest side.
    if width.max(height) > LONGEST || u64::from(width) * u64::from(height) > PIXELS {
        return Err(Wrong::Pixels);
    }
    limits.reserve(decoder.total_bytes()).and_then(|()| decoder.set_limits(limits)).map_err(|error| wrong(&error))?;
    // What says how the camera was held may be garbled; the picture is good all the same.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| wrong(&error))?;
    Ok((picture, orientation))
}

const fn wrong(error: &ImageError) -> Wrong {
    if matches!(error, ImageError::Limits(_)) { Wrong::Pixels } else { Wrong::Picture }
}

fn written(square: &DynamicImage, edges: &[u32]) -> ImageResult<Vec<Vec<u8>>> {
    edges.iter().map(|edge| jpeg(&square.resize_exact(*edge, *edge, FilterType::Lanczos3))).collect()
}
