//! A support model as one text, to take along.

use std::fmt::Write;

use entity::kind::Language;

use super::content::{Source, SupportModelContent};
use super::matrix::{Cell, Matrix};
use super::phrases::Say;
use super::template::WorksheetTemplate;
use crate::kernel::commonmark::plain;

/// The whole model, with its licence and its sources. `overdue` tells of a review that ought to have been.
pub fn markdown(model: &SupportModelContent, language: Language, overdue: bool) -> String {
    let say = Say(language);
    let head = |level: usize, own: Language, title: &str| headed(say, level, own, title);
    let mut text = format!("# {}\n\n{}\n", plain(&model.title), plain(&model.summary));
    if overdue {
        let _ = write!(text, "\n> {}\n", plain(&say.overdue(model.next_review_on)));
    }
    for section in &model.sections {
        let _ = writeln!(text, "{}{}", head(2, section.language, &section.title), section.body);
    }
    if !model.steps.is_empty() {
        let _ = write!(text, "\n## {}\n", say.steps());
    }
    for step in &model.steps {
        let _ = write!(text, "{}{}\n\n{}", head(3, step.language, &step.title), plain(&step.purpose), list(&step.questions));
        let roles = step.roles.iter().map(|role| plain(role)).collect::<Vec<_>>().join(", ");
        if !roles.is_empty() {
            let _ = write!(text, "\n**{}:** {roles}\n", say.roles());
        }
        if let Some(result) = &step.result {
            let _ = write!(text, "\n**{}:** {}\n", say.result(), plain(result));
        }
    }
    for matrix in &model.matrices {
        text += &of_matrix(say, matrix);
    }
    for scale in &model.scales {
        text += &head(2, scale.language, &scale.title);
        for step in &scale.steps {
            let _ = writeln!(text, "- {} {}", step.value, with_more(&step.title, step.explanation.as_deref()));
        }
    }
    if !model.principles.is_empty() {
        let _ = write!(text, "\n## {}\n", say.principles());
    }
    for principle in &model.principles {
        let _ = writeln!(text, "{}{}", head(3, principle.language, &principle.title), principle.body.as_deref().unwrap_or_default());
    }
    for checklist in &model.checklists {
        let _ = writeln!(text, "{}{}", head(2, checklist.language, &checklist.title), checklist.description.as_deref().unwrap_or_default());
        for level in &checklist.levels {
            let _ = write!(text, "\n### {}\n\n", plain(&level.title));
            for item in &level.items {
                let _ = writeln!(text, "- [ ] {}", plain(&item.text));
            }
        }
    }
    for template in &model.worksheets {
        text += &of_template(say, template);
    }
    if !model.library.is_empty() {
        let _ = write!(text, "\n## {}\n\n", say.library());
    }
    for entry in &model.library {
        text += &referred(&entry.title, entry.url.as_deref(), entry.note.as_deref());
    }
    let _ = write!(text, "\n## {}\n\n{}", say.sources(), sources(&model.sources));
    if !model.contributors.is_empty() {
        let names = model.contributors.iter().map(|name| plain(name)).collect::<Vec<_>>().join(", ");
        let _ = write!(text, "\n## {}\n\n{names}\n", say.contributors());
    }
    let _ = write!(text, "\n## {}\n\n{}\n", say.licence(), plain(&say.imprint(model)));
    text
}

/// A heading, and a mark where what it stands above is not translated.
fn headed(say: Say, level: usize, own: Language, title: &str) -> String {
    let mark = if own == say.0 { String::new() } else { format!("*{}*\n\n", say.untranslated()) };
    format!("\n{} {}\n\n{mark}", "#".repeat(level), plain(title))
}

fn of_matrix(say: Say, matrix: &Matrix) -> String {
    let mut text = headed(say, 2, matrix.language, &matrix.title);
    for axis in matrix.columns.iter().chain(&matrix.modes) {
        let _ = writeln!(text, "- {}", with_more(&axis.title, axis.description.as_deref()));
    }
    for perspective in &matrix.perspectives {
        let _ = writeln!(text, "- {}", with_more(&perspective.title, Some(&perspective.question)));
    }
    for row in &matrix.rows {
        let _ = write!(text, "\n### {}\n\n{}\n", plain(&row.title), plain(row.description.as_deref().unwrap_or_default()));
        for column in &matrix.columns {
            for cell in matrix.cells.iter().filter(|cell| cell.row == row.key && cell.column == column.key) {
                let _ = write!(text, "{}{}{}", headed(say, 4, cell.language, &column.title), list(&cell.questions), within(cell));
            }
        }
    }
    text
}

/// A template, with what it asks.
fn of_template(say: Say, template: &WorksheetTemplate) -> String {
    let title = format!("{}: {}", say.worksheet(), template.title);
    let mut text = headed(say, 2, template.language, &title) + template.description.as_deref().unwrap_or_default() + "\n";
    for part in &template.parts {
        let _ = write!(text, "\n### {}\n\n{}\n\n", plain(&part.title), part.description.as_deref().unwrap_or_default());
        for field in &part.fields {
            let _ = writeln!(text, "- {}", with_more(&field.label, field.help.as_deref()));
            for choice in &field.choices {
                let _ = writeln!(text, "  - [ ] {}", plain(&choice.title));
            }
        }
    }
    text
}

fn list(items: &[String]) -> String {
    items.iter().fold(String::new(), |list, item| list + "- " + &plain(item) + "\n")
}

/// The articles and examples of a cell.
fn within(cell: &Cell) -> String {
    let mut text = String::new();
    for article in &cell.articles {
        let _ = write!(text, "\n##### {}\n\n{}\n\n{}", plain(&article.title), article.text, sources(&article.sources));
    }
    for example in &cell.examples {
        let year = example.year.map(|year| year.to_string());
        let about = [&example.place, &year, &example.by].into_iter().flatten().map(|part| plain(part)).collect::<Vec<_>>().join(", ");
        let more = example.url.as_deref().map(|url| format!("<{url}>\n")).unwrap_or_default();
        let _ = write!(text, "\n##### {}\n\n{about}\n\n{}\n\n{more}{}", plain(&example.title), example.text, sources(&example.sources));
    }
    text
}

fn sources(sources: &[Source]) -> String {
    sources.iter().map(|source| referred(&source.title, source.url.as_deref(), source.note.as_deref())).collect()
}

fn referred(title: &str, url: Option<&str>, note: Option<&str>) -> String {
    let url = url.map(|url| format!(" <{url}>")).unwrap_or_default();
    format!("- {}{url}\n", with_more(title, note))
}

fn with_more(title: &str, more: Option<&str>) -> String {
    more.map_or_else(|| plain(title), |more| format!("**{}:** {}", plain(title), plain(more)))
}
