//! Waiting times against R's survival.

use evidence::Level;
use evidence::linear::Design;
use evidence::survival::{Survival, cox, kaplan_meier, log_rank};

use crate::support::{Table, assert_near, json, number, numbers, table};

fn times(data: &Table) -> (Vec<Option<f64>>, Vec<Option<bool>>) {
    let happened = data.numbers("status").into_iter().map(|status| Some(status? == 2.0));
    (data.numbers("time"), happened.collect())
}

fn assert_median(found: &Survival, wanted: [f64; 3]) {
    let median = [found.median.time, found.median.low, found.median.high];
    assert_eq!(median, wanted.map(Some));
}

#[test]
fn the_share_still_waiting_agrees_with_r() {
    let test = "the_share_still_waiting_agrees_with_r";
    let Some(file) = json(test, "expected/14_survival_lung.json") else { return };
    let Some(data) = table(test, "datasets/lung.csv") else { return };
    let (time, happened) = times(&data);
    let wanted = &file["expected"];
    let found = kaplan_meier(&time, &happened, Level::P95).unwrap();
    let of = &wanted["overall"];
    let limits = numbers(&of["ci95_log"]);
    assert_median(&found, [number(&of["median"]), limits[0], limits[1]]);
    assert_eq!(found.events as f64, number(&of["events"]));
    for row in wanted["at"].as_array().unwrap() {
        let step = found.at(number(&row["t"]));
        let range = step.interval.unwrap();
        assert_eq!(step.at_risk as f64, number(&row["n_risk"]));
        for (key, found) in
            [("surv", step.share), ("se", step.se), ("lo", range.low), ("hi", range.high)]
        {
            assert_near(found, number(&row[key]), 1e-6, key);
        }
    }
    let until = found.last_time();
    for (sex, row) in [(1.0, 0), (2.0, 1)] {
        let of = &wanted["by_sex"][row];
        let own = data.numbers("sex").into_iter().map(|value| value == Some(sex));
        let time: Vec<_> = time.iter().zip(own).map(|(time, own)| time.filter(|_| own)).collect();
        let found = kaplan_meier(&time, &happened, Level::P95).unwrap();
        for key in ["records", "n.max", "n.start"] {
            assert_eq!(found.basis.used as f64, number(&of[key]), "{key}");
        }
        assert_eq!(found.events as f64, number(&of["events"]));
        assert_median(&found, ["median", "0.95LCL", "0.95UCL"].map(|key| number(&of[key])));
        let (mean, se) = found.mean_until(until);
        assert_near(mean, number(&of["rmean"]), 1e-6, "mean");
        assert_near(se, number(&of["se(rmean)"]), 1e-6, "se of the mean");
    }
}

#[test]
fn the_log_rank_test_and_coxs_hazards_agree_with_r() {
    let test = "the_log_rank_test_and_coxs_hazards_agree_with_r";
    let Some(file) = json(test, "expected/14_survival_lung.json") else { return };
    let Some(data) = table(test, "datasets/lung.csv") else { return };
    let (time, happened) = times(&data);
    let wanted = &file["expected"];
    let found = log_rank(&time, &happened, &data.words("sex")).unwrap();
    let of = &wanted["logrank"];
    assert_near(found.chi_squared, number(&of["chisq"]), 1e-6, "chi-squared");
    assert_near(found.p, number(&of["p"]), 1e-6, "p");
    assert_eq!(found.df as f64, number(&of["df"]));
    for (at, group) in found.groups.iter().enumerate() {
        assert_eq!(group.observed as f64, numbers(&of["obs"])[at]);
        assert_near(group.expected, numbers(&of["exp"])[at], 1e-6, &group.name);
    }
    let mut design = Design::new(data.len());
    for name in ["age", "sex", "ph.ecog"] {
        design = design.column(name, data.numbers(name));
    }
    let found = cox(&time, &happened, &design, Level::P95).unwrap();
    assert_eq!((found.basis.used, found.basis.missing), (227, 1));
    let logs = numbers(&wanted["cox_loglik"]);
    assert_near(found.null_log_likelihood, logs[0], 1e-9, "log-likelihood without columns");
    assert_near(found.log_likelihood, logs[1], 1e-9, "log-likelihood");
    let rows = wanted["cox_efron"].as_array().unwrap();
    assert_eq!(found.coefficients.len(), rows.len());
    for (one, row) in found.coefficients.iter().zip(rows) {
        assert_eq!(one.name, row["term"].as_str().unwrap());
        for (key, found) in [
            ("coef", one.estimate.value),
            ("exp(coef)", one.estimate.ratio().value),
            ("se(coef)", one.estimate.se.unwrap()),
            ("z", one.estimate.statistic().unwrap()),
            ("Pr(>|z|)", one.estimate.p.unwrap()),
        ] {
            assert_near(found, number(&row[key]), 1e-6, &format!("{}, {key}", one.name));
        }
    }
}
