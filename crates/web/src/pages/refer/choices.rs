//! The answers that the forms of this area offer, in words about somebody or to them.

use domain::group::AccessNeed;
use domain::kinds::Need;
use domain::permission::How;
use domain::person::Channel;
use domain::service::Elsewhere;
use domain::triage::Circumstances;

use crate::components::Choice;

/// The answer that lets one go on from screen 1.
pub(crate) const NONE: &str = "none";

/// Crisis, clinical, statutory, or none; asked about somebody or of them.
pub(crate) fn elsewhere(of_oneself: bool) -> Vec<Choice> {
    let words = |kind| match (kind, of_oneself) {
        (Elsewhere::Crisis, true) => "In danger now, or thinking about ending my or their life",
        (Elsewhere::Clinical, true) => "A new or worse illness that a doctor has not seen",
        (Elsewhere::Statutory, true) => {
            "Being hurt or neglected, or needing help to wash, dress or eat"
        }
        (kind, false) => kind.label(),
    };
    let mut choices: Vec<Choice> =
        Elsewhere::ALL.into_iter().map(|kind| Choice::new(kind.key(), words(kind))).collect();
    choices.push(Choice::new(NONE, "None of these"));
    choices
}

/// What is hard at the moment.
pub(crate) fn needs() -> Vec<Choice> {
    Need::ALL.iter().map(|need| Choice::new(need.key(), need.label())).collect()
}

/// What is known about the person's situation.
pub(crate) fn circumstances(to_them: bool) -> Vec<Choice> {
    let told = Circumstances::default();
    let listed = told.list().into_iter();
    // Two of these are said elsewhere on the form: where they live, and the interpreter.
    listed
        .filter(|(key, _, _)| !["no_fixed_abode", "interpreter"].contains(key))
        .filter(|(key, _, _)| !(to_them && *key == "at_risk"))
        .map(|(key, words, _)| Choice::new(key, if to_them { to_you(key) } else { about(words) }))
        .collect()
}

fn to_you(key: &str) -> String {
    match key {
        "lives_alone" => "I live alone",
        "bereaved" => "I lost somebody close in the last two years",
        "carer" => "I look after somebody",
        "hardship" => "I cannot always pay for food, heating or rent",
        "long_term_condition" => "I live with a long-term illness or disability",
        "hard_to_reach" => "I cannot easily use the telephone or the internet",
        other => other,
    }
    .to_owned()
}

fn about(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + letters.as_str()
}

/// How somebody likes to be reached.
pub(crate) fn channels() -> Vec<Choice> {
    Channel::ALL.map(|channel| Choice::new(channel.key(), about(channel.label()))).into()
}

/// What somebody needs in order to take part.
pub(crate) fn access_needs() -> Vec<Choice> {
    let choice = |(at, need): (usize, AccessNeed)| Choice::new(at.to_string(), about(need.label()));
    AccessNeed::ALL.into_iter().enumerate().map(choice).collect()
}

/// The access need behind a choice.
pub(crate) fn access_need(value: &str) -> Option<AccessNeed> {
    AccessNeed::ALL.get(value.parse::<usize>().ok()?).copied()
}

/// Where somebody lives.
pub(crate) fn homes() -> [(&'static str, &'static str); 3] {
    [("address", "At an address"), ("no_fixed_abode", "No fixed abode"), ("not_given", "Not given")]
}

/// How somebody agreed to be referred.
pub(crate) fn agreed() -> Vec<Choice> {
    [How::Spoken, How::Written]
        .map(|how| match how {
            How::Spoken => Choice::new(how.key(), "Yes, they said so"),
            _ => Choice::new(how.key(), "Yes, they signed on paper"),
        })
        .into()
}

/// What may be told to whoever refers.
pub(crate) fn share() -> Vec<Choice> {
    vec![
        Choice::new("nothing", "Nothing about how it goes"),
        Choice::new("codes", "Only that support began or ended"),
        Choice::new("outcome", "How it turned out, in agreed words"),
    ]
}

/// How a carer or friend stands to the person.
pub(crate) fn relations() -> Vec<Choice> {
    ["family member", "unpaid carer", "friend or neighbour", "somebody else"]
        .map(|relation| Choice::new(relation, about(relation)))
        .into()
}

/// Languages by name; English is offered first.
pub(crate) fn languages() -> Vec<Choice> {
    domain::words::LANGUAGES.iter().map(|(tag, name)| Choice::new(*tag, *name)).collect()
}
