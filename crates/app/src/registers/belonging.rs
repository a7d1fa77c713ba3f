//! One question about feeling at home, after the first, third and sixth session.

use domain::access::Verb;
use domain::ids::{GroupId, PrescriptionId};
use domain::measures::{self, Mode};
use serde_json::json;
use store::answers::Answer;

use super::require;
use crate::act::Act;
use crate::error::{AppError, AppResult};

/// The instrument asked here.
const INSTRUMENT: &str = "belonging";

/// When it is asked: after how many sessions, and the stored name of that wave.
const WAVES: [(usize, &str); 3] = [(6, "session_6"), (3, "session_3"), (1, "session_1")];

/// The wave that is due after so many sessions, where it was not answered yet.
#[must_use]
pub fn due(times: usize, answered: &[&str]) -> Option<&'static str> {
    let (_, wave) = WAVES.into_iter().find(|(after, _)| times >= *after)?;
    (!answered.contains(&wave)).then_some(wave)
}

/// Keeps a person's answer, asked by the group with help; `None` where they would rather not say.
///
/// # Errors
/// `Invalid` where the number is off the scale; `Refused` where nothing is to be asked now.
pub fn answer_belonging(
    act: &mut Act<'_>,
    group: GroupId,
    id: PrescriptionId,
    value: Option<i64>,
) -> AppResult<()> {
    require(act, group, Verb::MarkRegister)?;
    let service = act.service();
    let found = store::prescriptions::find(act.conn, service, id)?;
    let one = found
        .filter(|one| one.group == group && one.state.is_on_the_register())
        .ok_or(AppError::NotFound)?;
    let visits = store::registers::list_visits_of_group(act.conn, service, group)?;
    let times = visits.iter().filter(|visit| visit.prescription == id && visit.was_there).count();
    let answers = store::answers::list_of_group(act.conn, service, group)?;
    let answered: Vec<&str> = answers
        .iter()
        .filter(|answer| answer.prescription == Some(id) && answer.instrument == INSTRUMENT)
        .map(|answer| answer.wave.as_str())
        .collect();
    let Some(wave) = due(times, &answered) else {
        return Err(AppError::refused("This has been answered already. Thank you."));
    };
    let instrument = measures::find(INSTRUMENT).ok_or(AppError::NotFound)?;
    let items = instrument.items.iter().map(|item| (item.key.clone(), value)).collect();
    let problems = instrument.problems(&items);
    if !problems.is_empty() {
        return Err(AppError::Invalid(problems));
    }
    let answer = Answer {
        id: act.new_id(),
        person: one.person,
        referral: one.referral,
        prescription: Some(id),
        instrument: INSTRUMENT.to_owned(),
        wave: wave.to_owned(),
        mode: Mode::WithHelp,
        items,
        answered_at: act.now,
        is_superseded: false,
    };
    store::answers::add(act.conn, service, &answer)?;
    act.audit("measure.answer", "person", one.person.0, json!({ "wave": wave }))
}

#[cfg(test)]
mod tests {
    use super::due;

    #[test]
    fn it_is_asked_after_the_first_third_and_sixth_session_once_each() {
        assert_eq!(due(0, &[]), None);
        assert_eq!(due(1, &[]), Some("session_1"));
        assert_eq!(due(2, &["session_1"]), None);
        assert_eq!(due(3, &["session_1"]), Some("session_3"));
        assert_eq!(due(9, &["session_1", "session_3"]), Some("session_6"));
        assert_eq!(due(9, &["session_6"]), None);
    }
}
