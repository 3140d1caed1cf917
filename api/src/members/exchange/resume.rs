//! JSON Resume, read and written.

use entity::kind::Level;

use super::languages;
use super::{Job, LEVELS, Skill, Study, Told};
use crate::kernel::access::Viewer;
use crate::kernel::text::{LongText, Text};
use crate::members::types::{
    ImportPart, JsonResume, MemberView, ProfileBasics, ProfileEducation, ProfileInterest, ProfileLanguage, ProfileLocation, ProfileMeta, ProfilePage,
    ProfileResume, ProfileSkill, ProfileWork, ResumeBasics, ResumeOther,
};
use crate::vocabulary::MunicipalityName;

const SCHEMA: &str = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json";

fn line<const MAX: usize>(text: Option<Text<0, MAX>>) -> String {
    text.map(Text::into_string).unwrap_or_default()
}

/// What a JSON Resume tells. The name, the photo, mail address and telephone number are not looked at.
pub fn read_resume(resume: JsonResume) -> Told {
    let JsonResume {
        schema: _,
        basics,
        work,
        volunteer,
        education,
        awards,
        certificates,
        publications,
        skills,
        languages,
        interests,
        references,
        projects,
        meta: _,
    } = resume;
    let mut told = Told::default();
    if let Some(basics) = basics {
        read_basics(basics, &mut told);
    }
    told.jobs.extend(work.0.into_iter().map(|work| Job {
        organisation: line(work.name),
        title: line(work.position),
        unit: line(work.unit),
        role_type: line(work.role_type),
        started: month(&line(work.start_date)),
        ended: month(&line(work.end_date)),
    }));
    told.jobs.extend(volunteer.0.into_iter().map(|work| Job {
        organisation: line(work.organization),
        title: line(work.position),
        started: month(&line(work.start_date)),
        ended: month(&line(work.end_date)),
        ..Job::default()
    }));
    told.studies = education
        .0
        .into_iter()
        .map(|study| Study {
            school: line(study.institution),
            subject: line(study.area),
            degree: line(study.study_type),
            started: month(&line(study.start_date)),
            ended: month(&line(study.end_date)),
        })
        .collect();
    for skill in skills.0 {
        told.skills.push(Skill { name: line(skill.name), level: line(skill.level) });
        told.skills.extend(skill.keywords.0.into_iter().map(|name| Skill { name: name.into_string(), level: String::new() }));
    }
    // The tag is ours, and says more than the name.
    let spoken = |tag: String, name: String| if tag.is_empty() { name } else { tag };
    told.languages = languages.0.into_iter().map(|one| (spoken(line(one.tag), line(one.language)), line(one.fluency))).collect();
    for interest in interests.0 {
        told.interests.push(line(interest.name));
        told.interests.extend(interest.keywords.0.into_iter().map(Text::into_string));
    }
    let others = [
        (ImportPart::Award, awards.0),
        (ImportPart::Certificate, certificates.0),
        (ImportPart::Publication, publications.0),
        (ImportPart::Reference, references.0),
        (ImportPart::Project, projects.0),
    ];
    let called = |other: ResumeOther| other.name.or(other.title).map(Text::into_string).unwrap_or_default();
    told.others = others.into_iter().flat_map(|(part, others)| others.into_iter().map(move |other| (part, called(other)))).collect();
    told
}

fn read_basics(ResumeBasics { label, summary, url, location, profiles }: ResumeBasics, told: &mut Told) {
    told.headline = line(label);
    told.about = summary.map(LongText::into_string).unwrap_or_default();
    told.place = location.map(|location| line(location.city)).unwrap_or_default();
    let own = line(url);
    told.pages.extend((!own.is_empty()).then_some((String::new(), own)));
    told.pages.extend(profiles.0.into_iter().map(|page| (line(page.network), line(page.url))).filter(|(_, url)| !url.is_empty()));
}

/// A date (ISO 8601) without its day; anything else is left for the proposal to judge.
fn month(text: &str) -> String {
    let with_day = text.len() > 7 && text.get(7..8) == Some("-");
    text.get(..7).filter(|_| with_day).unwrap_or(text).to_owned()
}

fn level(level: Level) -> &'static str {
    LEVELS.into_iter().find(|(known, _)| *known == level).map_or("", |(_, word)| word)
}

/// A profile, as its member sees it, in the form of JSON Resume. What the member looks for and can help
/// with has no place there.
pub fn export(viewer: &Viewer, own: MemberView) -> ProfileResume {
    let page = |link: crate::members::types::LinkView| ProfilePage { network: link.label, url: link.url };
    let work = |position: crate::members::types::PositionView| ProfileWork {
        name: position.organisation.map(|known| known.name).or(position.organisation_name).unwrap_or_default(),
        position: position.title,
        start_date: position.started,
        end_date: position.ended,
        unit: position.unit,
        role_type: position.role_type.map(entity::kind::RoleType::as_str),
    };
    let study = |education: crate::members::types::EducationView| ProfileEducation {
        institution: education.organisation.map(|known| known.name).or(education.school).unwrap_or_default(),
        area: education.subject,
        study_type: education.degree,
        start_date: education.started,
        end_date: education.ended,
    };
    let location = (own.card.municipality.is_some() || own.card.region.is_some()).then(|| ProfileLocation {
        city: own.card.municipality.map(|MunicipalityName { name, .. }| name),
        region: own.card.region.map(|region| region.name),
        country_code: "SE",
    });
    let language = |one: crate::members::types::LanguageView| ProfileLanguage {
        language: languages::name(&one.language, viewer.language()),
        fluency: languages::fluency(one.level),
        tag: one.language,
    };
    ProfileResume {
        schema: SCHEMA,
        basics: ProfileBasics {
            name: own.card.name,
            label: own.card.headline,
            summary: own.about,
            location,
            profiles: own.websites.into_iter().map(page).collect(),
        },
        work: own.positions.into_iter().map(work).collect(),
        education: own.educations.into_iter().map(study).collect(),
        skills: own.competences.into_iter().map(|claim| ProfileSkill { name: claim.competence.name, level: level(claim.level) }).collect(),
        languages: own.languages.into_iter().map(language).collect(),
        interests: own.topics.interests.into_iter().map(|topic| ProfileInterest { name: topic.competence.name }).collect(),
        meta: ProfileMeta { canonical: viewer.url(&format!("/members/{}", own.card.id)), version: "v1.0.0", last_modified: viewer.now() },
    }
}

#[cfg(test)]
mod tests {
    use super::month;

    #[test]
    fn a_date_loses_its_day_and_nothing_else() {
        assert_eq!(["2018-09-01", "2018-09", "2018", "", "i går kväll"].map(month), ["2018-09", "2018-09", "2018", "", "i går kväll"]);
    }
}
