//! What a profile lacks, and what it would bring. Nobody has to fill anything in.

use entity::kind::Language;

use super::types::{Completeness, CompletenessStep, MemberView, ProfileStep};

/// Competences that make a member easy to find.
const SOME: usize = 3;

/// The steps in the order of their use: in English and in Swedish, what each would bring.
const STEPS: [(ProfileStep, [&str; 2]); 10] = [
    (
        ProfileStep::Competences,
        ["With three competences others find you by what you know.", "Med tre kompetenser hittar andra dig genom det du kan."],
    ),
    (ProfileStep::Headline, ["One line tells who meets you in a list what you do.", "En rad berättar vad du gör för den som ser dig i en lista."]),
    (ProfileStep::Place, ["With your municipality those close by find you.", "Med din kommun hittar de som är nära dig."]),
    (
        ProfileStep::Positions,
        ["A position shows in which work your competence was won.", "En befattning visar i vilket arbete kompetensen kommer ifrån."],
    ),
    (
        ProfileStep::Offers,
        ["Say what you can help with, and you meet those who need it.", "Säg vad du kan hjälpa till med, så möter du dem som behöver det."],
    ),
    (ProfileStep::Needs, ["Say what you look for, and you are shown who can help.", "Säg vad du söker, så visas du vem som kan hjälpa."]),
    (ProfileStep::About, ["In your own words you can say what no list holds.", "Med egna ord kan du säga det som inte ryms i någon lista."]),
    (ProfileStep::Photo, ["With a photo you are recognised at the next meeting.", "Med ett foto blir du igenkänd på nästa möte."]),
    (ProfileStep::Languages, ["With your languages you are asked where they are needed.", "Med dina språk blir du tillfrågad där de behövs."]),
    (
        ProfileStep::Evidence,
        ["A page that shows your work makes a claim easier to trust.", "En sida som visar ditt arbete gör det lättare att lita på vad du säger."],
    ),
];

/// How far a member's own profile has come.
pub fn of(own: &MemberView, language: Language) -> Completeness {
    let text = |[en, sv]: [&'static str; 2]| if language == Language::English { en } else { sv };
    let steps = STEPS.map(|(step, brings)| CompletenessStep { step, done: is_done(own, step), brings: text(brings) });
    let next = steps.iter().find(|step| !step.done).map(|step| step.step);
    Completeness { done: steps.iter().filter(|step| step.done).count(), of: steps.len(), next, steps: steps.into() }
}

fn is_done(own: &MemberView, step: ProfileStep) -> bool {
    match step {
        ProfileStep::Competences => own.competences.len() >= SOME,
        ProfileStep::Headline => own.card.headline.is_some(),
        ProfileStep::Place => own.card.municipality.is_some() || own.card.region.is_some(),
        ProfileStep::Positions => !own.positions.is_empty(),
        ProfileStep::Offers => !own.topics.offers.is_empty(),
        ProfileStep::Needs => !own.topics.needs.is_empty(),
        ProfileStep::About => own.about.is_some(),
        ProfileStep::Photo => own.card.photo.is_some(),
        ProfileStep::Languages => !own.languages.is_empty(),
        ProfileStep::Evidence => own.competences.iter().any(|claim| !claim.evidence_urls.is_empty()),
    }
}
