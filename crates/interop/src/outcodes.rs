//! UK outcodes: where the first half of a postcode lies, and its town.
//!
//! The middle of an outcode can be several kilometres from the door, so this only places what has
//! no coordinates of its own. Source and licence: `data/NOTICE.md`.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::place::{Point, outcode};

static TABLE: LazyLock<HashMap<&'static str, (Point, &'static str)>> = LazyLock::new(|| {
    include_str!("../data/outcodes.csv").lines().skip(1).filter_map(row).collect()
});

fn row(line: &'static str) -> Option<(&'static str, (Point, &'static str))> {
    let mut cells = line.splitn(4, ',');
    let outcode = cells.next()?;
    let point = Point::new(cells.next()?.parse().ok()?, cells.next()?.parse().ok()?)?;
    Some((outcode, (point, cells.next()?)))
}

/// The middle of a postcode's outcode and its town, however it was typed.
#[must_use]
pub fn point_of(postcode_or_outcode: &str) -> Option<(Point, &'static str)> {
    TABLE.get(outcode(postcode_or_outcode)?.as_str()).copied()
}

/// The middles of the outcodes of the towns whose name is right.
#[must_use]
pub fn list_of_town(is_right: impl Fn(&str) -> bool) -> Vec<Point> {
    TABLE.values().filter(|(_, town)| is_right(town)).map(|(point, _)| *point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postcode_is_placed_by_its_first_half() {
        let (point, town) = point_of("ip1 2lq").unwrap();
        assert_eq!(town, "Ipswich");
        assert!((point.latitude - 52.06).abs() < 0.05 && (point.longitude - 1.14).abs() < 0.05);
        assert_eq!(point_of("IP1"), point_of("IP1 2LQ"));
        assert_eq!(point_of("ZZ99 3WZ"), None);
        assert_eq!(point_of("no fixed abode"), None);
    }

    #[test]
    fn every_row_of_the_table_is_read() {
        let rows = include_str!("../data/outcodes.csv").lines().count() - 1;
        assert_eq!(TABLE.len(), rows);
        assert!(rows > 2_800);
    }
}
