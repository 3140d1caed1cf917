//! Which passwords are taken, and that each is taken as it is.

use serde_json::json;
use tests::{App, PASSWORD};

use super::accounts::{OTHER_PASSWORD, asks_for_reset, confirms_with, resets, tokens_mailed, tries};

/// Letters in an order that no guesser tries.
fn letters(length: usize) -> String {
    let mut state = 7_usize;
    let next = |_| {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345) % 2_147_483_648;
        "abcdefghijklmnopqrstuvwxyz".chars().nth(state / 65_536 % 26).expect("a letter")
    };
    (0..length).map(next).collect()
}

#[actix_web::test]
async fn passwords_that_people_guess_are_refused() {
    let app = App::start().await;
    let alva = app.member("Alva Exempelgren").await;
    asks_for_reset(&app, &alva.email).await;
    let token = tokens_mailed(&app, &alva.email, 2).await.remove(1);
    let guessable = [
        "passwordpassword",
        "password12345678",
        "123456789012345",
        "qwertyuiopasdfg",
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "alvaexempelgren",
        "Alva.Exempelgren1",
        "alva.exempelgren@example.org",
        "torgtorgtorgtorg",
        "hållbarhet2026!",
        "iloveyouiloveyou",
        "Exempelgren2026!!",
    ];
    for password in guessable {
        let new = json!({ "name": "Alva Exempelgren", "email": "alva.exempelgren@example.com", "password": password });
        let change = json!({ "currentPassword": PASSWORD, "newPassword": password });
        let registered = app.stranger().post("/registrations", new).await;
        let answers = [registered, alva.put("/members/me/password", change).await, resets(&app, &token, password).await];
        for (answer, pointer) in answers.into_iter().zip(["/password", "/newPassword", "/newPassword"]) {
            assert_eq!(answer.status, 422, "{password} was taken by {}", answer.of);
            answer.has_faults(&[(pointer, "guessable")]);
        }
    }
    resets(&app, &token, OTHER_PASSWORD).await.is(204);
}

#[actix_web::test]
async fn a_few_unrelated_words_are_never_called_guessable() {
    let app = App::start().await;
    let words: Vec<_> = "gryning kapsyl tratt ödla pendel skaft bävern ljung mandel frost kvist ånga röjare snäcka tofs äpple".split(' ').collect();
    for start in 0..words.len() {
        let password = [0, 5, 7, 11].map(|step| words[(start + step) % words.len()]).join(" ");
        let new = json!({ "name": "Alva", "email": format!("a{start}@example.org"), "password": password });
        app.stranger().post("/registrations", new).await.is(202);
    }
}

#[actix_web::test]
async fn a_password_is_measured_in_characters_and_bytes() {
    let app = App::start().await;
    let outcomes = [
        (letters(14), Some("too-short")),
        (letters(15), None),
        (letters(256), None),
        (letters(257), Some("too-long")),
        (letters(1025), Some("too-long")),
        (format!("{}{}", letters(15), "🦔".repeat(241)), None),
        (format!("{}{}", letters(15), "🦔".repeat(242)), Some("too-long")),
        // Fourteen once they are composed.
        (format!("{}a\u{30a}", letters(13)), Some("too-short")),
        (format!("{}\0", letters(15)), Some("characters")),
    ];
    for (number, (password, fault)) in outcomes.into_iter().enumerate() {
        let new = json!({ "name": "Alva", "email": format!("a{number}@example.org"), "password": password });
        let answer = app.stranger().post("/registrations", new).await;
        match fault {
            Some(fault) => drop(answer.is(422).has_faults(&[("/password", fault)])),
            None => drop(answer.is(202)),
        }
    }
}

#[actix_web::test]
async fn no_character_of_a_password_is_cut_trimmed_or_folded() {
    let app = App::start().await;
    let password = format!(" {} ", letters(254));
    let new = json!({ "name": "Alva", "email": "alva@example.org", "password": password });
    app.stranger().post("/registrations", new).await.is(202);
    confirms_with(&app, &app.token_mailed_to("alva@example.org").await, &password).await.is(201);
    for close in [password.trim().to_owned(), password.to_uppercase(), format!("{}x", &password[..255]), format!("x{}", &password[1..])] {
        tries(&app, "alva@example.org", &close).await.is(401);
    }
    tries(&app, "alva@example.org", &password).await.is(201);
}

#[actix_web::test]
async fn a_password_is_the_same_however_its_letters_are_composed() {
    let app = App::start().await;
    let composed = "blåbär på fjället i regn";
    let apart = composed.replace('å', "a\u{30a}").replace('ä', "a\u{308}");
    for (email, chosen, given) in [("a@example.org", composed, apart.as_str()), ("b@example.org", &apart, composed)] {
        let new = json!({ "name": "Alva", "email": email, "password": chosen });
        app.stranger().post("/registrations", new).await.is(202);
        confirms_with(&app, &app.token_mailed_to(email).await, given).await.is(201);
        tries(&app, email, given).await.is(201);
    }
}
