//! Every pair of state and action is decided here, and `docs/states.md` is written from it.

#![cfg(test)]

use super::{Action, Outcome, Route, State, Work, reasons::Close};
use crate::ids::UserId;
use crate::snomed::Code;
use jiff::Timestamp;
use uuid::Uuid;

fn work() -> Work {
    Work {
        route: Route::LinkWorker,
        link_worker: UserId(Uuid::nil()),
        first_contact_at: Timestamp::UNIX_EPOCH,
    }
}

/// One of each; the match below stops compiling when a state is missing.
fn all_states() -> Vec<State> {
    let states = vec![
        State::Sent,
        State::Returned { question: "?".into() },
        State::Eligible,
        State::Redirected { to: "a".into(), reason: "b".into() },
        State::Declined { reason: "a".into() },
        State::Signposted { to: "a".into() },
        State::Waiting { route: Route::LinkWorker },
        State::Allocated { route: Route::LinkWorker, link_worker: UserId(Uuid::nil()) },
        State::Active(work()),
        State::Holding {
            work: work(),
            review_on: "2026-01-01".parse().unwrap(),
            reason: "".into(),
        },
        State::Finished { outcome: Outcome::GoalsMet, work: work() },
        State::Withdrawn { reason: "a".into() },
        State::Closed { reason: Close::MovedAway },
    ];
    for (index, state) in states.iter().enumerate() {
        let expected = match state {
            State::Sent => 0,
            State::Returned { .. } => 1,
            State::Eligible => 2,
            State::Redirected { .. } => 3,
            State::Declined { .. } => 4,
            State::Signposted { .. } => 5,
            State::Waiting { .. } => 6,
            State::Allocated { .. } => 7,
            State::Active(_) => 8,
            State::Holding { .. } => 9,
            State::Finished { .. } => 10,
            State::Withdrawn { .. } => 11,
            State::Closed { .. } => 12,
        };
        assert_eq!(index, expected);
    }
    assert_eq!(states.len(), 13);
    states
}

fn all_actions() -> Vec<Action> {
    let text = String::new;
    vec![
        Action::Return { question: text() },
        Action::Supply,
        Action::FindEligible,
        Action::Redirect { to: text(), reason: text() },
        Action::Decline { reason: text() },
        Action::Signpost { to: text() },
        Action::Queue { route: Route::LinkWorker },
        Action::Allocate { link_worker: UserId(Uuid::nil()) },
        Action::PutBack,
        Action::RecordFirstContact,
        Action::Hold { review_on: "2026-01-01".parse().unwrap(), reason: text() },
        Action::Resume,
        Action::Finish { outcome: Outcome::GoalsMet },
        Action::Withdraw { reason: text() },
        Action::Close { reason: Close::Died },
        Action::Reopen,
    ]
}

/// For each state, what each action leads to; every pair that is not named is refused.
const LEADS_TO: &[(&str, &[(&str, &str)])] = &[
    (
        "sent",
        &[
            ("return", "returned"),
            ("find_eligible", "eligible"),
            ("redirect", "redirected"),
            ("decline", "declined"),
            ("withdraw", "withdrawn"),
            ("close", "closed"),
        ],
    ),
    (
        "returned",
        &[
            ("supply", "sent"),
            ("find_eligible", "eligible"),
            ("redirect", "redirected"),
            ("decline", "declined"),
            ("withdraw", "withdrawn"),
            ("close", "closed"),
        ],
    ),
    (
        "eligible",
        &[
            ("redirect", "redirected"),
            ("decline", "declined"),
            ("signpost", "signposted"),
            ("queue", "waiting"),
            ("withdraw", "withdrawn"),
            ("close", "closed"),
        ],
    ),
    ("redirected", &[("reopen", "eligible")]),
    ("declined", &[("reopen", "eligible")]),
    ("signposted", &[("reopen", "eligible")]),
    (
        "waiting",
        &[
            ("redirect", "redirected"),
            ("signpost", "signposted"),
            ("queue", "waiting"),
            ("allocate", "allocated"),
            ("withdraw", "withdrawn"),
            ("close", "closed"),
        ],
    ),
    (
        "allocated",
        &[
            ("allocate", "allocated"),
            ("put_back", "waiting"),
            ("first_contact", "active"),
            ("withdraw", "withdrawn"),
            ("close", "closed"),
        ],
    ),
    (
        "active",
        &[
            ("allocate", "active"),
            ("put_back", "waiting"),
            ("hold", "holding"),
            ("finish", "finished"),
            ("withdraw", "withdrawn"),
        ],
    ),
    (
        "holding",
        &[
            ("hold", "holding"),
            ("resume", "active"),
            ("finish", "finished"),
            ("withdraw", "withdrawn"),
        ],
    ),
    ("finished", &[("reopen", "active")]),
    ("withdrawn", &[("reopen", "eligible")]),
    ("closed", &[("reopen", "eligible")]),
];

#[test]
fn every_pair_of_state_and_action_is_decided() {
    let states = all_states();
    assert_eq!(states.len(), LEADS_TO.len());
    for (state, (name, row)) in states.into_iter().zip(LEADS_TO) {
        assert_eq!(state.name(), *name);
        for action in all_actions() {
            let expected = row.iter().find(|(a, _)| *a == action.name()).map_or("-", |(_, to)| to);
            let pair = format!("{name} + {}", action.name());
            let next = state.clone().apply(action, Timestamp::UNIX_EPOCH);
            assert_eq!(next.as_ref().map_or("-", State::name), expected, "{pair}");
        }
    }
}

#[test]
fn the_states_document_says_what_the_code_does() {
    let rows: Vec<_> = LEADS_TO
        .iter()
        .flat_map(|(from, row)| row.iter().map(move |(action, to)| (*from, *action, *to)))
        .collect();
    crate::states_document::assert_section("Referral", &rows);
}

#[test]
fn only_a_persons_own_no_is_written_to_the_gp_record_as_declined() {
    let declines = |state: &State| state.code() == Some(Code::Declined);
    let names: Vec<_> =
        all_states().iter().filter(|state| declines(state)).map(State::name).collect();
    assert_eq!(names, ["withdrawn"]);
    for state in all_states() {
        for action in all_actions().into_iter().filter(|action| action.name() != "withdraw") {
            let pair = format!("{} + {}", state.name(), action.name());
            let next = state.clone().apply(action, Timestamp::UNIX_EPOCH);
            assert!(!next.is_ok_and(|next| declines(&next)), "{pair}");
        }
    }
}

#[test]
fn every_open_state_can_end_without_the_person_having_declined() {
    for state in all_states().into_iter().filter(State::is_open) {
        let ends = |action: Action| {
            let next = state.clone().apply(action, Timestamp::UNIX_EPOCH);
            next.is_ok_and(|next| next.is_death())
        };
        let died = Action::Finish { outcome: Outcome::Died };
        assert!(ends(Action::Close { reason: Close::Died }) || ends(died), "{}", state.name());
    }
}
