//! The whole pathway of an area of 250,000 people over 3 years, 100 replications, on 2 threads.
//!
//! The London borough of the examples with 250,000 residents and link workers in proportion. No
//! peer models this; what is measured is elapsed and CPU time, against 60 seconds on two idle
//! cores. Warm-up and run-out are simulated as well and named.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use anyhow::{Context, Result, anyhow};
use planning::pathway::{Of, Running, Scenario, What, simulate};

use crate::{Options, Row};

const SCENARIO: &str = include_str!("../../../crates/planning/examples/london-borough.toml");
const RESIDENTS: f64 = 250_000.0;
const YEARS: f64 = 3.0;
const DAYS_IN_YEAR: f64 = 365.25;
const THREADS: usize = 2;
/// What the pathway must not take longer than, on two idle cores.
const SECONDS: f64 = 60.0;

pub(crate) fn run(options: &Options) -> Result<Vec<Row>> {
    let replications = if options.quick { 4 } else { 100 };
    let scenario = scenario()?;
    let cancel = AtomicBool::new(false);
    let threads = NonZeroUsize::new(THREADS).context("there are threads")?;
    let (began, cpu_before) = (Instant::now(), cpu_s()?);
    let running =
        Running { threads, cancel: &cancel, replications: Some(replications), progress: None };
    let outcome = simulate(&scenario, running).map_err(|refused| anyhow!("{refused}"))?;
    let (elapsed, cpu_s) = (began.elapsed().as_secs_f64(), cpu_s()? - cpu_before);
    let on_idle = cpu_s / THREADS as f64;
    let referred = outcome.find(What::ReferredYear, Of::All).context("people were referred")?;
    let wait = outcome.find(What::WaitMedian, Of::All).context("people were reached")?;
    let verdict = match (options.quick, on_idle <= SECONDS) {
        (true, _) => "a small part only",
        (false, true) => "within 60 s",
        (false, false) => "MORE THAN 60 s",
    };
    let weeks = |days: f64| (days / 7.0).round();
    Ok(vec![Row {
        what: format!(
            "the pathway of {RESIDENTS} people, {YEARS} years, {replications} replications"
        ),
        ours: outcome.events as f64 / cpu_s,
        unit: "events/CPU s",
        peer: None,
        agreement: format!(
            "{elapsed:.1} s elapsed, {cpu_s:.1} CPU s: {on_idle:.1} s on {THREADS} idle cores, \
             {verdict}; {} events, with {} weeks of warm-up and {} of run-out; {:.0} people \
             referred a year, median wait {:.2} weeks ± {:.2}",
            outcome.events,
            weeks(scenario.run.warm_up_days),
            weeks(scenario.run.run_out_days),
            referred.mean,
            wait.mean,
            wait.half_width()
        ),
    }])
}

fn scenario() -> Result<Scenario> {
    let borough = Scenario::read(SCENARIO).map_err(|problems| anyhow!("{problems}"))?;
    let fte = borough.teams.iter().map(|team| team.fte).sum::<f64>();
    let changes = BTreeMap::from([
        ("area.residents".to_owned(), RESIDENTS),
        ("team.borough.fte".to_owned(), (fte * RESIDENTS / borough.residents).round()),
    ]);
    let mut area = borough.with(&changes).map_err(|problems| anyhow!("{problems}"))?;
    area.run.measured_days = YEARS * DAYS_IN_YEAR;
    Ok(area)
}

/// The CPU seconds of this program so far, with threads that are over.
fn cpu_s() -> Result<f64> {
    /// What Linux tells programs in, on every architecture.
    const TICKS_PER_SECOND: f64 = 100.0;
    let text = std::fs::read_to_string("/proc/self/stat").context("CPU time needs Linux")?;
    // The name of the program is in brackets and may hold spaces; user and system time are the
    // 12th and 13th words after it (proc(5), fields 14 and 15).
    let (_, after) = text.rsplit_once(')').context("a name in brackets")?;
    let times = after.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
    Ok(times.sum::<Result<f64, _>>()? / TICKS_PER_SECOND)
}
