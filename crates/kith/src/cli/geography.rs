//! The words of `kith import geography`.

use std::path::PathBuf;

use clap::Args;

/// What `import geography` takes.
#[derive(Debug, Args)]
pub(crate) struct ImportGeography {
    /// The files, plain or gzipped.
    #[arg(required = true, num_args = 1..)]
    pub(crate) files: Vec<PathBuf>,
    /// What the files hold, where the first line does not tell.
    #[arg(long, value_name = "KIND",
          value_parser = ["outcodes", "postcodes", "lsoa", "imd", "rural-urban", "lookup",
                          "boundaries"])]
    pub(crate) kind: Option<String>,
    /// What they are called, with a date, such as "NSPL November 2021" [default: the file's name].
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Option<String>,
    /// Read and count the rows, and change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}
