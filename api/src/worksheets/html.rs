//! A worksheet as a page to read and print.

use std::fmt::Write;

use entity::kind::Language;

use super::export::{Told, foot, read};
use super::types::WorksheetView;
use crate::kernel::download::Download;
use crate::kernel::print::{self, shown};

/// The page as a file.
pub fn page(worksheet: &WorksheetView, name: String) -> Download {
    let title = worksheet.title.as_deref().unwrap_or(&worksheet.template.title);
    let foot = format!("<p>{}</p>\n", shown(&foot(worksheet)));
    let text = print::page(worksheet.language.as_str(), title, &body(worksheet, title), &foot);
    Download::page(name, text, print::policy())
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
