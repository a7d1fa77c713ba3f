//! Meta-analysis against metafor.

use evidence::Level;
use evidence::pooling::{Between, Range, pool};

use crate::support::{assert_near, json, number, numbers, table};

#[test]
fn pooled_trials_agree_with_metafor() {
    let test = "pooled_trials_agree_with_metafor";
    let Some(file) = json(test, "expected/13_meta_analysis_bcg.json") else { return };
    let Some(data) = table(test, "datasets/bcg.csv") else { return };
    let (effects, variances) = (data.numbers("yi"), data.numbers("vi"));
    let pool = |between, range| pool(&effects, &variances, between, range, Level::P95).unwrap();
    for (name, between, range) in [
        ("REML", Between::Reml, Range::Normal),
        ("DL", Between::DerSimonianLaird, Range::Normal),
        ("FE", Between::Fixed, Range::Normal),
        ("REML_knapp_hartung", Between::Reml, Range::KnappHartung),
    ] {
        let (found, wanted) = (pool(between, range), &file["expected"][name]);
        let (estimate, limits) = (found.estimate, numbers(&wanted["ci95"]));
        let interval = estimate.interval.unwrap();
        assert_near(interval.low, limits[0], 1e-6, name);
        assert_near(interval.high, limits[1], 1e-6, name);
        for (key, found) in [
            ("est", estimate.value),
            ("se", estimate.se.unwrap()),
            ("tau2", found.between_variance),
            ("I2", found.i_squared * 100.0),
            ("H2", found.h_squared),
            ("Q", found.q),
            ("Qp", found.q_p.unwrap()),
        ] {
            assert_near(found, number(&wanted[key]), 1e-6, &format!("{name}, {key}"));
        }
        // A probability in the tail moves by more than its statistic does.
        let far = 1.0 + estimate.statistic().unwrap().powi(2);
        assert_near(estimate.p.unwrap(), number(&wanted["p"]), 1e-6 * far, name);
    }
    // The file leaves the prediction empty: it is held to its formula.
    let wanted = &file["expected"];
    assert_eq!(numbers(&wanted["REML_prediction_interval"]), Vec::<f64>::new());
    let of = |key: &str| number(&wanted["REML"][key]);
    let half = 1.959_963_984_540_054 * (of("se").powi(2) + of("tau2")).sqrt();
    let next = pool(Between::Reml, Range::Normal).prediction.unwrap();
    assert_near(next.low, of("est") - half, 1e-6, "lower prediction");
    assert_near(next.high, of("est") + half, 1e-6, "upper prediction");
}
