//! The archive that `LinkedIn` gives its members: a zip of CSV files, of which five are read.
//!
//! The names of the files and of their columns are those of the archives of 2026. What is in other
//! files and columns, such as the address and the day of birth, is never unpacked or never looked at.

use std::io::{Cursor, Read};

use csv::{ByteRecord, ReaderBuilder};
use zip::ZipArchive;

use super::{Job, Skill, Study, Told};
use crate::kernel::access::Viewer;
use crate::kernel::fault::{Fault, Wrong};
use crate::kernel::problem::{INVALID, Result};
use crate::kernel::turns::Turns;

/// The largest of the files when it is unpacked, in bytes.
const LARGEST: u64 = 1 << 20;
/// Files that an archive may hold: the largest of `LinkedIn`'s have a few hundred.
const FILES: usize = 2000;
/// Rows of a file that are read.
const ROWS: usize = 1000;

/// Reads archives, one at a time.
struct Archives(Turns);

impl Default for Archives {
    fn default() -> Self {
        Self(Turns::new(1, 8))
    }
}

/// What an archive tells. One that cannot be read, or that holds more than is taken, is a fault of the whole body.
pub async fn read_archive(viewer: &Viewer, file: Vec<u8>) -> Result<Told> {
    let told = viewer.kept::<Archives>().0.take(move || told(file)).await?;
    told.map_err(|wrong| INVALID.pointing_at(vec![Fault::new("", wrong)]))
}

fn told(file: Vec<u8>) -> std::result::Result<Told, Wrong> {
    let mut archive = ZipArchive::new(Cursor::new(file)).ok().ok_or(Wrong::Archive)?;
    if archive.len() > FILES {
        return Err(Wrong::Unpacked);
    }
    let mut told = Told::default();
    let mut read = 0;
    for (name, note) in READERS {
        let Some(table) = table(&mut archive, name)? else { continue };
        read += 1;
        for row in table.rows.iter().take(ROWS) {
            note(&Row { columns: &table.columns, row }, &mut told);
        }
    }
    if read == 0 { Err(Wrong::Archive) } else { Ok(told) }
}

/// A file of rows.
struct Table {
    columns: Vec<String>,
    rows: Vec<ByteRecord>,
}

/// A file by its name, whichever folder it is in. What it says of its own size is not trusted.
fn table(archive: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> std::result::Result<Option<Table>, Wrong> {
    let is_named =
        |path: &[u8]| path.rsplit(|byte| matches!(byte, b'/' | b'\\')).next().is_some_and(|last| last.eq_ignore_ascii_case(name.as_bytes()));
    let Some(place) = archive.file_names_raw().position(is_named) else { return Ok(None) };
    let file = archive.by_index(place).ok().ok_or(Wrong::Archive)?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).ok().ok_or(Wrong::Archive)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST) {
        return Err(Wrong::Unpacked);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(bytes);
    let columns = reader.byte_headers().ok().ok_or(Wrong::Archive)?;
    let columns = columns.iter().map(|name| text(name).to_lowercase()).collect();
    let rows: std::result::Result<_, _> = reader.byte_records().take(ROWS).collect();
    Ok(Some(Table { columns, rows: rows.ok().ok_or(Wrong::Archive)? }))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

/// A row of a file.
struct Row<'a> {
    columns: &'a [String],
    row: &'a ByteRecord,
}

impl Row<'_> {
    /// What stands in a column; nothing if there is no such column.
    fn get(&self, column: &str) -> String {
        let place = self.columns.iter().position(|name| name == column);
        place.and_then(|place| self.row.get(place)).map(text).unwrap_or_default()
    }
}

type Note = fn(&Row<'_>, &mut Told);

/// The files that are read, and what becomes of a row of each.
const READERS: [(&str, Note); 5] = [
    ("Profile.csv", |row, told| {
        told.headline = row.get("headline");
        told.about = row.get("summary");
        // `Örebro, Örebro County, Sweden`
        row.get("geo location").split(',').next().unwrap_or_default().trim().clone_into(&mut told.place);
        told.pages.extend(pages(&row.get("websites")));
    }),
    ("Positions.csv", |row, told| {
        let (started, ended) = (month(&row.get("started on")), month(&row.get("finished on")));
        told.jobs.push(Job { organisation: row.get("company name"), title: row.get("title"), started, ended, ..Job::default() });
    }),
    ("Education.csv", |row, told| {
        let (started, ended) = (month(&row.get("start date")), month(&row.get("end date")));
        told.studies.push(Study { school: row.get("school name"), subject: String::new(), degree: row.get("degree name"), started, ended });
    }),
    ("Skills.csv", |row, told| told.skills.push(Skill { name: row.get("name"), level: String::new() })),
    ("Languages.csv", |row, told| told.languages.push((row.get("name"), row.get("proficiency")))),
];

/// `[COMPANY:https://example.org,PERSONAL:https://example.com]`: what each is called, and where it is.
fn pages(text: &str) -> Vec<(String, String)> {
    let each = text.trim_matches(|c| matches!(c, '[' | ']')).split(',').map(str::trim).filter(|page| !page.is_empty());
    each.map(|page| match page.split_once(':') {
        Some((called, at)) if !at.starts_with("//") => (called.to_lowercase(), at.to_owned()),
        _ => (String::new(), page.to_owned()),
    })
    .collect()
}

/// The months by the first three letters of their names, in English and Swedish.
const MONTHS: [(&str, &str); 14] = [
    ("jan", "01"),
    ("feb", "02"),
    ("mar", "03"),
    ("apr", "04"),
    ("may", "05"),
    ("maj", "05"),
    ("jun", "06"),
    ("jul", "07"),
    ("aug", "08"),
    ("sep", "09"),
    ("oct", "10"),
    ("okt", "10"),
    ("nov", "11"),
    ("dec", "12"),
];

/// `Sep 2018` as `2018-09`; anything else is left for the proposal to judge. `Present` is no end.
fn month(text: &str) -> String {
    let named = |name: &str| {
        let name: String = name.to_lowercase().chars().take(3).collect();
        MONTHS.iter().find(|(short, _)| *short == name).map(|(_, number)| *number)
    };
    match text.split_once(' ') {
        Some((name, year)) => named(name).map_or_else(|| text.to_owned(), |number| format!("{}-{number}", year.trim())),
        None if text.eq_ignore_ascii_case("present") => String::new(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{month, pages};

    #[test]
    fn months_are_read_in_english_and_swedish() {
        let read = ["Sep 2018", "September 2018", "okt 2019", "Maj 2020", "2018", "Present", ""].map(month);
        assert_eq!(read, ["2018-09", "2018-09", "2019-10", "2020-05", "2018", "", ""]);
    }

    #[test]
    fn pages_are_read_with_and_without_what_they_are_called() {
        let page = |called: &str, at: &str| (called.to_owned(), at.to_owned());
        assert_eq!(pages("[COMPANY:https://a.org/x,PERSONAL:http://b.org]"), [page("company", "https://a.org/x"), page("personal", "http://b.org")]);
        assert_eq!(pages("https://a.org"), [page("", "https://a.org")]);
        assert_eq!(pages(""), []);
    }
}
