//! The directory over the year: link workers ring, something has changed or nothing has, and once
//! a week reminders go out. So some entries are due today, some sink and some are hidden.

use anyhow::Result;
use app::directory::{self, CheckedBy};
use domain::group::{Funding, Group};
use jiff::ToSpan;
use jiff::civil::Date;

use super::Walk;

/// Since how many days ago reminders have been sent. Before, nobody kept the directory.
const REMINDING_DAYS: u32 = 130;

/// What a call found out.
enum Found {
    AllTrue,
    FirstVisit(&'static str),
    /// What a group lives from, and for how many days to come.
    Funding(&'static str, i32),
}

use Found::{AllTrue, FirstVisit, Funding as Money};

/// Who rang which group so many days ago, and what they found.
const CALLS: [(f64, &str, Found); 17] = [
    (350.0, "quay-voices", AllTrue),
    (322.0, "stitch-and-natter", AllTrue),
    (
        301.0,
        "mens-shed",
        FirstVisit(
            "Ring the bell at the side. Whoever opens shows you round, and nobody expects you to saw anything.",
        ),
    ),
    (284.0, "quay-amblers", AllTrue),
    (263.0, "lunch-club-barley", AllTrue),
    (
        241.0,
        "bereavement-cafe",
        FirstVisit(
            "Somebody sits by the door and waits for you. You can listen for as long as you like.",
        ),
    ),
    (220.0, "repair-cafe", AllTrue),
    (
        199.0,
        "tech-tea",
        FirstVisit(
            "Bring your own telephone or tablet, or borrow one of ours. There is always tea first.",
        ),
    ),
    (
        178.0,
        "quay-voices",
        FirstVisit("Somebody at the door finds you a seat next to a singer of your range."),
    ),
    (164.0, "warm-space-larder", Money("Town council winter fund", 128)),
    (150.0, "stitch-and-natter", AllTrue),
    (136.0, "little-limpets", AllTrue),
    (
        115.0,
        "walk-and-talk-grief",
        FirstVisit(
            "Look for the green umbrella. We walk slowly, and there is a bench every ten minutes.",
        ),
    ),
    (94.0, "library-chess", AllTrue),
    (80.0, "kiln-field-plot", Money("Lottery community grant", 38)),
    (52.0, "memory-box", AllTrue),
    (31.0, "mens-shed", Money("Members’ fees, and a grant of the parish", 240)),
];

/// Plans the calls and the weekly round of reminders.
pub(super) fn plan(walk: &mut Walk<'_>) {
    for (days_ago, group, found) in CALLS {
        walk.at(days_ago, format!("a call to {group}"), move |walk| call(walk, group, &found));
    }
    for days_ago in (0..=REMINDING_DAYS).rev().step_by(7) {
        walk.at(f64::from(days_ago), "the week's reminders", |walk| {
            let system = walk.stage.actor.clone();
            walk.act(&system, directory::look_after_due).map(drop)
        });
    }
}

fn call(walk: &mut Walk<'_>, group: &str, found: &Found) -> Result<()> {
    let (id, worker) = (walk.group(group)?, walk.staff("linkworker")?);
    let today = walk.now.to_zoned(walk.stage.zone.clone()).date();
    let found = after(found, today)?;
    walk.act(&worker, move |act| {
        let (mut group, version) = directory::to_edit(act, id)?;
        found(&mut group);
        directory::correct(act, id, version, (&group, CheckedBy::Rang))
    })
}

/// What a call changes about an entry.
type Change = Box<dyn Fn(&mut Group) + Send>;

fn after(found: &Found, today: Date) -> Result<Change> {
    Ok(match *found {
        AllTrue => Box::new(|_| ()),
        FirstVisit(words) => Box::new(|group| group.life.first_visit = Some(words.to_owned())),
        Money(from, days) => {
            let until = today.checked_add(days.days())?;
            let stream = Funding { from: from.to_owned(), until: Some(until) };
            Box::new(move |group| group.life.funding = vec![stream.clone()])
        }
    })
}
