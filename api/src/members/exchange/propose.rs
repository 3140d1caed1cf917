//! What a file would add to a profile: looked up, compared with what is there, and for the member to judge.

use std::collections::{HashMap, HashSet};

use entity::kind::{LanguageLevel, Level, RoleType};
use sea_orm::Iterable;

use super::{Job, LEVELS, Skill, Study, Told, languages};
use crate::kernel::access::Member;
use crate::kernel::problem::Result;
use crate::kernel::text::{LongText, Month, Text, WebUrl};
use crate::kernel::typeset::fold;
use crate::members::background::{MAX_EDUCATIONS, MAX_POSITIONS, is_in_order};
use crate::members::claims::MAX_CLAIMS;
use crate::members::lists::{MAX_LANGUAGES, MAX_LINKS};
use crate::members::store;
use crate::members::topics::MAX_TOPICS;
use crate::members::types::{
    ImportPart, ImportProposal, LanguageView, LeftOut, LeftOutBecause, LinkView, MemberView, ProposedClaim, ProposedEducation, ProposedPosition,
};
use crate::organisations::{self, OrganisationCard};
use crate::vocabulary::{self, Meant};

/// What a file would add to the member's own profile.
pub async fn propose(me: &Member, told: Told) -> Result<ImportProposal> {
    let own = store::find(me, me.id()).await?;
    let called = told.jobs.iter().map(|job| job.organisation.clone()).chain(told.studies.iter().map(|study| study.school.clone()));
    let register = organisations::called(me, &called.collect::<Vec<_>>()).await?;
    let words = told.skills.iter().map(|skill| skill.name.clone()).chain(told.interests.iter().cloned());
    let terms = vocabulary::meant(me, &words.collect::<Vec<_>>()).await?;
    let municipality = if told.place.is_empty() { None } else { vocabulary::municipality_called(me, &told.place).await? };
    let mut draft = Draft { own: &own, register: &register, terms: &terms, proposal: ImportProposal::default() };
    draft.texts(&told.headline, &told.about);
    match municipality {
        Some(place) if own.card.municipality.as_ref().is_some_and(|known| known.code == place.code) => draft.proposal.present += 1,
        Some(place) => {
            draft.replaces_if(own.card.municipality.is_some(), "/municipality");
            draft.proposal.import.municipality = Some(place.code.clone());
            draft.proposal.municipality = Some(place);
        }
        None => draft.leave_out(ImportPart::Place, &told.place, LeftOutBecause::Unknown),
    }
    told.jobs.iter().for_each(|job| draft.job(job));
    told.studies.iter().for_each(|study| draft.study(study));
    told.languages.into_iter().for_each(|(name, level)| draft.language(&name, &level));
    told.pages.into_iter().for_each(|(called, url)| draft.page(&called, &url));
    told.skills.into_iter().for_each(|skill| draft.skill(&skill));
    told.interests.into_iter().for_each(|name| draft.interest(&name));
    told.others.into_iter().for_each(|(part, name)| draft.leave_out(part, &name, LeftOutBecause::NotKept));
    Ok(draft.named())
}

/// A proposal in the making.
struct Draft<'a> {
    own: &'a MemberView,
    register: &'a HashMap<String, OrganisationCard>,
    terms: &'a HashMap<String, Meant>,
    proposal: ImportProposal,
}

/// A text that fits its field; nothing if there is none.
fn fitting<const MIN: usize, const MAX: usize>(text: &str) -> std::result::Result<Option<String>, LeftOutBecause> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    Text::<MIN, MAX>::parse(text).ok().map(|text| Some(text.into_string())).ok_or(LeftOutBecause::Unfit)
}

fn month(text: &str) -> std::result::Result<Option<String>, LeftOutBecause> {
    if text.is_empty() {
        return Ok(None);
    }
    Month::parse(text).ok().map(|month| Some(month.into_string())).ok_or(LeftOutBecause::Unfit)
}

fn same(one: Option<&str>, other: Option<&str>) -> bool {
    one.map(fold) == other.map(fold)
}

impl Draft<'_> {
    fn leave_out(&mut self, part: ImportPart, text: &str, because: LeftOutBecause) {
        if !text.trim().is_empty() {
            self.proposal.left_out.push(LeftOut { part, text: text.trim().chars().take(200).collect(), because });
        }
    }

    fn replaces_if(&mut self, replaces: bool, pointer: impl Into<String>) {
        self.proposal.replaces.extend(replaces.then(|| pointer.into()));
    }

    fn texts(&mut self, headline: &str, about: &str) {
        match fitting::<1, 120>(headline) {
            Ok(Some(headline)) if self.own.card.headline.as_ref() == Some(&headline) => self.proposal.present += 1,
            Ok(headline) => {
                self.replaces_if(headline.is_some() && self.own.card.headline.is_some(), "/headline");
                self.proposal.import.headline = headline;
            }
            Err(because) => self.leave_out(ImportPart::Headline, headline, because),
        }
        match LongText::<1, 4000>::parse(about).map(LongText::into_string) {
            Ok(about) if self.own.about.as_ref() == Some(&about) => self.proposal.present += 1,
            Ok(about) => {
                self.replaces_if(self.own.about.is_some(), "/about");
                self.proposal.import.about = Some(about);
            }
            Err(_) => self.leave_out(ImportPart::About, about, LeftOutBecause::Unfit),
        }
    }

    fn job(&mut self, job: &Job) {
        let told = [job.title.as_str(), job.organisation.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
        match self.position(job) {
            Ok(position) if self.has_position(&position) => self.proposal.present += 1,
            Ok(_) if self.own.positions.len() + self.proposal.import.positions.len() >= MAX_POSITIONS => {
                self.leave_out(ImportPart::Position, &told, LeftOutBecause::NoRoom);
            }
            Ok(position) => self.proposal.import.positions.push(position),
            Err(because) => self.leave_out(ImportPart::Position, &told, because),
        }
    }

    fn position(&self, job: &Job) -> std::result::Result<ProposedPosition, LeftOutBecause> {
        let known = self.register.get(&job.organisation);
        let organisation_name = if known.is_some() { None } else { Some(fitting::<2, 120>(&job.organisation)?.ok_or(LeftOutBecause::Unfit)?) };
        let (started, ended) = (month(&job.started)?.ok_or(LeftOutBecause::Unfit)?, month(&job.ended)?);
        if !is_in_order(Some(&started), ended.as_deref()) {
            return Err(LeftOutBecause::Unfit);
        }
        Ok(ProposedPosition {
            organisation: known.map(|known| known.id),
            organisation_name,
            title: fitting::<2, 120>(&job.title)?.ok_or(LeftOutBecause::Unfit)?,
            unit: fitting::<1, 120>(&job.unit)?,
            role_type: RoleType::iter().find(|role| role.as_str() == job.role_type),
            started,
            ended,
        })
    }

    fn has_position(&self, new: &ProposedPosition) -> bool {
        let is_new = |title: &str, name: Option<&str>, started: &str| {
            fold(title) == fold(&new.title) && same(name, new.organisation_name.as_deref()) && started == new.started
        };
        let proposed = self.proposal.import.positions.iter();
        self.own.positions.iter().any(|known| {
            known.organisation.as_ref().map(|known| known.id) == new.organisation
                && is_new(&known.title, known.organisation_name.as_deref(), &known.started)
        }) || proposed
            .into_iter()
            .any(|known| known.organisation == new.organisation && is_new(&known.title, known.organisation_name.as_deref(), &known.started))
    }

    fn study(&mut self, study: &Study) {
        let told = [study.school.as_str(), study.degree.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
        match self.education(study) {
            Ok(education) if self.has_education(&education) => self.proposal.present += 1,
            Ok(_) if self.own.educations.len() + self.proposal.import.educations.len() >= MAX_EDUCATIONS => {
                self.leave_out(ImportPart::Education, &told, LeftOutBecause::NoRoom);
            }
            Ok(education) => self.proposal.import.educations.push(education),
            Err(because) => self.leave_out(ImportPart::Education, &told, because),
        }
    }

    fn education(&self, study: &Study) -> std::result::Result<ProposedEducation, LeftOutBecause> {
        let known = self.register.get(&study.school);
        let school = if known.is_some() { None } else { Some(fitting::<2, 120>(&study.school)?.ok_or(LeftOutBecause::Unfit)?) };
        let (started, ended) = (month(&study.started)?, month(&study.ended)?);
        if !is_in_order(started.as_deref(), ended.as_deref()) {
            return Err(LeftOutBecause::Unfit);
        }
        let (subject, degree) = (fitting::<2, 120>(&study.subject)?, fitting::<1, 120>(&study.degree)?);
        Ok(ProposedEducation { organisation: known.map(|known| known.id), school, subject, degree, started, ended })
    }

    fn has_education(&self, new: &ProposedEducation) -> bool {
        let is_new = |school: Option<&str>, subject: Option<&str>, degree: Option<&str>, started: Option<&str>| {
            same(school, new.school.as_deref())
                && same(subject, new.subject.as_deref())
                && same(degree, new.degree.as_deref())
                && started == new.started.as_deref()
        };
        self.own.educations.iter().any(|known| {
            known.organisation.as_ref().map(|known| known.id) == new.organisation
                && is_new(known.school.as_deref(), known.subject.as_deref(), known.degree.as_deref(), known.started.as_deref())
        }) || self.proposal.import.educations.iter().any(|known| {
            known.organisation == new.organisation
                && is_new(known.school.as_deref(), known.subject.as_deref(), known.degree.as_deref(), known.started.as_deref())
        })
    }

    fn language(&mut self, name: &str, level: &str) {
        let Some(language) = languages::tag(name) else { return self.leave_out(ImportPart::Language, name, LeftOutBecause::Unknown) };
        let said = languages::level(level);
        let known = self.own.languages.iter().find(|known| known.language == language);
        let proposed = &mut self.proposal.import.languages;
        if known.is_some_and(|known| said.is_none_or(|said| said == known.level)) || proposed.iter().any(|known| known.language == language) {
            self.proposal.present += 1;
        } else if known.is_none() && self.own.languages.len() + proposed.len() >= MAX_LANGUAGES {
            self.leave_out(ImportPart::Language, name, LeftOutBecause::NoRoom);
        } else {
            let place = proposed.len();
            proposed.push(LanguageView { language, level: said.unwrap_or(LanguageLevel::A1) });
            self.proposal.guessed.extend(said.is_none().then(|| format!("/languages/{place}/level")));
            self.replaces_if(known.is_some(), format!("/languages/{place}"));
        }
    }

    fn page(&mut self, called: &str, url: &str) {
        let Ok(url) = WebUrl::parse(url).map(WebUrl::into_string) else { return self.leave_out(ImportPart::Link, url, LeftOutBecause::Unfit) };
        let host = url::Url::parse(&url).ok().and_then(|url| url.host_str().map(ToOwned::to_owned)).unwrap_or_default();
        // What is not called anything is called by its host.
        let label = fitting::<1, 60>(called).ok().flatten().unwrap_or_else(|| host.chars().take(60).collect());
        let proposed = &mut self.proposal.import.links;
        if self.own.websites.iter().chain(proposed.iter()).any(|known| known.url == url) {
            self.proposal.present += 1;
        } else if self.own.websites.len() + proposed.len() >= MAX_LINKS {
            self.leave_out(ImportPart::Link, &url, LeftOutBecause::NoRoom);
        } else {
            proposed.push(LinkView { label, url });
        }
    }

    fn skill(&mut self, Skill { name, level }: &Skill) {
        let Some(Meant { competence, .. }) = self.terms.get(name) else {
            return self.leave_out(ImportPart::Competence, name, LeftOutBecause::Unknown);
        };
        let said = LEVELS.into_iter().find(|(_, word)| word == level).map(|(known, _)| known);
        let proposed = &mut self.proposal.import.competences;
        let known = self.own.competences.iter().any(|claim| claim.competence.key == competence.key);
        if known || proposed.iter().any(|claim| claim.competence == competence.key) {
            self.proposal.present += 1;
        } else if self.own.competences.len() + proposed.len() >= MAX_CLAIMS {
            self.leave_out(ImportPart::Competence, name, LeftOutBecause::NoRoom);
        } else {
            let place = proposed.len();
            proposed.push(ProposedClaim { competence: competence.key.clone(), level: said.unwrap_or(Level::Knows) });
            self.proposal.guessed.extend(said.is_none().then(|| format!("/competences/{place}/level")));
        }
    }

    fn interest(&mut self, name: &str) {
        let Some(Meant { competence, .. }) = self.terms.get(name) else { return self.leave_out(ImportPart::Interest, name, LeftOutBecause::Unknown) };
        let proposed = &mut self.proposal.import.interests;
        let known = self.own.topics.interests.iter().any(|topic| topic.competence.key == competence.key);
        if known || proposed.contains(&competence.key) {
            self.proposal.present += 1;
        } else if self.own.topics.interests.len() + proposed.len() >= MAX_TOPICS {
            self.leave_out(ImportPart::Interest, name, LeftOutBecause::NoRoom);
        } else {
            proposed.push(competence.key.clone());
        }
    }

    /// The proposal with the names of what it names.
    fn named(mut self) -> ImportProposal {
        let import = &self.proposal.import;
        let places = import.positions.iter().filter_map(|position| position.organisation);
        let places: HashSet<_> = places.chain(import.educations.iter().filter_map(|education| education.organisation)).collect();
        let mut organisations: Vec<_> = self.register.values().filter(|known| places.contains(&known.id)).cloned().collect();
        organisations.sort_by(|one, other| one.slug.cmp(&other.slug));
        organisations.dedup_by(|one, other| one.id == other.id);
        let keys: HashSet<_> = import.competences.iter().map(|claim| &claim.competence).chain(&import.interests).collect();
        let mut competences: Vec<_> = self.terms.values().map(|meant| &meant.competence).filter(|term| keys.contains(&term.key)).cloned().collect();
        competences.sort_by(|one, other| one.key.cmp(&other.key));
        competences.dedup_by(|one, other| one.key == other.key);
        (self.proposal.organisations, self.proposal.competences) = (organisations, competences);
        self.proposal.left_out.truncate(1000);
        self.proposal
    }
}
