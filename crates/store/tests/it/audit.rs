//! The audit trail shows every way of rewriting the past.

use domain::ids::ServiceId;
use serde_json::json;
use store::{
    Db, StoreError,
    audit::{self, Entry, Fault, Verdict},
    on_both,
};

use crate::support::{id, minute, service};

fn entry(n: i64) -> Entry {
    Entry {
        at: minute(n),
        actor: "user 7".to_owned(),
        verb: "person.read".to_owned(),
        subject_kind: "person".to_owned(),
        subject_id: (n % 2 == 0).then(|| id(n.unsigned_abs().into())),
        detail: json!({"why": format!("reason {n}"), "a": [1.5, null]}),
    }
}

/// A chain of six entries, after somebody has been at the tables.
fn verdict_after(db: &Db, tampering: &'static [&'static str]) -> Verdict {
    let service = service(db, 1);
    for n in 1..=6 {
        db.write_now(move |c| audit::append(c, service, &entry(n))).unwrap();
    }
    db.write_now(|c| tampering.iter().try_for_each(|sql| c.exec(sql, &[]).map(drop))).unwrap();
    db.read_now(move |c| audit::verify(c, service)).unwrap()
}

fn broken(seq: i64, fault: Fault) -> Verdict {
    Verdict::Broken { seq, fault }
}

on_both! {
    fn an_untouched_chain_is_whole(db: &Db) {
        let Verdict::Whole(end) = verdict_after(db, &[]) else { panic!("broken") };
        assert_eq!(end.seq, 6);
        let second = service(db, 2);
        let empty = db.read_now(move |c| audit::verify(c, second)).unwrap();
        assert!(matches!(empty, Verdict::Whole(end) if end.seq == 0));
    }

    fn the_same_acts_make_the_same_chain_on_both_databases(db: &Db) {
        let Verdict::Whole(end) = verdict_after(db, &[]) else { panic!("broken") };
        let hash: String = end.hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, CHAIN, "a change here makes every stored trail unreadable");
    }

    fn a_changed_word_is_found(db: &Db) {
        let sql = &["UPDATE audit SET detail = '{\"why\":\"no reason\"}' WHERE seq = 3"];
        assert_eq!(verdict_after(db, sql), broken(3, Fault::Changed));
    }

    fn a_changed_subject_is_found(db: &Db) {
        let sql = &["UPDATE audit SET subject_id = NULL WHERE seq = 4"];
        assert_eq!(verdict_after(db, sql), broken(4, Fault::Changed));
    }

    fn a_removed_entry_is_found(db: &Db) {
        assert_eq!(
            verdict_after(db, &["DELETE FROM audit WHERE seq = 3"]),
            broken(3, Fault::Removed)
        );
    }

    fn a_removed_first_entry_is_found(db: &Db) {
        assert_eq!(
            verdict_after(db, &["DELETE FROM audit WHERE seq = 1"]),
            broken(1, Fault::Removed)
        );
    }

    fn a_removed_entry_whose_gap_is_closed_is_found(db: &Db) {
        let sql = &[
            "DELETE FROM audit WHERE seq = 3",
            "UPDATE audit SET seq = 3 WHERE seq = 4",
            "UPDATE audit SET seq = 4 WHERE seq = 5",
            "UPDATE audit SET seq = 5 WHERE seq = 6",
        ];
        assert_eq!(verdict_after(db, sql), broken(3, Fault::Reordered));
    }

    fn two_exchanged_entries_are_found(db: &Db) {
        let sql = &[
            "UPDATE audit SET seq = 99 WHERE seq = 2",
            "UPDATE audit SET seq = 2 WHERE seq = 5",
            "UPDATE audit SET seq = 5 WHERE seq = 99",
        ];
        assert_eq!(verdict_after(db, sql), broken(2, Fault::Reordered));
    }

    fn a_trail_that_is_cut_short_is_found(db: &Db) {
        assert_eq!(
            verdict_after(db, &["DELETE FROM audit WHERE seq >= 5"]),
            broken(5, Fault::CutShort)
        );
    }

    fn a_trail_that_is_emptied_is_found(db: &Db) {
        assert_eq!(verdict_after(db, &["DELETE FROM audit"]), broken(1, Fault::CutShort));
    }

    fn a_remembered_end_that_was_moved_or_removed_is_found(db: &Db) {
        assert_eq!(
            verdict_after(db, &["UPDATE audit_head SET seq = 4"]),
            broken(5, Fault::BeyondTheEnd)
        );
        db.write_now(|c| c.exec("DELETE FROM audit_head", &[])).unwrap();
        let verdict = db.read_now(|c| audit::verify(c, id(1))).unwrap();
        assert_eq!(verdict, broken(1, Fault::BeyondTheEnd));
    }

    fn an_act_that_is_rolled_back_leaves_no_entry(db: &Db) {
        let service = service(db, 1);
        let failed = db.write_now(move |c| {
            audit::append(c, service, &entry(1)).and(Err::<(), _>(StoreError::Conflict))
        });
        assert_eq!(failed, Err(StoreError::Conflict));
        assert_eq!(db.read_now(move |c| audit::head(c, service)).unwrap().seq, 0);
    }

    fn acts_at_the_same_time_make_one_chain_per_service(db: &Db) {
        let services: [ServiceId; 2] = [service(db, 1), service(db, 2)];
        std::thread::scope(|threads| {
            for n in 0..4 {
                let service = services[n % 2];
                threads.spawn(move || for n in 0..10 {
                    db.write_now(move |c| audit::append(c, service, &entry(n))).unwrap();
                });
            }
        });
        for service in services {
            let verdict = db.read_now(move |c| audit::verify(c, service)).unwrap();
            assert!(matches!(verdict, Verdict::Whole(end) if end.seq == 20), "{verdict:?}");
        }
    }

    fn entries_are_read_back_as_they_were_written(db: &Db) {
        verdict_after(db, &[]);
        let about = db.read_now(|c| audit::list_about(c, id(1), id(4))).unwrap();
        assert_eq!(about.iter().map(|r| (r.seq, &r.entry)).collect::<Vec<_>>(), [(4, &entry(4))]);
        let latest = db.read_now(|c| audit::list_before(c, id(1), 6, 2)).unwrap();
        assert_eq!(latest.iter().map(|r| r.seq).collect::<Vec<_>>(), [5, 4]);
    }

    fn a_long_chain_is_checked_page_by_page(db: &Db) {
        let service = service(db, 1);
        db.write_now(move |c| {
            (0..2100).try_for_each(|n| audit::append(c, service, &entry(n)).map(drop))
        }).unwrap();
        let verdict = db.read_now(move |c| audit::verify(c, service)).unwrap();
        assert!(matches!(verdict, Verdict::Whole(end) if end.seq == 2100));
        db.write_now(|c| c.exec("UPDATE audit SET verb = 'x' WHERE seq = 2050", &[])).unwrap();
        let verdict = db.read_now(move |c| audit::verify(c, service)).unwrap();
        assert_eq!(verdict, broken(2050, Fault::Changed));
    }
}

/// The hash of the chain of six entries above.
const CHAIN: &str = "a2857ccb87098f7fecad439b58a8ae6e1b360529a39a0127cbb2185940d86a64";
