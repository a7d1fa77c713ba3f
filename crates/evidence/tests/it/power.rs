//! Power and sample size: files 11 and 12.

use evidence::power::averages::{Design, achieved, needed};
use evidence::power::clusters::design_effect;
use evidence::power::shares::{self, Scale, arcsine_difference};
use evidence::power::stepped_wedge::{Wedge, power};
use serde_json::Value;

use crate::support::{assert_near, json};

fn number(of: &Value) -> f64 {
    of.as_f64().unwrap()
}

#[test]
fn stepped_wedges_agree_with_hussey_and_hughes_and_with_swcrtdesign() {
    let test = "stepped_wedges_agree_with_hussey_and_hughes_and_with_swcrtdesign";
    let Some(file) = json(test, "expected/11_stepped_wedge_power.json") else { return };
    for case in file["expected"].as_array().unwrap() {
        let of = |name: &str| number(&case[name]);
        let steps = case["clusters_per_step"].as_array().unwrap();
        let wedge = Wedge {
            clusters_per_step: steps.iter().map(|one| one.as_u64().unwrap() as u32).collect(),
            people: of("n_per_cluster_period"),
            variance_within: of("sigma2"),
            variance_between: of("tau2"),
        };
        let found = power(&wedge, of("mu1") - of("mu0"), 0.05).unwrap();
        let closed = &case["closed_form"];
        for (name, value) in [
            ("var", found.variance),
            ("power", found.power),
            ("U", found.treated),
            ("W", found.by_period),
            ("V", found.by_cluster),
            ("I", f64::from(found.clusters)),
            ("T", f64::from(found.periods)),
        ] {
            assert_near(value, number(&closed[name]), 1e-9, name);
        }
        // swCRTdesign adds the far tail; that is all the difference.
        assert_near(found.both_tails, of("swPwr"), 1e-9, "swPwr");
    }
}

#[test]
fn sizes_agree_with_pwr() {
    let test = "sizes_agree_with_pwr";
    let Some(file) = json(test, "expected/12_power.json") else { return };
    let wanted = &file["expected"];
    let cases = |name: &str| wanted[name].as_array().unwrap().clone();
    for case in cases("paired_t") {
        let of = |name: &str| number(&case[name]);
        let found = needed(Design::Paired, of("d"), of("power"), of("alpha")).unwrap();
        assert_near(found.needed, of("n"), 1e-6, "pairs");
    }
    for (at, case) in cases("two_sample_t").iter().enumerate() {
        let of = |name: &str| number(&case[name]);
        let (d, n) = (of("d"), of("n_per_group"));
        // The last case asks what a hundred can show.
        if at == 2 {
            let found = achieved(Design::TwoGroups, d, n, 0.05).unwrap();
            assert_near(found.power, of("power"), 1e-6, "power");
        } else {
            let found = needed(Design::TwoGroups, d, of("power"), 0.05).unwrap();
            assert_near(found.needed, n, 1e-6, "people in each group");
        }
    }
    for (name, scale) in [("two_prop_arcsine", Scale::Arcsine), ("two_prop_normal", Scale::Normal)]
    {
        let case = &cases(name)[0];
        let of = |name: &str| number(&case[name]);
        let found = shares::needed(scale, (of("p1"), of("p2")), of("power"), 0.05).unwrap();
        assert_near(found.needed, of("n_per_group"), 1e-6, name);
        if scale == Scale::Arcsine {
            assert_near(arcsine_difference(of("p1"), of("p2")), of("h"), 1e-6, "h");
        }
    }
    let [equal, uneven] = [&cases("cluster")[0], &cases("cluster")[1]];
    let found = design_effect(number(&equal["m"]), number(&equal["icc"]), 0.0).unwrap();
    assert_near(found.factor, number(&equal["design_effect"]), 1e-6, "design effect");
    let cv = number(&uneven["cv"]);
    let found = design_effect(number(&uneven["m"]), number(&uneven["icc"]), cv).unwrap();
    assert_near(found.factor, number(&uneven["design_effect_cv"]), 1e-6, "with uneven clusters");
}
