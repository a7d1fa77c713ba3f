//! Contacts, drafts and what comes after one that did not happen.

use app::contacts::{self, NewContact};
use app::drafts::{self, Form};
use app::testing::World;
use app::{Actor, AppError, people, today};
use domain::access::Role;
use domain::contact::{Barrier, Result as Held, Way};
use domain::ids::{ContactId, PersonId};
use jiff::civil::{date, time};
use store::on_both;

use crate::support::{ada, allocated, another_link_worker};

fn spoke() -> NewContact {
    NewContact {
        on: date(2026, 1, 5),
        at: time(9, 30, 0, 0),
        way: Way::Phone,
        result: Held::Held { minutes: 25 },
        note: "Would love to sing again.".into(),
    }
}

fn missed(barrier: Barrier) -> NewContact {
    NewContact { result: Held::Missed { barrier: Some(barrier) }, note: String::new(), ..spoke() }
}

fn record(world: &World, person: PersonId, new: NewContact, key: &'static str) -> ContactId {
    let me = world.actor(Role::LinkWorker);
    world.app.write_now(&me, move |act| contacts::record(act, person, &new, key)).unwrap()
}

fn state(world: &World, person: PersonId) -> &'static str {
    let me = world.actor(Role::LinkWorker);
    let story = world.app.write_now(&me, move |act| people::story(act, person)).unwrap();
    story.referral.unwrap().state.name()
}

fn reasons(world: &World, who: &Actor) -> Vec<&'static str> {
    let today = world.app.read_now(who, today::today).unwrap();
    today.people.iter().flat_map(|one| one.reasons.iter().map(|reason| reason.rule)).collect()
}

on_both! {
    fn the_first_contact_that_was_held_begins_the_work(db: &Db) {
        let world = World::on(db);
        let person = allocated(&world, &ada());
        record(&world, person, missed(Barrier::NoAnswer), "a");
        assert_eq!(state(&world, person), "allocated");
        let letter = NewContact { way: Way::Letter, ..spoke() };
        record(&world, person, letter, "b");
        assert_eq!(state(&world, person), "allocated");
        record(&world, person, spoke(), "c");
        assert_eq!(state(&world, person), "active");
    }

    fn a_double_press_is_one_contact(db: &Db) {
        let world = World::on(db);
        let person = allocated(&world, &ada());
        let first = record(&world, person, spoke(), "same");
        assert_eq!(record(&world, person, spoke(), "same"), first);
    }

    fn a_contact_in_the_future_or_without_a_note_is_sent_back_whole(db: &Db) {
        let world = World::on(db);
        let person = allocated(&world, &ada());
        let me = world.actor(Role::LinkWorker);
        let wrong = NewContact { on: date(2026, 1, 6), note: " ".into(), ..spoke() };
        let refused = world.app.write_now(&me, move |act| contacts::record(act, person, &wrong, ""));
        let Err(AppError::Invalid(problems)) = refused else { panic!("{refused:?}") };
        assert_eq!(problems.iter().map(|p| p.field).collect::<Vec<_>>(), ["on", "note"]);
    }

    fn a_missed_contact_proposes_a_step_that_comes_back_on_its_day(db: &Db) {
        let world = World::on(db);
        let person = allocated(&world, &ada());
        let me = world.actor(Role::LinkWorker);
        let id = record(&world, person, missed(Barrier::Health), "a");
        assert_eq!(reasons(&world, &me), ["missed"]);
        let (_, proposal) =
            world.app.read_now(&me, move |act| contacts::propose(act, person, id)).unwrap();
        let proposal = proposal.unwrap();
        assert_eq!(proposal.on, date(2026, 1, 12));
        world
            .app
            .write_now(&me, move |act| contacts::remind(act, person, id, proposal.on))
            .unwrap();
        assert!(reasons(&world, &me).is_empty());
        world.clock.forward_days(7);
        assert_eq!(reasons(&world, &me), ["try_again"]);
        let now = NewContact { on: date(2026, 1, 12), ..spoke() };
        record(&world, person, now, "b");
        assert_eq!(reasons(&world, &me), ["measure"]);
    }

    fn a_correction_keeps_the_first_version_and_its_reason(db: &Db) {
        let world = World::on(db);
        let person = allocated(&world, &ada());
        let me = world.actor(Role::LinkWorker);
        let old = record(&world, person, spoke(), "a");
        let longer = NewContact { result: Held::Held { minutes: 50 }, ..spoke() };
        let again = longer.clone();
        let new = world
            .app
            .write_now(&me, move |act| contacts::correct(act, (person, old), &longer, "too short"))
            .unwrap();
        let twice = world
            .app
            .write_now(&me, move |act| contacts::correct(act, (person, old), &again, "again"));
        assert!(matches!(twice, Err(AppError::Conflict)));
        let history =
            world.app.write_now(&me, move |act| contacts::history(act, person, new)).unwrap();
        let ids: Vec<_> = history.versions.iter().map(|(version, _)| version.id).collect();
        assert_eq!(ids, [new, old]);
        assert_eq!(history.versions[0].0.correction_reason.as_deref(), Some("too short"));
        let story = world.app.write_now(&me, move |act| people::story(act, person)).unwrap();
        let notes = story.entries.iter().filter(|entry| entry.words.contains("sing")).count();
        assert_eq!(notes, 1);
    }

    fn a_draft_is_restored_to_its_author_and_gone_once_the_contact_is_saved(db: &Db) {
        let world = World::on(db);
        let person = allocated(&world, &ada());
        let me = world.actor(Role::LinkWorker);
        let typed = vec![("note".to_owned(), "Half a sent".to_owned())];
        let kept = typed.clone();
        world
            .app
            .write_now(&me, move |act| drafts::save(act, person, Form::Contact, &kept))
            .unwrap();
        let found = world.app.write_now(&me, move |act| contacts::desk(act, person)).unwrap();
        assert_eq!(found.draft.unwrap().fields, typed);
        record(&world, person, spoke(), "a");
        let found = world.app.write_now(&me, move |act| contacts::desk(act, person)).unwrap();
        assert_eq!(found.draft, None);
    }

    fn another_link_worker_finds_nobody(db: &Db) {
        let world = World::on(db);
        let person = allocated(&world, &ada());
        let other = another_link_worker(&world);
        let story = world.app.write_now(&other, move |act| people::story(act, person));
        assert!(matches!(story, Err(AppError::NotFound)));
        let written =
            world.app.write_now(&other, move |act| contacts::record(act, person, &spoke(), ""));
        assert!(matches!(written, Err(AppError::NotFound)));
        let typed = vec![];
        let draft = world
            .app
            .write_now(&other, move |act| drafts::save(act, person, Form::Contact, &typed));
        assert!(matches!(draft, Err(AppError::NotFound)));
        assert!(reasons(&world, &other).is_empty());
    }
}
