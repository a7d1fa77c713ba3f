//! Questions that the person answered: that they did and how, never the numbers.

use domain::measures::{self, Wave};

use super::{Entry, Kind, Of};
use crate::act::Act;
use crate::error::AppResult;

/// Every questionnaire as it now stands, one entry for those given together.
pub(super) fn entries(act: &mut Act<'_>, of: &Of<'_>) -> AppResult<Vec<Entry>> {
    let service = act.service();
    let mut answers = store::answers::list_of_person(act.conn, service, of.known.person.id)?;
    answers.retain(|answer| !answer.is_superseded);
    answers.dedup_by_key(|answer| (answer.answered_at, answer.wave.clone()));
    let entry = |answer: &store::answers::Answer| {
        let title = match Wave::from_key(&answer.wave) {
            Some(wave) => format!("Answered the questions {}", wave.label()),
            None => measures::find(&answer.instrument)
                .map_or("Answered a question".to_owned(), |found| found.name.clone()),
        };
        let words = answer.mode.label().to_owned();
        Entry { words, ..of.entry(answer.answered_at, Kind::Answer, title) }
    };
    Ok(answers.iter().map(entry).collect())
}
