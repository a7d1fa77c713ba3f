//! What may be shared with the group, how the first visit is helped, and asking the group.

use app::prescriptions::{self, Asking, Room};
use app::{Actor, App};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::access::Verb;
use domain::ids::PrescriptionId;
use domain::permission::{Detail, How};
use domain::prescription::FirstVisit;

use crate::components::Choice;
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/prescriptions/send.html")]
struct Page {
    shell: Shell,
    form: Form,
    id: PrescriptionId,
    name: String,
    group: String,
    has_email: bool,
    no_room: String,
    details: Vec<Choice>,
    ways: Vec<Choice>,
    visits: Vec<Choice>,
}

struct About {
    id: PrescriptionId,
    name: String,
    group: String,
    has_email: bool,
    room: Room,
}

impl Page {
    fn new(shell: Shell, form: Form, about: About) -> Page {
        let how = |how: How| match how {
            How::Spoken => Choice::new(how.key(), "They said so"),
            How::Written => Choice::new(how.key(), "They signed on paper"),
            How::Online => Choice::new(how.key(), "They ticked it themself"),
        };
        let detail = |detail: Detail| {
            let text = super::super::groups::facts::capital(detail.label());
            Choice::new(detail.key(), text)
        };
        Page {
            shell,
            form,
            id: about.id,
            name: about.name,
            group: about.group,
            has_email: about.has_email,
            no_room: about.room.sentence(),
            details: Detail::FOR_A_GROUP.map(detail).into(),
            ways: How::ALL.map(how).into(),
            visits: FirstVisit::ALL.map(|one| Choice::new(one.key(), one.label())).into(),
        }
    }
}

async fn load(app: &App, actor: &Actor, id: PrescriptionId) -> Result<About, Error> {
    let whole = app
        .write(actor, move |act| {
            prescriptions::load(act, id, Verb::Prescribe)?;
            prescriptions::find(act, id)
        })
        .await?;
    Ok(About {
        id,
        name: whole.person.details.given_name,
        has_email: whole.group.contact.email.is_some(),
        group: whole.group.name,
        room: whole.room,
    })
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<PrescriptionId>,
) -> PageResult {
    let about = load(&app, &actor, id).await?;
    // Nothing is ticked beforehand: a permission is given, not assumed.
    let form = Form::empty(app.form_key());
    page(&Page::new(shell, form, about))
}

pub(crate) async fn submit(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<PrescriptionId>,
    mut form: Form,
) -> PageResult {
    let about = load(&app, &actor, id).await?;
    let until = form.date("until", "day");
    let asking = Asking {
        details: Detail::FOR_A_GROUP
            .into_iter()
            .filter(|detail| form.has("details", detail.key()))
            .collect(),
        until,
        how: How::from_key(form.value("how")),
        hopes: form.value("hopes").to_owned(),
        first_visit: FirstVisit::from_key(form.value("first_visit")),
    };
    if !form.is_ok() {
        return refused(&Page::new(shell, form, about));
    }
    let key = form.key().to_owned();
    match app.write(&actor, move |act| prescriptions::send(act, id, &asking, &key)).await {
        Ok(()) => Ok(Redirect::to(&urls::prescription(id)).into_response()),
        Err(error) => {
            form.absorb(error)?;
            refused(&Page::new(shell, form, about))
        }
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let sample = |form: Form, room| {
        let about = About {
            id: uuid::Uuid::nil().into(),
            name: "Margaret".into(),
            group: "Harbour Voices".into(),
            has_email: true,
            room,
        };
        Page::new(Shell::sample(), form, about).render()
    };
    let first = Form::empty("key");
    let mut slip = Form::empty("key");
    for field in ["details", "how", "first_visit"] {
        slip.refuse(field, "Choose one");
    }
    vec![
        ("prescription-send", sample(first, Room::Open { left: Some(2) })),
        ("prescription-send-refused", sample(slip, Room::Full)),
    ]
}
