//! Funnels of UKHSA (file 20) and overdispersion of SHMI and CQC (file 21).

use evidence::Level;
use evidence::funnel_plot::{
    Along, Rates, Standing, axis, people_behind, rates, ratio_limits, ratios, share_limits, shares,
};
use evidence::overdispersion::{Convention, overdispersion};
use evidence::poisson::{Method, limits};
use serde_json::Value;

use crate::indicators::{Row, number, rows};
use crate::support::{assert_near, json};

fn column(rows: &[Row], name: &str) -> Vec<f64> {
    rows.iter().map(|row| number(row, name).unwrap()).collect()
}

fn least_and_most(of: &[f64]) -> (f64, f64) {
    of.iter().fold((f64::MAX, 0.0), |(low, high), one| (low.min(*one), high.max(*one)))
}

/// The standing in UKHSA's words.
fn standing(words: &str) -> Standing {
    match words {
        "Low (0.001)" => Standing::FarBelow,
        "Low (0.025)" => Standing::Below,
        "Not significant" => Standing::Within,
        "High (0.025)" => Standing::Above,
        "High (0.001)" => Standing::FarAbove,
        _ => Standing::TooFew,
    }
}

const SIDES: [(&str, Level); 2] = [("2s", Level::P95), ("3s", Level::P998)];

#[test]
fn funnels_of_shares_agree_with_ukhsa() {
    let test = "funnels_of_shares_agree_with_ukhsa";
    let Some(areas) = rows(test, "phe_testdata_funnel_prop_inputs.csv") else { return };
    let (counts, totals) = (column(&areas, "numerator"), column(&areas, "denominator"));
    let found = shares(&counts, &totals).unwrap();
    for (found, row) in found.standings.iter().zip(&areas) {
        assert_eq!(*found, standing(&row["significance"]), "{}", row["Area"]);
    }
    for (file, most) in [
        ("phe_testdata_funnel_prop_outputs.csv", f64::MAX),
        ("phe_testdata_funnel_prop_outputs_with_axis_variation.csv", 31_000.0),
    ] {
        let kept: Vec<(f64, f64)> = counts
            .iter()
            .zip(&totals)
            .filter(|(_, total)| **total < most)
            .map(|(count, total)| (*count, *total))
            .collect();
        let (counts, totals): (Vec<f64>, Vec<f64>) = kept.into_iter().unzip();
        let average = shares(&counts, &totals).unwrap().average;
        let (low, high) = least_and_most(&totals);
        let points = rows(test, file).unwrap();
        assert_eq!(axis(low, high, Along::People), column(&points, "Population"));
        for row in &points {
            assert_near(average * 100.0, number(row, "Baseline").unwrap(), 1e-6, "baseline");
            for (sides, level) in [("2s0025", Level::P95), ("3s0001", Level::P998)] {
                let people = number(row, "Population").unwrap();
                let found = share_limits(average, people, level);
                let of = |side: &str| number(row, &format!("{side}{sides}limit")).unwrap();
                assert_near(found.low * 100.0, of("Lower"), 1e-6, "lower limit");
                assert_near(found.high * 100.0, of("Upper"), 1e-6, "upper limit");
            }
        }
    }
}

/// UKHSA searches for its limits until they move by a ten-millionth of (1 + events)/(1 − v)²; where
/// few events are expected that is more than a millionth of the limit.
fn searched(events: f64, expected: f64) -> f64 {
    let v = expected / (1.0 + events + expected);
    (2e-7 * (1.0 + events) / (1.0 - v).powi(2) / expected).max(1e-6)
}

#[test]
fn funnels_of_ratios_agree_with_ukhsa() {
    let test = "funnels_of_ratios_agree_with_ukhsa";
    let Some(areas) = rows(test, "phe_testdata_funnel_ratio_inputs.csv") else { return };
    let observed: Vec<u64> = column(&areas, "obs").iter().map(|one| *one as u64).collect();
    let expected = column(&areas, "expected");
    let found = ratios(&observed, &expected).unwrap();
    for (found, row) in found.standings.iter().zip(&areas) {
        assert_eq!(*found, standing(&row["significance"]), "{row:?}");
    }
    let points = rows(test, "phe_testdata_funnel_ratio_outputs.csv").unwrap();
    let (low, high) = least_and_most(&expected);
    assert_eq!(axis(low, high, Along::Observed), column(&points, "Observed_events"));
    for row in &points {
        let events = number(row, "Observed_events").unwrap();
        for (sides, level) in SIDES {
            let (low, high) = ratio_limits(events as u64, level);
            for (side, ratio) in [("lower", low), ("upper", high.unwrap())] {
                let of = |name: &str| number(row, &format!("{side}_{sides}_{name}")).unwrap();
                let tolerance = searched(events, events / ratio);
                assert_near(events / ratio, of("exp_events"), tolerance, "expected events");
                assert_near(ratio, of("count") + 1.0, tolerance, "ratio less one");
                assert_near(ratio * 100.0, of("isr"), tolerance, "standardised ratio");
            }
        }
    }
}

#[test]
fn standings_of_rates_agree_with_ukhsa() {
    let test = "standings_of_rates_agree_with_ukhsa";
    let Some(areas) = rows(test, "phe_testdata_funnel_rate_dsr_inputs.csv") else { return };
    let mut checked = 0;
    for (kind, name, column_of_rate, per) in [
        (Rates::Standardised, "dsr_per_100000", "rate_dsr", 1e5),
        (Rates::Standardised, "dsr_per_100", "rate_dsr", 100.0),
        (Rates::Crude, "crude_per_100000", "rate_crude_per_100000", 1e5),
        (Rates::Crude, "crude_per_100", "rate_crude_per_100", 100.0),
    ] {
        for with in ["with_0", "without_0"] {
            let used: Vec<&Row> = areas
                .iter()
                .filter(|row| with == "with_0" || number(row, "count").unwrap() > 0.0)
                .collect();
            let counts: Vec<u64> =
                used.iter().map(|row| number(row, "count").unwrap() as u64).collect();
            let of_rate: Vec<Option<f64>> =
                used.iter().map(|row| number(row, column_of_rate).map(|one| one / per)).collect();
            let people: Vec<Option<f64>> = used.iter().map(|row| number(row, "pop")).collect();
            let found = rates(kind, &counts, &of_rate, &people).unwrap();
            for (found, row) in found.standings.iter().zip(&used) {
                assert_eq!(*found, standing(&row[&format!("{name}_{with}")]), "{name}: {row:?}");
                checked += 1;
            }
        }
    }
    assert_eq!(checked, 4 * (40 + 39));
}

#[test]
fn funnels_of_rates_agree_with_ukhsa() {
    let test = "funnels_of_rates_agree_with_ukhsa";
    let Some(areas) = rows(test, "phe_testdata_funnel_rate_input_funnels.csv") else { return };
    let (events, per) = (column(&areas, "ev"), column(&areas, "rate"));
    let people: Vec<f64> = events
        .iter()
        .zip(&per)
        .map(|(events, rate)| people_behind(*events as u64, rate / 1e5).unwrap())
        .collect();
    let most = events.iter().copied().fold(0.0, f64::max);
    // The three settings of UKHSA's test: as they are; the area with most events made to have five;
    // the same made to have none, with its people kept, among the areas of more than half the size.
    let largest = people.iter().copied().fold(0.0, f64::max);
    let settings: [(&str, Vec<(f64, f64)>); 3] = [
        ("phe_testdata_funnel_rate_outputs.csv", pairs(&events, &people)),
        ("phe_testdata_funnel_rate_outputs_2.csv", {
            let few = |(events, people): (f64, f64)| match events == most {
                true => (5.0, people * 5.0 / events),
                false => (events, people),
            };
            pairs(&events, &people).into_iter().map(few).collect()
        }),
        ("phe_testdata_funnel_rate_outputs_3.csv", {
            let none = |(events, people)| (if events == most { 0.0 } else { events }, people);
            let large = |(_, people): &(f64, f64)| *people > largest / 2.0;
            pairs(&events, &people).into_iter().map(none).filter(large).collect()
        }),
    ];
    for (file, areas) in settings {
        let (events, people): (Vec<f64>, Vec<f64>) = areas.into_iter().unzip();
        let average = events.iter().sum::<f64>() / people.iter().sum::<f64>();
        let points = rows(test, file).unwrap();
        let (low, high) = least_and_most(&people);
        let along = Along::Events { average, years: 3.0 };
        assert_eq!(axis(low, high, along), column(&points, "Events"), "{file}");
        for row in &points {
            assert_rate_point(row, average);
        }
    }
}

fn pairs(events: &[f64], people: &[f64]) -> Vec<(f64, f64)> {
    events.iter().copied().zip(people.iter().copied()).collect()
}

fn assert_rate_point(row: &Row, average: f64) {
    let events = number(row, "Events").unwrap();
    assert_near(average * 1e5, number(row, "baseline").unwrap(), 1e-6, "baseline");
    for (sides, level) in SIDES {
        let (low, high) = ratio_limits(events as u64, level);
        for (side, ratio) in [("lower", low), ("upper", high.unwrap())] {
            let of = |name: &str| number(row, &format!("{side}_{sides}_{name}")).unwrap();
            let expected = events / ratio;
            let tolerance = searched(events, expected);
            let a_year = expected / average / 3.0;
            assert_near(a_year, of("population_1_year"), tolerance, "people in a year");
            assert_near(ratio * average * 1e5, of("limit"), tolerance, "limit");
        }
    }
}

#[test]
fn the_people_behind_a_rate_agree_with_ukhsa() {
    let test = "the_people_behind_a_rate_agree_with_ukhsa";
    let Some(areas) = rows(test, "phe_testdata_funnel_rate_input_funnels.csv") else { return };
    let most = column(&areas, "ev").into_iter().fold(0.0, f64::max);
    for row in &areas {
        let (events, per) = (number(row, "ev").unwrap(), number(row, "rate").unwrap());
        let people = people_behind(events as u64, per / 1e5).unwrap();
        let wanted = |name: &str| number(row, name);
        assert_near(people / 3.0, wanted("denominator_derived_crude").unwrap(), 1e-6, "people");
        assert_eq!(wanted("rate_chart_crude"), Some(per));
        // UKHSA's standardised points were made with the largest area cut to five events: no point.
        match wanted("denominator_derived") {
            Some(derived) => assert_near(people / 3.0, derived, 1e-6, "people, standardised"),
            None => assert_eq!((events, wanted("rate_chart")), (most, None)),
        }
        // And the crude ones over five years with that area cut to none: its own people stand in.
        let years = wanted("denominator_derived_crude_with_denom").unwrap();
        let behind = if events == most { wanted("pop").unwrap() } else { people };
        assert_near(behind / 5.0, years, 1e-6, "people, five years");
    }
}

#[test]
fn limits_and_overdispersion_agree_with_funnelplotr() {
    let test = "limits_and_overdispersion_agree_with_funnelplotr";
    let Some(file) = json(test, "expected/21_funnel_overdispersion.json") else { return };
    let Some(areas) = rows(test, "funnel_ratio_inputs.csv") else { return };
    let observed: Vec<u64> = column(&areas, "obs").iter().map(|one| *one as u64).collect();
    let expected = column(&areas, "exp");
    let wanted = &file["expected"];
    for row in wanted["poisson_limits"].as_array().unwrap() {
        let of = |name: &str| row[name].as_f64().unwrap();
        let n = of("number_seq");
        for (level, low, high) in [(Level::P95, "ll95", "ul95"), (Level::P998, "ll998", "ul998")] {
            let found = limits(n as u64, Method::Exact, level);
            assert_near(found.low / n, of(low), 1e-6, low);
            assert_near(found.high / n, of(high), 1e-6, high);
        }
    }
    for (name, convention) in [("SHMI", Convention::Shmi), ("CQC", Convention::Cqc)] {
        let wanted = &wanted[name];
        let found = overdispersion(&observed, &expected, convention).unwrap();
        assert_eq!(found.basis.used as u64, wanted["n_used"].as_u64().unwrap());
        assert_eq!(found.basis.used + found.basis.missing, 300);
        assert_near(found.phi, wanted["phi"].as_f64().unwrap(), 1e-6, "phi");
        assert_near(found.tau_squared, wanted["tau2"].as_f64().unwrap(), 1e-6, "tau squared");
        assert_scores(&found.adjusted, &wanted["adjusted_z_first10"]);
        assert_scores(&found.unadjusted, &wanted["unadjusted_z_first10"]);
        for row in wanted["limits"].as_array().unwrap() {
            let of = |name: &str| row[name].as_f64().unwrap();
            for (level, low, high) in
                [(Level::P95, "odll95", "odul95"), (Level::P998, "odll998", "odul998")]
            {
                let limits = found.limits(of("number_seq"), level).unwrap();
                assert_near(limits.low, of(low), 1e-6, low);
                assert_near(limits.high, of(high), 1e-6, high);
            }
        }
    }
}

fn assert_scores(found: &[Option<f64>], wanted: &Value) {
    for (found, wanted) in found.iter().zip(wanted.as_array().unwrap()) {
        match wanted.as_f64() {
            Some(wanted) => assert_near(found.unwrap(), wanted, 1e-6, "score"),
            None => assert_eq!(*found, None),
        }
    }
}
