//! `docs/first-steps.md` promises; the program keeps it.

use std::fs;
use std::process::Command;

use tests::Place;

/// Ends what one block of commands said.
const END: &str = "=== end of block ===";

/// The fenced blocks: what they are, and their lines.
fn blocks(text: &str) -> Vec<(&str, &str)> {
    let fenced = text.split("```").enumerate().filter(|(place, _)| place % 2 == 1);
    fenced.map(|(_, block)| block.split_once('\n').expect("a block begins with what it is")).collect()
}

/// Whether the parts of the promise, which `…` divides, stand in the line, in their order.
fn keeps(line: &str, promise: &str) -> bool {
    let mut rest = line;
    promise.split('…').enumerate().all(|(place, part)| match rest.find(part) {
        Some(at) if place > 0 || at == 0 => {
            rest = &rest[at + part.len()..];
            true
        }
        _ => false,
    })
}

#[actix_web::test]
async fn each_command_of_the_first_steps_answers_as_they_say() {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/first-steps.md")).expect("the first steps");
    let blocks = blocks(&text);
    assert_eq!(blocks[0], ("console", "cargo run --release\n"), "they begin with the server");
    let (mut script, mut promises) = (String::new(), Vec::new());
    for pair in blocks[1..].chunks(2) {
        let [("sh", commands), ("json" | "text", promised)] = pair else { panic!("commands, then what they answer: {pair:?}") };
        script += &format!("{commands}\necho '{END}'\n");
        promises.push((*commands, *promised));
    }
    assert!(promises.len() > 10, "{}", promises.len());

    let place = Place::new().await;
    let torg = place.serve();
    let script = script.replace("http://127.0.0.1:8080", &torg.base);
    let ran = Command::new("bash").args(["-euo", "pipefail", "-c", &script]).current_dir(&place.folder).output().expect("bash");
    let said = String::from_utf8(ran.stdout).expect("text");
    assert!(ran.status.success(), "{said}\n{}", String::from_utf8_lossy(&ran.stderr));

    for ((commands, promised), said) in promises.into_iter().zip(said.split(END)) {
        let mut lines = said.lines();
        for promise in promised.lines() {
            assert!(lines.any(|line| keeps(line, promise)), "{commands}\npromises {promise}\nand says {said}");
        }
    }
    torg.stop();
}
