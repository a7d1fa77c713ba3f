//! What a group could mean to somebody: what they love, what hurts, what did them good before.

use domain::kinds::{Activity, Need};
use domain::profile::{Gap, Went};

use crate::case::{About, Case, Interest, Reading};
use crate::variety::likeness;

/// Kinds of activity that can ease a need even where the group does not say so.
const EASED_BY: &[(Need, &[Activity])] = &[
    (
        Need::Loneliness,
        &[Activity::Company, Activity::Food, Activity::Games, Activity::PeerSupport],
    ),
    (Need::Grief, &[Activity::PeerSupport]),
    (Need::Mood, &[Activity::PeerSupport, Activity::Nature, Activity::Movement, Activity::Walking]),
    (Need::Money, &[Activity::Advice]),
    (Need::Housing, &[Activity::Advice]),
    (Need::Activity, &[Activity::Movement, Activity::Walking, Activity::Swimming, Activity::Sport]),
    (Need::Caring, &[Activity::PeerSupport]),
    (Need::Parenting, &[Activity::Parents]),
    (Need::Work, &[Activity::Work, Activity::Learning]),
    (Need::Memory, &[Activity::PeerSupport]),
    (Need::Disability, &[Activity::PeerSupport, Activity::Movement]),
    (Need::Substance, &[Activity::PeerSupport]),
    (Need::Belonging, &[Activity::Learning, Activity::Company, Activity::Faith]),
    (Need::Purpose, &[Activity::Work, Activity::Learning, Activity::Repair, Activity::Crafts]),
];

/// Kinds of activity in which a gap in the circle of people can close.
const CLOSED_BY: &[(Gap, &[Activity])] = &[
    (Gap::Confidant, &[Activity::PeerSupport, Activity::Company]),
    (Gap::Companion, &[Activity::Company, Activity::Food, Activity::Games, Activity::Walking]),
    (Gap::Hand, &[Activity::Advice, Activity::Repair]),
    (Gap::Guidance, &[Activity::Advice, Activity::Learning]),
    (Gap::Belonging, &[Activity::Singing, Activity::Faith, Activity::Company, Activity::Gardening]),
    (Gap::BeingNeeded, &[Activity::Work, Activity::Repair, Activity::Gardening]),
];

/// How far a kind of activity alone shows that a group eases a need.
const BY_KIND: f64 = 0.45;
/// How far the kind of an interest answers it, where the words do not.
const KIND_ANSWERS: f64 = 0.45;
/// How far a kind that the person wished for answers, where they said nothing in words.
const WISHED: f64 = 0.9;
/// The same beside words of their own, which say more than a kind.
const WISHED_BESIDE_WORDS: f64 = 0.5;
/// How far a kind of activity shows that a gap could close.
const CLOSES: f64 = 0.8;
/// How far hopes count beside what hurts.
const HOPED: f64 = 0.8;

pub(super) fn interest(case: &Case<'_>) -> Option<f64> {
    interest_of(case.reading, case.answers, |kind| case.view.does(kind))
}

/// Mostly the best of all interests: nobody needs a group that is everything at once.
///
/// It grows with every answer and with every kind, on which the bound in `bounds.rs` relies.
pub(crate) fn interest_of(
    reading: &Reading<'_>,
    answers: &[f32],
    does: impl Fn(Activity) -> f64,
) -> Option<f64> {
    let both = reading.interests.iter().zip(answers);
    let loved = both.filter(|(interest, _)| interest.about == About::Loved);
    let by_words = loved.map(|(interest, answer)| strength_of(interest, *answer, &does));
    let has_words = reading.interests.iter().any(|one| one.about == About::Loved);
    let wished = if has_words { WISHED_BESIDE_WORDS } else { WISHED };
    let by_kind = reading.profile.activities.iter().map(|kind| wished * does(*kind));
    best_and_mean(by_words.chain(by_kind))
}

/// How far a group is about one interest: by its words, and by its kind.
pub(crate) fn interest_strength(case: &Case<'_>, interest: &Interest<'_>, answer: f32) -> f64 {
    strength_of(interest, answer, |kind| case.view.does(kind))
}

fn strength_of(interest: &Interest<'_>, answer: f32, does: impl Fn(Activity) -> f64) -> f64 {
    let words = f64::from(answer);
    let kind = if interest.kinds.is_empty() {
        0.0
    } else {
        let sum: f64 = interest.kinds.iter().map(|kind| does(*kind)).sum();
        sum / interest.kinds.len() as f64
    };
    1.0 - (1.0 - words) * (1.0 - KIND_ANSWERS * kind)
}

pub(super) fn need(case: &Case<'_>) -> Option<f64> {
    let (view, does) = (case.view, |kind| case.view.does(kind));
    need_of(case.reading, case.answers, |need| view.is_about(need), does)
}

/// How far a group answers what hurts, what is hoped for and what is thin around the person.
///
/// It grows with every answer, with all that a group is about and with every kind.
pub(crate) fn need_of(
    reading: &Reading<'_>,
    answers: &[f32],
    is_about: impl Fn(Need) -> f64,
    does: impl Fn(Activity) -> f64,
) -> Option<f64> {
    let profile = reading.profile;
    let hurts = profile.needs.iter().map(|need| eased(*need, is_about(*need), &does));
    let gaps = profile.gaps.iter().map(|gap| closed(*gap, &does));
    let both = reading.interests.iter().zip(answers);
    let hopes = both.filter(|(interest, _)| interest.about == About::Hoped).map(|(one, answer)| {
        let named = one.needs.iter().map(|need| eased(*need, is_about(*need), &does));
        HOPED * named.fold(strength_of(one, *answer, &does), f64::max)
    });
    best_and_mean(hurts.chain(gaps).chain(hopes))
}

/// How far a group can help with one need.
pub(crate) fn need_strength(case: &Case<'_>, need: Need) -> f64 {
    eased(need, case.view.is_about(need), |kind| case.view.does(kind))
}

fn eased(need: Need, is_about: f64, does: impl Fn(Activity) -> f64) -> f64 {
    let easing = EASED_BY.iter().find(|(eased, _)| *eased == need).map(|(_, kinds)| *kinds);
    let by_kind = easing.into_iter().flatten().map(|kind| BY_KIND * does(*kind));
    by_kind.fold(is_about, f64::max)
}

/// How far a gap in the circle of people could close in a group.
pub(crate) fn gap_strength(case: &Case<'_>, gap: Gap) -> f64 {
    closed(gap, |kind| case.view.does(kind))
}

fn closed(gap: Gap, does: impl Fn(Activity) -> f64) -> f64 {
    let closing = CLOSED_BY.iter().find(|(closed, _)| *closed == gap).map(|(_, kinds)| *kinds);
    let by_kind = closing.into_iter().flatten().map(|kind| CLOSES * does(*kind));
    by_kind.fold(0.0, f64::max)
}

/// Half where nothing is like it; up for what did good, down for what did not.
pub(super) fn experience(case: &Case<'_>) -> Option<f64> {
    if case.profile().experience.is_empty() {
        return None;
    }
    let in_words = |went: Went| {
        let both = case.reading.interests.iter().zip(case.answers);
        let about = both.filter(|(one, _)| one.about == About::Went(went));
        about.map(|(one, answer)| interest_strength(case, one, *answer)).fold(0.0, f64::max)
    };
    let in_groups = |went: Went| {
        let there = case.reading.went_to.iter().filter(|(_, how)| *how == went);
        there.map(|(view, _)| likeness(*view, case.view).min(1.0)).fold(0.0, f64::max)
    };
    let like = |went| in_words(went).max(in_groups(went));
    Some(0.5 + 0.5 * like(Went::Well) - 0.5 * like(Went::Badly))
}

fn best_and_mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut best, mut sum, mut count) = (0.0_f64, 0.0, 0);
    for value in values {
        best = best.max(value);
        sum += value;
        count += 1;
    }
    (count > 0).then(|| 0.85 * best + 0.15 * sum / f64::from(count))
}
