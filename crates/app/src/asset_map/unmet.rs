//! Unmet needs by outcode, as far as they may be shown.
//!
//! The table of outcodes by kind is protected as a whole, with its totals: whoever looks at one
//! kind after the other must not be able to work a hidden number out.

use std::collections::BTreeMap;

use domain::kinds::Activity;
use evidence::suppression::{LEAST, Shown, table};
use store::unmet_needs::Counted;

use crate::act::Act;
use crate::error::AppResult;

/// How many unmet needs of a kind, or of all kinds, were recorded in each outcode.
pub(super) fn by_outcode(
    act: &mut Act<'_>,
    kind: Option<Activity>,
) -> AppResult<BTreeMap<Option<String>, Shown>> {
    let service = act.service();
    let counted = store::unmet_needs::list_by_outcode(act.conn, service)?;
    Ok(protect(&counted, kind))
}

fn protect(counted: &[Counted], kind: Option<Activity>) -> BTreeMap<Option<String>, Shown> {
    // The last column is for needs without a kind.
    let kinds: Vec<Option<Activity>> =
        Activity::ALL.iter().copied().map(Some).chain([None]).collect();
    let mut rows: BTreeMap<Option<String>, Vec<u64>> = BTreeMap::new();
    for (outcode, activity, count) in counted {
        let row = rows.entry(outcode.clone()).or_insert_with(|| vec![0; kinds.len()]);
        let column = kinds.iter().position(|one| one == activity).unwrap_or(kinds.len() - 1);
        row[column] += u64::try_from(*count).unwrap_or_default();
    }
    let cells: Vec<Vec<u64>> = rows.values().cloned().collect();
    let Ok(safe) = table::protect(&cells, LEAST) else {
        // Too little to hide anything among: then nothing is told but that there is something.
        return rows.into_keys().map(|outcode| (outcode, Shown::Hidden)).collect();
    };
    let column = kind.and_then(|kind| kinds.iter().position(|one| *one == Some(kind)));
    let shown = |row: usize| match column {
        Some(column) => safe.cells[row][column],
        None => safe.row_totals[row],
    };
    rows.into_keys().enumerate().map(|(row, outcode)| (outcode, shown(row))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_number_is_never_shown_and_cannot_be_worked_out_from_its_neighbours() {
        let at = |outcode: &str| Some(outcode.to_owned());
        let counted = [
            (at("NR30"), Some(Activity::Singing), 2),
            (at("NR30"), Some(Activity::Walking), 9),
            (at("NR31"), Some(Activity::Singing), 7),
            (at("NR31"), Some(Activity::Walking), 6),
            (None, None, 12),
        ];
        let singing = protect(&counted, Some(Activity::Singing));
        assert_eq!(singing[&at("NR30")].number(), None);
        assert_eq!(singing[&at("NR31")].number(), None, "it would give the other away");
        let all = protect(&counted, None);
        assert_eq!(all[&at("NR30")].number(), Some(11));
        assert_eq!(all[&None], Shown::Exactly(12));
    }

    #[test]
    fn one_need_alone_is_hidden() {
        let counted = [(Some("NR30".to_owned()), Some(Activity::Singing), 1)];
        for kind in [None, Some(Activity::Singing)] {
            assert_eq!(protect(&counted, kind)[&Some("NR30".to_owned())].number(), None);
        }
    }
}
