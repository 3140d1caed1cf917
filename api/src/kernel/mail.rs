//! Sending mail. Nothing sends it but the outbox.

use std::time::Duration;

use entity::id::NoticeId;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use secrecy::ExposeSecret;
use uuid::Uuid;

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
    /// The same as a page, where there is one.
    pub html: Option<String>,
    /// What else stands in its head.
    pub headers: Vec<(&'static str, String)>,
    /// What it is about, so that mails about the same stand together.
    pub thread: Option<Uuid>,
}

impl Mail {
    /// A mail of text and nothing else.
    #[must_use]
    pub const fn plain(to: String, subject: String, text: String) -> Self {
        Self { to, subject, text, html: None, headers: Vec::new(), thread: None }
    }
}

/// Why a mail was not sent, without the server's own words: they may name the address.
#[derive(Debug)]
pub struct Unsent {
    /// What happened.
    pub why: String,
    /// The mail server's code, if it refused the address for good.
    pub refused: Option<u16>,
}

impl From<String> for Unsent {
    fn from(why: String) -> Self {
        Self { why, refused: None }
    }
}

/// Sends mail, or writes it into a folder as `.eml` files.
pub struct Mailer {
    from: Mailbox,
    domain: String,
    route: Route,
    patience: Duration,
}

enum Route {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Folder(AsyncFileTransport<Tokio1Executor>),
}

impl Mailer {
    /// Reads the route from the settings.
    pub fn new(config: &Config) -> Result<Self, String> {
        let from: Mailbox = config.mail_from.parse().map_err(|error| format!("TORG_MAIL_FROM {error}"))?;
        let patience = Duration::from_secs(config.smtp_timeout);
        let route = if let Some(url) = &config.smtp_url {
            let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret());
            Route::Smtp(transport.map_err(|error| format!("TORG_SMTP_URL {error}"))?.timeout(Some(patience)).build())
        } else {
            let folder = config.data_dir.join("mail");
            std::fs::create_dir_all(&folder)
                .map_err(|error| format!("cannot write to {}: {error}. TORG_DATA_DIR says where mail lies", folder.display()))?;
            Route::Folder(AsyncFileTransport::new(folder))
        };
        Ok(Self { domain: from.email.domain().to_owned(), from, route, patience })
    }

    /// The domain that mail comes from.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// How long sending one mail takes at most.
    #[must_use]
    pub const fn patience(&self) -> Duration {
        self.patience
    }

    /// Sends; the notice's id makes the `Message-ID`, so that a second try is seen to be the same mail.
    pub async fn send(&self, id: NoticeId, mail: Mail) -> Result<(), Unsent> {
        let message = self.message(id, mail)?;
        let sent = async {
            match &self.route {
                Route::Smtp(smtp) => smtp.send(message).await.map(drop).map_err(|error| unsent(&error)),
                Route::Folder(folder) => folder.send(message).await.map(drop).map_err(|error| error.to_string().into()),
            }
        };
        let in_time = tokio::time::timeout(self.patience, sent).await;
        in_time.unwrap_or_else(|_| Err("the mail server took too long".to_owned().into()))
    }

    fn message(&self, id: NoticeId, mail: Mail) -> Result<Message, String> {
        let Mail { to, subject, text, html, headers, thread } = mail;
        let to: Mailbox = to.parse().map_err(|error: lettre::address::AddressError| format!("the address cannot be written to: {error}"))?;
        let named = |id: &dyn std::fmt::Display| format!("<{id}@{}>", self.domain);
        let mut builder = Message::builder().from(self.from.clone()).to(to).subject(subject).message_id(Some(named(&id)));
        if let Some(thread) = thread {
            builder = builder.in_reply_to(named(&thread)).references(named(&thread));
        }
        for (name, value) in headers {
            builder = builder.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
        }
        let message = match html {
            Some(html) => builder.multipart(MultiPart::alternative_plain_html(text, html)),
            None => builder.singlepart(SinglePart::plain(text)),
        };
        message.map_err(|error| error.to_string())
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

/// Codes with which a mail server refuses an address (RFC 5321, 4.2.3): no such mailbox, not here, not allowed.
const NO_MAILBOX: [u16; 3] = [550, 551, 553];

fn unsent(error: &lettre::transport::smtp::Error) -> Unsent {
    let Some(code) = error.status() else { return "the mail server cannot be reached".to_owned().into() };
    let number = u16::from(code);
    // With an enhanced code (RFC 3463) of another subject than the address, it is not the address.
    let words = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let elsewhere = words.starts_with("5.") && !words.starts_with("5.1.");
    Unsent { why: format!("the mail server answered {number}"), refused: (NO_MAILBOX.contains(&number) && !elsewhere).then_some(number) }
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mailer").field("from", &self.from).finish_non_exhaustive()
    }
}
