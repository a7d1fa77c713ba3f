//! One person's path: what was done for them, by whom and how many days ago.

use std::sync::Arc;

use anyhow::{Context, Result};
use app::contacts::{self, NewContact};
use app::{Actor, concerns, holding, measures, plans, referrals};
use domain::access::Verb;
use domain::contact::{Result as Held, Way};
use domain::ids::UserId;
use domain::measures::{Mode, Wave};
use domain::referral::reasons::{Close, Hold, Reopen, Withdraw};
use domain::referral::{Action, Outcome, Referrer, Route};
use jiff::ToSpan;
use jiff::tz::TimeZone;

use super::{Known, Walk, groups};
use crate::demo::people::{ContactWords, Person, Stage};
use crate::demo::places::Places;
use crate::demo::service::Service;

/// Who screens and allocates.
const COORDINATOR: &str = "coordinator";
/// A few hours, in days.
const HOURS: f64 = 0.1;

/// Plans everything that happened to one person.
pub(super) fn plan(
    walk: &mut Walk<'_>,
    person: &Arc<Person>,
    (places, service): (&Places, &Service),
    visits: &mut groups::Visits,
) -> Result<()> {
    #[expect(clippy::cast_precision_loss, reason = "days before today are few")]
    let referred = person.days_ago as f64 + 3.0 * HOURS;
    refer(walk, person, (places, service), referred)?;
    let screened = (referred - 1.0).max(HOURS);
    match person.stage {
        Stage::Sent => return Ok(()),
        Stage::Returned => {
            let question = why(person);
            move_on(walk, person, screened, move || Action::Return { question: question.clone() });
            return Ok(());
        }
        Stage::Redirected => {
            let reason = why(person);
            let to = "a service that can help at once".to_owned();
            move_on(walk, person, screened, move || Action::Redirect {
                to: to.clone(),
                reason: reason.clone(),
            });
            return Ok(());
        }
        Stage::Declined => {
            let reason = why(person);
            move_on(walk, person, screened, move || Action::Decline { reason: reason.clone() });
            return Ok(());
        }
        _ => move_on(walk, person, screened, || Action::FindEligible),
    }
    let triaged = screened - HOURS / 10.0;
    match person.stage {
        Stage::ScreenedEligible => return Ok(()),
        Stage::Signposted => {
            let to = why(person);
            move_on(walk, person, triaged, move || Action::Signpost { to: to.clone() });
            return Ok(());
        }
        Stage::LightSupport => {
            move_on(walk, person, triaged, || Action::Queue { route: Route::LightSupport });
        }
        _ => move_on(walk, person, triaged, || Action::Queue { route: Route::LinkWorker }),
    }
    match person.stage {
        Stage::Waiting => return Ok(()),
        Stage::Closed => {
            let reason = Close::from_key(&why(person)).context("a listed reason")?;
            move_on(walk, person, triaged * 0.5, move || Action::Close { reason });
            return Ok(());
        }
        _ => {}
    }
    let worked = work(walk, person, places, triaged)?;
    groups::plan(walk, person, worked, visits)?;
    end(walk, person)
}

fn why(person: &Person) -> String {
    person.why.clone().unwrap_or_default()
}

/// Sends the referral through the door by which it came.
fn refer(
    walk: &mut Walk<'_>,
    person: &Arc<Person>,
    (places, service): (&Places, &Service),
    days_ago: f64,
) -> Result<()> {
    let zone = TimeZone::get(&service.settings()?.time_zone)?;
    let today = walk.ago(days_ago).to_zoned(zone).date();
    let draft = person.draft(places, service, today)?;
    let (actor, referrer) = door(walk, &person.from, person.sender.as_deref(), service)?;
    let handle = person.handle.clone();
    walk.at(days_ago, format!("referring {handle}"), move |walk| {
        let sent =
            walk.act(&actor, move |act| referrals::refer::send(act, &draft, &referrer, None, ""))?;
        let known = Known { referral: sent.referral, person: sent.person, prescription: None };
        walk.known.insert(handle, known);
        Ok(())
    });
    Ok(())
}

/// A practice, an agency's link, or the public page.
pub(super) fn door(
    walk: &Walk<'_>,
    from: &str,
    sender: Option<&str>,
    service: &Service,
) -> Result<(Actor, Referrer)> {
    let at = walk.stage.actor.service();
    let sender = sender.unwrap_or_default().to_owned();
    if let Ok(practice) = service.practice(from) {
        let gp = walk.staff("gp")?;
        let user = gp.user().context("a GP signs in")?;
        return Ok((gp, Referrer::User { user, organisation: practice.name.clone() }));
    }
    if let Some((agency, name)) = walk.stage.agencies.get(from) {
        let actor = Actor::Agency { service: at, agency: *agency, name: name.clone() };
        return Ok((actor, Referrer::Agency { agency: *agency, worker: sender }));
    }
    let on_behalf = (from == "carer").then_some(sender);
    Ok((Actor::Public { service: at }, Referrer::Oneself { on_behalf }))
}

/// One step of the referral, by the coordinator.
fn move_on(
    walk: &mut Walk<'_>,
    person: &Person,
    days_ago: f64,
    action: impl Fn() -> Action + Send + 'static,
) {
    let handle = person.handle.clone();
    walk.at(days_ago, format!("moving {handle} on"), move |walk| {
        let known = walk.known(&handle)?;
        let coordinator = walk.staff(COORDINATOR)?;
        walk.act(&coordinator, move |act| {
            let referral = referrals::load(act, known.referral, Verb::Triage)?;
            referrals::advance(act, &referral, action())
        })?;
        Ok(())
    });
}

/// Allocation, contacts, the first questions and the plan; how many days ago the plan was made.
fn work(walk: &mut Walk<'_>, person: &Arc<Person>, places: &Places, triaged: f64) -> Result<f64> {
    let worker = person.worker.clone().unwrap_or_else(|| "linkworker".to_owned());
    let user: UserId = walk.staff(&worker)?.user().context("a link worker signs in")?;
    #[expect(clippy::cast_precision_loss, reason = "days before today are few")]
    let told = person.contacts.first().map(|contact| contact.days_ago as f64);
    let first = hello(walk, person, &worker, told);
    let allocated = first.map_or(triaged * 0.4, |first| first + ((triaged - first) / 2.0).min(3.0));
    move_on(walk, person, allocated, move || Action::Allocate { link_worker: user });
    for contact in &person.contacts {
        record(walk, person, (&worker, contact));
    }
    let Some(first) = first else { return Ok(allocated) };
    if let Some(before) = person.before {
        answers(walk, person, (first - HOURS / 4.0, Wave::Baseline), before);
    }
    let planned = (first - HOURS / 2.0).max(0.0);
    if let Some(mut content) = person.plan(places, jiff::civil::date(2000, 1, 1))? {
        let (handle, worker) = (person.handle.clone(), worker.clone());
        // Somebody resting is looked at again after the pause; everybody else by their plan.
        let is_resting = person.stage == Stage::Holding;
        let review_in_days = person.review_in_days.filter(|_| !is_resting).unwrap_or(9);
        walk.at(planned, format!("planning with {handle}"), move |walk| {
            let (known, actor) = (walk.known(&handle)?, walk.staff(&worker)?);
            let review = walk.now + jiff::SignedDuration::from_hours(24 * review_in_days);
            content.review_on = Some(review.to_zoned(TimeZone::UTC).date());
            walk.act(&actor, move |act| plans::save(act, known.person, (0, &content), ""))?;
            Ok(())
        });
    }
    Ok(planned)
}

/// The first contact, in days before today. The files tell of those worth telling; where somebody
/// has come as far as a group, an earlier call said hello.
fn hello(walk: &mut Walk<'_>, person: &Person, worker: &str, told: Option<f64>) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "days before today are few")]
    let early = person.days_ago as f64 * 0.85;
    if !groups::came(person.stage) || told.is_some_and(|told| told > early) {
        return told;
    }
    #[expect(clippy::cast_possible_truncation, reason = "days before today are few")]
    let call = ContactWords {
        days_ago: early as i64,
        way: Way::Phone,
        minutes: Some(20),
        missed: None,
        note: "A first call to say hello, and to ask when and where it would be good to meet."
            .into(),
    };
    record(walk, person, (worker, &call));
    #[expect(clippy::cast_precision_loss, reason = "days before today are few")]
    Some(call.days_ago as f64)
}

fn record(walk: &mut Walk<'_>, person: &Person, (worker, contact): (&str, &ContactWords)) {
    let (handle, worker) = (person.handle.clone(), worker.to_owned());
    let result = match contact.minutes {
        Some(minutes) => Held::Held { minutes },
        None => Held::Missed { barrier: contact.missed },
    };
    let (way, note): (Way, String) = (contact.way, contact.note.clone());
    #[expect(clippy::cast_precision_loss, reason = "days before today are few")]
    let days_ago = contact.days_ago as f64;
    walk.at(days_ago, format!("a contact with {handle}"), move |walk| {
        let (known, actor) = (walk.known(&handle)?, walk.staff(&worker)?);
        let zone = walk.stage.zone.clone();
        walk.act(&actor, move |act| {
            let now = act.now.to_zoned(zone.clone()).datetime();
            let (on, at) = (now.date(), now.time().with().nanosecond(0).build());
            let at = at.unwrap_or_else(|_| now.time());
            let new = NewContact { on, at, way, result, note: note.clone() };
            contacts::record(act, known.person, &new, "")
        })?;
        Ok(())
    });
}

/// ONS4 and the groups they belong to, asked with help.
fn answers(walk: &mut Walk<'_>, person: &Person, (days_ago, wave): (f64, Wave), values: [u8; 5]) {
    let handle = person.handle.clone();
    let worker = person.worker.clone().unwrap_or_else(|| "linkworker".to_owned());
    walk.at(days_ago, format!("asking {handle} how life feels"), move |walk| {
        let (known, actor) = (walk.known(&handle)?, walk.staff(&worker)?);
        let filled: measures::Filled = values.iter().map(|value| Some(i64::from(*value))).collect();
        walk.act(&actor, move |act| {
            measures::record(act, known.person, (wave, Mode::WithHelp), &filled, "")
        })?;
        Ok(())
    });
}

/// When the last contact was, in days before today.
fn last_contact(person: &Person) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "days before today are few")]
    person.contacts.last().map_or(1.0, |contact| contact.days_ago as f64)
}

/// When support ended, in days before today; 0 where it goes on. Those who were taken up again
/// ended with the last contact but one.
pub(super) fn ended(person: &Person) -> f64 {
    let before = match person.stage {
        Stage::Finished | Stage::FollowedUp => 1,
        Stage::Reopened => 2,
        _ => return 0.0,
    };
    let at = person.contacts.len().checked_sub(before).and_then(|at| person.contacts.get(at));
    #[expect(clippy::cast_precision_loss, reason = "days before today are few")]
    at.map_or(0.5, |contact| contact.days_ago as f64 - HOURS)
}

/// Pauses, ends, noes, returns and worries.
fn end(walk: &mut Walk<'_>, person: &Arc<Person>) -> Result<()> {
    let last = last_contact(person);
    let after = (last - HOURS).max(0.01);
    match person.stage {
        Stage::Holding => {
            // A day is agreed while it is still to come; a review may be overdue by now.
            let in_days = person.review_in_days.unwrap_or(7);
            turn(walk, person, after, move |walk, known, actor| {
                let review = walk.now.to_zoned(walk.stage.zone.clone()).date();
                let review = review.checked_add(in_days.days())?;
                walk.act(actor, move |act| {
                    holding::hold(act, known.person, review, Hold::ALL[0]).map(drop)
                })
            });
        }
        Stage::Finished | Stage::FollowedUp | Stage::Reopened => {
            let outcome = person.outcome.unwrap_or(Outcome::GoalsMet);
            let is_reopened = person.stage == Stage::Reopened;
            let ended = ended(person);
            if let Some(values) = person.after {
                answers(walk, person, (ended + HOURS / 4.0, Wave::End), values);
            }
            turn(walk, person, ended, move |walk, known, actor| {
                walk.act(actor, move |act| holding::finish(act, known.person, outcome).map(drop))
            });
            if is_reopened {
                turn(walk, person, last + HOURS, |walk, known, actor| {
                    let reason = Reopen::ALL[0];
                    walk.act(actor, move |act| holding::reopen(act, known.person, reason).map(drop))
                });
            }
        }
        Stage::Withdrawn => turn(walk, person, after, |walk, known, actor| {
            let reason = Withdraw::ALL[0];
            walk.act(actor, move |act| holding::withdraw(act, known.person, reason).map(drop))
        }),
        Stage::SafeguardingOpen => {
            let words = why(person);
            turn(walk, person, after, move |walk, known, actor| {
                walk.act(actor, move |act| concerns::raise(act, known.person, &words, "").map(drop))
            });
        }
        _ => {}
    }
    Ok(())
}

/// Something that the person's link worker does.
fn turn(
    walk: &mut Walk<'_>,
    person: &Person,
    days_ago: f64,
    f: impl FnOnce(&mut Walk<'_>, Known, &Actor) -> Result<()> + 'static,
) {
    let handle = person.handle.clone();
    let worker = person.worker.clone().unwrap_or_else(|| "linkworker".to_owned());
    walk.at(days_ago, format!("a turn for {handle}"), move |walk| {
        let (known, actor) = (walk.known(&handle)?, walk.staff(&worker)?);
        f(walk, known, &actor)
    });
}
