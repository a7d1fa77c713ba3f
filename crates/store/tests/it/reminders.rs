//! A reminder is shown until it is done.

use jiff::civil::date;
use store::reminders::{self, Reminder, TRY_AGAIN};
use store::sealing::Keys;
use store::{StoreError, on_both};
use uuid::Uuid;

use crate::support::{episode, minute};

on_both! {
    fn a_reminder_is_open_until_it_is_done_once(db: &Db) {
        let of = episode(db);
        let reminder = Reminder {
            id: Uuid::from_u128(1),
            referral: of.referral,
            due_on: date(2026, 1, 7),
            kind: TRY_AGAIN.to_owned(),
            words: "Offer another time.".to_owned(),
            created_at: minute(1),
            done_at: None,
        };
        let (service, worker, kept) = (of.service, of.worker, reminder.clone());
        let (key, keys) = (of.key.clone(), Keys::from_master([7; 32]));
        let open = db.write_now(move |c| {
            reminders::add(c, service, &key, &kept)?;
            reminders::list_open_of_worker(c, &keys, service, worker)
        }).unwrap();
        assert_eq!(open, std::slice::from_ref(&reminder));
        let (id, referral) = (reminder.id, of.referral);
        db.write_now(move |c| reminders::finish(c, service, id, minute(2))).unwrap();
        let again = db.write_now(move |c| reminders::finish(c, service, id, minute(3)));
        assert!(matches!(again, Err(StoreError::Conflict)));
        let keys = Keys::from_master([7; 32]);
        let (open, all, sealed) = db.read_now(move |c| {
            let open = reminders::list_open_of_worker(c, &keys, service, worker)?;
            let all = reminders::list(c, service, &of.key, referral)?;
            let row = c.one("SELECT words_sealed FROM reminder", &[])?;
            Ok::<_, StoreError>((open, all, row.get::<Vec<u8>>("words_sealed")?))
        }).unwrap();
        assert!(!String::from_utf8_lossy(&sealed).contains("another time"));
        assert!(open.is_empty());
        assert_eq!(all[0].done_at, Some(minute(2)));
    }

    fn trying_again_answers_every_open_reminder_of_that_kind(db: &Db) {
        let of = episode(db);
        let (service, referral) = (of.service, of.referral);
        let done = db.write_now(move |c| {
            for (n, kind) in [(1, TRY_AGAIN), (2, TRY_AGAIN), (3, "another")] {
                reminders::add(c, service, &of.key, &Reminder {
                    id: Uuid::from_u128(n),
                    referral,
                    due_on: date(2026, 1, 7),
                    kind: kind.to_owned(),
                    words: String::new(),
                    created_at: minute(1),
                    done_at: None,
                })?;
            }
            reminders::finish_all(c, service, (referral, TRY_AGAIN), minute(2))
        }).unwrap();
        assert_eq!(done, 2);
    }
}
