//! What is told by mail about an account. A mail goes to the stored address, never to a typed one,
//! and the address is read at the moment of sending.

use entity::id::{MemberId, RegistrationId};
use entity::kind::{Language, TokenPurpose};
use entity::{account, registration};
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::store::{self, CONFIRM_WITHIN, RESET_WITHIN};
use crate::kernel::access::System;
use crate::kernel::mail::{Mail, code};
use crate::kernel::outbox::Notice;
use crate::kernel::problem::{Problem, Result};

/// Whom a notice is about.
#[derive(Debug, Serialize, Deserialize)]
pub struct About {
    /// A registration or a member.
    pub subject: Uuid,
}

impl About {
    pub fn of(member: MemberId) -> Self {
        Self { subject: member.0 }
    }
}

/// Confirm your address.
pub const CONFIRM: Notice = Notice { kind: "accounts.confirm", write: |system, about| Box::pin(async move { confirm(&system, read(about)?).await }) };
/// Somebody registered with an address that has an account.
pub const ALREADY_REGISTERED: Notice = Notice {
    kind: "accounts.already-registered",
    write: |system, about| {
        Box::pin(async move {
            to_member(&system, read(about)?, ("Du har redan ett konto", "You already have an account"), (
                "Någon, kanske du, registrerade sig med den här adressen. Den har redan ett konto: logga in, eller be om ett nytt lösenord.\n\nVar det inte du behöver du inte göra något.",
                "Somebody, perhaps you, registered with this address. It already has an account: sign in, or ask for a new password.\n\nIf it was not you, there is nothing you need to do.",
            ))
            .await
        })
    },
};
/// Choose a new password.
pub const RESET: Notice = Notice { kind: "accounts.reset", write: |system, about| Box::pin(async move { reset(&system, read(about)?).await }) };
/// The password was changed.
pub const PASSWORD_CHANGED: Notice = Notice {
    kind: "accounts.password-changed",
    write: |system, about| {
        Box::pin(async move {
            to_member(&system, read(about)?, ("Ditt lösenord är ändrat", "Your password was changed"), (
                "Lösenordet till ditt konto är ändrat, och du är utloggad överallt.\n\nVar det inte du: be genast om ett nytt lösenord.",
                "The password of your account was changed, and you are signed out everywhere.\n\nIf it was not you, ask for a new password at once.",
            ))
            .await
        })
    },
};
/// An old refresh token turned up again.
pub const REUSED: Notice = Notice {
    kind: "accounts.token-reused",
    write: |system, about| {
        Box::pin(async move {
            to_member(&system, read(about)?, ("En inloggning är avslutad", "A sign-in was ended"), (
                "En gammal nyckel till en av dina inloggningar användes igen. Det kan betyda att någon har en kopia, så vi har avslutat inloggningen. Logga in på nytt.\n\nHänder det igen: byt lösenord.",
                "An old key of one of your sign-ins was used again. Somebody may have a copy, so we ended the sign-in. Sign in again.\n\nIf it happens again, change your password.",
            ))
            .await
        })
    },
};

/// All of them.
pub const ALL: &[Notice] = &[CONFIRM, ALREADY_REGISTERED, RESET, PASSWORD_CHANGED, REUSED];

fn read(about: serde_json::Value) -> Result<Uuid> {
    serde_json::from_value(about).map(|about: About| about.subject).map_err(Problem::internal)
}

async fn confirm(system: &System, id: Uuid) -> Result<Option<Mail>> {
    let Some(row) = registration::Entity::find_by_id(RegistrationId(id)).one(system.conn()).await? else { return Ok(None) };
    let token = store::one_time(system, TokenPurpose::ConfirmRegistration, id, CONFIRM_WITHIN).await?;
    let (subject, text) = match row.language {
        Language::Swedish => (
            "Bekräfta din adress",
            format!(
                "Välkommen till Torg.\n\nDin kod, som gäller i ett dygn:\n\n{}\nHar du inte registrerat dig behöver du inte göra något.",
                code(system, "confirm", &token)
            ),
        ),
        Language::English => (
            "Confirm your address",
            format!(
                "Welcome to Torg.\n\nYour code, good for a day:\n\n{}\nIf you did not register, there is nothing you need to do.",
                code(system, "confirm", &token)
            ),
        ),
    };
    Ok(Some(Mail::plain(row.email, subject.to_owned(), text)))
}

async fn reset(system: &System, id: Uuid) -> Result<Option<Mail>> {
    let Some(row) = usable(system, id).await? else { return Ok(None) };
    let token = store::one_time(system, TokenPurpose::ResetPassword, id, RESET_WITHIN).await?;
    let (subject, text) = match row.language {
        Language::Swedish => (
            "Välj ett nytt lösenord",
            format!(
                "Din kod för ett nytt lösenord, som gäller i en halvtimme:\n\n{}\nHar du inte bett om det behöver du inte göra något.",
                code(system, "reset", &token)
            ),
        ),
        Language::English => (
            "Choose a new password",
            format!(
                "Your code for a new password, good for half an hour:\n\n{}\nIf you did not ask for it, there is nothing you need to do.",
                code(system, "reset", &token)
            ),
        ),
    };
    Ok(Some(Mail::plain(row.email, subject.to_owned(), text)))
}

pub async fn usable(system: &System, id: Uuid) -> Result<Option<account::Model>> {
    let account = account::Entity::find_by_id(MemberId(id)).one(system.conn()).await?;
    Ok(account.filter(|account| account.suspended_at.is_none()))
}

/// A mail to a member who can sign in, in their language: Swedish and English of the subject and the text.
async fn to_member(system: &System, id: Uuid, subject: (&str, &str), text: (&str, &str)) -> Result<Option<Mail>> {
    let Some(account) = usable(system, id).await? else { return Ok(None) };
    let pick = |(sv, en): (&str, &str)| if account.language == Language::Swedish { sv.to_owned() } else { en.to_owned() };
    Ok(Some(Mail::plain(account.email.clone(), pick(subject), pick(text))))
}
