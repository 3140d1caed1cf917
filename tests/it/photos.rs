//! Photos: what is kept of them, who gets them, and what is refused.

use std::io::Cursor;

use actix_web::http::Method;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};
use tests::{Answer, App, Person};

/// Left half red, right half blue.
pub fn halves(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let colour = |x, _| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) };
    let mut file = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, colour)).write_to(&mut file, format).expect("a picture");
    file.into_inner()
}

/// A PNG file that can be a photo.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    halves(width, height, ImageFormat::Png)
}

async fn shows(person: &Person<'_>, media: &str, file: Vec<u8>) -> Answer {
    person.send_raw(Method::PUT, "/members/me/photo", &[], Some((media, file))).await
}

async fn file_at(person: &Person<'_>, shown: &Answer, size: &str) -> Answer {
    let address = shown.text_at(&format!("/{size}"));
    person.get(address.split_once("/api/v1").expect("an address of ours").1).await.is(200)
}

fn pixel(file: &Answer, x: u32, y: u32) -> [u8; 3] {
    image::load_from_memory_with_format(&file.bytes, ImageFormat::Jpeg).expect("a JPEG file").into_rgb8().get_pixel(x, y).0
}

fn is_red([red, _, blue]: [u8; 3]) -> bool {
    red > 150 && blue < 100
}

/// A part of a JPEG file.
fn segment(marker: u8, holds: &[u8]) -> Vec<u8> {
    let length = u16::try_from(holds.len() + 2).expect("a short part").to_be_bytes();
    [&[0xff, marker], &length[..], holds].concat()
}

/// What a camera writes: how it was held, and a secret.
fn exif(orientation: u8) -> Vec<u8> {
    let entry =
        |tag: u16, kind: u16, count: u32, value: [u8; 4]| [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat();
    let entries = [entry(0x0112, 3, 1, [0, orientation, 0, 0]), entry(0x013b, 2, 14, [0, 0, 0, 38])].concat();
    [b"MM\0\x2a\0\0\0\x08\0\x02".as_slice(), &entries, &[0, 0, 0, 0], b"HEMLIG 57.7N \0"].concat()
}

pub fn with_secrets(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let exif = segment(0xe1, &[b"Exif\0\0".as_slice(), &exif(orientation)].concat());
    let xmp = segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>HEMLIG</x:xmpmeta>");
    let others = [segment(0xed, b"Photoshop 3.0\08BIM HEMLIG"), segment(0xfe, b"HEMLIG"), segment(0xe2, b"ICC_PROFILE\0\x01\x01HEMLIG")].concat();
    [&jpeg[..2], &exif, &xmp, &others, &jpeg[2..]].concat()
}

fn crc(bytes: &[u8]) -> [u8; 4] {
    let step = |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 });
    (!bytes.iter().fold(u32::MAX, step)).to_be_bytes()
}

/// A part of a PNG file.
fn chunk(name: &[u8; 4], holds: &[u8]) -> Vec<u8> {
    let named = [name.as_slice(), holds].concat();
    [&u32::try_from(holds.len()).expect("a short part").to_be_bytes()[..], &named, &crc(&named)].concat()
}

/// The same PNG file with other parts behind its first.
fn png_with(file: &[u8], chunks: &[u8]) -> Vec<u8> {
    [&file[..33], chunks, &file[33..]].concat()
}

/// A PNG file that says it is so large.
fn png_of(width: u32, height: u32, depth_and_colour: [u8; 2]) -> Vec<u8> {
    let file = png(8, 8);
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &depth_and_colour, &[0, 0, 0]].concat();
    [&file[..8], &chunk(b"IHDR", &head), &file[33..]].concat()
}

fn jpeg_of(width: u16, height: u16) -> Vec<u8> {
    let mut file = halves(8, 8, ImageFormat::Jpeg);
    let frame = file.windows(2).position(|two| two == [0xff, 0xc0]).expect("a frame");
    file.splice(frame + 5..frame + 9, [height.to_be_bytes(), width.to_be_bytes()].concat());
    file
}

fn webp_of(width: u32, height: u32) -> Vec<u8> {
    let mut file = halves(8, 8, ImageFormat::WebP);
    let size = ((width - 1) | (height - 1) << 14 | 1 << 28).to_le_bytes();
    file.splice(21..25, size);
    file
}

#[actix_web::test]
async fn a_photo_is_cut_square_in_three_sizes_whatever_it_came_as() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    for (media, format) in [("image/png", ImageFormat::Png), ("image/jpeg", ImageFormat::Jpeg), ("image/webp", ImageFormat::WebP)] {
        let shown = shows(&alva, media, halves(900, 300, format)).await.is(200);
        for (size, edge) in [("small", 64), ("medium", 192), ("large", 512)] {
            let file = file_at(&alva, &shown, size).await;
            let picture = image::load_from_memory_with_format(&file.bytes, ImageFormat::Jpeg).expect("a JPEG file");
            assert_eq!((picture.width(), picture.height()), (edge, edge));
            assert!(is_red(pixel(&file, edge / 5, edge / 2)) && !is_red(pixel(&file, edge * 4 / 5, edge / 2)));
            assert_eq!(file.header("content-type"), "image/jpeg");
            assert_eq!(file.header("cache-control"), "private, max-age=31536000, immutable");
            assert_eq!(file.header("x-content-type-options"), "nosniff");
        }
    }
    // What a file is called by does not count: what it holds does.
    shows(&alva, "image/jpeg", png(30, 40)).await.is(200);
}

#[actix_web::test]
async fn nothing_of_the_file_is_kept_but_what_one_sees_the_right_way_up() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let jpeg = halves(300, 300, ImageFormat::Jpeg);
    // Held so that the picture's left is up, and then the other ways.
    for (orientation, [x, y]) in [(1, [20, 256]), (3, [490, 256]), (6, [256, 20]), (8, [256, 490]), (0, [20, 256]), (77, [20, 256])] {
        let shown = shows(&alva, "image/jpeg", with_secrets(&jpeg, orientation)).await.is(200);
        let file = file_at(&alva, &shown, "large").await;
        assert!(is_red(pixel(&file, x, y)), "orientation {orientation}");
        for size in ["small", "medium", "large"] {
            let file = file_at(&alva, &shown, size).await;
            for secret in ["HEMLIG", "Exif", "xmpmeta", "8BIM", "ICC_PROFILE"] {
                assert!(!file.text.contains(secret), "{secret} is still there");
            }
        }
    }
    let texts = [chunk(b"tEXt", b"Comment\0HEMLIG"), chunk(b"eXIf", &exif(6))].concat();
    let shown = shows(&alva, "image/png", png_with(&png(300, 300), &texts)).await.is(200);
    let file = file_at(&alva, &shown, "large").await;
    assert!(is_red(pixel(&file, 256, 20)) && !file.text.contains("HEMLIG"));
    // A page, or an archive, behind the picture is left behind.
    for tail in ["<script>alert(1)</script>", "PK\u{3}\u{4}HEMLIG"] {
        let shown = shows(&alva, "image/jpeg", [&jpeg, tail.as_bytes()].concat()).await.is(200);
        let file = file_at(&alva, &shown, "large").await;
        assert!(!file.text.contains("script") && !file.text.contains("HEMLIG"));
    }
}

#[actix_web::test]
async fn a_picture_that_is_too_large_for_anybody_is_refused_before_it_is_unpacked() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let mut refused = 0;
    let sides = [(60_000, 60_000), (12_001, 1), (1, 12_001), (5_001, 5_000), (12_000, 12_000), (65_500, 1), (u32::MAX >> 1, u32::MAX >> 1)];
    let mut bombs: Vec<_> = sides.into_iter().map(|(width, height)| ("image/png", png_of(width, height, [8, 2]))).collect();
    bombs.extend(sides.into_iter().map(|(width, height)| ("image/png", png_of(width, height, [1, 0]))));
    // 25 megapixels of eight bytes each fill more than one picture may.
    bombs.push(("image/png", png_of(5_000, 5_000, [16, 6])));
    let short = |side: u32| u16::try_from(side).ok();
    bombs.extend(sides.into_iter().filter_map(|(width, height)| Some(("image/jpeg", jpeg_of(short(width)?, short(height)?)))));
    bombs.extend([(16_383, 16_383), (12_001, 1), (16_383, 1_600), (5_001, 5_000)].map(|(width, height)| ("image/webp", webp_of(width, height))));
    for (media, bomb) in bombs {
        assert!(bomb.len() < 4096, "a bomb is small");
        let size = bomb.len();
        let answer = shows(&alva, media, bomb).await;
        assert_eq!(answer.body["errors"][0]["code"], "pixels", "{media} of {size} bytes: {}", answer.text);
        answer.is_problem(422, "request.invalid");
        refused += 1;
    }
    assert!(refused > 20);
    assert_eq!(alva.get("/members/me").await.body["photo"], Value::Null);
}

#[actix_web::test]
async fn what_is_no_picture_or_only_the_beginning_of_one_is_refused() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let whole = [("image/png", png(64, 64)), ("image/jpeg", halves(64, 64, ImageFormat::Jpeg)), ("image/webp", halves(64, 64, ImageFormat::WebP))];
    let cut = |(media, file): &(&'static str, Vec<u8>)| [2, 12, 20, 40].map(|end| (*media, file[..end].to_vec()));
    let mut bad: Vec<_> = whole.iter().flat_map(cut).collect();
    let noise: Vec<u8> = (0..4000_u32).map(|n| u8::try_from(n.wrapping_mul(2_654_435_761) >> 24).expect("a byte")).collect();
    bad.extend(whole.iter().map(|(media, file)| (*media, [&file[..16], &noise].concat())));
    for file in [
        b"".as_slice(),
        b"GIF89a\xff\xff\xff\xff\0\0\0;",
        b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        b"\0\0\0\x1cftypavif\0\0\0\0avifmif1",
        b"II*\0\x08\0\0\0",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"<!doctype html>",
        b"qoif\0\0\xff\xff\0\0\xff\xff\x04\0",
    ] {
        bad.extend(["image/png", "image/jpeg", "image/webp"].map(|media| (media, file.to_vec())));
    }
    let number = bad.len();
    assert!(number > 40);
    for (media, file) in bad {
        let answer = shows(&alva, media, file).await;
        assert_eq!(answer.body["errors"][0]["code"], "picture", "{media}: {}", answer.text);
        answer.is_problem(422, "request.invalid");
    }
    for media in ["image/gif", "image/svg+xml", "image/heic", "application/json", "multipart/form-data; boundary=x"] {
        shows(&alva, media, png(8, 8)).await.is_problem(415, "request.unsupported-media-type");
    }
    let encoded = alva.send_raw(Method::PUT, "/members/me/photo", &[("content-encoding", "gzip")], Some(("image/png", png(8, 8)))).await;
    encoded.is_problem(415, "request.unsupported-media-type");
    // Nothing of it hurt: the next photo is shown.
    shows(&alva, "image/png", png(8, 8)).await.is(200);
}

#[actix_web::test]
async fn ten_mebibytes_are_taken_and_one_byte_more_is_not() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let padded = |length: usize| {
        let mut file = halves(64, 64, ImageFormat::Jpeg);
        file.resize(length, 0);
        file
    };
    shows(&alva, "image/jpeg", padded(10 << 20)).await.is(200);
    shows(&alva, "image/jpeg", padded((10 << 20) + 1)).await.is_problem(413, "request.too-large");
}

#[actix_web::test]
async fn a_new_photo_has_a_new_address_and_the_old_one_is_gone() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    alva.patch("/members/me", json!({ "photoAlt": "Alva" })).await.is_problem(422, "request.invalid").has_faults(&[("/photoAlt", "clash")]);
    let first = shows(&alva, "image/png", png(60, 60)).await.is(200);
    assert_eq!(first.body["alt"], Value::Null);
    alva.patch("/members/me", json!({ "photoAlt": "Alva ler en karta" })).await.is(200);
    let card = omar.get("/members?q=alva").await.is(200);
    assert_eq!(card.items()[0]["member"]["photo"]["alt"], "Alva ler en karta");
    // The same picture has the same address, and what is said of it is said anew.
    let again = shows(&alva, "image/png", png(60, 60)).await.is(200);
    assert_eq!((again.text_at("/large"), &again.body["alt"]), (first.text_at("/large"), &Value::Null));
    let other = shows(&alva, "image/png", png(60, 10)).await.is(200);
    file_at(&omar, &other, "small").await;
    let old = first.text_at("/small");
    omar.get(old.split_once("/api/v1").expect("an address").1).await.is_problem(404, "request.not-found");
    let of_another = other.text_at("/small").replace(&alva.id, &omar.id);
    omar.get(of_another.split_once("/api/v1").expect("an address").1).await.is_problem(404, "request.not-found");
    alva.delete("/members/me/photo").await.is(204);
    alva.delete("/members/me/photo").await.is_problem(404, "request.not-found");
    let gone = other.text_at("/small");
    alva.get(gone.split_once("/api/v1").expect("an address").1).await.is_problem(404, "request.not-found");
    assert_eq!(alva.get("/members/me").await.body["photo"], Value::Null);
}

/// A part of a WebP file, padded as it wants it.
fn riff(name: &[u8; 4], holds: &[u8]) -> Vec<u8> {
    let length = u32::try_from(holds.len()).expect("a short part").to_le_bytes();
    [&name[..], &length, holds, &vec![0; holds.len() % 2]].concat()
}

/// A WebP file that moves: so many pictures of eight by eight on a canvas that is said to be so large.
fn moving(frames: usize, width: u32, height: u32) -> Vec<u8> {
    let three = |number: u32| number.to_le_bytes()[..3].to_vec();
    let still = halves(8, 8, ImageFormat::WebP);
    let frame = [three(0), three(0), three(7), three(7), three(40), vec![0], still[12..].to_vec()].concat();
    let head = [vec![0x02, 0, 0, 0], three(width - 1), three(height - 1)].concat();
    let parts = [b"WEBP".to_vec(), riff(b"VP8X", &head), riff(b"ANIM", &[0; 6]), riff(b"ANMF", &frame).repeat(frames)].concat();
    riff(b"RIFF", &parts)
}

#[actix_web::test]
async fn of_what_moves_the_first_picture_is_kept_and_no_more_is_unpacked() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    for frames in [1, 20_000] {
        let file = moving(frames, 8, 8);
        assert!(file.len() < 10 << 20);
        let shown = shows(&alva, "image/webp", file).await.is(200);
        let file = file_at(&alva, &shown, "small").await;
        assert!(is_red(pixel(&file, 8, 32)) && !is_red(pixel(&file, 56, 32)), "{frames}");
    }
    for (width, height) in [(16_384, 16_384), (12_001, 1), (5_001, 5_000)] {
        let answer = shows(&alva, "image/webp", moving(3, width, height)).await.is_problem(422, "request.invalid");
        assert_eq!(answer.body["errors"][0]["code"], "pixels", "{width} x {height}: {}", answer.text);
    }
    let gif =
        [b"GIF89a\x08\0\x08\0\xf0\0\0\xff\0\0\0\0\xff".to_vec(), b"\x2c\0\0\0\0\x08\0\x08\0\0\x02\x07\x84\x8f\xa9\xcb\xed\x0f\xa3\0".repeat(50_000)]
            .concat();
    for media in ["image/png", "image/jpeg", "image/webp"] {
        shows(&alva, media, gif.clone()).await.is_problem(422, "request.invalid").has_faults(&[("", "picture")]);
    }
}

/// The names of the parts of a JPEG file before its picture.
fn parts(file: &[u8]) -> Vec<u8> {
    let (mut at, mut markers) = (2, Vec::new());
    while file[at + 1] != 0xda {
        markers.push(file[at + 1]);
        at += 2 + usize::from(u16::from_be_bytes([file[at + 2], file[at + 3]]));
    }
    markers
}

#[actix_web::test]
async fn where_a_photo_was_taken_is_left_behind_with_every_other_part_that_is_no_picture() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    // A directory that points to where: latitude north, 59 degrees.
    let entry =
        |tag: u16, kind: u16, count: u32, value: [u8; 4]| [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat();
    let first = [&1_u16.to_be_bytes()[..], &entry(0x8825, 4, 1, [0, 0, 0, 26]), &[0; 4]].concat();
    let gps = [
        &2_u16.to_be_bytes()[..],
        &entry(1, 2, 2, *b"N\0\0\0"),
        &entry(2, 5, 1, [0, 0, 0, 56]),
        &[0; 4],
        &59_u32.to_be_bytes(),
        &1_u32.to_be_bytes(),
    ]
    .concat();
    let exif = [b"Exif\0\0MM\0\x2a\0\0\0\x08".as_slice(), &first, &gps].concat();
    let jpeg = halves(300, 300, ImageFormat::Jpeg);
    let placed =
        [&jpeg[..2], &segment(0xe1, &exif), &segment(0xe2, b"MPF\0HEMLIG"), &segment(0xed, b"8BIM"), &segment(0xfe, b"HEMLIG"), &jpeg[2..]].concat();
    assert!(parts(&placed).contains(&0xe1));
    let shown = shows(&alva, "image/jpeg", placed).await.is(200);
    for size in ["small", "medium", "large"] {
        let file = file_at(&alva, &shown, size).await;
        let kept = parts(&file.bytes);
        // The frame, its tables and the mark that it is a JPEG file.
        assert!(kept.iter().all(|marker| matches!(marker, 0xc0 | 0xc4 | 0xdb | 0xe0)), "{size}: {kept:x?}");
    }
}

#[actix_web::test]
async fn a_head_that_promises_more_than_there_is_costs_no_more_than_a_refusal() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    for side in [9_u16, 64, 1000, 5000] {
        let answer = shows(&alva, "image/jpeg", jpeg_of(side, side)).await;
        // What a decoder mends may be shown; nothing is left hanging or called our fault.
        assert!([200, 422].contains(&answer.status), "{side}: {}", answer.text);
        if answer.status == 422 {
            answer.has_faults(&[("", "picture")]);
        }
    }
    for (media, file) in [("image/png", png_of(5000, 5000, [8, 2])), ("image/webp", webp_of(5000, 5000))] {
        shows(&alva, media, file).await.is_problem(422, "request.invalid").has_faults(&[("", "picture")]);
    }
    shows(&alva, "image/png", png(8, 8)).await.is(200);
}
