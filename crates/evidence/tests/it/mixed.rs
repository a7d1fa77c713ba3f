//! Linear mixed models and estimating equations against lme4, lmerTest, pbkrtest and geepack.

use evidence::Level;
use evidence::gee::exchangeable;
use evidence::linear::{Coefficient, Covariance, Design, Rows, fit};
use evidence::mixed::{Criterion, Freedom, Grouping, MixedFit, MixedModel, compare};
use serde_json::Value;

use crate::support::{Table, assert_near, assert_table, json, number, numbers, table};

/// Variances, and the standard errors that hang on them, agree this well, estimates ten times
/// better. Ours are the more likely ones: lme4's search stops a little before the top.
const VARIANCES: f64 = 1e-4;

/// A column of whole numbers as the names of groups.
fn groups(data: &Table, name: &str) -> Vec<Option<u64>> {
    data.numbers(name).into_iter().map(|value| value.map(|value| value as u64)).collect()
}

/// Fixed effects as lmerTest prints them: estimates at one tolerance, the rest at another.
fn assert_fixed(found: &[Coefficient], wanted: &Value, tolerance: f64) {
    let wanted = wanted.as_array().unwrap();
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(wanted) {
        let one = &found.estimate;
        for (key, value) in wanted.as_object().unwrap() {
            let (ours, tolerance) = match key.as_str() {
                "term" => continue,
                "Estimate" => (one.value, tolerance),
                "Std. Error" => (one.se.unwrap(), VARIANCES),
                "t value" => (one.statistic().unwrap(), VARIANCES),
                "df" => (one.df.unwrap(), VARIANCES),
                // A probability in the far tail moves by more than its statistic does.
                "Pr(>|t|)" => {
                    (one.p.unwrap(), VARIANCES * (1.0 + one.statistic().unwrap().powi(2)))
                }
                other => panic!("nothing of ours is called {other}"),
            };
            assert_near(ours, number(value), tolerance, &format!("{}, {key}", found.name));
        }
    }
}

/// Every row of lme4's table of variances.
fn assert_variances(found: &MixedFit, wanted: &Value) {
    for row in wanted.as_array().unwrap() {
        let (group, vcov) = (row["grp"].as_str().unwrap(), number(&row["vcov"]));
        let sdcor = number(&row["sdcor"]);
        if group == "Residual" {
            assert_near(found.residual_variance, vcov, VARIANCES, "residual");
            assert_near(found.residual_variance.sqrt(), sdcor, VARIANCES, "residual sd");
            continue;
        }
        let of = found.differences.iter().find(|one| one.name == group).unwrap();
        let at = |name: &str| {
            let name = if name == "(Intercept)" { "constant" } else { name };
            of.columns.iter().position(|column| column == name).unwrap()
        };
        let one = at(row["var1"].as_str().unwrap());
        let (value, second) = match row["var2"].as_str() {
            None => (of.covariance[one][one], of.covariance[one][one].sqrt()),
            Some(other) => {
                let other = at(other);
                (of.covariance[one][other], of.correlation(one, other).unwrap())
            }
        };
        assert_near(value, vcov, VARIANCES, &format!("{group}: {row}"));
        assert_near(second, sdcor, VARIANCES, &format!("{group}: {row}"));
    }
}

#[test]
fn random_slopes_of_the_sleep_study_agree_with_lme4() {
    let test = "random_slopes_of_the_sleep_study_agree_with_lme4";
    let Some(file) = json(test, "expected/03_lmm_sleepstudy.json") else { return };
    let Some(data) = table(test, "datasets/sleepstudy.csv") else { return };
    let wanted = &file["expected"];
    let (outcome, people) = (data.numbers("Reaction"), groups(&data, "Subject"));
    let constant = Design::with_constant(data.len());
    let design = constant.clone().column("Days", data.numbers("Days"));
    let fit = |effects: &Design, criterion| {
        let random = [Grouping { name: "Subject", groups: &people, effects }];
        MixedModel { outcome: &outcome, design: &design, random: &random }.fit(criterion).unwrap()
    };
    let satterthwaite =
        |fit: &MixedFit| fit.coefficients(Freedom::Satterthwaite, Level::P95).unwrap();

    let reml = fit(&design, Criterion::Reml);
    assert!(reml.warnings.is_empty(), "{:?}", reml.warnings);
    assert_fixed(&satterthwaite(&reml), &wanted["REML"]["fixed"], 1e-5);
    assert_fixed(&satterthwaite(&reml), &wanted["REML"]["satterthwaite"], 1e-5);
    let kenward_roger = reml.coefficients(Freedom::KenwardRoger, Level::P95).unwrap();
    assert_fixed(&kenward_roger, &wanted["REML"]["kenward_roger"], 1e-5);
    assert_variances(&reml, &wanted["REML"]["varcomp"]);
    assert_near(reml.deviance, number(&wanted["REML"]["reml_criterion"]), 1e-9, "criterion");
    let effects = reml.group_effects().unwrap();
    for (found, wanted) in effects.iter().zip(wanted["REML"]["blup_first3"].as_array().unwrap()) {
        for (found, wanted) in found.effects.iter().zip(numbers(wanted)) {
            assert_near(*found, wanted, VARIANCES, "a person's own effect");
        }
    }

    let ml = fit(&design, Criterion::MaximumLikelihood);
    assert_fixed(&satterthwaite(&ml), &wanted["ML"]["fixed"], 1e-5);
    assert_variances(&ml, &wanted["ML"]["varcomp"]);
    for (found, name) in [
        (ml.log_likelihood(), "logLik"),
        (ml.aic(), "AIC"),
        (ml.bic(), "BIC"),
        (ml.deviance, "deviance"),
    ] {
        assert_near(found, number(&wanted["ML"][name]), 1e-8, name);
    }

    assert!(ml.deviance <= number(&wanted["ML"]["deviance"]) + 1e-9);

    let plain = fit(&constant, Criterion::Reml);
    let of = &wanted["random_intercept_only_REML"];
    assert_fixed(&satterthwaite(&plain), &of["fixed"], 1e-5);
    assert_variances(&plain, &of["varcomp"]);
    assert_near(plain.share_between().unwrap(), number(&of["ICC"]), VARIANCES, "ICC");
    assert_near(plain.deviance, number(&of["reml_criterion"]), 1e-9, "criterion");

    let plain = fit(&constant, Criterion::MaximumLikelihood);
    let found = compare(&plain, &ml).unwrap();
    let of = &wanted["LRT_slope"];
    assert_near(found.chi_squared, number(&of["chisq"]), 1e-5, "chi-squared");
    assert_eq!(found.df as u64, of["df"].as_u64().unwrap());
    assert_near(found.p, number(&of["p"]), VARIANCES, "p");
}

#[test]
fn a_stepped_wedge_analysed_by_mixed_models_agrees_with_lme4() {
    let test = "a_stepped_wedge_analysed_by_mixed_models_agrees_with_lme4";
    let Some(file) = json(test, "expected/61_stepped_wedge_analysis.json") else { return };
    let Some(data) = table(test, "datasets/synthetic_stepped_wedge.csv") else { return };
    let wanted = &file["expected"];
    let (outcome, clusters) = (data.numbers("y"), groups(&data, "cluster"));
    let cells: Vec<Option<u64>> = clusters
        .iter()
        .zip(groups(&data, "period"))
        .map(|(cluster, period)| Some((*cluster)? * 100 + period?))
        .collect();
    let constant = Design::with_constant(data.len());
    let design = constant
        .clone()
        .groups("period", &data.words("period"), "1")
        .column("treat", data.numbers("treat"));
    let cluster = Grouping { name: "cluster", groups: &clusters, effects: &constant };
    let cell = Grouping { name: "cp", groups: &cells, effects: &constant };
    let fit = |random: &[Grouping]| {
        let model = MixedModel { outcome: &outcome, design: &design, random };
        model.fit(Criterion::Reml).unwrap()
    };

    let found = fit(&[cluster]);
    let satterthwaite = found.coefficients(Freedom::Satterthwaite, Level::P95).unwrap();
    assert_fixed(&satterthwaite, &wanted["hussey_hughes"], 1e-4);
    assert_variances(&found, &wanted["varcomp"]);
    assert_near(found.share_between().unwrap(), number(&wanted["icc"]), 1e-4, "icc");
    assert_near(found.deviance, number(&wanted["reml"]), 1e-8, "criterion");
    let kenward_roger = found.coefficients(Freedom::KenwardRoger, Level::P95).unwrap();
    assert_fixed(&kenward_roger, &wanted["kenward_roger"], 1e-4);

    let found = fit(&[cell, cluster]);
    let satterthwaite = found.coefficients(Freedom::Satterthwaite, Level::P95).unwrap();
    assert_fixed(&satterthwaite, &wanted["cluster_period"], 1e-4);
    assert_variances(&found, &wanted["cluster_period_varcomp"]);
    assert!(found.warnings.contains(&evidence::Warning::NoVariance("cp".to_owned())));
}

#[test]
fn a_stepped_wedge_analysed_by_estimating_equations_agrees_with_geepack() {
    let test = "a_stepped_wedge_analysed_by_estimating_equations_agrees_with_geepack";
    let Some(file) = json(test, "expected/61_stepped_wedge_analysis.json") else { return };
    let Some(data) = table(test, "datasets/synthetic_stepped_wedge.csv") else { return };
    let outcome = data.numbers("y");
    let design = Design::with_constant(data.len())
        .groups("period", &data.words("period"), "1")
        .column("treat", data.numbers("treat"));
    let found =
        exchangeable(&Rows::new(&design, &outcome), &groups(&data, "cluster"), Level::P95).unwrap();
    let wanted = file["expected"]["gee"].as_array().unwrap();
    assert_eq!(found.coefficients.len(), wanted.len());
    for (one, wanted) in found.coefficients.iter().zip(wanted) {
        let (found, name) = (&one.estimate, &one.name);
        assert_near(found.value, number(&wanted["Estimate"]), 1e-4, name);
        assert_near(found.se.unwrap(), number(&wanted["Std.err"]), 1e-4, name);
        let wald = found.statistic().unwrap().powi(2);
        assert_near(wald, number(&wanted["Wald"]), 2e-4, name);
        let p = number(&wanted["Pr(>|W|)"]);
        assert!((found.p.unwrap() - p).abs() <= 1e-4 * p * (1.0 + wald) + 1e-16, "{name}");
    }
    assert!(found.correlation > 0.0 && found.correlation < 1.0);

    let treat = Design::with_constant(data.len()).column("treat", data.numbers("treat"));
    let naive = fit(&Rows::new(&treat, &outcome)).unwrap();
    let naive = naive.coefficients(&Covariance::Classical, Level::P95).unwrap();
    assert_table(&naive, &file["expected"]["naive_ols_no_period"], 1e-9);
}

#[test]
fn the_follow_up_with_dropout_agrees_with_lmertest() {
    let test = "the_follow_up_with_dropout_agrees_with_lmertest";
    let Some(file) = json(test, "expected/63_longitudinal_followup.json") else { return };
    let Some(data) = table(test, "datasets/synthetic_longitudinal.csv") else { return };
    let wanted = &file["expected"];
    let (outcome, people) = (data.numbers("score"), groups(&data, "id"));
    let (arm, month) = (data.full("arm"), data.full("month"));
    let times = |other: &[f64]| arm.iter().zip(other).map(|(a, b)| Some(a * b)).collect::<Vec<_>>();
    for row in wanted["observed_by_month"].as_array().unwrap() {
        let (of_month, of_arm) = (number(&row["month"]), number(&row["arm"]));
        let is_there =
            |at: &usize| month[*at] == of_month && arm[*at] == of_arm && outcome[*at].is_some();
        let found = (0..outcome.len()).filter(is_there).count();
        assert_eq!(found as u64, row["score"].as_u64().unwrap());
    }
    let constant = Design::with_constant(data.len());
    let straight = constant
        .clone()
        .numbers("arm", &arm)
        .numbers("month", &month)
        .column("arm:month", times(&month));
    let slopes = constant.clone().numbers("month", &month);
    let mut by_month = constant.clone().numbers("arm", &arm);
    let is_month = |at: f64| month.iter().map(|m| f64::from(*m == at)).collect::<Vec<f64>>();
    for at in [4.0, 8.0, 12.0] {
        by_month = by_month.numbers(&format!("month {at}"), &is_month(at));
    }
    for at in [4.0, 8.0, 12.0] {
        by_month = by_month.column(&format!("arm:month {at}"), times(&is_month(at)));
    }
    for (design, effects, name) in [
        (&straight, &slopes, "random_slope"),
        (&straight, &constant, "random_intercept"),
        (&by_month, &constant, "categorical_time"),
    ] {
        let random = [Grouping { name: "id", groups: &people, effects }];
        let model = MixedModel { outcome: &outcome, design, random: &random };
        let found = model.fit(Criterion::Reml).unwrap();
        assert_eq!(found.basis.used as u64, wanted["n_obs"].as_u64().unwrap());
        let of = &wanted[name];
        let coefficients = found.coefficients(Freedom::Satterthwaite, Level::P95).unwrap();
        assert_fixed(&coefficients, &of["fixed"], 1e-4);
        if of.get("varcomp").is_some() {
            assert_variances(&found, &of["varcomp"]);
        }
        assert_near(found.deviance, number(&of["reml"]), 1e-8, name);
    }
}
