//! What every method's result carries, and what a method says when it cannot answer.
//!
//! A method returns `Result<ItsOwnFinding, CannotSay>`. Its finding holds the estimates, a
//! [`Basis`], the convention in words, the warnings as values, and has a `sentence()`.

use serde::Serialize;

use crate::distributions::{normal_two_sided, student_two_sided};
use crate::interval::{Interval, Level};
use crate::words::{counted, people, percent};

/// One number that was estimated, with how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// Its standard error; nothing where it cannot be worked out.
    pub se: Option<f64>,
    /// The values that fit; nothing where they cannot be worked out.
    pub interval: Option<Interval>,
    /// The degrees of freedom of the interval; nothing for a normal one.
    pub df: Option<f64>,
    /// The two-sided probability of a number at least as far from "no difference" by chance.
    pub p: Option<f64>,
}

impl Estimate {
    /// A number whose error follows the normal distribution.
    #[must_use]
    pub fn normal(value: f64, se: Option<f64>, level: Level) -> Estimate {
        Estimate::around(value, se, Some(level.z()), level, normal_two_sided)
    }

    /// A number whose error follows Student's t with these degrees of freedom.
    #[must_use]
    pub fn student(value: f64, se: Option<f64>, df: f64, level: Level) -> Estimate {
        let found =
            Estimate::around(value, se, level.student(df), level, |t| student_two_sided(t, df));
        Estimate { df: Some(df), ..found }
    }

    /// A standard error of nought or of no size would claim to be certain: it gives no range.
    fn around(
        value: f64,
        se: Option<f64>,
        limit: Option<f64>,
        level: Level,
        p: impl Fn(f64) -> f64,
    ) -> Estimate {
        let se = se.filter(|se| se.is_finite());
        let ends = se.filter(|se| *se > 0.0).zip(limit);
        let interval = ends.map(|(se, limit)| Interval {
            low: value - limit * se,
            high: value + limit * se,
            level,
        });
        let interval = interval.filter(|range| (range.high - range.low).is_finite());
        let p = ends.map(|(se, _)| p(value / se)).filter(|p| p.is_finite());
        Estimate { value, se, interval, df: None, p }
    }

    /// How many standard errors the number lies from nought.
    #[must_use]
    pub fn statistic(&self) -> Option<f64> {
        self.se.filter(|se| *se > 0.0).map(|se| self.value / se)
    }

    /// How many decimal places are worth showing: two figures of the standard error.
    #[must_use]
    pub fn places(&self) -> usize {
        match self.se.filter(|se| *se > 0.0) {
            Some(se) => places_of(se, 2),
            None if self.value.abs() < 1e-9 => 2,
            None => places_of(self.value.abs(), 2).max(2),
        }
    }

    /// The same on the scale of ratios, for a number that is the logarithm of one.
    #[must_use]
    pub fn ratio(&self) -> Ratio {
        // Beyond these a ratio can no longer be written as a number.
        let value = self.value.clamp(-700.0, 700.0).exp();
        let interval = self.interval.map(|range| Interval {
            low: range.low.exp(),
            high: range.high.exp(),
            level: range.level,
        });
        Ratio { value, interval: interval.filter(|range| range.high.is_finite()) }
    }
}

/// The decimal places that show so many figures of a number above nought.
pub(crate) fn places_of(number: f64, figures: i32) -> usize {
    let places = f64::from(figures) - 1.0 - number.log10().floor();
    places.clamp(0.0, 8.0) as usize
}

/// A ratio of odds, rates or hazards with the ratios that fit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ratio {
    /// The ratio.
    pub value: f64,
    /// The ratios that fit; nothing where they cannot be worked out.
    pub interval: Option<Interval>,
}

/// On how many a result rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// How many were used.
    pub used: usize,
    /// How many were there and could not be used, because something of theirs is missing.
    pub missing: usize,
}

impl Basis {
    /// How many there were.
    #[must_use]
    pub fn eligible(&self) -> usize {
        self.used + self.missing
    }

    /// Used and missing in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        if self.missing == 0 {
            return format!("Rests on {}; nobody is missing.", people(self.used));
        }
        self.some_missing(&people(self.used))
    }

    /// The same of rows that are not people: `measurement`, `measurements`.
    #[must_use]
    pub fn sentence_of(&self, one: &str, many: &str) -> String {
        let used = counted(self.used, one, many);
        match self.missing {
            0 => format!("Rests on {used}; none is missing."),
            _ => self.some_missing(&used),
        }
    }

    fn some_missing(&self, used: &str) -> String {
        let share = percent(self.missing as f64 / self.eligible() as f64);
        format!("Rests on {used}; {} of {} ({share}) are missing.", self.missing, self.eligible())
    }
}

/// What should be known when reading a result.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Warning {
    /// So few that one of them moves the result.
    Few(usize),
    /// More than half of those who could have been counted are missing.
    MostMissing,
    /// So many values were not numbers and count as missing.
    NotNumbers(usize),
    /// Fewer clusters than a clustered standard error needs to be trusted.
    FewClusters(usize),
    /// A column adds nothing to the others and was left out.
    LeftOut(String),
    /// A column predicts the answer without exception, so its effect has no upper limit.
    Separated(String),
    /// The search for the best fit stopped before it settled.
    NotSettled,
    /// A variance was estimated as nought: the grouping explains nothing here.
    NoVariance(String),
    /// Anything else, in one sentence that says what it means for the reader.
    Said(String),
}

impl Warning {
    /// The warning in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Warning::Few(count) => format!(
                "This rests on {}: one more or one less could change the result.",
                people(*count)
            ),
            Warning::MostMissing => {
                "More than half are missing. Those who are counted may differ from them.".to_owned()
            }
            Warning::NotNumbers(count) => {
                format!("{count} values were not numbers and count as missing.")
            }
            Warning::FewClusters(count) => format!(
                "There are only {count} clusters. With fewer than about 40 the range is likely to \
                 be too narrow."
            ),
            Warning::LeftOut(name) => {
                format!("“{name}” says nothing that the other columns do not, and was left out.")
            }
            Warning::Separated(name) => format!(
                "“{name}” predicts the answer without exception here, so its effect cannot be \
                 bounded."
            ),
            Warning::NotSettled => {
                "The search for the best fit did not settle. Do not rely on these numbers."
                    .to_owned()
            }
            Warning::NoVariance(name) => {
                format!("No difference between “{name}” could be told from chance.")
            }
            Warning::Said(sentence) => sentence.clone(),
        }
    }
}

/// Why nothing can be said, and what would be needed or can still be said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{why} {instead}")]
pub struct CannotSay {
    /// What is wrong, in one sentence.
    pub why: String,
    /// What would be needed, or what can still be said, in one sentence.
    pub instead: String,
}

impl CannotSay {
    /// A refusal, in two sentences.
    #[must_use]
    pub fn because(why: impl Into<String>, instead: impl Into<String>) -> CannotSay {
        CannotSay { why: why.into(), instead: instead.into() }
    }

    /// There are too few to say anything.
    #[must_use]
    pub fn too_few(found: usize, needed: usize, of: &str) -> CannotSay {
        CannotSay::because(
            match found {
                1 => format!("There is 1 {}; this needs at least {needed}.", one_of(of)),
                _ => format!("There are {found} {of}; this needs at least {needed}."),
            },
            "Show the counts alone until there are more.",
        )
    }

    /// Columns that should stand side by side do not have the same length.
    #[must_use]
    pub fn uneven(first: usize, second: usize) -> CannotSay {
        CannotSay::because(
            format!("The columns have different lengths: {first} and {second}."),
            "Give one value a row, and leave it empty where it is missing.",
        )
    }
}

/// The words for one of many: the first word that stands for more is put in the singular.
fn one_of(many: &str) -> String {
    let mut is_put = false;
    let one = |word: &str| {
        let single = match word {
            "people" => Some("person"),
            _ => word.strip_suffix('s'),
        };
        let single = single.filter(|_| !is_put);
        is_put |= single.is_some();
        single.unwrap_or(word).to_owned()
    };
    many.split(' ').map(one).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_basis_says_who_is_missing() {
        assert_eq!(
            Basis { used: 3, missing: 1 }.sentence(),
            "Rests on 3 people; 1 of 4 (25%) are missing."
        );
        assert_eq!(
            Basis { used: 1, missing: 0 }.sentence(),
            "Rests on 1 person; nobody is missing."
        );
    }

    #[test]
    fn numbers_are_shown_as_finely_as_they_are_known() {
        let places = |se| Estimate::normal(1.0, se, Level::P95).places();
        assert_eq!([places(Some(0.0071)), places(Some(0.41)), places(Some(1.6))], [4, 2, 1]);
        assert_eq!([places(Some(160.0)), places(None), places(Some(0.0))], [0, 2, 2]);
        assert_eq!(Estimate::normal(0.004, None, Level::P95).places(), 4);
    }

    #[test]
    fn rows_that_are_not_people_have_their_own_word() {
        let of = |used, missing| Basis { used, missing }.sentence_of("period", "periods");
        assert_eq!(of(48, 0), "Rests on 48 periods; none is missing.");
        assert_eq!(of(1, 1), "Rests on 1 period; 1 of 2 (50%) are missing.");
    }

    #[test]
    fn one_is_said_in_the_singular() {
        let why = |of| CannotSay::too_few(1, 2, of).why;
        assert!(why("people who answered").contains("1 person who answered;"));
        assert!(why("things that both coded").contains("1 thing that both coded;"));
        assert!(why("complete rows").contains("There is 1 complete row;"));
    }

    #[test]
    fn a_refusal_says_what_would_be_needed() {
        let refused = CannotSay::too_few(1, 2, "clusters");
        assert_eq!(
            refused.to_string(),
            "There is 1 cluster; this needs at least 2. Show the counts alone until there are \
             more."
        );
    }
}
