//! Plans are versions, and matching reads them.

use app::testing::World;
use app::{AppError, plans};
use domain::access::Role;
use domain::plan::Content;
use domain::profile::Profile;
use store::on_both;

use crate::support::{ada, allocated, another_link_worker};

fn content(what_matters: &str) -> Content {
    let wishes = Profile { interests: vec!["singing".into()], ..Profile::default() };
    Content { what_matters: what_matters.into(), wishes, ..Content::default() }
}

on_both! {
    fn saving_over_a_newer_version_is_a_conflict_and_changes_nothing(db: &Db) {
        let world = World::on(db);
        let person = allocated(&world, &ada());
        let me = world.actor(Role::LinkWorker);
        for (base, words) in [(0, "one"), (1, "two")] {
            let content = content(words);
            world
                .app
                .write_now(&me, move |act| plans::save(act, person, (base, &content), ""))
                .unwrap();
        }
        let late = content("three");
        let refused =
            world.app.write_now(&me, move |act| plans::save(act, person, (1, &late), ""));
        assert!(matches!(refused, Err(AppError::Conflict)));
        let (_, versions) =
            world.app.write_now(&me, move |act| plans::versions(act, person)).unwrap();
        let numbers: Vec<_> = versions.iter().map(|one| one.version.number).collect();
        assert_eq!(numbers, [2, 1]);
        let old = versions[1].version.id;
        let read = world.app.write_now(&me, move |act| plans::read(act, person, Some(old))).unwrap();
        assert_eq!((read.plan.content.what_matters.as_str(), read.is_latest), ("one", false));
    }

    fn an_empty_plan_is_sent_back(db: &Db) {
        let world = World::on(db);
        let person = allocated(&world, &ada());
        let me = world.actor(Role::LinkWorker);
        let empty = Content::default();
        let refused = world.app.write_now(&me, move |act| plans::save(act, person, (0, &empty), ""));
        assert!(matches!(refused, Err(AppError::Invalid(_))));
    }

    fn matching_reads_the_wishes_with_what_is_known_of_the_person(db: &Db) {
        let world = World::on(db);
        let person = allocated(&world, &ada());
        let me = world.actor(Role::LinkWorker);
        let wishes = content("singing again");
        world.app.write_now(&me, move |act| plans::save(act, person, (0, &wishes), "")).unwrap();
        let profile = world.app.read_now(&me, move |act| plans::profile_of(act, person)).unwrap();
        assert_eq!(profile.age, Some(76));
        assert_eq!(profile.interests, ["singing"]);
        assert_eq!(profile.languages, ["pl"]);
        assert_eq!(profile.outcode.as_deref(), Some("IP1"));
        assert!(profile.home.is_some());
        let other = another_link_worker(&world);
        let refused = world.app.read_now(&other, move |act| plans::profile_of(act, person));
        assert!(matches!(refused, Err(AppError::NotFound)));
    }
}
