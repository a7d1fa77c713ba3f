//! The clock of a simulation: whole ticks, so that sums of times are exact.
//!
//! With floating point, 0.1 + 0.2 and 0.3 would be two different moments, and which of two events
//! comes first would hang on rounding. With ticks they are one moment.

use std::ops::{Add, AddAssign, Sub};

/// Ticks in one unit: a microsecond where the unit is a day, so that hours, minutes and seconds
/// of a day and decimals with up to eight places are exact.
const TICKS_PER_UNIT: i64 = 86_400_000_000;

/// A moment, or a length of time, in whole ticks. The unit is the model's: a day, an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(i64);

impl Time {
    /// The start of the simulation, or no time at all.
    pub const ZERO: Time = Time(0);
    /// A moment that is never reached, or a patience without end.
    pub const NEVER: Time = Time(i64::MAX);

    /// The tick nearest to so many units; what is beyond the calendar is [`Time::NEVER`].
    #[must_use]
    pub fn from_units(units: f64) -> Time {
        let ticks = units * TICKS_PER_UNIT as f64;
        // A cast saturates, and makes nought of what is not a number. Rounding by hand is the
        // same as `round`, which is a call on common machines.
        let whole = ticks as i64;
        let rest = ticks - whole as f64;
        Time(whole.saturating_add(i64::from(rest >= 0.5) - i64::from(rest <= -0.5)))
    }

    /// Exactly so many whole units.
    #[must_use]
    pub const fn whole(units: i64) -> Time {
        Time(units.saturating_mul(TICKS_PER_UNIT))
    }

    /// How many units this is.
    #[must_use]
    pub fn units(self) -> f64 {
        self.0 as f64 / TICKS_PER_UNIT as f64
    }

    /// How many ticks this is.
    #[must_use]
    pub const fn ticks(self) -> i64 {
        self.0
    }

    /// Which whole unit this falls in, counted from 0: the day where the unit is a day.
    #[must_use]
    pub const fn whole_units(self) -> i64 {
        self.0.div_euclid(TICKS_PER_UNIT)
    }
}

impl Add for Time {
    type Output = Time;

    fn add(self, other: Time) -> Time {
        Time(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Time {
    fn add_assign(&mut self, other: Time) {
        *self = *self + other;
    }
}

impl Sub for Time {
    type Output = Time;

    fn sub(self, other: Time) -> Time {
        Time(self.0.saturating_sub(other.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_and_hours_add_up_exactly() {
        let tenth = Time::from_units(0.1);
        assert_eq!(tenth + Time::from_units(0.2), Time::from_units(0.3));
        assert_eq!((tenth + Time::from_units(0.2)).units(), 0.3);
        let hour = Time::from_units(1.0 / 24.0);
        assert_eq!((0..24).fold(Time::ZERO, |sum, _| sum + hour), Time::whole(1));
    }

    #[test]
    fn beyond_the_calendar_is_never() {
        assert_eq!(Time::from_units(f64::INFINITY), Time::NEVER);
        assert_eq!(Time::NEVER + Time::whole(1), Time::NEVER);
        assert_eq!(Time::from_units(f64::NAN), Time::ZERO);
        assert_eq!(Time::from_units(-1e30) - Time::whole(1), Time::from_units(f64::NEG_INFINITY));
    }

    #[test]
    fn the_nearest_tick_is_taken_near_and_far() {
        for ticks in [0.0_f64, 0.5, 1.49, 1.5, 7.0, -0.5, -1.49, 4.5e15, 9_007_199_254_740_993.0] {
            let time = Time::from_units(ticks / TICKS_PER_UNIT as f64);
            let exact = ticks / TICKS_PER_UNIT as f64 * TICKS_PER_UNIT as f64;
            assert_eq!(time.ticks(), exact.round() as i64, "{ticks}");
        }
    }

    #[test]
    fn a_moment_falls_in_one_whole_unit() {
        assert_eq!(Time::from_units(2.999).whole_units(), 2);
        assert_eq!(Time::whole(3).whole_units(), 3);
    }
}
