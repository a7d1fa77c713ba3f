//! The wishes as somebody would say them, in the sections of the form.

use domain::profile::{Online, Profile, Went};
use domain::words::and_list;

use super::{COMPANY, ONLINE, WAYS, WENT, said_of};
use crate::pages::plans::said::listed;

/// A question and its answer.
pub(super) type Line = (&'static str, String);

/// The wishes, section by section; only what was answered.
pub(super) fn by_section(wishes: &Profile) -> [Vec<Line>; 6] {
    let sections = [
        love(wishes),
        company(wishes),
        travel(wishes),
        time_and_money(wishes),
        taking_part(wishes),
        before(wishes),
    ];
    sections.map(|mut lines| {
        lines.retain(|(_, answer)| !answer.is_empty());
        lines
    })
}

/// All of them in one list.
pub(crate) fn in_words(wishes: &Profile) -> Vec<Line> {
    by_section(wishes).into_iter().flatten().collect()
}

fn love(wishes: &Profile) -> Vec<Line> {
    let kinds: Vec<_> = wishes.activities.iter().map(|kind| kind.label()).collect();
    let needs: Vec<_> = wishes.needs.iter().map(|need| need.label()).collect();
    vec![
        ("What I love, or would like to try", wishes.interests.join(", ")),
        ("Things to do", listed(&kinds)),
        ("What I hope for", wishes.hopes.join("; ")),
        ("What weighs on me", listed(&needs)),
    ]
}

fn company(wishes: &Profile) -> Vec<Line> {
    let gaps: Vec<_> = wishes.gaps.iter().map(|gap| gap.label()).collect();
    vec![
        ("Whom I would like to be with", listed(&of(&COMPANY, |c| wishes.company.contains(c)))),
        ("My faith or culture", wishes.faith_or_culture.join(", ")),
        ("What I live with", wishes.situation.join("; ")),
        ("What I miss around me", listed(&gaps)),
    ]
}

fn travel(wishes: &Profile) -> Vec<Line> {
    let travel = &wishes.travel;
    let is_said = travel.online != Online::default();
    let online = of(&ONLINE, |online| is_said && travel.online == *online);
    let km = travel.km_at_most.map(|km| format!("{km} kilometres"));
    let minutes = travel.minutes_at_most.map(|minutes| format!("{minutes} minutes"));
    vec![
        ("How I travel", listed(&of(&WAYS, |way| travel.ways.contains(way)))),
        ("As long as I will travel, one way", minutes.unwrap_or_default()),
        ("As far as I will go", km.unwrap_or_default()),
        ("The most I can pay to get there and back", money(travel.fare_at_most_pence)),
        ("Online", listed(&online)),
    ]
}

fn time_and_money(wishes: &Profile) -> Vec<Line> {
    let times = wishes.times.iter();
    let times: Vec<String> =
        times.map(|time| format!("{} {}", time.weekday.label(), time.part.label())).collect();
    vec![
        ("When I am free", and_list(&times)),
        ("The most I can pay each time", money(wishes.cost_at_most_pence)),
    ]
}

fn taking_part(wishes: &Profile) -> Vec<Line> {
    let access: Vec<_> = wishes.access_needs.iter().map(|need| need.label()).collect();
    vec![
        ("What helps me take part", listed(&access)),
        ("What I do not want", wishes.avoid.join(", ")),
    ]
}

fn before(wishes: &Profile) -> Vec<Line> {
    let line = |(_, went): (&str, Went)| (went_label(went), said_of(wishes, went).join("; "));
    WENT.map(line).to_vec()
}

/// The question that is answered by what went so.
pub(super) fn went_label(went: Went) -> &'static str {
    match went {
        Went::Well => "What did me good before",
        Went::Mixed => "What was so-so",
        Went::Badly => "What was not for me",
    }
}

fn money(pence: Option<u32>) -> String {
    match pence {
        None => String::new(),
        Some(0) => "nothing".to_owned(),
        Some(pence) => format!("£{}.{:02}", pence / 100, pence % 100),
    }
}

fn of<T>(table: &[(&str, T, &'static str)], is_picked: impl Fn(&T) -> bool) -> Vec<&'static str> {
    table.iter().filter(|(_, value, _)| is_picked(value)).map(|(_, _, text)| *text).collect()
}
