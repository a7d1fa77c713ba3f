//! How somebody travels, how far, and how long that takes: estimates, said as such.
//!
//! There is no timetable and no map of roads in here. Each number is a named constant with its
//! reason, so that a service can see what an answer rests on.

use serde::{Deserialize, Serialize};

/// How somebody travels.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Travel {
    /// The ways open to them; empty where not asked.
    pub ways: Vec<Way>,
    /// As far as they will go, kilometres in a straight line. A hard limit when stated.
    pub km_at_most: Option<f64>,
    /// As long as they will be on the way, in minutes from door to door, one way. A hard limit.
    pub minutes_at_most: Option<u16>,
    /// The most they can pay for getting there and back, in pence.
    pub fare_at_most_pence: Option<u32>,
    /// Whether taking part online is all right.
    pub online: Online,
}

/// A way of travelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// On foot or by wheelchair.
    Walk,
    /// By bus or train.
    Bus,
    /// By car, own or given.
    Car,
    /// With somebody beside them.
    Accompanied,
}

/// Whether taking part online is all right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Online {
    /// As well as going out.
    #[default]
    Welcome,
    /// Not wanted or not possible.
    No,
    /// The only way they can take part.
    Only,
}

/// How much longer a road is than the straight line: about 1.3 for streets in European towns
/// (Boscoe et al., "A Nationwide Comparison of Driving Distance Versus Straight-Line Distance",
/// 2012, found 1.4 for hospitals in the United States).
const DETOUR: f64 = 1.3;
/// Pace on foot, kilometres an hour: 1.4 m/s, the design speed of the Manual for Streets (2007).
const WALK_KMH: f64 = 5.0;
/// A local bus with its stops, kilometres an hour: between a city's 12 and the country's 25.
const BUS_KMH: f64 = 18.0;
/// Walking to a stop, waiting there and walking on, in minutes.
const BUS_WAIT_MINUTES: f64 = 15.0;
/// A car in towns and between them, kilometres an hour: local A roads in England average about 38
/// (Department for Transport, table CGN0501).
const CAR_KMH: f64 = 38.0;
/// Getting in, parking and walking to the door, in minutes.
const CAR_PARK_MINUTES: f64 = 5.0;

impl Way {
    /// Every way.
    pub const ALL: [Way; 4] = [Way::Walk, Way::Bus, Way::Car, Way::Accompanied];

    /// About how many minutes it takes to come so far in a straight line, from door to door.
    #[must_use]
    pub fn minutes(self, km: f64) -> f64 {
        let (before, kmh) = self.pace();
        before + km * DETOUR / kmh * 60.0
    }

    /// About how far one comes in so many minutes, in a straight line: `minutes` turned round.
    #[must_use]
    pub fn km_within(self, minutes: f64) -> f64 {
        let (before, kmh) = self.pace();
        ((minutes - before) * kmh / 60.0 / DETOUR).max(0.0)
    }

    /// Minutes before one moves, and kilometres an hour from then on.
    fn pace(self) -> (f64, f64) {
        match self {
            Way::Walk => (0.0, WALK_KMH),
            // How the two of them go is not known: the bus is open to most.
            Way::Bus | Way::Accompanied => (BUS_WAIT_MINUTES, BUS_KMH),
            Way::Car => (CAR_PARK_MINUTES, CAR_KMH),
        }
    }
}

impl Travel {
    /// The way that is quickest over so many kilometres, and its minutes.
    ///
    /// Where nobody asked how they travel it is the quickest of all: unknown excludes nothing.
    #[must_use]
    pub fn quickest(&self, km: f64) -> (Way, f64) {
        let open: &[Way] = if self.ways.is_empty() { &Way::ALL } else { &self.ways };
        let timed = open.iter().map(|way| (*way, way.minutes(km)));
        timed.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((Way::Car, Way::Car.minutes(km)))
    }

    /// The furthest that is not beyond a stated limit, kilometres in a straight line.
    #[must_use]
    pub fn furthest_km(&self) -> Option<f64> {
        let open: &[Way] = if self.ways.is_empty() { &Way::ALL } else { &self.ways };
        let by_time = self.minutes_at_most.map(|minutes| {
            open.iter().map(|way| way.km_within(f64::from(minutes))).fold(0.0, f64::max)
        });
        match (self.km_at_most, by_time) {
            (Some(km), Some(within)) => Some(km.min(within)),
            (km, within) => km.or(within),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kilometre_on_foot_takes_a_quarter_of_an_hour() {
        assert!((Way::Walk.minutes(1.0) - 15.6).abs() < 1e-9);
        for way in Way::ALL {
            assert!((way.km_within(way.minutes(7.5)) - 7.5).abs() < 1e-9, "{way:?}");
        }
        assert_eq!(Way::Bus.km_within(10.0), 0.0, "the bus has not come yet");
    }

    #[test]
    fn the_stricter_of_two_limits_counts_and_unknown_ways_are_read_kindly() {
        let walks = Travel {
            ways: vec![Way::Walk],
            minutes_at_most: Some(30),
            km_at_most: Some(5.0),
            ..Travel::default()
        };
        assert!((walks.furthest_km().unwrap() - 30.0 / 15.6).abs() < 1e-9);
        assert_eq!(walks.quickest(1.0).0, Way::Walk);
        let asked_nothing = Travel { ways: vec![], km_at_most: None, ..walks };
        assert!(asked_nothing.furthest_km().unwrap() > 10.0);
        assert_eq!(asked_nothing.quickest(10.0).0, Way::Car);
        assert_eq!(Travel::default().furthest_km(), None);
    }
}
