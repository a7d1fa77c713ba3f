//! Pairs worked out by hand, by trying everybody, and people who cannot be paired.

use proptest::prelude::*;

use super::*;

const PLAIN: Rule = Rule { order: Order::HighestFirst, choice: Choice::Nearest, caliper: None };

/// Scores in tenths, and a letter for each: `h` was helped, `o` was not.
fn people(tenths: &[f64], letters: &str) -> (Vec<Option<f64>>, Vec<Option<bool>>) {
    let scores = tenths.iter().map(|tenth| Some(*tenth)).collect();
    (scores, letters.chars().map(|letter| Some(letter == 'h')).collect())
}

fn pairs_of(tenths: &[f64], letters: &str, rule: Rule) -> Vec<(usize, usize)> {
    let (score, helped) = people(tenths, letters);
    pair(&score, &helped, rule).unwrap().pairs
}

#[test]
fn the_highest_chooses_first_and_the_nearest_is_chosen() {
    // 9 takes 8, so 7 must do with 5.
    assert_eq!(pairs_of(&[7.0, 9.0, 5.0, 8.0], "hhoo", PLAIN), [(1, 3), (0, 2)]);
    let lowest = Rule { order: Order::LowestFirst, ..PLAIN };
    assert_eq!(pairs_of(&[7.0, 9.0, 5.0, 8.0], "hhoo", lowest), [(0, 3), (1, 2)]);
    let given = Rule { order: Order::AsGiven, ..PLAIN };
    assert_eq!(pairs_of(&[9.0, 7.0, 5.0, 8.0], "hhoo", given), [(0, 3), (1, 2)]);
}

#[test]
fn ties_go_as_matchit_has_them() {
    // Each as MatchIt 4.5.1 pairs the same scores times a hundred.
    let scores = [5.0, 2.5, 7.5, 9.0, 1.0, 9.5, 0.5];
    assert_eq!(pairs_of(&scores, "hoohooo", PLAIN), [(3, 5), (0, 1)]);
    assert_eq!(pairs_of(&[5.0, 6.0, 6.0, 6.0, 9.0, 0.5], "hoooho", PLAIN), [(4, 3), (0, 1)]);
    assert_eq!(pairs_of(&[5.0, 4.0, 4.0, 4.0, 9.0, 0.5], "hoooho", PLAIN), [(4, 3), (0, 2)]);
    assert_eq!(pairs_of(&[5.0, 5.0, 5.0, 5.0, 9.0, 0.5], "hoooho", PLAIN), [(4, 3), (0, 1)]);
    assert_eq!(
        pairs_of(&[4.0, 5.0, 3.0, 5.0, 5.0, 7.0], "ohohho", PLAIN),
        [(1, 0), (3, 2), (4, 5)]
    );
    assert_eq!(pairs_of(&[5.0; 7], "oohhooh", PLAIN), [(2, 1), (3, 0), (6, 5)]);
    let (score, helped) = people(&[5.0; 5], "oohoo");
    assert_eq!(pair(&score, &helped, PLAIN).unwrap().ties, 1);
}

#[test]
fn below_first_looks_above_only_when_nobody_is_left_below() {
    let below = Rule { choice: Choice::BelowFirst, ..PLAIN };
    assert_eq!(pairs_of(&[5.0, 1.0, 5.1, 8.0, 8.1], "hooho", below), [(3, 2), (0, 1)]);
    assert_eq!(pairs_of(&[1.0, 2.0, 3.0], "hoo", below), [(0, 1)]);
}

#[test]
fn nobody_beyond_the_caliper_is_chosen() {
    let (score, helped) = people(&[5.0, 2.0, 9.0, 8.5], "hoho");
    let found = pair(&score, &helped, Rule { caliper: Some(1.0), ..PLAIN }).unwrap();
    assert_eq!((found.pairs, found.without), (vec![(2, 3)], vec![0]));
    assert!(found.warnings[0].sentence().contains("1 of 2 who were helped found nobody"));
    assert!((caliper(&score, 0.2).unwrap() - 0.2 * (32.1875f64 / 3.0).sqrt()).abs() < 1e-12);
    assert_eq!(caliper(&[Some(1.0), None], 0.2), None);
}

#[test]
fn who_cannot_be_paired_is_counted_or_refused() {
    let (mut score, mut helped) = people(&[5.0, 2.0, 9.0, 8.5], "hoho");
    (score[0], helped[3]) = (None, None);
    score[2] = Some(f64::NAN);
    assert!(pair(&score, &helped, PLAIN).unwrap_err().why.contains("was helped"));
    score[2] = Some(3.0);
    let found = pair(&score, &helped, PLAIN).unwrap();
    assert_eq!((found.pairs, found.basis), (vec![(2, 1)], Basis { used: 2, missing: 2 }));
    let (score, helped) = people(&[5.0, 2.0], "hh");
    assert!(pair(&score, &helped, PLAIN).unwrap_err().why.contains("was not helped"));
    assert!(pair(&[], &[], PLAIN).is_err());
    assert!(pair(&score, &helped[..1], PLAIN).unwrap_err().why.contains("different lengths"));
    assert!(pair(&score, &helped, Rule { caliper: Some(-1.0), ..PLAIN }).is_err());
}

#[test]
fn the_difference_of_pairs_by_hand() {
    // Differences 1, 2 and 6 of three pairs; the fourth pair of nobody counts for nothing.
    let (score, helped) = people(&[1.0, 1.0, 4.0, 4.0, 7.0, 7.0, 40.0], "hohohoo");
    let outcome: Vec<Option<f64>> =
        [3.0, 2.0, 5.0, 3.0, 9.0, 3.0, 1e6].iter().map(|value| Some(*value)).collect();
    let found = pair(&score, &helped, PLAIN).unwrap();
    let difference = found.difference(&helped, &outcome, None, Level::P95).unwrap();
    assert!((difference.value - 3.0).abs() < 1e-9);
    // Squares of 1, 2, 6 about 3 are 14; over 9 pairs squared, times 3/2 and 5/4.
    assert!((difference.se.unwrap() - (14.0f64 / 9.0 * 1.5 * 1.25).sqrt()).abs() < 1e-9);
    assert_eq!(difference.df, Some(2.0));
}

/// The same by trying everybody each time.
fn by_trying(score: &[f64], helped: &[bool], caliper: f64) -> Vec<(usize, usize)> {
    let mut sorted: Vec<usize> = (0..score.len()).collect();
    sorted.sort_by(|one, other| score[*one].total_cmp(&score[*other]));
    let mut turns: Vec<usize> = (0..score.len()).filter(|row| helped[*row]).collect();
    turns.sort_by(|one, other| score[*other].total_cmp(&score[*one]));
    let mut is_taken = vec![false; score.len()];
    let mut pairs = Vec::new();
    for row in turns {
        let place = |of: usize| sorted.iter().position(|other| *other == of).unwrap() as i64;
        let key = |other: &usize| {
            let apart = (score[*other] - score[row]).abs();
            let steps = place(*other) - place(row);
            (apart, steps > 0, steps.abs())
        };
        let free = (0..score.len()).filter(|other| !helped[*other] && !is_taken[*other]);
        let near = free.filter(|other| key(other).0 <= caliper);
        let best = near.min_by(|one, other| key(one).partial_cmp(&key(other)).unwrap());
        if let Some(best) = best {
            is_taken[best] = true;
            pairs.push((row, best));
        }
    }
    pairs
}

proptest! {
    #[test]
    fn the_chain_finds_whom_trying_everybody_finds(
        people in prop::collection::vec((0..12u8, any::<bool>()), 0..24),
        caliper in prop::option::of(0..5u8),
    ) {
        let score: Vec<f64> = people.iter().map(|one| f64::from(one.0)).collect();
        let helped: Vec<bool> = people.iter().map(|one| one.1).collect();
        let caliper = caliper.map(f64::from);
        let given: Vec<Option<f64>> = score.iter().map(|one| Some(*one)).collect();
        let groups: Vec<Option<bool>> = helped.iter().map(|one| Some(*one)).collect();
        if let Ok(found) = pair(&given, &groups, Rule { caliper, ..PLAIN }) {
            let wanted = by_trying(&score, &helped, caliper.unwrap_or(f64::INFINITY));
            prop_assert_eq!(found.pairs, wanted);
        }
    }
}
