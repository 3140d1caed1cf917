//! Members as a search over everything finds them: by the index of members, with its privacy.

use std::str::FromStr;

use entity::id::MemberId;
use entity::kind::SearchKind;
use uuid::Uuid;

use crate::groups;
use crate::kernel::access::Viewer;
use crate::kernel::problem::Result;
use crate::kernel::search::{Ask, FULL, Findings, Found, Narrow, Shown};
use crate::kernel::text::Text;
use crate::members::{self, MemberCard, Points, Search};

/// Points of the directory for a word that fits fully.
const WORD: i64 = 300;
/// What is in common with the viewer counts by this part of its points in the directory.
const COMMON: i64 = 4;

/// Visitors find nobody. Nobody is found by what they wrote, in which language or when.
pub async fn find(viewer: &Viewer, ask: &Ask) -> Result<Vec<Findings>> {
    let (q, words) = words(ask);
    if viewer.actor().is_none() || q.is_none() || ask.narrow != (Narrow { group: ask.narrow.group, ..Narrow::default() }) {
        return Ok(vec![Findings::all(SearchKind::Member, Vec::new())]);
    }
    let groups = match ask.narrow.group {
        Some(group) => Some(groups::readable_among(viewer, vec![group]).await?),
        None => None,
    };
    let search = Search { q, only_names: ask.typing, groups, ..Search::default() };
    let (top, count) = members::top(viewer, &search, ask.most).await?;
    let found = top.into_iter().map(|(id, points)| Found { kind: SearchKind::Member, key: id.to_string(), score: score(&points, words) });
    Ok(vec![Findings { kind: SearchKind::Member, found: found.collect(), count, more: false }])
}

/// As many words as the directory takes at once, and how many those are.
fn words(ask: &Ask) -> (Option<Text<1, 80>>, i64) {
    let (mut taken, mut count) = (String::new(), 0);
    for word in &ask.words {
        if taken.chars().count() + word.form.chars().count() >= 80 {
            break;
        }
        taken = format!("{taken} {}", word.form);
        count += 1;
    }
    (Text::parse(&taken).ok(), count)
}

fn score(points: &Points, words: i64) -> i64 {
    points.text * FULL / (WORD * words.max(1)) + (points.sum() - points.text) / COMMON
}

pub async fn show(viewer: &Viewer, keys: Vec<String>) -> Result<Vec<Shown>> {
    let ids = keys.iter().filter_map(|key| Uuid::from_str(key).ok()).map(MemberId).collect();
    let shown = |card: MemberCard| Shown {
        key: card.id.to_string(),
        title: Some(card.name),
        text: card.headline.unwrap_or_default(),
        language: None,
        group: None,
        author: None,
        at: None,
        path: format!("/members/{}", card.id),
    };
    Ok(members::cards(viewer, ids).await?.into_values().map(shown).collect())
}
