//! Made-up services whose truth is known, to see what an analysis makes of them.
//!
//! Each person has a steady wellbeing, measured with error before and after. What is known to be
//! true can be set: recovery without help, regression to the mean (only people who score low come
//! in), who answers, who benefits more, and how alike people of one practice are. Nobody in it is
//! real. Seeded: service 7 of seed 1 is always the same.

pub mod coverage;
pub mod places;

use crate::analyse::Table;
use crate::chance::Stream;

/// Who gets the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allocation {
    /// Everybody.
    Everybody,
    /// Chance decides for each person.
    Chance,
    /// Chance decides for each practice.
    ChanceByPractice,
    /// A queue: people who feel worse and live in poorer places are seen first.
    Need,
}

/// What is true of a made-up service.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Service {
    /// How many people.
    pub people: usize,
    /// How many practices they come from.
    pub practices: usize,
    /// Who gets the service.
    pub allocation: Allocation,
    /// The effect on a person of middling deprivation.
    pub effect: f64,
    /// By how much the effect grows with each decile towards the least deprived.
    pub effect_slope: f64,
    /// By how much everybody gets better without the service.
    pub recovery: f64,
    /// Only people who score below this come in; it makes regression to the mean.
    pub entry_below: Option<f64>,
    /// The log-odds of answering for a person of middling deprivation; everybody answers without.
    pub answering: Option<f64>,
    /// By how much these log-odds grow with each decile.
    pub answering_slope: f64,
    /// The spread of practices around each other at the later wave.
    pub practice_sd: f64,
}

impl Default for Service {
    fn default() -> Service {
        Service {
            people: 400,
            practices: 20,
            allocation: Allocation::Chance,
            effect: 1.2,
            effect_slope: 0.0,
            recovery: 0.5,
            entry_below: Some(20.0),
            answering: None,
            answering_slope: 0.0,
            practice_sd: 0.0,
        }
    }
}

/// A made-up service: what its analyst sees, and what is true.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// One row a person (for places: a measurement or a month): `practice`, `imd_decile`, `age`, `female`, `arm`, `baseline` and
    /// `follow_up`, which is empty where the person did not answer.
    pub table: Table,
    /// The average effect of the service on all the people in the table.
    pub effect: f64,
}

/// The mean of steady wellbeing.
const STEADY_MEAN: f64 = 20.0;
/// How much people differ in it.
const STEADY_SD: f64 = 2.5;
/// The error of one measurement.
const ERROR_SD: f64 = 2.0;
/// By how much steady wellbeing grows with each decile towards the least deprived.
const STEADY_SLOPE: f64 = 0.2;

/// One person, with what would become of them either way.
struct Person {
    practice: usize,
    decile: f64,
    age: f64,
    female: f64,
    before: f64,
    without: f64,
    effect: f64,
    is_served: bool,
    answers: bool,
}

impl Service {
    /// The service with this number among those of this seed.
    #[must_use]
    pub fn make(&self, seed: u64, number: u64) -> Made {
        let mut stream = Stream::new(seed, number);
        let practices: Vec<(f64, bool)> = self.practices(&mut stream);
        let people: Vec<Person> =
            (0..self.people).map(|at| self.person(at, &practices, &mut stream)).collect();
        let count = people.len().max(1) as f64;
        let effect = people.iter().map(|person| person.effect).sum::<f64>() / count;
        Made { table: table(&people), effect }
    }

    /// The later mean of each practice, and whether chance gave it the service: half of them.
    fn practices(&self, stream: &mut Stream) -> Vec<(f64, bool)> {
        let many = self.practices.max(1);
        let mut order: Vec<usize> = (0..many).collect();
        for at in (1..many).rev() {
            order.swap(at, stream.below(at as u64 + 1) as usize);
        }
        let mut found: Vec<(f64, bool)> =
            (0..many).map(|_| (stream.normal() * self.practice_sd, false)).collect();
        order.iter().take(many / 2).for_each(|practice| found[*practice].1 = true);
        found
    }

    fn person(&self, at: usize, practices: &[(f64, bool)], stream: &mut Stream) -> Person {
        let practice = at % practices.len();
        let (place, practice_is_served) = practices[practice];
        let decile = (1 + stream.below(10)) as f64;
        let age = (20 + stream.below(71)) as f64;
        let female = f64::from(stream.happens(0.6));
        let (steady, before) = self.entering(decile, stream);
        let without = steady + self.recovery + place + stream.normal() * ERROR_SD;
        let is_served = match self.allocation {
            Allocation::Everybody => true,
            Allocation::Chance => stream.happens(0.5),
            Allocation::ChanceByPractice => practice_is_served,
            Allocation::Need => {
                let worse = (STEADY_MEAN - before) / 3.0 + (5.5 - decile) / 4.0;
                stream.happens(logistic(worse - 0.5))
            }
        };
        let answers = self.answering.is_none_or(|level| {
            let odds = level + self.answering_slope * (decile - 5.5) + (age - 55.0) / 80.0;
            stream.happens(logistic(odds))
        });
        let effect = self.effect + self.effect_slope * (decile - 5.5);
        Person { practice, decile, age, female, before, without, effect, is_served, answers }
    }

    /// Steady wellbeing and the first measurement of somebody who scores low enough to come in.
    fn entering(&self, decile: f64, stream: &mut Stream) -> (f64, f64) {
        let mut tried = 0;
        loop {
            let centre = STEADY_MEAN + STEADY_SLOPE * (decile - 5.5);
            let steady = centre + stream.normal() * STEADY_SD;
            let before = steady + stream.normal() * ERROR_SD;
            tried += 1;
            // A cut that hardly anybody falls below would be waited for in vain.
            if tried > 1000 || self.entry_below.is_none_or(|cut| before < cut) {
                return (steady, before);
            }
        }
    }
}

fn table(people: &[Person]) -> Table {
    let column = |of: fn(&Person) -> Option<f64>| people.iter().map(of).collect::<Vec<_>>();
    // Three decimals, as a file of a service would hold.
    fn rounded(value: f64) -> f64 {
        (value * 1000.0).round() / 1000.0
    }
    fn later(person: &Person) -> Option<f64> {
        let effect = if person.is_served { person.effect } else { 0.0 };
        person.answers.then(|| rounded(person.without + effect))
    }
    Table::of_numbers(&[
        ("practice", &column(|person| Some(person.practice as f64 + 1.0))),
        ("imd_decile", &column(|person| Some(person.decile))),
        ("age", &column(|person| Some(person.age))),
        ("female", &column(|person| Some(person.female))),
        ("arm", &column(|person| Some(f64::from(person.is_served)))),
        ("baseline", &column(|person| Some(rounded(person.before)))),
        ("follow_up", &column(later)),
    ])
}

fn logistic(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(made: &Made, column: &str, arm: Option<f64>) -> f64 {
        let values = made.table.numbers(column).unwrap();
        let arms = made.table.numbers("arm").unwrap();
        let kept: Vec<f64> = values
            .iter()
            .zip(&arms)
            .filter(|(_, at)| arm.is_none() || **at == arm)
            .filter_map(|(value, _)| *value)
            .collect();
        kept.iter().sum::<f64>() / kept.len() as f64
    }

    #[test]
    fn the_same_number_gives_the_same_service_and_another_another() {
        let service = Service { people: 30, ..Service::default() };
        assert_eq!(service.make(1, 7), service.make(1, 7));
        assert_ne!(service.make(1, 7), service.make(1, 8));
        assert_ne!(service.make(1, 7), service.make(2, 7));
    }

    #[test]
    fn what_was_set_is_true_of_what_is_made() {
        let made = Service { people: 4000, ..Service::default() }.make(3, 0);
        let differ = mean(&made, "follow_up", Some(1.0)) - mean(&made, "follow_up", Some(0.0));
        assert!((differ - 1.2).abs() < 0.3, "{differ}");
        assert!((made.effect - 1.2).abs() < 1e-12);
        // Those without the service get better anyway: recovery and regression to the mean.
        let anyway = mean(&made, "follow_up", Some(0.0)) - mean(&made, "baseline", Some(0.0));
        assert!(anyway > 1.0, "{anyway}");
        let still =
            Service { recovery: 0.0, entry_below: None, people: 4000, ..Service::default() };
        let made = still.make(3, 0);
        let anyway = mean(&made, "follow_up", Some(0.0)) - mean(&made, "baseline", Some(0.0));
        assert!(anyway.abs() < 0.2, "{anyway}");
    }

    #[test]
    fn those_who_answer_are_less_deprived_when_told_to_be() {
        let service = Service {
            people: 2000,
            answering: Some(-0.4),
            answering_slope: 0.32,
            effect_slope: 0.25,
            ..Service::default()
        };
        let made = service.make(5, 0);
        let after = made.table.numbers("follow_up").unwrap();
        let deciles = made.table.numbers("imd_decile").unwrap();
        let answered = after.iter().flatten().count();
        assert!((600..1200).contains(&answered), "{answered}");
        let of = deciles.iter().zip(&after).filter(|(_, after)| after.is_some());
        let average = of.map(|(decile, _)| decile.unwrap()).sum::<f64>() / answered as f64;
        assert!(average > 6.2, "{average}");
    }

    #[test]
    fn a_queue_by_need_serves_those_who_feel_worse() {
        let need = Service { allocation: Allocation::Need, people: 2000, ..Service::default() };
        let made = need.make(1, 1);
        let gap = mean(&made, "baseline", Some(1.0)) - mean(&made, "baseline", Some(0.0));
        assert!(gap < -0.5, "{gap}");
        let none = Service { people: 0, practices: 0, ..Service::default() }.make(1, 1);
        assert_eq!(none.table.rows(), 0);
    }
}
