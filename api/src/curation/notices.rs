//! What the proposer is told.

use entity::competence_proposal::{Column, Entity, Model};
use entity::id::ProposalId;
use entity::kind::{MailChoice, ProposalState};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::kernel::access::{Actor, Viewer};
use crate::kernel::notification::{ABOUT, Notification, NotificationKind, Shown, Visible, each, say};
use crate::kernel::problem::Result;
use crate::vocabulary;

/// An editor has decided.
pub const DECIDED: NotificationKind = NotificationKind {
    name: "curation.decided",
    title: ("Ditt förslag till kompetens är avgjort", "Your proposed competence is decided"),
    in_app: true,
    mail: MailChoice::Now,
    rank: 40,
    audience: None,
    visible: Visible::Where(|actor, _| settled(actor)),
    show: |viewer, of| Box::pin(each(viewer, of, decided)),
};

/// All of them.
pub const KINDS: &[NotificationKind] = &[DECIDED];

/// The proposal is the reader's, and waits no more.
fn settled(actor: &Actor) -> Condition {
    let here = Entity::find().select_only().column(Column::Id).filter(Expr::col((Entity, Column::Id)).equals(ABOUT));
    let here = here.filter(Column::MemberId.eq(actor.id)).filter(Column::State.ne(ProposalState::Proposed));
    Condition::all().add(Expr::exists(here.into_query()))
}

async fn decided(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    let Some(row) = Entity::find_by_id(ProposalId(of.about)).one(viewer.conn()).await? else { return Ok(None) };
    let names = match &row.competence_key {
        Some(key) => vocabulary::both_names(viewer, key).await?.unwrap_or_default(),
        None => Default::default(),
    };
    let Some(text) = told(viewer, &row, names) else { return Ok(None) };
    let title = say(viewer, DECIDED.title.0, DECIDED.title.1);
    Ok(Some(Shown::of(title, text, format!("/competence-proposals/{}", row.id))))
}

/// What is told; nothing of a proposal that waits.
fn told(viewer: &Viewer, row: &Model, (sv, en): (String, String)) -> Option<String> {
    let name = row.sv.as_deref().or(row.en.as_deref()).unwrap_or_default();
    let (in_swedish, in_english) = match row.state {
        ProposalState::Proposed => return None,
        ProposalState::Accepted => (
            format!("Kompetensen du föreslog, ”{name}”, finns nu i vokabulären som ”{sv}”."),
            format!("The competence that you proposed, “{name}”, is now in the vocabulary as “{en}”."),
        ),
        ProposalState::Merged => (
            format!("Kompetensen du föreslog, ”{name}”, finns redan i vokabulären: ”{sv}”."),
            format!("The competence that you proposed, “{name}”, is in the vocabulary already: “{en}”."),
        ),
        ProposalState::Declined => (
            format!("Kompetensen du föreslog, ”{name}”, togs inte in i vokabulären."),
            format!("The competence that you proposed, “{name}”, was not taken into the vocabulary."),
        ),
    };
    let claimed = row.level.filter(|_| row.competence_key.is_some());
    let also = claimed.map(|_| say(viewer, "Den står nu i din profil.", "It now stands in your profile.").to_owned());
    let because = row.reason.as_ref().map(|reason| format!("{}: {reason}", say(viewer, "Motivering", "Reason")));
    Some([Some(say(viewer, in_swedish, in_english)), also, because].into_iter().flatten().collect::<Vec<_>>().join("\n\n"))
}
