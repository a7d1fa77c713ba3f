//! The best that any group of a block could offer, so that whole blocks can be passed over.
//!
//! Nothing here decides anything: a summary may promise too much, never too little.

use domain::group::Capacity;
use domain::ids::GroupId;
use domain::kinds::{Activity, Need};
use domain::place::Point;

use crate::facts::{Asked, Day, Facts, Language, Price, Running, View, Where};

/// The radius that `Point::km_to` uses, kilometres.
const EARTH_KM: f64 = 6371.0088;

/// The box in which places lie, degrees.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Area {
    south: f64,
    north: f64,
    west: f64,
    east: f64,
}

impl Area {
    fn around(self, point: Point) -> Area {
        Area {
            south: self.south.min(point.latitude),
            north: self.north.max(point.latitude),
            west: self.west.min(point.longitude),
            east: self.east.max(point.longitude),
        }
    }

    /// No place in it is nearer than this.
    pub(crate) fn km_at_least(&self, home: Point) -> f64 {
        let outside = |value: f64, low: f64, high: f64| (low - value).max(value - high).max(0.0);
        let north = outside(home.latitude, self.south, self.north).to_radians();
        // The earth is round: the box may be nearer the other way.
        let east = [-360.0, 0.0, 360.0]
            .map(|turn| outside(home.longitude + turn, self.west, self.east))
            .into_iter()
            .fold(f64::MAX, f64::min)
            .to_radians();
        // The distance to a whole meridian, which is never more than that to a part of it.
        let quarter = std::f64::consts::FRAC_PI_2;
        let sideways = home.latitude.to_radians().cos() * east.min(quarter).sin();
        let east = if east < quarter { sideways.clamp(0.0, 1.0).asin() } else { 0.0 };
        // A hair less, for what rounding adds.
        EARTH_KM * north.max(east) * (1.0 - 1e-9)
    }
}

/// What the groups of one block could offer at best.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Summary {
    /// Where those lie that lie anywhere.
    pub(crate) area: Option<Area>,
    /// Whether all of them lie somewhere.
    pub(crate) is_placed: bool,
    pub(crate) activities: [u8; Activity::ALL.len()],
    pub(crate) needs: [u8; Need::ALL.len()],
    /// Parts of the week in which any of them meets.
    pub(crate) times: u32,
    /// Those in which any meets every week, every second week, and more seldom.
    pub(crate) weekly: [u32; 3],
    /// Whether any says that it is small.
    pub(crate) says_small: bool,
    /// Genders that any asks for, as bits.
    pub(crate) genders: u8,
    /// Whether each of them meets every so many weeks.
    pub(crate) is_weekly: bool,
    /// Access that any of them has, and that is unknown of any.
    pub(crate) access_there: u16,
    pub(crate) access_unknown: u16,
    /// Languages spoken, one of 64 bits each; and whether any says nothing.
    pub(crate) languages: u64,
    pub(crate) is_silent: bool,
    /// The least that any costs; nothing where any is free.
    pub(crate) pence: Option<u32>,
    pub(crate) is_unclear: bool,
    /// Places that occur, as bits of `Where`.
    pub(crate) places: u8,
    /// Whether any can be suggested at all, today or ever.
    pub(crate) is_open: bool,
    pub(crate) capacity: Capacity,
    pub(crate) checked_on: Option<Day>,
    /// The shortest text.
    pub(crate) length: u32,
    /// The lowest id: it wins where scores are the same.
    pub(crate) id: GroupId,
}

/// The bit of a language.
pub(crate) fn bit_of(language: Language) -> u64 {
    let number = u64::from_le_bytes(language.bytes());
    1 << (number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58)
}

/// Whether it can be suggested to nobody, whatever the day.
pub(crate) fn is_shut(facts: &Facts) -> bool {
    matches!(facts.running, Running::Paused | Running::Until(None))
        || facts.capacity == Capacity::Full
}

/// Room, the most first.
fn fullness(capacity: Capacity) -> u8 {
    match capacity {
        Capacity::HasRoom => 0,
        Capacity::AskFirst => 1,
        Capacity::WaitingList => 2,
        Capacity::Full => 3,
    }
}

impl Summary {
    /// The summary of one group.
    fn of(view: View<'_>) -> Summary {
        let facts = view.facts;
        let dated = view.dated().iter().fold(0, |parts, meeting| parts | meeting.part);
        let weekly = facts.weekly.iter().fold(0, |all, parts| all | parts);
        let at = |point: Point| Area {
            south: point.latitude,
            north: point.latitude,
            west: point.longitude,
            east: point.longitude,
        };
        Summary {
            area: facts.point.map(at),
            is_placed: facts.point.is_some(),
            activities: facts.activities,
            needs: facts.needs,
            times: weekly | dated,
            weekly: facts.weekly,
            says_small: facts.says_small,
            genders: view.rules().iter().fold(0, |bits, one| match one.rule {
                Asked::Gender(gender) => bits | 1 << gender as u8,
                _ => bits,
            }),
            is_weekly: weekly != 0,
            access_there: facts.access_there,
            access_unknown: !facts.access_known,
            languages: view.languages().iter().fold(0, |bits, one| bits | bit_of(*one)),
            is_silent: view.languages().is_empty(),
            pence: match facts.price {
                Price::Free => Some(0),
                Price::Pence(pence) => Some(pence),
                Price::Unclear => None,
            },
            is_unclear: facts.price == Price::Unclear,
            places: 1 << facts.place as u8,
            is_open: !is_shut(facts),
            capacity: facts.capacity,
            checked_on: facts.checked_on,
            length: facts.length,
            id: facts.id,
        }
    }

    /// The summary of several groups, where there is any.
    pub(crate) fn of_all<'a>(views: impl Iterator<Item = View<'a>>) -> Option<Summary> {
        views.map(Summary::of).reduce(Summary::and)
    }

    /// The summary of both.
    pub(crate) fn and(self, other: Summary) -> Summary {
        let (corners, is_placed) = (other.area, self.is_placed && other.is_placed);
        let most =
            |a: &mut [u8], b: &[u8]| a.iter_mut().zip(b).for_each(|(a, b)| *a = (*a).max(*b));
        let (mut activities, mut needs) = (self.activities, self.needs);
        most(&mut activities, &other.activities);
        most(&mut needs, &other.needs);
        Summary {
            area: match (self.area, corners) {
                (Some(area), Some(other)) => Some(
                    area.around(Point { latitude: other.south, longitude: other.west })
                        .around(Point { latitude: other.north, longitude: other.east }),
                ),
                (one, other) => one.or(other),
            },
            is_placed,
            activities,
            needs,
            times: self.times | other.times,
            weekly: [0, 1, 2].map(|at| self.weekly[at] | other.weekly[at]),
            says_small: self.says_small || other.says_small,
            genders: self.genders | other.genders,
            is_weekly: self.is_weekly && other.is_weekly,
            access_there: self.access_there | other.access_there,
            access_unknown: self.access_unknown | other.access_unknown,
            languages: self.languages | other.languages,
            is_silent: self.is_silent || other.is_silent,
            pence: [self.pence, other.pence].into_iter().flatten().min(),
            is_unclear: self.is_unclear || other.is_unclear,
            places: self.places | other.places,
            is_open: self.is_open || other.is_open,
            capacity: [self.capacity, other.capacity]
                .into_iter()
                .min_by_key(|one| fullness(*one))
                .unwrap_or(self.capacity),
            checked_on: self.checked_on.max(other.checked_on),
            length: self.length.min(other.length),
            id: self.id.min(other.id),
        }
    }

    /// Whether any of its groups is at such a place.
    pub(crate) fn has_place(&self, place: Where) -> bool {
        self.places & (1 << place as u8) != 0
    }

    /// Whether one could take part in any of them without travelling.
    pub(crate) fn is_online(&self) -> bool {
        self.has_place(Where::Both) || self.has_place(Where::Online)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_never_nearer_than_any_place_in_it() {
        let area = Area { south: 52.0, north: 52.6, west: 0.4, east: 1.8 };
        for (latitude, longitude) in
            [(51.0, 1.0), (52.3, 1.0), (55.0, -3.0), (60.0, 20.0), (-40.0, 170.0), (50.0, -179.0)]
        {
            let home = Point { latitude, longitude };
            let least = area.km_at_least(home);
            for north in 0..=20 {
                for east in 0..=20 {
                    let there = Point {
                        latitude: 52.0 + 0.03 * f64::from(north),
                        longitude: 0.4 + 0.07 * f64::from(east),
                    };
                    assert!(least <= home.km_to(there), "{home:?} {there:?}");
                }
            }
        }
    }
}
