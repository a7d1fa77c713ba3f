//! A referral whole: what was said and by whom, who may be the same person, what comes next.

use app::triage::{Case, Decision, Duplicate};
use app::{Actor, App};
use askama::Template;
use axum::extract::Path;
use domain::ids::ReferralId;
use domain::permission::{Detail, Party, Permission, Scope};
use domain::person::{Compared, Home, Likeness, Sameness};
use domain::referral::{State, reasons};
use domain::snomed::Code;
use domain::words::{and_list, language};

use super::{case, fresh};
use crate::components::SummaryRow;
use crate::error::{PageResult, page};
use crate::forms::Form;
use crate::labels::{Label, label};
use crate::pages::inbox::clock;
use crate::pages::referrals::day;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "pages/triage/read.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: ReferralId,
    name: String,
    reference: String,
    tag: Label,
    state: &'static str,
    is_open: bool,
    /// Whether support has not begun, so that it may end for a reason that is nobody's no.
    may_close: bool,
    standing: String,
    person: Vec<SummaryRow>,
    about: Vec<SummaryRow>,
    referrer_words: String,
    person_words: String,
    why: String,
    duplicates: Vec<Beside>,
    may_judge: bool,
    permissions: Vec<String>,
    notes: Vec<String>,
    steps: Vec<SummaryRow>,
    codes: Vec<String>,
}

/// Another entry beside this one.
struct Beside {
    other: String,
    name: String,
    words: String,
    fields: Vec<Compared>,
    /// `same`, `different` or empty.
    decision: &'static str,
}

impl Beside {
    fn sameness(compared: &Compared) -> &'static str {
        match compared.sameness {
            Sameness::Same => "the same",
            Sameness::Different => "different",
            Sameness::Unknown => "not known",
        }
    }
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<ReferralId>,
) -> PageResult {
    let case = case(&app, &actor, id).await?;
    let form = fresh(&app, &case);
    page(&draw(shell, form, &case))
}

fn draw(shell: Shell, form: Form, case: &Case) -> Page {
    let referral = &case.referral;
    let zone = &case.settings.time_zone;
    let code = |(code, at): &(String, jiff::Timestamp)| {
        let term = Code::from_id(code).map_or("", Code::term);
        format!("{code} {term}, {}", day(*at, zone))
    };
    Page {
        shell,
        form,
        id: referral.id,
        name: case.person.details.full_name(),
        reference: referral.reference(),
        tag: label("referral", referral.state.name()),
        state: referral.state.name(),
        is_open: referral.state.is_open(),
        may_close: referral.state.is_before_support(),
        standing: standing(case),
        person: person(case),
        about: about(case),
        referrer_words: referral.referrer_words.clone(),
        person_words: referral.person_words.clone(),
        why: format!("The rules propose {}. Why: {}", case.proposal.0.label(), case.proposal.1),
        duplicates: case.duplicates.iter().map(|found| beside(case, found)).collect(),
        may_judge: referral.state.is_undecided(),
        permissions: case.permissions.iter().map(|given| permission(given, case)).collect(),
        notes: case.notes.iter().map(|note| note_words(&note.kind, &note.words)).collect(),
        steps: case.steps.iter().map(|step| step_row(step, zone)).collect(),
        codes: case.codes.iter().map(code).collect(),
    }
}

/// Where it stands and what that asks of whoever reads, in a sentence.
fn standing(case: &Case) -> String {
    let clock = clock(case.due_in_days);
    let worker = case.link_worker.as_deref().unwrap_or("a link worker");
    match &case.referral.state {
        State::Sent => format!("Nobody has decided yet: {clock}."),
        State::Returned { question } if case.referrer_signs_in => {
            format!("We asked “{question}” and wait for the answer: {clock}.")
        }
        State::Returned { question } => {
            let reach = case.person.details.phone.as_deref().unwrap_or("no number was given");
            format!(
                "To ask: “{question}”. Whoever referred cannot sign in, so please ring: {reach}. \
                 It is {clock}."
            )
        }
        State::Eligible => format!("Right for us, and still to be sorted: {clock}."),
        State::Redirected { to, reason } => {
            format!("Pointed to {to}. {}.", reasons::in_words(reason))
        }
        State::Declined { reason } => format!("{}.", reasons::in_words(reason)),
        State::Signposted { to } => format!("Pointed to {to}."),
        State::Waiting { route } => format!("Waits for {}.", route.label()),
        State::Allocated { .. } => format!("{worker} has them, and has not spoken to them yet."),
        State::Active(_) => format!("{worker} works with them."),
        State::Holding { review_on, reason, .. } => {
            let day = review_on.strftime("%-d %B %Y");
            format!("Rests until {day}. {}.", reasons::in_words(reason))
        }
        State::Finished { outcome, .. } => format!("{}.", outcome.label()),
        State::Closed { reason } => format!("{}.", reason.label()),
        State::Withdrawn { reason } => format!("{}.", reasons::in_words(reason)),
    }
}

fn person(case: &Case) -> Vec<SummaryRow> {
    let details = &case.person.details;
    let born = details.born_on.map(|born| {
        let age = details.age_on(case.today).unwrap_or(0);
        format!("{} ({age} years old)", born.strftime("%-d %B %Y"))
    });
    let home = match &details.home {
        Home::Address { lines, postcode } => {
            let postcode = postcode.as_deref().unwrap_or_default();
            Some(format!("{lines} {postcode}").trim().to_owned())
        }
        Home::NoFixedAbode { usually_near: Some(near) } => {
            Some(format!("No fixed abode, usually near {near}"))
        }
        Home::NoFixedAbode { usually_near: None } => Some("No fixed abode".to_owned()),
        Home::NotGiven => None,
    };
    let speaks = details.language.as_deref().map(|tag| match details.interpreter {
        true => format!("{}, with an interpreter", language(tag)),
        false => language(tag).to_owned(),
    });
    let number = details.nhs_number.as_ref().map(|number| number.digits().to_owned());
    let rows = [
        ("Born", born),
        ("Lives", home),
        ("Telephone", details.phone.clone()),
        ("E-mail", details.email.clone()),
        ("NHS number", number),
        ("Language", speaks),
        ("GP practice", details.gp_practice.clone()),
    ];
    let said = |(key, value): (&str, Option<String>)| {
        value.filter(|value| !value.is_empty()).map(|value| SummaryRow::new(key, value))
    };
    rows.into_iter().filter_map(said).collect()
}

fn about(case: &Case) -> Vec<SummaryRow> {
    let referral = &case.referral;
    let needs: Vec<&str> = referral.needs.iter().map(|need| need.label()).collect();
    let known: Vec<&str> = referral
        .circumstances
        .list()
        .into_iter()
        .filter_map(|(_, words, so)| so.then_some(words))
        .collect();
    let or = |words: String, empty: &str| if words.is_empty() { empty.to_owned() } else { words };
    vec![
        SummaryRow::new("Referred by", case.referrer.clone()),
        SummaryRow::new("On", day(referral.sent_at, &case.settings.time_zone)),
        SummaryRow::new("Needs", or(and_list(&needs), "Not chosen from the list")),
        SummaryRow::new("Circumstances", or(and_list(&known), "Nothing was ticked")),
        SummaryRow::new("Complexity", format!("{} of 5", referral.complexity)),
    ]
}

fn beside(case: &Case, found: &Duplicate) -> Beside {
    let likeness = match found.likeness {
        Likeness::SameNumber => "The NHS number is the same.",
        Likeness::Likely => "Name and date of birth are the same.",
        Likeness::Possible => "Some of it is the same.",
        Likeness::Different => "Little is the same.",
    };
    let times = match found.referral_count {
        0 => "never referred".to_owned(),
        1 => "referred once".to_owned(),
        count => format!("referred {count} times"),
    };
    Beside {
        other: found.person.id.to_string(),
        name: found.person.details.full_name(),
        words: format!("{likeness} The other entry was {times}."),
        fields: case.person.details.compared_to(&found.person.details),
        decision: found.decision.map_or("", Decision::key),
    }
}

fn permission(given: &Permission, case: &Case) -> String {
    let what = match &given.scope {
        Scope::Referral => "To be referred to us".to_owned(),
        Scope::Evaluation => "To be counted in studies, without a name".to_owned(),
        Scope::Share { with, what } => {
            let whom = match with {
                Party::Referrer => "whoever referred them",
                Party::Practice => "their GP practice",
                Party::Group { .. } => "a group",
            };
            let what: Vec<&str> = what.iter().map(|detail: &Detail| detail.label()).collect();
            format!("To tell {whom}: {}", and_list(&what))
        }
    };
    let until = match (given.holds_on(case.today), given.until) {
        (false, _) => ", no longer".to_owned(),
        (true, Some(until)) => format!(", until {}", until.strftime("%-d %B %Y")),
        (true, None) => String::new(),
    };
    let how = given.how.label();
    format!("{what} ({how} on {}{until})", day(given.given_at, &case.settings.time_zone))
}

fn note_words(kind: &str, words: &str) -> String {
    match kind {
        "triage" => format!("Another way was chosen than the rules proposed: {words}"),
        "agreed" => format!("Agreed with the person for whoever referred: {words}"),
        _ => words.to_owned(),
    }
}

fn step_row(step: &app::triage::Moved, zone: &str) -> SummaryRow {
    let words = label("referral", &step.to).text;
    let reason = step.reason.as_deref().map(reasons::in_words);
    let reason = reason.filter(|reason| reason.contains(' '));
    let reason = reason.map_or_else(String::new, |reason| format!(" ({reason})"));
    SummaryRow::new(day(step.at, zone), format!("{words}{reason}, by {}", step.who))
}

pub(crate) use sample::{case as sample_case, samples};

mod sample;
