//! The command line: every command with its help. `docs/commands.md` is written from it.

#[cfg(test)]
mod document;

use clap::{Args, Parser, Subcommand};

use crate::exit::Code;
use crate::settings::Given;

/// Runs a social prescribing service, from referral to group and back.
///
/// Without a command, Kith starts the demonstration: a made-up town with people and groups in
/// it, in a database of its own.
///
/// Every setting can be given by flag, by environment variable or in kith.toml; a flag wins over
/// the environment, and that over the file.
#[derive(Debug, Parser)]
#[command(name = "kith", version, after_help = after_help(), max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) given: Given,
}

fn after_help() -> String {
    format!(
        "Examples:\n  \
         kith                                  look around in the demonstration\n  \
         kith serve --database data/kith.db    run a service on SQLite\n  \
         kith migrate                          make or update a database\n\n{}",
        Code::list()
    )
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start the demonstration: a made-up town, its people and groups, ready to try
    ///
    /// Makes its database on the first start. Everybody in it is invented, and everybody's
    /// password is `demonstration`. It never touches a database that holds a real service.
    Demo(Demo),
    /// Run a service: the web pages and the work behind them
    ///
    /// Refuses to start while the database needs `kith migrate`, so that a new version never
    /// changes a database by surprise. Stops cleanly on Ctrl-C or SIGTERM: what was begun is
    /// finished first.
    Serve(Serve),
    /// Bring the database up to this version; make it, and its key file, where there is none
    ///
    /// Each step happens wholly or not at all. The key file is made only together with a new
    /// database: a new key could not open what an old one sealed.
    Migrate(Migrate),
}

/// What `demo` takes.
#[derive(Debug, Default, Args)]
pub(crate) struct Demo {
    /// Throw the demonstration away and begin again, with dates relative to today.
    #[arg(long)]
    pub(crate) fresh: bool,
}

/// What `serve` takes.
#[derive(Debug, Default, Args)]
pub(crate) struct Serve {
    /// Bring the database up to this version first, as `kith migrate` does.
    #[arg(long)]
    pub(crate) migrate: bool,
}

/// What `migrate` takes.
#[derive(Debug, Args)]
pub(crate) struct Migrate {
    /// Only say what would be done.
    #[arg(long)]
    pub(crate) dry_run: bool,
}
