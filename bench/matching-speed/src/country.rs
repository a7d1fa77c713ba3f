//! A country of groups that never were, seeded: clustered in cities, with words by Zipf's law.
//!
//! Lengths of texts follow the listing of Suffolk (a median of 105 words, common ones counted).

use domain::group::{
    AccessFact, AccessNeed, Capacity, Checked, Confidence, Contact, Cost, Gender, Group, Limit,
    Meeting, Place, Rule, Source, Status, Venue, Weekday,
};
use domain::ids::GroupId;
use domain::kinds::{Activity, Need};
use domain::place::Point;
use jiff::civil::{Date, Time, date};
use uuid::Uuid;

use crate::dice::Dice;

pub(crate) const TODAY: Date = date(2026, 11, 20);
pub(crate) const SEED: u64 = 3;
/// Different words that are not of any kind.
pub(crate) const WORDS: usize = 60_000;
const CITIES: usize = 400;
pub(crate) const LANGUAGES: [&str; 8] = ["en", "pl", "ur", "bn", "cy", "ar", "ro", "pa"];

/// A word that means nothing, by its rank.
pub(crate) fn word(rank: usize) -> String {
    const FIRST: [&str; 20] = [
        "b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "br", "st",
        "tr", "pl", "gr",
    ];
    const VOWEL: [&str; 5] = ["a", "e", "i", "o", "u"];
    let mut rest = rank + 100;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(FIRST[rest % 20]);
        word.push_str(VOWEL[rest / 20 % 5]);
        rest /= 100;
    }
    word.push('m');
    word
}

/// The middle of a city; the first are the largest.
fn city(number: usize) -> Point {
    let mut dice = Dice::of(SEED ^ 0xc17e, number as u64);
    Point { latitude: 50.3 + 5.2 * dice.share(), longitude: -4.5 + 6.0 * dice.share() }
}

/// Where people and groups are.
pub(crate) fn somewhere(dice: &mut Dice) -> Point {
    if dice.chance(0.15) {
        return Point { latitude: 50.3 + 5.2 * dice.share(), longitude: -4.5 + 6.0 * dice.share() };
    }
    let number = dice.rank(CITIES);
    let (middle, wide) = (city(number), if number < 10 { 0.09 } else { 0.035 });
    Point {
        latitude: middle.latitude + wide * dice.normal(),
        longitude: middle.longitude + 1.6 * wide * dice.normal(),
    }
}

/// The outcode of a place, made up: a square of about ten kilometres.
pub(crate) fn outcode(at: Point) -> String {
    let letters = b"ABCDEFGHJKLMNOPQRSTUWYZ";
    let letter = |share: f64| char::from(letters[(share.abs() as usize) % letters.len()]);
    let (north, east) = (at.latitude * 2.0, (at.longitude + 10.0) * 2.0);
    let number = ((at.latitude * 10.0) as usize % 5) * 5 + (at.longitude + 10.0) as usize * 10 % 5;
    format!("{}{}{}", letter(north), letter(east), number + 1)
}

/// The group of this number.
pub(crate) fn group(number: u64) -> Group {
    let mut dice = Dice::of(SEED, number);
    let dice = &mut dice;
    let kind = *dice.one(Activity::ALL);
    let place = place(dice);
    let name = name(dice, kind);
    let stated = dice.chance(0.6);
    let mut activities = if stated { vec![kind] } else { vec![] };
    if stated && dice.chance(0.2) {
        activities.push(*dice.one(Activity::ALL));
    }
    activities.dedup();
    Group {
        id: GroupId(Uuid::from_u128(u128::from(number / 64) << 80 | u128::from(dice.number()))),
        name,
        organisation: dice.chance(0.7).then(|| format!("{} trust", word(dice.rank(WORDS)))),
        description: description(dice, kind),
        activities,
        needs: if dice.chance(0.3) { vec![*dice.one(Need::ALL)] } else { vec![] },
        meetings: meetings(dice),
        cost: cost(dice),
        eligibility: eligibility(dice, &place),
        place,
        access: access(dice),
        languages: languages(dice),
        capacity: match dice.between(0, 20) {
            0..9 => Capacity::HasRoom,
            9..12 => Capacity::WaitingList,
            12 => Capacity::Full,
            _ => Capacity::AskFirst,
        },
        places_per_month: None,
        status: match dice.between(0, 50) {
            0 => Status::Ended { on: None },
            1 => Status::Paused,
            _ => Status::Running,
        },
        last_known_on: None,
        contact: Contact::default(),
        checked: checked(dice),
        life: domain::group::Life::default(),
        freshness: domain::group::Freshness::default(),
        source: Source { name: "bench".into(), id: number.to_string() },
    }
}

fn name(dice: &mut Dice, kind: Activity) -> String {
    let first = word(dice.rank(WORDS));
    if dice.chance(0.6) {
        format!("{first} {}", dice.one(kind.also_called()))
    } else {
        format!("{first} {}", word(dice.rank(WORDS)))
    }
}

fn description(dice: &mut Dice, kind: Activity) -> String {
    let mut text = String::new();
    for _ in 0..dice.between(20, 90) {
        text.push_str(&word(dice.rank(WORDS)));
        text.push_str(if dice.chance(0.4) { " and the " } else { " " });
    }
    for _ in 0..dice.between(0, 4) {
        text.push_str(dice.one::<&str>(kind.also_called()));
        text.push_str(". ");
    }
    if dice.chance(0.1) {
        text.push_str("A small group. ");
    }
    if dice.chance(0.2) {
        let need = *dice.one(Need::ALL);
        text.push_str(dice.one::<&str>(need.also_called()));
    }
    text
}

fn place(dice: &mut Dice) -> Place {
    if dice.chance(0.04) {
        return Place::Online;
    }
    if dice.chance(0.02) {
        return Place::Unknown;
    }
    let point = somewhere(dice);
    Place::Venue(Venue {
        name: Some(format!("{} hall", word(dice.rank(WORDS)))),
        postcode: Some(outcode(point)),
        point: dice.chance(0.98).then_some(point),
        also_online: dice.chance(0.04),
        ..Venue::default()
    })
}

fn meetings(dice: &mut Dice) -> Vec<Meeting> {
    let from = Time::constant(dice.between(9, 21) as i8, 0, 0, 0);
    match dice.between(0, 10) {
        0 => vec![],
        1 => (0..dice.between(1, 5))
            .map(|_| {
                let ahead = jiff::Span::new().days(dice.between(-20, 90));
                Meeting::On { date: TODAY.saturating_add(ahead), from, to: None }
            })
            .collect(),
        _ => (0..dice.between(1, 3))
            .map(|_| Meeting::Weekly {
                weekday: *dice.one(&Weekday::ALL),
                from,
                to: None,
                every_weeks: if dice.chance(0.85) { 1 } else { 2 },
            })
            .collect(),
    }
}

fn cost(dice: &mut Dice) -> Cost {
    match dice.between(0, 10) {
        0..5 => Cost::Free,
        5..8 => Cost::Pence { pence: 50 * dice.between(1, 20) as u32, words: String::new() },
        _ => Cost::Unknown,
    }
}

fn eligibility(dice: &mut Dice, place: &Place) -> Vec<Limit> {
    let mut limits = Vec::new();
    let mut add = |dice: &mut Dice, often: f64, rule: Rule| {
        if dice.chance(often) {
            let confidence =
                if dice.chance(0.6) { Confidence::Certain } else { Confidence::Likely };
            limits.push(Limit { rule, sentence: String::new(), confidence });
        }
    };
    let from = *dice.one(&[18_u8, 50, 55, 60, 65]);
    add(dice, 0.25, Rule::Age { from: Some(from), to: None });
    add(dice, 0.06, Rule::Gender { gender: Gender::Woman });
    add(dice, 0.03, Rule::Gender { gender: Gender::Man });
    add(dice, 0.04, Rule::MembersOnly);
    add(dice, 0.05, Rule::ReferralOnly);
    if let Place::Venue(Venue { postcode: Some(code), .. }) = place {
        add(dice, 0.04, Rule::Area { outcodes: vec![code.clone()] });
    }
    add(dice, 0.1, Rule::Circumstance { words: "carers".into() });
    limits
}

fn access(dice: &mut Dice) -> Vec<AccessFact> {
    let known = AccessNeed::ALL.into_iter().filter(|_| dice.share() < 0.3).collect::<Vec<_>>();
    known.into_iter().map(|need| AccessFact { need, there: dice.chance(0.8) }).collect()
}

fn languages(dice: &mut Dice) -> Vec<String> {
    if dice.chance(0.7) {
        return vec![];
    }
    let mut all = vec!["en".to_owned()];
    if dice.chance(0.4) {
        all.push((*dice.one(&LANGUAGES[1..])).to_owned());
    }
    all
}

fn checked(dice: &mut Dice) -> Option<Checked> {
    let days = dice.between(0, 800);
    dice.chance(0.8).then(|| Checked {
        at: jiff::Timestamp::constant(1_763_596_800 + 365 * 86_400, 0)
            - jiff::SignedDuration::from_hours(24 * days),
        by: "owner".into(),
        how: "rang".into(),
    })
}
