//! Listings taken over: whole or not at all, twice alike, and never over what others say.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fs;
use std::path::{Path, PathBuf};

use app::directory::{self, CheckedBy};
use app::imports::{self, Incoming, Tally};
use app::testing::{World, choir};
use app::{AppError, AppResult};
use domain::group::Group;
use domain::ids::GroupId;
use interop::listing::{Listing, Page, Wanted, read_all};
use store::{Db, on_both};

/// A listing with these services, each an id and a name.
fn listing(source: &str, services: &[(&str, &str)]) -> Incoming {
    let services: Vec<serde_json::Value> = services
        .iter()
        .map(|(id, name)| serde_json::json!({ "id": id, "name": name, "status": "active" }))
        .collect();
    let bytes = serde_json::to_vec(&services).unwrap();
    let read = interop::listing::read(&bytes, "feed.json").unwrap().named(source);
    incoming(read)
}

fn incoming(listing: Listing) -> Incoming {
    let origin = "feed.json".to_owned();
    Incoming { listing, origin, is_whole: false, may_withdraw_most: false }
}

fn take(world: &World, incoming: &Incoming) -> AppResult<Tally> {
    let incoming = incoming.clone();
    world.app.write_now(&world.system(), move |act| imports::take_over(act, &incoming))
}

fn names(world: &World) -> Vec<String> {
    let listed = world.app.read_now(&world.system(), |act| directory::list(act, "", (50, 0)));
    listed.unwrap().0.into_iter().map(|group| group.name).collect()
}

fn find(world: &World, name: &str) -> GroupId {
    let name = name.to_owned();
    let listed =
        world.app.read_now(&world.system(), move |act| directory::list(act, &name, (1, 0)));
    listed.unwrap().0[0].id
}

/// The number of the last change: it stands still when nothing changes.
fn last_change(db: &Db, world: &World) -> i64 {
    let service = world.service;
    db.read_now(move |c| store::groups::last_seq(c, service)).unwrap()
}

on_both! {
    fn a_trial_says_what_would_happen_and_changes_nothing(db: &Db) {
        let world = World::on(db);
        let feed = listing("council", &[("1", "Choir"), ("2", "Shed")]);
        let tried = world.app.write_now(&world.system(), {
            let feed = feed.clone();
            move |act| imports::try_out(act, &feed)
        });
        assert_eq!(tried.unwrap().added, 2);
        assert!(names(&world).is_empty());
        assert_eq!(take(&world, &feed).unwrap().added, 2);
        assert_eq!(names(&world), ["Choir", "Shed"]);
    }

    fn a_whole_listing_withdraws_what_it_no_longer_has(db: &Db) {
        let world = World::on(db);
        let three = [("1", "Choir"), ("2", "Shed"), ("3", "Chess")];
        take(&world, &listing("council", &three)).unwrap();
        let part = listing("council", &three[..2]);
        assert_eq!(take(&world, &part).unwrap().not_named, 1);
        assert_eq!(names(&world).len(), 3, "it need not be all of it");
        let tally = take(&world, &Incoming { is_whole: true, ..part }).unwrap();
        assert_eq!((tally.withdrawn, tally.left), (1, 1));
        assert_eq!(names(&world), ["Choir", "Shed"]);
        take(&world, &listing("council", &three)).unwrap();
        assert_eq!(names(&world).len(), 3, "it is there again");
    }

    fn a_listing_that_lacks_most_withdraws_nothing_unless_that_is_confirmed(db: &Db) {
        let world = World::on(db);
        take(&world, &listing("council", &[("1", "Choir"), ("2", "Shed"), ("3", "Chess")])).unwrap();
        let few = Incoming { is_whole: true, ..listing("council", &[("3", "Chess"), ("4", "Band")]) };
        let Err(AppError::Refused(why)) = take(&world, &few) else { panic!("it lacks most") };
        assert!(why.contains("lacks 2 of the 3"), "{why}");
        assert_eq!(names(&world).len(), 3, "and nothing else was taken either");
        let tally = take(&world, &Incoming { may_withdraw_most: true, ..few }).unwrap();
        assert_eq!((tally.added, tally.withdrawn), (1, 2));
    }

    fn a_tombstone_withdraws_one(db: &Db) {
        let world = World::on(db);
        let three = [("1", "Choir"), ("2", "Shed"), ("3", "Chess")];
        take(&world, &listing("council", &three)).unwrap();
        let mut feed = listing("council", &three[1..]);
        feed.listing.gone = vec!["1".into(), "unheard of".into()];
        assert_eq!(take(&world, &feed).unwrap().withdrawn, 1);
        assert_eq!(names(&world), ["Chess", "Shed"]);
        assert_eq!(take(&world, &feed).unwrap().withdrawn, 0, "only once");
    }

    fn what_somebody_made_sure_of_stays_when_its_source_vanishes(db: &Db) {
        let world = World::on(db);
        let three = [("1", "Choir"), ("2", "Shed"), ("3", "Chess")];
        take(&world, &listing("council", &three)).unwrap();
        let id = find(&world, "choir");
        let corrected = world.app.write_now(&world.system(), move |act| {
            let (group, version) = directory::find(act, id)?;
            let after = Group { description: "We sing on Tuesdays.".into(), ..group };
            directory::correct(act, id, version, (&after, CheckedBy::Rang))
        });
        corrected.unwrap();
        let whole = Incoming { is_whole: true, ..listing("council", &three[1..]) };
        let tally = take(&world, &whole).unwrap();
        assert_eq!((tally.withdrawn, tally.left), (1, 0), "a link worker vouches for it");
        assert_eq!(names(&world).len(), 3);
    }

    fn sources_do_not_touch_each_others_records(db: &Db) {
        let world = World::on(db);
        let kept = world.group(&choir("Harbour Voices"));
        take(&world, &listing("council", &[("1", "Choir")])).unwrap();
        take(&world, &listing("national", &[("1", "Other")])).unwrap();
        let none = Incoming {
            is_whole: true,
            may_withdraw_most: true,
            ..listing("council", &[("2", "Band")])
        };
        take(&world, &none).unwrap();
        assert_eq!(names(&world), ["Band", "Harbour Voices", "Other"]);
        assert_eq!(find(&world, "harbour"), kept);
    }

    fn every_listing_read_again_changes_nothing(db: &Db) {
        let world = World::on(db);
        for (name, groups) in [
            ("suffolk_lgc_2025-06/events.derived.csv", 244),
            ("oruk_bristol_2024-12/Bristol Council.json", 816),
            ("openactive_newham_everyoneactive_2020-01", 448),
            ("oruk_v3_conformance_mocks/V3.0-UK-Test/service_list.json", 1),
            ("uk_mobile_library_stops/suffolk.csv", 562),
            ("trafford_gm_directories/sport_facilities_sports_facilities.csv", 308),
            ("trafford_gm_directories/food_banks_gm_food_banks.csv", 171),
        ] {
            let Some(read) = shared(name) else { return };
            let first = take(&world, &read).unwrap();
            assert_eq!((first.added, first.changed, first.withdrawn), (groups, 0, 0), "{name}");
            let seq = last_change(db, &world);
            let again = take(&world, &read).unwrap();
            let nothing = Tally { unchanged: groups, ..Tally::default() };
            assert_eq!(again, nothing, "{name}");
            assert_eq!(last_change(db, &world), seq, "{name}");
        }
    }
}

fn shared(name: &str) -> Option<Incoming> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    if !path.exists() {
        eprintln!("skipped: {name} needs ../shared");
        return None;
    }
    let mut files: Vec<PathBuf> = match path.is_dir() {
        true => fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).collect(),
        false => vec![path],
    };
    files.retain(|file| file.extension().is_some_and(|kind| kind != "txt"));
    files.sort();
    let read = |file: &PathBuf| (file.display().to_string(), fs::read(file).unwrap());
    let files: Vec<(String, Vec<u8>)> = files.iter().map(read).collect();
    let pages: Vec<Page<'_>> = files.iter().map(|(name, bytes)| Page { name, bytes }).collect();
    let listing = read_all(&pages, &Wanted::default()).unwrap();
    // Names of the formats are shared by listings of several publishers.
    let source = name.split('/').next().unwrap_or(name).to_owned() + "-" + &listing.source;
    Some(incoming(listing.named(&source)))
}
