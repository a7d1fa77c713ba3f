//! `kith plan`: what a service needs, from a scenario file. No database, no rules of its own.

use std::io::Read;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use planning::CannotPlan;
use planning::pathway::optimise::MOST_TRIALS;
use planning::pathway::{
    Capacity, Found, Outcome, Running, Scenario, Searching, capacity, optimise, report, simulate,
};

use crate::cli::Plan;
use crate::exit::{Code, refused};
use crate::interrupt;
use crate::progress::Progress;
use crate::say;

pub(crate) fn run(args: &Plan) -> Result<Code> {
    let (scenario, others) = read_all(args)?;
    if args.optimise {
        // Said before the work, not after it.
        planning::pathway::optimise::ready(&scenario).map_err(cannot)?;
    }
    let capacity = capacity(&scenario).map_err(cannot)?;
    if !args.json {
        say_beginning(&scenario, &capacity, args.assumptions);
    }
    if args.check {
        if args.json {
            let nothing = simulated_nothing(&scenario);
            let json = report::json(&scenario, &capacity, &nothing, &[], None);
            say::line(serde_json::to_string_pretty(&json)?);
        }
        return Ok(Code::Done);
    }
    let work = Work {
        threads: args.threads.unwrap_or_else(threads),
        cancel: interrupt::flag()?,
        replications: args.replications,
    };
    let outcome = work.simulate(&scenario, args.replications, "Simulating")?;
    if !args.json {
        say::line("");
        report::outcome(&scenario, &outcome).iter().for_each(say::line);
    }
    let others = work.compare(&outcome, others)?;
    if !args.json {
        for (_, other) in &others {
            say::line("");
            report::compared(&outcome, other).iter().for_each(say::line);
        }
    }
    let found = match args.optimise && !work.is_cancelled() {
        true => Some(work.search(&scenario)?),
        false => None,
    };
    if args.json {
        let json = report::json(&scenario, &capacity, &outcome, &others, found.as_ref());
        say::line(serde_json::to_string_pretty(&json)?);
    } else if let Some(found) = &found {
        say::line("");
        report::found(found).iter().for_each(say::line);
    }
    Ok(Code::Done)
}

fn read_all(args: &Plan) -> Result<(Scenario, Vec<Scenario>)> {
    let with_seed = |mut scenario: Scenario| {
        scenario.run.seed = args.seed.unwrap_or(scenario.run.seed);
        scenario
    };
    let problems = |path: &Path, why: planning::pathway::Problems| {
        let name = match path.as_os_str() == "-" {
            true => "The scenario from standard input".to_owned(),
            false => path.display().to_string(),
        };
        refused(format!("{name} cannot be simulated:\n{why}"))
    };
    let scenario =
        Scenario::read(&text(&args.scenario)?).map_err(|why| problems(&args.scenario, why))?;
    let mut others = Vec::new();
    for path in &args.compare {
        let other = scenario.read_beside(&text(path)?).map_err(|why| problems(path, why))?;
        others.push(with_seed(other));
    }
    Ok((with_seed(scenario), others))
}

fn text(path: &Path) -> Result<String> {
    if path.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("The input cannot be read")?;
        return Ok(text);
    }
    std::fs::read_to_string(path)
        .map_err(|why| refused(format!("The file {} cannot be read: {why}.", path.display())))
}

fn threads() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

fn cannot(why: CannotPlan) -> anyhow::Error {
    refused(why.to_string())
}

fn say_beginning(scenario: &Scenario, capacity: &Capacity, with_assumptions: bool) {
    say::line(&scenario.title);
    if !scenario.about.is_empty() {
        say::line(&scenario.about);
    }
    say::line("");
    say::line("Before any simulation");
    for sentence in capacity.sentences() {
        say::line(format!("  {sentence}"));
    }
    say::line("");
    let lines = report::parameters(scenario);
    match with_assumptions {
        true => lines.iter().for_each(say::line),
        false => {
            let [sourced, assumed, defaults] = scenario.bases();
            say::line(format!(
                "{} numbers: {sourced} from documents, {assumed} assumed, {defaults} defaults \
                 (--assumptions lists them).",
                sourced + assumed + defaults
            ));
        }
    }
}

/// What `--check --json` has instead of a simulation.
fn simulated_nothing(scenario: &Scenario) -> Outcome {
    Outcome {
        title: scenario.title.clone(),
        measures: Vec::new(),
        rows: Vec::new(),
        halves: Vec::new(),
        ended: planning::engine::Ended::Cancelled(0),
        events: 0,
    }
}

/// How everything is run.
struct Work {
    threads: NonZeroUsize,
    cancel: Arc<AtomicBool>,
    replications: Option<u32>,
}

impl Work {
    fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    fn simulate(
        &self,
        scenario: &Scenario,
        replications: Option<u32>,
        what: &'static str,
    ) -> Result<Outcome> {
        let most = replications.unwrap_or(scenario.run.replications_most);
        let mut progress = Progress::begin(what, Some(u64::from(most)));
        let mut told = |reached: planning::engine::Progress| progress.reached(reached.done.into());
        let running = Running {
            threads: self.threads,
            cancel: &self.cancel,
            replications,
            progress: Some(&mut told),
        };
        let outcome = simulate(scenario, running).map_err(cannot)?;
        progress.end();
        Ok(outcome)
    }

    /// The others, each with as many replications as the first, so that they can be paired.
    fn compare(&self, first: &Outcome, others: Vec<Scenario>) -> Result<Vec<(Scenario, Outcome)>> {
        let done = u32::try_from(first.replications()).unwrap_or(u32::MAX);
        let mut compared = Vec::new();
        for other in others {
            if self.is_cancelled() {
                break;
            }
            let outcome = self.simulate(&other, Some(done), "Simulating another")?;
            compared.push((other, outcome));
        }
        Ok(compared)
    }

    fn search(&self, scenario: &Scenario) -> Result<Found> {
        let mut scenario = scenario.clone();
        if let Some(replications) = self.replications {
            scenario.run.replications_least = replications;
            scenario.run.replications_most = replications;
        }
        let most = u64::try_from(MOST_TRIALS).ok();
        let mut progress = Progress::begin("Searching, trials at most", most);
        let mut told = |trials: usize| progress.reached(u64::try_from(trials).unwrap_or(u64::MAX));
        let searching =
            Searching { threads: self.threads, cancel: &self.cancel, progress: &mut told };
        let found = optimise(&scenario, searching).map_err(cannot)?;
        progress.end();
        Ok(found)
    }
}
