//! Probabilities and quantiles that several methods share, right to about twelve digits.
//!
//! The functions of statrs are used as they are; its quantiles, right to about eight digits, are
//! polished by Newton's steps. The non-central t is ours: the mixture of incomplete beta functions
//! of Benton and Krishnamoorthy (2003), "Computing discrete mixtures of continuous distributions",
//! Computational Statistics and Data Analysis 43.

use statrs::distribution::{
    ChiSquared, Continuous, ContinuousCDF, FisherSnedecor, Normal, StudentsT,
};
use statrs::function::beta::checked_beta_reg;
use statrs::function::gamma::{checked_gamma_ur, ln_gamma};

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

/// The value of the standard normal distribution with this share below it.
#[must_use]
pub fn normal_quantile(share: f64) -> Option<f64> {
    let start = Normal::standard().inverse_cdf(share);
    let above = |z: f64| normal_below(-z);
    polished(share, start, (&normal_below, &above), &|z| Normal::standard().pdf(z))
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

/// The value of Student's t with this share below it; nothing without degrees of freedom.
#[must_use]
pub fn student_quantile(share: f64, df: f64) -> Option<f64> {
    if df.is_infinite() {
        return normal_quantile(share);
    }
    let student = StudentsT::new(0.0, 1.0, df).ok()?;
    let (below, above) = (|t: f64| student_below(t, df), |t: f64| student_below(-t, df));
    polished(share, student.inverse_cdf(share), (&below, &above), &|t| student.pdf(t))
}

/// The share of the chi-squared distribution above a value.
#[must_use]
pub fn chi_squared_above(value: f64, df: f64) -> f64 {
    ChiSquared::new(df).map_or(f64::NAN, |found| if value > 0.0 { found.sf(value) } else { 1.0 })
}

/// The value of the chi-squared distribution with this share below it.
#[must_use]
pub fn chi_squared_quantile(share: f64, df: f64) -> Option<f64> {
    let found = ChiSquared::new(df).ok()?;
    let (below, above) = (|value: f64| found.cdf(value), |value: f64| found.sf(value));
    polished(share, found.inverse_cdf(share), (&below, &above), &|value| found.pdf(value))
}

/// The share of the F distribution above a value.
#[must_use]
pub fn f_above(value: f64, df_above: f64, df_below: f64) -> f64 {
    FisherSnedecor::new(df_above, df_below)
        .map_or(f64::NAN, |found| if value > 0.0 { found.sf(value) } else { 1.0 })
}

type Share<'a> = &'a dyn Fn(f64) -> f64;

/// A quantile polished by Newton's steps; nothing where there is none.
fn polished(share: f64, start: f64, (below, above): (Share, Share), slope: Share) -> Option<f64> {
    if !(share > 0.0 && share < 1.0) {
        return None;
    }
    let mut at = start;
    for _ in 0..4 {
        // In the upper half the share above is the exact one of the two.
        let off = if share > 0.5 { (1.0 - share) - above(at) } else { below(at) - share };
        let step = off / slope(at);
        if !step.is_finite() || step.abs() > 0.1 * at.abs().max(0.01) {
            break;
        }
        at -= step;
    }
    at.is_finite().then_some(at)
}

/// The share of the non-central t below a value; `shift` is where its normal numerator is centred.
#[must_use]
pub fn noncentral_t_below(t: f64, df: f64, shift: f64) -> f64 {
    if t < 0.0 {
        return 1.0 - noncentral_t_below(-t, df, -shift);
    }
    let base = normal_below(-shift);
    let half = shift * shift / 2.0;
    if t == 0.0 || half == 0.0 {
        return if half == 0.0 { student_below(t, df) } else { base };
    }
    let ratio = t * t / (t * t + df);
    let beta = |a: f64| checked_beta_reg(a, df / 2.0, ratio).unwrap_or(f64::NAN);
    let term = |count: f64| {
        let poisson = (count * half.ln() - half - ln_gamma(count + 1.0)).exp();
        let odd = (count * half.ln() - half - ln_gamma(count + 1.5)).exp();
        let odd = odd * shift / std::f64::consts::SQRT_2;
        (poisson * beta(count + 0.5) + odd * beta(count + 1.0), poisson.max(odd.abs()))
    };
    // Outwards from the heaviest term, until the weights no longer count.
    let middle = half.floor();
    let mut sum = 0.0;
    let mut count = middle;
    loop {
        let (value, weight) = term(count);
        sum += value;
        count += 1.0;
        if weight < 1e-17 || !value.is_finite() {
            break;
        }
    }
    count = middle - 1.0;
    while count >= 0.0 {
        let (value, weight) = term(count);
        sum += value;
        count -= 1.0;
        if weight < 1e-17 {
            break;
        }
    }
    (base + sum / 2.0).clamp(0.0, 1.0)
}

/// The shift for which a non-central t has this share below `t`; nothing where none fits.
#[must_use]
pub fn noncentral_t_shift(t: f64, df: f64, share: f64) -> Option<f64> {
    if !(t.is_finite() && df > 0.0 && share > 0.0 && share < 1.0 && t.abs() < 1e3) {
        return None;
    }
    // The share falls as the shift grows: widen until both sides are known, then halve.
    let mut width = 1.0;
    let (mut low, mut high) = (t - width, t + width);
    while noncentral_t_below(t, df, low) < share || noncentral_t_below(t, df, high) > share {
        width *= 2.0;
        (low, high) = (t - width, t + width);
        if width > 4e3 {
            return None;
        }
    }
    for _ in 0..60 {
        let middle = low.midpoint(high);
        if noncentral_t_below(t, df, middle) > share {
            low = middle;
        } else {
            high = middle;
        }
        if (high - low).abs() <= 1e-13 * middle.abs().max(1e-3) {
            break;
        }
    }
    Some(low.midpoint(high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, wanted: f64) {
        assert!((found - wanted).abs() <= 1e-11 * wanted.abs(), "{found}, not {wanted}");
    }

    #[test]
    fn shares_and_quantiles_agree_with_printed_tables() {
        near(normal_quantile(0.975).unwrap(), 1.959_963_984_540_054);
        near(normal_two_sided(1.959_963_984_540_054), 0.05);
        near(student_quantile(0.975, 9.0).unwrap(), 2.262_157_162_798_205);
        near(student_two_sided(2.262_157_162_798_205, 9.0), 0.05);
        near(student_quantile(0.975, 1.0).unwrap(), 12.706_204_736_174_7);
        near(chi_squared_quantile(0.95, 1.0).unwrap(), 3.841_458_820_694_124);
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
    fn nothing_is_said_outside_the_scale() {
        assert_eq!(normal_quantile(1.0), None);
        assert_eq!(student_quantile(0.975, 0.0), None);
        assert_eq!(student_quantile(0.975, -1.0), None);
        assert_eq!(noncentral_t_shift(f64::NAN, 5.0, 0.5), None);
        assert!(student_two_sided(1.0, 0.0).is_nan());
    }

    #[test]
    fn the_non_central_t_is_the_central_one_without_shift_and_a_normal_with_many() {
        near(noncentral_t_below(1.3, 7.0, 0.0), student_below(1.3, 7.0));
        near(noncentral_t_below(0.0, 7.0, 1.0), normal_below(-1.0));
        let many = noncentral_t_below(3.0, 1e7, 2.0);
        assert!((many - normal_below(1.0)).abs() < 1e-6, "{many}");
        // A mirror: below t with a shift is above −t with the opposite one.
        near(noncentral_t_below(-1.5, 6.0, 0.7), 1.0 - noncentral_t_below(1.5, 6.0, -0.7));
    }

    #[test]
    fn the_shift_found_gives_the_share_asked_for() {
        for (t, df, share) in [(4.06, 9.0, 0.025), (4.06, 9.0, 0.975), (-2.0, 3.0, 0.9)] {
            let shift = noncentral_t_shift(t, df, share).unwrap();
            near(noncentral_t_below(t, df, shift), share);
        }
    }
}
