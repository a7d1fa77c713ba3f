//! Safeguarding: seen by those who raised or lead it and by managers, and by nobody else.

use std::sync::Mutex;

use app::testing::World;
use app::{AppError, Mail, MailError, Mailer, concerns, people};
use domain::access::Role;
use domain::ids::ConcernId;
use domain::safeguarding::State;
use store::on_both;

use crate::support::{ada, allocated, another_link_worker};

fn raised(world: &World) -> ConcernId {
    let person = allocated(world, &ada());
    let me = world.actor(Role::LinkWorker);
    let words = "Bruises on both arms.";
    world.app.write_now(&me, move |act| concerns::raise(act, person, words, "key")).unwrap()
}

#[derive(Default)]
struct Sent(Mutex<Vec<Mail>>);

impl Mailer for Sent {
    fn send(&self, mail: &Mail) -> Result<(), MailError> {
        self.0.lock().unwrap().push(mail.clone());
        Ok(())
    }
}

on_both! {
    fn only_those_allowed_find_a_concern(db: &Db) {
        let world = World::on(db);
        let id = raised(&world);
        for role in Role::ALL {
            let who = world.actor(role);
            let found = world.app.write_now(&who, move |act| concerns::find(act, id));
            let may = matches!(role, Role::LinkWorker | Role::Manager);
            assert_eq!(found.is_ok(), may, "{role:?}");
        }
        let other = another_link_worker(&world);
        let found = world.app.write_now(&other, move |act| concerns::find(act, id));
        assert!(matches!(found, Err(AppError::NotFound)));
        assert!(world.app.read_now(&other, concerns::list).unwrap().is_empty());
    }

    fn a_manager_leads_hands_over_and_a_lead_closes_with_what_was_done(db: &Db) {
        let world = World::on(db);
        let id = raised(&world);
        let (manager, me) = (world.actor(Role::Manager), world.actor(Role::LinkWorker));
        let (boss, worker) = (world.user(Role::Manager), world.user(Role::LinkWorker));
        let tried = world.app.write_now(&me, move |act| concerns::lead(act, id, worker));
        assert!(matches!(tried, Err(AppError::NotFound)), "raising it is not leading it");
        world.app.write_now(&manager, move |act| concerns::lead(act, id, boss)).unwrap();
        world.app.write_now(&manager, move |act| concerns::lead(act, id, worker)).unwrap();
        let silent = world.app.write_now(&me, move |act| concerns::close(act, id, " "));
        assert!(matches!(silent, Err(AppError::Invalid(_))));
        world.app.write_now(&me, move |act| concerns::close(act, id, "GP told.")).unwrap();
        let found = world.app.write_now(&me, move |act| concerns::find(act, id)).unwrap();
        let closed = State::Closed { lead: worker, outcome: "GP told.".into() };
        assert_eq!(found.concern.state, closed);
        world.app.write_now(&manager, move |act| concerns::reopen(act, id)).unwrap();
    }

    fn the_clock_says_when_nobody_has_taken_the_lead_in_time(db: &Db) {
        let world = World::on(db);
        raised(&world);
        let manager = world.actor(Role::Manager);
        let late = |world: &World| {
            world.app.read_now(&manager, concerns::list).unwrap()[0].is_late
        };
        assert!(!late(&world));
        world.clock.forward_days(1);
        assert!(late(&world));
    }

    fn those_who_lead_are_told_at_once_and_the_message_names_nobody(db: &Db) {
        let world = World::on(db);
        let id = raised(&world);
        let sent = Sent::default();
        assert_eq!(world.app.run_due_jobs(&sent).unwrap(), 1);
        let mails = sent.0.lock().unwrap();
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, "manager@test.kith");
        assert!(mails[0].body.contains(&format!("http://kith.test/concerns/{id}")));
        for word in ["Ada", "Byron", "Bruises"] {
            assert!(!mails[0].body.contains(word) && !mails[0].subject.contains(word));
        }
    }

    fn a_persons_page_shows_a_concern_only_to_those_who_may_see_it(db: &Db) {
        let world = World::on(db);
        let id = raised(&world);
        let manager = world.actor(Role::Manager);
        let person =
            world.app.write_now(&manager, move |act| concerns::find(act, id)).unwrap().person.id;
        for (role, count) in [(Role::LinkWorker, 1), (Role::Manager, 1), (Role::Coordinator, 0)] {
            let who = world.actor(role);
            let story = world.app.write_now(&who, move |act| people::story(act, person)).unwrap();
            assert_eq!(story.concerns.len(), count, "{role:?}");
        }
    }
}
