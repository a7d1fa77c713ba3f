//! The simulation beside other programs: how much of the same work each CPU second does.
//!
//! `cargo run --release -p bench-simulation [-- --quick] [-- --only NAME]` prints what was done,
//! how much we do in a CPU second, how much the peer does, their ratio, and how well the answers
//! agree. SimPy and Ciw are found by the `python3` on PATH or by `--python PATH`; one that is
//! missing is said to be. A measurement, never a timed test.

#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod pathway;
mod queue;

use anyhow::{Context, Result, bail};

/// What one benchmark has measured.
pub(crate) struct Row {
    /// The task, with its size.
    pub(crate) what: String,
    /// What we do, in the unit.
    pub(crate) ours: f64,
    /// What is counted.
    pub(crate) unit: &'static str,
    /// What the peer does; nothing where there is none, and nothing in that where it is not
    /// installed.
    pub(crate) peer: Option<Option<f64>>,
    /// How well the answers agree, in words.
    pub(crate) agreement: String,
}

/// How to run.
pub(crate) struct Options {
    /// A small part of the work, to see that everything runs.
    pub(crate) quick: bool,
    /// The Python to compare with.
    pub(crate) python: String,
    only: Option<String>,
}

type Bench = fn(&Options) -> Result<Vec<Row>>;

/// Every benchmark with its name.
const BENCHES: &[(&str, Bench)] = &[("queue", queue::run), ("pathway", pathway::run)];

fn main() -> Result<()> {
    let options = read(std::env::args().skip(1))?;
    for (name, bench) in BENCHES {
        if options.only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        for row in bench(&options)? {
            print(&row);
        }
    }
    Ok(())
}

fn print(row: &Row) {
    println!("{}", row.what);
    println!("  ours   {:>14.1} {}", row.ours, row.unit);
    match row.peer {
        None => {}
        Some(None) => println!("  theirs  not installed"),
        Some(Some(peer)) => {
            println!("  theirs {peer:>14.1} {}", row.unit);
            println!("  ratio  {:>14.1}×", row.ours / peer);
        }
    }
    println!("  {}\n", row.agreement);
}

fn read(mut words: impl Iterator<Item = String>) -> Result<Options> {
    let mut options = Options { quick: false, python: "python3".to_owned(), only: None };
    while let Some(word) = words.next() {
        let mut value = || words.next().with_context(|| format!("{word} needs a value"));
        match word.as_str() {
            "--quick" => options.quick = true,
            "--python" => options.python = value()?,
            "--only" => {
                let name = value()?;
                if !BENCHES.iter().any(|(known, _)| *known == name) {
                    let known: Vec<_> = BENCHES.iter().map(|(known, _)| *known).collect();
                    bail!("there is no “{name}”; there is {}", known.join(", "));
                }
                options.only = Some(name);
            }
            _ => bail!("“{word}” is not known; there is --quick, --only NAME, --python PATH"),
        }
    }
    Ok(options)
}
