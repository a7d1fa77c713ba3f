//! Keeping the directory true.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use app::AppError;
use app::directory::{self, CheckedBy};
use app::testing::{World, choir};
use domain::access::Role;
use domain::group::Capacity;
use store::on_both;

on_both! {
    fn one_press_says_that_somebody_rang_and_all_is_true(db: &Db) {
        let world = World::on(db);
        let id = world.group(&choir("Harbour Voices"));
        let worker = world.actor(Role::LinkWorker);
        world
            .app
            .write_now(&worker, move |act| directory::confirm(act, id, 1, CheckedBy::Rang))
            .unwrap();
        let (group, version) =
            world.app.read_now(&worker, move |act| directory::find(act, id)).unwrap();
        let checked = group.checked.unwrap();
        assert_eq!((checked.how.as_str(), checked.at), ("rang", world.app.now()));
        assert_eq!(version, 2);
        let again = world
            .app
            .write_now(&worker, move |act| directory::confirm(act, id, 1, CheckedBy::Rang));
        assert!(matches!(again, Err(AppError::Conflict)), "somebody changed it first");
    }

    fn a_facilitator_says_for_their_own_group_whether_it_has_room(db: &Db) {
        let world = World::on(db);
        let id = world.group(&choir("Harbour Voices"));
        let actor = world.actor(Role::Facilitator);
        let full = (Capacity::Full, None);
        let refused =
            world.app.write_now(&actor, move |act| directory::set_capacity(act, id, 1, full));
        assert!(matches!(refused, Err(AppError::NotFound)), "not theirs yet");
        world.runs(id);
        world.app.write_now(&actor, move |act| directory::set_capacity(act, id, 1, full)).unwrap();
        let (group, _) = world.app.read_now(&actor, move |act| directory::find(act, id)).unwrap();
        assert_eq!(group.capacity, Capacity::Full);
        assert_eq!(group.checked.unwrap().how, "the group confirmed it");
    }
}
