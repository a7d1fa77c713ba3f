//! What each part of the score measures. One function per part, each in 0..1.
//!
//! `None` depends on the person alone, never on the group.

use domain::group::{Capacity, Confidence, Gender};
use domain::kinds::{Activity, Need};
use domain::profile::{Company, Online};

use crate::case::{Case, Interest, Reading};
use crate::checks::is_about_the_building;
use crate::eligibility::{Verdict, verdict};
use crate::facts::{Asked, Day, Language, Price};
use crate::rank::Part;

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

/// How far a kind of activity alone shows that a group eases a need.
const BY_KIND: f64 = 0.45;

/// The value of one part for one group.
pub(crate) fn value(part: Part, case: &Case<'_>) -> Option<f64> {
    match part {
        Part::Interest => interest(case),
        Part::Need => need(case),
        Part::Company => company(case),
        Part::Welcome => Some(welcome(case)),
        Part::Time => Some(time(case)),
        Part::Distance => distance(case),
        Part::Cost => cost(case),
        Part::Access => access(case),
        Part::Language => language(case),
        Part::Room => Some(room(case)),
        Part::Freshness => Some(freshness(case)),
    }
}

fn interest(case: &Case<'_>) -> Option<f64> {
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
    let by_words = both.map(|(interest, answer)| strength_of(interest, *answer, &does));
    let by_kind = reading.profile.activities.iter().map(|kind| 0.9 * does(*kind));
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
    1.0 - (1.0 - words) * (1.0 - 0.65 * kind)
}

fn need(case: &Case<'_>) -> Option<f64> {
    need_of(case.reading, |need| case.view.is_about(need), |kind| case.view.does(kind))
}

/// How far a group can help with what hurts; it grows with all that a group is about.
pub(crate) fn need_of(
    reading: &Reading<'_>,
    is_about: impl Fn(Need) -> f64,
    does: impl Fn(Activity) -> f64,
) -> Option<f64> {
    let needs = reading.profile.needs.iter();
    best_and_mean(needs.map(|need| eased(*need, is_about(*need), &does)))
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

fn best_and_mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut best, mut sum, mut count) = (0.0_f64, 0.0, 0);
    for value in values {
        best = best.max(value);
        sum += value;
        count += 1;
    }
    (count > 0).then(|| 0.85 * best + 0.15 * sum / f64::from(count))
}

fn company(case: &Case<'_>) -> Option<f64> {
    let wishes = &case.profile().company;
    let sum: f64 = wishes.iter().map(|wish| company_wish(case, *wish)).sum();
    (!wishes.is_empty()).then(|| sum / wishes.len() as f64)
}

/// How far one wish about the company is met; 0.3 where nothing is known.
pub(crate) fn company_wish(case: &Case<'_>, wish: Company) -> f64 {
    let rules = case.view.rules();
    let is_for = |wanted| rules.iter().any(|required| required.rule == Asked::Gender(wanted));
    let is_met = match wish {
        Company::WomenOnly => is_for(Gender::Woman),
        Company::MenOnly => is_for(Gender::Man),
        Company::OwnAge => rules.iter().any(|required| {
            matches!(required.rule, Asked::Age { from, to } if is_narrow(from, to))
                && verdict(case, required) == Verdict::Met
        }),
        Company::OwnLanguage => {
            let own = case.reading.languages.first();
            own.is_some_and(|own| case.view.languages().contains(own))
        }
        Company::SameSituation => {
            case.profile().needs.iter().any(|need| case.view.is_about(*need) >= 0.5)
        }
        Company::Small => case.view.facts.says_small,
        Company::OwnCulture => case.reading.names_culture(case.view),
    };
    if is_met { 1.0 } else { 0.3 }
}

/// "18 and over" says nothing about whom one meets; "55 and over" does.
fn is_narrow(from: Option<u8>, to: Option<u8>) -> bool {
    from.is_some_and(|from| from >= 40) || to.is_some_and(|to| to <= 40)
}

/// The most doubtful limit decides.
fn welcome(case: &Case<'_>) -> f64 {
    let doubts = case.view.rules().iter().map(|required| {
        match (verdict(case, required), required.confidence) {
            (Verdict::Met, Confidence::Certain | Confidence::Likely) => 1.0,
            (Verdict::Met, Confidence::Unsure) => 0.8,
            (Verdict::Unknown, _) => 0.5,
            (Verdict::Broken, Confidence::Unsure) => 0.3,
            (Verdict::Broken, Confidence::Likely | Confidence::Certain) => 0.0,
        }
    });
    doubts.fold(1.0, f64::min)
}

/// Belonging grows by coming back, so regular meetings count above single ones.
fn time(case: &Case<'_>) -> f64 {
    // A pattern whose last listed date is past may be over: less than knowing nothing.
    if case.listing_stopped().is_some() {
        return 0.25;
    }
    let free = case.reading.free;
    let [every_week, every_second, seldom] = case.view.facts.weekly.map(|parts| parts & free != 0);
    if every_week {
        return 1.0;
    }
    if every_second {
        return 0.9;
    }
    match case.dated().filter(|meeting| meeting.part & free != 0).take(4).count() {
        4 => 0.8,
        _ if seldom => 0.8,
        2..=3 => 0.7,
        1 => 0.5,
        // Nobody told us when it meets.
        _ => 0.35,
    }
}

fn distance(case: &Case<'_>) -> Option<f64> {
    let travel = &case.profile().travel;
    if travel.online == Online::Only {
        return None;
    }
    if travel.km_at_most.is_none() && case.reading.home.is_none() {
        return None;
    }
    Some(distance_of(case.reading, case.km, case.can_join_online()))
}

/// How near so many kilometres are to somebody; it falls with distance.
pub(crate) fn distance_of(reading: &Reading<'_>, km: Option<f64>, is_online: bool) -> f64 {
    let reach = reading.reach_km();
    let by_road = match km {
        Some(km) if km <= reach => 1.0 - 0.7 * km / reach,
        Some(km) => 0.3 * (-(km - reach) / reach).exp(),
        None => 0.0,
    };
    by_road.max(if is_online { 0.5 } else { 0.0 })
}

fn cost(case: &Case<'_>) -> Option<f64> {
    let most = case.profile().cost_at_most_pence?;
    Some(match case.view.facts.price {
        Price::Free => 1.0,
        Price::Pence(pence) => cost_of(pence, most),
        Price::Unclear => COST_UNCLEAR,
    })
}

/// A price that we do not know.
pub(crate) const COST_UNCLEAR: f64 = 0.45;

/// What a price is worth to somebody who can pay so much; it falls with the price.
pub(crate) fn cost_of(pence: u32, most: u32) -> f64 {
    if pence > most {
        return 0.0;
    }
    1.0 - 0.25 * f64::from(pence) / f64::from(most.max(1))
}

/// Something that a person needs, and nobody has told us.
pub(crate) const ACCESS_UNKNOWN: f64 = 0.25;

fn access(case: &Case<'_>) -> Option<f64> {
    let needs = &case.profile().access_needs;
    let sum: f64 = needs
        .iter()
        .map(|need| match case.view.access_to(*need) {
            Some(true) => 1.0,
            Some(false) if case.can_do_without(*need) => 0.5,
            Some(false) => 0.0,
            None if case.is_only_online() && is_about_the_building(*need) => 1.0,
            None => ACCESS_UNKNOWN,
        })
        .sum();
    (!needs.is_empty()).then(|| sum / needs.len() as f64)
}

fn language(case: &Case<'_>) -> Option<f64> {
    let theirs = &case.reading.languages;
    let first = theirs.first()?;
    let spoken = case.view.languages();
    Some(if spoken.contains(first) {
        1.0
    } else if theirs.iter().any(|code| spoken.contains(code)) {
        LANGUAGE_SHARED
    } else if !spoken.is_empty() {
        0.0
    } else {
        language_unsaid(theirs)
    })
}

/// A language that is not the person's first.
pub(crate) const LANGUAGE_SHARED: f64 = 0.7;

/// A group that does not say what is spoken: English is then likely.
pub(crate) fn language_unsaid(theirs: &[Language]) -> f64 {
    if theirs.first() == Some(&Language::ENGLISH) {
        0.9
    } else if theirs.contains(&Language::ENGLISH) {
        0.6
    } else {
        0.2
    }
}

fn room(case: &Case<'_>) -> f64 {
    room_of(case.view.facts.capacity)
}

/// What room is worth.
pub(crate) fn room_of(capacity: Capacity) -> f64 {
    match capacity {
        Capacity::HasRoom => 1.0,
        Capacity::AskFirst => 0.6,
        Capacity::WaitingList => 0.25,
        Capacity::Full => 0.0,
    }
}

fn freshness(case: &Case<'_>) -> f64 {
    freshness_of(case.view.facts.checked_on, case.reading.today)
}

/// Whole for three months, then falling to a fifth over two years.
pub(crate) fn freshness_of(checked_on: Option<Day>, today: Day) -> f64 {
    let Some(on) = checked_on else {
        return 0.2;
    };
    let days = f64::from(today.0 - on.0);
    (1.0 - 0.8 * (days - 90.0) / 640.0).clamp(0.2, 1.0)
}
