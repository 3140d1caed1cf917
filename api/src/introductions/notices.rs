//! What is told of introductions: to those who are asked, and of a yes to the one who asks.

use entity::id::{IntroductionId, MemberId};
use entity::introduction::{Entity, Model};
use entity::introduction_ask;
use entity::kind::ContactState;
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::pick;
use crate::kernel::access::System;
use crate::kernel::mail::Mail;
use crate::kernel::outbox::Notice;
use crate::kernel::problem::{Problem, Result};
use crate::{accounts, members};

/// What is to be looked for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct About {
    /// The introduction.
    pub introduction: IntroductionId,
}

/// Who is asked for what.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Picked {
    /// The introduction.
    pub introduction: IntroductionId,
    /// Who is asked.
    pub candidate: MemberId,
}

fn read<T: serde::de::DeserializeOwned>(about: Value) -> Result<T> {
    serde_json::from_value(about).map_err(Problem::internal)
}

/// Nothing is told: whom to ask is looked for.
pub const PICK: Notice = Notice {
    kind: "introductions.pick",
    write: |system, about| {
        Box::pin(async move {
            let About { introduction } = read(about)?;
            pick::pick(&system, introduction).await.map(|()| None)
        })
    },
};

/// Somebody is asked.
pub const ASKED: Notice = Notice { kind: "introductions.asked", write: |system, about| Box::pin(async move { asked(&system, read(about)?).await }) };

/// Somebody has said yes.
pub const ACCEPTED: Notice =
    Notice { kind: "introductions.accepted", write: |system, about| Box::pin(async move { accepted(&system, read(about)?).await }) };

/// All of them.
pub const ALL: &[Notice] = &[PICK, ASKED, ACCEPTED];

/// The introduction, if this is how it stands with the one who is asked.
async fn standing(system: &System, Picked { introduction, candidate }: Picked, state: ContactState) -> Result<Option<Model>> {
    let asked = introduction_ask::Entity::find_by_id((introduction, candidate)).one(system.conn()).await?;
    if asked.is_none_or(|asked| asked.state != state) {
        return Ok(None);
    }
    Ok(Entity::find_by_id(introduction).one(system.conn()).await?)
}

/// What one member sees another called at this moment.
async fn name(system: &System, to: MemberId, of: MemberId) -> Result<Option<String>> {
    let Some(viewer) = accounts::eyes_of(system, to).await? else { return Ok(None) };
    Ok(members::cards(&viewer, vec![of]).await?.remove(&of).map(|card| card.name))
}

async fn asked(system: &System, picked: Picked) -> Result<Option<Mail>> {
    let row = standing(system, picked, ContactState::Pending).await?.filter(|row| row.expires_at > system.now() && row.withdrawn_at.is_none());
    let Some(row) = row else { return Ok(None) };
    let Some(name) = name(system, picked.candidate, row.member_id).await? else { return Ok(None) };
    let sv = format!(
        "{name} söker någon som kan det du kan, och skriver:\n\n{}\n\n{name} vet inte att du har fått frågan. Svarar du ja får ni kontakt; svarar du nej, eller inte alls, får {name} inget veta.\n",
        row.message
    );
    let en = format!(
        "{name} is looking for somebody who knows what you know, and writes:\n\n{}\n\n{name} does not know that you were asked. If you say yes you get in touch; if you say no, or nothing, {name} will not learn of it.\n",
        row.message
    );
    let subject = ("Någon vill bli presenterad för dig", "Somebody would like to be introduced to you");
    accounts::letter(system, picked.candidate, subject, (&sv, &en)).await
}

async fn accepted(system: &System, picked: Picked) -> Result<Option<Mail>> {
    let Some(row) = standing(system, picked, ContactState::Accepted).await? else { return Ok(None) };
    let Some(name) = name(system, row.member_id, picked.candidate).await? else { return Ok(None) };
    let sv = format!("{name} vill gärna ha kontakt. Ni kan nu skriva till varandra.\n");
    let en = format!("{name} would like to get in touch. You can now write to each other.\n");
    accounts::letter(system, row.member_id, ("Någon har svarat ja", "Somebody has said yes"), (&sv, &en)).await
}
