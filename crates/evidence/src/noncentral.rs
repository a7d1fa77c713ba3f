//! The noncentral t distribution: a t statistic when there is a true difference.
//!
//! Source: the definition, T = (Z + δ) / √(V/ν), integrated over the chi distribution of √(V/ν) by
//! composite Gauss-Legendre quadrature. Right to about eleven digits for |δ| up to 1,000.

use statrs::function::gamma::ln_gamma;

use crate::quantile::{normal_cdf, normal_sf};

/// Nodes and weights of the eight-point rule on −1 to 1, the positive half.
const RULE: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_47),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
];

/// The probability of a t at most this large; nothing for no degrees of freedom.
pub(crate) fn t_cdf(at: f64, df: f64, delta: f64) -> Option<f64> {
    over_chi(df, |scale| normal_cdf(at * scale - delta))
}

/// The probability of a t above this.
pub(crate) fn t_sf(at: f64, df: f64, delta: f64) -> Option<f64> {
    over_chi(df, |scale| normal_sf(at * scale - delta))
}

/// The difference δ for which a t at most this large has this probability.
pub(crate) fn delta(at: f64, df: f64, share: f64) -> Option<f64> {
    if !(at.is_finite() && share > 0.0 && share < 1.0) {
        return None;
    }
    // The probability falls as δ grows: widen until both sides are known, then halve.
    let mut width = 4.0;
    while t_cdf(at, df, at - width)? < share || t_cdf(at, df, at + width)? > share {
        width *= 2.0;
        if width > 1e6 {
            return None;
        }
    }
    let (mut low, mut high) = (at - width, at + width);
    while high - low > 1e-12 * high.abs().max(1.0) {
        let middle = low.midpoint(high);
        if t_cdf(at, df, middle)? > share {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(low.midpoint(high))
}

/// The average of a function of √(V/ν), V chi-squared with ν degrees of freedom.
fn over_chi(df: f64, of: impl Fn(f64) -> f64) -> Option<f64> {
    if !(df > 0.0 && df.is_finite()) {
        return None;
    }
    // The scale lies near one with a spread of 1/√(2ν); nine of those leave 1e-17 outside.
    let spread = 1.0 / (2.0 * df).sqrt();
    let (low, high) = ((1.0 - 9.0 * spread).max(0.0), 1.0 + 12.0 * spread);
    let constant = 2f64.ln() + df / 2.0 * (df / 2.0).ln() - ln_gamma(df / 2.0);
    let density =
        |scale: f64| (constant + (df - 1.0) * scale.ln() - df / 2.0 * scale * scale).exp();
    let panels = 48;
    let half = (high - low) / (2.0 * f64::from(panels));
    let mut total = 0.0;
    for panel in 0..panels {
        let middle = low + half * (2.0 * f64::from(panel) + 1.0);
        for (node, weight) in RULE {
            for scale in [middle - half * node, middle + half * node] {
                total += weight * density(scale) * of(scale);
            }
        }
    }
    let found = total * half;
    found.is_finite().then(|| found.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_difference_it_is_students_t() {
        // Printed table: the upper 2.5 % of Student's t with nine degrees of freedom.
        let found = t_sf(2.262_157_162_740_992, 9.0, 0.0).unwrap();
        assert!((found - 0.025).abs() < 1e-11, "{found}");
    }

    #[test]
    fn with_a_difference_it_agrees_with_r() {
        // R: pt(2, 10, ncp = 1), pt(1.5, 3, ncp = 2.5), pt(2, 500, ncp = 3).
        for (at, df, delta, wanted) in [
            (2.0, 10.0, 1.0, 0.807_611_562_530_31),
            (1.5, 3.0, 2.5, 0.166_869_090_726_14),
            (2.0, 500.0, 3.0, 0.158_896_198_868_77),
        ] {
            let found = t_cdf(at, df, delta).unwrap();
            let other = t_sf(at, df, delta).unwrap();
            assert!((found - wanted).abs() < 1e-9, "{found}, not {wanted}");
            assert!((found + other - 1.0).abs() < 1e-10);
        }
        assert_eq!(t_cdf(1.0, 0.0, 0.0), None);
    }

    #[test]
    fn the_difference_found_gives_the_probability_asked_for() {
        for (at, df, share) in [(4.06, 9.0, 0.025), (4.06, 9.0, 0.975), (-2.0, 3.0, 0.9)] {
            let found = t_cdf(at, df, delta(at, df, share).unwrap()).unwrap();
            assert!((found - share).abs() < 1e-11, "{found}");
        }
        assert_eq!(delta(f64::NAN, 5.0, 0.5), None);
        assert_eq!(delta(1.0, 5.0, 1.0), None);
    }
}
