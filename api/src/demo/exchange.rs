//! What members look for, keep and propose; and who would like to be introduced to whom.

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::{IntroductionId, MemberId, NeedId, ProposalId, SavedSearchId};
use entity::kind::{ContactState, Level, NeedAudience, ProposalState};
use entity::{competence_proposal, introduction, introduction_ask, need, need_competence, saved_search};

use super::cast::{ALVA, OMAR};
use super::chance::Ids;
use super::maker::{Joined, Maker};
use super::rows::Rows;
use crate::kernel::typeset::fold;

/// A need: title, text, competence, and what came of it. The newest last.
const NEEDS: [(&str, &str, &str, Option<&str>); 4] = [
    (
        "Underlag till en lokal trygghetsmätning",
        "Vi vill fråga de boende själva och undrar vilka frågor som har fungerat för andra.",
        "lokala-trygghetsmatningar",
        Some("Två kommuner delade sina formulär. Vi har mätt en gång och gör om det nästa år."),
    ),
    (
        "Någon att bolla en trafikfråga med",
        "Skolvägen korsar en länsväg. Hur har andra fått med barnens bild av den?",
        "barns-och-ungas-delaktighet",
        None,
    ),
    (
        "Erfarenheter av barnkonsekvensanalys i en förening",
        "Vi ska yttra oss över en detaljplan och har aldrig gjort en sådan analys. **Vad börjar man med?**",
        "barnkonsekvensanalys",
        None,
    ),
    (
        "Medborgardialog om en nedlagd skola",
        "Beslutet är fattat, men inte vad huset ska bli. Vi söker någon som har hållit i samtal efter ett svårt beslut.",
        "medborgardialog",
        None,
    ),
];

/// Names in Swedish and English, area, meaning, and why it was declined.
type Proposal = (Option<&'static str>, Option<&'static str>, &'static str, &'static str, Option<&'static str>);

/// A proposal: names, area, what is meant, and why it was declined.
const PROPOSALS: [Proposal; 3] = [
    (
        Some("Fikamöten"),
        None,
        "medinflytande",
        "Att ordna fika där folk möts",
        Some("Det är en form, inte en kompetens. Se Facilitering av workshopar."),
    ),
    (Some("Skolvägsvandring med barn"), None, "barn-unga", "Att gå barnens väg till skolan med dem och skriva ner vad de ser", None),
    (None, Some("Sortition"), "medinflytande", "Att lotta fram deltagare till en medborgarpanel så att den liknar befolkningen", None),
];

/// Fills a block. Whoever signs in has some of everything.
pub fn fill(maker: &mut Maker<'_>, block: usize, people: &[Joined], rows: &mut Rows) {
    let (Some(alva), Some(omar)) = (people.get(ALVA), people.get(OMAR)) else { return };
    let begin = maker.end - TimeDelta::days(40);
    let ids = Ids::from(begin);
    for ((title, body, competence, outcome), days) in NEEDS.into_iter().zip([30, 21, 12, 5]) {
        let at = maker.end - TimeDelta::days(days);
        let member = match (block, competence) {
            (0, "medborgardialog") => alva.id,
            (0, "barnkonsekvensanalys") => omar.id,
            _ => maker.rng.choice(people).unwrap_or(alva).id,
        };
        let id = NeedId(ids.at(at));
        rows.needs.push(need_row(id, member, (title, body), outcome, at));
        rows.needed.push(need_competence::Model { need_id: id, competence_key: competence.to_owned() });
    }
    if block == 0 {
        of_the_cast(maker.end, alva.id, omar.id, rows);
    }
}

fn need_row(id: NeedId, member_id: MemberId, (title, body): (&str, &str), outcome: Option<&str>, at: DateTime<Utc>) -> need::Model {
    need::Model {
        id,
        member_id,
        title: title.to_owned(),
        body: body.to_owned(),
        municipality_code: None,
        audience: NeedAudience::Members,
        outcome: outcome.map(ToOwned::to_owned),
        search_text: fold(&format!("{title} {body}")),
        until: at + TimeDelta::days(90),
        created_at: at,
        closed_at: outcome.map(|_| at + TimeDelta::days(14)),
    }
}

/// Proposals, a saved search, and an introduction that waits for an answer.
fn of_the_cast(end: DateTime<Utc>, alva: MemberId, omar: MemberId, rows: &mut Rows) {
    let ids = Ids::from(end - TimeDelta::days(20));
    for ((sv, en, area, definition, reason), days) in PROPOSALS.into_iter().zip([18, 8, 3]) {
        let at = end - TimeDelta::days(days);
        rows.proposals.push(competence_proposal::Model {
            id: ProposalId(ids.at(at)),
            member_id: if en.is_some() { omar } else { alva },
            sv: sv.map(ToOwned::to_owned),
            en: en.map(ToOwned::to_owned),
            area_key: area.to_owned(),
            definition: definition.to_owned(),
            broader: "[]".to_owned(),
            level: reason.is_none().then_some(Level::Practised),
            state: if reason.is_some() { ProposalState::Declined } else { ProposalState::Proposed },
            competence_key: None,
            reason: reason.map(ToOwned::to_owned),
            version: i32::from(reason.is_some()),
            created_at: at,
            decided_at: reason.map(|_| at + TimeDelta::days(2)),
        });
    }
    let saved = end - TimeDelta::days(2);
    rows.searches.push(saved_search::Model {
        id: SavedSearchId(ids.at(saved)),
        member_id: alva,
        name: "De som kan hålla i dialog".to_owned(),
        query: "competence=medborgardialog&minLevel=leads".to_owned(),
        look_at: None,
        created_at: saved,
    });
    let asked = end - TimeDelta::days(1);
    let id = IntroductionId(ids.at(asked));
    rows.introductions.push(introduction::Model {
        id,
        member_id: omar,
        need_id: None,
        competence_key: Some("barnkonsekvensanalys".to_owned()),
        message: "Vi ska yttra oss över en detaljplan och vill gärna fråga någon som har gjort en barnkonsekvensanalys.".to_owned(),
        created_at: asked,
        expires_at: asked + TimeDelta::days(30),
        picked_at: Some(asked),
        withdrawn_at: None,
    });
    rows.asked.push(introduction_ask::Model {
        introduction_id: id,
        candidate_id: alva,
        state: ContactState::Pending,
        contact_id: None,
        created_at: asked,
        answered_at: None,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_is_of_the_vocabulary() {
        let vocabulary = include_str!("../../data/reference/competences.json").replace(": ", ":");
        for (_, _, key, _) in NEEDS {
            assert!(vocabulary.contains(&format!("\"key\":\"{key}\"")), "{key}");
        }
    }
}
