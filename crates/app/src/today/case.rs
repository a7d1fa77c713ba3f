//! The facts that the rules of today look at: one `Case` per episode, loaded all at once.

use std::collections::HashMap;

use domain::ids::{GroupId, PersonId, ReferralId, UserId};
use domain::measures::Wave;
use domain::person::Person;
use domain::referral::Referral;
use domain::service::{Clocks, Settings};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use store::concerns::Line as Concern;
use store::contacts::Touch;
use store::plans::Version;
use store::reminders::Reminder;
use store::today::Prescribed;

use crate::act::{Act, day_in};
use crate::error::AppResult;
use crate::measures;
use crate::referrals::view;

/// For how many days after its end an episode is looked at: a year, and the weeks in which the
/// last questions are asked.
const FOLLOWED_DAYS: i64 = 366 + 42;
/// How far ahead the list looks, in days.
const AHEAD: i64 = 7;

/// The day as the rules see it.
pub(super) struct Day {
    /// The date where the service is.
    pub(super) date: Date,
    /// The time.
    pub(super) now: Timestamp,
    /// The service's clocks.
    pub(super) clocks: Clocks,
    zone: String,
}

impl Day {
    /// This day in this service.
    pub(super) fn new(settings: &Settings, now: Timestamp) -> Day {
        let zone = settings.time_zone.clone();
        Day { date: day_in(&zone, now), now, clocks: settings.clocks, zone }
    }

    /// The last day that the list looks at.
    pub(super) fn horizon(&self) -> Date {
        self.date.saturating_add(AHEAD.days())
    }

    /// The date of a moment, where the service is.
    pub(super) fn of(&self, at: Timestamp) -> Date {
        day_in(&self.zone, at)
    }

    /// Whole calendar days from a moment until today.
    pub(super) fn days_since(&self, at: Timestamp) -> i64 {
        days_between(self.of(at), self.date)
    }
}

/// Whole days from one date to another.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    (to - from).get_days().into()
}

/// One episode, or a person whom a concern alone brings here, and what is known of them.
pub(super) struct Case {
    /// Who.
    pub(super) person: Person,
    /// The episode; nothing where only a concern brings somebody here.
    pub(super) referral: Option<Referral>,
    /// The last contact that took place.
    pub(super) held: Option<Touch>,
    /// The last contact that did not.
    pub(super) missed: Option<Touch>,
    /// What is still to do.
    pub(super) reminders: Vec<Reminder>,
    /// The newest version of the plan.
    pub(super) plan: Option<Version>,
    /// Groups, and where each stands.
    pub(super) prescriptions: Vec<Prescribed>,
    /// The next session of each group that said yes, where one is known.
    pub(super) sessions: HashMap<GroupId, Date>,
    /// Whether they were asked at the beginning.
    pub(super) is_measured: bool,
    /// The questions to ask after support has ended, where their day has come.
    pub(super) due: Option<Wave>,
    /// Open concerns that this worker raised or leads.
    pub(super) concerns: Vec<Concern>,
}

/// Every open episode of a worker, and everybody of whom they raised or lead a concern.
pub(super) fn load(act: &mut Act<'_>, me: UserId, day: &Day) -> AppResult<Vec<Case>> {
    let service = act.service();
    let referrals = store::referrals::list_of_worker(act.conn, service, me)?;
    let mut concerns = store::concerns::list_open_of_user(act.conn, service, me)?;
    let mut ids: Vec<PersonId> = referrals.iter().map(|referral| referral.person).collect();
    ids.extend(concerns.iter().map(|concern| concern.person));
    ids.sort_unstable();
    ids.dedup();
    let mut people: HashMap<PersonId, Person> =
        store::people::list(act.conn, &act.kit.keys, service, &ids)?
            .into_iter()
            .map(|person| (person.id, person))
            .collect();
    let mut touches =
        by(store::contacts::list_last_of_worker(act.conn, service, me)?, |touch| touch.referral);
    let reminders = store::reminders::list_open_of_worker(act.conn, &act.kit.keys, service, me)?;
    let mut reminders = by(reminders, |next| next.referral);
    let mut plans =
        by(store::plans::list_latest_of_worker(act.conn, service, me)?, |plan| plan.referral);
    let mut groups =
        by(store::today::list_prescriptions(act.conn, service, me)?, |group| group.referral);
    let dates = (day.date, day.horizon());
    let sessions = store::today::list_sessions(act.conn, service, me, dates)?;
    let measured = store::today::list_measured(act.conn, service, me)?;
    let mut cases = Vec::new();
    for referral in referrals {
        let Some(person) = people.get(&referral.person).cloned() else { continue };
        let touches = touches.remove(&referral.id).unwrap_or_default();
        let (mine, rest) = concerns.into_iter().partition(|line| line.person == person.id);
        concerns = rest;
        let prescriptions = groups.remove(&referral.id).unwrap_or_default();
        cases.push(Case {
            held: touches.iter().find(|touch| touch.was_held).cloned(),
            missed: touches.into_iter().find(|touch| !touch.was_held),
            reminders: reminders.remove(&referral.id).unwrap_or_default(),
            plan: plans.remove(&referral.id).and_then(|mut plans| plans.pop()),
            sessions: next_sessions(&prescriptions, &sessions, day),
            prescriptions,
            is_measured: measured.contains(&referral.id),
            due: None,
            concerns: mine,
            referral: Some(referral),
            person,
        });
    }
    while let Some(concern) = concerns.pop() {
        let Some(person) = people.remove(&concern.person) else { continue };
        let (mut mine, rest): (Vec<_>, Vec<_>) =
            concerns.into_iter().partition(|line| line.person == person.id);
        mine.push(concern);
        concerns = rest;
        cases.push(Case { concerns: mine, ..Case::of(person) });
    }
    cases.extend(ended(act, me, &ids)?);
    Ok(cases)
}

/// Ended episodes whose questions are due and not asked yet, without those who are here anyway.
fn ended(act: &mut Act<'_>, me: UserId, here: &[PersonId]) -> AppResult<Vec<Case>> {
    let service = act.service();
    let since = act.now - SignedDuration::from_hours(24 * FOLLOWED_DAYS);
    let mut referrals = store::referrals::list_finished_since(act.conn, service, me, since)?;
    referrals.retain(|referral| !here.contains(&referral.person));
    let mut due = measures::due(act, &referrals)?;
    for (referral, wave) in store::today::list_asked(act.conn, service, me, act.now)? {
        if due.get(&referral).is_some_and(|one| one.key() == wave) {
            due.remove(&referral);
        }
    }
    referrals.retain(|referral| due.contains_key(&referral.id));
    let lines = view::lines(act, referrals)?;
    Ok(lines
        .into_iter()
        .map(|line| Case {
            due: due.get(&line.referral.id).copied(),
            referral: Some(line.referral),
            ..Case::of(line.person)
        })
        .collect())
}

impl Case {
    /// Somebody of whom nothing else is known yet.
    fn of(person: Person) -> Case {
        Case {
            person,
            referral: None,
            held: None,
            missed: None,
            reminders: Vec::new(),
            plan: None,
            prescriptions: Vec::new(),
            sessions: HashMap::new(),
            is_measured: true,
            due: None,
            concerns: Vec::new(),
        }
    }
}

fn by<T>(rows: Vec<T>, of: impl Fn(&T) -> ReferralId) -> HashMap<ReferralId, Vec<T>> {
    let mut map: HashMap<ReferralId, Vec<T>> = HashMap::new();
    for row in rows {
        map.entry(of(&row)).or_default().push(row);
    }
    map
}

/// The next session of each group: one already dated, or by the group's weekly hour.
fn next_sessions(
    prescriptions: &[Prescribed],
    dated: &[(GroupId, Date)],
    day: &Day,
) -> HashMap<GroupId, Date> {
    let mut next = HashMap::new();
    for prescribed in prescriptions {
        let group = &prescribed.group;
        let by_row = dated.iter().find(|(id, _)| *id == group.id).map(|(_, on)| *on);
        let by_hour = group.meetings.iter().filter_map(|meeting| meeting.next_on(day.date)).min();
        let first = by_row.into_iter().chain(by_hour).min();
        if let Some(on) = first.filter(|on| *on <= day.horizon()) {
            next.insert(group.id, on);
        }
    }
    next
}
