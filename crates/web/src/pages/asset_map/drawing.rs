//! The picture: outlines as paths in whole units, dots where groups meet, marks for unmet needs.
//!
//! A flat drawing: degrees east shrink by the cosine of the latitude, which is true enough for a
//! county. Corners are rounded to the same grid for all, so neighbours stay without gaps.

use std::fmt::Write as _;

use app::asset_map::{Map, fifth_of};
use domain::outline::{Corner, Outline, Reach};
use domain::place::Point;

/// The longer side of the picture, in its own units.
const LONGEST: f64 = 1600.0;
/// Room around it.
const MARGIN: f64 = 24.0;

/// A picture of a map.
pub(super) struct Picture {
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) areas: Vec<Path>,
    pub(super) dots: Vec<Dot>,
    pub(super) marks: Vec<Mark>,
}

/// A neighbourhood.
pub(super) struct Path {
    pub(super) d: String,
    /// Which fifth of deprivation; 0 where nobody knows.
    pub(super) class: i64,
    pub(super) title: String,
}

/// A place where groups meet.
pub(super) struct Dot {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) r: i32,
    pub(super) title: String,
}

/// Unmet needs of an outcode.
pub(super) struct Mark {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) label: String,
    pub(super) title: String,
}

/// How degrees become units.
struct Flat {
    reach: Reach,
    across: f64,
    up: f64,
}

impl Flat {
    fn of(reach: Reach) -> Flat {
        let middle = f64::midpoint(reach.south, reach.north).to_radians();
        let (wide, high) = ((reach.east - reach.west) * middle.cos(), reach.north - reach.south);
        let scale = LONGEST / wide.max(high).max(0.001);
        Flat { reach, across: scale * middle.cos(), up: scale }
    }

    fn place(&self, point: Point) -> (i32, i32) {
        let x = (point.longitude - self.reach.west) * self.across + MARGIN;
        let y = (self.reach.north - point.latitude) * self.up + MARGIN;
        (x.round() as i32, y.round() as i32)
    }

    fn corner(&self, (east, north): Corner) -> (i32, i32) {
        let degrees = |units: i32| f64::from(units) / Outline::PER_DEGREE;
        self.place(Point { latitude: degrees(north), longitude: degrees(east) })
    }

    fn path(&self, outline: &Outline) -> String {
        let mut d = String::new();
        for ring in &outline.rings {
            let mut corners: Vec<(i32, i32)> = ring.iter().map(|one| self.corner(*one)).collect();
            corners.dedup();
            // An islet smaller than a unit is not drawn.
            let Some((first, rest)) = corners.split_first().filter(|(_, rest)| rest.len() > 1)
            else {
                continue;
            };
            let _ = write!(d, "M{} {}l", first.0, first.1);
            let mut last = *first;
            for (at, one) in rest.iter().enumerate() {
                let (x, y) = (one.0 - last.0, one.1 - last.1);
                let gap = if at > 0 && x >= 0 { " " } else { "" };
                let between = if y >= 0 { " " } else { "" };
                let _ = write!(d, "{gap}{x}{between}{y}");
                last = *one;
            }
            d.push('z');
        }
        d
    }
}

impl Picture {
    /// The picture of a map; nothing where there is nothing to draw.
    pub(super) fn of(map: &Map) -> Option<Picture> {
        let of_points = map.spots.iter().map(|(point, _)| around(*point));
        let reach = match map.areas.is_empty() {
            false => {
                map.areas.iter().filter_map(|area| area.outline.reach()).reduce(Reach::with)?
            }
            true => of_points.reduce(Reach::with)?,
        };
        let flat = Flat::of(reach);
        let (width, height) = flat.place(Point { latitude: reach.south, longitude: reach.east });
        let groups = |count: u64| match count {
            0 => "no group".to_owned(),
            1 => "1 group".to_owned(),
            count => format!("{count} groups"),
        };
        let area = |area: &app::asset_map::Area| Path {
            d: flat.path(&area.outline),
            class: fifth_of(area.decile),
            title: match area.decile {
                Some(decile) => {
                    format!("{}: tenth {decile} of 10, {}", area.name, groups(area.groups))
                }
                None => format!("{}: {}", area.name, groups(area.groups)),
            },
        };
        let dot = |(point, count): &(Point, u64)| {
            let (x, y) = flat.place(*point);
            // The area of a dot grows with the number of groups.
            let r = (11.0 * (*count as f64).sqrt()).min(44.0).round() as i32;
            Dot { x, y, r, title: groups(*count) }
        };
        let marks = map.outcodes.iter().filter_map(|one| {
            let point = one.point.filter(|point| reach.holds(*point))?;
            let label = match (one.unmet.number(), one.unmet) {
                (Some(0), _) => return None,
                (Some(count), _) => count.to_string(),
                (None, evidence::suppression::Shown::FewerThan(least)) => format!("<{least}"),
                (None, _) => "–".to_owned(),
            };
            let (x, y) = flat.place(point);
            let place = one.outcode.as_deref().unwrap_or_default();
            let title = format!("{place}: unmet needs: {}", one.unmet.words());
            Some(Mark { x, y, label, title })
        });
        Some(Picture {
            width: width + MARGIN as i32,
            height: height + MARGIN as i32,
            areas: map.areas.iter().map(area).collect(),
            dots: map.spots.iter().map(dot).collect(),
            marks: marks.collect(),
        })
    }
}

fn around(point: Point) -> Reach {
    const NEAR: f64 = 0.01;
    Reach {
        south: point.latitude - NEAR,
        west: point.longitude - NEAR,
        north: point.latitude + NEAR,
        east: point.longitude + NEAR,
    }
}

/// A made-up map for samples of pages: four square neighbourhoods and what meets there.
pub(super) fn sample() -> Map {
    use app::asset_map::{Area, Fifth, Outcode};
    use evidence::suppression::Shown;
    let area = |at: i64, decile, groups| {
        let (west, south) = (1.2 + 0.02 * (at % 2) as f64, 52.0 + 0.015 * (at / 2) as f64);
        let (east, north) = (west + 0.02, south + 0.015);
        let ring = [[west, south], [east, south], [east, north], [west, north]];
        let outline = Outline::of([ring.iter().map(<[f64; 2]>::as_slice)]).unwrap_or_default();
        Area { name: format!("Saltreach 00{}A", at + 1), outline, decile, groups }
    };
    let point = |latitude, longitude| Point { latitude, longitude };
    let fifth = |fifth, areas, groups| Fifth { fifth, areas, groups };
    let outcode = |outcode: Option<&str>, groups, unmet| Outcode {
        outcode: outcode.map(str::to_owned),
        point: Some(point(52.012, 1.222)),
        groups,
        unmet,
    };
    Map {
        areas: vec![
            area(0, Some(1), 3),
            area(1, Some(4), 0),
            area(2, Some(9), 1),
            area(3, None, 0),
        ],
        year: Some(2025),
        spots: vec![(point(52.006, 1.208), 3), (point(52.02, 1.211), 1)],
        outside: 2,
        fifths: vec![
            fifth(1, 1, 3),
            fifth(2, 1, 0),
            fifth(3, 0, 0),
            fifth(4, 0, 0),
            fifth(5, 1, 1),
        ],
        outcodes: vec![
            outcode(Some("IP10"), 4, Shown::Exactly(6)),
            outcode(None, 0, Shown::FewerThan(5)),
        ],
        kinds: vec![(domain::kinds::Activity::Singing, 4), (domain::kinds::Activity::Walking, 2)],
        placed: 6,
        authorities: vec![("E07000244".into(), "East Suffolk".into())],
        sources: vec!["ONS boundaries of 2021".into(), "IoD 2025".into()],
        tells_unmet: true,
        is_cut: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_their_border_to_the_unit() {
        let picture = Picture::of(&sample()).unwrap();
        assert_eq!(picture.areas.len(), 4);
        let start = |at: usize| picture.areas[at].d.split('l').next().unwrap().to_owned();
        // The second square begins where the first one's east side stands.
        let east = &start(1)[1..];
        let x: i32 = east.split(' ').next().unwrap().parse().unwrap();
        let first: Vec<i32> = picture.areas[0].d[1..]
            .split(['l', ' ', 'z'])
            .filter_map(|number| number.parse().ok())
            .collect();
        assert_eq!(first[0] + first[2], x);
        assert!(picture.areas.iter().all(|area| area.d.ends_with('z')));
    }

    #[test]
    fn a_small_number_is_marked_without_being_told() {
        let picture = Picture::of(&sample()).unwrap();
        let labels: Vec<&str> = picture.marks.iter().map(|mark| mark.label.as_str()).collect();
        assert_eq!(labels, ["6", "<5"]);
    }
}
