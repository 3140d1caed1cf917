//! What is told about support models: to its editors that a review is due and that somebody
//! contributes, to whoever contributed what became of it.

use chrono::{DateTime, Utc};
use entity::id::{ContributionId, MemberId};
use entity::kind::{ContributionState, MailChoice};
use entity::{contribution, support_model, support_model_editor};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::policy::{edited_by, edits_all};
use super::store;
use crate::kernel::access::{Actor, System, Viewer};
use crate::kernel::db::Tx;
use crate::kernel::notification::{ABOUT, ABOUT_KEY, Cause, Notification, NotificationKind, Shown, Visible, each, say};
use crate::kernel::problem::Result;
use crate::{accounts, members, notifications};

/// A contribution was answered.
pub const ANSWERED: NotificationKind = NotificationKind {
    name: "support-models.contribution-answered",
    title: ("Svar på ditt bidrag", "An answer to your contribution"),
    in_app: true,
    mail: MailChoice::Now,
    rank: 40,
    audience: None,
    visible: Visible::Where(|actor, _| settled(actor)),
    show: |viewer, of| Box::pin(each(viewer, of, answered)),
};

/// Somebody contributes to a model that one edits.
const CONTRIBUTED: NotificationKind = NotificationKind {
    name: "support-models.contributed",
    title: ("Bidrag till stödmodeller som du redigerar", "Contributions to support models that you edit"),
    in_app: true,
    mail: MailChoice::Digest,
    rank: 45,
    audience: None,
    visible: Visible::Where(|actor, _| waits(actor)),
    show: |viewer, of| Box::pin(each(viewer, of, contributed)),
};

/// The next review of a model is due.
const DUE: NotificationKind = NotificationKind {
    name: "support-models.review-due",
    title: ("En stödmodell ska granskas", "A support model is to be reviewed"),
    in_app: true,
    mail: MailChoice::Now,
    rank: 60,
    audience: None,
    visible: Visible::Where(overdue),
    show: |viewer, of| Box::pin(each(viewer, of, due)),
};

/// All of them.
pub const KINDS: &[NotificationKind] = &[ANSWERED, CONTRIBUTED, DUE];

/// Has the editors of each model that is to be reviewed told of it, once for each day of review.
pub async fn remind(system: &System) -> Result<()> {
    use support_model::{Column, Entity};
    let due = Entity::find().filter(Column::NextReviewOn.lte(system.now().date_naive())).all(system.conn()).await?;
    for model in due.into_iter().filter(|model| model.reminded_on != Some(model.next_review_on)) {
        system
            .write(async |tx| {
                // Whoever becomes an editor later hears of it then.
                let editors = editors(tx, &model.key).await?;
                if editors.is_empty() {
                    return Ok(());
                }
                let reminded = support_model::ActiveModel {
                    key: ActiveValue::Unchanged(model.key.clone()),
                    reminded_on: ActiveValue::Set(Some(model.next_review_on)),
                    ..Default::default()
                };
                Entity::update(reminded).exec(tx.conn()).await?;
                notifications::notify(tx, &DUE, &Cause::keyed(tx, model.key), &editors).await
            })
            .await?;
    }
    Ok(())
}

async fn editors(tx: &Tx, model: &str) -> Result<Vec<MemberId>> {
    use support_model_editor::{Column, Entity};
    let editors = Entity::find().select_only().column(Column::MemberId).filter(Column::ModelKey.eq(model));
    Ok(editors.into_tuple().all(tx.conn()).await?)
}

/// A contribution was made: the model's editors are told, or those of all models where it has none.
pub async fn contribution_made(tx: &Tx, row: &contribution::Model) -> Result<()> {
    let mut editors = editors(tx, &row.model_key).await?;
    if editors.is_empty() {
        editors = accounts::staff(tx).await?;
    }
    editors.retain(|editor| *editor != row.member_id);
    notifications::notify(tx, &CONTRIBUTED, &Cause::keyed(tx, row.model_key.as_str()), &editors).await
}

/// A contribution was answered: whoever made it is told.
pub async fn contribution_answered(tx: &Tx, row: &contribution::Model) -> Result<()> {
    notifications::notify(tx, &ANSWERED, &Cause::now(tx, row.id.0), &[row.member_id]).await
}

/// The contribution is the reader's, and waits no more.
fn settled(actor: &Actor) -> Condition {
    use contribution::{Column, Entity};
    let here = Entity::find().select_only().column(Column::Id).filter(Expr::col((Entity, Column::Id)).equals(ABOUT));
    let here = here.filter(Column::MemberId.eq(actor.id)).filter(Column::State.ne(ContributionState::Pending));
    Condition::all().add(Expr::exists(here.into_query()))
}

/// The reader is an editor of the model.
fn edits(actor: &Actor) -> Condition {
    if edits_all(actor) { Condition::all() } else { Condition::all().add(Expr::col(ABOUT_KEY).in_subquery(edited_by(actor))) }
}

/// Contributions that wait, of those of whom the reader may know.
fn pending(actor: &Actor) -> Condition {
    use contribution::Column;
    let theirs = Condition::all().add(Column::State.eq(ContributionState::Pending)).add(Column::MemberId.ne(actor.id));
    theirs.add(members::names_visible(Column::MemberId, Some(actor)))
}

fn waits(actor: &Actor) -> Condition {
    use contribution::{Column, Entity};
    let here = Entity::find().select_only().column(Column::Id).filter(Expr::col((Entity, Column::ModelKey)).equals(ABOUT_KEY));
    Condition::all().add(edits(actor)).add(Expr::exists(here.filter(pending(actor)).into_query()))
}

fn overdue(actor: &Actor, now: DateTime<Utc>) -> Condition {
    use support_model::{Column, Entity};
    let here = Entity::find().select_only().column(Column::Key).filter(Expr::col((Entity, Column::Key)).equals(ABOUT_KEY));
    let here = here.filter(Column::NextReviewOn.lte(now.date_naive())).into_query();
    Condition::all().add(edits(actor)).add(Expr::exists(here))
}

async fn due(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    let row = support_model::Entity::find_by_id(of.key.clone()).one(viewer.conn()).await?;
    let (Some(row), Some(name)) = (row, title(viewer, &of.key).await?) else { return Ok(None) };
    let (sv, en) = (
        format!(
            "Stödmodellen ”{name}” skulle ha granskats senast {}.\n\nGå igenom den, ändra det som inte längre stämmer och ge ut den på nytt. Till dess står det vid modellen att granskningen har dröjt.",
            row.next_review_on
        ),
        format!(
            "The support model “{name}” was to be reviewed by {}.\n\nGo through it, change what no longer holds and publish it anew. Until then the model says that its review is overdue.",
            row.next_review_on
        ),
    );
    Ok(Some(Shown::of(say(viewer, DUE.title.0, DUE.title.1), say(viewer, sv, en), format!("/support-models/{}", of.key))))
}

async fn contributed(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    use contribution::{Column, Entity};
    let (Some(actor), Some(name)) = (viewer.actor(), title(viewer, &of.key).await?) else { return Ok(None) };
    let waiting = Entity::find().filter(Column::ModelKey.eq(of.key.as_str())).filter(pending(actor));
    let Some(last) = waiting.clone().order_by_desc(Column::Id).one(viewer.conn()).await? else { return Ok(None) };
    let Some(card) = members::cards(viewer, vec![last.member_id]).await?.remove(&last.member_id) else { return Ok(None) };
    let (count, who) = (waiting.count(viewer.conn()).await?, card.name);
    let title = match count {
        1 => say(viewer, format!("{who} bidrar till ”{name}”"), format!("{who} contributes to “{name}”")),
        _ => say(
            viewer,
            format!("{count} bidrag till ”{name}” väntar på svar, senast från {who}"),
            format!("{count} contributions to “{name}” wait for an answer, the last from {who}"),
        ),
    };
    let here = format!("/support-models/{}/contributions", of.key);
    Ok(Some(Shown { count, ..Shown::of(title, "", here) }.by(last.member_id).quoting(Some(last.why))))
}

async fn answered(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    let row = contribution::Entity::find_by_id(ContributionId(of.about)).one(viewer.conn()).await?;
    let Some(row) = row else { return Ok(None) };
    let Some(name) = title(viewer, &row.model_key).await? else { return Ok(None) };
    let (became_sv, became_en) = match row.state {
        ContributionState::Accepted => ("har tagits emot", "was accepted"),
        ContributionState::Declined | ContributionState::Pending => ("togs inte med", "was not taken in"),
    };
    let text = say(
        viewer,
        format!("Ditt bidrag till stödmodellen ”{name}” {became_sv}."),
        format!("Your contribution to the support model “{name}” {became_en}."),
    );
    let title = say(viewer, ANSWERED.title.0, ANSWERED.title.1);
    Ok(Some(Shown::of(title, text, format!("/contributions/{}", row.id)).quoting(row.answer)))
}

/// What a model is called in the reader's language.
async fn title(viewer: &Viewer, key: &str) -> Result<Option<String>> {
    Ok(store::titles(viewer, &[key.to_owned()]).await?.remove(key))
}
