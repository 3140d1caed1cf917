//! Every query of rounds and answers.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use entity::id::{RoundAnswerId, WorksheetRoundId};
use entity::{round_answer, worksheet_round};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::policy::{Deed, started, visible_to};
use super::problems::{CLOSED, FULL, OPEN};
use super::statistics::{FEWEST, summary, texts};
use super::types::{
    NewRound, NewRoundAnswer, RoundAnswerView, RoundChange, ScaleResult, TextResult, ThemeResult, WorksheetRoundResult, WorksheetRoundView,
};
use crate::kernel::access::{Member, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::http::unknown;
use crate::kernel::page::{Listing, NoFilter, Order, Slice};
use crate::kernel::patch::Patch;
use crate::kernel::problem::{FORBIDDEN, NOT_FOUND, Problem, Result};
use crate::kernel::secret::{new_token, sha256};
use crate::kernel::text::Text;
use crate::kernel::throttle::Limit;
use crate::support_models::{self, FieldKind, Form, WorksheetPart};
use crate::worksheets::{self, Answered, Secret};

/// How long a round that no member started is kept after it was last used.
const LIFE: TimeDelta = TimeDelta::days(30);
/// How much of its life has to be gone before it is renewed.
const RENEWED_AFTER: TimeDelta = TimeDelta::days(1);
/// The most answers of a round.
const MOST: i32 = 1000;
/// How many rounds may be started from one address (IPv6: one /64), and how many answers given: a school, but not a flood.
const STARTED: Limit = Limit { name: "worksheet-rounds", attempts: 200, window: TimeDelta::hours(1) };
const ANSWERED: Limit = Limit { name: "round-answers", attempts: 2000, window: TimeDelta::hours(1) };

/// A round of which the caller may know. Only [`hold`] and starting one make one.
pub struct Held {
    system: System,
    row: worksheet_round::Model,
    form: Form,
    started: bool,
}

/// One that the caller started. Only [`Held::into_keeper`] makes one.
pub struct Keeper(Held);

impl Held {
    /// The round as it is shown.
    pub fn into_view(self, viewer: &Viewer) -> WorksheetRoundView {
        let parts = worksheets::answerable(&self.form);
        WorksheetRoundView::of(viewer, &self.row, self.form, parts, self.started)
    }

    /// The same, to be closed or deleted.
    pub fn into_keeper(self) -> Result<Keeper> {
        if Deed::Keep.is_for(self.started) { Ok(Keeper(self)) } else { Err(FORBIDDEN.lacking(Deed::Keep.name())) }
    }
}

/// Starts a round. The two secrets, to keep it and to answer it, are told to the caller.
pub async fn start(viewer: &Viewer, new: NewRound) -> Result<(Held, [String; 2])> {
    let NewRound { model, template, title } = new;
    let stored = support_models::form(viewer, model.as_str(), template.as_str()).await?;
    let form = support_models::form_in(&stored.document, viewer.language())?;
    if worksheets::answerable(&form).is_empty() {
        return Err(unknown("/template"));
    }
    let system = viewer.system("a visitor starts a round without an account");
    system.count_try(STARTED, &viewer.request().sender()).await?;
    let secrets = [new_token("torg_wr_")?, new_token("torg_wa_")?];
    let [secret_hash, answer_hash] = secrets.each_ref().map(|secret| sha256(secret.as_bytes()));
    let owner = viewer.actor().map(|actor| actor.id);
    let row = system
        .write(async |tx| {
            let row = worksheet_round::ActiveModel {
                id: ActiveValue::Set(WorksheetRoundId(tx.new_id())),
                title: ActiveValue::Set(title.into_string()),
                template_digest: ActiveValue::Set(worksheets::keep_template(tx, stored).await?),
                owner_id: ActiveValue::Set(owner),
                secret_hash: ActiveValue::Set(secret_hash),
                answer_hash: ActiveValue::Set(answer_hash),
                answer_count: ActiveValue::Set(0),
                created_at: ActiveValue::Set(tx.now()),
                closed_at: ActiveValue::Set(None),
                expires_at: ActiveValue::Set(tx.now() + LIFE),
            };
            Ok(worksheet_round::Entity::insert(row).exec_with_returning(tx.conn()).await?)
        })
        .await?;
    Ok((Held { system, row, form, started: true }, secrets))
}

/// Opens a round with one of its secrets, or as who started it. Otherwise it is not there.
pub async fn hold(viewer: &Viewer, id: WorksheetRoundId, secret: &Secret) -> Result<Held> {
    use worksheet_round::{Column, Entity};
    let now = viewer.now();
    let row = Entity::find_by_id(id).filter(visible_to(secret, viewer.actor(), now)).one(viewer.conn()).await?;
    let mut row = row.ok_or(NOT_FOUND)?;
    let form = worksheets::kept_form(viewer, &row.template_digest).await?;
    let system = viewer.system("the secret of a round is all that is known");
    if row.owner_id.is_none() && row.expires_at < now + LIFE - RENEWED_AFTER {
        row.expires_at = now + LIFE;
        let renewed = Entity::update_many().col_expr(Column::ExpiresAt, Expr::value(row.expires_at)).filter(Column::Id.eq(id));
        system.write(async |tx| Ok(renewed.exec(tx.conn()).await.map(drop)?)).await?;
    }
    let started = started(&row, secret, viewer.actor());
    Ok(Held { system, row, form, started })
}

/// The rounds that the caller started, the newest first.
pub async fn page(me: &Member, list: &Listing<NoFilter>) -> Result<Slice<worksheet_round::Model>> {
    use worksheet_round::{Column, Entity};
    let query = Entity::find().filter(Column::OwnerId.eq(me.id()));
    list.paging.fetch(me, query, Order { by: Column::Id, id: Column::Id, descending: true }).await
}

/// Whoever answers or closes a round waits here for their turn.
async fn lock(tx: &Tx, held: &Held) -> Result<worksheet_round::Model> {
    let row = worksheet_round::Entity::find_by_id(held.row.id).lock_exclusive().one(tx.conn()).await?;
    row.ok_or_else(|| NOT_FOUND.into())
}

/// Names or closes a round. Closed, it stays so.
pub async fn change(keeper: Keeper, change: RoundChange) -> Result<Held> {
    let RoundChange { title, closed } = change;
    let held = keeper.0;
    let system = held.system.clone();
    system
        .write(async |tx| {
            let before = lock(tx, &held).await?;
            let closed_at = match closed {
                Patch::Set(false) if before.closed_at.is_some() => return Err(CLOSED.into()),
                Patch::Set(true) => before.closed_at.or(Some(tx.now())),
                Patch::Set(false) | Patch::Absent => before.closed_at,
            };
            let row = worksheet_round::ActiveModel {
                id: ActiveValue::Unchanged(before.id),
                title: title.into_active(Text::into_string),
                closed_at: ActiveValue::Set(closed_at),
                ..Default::default()
            };
            let row = worksheet_round::Entity::update(row).exec(tx.conn()).await?;
            Ok(Held { row, ..held })
        })
        .await
}

/// Deletes a round with its answers.
pub async fn delete(keeper: &Keeper) -> Result<()> {
    let gone = worksheet_round::Entity::delete_by_id(keeper.0.row.id);
    keeper.0.system.write(async |tx| Ok(gone.exec(tx.conn()).await.map(drop)?)).await
}

/// Takes an answer. Nothing of it says when it was given, or by whom.
pub async fn answer(viewer: &Viewer, held: &Held, new: NewRoundAnswer) -> Result<RoundAnswerView> {
    let answered = worksheets::answered(&held.form, new.entries.0)?;
    let content = serde_json::to_string(&answered).map_err(Problem::internal)?;
    held.system.count_try(ANSWERED, &viewer.request().sender()).await?;
    held.system
        .write(async |tx| {
            let round = lock(tx, held).await?;
            match () {
                () if round.closed_at.is_some() => return Err(CLOSED.into()),
                () if round.answer_count >= MOST => return Err(FULL.into()),
                () => {}
            }
            let id = RoundAnswerId(tx.new_unordered_id());
            let row =
                round_answer::ActiveModel { id: ActiveValue::Set(id), round_id: ActiveValue::Set(round.id), content: ActiveValue::Set(content) };
            round_answer::Entity::insert(row).exec_without_returning(tx.conn()).await?;
            let answer_count = round.answer_count + 1;
            let counted = worksheet_round::ActiveModel {
                id: ActiveValue::Unchanged(round.id),
                answer_count: ActiveValue::Set(answer_count),
                ..Default::default()
            };
            worksheet_round::Entity::update(counted).exec(tx.conn()).await?;
            Ok(RoundAnswerView { id, answer_count })
        })
        .await
}

/// What came of a round that is closed.
pub async fn result(viewer: &Viewer, held: &Held) -> Result<WorksheetRoundResult> {
    let closed_at = held.row.closed_at.ok_or(OPEN)?;
    let rows = round_answer::Entity::find().filter(round_answer::Column::RoundId.eq(held.row.id)).all(viewer.conn()).await?;
    let mut entries = Vec::new();
    for row in rows {
        entries.extend(serde_json::from_str::<Vec<Answered>>(&row.content).map_err(Problem::internal)?);
    }
    let parts = worksheets::answerable(&held.form);
    let themes = parts.iter().flat_map(|part| themes_of(part, &entries, Deed::Keep.is_for(held.started))).collect();
    Ok(WorksheetRoundResult { answer_count: held.row.answer_count, fewest: FEWEST, closed_at, themes })
}

/// A part's themes: its own choices where it has an entry for each, or else the part itself.
fn themes_of(part: &WorksheetPart, entries: &[Answered], with_texts: bool) -> Vec<ThemeResult> {
    let of_part: Vec<_> = entries.iter().filter(|entry| entry.part == part.key).collect();
    let Some(subject) = worksheets::subject(part) else { return vec![theme(part, None, &part.title, &of_part, with_texts)] };
    let mut by_theme: BTreeMap<&str, Vec<&Answered>> = BTreeMap::new();
    for entry in of_part {
        if let Some(theme) = entry.values.get(&subject.key).and_then(serde_json::Value::as_str) {
            by_theme.entry(theme).or_default().push(entry);
        }
    }
    let of_choice = |key: &str| by_theme.get(key).map(Vec::as_slice).unwrap_or_default();
    subject.choices.iter().map(|choice| theme(part, Some(&choice.key), &choice.title, of_choice(&choice.key), with_texts)).collect()
}

fn theme(part: &WorksheetPart, key: Option<&String>, title: &str, entries: &[&Answered], with_texts: bool) -> ThemeResult {
    let of_kind = |kind| part.fields.iter().filter(move |field| field.kind == kind);
    let scales = of_kind(FieldKind::Scale).map(|field| {
        let values = entries.iter().filter_map(|entry| entry.values.get(&field.key)?.as_i64());
        let values: Vec<_> = values.filter_map(|value| i32::try_from(value).ok()).collect();
        ScaleResult { field: field.key.clone(), label: field.label.clone(), count: values.len(), summary: summary(values) }
    });
    let written = of_kind(FieldKind::Text).map(|field| {
        let given: Vec<_> = entries.iter().filter_map(|entry| Some(entry.values.get(&field.key)?.as_str()?.to_owned())).collect();
        TextResult { field: field.key.clone(), label: field.label.clone(), count: given.len(), texts: texts(given) }
    });
    ThemeResult {
        part: part.key.clone(),
        theme: key.cloned(),
        title: title.to_owned(),
        scales: scales.collect(),
        texts: with_texts.then(|| written.collect()),
    }
}

/// Forgets the rounds of nobody that nobody has used for so long.
pub async fn forget(system: &System) -> Result<()> {
    use worksheet_round::{Column, Entity};
    let old = Entity::delete_many().filter(Column::ExpiresAt.lte(system.now())).filter(Column::OwnerId.is_null());
    system.write(async |tx| Ok(old.exec(tx.conn()).await.map(drop)?)).await
}
