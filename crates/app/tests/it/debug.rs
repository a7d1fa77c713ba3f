//! Debugging output, which ends up in logs and panics, tells nothing about anybody.

use std::fmt::Debug;

use app::testing::World;
use app::{Mail, people, unmet_needs};
use domain::access::Role;
use domain::contact::{Contact, Result as Held, Way};
use domain::person::{Details, Home, NhsNumber, Person};
use domain::prescription::{self, DeclineReason};
use domain::referral::Referrer;
use domain::referral::draft::Draft;
use domain::{plan, referral, safeguarding};
use jiff::civil::date;
use store::{Value, on_both};
use uuid::Uuid;

const SECRET: &str = "Zebedee of Turnip Lane";

fn secret() -> String {
    SECRET.to_owned()
}

fn details() -> Details {
    Details {
        given_name: secret(),
        family_name: secret(),
        born_on: Some(date(1931, 7, 4)),
        home: Home::Address { lines: secret(), postcode: Some("NR30 1AA".into()) },
        phone: Some("01632 960123".into()),
        email: Some("zebedee@example.org".into()),
        nhs_number: NhsNumber::parse("999 000 0018"),
        ..Details::default()
    }
}

fn tells(value: &dyn Debug) -> bool {
    let printed = format!("{value:?} {value:#?}");
    ["Zebedee", "zebedee", "Turnip", "1931", "NR30", "960123", "9990000018"]
        .iter()
        .any(|word| printed.contains(word))
}

#[test]
fn no_type_that_holds_words_about_somebody_prints_them() {
    let id = Uuid::from_u128(7);
    let at = app::testing::beginning();
    let person = Person { id: id.into(), details: details(), created_at: at, version: 1 };
    let draft = Draft { details: details(), person_words: secret(), ..Draft::default() };
    let contact = Contact {
        id: id.into(),
        person: id.into(),
        referral: id.into(),
        by: id.into(),
        at,
        way: Way::Phone,
        result: Held::Missed { barrier: None },
        note: secret(),
        corrects: None,
        correction_reason: Some(secret()),
        recorded_at: at,
    };
    let content = plan::Content {
        what_matters: secret(),
        goals: vec![plan::Goal { words: secret(), ..plan::Goal::default() }],
        ..plan::Content::default()
    };
    let declined = prescription::State::Declined { reason: DeclineReason::Full, words: secret() };
    let closed = safeguarding::Action::Close { outcome: secret() };
    let returned = referral::Action::Return { question: secret() };
    let referrer = Referrer::Oneself { on_behalf: Some(secret()) };
    let missing = unmet_needs::Missing { words: secret(), ..unmet_needs::Missing::default() };
    let mail = Mail { to: secret(), subject: secret(), body: secret() };
    let all: [&dyn Debug; 13] = [
        &person,
        &details(),
        &details().home,
        &details().nhs_number,
        &draft,
        &contact,
        &content,
        &declined,
        &closed,
        &returned,
        &referrer,
        &missing,
        &mail,
    ];
    for (at, value) in all.into_iter().enumerate() {
        assert!(!tells(value), "number {at}");
    }
    assert!(!tells(&Value::Text(secret())));
    assert!(tells(&secret()), "the test itself can tell");
}

on_both! {
    fn a_whole_story_prints_nothing_of_it(db: &Db) {
        let world = World::on(db);
        let (person, _) = world.person("Zebedee");
        let worker = world.actor(Role::LinkWorker);
        let story = world.app.write_now(&worker, move |act| people::story(act, person)).unwrap();
        assert_eq!(story.person.details.given_name, "Zebedee");
        assert!(!tells(&story));
        let today = world.app.read_now(&worker, app::today::today).unwrap();
        assert!(!today.people.is_empty() && !tells(&today));
    }
}
