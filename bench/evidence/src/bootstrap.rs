//! The bootstrap of a difference of means: 10,000 replicates of 100,000 rows, beside numpy.
//!
//! Both draw, for each replicate, as many rows as each group has, with replacement, and take the
//! difference of means. numpy draws an index for each (`Generator.integers` with PCG64, 32 bits,
//! the fastest of its ways); ours says how it draws in `evidence::bootstrap`. One thread each.

use anyhow::{Result, anyhow};
use evidence::Level;
use evidence::bootstrap::{Limits, Plan, mean_difference};

use crate::{Options, Row};
use bench_peer::{self as peer, number};

const SCRIPT: &str = include_str!("../peers/bootstrap.py");

pub(crate) fn run(options: &Options) -> Result<Vec<Row>> {
    let (rows, replicates) = if options.quick { (10_000, 500) } else { (100_000, 10_000) };
    // Both sides make the same column: no file between them.
    let value = |at: usize, scale: f64| {
        let share = (at as f64 * 0.618_033_988_749_894_9).fract();
        Some(scale * (1.0 - share).ln())
    };
    let first: Vec<_> = (0..rows / 2).map(|at| value(at, -1.1)).collect();
    let second: Vec<_> = (0..rows / 2).map(|at| value(at, -1.0)).collect();
    let plan =
        Plan { replicates, seed: 1, level: Level::P95, limits: Limits::Percentile, threads: 1 };
    let before = peer::cpu_s()?;
    let ours = mean_difference(&first, &second, &plan).map_err(|why| anyhow!("{why}"))?;
    let ours_s = peer::cpu_s()? - before;
    let range = ours.interval.ok_or_else(|| anyhow!("no range"))?;
    let words = [rows.to_string(), replicates.to_string()];
    let theirs = peer::run(&options.python, SCRIPT, &words)?;
    let agreement = match &theirs {
        None => format!("ours alone: {:.5} to {:.5}", range.low, range.high),
        Some(answer) => format!(
            "95% {:.5} to {:.5}, theirs {:.5} to {:.5}; SE ratio {:.3}",
            range.low,
            range.high,
            number(answer, "low")?,
            number(answer, "high")?,
            ours.se / number(answer, "se")?
        ),
    };
    let peer = match &theirs {
        Some(answer) => Some(("numpy".to_owned(), number(answer, "cpu_s")?)),
        None => None,
    };
    let what = format!("bootstrap of a mean difference, {replicates} × {rows} rows");
    Ok(vec![Row { what, ours_s, peer, agreement }])
}
