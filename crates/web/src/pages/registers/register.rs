//! The register of one session: ticking who came, correcting, the question about belonging, who
//! has left, and the same on paper.

use app::registers::{self, Register, Session};
use app::{App, AppError};
use askama::Template;
use axum::extract::Query;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::group::Group;
use domain::ids::{PrescriptionId, SessionId};
use domain::measures::{self, Item};
use domain::prescription::LeaveReason;
use domain::service::Settings;
use domain::words;
use jiff::civil::Time;
use serde::Deserialize;

use super::door::Door;
use crate::components::Choice;
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::labels::{Label, label};
use crate::pages::groups::facts::{clock, sample as sample_group};
use crate::samples::{Sample, service_settings};
use crate::shell::Shell;
use crate::urls;

struct Line {
    id: PrescriptionId,
    called: String,
    helps: String,
    first_visit: &'static str,
    times: String,
    state: Label,
    is_ticked: bool,
    is_listed: bool,
    asks_belonging: bool,
}

struct SessionLink {
    words: String,
    url: String,
    is_current: bool,
}

#[derive(Template)]
#[template(path = "pages/registers/register.html")]
struct Page {
    shell: Shell,
    form: Form,
    base: String,
    is_link: bool,
    group: String,
    service: Settings,
    session: Option<SessionId>,
    session_words: String,
    sessions: Vec<SessionLink>,
    is_marked: bool,
    corrections: Vec<String>,
    lines: Vec<Line>,
    /// Those who have left, and may come again.
    gone: Vec<Line>,
    may_mark: bool,
    question: Option<Item>,
    scale: Vec<i64>,
    leaves: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "pages/registers/print.html")]
struct Paper {
    shell: Shell,
    base: String,
    group: String,
    service: Settings,
    session_words: String,
    names: Vec<(String, String)>,
    blanks: Vec<()>,
}

#[derive(Template)]
#[template(path = "pages/registers/closed.html")]
struct Closed {
    shell: Shell,
    base: String,
    group: String,
    is_sent: bool,
}

/// Which session is marked.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    session: Option<SessionId>,
}

/// A register, marking a session or the latest.
pub(crate) async fn show(
    app: App,
    shell: Shell,
    door: Door,
    Query(asked): Query<Asked>,
) -> PageResult {
    let register = load(&app, &door, asked.session).await?;
    let form = blank(&app, &register);
    page(&Page::new(shell, form, &door, register))
}

async fn load(app: &App, door: &Door, session: Option<SessionId>) -> Result<Register, Error> {
    let group = door.group;
    Ok(app.write(&door.actor, move |act| registers::open(act, group, session)).await?)
}

/// An empty form, with the date and hour at which the group last met.
fn blank(app: &App, register: &Register) -> Form {
    let form = Form::empty(app.form_key());
    let (day, at) = register.last_meeting.unwrap_or((register.today, Time::midnight()));
    let form = form
        .with("held_on-day", day.day().to_string())
        .with("held_on-month", day.month().to_string())
        .with("held_on-year", day.year().to_string());
    match register.last_meeting {
        Some(_) => form.with("begins", at.strftime("%H:%M").to_string()),
        None => form,
    }
}

impl Page {
    fn new(shell: Shell, form: Form, door: &Door, register: Register) -> Page {
        let current = register.session;
        let link = |session: &Session| SessionLink {
            words: session_words(session),
            url: urls::register_session(&door.base, session.id),
            is_current: current.is_some_and(|one| one.id == session.id),
        };
        let is_marked = register.is_marked;
        let names: Vec<(PrescriptionId, String)> =
            register.lines.iter().map(|line| (line.prescription.id, called(line))).collect();
        let name_of = |id: PrescriptionId| {
            names.iter().find(|(one, _)| *one == id).map_or("Somebody", |(_, name)| name.as_str())
        };
        let corrections = register.corrections.iter().map(|mark| {
            let was = if mark.was_there { "was ticked" } else { "was not ticked" };
            format!("{} {was} at first", name_of(mark.prescription))
        });
        let question = measures::find("belonging").and_then(|one| one.items.first().cloned());
        let scale =
            question.as_ref().map(|item| (item.lowest.value..=item.highest.value).collect());
        Page {
            shell,
            form,
            base: door.base.clone(),
            is_link: door.is_link,
            group: register.group.name.clone(),
            service: register.service.clone(),
            session: current.map(|session| session.id),
            session_words: current.as_ref().map(session_words).unwrap_or_default(),
            sessions: register.sessions.iter().map(link).collect(),
            is_marked,
            corrections: corrections.collect(),
            may_mark: register.may_mark,
            lines: register.lines.iter().map(line).collect(),
            gone: register.gone.iter().map(line).collect(),
            question,
            scale: scale.unwrap_or_default(),
            leaves: LeaveReason::ASKED.map(|why| Choice::new(why.key(), why.label())).into(),
        }
    }
}

fn session_words(session: &Session) -> String {
    format!("{}, {}", session.held_on.strftime("%A %-d %B %Y"), clock(session.begins))
}

/// The name that they allow, or a short mark that tells two people apart.
fn called(line: &registers::Line) -> String {
    line.permitted.name.clone().unwrap_or_else(|| {
        let id = line.prescription.id.0.simple().to_string().to_uppercase();
        format!("Guest {}", &id[id.len() - 4..])
    })
}

fn line(line: &registers::Line) -> Line {
    let needs: Vec<&str> = line.permitted.access_needs.iter().map(|need| need.label()).collect();
    let is_new = line.times == 0;
    Line {
        id: line.prescription.id,
        called: called(line),
        helps: words::and_list(&needs),
        first_visit: match line.prescription.first_visit.filter(|_| is_new) {
            Some(domain::prescription::FirstVisit::NoneWanted) | None => "",
            Some(visit) => visit.label(),
        },
        times: match line.times {
            0 => "not been yet".into(),
            1 => "been once".into(),
            2 => "been twice".into(),
            times => format!("been {times} times"),
        },
        state: label("prescription", line.prescription.state.name()),
        is_ticked: line.was_there.unwrap_or(false),
        is_listed: line.prescription.state.is_on_the_register(),
        asks_belonging: line.belonging_due.is_some(),
    }
}

/// Adds a session to mark.
pub(crate) async fn add_session(app: App, shell: Shell, door: Door, mut form: Form) -> PageResult {
    let held_on = form.date("held_on", "day");
    if held_on.is_none() && !form.has_error("held_on") {
        form.refuse("held_on", "Enter the day of the session");
    }
    let begins = read_time(form.value("begins"));
    if begins.is_none() {
        form.refuse("begins", "Enter when it began, for example 10:30");
    }
    let group = door.group;
    let (Some(held_on), Some(begins)) = (held_on, begins) else {
        return again(&app, shell, &door, None, form).await;
    };
    let added = app
        .write(&door.actor, move |act| registers::add_session(act, group, held_on, begins))
        .await;
    match added {
        Ok(session) => {
            Ok(Redirect::to(&urls::register_session(&door.base, session)).into_response())
        }
        Err(error) => {
            form.absorb(error)?;
            again(&app, shell, &door, None, form).await
        }
    }
}

/// `10:30`, `10.30` or `14`.
fn read_time(typed: &str) -> Option<Time> {
    let (hour, minute) = typed.split_once([':', '.']).unwrap_or((typed, "0"));
    Time::new(hour.trim().parse().ok()?, minute.trim().parse().ok()?, 0, 0).ok()
}

/// Saves who came.
pub(crate) async fn mark(app: App, shell: Shell, door: Door, mut form: Form) -> PageResult {
    let Ok(session) = form.value("session").parse::<SessionId>() else {
        return Err(Error::NotFound);
    };
    let there: Vec<PrescriptionId> =
        form.list_values("there").into_iter().filter_map(|id| id.parse().ok()).collect();
    let (group, reason) = (door.group, form.value("reason").to_owned());
    let marked = app
        .write(&door.actor, move |act| registers::mark(act, group, session, &there, &reason))
        .await;
    match marked {
        Ok(()) => Ok(Redirect::to(&urls::register_session(&door.base, session)).into_response()),
        Err(error) => {
            form.absorb(error)?;
            again(&app, shell, &door, Some(session), form).await
        }
    }
}

/// Notes that somebody has left.
pub(crate) async fn left(app: App, shell: Shell, door: Door, mut form: Form) -> PageResult {
    let Ok(id) = form.value("who").parse::<PrescriptionId>() else { return Err(Error::NotFound) };
    let session = session_of(&form);
    let asked = LeaveReason::from_key(form.value("leave_reason"));
    let Some(reason) = asked.filter(|reason| LeaveReason::ASKED.contains(reason)) else {
        form.refuse("", "Choose why they left, or “Not said”");
        return again(&app, shell, &door, session, form).await;
    };
    let group = door.group;
    app.write(&door.actor, move |act| registers::left(act, group, id, reason)).await?;
    Ok(back_to(&door, session))
}

/// Keeps what somebody said about belonging.
pub(crate) async fn belonging(app: App, shell: Shell, door: Door, mut form: Form) -> PageResult {
    let Ok(id) = form.value("who").parse::<PrescriptionId>() else { return Err(Error::NotFound) };
    let session = session_of(&form);
    let typed = form.value("belong").to_owned();
    if typed.is_empty() {
        form.refuse("", "Choose a number, or “would rather not say”");
        return again(&app, shell, &door, session, form).await;
    }
    let (group, value) = (door.group, typed.parse().ok());
    let kept =
        app.write(&door.actor, move |act| registers::answer_belonging(act, group, id, value)).await;
    match kept {
        Ok(()) | Err(AppError::Refused(_)) => Ok(back_to(&door, session)),
        Err(error) => Err(error.into()),
    }
}

/// The session that was on the screen, if it says so.
fn session_of(form: &Form) -> Option<SessionId> {
    form.value("session").parse().ok()
}

/// Back to the session that was on the screen.
fn back_to(door: &Door, session: Option<SessionId>) -> Response {
    let at = session.map_or(door.base.clone(), |id| urls::register_session(&door.base, id));
    Redirect::to(&at).into_response()
}

/// The same page with what is wrong on it, and with what was ticked.
async fn again(
    app: &App,
    shell: Shell,
    door: &Door,
    session: Option<SessionId>,
    form: Form,
) -> PageResult {
    let register = load(app, door, session).await?;
    let mut page = Page::new(shell, form, door, register);
    // The small forms beside the register carry no ticks: what is saved stays on the screen.
    if page.form.value("who").is_empty() && session.is_some() {
        for line in page.lines.iter_mut().chain(&mut page.gone) {
            line.is_ticked = page.form.has("there", &line.id.to_string());
        }
    }
    refused(&page)
}

/// The register on paper, large, with room for names that are not on it.
pub(crate) async fn print(app: App, shell: Shell, door: Door) -> PageResult {
    let register = load(&app, &door, None).await?;
    page(&Paper::new(shell, &door.base, register))
}

impl Paper {
    fn new(shell: Shell, base: &str, register: Register) -> Paper {
        let listed =
            register.lines.iter().filter(|line| line.prescription.state.is_on_the_register());
        Paper {
            shell,
            base: base.to_owned(),
            names: listed.map(|one| (called(one), self::line(one).helps)).collect(),
            group: register.group.name,
            service: register.service,
            session_words: String::new(),
            blanks: vec![(); 6],
        }
    }
}

/// A link that no longer works.
pub(crate) fn closed(shell: Shell, token: &str, group: &Group, is_sent: bool) -> PageResult {
    let base = urls::register_by_link(token);
    page(&Closed { shell, base, group: group.name.clone(), is_sent })
}

pub(crate) fn samples() -> Vec<Sample> {
    let line = |called: &str, is_new: bool| Line {
        id: uuid::Uuid::from_u128(u128::from(is_new)).into(),
        called: called.into(),
        helps: "step-free way in".into(),
        first_visit: if is_new { "Somebody from the group meets them at the door" } else { "" },
        times: if is_new { "not been yet".into() } else { "been 3 times".into() },
        state: label("prescription", if is_new { "accepted" } else { "attending" }),
        is_ticked: !is_new,
        is_listed: true,
        asks_belonging: !is_new,
    };
    let question = measures::find("belonging").and_then(|one| one.items.first().cloned());
    let page = |form: Form, session: Option<SessionId>, is_marked| Page {
        shell: Shell::sample_for(true),
        form: form
            .with("held_on-day", "24")
            .with("held_on-month", "11")
            .with("held_on-year", "2026")
            .with("begins", "10:30"),
        base: "/r/token".into(),
        is_link: true,
        group: "Harbour Voices".into(),
        service: service_settings(),
        session,
        session_words: "Tuesday 24 November 2026, 10:30am".into(),
        sessions: vec![SessionLink {
            words: "Tuesday 17 November 2026, 10:30am".into(),
            url: "/r/token?session=1".into(),
            is_current: false,
        }],
        is_marked,
        corrections: if is_marked { vec!["Ben was ticked at first".into()] } else { vec![] },
        lines: vec![line("Margaret", true), line("Ben", false)],
        gone: vec![Line { is_listed: false, is_ticked: false, ..line("Ola", false) }],
        may_mark: true,
        question: question.clone(),
        scale: (1..=7).collect(),
        leaves: LeaveReason::ASKED.map(|why| Choice::new(why.key(), why.label())).into(),
    };
    let mut slip = Form::empty("key");
    slip.refuse("reason", "Say why the register changes");
    let session = Some(uuid::Uuid::nil().into());
    let paper = Paper {
        shell: Shell::sample_for(true),
        base: "/r/token".into(),
        group: "Harbour Voices".into(),
        service: service_settings(),
        session_words: String::new(),
        names: vec![("Margaret".into(), "step-free way in".into())],
        blanks: vec![(); 6],
    };
    let closed = |is_sent| Closed {
        shell: Shell::sample_for(true),
        base: "/r/token".into(),
        group: sample_group().name,
        is_sent,
    };
    vec![
        ("register", page(Form::empty("key"), session, false).render()),
        ("register-correct", page(slip, session, true).render()),
        ("register-first", page(Form::empty("key"), None, false).render()),
        ("register-print", paper.render()),
        ("register-link-expired", closed(false).render()),
        ("register-link-sent", closed(true).render()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_people_write_it() {
        let half_past_ten = Time::constant(10, 30, 0, 0);
        assert_eq!(read_time("10:30"), Some(half_past_ten));
        assert_eq!(read_time("10.30"), Some(half_past_ten));
        assert_eq!(read_time("14"), Some(Time::constant(14, 0, 0, 0)));
        for wrong in ["", "25:00", "half past ten"] {
            assert_eq!(read_time(wrong), None, "{wrong}");
        }
    }
}
