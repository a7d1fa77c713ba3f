//! What one can choose when looking for a group, and how the form is read.

use app::near::{USUAL_KM, Wanted};
use domain::group::{AccessNeed, Weekday};
use domain::kinds::Activity;
use domain::profile::DayPart;

use crate::components::Choice;
use crate::forms::Form;
use crate::pages::groups::facts::capital;

/// How far, in kilometres, and in words.
const DISTANCES: [(&str, &str); 5] =
    [("2", "2 km (a walk)"), ("5", "5 km"), ("10", "10 km"), ("25", "25 km"), ("50", "50 km")];

const PARTS: [DayPart; 3] = [DayPart::Morning, DayPart::Afternoon, DayPart::Evening];

pub(super) fn kinds() -> Vec<Choice> {
    Activity::ALL.iter().map(|kind| Choice::new(kind.key(), kind.label())).collect()
}

pub(super) fn days() -> Vec<Choice> {
    Weekday::ALL.into_iter().map(|day| Choice::new(day.label(), day.label())).collect()
}

pub(super) fn parts() -> Vec<Choice> {
    PARTS.into_iter().map(|part| Choice::new(part.label(), capital(part.label()))).collect()
}

pub(super) fn distances() -> Vec<Choice> {
    DISTANCES.into_iter().map(|(km, words)| Choice::new(km, words)).collect()
}

/// The access needs, each by its place in the list.
pub(super) fn access() -> Vec<Choice> {
    let named = AccessNeed::ALL.into_iter().enumerate();
    named.map(|(at, need)| Choice::new(at.to_string(), capital(need.label()))).collect()
}

/// An empty form looks ten kilometres around.
pub(super) fn empty() -> Form {
    Form::filled([("km", USUAL_KM.to_string())])
}

/// What was chosen. What nobody offers is not taken, so no slip can stop anybody.
pub(super) fn read(form: &Form) -> Wanted {
    let places = form.list_values("access").into_iter();
    let access = places.filter_map(|at| AccessNeed::ALL.get(at.parse::<usize>().ok()?).copied());
    let km = form.value("km").parse::<f64>().ok().filter(|km| *km > 0.0);
    Wanted {
        near: form.value("near").to_owned(),
        words: form.value("what").chars().take(200).collect(),
        activity: Activity::from_key(form.value("kind")),
        weekday: Weekday::ALL.into_iter().find(|day| day.label() == form.value("day")),
        part: PARTS.into_iter().find(|part| part.label() == form.value("part")),
        is_free: !form.value("free").is_empty(),
        access: access.collect(),
        language: form.optional("language"),
        km: km.map(|km| km.min(200.0)),
    }
}
