//! One file per command; this one sends each to its file.

mod audit;
mod backup;
mod check;
mod demo;
mod erase;
mod evidence;
mod export;
mod geography;
mod import;
mod migrate;
mod plan;
mod reckon;
mod restore;
mod serve;
mod service;
mod suggest;
mod user;

use anyhow::Result;

use crate::cli::{Audit, Command, Demo, Import};
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
        Command::Service(args) => service::run(args, settings),
        Command::Import(Import::Groups(args)) => import::run(&args, settings),
        Command::Import(Import::Geography(args)) => geography::run(&args, settings),
        Command::Suggest(args) => suggest::run(&args, settings),
        Command::User(args) => user::run(args, settings),
        Command::Backup(args) => backup::run(&args, settings),
        Command::Restore(args) => restore::run(&args, settings),
        Command::Export(args) => export::run(&args, settings),
        Command::Erase(args) => erase::run(&args, settings),
        Command::Audit(Audit::Verify { head }) => audit::run(&head, settings),
        Command::Evidence(what) => evidence::run(&what),
        Command::Reckon(asked) => reckon::run(&asked),
        Command::Plan(args) => plan::run(&args),
        Command::Check(args) => check::run(&args, settings),
    }
}
