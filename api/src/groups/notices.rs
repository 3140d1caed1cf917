//! What is told by mail of groups. Everything is asked again at the moment of sending.

use entity::id::{GroupChangeId, GroupId, MemberId};
use entity::kind::Visibility;
use serde::{Deserialize, Serialize};

use super::{admission, handover, history, store};
use crate::kernel::access::{System, Viewer};
use crate::kernel::mail::Mail;
use crate::kernel::outbox::Notice;
use crate::kernel::problem::{NOT_FOUND, Problem, Result};
use crate::{accounts, members};

/// A request to join that was answered.
#[derive(Debug, Serialize, Deserialize)]
pub struct Answered {
    pub group: GroupId,
    pub member: MemberId,
}

/// A move to where more people read, for one member.
#[derive(Debug, Serialize, Deserialize)]
pub struct Moved {
    pub change: GroupChangeId,
    pub member: MemberId,
}

/// An offer to follow silent owners, for one of them.
#[derive(Debug, Serialize, Deserialize)]
pub struct Offered {
    pub group: GroupId,
    pub owner: MemberId,
}

/// Your request was answered.
pub const ANSWERED: Notice = Notice {
    kind: "groups.answered",
    write: |system, about| Box::pin(async move { answered(&system, serde_json::from_value(about).map_err(Problem::internal)?).await }),
};

/// More people read in a group of yours.
pub const MOVED: Notice = Notice {
    kind: "groups.moved",
    write: |system, about| Box::pin(async move { moved(&system, serde_json::from_value(about).map_err(Problem::internal)?).await }),
};

/// Somebody offers to answer for a group of yours.
pub const OFFERED: Notice = Notice {
    kind: "groups.succession-offered",
    write: |system, about| Box::pin(async move { offered(&system, serde_json::from_value(about).map_err(Problem::internal)?).await }),
};

/// All of them.
pub const ALL: &[Notice] = &[ANSWERED, MOVED, OFFERED];

/// The group as the reader meets it now, if they may know of it.
async fn met(viewer: &Viewer, group: GroupId) -> Result<Option<super::policy::Standing>> {
    match store::standing(viewer, group).await {
        Ok(standing) => Ok(Some(standing)),
        Err(problem) if problem.kind == NOT_FOUND => Ok(None),
        Err(problem) => Err(problem),
    }
}

async fn answered(system: &System, Answered { group, member }: Answered) -> Result<Option<Mail>> {
    let Some(viewer) = accounts::eyes_of(system, member).await? else { return Ok(None) };
    let Some(standing) = met(&viewer, group).await? else { return Ok(None) };
    let name = &standing.group.name;
    if standing.role().is_some() {
        let welcome = admission::welcome(system, group).await?.map(|text| format!("\n\n{text}")).unwrap_or_default();
        let (sv, en) =
            (format!("Du är nu med i gruppen {name} på Torg.{welcome}"), format!("You are now a member of the group {name} on Torg.{welcome}"));
        let subject = (format!("Välkommen till gruppen {name}"), format!("Welcome to the group {name}"));
        return accounts::letter(system, member, (&subject.0, &subject.1), (&sv, &en)).await;
    }
    if standing.membership.is_some() {
        return Ok(None);
    }
    let Some(refusal) = admission::refusal(system, group, member).await? else { return Ok(None) };
    let reason = refusal.reason.map(|text| format!("\n\n> {text}")).unwrap_or_default();
    let sv = format!("Gruppen {name} på Torg har svarat nej på din fråga om att få vara med.{reason}");
    let en = format!("The group {name} on Torg has declined your request to join.{reason}");
    let subject = (format!("Svar från gruppen {name}"), format!("An answer from the group {name}"));
    accounts::letter(system, member, (&subject.0, &subject.1), (&sv, &en)).await
}

async fn moved(system: &System, Moved { change, member }: Moved) -> Result<Option<Mail>> {
    let Some((change, group)) = history::standing_move(system, change).await? else { return Ok(None) };
    let Some(viewer) = accounts::eyes_of(system, member).await? else { return Ok(None) };
    let standing = met(&viewer, group.id).await?;
    if standing.is_none_or(|standing| standing.role().is_none()) {
        return Ok(None);
    }
    let (sv, en) = match group.visibility {
        Visibility::Open => ("vem som helst, också utan konto", "anybody, also without an account"),
        Visibility::Network => ("alla medlemmar på Torg", "every member of Torg"),
        Visibility::Closed | Visibility::Secret => {
            ("gruppens medlemmar, och att den finns syns för alla", "the group's members, and everybody sees that it exists")
        }
    };
    let (name, day) = (&group.name, change.created_at.date_naive());
    let sv = format!(
        "Gruppen {name} på Torg är sedan {day} synligare än förut. Det som står i den läses nu av {sv}; det gäller också det du skrivit tidigare. Gruppens ägare kan ändra tillbaka."
    );
    let en = format!(
        "The group {name} on Torg is more visible since {day}. What is written in it is now read by {en}; that includes what you wrote before. The group's owners can change it back."
    );
    let subject = (format!("Fler kan läsa i gruppen {name}"), format!("More people read in the group {name}"));
    accounts::letter(system, member, (&subject.0, &subject.1), (&sv, &en)).await
}

async fn offered(system: &System, Offered { group, owner }: Offered) -> Result<Option<Mail>> {
    let Some(offer) = handover::offer(system, group, owner).await? else { return Ok(None) };
    let Some(viewer) = accounts::eyes_of(system, owner).await? else { return Ok(None) };
    let Some(standing) = met(&viewer, group).await? else { return Ok(None) };
    let who = members::name_for(system, Some(owner), offer.member_id).await?;
    let who = (who.clone().unwrap_or_else(|| "En medlem".to_owned()), who.unwrap_or_else(|| "A member".to_owned()));
    let (name, day) = (&standing.group.name, offer.due_at.date_naive());
    let sv = format!(
        "{} erbjuder sig att svara för gruppen {name} på Torg, vars ägare inte har synts till på länge. Logga in före {day} om du vill fortsätta ensam; då faller erbjudandet.",
        who.0
    );
    let en = format!(
        "{} offers to answer for the group {name} on Torg, whose owners have not been seen for long. Sign in before {day} if you want to go on alone; the offer then lapses.",
        who.1
    );
    let subject = (format!("Vem svarar för gruppen {name}?"), format!("Who answers for the group {name}?"));
    accounts::letter(system, owner, (&subject.0, &subject.1), (&sv, &en)).await
}
