//! Made-up places whose truth is known: places that begin in turn, and one place over the months.

use super::Made;
use crate::analyse::Table;
use crate::chance::Stream;

/// Places that begin one after another, everybody measured in every period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wedge {
    /// How many places.
    pub places: usize,
    /// How many periods; in the first nobody has begun, in the last all have.
    pub periods: usize,
    /// How many people are measured in each place and period.
    pub people: usize,
    /// The effect of the service.
    pub effect: f64,
    /// By how much everybody gets better with each period, service or not.
    pub drift: f64,
    /// How much places differ.
    pub place_sd: f64,
    /// How far a place strays from its own level in each period.
    pub cell_sd: f64,
}

/// One place, counted month by month, with a season and a course of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Course {
    /// How many months.
    pub months: usize,
    /// The month in which the service begins, counted from nought.
    pub starts_at: usize,
    /// How many people live there; nobody where only the score matters.
    pub people: u64,
    /// The share to whom it happens in a month, at the beginning.
    pub share: f64,
    /// By how much that share grows a month, on the log scale.
    pub drift: f64,
    /// How far the season moves it, on the log scale.
    pub season: f64,
    /// The effect of the service, on the log scale of counts and the scale of the score.
    pub effect: f64,
    /// How much months stray beyond chance, on the same scale.
    pub stray: f64,
    /// The share of how far a month strays that lingers into the next.
    pub lingering: f64,
}

/// How much people differ within a place and period.
const PEOPLE_SD: f64 = 2.5;

impl Wedge {
    /// The places with this number among those of this seed.
    #[must_use]
    pub fn make(&self, seed: u64, number: u64) -> Made {
        let mut stream = Stream::new(seed, number);
        let mut order: Vec<usize> = (0..self.places).collect();
        for at in (1..self.places).rev() {
            order.swap(at, stream.below(at as u64 + 1) as usize);
        }
        let steps = self.periods.saturating_sub(1).max(1);
        let mut columns: [Vec<Option<f64>>; 4] = Default::default();
        for (place, turn) in order.iter().enumerate() {
            let level = 20.0 + stream.normal() * self.place_sd;
            let begins = 1 + turn * steps / self.places.max(1);
            for period in 0..self.periods {
                let is_on = f64::from(period >= begins);
                // Without straying no number is drawn, so that such places stay as they were.
                let strays = if self.cell_sd > 0.0 { stream.normal() * self.cell_sd } else { 0.0 };
                for _ in 0..self.people {
                    let score = level
                        + strays
                        + self.drift * period as f64
                        + self.effect * is_on
                        + stream.normal() * PEOPLE_SD;
                    let row = [place as f64 + 1.0, period as f64 + 1.0, is_on, score];
                    columns.iter_mut().zip(row).for_each(|(column, cell)| column.push(Some(cell)));
                }
            }
        }
        let [place, period, is_on, score] = columns;
        let table = Table::of_numbers(&[
            ("place", &place),
            ("period", &period),
            ("on", &is_on),
            ("score", &score),
        ]);
        Made { table, effect: self.effect }
    }
}

impl Course {
    /// The place with this number among those of this seed.
    #[must_use]
    pub fn make(&self, seed: u64, number: u64) -> Made {
        let mut stream = Stream::new(seed, number);
        let mut columns: [Vec<Option<f64>>; 5] = Default::default();
        let (mut strays, fresh) = (0.0, (1.0 - self.lingering * self.lingering).sqrt());
        for month in 0..self.months {
            let new = stream.normal() * self.stray;
            strays = if month == 0 { new } else { self.lingering * strays + fresh * new };
            let is_on = f64::from(month >= self.starts_at);
            let angle = std::f64::consts::TAU * (month as f64 + 1.0) / 12.0;
            let moves = self.drift * month as f64
                + self.season * angle.sin()
                + self.effect * is_on
                + strays;
            let share = (self.share.ln() + moves).exp().min(1.0);
            let count = stream.binomial(self.people, share) as f64;
            let row = [month as f64 + 1.0, is_on, self.people as f64, count, 20.0 + moves];
            columns.iter_mut().zip(row).for_each(|(column, cell)| column.push(Some(cell)));
        }
        let [month, is_on, people, count, score] = columns;
        let table = Table::of_numbers(&[
            ("month", &month),
            ("on", &is_on),
            ("people", &people),
            ("count", &count),
            ("score", &score),
        ]);
        Made { table, effect: self.effect }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_the_first_period_nobody_has_begun_and_in_the_last_all_have() {
        let wedge = Wedge {
            places: 12,
            periods: 7,
            people: 2,
            effect: 1.0,
            drift: 0.2,
            place_sd: 1.0,
            cell_sd: 0.0,
        };
        let table = wedge.make(1, 0).table;
        let (period, on) = (table.numbers("period").unwrap(), table.numbers("on").unwrap());
        let of = |wanted: f64| {
            let rows = period.iter().zip(&on).filter(move |(at, _)| **at == Some(wanted));
            rows.map(|(_, on)| on.unwrap()).sum::<f64>()
        };
        assert_eq!((of(1.0), of(2.0), of(7.0)), (0.0, 4.0, 24.0));
        assert_eq!(table.rows(), 12 * 7 * 2);
    }

    #[test]
    fn a_course_steps_down_where_the_service_begins() {
        let course = Course {
            months: 60,
            starts_at: 36,
            people: 20_000,
            share: 0.005,
            drift: 0.0,
            season: 0.0,
            effect: -0.5,
            stray: 0.05,
            lingering: 0.0,
        };
        let made = course.make(1, 0);
        let count = made.table.numbers("count").unwrap();
        let mean = |of: &[Option<f64>]| of.iter().flatten().sum::<f64>() / of.len() as f64;
        let ratio = mean(&count[36..]) / mean(&count[..36]);
        assert!((ratio.ln() - made.effect).abs() < 0.1, "{ratio}");
    }
}
