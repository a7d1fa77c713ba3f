//! Three hundred people of many shapes, seeded: what they love, where they live, what limits them.

use domain::group::{AccessNeed, Gender, Weekday};
use domain::kinds::{Activity, Need};
use domain::profile::{Company, DayPart, FreeTime, Online, Profile, Travel};

use crate::country::{LANGUAGES, SEED, WORDS, outcode, somewhere, word};
use crate::dice::Dice;

pub(crate) const COUNT: usize = 300;

/// The person of this number. Of the first 300 about one in five has no limit of travel at all.
pub(crate) fn person(number: u64) -> Profile {
    let mut dice = Dice::of(SEED ^ 0x9e0b1e, number);
    let dice = &mut dice;
    let home = somewhere(dice);
    let anywhere = number.is_multiple_of(5);
    let travel = Travel {
        km_at_most: (!anywhere).then(|| *dice.one(&[2.0, 5.0, 10.0, 20.0, 40.0])),
        online: match dice.between(0, 10) {
            0 => Online::Only,
            1..3 => Online::No,
            _ => Online::Welcome,
        },
        ..Travel::default()
    };
    let some = |dice: &mut Dice, often: f64| dice.chance(often);
    Profile {
        age: some(dice, 0.8).then(|| dice.between(18, 95) as u8),
        gender: some(dice, 0.6).then(|| *dice.one(&[Gender::Woman, Gender::Man])),
        interests: interests(dice),
        activities: if some(dice, 0.2) { vec![*dice.one(Activity::ALL)] } else { vec![] },
        needs: if some(dice, 0.5) { vec![*dice.one(Need::ALL)] } else { vec![] },
        home: (!anywhere || some(dice, 0.5)).then_some(home),
        outcode: some(dice, 0.8).then(|| outcode(home)),
        travel,
        languages: languages(dice),
        times: if some(dice, 0.4) { times(dice) } else { vec![] },
        cost_at_most_pence: some(dice, 0.3).then(|| 100 * dice.between(0, 10) as u32),
        access_needs: if some(dice, 0.3) { vec![*dice.one(&AccessNeed::ALL)] } else { vec![] },
        company: company(dice),
        avoid: if some(dice, 0.15) { vec![word(dice.rank(2000))] } else { vec![] },
        referred: some(dice, 0.7),
        ..Profile::default()
    }
}

/// Words of kinds, and words of every frequency; sometimes nothing.
fn interests(dice: &mut Dice) -> Vec<String> {
    let said = |dice: &mut Dice| match dice.between(0, 6) {
        0 | 1 => {
            let kind = *dice.one(Activity::ALL);
            (*dice.one(kind.also_called())).to_owned()
        }
        2 => word(dice.between(0, 50) as usize),
        3 => word(dice.between(50, 2000) as usize),
        4 => word(dice.between(2000, WORDS as i64) as usize),
        _ => format!("{} {}", word(dice.rank(WORDS)), word(dice.rank(WORDS))),
    };
    let count = *dice.one(&[0, 1, 1, 1, 2, 2, 3]);
    (0..count).map(|_| said(dice)).collect()
}

fn languages(dice: &mut Dice) -> Vec<String> {
    match dice.between(0, 10) {
        0..7 => vec![],
        7 => vec!["en".to_owned()],
        8 => vec![(*dice.one(&LANGUAGES[1..])).to_owned(), "en".to_owned()],
        _ => vec![(*dice.one(&LANGUAGES[1..])).to_owned()],
    }
}

fn times(dice: &mut Dice) -> Vec<FreeTime> {
    (0..dice.between(1, 6))
        .map(|_| FreeTime {
            weekday: *dice.one(&Weekday::ALL),
            part: *dice.one(&[DayPart::Morning, DayPart::Afternoon, DayPart::Evening]),
        })
        .collect()
}

fn company(dice: &mut Dice) -> Vec<Company> {
    let wishes = [Company::WomenOnly, Company::OwnAge, Company::OwnLanguage, Company::Small];
    if dice.chance(0.2) { vec![*dice.one(&wishes)] } else { vec![] }
}
