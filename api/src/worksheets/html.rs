//! A worksheet as a page to read and print: whole in itself, without scripts, and with one style,
//! which its policy names. Nothing else runs or is fetched, whatever people wrote.

use std::fmt::Write;

use entity::kind::Language;
use pulldown_cmark_escape::escape_html_body_text;

use super::export::{Told, foot, read};
use super::types::WorksheetView;
use crate::kernel::download::Download;
use crate::kernel::secret::sha256;

/// How the page looks.
const STYLE: &str = include_str!("../../data/print.css");

/// The page as a file.
pub fn page(worksheet: &WorksheetView, name: String) -> Download {
    let policy = policy();
    let (language, title) = (worksheet.language.as_str(), worksheet.title.as_deref().unwrap_or(&worksheet.template.title));
    let text = format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<main>\n{}</main>\n<footer>\n<p>{}</p>\n</footer>\n</body>\n</html>\n",
        shown(title),
        body(worksheet, title),
        shown(&foot(worksheet)),
    );
    Download::page(name, text, policy)
}

/// What the page may do: be styled by its own style. A page that was saved has no headers, so it says so itself.
fn policy() -> String {
    format!("default-src 'none'; style-src 'sha256-{}='; base-uri 'none'; form-action 'none'", sha256(STYLE.as_bytes()))
}

fn body(worksheet: &WorksheetView, title: &str) -> String {
    let mut page = format!("<h1 dir=\"auto\">{}</h1>\n", shown(title));
    let of = format!("{}: {}", worksheet.model_title, worksheet.template.title);
    let _ = writeln!(page, "<p class=\"about\">{}</p>", shown(&of));
    let nothing = match worksheet.language {
        Language::Swedish => "Inget ifyllt",
        Language::English => "Nothing filled in",
    };
    for (number, part) in read(worksheet).into_iter().enumerate() {
        let _ = writeln!(page, "<section aria-labelledby=\"part-{number}\">\n<h2 id=\"part-{number}\">{}</h2>", shown(&part.title));
        if part.entries.is_empty() {
            let _ = writeln!(page, "<p class=\"empty\">{nothing}</p>");
        }
        for (place, entry) in part.entries.into_iter().enumerate() {
            match entry.name {
                Some(name) => {
                    let id = format!("part-{number}-{place}");
                    let _ = writeln!(
                        page,
                        "<article aria-labelledby=\"{id}\">\n<h3 id=\"{id}\">{}</h3>\n{}</article>",
                        shown(&name),
                        list(&entry.fields)
                    );
                }
                None => page += &list(&entry.fields),
            }
        }
        page += "</section>\n";
    }
    page
}

fn list(fields: &[Told]) -> String {
    let items = fields.iter().map(|Told { label, value }| format!("<div><dt>{}</dt><dd dir=\"auto\">{}</dd></div>\n", shown(label), shown(value)));
    format!("<dl>\n{}</dl>\n", items.collect::<String>())
}

/// Text that a page shows as it is.
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    // Writing into a string cannot fail.
    let _ = escape_html_body_text(&mut shown, text);
    shown
}
