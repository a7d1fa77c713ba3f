//! Somebody who asks to be forgotten is: by key, by name and by link. Counts stay.

use app::testing::{World, choir};
use app::{AppError, AppResult, erasure, holding, people, referrals};
use domain::access::Role;
use domain::ids::PersonId;
use domain::prescription::State;
use domain::referral::Outcome;
use store::audit::{self, Verdict};
use store::on_both;

fn erase(world: &World, person: PersonId) -> AppResult<erasure::Left> {
    world.app.write_now(&world.system(), move |act| erasure::erase(act, person))
}

fn finish(world: &World, person: PersonId) {
    let worker = world.actor(Role::LinkWorker);
    let done = move |act: &mut app::Act<'_>| holding::finish(act, person, Outcome::GoalsMet);
    world.app.write_now(&worker, done).unwrap();
}

fn refusal<T>(done: AppResult<T>) -> String {
    match done {
        Err(AppError::Refused(sentence)) => sentence,
        Err(other) => format!("{other:?}"),
        Ok(_) => "it was done".to_owned(),
    }
}

on_both! {
    fn nobody_is_erased_while_somebody_works_with_them(db: &Db) {
        let world = World::on(db);
        let (person, _) = world.person("Ada");
        assert!(refusal(erase(&world, person)).contains("has not ended"));
        let worker = world.actor(Role::LinkWorker);
        let story = world.app.write_now(&worker, move |act| people::story(act, person));
        assert_eq!(story.unwrap().person.details.given_name, "Ada");
    }

    fn somebody_erased_is_gone_from_every_page_and_the_trail_says_so(db: &Db) {
        let world = World::on(db);
        let (person, referral) = world.person("Ada");
        let (other, _) = world.person("Grace");
        let group = world.group(&choir("Harbour Singers"));
        let place = world.asked(referral, group).unwrap();
        finish(&world, person);
        let before = world.app.write_now(&world.system(), move |act| erasure::look(act, person));
        assert!(before.unwrap().name.starts_with("Ada"));
        let left = erase(&world, person).unwrap();
        assert_eq!((left.referrals, left.places, left.same.len()), (1, 1, 0));

        let worker = world.actor(Role::LinkWorker);
        let story = world.app.write_now(&worker, move |act| people::story(act, person));
        assert!(matches!(story, Err(AppError::NotFound)));
        let kept = world.app.write_now(&worker, move |act| people::story(act, other)).unwrap();
        assert_eq!(kept.person.details.given_name, "Grace", "nobody else is touched");
        let gp = world.actor(Role::Referrer);
        let mine = world.app.read_now(&gp, |act| referrals::view::mine(act, (25, 0))).unwrap();
        assert_eq!(mine.len(), 1);
        let service = world.service;
        let state = db.read_now(move |c| store::prescriptions::find(c, service, place)).unwrap();
        assert!(matches!(state.unwrap().state, State::Left { .. }), "no group waits for them");

        assert!(refusal(erase(&world, person)).contains("was erased on 2026-01-05"));
        let verdict = db.read_now(move |c| audit::verify(c, service)).unwrap();
        assert!(matches!(verdict, Verdict::Whole(_)));
    }

    fn nobody_signed_in_may_erase(db: &Db) {
        let world = World::on(db);
        let (person, _) = world.person("Ada");
        finish(&world, person);
        for role in Role::ALL {
            let actor = world.actor(role);
            let done = world.app.write_now(&actor, move |act| erasure::erase(act, person));
            assert!(matches!(done, Err(AppError::NotFound)), "{role:?}");
        }
    }
}
