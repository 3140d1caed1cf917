//! Organisations as a search over everything finds them, under present and former names.

use entity::kind::SearchKind;

use super::register;
use super::types::Suggested;
use crate::kernel::access::Viewer;
use crate::kernel::problem::Result;
use crate::kernel::search::{Ask, FULL, Findings, Found, Narrow, SAID, Shown};
use crate::kernel::words::Words;

/// An organisation stands in no group, has no author, and was not written on a day.
pub async fn find(viewer: &Viewer, ask: &Ask) -> Result<Vec<Findings>> {
    let meant = if ask.narrow == Narrow::default() { register::meant(viewer, &ask.query).await? } else { Vec::new() };
    let words = Words::of(&ask.query).count();
    let found = |(fit, Suggested { organisation, former_name }): (i64, Suggested)| {
        let length = Words::of(former_name.as_ref().unwrap_or(&organisation.name)).count().max(1);
        let score = fit * FULL / 100 + SAID * words.min(length) / length;
        Found { kind: SearchKind::Organisation, key: organisation.id.to_string(), score }
    };
    Ok(vec![Findings::all(SearchKind::Organisation, meant.into_iter().map(found).collect())])
}

/// A former name is told where it fits better.
pub async fn show(viewer: &Viewer, ask: &Ask, keys: &[String]) -> Result<Vec<Shown>> {
    let shown = |(_, Suggested { organisation, former_name }): (i64, Suggested)| {
        let key = organisation.id.to_string();
        keys.contains(&key).then(|| Shown {
            title: Some(organisation.name),
            text: former_name.unwrap_or_default(),
            language: None,
            group: None,
            author: None,
            at: None,
            path: format!("/organisations/{key}"),
            key,
        })
    };
    Ok(register::meant(viewer, &ask.query).await?.into_iter().filter_map(shown).collect())
}
