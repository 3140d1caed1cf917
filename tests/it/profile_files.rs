//! A profile as a file: what is read from one, what is proposed and entered, and what is refused.

use std::io::{Cursor, Write};

use actix_web::http::Method;
use serde_json::{Value, json};
use tests::{Answer, App, Person};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// An archive as LinkedIn makes it.
pub fn archive() -> Vec<u8> {
    zipped(&[
        (
            "Basic_LinkedInDataExport/Profile.csv",
            "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\n\
             Alva,Exempelgren,,\"Hemliga gatan 1\",\"Mar 4, 1990\",Strateg i en kommun,\"Jag leder, och \"\"lyssnar\"\".\",,70000,\"Örebro, Örebro County, Sweden\",,[PERSONAL:https://example.org/alva],\n",
        ),
        (
            "Basic_LinkedInDataExport/Positions.csv",
            "\u{feff}Company Name,Title,Description,Location,Started On,Finished On\n\
             Landstinget Exempel,Utredare,,Örebro,Sep 2018,Dec 2020\n\
             Nätverket,Strateg,,,Jan 2021,\n\
             Baklängesbolaget,Chef,,,Jan 2021,Jan 2020\n\
             ,Utan plats,,,Jan 2021,\n",
        ),
        (
            "Basic_LinkedInDataExport/Education.csv",
            "School Name,Start Date,End Date,Notes,Degree Name,Activities\nFolkhögskolan,2008,2012,,Kandidat,\n",
        ),
        ("Basic_LinkedInDataExport/Skills.csv", "Name\nMedborgardialog\nBKA\nmedborgardialog\nRymdfart\n"),
        (
            "Basic_LinkedInDataExport/Languages.csv",
            "Name,Proficiency\nSwedish,Native or bilingual proficiency\nEngelska,Full professional proficiency\nSomali,\nDothraki,\n",
        ),
        ("Basic_LinkedInDataExport/messages.csv", "FROM,TO,CONTENT\nOmar,Alva,HEMLIGT\n"),
    ])
}

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, holds) in files {
        archive.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).expect("a file");
        archive.write_all(holds.as_bytes()).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

async fn proposes(person: &Person<'_>, media: &str, file: Vec<u8>) -> Answer {
    person.send_raw(Method::POST, "/members/me/import-proposals", &[], Some((media, file))).await
}

async fn proposes_resume(person: &Person<'_>, resume: Value) -> Answer {
    person.post("/members/me/import-proposals", resume).await
}

/// What was left out, and why.
fn left_out(proposal: &Answer) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = proposal.body["leftOut"].as_array().expect("what was left out");
    all.iter().map(|one| (text(&one["part"]), text(&one["text"]), text(&one["because"]))).collect()
}

#[actix_web::test]
async fn an_archive_is_read_proposed_and_entered_as_the_member_chooses() {
    let app = App::start().await;
    let region = app.organisation("Region Exempel", "region", None, None, &["Landstinget Exempel"]).await;
    let alva = app.member("Alva").await;
    let before = alva.get("/members/me").await.is(200).text;
    let proposal = proposes(&alva, "application/zip", archive()).await.is(200);
    assert_eq!(alva.get("/members/me").await.is(200).text, before, "a proposal changes nothing");
    assert!(!proposal.text.contains("Hemliga") && !proposal.text.contains("1990") && !proposal.text.contains("HEMLIGT"), "{}", proposal.text);
    let import = proposal.body["import"].clone();
    assert_eq!((&import["headline"], &import["about"]), (&json!("Strateg i en kommun"), &json!("Jag leder, och \"lyssnar\".")));
    assert_eq!((&import["municipality"], &proposal.body["municipality"]["name"]), (&json!("1880"), &json!("Örebro")));
    assert_eq!(
        import["positions"],
        json!([
            { "organisation": region, "organisationName": null, "title": "Utredare", "unit": null, "roleType": null, "started": "2018-09", "ended": "2020-12" },
            { "organisation": null, "organisationName": "Nätverket", "title": "Strateg", "unit": null, "roleType": null, "started": "2021-01", "ended": null },
        ]),
        "a former name is recognised"
    );
    assert_eq!(proposal.body["organisations"][0]["name"], "Region Exempel");
    assert_eq!(import["educations"][0]["school"], "Folkhögskolan");
    assert_eq!(
        import["languages"],
        json!([{ "language": "sv", "level": "native" }, { "language": "en", "level": "c1" }, { "language": "so", "level": "a1" }])
    );
    assert_eq!(import["links"], json!([{ "label": "personal", "url": "https://example.org/alva" }]));
    // By its name and by a synonym, each once, and as modestly as can be.
    let claims = json!([{ "competence": "medborgardialog", "level": "knows" }, { "competence": "barnkonsekvensanalys", "level": "knows" }]);
    assert_eq!(import["competences"], claims);
    assert_eq!(proposal.body["guessed"], json!(["/languages/2/level", "/competences/0/level", "/competences/1/level"]));
    assert_eq!((&proposal.body["replaces"], &proposal.body["present"]), (&json!([]), &json!(1)));
    let told = |part: &str, text: &str, because: &str| (part.to_owned(), text.to_owned(), because.to_owned());
    assert_eq!(
        left_out(&proposal),
        [
            told("position", "Chef, Baklängesbolaget", "unfit"),
            told("position", "Utan plats", "unfit"),
            told("language", "Dothraki", "unknown"),
            told("competence", "Rymdfart", "unknown"),
        ]
    );

    // The member strikes out a position and corrects a level; the rest goes back as it came.
    let mut chosen = import;
    chosen["positions"].as_array_mut().expect("positions").pop();
    chosen["competences"][0]["level"] = json!("leads");
    let key = [("idempotency-key", "en-nyckel-av-mina")];
    let entered = alva.send(Method::POST, "/members/me/imports", &key, Some(chosen.clone())).await.is(201);
    assert_eq!(entered.body, json!({ "positions": 1, "educations": 1, "languages": 3, "links": 1, "competences": 2, "interests": 0 }));
    let again = alva.send(Method::POST, "/members/me/imports", &key, Some(chosen)).await.is(201);
    assert_eq!(again.body, entered.body);
    let profile = alva.get("/members/me").await.is(200).body;
    assert_eq!(
        (profile["positions"].as_array().map(Vec::len), &profile["positions"][0]["organisation"]["name"]),
        (Some(1), &json!("Region Exempel"))
    );
    assert_eq!((&profile["competences"][0]["level"], &profile["municipality"]["code"]), (&json!("leads"), &json!("1880")));

    // What is there is not proposed again, and what would be replaced says so.
    alva.patch("/members/me", json!({ "headline": "Något annat" })).await.is(200);
    let second = proposes(&alva, "application/zip", archive()).await.is(200);
    assert_eq!((&second.body["replaces"], &second.body["present"]), (&json!(["/headline"]), &json!(11)));
    let import = &second.body["import"];
    assert_eq!(import["positions"].as_array().map(Vec::len), Some(1));
    for nothing in ["educations", "languages", "links", "competences"] {
        assert_eq!(import[nothing], json!([]), "{nothing}");
    }
}

#[actix_web::test]
async fn what_is_exported_is_read_again_and_is_there_already() {
    let app = App::start().await;
    let (alva, _) = crate::audiences::filled_in(&app, "only_me", false).await;
    alva.patch("/members/me", json!({ "headline": "Strateg" })).await.is(200);
    alva.post("/members/me/positions", json!({ "organisationName": "Nätverket", "title": "Ordförande", "unit": "Styrelsen", "roleType": "politician", "started": "2010-02", "ended": "2012" }))
        .await
        .is(201);
    let file = alva.get("/members/me/json-resume").await.is(200);
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"resume.json\"");
    assert_eq!(file.body["$schema"], "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json");
    assert_eq!((&file.body["basics"]["name"], &file.body["basics"]["location"]["city"]), (&json!("Hilda Exempelgren"), &json!("Örebro")));
    assert_eq!((&file.body["work"][1]["startDate"], &file.body["work"][1]["endDate"]), (&json!("2010-02"), &json!("2012")));
    assert_eq!(file.body["languages"], json!([{ "language": "Svenska", "fluency": "Native", "tag": "sv" }]));
    assert_eq!(file.body["skills"], json!([{ "name": "Medborgardialog", "level": "leads" }]));
    assert!(!file.text.contains("null") && !file.text.contains("@example.org"), "{}", file.text);
    let again = proposes(&alva, "application/json", file.bytes.clone()).await.is(200);
    assert_eq!(again.body["present"], 10, "{}", again.text);
    assert_eq!((&again.body["guessed"], left_out(&again).len()), (&json!([]), 0));
    // Somebody else takes all of it over, and exports the same.
    let omar = app.member("Omar").await;
    let import = proposes(&omar, "application/json", file.bytes).await.is(200).body["import"].clone();
    omar.post("/members/me/imports", import).await.is(201);
    let theirs = omar.get("/members/me/json-resume").await.is(200).body;
    for part in ["work", "education", "skills", "languages", "interests"] {
        assert_eq!(theirs[part], file.body[part], "{part}");
    }
    assert_eq!(theirs["basics"]["location"]["city"], file.body["basics"]["location"]["city"]);
    for part in ["label", "summary", "profiles"] {
        assert_eq!(theirs["basics"][part], file.body["basics"][part], "{part}");
    }
    app.stranger().get("/members/me/json-resume").await.is_problem(401, "request.unauthenticated");
}

#[actix_web::test]
async fn a_resume_of_the_standard_is_read_whatever_else_it_holds() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let resume = json!({
        "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
        "basics": {
            "name": "Alva Exempelgren", "label": "Strateg", "image": "", "email": "alva@example.org", "phone": "070", "url": "https://example.org",
            "summary": "Jag leder.", "location": { "address": "Hemliga gatan 1", "postalCode": "700 00", "city": "örebro", "countryCode": "SE" },
            "profiles": [{ "network": "Forum", "username": "alva", "url": "https://example.com/alva" }, { "network": "Elak", "url": "javascript:alert(1)" }],
        },
        "work": [{ "name": "Nätverket", "position": "Strateg", "startDate": "2018-09-01", "summary": "Allt", "highlights": ["Mycket"] }],
        "volunteer": [{ "organization": "Föreningen", "position": "Ledare", "startDate": "2001", "endDate": "" }],
        "education": [{ "institution": "Högskolan", "area": "Samhällsplanering", "studyType": "Kandidat", "startDate": "2008", "endDate": "2012-06-01", "score": "A", "courses": [] }],
        "awards": [{ "title": "Priset" }],
        "certificates": [{ "name": "Intyget" }],
        "publications": [{ "name": "Boken", "url": "https://example.org/bok" }],
        "skills": [{ "name": "Demokrati", "level": "Master", "keywords": ["Medborgardialog", "etik"] }],
        "languages": [{ "language": "Finska", "fluency": "Flytande" }],
        "interests": [{ "name": "Epidemiologi", "keywords": ["Friidrott"] }],
        "references": [{ "name": "Omar", "reference": "Bra" }],
        "projects": [{ "name": "Projektet" }],
        "meta": { "version": "v1.0.0", "canonical": "https://example.org" },
    });
    let proposal = proposes_resume(&alva, resume).await.is(200);
    let import = &proposal.body["import"];
    let links = json!([{ "label": "example.org", "url": "https://example.org" }, { "label": "Forum", "url": "https://example.com/alva" }]);
    assert_eq!((&import["links"], &import["municipality"]), (&links, &json!("1880")));
    let titles: Vec<_> =
        import["positions"].as_array().expect("positions").iter().map(|one| (&one["title"], &one["started"], &one["ended"])).collect();
    assert_eq!(titles, [(&json!("Strateg"), &json!("2018-09"), &json!(null)), (&json!("Ledare"), &json!("2001"), &json!(null))]);
    assert_eq!((&import["educations"][0]["subject"], &import["educations"][0]["ended"]), (&json!("Samhällsplanering"), &json!("2012-06")));
    assert_eq!(import["languages"], json!([{ "language": "fi", "level": "c1" }]));
    let claimed: Vec<_> =
        import["competences"].as_array().expect("claims").iter().map(|one| one["competence"].as_str().unwrap_or_default()).collect();
    assert!(claimed.contains(&"medborgardialog") && claimed.contains(&"etik"), "{claimed:?}");
    assert_eq!(import["interests"], json!(["epidemiologi"]));
    let kinds: Vec<_> = left_out(&proposal).into_iter().map(|(part, text, _)| format!("{part}: {text}")).collect();
    for expected in [
        "link: javascript:alert(1)",
        "interest: Friidrott",
        "award: Priset",
        "certificate: Intyget",
        "publication: Boken",
        "reference: Omar",
        "project: Projektet",
    ] {
        assert!(kinds.iter().any(|kind| kind == expected), "{expected}: {kinds:?}");
    }
    assert!(!proposal.text.contains("Hemliga") && !proposal.text.contains("070"), "{}", proposal.text);
    alva.post("/members/me/imports", import.clone()).await.is(201);
    proposes_resume(&alva, json!({})).await.is(200);
}

#[actix_web::test]
async fn an_import_is_entered_whole_or_not_at_all_and_every_fault_names_its_place() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let before = alva.get("/members/me").await.text;
    let bad = json!({
        "headline": "Strateg",
        "municipality": "9999",
        "positions": [
            { "organisationName": "Nätverket", "title": "Strateg", "started": "2020" },
            { "organisationName": "Nätverket", "title": "Strateg", "started": "2020", "ended": "2019-12" },
            { "organisation": alva.id, "title": "Strateg", "started": "2020" },
            { "title": "Strateg", "started": "2020" },
        ],
        "educations": [{ "school": "Skolan", "started": "2012", "ended": "2011" }],
        "languages": [{ "language": "sv", "level": "native" }, { "language": "sv", "level": "b1" }],
        "competences": [{ "competence": "finns-inte", "level": "knows" }],
        "interests": ["etik", "finns-inte-heller"],
    });
    alva.post("/members/me/imports", bad).await.is_problem(422, "request.invalid").has_faults(&[
        ("/positions/1/ended", "clash"),
        ("/positions/2/organisation", "unknown"),
        ("/positions/3/organisation", "missing"),
        ("/educations/0/ended", "clash"),
        ("/languages/1/language", "clash"),
        ("/competences/0/competence", "unknown"),
        ("/interests/1", "unknown"),
    ]);
    let well = |extra: Value| {
        let mut body = json!({ "positions": [{ "organisationName": "Nätverket", "title": "Strateg", "started": "2020" }], "interests": ["etik"] });
        body.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
        body
    };
    alva.post("/members/me/imports", well(json!({ "municipality": "9999" }))).await.is(422).has_faults(&[("/municipality", "unknown")]);
    alva.patch("/members/me", json!({ "region": "14" })).await.is(200);
    alva.post("/members/me/imports", well(json!({ "municipality": "1880" }))).await.is(422).has_faults(&[("/municipality", "clash")]);
    alva.patch("/members/me", json!({ "region": null })).await.is(200);
    // The one that is one too many undoes what stood before it.
    for year in 1950..2000 {
        let one = json!({ "organisationName": "Nätverket", "title": "Strateg", "started": year.to_string() });
        alva.post("/members/me/positions", one).await.is(201);
    }
    let link = |n: usize| json!({ "label": "Sida", "url": format!("https://example.org/{n}") });
    alva.post("/members/me/imports", json!({ "headline": "Ny", "positions": well(json!({}))["positions"] }))
        .await
        .is(422)
        .has_faults(&[("/positions/0", "count")]);
    alva.post("/members/me/imports", json!({ "links": (0..6).map(link).collect::<Vec<_>>() })).await.is(201);
    let more = json!({ "headline": "Ny", "links": (3..11).map(link).collect::<Vec<_>>() });
    alva.post("/members/me/imports", more).await.is(422).has_faults(&[("/links", "count")]);
    let profile = alva.get("/members/me").await.is(200).body;
    assert_eq!((&profile["headline"], profile["links"].as_array().map(Vec::len), &profile["interests"]), (&Value::Null, Some(6), &json!([])));
    assert_ne!(alva.get("/members/me").await.text, before);
    // A competence that has given way names its successor, and nothing of the rest is entered.
    let editor = app.staff("Red", entity::kind::Role::Editor).await;
    let retired = json!({ "successor": "etik", "synonyms": true, "reason": "Prov" });
    editor.send(Method::PUT, "/competences/trygghetsvandring/retirement", &[("if-match", "\"0\"")], Some(retired)).await.is(200);
    let claim = json!({ "headline": "Ny", "competences": [{ "competence": "trygghetsvandring", "level": "knows" }] });
    let told = alva.post("/members/me/imports", claim).await.is_problem(409, "vocabulary.retired");
    assert!(told.text_at("/detail").ends_with("etik"), "{}", told.text);
    assert_eq!(alva.get("/members/me").await.body["headline"], Value::Null);
}

#[actix_web::test]
async fn a_file_that_is_no_archive_or_a_bomb_is_refused_before_it_fills_anything() {
    let app = App::start().await;
    let alva = app.member("Alva").await;
    let bombs = [
        // A thousandth of what it becomes.
        zipped(&[("Skills.csv", &format!("Name\n{}", "a".repeat(8 << 20)))]),
        // As much again in every file that is read.
        zipped(&["Profile.csv", "Positions.csv", "Education.csv", "Skills.csv", "Languages.csv"].map(|name| (name, BIG.as_str()))),
        zipped(
            &(0..2001).map(|n| (format!("{n}.csv"), "")).collect::<Vec<_>>().iter().map(|(name, text)| (name.as_str(), *text)).collect::<Vec<_>>(),
        ),
    ];
    for bomb in bombs {
        assert!(bomb.len() < 1 << 20, "a bomb is small: {}", bomb.len());
        proposes(&alva, "application/zip", bomb).await.is_problem(422, "request.invalid").has_faults(&[("", "unpacked")]);
    }
    // What is not read may be as large as it likes: nobody unpacks it.
    let beside = zipped(&[("messages.csv", &"a".repeat(8 << 20)), ("Skills.csv", "Name\nEtik\n")]);
    assert_eq!(proposes(&alva, "application/zip", beside).await.is(200).body["import"]["competences"][0]["competence"], "etik");
    let whole = archive();
    let lying = {
        // Its own directory says that each file is empty.
        let mut bytes = whole.clone();
        let places: Vec<_> = bytes.windows(4).enumerate().filter(|(_, four)| *four == b"PK\x01\x02").map(|(place, _)| place).collect();
        places.into_iter().for_each(|place| bytes[place + 24..place + 28].fill(0));
        bytes
    };
    let cut = whole[..whole.len() / 2].to_vec();
    let mut noise = whole.clone();
    noise[60..200].fill(0x5a);
    for bad in [Vec::new(), b"PK\x03\x04".to_vec(), b"Name\nEtik".to_vec(), cut, noise, crate::photos::png(8, 8), zipped(&[("other.csv", "a\n")])] {
        proposes(&alva, "application/zip", bad).await.is_problem(422, "request.invalid").has_faults(&[("", "archive")]);
    }
    let answer = proposes(&alva, "application/zip", lying).await;
    assert!([200, 422].contains(&answer.status), "{}", answer.text);
    proposes(&alva, "application/zip", vec![0; (10 << 20) + 1]).await.is_problem(413, "request.too-large");
    let long = json!({ "basics": { "summary": "å".repeat(40_000) } }).to_string().into_bytes();
    proposes(&alva, "application/json", long).await.is_problem(413, "request.too-large");
    proposes(&alva, "application/json", b"{".to_vec()).await.is_problem(400, "request.malformed");
    proposes(&alva, "application/xml", b"<SkillsPassport/>".to_vec()).await.is_problem(415, "request.unsupported-media-type");
    let nested = format!("{{\"basics\":{}1{}}}", "[".repeat(5000), "]".repeat(5000)).into_bytes();
    proposes(&alva, "application/json", nested).await.is_problem(400, "request.malformed");
    let many = json!({ "work": vec![json!({}); 101], "basics": { "label": "å".repeat(301) }, "skills": "ingen" });
    proposes_resume(&alva, many).await.is(422).has_faults(&[("/work", "count"), ("/basics/label", "too-long"), ("/skills", "type")]);
    // Nothing of it hurt.
    proposes(&alva, "application/zip", whole).await.is(200);
}

static BIG: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| "Name\n".to_owned() + &"a,b\n".repeat(1 << 19));
