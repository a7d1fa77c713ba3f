//! Intraclass correlations of a full table of things by raters.
//!
//! Question: how much of the differences between ratings is of the things rated? Source: Shrout and
//! Fleiss (1979), "Intraclass correlations: uses in assessing rater reliability", Psychological
//! Bulletin 86; limits by McGraw and Wong (1996). Things with a missing rating do not count.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, FisherSnedecor};

use crate::finding::{Basis, CannotSay, Warning};
use crate::interval::{Interval, Level};
use crate::quantile::fisher;
use crate::words::rounded;

/// Which design, in Shrout and Fleiss's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Kind {
    /// Each thing is rated by other raters.
    OneWay,
    /// The same raters, a sample of all raters: differences between raters count.
    TwoWayRandom,
    /// The same raters, the only ones of interest: differences between raters do not count.
    TwoWayFixed,
}

/// One coefficient.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coefficient {
    /// Of which design.
    pub kind: Kind,
    /// Whether it is of the average of all raters rather than of one.
    pub is_average: bool,
    /// The coefficient.
    pub value: f64,
    /// The coefficients that fit; nothing where they cannot be worked out.
    pub interval: Option<Interval>,
    /// The F statistic of no differences between things.
    pub f: f64,
    /// Its degrees of freedom.
    pub df: (f64, f64),
    /// Its probability where things do not differ.
    pub p: f64,
}

/// All six coefficients of one table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Intraclass {
    /// Single ratings of the three designs, then averages of the three.
    pub coefficients: Vec<Coefficient>,
    /// How many raters.
    pub raters: usize,
    /// How many things were used.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// The mean squares of a two-way table.
struct Squares {
    n: f64,
    k: f64,
    things: f64,
    within: f64,
    raters: f64,
    rest: f64,
}

/// The coefficients of a table with one row a thing and one column a rater.
///
/// # Errors
/// Says what would be needed where there are too few things or raters, or no differences.
pub fn intraclass(things: &[Vec<Option<f64>>], level: Level) -> Result<Intraclass, CannotSay> {
    let raters = things.first().map_or(0, Vec::len);
    if let Some(other) = things.iter().find(|one| one.len() != raters) {
        return Err(CannotSay::uneven(raters, other.len()));
    }
    let full: Vec<Vec<f64>> = things
        .iter()
        .filter_map(|row| row.iter().map(|one| one.filter(|v| v.is_finite())).collect())
        .collect();
    let basis = Basis { used: full.len(), missing: things.len() - full.len() };
    if raters < 2 {
        return Err(CannotSay::too_few(raters, 2, "raters"));
    }
    if basis.used < 2 {
        return Err(CannotSay::too_few(basis.used, 2, "things rated by everybody"));
    }
    let squares = squares(&full);
    if !(squares.rest > 0.0 && squares.within > 0.0 && squares.things.is_finite()) {
        return Err(CannotSay::because(
            "The raters do not differ at all, or the numbers are too big.",
            "Say that every rater gave the same, and show how many things were rated.",
        ));
    }
    let coefficients = coefficients(&squares, level);
    if !coefficients.iter().all(|one| one.value.is_finite() && one.f.is_finite()) {
        return Err(CannotSay::because(
            "The ratings do not allow a coefficient: their differences cancel out.",
            "Show the ratings themselves.",
        ));
    }
    let warnings = if basis.used < 10 { vec![Warning::Few(basis.used)] } else { Vec::new() };
    Ok(Intraclass { coefficients, raters, basis, warnings })
}

fn squares(rows: &[Vec<f64>]) -> Squares {
    let (n, k) = (rows.len() as f64, rows[0].len() as f64);
    let grand = rows.iter().flatten().sum::<f64>() / (n * k);
    let row_mean = |row: &[f64]| row.iter().sum::<f64>() / k;
    let things: f64 = rows.iter().map(|row| k * (row_mean(row) - grand).powi(2)).sum();
    let raters: f64 = (0..rows[0].len())
        .map(|at| n * (rows.iter().map(|row| row[at]).sum::<f64>() / n - grand).powi(2))
        .sum();
    let within: f64 = rows
        .iter()
        .map(|row| {
            let mean = row_mean(row);
            row.iter().map(|one| (one - mean).powi(2)).sum::<f64>()
        })
        .sum();
    Squares {
        n,
        k,
        things: things / (n - 1.0),
        within: within / (n * (k - 1.0)),
        raters: raters / (k - 1.0),
        rest: (within - raters) / ((n - 1.0) * (k - 1.0)),
    }
}

fn coefficients(of: &Squares, level: Level) -> Vec<Coefficient> {
    let Squares { n, k, things, within, raters, rest } = *of;
    let df = (n - 1.0, n * (k - 1.0));
    let df_two = (n - 1.0, (n - 1.0) * (k - 1.0));
    let (f_one, f_two) = (things / within, things / rest);
    let between = |f: f64, df: (f64, f64), average: bool| {
        let low = f / fisher(level.upper(), df.0, df.1)?;
        let high = f * fisher(level.upper(), df.1, df.0)?;
        let of = |f: f64| if average { 1.0 - 1.0 / f } else { (f - 1.0) / (f + k - 1.0) };
        range(of(low), of(high), level)
    };
    let random = (things - rest) / (things + (k - 1.0) * rest + k * (raters - rest) / n);
    let random_range = random_range(of, random, level);
    let averaged = random_range.and_then(|one| {
        let of = |one: f64| one * k / (1.0 + one * (k - 1.0));
        range(of(one.low), of(one.high), level)
    });
    let one = |kind, is_average, value, f: f64, df: (f64, f64), interval| Coefficient {
        kind,
        is_average,
        value,
        interval,
        f,
        df,
        p: FisherSnedecor::new(df.0, df.1).map_or(1.0, |of| of.sf(f)).clamp(0.0, 1.0),
    };
    let single = (things - within) / (things + (k - 1.0) * within);
    let fixed = (things - rest) / (things + (k - 1.0) * rest);
    let random_average = (things - rest) / (things + (raters - rest) / n);
    let (both, fix) = (Kind::TwoWayRandom, Kind::TwoWayFixed);
    let wide = (things - within) / things;
    vec![
        one(Kind::OneWay, false, single, f_one, df, between(f_one, df, false)),
        one(both, false, random, f_two, df_two, random_range),
        one(fix, false, fixed, f_two, df_two, between(f_two, df_two, false)),
        one(Kind::OneWay, true, wide, f_one, df, between(f_one, df, true)),
        one(both, true, random_average, f_two, df_two, averaged),
        one(fix, true, (things - rest) / things, f_two, df_two, between(f_two, df_two, true)),
    ]
}

/// Satterthwaite's degrees of freedom, as Shrout and Fleiss give them.
fn random_range(of: &Squares, random: f64, level: Level) -> Option<Interval> {
    let Squares { n, k, things, raters, rest, .. } = *of;
    let f_raters = raters / rest;
    let part = k * random * f_raters + n * (1.0 + (k - 1.0) * random) - k * random;
    let below =
        (n - 1.0) * (k * random * f_raters).powi(2) + (part - k * random * f_raters).powi(2);
    let df = (k - 1.0) * (n - 1.0) * part.powi(2) / below;
    let up = fisher(level.upper(), n - 1.0, df)?;
    let down = fisher(level.upper(), df, n - 1.0)?;
    let spread = k * raters + (k * n - k - n) * rest;
    let low = n * (things - up * rest) / (up * spread + n * things);
    let high = n * (down * things - rest) / (spread + n * down * things);
    range(low, high, level)
}

fn range(low: f64, high: f64, level: Level) -> Option<Interval> {
    (low.is_finite() && high.is_finite() && low <= high).then_some(Interval { low, high, level })
}

impl Intraclass {
    /// How it was worked out.
    pub const CONVENTION: &str = "Shrout and Fleiss 1979 from mean squares; limits from F, with \
        Satterthwaite’s degrees of freedom for sampled raters; only things rated by everybody.";

    /// The coefficient of one design.
    #[must_use]
    pub fn find(&self, kind: Kind, is_average: bool) -> Option<&Coefficient> {
        self.coefficients.iter().find(|one| one.kind == kind && one.is_average == is_average)
    }

    /// How far raters agree, in plain English: for one rater out of many.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Some(found) = self.find(Kind::TwoWayRandom, false) else { return String::new() };
        let range = found.interval.map_or_else(String::new, |range| {
            format!(" ({} to {})", rounded(range.low, 2), rounded(range.high, 2))
        });
        format!(
            "One of these {} raters agrees with another to {}{range}, on a scale where 1 is \
             perfect.",
            self.raters,
            rounded(found.value, 2)
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(of: &[[f64; 4]]) -> Vec<Vec<Option<f64>>> {
        of.iter().map(|row| row.iter().copied().map(Some).collect()).collect()
    }

    #[test]
    fn the_table_of_shrout_and_fleiss_comes_out_as_printed() {
        // Shrout and Fleiss (1979), table 2 and table 4.
        let rows = table(&[
            [9.0, 2.0, 5.0, 8.0],
            [6.0, 1.0, 3.0, 2.0],
            [8.0, 4.0, 6.0, 8.0],
            [7.0, 1.0, 2.0, 6.0],
            [10.0, 5.0, 6.0, 9.0],
            [6.0, 2.0, 4.0, 7.0],
        ]);
        let found = intraclass(&rows, Level::P95).unwrap();
        let values: Vec<String> =
            found.coefficients.iter().map(|one| rounded(one.value, 2)).collect();
        assert_eq!(values, ["0.17", "0.29", "0.71", "0.44", "0.62", "0.91"]);
        assert_eq!(
            found.sentence(),
            "One of these 4 raters agrees with another to 0.29 (0.02 to 0.76), on a scale where 1 \
             is perfect."
        );
    }

    #[test]
    fn one_rater_one_thing_and_no_difference_are_refused() {
        assert!(intraclass(&[], Level::P95).is_err());
        assert!(intraclass(&[vec![Some(1.0)], vec![Some(2.0)]], Level::P95).is_err());
        assert!(intraclass(&table(&[[1.0, 2.0, 3.0, 4.0]]), Level::P95).is_err());
        assert!(intraclass(&table(&[[1.0; 4], [2.0; 4]]), Level::P95).is_err());
        assert!(intraclass(&[vec![None; 3], vec![None; 3]], Level::P95).is_err());
    }

    proptest! {
        #[test]
        fn never_a_strange_number(rows in prop::collection::vec(prop::array::uniform3(prop::option::of(0..9i8)), 0..8)) {
            let rows: Vec<Vec<Option<f64>>> =
                rows.iter().map(|row| row.iter().map(|one| one.map(f64::from)).collect()).collect();
            if let Ok(found) = intraclass(&rows, Level::P95) {
                prop_assert!(found.coefficients.iter().all(|one| one.value.is_finite()));
            }
        }
    }
}
