//! `kith erase`: a person who asked to be forgotten.

use std::io::{BufRead, IsTerminal};

use anyhow::{Context, Result};
use app::erasure::{self, Before, Left};
use domain::ids::PersonId;

use crate::cli::Erase;
use crate::exit::{Code, refused};
use crate::open;
use crate::say;
use crate::settings::Settings;

/// What has to be typed; a lone letter is typed too easily.
const WORD: &str = "erase";

pub(crate) fn run(args: &Erase, settings: &Settings) -> Result<Code> {
    let open = open::all(settings)?;
    let actor = open.actor(settings)?;
    let id = PersonId(args.person);
    let before = open.app.write_now(&actor, move |act| erasure::look(act, id))?;
    if !args.yes {
        ask(&before)?;
    }
    let left = open.app.write_now(&actor, move |act| erasure::erase(act, id))?;
    open.db.sweep_now()?;
    tell(&left);
    Ok(Code::Done)
}

fn ask(before: &Before) -> Result<()> {
    if !std::io::stdin().is_terminal() {
        return Err(refused("Nothing was erased. Add --yes where nobody can be asked."));
    }
    let born = before.born_on.map(|day| format!(", born on {day}")).unwrap_or_default();
    say::note(format!(
        "This erases {}{born}, with {}. It cannot be undone.\n\
         Type {WORD} to go on, anything else to stop:",
        before.name,
        counted(before.referrals, "referral", "referrals")
    ));
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("The answer cannot be read")?;
    match line.trim() == WORD {
        true => Ok(()),
        false => Err(refused("Nothing was erased.")),
    }
}

fn tell(left: &Left) {
    say::line("Erased. Their name and what was written about them can never be read again.");
    say::line(format!(
        "What is left names nobody: {} and {} with their dates and states, needs and areas, \
         marks in registers, answers as numbers, and the audit trail.",
        counted(left.referrals, "referral", "referrals"),
        counted(left.places, "place in a group", "places in groups")
    ));
    for other in &left.same {
        say::line(format!(
            "Somebody decided that {other} is the same person. That entry is not erased: run \
             this again for it."
        ));
    }
    say::line(
        "Backups made before today still hold the key. Let them run out, and erase again \
         after restoring one. Exports that were handed out stay where they are.",
    );
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
