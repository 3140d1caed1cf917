//! A support model as one text, to take along.

use std::fmt::Write;

use entity::kind::Language;

use super::types::{Matrix, SupportModelContent};
use crate::kernel::commonmark::plain;

/// The whole model, with its licence and its sources.
pub fn markdown(model: &SupportModelContent, language: Language) -> String {
    let say = |swedish: &'static str, english: &'static str| if language == Language::English { english } else { swedish };
    let mut text = format!("# {}\n\n{}\n", plain(&model.title), plain(&model.summary));
    for section in &model.sections {
        let _ = write!(text, "\n## {}\n\n{}\n", plain(&section.title), section.body);
    }
    if !model.steps.is_empty() {
        let _ = write!(text, "\n## {}\n", say("Stegen", "The steps"));
    }
    for step in &model.steps {
        let _ = write!(text, "\n### {}\n\n{}\n\n{}", plain(&step.title), plain(&step.purpose), list(&step.questions));
        let roles = step.roles.iter().map(|role| plain(role)).collect::<Vec<_>>().join(", ");
        if !roles.is_empty() {
            let _ = write!(text, "\n**{}:** {roles}\n", say("Roller", "Roles"));
        }
        if let Some(result) = &step.result {
            let _ = write!(text, "\n**{}:** {}\n", say("Resultat", "Result"), plain(result));
        }
    }
    for matrix in &model.matrices {
        text += &of_matrix(matrix);
    }
    for scale in &model.scales {
        let _ = write!(text, "\n## {}\n\n", plain(&scale.title));
        for step in &scale.steps {
            let _ = writeln!(text, "- {} {}", step.value, with_more(&step.title, step.explanation.as_deref()));
        }
    }
    if !model.principles.is_empty() {
        let _ = write!(text, "\n## {}\n", say("Principer", "Principles"));
    }
    for principle in &model.principles {
        let _ = write!(text, "\n### {}\n\n{}\n", plain(&principle.title), principle.body.as_deref().unwrap_or_default());
    }
    let _ = write!(text, "\n## {}\n\n", say("Källor", "Sources"));
    for source in &model.sources {
        let url = source.url.as_deref().map(|url| format!(" <{url}>")).unwrap_or_default();
        let _ = writeln!(text, "- {}{url}", with_more(&source.title, source.note.as_deref()));
    }
    let head = say("Licens och version", "Licence and version");
    let _ = write!(text, "\n## {head}\n\n{}, {} ({})\n", plain(&model.licence), plain(&model.version), plain(&model.published_on.to_string()));
    text
}

fn of_matrix(matrix: &Matrix) -> String {
    let mut text = format!("\n## {}\n\n", plain(&matrix.title));
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
                let _ = write!(text, "\n#### {}\n\n{}", plain(&column.title), list(&cell.questions));
            }
        }
    }
    text
}

fn list(items: &[String]) -> String {
    items.iter().fold(String::new(), |list, item| list + "- " + &plain(item) + "\n")
}

fn with_more(title: &str, more: Option<&str>) -> String {
    more.map_or_else(|| plain(title), |more| format!("**{}:** {}", plain(title), plain(more)))
}
