//! What `kith evidence` takes.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What can be asked of numbers.
#[derive(Debug, Subcommand)]
pub(crate) enum Evidence {
    /// Answer the question of a plan out of a file, the most defensible estimate first
    ///
    /// The plan (TOML) says what was measured on whom and when; the data (CSV, one line of names)
    /// hold one row a person. The answer leads with the strongest estimate that the design
    /// allows, shows who answered and who did not, and names weaker estimates with the reason. A
    /// plan that the file cannot bear is refused with what would be needed.
    /// crates/evidence/README.md explains every key of a plan.
    Analyse(Analyse),
    /// Print a plan to begin with, explained line by line
    ///
    /// It belongs to crates/evidence/examples/waiting-list.csv, where nobody is real.
    Example,
    /// Recompute what published studies print, side by side with the print
    ///
    /// Means, ranges, shares and returns of studies of social prescribing, each worked out again
    /// from the other numbers that the study prints. Agreement means that the arithmetic holds,
    /// not that the study was sound.
    Tables(Tables),
    /// Count how often the ranges hold the truth, over made-up services whose truth is known
    ///
    /// Ends with 6 when a range that should hold the truth in 95 of 100 services does not, or
    /// when one holds that should not. The result is the same on any number of threads.
    Coverage(Coverage),
}

/// What `evidence analyse` takes.
#[derive(Debug, Args)]
pub(crate) struct Analyse {
    /// The plan.
    #[arg(long, value_name = "FILE")]
    pub(crate) plan: PathBuf,
    /// The data; - reads them from the input.
    #[arg(long, value_name = "FILE")]
    pub(crate) data: PathBuf,
    /// Print JSON for programs: everything, with each model whole.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What `evidence tables` takes.
#[derive(Debug, Args)]
pub(crate) struct Tables {
    /// Only this source, by its short name.
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    /// Print JSON for programs.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What `evidence coverage` takes.
#[derive(Debug, Args)]
pub(crate) struct Coverage {
    /// How many services of each kind.
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) services: u32,
    /// The seed of all of them.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// On how many threads [default: as many as this machine has].
    #[arg(long, value_name = "NUMBER")]
    pub(crate) threads: Option<u16>,
    /// Print JSON for programs.
    #[arg(long)]
    pub(crate) json: bool,
}
