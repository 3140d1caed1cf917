//! Pages to read and print: whole in themselves, without scripts, and with one style, which their
//! policy names. Nothing else runs or is fetched, whatever people wrote.

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::secret::sha256;

/// How a page looks.
const STYLE: &str = include_str!("../../data/print.css");

/// A page in a language (BCP 47), with what stands in it and below it as HTML.
#[must_use]
pub fn page(language: &str, title: &str, main: &str, foot: &str) -> String {
    let (policy, title) = (policy(), shown(title));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<main>\n{main}</main>\n<footer>\n{foot}</footer>\n</body>\n</html>\n"
    )
}

/// What a page may do: be styled by its own style. A page that was saved has no headers, so it says so itself, too.
#[must_use]
pub fn policy() -> String {
    format!("default-src 'none'; style-src 'sha256-{}='; base-uri 'none'; form-action 'none'", sha256(STYLE.as_bytes()))
}

/// A link out of the page, if its address is one of the web; otherwise the address as text.
#[must_use]
pub fn link(address: &str) -> String {
    let mut quoted = String::with_capacity(address.len());
    // Writing into a string cannot fail.
    let _ = escape_html(&mut quoted, address);
    let of_the_web = url::Url::parse(address).is_ok_and(|address| matches!(address.scheme(), "http" | "https"));
    if of_the_web { format!("<a href=\"{quoted}\" rel=\"nofollow noopener\">{quoted}</a>") } else { quoted }
}

/// Text that a page shows as it is.
#[must_use]
pub fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    // Writing into a string cannot fail.
    let _ = escape_html_body_text(&mut shown, text);
    shown
}
