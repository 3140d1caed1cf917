//! Files that groups keep, and posts that show them.

use actix_web::http::Method;
use api::kernel::access::System;
use entity::id::MemberId;
use entity::kind::{GroupRole, MembershipState};
use entity::{group_file_content, member};
use futures_util::future::join_all;
use image::ImageFormat;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use tests::{Answer, App, Person};

use crate::photos::{halves, png, with_secrets};

const MIB: usize = 1 << 20;

async fn brings(person: &Person<'_>, group: &str, name: &str, file: impl Into<Vec<u8>>) -> Answer {
    send(person, Method::POST, &format!("/groups/{group}/files"), name, &[], file.into()).await
}

async fn replaces(person: &Person<'_>, at: &str, version: i64, file: impl Into<Vec<u8>>) -> Answer {
    send(person, Method::PUT, at, "", &[("if-match", &format!("\"{version}\""))], file.into()).await
}

async fn send(person: &Person<'_>, method: Method, at: &str, name: &str, headers: &[(&str, &str)], file: Vec<u8>) -> Answer {
    let name = url::form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>();
    let query = if name.is_empty() { String::new() } else { format!("?name={name}") };
    person.send_raw(method, &format!("{at}{query}"), headers, Some(("application/octet-stream", file))).await
}

/// The path of an address of ours.
fn path(answer: &Answer, pointer: &str) -> String {
    answer.text_at(pointer).split_once("/api/v1").expect("an address of ours").1.to_owned()
}

async fn contents(app: &App) -> u64 {
    let system = System::because("rows are counted behind the server's back", &app.inner);
    group_file_content::Entity::find().count(system.conn()).await.expect("a count")
}

#[actix_web::test]
async fn a_file_comes_back_as_it_was_brought_to_be_kept_and_not_shown() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Skolvägar", "network", "open").await;
    omar.joins(&group).await;
    assert_eq!(brings(&siv, &group, "Nej.txt", "Nej").await.is_problem(403, "request.forbidden").body["right"], "spaces.write");
    let page = "<!doctype html><script>alert(1)</script> Åsa";
    for (name, file, media) in [
        ("Åsas \"väg\" & 50 %.txt", b"Hej".to_vec(), None),
        ("Åsas väg; x.exe.txt", "Åsas väg\n".into(), Some("text/plain")),
        ("Rapport.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3".to_vec(), Some("application/pdf")),
        ("Bild.docx", png(20, 10), Some("image/png")),
        ("Sida.html", page.into(), None),
    ] {
        let answer = brings(&omar, &group, name, file.clone()).await;
        let Some(media) = media else {
            let at = if name.contains('"') { ("?name", "file-name") } else { ("", "file") };
            answer.is_problem(422, "request.invalid").has_faults(&[at]);
            continue;
        };
        let brought = answer.is(201);
        assert_eq!(
            (brought.text_at("/name"), brought.text_at("/mediaType"), brought.text_at("/by/name")),
            (name.into(), media.into(), "Omar".into())
        );
        assert_eq!(brought.body["size"], file.len());
        let got = siv.get(&path(&brought, "/content")).await.is(200);
        assert!(got.bytes == file);
        assert_eq!(got.header("content-type"), "application/octet-stream");
        let encoded = name.replace('Å', "%C3%85").replace('ä', "%C3%A4").replace(' ', "%20").replace(';', "%3B");
        assert_eq!(got.header("content-disposition"), format!("attachment; filename*=UTF-8''{encoded}"));
        assert_eq!(got.header("x-content-type-options"), "nosniff");
        assert!(got.header("content-security-policy").contains("sandbox") && got.header("content-security-policy").contains("default-src 'none'"));
        assert_eq!(got.header("cache-control"), "private, no-cache");
    }
    assert_eq!(siv.get(&format!("/groups/{group}/files")).await.is(200).each("/name"), ["Bild.docx", "Rapport.pdf", "Åsas väg; x.exe.txt"]);
}

#[actix_web::test]
async fn a_name_leads_nowhere_and_hides_nothing() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let group = alva.starts_group("Skolvägar", "closed", "open").await;
    let traversals =
        ["..", ".", "../a", "..\\a", "a/b", "/etc/passwd", "C:a", "a:b", ".htaccess", "a.", "a|b", "a*", "a?", "<a>", "...", "a/../b", "~/../a"];
    for name in traversals {
        brings(&alva, &group, name, "Hej").await.is_problem(422, "request.invalid").has_faults(&[("?name", "file-name")]);
    }
    for name in ["a\u{202e}fdp.exe", "a\u{200b}b", "a\nb", "a\u{2066}b", "a\u{7f}b", "a\0b", "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}"] {
        brings(&alva, &group, name, "Hej").await.is_problem(422, "request.invalid").has_faults(&[("?name", "characters")]);
    }
    brings(&alva, &group, &"a".repeat(121), "Hej").await.is_problem(422, "request.invalid").has_faults(&[("?name", "too-long")]);
    brings(&alva, &group, "", "Hej").await.is_problem(422, "request.invalid").has_faults(&[("?name", "missing")]);
    brings(&alva, &group, "Tom.txt", "").await.is_problem(422, "request.invalid").has_faults(&[("", "file")]);
    for file in
        [b"MZ\x90\0\x03\0".as_slice(), b"\x7fELF\x02\x01\x01", b"PK\x03\x04\x14\0", b"\xca\xfe\xba\xbe\0\0\0\x34", b"\xff\xfe\0\0\x01\x02", b"a\0b"]
    {
        brings(&alva, &group, "Rapport.pdf", file).await.is_problem(422, "request.invalid").has_faults(&[("", "file")]);
    }
    brings(&alva, &group, "Halv.png", &png(90, 90)[..40]).await.is_problem(422, "request.invalid").has_faults(&[("", "picture")]);
    brings(&alva, &group, "Stor.txt", "a".repeat(10 * MIB + 1)).await.is_problem(413, "request.too-large");
    brings(&alva, &group, "Störst.txt", "a".repeat(10 * MIB)).await.is(201);
}

#[actix_web::test]
async fn every_version_is_kept_of_those_who_bring_one_at_once_one_is_heard() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let group = alva.starts_group("Skolvägar", "closed", "open").await;
    omar.joins(&group).await;
    let brought = brings(&alva, &group, "Vägar.txt", "Ett").await.is(201);
    let at = format!("/groups/{group}/files/{}", brought.id());
    let answers = join_all((0..6).map(|_| replaces(&omar, &at, 0, "Två"))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert_eq!(answers.iter().filter(|answer| answer.status == 412).count(), 5);
    let renamed = send(&alva, Method::PUT, &at, "Skolvägar.txt", &[("if-match", "\"1\"")], b"Tre".to_vec()).await.is(200);
    assert_eq!((renamed.header("etag"), renamed.text_at("/name")), ("\"2\"", "Skolvägar.txt".to_owned()));
    let versions = omar.get(&format!("{at}/versions")).await.is(200);
    assert_eq!(versions.each("/name"), ["Skolvägar.txt", "Vägar.txt", "Vägar.txt"]);
    assert_eq!(versions.each("/by/name"), ["Alva", "Omar", "Alva"]);
    for (version, text) in ["Ett", "Två", "Tre"].iter().enumerate() {
        assert_eq!(omar.get(&format!("{at}/versions/{version}/content")).await.is(200).text, *text);
    }
    for version in ["3", "-1"] {
        omar.get(&format!("{at}/versions/{version}/content")).await.is_problem(404, "request.not-found");
    }
    omar.get(&format!("{at}/versions/0/preview")).await.is_problem(404, "request.not-found");
    replaces(&alva, &at, 1, "Nej").await.is_problem(412, "request.stale");
    send(&alva, Method::PUT, &at, "", &[], b"Nej".to_vec()).await.is_problem(428, "request.precondition-required");

    omar.delete(&format!("{at}/versions/0")).await.is_problem(403, "request.forbidden");
    alva.delete(&format!("{at}/versions/2")).await.is_problem(409, "spaces.present-version");
    alva.delete(&format!("{at}/versions/0")).await.is(204);
    alva.delete(&format!("{at}/versions/0")).await.is_problem(404, "request.not-found");
    assert_eq!((contents(&app).await, omar.get(&at).await.is(200).text_at("/name")), (2, "Skolvägar.txt".to_owned()));
}

#[actix_web::test]
async fn the_room_of_a_group_is_kept_exactly_however_many_bring_files_at_once() {
    let app = App::start_with(|config| (config.group_files_mib, config.workers) = (1, 4)).await;
    let alva = app.member("Alva").await;
    let (group, other) = (alva.starts_group("Skolvägar", "closed", "open").await, alva.starts_group("Andra", "closed", "open").await);
    let room = async || alva.get(&format!("/groups/{group}/file-room")).await.is(200).body["used"].as_u64().expect("a number");
    let tenth = MIB / 10;
    let answers = join_all((0..30).map(|_| async {
        let mut answer = brings(&alva, &group, "Tiondel.txt", "a".repeat(tenth)).await;
        while answer.status == 503 {
            answer = brings(&alva, &group, "Tiondel.txt", "a".repeat(tenth)).await;
        }
        answer
    }))
    .await;
    let ids: Vec<_> = answers.iter().filter(|answer| answer.status == 201).map(Answer::id).collect();
    assert_eq!((ids.len(), room().await), (10, 10 * u64::try_from(tenth).expect("small")));
    for answer in answers.into_iter().filter(|answer| answer.status != 201) {
        answer.is_problem(409, "spaces.no-room");
    }
    let left = MIB - 10 * tenth;
    brings(&alva, &group, "För stor.txt", "a".repeat(left + 1)).await.is_problem(409, "spaces.no-room");
    brings(&alva, &group, "Precis.txt", "a".repeat(left)).await.is(201);
    brings(&alva, &group, "En byte.txt", "a").await.is_problem(409, "spaces.no-room");
    brings(&alva, &other, "Annan grupp.txt", "a").await.is(201);

    // A version counts as much as a file, and what is removed counts no more.
    let at = format!("/groups/{group}/files/{}", ids[0]);
    replaces(&alva, &at, 0, "a").await.is_problem(409, "spaces.no-room");
    alva.delete(&format!("/groups/{group}/files/{}", ids[1])).await.is(204);
    replaces(&alva, &at, 0, "a".repeat(tenth)).await.is(200);
    replaces(&alva, &at, 1, "a").await.is_problem(409, "spaces.no-room");
    alva.delete(&format!("{at}/versions/0")).await.is(204);
    replaces(&alva, &at, 1, "a".repeat(tenth)).await.is(200);
    assert_eq!(room().await, u64::try_from(MIB).expect("small"));
    for file in alva.get(&format!("/groups/{group}/files?limit=100")).await.is(200).each("/id") {
        alva.delete(&format!("/groups/{group}/files/{file}")).await.is(204);
    }
    assert_eq!((room().await, contents(&app).await), (0, 1), "what is left is the other group's");
}

#[actix_web::test]
async fn a_preview_shows_the_whole_picture_upright_and_nothing_else() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let group = alva.starts_group("Skolvägar", "open", "open").await;
    for (width, height, orientation, expected) in [(3000, 1000, 1, (1024, 341)), (3000, 1000, 6, (341, 1024)), (90, 30, 1, (90, 30))] {
        let file = with_secrets(&halves(width, height, ImageFormat::Jpeg), orientation);
        let brought = brings(&alva, &group, "Bild.jpg", file.clone()).await.is(201);
        let preview = app.stranger().get(&path(&brought, "/preview")).await.is(200);
        let picture = image::load_from_memory_with_format(&preview.bytes, ImageFormat::Jpeg).expect("a JPEG file").into_rgb8();
        assert_eq!(picture.dimensions(), expected);
        let first = picture.get_pixel(5, 5).0;
        assert!(first[0] > 150 && first[2] < 100, "{first:?}");
        assert_eq!(preview.header("content-type"), "image/jpeg");
        for secret in ["HEMLIG", "Exif", "xmpmeta", "8BIM", "ICC_PROFILE"] {
            assert!(!preview.text.contains(secret), "{secret} is still there");
        }
        assert!(app.stranger().get(&path(&brought, "/content")).await.is(200).bytes == file, "the file itself is as it was brought");
    }
}

#[actix_web::test]
async fn whoever_may_no_longer_read_in_the_group_gets_no_file_of_it() {
    let app = App::start().await;
    let (alva, omar, siv) = (app.member("Alva").await, app.member("Omar").await, app.member("Siv").await);
    let group = alva.starts_group("Skolvägar", "open", "open").await;
    let other = alva.starts_group("Andra", "open", "open").await;
    omar.joins(&group).await;
    let brought = brings(&omar, &group, "Bild.png", png(20, 20)).await.is(201);
    let at = format!("/groups/{group}/files/{}", brought.id());
    let all = [format!("/groups/{group}/files"), format!("/groups/{group}/file-room"), at.clone(), format!("{at}/versions")];
    let all: Vec<_> = all.into_iter().chain([path(&brought, "/content"), path(&brought, "/preview")]).collect();
    for path in &all {
        app.stranger().get(path).await.is(200);
        if path.contains(&brought.id()) {
            alva.get(&path.replace(&group, &other)).await.is_problem(404, "request.not-found");
        }
    }
    replaces(&alva, &at.replace(&group, &other), 0, "Nej").await.is_problem(404, "request.not-found");
    alva.patch_version(&format!("/groups/{group}"), 0, json!({ "visibility": "closed" })).await.is(200);
    for path in &all {
        siv.get(path).await.is_problem(404, "request.not-found");
        app.stranger().get(path).await.is_problem(404, "request.not-found");
        omar.get(path).await.is(200);
    }
    alva.delete(&format!("/groups/{group}/memberships/{}", omar.id)).await.is(204);
    for path in &all {
        omar.get(path).await.is_problem(404, "request.not-found");
    }
    // In an archived group one reads, and nobody brings or takes away.
    alva.patch_version(&format!("/groups/{group}"), 1, json!({ "archived": true })).await.is(200);
    alva.get(&all[4]).await.is(200);
    brings(&alva, &group, "Sen.txt", "Hej").await.is_problem(409, "groups.archived");
    alva.delete(&at).await.is_problem(409, "groups.archived");
}

#[actix_web::test]
async fn a_post_shows_files_of_its_group_to_those_who_may_read_there() {
    let app = App::start().await;
    let (alva, omar) = (app.member("Alva").await, app.member("Omar").await);
    let (group, other) = (alva.starts_group("Skolvägar", "open", "open").await, alva.starts_group("Andra", "secret", "open").await);
    let (file, second) = (brings(&alva, &group, "Ett.txt", "Ett").await.id(), brings(&alva, &group, "Två.txt", "Två").await.id());
    let foreign = brings(&alva, &other, "Hemligt.txt", "Hemligt").await.id();
    let shows = |files: &[&String]| files.iter().map(|file| json!({ "file": file, "alt": "En karta" })).collect::<Vec<_>>();
    let new = |files: &[&String]| json!({ "title": "Vägarna", "body": "Se här.", "attachments": shows(files) });
    let names = |answer: &Answer| {
        let name = |shown: &Value| shown["file"]["name"].as_str().expect("a name").to_owned();
        answer.body["attachments"].as_array().expect("attachments").iter().map(name).collect::<Vec<_>>()
    };
    let discussions = format!("/groups/{group}/discussions");
    alva.post(&discussions, new(&[&file, &foreign, &file]))
        .await
        .is_problem(422, "request.invalid")
        .has_faults(&[("/attachments/1/file", "unknown"), ("/attachments/2/file", "twice")]);
    alva.post("/discussions", new(&[&file])).await.is_problem(422, "request.invalid").has_faults(&[("/attachments/0/file", "unknown")]);
    let opened = alva.post(&discussions, new(&[&second, &file])).await.is(201);
    assert_eq!((names(&opened), opened.text_at("/attachments/0/alt")), (vec!["Två.txt".to_owned(), "Ett.txt".to_owned()], "En karta".to_owned()));
    let opening = format!("/discussions/{}", opened.id());
    assert_eq!(names(&app.stranger().get(&opening).await.is(200)), ["Två.txt", "Ett.txt"]);
    let reply = alva.post(&format!("{opening}/posts"), json!({ "body": "Och här.", "attachments": shows(&[&file]) })).await.is(201).id();
    let reply = format!("{opening}/posts/{reply}");
    assert_eq!(names(&alva.patch_version(&reply, 0, json!({ "body": "Och här!" })).await.is(200)), ["Ett.txt"]);
    assert_eq!(names(&alva.patch_version(&reply, 1, json!({ "attachments": shows(&[&second]) })).await.is(200)), ["Två.txt"]);

    // Split off, the reply shows what it showed; moved, the discussion shows nothing to whoever may not read where the files are.
    let split = json!({ "title": "För sig", "posts": [reply.rsplit('/').next()] });
    let split = alva.post(&format!("{opening}/splits"), split).await.is(201).id();
    assert_eq!(names(&alva.get(&format!("/discussions/{split}")).await.is(200)), ["Två.txt"]);
    alva.delete(&format!("/groups/{group}/files/{second}")).await.is(204);
    assert_eq!(names(&alva.get(&opening).await.is(200)), ["Ett.txt"]);
    app.place(&other, &omar.id, GroupRole::Member, MembershipState::Active).await;
    alva.put(&format!("{opening}/place"), json!({ "group": other })).await.is(200);
    alva.patch_version(&format!("/groups/{group}"), 0, json!({ "visibility": "secret" })).await.is(200);
    assert_eq!((names(&alva.get(&opening).await.is(200)).len(), names(&omar.get(&opening).await.is(200)).len()), (1, 0));
    alva.delete(&opening).await.is(204);
    assert!(names(&alva.get(&opening).await.is(200)).is_empty());
    assert!(app.stored().await["attachment"].is_empty());
}

#[actix_web::test]
async fn a_file_stays_with_the_group_when_whoever_brought_it_is_gone() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let omar = app.member("Omar").await;
    let group = alva.starts_group("Skolvägar", "closed", "open").await;
    omar.joins(&group).await;
    let brought = brings(&omar, &group, "Vägar.txt", "Hej").await.is(201);
    let id = MemberId(omar.id.parse().expect("an id"));
    member::Entity::delete_by_id(id).exec(app.inner.db.for_migration()).await.expect("gone");
    let file = alva.get(&format!("/groups/{group}/files/{}", brought.id())).await.is(200);
    assert_eq!((file.text_at("/name"), file.body["by"].clone()), ("Vägar.txt".to_owned(), Value::Null));
    assert_eq!(alva.get(&path(&brought, "/content")).await.is(200).text, "Hej");
    assert!(app.stored().await["group_file_version"].iter().all(|row| !row.contains(&omar.id)));
}

#[actix_web::test]
async fn a_file_that_is_sent_again_is_brought_once() {
    let app = App::start_with(|config| config.workers = 4).await;
    let alva = app.member("Alva").await;
    let group = alva.starts_group("Skolvägar", "closed", "open").await;
    let again = async |name: &str, file: &str| {
        send(&alva, Method::POST, &format!("/groups/{group}/files"), name, &[("idempotency-key", "en-och-samma")], file.into()).await
    };
    let first = again("Vägar.txt", "Hej").await.is(201);
    assert_eq!(again("Vägar.txt", "Hej").await.is(201).id(), first.id());
    for (name, file) in [("Vägar.txt", "Hej!"), ("Vägar 2.txt", "Hej")] {
        again(name, file).await.is_problem(422, "request.idempotency-key-reused");
    }
    assert_eq!((alva.get(&format!("/groups/{group}/files")).await.is(200).items().len(), contents(&app).await), (1, 1));
}
