//! The public forms about an entry: something is wrong, and this is ours. No account, no name;
//! limited by network address and by entry.

use app::directory::{claims, corrections};
use app::sign_in::Limit;
use app::{Actor, App, AppError};
use askama::Template;
use axum::extract::Path;
use domain::group::claim::Asked;
use domain::group::correction::{Field, Typed};
use domain::group::{Group, Status};
use domain::ids::GroupId;
use jiff::SignedDuration;

use crate::components::Choice;
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::pages::groups::facts::sample;
use crate::samples::Sample;
use crate::session::Peer;
use crate::shell::Shell;

/// How often one network address may look at these pages or send one.
const BY_ADDRESS: Limit = Limit { hits: 60, window: SignedDuration::from_mins(10) };

/// How often one network address may send one.
const SENT_BY_ADDRESS: Limit = Limit { hits: 10, window: SignedDuration::from_hours(1) };

#[derive(Template)]
#[template(path = "pages/keeping/wrong.html")]
struct Wrong {
    shell: Shell,
    form: Form,
    id: GroupId,
    name: String,
    is_standing: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "pages/keeping/claim_entry.html")]
struct Claim {
    shell: Shell,
    form: Form,
    id: GroupId,
    name: String,
}

#[derive(Template)]
#[template(path = "pages/keeping/thanks.html")]
struct Thanks {
    shell: Shell,
    id: GroupId,
    title: &'static str,
    sentence: String,
}

const FIELDS: [&str; 11] = [
    "words",
    "standing",
    "name",
    "description",
    "building",
    "address",
    "postcode",
    "cost",
    "phone",
    "email",
    "url",
];

impl Wrong {
    fn new(shell: Shell, form: Form, group: &Group) -> Wrong {
        let is_standing = vec![
            Choice::new("running", "It is meeting"),
            Choice::new("paused", "It is not meeting for now"),
            Choice::new("ended", "It has ended"),
        ];
        Wrong { shell, form, id: group.id, name: group.name.clone(), is_standing }
    }
}

async fn open(
    app: &App,
    from: &str,
    id: GroupId,
    limit: (&'static str, Limit),
) -> Result<(Actor, Group), Error> {
    app.throttle(limit.0, from, limit.1).await?;
    Ok(app.public_group(id).await?)
}

const LOOKS: (&str, Limit) = ("forms about an entry by address", BY_ADDRESS);
const SENDS: (&str, Limit) = ("sent about an entry by address", SENT_BY_ADDRESS);

pub(crate) async fn show_wrong(
    app: App,
    shell: Shell,
    Peer(from): Peer,
    Path(id): Path<GroupId>,
) -> PageResult {
    let (_, group) = open(&app, &from, id, LOOKS).await?;
    let fields = Field::ALL.map(|field| (field.key(), field.of(&group)));
    let form = Form::filled(fields).with(crate::forms::KEY_FIELD, app.form_key());
    page(&Wrong::new(shell, form, &group))
}

fn typed(form: &Form) -> Typed {
    let status = match form.value("standing") {
        "running" => Some(Status::Running),
        "paused" => Some(Status::Paused),
        "ended" => Some(Status::Ended { on: None }),
        _ => None,
    };
    let typed = |field: Field| (field, form.value(field.key()).to_owned());
    let is_sent = |field: &Field| form.typed().any(|(name, _)| name == field.key());
    let fields = Field::ALL.into_iter().filter(is_sent).map(typed).collect();
    Typed { words: form.value("words").to_owned(), fields, status }
}

pub(crate) async fn submit_wrong(
    app: App,
    shell: Shell,
    Peer(from): Peer,
    Path(id): Path<GroupId>,
    mut form: Form,
) -> PageResult {
    let (actor, group) = open(&app, &from, id, SENDS).await?;
    let (typed, key) = (typed(&form), form.key().to_owned());
    let id = group.id;
    match app.write(&actor, move |act| corrections::suggest(act, id, &typed, &key)).await {
        Ok(_) => page(&Thanks {
            shell,
            id,
            title: "Thank you",
            sentence: format!(
                "Somebody who keeps the directory will ask {} and put it right.",
                group.name
            ),
        }),
        Err(error @ (AppError::Invalid(_) | AppError::Refused(_))) => {
            form.absorb(error)?;
            form.order_errors(&FIELDS);
            refused(&Wrong::new(shell, form, &group))
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn show_claim(
    app: App,
    shell: Shell,
    Peer(from): Peer,
    Path(id): Path<GroupId>,
) -> PageResult {
    let (_, group) = open(&app, &from, id, LOOKS).await?;
    let form = Form::empty(app.form_key());
    page(&Claim { shell, form, id: group.id, name: group.name })
}

pub(crate) async fn submit_claim(
    app: App,
    shell: Shell,
    Peer(from): Peer,
    Path(id): Path<GroupId>,
    mut form: Form,
) -> PageResult {
    let (actor, group) = open(&app, &from, id, SENDS).await?;
    let typed = |name: &str| form.value(name).to_owned();
    let asked = Asked {
        organisation: typed("organisation"),
        role: typed("role"),
        email: typed("email"),
        words: typed("words"),
    };
    let (id, key) = (group.id, form.key().to_owned());
    match app.write(&actor, move |act| claims::ask(act, id, &asked, &key)).await {
        Ok(_) => page(&Thanks {
            shell,
            id,
            title: "Look at your e-mails",
            sentence: "We have sent a link to the address you gave. Press it to confirm the \
                       address; then somebody here will look, and write to you."
                .to_owned(),
        }),
        Err(error @ (AppError::Invalid(_) | AppError::Refused(_))) => {
            form.absorb(error)?;
            refused(&Claim { shell, form, id, name: group.name })
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let shell = || Shell::sample_for(true);
    let group = sample();
    let filled = Form::filled(Field::ALL.map(|field| (field.key(), field.of(&group))));
    let mut silent = filled.clone();
    silent.refuse("words", "Tell us what is wrong, or change what should say something else");
    let claim = |form| Claim { shell: shell(), form, id: group.id, name: group.name.clone() };
    let mut wrong = Form::empty("key");
    wrong.refuse("email", "Enter an e-mail address, such as name@example.org");
    let thanks = Thanks {
        shell: shell(),
        id: group.id,
        title: "Thank you",
        sentence: "Somebody will ask the group and put it right.".into(),
    };
    vec![
        ("group-wrong", Wrong::new(shell(), filled, &group).render()),
        ("group-wrong-refused", Wrong::new(shell(), silent, &group).render()),
        ("group-claim", claim(Form::empty("key")).render()),
        ("group-claim-refused", claim(wrong).render()),
        ("group-thanks", thanks.render()),
    ]
}
