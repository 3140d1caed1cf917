//! A support model as a page to read and print.

use std::fmt::Write;

use entity::kind::Language;

use super::content::{Source, SupportModelContent};
use super::matrix::{Axis, Cell, Matrix};
use super::phrases::Say;
use super::template::{FieldKind, WorksheetTemplate};
use crate::kernel::markdown::to_html;
use crate::kernel::print::{self, link, shown};

/// The page, in the language of the model's head. `overdue` tells of a review that ought to have been.
pub fn page(model: &SupportModelContent, overdue: bool) -> String {
    let mut page = Page { html: String::new(), say: Say(model.language) };
    page.whole(model, overdue);
    print::page(model.language.as_str(), &model.title, &page.html, &foot(model, page.say))
}

/// What is being written, and the language that it says its own words in.
struct Page {
    html: String,
    say: Say,
}

impl Page {
    fn whole(&mut self, model: &SupportModelContent, overdue: bool) {
        let say = self.say;
        let _ = write!(self.html, "<h1>{}</h1>\n{}", shown(&model.title), prose(&model.summary, "summary"));
        if overdue {
            let _ = writeln!(self.html, "<p class=\"note\">{}</p>", shown(&say.overdue(model.next_review_on)));
        }
        for section in &model.sections {
            self.part(2, section.language, &section.title, |page| page.html += &prose(&section.body, &section.key));
        }
        self.under(say.steps(), model.steps.is_empty());
        for step in &model.steps {
            self.part(3, step.language, &step.title, |page| {
                page.html += &(prose(&step.purpose, &step.key) + &list(&step.questions));
                if !step.roles.is_empty() {
                    let _ = writeln!(page.html, "<p><strong>{}:</strong> {}</p>", say.roles(), shown(&step.roles.join(", ")));
                }
                if let Some(result) = &step.result {
                    let _ = write!(page.html, "<p><strong>{}:</strong></p>\n{}", say.result(), prose(result, &step.key));
                }
            });
        }
        for matrix in &model.matrices {
            self.part(2, matrix.language, &matrix.title, |page| page.matrix(matrix));
        }
        for scale in &model.scales {
            self.part(2, scale.language, &scale.title, |page| {
                let steps = scale.steps.iter().map(|step| {
                    let explanation = step.explanation.as_deref().map(|text| format!("<dd>{}</dd>", shown(text))).unwrap_or_default();
                    format!("<div><dt>{} {}</dt>{explanation}</div>\n", step.value, shown(&step.title))
                });
                let _ = write!(page.html, "<dl>\n{}</dl>\n", steps.collect::<String>());
            });
        }
        self.under(say.principles(), model.principles.is_empty());
        for principle in &model.principles {
            let body = principle.body.as_deref().map(|body| prose(body, &principle.key)).unwrap_or_default();
            self.part(3, principle.language, &principle.title, |page| page.html += &body);
        }
        for checklist in &model.checklists {
            self.part(2, checklist.language, &checklist.title, |page| {
                page.html += &checklist.description.as_deref().map(|text| prose(text, &checklist.key)).unwrap_or_default();
                for level in &checklist.levels {
                    let items: Vec<_> = level.items.iter().map(|item| item.text.clone()).collect();
                    let _ = write!(page.html, "<h3>{}</h3>\n{}", shown(&level.title), boxes(&items));
                }
            });
        }
        for template in &model.worksheets {
            self.part(2, template.language, &format!("{}: {}", say.worksheet(), template.title), |page| page.template(template));
        }
        self.under(say.library(), model.library.is_empty());
        for entry in &model.library {
            self.part(3, entry.language, &entry.title, |page| {
                let (note, url) = (entry.note.as_deref().unwrap_or_default(), entry.url.as_deref().map(link).unwrap_or_default());
                let _ = writeln!(page.html, "<p>{} {url}</p>", shown(note));
            });
        }
    }

    /// The title of several parts, if there are any.
    fn under(&mut self, title: &str, none: bool) {
        if !none {
            let _ = writeln!(self.html, "<h2>{title}</h2>");
        }
    }

    /// A part under a title, marked where it is not translated.
    fn part(&mut self, level: u8, language: Language, title: &str, body: impl FnOnce(&mut Self)) {
        let _ = writeln!(self.html, "<section lang=\"{}\">\n<h{level}>{}</h{level}>", language.as_str(), shown(title));
        if language != self.say.0 {
            let _ = writeln!(self.html, "<p class=\"about\" lang=\"{}\">{}</p>", self.say.0.as_str(), self.say.untranslated());
        }
        body(self);
        self.html += "</section>\n";
    }

    /// The matrix as a table; below it what its rows, columns and modes mean, and what its cells hold besides questions.
    fn matrix(&mut self, matrix: &Matrix) {
        let heads = matrix.columns.iter().map(|column| format!("<th scope=\"col\">{}</th>", shown(&column.title)));
        let (heads, caption) = (heads.collect::<String>(), shown(&matrix.title));
        let _ = writeln!(self.html, "<table>\n<caption>{caption}</caption>\n<thead>\n<tr><td></td>{heads}</tr>\n</thead>\n<tbody>");
        let cell_at = |row: &Axis, column: &Axis| matrix.cells.iter().find(|cell| cell.row == row.key && cell.column == column.key);
        for row in &matrix.rows {
            let cells = matrix.columns.iter().map(|column| {
                cell_at(row, column)
                    .map_or_else(|| "<td></td>".to_owned(), |cell| format!("<td lang=\"{}\">{}</td>", cell.language.as_str(), list(&cell.questions)))
            });
            let _ = writeln!(self.html, "<tr><th scope=\"row\">{}</th>{}</tr>", shown(&row.title), cells.collect::<String>());
        }
        self.html += "</tbody>\n</table>\n";
        let meant = matrix.rows.iter().chain(&matrix.columns).chain(&matrix.modes);
        let meant = meant.filter_map(|axis| axis.description.as_deref().map(|meaning| told(&axis.title, meaning)));
        let asked = matrix.perspectives.iter().map(|perspective| told(&perspective.title, &perspective.question));
        let all: String = meant.chain(asked).collect();
        if !all.is_empty() {
            let _ = write!(self.html, "<dl>\n{all}</dl>\n");
        }
        for (row, column) in matrix.rows.iter().flat_map(|row| matrix.columns.iter().map(move |column| (row, column))) {
            if let Some(cell) = cell_at(row, column).filter(|cell| !(cell.articles.is_empty() && cell.examples.is_empty())) {
                self.part(3, cell.language, &format!("{} · {}", row.title, column.title), |page| page.html += &within(cell, &matrix.key));
            }
        }
    }

    /// A template with room to write in.
    fn template(&mut self, template: &WorksheetTemplate) {
        self.html += &template.description.as_deref().map(|text| prose(text, &template.key)).unwrap_or_default();
        for part in &template.parts {
            let about = part.description.as_deref().map(|text| prose(text, &format!("{}-{}", template.key, part.key))).unwrap_or_default();
            let _ = write!(self.html, "<h3>{}</h3>\n{about}<dl>\n", shown(&part.title));
            for field in &part.fields {
                let help = field.help.as_deref().map(|help| format!("<dd>{}</dd>", shown(help))).unwrap_or_default();
                let choices: Vec<_> = field.choices.iter().map(|choice| choice.title.clone()).collect();
                let room = match field.kind {
                    FieldKind::Choice | FieldKind::Choices => format!("<dd>{}</dd>", boxes(&choices)),
                    _ => "<dd class=\"blank\"></dd>".to_owned(),
                };
                let _ = writeln!(self.html, "<div><dt>{}</dt>{help}{room}</div>", shown(&field.label));
            }
            self.html += "</dl>\n";
        }
    }
}

fn foot(model: &SupportModelContent, say: Say) -> String {
    let mut foot = String::new();
    if !model.sources.is_empty() {
        let _ = write!(foot, "<h2>{}</h2>\n{}", say.sources(), sources(&model.sources));
    }
    if !model.contributors.is_empty() {
        let _ = writeln!(foot, "<p>{}: {}</p>", say.contributors(), shown(&model.contributors.join(", ")));
    }
    let _ = writeln!(foot, "<p>{}</p>", shown(&say.imprint(model)));
    foot
}

/// The articles and examples of a cell.
fn within(cell: &Cell, matrix: &str) -> String {
    let mut html = String::new();
    let scope = |key: &str| format!("{matrix}-{}-{}-{key}", cell.row, cell.column);
    for article in &cell.articles {
        let text = prose(&article.text, &scope(&article.key));
        let _ = write!(html, "<h4>{}</h4>\n{text}{}", shown(&article.title), sources(&article.sources));
    }
    for example in &cell.examples {
        let year = example.year.map(|year| year.to_string());
        let about: Vec<_> = [&example.place, &year, &example.by].into_iter().flatten().cloned().collect();
        let url = example.url.as_deref().map(|url| format!("<p>{}</p>\n", link(url))).unwrap_or_default();
        let text = prose(&example.text, &scope(&example.key));
        let _ = write!(html, "<h4>{}</h4>\n<p class=\"about\">{}</p>\n{text}{url}", shown(&example.title), shown(&about.join(", ")));
        html += &sources(&example.sources);
    }
    html
}

fn told(title: &str, meaning: &str) -> String {
    format!("<div><dt>{}</dt><dd>{}</dd></div>\n", shown(title), shown(meaning))
}

fn prose(text: &str, scope: &str) -> String {
    to_html(text, &scope)
}

fn list(items: &[String]) -> String {
    if items.is_empty() {
        return String::new();
    }
    format!("<ul>{}</ul>\n", items.iter().fold(String::new(), |list, item| list + "<li>" + &shown(item) + "</li>"))
}

/// The same, to tick off.
fn boxes(items: &[String]) -> String {
    list(items).replacen("<ul>", "<ul class=\"boxes\">", 1)
}

fn sources(sources: &[Source]) -> String {
    if sources.is_empty() {
        return String::new();
    }
    let source = |source: &Source| {
        let url = source.url.as_deref().map(|url| format!(" {}", link(url))).unwrap_or_default();
        format!("<li>{}{url} {}</li>\n", shown(&source.title), shown(source.note.as_deref().unwrap_or_default()))
    };
    format!("<ul class=\"about\">\n{}</ul>\n", sources.iter().map(source).collect::<String>())
}
