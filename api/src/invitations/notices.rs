//! What is told of an invitation. Everything is asked again at the moment of telling.

use chrono::{DateTime, Utc};
use entity::id::InvitationId;
use entity::invitation::{ActiveModel, Column, Entity, Model};
use entity::kind::{Language, MailChoice};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use serde::{Deserialize, Serialize};

use super::policy::{stands, visible_to};
use crate::groups::{self, GroupCard};
use crate::kernel::access::{Actor, System, Viewer};
use crate::kernel::mail::{Mail, code};
use crate::kernel::notification::{ABOUT, Notification, NotificationKind, Shown, Visible, each};
use crate::kernel::outbox::Notice;
use crate::kernel::problem::{Problem, Result};
use crate::kernel::secret::{new_token, sha256};
use crate::{accounts, members};

/// Which invitation a notice is about.
#[derive(Debug, Serialize, Deserialize)]
pub struct About {
    pub invitation: InvitationId,
}

/// Somebody without an account that is known of is invited, at an address.
pub const INVITED: Notice = Notice {
    kind: "invitations.invited",
    write: |system, about| {
        Box::pin(async move {
            let About { invitation } = serde_json::from_value(about).map_err(Problem::internal)?;
            at_address(&system, invitation).await
        })
    },
};

/// All of them.
pub const ALL: &[Notice] = &[INVITED];

/// A member is invited.
pub const INVITATION: NotificationKind = NotificationKind {
    name: "invitations.invitation",
    title: ("Inbjudan till en grupp", "An invitation to a group"),
    in_app: true,
    mail: MailChoice::Now,
    rank: 10,
    audience: None,
    visible: Visible::Where(open_to),
    show: |viewer, of| Box::pin(each(viewer, of, invited)),
};

/// All of those.
pub const KINDS: &[NotificationKind] = &[INVITATION];

/// The invitation is the reader's, and can be answered with yes.
fn open_to(actor: &Actor, now: DateTime<Utc>) -> Condition {
    let here = Expr::col((Entity, Column::Id)).equals(ABOUT);
    let here = Entity::find().select_only().column(Column::Id).filter(here).filter(visible_to(actor, now)).filter(stands(now));
    Condition::all().add(Expr::exists(here.into_query()))
}

async fn invited(viewer: &Viewer, of: &Notification) -> Result<Option<Shown>> {
    let Some(actor) = viewer.actor() else { return Ok(None) };
    let row = Entity::find_by_id(InvitationId(of.about)).filter(visible_to(actor, viewer.now())).filter(stands(viewer.now()));
    let Some(row) = row.one(viewer.conn()).await? else { return Ok(None) };
    let inviter = members::cards(viewer, vec![row.inviter_id]).await?.remove(&row.inviter_id);
    let group = groups::offered(viewer, vec![row.group_id]).await?.remove(&row.group_id);
    let (Some(inviter), Some(group)) = (inviter, group) else { return Ok(None) };
    let letter = letter(viewer.language(), &inviter.name, &group, &row, None);
    Ok(Some(Shown::of(letter.subject, letter.text, "/members/me/invitations").by(row.inviter_id).quoting(row.message).within(group.id, group.name)))
}

async fn at_address(system: &System, id: InvitationId) -> Result<Option<Mail>> {
    let row = Entity::find_by_id(id).filter(stands(system.now())).one(system.conn()).await?;
    let Some((row, to, key)) = row.and_then(|row| Some((row.clone(), row.email?, row.email_key?))) else { return Ok(None) };
    let reader = system.write(async |tx| accounts::member_at(tx, &key).await).await?;
    let Some(inviter) = members::name_for(system, reader, row.inviter_id).await? else { return Ok(None) };
    let Some(group) = groups::offered_by_mail(system, row.group_id).await? else { return Ok(None) };
    let way_in = code(system, "invitation", &issue(system, id).await?);
    let letter = letter(row.language, &inviter, &group, &row, Some(&way_in));
    let said = row.message.map(|text| format!("> {text}\n\n")).unwrap_or_default();
    Ok(Some(Mail::plain(to, letter.subject, format!("{said}{}", letter.text))))
}

/// Only the token's hash is stored; a mail that is written again holds another, and the first is worthless.
async fn issue(system: &System, id: InvitationId) -> Result<String> {
    let token = new_token("torg_inv_")?;
    let hash = Some(sha256(token.as_bytes()));
    let row = ActiveModel { id: ActiveValue::Unchanged(id), token_hash: ActiveValue::Set(hash), ..Default::default() };
    system.write(async |tx| Ok(Entity::update(row).exec(tx.conn()).await.map(drop)?)).await?;
    Ok(token)
}

struct Letter {
    subject: String,
    text: String,
}

fn letter(language: Language, inviter: &str, group: &GroupCard, row: &Model, way_in: Option<&str>) -> Letter {
    let (name, until) = (&group.name, row.expires_at.date_naive());
    match language {
        Language::Swedish => {
            let how = way_in.map_or_else(|| "Logga in och svara där.".to_owned(), |code| format!("Din kod:\n\n{code}"));
            let text = format!(
                "{inviter} bjuder in dig till gruppen {name} på Torg.\n\nInbjudan gäller till och med {until}. {how}\n\nVill du inte vara med behöver du inte göra något; ett nej syns inte för den som bjöd in."
            );
            Letter { subject: format!("Inbjudan till gruppen {name}"), text }
        }
        Language::English => {
            let how = way_in.map_or_else(|| "Sign in and answer there.".to_owned(), |code| format!("Your code:\n\n{code}"));
            let text = format!(
                "{inviter} invites you to the group {name} on Torg.\n\nThe invitation is good until {until}. {how}\n\nIf you do not want to join, there is nothing you need to do; whoever invited you does not see a no."
            );
            Letter { subject: format!("An invitation to the group {name}"), text }
        }
    }
}
