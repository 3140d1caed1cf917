//! Sending mail. Nothing sends it but the outbox.

use entity::id::NoticeId;
use lettre::message::{Mailbox, SinglePart};
use lettre::{AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use secrecy::ExposeSecret;

use super::access::System;
use crate::config::Config;

/// A mail that is ready to be sent.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The stored address of whom it is for.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// Sends mail, or writes it into a folder as `.eml` files.
pub struct Mailer {
    from: Mailbox,
    domain: String,
    route: Route,
}

enum Route {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(AsyncFileTransport<Tokio1Executor>),
}

impl Mailer {
    /// Reads the route from the settings.
    pub fn new(config: &Config) -> Result<Self, String> {
        let from: Mailbox = config.mail_from.parse().map_err(|error| format!("TORG_MAIL_FROM {error}"))?;
        let route = if let Some(url) = &config.smtp_url {
            let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret());
            Route::Smtp(transport.map_err(|error| format!("TORG_SMTP_URL {error}"))?.build())
        } else {
            let folder = config.data_dir.join("mail");
            std::fs::create_dir_all(&folder)
                .map_err(|error| format!("cannot write to {}: {error}. TORG_DATA_DIR says where mail lies", folder.display()))?;
            Route::Folder(AsyncFileTransport::new(folder))
        };
        Ok(Self { domain: from.email.domain().to_owned(), from, route })
    }

    /// Sends; the notice's id makes the `Message-ID`, so that a second try is seen to be the same mail.
    pub async fn send(&self, id: NoticeId, mail: Mail) -> Result<(), String> {
        let to: Mailbox = mail.to.parse().map_err(|error: lettre::address::AddressError| format!("the address cannot be written to: {error}"))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(mail.subject)
            .message_id(Some(format!("<{id}@{}>", self.domain)))
            .singlepart(SinglePart::plain(mail.text))
            .map_err(|error| error.to_string())?;
        match &self.route {
            Route::Smtp(smtp) => smtp.send(message).await.map(drop).map_err(|error| refusal(&error)),
            Route::Folder(folder) => folder.send(message).await.map(drop).map_err(|error| error.to_string()),
        }
    }
}

/// A token on a line of its own, and a link where there is a front-end to follow it to. The token
/// stands behind `#`, so that it reaches no server's log.
#[must_use]
pub fn code(system: &System, page: &str, token: &str) -> String {
    match &system.app().config.web_url {
        Some(web) => format!("{token}\n\n{web}/{page}#{token}\n"),
        None => format!("{token}\n"),
    }
}

/// Why a mail server did not take a mail, without its own words: they may name the address.
fn refusal(error: &lettre::transport::smtp::Error) -> String {
    error.status().map_or_else(|| "the mail server cannot be reached".to_owned(), |code| format!("the mail server answered {code}"))
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mailer").field("from", &self.from).finish_non_exhaustive()
    }
}
