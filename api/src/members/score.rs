//! How much counts what, in whole numbers, so that every database and every process gives the same
//! order. `docs/decisions` says why.

use entity::kind::Level;
use sea_orm::ActiveEnum;

/// For a word that fits fully and stands in the name; others count in parts of it.
pub const WORD: i64 = 3;
/// For the same municipality.
pub const SAME_PLACE: i64 = 60;
/// For the same region.
pub const SAME_REGION: i64 = 30;
/// For each shared group.
pub const SHARED_GROUP: i64 = 40;
/// For each organisation that both know from within.
pub const SHARED_ORGANISATION: i64 = 40;
/// For each shared interest.
pub const SHARED_INTEREST: i64 = 20;
/// Groups, organisations and interests that count, of each.
pub const AT_MOST: u8 = 3;

/// The points of a member, by what they are for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Points {
    /// Competences that were asked for.
    pub competences: i64,
    /// Needs that one can help with.
    pub needs: i64,
    /// Words that were looked for.
    pub text: i64,
    /// The same municipality or region.
    pub place: i64,
    /// Shared groups.
    pub groups: i64,
    /// Shared organisations.
    pub organisations: i64,
    /// Shared interests.
    pub interests: i64,
}

impl Points {
    /// All of them.
    #[must_use]
    pub const fn sum(&self) -> i64 {
        let Self { competences, needs, text, place, groups, organisations, interests } = self;
        *competences + *needs + *text + *place + *groups + *organisations + *interests
    }
}

/// How rare a competence is: `round(100 · ln((N + 1) / (n + 1))) + 5`, where `N` members show their
/// competences to every member and `n` of them claim this one (inverse document frequency, Spärck
/// Jones 1972, smoothed). It is the same for every viewer.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "counts of members fit a double; a logarithm fits an i64"
)]
pub fn rarity(total: i64, having: i64) -> i64 {
    let ratio = (total as f64 + 1.0) / (having as f64 + 1.0);
    (100.0 * ratio.max(1.0).ln()).round() as i64 + 5
}

/// Rarity × level, less if it was long ago: a quarter off after two years, another after five.
/// Where no year is given, a quarter is off.
pub fn of_claim(weight: i64, level: u8, last_used: Option<i16>, year: i16) -> i64 {
    let quarters = match last_used.map(|used| year.saturating_sub(used)) {
        Some(..=2) => 4,
        Some(3..=5) | None => 3,
        Some(6..) => 2,
    };
    weight * i64::from(level) * quarters / 4
}

/// A level as it counts, 1 to 4.
pub fn level(level: Level) -> u8 {
    u8::try_from(level.into_value()).unwrap_or_default()
}

/// What somebody needs, by how rare it is and how well one knows it.
pub fn of_need(rarity: i64, how_well: Level) -> i64 {
    rarity * i64::from(level(how_well))
}

/// So much for each thing in common, for the first few.
pub fn shared(each: i64, count: usize) -> i64 {
    each * i64::from(u8::try_from(count).unwrap_or(u8::MAX).min(AT_MOST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rarer_the_more_it_counts_and_nothing_counts_nothing() {
        assert!(rarity(1000, 1) > rarity(1000, 10));
        assert_eq!(rarity(1000, 1000), 5);
        assert_eq!(rarity(0, 0), 5);
    }

    #[test]
    fn what_was_used_lately_counts_more() {
        let points = [Some(2026), Some(2024), Some(2023), Some(2021), Some(2020), None].map(|used| of_claim(100, 2, used, 2026));
        assert_eq!(points, [200, 200, 150, 150, 100, 150]);
        assert_eq!(shared(40, 900), 120);
    }
}
