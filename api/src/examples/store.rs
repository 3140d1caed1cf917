//! Every change of an example.

use std::collections::BTreeSet;

use entity::example::{ActiveModel, Entity, Model};
use entity::id::{ExampleId, OrganisationId};
use entity::kind::{ExampleState, TagKind};
use entity::{example_organisation, example_tag};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::json;

use super::lifecycle::{Step, after, expect_whole};
use super::notices;
use super::policy::{Edit, Review, Write};
use super::problems::NOT_NOW;
use super::reading;
use super::types::{Decision, ExampleChange, NewExample, NewExampleLink};
use crate::kernel::access::{Granted, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::http::IfMatch;
use crate::kernel::patch::Patch;
use crate::kernel::problem::{INVALID, NOT_FOUND, OrConflict, Result};
use crate::kernel::text::{Code, List, LongText, Month, Slug, Text, Whole};
use crate::kernel::typeset::fold;
use crate::{organisations, vocabulary};

/// Refuses themes and organisations that there are not, all at once.
pub async fn expect_known(viewer: &Viewer, themes: Option<&List<Slug, 10>>, organisations: Option<&List<OrganisationId, 20>>) -> Result<()> {
    let keys: Vec<_> = themes.into_iter().flat_map(|themes| &themes.0).map(|key| key.as_str().to_owned()).collect();
    let ids: Vec<_> = organisations.into_iter().flat_map(|ids| ids.0.iter().copied()).collect();
    let known_themes = vocabulary::themes(viewer, keys.clone()).await?;
    let known_organisations = organisations::cards(viewer, ids.clone()).await?;
    let themes = keys.iter().enumerate().filter(|(_, key)| !known_themes.contains_key(*key)).map(|(place, _)| format!("/themes/{place}"));
    let others = ids.iter().enumerate().filter(|(_, id)| !known_organisations.contains_key(id)).map(|(place, _)| format!("/organisations/{place}"));
    let faults: Vec<_> = themes.chain(others).map(Fault::unknown).collect();
    if faults.is_empty() { Ok(()) } else { Err(INVALID.pointing_at(faults)) }
}

/// Refuses an end before the beginning. A year is earlier than its months.
fn expect_in_order(started: Option<&str>, ended: Option<&str>) -> Result<()> {
    let backwards = started.zip(ended).is_some_and(|(started, ended)| {
        let precision = started.len().min(ended.len());
        ended.get(..precision) < started.get(..precision)
    });
    if backwards { Err(INVALID.pointing_at(vec![Fault::new("/ended", Wrong::Clash("started"))])) } else { Ok(()) }
}

fn searchable(title: &str, summary: Option<&str>) -> String {
    fold(&format!("{title} {}", summary.unwrap_or_default()))
}

fn links(links: List<NewExampleLink, 10>) -> String {
    let link = |NewExampleLink { title, url }: NewExampleLink| json!({ "title": title.as_str(), "url": url.as_str() });
    links.0.into_iter().map(link).collect::<serde_json::Value>().to_string()
}

pub async fn begin(tx: &Tx, right: Granted<Write>, new: NewExample) -> Result<Model> {
    let NewExample {
        kind,
        area,
        language,
        title,
        summary,
        target_groups,
        municipality,
        organisations,
        started,
        ended,
        method,
        result,
        lessons,
        links: further,
        themes,
        global_goals,
        credit,
    } = new;
    let (started, ended) = (started.map(Month::into_string), ended.map(Month::into_string));
    expect_in_order(started.as_deref(), ended.as_deref())?;
    let summary = summary.map(Text::into_string);
    let row = ActiveModel {
        id: ActiveValue::Set(ExampleId(tx.new_id())),
        author_id: ActiveValue::Set(right.by()),
        kind: ActiveValue::Set(kind),
        state: ActiveValue::Set(ExampleState::Draft),
        area: ActiveValue::Set(area),
        language: ActiveValue::Set(language),
        sort_key: ActiveValue::Set(tx.sort_key(title.as_str())),
        search_text: ActiveValue::Set(searchable(title.as_str(), summary.as_deref())),
        title: ActiveValue::Set(title.into_string()),
        summary: ActiveValue::Set(summary),
        municipality_code: ActiveValue::Set(municipality.map(Code::into_string)),
        started: ActiveValue::Set(started),
        ended: ActiveValue::Set(ended),
        method: ActiveValue::Set(method.map(LongText::into_string)),
        result: ActiveValue::Set(result.map(LongText::into_string)),
        lessons: ActiveValue::Set(lessons.map(LongText::into_string)),
        links: ActiveValue::Set(links(further)),
        credit: ActiveValue::Set(credit),
        review_note: ActiveValue::Set(None),
        version: ActiveValue::Set(0),
        submitted_at: ActiveValue::Set(None),
        published_at: ActiveValue::Set(None),
        confirmed_at: ActiveValue::Set(None),
        updated_at: ActiveValue::Set(tx.now()),
        created_at: ActiveValue::Set(tx.now()),
    };
    let row = Entity::insert(row).exec_with_returning(tx.conn()).await.or_unknown("/municipality")?;
    tag(tx, row.id, TagKind::TargetGroup, target_groups.0.into_iter().map(|group| group.as_str().to_owned())).await?;
    tag(tx, row.id, TagKind::Theme, themes.0.into_iter().map(Slug::into_string)).await?;
    tag(tx, row.id, TagKind::GlobalGoal, global_goals.0.into_iter().map(|Whole(goal)| goal.to_string())).await?;
    involve(tx, row.id, organisations).await?;
    Ok(row)
}

/// Gives an example these tags of a kind, each once, instead of those that it has.
async fn tag(tx: &Tx, example: ExampleId, kind: TagKind, values: impl Iterator<Item = String>) -> Result<()> {
    use example_tag::{ActiveModel, Column, Entity};
    Entity::delete_many().filter(Column::ExampleId.eq(example)).filter(Column::Kind.eq(kind)).exec(tx.conn()).await?;
    let values: BTreeSet<_> = values.collect();
    let row = |value| ActiveModel { example_id: ActiveValue::Set(example), kind: ActiveValue::Set(kind), value: ActiveValue::Set(value) };
    if !values.is_empty() {
        Entity::insert_many(values.into_iter().map(row)).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// Says which organisations take part, instead of those that were said to.
async fn involve(tx: &Tx, example: ExampleId, organisations: List<OrganisationId, 20>) -> Result<()> {
    use example_organisation::{ActiveModel, Column, Entity};
    Entity::delete_many().filter(Column::ExampleId.eq(example)).exec(tx.conn()).await?;
    let ids: BTreeSet<_> = organisations.0.into_iter().collect();
    let row = |id| ActiveModel { example_id: ActiveValue::Set(example), organisation_id: ActiveValue::Set(id) };
    if !ids.is_empty() {
        Entity::insert_many(ids.into_iter().map(row)).exec_without_returning(tx.conn()).await.or_unknown("/organisations")?;
    }
    Ok(())
}

/// The example as it is now, locked, and of the version that was seen.
async fn seen(tx: &Tx, id: ExampleId, seen: IfMatch) -> Result<Model> {
    let row = Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?.ok_or(NOT_FOUND)?;
    seen.expect(row.version)?;
    Ok(row)
}

fn or<T>(patch: Patch<Option<T>>, text: impl FnOnce(T) -> String, before: Option<String>) -> Option<String> {
    match patch {
        Patch::Absent => before,
        Patch::Set(new) => new.map(text),
    }
}

pub async fn edit(tx: &Tx, right: Granted<Edit>, version: IfMatch, change: ExampleChange) -> Result<Model> {
    let ExampleChange {
        kind,
        area,
        language,
        title,
        summary,
        target_groups,
        municipality,
        organisations,
        started,
        ended,
        method,
        result,
        lessons,
        links: further,
        themes,
        global_goals,
        credit,
    } = change;
    let before = seen(tx, right.on().id, version).await?;
    let state = after(before.state, Step::Edit)?;
    let id = before.id;
    let (started, ended) = (or(started, Month::into_string, before.started), or(ended, Month::into_string, before.ended));
    expect_in_order(started.as_deref(), ended.as_deref())?;
    let summary = or(summary, Text::into_string, before.summary);
    let title = title.get().map_or(before.title, |title| title.as_str().to_owned());
    let row = ActiveModel {
        id: ActiveValue::Unchanged(id),
        kind: kind.into_active(|kind| kind),
        area: area.into_active(|area| area),
        language: language.into_active(|language| language),
        state: ActiveValue::Set(state),
        sort_key: ActiveValue::Set(tx.sort_key(&title)),
        search_text: ActiveValue::Set(searchable(&title, summary.as_deref())),
        title: ActiveValue::Set(title),
        summary: ActiveValue::Set(summary),
        municipality_code: municipality.into_active(|code| code.map(Code::into_string)),
        started: ActiveValue::Set(started),
        ended: ActiveValue::Set(ended),
        method: method.into_active(|text| text.map(LongText::into_string)),
        result: result.into_active(|text| text.map(LongText::into_string)),
        lessons: lessons.into_active(|text| text.map(LongText::into_string)),
        links: further.into_active(links),
        credit: credit.into_active(|credit| credit),
        version: ActiveValue::Set(before.version + 1),
        updated_at: ActiveValue::Set(tx.now()),
        ..Default::default()
    };
    let row = Entity::update(row).exec(tx.conn()).await.or_unknown("/municipality")?;
    if let Patch::Set(groups) = target_groups {
        tag(tx, id, TagKind::TargetGroup, groups.0.into_iter().map(|group| group.as_str().to_owned())).await?;
    }
    if let Patch::Set(themes) = themes {
        tag(tx, id, TagKind::Theme, themes.0.into_iter().map(Slug::into_string)).await?;
    }
    if let Patch::Set(goals) = global_goals {
        tag(tx, id, TagKind::GlobalGoal, goals.0.into_iter().map(|Whole(goal)| goal.to_string())).await?;
    }
    if let Patch::Set(organisations) = organisations {
        involve(tx, id, organisations).await?;
    }
    if state == ExampleState::Submitted {
        whole(tx, &row).await?;
    }
    Ok(row)
}

/// What waits for an editor, or is read by anybody, stays whole.
async fn whole(tx: &Tx, row: &Model) -> Result<()> {
    let parts = reading::parts(tx.conn(), vec![row.id]).await?.remove(&row.id).unwrap_or_default();
    expect_whole(row, &parts)
}

/// A draft, or what was withdrawn, is gone for good. What is read or waits is withdrawn or taken back first.
pub async fn discard(tx: &Tx, right: Granted<Edit>) -> Result<()> {
    let row = Entity::find_by_id(right.on().id).lock_exclusive().one(tx.conn()).await?.ok_or(NOT_FOUND)?;
    if after(row.state, Step::Edit)? == ExampleState::Submitted {
        return Err(NOT_NOW.into());
    }
    Entity::delete_by_id(row.id).exec(tx.conn()).await?;
    Ok(())
}

/// Its author hands it in, takes it back or withdraws it.
pub async fn step(tx: &Tx, right: Granted<Edit>, version: IfMatch, to: ExampleState) -> Result<Model> {
    let before = seen(tx, right.on().id, version).await?;
    let state = after(before.state, Step::Author(to))?;
    if state == ExampleState::Submitted {
        whole(tx, &before).await?;
    }
    let now = ActiveValue::Set(Some(tx.now()));
    let submitted_at = if state == ExampleState::Submitted { now } else { ActiveValue::NotSet };
    moved(tx, &before, ActiveModel { state: ActiveValue::Set(state), submitted_at, ..Default::default() }).await
}

/// Its author says that it is still right, which holds for a year.
pub async fn confirm(tx: &Tx, right: Granted<Edit>, version: IfMatch) -> Result<Model> {
    let before = seen(tx, right.on().id, version).await?;
    after(before.state, Step::Confirm)?;
    let row = moved(tx, &before, ActiveModel { confirmed_at: ActiveValue::Set(Some(tx.now())), ..Default::default() }).await?;
    notices::review_later(tx, &row).await?;
    Ok(row)
}

/// An editor publishes it, sends it back or withdraws it, and its author is told.
pub async fn decide(tx: &Tx, right: Granted<Review>, version: IfMatch, decision: Decision) -> Result<Model> {
    let before = seen(tx, right.on().id, version).await?;
    let Decision { state, reason } = decision;
    let state = after(before.state, Step::Editor(state))?;
    let publishes = state == ExampleState::Published;
    if !publishes && reason.is_none() {
        return Err(INVALID.pointing_at(vec![Fault::new("/reason", Wrong::Missing)]));
    }
    let at = |earlier: Option<_>| if publishes { ActiveValue::Set(earlier.or(Some(tx.now()))) } else { ActiveValue::NotSet };
    let change = ActiveModel {
        state: ActiveValue::Set(state),
        review_note: ActiveValue::Set(reason.map(LongText::into_string)),
        published_at: at(before.published_at),
        confirmed_at: at(None),
        ..Default::default()
    };
    let row = moved(tx, &before, change).await?;
    if publishes {
        notices::review_later(tx, &row).await?;
    }
    notices::decided(tx, &row).await?;
    Ok(row)
}

async fn moved(tx: &Tx, before: &Model, change: ActiveModel) -> Result<Model> {
    let row = ActiveModel {
        id: ActiveValue::Unchanged(before.id),
        version: ActiveValue::Set(before.version + 1),
        updated_at: ActiveValue::Set(tx.now()),
        ..change
    };
    Ok(Entity::update(row).exec(tx.conn()).await?)
}
