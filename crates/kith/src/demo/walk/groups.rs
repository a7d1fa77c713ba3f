//! One person's way into a group: offered, chosen, asked, answered, visited, left.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, Result};
use app::group_answers::{self, Answer};
use app::prescriptions::{self, Asking};
use app::{directory, registers};
use domain::ids::{GroupId, PrescriptionId};
use domain::permission::{Detail, How};
use domain::prescription::{DeclineReason, FirstVisit, LeaveReason};
use jiff::civil::Time;

use super::{Known, Walk, path};
use crate::demo::people::{Person, Stage};

/// For how many weeks those who stay are followed; one week in five they are away.
const STAYED: u32 = 16;

/// Who came to which group so many days ago: a register is marked once for everybody.
#[derive(Default)]
pub(super) struct Visits(BTreeMap<(String, u32), Vec<Arc<Person>>>);

/// How far somebody's path into a group went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    Offered,
    Chosen,
    Sent,
    Answered,
    Came,
}

/// Plans the path into the group, for those who were told of one; `planned` is when their plan
/// was made, in days before today.
pub(super) fn plan(
    walk: &mut Walk<'_>,
    person: &Arc<Person>,
    planned: f64,
    visits: &mut Visits,
) -> Result<()> {
    let (Some(group), Some(reach)) = (person.group.clone(), reach(person.stage)) else {
        return Ok(());
    };
    let group_id = walk.group(&group)?;
    // Shares of the time from the plan to the end: a path is short or long, and always in order.
    let ended = path::ended(person);
    let when = |share: f64| ended + (planned - ended).max(0.0) * share;
    step(walk, person, when(0.9), move |walk, known, worker| {
        let offer =
            move |act: &mut app::Act<'_>| prescriptions::offer(act, known.referral, group_id, "");
        let id = walk.act(worker, offer)?;
        let handle = walk.known.iter().find(|(_, one)| one.referral == known.referral);
        let handle = handle.map(|(handle, _)| handle.clone()).context("a known person")?;
        walk.known.insert(handle, Known { prescription: Some(id), ..known });
        Ok(())
    });
    if reach >= Reach::Chosen {
        step(walk, person, when(0.85), |walk, known, worker| {
            let id = prescribed(known)?;
            walk.act(worker, move |act| prescriptions::choose(act, id))
        });
    }
    if reach >= Reach::Sent {
        ask(walk, person, when(0.8));
    }
    if reach >= Reach::Answered {
        answer(walk, person, when(0.7));
    }
    if reach >= Reach::Came {
        visits.add(person, &group, (when(0.6), ended));
    }
    if person.stage == Stage::LeftGroup {
        let reason = person.why.as_deref().and_then(LeaveReason::from_key);
        let reason = reason.unwrap_or(LeaveReason::NotSaid);
        step(walk, person, when(0.05), move |walk, known, _| {
            let id = prescribed(known)?;
            let system = walk.stage.actor.clone();
            walk.act(&system, move |act| registers::left(act, group_id, id, reason))
        });
    }
    Ok(())
}

/// Whether somebody's path went as far as visiting a group.
pub(super) fn came(stage: Stage) -> bool {
    reach(stage) == Some(Reach::Came)
}

fn reach(stage: Stage) -> Option<Reach> {
    Some(match stage {
        Stage::Offered => Reach::Offered,
        Stage::Chosen => Reach::Chosen,
        Stage::SentToGroup => Reach::Sent,
        Stage::GroupWaitlist | Stage::GroupDeclined | Stage::Accepted => Reach::Answered,
        Stage::FirstAttended
        | Stage::Attending
        | Stage::LeftGroup
        | Stage::Finished
        | Stage::FollowedUp
        | Stage::Reopened => Reach::Came,
        _ => return None,
    })
}

fn prescribed(known: Known) -> Result<PrescriptionId> {
    known.prescription.context("a prescription")
}

fn ask(walk: &mut Walk<'_>, person: &Arc<Person>, days_ago: f64) {
    let first_visit = person.first_visit.unwrap_or(FirstVisit::NoneWanted);
    step(walk, person, days_ago, move |walk, known, worker| {
        let id = prescribed(known)?;
        let asking = Asking {
            details: vec![Detail::FirstName, Detail::AccessNeeds],
            until: None,
            how: Some(How::Spoken),
            hopes: String::new(),
            first_visit: Some(first_visit),
        };
        walk.act(worker, move |act| prescriptions::send(act, id, &asking, ""))
    });
}

fn answer(walk: &mut Walk<'_>, person: &Arc<Person>, days_ago: f64) {
    let answer = match person.stage {
        Stage::GroupWaitlist => Answer::Waitlist,
        Stage::GroupDeclined => {
            let reason = person.why.as_deref().and_then(DeclineReason::from_key);
            let reason = reason.unwrap_or(DeclineReason::Full);
            Answer::Decline { reason, words: "We are sorry. Please ask again in spring.".into() }
        }
        _ => Answer::Accept,
    };
    step(walk, person, days_ago, move |walk, known, worker| {
        let id = prescribed(known)?;
        walk.act(worker, move |act| group_answers::answer_for_group(act, id, &answer, ""))
    });
}

impl Visits {
    /// One visit for those who have just begun, a row of weeks for those who stayed.
    fn add(&mut self, person: &Arc<Person>, group: &str, (since, ended): (f64, f64)) {
        let most = match person.stage {
            Stage::FirstAttended => 1,
            Stage::LeftGroup => 3,
            _ => STAYED,
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "days before today are few"
        )]
        let (first, last) = (since.max(0.0) as u32, ended.max(0.0).ceil() as u32);
        // Each group marks its register on one day of the week, counted from today.
        let meets = group.bytes().map(u32::from).sum::<u32>() % 7;
        let aligned = first.saturating_sub((first + 7 - meets) % 7);
        let first = if aligned >= last { aligned } else { first };
        for week in 0..most {
            let days_ago = first.checked_sub(7 * week).filter(|days| *days >= last);
            let Some(days_ago) = days_ago else { break };
            if week % 5 == 3 {
                continue;
            }
            let there = self.0.entry((group.to_owned(), days_ago)).or_default();
            there.push(Arc::clone(person));
        }
    }

    /// Plans one marked register for each group and day.
    pub(super) fn plan(self, walk: &mut Walk<'_>) {
        for ((group, days_ago), people) in self.0 {
            walk.at(f64::from(days_ago), format!("a register of {group}"), move |walk| {
                let id = walk.group(&group)?;
                let place = |one: &Arc<Person>| {
                    Ok((walk.prescription(&one.handle)?, one.belonging.map(i64::from)))
                };
                let there = people.iter().map(place).collect::<Result<Vec<_>>>()?;
                let (system, zone) = (walk.stage.actor.clone(), walk.stage.zone.clone());
                walk.act(&system, move |act| {
                    let on = act.now.to_zoned(zone.clone()).date();
                    let (group, _) = directory::find(act, id)?;
                    // A group that meets weekly is marked for the hour at which it last met.
                    let met = registers::last_meeting(&group, on)
                        .filter(|(day, _)| (on - *day).get_days() < 7);
                    let (on, begins) = met.unwrap_or((on, Time::constant(14, 0, 0, 0)));
                    let session = registers::add_session(act, id, on, begins)?;
                    let ids: Vec<PrescriptionId> = there.iter().map(|(one, _)| *one).collect();
                    registers::mark(act, id, session, &ids, "")?;
                    answer_where_asked(act, id, &there)
                })
            });
        }
    }
}

/// Belonging is asked on some visits; on the others the register has no question to answer.
fn answer_where_asked(
    act: &mut app::Act<'_>,
    group: GroupId,
    there: &[(PrescriptionId, Option<i64>)],
) -> app::AppResult<()> {
    for (id, value) in there.iter().filter(|(_, value)| value.is_some()) {
        match registers::answer_belonging(act, group, *id, *value) {
            Ok(()) | Err(app::AppError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Something that the person's link worker does about the group.
fn step(
    walk: &mut Walk<'_>,
    person: &Arc<Person>,
    days_ago: f64,
    f: impl FnOnce(&mut Walk<'_>, Known, &app::Actor) -> Result<()> + 'static,
) {
    let handle = person.handle.clone();
    let worker = person.worker.clone().unwrap_or_else(|| "linkworker".to_owned());
    walk.at(days_ago, format!("{handle} and a group"), move |walk| {
        let (known, actor) = (walk.known(&handle)?, walk.staff(&worker)?);
        f(walk, known, &actor)
    });
}
