//! Which column is which, under the names of several years and publishers.
//!
//! Names are compared in small letters without years in brackets: ONS renames its columns with
//! each edition (`lsoa21`, `lsoa21cd`, `LSOA21CD`, `lsoa21_code`).

use csv::ByteRecord;

use super::Kind;

/// A column that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Outcode,
    Postcode,
    Latitude,
    Longitude,
    Town,
    Ended,
    Lsoa11,
    Lsoa21,
    Lsoa21Name,
    Area,
    AreaName,
    Change,
    WardName,
    Authority,
    AuthorityName,
    Decile,
    Rank,
    Rural11,
    Rural21,
    RuralWords,
    RuralShort,
}

use Column as C;

const COUNT: usize = 21;

/// What each column is called, the best name first.
const NAMES: [(Column, &[&str]); COUNT] = [
    (C::Outcode, &["outcode", "postcode_district", "postcode"]),
    (C::Postcode, &["pcds", "pcd", "pcd2", "pcd7", "pcd8", "postcodenatural", "postcode"]),
    (C::Latitude, &["lat", "latitude"]),
    (C::Longitude, &["long", "longitude", "lon", "lng"]),
    (C::Town, &["town", "post_town"]),
    (C::Ended, &["doterm", "terminationdate"]),
    (C::Lsoa11, &["lsoa11cd", "lsoa11", "lsoa11_code", "lsoa code (2011)"]),
    (C::Lsoa21, &["lsoa21cd", "lsoa21", "lsoa21_code", "lsoa code (2021)"]),
    (C::Lsoa21Name, &["lsoa21nm", "lsoa21_name", "lsoa name (2021)"]),
    (C::Area, &["lsoacd", "msoacd", "msoa21cd", "wdcd", "areacode", "ladcd", "lad24cd"]),
    (C::AreaName, &["areaname", "ladnm", "lad24nm"]),
    (C::Change, &["chgind", "change_code", "chngind"]),
    (C::WardName, &["ward24_name", "wd24nm", "wd23nm", "wd22nm"]),
    (C::Authority, &["ltla24_code", "ltla22_code", "lad24cd", "lad23cd", "lad22cd"]),
    (C::AuthorityName, &["ltla24_name", "ltla22_name", "lad24nm", "lad23nm", "lad22nm"]),
    (C::Decile, &["imd_decile", "imddecile", "index of multiple deprivation (imd) decile"]),
    (C::Rank, &["imd_rank", "imdrank", "index of multiple deprivation (imd) rank"]),
    (C::Rural11, &["ruc11_code", "ruc11cd"]),
    (C::Rural21, &["ruc21_code", "ruc21cd"]),
    (C::RuralWords, &["classification", "ruc21nm", "ruc11nm", "ruc11"]),
    (C::RuralShort, &["ruc", "urban_rural_flag", "urban rural flag"]),
];

/// Where each column stands in a file.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    places: Vec<(Column, usize)>,
    has_town: bool,
}

impl Columns {
    /// Reads the first line.
    pub(super) fn of(header: &ByteRecord) -> Columns {
        let names: Vec<String> = header.iter().map(plain).collect();
        let place = |known: &str| names.iter().position(|name| name == known);
        let find = |(column, known): &(Column, &[&str])| {
            Some((*column, known.iter().find_map(|k| place(k))?))
        };
        let places: Vec<_> = NAMES.iter().filter_map(find).collect();
        let has_town = places.iter().any(|(column, _)| *column == C::Town);
        Columns { places, has_town }
    }

    /// Where a column stands.
    pub(super) fn at(&self, column: Column) -> Option<usize> {
        self.places.iter().find(|(one, _)| *one == column).map(|(_, at)| *at)
    }

    fn has(&self, columns: &[Column]) -> bool {
        columns.iter().all(|column| self.at(*column).is_some())
    }

    fn has_lsoa(&self) -> bool {
        self.has(&[C::Lsoa11]) || self.has(&[C::Lsoa21])
    }

    /// What the file holds, by its columns.
    pub(super) fn kind(&self) -> Option<Kind> {
        let has_point = self.has(&[C::Latitude, C::Longitude]);
        let by_lsoa = |column: &[Column]| self.has(column) && self.has_lsoa();
        Some(match () {
            () if has_point && self.has(&[C::Outcode]) && self.has_town => Kind::Outcodes,
            () if has_point && self.has(&[C::Postcode]) && self.has_lsoa() => Kind::Postcodes,
            () if by_lsoa(&[C::Decile, C::Rank]) => Kind::Deprivation,
            () if by_lsoa(&[C::Rural11]) || by_lsoa(&[C::Rural21]) => Kind::RuralUrban,
            () if self.is_lookup() => Kind::Lookup,
            () if has_point && (self.has(&[C::Area]) || self.has_lsoa()) => Kind::Areas,
            () => return None,
        })
    }

    fn is_lookup(&self) -> bool {
        self.has(&[C::Lsoa11, C::Lsoa21])
            || self.has(&[C::Lsoa21, C::Lsoa21Name])
            || self.has(&[C::Area, C::AreaName])
    }

    /// The kind that somebody asked for, where the columns it needs are there.
    pub(super) fn may_be(&self, asked: Kind) -> Result<Kind, String> {
        let has_point = self.has(&[C::Latitude, C::Longitude]);
        let (is_fit, needed) = match asked {
            Kind::Outcodes => (has_point && self.has(&[C::Outcode]), "outcode, lat and long"),
            Kind::Postcodes => (has_point && self.has(&[C::Postcode]), "postcode, lat and long"),
            Kind::Areas => {
                (has_point && (self.has(&[C::Area]) || self.has_lsoa()), "a code, lat and long")
            }
            Kind::Deprivation => {
                (self.has(&[C::Decile, C::Rank]) && self.has_lsoa(), "LSOA, IMD rank and decile")
            }
            Kind::RuralUrban => (
                (self.has(&[C::Rural11]) || self.has(&[C::Rural21])) && self.has_lsoa(),
                "LSOA and rural-urban class",
            ),
            Kind::Lookup => (self.is_lookup(), "LSOA codes of 2011 and 2021, or codes and names"),
            Kind::Boundaries => (false, "GeoJSON"),
        };
        match is_fit {
            true => Ok(asked),
            false => Err(format!("The file does not hold {}: it needs {needed}.", asked.label())),
        }
    }
}

/// In small letters, without the years that follow a name in brackets at its end.
fn plain(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name).trim().trim_matches('"').to_lowercase();
    match name.split_once(" (where 1 is") {
        Some((name, _)) => name.trim().to_owned(),
        None => name,
    }
}
