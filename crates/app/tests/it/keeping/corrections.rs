//! Anybody says what is wrong; those who keep entries true take it over or say why not.

use app::directory::CheckedBy;
use app::directory::corrections::{self, Decision};
use app::testing::{World, choir};
use app::{AppError, AppResult};
use domain::access::Role;
use domain::group::CheckOutcome;
use domain::group::correction::{Field, Typed};
use domain::ids::{CorrectionId, GroupId};
use store::{Db, on_both};

use super::Kept as _;

struct Told {
    world: World,
    group: GroupId,
    correction: CorrectionId,
}

/// The form as it was, with another telephone and another name.
fn typed() -> Typed {
    let fields = vec![
        (Field::Phone, "01632 960777".to_owned()),
        (Field::Name, "Harbour Singers".to_owned()),
        (Field::Cost, "free".to_owned()),
    ];
    Typed { words: "My aunt Zenobia says they moved.".into(), fields, status: None }
}

fn given_a_correction(db: &Db) -> Told {
    let world = World::on(db);
    let group = world.group(&choir("Harbour Voices"));
    let public = world.public();
    let correction = world
        .app
        .write_now(&public, move |act| corrections::suggest(act, group, &typed(), "once"))
        .unwrap();
    Told { world, group, correction }
}

impl Told {
    fn decides(&self, role: Role, decision: Decision) -> AppResult<()> {
        let id = self.correction;
        self.world.app.write_now(&self.world.actor(role), move |act| {
            corrections::decide(act, id, (1, 1), &decision)
        })
    }
}

fn accept(slots: &[&str]) -> Decision {
    let slots = slots.iter().map(|slot| (*slot).to_owned()).collect();
    Decision::Accept { slots, how: CheckedBy::Rang }
}

on_both! {
    fn a_correction_changes_nothing_until_somebody_has_looked(db: &Db) {
        let told = given_a_correction(db);
        assert_eq!(told.world.shown(told.group).name, "Harbour Voices");
        let worker = told.world.actor(Role::LinkWorker);
        let waiting = told.world.app.read_now(&worker, corrections::list_waiting).unwrap();
        assert_eq!(waiting.len(), 1);
        let slots: Vec<String> =
            waiting[0].correction.facts.iter().map(|fact| fact.slot()).collect();
        assert_eq!(slots, ["name", "phone"], "what is said already is no correction");
    }

    fn what_is_taken_over_is_a_fact_and_a_check_and_the_words_are_forgotten(db: &Db) {
        let told = given_a_correction(db);
        told.decides(Role::LinkWorker, accept(&["phone"])).unwrap();
        let shown = told.world.shown(told.group);
        assert_eq!(shown.contact.phone.as_deref(), Some("01632 960777"));
        assert_eq!(shown.name, "Harbour Voices", "not ticked");
        let kept = told.world.told(told.group);
        assert_eq!(kept.facts.len(), 1);
        assert_eq!(kept.checks[0].outcome, CheckOutcome::Corrected);
        let words: Option<Vec<u8>> = db
            .read_now(|c| c.one("SELECT words_sealed FROM group_correction", &[])?.get("words_sealed"))
            .unwrap();
        assert_eq!(words, None);
        let again = told.decides(Role::LinkWorker, accept(&["phone"]));
        assert!(matches!(again, Err(AppError::Conflict)), "{again:?}");
    }

    fn nothing_ticked_takes_nothing_over_and_a_refusal_says_why(db: &Db) {
        let told = given_a_correction(db);
        assert!(matches!(told.decides(Role::Manager, accept(&[])), Err(AppError::Invalid(_))));
        let silent = told.decides(Role::Manager, Decision::Refuse(String::new()));
        assert!(matches!(silent, Err(AppError::Invalid(_))));
        told.decides(Role::Manager, Decision::Refuse("We rang: it is right.".into())).unwrap();
        assert_eq!(told.world.shown(told.group).name, "Harbour Voices");
        assert!(told.world.told(told.group).facts.is_empty());
    }

    fn an_empty_form_is_no_correction_and_an_entry_is_not_flooded(db: &Db) {
        let told = given_a_correction(db);
        let (group, public) = (told.group, told.world.public());
        let say = |typed: Typed| {
            told.world.app.write_now(&public, move |act| {
                corrections::suggest(act, group, &typed, "")
            })
        };
        assert!(matches!(say(Typed::default()), Err(AppError::Invalid(_))));
        for _ in 0..19 {
            say(typed()).unwrap();
        }
        assert!(matches!(say(typed()), Err(AppError::TooMany { .. })));
    }

    fn those_who_only_read_the_directory_decide_nothing(db: &Db) {
        let told = given_a_correction(db);
        for role in [Role::Referrer, Role::Commissioner, Role::Administrator, Role::Facilitator] {
            let done = told.decides(role, accept(&["phone"]));
            assert!(matches!(done, Err(AppError::NotFound)), "{role:?}");
        }
    }
}
