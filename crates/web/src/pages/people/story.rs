//! One person: who they are, what matters to them, what happened, and what can be done now.

use app::people::{Entry, Kind, Story};
use app::{Actor, App};
use askama::Template;
use axum::extract::{Path, Query};
use domain::ids::PersonId;
use domain::permission::{Party, Permission, Scope};
use domain::person::{Details, Home};
use domain::referral::State;
use domain::referral::reasons::{Hold, Withdraw};
use domain::words::{and_list, language};
use serde::Deserialize;

use super::{channel, in_short};
use crate::components::SummaryRow;
use crate::dates;
use crate::error::{PageResult, page};
use crate::labels::{Label, label};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/people/story.html")]
struct Page {
    shell: Shell,
    news: &'static str,
    id: PersonId,
    name: String,
    given_name: String,
    facts: String,
    state: Option<Label>,
    standing: String,
    is_open: bool,
    is_holding: bool,
    may_close: bool,
    may: app::people::May,
    plan: Option<PlanCard>,
    referrer_words: String,
    person_words: String,
    reach: Vec<SummaryRow>,
    permissions: Vec<Agreed>,
    groups: Vec<GroupLine>,
    reminders: Vec<String>,
    concerns: Vec<ConcernLine>,
    continuity: Option<String>,
    entries: Vec<Happened>,
}

/// What the plan says, in short.
struct PlanCard {
    what_matters: String,
    goals: Vec<String>,
    review: String,
}

/// A group that was offered, and where it stands.
struct GroupLine {
    href: String,
    name: String,
    state: Label,
}

/// A permission in words.
struct Agreed {
    words: String,
    when: String,
    holds: bool,
    withdraw: String,
    may_withdraw: bool,
}

/// A safeguarding concern that this reader may see.
struct ConcernLine {
    href: String,
    state: Label,
    when: String,
}

/// One entry of the story.
struct Happened {
    when: String,
    kind: &'static str,
    title: String,
    words: String,
    by: String,
    href: String,
    link: &'static str,
}

/// What was just done, by a short name that the page turns into a sentence.
#[derive(Debug, Deserialize)]
pub(crate) struct Done {
    done: Option<String>,
}

pub(crate) async fn show(
    app: App,
    actor: Actor,
    shell: Shell,
    Path(id): Path<PersonId>,
    Query(Done { done }): Query<Done>,
) -> PageResult {
    let story = app.write(&actor, move |act| app::people::story(act, id)).await?;
    page(&Page::of(shell, story, news(done.as_deref().unwrap_or_default())))
}

/// What just happened, in a sentence.
fn news(done: &str) -> &'static str {
    match done {
        "contact" => "The contact is saved.",
        "corrected" => "The correction is saved. The first version is kept with it.",
        "reminder" => "You will see them on your list on that day.",
        "draft" => "Your draft is kept for a week. Only you can see it.",
        "plan" => "The plan is saved.",
        "hold" => "They are on hold. They come back to your list on the day of the review.",
        "resume" => "You are going on after the pause.",
        "finish" => "Support has ended. Ask the questions at the end, if they are willing.",
        "close" => "It has ended, and nothing is noted as declined.",
        "died" => {
            "We are sorry. It is noted that they have died. Nobody is sent questions any more."
        }
        "withdraw" => "It is noted that they said no. They can come back at any time.",
        "reopen" => "It is taken up again.",
        "permission" => "The permission is taken back. It holds no longer.",
        _ => "",
    }
}

impl GroupLine {
    fn of(seen: &app::prescriptions::Seen) -> GroupLine {
        GroupLine {
            href: urls::prescription(seen.prescription.id),
            name: seen.group.name.clone(),
            state: label("prescription", seen.prescription.state.name()),
        }
    }
}

impl Page {
    fn of(shell: Shell, story: Story, news: &'static str) -> Page {
        let details = &story.person.details;
        let id = story.person.id;
        let state = story.referral.as_ref().map(|referral| &referral.state);
        let may_withdraw = story.may.change_permissions;
        Page {
            news,
            id,
            name: details.full_name(),
            given_name: details.given_name.clone(),
            facts: in_short(details, story.today),
            state: state.map(|state| label("referral", state.name())),
            standing: state.map_or_else(String::new, |state| standing(state, &story)),
            is_open: state.is_some_and(State::is_open),
            is_holding: matches!(state, Some(State::Holding { .. })),
            may_close: state.is_some_and(State::is_before_support),
            may: story.may,
            plan: story.plan.as_ref().map(PlanCard::of),
            groups: story.groups.iter().map(GroupLine::of).collect(),
            reach: reach(details),
            permissions: story
                .permissions
                .iter()
                .map(|(permission, holds)| Agreed::of(permission, *holds && may_withdraw, *holds))
                .collect(),
            reminders: story
                .reminders
                .iter()
                .map(|next| format!("Try again {}. {}", near(next.due_on, &story), next.words))
                .collect(),
            concerns: story.concerns.iter().map(ConcernLine::of).collect(),
            continuity: story.continuity.map(|share| format!("{:.0}%", share * 100.0)),
            entries: story.entries.iter().map(|entry| Happened::of(entry, id)).collect(),
            referrer_words: story
                .referral
                .as_ref()
                .map(|referral| referral.referrer_words.clone())
                .unwrap_or_default(),
            person_words: story
                .referral
                .as_ref()
                .map(|referral| referral.person_words.clone())
                .unwrap_or_default(),
            shell,
        }
    }
}

fn near(on: jiff::civil::Date, story: &Story) -> String {
    match dates::near(on, story.today) {
        date if date.starts_with(|c: char| c.is_ascii_digit()) => format!("on {date}"),
        word => word,
    }
}

/// Where things stand, in a sentence.
fn standing(state: &State, story: &Story) -> String {
    let worker = story.worker.as_deref().unwrap_or("Somebody");
    match state {
        State::Allocated { .. } => format!("{worker} works with them. They have not spoken yet."),
        State::Active(_) => format!("{worker} works with them."),
        State::Holding { review_on, reason, .. } => {
            let why = Hold::from_key(reason).map(Hold::label).unwrap_or(reason);
            format!("{why}. {worker} asks again {}.", near(*review_on, story))
        }
        State::Finished { outcome, .. } => format!("{}.", outcome.label()),
        State::Closed { reason } => format!("{}.", reason.label()),
        State::Withdrawn { reason } => {
            let why = Withdraw::from_key(reason).map(Withdraw::label);
            format!("{}.", why.unwrap_or(reason))
        }
        _ => "Nobody works with them yet.".to_owned(),
    }
}

/// How somebody is reached, and what helps them.
fn reach(details: &Details) -> Vec<SummaryRow> {
    let mut rows = Vec::new();
    let mut row = |key: &str, value: String| {
        if !value.is_empty() {
            rows.push(SummaryRow::new(key, value));
        }
    };
    row("Telephone", details.phone.clone().unwrap_or_default());
    row("E-mail", details.email.clone().unwrap_or_default());
    let ways: Vec<_> = details.contact_by.iter().map(|way| channel(*way)).collect();
    row("Likes best", and_list(&ways));
    row(
        "Lives",
        match &details.home {
            Home::Address { lines, postcode } => {
                let parts = [lines.as_str(), postcode.as_deref().unwrap_or_default()];
                parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ")
            }
            Home::NoFixedAbode { usually_near: None } => "No fixed abode".to_owned(),
            Home::NoFixedAbode { usually_near: Some(near) } => {
                format!("No fixed abode; usually near {near}")
            }
            Home::NotGiven => String::new(),
        },
    );
    let tongue = details.language.as_deref().map(language).unwrap_or_default();
    let helped = if details.interpreter { ", with an interpreter" } else { "" };
    row("Language", if tongue.is_empty() { String::new() } else { format!("{tongue}{helped}") });
    let needs: Vec<_> = details.access_needs.iter().map(|need| need.label()).collect();
    row("What helps them take part", and_list(&needs));
    row("GP practice", details.gp_practice.clone().unwrap_or_default());
    row("Born", details.born_on.map(dates::date).unwrap_or_default());
    rows
}

impl PlanCard {
    fn of(plan: &domain::plan::Plan) -> PlanCard {
        let content = &plan.content;
        PlanCard {
            what_matters: content.what_matters.clone(),
            goals: content.goals.iter().map(|goal| goal.words.clone()).collect(),
            review: content.review_on.map(dates::date).unwrap_or_default(),
        }
    }
}

impl Agreed {
    fn of(permission: &Permission, may_withdraw: bool, holds: bool) -> Agreed {
        let words = match &permission.scope {
            Scope::Referral => "To be referred to this service".to_owned(),
            Scope::Evaluation => "That we learn from how things go, without their name".to_owned(),
            Scope::Share { with, what } => {
                let party = match with {
                    Party::Referrer => "whoever referred them",
                    Party::Practice => "their GP practice",
                    Party::Group { .. } => "a group that they chose",
                };
                let what: Vec<_> = what.iter().map(|detail| detail.label()).collect();
                format!("To tell {party}: {}", and_list(&what))
            }
        };
        let until = permission.until.map(|until| format!(", until {}", dates::date(until)));
        let when = match permission.withdrawn_at {
            Some(_) => "taken back".to_owned(),
            None if holds => format!("{}{}", permission.how.label(), until.unwrap_or_default()),
            None => format!("ran out{}", until.unwrap_or_default().replace(", until", " on")),
        };
        let withdraw = urls::withdraw_permission(permission.person, permission.id);
        Agreed { words, when, holds, withdraw, may_withdraw }
    }
}

impl ConcernLine {
    fn of(line: &app::concerns::Line) -> ConcernLine {
        ConcernLine {
            href: urls::concern(line.id),
            state: label("safeguarding", &line.state),
            when: line.raised_at.strftime("%-d %B %Y").to_string(),
        }
    }
}

impl Happened {
    fn of(entry: &Entry, person: PersonId) -> Happened {
        let (kind, href, link) = match entry.kind {
            Kind::Step => ("step", String::new(), ""),
            Kind::Contact(id) => ("contact", urls::contact(person, id), "Open or correct"),
            Kind::Missed(id) => ("missed", urls::contact(person, id), "Open or correct"),
            Kind::Plan(id) => ("plan", urls::plan_version(person, id), "Read this version"),
            Kind::Permission => ("permission", String::new(), ""),
            Kind::Group => ("group", String::new(), ""),
            Kind::Attendance => ("attendance", String::new(), ""),
            Kind::Answer => ("answer", String::new(), ""),
        };
        Happened {
            when: dates::date(entry.on),
            kind,
            title: entry.title.clone(),
            words: entry.words.clone(),
            by: entry.by.clone().unwrap_or_default(),
            href,
            link,
        }
    }
}

fn happened(when: &str, kind: &'static str, title: &str, words: &str) -> Happened {
    Happened {
        when: when.into(),
        kind,
        title: title.into(),
        words: words.into(),
        by: "Amara Osei".into(),
        href: urls::start(),
        link: "Open or correct",
    }
}

/// Somebody with a plan and a past.
pub(crate) fn samples() -> Vec<Sample> {
    let may = app::people::May {
        record_contact: true,
        write_plan: true,
        hold: true,
        finish: true,
        raise_concern: true,
        change_permissions: true,
        prescribe: true,
        ..app::people::May::default()
    };
    let id = PersonId(uuid::Uuid::from_u128(1));
    let agreed = |words: &str, holds| Agreed {
        words: words.into(),
        when: if holds { "said so" } else { "taken back" }.into(),
        holds,
        withdraw: urls::start(),
        may_withdraw: holds,
    };
    let old = Page {
        shell: Shell::sample(),
        news: "The contact is saved.",
        id,
        name: "Maggie Ellis".into(),
        given_name: "Maggie".into(),
        facts: "77 years old · likes a text".into(),
        state: Some(label("referral", "active")),
        standing: "Amara Osei works with them.".into(),
        is_open: true,
        is_holding: false,
        may_close: false,
        may,
        plan: Some(PlanCard {
            what_matters: "To sing again, and to have somewhere to go on a Sunday.".into(),
            goals: vec!["Go to the choir twice".into()],
            review: "2 March 2026".into(),
        }),
        referrer_words: "Widowed in spring, hardly goes out.".into(),
        person_words: "I miss singing.".into(),
        reach: vec![SummaryRow::new("Telephone", "01632 960 321")],
        permissions: vec![
            agreed("To be referred to this service", true),
            agreed("To tell whoever referred them: how things turned out", false),
        ],
        groups: vec![GroupLine {
            href: urls::start(),
            name: "Harbour Voices".into(),
            state: label("prescription", "sent"),
        }],
        reminders: vec!["Try again tomorrow. Offer a new time.".into()],
        concerns: vec![ConcernLine {
            href: urls::start(),
            state: label("safeguarding", "raised"),
            when: "4 January 2026".into(),
        }],
        continuity: Some("100%".into()),
        entries: vec![
            happened("5 January 2026", "contact", "Home visit, 45 minutes", "Tea, and old songs."),
            happened("3 January 2026", "missed", "By telephone: it did not happen", ""),
            happened("1 January 2026", "plan", "Made a plan together", ""),
            happened("20 December 2025", "step", "Referred", "By a professional"),
        ],
    };
    vec![("person", old.render())]
}
