//! An organisation keeps its own entry, once its address is proved and somebody has looked.

use app::directory::claims::{self, Decision};
use app::links::Purpose;
use app::testing::{Postbox, World, choir};
use app::{Actor, AppError, AppResult};
use domain::access::Role;
use domain::group::claim::{Asked, State};
use domain::ids::{ClaimId, GroupId};
use store::{Db, on_both};

use super::Kept as _;

struct Claimed {
    world: World,
    group: GroupId,
    claim: ClaimId,
    postbox: Postbox,
}

fn asked() -> Asked {
    Asked {
        organisation: "Harbour Trust".into(),
        role: "secretary".into(),
        email: "secretary@harbour.test".into(),
        words: "Our name is on the door.".into(),
    }
}

fn given_a_claim(db: &Db) -> Claimed {
    let world = World::on(db);
    let group = world.group(&choir("Harbour Voices"));
    let public = world.public();
    let claim =
        world.app.write_now(&public, move |act| claims::ask(act, group, &asked(), "once")).unwrap();
    Claimed { world, group, claim, postbox: Postbox::default() }
}

impl Claimed {
    /// The path behind the last letter's link, and its actor.
    fn opens(&self, purpose: Purpose) -> Actor {
        self.world.app.run_due_jobs(&self.postbox).unwrap();
        let letter = self.postbox.letters().pop().unwrap();
        assert_eq!(letter.to, "secretary@harbour.test");
        let start = format!("http://kith.test/{}/", purpose.path());
        let token = letter.body.split(&start).nth(1).unwrap().split_whitespace().next().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(self.world.app.open_link(purpose, token)).unwrap().0
    }

    fn proved(&self) {
        let owner = self.opens(Purpose::Claim);
        self.world.app.write_now(&owner, claims::prove).unwrap();
    }

    fn decides(&self, version: i64, decision: Decision) -> AppResult<()> {
        let (id, coordinator) = (self.claim, self.world.actor(Role::Coordinator));
        self.world
            .app
            .write_now(&coordinator, move |act| claims::decide(act, id, version, &decision))
    }

    fn waiting(&self) -> usize {
        let manager = self.world.actor(Role::Manager);
        self.world.app.read_now(&manager, claims::list_waiting).unwrap().len()
    }
}

on_both! {
    fn a_claim_waits_for_its_address_and_then_for_somebody_to_look(db: &Db) {
        let claimed = given_a_claim(db);
        assert_eq!(claimed.waiting(), 0, "the address is not proved");
        let early = claimed.decides(1, Decision::Accept);
        assert!(matches!(early, Err(AppError::Refused(_))), "{early:?}");
        claimed.proved();
        assert_eq!(claimed.waiting(), 1);
        let stale = claimed.decides(1, Decision::Accept);
        assert!(matches!(stale, Err(AppError::Conflict)), "{stale:?}");
        claimed.decides(2, Decision::Accept).unwrap();
        assert_eq!(claimed.waiting(), 0);
        claimed.opens(Purpose::GroupCheck);
    }

    fn an_accepted_claim_vouches_for_an_entry_that_no_source_lists_any_more(db: &Db) {
        let claimed = given_a_claim(db);
        claimed.proved();
        claimed.decides(2, Decision::Accept).unwrap();
        claimed.world.delists(claimed.group);
        assert_eq!(claimed.world.names(), ["Harbour Voices"]);
        claimed.decides(3, Decision::End("They handed it over.".into())).unwrap();
        assert!(claimed.world.names().is_empty(), "nobody vouches for it now");
    }

    fn a_refusal_needs_a_reason_and_its_letter_says_it(db: &Db) {
        let claimed = given_a_claim(db);
        claimed.proved();
        let empty = claimed.decides(2, Decision::Refuse(" ".into()));
        assert!(matches!(empty, Err(AppError::Invalid(_))), "{empty:?}");
        claimed.decides(2, Decision::Refuse("The trust says it does not know you.".into())).unwrap();
        claimed.world.app.run_due_jobs(&claimed.postbox).unwrap();
        let letter = claimed.postbox.letters().pop().unwrap();
        assert!(letter.body.contains("The trust says it does not know you."), "{}", letter.body);
    }

    fn a_claim_says_what_to_mend_and_an_entry_is_not_claimed_endlessly(db: &Db) {
        let claimed = given_a_claim(db);
        let (group, public) = (claimed.group, claimed.world.public());
        let ask = |asked: Asked| {
            claimed.world.app.write_now(&public, move |act| claims::ask(act, group, &asked, ""))
        };
        let odd = Asked { email: "nobody".into(), ..asked() };
        assert!(matches!(ask(odd), Err(AppError::Invalid(_))));
        for _ in 0..4 {
            ask(asked()).unwrap();
        }
        assert!(matches!(ask(asked()), Err(AppError::TooMany { .. })));
    }

    fn only_those_who_keep_the_directory_decide(db: &Db) {
        let claimed = given_a_claim(db);
        claimed.proved();
        let id = claimed.claim;
        for role in [Role::LinkWorker, Role::Facilitator, Role::Administrator] {
            let actor = claimed.world.actor(role);
            let done = claimed.world.app.write_now(&actor, move |act| {
                claims::decide(act, id, 2, &Decision::Accept)
            });
            assert!(matches!(done, Err(AppError::NotFound)), "{role:?}");
        }
    }

    fn nothing_of_a_claim_lies_open_in_the_database(db: &Db) {
        let claimed = given_a_claim(db);
        claimed.proved();
        let lies_open = db
            .read_now(|c| {
                let claims = c.all("SELECT asked_sealed FROM group_claim", &[])?;
                let sealed: Vec<u8> = claims[0].get("asked_sealed")?;
                let to = c.all("SELECT recipient FROM message", &[])?;
                let to: String = to[0].get("recipient")?;
                Ok::<_, store::StoreError>(format!("{}{to}", String::from_utf8_lossy(&sealed)))
            })
            .unwrap();
        assert!(!lies_open.contains("harbour.test"), "{lies_open}");
        let manager = claimed.world.actor(Role::Manager);
        let seen = claimed.world.app.read_now(&manager, claims::list_waiting).unwrap();
        assert!(matches!(seen[0].claim.state, State::Confirmed { .. }));
    }
}
