//! Enters what a member has chosen of a proposal, all of it or nothing.

use std::collections::HashSet;

use entity::kind::TopicKind;

use crate::kernel::access::Member;
use crate::kernel::db::Tx;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::patch::Patch;
use crate::kernel::problem::{INVALID, NOT_FOUND, Problem, Result};
use crate::kernel::text::{List, Slug};
use crate::members::policy::Edit;
use crate::members::types::{Imported, NewImport, NewTopic, ProfileChange};
use crate::members::{background, claims, lists, store, topics};
use crate::{organisations, vocabulary};

/// Enters it in the member's own profile.
pub async fn enter(me: &Member, tx: &Tx, new: NewImport) -> Result<Imported> {
    let faults = faults(me, &new).await?;
    if !faults.is_empty() {
        return Err(INVALID.pointing_at(faults));
    }
    let own = || me.may::<Edit>(me.id());
    let NewImport { headline, about, municipality, positions, educations, languages, links, competences, interests } = new;
    if headline.is_some() || about.is_some() || municipality.is_some() {
        let change = ProfileChange { headline: set(headline), about: set(about), municipality: set(municipality), ..ProfileChange::default() };
        store::edit(tx, own()?, change).await?;
    }
    let mut imported = Imported { positions: positions.0.len(), educations: educations.0.len(), ..Imported::default() };
    for (place, position) in positions.0.into_iter().enumerate() {
        background::add_position(tx, &own()?, position).await.map_err(|problem| below(problem, &format!("/positions/{place}")))?;
    }
    for (place, education) in educations.0.into_iter().enumerate() {
        background::add_education(tx, &own()?, education).await.map_err(|problem| below(problem, &format!("/educations/{place}")))?;
    }
    imported.languages = lists::add_languages(tx, &own()?, languages.0).await?;
    imported.links = lists::add_links(tx, &own()?, links.0).await?;
    for (place, claim) in competences.0.into_iter().enumerate() {
        let (key, claim) = claim.split();
        let entered = claims::claim(tx, &own()?, &key, claim).await;
        entered.map_err(|problem| below(problem, &format!("/competences/{place}/competence")))?;
        imported.competences += 1;
    }
    for (place, key) in interests.0.into_iter().enumerate() {
        let entered = topics::enter(tx, own()?, TopicKind::Interest, key.as_str(), NewTopic { note: None }).await;
        entered.map_err(|problem| below(problem, &format!("/interests/{place}")))?;
        imported.interests += 1;
    }
    Ok(imported)
}

/// What is not given stays as it is.
fn set<T>(value: Option<T>) -> Patch<Option<T>> {
    value.map_or(Patch::Absent, |value| Patch::Set(Some(value)))
}

/// What is wrong with a part, told as what is wrong with the whole.
fn below(problem: Problem, pointer: &str) -> Problem {
    if problem.kind == NOT_FOUND {
        return INVALID.pointing_at(vec![Fault::unknown(pointer)]);
    }
    let faults = problem.faults.iter().map(|fault| Fault::new(format!("{pointer}{}", fault.pointer), fault.wrong.clone())).collect();
    Problem { faults, ..problem }
}

/// Everything that is wrong with the parts, told at once.
async fn faults(me: &Member, new: &NewImport) -> Result<Vec<Fault>> {
    let mut faults = Vec::new();
    for (place, position) in new.positions.0.iter().enumerate() {
        let own = background::position_faults(position).into_iter();
        faults.extend(own.map(|fault| Fault::new(format!("/positions/{place}{}", fault.pointer), fault.wrong)));
    }
    for (place, education) in new.educations.0.iter().enumerate() {
        let own = background::education_faults(education).into_iter();
        faults.extend(own.map(|fault| Fault::new(format!("/educations/{place}{}", fault.pointer), fault.wrong)));
    }
    let jobs = new.positions.0.iter().enumerate().filter_map(|(place, new)| Some((format!("/positions/{place}/organisation"), new.organisation?)));
    let studies =
        new.educations.0.iter().enumerate().filter_map(|(place, new)| Some((format!("/educations/{place}/organisation"), new.organisation?)));
    let named: Vec<_> = jobs.chain(studies).collect();
    let known = organisations::cards(me, named.iter().map(|(_, id)| *id).collect()).await?;
    faults.extend(named.into_iter().filter(|(_, id)| !known.contains_key(id)).map(|(pointer, _)| Fault::unknown(pointer)));
    let mut spoken = HashSet::new();
    let again = new.languages.0.iter().enumerate().filter(|(_, new)| !spoken.insert(new.language.as_str()));
    faults.extend(again.map(|(place, _)| Fault::new(format!("/languages/{place}/language"), Wrong::Clash("languages"))));
    let claimed = new.competences.0.iter().enumerate().map(|(place, new)| (format!("/competences/{place}/competence"), &new.competence));
    let List(interests) = &new.interests;
    let cared_for = interests.iter().enumerate().map(|(place, key)| (format!("/interests/{place}"), key));
    let terms: Vec<(String, &Slug)> = claimed.chain(cared_for).collect();
    let known = vocabulary::competences(me, terms.iter().map(|(_, key)| key.as_str().to_owned()).collect()).await?;
    faults.extend(terms.into_iter().filter(|(_, key)| !known.contains_key(key.as_str())).map(|(pointer, _)| Fault::unknown(pointer)));
    Ok(faults)
}
