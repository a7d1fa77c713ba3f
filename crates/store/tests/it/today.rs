//! What the list of today asks of several tables.

use domain::group::Group;
use domain::prescription::State;
use jiff::civil::date;
use store::{Db, Json, StoreError, args, on_both, today};

use crate::support::{Episode, episode, id, minute};

fn group() -> Group {
    serde_json::from_value(serde_json::json!({
        "id": uuid::Uuid::from_u128(70), "name": "Harbour Choir", "organisation": null,
        "description": "", "activities": [], "needs": [], "place": { "kind": "unknown" },
        "meetings": [], "cost": { "kind": "free" }, "eligibility": [], "access": [],
        "languages": [], "capacity": "has_room", "places_per_month": null,
        "status": { "status": "running" }, "contact": { "email": null, "phone": null, "url": null },
        "checked": null, "source": { "name": "demo", "id": "1" }
    }))
    .unwrap()
}

fn accepted(db: &Db, of: &Episode) {
    let (service, person, referral) = (of.service, of.person, of.referral);
    db.write_now(move |c| {
        let group = group();
        c.exec(
            "INSERT INTO community_group (group_id, service_id, name, name_folded,
                body, content_hash, changed_seq, changed_at, is_withdrawn, version)
             VALUES ($1, $2, $3, $3, $4, $5, 1, $6, FALSE, 1)",
            args![group.id, service, &group.name, Json(&group), vec![1_u8], minute(0)],
        )?;
        c.exec(
            "INSERT INTO prescription (prescription_id, service_id, person_id, referral_id,
                group_id, state, state_data, state_since, offered_at, version)
             VALUES ($1, $2, $3, $4, $5, 'accepted', $6, $7, $7, 1)",
            args![
                id::<uuid::Uuid>(80),
                service,
                person,
                referral,
                group.id,
                Json(State::Accepted),
                minute(5)
            ],
        )?;
        for (n, day) in [(90, date(2026, 1, 1)), (91, date(2026, 1, 8))] {
            c.exec(
                "INSERT INTO group_session
                        (session_id, service_id, group_id, held_on, begins, created_at)
                 VALUES ($1, $2, $3, $4, '10:00', $5)",
                args![id::<uuid::Uuid>(n), service, group.id, day, minute(0)],
            )?;
        }
        Ok::<_, StoreError>(())
    })
    .unwrap();
}

on_both! {
    fn a_group_that_said_yes_is_found_with_its_next_session(db: &Db) {
        let of = episode(db);
        accepted(db, &of);
        let (service, worker, referral) = (of.service, of.worker, of.referral);
        let (groups, sessions, measured) = db.read_now(move |c| {
            let days = (date(2026, 1, 5), date(2026, 1, 12));
            Ok::<_, StoreError>((
                today::list_prescriptions(c, service, worker)?,
                today::list_sessions(c, service, worker, days)?,
                today::list_measured(c, service, worker)?,
            ))
        }).unwrap();
        assert_eq!((groups[0].referral, groups[0].state.name()), (referral, "accepted"));
        assert_eq!(sessions, [(group().id, date(2026, 1, 8))]);
        assert!(measured.is_empty());
    }
}
