//! Boundaries out of GeoJSON, one feature at a time, however large the file.

use std::io::BufRead;

use domain::outline::Outline;
use geojson::{Feature, FeatureReader, GeometryValue, JsonObject, Position};

use super::{Boundary, Refused, Row, Said};

/// What the code of an area is called, the best name first.
const CODES: [&str; 6] = ["LSOA21CD", "LSOA11CD", "lsoa21_code", "MSOA21CD", "WD24CD", "LAD24CD"];
/// What its name is called.
const NAMES: [&str; 6] = ["LSOA21NM", "LSOA11NM", "lsoa21_name", "MSOA21NM", "WD24NM", "LAD24NM"];
/// What the code of its local authority is called.
const AUTHORITIES: [&str; 5] = ["LAD24CD", "LAD23CD", "LAD22CD", "LAD21CD", "LADCD_ACTIVE"];

/// Every feature. After one that is no JSON nothing more can be read.
pub(super) fn read<'a>(source: impl BufRead + 'a) -> impl Iterator<Item = Said> + 'a {
    let mut is_broken = false;
    let features = FeatureReader::from_reader(source).features();
    features.zip(1..).map_while(move |(feature, row)| {
        if is_broken {
            return None;
        }
        is_broken = feature.is_err();
        let refuse = |reason| Refused { row, reason };
        let feature = feature.map_err(|_| refuse("the GeoJSON breaks off or cannot be read here"));
        Some(feature.and_then(|feature| boundary(&feature).map_err(refuse)))
    })
}

fn boundary(feature: &Feature) -> Result<Vec<Row>, &'static str> {
    let properties = feature.properties.as_ref().ok_or("no code of an area")?;
    let code = text(properties, &CODES).ok_or("no code of an area")?;
    let name = text(properties, &NAMES).unwrap_or_else(|| code.clone());
    let authority = text(properties, &AUTHORITIES).unwrap_or_default();
    let geometry = feature.geometry.as_ref().ok_or("no outline")?;
    let outline = match &geometry.value {
        GeometryValue::Polygon { coordinates } => Outline::of(rings(coordinates)),
        GeometryValue::MultiPolygon { coordinates } => {
            Outline::of(coordinates.iter().flat_map(|polygon| rings(polygon)))
        }
        _ => None,
    };
    let outline = outline.ok_or("no outline")?;
    Ok(vec![Row::Boundary(Boundary { code, name, authority, outline })])
}

fn rings(polygon: &[Vec<Position>]) -> impl Iterator<Item = impl Iterator<Item = &[f64]>> {
    polygon.iter().map(|ring| ring.iter().map(Position::as_slice))
}

fn text(properties: &JsonObject, names: &[&str]) -> Option<String> {
    let found = names.iter().find_map(|name| properties.get(*name)?.as_str());
    found.filter(|found| !found.is_empty()).map(str::to_owned)
}
