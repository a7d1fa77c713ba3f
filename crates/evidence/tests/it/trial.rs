//! A synthetic waiting-list trial whose truth is known (1.12): every number of its reference.

use std::sync::OnceLock;

use evidence::analyse::{Answer, Plan, Ranked, SERVICE, Standing, Strength, Table, analyse};
use evidence::glm::{self, Family};
use evidence::linear::{self, CONSTANT, Coefficient, Covariance, Design, Rows};
use evidence::mixed::{Criterion, Grouping, MixedModel};
use evidence::{Basis, Estimate, Level};
use serde_json::Value;

use crate::support::{assert_near, json, numbers, reference};

const PLAN: &str = r#"
title = "Does seeing a link worker now help more than waiting?"
design = "randomised"
id = "id"
adjust = ["imd_decile", "age", "female"]

[outcome]
label = "Wellbeing"
better = "higher"
matters = 1

[[wave]]
name = "before"
column = "baseline"

[[wave]]
name = "at follow-up"
column = "follow_up"

[comparison]
column = "arm"
intervention = 1
control = 0

[response]
predictors = ["baseline", "imd_decile", "age", "female"]

[[subgroup]]
column = "imd_decile"
centre = 5.5
"#;

/// The reference and our answer, worked out once for all tests.
fn trial(test: &str) -> Option<&'static (Value, Answer)> {
    static TRIAL: OnceLock<Option<(Value, Answer)>> = OnceLock::new();
    TRIAL
        .get_or_init(|| {
            let wanted = json(test, "expected/60_synthetic_sp_trial.json")?;
            let text = reference(test, "datasets/synthetic_sp_trial.csv")?;
            let plan = Plan::parse(PLAN).unwrap();
            let table = Table::read(&text, &plan.missing).unwrap();
            Some((wanted, analyse(&plan, &table).unwrap()))
        })
        .as_ref()
}

fn near(found: f64, wanted: &Value, what: &str) {
    assert_near(found, wanted.as_f64().unwrap(), 1e-6, what);
}

fn named<'a>(answer: &'a Answer, name: &str) -> &'a Ranked {
    answer.others.iter().find(|one| one.name == name).unwrap_or_else(|| panic!("{name}"))
}

/// The name of our column for a term of the reference.
fn ours(term: &str) -> &str {
    match term {
        "(Intercept)" => CONSTANT,
        "arm" => SERVICE,
        "I(imd_decile - 5.5)" => "imd_decile",
        "arm:I(imd_decile - 5.5)" => "service × imd_decile",
        other => other,
    }
}

/// Every term of a model of the reference, with its estimate, standard error, statistic and p.
fn assert_model(model: &[Coefficient], wanted: &Value, what: &str) {
    let terms = wanted.as_array().unwrap();
    assert_eq!(model.len(), terms.len(), "{what}");
    for term in terms {
        let name = term["term"].as_str().unwrap();
        let found = model.iter().find(|one| one.name == ours(name));
        let found = &found.unwrap_or_else(|| panic!("{what}: {name}")).estimate;
        for (key, number) in [
            ("Estimate", Some(found.value)),
            ("Std. Error", found.se),
            ("t value", found.statistic()),
            ("z value", found.statistic()),
            ("Pr(>|t|)", found.p),
            ("Pr(>|z|)", found.p),
        ] {
            if let Some(wanted) = term.get(key) {
                near(number.unwrap(), wanted, &format!("{what}: {name} {key}"));
            }
        }
    }
}

#[test]
fn the_trial_is_led_by_the_randomised_response_weighted_estimate() {
    let Some((file, answer)) = trial("the_trial_is_led_by_the_randomised") else { return };
    let wanted = &file["expected"]["ipw_ancova"];
    let lead = &answer.headline;
    assert_eq!((lead.strength, lead.standing), (Strength::RandomisedWeighted, Standing::Headline));
    near(lead.estimate.value, &wanted["est"], "weighted difference");
    assert!(lead.convention.contains("HC2"), "{}", lead.convention);
    let (value, hc0, hc2) = weighted_by_hand("the_trial_is_led_by_the_randomised");
    near(value, &wanted["est"], "weighted difference by hand");
    near(hc0, &wanted["se_HC0"], "its standard error without a correction");
    assert_near(lead.estimate.se.unwrap(), hc2, 1e-9, "its standard error");
    let truth = file["truth"]["average_effect"].as_f64().unwrap();
    assert!(lead.estimate.interval.unwrap().contains(truth));
    let said = answer.sentence();
    assert!(said.contains("Wellbeing was 1.23 higher") && said.contains("better"), "{said}");
}

/// The reference takes HC0, which is too small in small trials, so the answer takes HC2: the
/// weighted difference with both standard errors, out of the parts of the library.
fn weighted_by_hand(test: &str) -> (f64, f64, f64) {
    let text = reference(test, "datasets/synthetic_sp_trial.csv").unwrap();
    let table = Table::read(&text, &["NA".to_owned()]).unwrap();
    let column = |name: &str| table.numbers(name).unwrap();
    let after = column("follow_up");
    let answered: Vec<_> = after.iter().map(|one| Some(f64::from(one.is_some()))).collect();
    let mut who = Design::with_constant(table.rows());
    for name in ["arm", "baseline", "imd_decile", "age", "female"] {
        who = who.column(name, column(name));
    }
    let chances = glm::fit(&Rows::new(&who, &answered), Family::Logistic).unwrap();
    let mut weights = vec![0.0; table.rows()];
    chances.rows.iter().zip(&chances.fitted).for_each(|(row, p)| weights[*row] = 1.0 / p);
    let design = Design::with_constant(table.rows())
        .column("arm", column("arm"))
        .column("baseline", column("baseline"));
    let rows = Rows { weights: Some(&weights), ..Rows::new(&design, &after) };
    let line = linear::fit(&rows).unwrap();
    let of = |kind| line.coefficient("arm", &kind, Level::P95).unwrap();
    let (plain, better) = (of(Covariance::Hc0), of(Covariance::Hc2));
    (plain.value, plain.se.unwrap(), better.se.unwrap())
}

#[test]
fn the_naive_change_is_called_misleading() {
    let Some((file, answer)) = trial("the_naive_change_is_called_misleading") else { return };
    let naive = named(answer, "Before and after, those with the service");
    assert_eq!(naive.standing, Standing::Misleading);
    assert!(naive.why.contains("3.07") && naive.why.contains("1.68"), "{}", naive.why);
    let text = answer.lines().join("\n");
    let misleading = text.split("MISLEADING").nth(1).unwrap();
    assert!(misleading.contains("3.07"), "{text}");
    let wanted = &file["expected"]["naive_prepost_intervention_arm"];
    assert_change(&naive.estimate, wanted, "with the service");
    near(naive.estimate.statistic().unwrap(), &wanted["t"], "t");
    near(naive.estimate.df.unwrap(), &wanted["df"], "df");
    let waiting = named(answer, "Before and after, those without the service");
    assert_eq!(waiting.standing, Standing::Context);
    assert_change(&waiting.estimate, &file["expected"]["prepost_waitlist_arm"], "waiting");
    let between = named(answer, "Difference of changes").estimate.value;
    near(between, &file["expected"]["difference_of_changes"], "difference of changes");
}

fn assert_change(found: &Estimate, wanted: &Value, what: &str) {
    near(found.value, &wanted["mean_change"], what);
    let (range, limits) = (found.interval.unwrap(), numbers(&wanted["ci95"]));
    assert_near(range.low, limits[0], 1e-6, what);
    assert_near(range.high, limits[1], 1e-6, what);
}

#[test]
fn who_answered_and_how_much_they_count_agree_with_r() {
    let Some((file, answer)) = trial("who_answered_agrees_with_r") else { return };
    let (wanted, found) = (&file["expected"], answer.answering.as_ref().unwrap());
    assert_eq!(found.all.total, wanted["n"].as_u64().unwrap());
    near(found.all.share.unwrap(), &wanted["response_rate"], "response rate");
    let deciles = wanted["response_by_decile"].as_array().unwrap();
    for decile in deciles {
        let name = format!("imd_decile {}", decile["imd_decile"]);
        let group = found.by_group.iter().find(|(group, _)| *group == name).unwrap();
        near(group.1.share.unwrap(), &decile["responded"], &name);
    }
    assert_eq!(deciles.len(), 10);
    assert_model(&found.model, &wanted["response_model"], "response model");
    let (weights, range) = (found.weights.as_ref().unwrap(), numbers(&wanted["ipw_weights_range"]));
    assert_near(weights.least, range[0], 1e-6, "least weight");
    assert_near(weights.most, range[1], 1e-6, "largest weight");
}

#[test]
fn complete_case_models_agree_with_r_and_stand_as_weaker() {
    let Some((file, answer)) = trial("complete_case_models_agree_with_r") else { return };
    let wanted = &file["expected"];
    for (name, key) in [
        ("Those who answered", "ancova_baseline_only_complete_case"),
        ("Those who answered, adjusted", "ancova_adjusted_complete_case"),
    ] {
        let found = named(answer, name);
        assert_model(&found.model, &wanted[key], key);
        assert_eq!(found.standing, Standing::Weaker);
        assert!(found.why.contains("imd_decile"), "{}", found.why);
        assert_eq!(found.basis, Basis { used: 1213, missing: 1787 });
    }
}

#[test]
fn the_effect_by_deprivation_and_averaged_over_everybody_agrees_with_r() {
    let Some((file, answer)) = trial("the_effect_by_deprivation_agrees_with_r") else { return };
    let wanted = &file["expected"];
    let found = &answer.subgroups[0];
    assert_model(&found.model, &wanted["interaction_model"], "interaction");
    let slope = wanted["interaction_model"][6]["Estimate"].clone();
    near(found.slope.as_ref().unwrap().value, &slope, "slope");
    let deciles = numbers(&wanted["effect_by_decile_complete_case"]);
    assert_eq!(found.groups.len(), deciles.len());
    for (group, wanted) in found.groups.iter().zip(deciles) {
        assert_near(group.estimate.unwrap().value, wanted, 1e-6, &group.group);
    }
    let everybody = named(answer, "Standardised to everybody");
    near(everybody.estimate.value, &wanted["g_computation_all_randomised"], "g-computation");
    assert_eq!(everybody.standing, Standing::Supports);
}

#[test]
fn with_everybodys_outcome_the_answer_is_the_oracles() {
    let test = "with_everybodys_outcome_the_answer_is_the_oracles";
    let Some((file, _)) = trial(test) else { return };
    let Some(seen) = reference(test, "datasets/synthetic_sp_trial.csv") else { return };
    let Some(truth) = reference(test, "datasets/synthetic_sp_trial_truth.csv") else { return };
    let full: Vec<&str> =
        truth.lines().skip(1).map(|line| line.split(',').nth(1).unwrap()).collect();
    let mut lines = seen.lines();
    let mut text = format!("{},full\n", lines.next().unwrap());
    lines.zip(full).for_each(|(line, full)| text.push_str(&format!("{line},{full}\n")));
    let plan = Plan::parse(&PLAN.replace("\"follow_up\"", "\"full\"")).unwrap();
    let answer = analyse(&plan, &Table::read(&text, &plan.missing).unwrap()).unwrap();
    assert_eq!(answer.headline.strength, Strength::Randomised);
    assert_model(&answer.headline.model, &file["expected"]["oracle_full_data_ancova"], "oracle");
    let share = named(&answer, "Before and after, those with the service");
    assert_eq!(share.standing, Standing::Misleading);
}

#[test]
fn a_level_for_each_practice_agrees_with_lme4() {
    let test = "a_level_for_each_practice_agrees_with_lme4";
    let Some((file, _)) = trial(test) else { return };
    let Some(text) = reference(test, "datasets/synthetic_sp_trial.csv") else { return };
    let plan = Plan::parse(&PLAN.replace("id = \"id\"", "clusters = \"practice\"")).unwrap();
    let table = Table::read(&text, &plan.missing).unwrap();
    let answer = analyse(&plan, &table).unwrap();
    assert_eq!(answer.headline.strength, Strength::RandomisedWeighted);
    assert!(answer.headline.convention.contains("clustered"), "{}", answer.headline.convention);
    let found = named(&answer, "Mixed model, a level for each cluster");
    let wanted = &file["expected"]["mixed_model_practice"];
    assert_model(&found.model, wanted, "mixed model");
    for term in wanted.as_array().unwrap() {
        let name = term["term"].as_str().unwrap();
        let one = found.model.iter().find(|one| one.name == ours(name)).unwrap();
        near(one.estimate.df.unwrap(), &term["df"], "Satterthwaite's df");
    }
    let design = Design::with_constant(table.rows())
        .column("arm", table.numbers("arm").unwrap())
        .column("baseline", table.numbers("baseline").unwrap())
        .column("imd_decile", table.numbers("imd_decile").unwrap())
        .column("age", table.numbers("age").unwrap())
        .column("female", table.numbers("female").unwrap());
    let practices: Vec<Option<u64>> =
        table.numbers("practice").unwrap().iter().map(|one| one.map(|one| one as u64)).collect();
    let level = Design::with_constant(table.rows());
    let random = [Grouping { name: "practice", groups: &practices, effects: &level }];
    let outcome = table.numbers("follow_up").unwrap();
    let fit = MixedModel { outcome: &outcome, design: &design, random: &random }
        .fit(Criterion::Reml)
        .unwrap();
    let wanted = &file["expected"]["mixed_sd"];
    let between = fit.differences[0].covariance[0][0].sqrt();
    near(between, &wanted[0]["sdcor"], "deviation between practices");
    near(fit.residual_variance.sqrt(), &wanted[1]["sdcor"], "deviation left");
}
