//! What the proposer is told by mail.

use entity::competence_proposal::{Entity, Model};
use entity::id::ProposalId;
use entity::kind::ProposalState;
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};

use crate::kernel::access::System;
use crate::kernel::mail::Mail;
use crate::kernel::outbox::Notice;
use crate::kernel::problem::{Problem, Result};
use crate::{accounts, vocabulary};

/// What a notice is about.
#[derive(Debug, Serialize, Deserialize)]
pub struct About {
    /// The proposal.
    pub proposal: ProposalId,
}

/// An editor has decided.
pub const DECIDED: Notice = Notice {
    kind: "curation.decided",
    write: |system, about| {
        Box::pin(async move {
            let About { proposal } = serde_json::from_value(about).map_err(Problem::internal)?;
            decided(&system, proposal).await
        })
    },
};

/// All of them.
pub const ALL: &[Notice] = &[DECIDED];

async fn decided(system: &System, id: ProposalId) -> Result<Option<Mail>> {
    let Some(row) = Entity::find_by_id(id).one(system.conn()).await? else { return Ok(None) };
    let names = match &row.competence_key {
        Some(key) => vocabulary::both_names(system, key).await?.unwrap_or_default(),
        None => Default::default(),
    };
    let Some([sv, en]) = told(&row, names) else { return Ok(None) };
    let subject = ("Ditt förslag till kompetens är avgjort", "Your proposed competence is decided");
    accounts::letter(system, row.member_id, subject, (&sv, &en)).await
}

/// The text in Swedish and English; nothing of a proposal that waits.
fn told(row: &Model, (sv, en): (String, String)) -> Option<[String; 2]> {
    let name = row.sv.as_deref().or(row.en.as_deref()).unwrap_or_default();
    let [in_swedish, in_english] = match row.state {
        ProposalState::Proposed => return None,
        ProposalState::Accepted => [
            format!("Kompetensen du föreslog, ”{name}”, finns nu i vokabulären som ”{sv}”."),
            format!("The competence that you proposed, “{name}”, is now in the vocabulary as “{en}”."),
        ],
        ProposalState::Merged => [
            format!("Kompetensen du föreslog, ”{name}”, finns redan i vokabulären: ”{sv}”."),
            format!("The competence that you proposed, “{name}”, is in the vocabulary already: “{en}”."),
        ],
        ProposalState::Declined => [
            format!("Kompetensen du föreslog, ”{name}”, togs inte in i vokabulären."),
            format!("The competence that you proposed, “{name}”, was not taken into the vocabulary."),
        ],
    };
    let because = |word: &str| row.reason.as_ref().map(|reason| format!("\n\n{word}: {reason}")).unwrap_or_default();
    let claimed = row.level.filter(|_| row.competence_key.is_some());
    let also = |text: &str| claimed.map(|_| format!("\n\n{text}")).unwrap_or_default();
    Some([
        format!("{in_swedish}{}{}\n", also("Den står nu i din profil."), because("Motivering")),
        format!("{in_english}{}{}\n", also("It now stands in your profile."), because("Reason")),
    ])
}
