//! Plans of the other designs, on public and synthetic files with known results.

use evidence::analyse::{Plan, Standing, Strength, Table, analyse};

use crate::support::{assert_near, json, number, reference};

#[test]
fn a_stepped_wedge_is_led_by_the_mixed_model_with_calendar_time() {
    let test = "a_stepped_wedge_is_led_by_the_mixed_model_with_calendar_time";
    let Some(file) = json(test, "expected/61_stepped_wedge_analysis.json") else { return };
    let Some(text) = reference(test, "datasets/synthetic_stepped_wedge.csv") else { return };
    let plan = Plan::parse(
        "title = 'Do link workers help?'
        design = 'stepped_wedge'
        clusters = 'cluster'
        outcome = { label = 'Wellbeing', better = 'higher' }
        wave = [{ name = 'over five periods', column = 'y' }]
        time = { column = 'period', treated = 'treat' }",
    )
    .unwrap();
    let answer = analyse(&plan, &Table::read(&text, &plan.missing).unwrap()).unwrap();
    let wanted = file["expected"]["kenward_roger"].as_array().unwrap();
    let wanted = wanted.iter().find(|row| row["term"] == "treat").unwrap();
    let lead = &answer.headline;
    assert_eq!(lead.strength, Strength::SteppedWedge);
    assert_near(lead.estimate.value, number(&wanted["Estimate"]), 1e-5, "effect");
    assert_near(lead.estimate.se.unwrap(), number(&wanted["Std. Error"]), 1e-4, "its error");
    assert_near(lead.estimate.df.unwrap(), number(&wanted["df"]), 1e-4, "its freedom");
    let naive = &file["expected"]["naive_ols_no_period"][1];
    let found = answer.others.iter().find(|one| one.name.contains("left out of account")).unwrap();
    assert_near(found.estimate.value, number(&naive["Estimate"]), 1e-9, "without time");
    assert_ne!(found.standing, Standing::Supports);
}

#[test]
fn an_interrupted_series_is_led_by_its_step_with_course_and_season_equal() {
    let test = "an_interrupted_series_is_led_by_its_step_with_course_and_season_equal";
    let Some(file) = json(test, "expected/08_its_sicily.json") else { return };
    let Some(text) = reference(test, "fetched-data/sicily.csv") else { return };
    let plan = Plan::parse(
        "title = 'Did admissions fall with the smoking ban?'
        design = 'interrupted_series'
        outcome = { label = 'Admissions', better = 'lower', is_count = true }
        wave = [{ name = 'after the ban', column = 'aces' }]
        time = { column = 'time', treated = 'smokban', season = 12, population = 'stdpop' }",
    )
    .unwrap();
    let answer = analyse(&plan, &Table::read(&text, &plan.missing).unwrap()).unwrap();
    let wanted = &file["expected"]["model3_seasonal"]["rr"];
    let lead = &answer.headline;
    assert_eq!(lead.strength, Strength::InterruptedSeries);
    // The reference takes months as strangers; the headline lets errors linger and finds few.
    let strangers = answer.others.iter().find(|one| one.name.contains("strangers")).unwrap();
    assert_near(strangers.estimate.value, number(&wanted["coef"]), 1e-6, "step");
    assert_near(strangers.estimate.se.unwrap(), number(&wanted["se"]), 1e-6, "its error");
    assert!((lead.estimate.value - strangers.estimate.value).abs() < 0.01, "{lead:?}");
    assert!(lead.convention.contains("linger"), "{}", lead.convention);
    let said = answer.sentence();
    assert!(said.contains("0.88 times as many") && said.contains("better"), "{said}");
    let plain = answer.others.iter().find(|one| one.name.contains("all before")).unwrap();
    assert!(plain.estimate.value > lead.estimate.value && plain.shown().starts_with('×'));
}
