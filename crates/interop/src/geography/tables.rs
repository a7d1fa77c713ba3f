//! Rows of the tables: each read by the columns that its file has.

use std::io::BufRead;

use csv::ByteRecord;
use domain::place::{Point, outcode};

use super::columns::{Column as C, Columns};
use super::{Area, Became, Deprivation, Kind, Outcode, Postcode, Refused, Row, Rural, Said};

/// ONS gives a postcode without a grid reference this latitude.
const NO_LATITUDE: f64 = 99.0;

/// Every row of a table.
pub(super) fn read<R: BufRead>(
    csv: csv::Reader<R>,
    kind: Kind,
    columns: Columns,
) -> impl Iterator<Item = Said> {
    csv.into_byte_records().zip(1..).map(move |(record, row)| {
        let refuse = |reason| Refused { row, reason };
        let record = record.map_err(|_| refuse("the line cannot be read"))?;
        let cells = Cells { record: &record, columns: &columns };
        let said = match kind {
            Kind::Outcodes => cells.outcode(),
            Kind::Postcodes => cells.postcode(),
            Kind::Areas => cells.middle(),
            Kind::Deprivation => cells.deprivation(),
            Kind::RuralUrban => cells.rural(),
            Kind::Lookup => cells.lookup(),
            Kind::Boundaries => Err("boundaries are read from GeoJSON"),
        };
        said.map_err(refuse)
    })
}

type Facts = Result<Vec<Row>, &'static str>;

struct Cells<'a> {
    record: &'a ByteRecord,
    columns: &'a Columns,
}

impl Cells<'_> {
    fn cell(&self, column: C) -> Option<&str> {
        let cell = self.record.get(self.columns.at(column)?)?;
        std::str::from_utf8(cell).ok().filter(|cell| !cell.is_empty())
    }

    fn owned(&self, column: C) -> Option<String> {
        self.cell(column).map(str::to_owned)
    }

    fn code(&self, column: C) -> Option<String> {
        let is_code = |code: &&str| {
            (4..=12).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        // ONS fills in codes such as E99999999 where there is none.
        self.cell(column)
            .filter(is_code)
            .filter(|code| !code.ends_with("99999999"))
            .map(str::to_owned)
    }

    fn number<T: std::str::FromStr>(&self, column: C) -> Option<T> {
        self.cell(column)?.parse().ok()
    }

    fn point(&self) -> Result<Point, &'static str> {
        let none = "no latitude and longitude";
        let latitude: f64 = self.number(C::Latitude).ok_or(none)?;
        let longitude: f64 = self.number(C::Longitude).ok_or(none)?;
        if latitude > NO_LATITUDE || (latitude, longitude) == (0.0, 0.0) {
            return Err("no grid reference is published for it");
        }
        let is_finite = latitude.is_finite() && longitude.is_finite();
        Point::new(latitude, longitude).filter(|_| is_finite).ok_or(none)
    }

    fn outcode(&self) -> Facts {
        let written = self.cell(C::Outcode).unwrap_or_default();
        let found = outcode(written).filter(|found| written.trim().len() == found.len());
        let outcode = found.ok_or("not an outcode")?;
        let (point, town) = (self.point()?, self.owned(C::Town));
        Ok(vec![Row::Outcode(Outcode { outcode, point, town })])
    }

    fn postcode(&self) -> Facts {
        let written = self.cell(C::Postcode).unwrap_or_default();
        let postcode: String = written.chars().filter(|c| !c.is_whitespace()).collect();
        let postcode = postcode.to_uppercase();
        let outcode = outcode(&postcode).filter(|outcode| outcode.len() + 3 == postcode.len());
        outcode.ok_or("not a postcode")?;
        Ok(vec![Row::Postcode(Postcode {
            postcode,
            point: self.point()?,
            lsoa11: self.code(C::Lsoa11),
            lsoa21: self.code(C::Lsoa21),
            is_ended: self.cell(C::Ended).is_some(),
        })])
    }

    fn middle(&self) -> Facts {
        let code = [C::Area, C::Lsoa21, C::Lsoa11].into_iter().find_map(|column| self.code(column));
        let code = code.ok_or("no code of an area")?;
        Ok(vec![Row::Area(Area { code, point: Some(self.point()?), ..Area::default() })])
    }

    fn lsoa(&self) -> Result<(String, bool), &'static str> {
        let newer = self.code(C::Lsoa21).map(|code| (code, true));
        newer.or_else(|| Some((self.code(C::Lsoa11)?, false))).ok_or("no code of an LSOA")
    }

    fn deprivation(&self) -> Facts {
        let (code, is_newer) = self.lsoa()?;
        let decile = self.number(C::Decile).filter(|decile| (1..=10).contains(decile));
        let rank = self.number(C::Rank).filter(|rank| *rank > 0);
        let (decile, rank) = (decile.ok_or("no decile")?, rank.ok_or("no rank")?);
        let year = if is_newer { 2025 } else { 2019 };
        Ok(vec![Row::Deprivation(Deprivation { code, year, decile, rank })])
    }

    fn rural(&self) -> Facts {
        let (code, is_newer) = self.lsoa()?;
        let (column, year) = if is_newer { (C::Rural21, 2021) } else { (C::Rural11, 2011) };
        let class = self.owned(column).ok_or("no class")?;
        let words = self.owned(C::RuralWords).unwrap_or_else(|| class.clone());
        let short = self.cell(C::RuralShort).unwrap_or(&words).to_lowercase();
        let is_rural = short.contains("rural") && !short.contains("urban");
        Ok(vec![Row::Rural(Rural { code, year, class, words, is_rural })])
    }

    fn lookup(&self) -> Facts {
        let (lsoa11, lsoa21) = (self.code(C::Lsoa11), self.code(C::Lsoa21));
        let code = lsoa21.clone().or_else(|| self.code(C::Area)).ok_or("no code of an area")?;
        let name = match lsoa21 {
            Some(_) => self.owned(C::Lsoa21Name),
            None => self.owned(C::AreaName),
        };
        let of_lsoa = |column| lsoa21.as_ref().and_then(|_| self.owned(column));
        let mut facts = vec![Row::Area(Area {
            code,
            name,
            authority: of_lsoa(C::Authority),
            authority_name: of_lsoa(C::AuthorityName),
            ward_name: of_lsoa(C::WardName),
            point: None,
        })];
        if let (Some(lsoa11), Some(lsoa21)) = (lsoa11, lsoa21) {
            let change = self.cell(C::Change).unwrap_or("U").to_owned();
            facts.push(Row::Became(Became { lsoa11, lsoa21, change }));
        }
        Ok(facts)
    }
}
