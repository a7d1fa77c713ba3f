//! Between what somebody wishes of a group and the fields of the plan's form.
//!
//! Nothing is compulsory. The fields stand in folded sections, each of which says what is in it.

mod fold;
mod typed;
mod words;

use domain::group::{AccessNeed, Weekday};
use domain::kinds::{Activity, Need};
use domain::profile::{
    Company, DayPart, Experience, FreeTime, Gap, Online, Profile, Travel, Way, Went,
};

use crate::components::Choice;
use crate::forms::Form;

pub(crate) use fold::{Fold, folds};
use typed::{km, lines, minutes, one_a_line, pence};
pub(crate) use words::in_words;

/// The parts of a day.
pub(crate) const PARTS: [DayPart; 3] = [DayPart::Morning, DayPart::Afternoon, DayPart::Evening];

const WAYS: [(&str, Way, &str); 4] = [
    ("walk", Way::Walk, "On foot or by wheelchair"),
    ("bus", Way::Bus, "By bus or train"),
    ("car", Way::Car, "By car"),
    ("accompanied", Way::Accompanied, "With somebody beside me"),
];

const ONLINE: [(&str, Online, &str); 3] = [
    ("welcome", Online::Welcome, "Going out and online are both all right"),
    ("no", Online::No, "Not online"),
    ("only", Online::Only, "Only online or by telephone"),
];

const COMPANY: [(&str, Company, &str); 7] = [
    ("small", Company::Small, "A small group"),
    ("own_age", Company::OwnAge, "People of about my age"),
    ("own_language", Company::OwnLanguage, "People who speak my language"),
    ("own_culture", Company::OwnCulture, "People of my faith or culture"),
    ("same_situation", Company::SameSituation, "People in the same situation"),
    ("women_only", Company::WomenOnly, "Women only"),
    ("men_only", Company::MenOnly, "Men only"),
];

fn choices<T: Copy>(table: &[(&'static str, T, &'static str)]) -> Vec<Choice> {
    table.iter().map(|(key, _, text)| Choice::new(*key, *text)).collect()
}

/// Ways of travelling, as choices.
pub(crate) fn ways() -> Vec<Choice> {
    choices(&WAYS)
}

/// Going out or online, as choices.
pub(crate) fn online() -> Vec<Choice> {
    choices(&ONLINE)
}

/// Whom to be with, as choices.
pub(crate) fn company() -> Vec<Choice> {
    choices(&COMPANY)
}

/// Kinds of activity, as choices.
pub(crate) fn activities() -> Vec<Choice> {
    Activity::ALL.iter().map(|kind| Choice::new(kind.key(), kind.label())).collect()
}

/// What weighs on somebody, as choices.
pub(crate) fn needs() -> Vec<Choice> {
    Need::ALL.iter().map(|need| Choice::new(need.key(), need.label())).collect()
}

/// What helps to take part, as choices, by their place in the list.
pub(crate) fn access() -> Vec<Choice> {
    by_place(AccessNeed::ALL.iter().map(|need| need.label()))
}

/// What is thin in the circle of people around somebody, as choices, by their place in the list.
pub(crate) fn gaps() -> Vec<Choice> {
    by_place(Gap::ALL.iter().map(|gap| gap.label()))
}

fn by_place(labels: impl Iterator<Item = &'static str>) -> Vec<Choice> {
    labels.enumerate().map(|(at, label)| Choice::new(at.to_string(), label)).collect()
}

/// The value of one box of the week.
pub(crate) fn time_key(day: Weekday, part: DayPart) -> String {
    format!("{}-{}", day.label().to_lowercase(), part.label())
}

/// The field in which each answer to "how did it go?" is typed.
const WENT: [(&str, Went); 3] =
    [("went_well", Went::Well), ("went_mixed", Went::Mixed), ("went_badly", Went::Badly)];

/// The same form with the wishes filled in.
pub(crate) fn fill(mut form: Form, wishes: &Profile) -> Form {
    for (name, said) in [
        ("interests", &wishes.interests),
        ("hopes", &wishes.hopes),
        ("culture", &wishes.faith_or_culture),
        ("situation", &wishes.situation),
        ("avoid", &wishes.avoid),
    ] {
        form = form.with(name, said.join("\n"));
    }
    for (name, went) in WENT {
        form = form.with(name, said_of(wishes, went).join("\n"));
    }
    for time in &wishes.times {
        form = form.with("times", time_key(time.weekday, time.part));
    }
    fill_numbers(fill_picked(form, wishes), wishes)
}

fn fill_picked(form: Form, wishes: &Profile) -> Form {
    let travel = &wishes.travel;
    let online = ONLINE.iter().filter(|(_, one, _)| travel.online == *one);
    let picked = [
        ("activities", wishes.activities.iter().map(|kind| kind.key().to_owned()).collect()),
        ("needs", wishes.needs.iter().map(|need| need.key().to_owned()).collect()),
        ("ways", keys(&WAYS, &travel.ways)),
        ("company", keys(&COMPANY, &wishes.company)),
        ("online", online.map(|(key, _, _)| (*key).to_owned()).collect()),
        ("access", places(&AccessNeed::ALL, &wishes.access_needs)),
        ("gaps", places(&Gap::ALL, &wishes.gaps)),
    ];
    let each = picked
        .into_iter()
        .flat_map(|(name, values): (_, Vec<String>)| values.into_iter().map(move |v| (name, v)));
    each.fold(form, |form, (name, value)| form.with(name, value))
}

fn fill_numbers(form: Form, wishes: &Profile) -> Form {
    let travel = &wishes.travel;
    let pounds = |pence: u32| format!("{}.{:02}", pence / 100, pence % 100);
    let numbers = [
        ("km", travel.km_at_most.map(|km| km.to_string())),
        ("minutes", travel.minutes_at_most.map(|minutes| minutes.to_string())),
        ("fare", travel.fare_at_most_pence.map(pounds)),
        ("cost", wishes.cost_at_most_pence.map(pounds)),
    ];
    let typed = numbers.into_iter().filter_map(|(name, typed)| Some((name, typed?)));
    typed.fold(form, |form, (name, typed)| form.with(name, typed))
}

/// Reads the wishes. What the form does not ask is kept.
pub(crate) fn read(form: &mut Form, before: Profile) -> Profile {
    let travel = Travel {
        ways: picked(form, "ways", &WAYS),
        km_at_most: km(form),
        minutes_at_most: minutes(form),
        fare_at_most_pence: pence(form, "fare"),
        online: picked(form, "online", &ONLINE).pop().unwrap_or_default(),
    };
    let cost_at_most_pence = pence(form, "cost");
    let of_list = |name| form.list_values(name).into_iter();
    Profile {
        interests: lines(form.value("interests")),
        hopes: one_a_line(form.value("hopes")),
        faith_or_culture: lines(form.value("culture")),
        situation: one_a_line(form.value("situation")),
        avoid: lines(form.value("avoid")),
        activities: of_list("activities").filter_map(Activity::from_key).collect(),
        needs: of_list("needs").filter_map(Need::from_key).collect(),
        gaps: at_places(form, "gaps", &Gap::ALL),
        access_needs: at_places(form, "access", &AccessNeed::ALL),
        company: picked(form, "company", &COMPANY),
        times: times(form),
        experience: experience(form, before.experience),
        travel,
        cost_at_most_pence,
        ..before
    }
}

fn times(form: &Form) -> Vec<FreeTime> {
    let week = Weekday::ALL.into_iter();
    week.flat_map(|weekday| PARTS.map(|part| FreeTime { weekday, part }))
        .filter(|time| form.has("times", &time_key(time.weekday, time.part)))
        .collect()
}

/// What was typed, and what is known of groups of the directory, which the form does not ask.
fn experience(form: &Form, before: Vec<Experience>) -> Vec<Experience> {
    let known = before.into_iter().filter(|one| one.group.is_some());
    let typed = WENT.into_iter().flat_map(|(name, went)| {
        let said = one_a_line(form.value(name)).into_iter();
        said.map(move |words| Experience { group: None, words: Some(words), went })
    });
    known.chain(typed).collect()
}

/// The words of what went so, of what is no group of the directory.
fn said_of(wishes: &Profile, went: Went) -> Vec<String> {
    let so = wishes.experience.iter().filter(|one| one.went == went && one.group.is_none());
    so.filter_map(|one| one.words.clone()).collect()
}

fn keys<T: PartialEq>(table: &[(&str, T, &str)], of: &[T]) -> Vec<String> {
    let picked = table.iter().filter(|(_, value, _)| of.contains(value));
    picked.map(|(key, _, _)| (*key).to_owned()).collect()
}

fn places<T: PartialEq>(all: &[T], of: &[T]) -> Vec<String> {
    let picked = all.iter().enumerate().filter(|(_, one)| of.contains(one));
    picked.map(|(at, _)| at.to_string()).collect()
}

fn at_places<T: Copy>(form: &Form, name: &str, all: &[T]) -> Vec<T> {
    let picked = all.iter().enumerate().filter(|(at, _)| form.has(name, &at.to_string()));
    picked.map(|(_, one)| *one).collect()
}

fn picked<T: Copy>(form: &Form, name: &str, table: &[(&str, T, &str)]) -> Vec<T> {
    table.iter().filter(|(key, _, _)| form.has(name, key)).map(|(_, value, _)| *value).collect()
}

#[cfg(test)]
mod tests;
