//! How many of those who came to a group kept coming: counts by group, and nothing about people.
//!
//! Somebody kept coming who was there again six weeks or more after the first time. They count
//! once ten weeks have passed since then and the group's register goes that far: before that, or
//! where nobody keeps a register, it is not known. Who they were is never read: age, gender, faith
//! and the like can teach nothing here.

use std::collections::{BTreeMap, HashMap};

use domain::ids::GroupId;
use domain::kinds::Activity;
use jiff::ToSpan;
use jiff::civil::Date;
use matching::retention::Counted;
use store::registers::Spell;

use crate::act::Act;
use crate::error::AppResult;

/// From so many weeks after the first time on, coming again is having kept coming.
pub(crate) const KEPT_WEEKS: i64 = 6;
/// So many weeks after the first time it is known whether somebody did: a group that meets once a
/// month has then met once more.
const KNOWN_WEEKS: i64 = 10;

/// The counts of every group of the service as they stand on a day.
pub(crate) fn counts(act: &mut Act<'_>, today: Date) -> AppResult<Vec<Counted>> {
    let service = act.service();
    let spells = store::registers::list_spells(act.conn, service)?;
    let registers = store::registers::list_last_registers(act.conn, service)?;
    let kept = count(&spells, &registers.into_iter().collect(), today);
    let ids: Vec<GroupId> = kept.keys().copied().collect();
    let groups = store::groups::list_by_ids(act.conn, service, &ids)?;
    let kinds: HashMap<GroupId, Vec<Activity>> =
        groups.into_iter().map(|group| (group.id, group.activities)).collect();
    let counted = |(group, (started_count, stayed_count))| {
        let activities = kinds.get(&group).cloned().unwrap_or_default();
        Counted { group, activities, started_count, stayed_count }
    };
    Ok(kept.into_iter().map(counted).collect())
}

/// Of each group: how many came of whom it is known, and how many of them kept coming.
fn count(
    spells: &[Spell],
    registers: &HashMap<GroupId, Date>,
    today: Date,
) -> BTreeMap<GroupId, (u32, u32)> {
    let mut kept = BTreeMap::new();
    for spell in spells {
        let from = spell.first_on.saturating_add(KEPT_WEEKS.weeks());
        let is_past = spell.first_on.saturating_add(KNOWN_WEEKS.weeks()) <= today;
        let is_marked = registers.get(&spell.group).is_some_and(|last| *last >= from);
        if is_past && is_marked {
            let (started, stayed) = kept.entry(spell.group).or_insert((0, 0));
            *started += 1;
            *stayed += u32::from(spell.last_on >= from);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn only_what_is_known_counts() {
        let [kept, ended] = [1, 2].map(|n| GroupId(Uuid::from_u128(n)));
        let today = date(2026, 6, 1);
        let spell = |group, first_on, last_on| Spell { group, first_on, last_on };
        let spells = [
            spell(kept, date(2026, 1, 5), date(2026, 5, 25)),
            spell(kept, date(2026, 1, 5), date(2026, 2, 15)),
            spell(kept, date(2026, 1, 5), date(2026, 2, 16)),
            // Begun nine weeks ago: it is too early to say.
            spell(kept, date(2026, 3, 30), date(2026, 4, 6)),
            // The register stops before the six weeks are over.
            spell(ended, date(2026, 1, 5), date(2026, 1, 12)),
        ];
        let registers = [(kept, date(2026, 5, 25)), (ended, date(2026, 1, 19))].into();
        let counted = count(&spells, &registers, today);
        assert_eq!(counted.into_iter().collect::<Vec<_>>(), [(kept, (3, 2))]);
    }
}
