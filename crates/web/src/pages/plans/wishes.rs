//! Between what somebody wishes of a group and the fields of the plan's form.

use domain::group::{AccessNeed, Weekday};
use domain::kinds::Activity;
use domain::profile::{Company, DayPart, FreeTime, Online, Profile, Travel, Way};

use crate::components::Choice;
use crate::forms::Form;

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

/// What helps to take part, as choices, by their place in the list.
pub(crate) fn access() -> Vec<Choice> {
    let choice = |(at, need): (usize, &AccessNeed)| Choice::new(at.to_string(), need.label());
    AccessNeed::ALL.iter().enumerate().map(choice).collect()
}

/// The value of one box of the week.
pub(crate) fn time_key(day: Weekday, part: DayPart) -> String {
    format!("{}-{}", day.label().to_lowercase(), part.label())
}

/// The same form with the wishes filled in.
pub(crate) fn fill(mut form: Form, wishes: &Profile) -> Form {
    form =
        form.with("interests", wishes.interests.join("\n")).with("avoid", wishes.avoid.join("\n"));
    for kind in &wishes.activities {
        form = form.with("activities", kind.key());
    }
    for (key, _, _) in WAYS.iter().filter(|(_, way, _)| wishes.travel.ways.contains(way)) {
        form = form.with("ways", *key);
    }
    for (key, _, _) in COMPANY.iter().filter(|(_, one, _)| wishes.company.contains(one)) {
        form = form.with("company", *key);
    }
    for (key, _, _) in ONLINE.iter().filter(|(_, one, _)| wishes.travel.online == *one) {
        form = form.with("online", *key);
    }
    for time in &wishes.times {
        form = form.with("times", time_key(time.weekday, time.part));
    }
    for (at, _) in
        AccessNeed::ALL.iter().enumerate().filter(|(_, n)| wishes.access_needs.contains(n))
    {
        form = form.with("access", at.to_string());
    }
    if let Some(km) = wishes.travel.km_at_most {
        form = form.with("km", km.to_string());
    }
    if let Some(pence) = wishes.cost_at_most_pence {
        form = form.with("cost", format!("{}.{:02}", pence / 100, pence % 100));
    }
    form
}

/// Reads the wishes. What the form does not ask is kept.
pub(crate) fn read(form: &mut Form, before: Profile) -> Profile {
    let km_at_most = km(form);
    let cost_at_most_pence = pence(form);
    let online = ONLINE.iter().find(|(key, _, _)| form.has("online", key));
    let all_times =
        Weekday::ALL.into_iter().flat_map(|day| PARTS.into_iter().map(move |part| (day, part)));
    Profile {
        interests: lines(form.value("interests")),
        avoid: lines(form.value("avoid")),
        activities: form
            .list_values("activities")
            .into_iter()
            .filter_map(Activity::from_key)
            .collect(),
        travel: Travel {
            ways: picked(form, "ways", &WAYS),
            km_at_most,
            online: online.map_or_else(Online::default, |(_, online, _)| *online),
            ..before.travel
        },
        company: picked(form, "company", &COMPANY),
        times: all_times
            .filter(|(day, part)| form.has("times", &time_key(*day, *part)))
            .map(|(weekday, part)| FreeTime { weekday, part })
            .collect(),
        access_needs: AccessNeed::ALL
            .into_iter()
            .enumerate()
            .filter(|(at, _)| form.has("access", &at.to_string()))
            .map(|(_, need)| need)
            .collect(),
        cost_at_most_pence,
        ..before
    }
}

/// The wishes as somebody would say them: a question and its answer, only those answered.
pub(crate) fn in_words(wishes: &Profile) -> Vec<(&'static str, String)> {
    let words = |table: Vec<&'static str>| super::said::listed(&table);
    let mut said: Vec<(&'static str, String)> = vec![
        ("What I love, or would like to try", wishes.interests.join(", ")),
        ("Things to do", words(wishes.activities.iter().map(|kind| kind.label()).collect())),
        ("How I travel", words(of(&WAYS, |way| wishes.travel.ways.contains(way)))),
    ];
    if let Some(km) = wishes.travel.km_at_most {
        said.push(("As far as I will go", format!("{km} kilometres")));
    }
    if wishes.travel.online != Online::default() {
        said.push(("Online", words(of(&ONLINE, |online| wishes.travel.online == *online))));
    }
    let times: Vec<String> = wishes
        .times
        .iter()
        .map(|time| format!("{} {}", time.weekday.label(), time.part.label()))
        .collect();
    said.push(("When I am free", domain::words::and_list(&times)));
    if let Some(pence) = wishes.cost_at_most_pence {
        said.push((
            "The most I can pay each time",
            match pence {
                0 => "nothing".to_owned(),
                _ => format!("£{}.{:02}", pence / 100, pence % 100),
            },
        ));
    }
    said.push((
        "Whom I would like to be with",
        words(of(&COMPANY, |c| wishes.company.contains(c))),
    ));
    let access = wishes.access_needs.iter().map(|need| need.label()).collect();
    said.push(("What helps me take part", words(access)));
    said.push(("What I do not want", wishes.avoid.join(", ")));
    said.retain(|(_, answer)| !answer.is_empty());
    said
}

fn of<T>(table: &[(&str, T, &'static str)], is_picked: impl Fn(&T) -> bool) -> Vec<&'static str> {
    table.iter().filter(|(_, value, _)| is_picked(value)).map(|(_, _, text)| *text).collect()
}

fn picked<T: Copy>(form: &Form, name: &str, table: &[(&str, T, &str)]) -> Vec<T> {
    table.iter().filter(|(key, _, _)| form.has(name, key)).map(|(_, value, _)| *value).collect()
}

/// One wish a line, or with commas.
fn lines(typed: &str) -> Vec<String> {
    let parts = typed.split(['\n', ',', ';']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(ToOwned::to_owned).collect()
}

fn km(form: &mut Form) -> Option<f64> {
    let typed = form.value("km").to_owned();
    if typed.is_empty() {
        return None;
    }
    let km = typed.parse().ok().filter(|km| (0.0..=500.0).contains(km));
    if km.is_none() {
        form.refuse("km", "Enter kilometres as a number, for example 3, or leave it empty");
    }
    km
}

/// `3`, `3.50` or `£3.50`, in pence.
fn pence(form: &mut Form) -> Option<u32> {
    let typed = form.value("cost").trim_start_matches('£').to_owned();
    if typed.is_empty() {
        return None;
    }
    let (pounds, rest) = typed.split_once('.').unwrap_or((&typed, "0"));
    let rest = if rest.len() == 1 { format!("{rest}0") } else { rest.to_owned() };
    let read = || Some(pounds.parse::<u32>().ok()? * 100 + rest.parse::<u32>().ok()?);
    let pence = (pounds.len() < 5 && rest.len() == 2).then(read).flatten();
    if pence.is_none() {
        form.refuse("cost", "Enter pounds, for example 3 or 2.50, or leave it empty");
    }
    pence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wish_comes_back_from_the_form_as_it_was() {
        let wishes = Profile {
            interests: vec!["old radios".into(), "singing".into()],
            activities: vec![Activity::Singing, Activity::Walking],
            travel: Travel {
                ways: vec![Way::Walk, Way::Bus],
                km_at_most: Some(2.5),
                online: Online::No,
                ..Travel::default()
            },
            times: vec![FreeTime { weekday: Weekday::Monday, part: DayPart::Evening }],
            cost_at_most_pence: Some(205),
            access_needs: vec![AccessNeed::Quiet],
            company: vec![Company::Small],
            avoid: vec!["alcohol".into()],
            ..Profile::default()
        };
        let mut form = fill(Form::default(), &wishes);
        assert_eq!(read(&mut form, Profile::default()), wishes);
        assert!(form.is_ok());
    }

    #[test]
    fn money_is_read_however_it_is_typed() {
        for (typed, pence_read) in
            [("3", Some(300)), ("£2.50", Some(250)), ("2.5", Some(250)), ("", None), ("0", Some(0))]
        {
            let mut form = Form::filled([("cost", typed)]);
            assert_eq!(pence(&mut form), pence_read, "{typed}");
            assert!(form.is_ok(), "{typed}");
        }
        for typed in ["much", "2.505", "-1", "99999"] {
            let mut form = Form::filled([("cost", typed)]);
            assert_eq!(pence(&mut form), None);
            assert!(form.has_error("cost"), "{typed}");
        }
    }
}
