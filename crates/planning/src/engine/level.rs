//! A level that holds until it changes (people waiting, link workers busy), averaged over time.
//!
//! Not for values that belong to people: those go into `Moments` and `Quantiles`.

use super::time::Time;

/// The level now, and what is remembered of it since counting began.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Level {
    level: f64,
    since: Time,
    began: Time,
    /// The sum of level times length in ticks.
    area: f64,
    highest: f64,
}

impl Level {
    /// A level at the start of time.
    #[must_use]
    pub fn starting_at(level: f64) -> Level {
        Level { level, highest: level, ..Level::default() }
    }

    /// The level now.
    #[must_use]
    pub fn now(&self) -> f64 {
        self.level
    }

    /// The level becomes this.
    #[inline]
    pub fn set(&mut self, now: Time, level: f64) {
        self.area += self.level * (now - self.since).ticks() as f64;
        self.since = now;
        self.level = level;
        self.highest = self.highest.max(level);
    }

    /// The level goes up, or down, by so much.
    #[inline]
    pub fn change(&mut self, now: Time, by: f64) {
        self.set(now, self.level + by);
    }

    /// Forgets what was before: the warm-up is over.
    pub fn begin_again(&mut self, now: Time) {
        *self = Level { level: self.level, since: now, began: now, area: 0.0, highest: self.level };
    }

    /// The mean level from the beginning to a moment; nothing where no time has gone by.
    #[must_use]
    pub fn mean(&self, now: Time) -> Option<f64> {
        let length = (now - self.began).ticks() as f64;
        let area = self.area + self.level * (now - self.since).ticks() as f64;
        (length > 0.0).then(|| area / length)
    }

    /// The highest level since the beginning.
    #[must_use]
    pub fn highest(&self) -> f64 {
        self.highest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_counts_for_as_long_as_it_held() {
        let mut waiting = Level::starting_at(0.0);
        waiting.change(Time::whole(2), 3.0);
        waiting.change(Time::whole(6), -2.0);
        assert_eq!(waiting.mean(Time::whole(10)), Some((3.0 * 4.0 + 1.0 * 4.0) / 10.0));
        assert_eq!((waiting.now(), waiting.highest()), (1.0, 3.0));
    }

    #[test]
    fn the_warm_up_is_forgotten() {
        let mut waiting = Level::starting_at(100.0);
        waiting.set(Time::whole(1), 4.0);
        waiting.begin_again(Time::whole(5));
        assert_eq!(waiting.mean(Time::whole(5)), None);
        waiting.set(Time::whole(6), 2.0);
        assert_eq!(waiting.mean(Time::whole(7)), Some(3.0));
        assert_eq!(waiting.highest(), 4.0);
    }
}
