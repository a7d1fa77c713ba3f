//! What a group does and for whom: name, words, kinds, languages, and who may come.

use domain::group::Group;
use domain::kinds::{Activity, Need};
use domain::words;

use super::{Typed, limits};
use crate::forms::Form;

/// The fields as they stand on the page, for the order of the errors.
pub(super) const FIELDS: &[&str] = &[
    "name",
    "organisation",
    "description",
    "activities",
    "needs",
    "for_whom",
    "first_visit",
    "languages",
    "age_from",
    "age_to",
    "gender",
    "outcodes",
    "situations",
];

/// The longest text that a group may have about itself.
const LONGEST: usize = 4000;

/// What is known now.
pub(super) fn fill(group: &Group) -> Typed {
    let languages: Vec<&str> = group.languages.iter().map(|tag| words::language(tag)).collect();
    let mut typed = vec![
        ("name", group.name.clone()),
        ("organisation", group.organisation.clone().unwrap_or_default()),
        ("description", group.description.clone()),
        ("for_whom", group.life.for_whom.clone().unwrap_or_default()),
        ("first_visit", group.life.first_visit.clone().unwrap_or_default()),
        ("languages", languages.join(", ")),
    ];
    typed.extend(group.activities.iter().map(|kind| ("activities", kind.key().to_owned())));
    typed.extend(group.needs.iter().map(|need| ("needs", need.key().to_owned())));
    typed.extend(limits::fill(&group.eligibility));
    typed
}

/// The group as it was typed; what is wrong is said on the form.
pub(super) fn read(form: &mut Form, group: &Group) -> Group {
    let mut after = group.clone();
    after.name = form.require("name", "Enter the name of the group").unwrap_or_default();
    after.organisation = form.optional("organisation");
    after.description = form.value("description").to_owned();
    if after.description.chars().count() > LONGEST {
        form.refuse("description", format!("Use no more than {LONGEST} letters"));
    }
    after.activities =
        form.list_values("activities").into_iter().filter_map(Activity::from_key).collect();
    after.needs = form.list_values("needs").into_iter().filter_map(Need::from_key).collect();
    after.life.for_whom = form.optional("for_whom");
    after.life.first_visit = form.optional("first_visit");
    after.languages = read_languages(form);
    after.eligibility = limits::read(form, &group.eligibility);
    after
}

/// Names of languages with commas between them, as tags.
fn read_languages(form: &mut Form) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let mut unknown = Vec::new();
    let typed = form.value("languages").to_owned();
    for name in typed.split([',', ';', '\n']).map(str::trim).filter(|name| !name.is_empty()) {
        let known = words::LANGUAGES
            .iter()
            .find(|(tag, known)| known.eq_ignore_ascii_case(name) || *tag == name);
        match known {
            Some((tag, _)) if tags.iter().any(|there| there == tag) => {}
            Some((tag, _)) => tags.push((*tag).to_owned()),
            None => unknown.push(name.to_owned()),
        }
    }
    if let Some(name) = unknown.first() {
        let sentence =
            format!("We do not know “{name}”. Write languages in English, such as Polish");
        form.refuse("languages", sentence);
    }
    tags
}
