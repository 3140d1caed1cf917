//! The three members as whom one signs in. They are the first ones, in this order.

use entity::kind::{LanguageLevel, Level, Role, TopicKind};

/// One of the three.
pub struct Part {
    pub who: &'static str,
    pub name: &'static str,
    /// As it is compared, too: lower case.
    pub email: &'static str,
    pub role: Role,
    pub headline: &'static str,
    pub about: &'static str,
    pub municipality: &'static str,
    pub job: Job,
    pub claims: &'static [(&'static str, Level)],
    pub topics: &'static [(TopicKind, &'static str)],
    pub pronunciation: Option<&'static str>,
    pub languages: &'static [(&'static str, LanguageLevel)],
    /// Labels with addresses.
    pub links: &'static [(&'static str, &'static str)],
}

/// What they work as.
pub struct Job {
    /// The key of an organisation in the register, or a name if there is none such.
    pub employer: &'static str,
    pub title: &'static str,
    pub unit: &'static str,
    pub started: &'static str,
}

/// Alva's place among the members.
pub const ALVA: usize = 1;
/// Omar's place among the members.
pub const OMAR: usize = 2;
/// The first groups, in which Alva and Omar take part.
pub const GROUPS_OF_BOTH: usize = 4;
/// The place of the group that Omar owns: the one on dialogue.
pub const GROUP_OF_OMAR: usize = 2;

/// The three.
pub const CAST: [Part; 3] = [
    Part {
        who: "administrator",
        name: "Signe Låtsaslund",
        email: "admin@example.org",
        role: Role::Administrator,
        headline: "Sköter nätverket",
        about: "Jag svarar för att nätverket fungerar och för medlemmarnas uppgifter. Skriv till mig om något är fel.",
        municipality: "1480",
        job: Job { employer: "Nätverket Exempel", title: "Administratör", unit: "Kansliet", started: "2021-03" },
        claims: &[],
        topics: &[],
        pronunciation: None,
        languages: &[("sv", LanguageLevel::Native), ("en", LanguageLevel::C1)],
        links: &[],
    },
    Part {
        who: "strategist in a municipality",
        name: "Alva Exempelgren",
        email: "alva@example.org",
        role: Role::Member,
        headline: "Strateg i en kommun, arbetar med barnperspektiv i planering",
        about: "Jag leder kommunens arbete med barnkonsekvensanalys och vill gärna byta erfarenheter med andra som gör det i tidiga skeden.",
        municipality: "1784",
        job: Job { employer: "arvika", title: "Barnrättsstrateg", unit: "Kommunledningskontoret", started: "2018-08" },
        claims: &[
            ("barnkonsekvensanalys", Level::Leads),
            ("barnets-rattigheter", Level::Teaches),
            ("barnkonventionen-i-praktiken", Level::Practised),
            ("barns-och-ungas-delaktighet", Level::Practised),
            ("social-konsekvensanalys", Level::Practised),
            ("detaljplanering", Level::Knows),
        ],
        topics: &[
            (TopicKind::Interest, "barns-och-ungas-delaktighet"),
            (TopicKind::Offer, "barnkonsekvensanalys"),
            (TopicKind::Need, "medborgardialog"),
        ],
        pronunciation: Some("AL-va ex-EM-pel-gren"),
        languages: &[("sv", LanguageLevel::Native), ("en", LanguageLevel::C1), ("nb", LanguageLevel::B2)],
        links: &[("Handledning i barnkonsekvensanalys", "https://example.org/barnkonsekvensanalys")],
    },
    Part {
        who: "organiser in an NGO",
        name: "Omar Påhittberg",
        email: "omar@example.org",
        role: Role::Member,
        headline: "Organisatör i en förening, håller i samtal",
        about: "Jag ordnar möten mellan boende och kommun, också när frågan är svår. Det mesta går att prata om, om man förbereder sig.",
        municipality: "0127",
        job: Job { employer: "Föreningen Påhitt 12", title: "Organisatör", unit: "Mötesplatsen", started: "2016" },
        claims: &[
            ("facilitering-av-workshopar", Level::Leads),
            ("planering-av-dialogprocesser", Level::Leads),
            ("dialog-i-polariserade-fragor", Level::Practised),
            ("medborgardialog", Level::Teaches),
            ("processledning", Level::Practised),
        ],
        topics: &[(TopicKind::Offer, "medborgardialog"), (TopicKind::Need, "barnkonsekvensanalys")],
        pronunciation: None,
        languages: &[("ar", LanguageLevel::Native), ("sv", LanguageLevel::Native), ("so", LanguageLevel::A2)],
        links: &[("Föreningen", "https://example.org/forening"), ("Samtal om samtal", "https://example.org/samtal")],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::text::Email;

    #[test]
    fn their_competences_are_of_the_vocabulary_and_their_addresses_as_they_are_compared() {
        let vocabulary = include_str!("../../data/reference/competences.json").replace(": ", ":");
        for part in &CAST {
            assert!(part.topics.iter().all(|(_, key)| vocabulary.contains(&format!("\"key\":\"{key}\""))), "{}", part.name);
            assert!(part.claims.iter().all(|(key, _)| vocabulary.contains(&format!("\"key\":\"{key}\""))), "{}", part.name);
            assert_eq!(Email::parse(part.email).map(|email| email.key()), Ok(part.email.to_owned()));
        }
    }
}
