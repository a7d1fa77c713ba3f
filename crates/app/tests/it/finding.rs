//! Finding somebody: by those who may open everybody's record, noted without what was typed.

use app::people::finding::{self, Found, Wanted};
use app::testing::World;
use app::{AppError, AppResult};
use domain::access::Role;
use store::on_both;

fn find(world: &World, role: Role, wanted: Wanted) -> AppResult<Vec<Found>> {
    world.app.write_now(&world.actor(role), move |act| finding::find(act, &wanted))
}

fn named(given: &str, family: &str) -> Wanted {
    Wanted { given_name: given.into(), family_name: family.into(), ..Wanted::default() }
}

on_both! {
    fn only_those_who_may_open_every_record_find_anybody(db: &Db) {
        let world = World::on(db);
        let (person, _) = world.person("Ada");
        for role in Role::ALL {
            let wanted = named("Ada", "Marsh");
            let found = find(&world, role, wanted);
            if [Role::Coordinator, Role::Manager].contains(&role) {
                assert_eq!(found.unwrap()[0].person.id, person, "{role:?}");
            } else {
                assert!(matches!(found, Err(AppError::NotFound)), "{role:?}");
            }
        }
    }

    fn a_slip_in_the_birth_is_forgiven_and_the_likeliest_comes_first(db: &Db) {
        let world = World::on(db);
        let (ada, _) = world.person("Ada");
        let _grace = world.person("Grace");
        let wanted = Wanted { born_on: "1901-01-01".parse().ok(), ..named("Ada", "Marsh") };
        let found = find(&world, Role::Coordinator, wanted).unwrap();
        assert_eq!(found.first().map(|found| found.person.id), Some(ada));
        assert!(found[0].is_open && found[0].referrals == 1);
    }

    fn a_search_is_in_the_trail_without_what_was_typed(db: &Db) {
        let world = World::on(db);
        let _zebedee = world.person("Zebedee");
        find(&world, Role::Coordinator, named("Zebedee", "Marsh")).unwrap();
        let text: String = db
            .read_now(|c| {
                let sql = "SELECT detail FROM audit WHERE verb = 'person.find'";
                c.one(sql, &[])?.get("detail")
            })
            .unwrap();
        assert!(text.contains("family_name") && !text.contains("Zebedee"), "{text}");
    }
}
