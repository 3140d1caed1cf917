//! Members: who they are, what they did and what they can.

use entity::id::{MemberId, PositionId};
use entity::kind::{Audience, Language, LanguageLevel, Level, Role, TopicKind};
use entity::{account, competence_claim, member, member_language, member_link, position, topic};

use super::cast::{CAST, Part};
use super::chance::{happens, moment, word};
use super::maker::{Joined, Maker};
use super::rows::Rows;
use crate::kernel::handle::skeleton;
use crate::kernel::typeset::{fold, slug};

/// Kinds of organisations outside the register, and the sector whose titles they use.
const INVENTED: [(&str, &str); 4] = [("Föreningen", "ideburen"), ("Stiftelsen", "ideburen"), ("Byrån", "naringsliv"), ("Institutet", "akademi")];

/// What a member says of themself.
struct Profile {
    name: String,
    email: String,
    role: Role,
    password_hash: String,
    language: Language,
    headline: String,
    about: Option<String>,
    municipality: Option<String>,
    pronunciation: Option<&'static str>,
    /// Of the text, the place, the background, the competences, interests, offers, needs, the
    /// pronunciation, languages and links.
    audiences: [Audience; 10],
    public_page: bool,
    protected: bool,
}

/// Where and as what somebody works.
struct Job {
    organisation: Option<entity::id::OrganisationId>,
    name: Option<String>,
    title: String,
    unit: Option<String>,
}

/// Enters the member of this number.
pub fn enter(maker: &mut Maker<'_>, number: usize, rows: &mut Rows) -> Joined {
    let at = maker.joining_time(number);
    let joined = Joined { id: MemberId(maker.member_ids.at(at)), at };
    if let Some(part) = CAST.get(number) {
        write(maker, joined, fixed_profile(maker, part), rows);
        let started = part.job.started.to_owned();
        rows.positions.push(position_row(maker, joined, fixed_job(maker, part), started, None));
        rows.topics.extend(part.topics.iter().map(|(kind, key)| topic_row(joined, *kind, key)));
        rows.claims.extend(part.claims.iter().map(|(key, level)| claim_row(maker, joined, key, *level)));
        rows.languages.extend(part.languages.iter().map(|(language, level)| language_row(joined, language, *level)));
        rows.links.extend((0..).zip(part.links).map(|(place, (label, url))| link_row(joined, place, label, url)));
    } else {
        let profile = profile(maker, number);
        write(maker, joined, profile, rows);
        add_positions(maker, joined, rows);
        add_claims(maker, joined, rows);
        add_topics(maker, joined, rows);
        add_languages(maker, joined, rows);
    }
    joined
}

fn fixed_profile(maker: &Maker<'_>, part: &Part) -> Profile {
    Profile {
        name: part.name.to_owned(),
        email: part.email.to_owned(),
        role: part.role,
        password_hash: maker.hash.clone(),
        language: Language::Swedish,
        headline: part.headline.to_owned(),
        about: Some(part.about.to_owned()),
        municipality: Some(part.municipality.to_owned()),
        pronunciation: part.pronunciation,
        audiences: [Audience::Members; 10],
        public_page: false,
        protected: false,
    }
}

fn fixed_job(maker: &Maker<'_>, Part { job, .. }: &Part) -> Job {
    let organisation = maker.employers.iter().find(|employer| employer.key == job.employer).map(|employer| employer.id);
    let name = organisation.is_none().then(|| job.employer.to_owned());
    Job { organisation, name, title: job.title.to_owned(), unit: Some(job.unit.to_owned()) }
}

fn profile(maker: &mut Maker<'_>, number: usize) -> Profile {
    let words = &maker.material.people;
    let rng = &mut maker.rng;
    let given = word(rng, &words.given);
    let family = format!("{}{}", word(rng, &words.family_stems), word(rng, &words.family_endings));
    Profile {
        email: email(&given, &family, number),
        name: format!("{given} {family}"),
        role: Role::Member,
        password_hash: "!".to_owned(),
        language: if happens(rng, 50) { Language::English } else { Language::Swedish },
        headline: word(rng, &words.headlines),
        about: happens(rng, 800).then(|| word(rng, &words.abouts)),
        municipality: happens(rng, 900).then(|| word(rng, &maker.municipalities)),
        pronunciation: None,
        audiences: [(); 10].map(|()| audience(rng)),
        public_page: happens(rng, 50),
        protected: happens(rng, 5),
    }
}

/// Most show a part to every member; some to fewer, some to everyone.
fn audience(rng: &mut fastrand::Rng) -> Audience {
    match rng.u8(0..100) {
        0..4 => Audience::OnlyMe,
        4..9 => Audience::SharedGroups,
        9..17 => Audience::Everyone,
        _ => Audience::Members,
    }
}

/// An address that nobody else has, because of the number.
fn email(given: &str, family: &str, number: usize) -> String {
    format!("{}.{}.{}@example.org", slug(given), slug(family), number + 1)
}

/// Writes the account and the member, as `members::store` would after the first edit.
fn write(maker: &mut Maker<'_>, Joined { id, at }: Joined, profile: Profile, rows: &mut Rows) {
    let Profile { name, email, role, password_hash, language, headline, about, municipality, pronunciation, audiences, public_page, protected } =
        profile;
    let [about_audience, place_audience, background_audience, competence_audience, audiences @ ..] = audiences;
    let [interest_audience, offer_audience, need_audience, pronunciation_audience, language_audience, link_audience] = audiences;
    let tail: String = id.0.simple().to_string().chars().skip(24).collect();
    let handle = format!("{}-{tail}", slug(&name));
    rows.accounts.push(account::Model { id, email_key: email.clone(), email, password_hash, role, language, suspended_at: None, created_at: at });
    rows.members.push(member::Model {
        id,
        handle_skeleton: skeleton(&handle),
        handle,
        sort_key: maker.swedish.sort_key(&name),
        search_text: fold(&format!("{name} {headline}")),
        name,
        headline: Some(headline),
        about,
        municipality_code: municipality,
        region_code: None,
        about_audience,
        place_audience,
        background_audience,
        competence_audience,
        interest_audience,
        offer_audience,
        need_audience,
        pronunciation: pronunciation.map(str::to_owned),
        pronunciation_audience,
        language_audience,
        link_audience,
        education_audience: Audience::Members,
        photo_audience: Audience::Members,
        photo_hash: None,
        photo_alt: None,
        contact_audience: Audience::Members,
        public_page,
        protected,
        suspended: false,
        version: 1,
        updated_at: moment(&mut maker.rng, at, maker.end),
        created_at: at,
    });
}

/// One to three positions; each but the newest ends when the next begins.
fn add_positions(maker: &mut Maker<'_>, joined: Joined, rows: &mut Rows) {
    let count = maker.rng.usize(1..=3);
    let mut years = maker.rng.choose_multiple(1995..=2025, count);
    years.sort_unstable();
    let starts: Vec<_> = years.into_iter().map(|year| month(maker, year)).collect();
    let ends = starts.iter().skip(1).cloned().map(Some).chain([None]);
    for (started, ended) in starts.iter().cloned().zip(ends) {
        let job = job(maker);
        rows.positions.push(position_row(maker, joined, job, started, ended));
    }
}

/// A year, or a month in it.
fn month(maker: &mut Maker<'_>, year: i32) -> String {
    if maker.rng.bool() { year.to_string() } else { format!("{year}-{:02}", maker.rng.u8(1..=12)) }
}

fn job(maker: &mut Maker<'_>) -> Job {
    let words = &maker.material.people;
    let rng = &mut maker.rng;
    let employer = rng.choice(&maker.employers).filter(|_| happens(rng, 600));
    let (kind, sector) = rng.choice(INVENTED).unwrap_or_default();
    let jobs = employer.map(|employer| employer.jobs).or_else(|| words.jobs(sector));
    Job {
        organisation: employer.map(|employer| employer.id),
        name: employer.is_none().then(|| format!("{kind} {} {}", word(rng, &words.family_stems), rng.u8(1..=99))),
        title: jobs.map(|jobs| word(rng, &jobs.titles)).unwrap_or_default(),
        unit: jobs.map(|jobs| word(rng, &jobs.units)).filter(|_| happens(rng, 800)),
    }
}

fn position_row(maker: &Maker<'_>, Joined { id, at }: Joined, job: Job, started: String, ended: Option<String>) -> position::Model {
    let Job { organisation, name, title, unit } = job;
    position::Model {
        id: PositionId(maker.position_ids.at(at)),
        member_id: id,
        organisation_id: organisation,
        organisation_name: name,
        title,
        unit,
        role_type: None,
        started,
        ended,
        created_at: at,
    }
}

fn add_claims(maker: &mut Maker<'_>, joined: Joined, rows: &mut Rows) {
    let count = maker.rng.usize(3..=10);
    let keys: Vec<_> = maker.competences.distinct(&mut maker.rng, count).into_iter().cloned().collect();
    for key in keys {
        let level = level(maker);
        rows.claims.push(claim_row(maker, joined, &key, level));
    }
}

/// Up to three interests, offers and needs each.
fn add_topics(maker: &mut Maker<'_>, joined: Joined, rows: &mut Rows) {
    for kind in [TopicKind::Interest, TopicKind::Offer, TopicKind::Need] {
        let count = maker.rng.usize(0..=3);
        let keys: Vec<_> = maker.competences.distinct(&mut maker.rng, count).into_iter().cloned().collect();
        rows.topics.extend(keys.iter().map(|key| topic_row(joined, kind, key)));
    }
}

/// Most grew up with Swedish; many more say how well they know English, some a third language.
fn add_languages(maker: &mut Maker<'_>, joined: Joined, rows: &mut Rows) {
    use LanguageLevel::{A2, B1, B2, C1, C2, Native};
    let rng = &mut maker.rng;
    let foreign = |rng: &mut fastrand::Rng| rng.choice([A2, B1, B2, C1, C2]).unwrap_or(B1);
    if happens(rng, 300) {
        return;
    }
    let at_home = rng.choice(["fi", "ar", "so", "fa", "bs", "se", "swl"]).filter(|_| happens(rng, 150));
    let (english, third) = (foreign(rng), rng.choice(["de", "fr", "es", "nb", "da"]).filter(|_| happens(rng, 250)));
    let swedish = if at_home.is_some() { C1 } else { Native };
    rows.languages.extend([language_row(joined, "sv", swedish), language_row(joined, "en", english)]);
    rows.languages.extend(at_home.map(|language| language_row(joined, language, Native)));
    rows.languages.extend(third.map(|language| language_row(joined, language, foreign(rng))));
}

fn language_row(Joined { id, .. }: Joined, language: &str, level: LanguageLevel) -> member_language::Model {
    member_language::Model { member_id: id, language: language.to_owned(), level }
}

fn link_row(Joined { id, .. }: Joined, place: i16, label: &str, url: &str) -> member_link::Model {
    member_link::Model { member_id: id, place, label: label.to_owned(), url: url.to_owned() }
}

fn topic_row(Joined { id, at }: Joined, kind: TopicKind, key: &str) -> topic::Model {
    topic::Model { member_id: id, kind, competence_key: key.to_owned(), note: None, created_at: at }
}

fn level(maker: &mut Maker<'_>) -> Level {
    match maker.rng.u8(0..100) {
        0..40 => Level::Knows,
        40..80 => Level::Practised,
        80..95 => Level::Leads,
        _ => Level::Teaches,
    }
}

fn claim_row(maker: &mut Maker<'_>, Joined { id, at }: Joined, key: &str, level: Level) -> competence_claim::Model {
    let evidence = &maker.material.people.evidence;
    let rng = &mut maker.rng;
    competence_claim::Model {
        member_id: id,
        competence_key: key.to_owned(),
        level,
        years: Some(rng.i16(0..=30)),
        last_used: Some(rng.i16(2010..=2026).min(maker.year)),
        note: happens(rng, 400).then(|| word(rng, evidence)),
        updated_at: moment(rng, at, maker.end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::text::Email;

    #[test]
    fn addresses_are_unique_and_as_they_are_compared() {
        let (one, other) = (email("Ann-Marie", "Påhittsjö", 0), email("Ann-Marie", "Påhittsjö", 1));
        assert_eq!(one, "ann-marie.pahittsjo.1@example.org");
        assert_ne!(one, other);
        assert_eq!(Email::parse(&one).map(|email| email.key()), Ok(one));
    }
}
