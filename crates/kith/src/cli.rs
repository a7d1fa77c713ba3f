//! The command line: every command with its help. `docs/commands.md` is written from it.

#[cfg(test)]
mod document;
mod evidence;
mod geography;
mod groups;
pub(crate) mod reckon;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand};
use uuid::Uuid;

use crate::exit::Code;
use crate::settings::Given;

pub(crate) use evidence::{Analyse, Coverage, Evidence, Tables};
pub(crate) use geography::ImportGeography;
pub(crate) use groups::ImportGroups;

/// Runs a social prescribing service, from referral to group and back.
///
/// Without a command, Kith starts the demonstration: a made-up town with people and groups in
/// it, in a database of its own. For a service of your own: `kith migrate`, `kith service add`,
/// `kith user add`, then `kith serve`.
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

/// The commands that touch no database, no mail and no network.
const WITHOUT_SETTINGS: [&str; 3] = ["evidence", "plan", "reckon"];

/// The command line, with the settings of a service left out of the help where none is used.
pub(crate) fn command() -> clap::Command {
    let mut command = Cli::command();
    // Only then do the commands have the settings that all share.
    command.build();
    command
        .get_subcommands_mut()
        .filter(|child| WITHOUT_SETTINGS.contains(&child.get_name()))
        .for_each(hide_settings);
    command
}

fn hide_settings(command: &mut clap::Command) {
    let hide = |arg: clap::Arg| match arg.is_global_set() {
        true => arg.hide(true),
        false => arg,
    };
    *command = std::mem::take(command).mut_args(hide);
    command.get_subcommands_mut().for_each(hide_settings);
}

fn after_help() -> String {
    format!(
        "Examples:\n  \
         kith                                  look around in the demonstration\n  \
         kith serve --database data/kith.db    run a service on SQLite\n  \
         kith import groups listing.csv        read a directory of groups\n\n{}",
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
    /// Add a service, or read and change its settings
    #[command(subcommand)]
    Service(Service),
    /// Read data from files of others
    #[command(subcommand)]
    Import(Import),
    /// Suggest groups that fit a person, with reasons
    ///
    /// Reads a profile of the person (docs/person-file.md tells the format; it holds no name) and asks
    /// the groups in the database. Nothing is recorded.
    Suggest(Suggest),
    /// Add people who sign in, give them passwords, let them go
    #[command(subcommand)]
    User(User),
    /// Save everything in one file, while the service goes on
    ///
    /// The file holds one moment of the database, is the same for SQLite and PostgreSQL, and has
    /// its name only once it is complete. What is sealed stays sealed: the key file is not in it.
    Backup(Backup),
    /// Bring a backup back, into an empty database of either kind
    ///
    /// The file is checked first; then everything is restored or nothing is. Afterwards the
    /// records are counted and the audit trails proved. With a postgres:// database, this is how
    /// a service moves from SQLite to PostgreSQL. Ends with 6 when the key file that it finds
    /// does not open what was restored.
    Restore(Restore),
    /// Take everything away, opened, as files that any program reads; or all about one person
    ///
    /// A CSV file per table and a README that says what every column holds: for the day you
    /// leave. With --person, what that person may see of what is kept about them, as a page to
    /// print and as files; safeguarding concerns are left to the safeguarding lead. Either is
    /// in the audit trail. Ends with 6 when something sealed could not be opened. With
    /// --directory, what the public feed shows of the groups, as a tabular data package of Open
    /// Referral UK: docs/feed.md tells its columns.
    Export(Export),
    /// Erase a person who asks for it: destroy the key of everything sealed about them
    ///
    /// Their name and what was written about them can never be read again, and they are found by
    /// nothing. Their support must have ended first, and safeguarding concerns be closed. What
    /// stays names nobody: dates, states, needs, marks in registers, answers as numbers, and the
    /// audit trail, which says that they were erased. Backups made before still hold the key: see
    /// “Erasing a person” in docs/operations.md.
    Erase(Erase),
    /// Prove that nobody has rewritten the audit trail
    #[command(subcommand)]
    Audit(Audit),
    /// Ask what numbers say: analyse a file by a plan, recompute published results
    ///
    /// Needs no database: everything comes from the files that are named.
    #[command(subcommand)]
    Evidence(Evidence),
    /// Reckon waits, link workers and demand by formulas and published numbers
    ///
    /// Needs no database and simulates nothing: for a first answer, and to check a simulation by.
    /// crates/planning/README.md tells what each formula assumes.
    #[command(subcommand)]
    Reckon(reckon::Reckon),
    /// Simulate a service: what staff, groups and money it needs, and who waits how long
    ///
    /// Reads a scenario file (crates/planning/README.md tells every key; there are three to begin
    /// with in crates/planning/examples) and needs no database. First it says by formulas what
    /// cannot work and what would be needed; then it simulates, until each headline is as
    /// precise as the scenario asks. Every number has its 95 % interval. The same seed gives the
    /// same result on any number of threads. Ctrl-C ends it with what is known so far; pressed
    /// twice, at once.
    Plan(Plan),
    /// Look at settings and health, in sentences
    ///
    /// Ends with 0 when all is well and with 6 when something needs attention.
    Check(Check),
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

/// What can be done about services.
#[derive(Debug, Subcommand)]
pub(crate) enum Service {
    /// Add a service from a settings file
    Add {
        /// Its short name, for web addresses: a-z, 0-9 and -.
        name: String,
        /// Its settings; `kith service example` prints a file to begin with.
        file: PathBuf,
    },
    /// List the services of this database
    List,
    /// Print the settings of a service, as a file that `change` takes back
    Show,
    /// Replace the settings of a service
    Change {
        /// The new settings, whole.
        file: PathBuf,
    },
    /// Print a settings file to begin with, explained line by line
    Example,
}

/// What can be read.
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Read a directory of groups: Open Referral UK, HSDS, OpenActive, or any CSV by a mapping
    ///
    /// Takes a file, a folder, a zip or a web address, which is followed page by page, and finds
    /// out the format (docs/imports.md tells of each). Look first with --dry-run. Records that are
    /// there already, by their id in the listing, are brought up to date; what people corrected
    /// stays. Reading the same again changes nothing. All of it is taken over, or nothing. Every
    /// row that is not taken stands in the report, with its reason.
    Groups(ImportGroups),
    /// Read reference geography: postcodes, small areas, deprivation, boundaries
    ///
    /// Takes the files that the Office for National Statistics and others publish, plain or
    /// gzipped, and tells by the first line what each holds (docs/geography.md lists them). The
    /// rows go into the database of this installation, for all its services; postcodes are then
    /// looked up there and never leave the machine. Reading a file again changes nothing. Rows
    /// that are not taken are counted, with their reason.
    Geography(ImportGeography),
}

/// What `suggest` takes.
#[derive(Debug, Args)]
pub(crate) struct Suggest {
    /// The person's profile, as JSON; - reads it from the input.
    #[arg(long, value_name = "FILE")]
    pub(crate) person: PathBuf,
    /// How many groups at most.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=100))]
    pub(crate) limit: u16,
    /// Print JSON for programs.
    #[arg(long)]
    pub(crate) json: bool,
    /// Say why this group is not suggested, by its id.
    #[arg(long, value_name = "ID")]
    pub(crate) why_not: Option<String>,
}

/// What can be done about people who sign in.
#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Add somebody
    ///
    /// The password is asked for without showing it, or read from the input; it is never an
    /// argument, where others on this machine could see it.
    Add(UserAdd),
    /// List everybody who has a sign-in
    List {
        /// Print JSON for programs.
        #[arg(long)]
        json: bool,
    },
    /// Give somebody a new password and end their sessions
    Password {
        /// The address they sign in with.
        email: String,
        /// Read the password from the first line of the input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Stop somebody from signing in, at once; what they did stays theirs
    Deactivate {
        /// The address they sign in with.
        email: String,
    },
    /// Let somebody sign in again
    Activate {
        /// The address they sign in with.
        email: String,
    },
}

/// What `user add` takes.
#[derive(Debug, Args)]
pub(crate) struct UserAdd {
    /// The address they will sign in with.
    pub(crate) email: String,
    /// Their name.
    #[arg(long)]
    pub(crate) name: String,
    /// What they are there; several separated by commas.
    #[arg(long, required = true, value_delimiter = ',', value_name = "ROLE",
          value_parser = ["referrer", "coordinator", "link_worker", "facilitator", "manager",
                          "commissioner", "evaluator", "administrator"])]
    pub(crate) role: Vec<String>,
    /// Their practice or organisation.
    #[arg(long)]
    pub(crate) organisation: Option<String>,
    /// Languages they work in, such as en,pl.
    #[arg(long, value_delimiter = ',', default_value = "en")]
    pub(crate) languages: Vec<String>,
    /// How many complexity points a link worker can carry.
    #[arg(long, default_value_t = 0)]
    pub(crate) room: u32,
    /// Read the password from the first line of the input.
    #[arg(long)]
    pub(crate) password_stdin: bool,
}

/// What `backup` takes.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The file to make, such as kith-2026-01-31.backup; one that is there is never replaced.
    pub(crate) file: PathBuf,
}

/// What `restore` takes.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup.
    pub(crate) file: PathBuf,
    /// Only check that the file is whole; restore nothing.
    #[arg(long)]
    pub(crate) check: bool,
}

/// What `export` takes.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The folder to make; it must not be there yet.
    pub(crate) folder: PathBuf,
    /// Only what is about this person, by the number in their record's web address.
    #[arg(long, value_name = "ID")]
    pub(crate) person: Option<Uuid>,
    /// Only the groups, as everybody may have them.
    #[arg(long, conflicts_with = "person")]
    pub(crate) directory: bool,
}

/// What `erase` takes.
#[derive(Debug, Args)]
pub(crate) struct Erase {
    /// Whom, by the number in their record's web address.
    #[arg(long, value_name = "ID")]
    pub(crate) person: Uuid,
    /// Do not ask whether it is the right person.
    #[arg(long)]
    pub(crate) yes: bool,
}

/// What can be done about the audit trail.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Check the chain of every service, and print its head to be written down
    ///
    /// The head proves everything before it. Written down elsewhere, it also shows when somebody
    /// has replaced the whole trail: give it back with --head. Ends with 5 when a row was
    /// changed, removed or moved, and names the first.
    Verify {
        /// A head written down earlier, as SERVICE:NUMBER:HASH. May be given several times.
        #[arg(long, value_name = "HEAD")]
        head: Vec<String>,
    },
}

/// What `plan` takes.
#[derive(Debug, Args)]
pub(crate) struct Plan {
    /// The scenario; - reads it from the input.
    pub(crate) scenario: PathBuf,
    /// Others to compare with it: whole scenarios, or files that only name changes to it.
    #[arg(long, value_name = "OTHER", num_args = 1..)]
    pub(crate) compare: Vec<PathBuf>,
    /// Search the scenario's levers for the most help, as its objective says.
    #[arg(long)]
    pub(crate) optimise: bool,
    /// Only check the file and say what the formulas say; simulate nothing.
    #[arg(long)]
    pub(crate) check: bool,
    /// Also list every number that is assumed, with its reason.
    #[arg(long)]
    pub(crate) assumptions: bool,
    /// Print JSON for programs.
    #[arg(long)]
    pub(crate) json: bool,
    /// Another seed than the scenario's.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Exactly so many replications, instead of as many as the precision needs.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub(crate) replications: Option<u32>,
    /// On so many threads [default: as many as the machine has].
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
}

/// What `check` takes.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Also send a test message to this address.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) mail_to: Option<String>,
}
