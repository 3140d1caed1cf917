//! A few worksheets that members filled in, and a round that twelve answered.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::{MemberId, RoundAnswerId, WorksheetEntryId, WorksheetId, WorksheetRoundId, WorksheetShareId};
use entity::kind::WorksheetRole;
use entity::{round_answer, worksheet, worksheet_entry, worksheet_round, worksheet_share, worksheet_template};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::chance::Ids;
use super::rows::Rows;
use crate::kernel::access::System;
use crate::kernel::clock::Clock;
use crate::kernel::problem::{Problem, Result};
use crate::kernel::secret::{new_token, sha256};
use crate::support_models;

/// What there is to fill in, and what is filled in.
pub struct Sheets {
    source: Source,
    /// The templates, by model.
    templates: HashMap<String, worksheet_template::Model>,
}

#[derive(Deserialize)]
struct Source {
    worksheets: Vec<Sheet>,
    round: Round,
}

/// Members are told by their place among those of the first block, groups by theirs.
#[derive(Deserialize)]
struct Sheet {
    owner: usize,
    writer: Option<usize>,
    group: Option<usize>,
    title: String,
    model: String,
    template: String,
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Round {
    owner: usize,
    title: String,
    model: String,
    template: String,
    answers: Vec<Value>,
}

#[derive(Deserialize)]
struct Entry {
    part: String,
    values: Map<String, Value>,
}

impl Sheets {
    /// Reads what is shipped, and the templates as they are now.
    pub async fn read(system: &System) -> Result<Self> {
        let source: Source = serde_json::from_str(include_str!("../../data/demo/worksheets.json")).map_err(Problem::internal)?;
        let used = source.worksheets.iter().map(|sheet| (&sheet.model, &sheet.template));
        let mut templates = HashMap::new();
        for (model, template) in used.chain([(&source.round.model, &source.round.template)]) {
            let form = support_models::form_for(system, model, template).await?;
            let digest = sha256(form.document.as_bytes());
            let row = worksheet_template::Model { digest, model_key: form.model, model_version: form.version, document: form.document };
            templates.insert(model.clone(), row);
        }
        Ok(Self { source, templates })
    }
}

impl Sheets {
    /// Fills in the worksheets and the round, as members of the first block, some weeks before the end.
    pub fn fill(&self, end: DateTime<Utc>, rows: &mut Rows) -> Result<()> {
        let (at, people) = (end - TimeDelta::days(40), rows.members.iter().map(|member| member.id).collect::<Vec<_>>());
        let ids = Ids::from(at);
        rows.templates.extend(self.templates.values().cloned());
        for sheet in &self.source.worksheets {
            self.enter(sheet, &people, &ids, at, rows)?;
        }
        let Round { owner, title, model, answers, .. } = &self.source.round;
        let (Some(template), Some(owner)) = (self.templates.get(model), people.get(*owner)) else { return Ok(()) };
        let id = WorksheetRoundId(ids.at(at));
        rows.rounds.push(worksheet_round::Model {
            id,
            title: title.clone(),
            template_digest: template.digest.clone(),
            owner_id: Some(*owner),
            secret_hash: unknown_secret()?,
            answer_hash: unknown_secret()?,
            answer_count: i32::try_from(answers.len()).map_err(Problem::internal)?,
            created_at: at,
            closed_at: Some(at + TimeDelta::days(14)),
            expires_at: at,
        });
        let answer =
            |entries: &Value| round_answer::Model { id: RoundAnswerId(Clock::new_unordered_id()), round_id: id, content: entries.to_string() };
        rows.answers.extend(answers.iter().map(answer));
        Ok(())
    }

    fn enter(&self, sheet: &Sheet, people: &[MemberId], new_ids: &Ids, at: DateTime<Utc>, rows: &mut Rows) -> Result<()> {
        let Some(template) = self.templates.get(&sheet.model) else { return Ok(()) };
        let id = WorksheetId(new_ids.at(at));
        rows.worksheets.push(worksheet::Model {
            id,
            template_digest: template.digest.clone(),
            title: Some(sheet.title.clone()),
            secret_hash: unknown_secret()?,
            created_at: at,
            expires_at: at,
        });
        let member = |place: Option<usize>| place.and_then(|place| people.get(place)).copied();
        let group = sheet.group.and_then(|place| rows.groups.get(place)).map(|group| group.id);
        let parts = [
            (member(Some(sheet.owner)), None, WorksheetRole::Owner),
            (member(sheet.writer), None, WorksheetRole::Writer),
            (None, group, WorksheetRole::Reader),
        ];
        let there = parts.into_iter().filter(|(member, group, _)| member.is_some() || group.is_some());
        rows.shares.extend(there.map(|(member_id, group_id, role)| {
            let id_of_share = WorksheetShareId(new_ids.at(at));
            worksheet_share::Model { id: id_of_share, worksheet_id: id, member_id, group_id, role, created_at: at }
        }));
        let ids: Vec<_> = sheet.entries.iter().map(|_| WorksheetEntryId(new_ids.at(at))).collect();
        rows.entries.extend(sheet.entries.iter().zip(&ids).map(|(entry, own)| worksheet_entry::Model {
            id: *own,
            worksheet_id: id,
            part: entry.part.clone(),
            content: Value::Object(entry.values.iter().map(|(key, value)| (key.clone(), named(value, &ids))).collect()).to_string(),
            versions: "{}".to_owned(),
            version: 0,
            created_at: at,
            updated_at: at,
        }));
        Ok(())
    }
}

/// A value with each `#2` replaced by the id of the entry that stands there.
fn named(value: &Value, ids: &[WorksheetEntryId]) -> Value {
    let id = |text: &Value| ids.get(text.as_str()?.strip_prefix('#')?.parse::<usize>().ok()?).map(|id| Value::from(id.to_string()));
    match value {
        Value::Array(items) => items.iter().map(|item| id(item).unwrap_or_else(|| item.clone())).collect(),
        other => other.clone(),
    }
}

/// The hash of a secret that nobody is told.
fn unknown_secret() -> Result<String> {
    Ok(sha256(new_token("")?.as_bytes()))
}
