//! Trials of a vaccine against tuberculosis, and edges.

use proptest::prelude::*;

use super::*;

/// Vaccinated ill, vaccinated well, others ill, others well: Colditz et al. (1994), JAMA 271(9).
const TRIALS: [[f64; 4]; 13] = [
    [4.0, 119.0, 11.0, 128.0],
    [6.0, 300.0, 29.0, 274.0],
    [3.0, 228.0, 11.0, 209.0],
    [62.0, 13536.0, 248.0, 12619.0],
    [33.0, 5036.0, 47.0, 5761.0],
    [180.0, 1361.0, 372.0, 1079.0],
    [8.0, 2537.0, 10.0, 619.0],
    [505.0, 87886.0, 499.0, 87892.0],
    [29.0, 7470.0, 45.0, 7232.0],
    [17.0, 1699.0, 65.0, 1600.0],
    [186.0, 50448.0, 141.0, 27197.0],
    [5.0, 2493.0, 3.0, 2338.0],
    [27.0, 16886.0, 29.0, 17825.0],
];

fn log_risk_ratios() -> (Vec<Option<f64>>, Vec<Option<f64>>) {
    TRIALS
        .iter()
        .map(|[a, b, c, d]| {
            let ratio = (a / (a + b)) / (c / (c + d));
            let variance = 1.0 / a - 1.0 / (a + b) + 1.0 / c - 1.0 / (c + d);
            (Some(ratio.ln()), Some(variance))
        })
        .unzip()
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-4, "{found}, not {wanted}");
}

#[test]
fn the_trials_agree_with_what_metafor_prints() {
    let (effects, variances) = log_risk_ratios();
    let found = pool(&effects, &variances, Between::Reml, Range::Normal, Level::P95).unwrap();
    near(found.estimate.value, -0.7145);
    near(found.estimate.se.unwrap(), 0.1798);
    near(found.between_variance, 0.3132);
    near(found.i_squared, 0.9222);
    near(found.q, 152.2330);
    let next = found.prediction.unwrap();
    let half = 1.959_964 * (0.179_782_f64.powi(2) + 0.313_243).sqrt();
    near(next.low, -0.714_532 - half);
    near(next.high, -0.714_532 + half);
    assert_eq!(
        found.sentence(),
        "Over 13 sites the effect is -0.71 on average (-1.07 to -0.36 fit). 92% of the spread \
         between sites is more than chance. At the next site the effect may lie between -1.87 and \
         0.44."
    );
    let wider = pool(&effects, &variances, Between::Reml, Range::KnappHartung, Level::P95).unwrap();
    assert_eq!(wider.estimate.df, Some(12.0));
    assert!(wider.convention().contains("Knapp"));
}

#[test]
fn no_one_and_two_sites_are_said_plainly() {
    let pool = |effects: &[Option<f64>], variances: &[Option<f64>]| {
        pool(effects, variances, Between::Reml, Range::KnappHartung, Level::P95)
    };
    assert!(pool(&[], &[]).unwrap_err().why.contains("There are 0 sites"));
    assert!(pool(&[None], &[Some(1.0)]).is_err());
    assert!(pool(&[Some(1.0)], &[]).is_err());
    let one = pool(&[Some(2.0)], &[Some(0.25)]).unwrap();
    assert_eq!((one.estimate.value, one.estimate.se), (2.0, Some(0.5)));
    assert_eq!((one.q_p, one.prediction), (None, None));
    assert!(one.sentence().starts_with("Over 1 site the effect is 2.00 on average (1.02 to 2.98"));
    let two = pool(&[Some(2.0), Some(2.0)], &[Some(0.25), Some(0.5)]).unwrap();
    assert_eq!(two.between_variance, 0.0);
    // Two sites that agree to the last digit give Knapp and Hartung no spread to go by.
    assert_eq!(two.estimate.interval, None);
    assert_eq!(two.prediction, None);
}

#[test]
fn a_site_without_a_usable_variance_is_counted_as_missing() {
    let effects = [Some(1.0), Some(2.0), Some(3.0), Some(f64::NAN), Some(4.0)];
    let variances = [Some(1.0), Some(1.0), Some(0.0), Some(1.0), None];
    let found =
        pool(&effects, &variances, Between::DerSimonianLaird, Range::Normal, Level::P95).unwrap();
    assert_eq!(found.basis, Basis { used: 2, missing: 3 });
    assert!(found.sentence().ends_with("3 more sites could not be used."));
    assert!(found.warnings[0].sentence().contains("There are 2 sites"));
}

proptest! {
    #[test]
    fn nothing_panics_and_nothing_is_nan(
        sites in prop::collection::vec((-1e3..1e3f64, 1e-6..1e6f64), 0..8),
        reml in any::<bool>(),
    ) {
        let (effects, variances): (Vec<_>, Vec<_>) =
            sites.into_iter().map(|(y, v)| (Some(y), Some(v))).unzip();
        let between = if reml { Between::Reml } else { Between::DerSimonianLaird };
        if let Ok(found) = pool(&effects, &variances, between, Range::KnappHartung, Level::P95) {
            prop_assert!(found.estimate.value.is_finite());
            prop_assert!(found.between_variance >= 0.0);
            prop_assert!((0.0..=1.0).contains(&found.i_squared));
        }
    }
}
