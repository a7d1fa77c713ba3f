//! `kith evidence tables`: published numbers beside recomputed ones.

use anyhow::Result;
use evidence::published::{Replay, Verdict, replay_all};

use crate::cli::Tables;
use crate::exit::{Code, refused};
use crate::say;

pub(super) fn run(args: &Tables) -> Result<Code> {
    let mut replays = replay_all()?;
    if let Some(wanted) = &args.source {
        let names: Vec<String> = replays.iter().map(|one| one.id.clone()).collect();
        replays.retain(|one| one.id == *wanted);
        if replays.is_empty() {
            let names = names.join(", ");
            return Err(refused(format!("There is no source “{wanted}”. There are: {names}.")));
        }
    }
    if args.json {
        say::line(serde_json::to_string_pretty(&replays)?);
        return Ok(Code::Done);
    }
    replays.iter().for_each(tell);
    let rows = || replays.iter().flat_map(|one| &one.rows);
    let count = |verdict| rows().filter(|row| row.verdict == verdict).count();
    say::line(format!(
        "{} sources: {} printed numbers agree, {} differ, {} are worked out but not printed.",
        replays.len(),
        count(Verdict::Agrees),
        count(Verdict::Differs),
        count(Verdict::NotPrinted)
    ));
    Ok(Code::Done)
}

fn tell(replay: &Replay) {
    say::line(format!("{} — {}", replay.id, replay.cite));
    say::line(format!("  {}", replay.about));
    say::line(format!("  {:>10} {:>14}  what", "printed", "recomputed"));
    for row in &replay.rows {
        let printed = row.printed.as_deref().unwrap_or("–");
        let (what, how) = (&row.what, row.convention);
        let verdict = match row.verdict {
            Verdict::NotPrinted => String::new(),
            _ => format!(", {}", row.judged()),
        };
        say::line(format!("  {printed:>10} {:>14}  {what} [{how}{verdict}]", row.shown()));
        if let Some(because) = row.reason() {
            say::line(format!("  {:>26} {because}", ""));
        }
    }
    if let Some(lesson) = &replay.lesson {
        say::line(format!("  → {lesson}"));
    }
    say::line("");
}
