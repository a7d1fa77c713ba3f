//! `kith evidence coverage`: how often the ranges hold the truth.

use std::num::NonZero;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use evidence::synthetic::coverage::{Study, WorldCoverage, conclusion, list_worlds, run as study};
use serde_json::json;

use crate::cli::Coverage;
use crate::exit::Code;
use crate::progress::Progress;
use crate::say;

pub(super) fn run(args: &Coverage) -> Result<Code> {
    let worlds = list_worlds();
    let services = usize::try_from(args.services)?;
    let machine = std::thread::available_parallelism().map_or(1, NonZero::get);
    let threads = args.threads.map_or(machine, usize::from);
    let total = u64::try_from(worlds.len() * services)?;
    let progress = Mutex::new(Progress::begin("Analysing made-up services", Some(total)));
    let done = |finished: usize| {
        let mut progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
        progress.reached(finished as u64);
    };
    let found = study(&Study { services, seed: args.seed, threads }, &worlds, &done)?;
    progress.into_inner().unwrap_or_else(PoisonError::into_inner).end();
    let is_as_told = found.iter().flat_map(|world| &world.estimates).all(|one| one.is_as_told());
    if args.json {
        let answer = json!({
            "services": services, "seed": args.seed, "as_told": is_as_told, "conclusion": conclusion(&found),
            "worlds": found,
        });
        say::line(serde_json::to_string_pretty(&answer)?);
    } else {
        tell(&found, services);
    }
    Ok(if is_as_told { Code::Done } else { Code::Attention })
}

fn tell(found: &[WorldCoverage], services: usize) {
    say::line(format!("How often the 95% range holds the truth, over {services} services each"));
    for world in found {
        say::line(format!("\n{}", world.world));
        say::line(format!("  {:<52} {:>6} {:>7} {:>7}", "estimate", "holds", "off by", "width"));
        world.estimates.iter().for_each(|one| say::line(format!("  {}", one.line())));
        if world.refused > 0 {
            say::line(format!("  {} services could not be analysed.", world.refused));
        }
    }
    say::line(format!("\n{}", conclusion(found)));
}
