//! The vocabulary as it is searched: read once, and anew when it was changed.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use entity::kind::Language;
use entity::{competence, competence_synonym, municipality, region};
use sea_orm::EntityTrait;

use super::types::{MunicipalityName, Named, NamedPlace};
use crate::kernel::access::Viewer;
use crate::kernel::changes::{self, VOCABULARY};
use crate::kernel::problem::Result;
use crate::kernel::words::{Words, fit};

/// A competence with all that it is called.
struct Term {
    row: competence::Model,
    names: [Words; 2],
    synonyms: Vec<Words>,
}

/// How something is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Called {
    /// By its key or its name.
    Name,
    /// By a synonym.
    Synonym,
}

/// A competence that is meant by a word.
#[derive(Clone, Debug)]
pub struct Meant {
    /// The competence.
    pub competence: Named,
    /// How the word calls it.
    pub called: Called,
}

/// The vocabulary as it is searched.
pub struct Lexicon {
    mark: Option<i64>,
    terms: Vec<Term>,
    regions: Vec<([Words; 2], region::Model)>,
    municipalities: Vec<(Words, municipality::Model)>,
}

/// The latest one.
#[derive(Default)]
struct Latest(RwLock<Option<Arc<Lexicon>>>);

/// The vocabulary as it is now.
pub async fn current(viewer: &Viewer) -> Result<Arc<Lexicon>> {
    let mark = changes::mark(viewer.conn(), VOCABULARY).await?;
    let latest = viewer.kept::<Latest>();
    let known = latest.0.read().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(known) = known.filter(|known| known.mark == mark) {
        return Ok(known);
    }
    let lexicon = Arc::new(Lexicon::read(viewer, mark).await?);
    *latest.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&lexicon));
    Ok(lexicon)
}

impl Lexicon {
    async fn read(viewer: &Viewer, mark: Option<i64>) -> Result<Self> {
        let mut synonyms: HashMap<_, Vec<Words>> = HashMap::new();
        for row in competence_synonym::Entity::find().all(viewer.conn()).await? {
            synonyms.entry(row.competence_key).or_default().push(Words::of(&row.name));
        }
        let term = |row: competence::Model| {
            let names = [Words::of(&row.sv), Words::of(&row.en)];
            Term { synonyms: synonyms.remove(&row.key).unwrap_or_default(), names, row }
        };
        let regions = region::Entity::find().all(viewer.conn()).await?;
        let municipalities = municipality::Entity::find().all(viewer.conn()).await?;
        Ok(Self {
            mark,
            terms: super::store::current().all(viewer.conn()).await?.into_iter().map(term).collect(),
            regions: regions.into_iter().map(|row| ([&row.name, &row.county].map(|name| Words::of(name)), row)).collect(),
            municipalities: municipalities.into_iter().map(|row| (Words::of(&row.name), row)).collect(),
        })
    }

    /// The competences that a query may mean, the likeliest first.
    pub fn competences<'a>(&'a self, query: &str, included: impl Fn(&competence::Model) -> bool) -> Vec<&'a competence::Model> {
        let query = Words::of(query);
        let fitting = |term: &'a Term| Some((fit(&query, &term.names, &term.synonyms)?, &term.row));
        let mut found: Vec<_> = self.terms.iter().filter(|term| included(&term.row)).filter_map(fitting).collect();
        found.sort_by(|(fit, row), (other_fit, other)| other_fit.cmp(fit).then_with(|| row.sort_key.cmp(&other.sort_key)));
        found.into_iter().map(|(_, row)| row).collect()
    }

    /// The competence that goes by exactly this key, name or synonym; a name comes before a synonym.
    pub fn meant(&self, word: &str, language: Language) -> Option<Meant> {
        let whole = Words::of(word);
        let named = |term: &&Term| term.row.key == word || term.names.iter().any(|name| name.is(&whole));
        let by = |term: &Term, called| Meant { competence: Named::competence(term.row.clone(), language), called };
        let name = self.terms.iter().find(named).map(|term| by(term, Called::Name));
        name.or_else(|| self.terms.iter().find(|term| term.synonyms.iter().any(|name| name.is(&whole))).map(|term| by(term, Called::Synonym)))
    }

    /// The municipality that is called exactly so.
    pub fn municipality(&self, name: &str) -> Option<MunicipalityName> {
        let whole = Words::of(name);
        self.municipalities.iter().find(|(name, _)| name.is(&whole)).map(|(_, row)| row.clone().into())
    }

    /// The regions and municipalities that a query may mean, the likeliest first.
    pub fn places(&self, query: &str) -> Vec<NamedPlace> {
        let query = Words::of(query);
        let region = |(names, row): &([Words; 2], region::Model)| Some((fit(&query, names, &[])?, NamedPlace::from(row)));
        let municipality = |(name, row): &(Words, municipality::Model)| Some((fit(&query, std::slice::from_ref(name), &[])?, NamedPlace::from(row)));
        let regions = self.regions.iter().filter_map(region);
        let mut found: Vec<_> = self.municipalities.iter().filter_map(municipality).chain(regions).collect();
        found.sort_by(|(fit, place), (other_fit, other)| other_fit.cmp(fit).then_with(|| place.code.cmp(&other.code)));
        found.into_iter().map(|(_, place)| place).collect()
    }
}
