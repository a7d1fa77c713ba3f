//! The request, the group's answer, the confirming page, and a link that no longer works.

use app::group_answers::{self, Answer, Asked, Permitted};
use app::links::Purpose;
use app::sign_in::Limit;
use app::{Actor, App, AppError};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::prescription::{DeclineReason, FirstVisit, State};
use domain::service::Settings;
use domain::words;
use jiff::SignedDuration;

use crate::components::{Choice, SummaryRow};
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::pages::groups::facts::{capital, sample as sample_group};
use crate::pages::prescriptions::one::read_answer;
use crate::samples::{Sample, service_settings};
use crate::session::Peer;
use crate::shell::Shell;
use crate::urls;

/// How often one network address may press something behind links.
const BY_ADDRESS: Limit = Limit { hits: 60, window: SignedDuration::from_mins(10) };

#[derive(Template)]
#[template(path = "pages/group_answers/answer.html")]
struct Question {
    shell: Shell,
    form: Form,
    token: String,
    group: String,
    service: Settings,
    name: String,
    rows: Vec<SummaryRow>,
    answers: Vec<Choice>,
    declines: Vec<Choice>,
    was_waiting: bool,
}

#[derive(Template)]
#[template(path = "pages/group_answers/confirm.html")]
struct Confirm {
    shell: Shell,
    form: Form,
    token: String,
    group: String,
    answer: &'static str,
    reason: &'static str,
}

#[derive(Template)]
#[template(path = "pages/group_answers/closed.html")]
struct Closed {
    shell: Shell,
    token: String,
    group: String,
    service: Settings,
    title: &'static str,
    sentence: String,
    may_renew: bool,
}

/// Who holds the link.
pub(crate) async fn holder(app: &App, token: &str) -> Result<Actor, Error> {
    Ok(app.open_link(Purpose::GroupAnswer, token).await?.0)
}

/// Limits how often pages behind links are pressed.
pub(crate) async fn limit(app: &App, token: &str, from: &str) -> Result<(), Error> {
    app.throttle("link", token, BY_ADDRESS).await?;
    app.throttle("link by address", from, BY_ADDRESS).await?;
    Ok(())
}

pub(crate) async fn show(app: App, shell: Shell, Path(token): Path<String>) -> PageResult {
    let actor = holder(&app, &token).await?;
    let asked = app.write(&actor, group_answers::show).await?;
    let form = Form::empty(app.form_key());
    match Question::new(shell.clone(), form, token.clone(), &asked) {
        Some(question) => page(&question),
        None => page(&Closed::new(shell, token, asked)),
    }
}

impl Question {
    /// The question, while the link works and the group has to answer.
    fn new(shell: Shell, form: Form, token: String, asked: &Asked) -> Option<Question> {
        let person = asked.person.as_ref()?;
        let was_waiting = asked.state == State::Waitlisted;
        let mut answers = vec![Choice::new("accept", "Yes, they are welcome")];
        if !was_waiting {
            answers.push(Choice::new("waitlist", "Not yet: we put them on our waiting list"));
        }
        answers.push(Choice::new("decline", "No, we cannot take them"));
        Some(Question {
            shell,
            form,
            token,
            group: asked.group.name.clone(),
            service: asked.service.clone(),
            name: person.name.clone().unwrap_or_else(|| "somebody".into()),
            rows: rows(person, asked.first_visit),
            answers,
            declines: DeclineReason::ALL.map(|why| Choice::new(why.key(), why.label())).into(),
            was_waiting,
        })
    }
}

fn rows(person: &Permitted, first_visit: Option<FirstVisit>) -> Vec<SummaryRow> {
    let mut rows = Vec::new();
    let mut row = |key: &str, value: &Option<String>| {
        if let Some(value) = value.as_ref().filter(|value| !value.is_empty()) {
            rows.push(SummaryRow::new(key, value.clone()));
        }
    };
    row("Name", &person.name);
    row("What they hope for", &person.hopes);
    let needs: Vec<&str> = person.access_needs.iter().map(|need| need.label()).collect();
    row("What helps them to take part", &Some(capital(&words::and_list(&needs))));
    let language = person.language.as_deref().map(words::language);
    row("Somebody should interpret", &language.map(str::to_owned));
    row("Telephone", &person.phone);
    row("E-mail", &person.email);
    let visit = first_visit.filter(|visit| *visit != FirstVisit::NoneWanted);
    row("The first visit", &visit.map(|visit| visit.label().to_owned()));
    rows
}

impl Closed {
    fn new(shell: Shell, token: String, asked: Asked) -> Closed {
        use app::links::Standing;
        let change = "If this has changed, ring us or write to us.";
        let (title, sentence, may_renew) = match (asked.standing, &asked.state) {
            (_, State::Declined { .. }) => {
                ("You said no", format!("Thank you for telling us. {change}"), false)
            }
            (_, State::Accepted | State::Started { .. } | State::Attending { .. }) => (
                "You said yes",
                format!("Thank you. We sent you your register in a message of its own. {change}"),
                false,
            ),
            (Standing::Used, State::Waitlisted) => (
                "They are on your waiting list",
                "Thank you. When you have a place, ask for a new link here.".to_owned(),
                true,
            ),
            (Standing::Expired, _) => (
                "This link has run out",
                "Links work for a limited time. We can send a new one to the address that we \
                 have for your group."
                    .to_owned(),
                true,
            ),
            (Standing::Revoked, _) => (
                "There is a newer link",
                "We sent you a newer message about this. Please use the link in that one."
                    .to_owned(),
                false,
            ),
            _ => ("Nothing to answer any more", format!("Thank you. {change}"), false),
        };
        let (group, service) = (asked.group.name, asked.service);
        Closed { shell, token, group, service, title, sentence, may_renew }
    }
}

/// The first press: shows what will be recorded. Nothing changes yet.
pub(crate) async fn submit(
    app: App,
    shell: Shell,
    Path(token): Path<String>,
    Peer(from): Peer,
    mut form: Form,
) -> PageResult {
    limit(&app, &token, &from).await?;
    let actor = holder(&app, &token).await?;
    let asked = app.write(&actor, group_answers::show).await?;
    let answer = read_answer(&mut form);
    let group = asked.group.name.clone();
    match (Question::new(shell.clone(), form.clone(), token.clone(), &asked), answer) {
        (None, _) => page(&Closed::new(shell, token, asked)),
        (Some(question), None) => refused(&question),
        (Some(_), Some(answer)) => page(&Confirm::new(shell, form, (token, group), &answer)),
    }
}

impl Confirm {
    fn new(shell: Shell, form: Form, (token, group): (String, String), answer: &Answer) -> Confirm {
        let (answer, reason) = match answer {
            Answer::Accept => ("Yes, they are welcome", ""),
            Answer::Waitlist => ("Not yet: they go on your waiting list", ""),
            Answer::Decline { reason, .. } => ("No, you cannot take them", reason.label()),
        };
        Confirm { shell, form, token, group, answer, reason }
    }
}

/// The confirming press: records the answer.
pub(crate) async fn confirm(
    app: App,
    shell: Shell,
    Path(token): Path<String>,
    Peer(from): Peer,
    mut form: Form,
) -> PageResult {
    limit(&app, &token, &from).await?;
    let actor = holder(&app, &token).await?;
    if let Some(answer) = read_answer(&mut form) {
        let key = form.key().to_owned();
        match app.write(&actor, move |act| group_answers::answer(act, &answer, &key)).await {
            // A link that was used or ran out meanwhile: its page says so.
            Ok(()) | Err(AppError::Refused(_)) => {
                return Ok(Redirect::to(&urls::group_answer(&token)).into_response());
            }
            Err(error) => return Err(error.into()),
        }
    }
    let asked = app.write(&actor, group_answers::show).await?;
    match Question::new(shell.clone(), form.clone(), token.clone(), &asked) {
        Some(question) => refused(&question),
        None => page(&Closed::new(shell, token, asked)),
    }
}

/// Sends a new link to the address that we have.
pub(crate) async fn renew(
    app: App,
    shell: Shell,
    Path(token): Path<String>,
    Peer(from): Peer,
) -> PageResult {
    limit(&app, &token, &from).await?;
    let actor = holder(&app, &token).await?;
    let (group, service) = app
        .write(&actor, |act| {
            group_answers::renew(act)?;
            let asked = group_answers::show(act)?;
            Ok((asked.group.name, asked.service))
        })
        .await?;
    page(&Closed {
        shell,
        token,
        group,
        service,
        title: "A new link is on its way",
        sentence: "We sent it to the e-mail address that we have for your group.".into(),
        may_renew: false,
    })
}

pub(crate) fn samples() -> Vec<Sample> {
    use app::links::Standing;
    let asked = |standing, state, person| Asked {
        standing,
        group: sample_group(),
        service: service_settings(),
        state,
        person,
        first_visit: Some(FirstVisit::MetAtTheDoor),
    };
    let sent = State::Sent { at: jiff::Timestamp::UNIX_EPOCH };
    let person = Permitted {
        name: Some("Margaret".into()),
        hopes: Some("To sing with others again.".into()),
        access_needs: vec![domain::group::AccessNeed::StepFree],
        ..Permitted::default()
    };
    let shell = || Shell::sample_for(true);
    let form = || Form::empty("key");
    let open = asked(Standing::Open, sent.clone(), Some(person));
    let question = |form| Question::new(shell(), form, "token".into(), &open);
    let mut slip = form();
    slip.refuse("said", "Choose an answer");
    let reason = DeclineReason::Full;
    let no = Answer::Decline { reason, words: String::new() };
    let names = || ("token".to_owned(), "Harbour Voices".to_owned());
    let closed =
        |standing, state| Closed::new(shell(), "token".into(), asked(standing, state, None));
    let mut samples = vec![
        ("group-confirm", Confirm::new(shell(), form(), names(), &no).render()),
        ("group-link-expired", closed(Standing::Expired, sent).render()),
        ("group-answered", closed(Standing::Used, State::Accepted).render()),
        ("group-waiting", closed(Standing::Used, State::Waitlisted).render()),
    ];
    samples.extend(question(form()).map(|page| ("group-asked", page.render())));
    samples.extend(question(slip).map(|page| ("group-asked-refused", page.render())));
    samples
}
