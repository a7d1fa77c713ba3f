//! Greedy one-to-one matching within a caliper: 20,713 of 100,000 people, beside MatchIt.
//!
//! Both take a score and a group for each person, the highest score choosing first, and give the
//! pairs; MatchIt's counts its call of `matchit`, which also keeps a copy of the data. The pairs
//! are compared one by one. Ours is repeated, because one run is too short to be measured well.

use anyhow::{Context, Result, anyhow};
use evidence::pairing::{Choice, Order, Pairs, Rule, caliper, pair};
use serde_json::Value;

use crate::{Options, Row};
use bench_peer::{self as peer, number};

const SCRIPT: &str = include_str!("../peers/matching.R");
const PRIME: u64 = 2_147_483_647;
const TIMES: u32 = 10;

pub(crate) fn run(options: &Options) -> Result<Vec<Row>> {
    let (people, helped) = if options.quick { (5_000, 1_036) } else { (100_000, 20_713) };
    let (score, group) = columns(people, helped);
    let mut found = None;
    let before = peer::cpu_s()?;
    for _ in 0..TIMES {
        let width = caliper(&score, 0.2).context("a spread")?.floor();
        let rule =
            Rule { order: Order::HighestFirst, choice: Choice::Nearest, caliper: Some(width) };
        found = Some(pair(&score, &group, rule).map_err(|why| anyhow!("{why}"))?);
    }
    let ours_s = (peer::cpu_s()? - before) / f64::from(TIMES);
    let found = found.context("pairs")?;
    let words = [people.to_string(), helped.to_string()];
    let theirs = peer::run(&options.rscript, SCRIPT, &words)?;
    let agreement = match &theirs {
        None => format!("ours alone: {} pairs", found.pairs.len()),
        Some(answer) => agreement(&found, &group, answer)?,
    };
    let peer = match &theirs {
        Some(answer) => {
            let version = answer["version"].as_str().unwrap_or_default();
            Some((format!("MatchIt {version}"), number(answer, "cpu_s")?))
        }
        None => None,
    };
    let what = format!("greedy 1:1 caliper matching, {helped} of {people} people");
    Ok(vec![Row { what, ours_s, peer, agreement }])
}

type Columns = (Vec<Option<f64>>, Vec<Option<bool>>);

/// The same scores and groups as the script makes: no file between them.
fn columns(people: usize, helped: usize) -> Columns {
    let square = |at: u64| at * at % PRIME;
    let score = |at: u64| square(at) * 48_271 % PRIME;
    let other = |at: u64| (square(at) * 69_621 + at * 16_807) % PRIME;
    let mut order: Vec<u64> = (1..=people as u64).collect();
    order.sort_by_key(|at| std::cmp::Reverse(2 * score(*at) + other(*at)));
    let mut group = vec![Some(false); people];
    for at in &order[..helped] {
        group[*at as usize - 1] = Some(true);
    }
    ((1..=people as u64).map(|at| Some(score(at) as f64)).collect(), group)
}

/// How many who were helped have the same partner, or none, on both sides.
fn agreement(found: &Pairs, group: &[Option<bool>], answer: &Value) -> Result<String> {
    let theirs = answer["chosen"].as_array().context("MatchIt's pairs")?;
    let mut ours = vec![0; group.len()];
    for (one, other) in &found.pairs {
        ours[*one] = other + 1;
    }
    let helped = (0..group.len()).filter(|row| group[*row] == Some(true));
    let same = helped.zip(theirs).filter(|(row, other)| other.as_u64() == Some(ours[*row] as u64));
    Ok(format!(
        "{} of {} the same; {} pairs, {} without",
        same.count(),
        theirs.len(),
        found.pairs.len(),
        found.without.len()
    ))
}
