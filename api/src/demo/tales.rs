//! The example bank: what the invented people tell of what they have done. Once, in the first block.

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::ExampleId;
use entity::kind::{ExampleState, TagKind};
use entity::{example, example_organisation, example_tag};

use super::cast::{ALVA, CAST};
use super::chance::{Ids, moment};
use super::maker::{Joined, Maker};
use super::material::Example;
use super::rows::Rows;
use crate::kernel::typeset::fold;

/// Of so many examples one is not published yet.
const WAITING: usize = 8;
/// How long an example is worked on before it is handed in.
const WORK: TimeDelta = TimeDelta::days(3);

/// Has the people of the first block tell their tales.
pub fn tell(maker: &mut Maker<'_>, people: &[Joined], rows: &mut Rows) {
    let mut begun: Vec<_> = maker.material.examples.iter().enumerate().filter_map(|(place, source)| begin(maker, place, source, people)).collect();
    begun.sort_by_key(|(at, ..)| *at);
    let Some((first, ..)) = begun.first() else { return };
    let ids = Ids::from(*first);
    for (at, place, author, source) in begun {
        write_down(maker, ExampleId(ids.at(at)), at, place, author, source, rows);
    }
}

/// Who tells a tale, and when they begin to write: some time after they joined.
fn begin<'a>(maker: &mut Maker<'_>, place: usize, source: &'a Example, people: &[Joined]) -> Option<(DateTime<Utc>, usize, Joined, &'a Example)> {
    let number = if place.is_multiple_of(WAITING) { ALVA } else { CAST.len() + place * people.len() / 120 };
    let author = *people.get(number)?;
    let until = maker.end - WORK - TimeDelta::days(1);
    Some((moment(&mut maker.rng, author.at.min(until), until), place, author, source))
}

fn write_down(maker: &Maker<'_>, id: ExampleId, at: DateTime<Utc>, place: usize, author: Joined, source: &Example, rows: &mut Rows) {
    let state = match place {
        0 => ExampleState::Draft,
        _ if place.is_multiple_of(WAITING) => ExampleState::Submitted,
        _ => ExampleState::Published,
    };
    let submitted_at = (state != ExampleState::Draft).then(|| at + WORK);
    let published_at = submitted_at.filter(|_| state == ExampleState::Published);
    rows.examples.push(example::Model {
        id,
        author_id: author.id,
        kind: source.kind,
        state,
        area: source.area,
        language: source.language,
        title: source.title.clone(),
        summary: Some(source.summary.clone()),
        municipality_code: source.municipality.clone(),
        started: source.started.clone(),
        ended: source.ended.clone(),
        method: source.method.clone(),
        result: source.result.clone(),
        lessons: source.lessons.clone(),
        links: source.links.to_string(),
        credit: place.is_multiple_of(3),
        review_note: None,
        sort_key: maker.swedish.sort_key(&source.title),
        search_text: fold(&format!("{} {}", source.title, source.summary)),
        version: 0,
        submitted_at,
        published_at,
        confirmed_at: published_at,
        updated_at: submitted_at.unwrap_or(at),
        created_at: at,
    });
    let organisation = maker.employers.iter().find(|employer| Some(employer.key) == source.organisation.as_deref());
    rows.example_organisations.extend(organisation.map(|employer| example_organisation::Model { example_id: id, organisation_id: employer.id }));
    let tag = |kind, value| example_tag::Model { example_id: id, kind, value };
    rows.example_tags.extend(source.target_groups.iter().map(|group| tag(TagKind::TargetGroup, group.as_str().to_owned())));
    rows.example_tags.extend(source.themes.iter().map(|theme| tag(TagKind::Theme, theme.clone())));
    rows.example_tags.extend(source.global_goals.iter().map(|goal| tag(TagKind::GlobalGoal, goal.to_string())));
}
