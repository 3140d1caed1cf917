//! What many answers come to.
//!
//! **Nothing under five.** Figures are shown of five values or more, and so are texts. How many there
//! are is always shown.
//!
//! **Nothing by difference.** A round has one result, made when it is closed; it is never opened
//! again, takes no more answers and loses none. So no two results of a round exist whose difference
//! would be the sixth answer. There are no sums across themes either, and no cross-tables, so a theme
//! with few values cannot be had by taking the shown ones from a total.
//!
//! **Nothing by matching.** Texts are in alphabetical order, apart for each theme: that somebody wrote
//! one text tells nothing of which rating or which other text was theirs.

use serde::Serialize;
use utoipa::ToSchema;

/// The fewest values of which anything but their number is told.
pub const FEWEST: usize = 5;

/// What the values of a scale come to
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScaleSummary {
    /// The arithmetic mean, to two decimals
    #[schema(examples(4.25))]
    pub mean: f64,
    /// The value in the middle of all when they stand in order; of an even number, the mean of the two in the middle
    #[schema(examples(4.5))]
    pub median: f64,
    /// The sample standard deviation, to two decimals: the root of the sum of the squared distances from the mean, divided by one less than the number of values
    #[schema(examples(1.36))]
    pub standard_deviation: f64,
}

/// What values come to, if there are enough of them.
pub fn summary(mut values: Vec<i32>) -> Option<ScaleSummary> {
    if values.len() < FEWEST {
        return None;
    }
    values.sort_unstable();
    let count = f64::from(u32::try_from(values.len()).ok()?);
    let numbers = || values.iter().copied().map(f64::from);
    let mean = numbers().sum::<f64>() / count;
    let squares = numbers().map(|number| (number - mean).powi(2)).sum::<f64>();
    let (upper, lower) = (values.len() / 2, (values.len() - 1) / 2);
    let median = f64::midpoint(f64::from(*values.get(lower)?), f64::from(*values.get(upper)?));
    Some(ScaleSummary { mean: hundredths(mean), median, standard_deviation: hundredths((squares / (count - 1.0)).sqrt()) })
}

fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// Texts as they may be shown: in alphabetical order, if there are enough of them.
pub fn texts(mut texts: Vec<String>) -> Option<Vec<String>> {
    texts.sort_unstable();
    (texts.len() >= FEWEST).then_some(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_values_have_a_summary_and_four_have_none() {
        assert_eq!(summary(vec![1, 7, 7, 7]), None);
        assert_eq!(summary(vec![7, 1, 4, 2, 6]), Some(ScaleSummary { mean: 4.0, median: 4.0, standard_deviation: 2.55 }));
        assert_eq!(summary(vec![1, 2, 3, 4, 5, 7]), Some(ScaleSummary { mean: 3.67, median: 3.5, standard_deviation: 2.16 }));
        assert_eq!(summary(vec![3; 5]), Some(ScaleSummary { mean: 3.0, median: 3.0, standard_deviation: 0.0 }));
    }

    #[test]
    fn texts_stand_in_an_order_that_tells_nothing() {
        let given = |count: usize| ["d", "a", "c", "e", "b"].into_iter().take(count).map(ToOwned::to_owned).collect();
        assert_eq!(texts(given(4)), None);
        assert_eq!(texts(given(5)), Some(["a", "b", "c", "d", "e"].map(ToOwned::to_owned).to_vec()));
    }
}
