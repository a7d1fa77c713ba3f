//! Groups: offered, asked, answered, and each session that the register tells of.

use std::collections::HashMap;

use domain::ids::PrescriptionId;
use domain::prescription::{DeclineReason, LeaveReason, TurnDown};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::registers::Visit;
use store::steps::Step;

use super::{Entry, Kind, Of};
use crate::act::Act;
use crate::error::AppResult;
use crate::prescriptions;

/// Every move of every prescription, and every line of a register as it now stands.
pub(super) fn entries(act: &mut Act<'_>, of: &Of<'_>) -> AppResult<Vec<Entry>> {
    let (service, person) = (act.service(), of.known.person.id);
    let names: HashMap<PrescriptionId, String> = prescriptions::list_of_person(act, person)?
        .into_iter()
        .map(|seen| (seen.prescription.id, seen.group.name))
        .collect();
    let name = |id: PrescriptionId| names.get(&id).map_or("a group", String::as_str);
    let steps = store::steps::list_of_person(act.conn, service, person)?;
    let mut entries: Vec<Entry> = steps
        .iter()
        .filter_map(|step| Some((step, title(step, name(step.prescription?))?)))
        .map(|(step, title)| Entry {
            words: reason(step).unwrap_or_default().to_owned(),
            by: of.name_of_label(&step.actor),
            ..of.entry(step.at, Kind::Group, title)
        })
        .collect();
    let visits = store::registers::list_visits_of_person(act.conn, service, person)?;
    let zone = TimeZone::get(of.zone).unwrap_or(TimeZone::UTC);
    entries.extend(visits.iter().map(|visit| {
        let did = if visit.was_there { "Came to" } else { "Did not come to" };
        let title = format!("{did} {}", name(visit.prescription));
        of.entry(began(visit, &zone), Kind::Attendance, title)
    }));
    Ok(entries)
}

/// Coming along is told by the register; what it moves is not told twice.
fn title(step: &Step, group: &str) -> Option<String> {
    Some(match step.action.as_str() {
        "offer" => format!("Was offered {group}"),
        "choose" => format!("Would like to go to {group}"),
        "turn_down" => format!("Would rather not go to {group}"),
        "send" => format!("{group} was asked for a place"),
        "accept" => format!("{group} said yes"),
        "waitlist" => format!("{group} has a waiting list"),
        "decline" => format!("{group} said no"),
        "leave" => format!("No longer goes to {group}"),
        _ => return None,
    })
}

fn reason(step: &Step) -> Option<&'static str> {
    let key = step.reason.as_deref()?;
    match step.action.as_str() {
        "turn_down" => TurnDown::from_key(key).map(TurnDown::label),
        "decline" => DeclineReason::from_key(key).map(DeclineReason::label),
        "leave" => LeaveReason::from_key(key).map(LeaveReason::label),
        _ => None,
    }
}

/// When a session began; when it was marked, where that hour does not exist.
fn began(visit: &Visit, zone: &TimeZone) -> Timestamp {
    let local = visit.held_on.to_datetime(visit.begins);
    local.to_zoned(zone.clone()).map_or(visit.recorded_at, |zoned| zoned.timestamp())
}
