//! What of a text is shown of a hit: a piece of it, in runs, so that nothing in it becomes markup.

use serde::Serialize;
use utoipa::ToSchema;

use super::words::places;

/// How much of a text is shown before the first word that was meant, in bytes.
const BEFORE: usize = 60;
/// How much of a text is shown, in bytes.
const LENGTH: usize = 240;

/// A run of a snippet, as plain text
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Run {
    /// The text; not markup, also where it looks like it
    #[schema(max_length = 400, examples("medborgardialog"))]
    pub text: String,
    /// Whether it is what was looked for
    pub hit: bool,
}

/// The piece of a text around the first word that was meant, or its beginning. Words are asked about folded.
pub fn snippet(text: &str, is_meant: impl Fn(&str) -> bool) -> Vec<Run> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let words: Vec<_> = places(&text).into_iter().map(|(at, form)| (at, is_meant(&form))).collect();
    let first = words.iter().find(|(_, meant)| *meant).map_or(0, |(at, _)| at.start);
    let start = words.iter().map(|(at, _)| at.start).find(|at| at + BEFORE >= first).filter(|_| first > BEFORE).unwrap_or(0);
    let end = words.iter().map(|(at, _)| at.end).take_while(|end| *end <= start + LENGTH).last().unwrap_or(start);
    let whole = words.last().is_none_or(|(at, _)| at.end <= end);
    let end = if whole { text.len() } else { end };
    let mut runs = Runs::default();
    runs.add(if start > 0 { "… " } else { "" }, false);
    let mut done = start;
    for (at, meant) in words.iter().filter(|(at, _)| at.start >= start && at.end <= end) {
        runs.add(text.get(done..at.start).unwrap_or_default(), false);
        runs.add(text.get(at.clone()).unwrap_or_default(), *meant);
        done = at.end;
    }
    runs.add(text.get(done..end).unwrap_or_default(), false);
    runs.add(if whole { "" } else { " …" }, false);
    runs.0
}

#[derive(Default)]
struct Runs(Vec<Run>);

impl Runs {
    /// Goes on with the last run if it is of the same kind.
    fn add(&mut self, text: &str, hit: bool) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.hit == hit => last.text.push_str(text),
            _ => self.0.push(Run { text: text.to_owned(), hit }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, meant: &[&str]) -> String {
        let runs = snippet(text, |word| meant.contains(&word));
        runs.iter().map(|run| if run.hit { format!("[{}]", run.text) } else { run.text.clone() }).collect()
    }

    #[test]
    fn what_was_meant_is_marked_and_what_is_far_from_it_left_out() {
        assert_eq!(shown("Vi för <b>dialog</b>.", &["dialog"]), "Vi för <b>[dialog]</b>.");
        assert_eq!(shown("Åtta älvar", &["alvar"]), "Åtta [älvar]");
        assert_eq!(shown("Kort", &[]), "Kort");
        let long = shown(&format!("{}målet {}", "ordet ".repeat(80), "sedan ".repeat(80)), &["malet"]);
        assert!(long.starts_with("… ordet") && long.contains("[målet]") && long.ends_with("sedan …") && long.len() < 300, "{long}");
    }
}
