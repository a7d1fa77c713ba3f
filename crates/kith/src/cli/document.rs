//! `docs/commands.md` says what `--help` says: this test compares the two.
//!
//! `KITH_BLESS=1 cargo test -p kith` writes the document anew.

use clap::CommandFactory;

use super::Cli;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/commands.md");

const BEGINNING: &str = "\
# Commands

What `kith --help` and the help of each command say. This page is written from the program by a
test: change `crates/kith/src/cli.rs` and run `KITH_BLESS=1 cargo test -p kith`. The settings at
the end of `kith --help` can be given to every command; they are shown once.
";

#[test]
fn the_document_says_what_the_help_says() {
    let mut command = Cli::command().term_width(96);
    command.build();
    let mut text = BEGINNING.to_owned();
    write(&mut command, "kith", true, &mut text);
    if std::env::var_os("KITH_BLESS").is_some() {
        std::fs::write(PATH, &text).unwrap();
    }
    let there = std::fs::read_to_string(PATH).unwrap_or_default();
    assert!(there == text, "docs/commands.md is behind; run KITH_BLESS=1 cargo test -p kith");
}

fn write(command: &mut clap::Command, name: &str, is_first: bool, text: &mut String) {
    let mut shown = command.clone().bin_name(name);
    if !is_first {
        let global: Vec<_> = shown.get_arguments().filter(|arg| arg.is_global_set()).collect();
        let ids: Vec<_> = global.into_iter().map(|arg| arg.get_id().clone()).collect();
        for id in ids {
            shown = shown.mut_arg(id, |arg| arg.hide(true));
        }
    }
    let help = shown.render_long_help().to_string();
    let help: Vec<&str> = help.lines().map(str::trim_end).collect();
    text.push_str(&format!("\n## {name}\n\n```text\n{}\n```\n", help.join("\n").trim_end()));
    for child in command.get_subcommands_mut().filter(|child| child.get_name() != "help") {
        let name = format!("{name} {}", child.get_name());
        write(child, &name, false, text);
    }
}
