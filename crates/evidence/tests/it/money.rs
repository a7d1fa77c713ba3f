//! Social return, discounting and wellbeing-years (file 43), and social maps (file 41).

use evidence::economics::discount::find;
use evidence::economics::sroi::{
    Change, Convention, Outcome, SocialReturn, sensitivity, social_return,
};
use evidence::economics::wellby::{WELLBY_2019, wellbeing_value};
use evidence::social_map::{Compatibility, Group, Link, social_map};
use serde_json::Value;

use crate::support::{assert_near, json};

/// A day on which the rates of the reference hold.
const TODAY: &str = "2026-11-22";

fn number(of: &Value) -> f64 {
    of.as_f64().unwrap()
}

fn outcomes(case: &Value) -> Vec<Outcome> {
    let one = |of: &Value| Outcome {
        name: of["name"].as_str().unwrap().to_owned(),
        quantity: number(&of["quantity"]),
        proxy: number(&of["proxy"]),
        deadweight: number(&of["deadweight"]),
        attribution: number(&of["attribution"]),
        displacement: number(&of["displacement"]),
        drop_off: number(&of["dropoff"]),
        years: of["duration"].as_u64().unwrap() as u32,
    };
    case["outcomes"].as_array().unwrap().iter().map(one).collect()
}

fn convention(case: &Value) -> Convention {
    let is_first = case["first_year_discount"].as_bool().unwrap();
    match (is_first, number(&case["rate"])) {
        (true, 0.035) => Convention::sroi_guide(TODAY).unwrap(),
        (false, 0.035) => Convention::green_book(TODAY).unwrap(),
        (false, 0.015) => Convention::green_book_health(TODAY).unwrap(),
        other => panic!("no convention of ours is {other:?}"),
    }
}

fn assert_return(found: &SocialReturn, wanted: &Value) {
    for (name, value) in [
        ("undiscounted", found.undiscounted),
        ("present_value", found.present_value),
        ("npv", found.net_present_value),
        ("ratio", found.ratio),
        ("net_ratio", found.net_ratio),
        ("undiscounted_ratio", found.undiscounted_ratio),
    ] {
        assert_near(value, number(&wanted[name]), 1e-9, name);
    }
    for (line, wanted) in found.lines.iter().zip(wanted["detail"].as_array().unwrap()) {
        assert_eq!(line.name, wanted["name"].as_str().unwrap());
        assert_near(line.years[0].value, number(&wanted["impact_year1"]), 1e-9, "impact");
        assert_eq!(line.years.len(), wanted["years"].as_array().unwrap().len());
        for (year, wanted) in line.years.iter().zip(wanted["years"].as_array().unwrap()) {
            assert_eq!(u64::from(year.year), wanted["year"].as_u64().unwrap());
            assert_near(year.value, number(&wanted["value"]), 1e-9, "value");
            assert_near(year.present, number(&wanted["pv"]), 1e-9, "present value");
        }
    }
}

#[test]
fn three_conventions_of_social_return_come_to_three_ratios() {
    let test = "three_conventions_of_social_return_come_to_three_ratios";
    let Some(file) = json(test, "expected/43_sroi.json") else { return };
    let cases = file["cases"].as_array().unwrap();
    for case in cases {
        let found = social_return(&outcomes(case), number(&case["inputs"]), &convention(case));
        assert_return(&found.unwrap(), &case["expected"]);
    }
    let changes = [
        Change::Deadweight(0.2),
        Change::Proxies(0.5),
        Change::YearsAtMost(1),
        Change::Representative(0.6),
    ];
    let (inputs, first) = (number(&cases[0]["inputs"]), convention(&cases[0]));
    let found = sensitivity(&outcomes(&cases[0]), inputs, &first, &changes).unwrap();
    for (found, wanted) in found.iter().zip(file["sensitivity"].as_array().unwrap()) {
        assert_near(found.found.ratio, number(&wanted["ratio"]), 1e-9, &found.sentence());
    }
}

#[test]
fn discount_factors_and_wellbys_agree_with_the_treasury() {
    let test = "discount_factors_and_wellbys_agree_with_the_treasury";
    let Some(file) = json(test, "expected/43_sroi.json") else { return };
    let factors = &file["green_book_discount_factors"];
    for (name, key) in [("stpr", "social"), ("health_1_5", "health")] {
        let set = find(key, TODAY).unwrap();
        for row in factors[name].as_array().unwrap() {
            let years = row["t"].as_u64().unwrap() as u32;
            assert_near(set.factor(years), number(&row["factor"]), 1e-9, name);
        }
    }
    let wanted = &file["wellby"];
    assert_eq!(WELLBY_2019.central, number(&wanted["value_2019"]));
    assert_eq!(
        (WELLBY_2019.low, WELLBY_2019.high),
        (number(&wanted["low"]), number(&wanted["high"]))
    );
    let example = &wanted["example_jacobs"];
    let social = find("social", TODAY).unwrap();
    let months = number(&example["years"]) * 12.0;
    let found =
        wellbeing_value(number(&example["gain"]), 1.0, months, WELLBY_2019, social).unwrap();
    for (name, value) in [
        ("per_year", found.per_person_year.central),
        ("total_undiscounted", found.undiscounted.central),
        ("total_discounted_3_5", found.discounted.central),
    ] {
        assert_near(value, number(&example[name]), 1e-9, name);
    }
    for case in wanted["example_ls_gain"].as_array().unwrap() {
        let of = |name: &str| number(&case[name]);
        let found =
            wellbeing_value(of("gain"), of("people"), of("months"), WELLBY_2019, social).unwrap();
        assert_near(found.undiscounted.central, of("value"), 1e-9, "value");
        assert_near(found.undiscounted.low, of("low"), 1e-9, "low");
        assert_near(found.undiscounted.high, of("high"), 1e-9, "high");
    }
}

#[test]
fn a_map_of_groups_gives_the_scores_of_the_reference() {
    let test = "a_map_of_groups_gives_the_scores_of_the_reference";
    let Some(file) = json(test, "expected/41_social_identity_map.json") else { return };
    let text = |of: &'_ Value| of.as_str().unwrap().to_owned();
    let rows = file["input"]["groups"].as_array().unwrap();
    let ids: Vec<String> = rows.iter().map(|row| text(&row["id"])).collect();
    let groups: Vec<Group<'_>> = rows
        .iter()
        .zip(&ids)
        .map(|(row, id)| Group {
            id,
            importance: row["importance"].as_f64(),
            positivity: row["positivity"].as_f64(),
            support: row["support"].as_f64(),
            representative: row["representative"].as_f64(),
            days_per_month: row["days_per_month"].as_f64(),
            is_new: row.get("new").and_then(Value::as_bool).unwrap_or(false),
        })
        .collect();
    let links: Vec<Link<'_>> = file["input"]["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| Link {
            from: row["a"].as_str().unwrap(),
            to: row["b"].as_str().unwrap(),
            compatibility: match row["compat"].as_str().unwrap() {
                "easy" => Compatibility::Easy,
                "moderate" => Compatibility::Moderate,
                _ => Compatibility::Hard,
            },
        })
        .collect();
    let found = social_map(&groups, &links, number(&file["thresholds"]["high"])).unwrap();
    let count = |of: usize| of as f64;
    let scores = [
        ("n_groups", count(found.groups)),
        ("n_important", count(found.important)),
        ("n_positive", count(found.positive)),
        ("n_supportive", count(found.supportive)),
        ("n_representative", count(found.representative)),
        ("n_new", count(found.new)),
        ("n_new_important", count(found.new_important)),
        ("supergroups_all_four", count(found.supergroups)),
        ("supergroups_three_of_four", count(found.nearly_supergroups)),
        ("mean_importance", found.importance_mean.unwrap()),
        ("mean_positivity", found.positivity_mean.unwrap()),
        ("mean_support", found.support_mean.unwrap()),
        ("total_contact_days", found.contact_days),
        ("mean_compatibility", found.compatibility_mean.unwrap()),
        ("n_conflict_links", count(found.conflicts)),
        ("density", found.density.unwrap()),
        ("components", count(found.parts)),
        ("isolated_groups", count(found.isolated)),
    ];
    for (name, value) in scores {
        assert_near(value, number(&file["expected"][name]), 1e-12, name);
    }
    assert_eq!(scores.len(), file["expected"].as_object().unwrap().len());
}
