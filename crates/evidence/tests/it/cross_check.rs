//! The same quantities by R and by Python's statsmodels, and ours beside both.
//!
//! A program can be wrong in the way its neighbour is. Each of the twenty rows must lie near both,
//! no further from Python than R itself does, at the tolerance of the method.

use evidence::Level;
use evidence::difference_in_differences::{Clustering, Panel, difference_in_differences};
use evidence::glm::{self, Family};
use evidence::interrupted_series::{Errors, Series, Shape, interruption};
use evidence::linear::{self, Covariance, Design, Rows};
use evidence::mixed::{Criterion, Freedom, Grouping, MixedModel};
use evidence::power::stepped_wedge::{Wedge, power};
use evidence::survival::cox;

use crate::support::{Table, assert_near, json, number, table};

/// What we find, by the row's name, with the tolerance of the method.
type Found = Vec<(&'static str, f64, f64)>;

fn some(values: Vec<f64>) -> Vec<Option<f64>> {
    values.into_iter().map(Some).collect()
}

fn data(name: &str) -> Table {
    table("the_twenty_rows", name).unwrap()
}

fn sleep() -> Found {
    let data = data("datasets/sleepstudy.csv");
    let outcome = data.numbers("Reaction");
    let people: Vec<Option<u64>> =
        data.full("Subject").iter().map(|person| Some(*person as u64)).collect();
    let design = Design::with_constant(data.len()).column("Days", data.numbers("Days"));
    let random = [Grouping { name: "Subject", groups: &people, effects: &design }];
    let model = MixedModel { outcome: &outcome, design: &design, random: &random };
    let found = model.fit(Criterion::Reml).unwrap();
    let days = found.coefficients(Freedom::Satterthwaite, Level::P95).unwrap()[1].estimate;
    vec![
        ("lmm fixed Days", days.value, 1e-5),
        ("lmm se Days", days.se.unwrap(), 1e-4),
        ("lmm var intercept", found.differences[0].covariance[0][0], 1e-4),
        ("lmm residual var", found.residual_variance, 1e-4),
        ("lmm REML criterion", found.deviance, 1e-9),
    ]
}

fn lalonde() -> Found {
    let data = data("datasets/lalonde.csv");
    let treated = data.full("treat");
    let mut design = Design::with_constant(data.len());
    for name in ["age", "educ", "married", "nodegree", "re74", "re75"] {
        design = design.column(name, data.numbers(name));
    }
    let design = design.groups("race", &data.words("race"), "black");
    let found = glm::fit(&Rows::new(&design, &some(treated.clone())), Family::Logistic).unwrap();
    let weights: Vec<f64> =
        treated.iter().zip(&found.fitted).map(|(t, p)| t + (1.0 - t) * p / (1.0 - p)).collect();
    let earned = data.full("re78");
    let mean = |is_treated: f64| {
        let own = (0..earned.len()).filter(|row| treated[*row] == is_treated);
        let (sum, all) = own.fold((0.0, 0.0), |(sum, all), row| {
            (sum + weights[row] * earned[row], all + weights[row])
        });
        sum / all
    };
    let largest = found.fitted.iter().copied().fold(0.0, f64::max);
    vec![("lalonde ps max", largest, 1e-6), ("lalonde IPW ATT", mean(1.0) - mean(0.0), 1e-6)]
}

fn sicily() -> Found {
    let data = data("fetched-data/sicily.csv");
    let (count, out_of) = (data.numbers("aces"), data.full("stdpop"));
    let series = Series { count: &count, out_of: Some(&out_of), starts_at: 36 };
    let shape =
        Shape { has_slope_change: false, harmonics: 2, periods_a_year: 12, first_period: 1 };
    let step = interruption(&series, &shape, Errors::QuasiPoisson, Level::P95).unwrap().step;
    vec![("ITS log RR", step.value, 1e-6), ("ITS se", step.se.unwrap(), 1e-6)]
}

fn donations() -> Found {
    let data = data("datasets/organ_donations.csv");
    let states: Vec<String> = data.words("State").into_iter().flatten().collect();
    let place: Vec<&str> = states.iter().map(String::as_str).collect();
    let period: Vec<i64> = data.full("Quarter_Num").iter().map(|at| *at as i64).collect();
    let has_started: Vec<bool> =
        place.iter().zip(&period).map(|(place, at)| *place == "California" && *at >= 4).collect();
    let outcome = data.numbers("Rate");
    let panel =
        Panel { place: &place, period: &period, has_started: &has_started, outcome: &outcome };
    let effect =
        difference_in_differences(&panel, Clustering::EveryColumn, Level::P95).unwrap().effect;
    vec![("DiD", effect.value, 1e-9), ("DiD se (all k)", effect.se.unwrap(), 1e-9)]
}

fn school() -> Found {
    let data = data("datasets/quine.csv");
    let design = Design::with_constant(data.len())
        .groups("Eth", &data.words("Eth"), "A")
        .groups("Sex", &data.words("Sex"), "F")
        .groups("Age", &data.words("Age"), "F0")
        .groups("Lrn", &data.words("Lrn"), "AL");
    let rows = data.numbers("Days");
    let found = glm::fit(&Rows::new(&design, &rows), Family::NegativeBinomial).unwrap();
    vec![
        ("negbin theta", found.theta.unwrap().value, 1e-6),
        ("negbin EthN", found.effects[1], 1e-6),
    ]
}

fn lung() -> Found {
    let data = data("datasets/lung.csv");
    let happened: Vec<Option<bool>> =
        data.numbers("status").into_iter().map(|status| Some(status? == 2.0)).collect();
    let mut design = Design::new(data.len());
    for name in ["age", "sex", "ph.ecog"] {
        design = design.column(name, data.numbers(name));
    }
    let found = cox(&data.numbers("time"), &happened, &design, Level::P95).unwrap();
    vec![("cox age", found.coefficients[0].estimate.value, 1e-6)]
}

fn trials() -> Found {
    let anorexia = data("datasets/anorexia.csv");
    let design = Design::with_constant(anorexia.len())
        .groups("Treat", &anorexia.words("Treat"), "CBT")
        .column("Prewt", anorexia.numbers("Prewt"));
    let weight = linear::fit(&Rows::new(&design, &anorexia.numbers("Postwt"))).unwrap();
    let waiting = data("datasets/synthetic_sp_trial.csv");
    let design = Design::with_constant(waiting.len())
        .column("arm", waiting.numbers("arm"))
        .column("baseline", waiting.numbers("baseline"));
    let score = linear::fit(&Rows::new(&design, &waiting.numbers("follow_up"))).unwrap();
    vec![("ancova Cont", weight.effects[1], 1e-9), ("synthetic ANCOVA arm", score.effects[1], 1e-9)]
}

fn smokers() -> Found {
    let data = data("datasets/nhefs_subset.csv");
    let quit = data.full("qsmk");
    let mut design = Design::with_constant(data.len());
    for name in ["sex", "race"] {
        design = design.column(name, data.numbers(name));
    }
    for name in ["age", "smokeintensity", "smokeyrs", "wt71"] {
        let column = data.numbers(name);
        let square: Vec<Option<f64>> = column.iter().map(|x| x.map(|x| x * x)).collect();
        design = design.column(name, column).column(&format!("{name} squared"), square);
    }
    for (name, first) in [("education", "1"), ("exercise", "0"), ("active", "0")] {
        design = design.groups(name, &data.words(name), first);
    }
    let outcome = data.numbers("wt82_71");
    // Only those with an outcome decide who was likely to quit.
    let known: Vec<Option<f64>> =
        quit.iter().zip(&outcome).map(|(quit, outcome)| outcome.map(|_| *quit)).collect();
    let found = glm::fit(&Rows::new(&design, &known), Family::Logistic).unwrap();
    let mut weights = vec![0.0; data.len()];
    for (row, p) in found.rows.iter().zip(&found.fitted) {
        weights[*row] = if quit[*row] == 1.0 { 1.0 / p } else { 1.0 / (1.0 - p) };
    }
    let design = Design::with_constant(data.len()).numbers("quit", &quit);
    let rows = Rows { weights: Some(&weights), ..Rows::new(&design, &outcome) };
    let line = linear::fit(&rows).unwrap();
    let effect = line.coefficient("quit", &Covariance::Hc0, Level::P95).unwrap();
    vec![("nhefs IPW", effect.value, 1e-7), ("nhefs IPW robust se", effect.se.unwrap(), 1e-7)]
}

/// Without the far tail, as Hussey and Hughes write it and the Python does.
fn wedges() -> Found {
    let one = |steps: &[u32], people, variance_within, variance_between, effect| {
        let clusters_per_step = steps.to_vec();
        let wedge = Wedge { clusters_per_step, people, variance_within, variance_between };
        power(&wedge, effect, 0.05).unwrap().power
    };
    let name = |at| match at {
        1 => "stepped wedge power ex1 (closed form vs swCRTdesign)",
        _ => "stepped wedge power ex2 (closed form vs swCRTdesign)",
    };
    // The other program adds the far tail, so its row is as far off as the file says.
    vec![
        (name(1), one(&[6; 4], 100.0, 0.0475, 0.000_225, 0.032 - 0.05), 1e-9),
        (name(2), one(&[2; 5], 15.0, 4.84, 0.16, 6.4 - 6.0), 1e-9),
    ]
}

#[test]
fn the_twenty_rows_lie_near_r_and_near_python() {
    let test = "the_twenty_rows_lie_near_r_and_near_python";
    let Some(file) = json(test, "expected/99_crosscheck.json") else { return };
    let parts = [sleep, lalonde, sicily, donations, school, lung, trials, smokers, wedges];
    let found: Found = parts.iter().flat_map(|part| part()).collect();
    let rows = file["rows"].as_array().unwrap();
    assert_eq!(found.len(), rows.len());
    for row in rows {
        let what = row["what"].as_str().unwrap();
        let (_, value, tolerance) = found.iter().find(|one| one.0 == what).unwrap();
        let (python, r) = (number(&row["python"]), number(&row["R"]));
        let apart = number(&row["rel_diff"]);
        assert_near((python - r).abs() / r.abs(), apart, 1e-3, what);
        // Programs that differ from each other cannot both be met more closely than that.
        assert_near(*value, r, tolerance + 1.01 * apart, &format!("{what}, R"));
        assert_near(*value, python, tolerance + 1.01 * apart, &format!("{what}, Python"));
    }
}
