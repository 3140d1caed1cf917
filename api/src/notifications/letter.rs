//! How what is told is written out: as text, and as a page that says the same.

use entity::id::{GroupId, MemberId};
use entity::kind::Language;
use uuid::Uuid;

use super::settings::{Link, Mailed};
use crate::kernel::access::{System, Viewer};
use crate::kernel::mail::Mail;
use crate::kernel::notification::{NotificationKind, Shown, say};
use crate::kernel::print::shown as escaped;

/// How many notifications a digest tells of; the others are counted.
const TOLD: usize = 30;

/// To whom a letter goes.
pub struct Addressee<'a> {
    /// Acts for nobody.
    pub system: &'a System,
    /// What they see, in their language.
    pub viewer: &'a Viewer,
    /// Who they are.
    pub member: MemberId,
    /// Where mail to them goes.
    pub address: String,
}

/// What stands in a letter, in its order.
enum Piece {
    Heading(String),
    Text(String),
    Quote(String),
    Address(String),
}

/// A mail of one notification.
pub fn single(to: Addressee<'_>, kind: &'static NotificationKind, thread: Option<Uuid>, shown: Shown) -> Mail {
    let about = say(to.viewer, kind.title.0, kind.title.1);
    let (subject, group) = (shown.title.clone(), shown.group.clone());
    let mut pieces = Vec::new();
    body(&to, shown, &mut pieces);
    let why = say(
        to.viewer,
        format!("Du får det här mejlet för att du vill höra om: {about}."),
        format!("You get this mail because you want to hear of: {about}."),
    );
    finish(to, Letter { subject, pieces, why, of: Mailed::Kind(kind), group, thread })
}

/// A digest: the weightiest first, and what was held back and why.
pub fn digest(to: Addressee<'_>, items: Vec<Shown>, held: &[String]) -> Mail {
    let count = items.len();
    let subject = say(to.viewer, format!("Sammanfattning: {count} nya händelser"), format!("Digest: {count} new events"));
    let subject = if count == 1 { say(to.viewer, "Sammanfattning: en ny händelse".to_owned(), "Digest: one new event".to_owned()) } else { subject };
    let mut pieces = Vec::new();
    for shown in items.into_iter().take(TOLD) {
        pieces.push(Piece::Heading(shown.title.clone()));
        body(&to, shown, &mut pieces);
    }
    if count > TOLD {
        let more = count - TOLD;
        pieces.push(Piece::Text(say(
            to.viewer,
            format!("Och {more} till, som du ser när du loggar in."),
            format!("And {more} more, which you see when you sign in."),
        )));
    }
    pieces.extend(held.iter().cloned().map(Piece::Text));
    let why =
        say(to.viewer, "Du får det här mejlet för att du vill ha en sammanfattning.", "You get this mail because you want a digest.").to_owned();
    finish(to, Letter { subject, pieces, why, of: Mailed::Digest, group: None, thread: None })
}

fn body(to: &Addressee<'_>, shown: Shown, pieces: &mut Vec<Piece>) {
    let Shown { text, quote, path, .. } = shown;
    pieces.extend(text.split("\n\n").filter(|text| !text.trim().is_empty()).map(|text| Piece::Text(text.to_owned())));
    pieces.extend(quote.map(Piece::Quote));
    pieces.extend(to.system.app().config.web_url.as_ref().map(|web| Piece::Address(format!("{web}{path}"))));
}

struct Letter {
    subject: String,
    pieces: Vec<Piece>,
    why: String,
    of: Mailed,
    group: Option<(GroupId, String)>,
    thread: Option<Uuid>,
}

fn finish(to: Addressee<'_>, letter: Letter) -> Mail {
    let Letter { subject, pieces, why, of, group, thread } = letter;
    let (app, language) = (to.system.app(), to.viewer.language());
    let off = to.viewer.url(&format!("/unsubscriptions/{}", Link::token(to.system, to.member, of)));
    let stop = say(to.viewer, "Sluta få sådana mejl", "Get no more such mail");
    let text = format!("{}-- \n{why}\n{stop}: {off}\n", pieces.iter().map(Piece::as_text).collect::<String>());
    let html = page(
        language,
        &subject,
        &format!(
            "<main>\n{}</main>\n<footer>\n<p>{}</p>\n<p><a href=\"{off}\">{stop}</a></p>\n</footer>\n",
            pieces.iter().map(Piece::as_html).collect::<String>(),
            escaped(&why)
        ),
    );
    let mut headers = vec![
        ("List-Unsubscribe", format!("<{off}>")),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
        ("Auto-Submitted", "auto-generated".to_owned()),
    ];
    headers.extend(group.map(|(id, name)| ("List-Id", format!("{} <{id}.{}>", phrase(&name), app.mailer.domain()))));
    Mail { to: to.address, subject, text, html: Some(html), headers, thread }
}

/// A name as it may stand before an address: without what would end it.
fn phrase(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-')).collect()
}

impl Piece {
    fn as_text(&self) -> String {
        match self {
            Self::Heading(line) => format!("## {line}\n\n"),
            Self::Text(text) => format!("{}\n\n", text.trim_end()),
            Self::Quote(text) => format!("{}\n\n", text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")),
            Self::Address(address) => format!("{address}\n\n"),
        }
    }

    fn as_html(&self) -> String {
        match self {
            Self::Heading(line) => format!("<h2>{}</h2>\n", escaped(line)),
            Self::Text(text) => format!("<p>{}</p>\n", broken(text)),
            Self::Quote(text) => format!("<blockquote><p>{}</p></blockquote>\n", broken(text)),
            Self::Address(address) => format!("<p><a href=\"{address}\">{address}</a></p>\n"),
        }
    }
}

fn broken(text: &str) -> String {
    escaped(text.trim_end()).replace('\n', "<br>\n")
}

/// A page that loads nothing from anywhere.
fn page(language: Language, title: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n</head>\n<body>\n<h1>{title}</h1>\n{body}</body>\n</html>\n",
        language.as_str()
    )
}

/// The page behind the link of a mail: with a button, or with word that it is done.
pub fn unsubscription(viewer: &Viewer, link: &Link, done: bool) -> String {
    let of = match link.of {
        Mailed::Kind(kind) => say(viewer, kind.title.0, kind.title.1),
        Mailed::Digest => say(viewer, "Sammanfattning", "Digest"),
    };
    let title = if done {
        say(viewer, "Du får inga fler sådana mejl", "You get no more such mail")
    } else {
        say(viewer, "Sluta få sådana mejl", "Get no more such mail")
    };
    let button = say(viewer, "Sluta", "Stop");
    let form = if done { String::new() } else { format!("<form method=\"post\"><button type=\"submit\">{button}</button></form>\n") };
    page(viewer.language(), title, &format!("<main>\n<p>{}</p>\n{form}</main>\n", escaped(of)))
}
