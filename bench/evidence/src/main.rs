//! Statistical methods beside R and Python: the same task, CPU time against CPU time.
//!
//! `cargo run --release -p bench-evidence [-- --quick] [-- --only NAME]` prints what was done,
//! our CPU seconds, the peer's, their ratio, and how well the answers agree. Peers are found on
//! PATH, or named with `--python PATH` and `--rscript PATH`; one that is missing is said to be.

#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod bootstrap;
mod equity;
mod matching;
mod mixed;

use anyhow::{Result, bail};

/// What one benchmark has measured.
pub(crate) struct Row {
    /// The task, with its size.
    pub(crate) what: String,
    /// Our CPU seconds.
    pub(crate) ours_s: f64,
    /// The peer's name and CPU seconds; nothing where it is not installed.
    pub(crate) peer: Option<(String, f64)>,
    /// How well the answers agree, in words.
    pub(crate) agreement: String,
}

/// How to run.
pub(crate) struct Options {
    /// A tenth of the work or less, to see that everything runs.
    pub(crate) quick: bool,
    /// The Python to compare with.
    pub(crate) python: String,
    /// The R to compare with.
    pub(crate) rscript: String,
    only: Option<String>,
}

type Bench = fn(&Options) -> Result<Vec<Row>>;

/// Every benchmark with its name.
const BENCHES: &[(&str, Bench)] = &[
    ("bootstrap", bootstrap::run),
    ("equity", equity::run),
    ("matching", matching::run),
    ("mixed", mixed::run),
];

fn main() -> Result<()> {
    let options = read(std::env::args().skip(1))?;
    println!("{:<58} {:>9} {:>22} {:>8}  agreement", "what", "ours, s", "peer, s", "ratio");
    for (name, bench) in BENCHES {
        if options.only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        for row in bench(&options)? {
            let (peer, ratio) = match &row.peer {
                Some((name, seconds)) => {
                    (format!("{name} {seconds:.2}"), format!("{:.1}×", seconds / row.ours_s))
                }
                None => ("not installed".to_owned(), "–".to_owned()),
            };
            println!(
                "{:<58} {:>9.3} {peer:>22} {ratio:>8}  {}",
                row.what, row.ours_s, row.agreement
            );
        }
    }
    Ok(())
}

fn read(words: impl Iterator<Item = String>) -> Result<Options> {
    let mut options = Options {
        quick: false,
        python: "python3".to_owned(),
        rscript: "Rscript".to_owned(),
        only: None,
    };
    let mut words = words;
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| anyhow::anyhow!("{word} needs a value"));
        match word.as_str() {
            "--quick" => options.quick = true,
            "--python" => options.python = value()?,
            "--rscript" => options.rscript = value()?,
            "--only" => options.only = Some(value()?),
            _ => {
                bail!("“{word}” is not known: --quick, --only NAME, --python PATH, --rscript PATH")
            }
        }
    }
    Ok(options)
}
