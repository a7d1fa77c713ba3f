//! Ten at work, three priority classes, people who give up: a million arrivals, beside SimPy
//! and Ciw.
//!
//! The same model everywhere: arrivals at random (2, 3 and 4.5 in a unit of time for the first,
//! second and third class), exponential work with mean 1 and patience with mean 5, twenty
//! replications of equal length that begin empty, the first 5 % of each not counted. One thread
//! each. The answers compared are the mean wait of each class and the share that gives up, by
//! their standard errors over the replications; ours are compared with Erlang A as well, which
//! does not mind who is seen first.

use anyhow::{Context, Result, anyhow};
use planning::engine::{Arrivals, Moments, Sampler, Seed, Time};
use planning::formula::erlang_a::erlang_a;
use planning::queue::service::{Class, Service, Span};
use serde_json::Value;

use crate::{Options, Row};
use bench_peer as peer;

const SIMPY: &str = include_str!("../peers/simpy_queue.py");
const CIW: &str = include_str!("../peers/ciw_queue.py");

const REPLICATIONS: u32 = 20;
const RATES: [f64; 3] = [2.0, 3.0, 4.5];
const SERVERS: u32 = 10;
const PATIENCE_MEAN: f64 = 5.0;
const WARM_UP_SHARE: f64 = 0.05;

/// What one program found: the mean waits of three classes and the share that gives up.
struct Found {
    arrivals: f64,
    cpu_s: f64,
    means: Vec<f64>,
    errors: Vec<f64>,
}

pub(crate) fn run(options: &Options) -> Result<Vec<Row>> {
    let arrivals = if options.quick { 40_000 } else { 1_000_000 };
    // Ours is over in a blink; the middle of five runs, which all give the same.
    let mut runs = (0..5).map(|_| simulate(arrivals)).collect::<Result<Vec<_>>>()?;
    runs.sort_by(|one, other| one.cpu_s.total_cmp(&other.cpu_s));
    let ours = runs.swap_remove(2);
    let what = format!("M/M/10, 3 priorities, giving up, {arrivals} arrivals");
    let words = [arrivals.to_string(), REPLICATIONS.to_string()];
    let mut rows = vec![Row {
        what: format!("{what}: beside the formula"),
        ours: ours.arrivals / ours.cpu_s,
        unit: "arrivals/CPU s",
        peer: None,
        agreement: beside_the_formula(&ours)?,
    }];
    for (name, script) in [("SimPy", SIMPY), ("Ciw", CIW)] {
        let answer = peer::run(&options.python, script, &words)?;
        let theirs = answer.as_ref().map(read).transpose()?;
        rows.push(Row {
            what: format!("{what}: {name}"),
            ours: ours.arrivals / ours.cpu_s,
            unit: "arrivals/CPU s",
            peer: Some(theirs.as_ref().map(|theirs| theirs.arrivals / theirs.cpu_s)),
            agreement: theirs.map_or_else(
                || "not installed; see --python".to_owned(),
                |theirs| agreement(&ours, &theirs),
            ),
        });
    }
    Ok(rows)
}

fn service() -> Result<Service> {
    let work = Sampler::exponential(1.0)?;
    let patience = Some(Sampler::exponential(PATIENCE_MEAN)?);
    let class = |rate| {
        let arrivals = Arrivals::steady(rate)?;
        anyhow::Ok(Class { arrivals, work: work.clone(), patience: patience.clone() })
    };
    let classes = RATES.into_iter().map(class).collect::<Result<_>>()?;
    Ok(Service { servers: SERVERS, waiting_most: None, classes })
}

fn simulate(arrivals: u32) -> Result<Found> {
    let service = service()?;
    let length = f64::from(arrivals) / f64::from(REPLICATIONS) / RATES.iter().sum::<f64>();
    let [warm_up, end] = [WARM_UP_SHARE * length, length].map(Time::from_units);
    let mut columns = [Moments::default(); 4];
    let mut came = 0;
    let before = peer::cpu_s()?;
    for replication in 0..REPLICATIONS {
        let seen = service.simulate(Seed(1), replication, Span { warm_up, end });
        for (column, class) in columns.iter_mut().zip(&seen.classes) {
            column.add(class.wait.mean().context("somebody came")?);
        }
        let all = seen.all();
        columns[3].add(all.give_up_share().context("somebody came")?);
        came += seen.arrivals;
    }
    let cpu_s = peer::cpu_s()? - before;
    let means = columns.iter().filter_map(Moments::mean).collect();
    let errors = columns.iter().filter_map(Moments::standard_error).collect();
    Ok(Found { arrivals: came as f64, cpu_s, means, errors })
}

fn read(answer: &Value) -> Result<Found> {
    let number = |name: &str| answer[name].as_f64().with_context(|| format!("no {name}"));
    let numbers = |name: &str| {
        let list = answer[name].as_array().with_context(|| format!("no {name}"))?;
        list.iter().map(|item| item.as_f64().context("a number")).collect::<Result<Vec<_>>>()
    };
    Ok(Found {
        arrivals: number("arrivals")?,
        cpu_s: number("cpu_s")?,
        means: numbers("means")?,
        errors: numbers("errors")?,
    })
}

/// The largest distance between two answers, in standard errors of the difference.
fn agreement(ours: &Found, theirs: &Found) -> String {
    let errors = ours.errors.iter().zip(&theirs.errors).map(|(ours, theirs)| ours.hypot(*theirs));
    let distances = ours.means.iter().zip(&theirs.means).map(|(ours, theirs)| ours - theirs);
    let worst = distances.zip(errors).map(|(away, error)| (away / error).abs()).fold(0.0, f64::max);
    let listed =
        |means: &[f64]| means.iter().map(|mean| format!("{mean:.4}")).collect::<Vec<_>>().join(" ");
    format!(
        "largest distance {worst:.1} standard errors{}; waits and share giving up: {}, theirs {}",
        if worst <= 3.0 { "" } else { " (MORE THAN 3)" },
        listed(&ours.means),
        listed(&theirs.means)
    )
}

/// The share that gives up does not depend on who is seen first: Erlang A says it.
fn beside_the_formula(ours: &Found) -> Result<String> {
    let theory = erlang_a(RATES.iter().sum(), 1.0, SERVERS, 1.0 / PATIENCE_MEAN)
        .map_err(|refused| anyhow!("{refused}"))?;
    let (Some(mean), Some(error)) = (ours.means.last(), ours.errors.last()) else {
        return Err(anyhow!("no share that gives up"));
    };
    let away = ((mean - theory.give_up_share) / error).abs();
    Ok(format!(
        "share giving up {mean:.5}, by Erlang A {:.5}: {away:.1} standard errors{}",
        theory.give_up_share,
        if away <= 3.0 { "" } else { " (MORE THAN 3)" }
    ))
}
