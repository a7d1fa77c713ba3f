//! Through what does it work? A chain of two steps between a cause and an outcome.
//!
//! Question: of what goes with more of the cause, how much goes through the first step, how much
//! through the second, and how much through both in turn? Method: three least-squares lines and
//! products of their effects, as in Hayes (2018), "Introduction to mediation, moderation and
//! conditional process analysis", model 6; delta-method error for the whole chain, bootstrap
//! ranges for all (see `bootstrap` for its stream). Assumes that nothing unmeasured moves two of
//! the four at once and that the order in time is right: numbers cannot show either.

use serde::Serialize;

use crate::bootstrap::{Bootstrapped, Plan, statistics};
use crate::finding::{Basis, CannotSay, Estimate, Warning};
use crate::interval::Level;
use crate::linear::{Coefficient, Covariance, Design, LinearFit, Rows, fit};

/// A column with its name.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its values, empty where one is missing.
    pub values: &'a [Option<f64>],
}

/// A cause, two steps in order, and an outcome.
#[derive(Debug, Clone, Copy)]
pub struct Chain<'a> {
    /// What starts it.
    pub cause: Named<'a>,
    /// The first step.
    pub first: Named<'a>,
    /// The second step.
    pub second: Named<'a>,
    /// What is to be explained.
    pub outcome: Named<'a>,
}

/// One way from the cause to the outcome.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Way {
    /// The effect that goes this way: the product of the effects of its steps.
    pub effect: f64,
    /// Its range by resampling.
    pub bootstrap: Bootstrapped,
}

/// Through what a cause goes with an outcome.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mediation {
    /// The first step on the cause.
    pub to_first: Vec<Coefficient>,
    /// The second step on the cause and the first.
    pub to_second: Vec<Coefficient>,
    /// The outcome on the cause and both steps.
    pub to_outcome: Vec<Coefficient>,
    /// The outcome on the cause alone.
    pub total: Vec<Coefficient>,
    /// Through the first step only.
    pub through_first: Way,
    /// Through the second step only.
    pub through_second: Way,
    /// Through both in turn.
    pub in_turn: Way,
    /// The same with the delta method's standard error and a normal range.
    pub in_turn_delta: Estimate,
    /// Through either or both.
    pub indirect: Way,
    /// Past both.
    pub direct: Estimate,
    /// On how many it rests.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
    names: [String; 4],
}

/// The chain's parts, from people of whom all four columns are known.
pub fn serial(chain: &Chain, plan: &Plan, level: Level) -> Result<Mediation, CannotSay> {
    let columns = [chain.cause, chain.first, chain.second, chain.outcome];
    let rows = columns[0].values.len();
    if let Some(odd) = columns.iter().find(|column| column.values.len() != rows) {
        return Err(CannotSay::uneven(rows, odd.values.len()));
    }
    let table: Vec<[f64; 4]> = (0..rows)
        .filter_map(|row| {
            let at = |column: usize| columns[column].values[row].filter(|value| value.is_finite());
            Some([at(0)?, at(1)?, at(2)?, at(3)?])
        })
        .collect();
    if table.len() < 5 {
        return Err(CannotSay::too_few(table.len(), 5, "people with all four columns"));
    }
    let basis = Basis { used: table.len(), missing: rows - table.len() };
    let lines = Lines::fit(&columns, &table)?;
    let effect = |line: &LinearFit, at: usize| line.effects[at];
    let (a, b) = (effect(&lines.first, 1), effect(&lines.second, 2));
    let c = effect(&lines.outcome, 3);
    let variance = |line: &LinearFit, at: usize| -> Result<f64, CannotSay> {
        Ok(line.covariance(&Covariance::Classical)?[(at, at)])
    };
    let delta = (b * c).powi(2) * variance(&lines.first, 1)?
        + (a * c).powi(2) * variance(&lines.second, 2)?
        + (a * b).powi(2) * variance(&lines.outcome, 3)?;
    let ways = statistics(table.len(), plan, |drawn| ways(&table, drawn))?;
    let mut ways = ways.into_iter().map(|bootstrap| Way { effect: bootstrap.value, bootstrap });
    let mut next = || ways.next().ok_or_else(|| CannotSay::too_few(0, 4, "ways"));
    let (through_first, through_second) = (next()?, next()?);
    let (in_turn, indirect) = (next()?, next()?);
    let coefficients = |line: &LinearFit| line.coefficients(&Covariance::Classical, level);
    let to_outcome = coefficients(&lines.outcome)?;
    let mut warnings = lines.first.warnings.clone();
    warnings.extend(in_turn.bootstrap.warnings.iter().cloned());
    warnings.push(Warning::Said(
        "A chain of causes is assumed here, not shown: something unmeasured could move its steps."
            .to_owned(),
    ));
    Ok(Mediation {
        to_first: coefficients(&lines.first)?,
        to_second: coefficients(&lines.second)?,
        direct: to_outcome[1].estimate,
        to_outcome,
        total: coefficients(&lines.total)?,
        through_first,
        through_second,
        in_turn_delta: Estimate::normal(in_turn.effect, Some(delta.sqrt()), level),
        in_turn,
        indirect,
        basis,
        warnings,
        names: columns.map(|column| column.name.to_owned()),
    })
}

/// The four least-squares lines.
struct Lines {
    first: LinearFit,
    second: LinearFit,
    outcome: LinearFit,
    total: LinearFit,
}

impl Lines {
    fn fit(columns: &[Named; 4], table: &[[f64; 4]]) -> Result<Lines, CannotSay> {
        let column = |at: usize| table.iter().map(move |row| Some(row[at]));
        let line = |outcome: usize, on: usize| {
            let mut design = Design::with_constant(table.len());
            for (at, named) in columns.iter().enumerate().take(on) {
                design = design.column(named.name, column(at));
            }
            let outcome: Vec<Option<f64>> = column(outcome).collect();
            let found = fit(&Rows::new(&design, &outcome))?;
            if found.names.len() <= on {
                return Err(CannotSay::because(
                    "One of the columns never changes, or says the same as another.",
                    "A chain needs four columns that differ: leave that step out.",
                ));
            }
            Ok(found)
        };
        Ok(Lines {
            first: line(1, 1)?,
            second: line(2, 2)?,
            outcome: line(3, 3)?,
            total: line(3, 1)?,
        })
    }
}

/// The effect through the first step, through the second, through both, and all of them.
fn ways(table: &[[f64; 4]], drawn: &[usize]) -> Option<[f64; 4]> {
    let count = drawn.len() as f64;
    let mut sums = [0.0; 4];
    for row in drawn {
        for (sum, value) in sums.iter_mut().zip(&table[*row]) {
            *sum += value;
        }
    }
    let means = sums.map(|sum| sum / count);
    let mut s = [[0.0; 4]; 4];
    for row in drawn {
        let row = &table[*row];
        let off = [row[0] - means[0], row[1] - means[1], row[2] - means[2], row[3] - means[3]];
        for a in 0..4 {
            for b in a..4 {
                s[a][b] += off[a] * off[b];
            }
        }
    }
    // Sweeping out the cause, then the first step, then the second leaves the lines' effects.
    let to_first = swept(&mut s, 0)?;
    let to_second = swept(&mut s, 1)?;
    let to_outcome = swept(&mut s, 2)?;
    let (a1, a2) = (to_first[1], to_first[2] - to_second[2] * to_first[1]);
    let (chain, b2) = (to_second[2], to_outcome[3]);
    // What the first step says of the outcome with the second held still.
    let b1 = to_second[3] - chain * b2;
    let parts = [a1 * b1, a2 * b2, a1 * chain * b2];
    Some([parts[0], parts[1], parts[2], parts.iter().sum()])
}

/// The slopes on one column, which is then taken out of those after it; nothing where it does
/// not vary beyond the columns before it.
fn swept(s: &mut [[f64; 4]; 4], at: usize) -> Option<[f64; 4]> {
    let pivot = s[at][at];
    if pivot <= 0.0 || !pivot.is_finite() {
        return None;
    }
    let slopes = s[at].map(|cell| cell / pivot);
    for a in at + 1..4 {
        for b in a..4 {
            s[a][b] -= slopes[a] * slopes[b] * pivot;
        }
    }
    Some(slopes)
}

impl Mediation {
    /// How it was worked out.
    #[must_use]
    pub fn convention(&self) -> String {
        format!(
            "Serial mediation by least squares and products of effects; classical standard \
             errors, delta method for the whole chain. {}",
            self.in_turn.bootstrap.convention()
        )
    }

    /// The result in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let [cause, first, second, outcome] = &self.names;
        let range = |way: &Way| match way.bootstrap.interval {
            None => format!("{:.2}", way.effect),
            Some(range) => format!("{:.2} ({:.2} to {:.2} fit)", way.effect, range.low, range.high),
        };
        let total = self.total.get(1).map_or(0.0, |one| one.estimate.value);
        format!(
            "With each step of “{cause}” goes a change of {total:.2} in “{outcome}”: {} by way of \
             “{first}” and then “{second}”, {} by way of “{first}” alone, {} by way of “{second}” \
             alone, and {:.2} by neither. {} These numbers cannot show that one causes the next.",
            range(&self.in_turn),
            range(&self.through_first),
            range(&self.through_second),
            self.direct.value,
            self.basis.sentence()
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::bootstrap::Limits;

    fn plan(replicates: usize) -> Plan {
        Plan { replicates, limits: Limits::Percentile, ..Plan::default() }
    }

    fn find(columns: &[Vec<Option<f64>>; 4]) -> Result<Mediation, CannotSay> {
        let named = |at: usize, name| Named { name, values: &columns[at] };
        let chain = Chain {
            cause: named(0, "groups"),
            first: named(1, "belonging"),
            second: named(2, "loneliness"),
            outcome: named(3, "contacts"),
        };
        serial(&chain, &plan(200), Level::P95)
    }

    /// First = 2 × cause, second = −first, outcome = 3 × second + cause, each with its own wobble.
    fn columns() -> [Vec<Option<f64>>; 4] {
        let wobble = |at: usize, step: f64| ((at as f64 + 1.0) * step).fract() - 0.5;
        let mut found: [Vec<Option<f64>>; 4] = std::array::from_fn(|_| Vec::new());
        for at in 0..80 {
            let cause = f64::from(u8::try_from(at % 5).unwrap());
            let first = 2.0 * cause + wobble(at, 0.618_034);
            let second = -first + wobble(at, 0.754_878);
            let outcome = 3.0 * second + cause + wobble(at, 0.414_214);
            for (column, value) in found.iter_mut().zip([cause, first, second, outcome]) {
                column.push(Some(value));
            }
        }
        found
    }

    #[test]
    fn ways_add_up_to_the_total_and_the_short_cut_to_the_lines() {
        let found = find(&columns()).unwrap();
        let total = found.total[1].estimate.value;
        assert!((found.direct.value + found.indirect.effect - total).abs() < 1e-10);
        let product = found.to_first[1].estimate.value
            * found.to_second[2].estimate.value
            * found.to_outcome[3].estimate.value;
        assert!((found.in_turn.effect - product).abs() < 1e-10);
        let first = found.to_first[1].estimate.value * found.to_outcome[2].estimate.value;
        assert!((found.through_first.effect - first).abs() < 1e-10);
        let second = found.to_second[1].estimate.value * found.to_outcome[3].estimate.value;
        assert!((found.through_second.effect - second).abs() < 1e-10);
        assert!((found.in_turn.effect + 6.0).abs() < 1.0, "{}", found.in_turn.effect);
        assert!(found.in_turn.bootstrap.interval.unwrap().contains(found.in_turn.effect));
        assert!(found.sentence().contains("cannot show that one causes the next"));
        assert!(found.convention().contains("delta method"));
    }

    #[test]
    fn what_cannot_be_said_is_refused_in_words() {
        let mut few = columns();
        for column in &mut few {
            column.truncate(4);
        }
        assert!(find(&few).unwrap_err().why.contains("There are 4"));
        let mut flat = columns();
        flat[0] = vec![Some(1.0); 80];
        assert!(find(&flat).unwrap_err().why.contains("never changes"));
        let mut short = columns();
        short[2].pop();
        assert!(find(&short).is_err());
        let mut holed = columns();
        holed[1][0] = None;
        holed[3][1] = Some(f64::NAN);
        assert_eq!(find(&holed).unwrap().basis, Basis { used: 78, missing: 2 });
        let none: [Vec<Option<f64>>; 4] = std::array::from_fn(|_| vec![None; 9]);
        assert!(find(&none).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn nothing_panics_and_nothing_is_nan(
            rows in prop::collection::vec(prop::array::uniform4(-2i8..3), 0..12),
        ) {
            let column = |at: usize| rows.iter().map(|row| Some(f64::from(row[at]))).collect();
            let columns: [Vec<Option<f64>>; 4] = std::array::from_fn(column);
            if let Ok(found) = find(&columns) {
                prop_assert!(found.in_turn.effect.is_finite() && found.direct.value.is_finite());
            }
        }
    }
}
