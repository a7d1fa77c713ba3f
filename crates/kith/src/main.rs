//! The binary: settings, commands, wiring and outside clients. No rules.

mod cli;
mod clock;
mod commands;
#[expect(dead_code, reason = "the people are walked along next")]
mod demo;
mod exit;
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

use clap::Parser;

use cli::Cli;

fn main() -> ExitCode {
    let Cli { command, given } = Cli::parse();
    let code = match commands::run(command, given) {
        Ok(code) => code,
        Err(error) => {
            say::note(format!("kith: {}", exit::words_of(&error)));
            exit::code_of(&error)
        }
    };
    ExitCode::from(code as u8)
}
