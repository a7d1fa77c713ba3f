//! A made-up referral, for samples of pages.

use app::triage::{Case, Duplicate, Moved};
use askama::Template as _;
use domain::ids::UserId;
use domain::kinds::Need;
use domain::permission::{Detail, How, Party, Permission, Scope};
use domain::person::{Details, Home, Likeness, Person};
use domain::referral::reasons::Close;
use domain::referral::{Referral, Referrer, Route, State, Work};
use domain::triage::{Circumstances, Proposal};
use jiff::Timestamp;
use uuid::Uuid;

use super::draw;
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;

fn person(n: u128, given: &str) -> Person {
    let details = Details {
        given_name: given.into(),
        family_name: "Ellis".into(),
        born_on: Some(jiff::civil::date(1948, 3, 27)),
        home: Home::Address { lines: "4 Quay Street".into(), postcode: Some("IP1 2AB".into()) },
        phone: Some("01632 960 123".into()),
        language: Some("pl".into()),
        ..Details::default()
    };
    let id = Uuid::from_u128(n).into();
    Person { id, details, created_at: Timestamp::UNIX_EPOCH, version: 1 }
}

/// A case in this state.
pub(crate) fn case(state: State) -> Case {
    let at = Timestamp::UNIX_EPOCH;
    let person = person(1, "Margaret");
    let user = UserId(Uuid::nil());
    let share = Scope::Share { with: Party::Referrer, what: vec![Detail::Outcome] };
    let permission = |scope| Permission {
        id: Uuid::nil().into(),
        person: person.id,
        scope,
        how: How::Spoken,
        given_at: at,
        until: None,
        withdrawn_at: None,
    };
    let circumstances =
        Circumstances { lives_alone: true, bereaved: true, ..Circumstances::default() };
    let needs = vec![Need::Loneliness, Need::Grief];
    let step = |to: &str, who: &str, reason: &str| Moved {
        at,
        who: who.into(),
        to: to.into(),
        reason: Some(reason.into()),
    };
    Case {
        referral: Referral {
            id: Uuid::nil().into(),
            person: person.id,
            referrer: Referrer::User { user, organisation: "Harbour Practice".into() },
            complexity: circumstances.complexity(&needs),
            needs,
            circumstances,
            referrer_words: "Widowed in spring. Often comes to the surgery to talk.".into(),
            person_words: "I miss singing.".into(),
            sent_at: at,
            state,
            state_since: at,
            version: 1,
        },
        referrer: "Dr Anna Weber, Harbour Practice".into(),
        referrer_signs_in: true,
        permissions: vec![permission(Scope::Referral), permission(share)],
        duplicates: vec![Duplicate {
            person: self::person(2, "Margret"),
            likeness: Likeness::Possible,
            decision: None,
            referral_count: 1,
        }],
        steps: vec![
            step("sent", "Dr Anna Weber", "professional"),
            step("withdrawn", "Kofi Mensah", "not_now"),
        ],
        codes: vec![("871731000000106".into(), at)],
        notes: vec![],
        proposal: (Proposal::LinkWorker, "Grief needs somebody who listens.".into()),
        link_worker: Some("Amara Osei".into()),
        today: jiff::civil::date(2026, 11, 22),
        due_in_days: -2,
        settings: crate::samples::service_settings(),
        person,
    }
}

/// The page in the states in which it looks different.
pub(crate) fn samples() -> Vec<Sample> {
    let sample = |state| {
        let form = Form::filled([("version", "1")]);
        draw(Shell::sample(), form, &case(state)).render()
    };
    let (route, link_worker) = (Route::LinkWorker, UserId(Uuid::nil()));
    let work = Work { route, link_worker, first_contact_at: Timestamp::UNIX_EPOCH };
    let question = "Does she hear well on the telephone?".to_owned();
    vec![
        ("referral-sent", sample(State::Sent)),
        ("referral-returned", sample(State::Returned { question })),
        ("referral-eligible", sample(State::Eligible)),
        ("referral-waiting", sample(State::Waiting { route })),
        ("referral-active", sample(State::Active(work))),
        ("referral-closed", sample(State::Closed { reason: Close::MovedAway })),
        ("referral-withdrawn", sample(State::Withdrawn { reason: "not_now".into() })),
    ]
}
