//! How far might this number have come out otherwise? The bootstrap, seeded and repeatable.
//!
//! Question: what range fits a mean, a difference of means or any other statistic, without
//! assuming a bell shape? Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap,
//! chapters 13 (percentile) and 14 (BCa). Assumes that rows are independent of each other and as
//! many as the statistic needs: with few rows the range is too narrow, however many replicates.

mod resample;

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

use crate::chance::Stream;
use crate::finding::{Basis, CannotSay, Warning};
use crate::interval::{Interval, Level};

/// Fewer rows than this and the range is likely to be too narrow.
const FEW: usize = 20;

/// How the limits are read off the replicates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Limits {
    /// The replicates' own quantiles.
    Percentile,
    /// Quantiles corrected for bias and for a spread that grows with the value.
    Bca,
}

/// How to resample.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Plan {
    /// How many resamples.
    pub replicates: usize,
    /// The seed of the stream.
    pub seed: u64,
    /// How sure the range is meant to be.
    pub level: Level,
    /// How its limits are read.
    pub limits: Limits,
    /// On how many threads; the result is the same on any number.
    pub threads: usize,
}

impl Default for Plan {
    fn default() -> Plan {
        let (level, limits) = (Level::P95, Limits::Bca);
        Plan { replicates: 2000, seed: 1, level, limits, threads: 1 }
    }
}

/// A statistic with its bootstrap range.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bootstrapped {
    /// The statistic of the rows themselves.
    pub value: f64,
    /// The deviation of the replicates.
    pub se: f64,
    /// The mean of the replicates less the statistic.
    pub bias: f64,
    /// The range; nothing where all replicates are the same.
    pub interval: Option<Interval>,
    /// On how many rows it rests.
    pub basis: Basis,
    /// How many resamples gave a number.
    pub replicates: usize,
    /// The seed.
    pub seed: u64,
    /// How the limits were read.
    pub limits: Limits,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// The mean of a column, with its range.
pub fn mean(values: &[Option<f64>], plan: &Plan) -> Result<Bootstrapped, CannotSay> {
    let column = Column::of(values, "values")?;
    let replicates = replicate(plan, |stream| Some(column.resampled(stream)));
    let influence: Vec<f64> = column.centred.iter().map(|x| x / column.count()).collect();
    let basis = Basis { used: column.centred.len(), missing: column.missing };
    finish(Sample { value: column.mean, replicates, influence, basis }, plan)
}

/// The mean of the first column less that of the second; each is resampled by itself.
pub fn mean_difference(
    first: &[Option<f64>],
    second: &[Option<f64>],
    plan: &Plan,
) -> Result<Bootstrapped, CannotSay> {
    let one = Column::of(first, "values of the first group")?;
    let two = Column::of(second, "values of the second group")?;
    let replicates = replicate(plan, |stream| Some(one.resampled(stream) - two.resampled(stream)));
    let influence = one.centred.iter().map(|x| x / one.count());
    let influence = influence.chain(two.centred.iter().map(|x| -x / two.count())).collect();
    let basis =
        Basis { used: one.centred.len() + two.centred.len(), missing: one.missing + two.missing };
    finish(Sample { value: one.mean - two.mean, replicates, influence, basis }, plan)
}

/// Any statistic of so many rows, given the row numbers of a resample.
///
/// The statistic may decline a resample with `None`; how many it declined is a warning.
pub fn statistic<F>(rows: usize, plan: &Plan, of: F) -> Result<Bootstrapped, CannotSay>
where
    F: Fn(&[usize]) -> Option<f64> + Sync,
{
    let mut found = statistics(rows, plan, |rows| of(rows).map(|value| [value]))?;
    found.pop().ok_or_else(|| CannotSay::too_few(0, 1, "statistics"))
}

/// Several statistics of the same resamples, for example the steps of a chain.
pub fn statistics<F, const N: usize>(
    rows: usize,
    plan: &Plan,
    of: F,
) -> Result<Vec<Bootstrapped>, CannotSay>
where
    F: Fn(&[usize]) -> Option<[f64; N]> + Sync,
{
    if rows < 2 {
        return Err(CannotSay::too_few(rows, 2, "rows"));
    }
    let all: Vec<usize> = (0..rows).collect();
    let is_real = |values: &[f64; N]| values.iter().all(|value| value.is_finite());
    let values = of(&all).filter(is_real).ok_or_else(|| {
        CannotSay::because(
            "The statistic cannot be worked out from these rows.",
            "Look at the rows themselves first.",
        )
    })?;
    let replicates = replicate(plan, |stream| {
        let mut drawn = vec![0; rows];
        resample::rows(&mut drawn, stream);
        of(&drawn)
    });
    let one = |k: usize| {
        let influence = match plan.limits {
            Limits::Percentile => Vec::new(),
            Limits::Bca => jackknife(&all, &|rows: &[usize]| of(rows).map(|values| values[k])),
        };
        let replicates = replicates.iter().map(|values| values.map(|values| values[k])).collect();
        let basis = Basis { used: rows, missing: 0 };
        finish(Sample { value: values[k], replicates, influence, basis }, plan)
    };
    (0..N).map(one).collect()
}

/// How the statistic moves when one row is left out, with the sign of that row's pull.
fn jackknife(all: &[usize], of: &(impl Fn(&[usize]) -> Option<f64> + Sync)) -> Vec<f64> {
    let without: Vec<f64> = (0..all.len())
        .filter_map(|left_out| {
            let others: Vec<usize> = all.iter().copied().filter(|row| *row != left_out).collect();
            of(&others).filter(|value| value.is_finite())
        })
        .collect();
    let centre = without.iter().sum::<f64>() / without.len().max(1) as f64;
    without.into_iter().map(|value| centre - value).collect()
}

/// A column without what is missing, around its mean.
struct Column {
    mean: f64,
    centred: Vec<f64>,
    missing: usize,
}

impl Column {
    fn of(values: &[Option<f64>], what: &str) -> Result<Column, CannotSay> {
        let real: Vec<f64> = values.iter().copied().flatten().filter(|x| x.is_finite()).collect();
        if real.len() < 2 {
            return Err(CannotSay::too_few(real.len(), 2, what));
        }
        let mean = real.iter().sum::<f64>() / real.len() as f64;
        let centred: Vec<f64> = real.iter().map(|x| x - mean).collect();
        if !mean.is_finite() || centred.iter().any(|x| !x.is_finite()) {
            return Err(CannotSay::because(
                "The values are too big to add up.",
                "Give them in a larger unit.",
            ));
        }
        let missing = values.len() - centred.len();
        Ok(Column { mean, centred, missing })
    }

    fn count(&self) -> f64 {
        self.centred.len() as f64
    }

    fn resampled(&self, stream: &mut Stream) -> f64 {
        self.mean + resample::mean(&self.centred, stream)
    }
}

/// The replicates in their order, worked out on the plan's threads.
fn replicate<T: Clone + Send>(
    plan: &Plan,
    one: impl Fn(&mut Stream) -> Option<T> + Sync,
) -> Vec<Option<T>> {
    let mut found = vec![None; plan.replicates];
    let share = plan.replicates.div_ceil(plan.threads.max(1)).max(1);
    let fill = |part: usize, slots: &mut [Option<T>]| {
        let mut stream = Stream::new(plan.seed, 0);
        for (at, slot) in slots.iter_mut().enumerate() {
            stream.restart((part * share + at) as u64);
            *slot = one(&mut stream);
        }
    };
    if share >= plan.replicates {
        fill(0, &mut found);
        return found;
    }
    std::thread::scope(|scope| {
        for (part, slots) in found.chunks_mut(share).enumerate() {
            let fill = &fill;
            scope.spawn(move || fill(part, slots));
        }
    });
    found
}

/// What a resampling has brought.
struct Sample {
    value: f64,
    replicates: Vec<Option<f64>>,
    /// How each row pulls at the statistic; for BCa.
    influence: Vec<f64>,
    basis: Basis,
}

fn finish(sample: Sample, plan: &Plan) -> Result<Bootstrapped, CannotSay> {
    let Sample { value, replicates, influence, basis } = sample;
    let mut found: Vec<f64> =
        replicates.iter().copied().flatten().filter(|value| value.is_finite()).collect();
    if found.len() < 2 {
        return Err(CannotSay::too_few(found.len(), 2, "resamples that gave a number"));
    }
    let count = found.len() as f64;
    let centre = found.iter().sum::<f64>() / count;
    let se = (found.iter().map(|x| (x - centre).powi(2)).sum::<f64>() / (count - 1.0)).sqrt();
    found.sort_unstable_by(f64::total_cmp);
    let mut warnings = Vec::new();
    if basis.used < FEW {
        warnings.push(Warning::Few(basis.used));
    }
    if basis.missing > basis.used {
        warnings.push(Warning::MostMissing);
    }
    if found.len() < replicates.len() {
        let declined = replicates.len() - found.len();
        warnings.push(Warning::Said(format!(
            "{declined} of {} resamples gave no number and were left out.",
            replicates.len()
        )));
    }
    // Replicates that differ only by rounding have no spread to speak of.
    let has_spread = se > centre.abs() * 1e-13;
    let interval = has_spread.then(|| {
        let (low, high) = shares(value, &found, &influence, plan);
        Interval { low: quantile(&found, low), high: quantile(&found, high), level: plan.level }
    });
    Ok(Bootstrapped {
        value,
        se: if has_spread { se } else { 0.0 },
        bias: centre - value,
        interval,
        basis,
        replicates: found.len(),
        seed: plan.seed,
        limits: plan.limits,
        warnings,
    })
}

/// Which quantiles of the replicates are the limits.
fn shares(value: f64, sorted: &[f64], influence: &[f64], plan: &Plan) -> (f64, f64) {
    let tail = (1.0 - plan.level.share()) / 2.0;
    let plain = (tail, 1.0 - tail);
    if plan.limits == Limits::Percentile {
        return plain;
    }
    let normal = Normal::standard();
    let below = sorted.partition_point(|one| *one < value);
    let ties = sorted.partition_point(|one| *one <= value) - below;
    let share = (below as f64 + ties as f64 / 2.0) / sorted.len() as f64;
    let bias = normal.inverse_cdf(share);
    let (squares, cubes) = influence.iter().fold((0.0, 0.0), |(squares, cubes), pull| {
        (squares + pull * pull, cubes + pull * pull * pull)
    });
    let bend = cubes / (6.0 * f64::powf(squares, 1.5));
    let moved = |z: f64| normal.cdf(bias + (bias + z) / (1.0 - bend * (bias + z)));
    let z = plan.level.z();
    let corrected = (moved(-z), moved(z));
    match corrected.0.is_finite() && corrected.1.is_finite() {
        true => corrected,
        false => plain,
    }
}

/// A quantile of sorted values, by linear interpolation (type 7 of Hyndman and Fan 1996).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share.clamp(0.0, 1.0) * (sorted.len() - 1) as f64;
    let (below, part) = (place.floor() as usize, place.fract());
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + part * (sorted[above] - sorted[below])
}

impl Bootstrapped {
    /// How it was worked out.
    #[must_use]
    pub fn convention(&self) -> String {
        let limits = match self.limits {
            Limits::Percentile => "percentile limits",
            Limits::Bca => "limits corrected for bias and acceleration (BCa)",
        };
        format!(
            "Bootstrap: {} resamples with replacement, groups resampled apart, {limits}, quantiles \
             of type 7; ChaCha12, seed {}.",
            self.replicates, self.seed
        )
    }

    /// The statistic in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self.interval {
            None => format!(
                "The number is {:.2}. All resamples agree, so no range can be shown.",
                self.value
            ),
            Some(range) => format!(
                "The number is {:.2}; from {:.2} to {:.2} fit these answers. {}",
                self.value,
                range.low,
                range.high,
                self.basis.sentence()
            ),
        }
    }
}

#[cfg(test)]
#[path = "bootstrap/tests.rs"]
mod tests;
