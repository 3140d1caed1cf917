//! Words of what members write, and who wrote them.

use super::columns::{Names, at};
use crate::kernel::words::{Query, is_silent, words};

/// Where a word stands, and how much it counts there, of a hundred.
pub const WEIGHTS: [u16; 4] = [100, 60, 50, 40];
/// The texts of a member: name, headline, background, about.
pub type Written = [String; 4];

/// Rows that have a word, as the steps from one to the next.
#[derive(Debug, Default)]
struct Rows {
    next: u32,
    steps: Vec<u8>,
}

impl Rows {
    fn push(&mut self, row: u32) {
        let Some(mut step) = row.checked_sub(self.next) else { return };
        self.next = row + 1;
        // Seven bits a byte, the eighth says that more follow (LEB128).
        while step > 0x7f {
            self.steps.push(u8::try_from(step & 0x7f).unwrap_or_default() | 0x80);
            step >>= 7;
        }
        self.steps.push(u8::try_from(step).unwrap_or_default());
    }

    fn each(&self, mut visit: impl FnMut(u32)) {
        let (mut row, mut step, mut shift) = (0_u32, 0_u32, 0);
        for byte in &self.steps {
            step |= u32::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                row += step;
                visit(row);
                (row, step, shift) = (row + 1, 0, 0);
            }
        }
    }
}

/// A dictionary, and for each of the texts who uses which word.
#[derive(Debug, Default)]
pub struct Texts {
    words: Names<String>,
    stems: Vec<String>,
    rows: [Vec<Rows>; 4],
}

impl Texts {
    /// Adds the texts of the next member.
    pub fn push(&mut self, row: u32, written: &Written) {
        for (text, rows) in written.iter().zip(&mut self.rows) {
            for word in words(text) {
                if is_silent(&word) {
                    continue;
                }
                let word = at(self.words.enter(&word));
                if rows.len() <= word {
                    rows.resize_with(word + 1, Rows::default);
                }
                if let Some(rows) = rows.get_mut(word) {
                    rows.push(row);
                }
            }
        }
    }

    /// Stems the dictionary and gives back what was taken ahead.
    pub fn finish(&mut self) {
        self.stems = crate::kernel::words::stems(self.words.all());
        for rows in &mut self.rows {
            for row in rows.iter_mut() {
                row.steps.shrink_to_fit();
            }
            rows.shrink_to_fit();
        }
    }

    /// Tells for a word of a query which rows have what it means in which text, and how well it fits.
    pub fn each(&self, query: &Query, mut visit: impl FnMut(usize, u32, u16)) {
        for (number_of, (word, stem)) in self.words.all().iter().zip(&self.stems).enumerate() {
            let (fit, slip) = (query.fits(word, stem), query.slips(word));
            for (text, rows) in self.rows.iter().enumerate() {
                // Only names are forgiven a slip: elsewhere it finds what was not meant.
                let fit = fit.or(if text == 0 { slip } else { None });
                if let (Some(fit), Some(rows)) = (fit, rows.get(number_of)) {
                    rows.each(|row| visit(text, row, fit));
                }
            }
        }
    }

    /// The same for names that begin with the word, or are meant by it with a slip if none does.
    pub fn each_named(&self, query: &Query, mut visit: impl FnMut(u32, u16)) {
        let [names, ..] = &self.rows;
        let named = || self.words.all().iter().zip(names).filter(|(_, rows)| !rows.steps.is_empty());
        let begins = |word: &String| query.begins(word);
        let slips = |word: &String| query.slips(word);
        let exact = named().any(|(word, _)| begins(word).is_some());
        for (word, rows) in named() {
            if let Some(fit) = if exact { begins(word) } else { slips(word) } {
                rows.each(|row| visit(row, fit));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;

    #[test]
    fn rows_are_read_as_they_were_written() {
        let written = [0, 1, 2, 130, 131, 40_000, 3_000_000];
        let mut rows = Rows::default();
        for row in written.into_iter().chain([3_000_000]) {
            rows.push(row);
        }
        let mut read = Vec::new();
        rows.each(|row| read.push(row));
        assert_eq!(read, written);
    }
}
