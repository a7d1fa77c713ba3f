//! Reference geography as statistics offices publish it, read a row at a time.
//!
//! Outcodes, postcodes (NSPL and ONSPD), small areas and their lookups, deprivation, rural and
//! urban, boundaries. Plain or gzipped; what a file holds is told from its first line.

mod boundaries;
mod columns;
mod tables;

use std::io::{BufRead, BufReader, Read};

use domain::outline::Outline;
use domain::place::Point;
use flate2::read::MultiGzDecoder;

use columns::Columns;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// First halves of postcodes with a middle and a town.
    Outcodes,
    /// Whole postcodes.
    Postcodes,
    /// Middles of small areas (LSOA, MSOA, wards).
    Areas,
    /// Indices of deprivation by LSOA.
    Deprivation,
    /// The rural-urban classification by LSOA.
    RuralUrban,
    /// Names of areas, and which LSOA of 2011 became which of 2021.
    Lookup,
    /// Boundaries as GeoJSON.
    Boundaries,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 7] = [
        Kind::Outcodes,
        Kind::Postcodes,
        Kind::Areas,
        Kind::Deprivation,
        Kind::RuralUrban,
        Kind::Lookup,
        Kind::Boundaries,
    ];

    /// The name on the command line and in the store.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Kind::Outcodes => "outcodes",
            Kind::Postcodes => "postcodes",
            Kind::Areas => "lsoa",
            Kind::Deprivation => "imd",
            Kind::RuralUrban => "rural-urban",
            Kind::Lookup => "lookup",
            Kind::Boundaries => "boundaries",
        }
    }

    /// The words for what is counted.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Kind::Outcodes => "outcodes",
            Kind::Postcodes => "postcodes",
            Kind::Areas => "middles of areas",
            Kind::Deprivation => "areas with their deprivation",
            Kind::RuralUrban => "areas, rural or urban",
            Kind::Lookup => "names and lookups of areas",
            Kind::Boundaries => "boundaries",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// One fact of a file.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each names what it holds")]
pub enum Row {
    Outcode(Outcode),
    Postcode(Postcode),
    Area(Area),
    Became(Became),
    Deprivation(Deprivation),
    Rural(Rural),
    Boundary(Boundary),
}

/// The first half of a postcode.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcode {
    /// In capitals.
    pub outcode: String,
    /// Its middle.
    pub point: Point,
    /// Its town.
    pub town: Option<String>,
}

/// A whole postcode.
#[derive(Debug, Clone, PartialEq)]
pub struct Postcode {
    /// In capitals, without a space.
    pub postcode: String,
    /// Where it lies.
    pub point: Point,
    /// The LSOA of 2011 in which it lies.
    pub lsoa11: Option<String>,
    /// The LSOA of 2021 in which it lies.
    pub lsoa21: Option<String>,
    /// Whether it is no longer used; people still give such.
    pub is_ended: bool,
}

/// What is told about a small area. What is left out is kept as it was known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Area {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Option<String>,
    /// The code of its local authority.
    pub authority: Option<String>,
    /// The name of its local authority.
    pub authority_name: Option<String>,
    /// The name of its ward.
    pub ward_name: Option<String>,
    /// Its middle: of the shape, not of its people.
    pub point: Option<Point>,
}

/// An LSOA of 2011 and one of 2021 that took its place, or part of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Became {
    /// The code of 2011.
    pub lsoa11: String,
    /// The code of 2021.
    pub lsoa21: String,
    /// U unchanged, S split, M merged, X otherwise.
    pub change: String,
}

/// How deprived an area is.
#[derive(Debug, Clone, PartialEq)]
pub struct Deprivation {
    /// The LSOA.
    pub code: String,
    /// Of which indices: 2019 are by LSOA of 2011, 2025 by LSOA of 2021.
    pub year: i64,
    /// 1 is the most deprived tenth of England.
    pub decile: i64,
    /// 1 is the most deprived.
    pub rank: i64,
}

/// Whether an area is rural or urban.
#[derive(Debug, Clone, PartialEq)]
pub struct Rural {
    /// The LSOA.
    pub code: String,
    /// Of which classification: 2011 or 2021.
    pub year: i64,
    /// Its class, such as `C1` or `UN1`.
    pub class: String,
    /// The class in words.
    pub words: String,
    /// Whether it is rural.
    pub is_rural: bool,
}

/// The outline of an area.
#[derive(Debug, Clone, PartialEq)]
pub struct Boundary {
    /// The code of the area.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The code of its local authority; empty where the file tells none.
    pub authority: String,
    /// Its outline.
    pub outline: Outline,
}

/// A row that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its number, the first after the header being 1.
    pub row: u64,
    /// Why.
    pub reason: &'static str,
}

/// A file that cannot be read as geography, in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub String);

/// What one row of a file says: often one fact, sometimes two, or why it was not taken.
pub type Said = Result<Vec<Row>, Refused>;

/// A file that is being read.
pub struct Reader<'a> {
    /// What it holds.
    pub kind: Kind,
    rows: Box<dyn Iterator<Item = Said> + 'a>,
}

impl Iterator for Reader<'_> {
    type Item = Said;

    fn next(&mut self) -> Option<Said> {
        self.rows.next()
    }
}

/// Begins to read a file, gzipped or not. `asked` is its kind, where somebody said so.
///
/// # Errors
/// A sentence, where the file is not one of these kinds.
pub fn open<'a>(source: impl Read + 'a, asked: Option<Kind>) -> Result<Reader<'a>, Unreadable> {
    let mut source = plain(source)?;
    skip_mark(source.as_mut())?;
    let begins = source.fill_buf().map_err(unread)?;
    let is_json = begins.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    if is_json || asked == Some(Kind::Boundaries) {
        if !is_json || asked.is_some_and(|asked| asked != Kind::Boundaries) {
            return Err(Unreadable("Only boundaries are read from GeoJSON.".to_owned()));
        }
        return Ok(Reader { kind: Kind::Boundaries, rows: Box::new(boundaries::read(source)) });
    }
    let mut csv = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(source);
    let header = csv.byte_headers().map_err(|_| unknown())?.clone();
    let columns = Columns::of(&header);
    let kind = match asked {
        Some(asked) => columns.may_be(asked).map_err(Unreadable)?,
        None => columns.kind().ok_or_else(unknown)?,
    };
    Ok(Reader { kind, rows: Box::new(tables::read(csv, kind, columns)) })
}

fn unread(why: std::io::Error) -> Unreadable {
    Unreadable(format!("The file cannot be read: {why}."))
}

fn unknown() -> Unreadable {
    Unreadable(
        "The first line names no columns that are known. Say what the file holds with --kind, or \
         see docs/geography.md for the files that are read."
            .to_owned(),
    )
}

fn plain<'a>(source: impl Read + 'a) -> Result<Box<dyn BufRead + 'a>, Unreadable> {
    let mut source = BufReader::with_capacity(1 << 16, source);
    let begins = source.fill_buf().map_err(unread)?;
    Ok(match begins.starts_with(&[0x1f, 0x8b]) {
        true => Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(source))),
        false => Box::new(source),
    })
}

/// Steps over the mark with which spreadsheets begin UTF-8.
fn skip_mark(source: &mut dyn BufRead) -> Result<(), Unreadable> {
    let begins = source.fill_buf().map_err(unread)?;
    if begins.starts_with(&[0xef, 0xbb, 0xbf]) {
        source.consume(3);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
