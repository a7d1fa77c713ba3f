//! A practice's file of referrals: what would happen to each row, then one press sends the good
//! ones. The file travels with the form, so that nothing is kept before that press.

use app::referrals::import::{self, File, Judged, Look, Verdict};
use app::{Actor, App};
use askama::Template;
use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::access::{Relation, Verb};
use domain::referral::Referrer;

use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

/// What a file may weigh: as text in a form it grows by a third.
const MOST_BYTES: usize = 256 * 1024;
/// The fields in which the file travels on.
const FILE: &str = "file";
const FILE_NAME: &str = "file_name";

#[derive(Template)]
#[template(path = "pages/referrals/import.html")]
struct Ask {
    shell: Shell,
    form: Form,
    columns: &'static [(&'static str, &'static str)],
}

#[derive(Template)]
#[template(path = "pages/referrals/import_look.html")]
struct Shown {
    shell: Shell,
    form: Form,
    look: Look,
}

impl Ask {
    fn new(shell: Shell, form: Form) -> Ask {
        Ask { shell, form, columns: import::COLUMNS }
    }
}

impl Shown {
    fn others(&self) -> usize {
        self.look.rows.len() - self.look.good_count()
    }
}

pub(crate) async fn show(app: App, shell: Shell, actor: Actor) -> PageResult {
    allowed(&actor)?;
    page(&Ask::new(shell, Form::empty(app.form_key())))
}

/// An empty file with the columns.
pub(crate) async fn template(actor: Actor) -> PageResult {
    allowed(&actor)?;
    let columns: Vec<&str> = import::COLUMNS.iter().map(|(name, _)| *name).collect();
    Ok(download("referrals-template.csv", format!("{}\r\n", columns.join(",")).into_bytes()))
}

/// The file, looked at; nothing is sent.
pub(crate) async fn submit(
    app: App,
    shell: Shell,
    actor: Actor,
    upload: Result<Multipart, MultipartRejection>,
) -> PageResult {
    allowed(&actor)?;
    let mut form = Form::empty(app.form_key());
    let Some(file) = read_upload(upload.map_err(|_| Error::Unreadable)?, &mut form).await? else {
        return refused(&Ask::new(shell, form));
    };
    let coded = URL_SAFE_NO_PAD.encode(&file.bytes);
    let form = form.with(FILE, coded).with(FILE_NAME, file.name.clone());
    look_at(app, shell, actor, file, form).await
}

async fn look_at(app: App, shell: Shell, actor: Actor, file: File, mut form: Form) -> PageResult {
    match app.write(&actor, move |act| import::look(act, &file)).await {
        Ok(look) => page(&Shown { shell, form, look }),
        Err(error) => {
            form.absorb(error)?;
            refused(&Ask::new(shell, form))
        }
    }
}

/// Sends the good rows.
pub(crate) async fn send(app: App, actor: Actor, form: Form) -> PageResult {
    allowed(&actor)?;
    let Actor::User(who) = &actor else { return Err(Error::NotFound) };
    let organisation = who.organisation.clone().unwrap_or_default();
    let referrer = Referrer::User { user: who.user, organisation };
    let (file, key) = (carried(&form)?, form.key().to_owned());
    let count =
        app.write(&actor, move |act| import::send_good(act, &file, &referrer, &key)).await?;
    Ok(Redirect::to(&urls::my_referrals_after_import(count)).into_response())
}

/// The rows that are not sent, to be mended in a spreadsheet.
pub(crate) async fn not_sent(app: App, actor: Actor, form: Form) -> PageResult {
    allowed(&actor)?;
    let file = carried(&form)?;
    let list = app.write(&actor, move |act| import::not_sent(act, &file)).await?;
    Ok(download("rows-not-sent.csv", list))
}

fn allowed(actor: &Actor) -> Result<(), Error> {
    match actor.may(Verb::ImportReferrals, Relation::Service) {
        true => Ok(()),
        false => Err(Error::NotFound),
    }
}

async fn read_upload(mut upload: Multipart, form: &mut Form) -> Result<Option<File>, Error> {
    while let Some(part) = upload.next_field().await.map_err(|_| Error::Unreadable)? {
        if part.name() != Some(FILE) {
            continue;
        }
        let name = part.file_name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(|why| Error::from_status(why.status()))?.to_vec();
        if bytes.is_empty() {
            break;
        }
        if bytes.len() > MOST_BYTES {
            form.refuse(FILE, "Choose a file smaller than 256 KB, or split it in two");
            return Ok(None);
        }
        return Ok(Some(File { name, bytes }));
    }
    form.refuse(FILE, "Choose a CSV file");
    Ok(None)
}

/// The file that travelled with the form.
fn carried(form: &Form) -> Result<File, Error> {
    let bytes = URL_SAFE_NO_PAD.decode(form.value(FILE)).map_err(|_| Error::Unreadable)?;
    Ok(File { name: form.value(FILE_NAME).to_owned(), bytes })
}

fn download(name: &str, bytes: Vec<u8>) -> axum::response::Response {
    let attachment = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, attachment),
    ];
    (headers, bytes).into_response()
}

pub(crate) fn samples() -> Vec<Sample> {
    let row = |row, name: &str, verdict| Judged { row, name: name.into(), verdict };
    let mend = vec![("phone".to_owned(), "Enter at least one way to reach the person".to_owned())];
    let look = Look {
        rows: vec![
            row(1, "Margaret Ellis", Verdict::Good),
            row(2, "Idris Hassan", Verdict::Mend(mend)),
            row(3, "Tom Reed", Verdict::Known),
            row(4, "Margaret Ellis", Verdict::Twice { row: 1 }),
        ],
        ignored_columns: vec!["ward".into()],
    };
    let form = Form::empty("key").with(FILE, "bmFtZQ").with(FILE_NAME, "practice.csv");
    let mut missed = Form::default();
    missed.refuse(FILE, "Choose a CSV file");
    vec![
        ("referrals-import", Ask::new(Shell::sample(), missed).render()),
        ("referrals-import-look", Shown { shell: Shell::sample(), form, look }.render()),
    ]
}
