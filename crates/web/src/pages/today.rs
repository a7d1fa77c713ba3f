//! The link worker's first page: who needs me, why, and one press to act.

use app::today::{Coming, Needed, Reason, Rule, Step, Today};
use app::{Actor, App};
use askama::Template;
use jiff::civil::Date;

use crate::dates;
use crate::error::{PageResult, page};
use crate::labels::{Label, label};
use crate::pages::people::in_short;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/today.html")]
struct Page {
    shell: Shell,
    day: String,
    heading: String,
    rest: String,
    cards: Vec<Card>,
    coming: Vec<Next>,
    rules: &'static [Rule],
}

/// One person who needs something.
struct Card {
    href: String,
    name: String,
    facts: String,
    phone: Option<String>,
    state: Option<Label>,
    is_urgent: bool,
    reasons: Vec<Why>,
}

/// One reason, with what to press.
struct Why {
    sentence: String,
    href: String,
    text: &'static str,
}

/// Something that comes within a week.
struct Next {
    day: String,
    href: String,
    name: String,
    what: String,
}

pub(crate) async fn show(app: App, actor: Actor, shell: Shell) -> PageResult {
    let today = app.read(&actor, app::today::today).await?;
    page(&Page::of(shell, today))
}

impl Page {
    fn of(shell: Shell, today: Today) -> Page {
        let (count, others) = (today.people.len(), today.others);
        let heading = match count {
            0 => "Nobody needs you right now".to_owned(),
            1 => "One person needs you today".to_owned(),
            many => {
                let number = dates::number(many);
                let capital = number[..1].to_uppercase();
                format!("{capital}{} people need you today", &number[1..])
            }
        };
        let rest = match (count, others) {
            (0, 0) => "You have nobody on your list yet. People come here as soon as somebody \
                       gives them to you."
                .to_owned(),
            (_, 0) => String::new(),
            (0, 1) => "The one person on your list is where they should be.".to_owned(),
            (0, all) => format!("All {all} on your list are where they should be."),
            (_, 1) => "One other is where they should be.".to_owned(),
            (_, others) => {
                format!("The other {} are where they should be.", dates::number(others))
            }
        };
        Page {
            shell,
            day: dates::day(today.date),
            heading,
            rest,
            cards: today.people.into_iter().map(|needed| Card::of(needed, today.date)).collect(),
            coming: today.coming.into_iter().map(Next::of).collect(),
            rules: app::today::RULES,
        }
    }
}

impl Card {
    fn of(needed: Needed, today: Date) -> Card {
        let details = &needed.person.details;
        Card {
            href: urls::person(needed.person.id),
            name: details.full_name(),
            facts: in_short(details, today),
            phone: details.phone.clone(),
            // Where somebody stands is said only where it changes what to do.
            state: ["holding", "finished"]
                .contains(&needed.state)
                .then(|| label("referral", needed.state)),
            is_urgent: needed.reasons.iter().any(|reason| reason.urgency < 2),
            reasons: needed.reasons.iter().map(|reason| Why::of(reason, &needed)).collect(),
        }
    }
}

impl Why {
    fn of(reason: &Reason, needed: &Needed) -> Why {
        let id = needed.person.id;
        let (href, text) = match reason.step {
            Step::Contact => (urls::new_contact(id), "Record a contact"),
            Step::Review => (urls::hold(id), "Review the pause"),
            Step::Plan => (urls::plan(id), "Open the plan"),
            Step::Measure => (urls::measures(id), "Ask the questions"),
            Step::Groups => (urls::groups_of(id), "See the groups"),
            Step::Concern(concern) => (urls::concern(concern), "Open the concern"),
        };
        Why { sentence: reason.sentence.clone(), href, text }
    }
}

impl Next {
    fn of(coming: Coming) -> Next {
        Next {
            day: dates::day(coming.on),
            href: urls::person(coming.person),
            name: coming.name,
            what: coming.what,
        }
    }
}

/// A full day, and a quiet one.
pub(crate) fn samples() -> Vec<Sample> {
    use crate::pages::people::sample_person;

    let date = jiff::civil::date(2026, 1, 5);
    let needed = |n: u128, name: &str, state, reasons: &[(&'static str, u8, &str, Step)]| Needed {
        person: sample_person(n, name),
        state,
        reasons: reasons
            .iter()
            .map(|(rule, urgency, sentence, step)| Reason {
                rule,
                urgency: *urgency,
                sentence: (*sentence).to_owned(),
                step: *step,
            })
            .collect(),
    };
    let full = Today {
        date,
        people: vec![
            needed(
                1,
                "Maggie Ellis",
                "allocated",
                &[("new", 1, "New to you, and the first call is 2 days late.", Step::Contact)],
            ),
            needed(
                2,
                "Idris Bello",
                "active",
                &[
                    (
                        "first_session",
                        3,
                        "The first time at Harbour Choir is tomorrow. A call or a text may help.",
                        Step::Contact,
                    ),
                    (
                        "measure",
                        10,
                        "The questions at the beginning have not been asked yet.",
                        Step::Measure,
                    ),
                ],
            ),
            needed(
                3,
                "Joan Whitlock",
                "active",
                &[(
                    "try_again",
                    2,
                    "You wanted to try again today. Offer two other times, one of them outside \
                     working hours.",
                    Step::Contact,
                )],
            ),
        ],
        others: 14,
        coming: vec![Coming {
            on: jiff::civil::date(2026, 1, 8),
            person: sample_person(4, "Piotr Zielinski").id,
            name: "Piotr Zielinski".into(),
            what: "Look at the plan again".into(),
        }],
    };
    let quiet = Today { date, people: vec![], others: 17, coming: vec![] };
    vec![
        ("today", Page::of(Shell::sample(), full).render()),
        ("today-quiet", Page::of(Shell::sample(), quiet).render()),
    ]
}
