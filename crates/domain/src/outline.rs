//! The outline of an area: rings of points, as finely as a map of a county needs.
//!
//! Coordinates are whole hundred-thousandths of a degree (about a metre), so that neighbours keep
//! the very same corners and no gap opens between them however coarsely they are drawn.

use serde::{Deserialize, Serialize};

use crate::place::Point;

/// One corner: degrees east and north, each times [`Outline::PER_DEGREE`].
pub type Corner = (i32, i32);

/// The outline of an area. A hole is a ring within a ring.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Outline {
    /// Each ring, without its first corner repeated at the end.
    pub rings: Vec<Vec<Corner>>,
}

/// How far an outline reaches, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "the sides say themselves")]
pub struct Reach {
    pub south: f64,
    pub west: f64,
    pub north: f64,
    pub east: f64,
}

impl Reach {
    /// Whether a point lies within.
    #[must_use]
    pub fn holds(&self, point: Point) -> bool {
        (self.south..=self.north).contains(&point.latitude)
            && (self.west..=self.east).contains(&point.longitude)
    }

    /// The reach of both.
    #[must_use]
    pub fn with(self, other: Reach) -> Reach {
        Reach {
            south: self.south.min(other.south),
            west: self.west.min(other.west),
            north: self.north.max(other.north),
            east: self.east.max(other.east),
        }
    }
}

impl Outline {
    /// Units in a degree.
    pub const PER_DEGREE: f64 = 100_000.0;

    /// An outline from rings of degrees east and north; `None` where no ring has three corners.
    #[must_use]
    pub fn of<'a, I>(rings: impl IntoIterator<Item = I>) -> Option<Outline>
    where
        I: IntoIterator<Item = &'a [f64]>,
    {
        let rings: Vec<Vec<Corner>> =
            rings.into_iter().map(ring).filter(|ring| ring.len() >= 3).collect();
        (!rings.is_empty()).then_some(Outline { rings })
    }

    /// How far it reaches; `None` for one without corners.
    #[must_use]
    pub fn reach(&self) -> Option<Reach> {
        let of = |&(east, north): &Corner| {
            let (x, y) = (f64::from(east), f64::from(north));
            let (x, y) = (x / Outline::PER_DEGREE, y / Outline::PER_DEGREE);
            Reach { south: y, west: x, north: y, east: x }
        };
        self.rings.iter().flatten().map(of).reduce(Reach::with)
    }

    /// Whether a point lies inside, by the number of sides that a line eastwards crosses.
    #[must_use]
    pub fn holds(&self, point: Point) -> bool {
        let (x, y) = (units(point.longitude), units(point.latitude));
        let crosses = |ring: &Vec<Corner>| {
            let sides = ring.iter().zip(ring.iter().cycle().skip(1));
            sides.filter(|(a, b)| is_crossed(**a, **b, (x, y))).count()
        };
        self.rings.iter().map(crosses).sum::<usize>() % 2 == 1
    }
}

fn units(degrees: f64) -> f64 {
    degrees * Outline::PER_DEGREE
}

fn ring<'a>(corners: impl IntoIterator<Item = &'a [f64]>) -> Vec<Corner> {
    let whole = |degrees: f64| units(degrees).round().clamp(-2e7, 2e7) as i32;
    let mut ring: Vec<Corner> = Vec::new();
    for corner in corners {
        let [east, north, ..] = corner else { continue };
        let corner = (whole(*east), whole(*north));
        if ring.last() != Some(&corner) {
            ring.push(corner);
        }
    }
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    ring
}

fn is_crossed(a: Corner, b: Corner, (x, y): (f64, f64)) -> bool {
    let (ax, ay) = (f64::from(a.0), f64::from(a.1));
    let (bx, by) = (f64::from(b.0), f64::from(b.1));
    (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(from: f64, to: f64) -> Vec<[f64; 2]> {
        vec![[from, from], [to, from], [to, to], [from, to], [from, from]]
    }

    fn outline(rings: &[Vec<[f64; 2]>]) -> Outline {
        Outline::of(rings.iter().map(|ring| ring.iter().map(<[f64; 2]>::as_slice))).unwrap()
    }

    #[test]
    fn a_point_in_a_hole_is_outside() {
        let ring = outline(&[square(0.0, 3.0), square(1.0, 2.0)]);
        let at = |degrees| Point { latitude: degrees, longitude: degrees };
        assert!(ring.holds(at(0.5)) && ring.holds(at(2.5)));
        assert!(!ring.holds(at(1.5)) && !ring.holds(at(3.5)));
        let reach = ring.reach().unwrap();
        assert_eq!((reach.south, reach.east), (0.0, 3.0));
        assert!(reach.holds(at(1.5)) && !reach.holds(at(3.5)));
    }

    #[test]
    fn a_ring_is_closed_once_and_says_no_corner_twice() {
        let near = vec![[0.0, 0.0], [1.0, 0.0], [1.000_001, 0.0], [1.0, 1.0], [0.0, 0.0]];
        assert_eq!(outline(&[near]).rings[0].len(), 3);
        let line: [&[f64]; 2] = [&[0.0, 0.0], &[1.0, 1.0]];
        assert_eq!(Outline::of([line]), None);
    }

    #[test]
    fn a_point_on_a_border_between_two_lies_in_exactly_one() {
        let left = outline(&[vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]]);
        let right = outline(&[vec![[1.0, 0.0], [2.0, 0.0], [2.0, 1.0], [1.0, 1.0]]]);
        for latitude in [0.25, 0.5, 0.75] {
            let point = Point { latitude, longitude: 1.0 };
            assert!(left.holds(point) != right.holds(point), "{latitude}");
        }
    }
}
