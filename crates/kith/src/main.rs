//! The binary: settings, commands, wiring and outside clients. No rules.

mod cli;
mod clock;
mod commands;
mod demo;
mod exit;
mod fetch;
mod interrupt;
mod jobs;
mod log;
mod mail;
mod open;
mod progress;
mod say;
mod server;
mod settings;

use std::process::ExitCode;

use clap::FromArgMatches;

use cli::Cli;

fn main() -> ExitCode {
    let matches = cli::command().get_matches();
    let Cli { command, given } = Cli::from_arg_matches(&matches).unwrap_or_else(|why| why.exit());
    let code = match commands::run(command, given) {
        Ok(code) => code,
        Err(error) => {
            say::note(format!("kith: {}", exit::words_of(&error)));
            exit::code_of(&error)
        }
    };
    ExitCode::from(code as u8)
}
