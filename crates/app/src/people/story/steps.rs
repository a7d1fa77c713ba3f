//! Moves along the pathway, in words.

use domain::referral::reasons::{Close, Hold, Reopen, Withdraw};
use domain::referral::{Outcome, Route};
use store::steps::Step;

use super::{Entry, Kind, Of};
use crate::act::Act;
use crate::error::AppResult;

/// Every move of every episode; those of prescriptions are told by the groups.
pub(super) fn entries(act: &mut Act<'_>, of: &Of<'_>) -> AppResult<Vec<Entry>> {
    let service = act.service();
    let steps = store::steps::list_of_person(act.conn, service, of.known.person.id)?;
    let own = steps.iter().filter(|step| step.prescription.is_none());
    Ok(own
        .map(|step| Entry {
            words: reason(step).unwrap_or_default(),
            by: of.name_of_label(&step.actor),
            ..of.entry(step.at, Kind::Step, title(step))
        })
        .collect())
}

fn title(step: &Step) -> &'static str {
    match step.action.as_str() {
        "send" => "Referred",
        "return" => "A question went back to the referrer",
        "supply" => "The referrer answered",
        "find_eligible" => "Checked: this service is right for them",
        "redirect" => "Shown a better place",
        "decline" => "Not taken on",
        "signpost" => "Given what they need to help themself",
        "queue" => "Waiting for somebody with room",
        "allocate" => "Given to a link worker",
        "put_back" => "Back on the waiting list",
        "first_contact" => "Spoke for the first time",
        "hold" => "On hold",
        "resume" => "Going on after the pause",
        "finish" => "Support ended",
        "withdraw" => "They said no, or not now",
        "close" => "Ended before support began",
        "reopen" => "Taken up again",
        _ => "Moved on",
    }
}

fn reason(step: &Step) -> Option<String> {
    let key = step.reason.as_deref()?;
    let words = match step.action.as_str() {
        "send" => match key {
            "professional" => "By a professional",
            "agency" => "By a local organisation",
            _ => "By the person themself, or somebody close to them",
        },
        "queue" => [Route::LightSupport, Route::LinkWorker]
            .into_iter()
            .find(|route| route.key() == key)?
            .label(),
        "hold" => Hold::from_key(key)?.label(),
        "finish" => Outcome::ALL.into_iter().find(|outcome| outcome.key() == key)?.label(),
        "withdraw" => Withdraw::from_key(key)?.label(),
        "close" => Close::from_key(key)?.label(),
        "reopen" => Reopen::from_key(key)?.label(),
        _ => return None,
    };
    Some(words.to_owned())
}
