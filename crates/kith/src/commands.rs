//! One file per command; this one sends each to its file.

mod demo;
mod migrate;
mod serve;

use anyhow::Result;

use crate::cli::{Command, Demo};
use crate::exit::Code;
use crate::log;
use crate::settings::{Given, Settings};

/// Does what the command line says.
pub(crate) fn run(command: Option<Command>, given: Given) -> Result<Code> {
    let command = command.unwrap_or(Command::Demo(Demo::default()));
    let settings = given.settle(&command)?;
    log::begin(&settings)?;
    dispatch(command, &settings)
}

fn dispatch(command: Command, settings: &Settings) -> Result<Code> {
    match command {
        Command::Demo(args) => demo::run(&args, settings),
        Command::Serve(args) => serve::run(&args, settings),
        Command::Migrate(args) => migrate::run(&args, settings),
    }
}
