//! How quickly the groups that fit a person are found among a million, beside other programs.
//!
//! `cargo run --release -p bench-matching-speed --features tantivy [-- --quick] [--sizes 10000]`
//! makes the same groups and the same 300 questions each time, holds every answer against a plain reading of
//! all groups, and asks PostGIS (where installed) and tantivy (where built in) about the same
//! groups in the same run. CPU time, so that a busy machine does not matter. A measurement, never a timed test.

#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod clock;
mod country;
mod dice;
mod ours;
mod plain;
mod postgis;
mod questions;
#[cfg(feature = "tantivy")]
mod search_engine;

use anyhow::{Context, Result, bail};
use domain::profile::Profile;

use crate::ours::Ours;
use crate::plain::Asked;

/// How to run.
struct Options {
    sizes: Vec<u64>,
    /// Ask nobody else.
    alone: bool,
    /// Do not hold the answers against the plain reading.
    unchecked: bool,
}

fn main() -> Result<()> {
    let options = read(std::env::args().skip(1))?;
    for size in &options.sizes {
        println!("{size} groups, {} questions", questions::COUNT);
        let people: Vec<_> = (0..questions::COUNT as u64).map(questions::person).collect();
        let ours = ours::run(*size, &people, options.unchecked)?;
        if !options.alone {
            beside(*size, &people, &ours)?;
        }
    }
    Ok(())
}

/// The others are asked every fifth question, in an order that keeps all shapes.
fn beside(size: u64, people: &[Profile], ours: &Ours) -> Result<()> {
    let some = || (0..people.len()).filter(|at| (at / 5 + at) % 5 == 0);
    let asked: Vec<Asked> = some().map(|at| Asked::of(&people[at])).collect();
    let mean_ms = 1e3 * some().map(|at| ours.times[at]).sum::<f64>() / asked.len() as f64;
    println!("  beside others, {} of the questions: ours {mean_ms:.3} CPU ms", asked.len());
    #[cfg(feature = "tantivy")]
    println!("    ratio to tantivy {:>9.1}×", search_engine::run(size, &asked)? / mean_ms);
    #[cfg(not(feature = "tantivy"))]
    println!("  tantivy is left out; ask for it with --features tantivy");
    if let Some(theirs) = postgis::run(size, &asked)? {
        println!("    ratio to PostGIS {:>9.1}×", theirs / mean_ms);
    }
    Ok(())
}

fn read(mut words: impl Iterator<Item = String>) -> Result<Options> {
    let sizes = vec![10_000, 100_000, 1_000_000];
    let mut options = Options { sizes, alone: false, unchecked: false };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--quick" => options.sizes = vec![10_000],
            "--alone" => options.alone = true,
            "--unchecked" => options.unchecked = true,
            "--sizes" => {
                let list = words.next().context("--sizes needs a list such as 10000,100000")?;
                options.sizes = list.split(',').map(str::parse).collect::<Result<_, _>>()?;
            }
            _ => {
                bail!("“{word}” is not known; there is --quick, --sizes LIST, --alone, --unchecked")
            }
        }
    }
    Ok(options)
}
