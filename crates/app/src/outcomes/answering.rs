//! Who answered at the end and who did not, by what was known of them when they were referred.

use std::collections::{HashMap, HashSet};

use domain::ids::{PersonId, ReferralId};
use evidence::proportion::{Proportion, wilson};
use evidence::suppression::{self, LEAST, Shown};
use evidence::{Interval, Level};
use jiff::civil::Date;
use store::outcomes::{Answered, Ended};

use crate::act::{Act, day_in};
use crate::error::AppResult;
use crate::funnel::ROUTES;

/// People who have something in common, and how many of them answered at the end.
#[derive(Clone, PartialEq)]
pub struct Line {
    /// What kind of thing they have in common.
    pub by: &'static str,
    /// What they have in common.
    pub words: String,
    /// How many could have answered.
    pub could: Shown,
    /// How many did.
    pub did: Shown,
    /// How many did not.
    pub did_not: Shown,
    /// The share who did, where it may be shown.
    pub share: Option<(f64, Interval)>,
}

/// One person, as far as the comparison needs to know them.
pub(super) struct Person<'a> {
    ended: &'a Ended,
    age: Option<u8>,
    did_answer: bool,
}

/// How many people are opened at once to read their date of birth.
const AT_ONCE: usize = 10_000;

/// Everybody whose support ended, with their age then and whether they answered at the end.
pub(super) fn people<'a>(
    act: &mut Act<'_>,
    ended: &'a [Ended],
    answered: &[Answered],
) -> AppResult<Vec<Person<'a>>> {
    let service = act.service();
    let zone = act.service_settings()?.time_zone;
    let mut ids: Vec<PersonId> = ended.iter().map(|one| one.person).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut known = HashMap::new();
    for ids in ids.chunks(AT_ONCE) {
        let people = store::people::list(act.conn, &act.kit.keys, service, ids)?;
        known.extend(people.into_iter().map(|person| (person.id, person.details)));
    }
    let any = |row: &&Answered| row.wave == "end" && row.items.iter().any(|one| one.1.is_some());
    let did: HashSet<ReferralId> = answered.iter().filter(any).map(|row| row.referral).collect();
    let person = |ended: &'a Ended| {
        let on: Date = day_in(&zone, ended.sent_at);
        let age = known.get(&ended.person).and_then(|details| details.age_on(on));
        Person { ended, age, did_answer: did.contains(&ended.referral) }
    };
    Ok(ended.iter().map(person).collect())
}

/// A way of telling people apart: each person falls into one line, by its place in the list.
struct Split {
    by: &'static str,
    lines: Vec<String>,
    of: Box<dyn Fn(&Person<'_>) -> usize>,
    /// Whether the last line only says who is left, and is not shown.
    hides_last: bool,
}

fn splits() -> Vec<Split> {
    let words = |of: &[&str]| of.iter().map(|word| (*word).to_owned()).collect();
    let mut splits = vec![
        Split {
            by: "How they were referred",
            lines: ROUTES.iter().map(|(_, words)| (*words).to_owned()).collect(),
            of: Box::new(|person| {
                ROUTES.iter().position(|(key, _)| *key == person.ended.route).unwrap_or(0)
            }),
            hides_last: false,
        },
        Split {
            by: "How many things were hard",
            lines: words(&["None named", "One", "Two", "Three or more"]),
            of: Box::new(|person| person.ended.needs.len().min(3)),
            hides_last: false,
        },
        Split {
            by: "Age when referred",
            lines: words(&[
                "Under 25",
                "25 to 44",
                "45 to 64",
                "65 to 79",
                "80 or over",
                "Not known",
            ]),
            of: Box::new(|person| match person.age {
                Some(..25) => 0,
                Some(25..45) => 1,
                Some(45..65) => 2,
                Some(65..80) => 3,
                Some(_) => 4,
                None => 5,
            }),
            hides_last: false,
        },
    ];
    let circumstances = domain::triage::Circumstances::default().list();
    splits.extend(circumstances.into_iter().enumerate().map(|(at, (_, words, _))| {
        let mut letters = words.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string());
        Split {
            by: "Circumstances, where we were told",
            lines: vec![first.unwrap_or_default() + letters.as_str(), String::new()],
            of: Box::new(move |person| usize::from(!person.ended.circumstances.list()[at].2)),
            hides_last: true,
        }
    }));
    splits
}

/// Everybody, then each line of each split.
pub(super) fn lines(people: &[Person<'_>], hides: bool) -> Vec<Line> {
    let count = |is: &dyn Fn(&Person<'_>) -> bool| {
        let could = people.iter().filter(|person| is(person));
        let did = could.clone().filter(|person| person.did_answer).count() as u64;
        let could = could.count() as u64;
        [could, did, could - did]
    };
    let splits = splits();
    // Each line is three cells: could, did, did not. The first line is everybody.
    let mut cells: Vec<u64> = count(&|_| true).to_vec();
    let mut sums = vec![vec![0, 1, 2]];
    for split in &splits {
        let start = cells.len();
        for at in 0..split.lines.len() {
            let first = cells.len();
            cells.extend(count(&|person| (split.of)(person) == at));
            sums.push((first..first + 3).collect());
        }
        for column in 0..3 {
            let own = (start..cells.len()).skip(column).step_by(3);
            sums.push(std::iter::once(column).chain(own).collect());
        }
    }
    let shown = match hides {
        true => suppression::suppress(&cells, &sums, LEAST),
        false => suppression::reveal(&cells),
    };
    let everybody = [("", "Everybody".to_owned(), true)];
    let rest = splits.into_iter().flat_map(|split| {
        let last = split.lines.len() - usize::from(split.hides_last);
        let lines = split.lines.into_iter().enumerate();
        lines.map(move |(at, words)| (split.by, words, at < last)).collect::<Vec<_>>()
    });
    let cells = shown.chunks(3);
    let lines = everybody.into_iter().chain(rest).zip(cells);
    lines
        .filter(|((_, _, is_shown), _)| *is_shown)
        .map(|((by, words, _), of)| line(by, words, of))
        .collect()
}

fn line(by: &'static str, words: String, shown: &[Shown]) -> Line {
    let [could, did, did_not] = [shown[0], shown[1], shown[2]];
    let share = did.number().zip(could.number()).and_then(|(did, could)| {
        let Proportion { share, interval, .. } = wilson(did, could, Level::P95);
        share.zip(interval)
    });
    Line { by, words, could, did, did_not, share }
}

domain::print_only_the_type!(Line);
