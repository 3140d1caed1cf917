//! What is told by mail of an invitation. Everything is asked again at the moment of sending.

use entity::id::InvitationId;
use entity::invitation::{ActiveModel, Entity, Model};
use entity::kind::Language;
use sea_orm::{ActiveValue, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};

use super::policy::stands;
use crate::groups::{self, GroupCard};
use crate::kernel::access::System;
use crate::kernel::mail::{Mail, code};
use crate::kernel::outbox::Notice;
use crate::kernel::problem::{Problem, Result};
use crate::kernel::secret::{new_token, sha256};
use crate::{accounts, members};

/// Which invitation a notice is about.
#[derive(Debug, Serialize, Deserialize)]
pub struct About {
    pub invitation: InvitationId,
}

/// You are invited.
pub const INVITED: Notice = Notice {
    kind: "invitations.invited",
    write: |system, about| {
        Box::pin(async move {
            let About { invitation } = serde_json::from_value(about).map_err(Problem::internal)?;
            invited(&system, invitation).await
        })
    },
};

/// All of them.
pub const ALL: &[Notice] = &[INVITED];

async fn invited(system: &System, id: InvitationId) -> Result<Option<Mail>> {
    let row = Entity::find_by_id(id).filter(stands(system.now())).one(system.conn()).await?;
    let Some(row) = row else { return Ok(None) };
    let reader = match (row.member_id, &row.email_key) {
        (None, Some(key)) => system.write(async |tx| accounts::member_at(tx, key).await).await?,
        (member, _) => member,
    };
    let mailbox = match (row.member_id, &row.email) {
        (Some(member), _) => accounts::mailbox(system, member).await?,
        (None, Some(email)) => Some((email.clone(), row.language)),
        (None, None) => None,
    };
    let Some((to, language)) = mailbox else { return Ok(None) };
    let Some(inviter) = members::name_for(system, reader, row.inviter_id).await? else { return Ok(None) };
    let Some(group) = groups::offered_by_mail(system, row.group_id).await? else { return Ok(None) };
    let token = if row.member_id.is_none() { Some(issue(system, id).await?) } else { None };
    let way_in = token.map(|token| code(system, "invitation", &token));
    let (subject, text) = letter(language, &inviter, &group, &row, way_in.as_deref());
    Ok(Some(Mail { to, subject, text }))
}

/// Only the token's hash is stored; a mail that is written again holds another, and the first is worthless.
async fn issue(system: &System, id: InvitationId) -> Result<String> {
    let token = new_token("torg_inv_")?;
    let hash = Some(sha256(token.as_bytes()));
    let row = ActiveModel { id: ActiveValue::Unchanged(id), token_hash: ActiveValue::Set(hash), ..Default::default() };
    system.write(async |tx| Ok(Entity::update(row).exec(tx.conn()).await.map(drop)?)).await?;
    Ok(token)
}

fn letter(language: Language, inviter: &str, group: &GroupCard, row: &Model, way_in: Option<&str>) -> (String, String) {
    let said = row.message.as_ref().map(|text| format!("> {text}\n\n")).unwrap_or_default();
    let (name, until) = (&group.name, row.expires_at.date_naive());
    match language {
        Language::Swedish => {
            let how = way_in.map_or_else(|| "Logga in och svara där.".to_owned(), |code| format!("Din kod:\n\n{code}"));
            let text = format!(
                "{inviter} bjuder in dig till gruppen {name} på Torg.\n\n{said}Inbjudan gäller till och med {until}. {how}\n\nVill du inte vara med behöver du inte göra något; ett nej syns inte för den som bjöd in."
            );
            (format!("Inbjudan till gruppen {name}"), text)
        }
        Language::English => {
            let how = way_in.map_or_else(|| "Sign in and answer there.".to_owned(), |code| format!("Your code:\n\n{code}"));
            let text = format!(
                "{inviter} invites you to the group {name} on Torg.\n\n{said}The invitation is good until {until}. {how}\n\nIf you do not want to join, there is nothing you need to do; whoever invited you does not see a no."
            );
            (format!("An invitation to the group {name}"), text)
        }
    }
}
