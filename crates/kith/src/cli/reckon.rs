//! What `reckon` takes.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What can be reckoned.
#[derive(Debug, Subcommand)]
pub(crate) enum Reckon {
    /// Say how long people wait, by the formula that fits
    ///
    /// Lengths are all in one unit of time: with --unit weeks, --come 9 is 9 people a week and
    /// --takes 2 is two weeks. For link workers, count places on caseloads as being at work: a
    /// person takes up one for as many weeks as they are supported.
    Wait(Wait),
    /// Find the least number at work that keeps a promise about the wait
    Enough(Enough),
    /// Say how many link workers so many people need, by the caseload rule and by hours
    ///
    /// What is not given is taken from the published or assumed numbers, which are listed below
    /// the answer with where they are from.
    Staff(Staff),
    /// Say how many to expect in a year among so many registered, from published shares
    Demand(Demand),
    /// List the published numbers, with source, year and range
    Numbers(Numbers),
}

/// What `reckon wait` takes.
#[derive(Debug, Args)]
pub(crate) struct Wait {
    #[command(flatten)]
    pub(crate) coming: Coming,
    /// How many are at work.
    #[arg(long, value_name = "N")]
    pub(crate) at_work: u32,
    /// How long people wait before they give up, on average.
    #[arg(long, value_name = "LENGTH", conflicts_with = "waiting_most")]
    pub(crate) patience: Option<f64>,
    /// How many may wait; others are turned away.
    #[arg(long, value_name = "N")]
    pub(crate) waiting_most: Option<u32>,
}

/// What `reckon enough` takes.
#[derive(Debug, Args)]
pub(crate) struct Enough {
    #[command(flatten)]
    pub(crate) coming: Coming,
    #[command(flatten)]
    pub(crate) promise: Promise,
    /// With --longer-than: the share that may wait longer.
    #[arg(long, value_name = "SHARE", default_value_t = 0.1)]
    pub(crate) share: f64,
}

/// Who comes, and how long it takes.
#[derive(Debug, Args)]
pub(crate) struct Coming {
    /// How many come in a unit of time.
    #[arg(long, value_name = "N")]
    pub(crate) come: f64,
    /// How long one piece of work takes, on average.
    #[arg(long, value_name = "LENGTH")]
    pub(crate) takes: f64,
    /// What the unit of time is called in the answer.
    #[arg(long, default_value = "weeks")]
    pub(crate) unit: String,
    /// Print JSON for programs.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What is promised; one of them.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Promise {
    /// The mean wait is at most this.
    #[arg(long, value_name = "LENGTH")]
    pub(crate) mean_wait: Option<f64>,
    /// At most this share of people has to wait at all.
    #[arg(long, value_name = "SHARE")]
    pub(crate) wait_share: Option<f64>,
    /// Few wait longer than this: at most --share of people.
    #[arg(long, value_name = "LENGTH")]
    pub(crate) longer_than: Option<f64>,
}

/// What `reckon staff` takes.
#[derive(Debug, Args)]
pub(crate) struct Staff {
    /// People seen in a year.
    #[arg(long, value_name = "N")]
    pub(crate) people: f64,
    /// Hours for the first long conversation [default: as assumed].
    #[arg(long, value_name = "HOURS")]
    pub(crate) assessment: Option<f64>,
    /// Contacts after it [default: the middle of what is published].
    #[arg(long, value_name = "N")]
    pub(crate) contacts: Option<f64>,
    /// Hours for each contact [default: as assumed].
    #[arg(long, value_name = "HOURS")]
    pub(crate) contact: Option<f64>,
    /// Hours for notes, calls and finding groups, for one person [default: as assumed].
    #[arg(long, value_name = "HOURS")]
    pub(crate) admin: Option<f64>,
    /// Weeks at work in a year [default: as assumed].
    #[arg(long, value_name = "N")]
    pub(crate) weeks: Option<f64>,
    /// Paid hours in a week [default: as published].
    #[arg(long, value_name = "HOURS")]
    pub(crate) hours: Option<f64>,
    /// The share of paid hours that there is for people [default: as assumed].
    #[arg(long, value_name = "SHARE")]
    pub(crate) direct: Option<f64>,
    #[command(flatten)]
    pub(crate) numbers: Numbers,
}

/// What `reckon demand` takes.
#[derive(Debug, Args)]
pub(crate) struct Demand {
    /// People registered with the practices, or living in the area.
    #[arg(long, value_name = "N")]
    pub(crate) registered: f64,
    #[command(flatten)]
    pub(crate) numbers: Numbers,
}

/// What `reckon numbers` takes.
#[derive(Debug, Args)]
pub(crate) struct Numbers {
    /// A file of numbers to use instead of the published ones, of the same form.
    #[arg(long, value_name = "FILE")]
    pub(crate) numbers: Option<PathBuf>,
    /// Print JSON for programs.
    #[arg(long)]
    pub(crate) json: bool,
}
