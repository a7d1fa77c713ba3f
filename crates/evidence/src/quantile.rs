//! Quantiles to full precision: the library's distributions, turned round by a bracketed search.
//!
//! The library's own quantiles are right to about eight digits; reference values ask for more.
//! Searching the nearer tail keeps the digits of small probabilities.

use std::ops::RangeInclusive;

use statrs::distribution::{
    ChiSquared, Continuous, ContinuousCDF, FisherSnedecor, Normal, StudentsT,
};

use crate::distributions;

/// Below this probability.
pub(crate) fn normal_cdf(at: f64) -> f64 {
    distributions::normal_below(at)
}

/// Above this probability.
pub(crate) fn normal_sf(at: f64) -> f64 {
    distributions::normal_below(-at)
}

/// The standard normal value below which this share lies.
pub(crate) fn normal(share: f64) -> Option<f64> {
    let start = search(&Normal::standard(), share, 0.0, -40.0..=40.0)?;
    // The library's normal shares are right to ten digits; one step with better ones mends it.
    let off = if share < 0.5 { normal_cdf(start) - share } else { 1.0 - share - normal_sf(start) };
    Some(start - off / Normal::standard().pdf(start))
}

/// The chi-squared value below which this share lies; nothing for no degrees of freedom.
pub(crate) fn chi_squared(share: f64, df: f64) -> Option<f64> {
    let distribution = ChiSquared::new(df).ok()?;
    // Wilson and Hilferty's cube is near enough to start from.
    let cube = 2.0 / (9.0 * df);
    let start = df * (1.0 - cube + normal(share)? * cube.sqrt()).max(0.01).powi(3);
    search(&distribution, share, start, 0.0..=df + 100.0 * (2.0 * df).sqrt() + 2_000.0)
}

/// Student's t value below which this share lies, for any degrees of freedom above nought.
pub(crate) fn student(share: f64, df: f64) -> Option<f64> {
    if df == f64::INFINITY {
        return normal(share);
    }
    let distribution = StudentsT::new(0.0, 1.0, df).ok()?;
    search(&distribution, share, normal(share)?, -1e12..=1e12)
}

/// The F value below which this share lies.
pub(crate) fn fisher(share: f64, df1: f64, df2: f64) -> Option<f64> {
    let distribution = FisherSnedecor::new(df1, df2).ok()?;
    search(&distribution, share, 1.0, 0.0..=1e12)
}

/// Where the distribution holds `share` below: Newton's steps, halving the bracket where they
/// leave it, measured on the nearer tail.
fn search<D>(distribution: &D, share: f64, start: f64, within: RangeInclusive<f64>) -> Option<f64>
where
    D: ContinuousCDF<f64, f64> + Continuous<f64, f64>,
{
    if !(share > 0.0 && share < 1.0) {
        return None;
    }
    let gap = |at: f64| {
        if share < 0.5 { distribution.cdf(at) - share } else { (1.0 - share) - distribution.sf(at) }
    };
    let (mut low, mut high) = within.into_inner();
    let mut at = start.clamp(low, high);
    for _ in 0..300 {
        let off = gap(at);
        if off < 0.0 {
            low = at;
        } else {
            high = at;
        }
        let stepped = at - off / distribution.pdf(at);
        let is_inside = stepped > low && stepped < high;
        let next = if is_inside { stepped } else { low / 2.0 + high / 2.0 };
        if off == 0.0 || (next - at).abs() <= 2.0 * f64::EPSILON * at.abs() {
            return Some(at);
        }
        at = next;
    }
    at.is_finite().then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<f64>, wanted: f64) {
        let found = found.unwrap();
        assert!((found / wanted - 1.0).abs() < 1e-11, "{found}, not {wanted}");
    }

    #[test]
    fn quantiles_agree_with_printed_tables() {
        near(normal(0.975), 1.959_963_984_540_054);
        near(normal(0.001), -3.090_232_306_167_813_5);
        near(chi_squared(0.95, 1.0), 3.841_458_820_694_124);
        near(chi_squared(0.025, 20.0), 9.590_777_392_264_867);
        near(student(0.975, 9.0), 2.262_157_162_798_205);
        near(fisher(0.95, 5.0, 18.0), 2.772_853_152_997_830_4);
    }

    #[test]
    fn a_share_of_none_or_all_has_no_quantile() {
        assert_eq!(normal(0.0), None);
        assert_eq!(chi_squared(0.5, 0.0), None);
    }
}
