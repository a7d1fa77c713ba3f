//! One group in two listings: shown side by side, made one, and two again exactly as before.

use app::directory::duplicates::{self, Pair};
use app::directory::{self, CheckedBy, history, merging};
use app::group_answers::{self, Answer};
use app::registers::{self, Register};
use app::testing::{World, choir};
use app::{AppError, AppResult, prescriptions};
use domain::access::Role;
use domain::group::{Group, Source};
use domain::ids::{GroupId, MergeId, PrescriptionId};
use jiff::civil::{Time, date};
use store::{Db, on_both};

use super::Kept as _;

const TEN: Time = Time::constant(10, 30, 0, 0);

/// Two listings that both have the choir, and another group in the same house.
struct Twice {
    world: World,
    kept: GroupId,
    other: GroupId,
}

fn council() -> Group {
    choir("Harbour Voices")
}

fn voluntary() -> Group {
    let mut group = choir("Harbour Voices Community Choir");
    group.source = Source { name: "voluntary".into(), id: "7".into() };
    group.contact.url = Some("https://choir.test/".into());
    group
}

fn given_a_group_listed_twice(db: &Db) -> Twice {
    let world = World::on(db);
    let kept = world.group(&council());
    let other = world.group(&voluntary());
    let mut chess = choir("Chess for All");
    chess.source.name = "voluntary".into();
    let _chess = world.group(&chess);
    Twice { world, kept, other }
}

impl Twice {
    fn pairs(&self) -> Vec<Pair> {
        let coordinator = self.world.actor(Role::Coordinator);
        self.world.app.read_now(&coordinator, |act| duplicates::list(act, (50, 0))).unwrap().0
    }

    fn merge(&self) -> MergeId {
        let (pair, coordinator) = ((self.kept, self.other), self.world.actor(Role::Coordinator));
        let merged =
            self.world.app.write_now(&coordinator, move |act| merging::merge(act, pair, "once"));
        merged.unwrap()
    }

    fn undo(&self, id: MergeId) -> AppResult<GroupId> {
        let coordinator = self.world.actor(Role::Coordinator);
        self.world.app.write_now(&coordinator, move |act| merging::undo(act, id))
    }

    fn comes(&self, name: &str, group: GroupId) -> PrescriptionId {
        let (_, referral) = self.world.person(name);
        let id = self.world.asked(referral, group).unwrap();
        let worker = self.world.actor(Role::LinkWorker);
        self.world
            .app
            .write_now(&worker, move |act| {
                group_answers::answer_for_group(act, id, &Answer::Accept, "")
            })
            .unwrap();
        id
    }

    fn met(&self, group: GroupId, there: PrescriptionId) {
        self.world.runs(group);
        let facilitator = self.world.actor(Role::Facilitator);
        self.world
            .app
            .write_now(&facilitator, move |act| {
                let session = registers::add_session(act, group, date(2026, 1, 5), TEN)?;
                registers::mark(act, group, session, &[there], "")
            })
            .unwrap();
    }

    fn register(&self, group: GroupId) -> Register {
        let coordinator = self.world.actor(Role::Coordinator);
        self.world
            .app
            .write_now(&coordinator, move |act| registers::open(act, group, None))
            .unwrap()
    }

    fn corrects(&self, id: GroupId, phone: &str) {
        let (worker, mut after) = (self.world.actor(Role::LinkWorker), self.world.shown(id));
        after.contact.phone = Some(phone.into());
        self.world
            .app
            .write_now(&worker, move |act| {
                let (_, version) = directory::find(act, id)?;
                directory::correct(act, id, version, (&after, CheckedBy::Rang))
            })
            .unwrap();
    }
}

on_both! {
    fn the_pair_is_shown_with_why_and_a_neighbour_is_not(db: &Db) {
        let twice = given_a_group_listed_twice(db);
        let pairs = twice.pairs();
        assert_eq!(pairs.len(), 1);
        let ids = [pairs[0].first.id, pairs[0].second.id];
        assert!(ids.contains(&twice.kept) && ids.contains(&twice.other));
        let why: Vec<String> = pairs[0].likeness.why.iter().map(|why| why.label()).collect();
        assert!(why.contains(&"same telephone".to_owned()), "{why:?}");
    }

    fn a_pair_that_is_two_groups_is_not_shown_again(db: &Db) {
        let twice = given_a_group_listed_twice(db);
        let (a, b) = (twice.other, twice.kept);
        let coordinator = twice.world.actor(Role::Coordinator);
        twice.world
            .app
            .write_now(&coordinator, move |act| duplicates::not_same(act, a, b))
            .unwrap();
        assert!(twice.pairs().is_empty());
    }

    fn a_merged_entry_leaves_the_directory_and_both_sources_feed_the_kept_one(db: &Db) {
        let twice = given_a_group_listed_twice(db);
        twice.merge();
        assert_eq!(twice.world.names(), ["Chess for All", "Harbour Voices"]);
        assert!(twice.pairs().is_empty());
        let shown = twice.world.shown(twice.kept);
        assert_eq!(shown.contact.url.as_deref(), Some("https://choir.test/"), "from the other");
        assert_eq!(twice.world.told(twice.kept).records.len(), 2);

        twice.world.imports(&Group { description: "New words.".into(), ..council() });
        let mut other = voluntary();
        other.contact.url = Some("https://new.test/".into());
        twice.world.imports(&other);
        let shown = twice.world.shown(twice.kept);
        assert_eq!(shown.description, "New words.");
        assert_eq!(shown.contact.url.as_deref(), Some("https://new.test/"));
        assert_eq!(twice.world.names().len(), 2, "no source makes the merged entry anew");
        assert_eq!(twice.world.shown(twice.other).id, twice.kept, "its number leads there");
    }

    fn places_registers_and_facilitators_follow_with_what_each_person_permits(db: &Db) {
        let twice = given_a_group_listed_twice(db);
        let ada = twice.comes("Ada", twice.other);
        let bea = twice.comes("Bea", twice.kept);
        twice.met(twice.other, ada);
        twice.met(twice.kept, bea);
        twice.merge();
        let register = twice.register(twice.kept);
        let lines: Vec<_> = register
            .lines
            .iter()
            .map(|line| (line.permitted.name.as_deref(), line.times, line.was_there))
            .collect();
        assert_eq!(lines.len(), 2);
        assert!(lines.contains(&(Some("Ada"), 1, Some(true))), "{lines:?}");
        assert!(lines.contains(&(Some("Bea"), 1, Some(true))), "{lines:?}");
        assert_eq!(register.sessions.len(), 1, "one evening is one meeting");
        let by_old_number = twice.register(twice.other);
        assert_eq!(by_old_number.group.id, twice.kept);
        assert_eq!(by_old_number.lines.len(), 2);
        let worker = twice.world.actor(Role::LinkWorker);
        let whole =
            twice.world.app.write_now(&worker, move |act| prescriptions::find(act, ada)).unwrap();
        assert_eq!(whole.group.id, twice.kept);
        assert!(whole.permission.is_some());
    }

    fn somebody_with_a_place_in_both_keeps_both(db: &Db) {
        let twice = given_a_group_listed_twice(db);
        let (_, referral) = twice.world.person("Ada");
        let first = twice.world.asked(referral, twice.kept).unwrap();
        let second = twice.world.asked(referral, twice.other).unwrap();
        twice.merge();
        let worker = twice.world.actor(Role::LinkWorker);
        for id in [first, second] {
            let whole = twice.world.app.write_now(&worker, move |act| prescriptions::find(act, id));
            assert_eq!(whole.unwrap().group.id, twice.kept);
        }
    }

    fn undone_both_entries_stand_exactly_as_before(db: &Db) {
        let twice = given_a_group_listed_twice(db);
        let ada = twice.comes("Ada", twice.other);
        let bea = twice.comes("Bea", twice.kept);
        twice.met(twice.other, ada);
        twice.met(twice.kept, bea);
        twice.corrects(twice.other, "01632 960111");
        twice.corrects(twice.kept, "01632 960222");
        let look = |id: GroupId| {
            let told = twice.world.told(id);
            let register = twice.register(id);
            (twice.world.shown(id), told.records, told.facts, told.checks, register)
        };
        let before = (look(twice.kept), look(twice.other), twice.world.names());
        let merge = twice.merge();
        assert_eq!(twice.world.shown(twice.kept).contact.phone.as_deref(), Some("01632 960222"));
        twice.undo(merge).unwrap();
        let after = (look(twice.kept), look(twice.other), twice.world.names());
        assert_eq!(before, after);
        assert!(twice.pairs().is_empty(), "they are two groups after all");
        assert!(matches!(twice.undo(merge), Err(AppError::NotFound)), "undone once");
    }

    fn what_was_found_out_since_a_merge_stays_with_the_kept_entry(db: &Db) {
        let twice = given_a_group_listed_twice(db);
        twice.corrects(twice.other, "01632 960111");
        let merge = twice.merge();
        twice.corrects(twice.kept, "01632 960333");
        twice.undo(merge).unwrap();
        let phone = |id| twice.world.shown(id).contact.phone;
        assert_eq!(phone(twice.kept).as_deref(), Some("01632 960333"));
        assert_eq!(phone(twice.other).as_deref(), Some("01632 960111"));
    }

    fn a_chain_of_merges_is_undone_from_its_end(db: &Db) {
        let twice = given_a_group_listed_twice(db);
        let first = twice.merge();
        let third = twice.world.group(&choir("Harbour Voices Saltreach"));
        let coordinator = twice.world.actor(Role::Coordinator);
        let pair = (third, twice.kept);
        let second = twice
            .world
            .app
            .write_now(&coordinator, move |act| merging::merge(act, pair, ""))
            .unwrap();
        assert_eq!(twice.world.shown(twice.other).id, third);
        assert!(matches!(twice.undo(first), Err(AppError::Refused(_))));
        twice.undo(second).unwrap();
        twice.undo(first).unwrap();
        assert_eq!(twice.world.names().len(), 4);
    }

    fn the_history_tells_of_sources_corrections_and_merges(db: &Db) {
        let twice = given_a_group_listed_twice(db);
        twice.corrects(twice.kept, "01632 960111");
        twice.corrects(twice.kept, "01632 960222");
        let merge = twice.merge();
        let id = twice.kept;
        let worker = twice.world.actor(Role::LinkWorker);
        let events = twice.world.app.read_now(&worker, move |act| history::list(act, id)).unwrap();
        let said = |stood| {
            let is_said = |event: &&history::Event| {
                matches!(&event.what, history::What::Said { stands, .. } if *stands == stood)
            };
            events.iter().filter(is_said).count()
        };
        assert_eq!((said(true), said(false)), (1, 1));
        let listed = events.iter().filter(|event| event.what == history::What::Listed).count();
        assert_eq!(listed, 2, "by both sources");
        let merged = events.iter().any(|event| {
            matches!(&event.what, history::What::Merged { id, .. } if *id == merge)
        });
        assert!(merged);
    }

    fn only_those_who_keep_the_directory_merge(db: &Db) {
        let twice = given_a_group_listed_twice(db);
        let pair = (twice.kept, twice.other);
        for role in [Role::LinkWorker, Role::Facilitator, Role::Referrer, Role::Administrator] {
            let actor = twice.world.actor(role);
            let done =
                twice.world.app.write_now(&actor, move |act| merging::merge(act, pair, ""));
            assert!(matches!(done, Err(AppError::NotFound)), "{role:?}");
        }
    }
}
