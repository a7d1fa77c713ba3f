//! Probabilities that several methods share, right to about twelve digits.
//!
//! Student's t and F by the incomplete beta function of statrs, the normal and chi-squared by its
//! incomplete gamma function. The other way round is in `quantile.rs`.

use statrs::distribution::{ChiSquared, ContinuousCDF, FisherSnedecor};
use statrs::function::beta::checked_beta_reg;
use statrs::function::gamma::checked_gamma_ur;

/// The share of the standard normal distribution below a value.
#[must_use]
pub fn normal_below(z: f64) -> f64 {
    let tail = normal_two_sided(z) / 2.0;
    if z > 0.0 { 1.0 - tail } else { tail }
}

/// The share of the standard normal distribution at least as far from nought, on both sides.
#[must_use]
pub fn normal_two_sided(z: f64) -> f64 {
    // The library's error function is right to ten digits only; its gamma function to fourteen.
    match z * z / 2.0 {
        half if half.is_nan() => f64::NAN,
        half if half < f64::MIN_POSITIVE => 1.0,
        half if half > 800.0 => 0.0,
        half => checked_gamma_ur(0.5, half).unwrap_or(f64::NAN),
    }
}

/// The share of Student's t at least as far from nought, on both sides; `NaN` without freedom.
#[must_use]
pub fn student_two_sided(t: f64, df: f64) -> f64 {
    if df.is_infinite() {
        return normal_two_sided(t);
    }
    // For a t beyond all measure the ratio is nought, and so is the share.
    let ratio = df / (df + t * t);
    if df > 0.0 { checked_beta_reg(df / 2.0, 0.5, ratio).unwrap_or(f64::NAN) } else { f64::NAN }
}

/// The share of Student's t below a value.
#[must_use]
pub fn student_below(t: f64, df: f64) -> f64 {
    let tail = student_two_sided(t, df) / 2.0;
    if t > 0.0 { 1.0 - tail } else { tail }
}

/// The share of the chi-squared distribution above a value.
#[must_use]
pub fn chi_squared_above(value: f64, df: f64) -> f64 {
    ChiSquared::new(df).map_or(f64::NAN, |found| if value > 0.0 { found.sf(value) } else { 1.0 })
}

/// The share of the F distribution above a value.
#[must_use]
pub fn f_above(value: f64, df_above: f64, df_below: f64) -> f64 {
    FisherSnedecor::new(df_above, df_below)
        .map_or(f64::NAN, |found| if value > 0.0 { found.sf(value) } else { 1.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, wanted: f64) {
        assert!((found - wanted).abs() <= 1e-11 * wanted.abs(), "{found}, not {wanted}");
    }

    #[test]
    fn shares_agree_with_printed_tables() {
        near(normal_two_sided(1.959_963_984_540_054), 0.05);
        near(student_two_sided(2.262_157_162_798_205, 9.0), 0.05);
        near(chi_squared_above(3.841_458_820_694_124, 1.0), 0.05);
        near(f_above(2.262_157_162_798_205_f64.powi(2), 1.0, 9.0), 0.05);
    }

    #[test]
    fn far_tails_keep_their_digits() {
        // With two degrees of freedom the share is 1 − t/√(2 + t²), about 1/t² far out.
        near(student_two_sided(1e6, 2.0), 1e-12 * (1.0 - 1.5e-12));
        near(normal_two_sided(10.0), 1.523_970_604_832_105e-23);
        assert_eq!(student_two_sided(1e200, 5.0), 0.0);
    }

    #[test]
    fn without_degrees_of_freedom_there_is_no_share() {
        assert!(student_two_sided(1.0, 0.0).is_nan());
        assert!(chi_squared_above(1.0, 0.0).is_nan() && f_above(1.0, 0.0, 1.0).is_nan());
    }
}
