//! Regions and how large municipalities are, as they cross the wire.

use deserr::Deserr;
use entity::kind::Language;
use serde::Serialize;
use utoipa::ToSchema;

use crate::kernel::fault::Faults;

/// A region, by code and name
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RegionName {
    /// County code of Statistics Sweden
    #[schema(examples("14"))]
    pub code: String,
    /// The name, in the caller's language
    #[schema(examples("Västra Götalandsregionen"))]
    pub name: String,
}

/// How many live in a municipality: a size class
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserr, ToSchema)]
#[deserr(error = Faults, rename_all = camelCase)]
#[serde(rename_all = "camelCase")]
#[schema(rename_all = "camelCase")]
pub enum MunicipalitySize {
    /// Fewer than 10 000
    Under10000,
    /// 10 000 to 19 999
    From10000,
    /// 20 000 to 49 999
    From20000,
    /// 50 000 to 99 999
    From50000,
    /// 100 000 to 199 999
    From100000,
    /// 200 000 and more
    From200000,
}

impl MunicipalitySize {
    /// All of them, the smallest first, with the key by which filters name each and how many live there at least.
    pub(super) const ALL: [(Self, &str, i32); 6] = [
        (Self::Under10000, "under10000", 0),
        (Self::From10000, "from10000", 10_000),
        (Self::From20000, "from20000", 20_000),
        (Self::From50000, "from50000", 50_000),
        (Self::From100000, "from100000", 100_000),
        (Self::From200000, "from200000", 200_000),
    ];

    /// The class of a municipality in which so many live.
    pub(super) fn of(population: i32) -> Self {
        let class = Self::ALL.into_iter().rev().find(|(_, _, least)| population >= *least);
        class.map_or(Self::Under10000, |(class, ..)| class)
    }

    /// The key by which filters name it.
    #[must_use]
    pub fn key(self) -> &'static str {
        Self::ALL.into_iter().find(|(class, ..)| *class == self).map_or("", |(_, key, _)| key)
    }

    /// What it is called: how many live there.
    #[must_use]
    pub const fn name(self, language: Language) -> &'static str {
        let [en, sv] = match self {
            Self::Under10000 => ["fewer than 10 000 inhabitants", "färre än 10 000 invånare"],
            Self::From10000 => ["10 000–19 999 inhabitants", "10 000–19 999 invånare"],
            Self::From20000 => ["20 000–49 999 inhabitants", "20 000–49 999 invånare"],
            Self::From50000 => ["50 000–99 999 inhabitants", "50 000–99 999 invånare"],
            Self::From100000 => ["100 000–199 999 inhabitants", "100 000–199 999 invånare"],
            Self::From200000 => ["200 000 inhabitants and more", "200 000 invånare och fler"],
        };
        match language {
            Language::English => en,
            Language::Swedish => sv,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MunicipalitySize::{self, *};

    #[test]
    fn a_class_begins_with_its_bound() {
        let of = [0, 9_999, 10_000, 19_999, 20_000, 50_000, 99_999, 100_000, 199_999, 200_000, 975_600].map(MunicipalitySize::of);
        let expected =
            [Under10000, Under10000, From10000, From10000, From20000, From50000, From50000, From100000, From100000, From200000, From200000];
        assert_eq!(of, expected);
    }
}
