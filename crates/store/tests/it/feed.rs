//! What the public feed may follow: nothing withdrawn, nothing hidden until somebody checks it.

use domain::group::{Freshness, Group};
use domain::ids::GroupId;
use serde_json::json;
use store::group_upkeep::{self, Upkept};
use store::{Result, groups, on_both};

use crate::support::{id, minute, service};

fn group(number: u128) -> Group {
    let group = json!({
        "id": id::<GroupId>(number), "name": format!("Group {number}"), "organisation": null,
        "description": "", "activities": [], "needs": [], "place": { "kind": "unknown" },
        "meetings": [], "cost": { "kind": "unknown" }, "eligibility": [], "access": [],
        "languages": [], "capacity": "ask_first", "places_per_month": null,
        "status": { "status": "running" }, "contact": {}, "checked": null,
        "source": { "name": "list", "id": number.to_string() },
    });
    serde_json::from_value(group).unwrap()
}

on_both! {
    fn what_is_hidden_until_checked_is_not_shown(db: &Db) {
        let service = service(db, 1);
        let (changes, shown) = db
            .write_now(move |c| -> Result<_> {
                for number in [2, 3, 4] {
                    groups::add(c, service, &group(number), minute(0))?;
                }
                for (number, freshness) in [(3, Freshness::Hidden), (4, Freshness::Sinking)] {
                    let upkept = Upkept {
                        group: id(number),
                        activity: None,
                        is_ended: false,
                        arrived_at: minute(0),
                        checked_at: None,
                        freshness,
                        reminders: 3,
                        reminded_at: None,
                        looked_at: minute(1),
                        look_again_at: minute(2),
                    };
                    group_upkeep::save(c, service, &upkept)?;
                }
                let from = (0, GroupId(uuid::Uuid::nil()));
                let first = groups::list_next_changes(c, service, from, 2)?;
                let rest = groups::list_next_changes(c, service, first[1].followed, 2)?;
                let changes = [first, rest].concat();
                let shown = groups::list_shown(c, &[id(2), id(3), id(4)])?;
                Ok((changes, shown))
            })
            .unwrap();
        let withdrawn: Vec<_> =
            changes.iter().map(|change| (change.group.id, change.is_withdrawn)).collect();
        assert_eq!(withdrawn, [(id(2), false), (id(3), true), (id(4), false)]);
        let mut shown: Vec<GroupId> = shown.iter().map(|(group, _)| group.id).collect();
        shown.sort();
        assert_eq!(shown, [id(2), id(4)]);
    }
}
