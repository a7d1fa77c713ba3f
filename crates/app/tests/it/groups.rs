//! Keeping the directory true.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use app::AppError;
use app::directory::{self, CheckedBy};
use app::imports::{self, Tally};
use app::testing::{World, choir};
use domain::access::Role;
use domain::group::{Capacity, Group};
use domain::ids::GroupId;
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

    fn a_correction_stands_when_the_listing_is_read_again(db: &Db) {
        let world = World::on(db);
        let id = world.group(&choir("Harbour Voices"));
        let worker = world.actor(Role::LinkWorker);
        let mut after = world.shown(id);
        after.contact.phone = Some("01632 960777".into());
        world
            .app
            .write_now(&worker, move |act| {
                directory::correct(act, id, 1, (&after, CheckedBy::Rang))
            })
            .unwrap();
        let tally = world.imports(&[choir("Harbour Voices")]);
        assert_eq!((tally.changed, tally.unchanged), (0, 1));
        assert_eq!(world.shown(id).contact.phone.as_deref(), Some("01632 960777"));
        assert_eq!(world.doubted(id), 0);

        let mut renamed = choir("Harbour Voices");
        renamed.description = "New words.".into();
        assert_eq!(world.imports(&[renamed.clone()]).changed, 1);
        assert_eq!(world.shown(id).description, "New words.");
        assert_eq!(world.shown(id).contact.phone.as_deref(), Some("01632 960777"));
        assert_eq!(world.doubted(id), 0, "it did not change the telephone");

        renamed.contact.phone = Some("01632 960888".into());
        world.imports(&[renamed]);
        assert_eq!(world.shown(id).contact.phone.as_deref(), Some("01632 960777"));
        assert_eq!(world.doubted(id), 1, "the listing changed its mind: somebody should ask");

        let version = world.version(id);
        world
            .app
            .write_now(&worker, move |act| directory::confirm(act, id, version, CheckedBy::Rang))
            .unwrap();
        assert_eq!(world.doubted(id), 0);
    }

    fn an_entry_tells_which_source_says_what(db: &Db) {
        let world = World::on(db);
        let id = world.group(&choir("Harbour Voices"));
        let told = world.app.read_now(&world.system(), move |act| directory::told(act, id));
        let told = told.unwrap();
        assert_eq!(told.records.len(), 1);
        assert_eq!(told.records[0].body.source.name, "test");
        assert!(told.facts.is_empty() && told.checks.is_empty() && told.merges.is_empty());
    }

    fn a_group_entered_by_hand_is_the_services_own_record(db: &Db) {
        let world = World::on(db);
        let worker = world.actor(Role::LinkWorker);
        let entered = world
            .app
            .write_now(&worker, |act| directory::enter(act, &choir("Harbour Voices")))
            .unwrap();
        assert_eq!(world.shown(entered).source.name, directory::BY_HAND);
        let referrer = world.actor(Role::Referrer);
        let refused =
            world.app.write_now(&referrer, |act| directory::enter(act, &choir("Other Voices")));
        assert!(matches!(refused, Err(AppError::NotFound)));
    }
}

/// What these tests ask of a world.
trait Asked {
    fn shown(&self, id: GroupId) -> Group;
    fn version(&self, id: GroupId) -> i64;
    fn doubted(&self, id: GroupId) -> usize;
    fn imports(&self, groups: &[Group]) -> Tally;
}

impl Asked for World {
    fn shown(&self, id: GroupId) -> Group {
        self.app.read_now(&self.system(), move |act| directory::find(act, id)).unwrap().0
    }

    fn version(&self, id: GroupId) -> i64 {
        self.app.read_now(&self.system(), move |act| directory::find(act, id)).unwrap().1
    }

    fn doubted(&self, id: GroupId) -> usize {
        let told = self.app.read_now(&self.system(), move |act| directory::told(act, id)).unwrap();
        told.facts.iter().filter(|fact| fact.differs_since.is_some()).count()
    }

    fn imports(&self, groups: &[Group]) -> Tally {
        let groups = groups.to_vec();
        self.app.write_now(&self.system(), move |act| imports::put(act, &groups)).unwrap()
    }
}
