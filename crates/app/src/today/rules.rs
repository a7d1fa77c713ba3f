//! The rules of today: each a name, a sentence that says what it does, and a small function.
//!
//! To add a rule: one function and one line in [`RULES`].

use domain::measures::Wave;
use domain::prescription::State as Prescription;
use domain::referral::State;
use jiff::SignedDuration;
use store::reminders::TRY_AGAIN;

use super::case::{Case, Day, days_between};
use super::{Reason, Step};

/// A rule of today.
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub says: &'static str,
    pub(super) check: fn(&Case, &Day) -> Option<Reason>,
}

/// Every rule, most urgent first.
#[rustfmt::skip]
pub static RULES: &[Rule] = &[
    Rule { name: "concern", says: "A safeguarding concern that you raised or lead is open.", check: concern },
    Rule { name: "try_again", says: "The day has come on which you wanted to try again.", check: try_again },
    Rule { name: "first_session", says: "A group said yes, and the first session is today, tomorrow or the day after.", check: first_session },
    Rule { name: "missed", says: "The last contact did not happen, and nothing is arranged.", check: missed },
    Rule { name: "new", says: "They were given to you and you have not spoken yet.", check: new },
    Rule { name: "group_said_no", says: "A group could not take them, and no other group is in hand.", check: group_said_no },
    Rule { name: "holding_review", says: "The pause that you agreed has come to its review.", check: holding_review },
    Rule { name: "group_silent", says: "A group has not answered within the service’s time.", check: group_silent },
    Rule { name: "quiet", says: "You have not spoken for longer than the service wants.", check: quiet },
    Rule { name: "plan_review", says: "The day has come on which you wanted to look at the plan again.", check: plan_review },
    Rule { name: "measure", says: "You have spoken, and the questions at the beginning have not been asked.", check: measure },
    Rule { name: "measure_end", says: "Support has ended, and the questions at the end have not been asked. They are asked within six weeks.", check: measure_end },
    Rule { name: "follow_up", says: "Support ended three, six or twelve months ago, and how life is now has not been asked.", check: follow_up },
];

fn reason(rule: &'static str, urgency: u8, sentence: impl Into<String>, step: Step) -> Reason {
    Reason { rule, urgency, sentence: sentence.into(), step }
}

/// `1 day`, `3 days`.
pub(super) fn days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

/// `today`, `yesterday`, `3 days ago`.
fn ago(count: i64) -> String {
    match count {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        many => format!("{many} days ago"),
    }
}

fn concern(case: &Case, day: &Day) -> Option<Reason> {
    let open = case.concerns.first()?;
    let clock = SignedDuration::from_hours(day.clocks.safeguarding_hours.into());
    let late = open.lead.is_none() && day.now.duration_since(open.raised_at) > clock;
    let sentence = match (open.lead, late) {
        (None, true) => "Nobody leads your safeguarding concern yet. Ring the safeguarding lead.",
        (None, false) => "Your safeguarding concern is with the safeguarding lead.",
        (Some(_), _) => "A safeguarding concern is open and somebody leads it.",
    };
    let urgency = if open.lead.is_none() { 0 } else { 8 };
    Some(reason("concern", urgency, sentence, Step::Concern(open.id)))
}

fn try_again(case: &Case, day: &Day) -> Option<Reason> {
    let due = |next: &&store::reminders::Reminder| next.due_on <= day.date;
    let next = case.reminders.iter().filter(|next| next.kind == TRY_AGAIN).find(due)?;
    let late = days_between(next.due_on, day.date);
    let when = match late {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        many => format!("{many} days ago"),
    };
    let sentence = format!("You wanted to try again {when}. {}", next.words);
    Some(reason("try_again", 2, sentence, Step::Contact))
}

fn first_session(case: &Case, day: &Day) -> Option<Reason> {
    let (on, name) = case
        .prescriptions
        .iter()
        .filter(|prescribed| matches!(prescribed.state, Prescription::Accepted))
        .filter_map(|one| Some((*case.sessions.get(&one.group.id)?, &one.group.name)))
        .min()?;
    let when = match days_between(day.date, on) {
        0 => "today",
        1 => "tomorrow",
        2 => "the day after tomorrow",
        _ => return None,
    };
    let sentence = format!("The first time at {name} is {when}. A call or a text may help.");
    Some(reason("first_session", 3, sentence, Step::Contact))
}

fn missed(case: &Case, day: &Day) -> Option<Reason> {
    let missed = case.missed.as_ref()?;
    let spoken_since = case.held.as_ref().is_some_and(|held| held.at > missed.at);
    let is_arranged = case.reminders.iter().any(|next| next.kind == TRY_AGAIN);
    let is_working =
        matches!(case.referral.as_ref()?.state, State::Allocated { .. } | State::Active(_));
    if spoken_since || is_arranged || !is_working || day.of(missed.at) > day.date {
        return None;
    }
    let step =
        missed.barrier.map_or("Try once more, gently.", |barrier| barrier.gentle_next_step());
    let when = ago(day.days_since(missed.at));
    Some(reason("missed", 4, format!("You missed each other {when}. {step}"), Step::Contact))
}

fn new(case: &Case, day: &Day) -> Option<Reason> {
    let referral = case.referral.as_ref()?;
    let State::Allocated { .. } = referral.state else { return None };
    if case.missed.is_some() {
        return None;
    }
    let waited = day.days_since(referral.state_since);
    let left = i64::from(day.clocks.first_contact_days) - waited;
    let (urgency, sentence) = match left {
        ..0 => (1, format!("New to you, and the first call is {} late.", days(-left))),
        0 => (1, "New to you. The first call is due today.".to_owned()),
        more => (5, format!("New to you. Call within {}.", days(more))),
    };
    Some(reason("new", urgency, sentence, Step::Contact))
}

fn group_said_no(case: &Case, day: &Day) -> Option<Reason> {
    let (no, rest): (Vec<_>, Vec<_>) = case
        .prescriptions
        .iter()
        .partition(|one| matches!(one.state, Prescription::Declined { .. }));
    let in_hand = |state: &Prescription| {
        !matches!(state, Prescription::NotWanted { .. } | Prescription::Left { .. })
    };
    if rest.iter().any(|one| in_hand(&one.state)) {
        return None;
    }
    let last = no.into_iter().max_by_key(|one| one.since)?;
    let (name, when) = (&last.group.name, ago(day.days_since(last.since)));
    let sentence = format!("{name} could not take them ({when}). Choose again together.");
    Some(reason("group_said_no", 6, sentence, Step::Groups))
}

fn holding_review(case: &Case, day: &Day) -> Option<Reason> {
    let State::Holding { review_on, .. } = &case.referral.as_ref()?.state else { return None };
    let sentence = match days_between(*review_on, day.date) {
        ..0 => return None,
        0 => "On hold until today. Ask how things are.".to_owned(),
        late => format!("On hold, and the review is {} late. Ask how things are.", days(late)),
    };
    Some(reason("holding_review", 6, sentence, Step::Review))
}

fn group_silent(case: &Case, day: &Day) -> Option<Reason> {
    let longest = case
        .prescriptions
        .iter()
        .filter_map(|one| match one.state {
            Prescription::Sent { at } => Some((day.days_since(at), &one.group.name)),
            _ => None,
        })
        .max()?;
    let (waited, name) = longest;
    if waited <= i64::from(day.clocks.group_answer_days) {
        return None;
    }
    let sentence = format!("{name} has not answered for {}. Ring them.", days(waited));
    Some(reason("group_silent", 7, sentence, Step::Groups))
}

fn quiet(case: &Case, day: &Day) -> Option<Reason> {
    let State::Active(work) = &case.referral.as_ref()?.state else { return None };
    let last = case.held.as_ref().map_or(work.first_contact_at, |held| held.at);
    let silent = day.days_since(last);
    let is_arranged = !case.reminders.is_empty();
    if is_arranged || silent <= i64::from(day.clocks.quiet_days) {
        return None;
    }
    let sentence = format!("You last spoke {} ago.", days(silent));
    Some(reason("quiet", 8, sentence, Step::Contact))
}

fn plan_review(case: &Case, day: &Day) -> Option<Reason> {
    let State::Active(_) = case.referral.as_ref()?.state else { return None };
    let review_on = case.plan.as_ref()?.review_on?;
    let sentence = match days_between(review_on, day.date) {
        ..0 => return None,
        0 => "You agreed to look at the plan again today.".to_owned(),
        late => format!("You agreed to look at the plan again {} ago.", days(late)),
    };
    Some(reason("plan_review", 9, sentence, Step::Plan))
}

fn measure(case: &Case, _: &Day) -> Option<Reason> {
    let State::Active(_) = case.referral.as_ref()?.state else { return None };
    if case.is_measured {
        return None;
    }
    let sentence = "The questions at the beginning have not been asked yet.";
    Some(reason("measure", 10, sentence, Step::Measure))
}

fn measure_end(case: &Case, day: &Day) -> Option<Reason> {
    let ended = day.days_since(case.referral.as_ref()?.state_since);
    case.due.filter(|wave| *wave == Wave::End)?;
    let when = ago(ended);
    let sentence =
        format!("Support ended {when}. Ask the questions at the end, if they are willing.");
    Some(reason("measure_end", 10, sentence, Step::Measure))
}

fn follow_up(case: &Case, _: &Day) -> Option<Reason> {
    let wave = case.due.filter(|wave| *wave != Wave::End)?;
    let passed = match wave {
        Wave::Months3 => "Three months have passed",
        Wave::Months6 => "Six months have passed",
        _ => "A year has passed",
    };
    let sentence = format!("{passed} since support ended. Ask how life is now.");
    Some(reason("follow_up", 11, sentence, Step::Measure))
}
