//! What is told by mail about support models: to its editors that a review is due, to whoever
//! contributed what became of it.

use entity::id::{ContributionId, MemberId};
use entity::kind::{ContributionState, Language};
use entity::{contribution, support_model, support_model_editor};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::document::Document;
use crate::accounts;
use crate::kernel::access::System;
use crate::kernel::mail::Mail;
use crate::kernel::outbox::Notice;
use crate::kernel::problem::{Problem, Result};

/// A model that is to be reviewed, and an editor of it.
#[derive(Debug, Serialize, Deserialize)]
struct Due {
    model: String,
    editor: MemberId,
}

/// A contribution that was answered.
#[derive(Debug, Serialize, Deserialize)]
pub struct Answered {
    /// The contribution.
    pub contribution: ContributionId,
}

/// A contribution was answered.
pub const ANSWERED: Notice =
    Notice { kind: "support-models.contribution-answered", write: |system, about| Box::pin(async move { answered(&system, about).await }) };

/// The next review of a model is due.
const DUE: Notice = Notice { kind: "support-models.review-due", write: |system, about| Box::pin(async move { due(&system, about).await }) };

/// All of them.
pub const ALL: &[Notice] = &[ANSWERED, DUE];

/// Has the editors of each model that is to be reviewed told of it, once for each day of review.
pub async fn remind(system: &System) -> Result<()> {
    use support_model::{Column, Entity};
    let due = Entity::find().filter(Column::NextReviewOn.lte(system.now().date_naive())).all(system.conn()).await?;
    for model in due.into_iter().filter(|model| model.reminded_on != Some(model.next_review_on)) {
        system
            .write(async |tx| {
                // Whoever becomes an editor later hears of it then.
                use support_model_editor::{Column, Entity as Editors};
                let editors = Editors::find().filter(Column::ModelKey.eq(model.key.as_str())).all(tx.conn()).await?;
                if editors.is_empty() {
                    return Ok(());
                }
                let reminded = support_model::ActiveModel {
                    key: ActiveValue::Unchanged(model.key.clone()),
                    reminded_on: ActiveValue::Set(Some(model.next_review_on)),
                    ..Default::default()
                };
                Entity::update(reminded).exec(tx.conn()).await?;
                for editor in editors {
                    tx.tell(&DUE, &Due { model: model.key.clone(), editor: editor.member_id }).await?;
                }
                Ok(())
            })
            .await?;
    }
    Ok(())
}

async fn due(system: &System, about: Value) -> Result<Option<Mail>> {
    let Due { model, editor } = serde_json::from_value(about).map_err(Problem::internal)?;
    let Some((row, [swedish, english])) = titled(system, model).await? else { return Ok(None) };
    let (sv, en) = (
        format!(
            "Stödmodellen ”{swedish}” skulle ha granskats senast {}.\n\nGå igenom den, ändra det som inte längre stämmer och ge ut den på nytt. Till dess står det vid modellen att granskningen har dröjt.\n",
            row.next_review_on
        ),
        format!(
            "The support model “{english}” was to be reviewed by {}.\n\nGo through it, change what no longer holds and publish it anew. Until then the model says that its review is overdue.\n",
            row.next_review_on
        ),
    );
    accounts::letter(system, editor, ("En stödmodell ska granskas", "A support model is to be reviewed"), (&sv, &en)).await
}

async fn answered(system: &System, about: Value) -> Result<Option<Mail>> {
    let Answered { contribution } = serde_json::from_value(about).map_err(Problem::internal)?;
    let Some(row) = contribution::Entity::find_by_id(contribution).one(system.conn()).await? else { return Ok(None) };
    let Some((_, [swedish, english])) = titled(system, row.model_key).await? else { return Ok(None) };
    let (became_sv, became_en) = match row.state {
        ContributionState::Accepted => ("har tagits emot", "was accepted"),
        ContributionState::Declined | ContributionState::Pending => ("togs inte med", "was not taken in"),
    };
    let said = row.answer.map(|answer| format!("\n\n{answer}")).unwrap_or_default();
    let (sv, en) = (
        format!("Ditt bidrag till stödmodellen ”{swedish}” {became_sv}.{said}\n"),
        format!("Your contribution to the support model “{english}” {became_en}.{said}\n"),
    );
    accounts::letter(system, row.member_id, ("Svar på ditt bidrag", "An answer to your contribution"), (&sv, &en)).await
}

/// A model with its title in Swedish and English.
async fn titled(system: &System, key: String) -> Result<Option<(support_model::Model, [String; 2])>> {
    let Some(row) = support_model::Entity::find_by_id(key).one(system.conn()).await? else { return Ok(None) };
    let document = Document::read(&row.document)?;
    let title = |language| document.in_language(language).map(|content| content.title);
    let titles = [title(Language::Swedish)?, title(Language::English)?];
    Ok(Some((row, titles)))
}
