//! `kith evidence`: what the numbers say, without a database.

mod analyse;
mod coverage;
mod tables;

use anyhow::Result;

use crate::cli::Evidence;
use crate::exit::Code;
use crate::say;

/// The plan that belongs to the example data of the crate.
const EXAMPLE: &str = include_str!("../../../evidence/examples/waiting-list.toml");

pub(crate) fn run(what: &Evidence) -> Result<Code> {
    match what {
        Evidence::Analyse(args) => analyse::run(args),
        Evidence::Example => {
            say::line(EXAMPLE.trim_end());
            Ok(Code::Done)
        }
        Evidence::Tables(args) => tables::run(args),
        Evidence::Coverage(args) => coverage::run(args),
    }
}
