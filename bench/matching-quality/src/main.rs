//! How good the suggestions are: written persons against a real listing, graded by reading.
//!
//! `cargo run --release -p bench-matching-quality [-- --persons | --one NN | --list [N]] [--must]`.
//! The README beside it tells the grades and the measures. Not a timed test, and not the place
//! to change the ranking.

#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod baselines;
mod gain;
mod kith;
mod limits;
mod listing;
mod persons;
mod report;
#[cfg(test)]
mod tests;

use anyhow::{Context, Result, bail};

use crate::report::Lines;

/// What to print.
enum Wanted {
    /// The table of both halves; with a line per person where asked.
    Figures { lines: Lines },
    /// One person's suggestions beside their grades.
    One(u8),
    /// The listing, with so many characters of each description.
    List(usize),
}

const KNOWN: &str = "--persons, --all-persons, --one NUMBER, --list [CHARACTERS], --must";

fn main() -> Result<()> {
    let (wanted, must) = read(std::env::args().skip(1))?;
    let Some(groups) = listing::read()? else {
        if must {
            bail!("the listing is not there: matching-quality needs ../shared");
        }
        println!("skipped: matching-quality needs ../shared");
        return Ok(());
    };
    match wanted {
        Wanted::List(characters) => listing::print(&groups, characters),
        Wanted::Figures { lines } => {
            report::figures(&groups, &self::persons::read_all()?, lines);
        }
        Wanted::One(number) => {
            let persons = self::persons::read_all()?;
            let person = persons.iter().find(|person| person.number == number);
            report::one(&groups, person.with_context(|| format!("there is no person {number}"))?);
        }
    }
    Ok(())
}

fn read(words: impl Iterator<Item = String>) -> Result<(Wanted, bool)> {
    let (mut wanted, mut must) = (Wanted::Figures { lines: Lines::None }, false);
    let mut words = words.peekable();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--must" => must = true,
            "--persons" => wanted = Wanted::Figures { lines: Lines::Tuning },
            "--all-persons" => wanted = Wanted::Figures { lines: Lines::All },
            "--one" => {
                let number = words.next().context("--one needs a person's number")?;
                wanted = Wanted::One(number.parse()?);
            }
            "--list" => {
                let given = words.next_if(|next| next.parse::<usize>().is_ok());
                wanted = Wanted::List(given.map_or(Ok(200), |text| text.parse())?);
            }
            _ => bail!("“{word}” is not known; there are {KNOWN}"),
        }
    }
    Ok((wanted, must))
}
