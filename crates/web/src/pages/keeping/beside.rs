//! What entries say, slot by slot in words, so that two can stand side by side.

use domain::group::{Fact, Group};
use jiff::civil::Date;

use crate::pages::groups::facts::{Facts, access, capital, limits};

/// One line of two entries side by side.
pub(crate) struct Row {
    /// What it is about.
    pub(crate) what: &'static str,
    /// What the first says; empty where not known.
    pub(crate) first: String,
    /// What the second says; empty where not known.
    pub(crate) second: String,
}

impl Row {
    /// Whether both say something, and not the same.
    pub(crate) fn differs(&self) -> bool {
        self.first != self.second && !self.first.is_empty() && !self.second.is_empty()
    }
}

/// Two entries side by side; lines about which neither says anything are left out.
pub(crate) fn rows(first: &Group, second: &Group, today: Date) -> Vec<Row> {
    let lines = lines(first, today).into_iter().zip(lines(second, today));
    let row = |((what, first), (_, second))| Row { what, first, second };
    lines.map(row).filter(|row| !(row.first.is_empty() && row.second.is_empty())).collect()
}

fn lines(group: &Group, today: Date) -> Vec<(&'static str, String)> {
    let facts = Facts::of(group, today);
    let kinds: Vec<&str> = group.activities.iter().map(|kind| kind.label()).collect();
    let known = |text: &Option<String>| text.clone().unwrap_or_default();
    let cost = if facts.cost == "Not known" { String::new() } else { facts.cost };
    vec![
        ("Name", group.name.clone()),
        ("Organisation", known(&group.organisation)),
        ("What happens there", group.description.clone()),
        ("Kind", kinds.join(", ")),
        ("When", facts.when.join("\n")),
        ("Where", facts.place),
        ("Cost", cost),
        ("Who may come", limits(group).join("\n")),
        ("Telephone", known(&group.contact.phone)),
        ("E-mail", known(&group.contact.email)),
        ("Web address", known(&group.contact.url)),
        ("Standing", facts.status),
        ("Checked", facts.checked),
        ("From", capital(&group.source.name)),
    ]
}

/// What a fact is about.
pub(crate) fn what(fact: &Fact) -> String {
    if let Fact::Access { need, .. } = fact {
        return capital(need.label());
    }
    let words = match fact {
        Fact::Name(_) => "Name",
        Fact::Organisation(_) => "Organisation",
        Fact::Description(_) => "What happens there",
        Fact::Activities(_) => "Kind",
        Fact::Needs(_) => "What it helps with",
        Fact::Place(_) => "Where",
        Fact::Meetings(_) | Fact::LastKnownOn(_) => "When",
        Fact::Cost(_) => "Cost",
        Fact::Eligibility(_) => "Who may come",
        Fact::Languages(_) => "Languages",
        Fact::Capacity(_) | Fact::CapacityNote(_) | Fact::PlacesPerMonth(_) => "Room",
        Fact::Status(_) | Fact::PausedUntil(_) => "Standing",
        Fact::Email(_) => "E-mail",
        Fact::Phone(_) => "Telephone",
        Fact::Url(_) => "Web address",
        Fact::Funding(_) => "Money",
        Fact::Season(_) | Fact::IsTermTimeOnly(_) => "Part of the year",
        Fact::ForWhom(_) => "Who it is for",
        Fact::FirstVisit(_) => "First visit",
        _ => "Something else",
    };
    words.to_owned()
}

/// What an entry says in the slot of a fact, in words; empty where nothing is known, or where the
/// slot has no short words.
pub(crate) fn said(fact: &Fact, group: &Group, today: Date) -> String {
    let facts = Facts::of(group, today);
    let known = |text: &Option<String>| text.clone().unwrap_or_default();
    match fact {
        Fact::Name(_) => group.name.clone(),
        Fact::Organisation(_) => known(&group.organisation),
        Fact::Description(_) => group.description.clone(),
        Fact::Place(_) => facts.place,
        Fact::Meetings(_) => facts.when.join("\n"),
        Fact::Cost(_) => facts.cost,
        Fact::Eligibility(_) => limits(group).join("\n"),
        Fact::Capacity(_) => facts.capacity.text,
        Fact::Status(_) if facts.status.is_empty() => "Running".to_owned(),
        Fact::Status(_) => facts.status,
        Fact::Email(_) => known(&group.contact.email),
        Fact::Phone(_) => known(&group.contact.phone),
        Fact::Url(_) => known(&group.contact.url),
        Fact::ForWhom(_) => known(&group.life.for_whom),
        Fact::FirstVisit(_) => known(&group.life.first_visit),
        Fact::Access { need, .. } => {
            let line = access(group).into_iter().find(|line| line.what == capital(need.label()));
            line.map(|line| line.answer.to_owned()).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// What a fact says by itself, in words.
pub(crate) fn says(fact: &Fact, group: &Group, today: Date) -> String {
    let mut after = group.clone();
    fact.put_into(&mut after);
    said(fact, &after, today)
}
