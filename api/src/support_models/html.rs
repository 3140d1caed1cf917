//! A support model as one page to print: no scripts, nothing from elsewhere, its style in its head.

use std::fmt::{Display, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use entity::kind::Language;

use super::content::{Source, SupportModelContent};
use super::matrix::{Cell, Matrix};
use crate::kernel::markdown::to_html;

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;color:#111;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1rem}\
h1,h2,h3,h4{line-height:1.2;break-after:avoid}table{border-collapse:collapse;width:100%;margin:1rem 0}\
th,td{border:1px solid #666;padding:.4rem .6rem;text-align:left;vertical-align:top}th{background:#eee}caption{text-align:left;font-weight:bold}\
ul{padding-left:1.2rem}tr,li{break-inside:avoid}.wide{overflow-x:auto}footer{border-top:1px solid #666;margin-top:2rem}\
@media print{body{max-width:none;margin:0}a{color:inherit}}";

/// What the page may load: its own style, known by its hash.
pub fn policy() -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, STYLE.as_bytes());
    let hash = STANDARD.encode(digest);
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
}

/// The page, in the language of the model's title.
pub fn page(model: &SupportModelContent) -> String {
    let language = model.language;
    let say = |swedish: &'static str, english: &'static str| if language == Language::English { english } else { swedish };
    let mut html = String::new();
    let title = plain(&model.title);
    let _ = write!(html, "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n", language.as_str());
    let _ = write!(
        html,
        "<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
    );
    let _ = write!(html, "<h1>{title}</h1>\n{}", prose(&model.summary, &"summary"));
    for section in &model.sections {
        let (lang, title) = (lang(section.language, language), plain(&section.title));
        let _ = write!(html, "<section{lang}>\n<h2>{title}</h2>\n{}</section>\n", prose(&section.body, &section.key));
    }
    if !model.steps.is_empty() {
        let _ = writeln!(html, "<h2>{}</h2>", say("Stegen", "The steps"));
    }
    for step in &model.steps {
        let (lang, title, questions) = (lang(step.language, language), plain(&step.title), list(&step.questions));
        let _ = write!(html, "<section{lang}>\n<h3>{title}</h3>\n{}{questions}", prose(&step.purpose, &step.key));
        if !step.roles.is_empty() {
            let _ = writeln!(html, "<p><strong>{}:</strong> {}</p>", say("Roller", "Roles"), plain(&step.roles.join(", ")));
        }
        if let Some(result) = &step.result {
            let _ = writeln!(html, "<p><strong>{}:</strong></p>{}", say("Resultat", "Result"), prose(result, &step.key));
        }
        html += "</section>\n";
    }
    model.matrices.iter().for_each(|matrix| html += &table(matrix, language));
    for scale in &model.scales {
        let (lang, title) = (lang(scale.language, language), plain(&scale.title));
        let _ = write!(html, "<section{lang}>\n<h2>{title}</h2>\n<dl>\n");
        for step in &scale.steps {
            let _ =
                writeln!(html, "<dt>{} {}</dt><dd>{}</dd>", step.value, plain(&step.title), plain(step.explanation.as_deref().unwrap_or_default()));
        }
        html += "</dl>\n</section>\n";
    }
    if !model.principles.is_empty() {
        let _ = writeln!(html, "<h2>{}</h2>", say("Principer", "Principles"));
    }
    for principle in &model.principles {
        let (lang, title) = (lang(principle.language, language), plain(&principle.title));
        let body = prose(principle.body.as_deref().unwrap_or_default(), &principle.key);
        let _ = write!(html, "<section{lang}>\n<h3>{title}</h3>\n{body}</section>\n");
    }
    for checklist in &model.checklists {
        let (lang, title) = (lang(checklist.language, language), plain(&checklist.title));
        let about = prose(checklist.description.as_deref().unwrap_or_default(), &checklist.key);
        let _ = write!(html, "<section{lang}>\n<h2>{title}</h2>\n{about}");
        for level in &checklist.levels {
            let items: Vec<_> = level.items.iter().map(|item| format!("☐ {}", item.text)).collect();
            let _ = write!(html, "<h3>{}. {}</h3>\n{}", level.level, plain(&level.title), list(&items));
        }
        html += "</section>\n";
    }
    if !model.library.is_empty() {
        let entries: String = model.library.iter().map(|entry| referred(&entry.title, entry.url.as_deref(), entry.note.as_deref())).collect();
        let _ = write!(html, "<h2>{}</h2>\n<ul>\n{entries}</ul>\n", say("Bibliotek", "Library"));
    }
    let _ = write!(html, "</main>\n<footer>\n<h2>{}</h2>\n{}", say("Källor", "Sources"), sources(&model.sources));
    if !model.contributors.is_empty() {
        let _ = writeln!(html, "<p>{}: {}</p>", say("Har bidragit", "Contributors"), plain(&model.contributors.join(", ")));
    }
    let owner = model.owner.as_ref().map(|owner| format!("{}, ", plain(&owner.name))).unwrap_or_default();
    let _ =
        write!(html, "<p>{owner}{}, {} ({})</p>\n</footer>\n</body>\n</html>\n", plain(&model.licence), plain(&model.version), model.published_on);
    html
}

/// The matrix as a table, and below it what its cells hold besides questions.
fn table(matrix: &Matrix, page: Language) -> String {
    let lang_of = lang(matrix.language, page);
    let mut html = format!(
        "<section{lang_of}>\n<h2>{0}</h2>\n<div class=\"wide\"><table>\n<caption>{0}</caption>\n<thead>\n<tr><td></td>",
        plain(&matrix.title)
    );
    for column in &matrix.columns {
        let _ = write!(html, "<th scope=\"col\">{}</th>", plain(&column.title));
    }
    html += "</tr>\n</thead>\n<tbody>\n";
    let cell_at = |row: &str, column: &str| matrix.cells.iter().find(|cell| cell.row == row && cell.column == column);
    for row in &matrix.rows {
        let _ = write!(html, "<tr><th scope=\"row\">{}</th>", plain(&row.title));
        for column in &matrix.columns {
            match cell_at(&row.key, &column.key) {
                Some(cell) => drop(write!(html, "<td{}>{}</td>", lang(cell.language, matrix.language), list(&cell.questions))),
                None => html += "<td></td>",
            }
        }
        html += "</tr>\n";
    }
    html += "</tbody>\n</table></div>\n";
    for row in &matrix.rows {
        for column in &matrix.columns {
            if let Some(cell) = cell_at(&row.key, &column.key).filter(|cell| !(cell.articles.is_empty() && cell.examples.is_empty())) {
                let _ = write!(html, "<section{}>\n<h3>{}: {}</h3>\n", lang(cell.language, matrix.language), plain(&row.title), plain(&column.title));
                html += &within(cell);
                html += "</section>\n";
            }
        }
    }
    html + "</section>\n"
}

fn within(cell: &Cell) -> String {
    let mut html = String::new();
    for article in &cell.articles {
        let scope = format!("{}-{}-{}", cell.row, cell.column, article.key);
        let _ = write!(html, "<h4>{}</h4>\n{}{}", plain(&article.title), prose(&article.text, &scope), sources(&article.sources));
    }
    for example in &cell.examples {
        let scope = format!("{}-{}-{}", cell.row, cell.column, example.key);
        let year = example.year.map(|year| year.to_string());
        let about: Vec<_> = [&example.place, &year, &example.by].into_iter().flatten().cloned().collect();
        let _ = write!(html, "<h4>{}</h4>\n<p>{}</p>\n{}", plain(&example.title), plain(&about.join(", ")), prose(&example.text, &scope));
        let _ =
            write!(html, "{}{}", example.url.as_deref().map(|url| format!("<p>{}</p>\n", link(url))).unwrap_or_default(), sources(&example.sources));
    }
    html
}

/// The language of a part that is in another than what is around it.
fn lang(own: Language, around: Language) -> String {
    if own == around { String::new() } else { format!(" lang=\"{}\"", own.as_str()) }
}

fn plain(text: &str) -> String {
    ammonia::clean_text(text)
}

fn prose(text: &str, scope: &impl Display) -> String {
    to_html(text, scope)
}

fn list(items: &[String]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let items: String = items.iter().fold(String::new(), |list, item| list + "<li>" + &plain(item) + "</li>\n");
    format!("<ul>\n{items}</ul>\n")
}

fn sources(sources: &[Source]) -> String {
    if sources.is_empty() {
        return String::new();
    }
    let sources: String = sources.iter().map(|source| referred(&source.title, source.url.as_deref(), source.note.as_deref())).collect();
    format!("<ul>\n{sources}</ul>\n")
}

fn referred(title: &str, url: Option<&str>, note: Option<&str>) -> String {
    let url = url.map(|url| format!(" {}", link(url))).unwrap_or_default();
    format!("<li><strong>{}</strong>{url} {}</li>\n", plain(title), plain(note.unwrap_or_default()))
}

/// A link, if it is one that a page may have.
fn link(url: &str) -> String {
    let safe = url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    let told = plain(url);
    if safe { format!("<a href=\"{told}\" rel=\"nofollow noopener\">{told}</a>") } else { told }
}
