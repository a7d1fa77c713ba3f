//! Concerns: sealed, led by one person, listed for those who raised or lead them.

use domain::safeguarding::{Concern, State};
use store::{StoreError, concerns, on_both};

use crate::support::{Episode, episode, id, minute, user};

fn concern(of: &Episode) -> Concern {
    Concern {
        id: id(50),
        person: of.person,
        raised_by: Some(of.worker),
        raised_at: minute(1),
        words: "Bruises on both arms.".into(),
        state: State::Raised,
        version: 1,
    }
}

on_both! {
    fn a_concern_is_moved_once_and_keeps_its_words(db: &Db) {
        let of = episode(db);
        let lead = user(db, 2);
        let (service, key, raised) = (of.service, of.key.clone(), concern(&of));
        let led = Concern { state: State::Led { lead, since: minute(2) }, ..raised.clone() };
        let kept = led.clone();
        let found = db.write_now(move |c| {
            concerns::add(c, service, &key, &raised)?;
            concerns::save_state(c, &key, &led)?;
            let again = concerns::save_state(c, &key, &led);
            assert!(matches!(again, Err(StoreError::Conflict)));
            concerns::open(c, &key, raised.id)
        }).unwrap();
        assert_eq!(found, Concern { version: 2, ..kept });
    }

    fn a_concern_is_listed_for_whoever_raised_or_leads_it(db: &Db) {
        let of = episode(db);
        let (lead, stranger) = (user(db, 2), user(db, 3));
        let (service, key, worker, raised) = (of.service, of.key.clone(), of.worker, concern(&of));
        let led = Concern { state: State::Led { lead, since: minute(2) }, ..raised.clone() };
        let counts = db.write_now(move |c| {
            concerns::add(c, service, &key, &raised)?;
            concerns::save_state(c, &key, &led)?;
            let mut counts = Vec::new();
            for user in [worker, lead, stranger] {
                counts.push(concerns::list_open_of_user(c, service, user)?.len());
            }
            counts.push(concerns::list(c, service)?.len());
            Ok::<_, StoreError>(counts)
        }).unwrap();
        assert_eq!(counts, [1, 1, 0, 1]);
    }
}
