//! Who may come, as fields: each limit that stays the same keeps the sentence it was read from.

use domain::group::{Confidence, Gender, Limit, Rule};
use domain::place::outcode;

use super::Typed;
use crate::forms::Form;

/// The limits that are known now.
pub(super) fn fill(limits: &[Limit]) -> Typed {
    let mut typed = Vec::new();
    let mut situations = Vec::new();
    for limit in limits {
        match &limit.rule {
            Rule::Age { from, to } => {
                typed.extend(from.map(|from| ("age_from", from.to_string())));
                typed.extend(to.map(|to| ("age_to", to.to_string())));
            }
            Rule::Gender { gender } => typed.push(("gender", gender_key(*gender).to_owned())),
            Rule::MembersOnly => typed.push(("members_only", "yes".to_owned())),
            Rule::ReferralOnly => typed.push(("referral_only", "yes".to_owned())),
            Rule::Area { outcodes } => typed.push(("outcodes", outcodes.join(", "))),
            Rule::Circumstance { words } => situations.push(words.clone()),
        }
    }
    typed.push(("situations", situations.join("\n")));
    typed
}

/// The limits as they were typed.
pub(super) fn read(form: &mut Form, before: &[Limit]) -> Vec<Limit> {
    let mut rules = Vec::new();
    let (from, to) = (age(form, "age_from"), age(form, "age_to"));
    if from > to && to.is_some() {
        form.refuse("age_to", "The oldest age is below the youngest");
    }
    if from.is_some() || to.is_some() {
        rules.push(Rule::Age { from, to });
    }
    if let Some(gender) = gender_from(form.value("gender")) {
        rules.push(Rule::Gender { gender });
    }
    if form.has("members_only", "yes") {
        rules.push(Rule::MembersOnly);
    }
    if form.has("referral_only", "yes") {
        rules.push(Rule::ReferralOnly);
    }
    let outcodes = read_outcodes(form);
    if !outcodes.is_empty() {
        rules.push(Rule::Area { outcodes });
    }
    let situations = form.value("situations").lines().map(str::trim);
    let situations = situations.filter(|line| !line.is_empty());
    rules.extend(situations.map(|words| Rule::Circumstance { words: words.to_owned() }));
    let limit = |rule: Rule| {
        let same = before.iter().find(|limit| limit.rule == rule).cloned();
        same.unwrap_or_else(|| Limit {
            sentence: sentence(&rule),
            rule,
            confidence: Confidence::Certain,
        })
    };
    rules.into_iter().map(limit).collect()
}

fn age(form: &mut Form, field: &str) -> Option<u8> {
    let typed = form.optional(field)?;
    let age = typed.parse().ok().filter(|age| *age <= 120);
    if age.is_none() {
        form.refuse(field, "Enter an age in whole years, or leave it empty");
    }
    age
}

fn read_outcodes(form: &mut Form) -> Vec<String> {
    let typed = form.value("outcodes").to_uppercase();
    let parts = typed.split([',', ';', '\n', ' ']).map(str::trim).filter(|part| !part.is_empty());
    let mut outcodes = Vec::new();
    let mut strange = None;
    for part in parts {
        match outcode(part).or_else(|| outcode(&format!("{part} 1AA"))) {
            Some(code) => outcodes.push(code),
            None => strange = Some(part.to_owned()),
        }
    }
    if let Some(part) = strange {
        let sentence = format!("“{part}” is not the first half of a postcode, such as NR30");
        form.refuse("outcodes", sentence);
    }
    outcodes
}

/// A limit in a sentence, where nobody has said it in words of their own.
fn sentence(rule: &Rule) -> String {
    match rule {
        Rule::Age { from: Some(from), to: Some(to) } => format!("For people aged {from} to {to}."),
        Rule::Age { from: Some(from), to: None } => format!("For people aged {from} or over."),
        Rule::Age { from: None, to: Some(to) } => format!("For people aged {to} or under."),
        Rule::Age { from: None, to: None } => String::new(),
        Rule::Gender { gender: Gender::Woman } => "For women.".into(),
        Rule::Gender { gender: Gender::Man } => "For men.".into(),
        Rule::Gender { gender: Gender::Other } => "For non-binary people.".into(),
        Rule::MembersOnly => "For members.".into(),
        Rule::ReferralOnly => "Only for people whom a professional refers.".into(),
        Rule::Area { outcodes } => format!("For people who live in {}.", outcodes.join(", ")),
        Rule::Circumstance { words } => format!("For {words}."),
    }
}

fn gender_key(gender: Gender) -> &'static str {
    match gender {
        Gender::Woman => "woman",
        Gender::Man => "man",
        Gender::Other => "other",
    }
}

fn gender_from(key: &str) -> Option<Gender> {
    [Gender::Woman, Gender::Man, Gender::Other]
        .into_iter()
        .find(|gender| gender_key(*gender) == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(limits: &[Limit]) -> Form {
        Form::filled(fill(limits))
    }

    #[test]
    fn limits_that_stay_keep_their_sentence_and_how_sure_it_is() {
        let words = "carers and people they care for".to_owned();
        let before = [
            Limit {
                rule: Rule::Age { from: Some(55), to: None },
                sentence: "Over 55s welcome".into(),
                confidence: Confidence::Likely,
            },
            Limit {
                rule: Rule::Circumstance { words },
                sentence: "For carers.".into(),
                confidence: Confidence::Certain,
            },
        ];
        let mut form = typed(&before);
        assert_eq!(read(&mut form, &before), before);
        assert!(form.is_ok());
    }

    #[test]
    fn new_limits_are_certain_and_said_in_a_sentence() {
        let mut form =
            Form::filled([("gender", "woman"), ("age_from", "18"), ("outcodes", "nr30, NR31")]);
        let limits = read(&mut form, &[]);
        let sentences: Vec<&str> = limits.iter().map(|limit| limit.sentence.as_str()).collect();
        let expected =
            ["For people aged 18 or over.", "For women.", "For people who live in NR30, NR31."];
        assert_eq!(sentences, expected);
        assert!(limits.iter().all(|limit| limit.confidence == Confidence::Certain));
    }

    #[test]
    fn what_cannot_be_a_limit_is_refused_in_its_field() {
        let mut form = Form::filled([("age_from", "old"), ("age_to", "12"), ("outcodes", "here")]);
        read(&mut form, &[]);
        assert!(form.has_error("age_from") && form.has_error("outcodes"));
        let mut form = Form::filled([("age_from", "60"), ("age_to", "12")]);
        read(&mut form, &[]);
        assert!(form.has_error("age_to"));
    }
}
