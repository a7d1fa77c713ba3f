//! Screen 2: who the person is, what is going on, and what they agreed to. One form.

use app::App;
use app::referrals;
use app::referrals::submit::{Submitted, submit as send};
use askama::Template;
use axum::extract::Query;
use axum::response::{IntoResponse as _, Redirect};
use domain::service::Settings;
use serde::Deserialize;

use super::door::{Door, SampleDoor};
use super::{alike, choices, fields};
use crate::components::Choice;
use crate::error::{PageResult, page, refused};
use crate::forms::Form;
use crate::samples::{Sample, service_settings};
use crate::shell::Shell;

/// The fields in which something can be wrong, as they stand on the page.
const ORDER: [&str; 18] = [
    "your_name",
    "relation",
    "worker",
    "given_name",
    "date_of_birth",
    "phone",
    "address",
    "postcode",
    "usually_near",
    "person_words",
    "referrer_words",
    "needs",
    "nhs_number",
    "email",
    "agreed",
    "share",
    "share_until",
    "",
];

#[derive(Template)]
#[template(path = "pages/refer/person.html")]
struct Page {
    shell: Shell,
    form: Form,
    door: Door,
    service: Settings,
    needs: Vec<Choice>,
    circumstances: Vec<Choice>,
    channels: Vec<Choice>,
    access_needs: Vec<Choice>,
    agreed: Vec<Choice>,
    share: Vec<Choice>,
    relations: Vec<Choice>,
    languages: Vec<Choice>,
}

impl Page {
    fn new(shell: Shell, form: Form, door: Door, service: Settings) -> Page {
        let to_them = door.is_oneself();
        Page {
            shell,
            form,
            door,
            service,
            needs: choices::needs(),
            circumstances: choices::circumstances(to_them),
            channels: choices::channels(),
            access_needs: choices::access_needs(),
            agreed: choices::agreed(),
            share: choices::share(),
            relations: choices::relations(),
            languages: choices::languages(),
        }
    }

    fn homes(&self) -> [(&'static str, &'static str); 3] {
        choices::homes()
    }

    /// Whether the part that is folded away holds something to see.
    fn is_unfolded(&self) -> bool {
        let folded = ["nhs_number", "email", "language", "interpreter", "contact_by"];
        let more = ["access_needs", "circumstances"];
        folded
            .into_iter()
            .chain(more)
            .any(|name| self.form.has_error(name) || !self.form.list_values(name).is_empty())
    }
}

/// Whether screen 1 was answered.
#[derive(Deserialize)]
pub(crate) struct Asked {
    checked: Option<String>,
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    door: Door,
    Query(asked): Query<Asked>,
) -> PageResult {
    // Whoever may not refer finds nothing here, whether or not they answered.
    let service = app.read(&door.actor(), referrals::is_right).await?;
    if asked.checked.is_none() {
        return Ok(Redirect::to(&door.right_url()).into_response());
    }
    let form = Form::empty(app.form_key());
    page(&Page::new(shell, form, door, service))
}

pub(crate) async fn submit(app: App, shell: Shell, door: Door, mut form: Form) -> PageResult {
    let door = door.answered(&form);
    let service = app.read(&door.actor(), referrals::is_right).await?;
    let (draft, referrer) = fields::read(&mut form, &door);
    let decision = alike::decision(&form);
    let asked = draft.clone();
    let problems = app.read(&door.actor(), move |act| referrals::problems(act, &asked)).await?;
    for problem in problems {
        let field = field_of(problem.field, &form);
        if field.is_empty() || !form.has_error(field) {
            form.refuse(field, problem.sentence);
        }
    }
    if !form.is_ok() {
        form.order_errors(&ORDER);
        return refused(&Page::new(shell, form, door, service));
    }
    let key = form.key().to_owned();
    let sent =
        app.write(&door.actor(), move |act| send(act, &draft, &referrer, decision, &key)).await?;
    match sent {
        Submitted::Sent(sent) => Ok(Redirect::to(&door.sent_url(sent.referral)).into_response()),
        Submitted::Alike(known) => alike::page_for(shell, form, door, known),
    }
}

/// The field of the form that a problem of the draft belongs to.
fn field_of<'a>(field: &'a str, form: &Form) -> &'a str {
    match field {
        "postcode" if form.value("home") == "no_fixed_abode" => "usually_near",
        // The form has no field for a service that has closed meanwhile.
        "intake" => "",
        other => other,
    }
}

/// What a GP might type.
pub(super) fn sample_form() -> Form {
    Form::empty("0190b7a0-key")
        .with("given_name", "Margaret")
        .with("family_name", "Ellis")
        .with("date_of_birth-day", "27")
        .with("date_of_birth-month", "3")
        .with("date_of_birth-year", "1948")
        .with("phone", "01632 960 123")
        .with("home", "address")
        .with("postcode", "IP1 2AB")
        .with("needs", "loneliness")
        .with("person_words", "I miss singing with other people.")
        .with("agreed", "spoken")
        .with("share", "outcome")
}

pub(crate) fn samples() -> Vec<Sample> {
    let sample = |which, form| {
        let door = Door::sample(which);
        Page::new(Shell::sample_for(!door.is_signed_in()), form, door, service_settings()).render()
    };
    let mut slip = sample_form().with("nhs_number", "943 476 5918");
    for field in ["given_name", "date_of_birth", "needs", "agreed", "share", "nhs_number"] {
        slip.refuse(field, "Say what to put here");
    }
    vec![
        ("refer-person", sample(SampleDoor::SignedIn, Form::empty("key"))),
        ("refer-person-refused", sample(SampleDoor::SignedIn, slip)),
        ("refer-person-agency", sample(SampleDoor::Agency, Form::empty("key"))),
        ("refer-person-oneself", sample(SampleDoor::Oneself, Form::empty("key"))),
        ("refer-person-on-behalf", sample(SampleDoor::OnBehalf, Form::empty("key"))),
    ]
}
