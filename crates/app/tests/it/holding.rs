//! The link worker's turns: a pause, an end, a no, and taking up again.

use app::contacts::{self, NewContact};
use app::testing::World;
use app::{AppError, holding, people, permissions};
use domain::access::Role;
use domain::contact::{Result as Held, Way};
use domain::ids::PersonId;
use domain::referral::reasons::{Hold, Reopen, Withdraw};
use domain::referral::{Outcome, State};
use jiff::ToSpan;
use jiff::civil::{date, time};
use store::on_both;

use crate::support::{ada, allocated};

fn active(world: &World) -> PersonId {
    let person = allocated(world, &ada());
    let me = world.actor(Role::LinkWorker);
    let spoke = NewContact {
        on: date(2026, 1, 5),
        at: time(9, 0, 0, 0),
        way: Way::InPerson,
        result: Held::Held { minutes: 30 },
        note: "Tea.".into(),
    };
    world.app.write_now(&me, move |act| contacts::record(act, person, &spoke, "")).unwrap();
    person
}

on_both! {
    fn a_pause_needs_a_day_that_is_neither_past_nor_far_off(db: &Db) {
        let world = World::on(db);
        let person = active(&world);
        let me = world.actor(Role::LinkWorker);
        for (days, fits) in [(-1, false), (0, false), (184, false), (183, true)] {
            let done = world.app.write_now(&me, move |act| {
                let until = act.today()?.saturating_add(days.days());
                holding::hold(act, person, until, Hold::Away)
            });
            assert_eq!(done.is_ok(), fits, "{days} days");
        }
    }

    fn what_was_finished_is_taken_up_again_with_a_reason_in_the_story(db: &Db) {
        let world = World::on(db);
        let person = active(&world);
        let me = world.actor(Role::LinkWorker);
        world
            .app
            .write_now(&me, move |act| holding::finish(act, person, Outcome::GoalsMet))
            .unwrap();
        let state = world
            .app
            .write_now(&me, move |act| holding::reopen(act, person, Reopen::NewNeed))
            .unwrap();
        assert_eq!(state.name(), "active");
        let story = world.app.write_now(&me, move |act| people::story(act, person)).unwrap();
        let told: Vec<_> = story.entries.iter().map(|entry| entry.words.as_str()).collect();
        assert!(told.contains(&"Something new has come up"), "{told:?}");
    }

    fn a_person_who_says_no_stays_findable_by_their_link_worker(db: &Db) {
        let world = World::on(db);
        let person = allocated(&world, &ada());
        let me = world.actor(Role::LinkWorker);
        world
            .app
            .write_now(&me, move |act| holding::withdraw(act, person, Withdraw::NotNow))
            .unwrap();
        let story = world.app.write_now(&me, move |act| people::story(act, person)).unwrap();
        assert!(matches!(story.referral.unwrap().state, State::Withdrawn { .. }));
        assert!(!story.may.record_contact);
        let mine = world.app.read_now(&me, people::mine).unwrap();
        assert!(mine.lines.is_empty());
        let state = world
            .app
            .write_now(&me, move |act| holding::reopen(act, person, Reopen::AskedAgain))
            .unwrap();
        assert_eq!(state.name(), "eligible");
    }

    fn a_permission_taken_back_holds_no_longer(db: &Db) {
        let world = World::on(db);
        let person = active(&world);
        let me = world.actor(Role::LinkWorker);
        let story = world.app.write_now(&me, move |act| people::story(act, person)).unwrap();
        assert_eq!(story.permissions.iter().filter(|(_, holds)| *holds).count(), 2);
        let id = story.permissions[0].0.id;
        for _ in 0..2 {
            world
                .app
                .write_now(&me, move |act| permissions::withdraw(act, person, id))
                .unwrap();
        }
        let story = world.app.write_now(&me, move |act| people::story(act, person)).unwrap();
        assert_eq!(story.permissions.iter().filter(|(_, holds)| *holds).count(), 1);
        let commissioner = world.actor(Role::Commissioner);
        let refused = world
            .app
            .write_now(&commissioner, move |act| permissions::withdraw(act, person, id));
        assert!(matches!(refused, Err(AppError::NotFound)));
    }
}
