//! Hiding by rounding, and shares that would give a hidden count away.
//!
//! Source: NHS Digital, Hospital Episode Statistics analysis guide: none stays none, 1 to 7 are
//! hidden, all others are rounded to the nearest five, so that no secondary hiding is needed.

use super::Shown;

/// The largest count that the rule hides.
const HIDDEN_TO: u64 = 7;

/// A count by the rule of hospital statistics.
#[must_use]
pub fn hospital(count: u64) -> Shown {
    match count {
        0 => Shown::Exactly(0),
        1..=HIDDEN_TO => Shown::FewerThan(HIDDEN_TO + 1),
        _ => Shown::Exactly(count.saturating_add(2) / 5 * 5),
    }
}

/// Whether a share may be shown: neither those counted nor those not counted are few.
#[must_use]
pub fn may_show_share(count: u64, total: u64, least: u64) -> bool {
    let is_few = |count: u64| count > 0 && count < least;
    total.checked_sub(count).is_some_and(|others| !is_few(count) && !is_few(others))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_counts_are_hidden_and_others_rounded_to_five() {
        assert_eq!(hospital(0), Shown::Exactly(0));
        assert_eq!((hospital(1), hospital(7)), (Shown::FewerThan(8), Shown::FewerThan(8)));
        assert_eq!((hospital(8), hospital(12)), (Shown::Exactly(10), Shown::Exactly(10)));
        assert!(hospital(u64::MAX).number().is_some());
    }

    #[test]
    fn a_share_gives_away_both_sides() {
        assert!(may_show_share(0, 20, 5) && may_show_share(20, 20, 5) && may_show_share(5, 20, 5));
        assert!(!may_show_share(3, 20, 5) && !may_show_share(18, 20, 5));
        assert!(!may_show_share(21, 20, 5));
    }
}
