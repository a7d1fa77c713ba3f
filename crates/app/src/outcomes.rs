//! Whether things became better for people: paired change, and who is missing from it.
//!
//! Everybody whose support ended belongs to it, however it ended. There is no comparison group,
//! so nothing here says what the support caused; the page says so too.

mod answering;

use std::collections::HashMap;

use domain::access::{Relation, Verb};
use domain::ids::ReferralId;
use domain::measures::{self, Better, Item};
use evidence::Level;
use evidence::paired::{self, Pair, PairedChange};
use evidence::suppression::{self, LEAST, Shown};
use store::outcomes::Answered;

use crate::act::Act;
use crate::error::AppResult;
use crate::period::{self, Asked, Period};

pub use answering::Line;

/// What changed, and who answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Support ended in which days.
    pub period: Period,
    /// How many people that is.
    pub ended: Shown,
    /// Each question of the core set.
    pub questions: Vec<Question>,
    /// Who answered at the end and who did not, by what is known of them.
    pub answering: Vec<Line>,
    /// Whether small numbers are hidden.
    pub is_suppressed: bool,
}

/// One question: how the same people's answers changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The question.
    pub item: &'static Item,
    /// How many answered at the beginning.
    pub with_before: Shown,
    /// How many answered both times.
    pub paired: Shown,
    /// How many could have answered both times and did not.
    pub missing: Shown,
    /// The change; nothing where it rests on too few people to be shown to this reader.
    pub change: Option<PairedChange>,
    /// Better, the same, worse.
    pub directions: [Shown; 3],
}

/// The paired change of those whose support ended in a period.
///
/// # Errors
/// `NotFound` for actors who may not see it; `Invalid` where the period ends before it begins.
pub fn report(act: &mut Act<'_>, asked: Asked) -> AppResult<Report> {
    act.require(Verb::SeeOutcomes, Relation::Service)?;
    let service = act.service();
    let (period, between) = period::resolve(act, asked)?;
    let hides = period::only_counts(act);
    let ended = store::outcomes::list_ended(act.conn, service, between)?;
    let answered = store::outcomes::list_answered(act.conn, service, between)?;
    let answers = Answers::new(&answered);
    let questions = measures::core()
        .into_iter()
        .flat_map(|instrument| instrument.items.iter().map(|item| (&*instrument.key, item)))
        .map(|(instrument, item)| {
            let pairs = ended.iter().map(|one| answers.pair(one.referral, instrument, item));
            question(item, &pairs.collect::<Vec<_>>(), hides)
        })
        .collect();
    let people = answering::people(act, &ended, &answered)?;
    let answering = answering::lines(&people, hides);
    let ended = answering.first().map_or(Shown::Exactly(0), |all| all.could);
    Ok(Report { period, ended, questions, answering, is_suppressed: hides })
}

/// Answers as they are looked up: by episode, questionnaire, question and wave.
struct Answers<'a>(HashMap<(ReferralId, &'a str, &'a str, &'a str), i64>);

impl<'a> Answers<'a> {
    fn new(rows: &'a [Answered]) -> Answers<'a> {
        let mut map = HashMap::new();
        for row in rows {
            for (item, value) in &row.items {
                if let Some(value) = value {
                    map.insert((row.referral, &*row.instrument, &**item, &*row.wave), *value);
                }
            }
        }
        Answers(map)
    }

    fn pair(&self, referral: ReferralId, instrument: &str, item: &Item) -> Pair {
        let at = |wave: &str| {
            let found = self.0.get(&(referral, instrument, &*item.key, wave));
            found.map(|value| *value as f64)
        };
        Pair { before: at("baseline"), after: at("end") }
    }
}

fn question(item: &'static Item, pairs: &[Pair], hides: bool) -> Question {
    let better = match item.better {
        Better::Higher => paired::Better::Higher,
        Better::Lower => paired::Better::Lower,
    };
    let change = paired::change(pairs, better, Level::P95);
    let directions = change
        .estimate
        .as_ref()
        .map_or([0; 3], |found| [found.improved, found.same, found.worsened]);
    let [eligible, before, both] =
        [change.eligible, change.with_before, change.paired].map(|count| count as u64);
    // What is missing can be worked out by taking away, so it is hidden by the same rule.
    let mut cells = vec![eligible, before, both, eligible - before, before - both, eligible - both];
    cells.extend(directions.map(|count| count as u64));
    let sums = [vec![0, 1, 3], vec![1, 2, 4], vec![0, 2, 5], vec![2, 6, 7, 8]];
    let shown = match hides {
        true => suppression::suppress(&cells, &sums, LEAST),
        false => suppression::reveal(&cells),
    };
    let is_shown = !hides || both == 0 || both >= LEAST;
    Question {
        item,
        with_before: shown[1],
        paired: shown[2],
        missing: shown[5],
        change: is_shown.then_some(change),
        directions: [shown[6], shown[7], shown[8]],
    }
}
