//! What somebody may mean who has not finished typing.

use super::types::Suggestions;
use crate::kernel::access::Member;
use crate::kernel::problem::Result;
use crate::kernel::text::Text;
use crate::members::{self, Search, Sort, Window};
use crate::{organisations, vocabulary};

/// Suggestions of each kind at most.
const MOST: usize = 10;

pub async fn of(me: &Member, q: &Text<1, 80>) -> Result<Suggestions> {
    let named = Search { q: Some(q.clone()), only_names: true, sort: Some(Sort::Best), ..Search::default() };
    let found = members::search(me, &named, &Window { after: None, skip: 0, limit: MOST }).await?.found;
    let mut cards = members::cards(me, found.iter().map(|found| found.id).collect()).await?;
    Ok(Suggestions {
        members: found.iter().filter_map(|found| cards.remove(&found.id)).collect(),
        competences: vocabulary::suggest_competences(me, q.as_str(), MOST).await?,
        organisations: organisations::suggest(me, q.as_str(), MOST).await?,
        places: vocabulary::suggest_places(me, q.as_str(), MOST).await?,
    })
}
