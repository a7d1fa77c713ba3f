//! What `import groups` takes.

use std::path::PathBuf;

use clap::Args;

/// What `import groups` takes.
#[derive(Debug, Args)]
pub(crate) struct ImportGroups {
    /// The listing: a file, a folder or zip of files, or a web address (https://…).
    pub(crate) file: String,
    /// A name for the listing, such as oruk-bristol; the same each time it is read.
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    /// Read it in this format, instead of finding out.
    #[arg(long, value_parser = ["events", "oruk", "hsds", "openactive", "csv"])]
    pub(crate) format: Option<String>,
    /// What the columns of a CSV mean (docs/mapping-example.toml shows one).
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    /// Say what would change, and change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// This is everything that the source has: what it no longer has is withdrawn.
    #[arg(long)]
    pub(crate) complete: bool,
    /// Withdraw even when more than half of what the source had would go.
    #[arg(long)]
    pub(crate) confirm_withdrawals: bool,
    /// Where the rows that were not taken are listed [default: FILE.report.csv].
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
}
