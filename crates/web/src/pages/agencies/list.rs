//! Every agency with its link; adding one, giving a new link, taking a link back.

use app::agencies::{self, Agency, AgencyLine};
use app::links::Purpose;
use app::{Actor, App, AppResult};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::ids::AgencyId;

use crate::error::{PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

struct Line {
    agency: Agency,
    url: Option<String>,
    count_words: String,
}

#[derive(Template)]
#[template(path = "pages/agencies/list.html")]
struct Page {
    shell: Shell,
    form: Form,
    lines: Vec<Line>,
}

async fn draw(app: &App, shell: Shell, actor: &Actor, form: Form) -> AppResult<Page> {
    let found = app.read(actor, agencies::list).await?;
    let line = |line: AgencyLine| Line {
        url: line.link.map(|link| app.link_url(Purpose::Agency, link)),
        count_words: count_words(line.referral_count),
        agency: line.agency,
    };
    Ok(Page { shell, form, lines: found.into_iter().map(line).collect() })
}

fn count_words(count: i64) -> String {
    match count {
        0 => "nobody referred yet".into(),
        1 => "1 person referred".into(),
        count => format!("{count} people referred"),
    }
}

pub(crate) async fn show(app: App, shell: Shell, actor: Actor) -> PageResult {
    let form = Form::empty(app.form_key());
    page(&draw(&app, shell, &actor, form).await?)
}

pub(crate) async fn submit(app: App, shell: Shell, actor: Actor, mut form: Form) -> PageResult {
    let (name, kind) = (form.value("name").to_owned(), form.value("kind").to_owned());
    let key = form.key().to_owned();
    let added = app.write(&actor, move |act| agencies::add(act, &name, &kind, &key)).await;
    match added {
        Ok(id) => Ok(Redirect::to(&urls::agency_poster(id)).into_response()),
        Err(error) => {
            form.absorb(error)?;
            refused(&draw(&app, shell, &actor, form).await?)
        }
    }
}

/// A new link; the old one stops working.
pub(crate) async fn renew(
    app: App,
    actor: Actor,
    Path(id): Path<AgencyId>,
    form: Form,
) -> PageResult {
    let key = form.key().to_owned();
    app.write(&actor, move |act| agencies::renew(act, id, &key)).await?;
    Ok(Redirect::to(&urls::agency_poster(id)).into_response())
}

/// Takes the link back.
pub(crate) async fn revoke(app: App, actor: Actor, Path(id): Path<AgencyId>) -> PageResult {
    app.write(&actor, move |act| agencies::revoke(act, id)).await?;
    Ok(Redirect::to(&urls::agencies()).into_response())
}

pub(crate) fn samples() -> Vec<Sample> {
    let line = |name: &str, url: Option<&str>, count| Line {
        agency: Agency {
            id: uuid::Uuid::nil().into(),
            name: name.into(),
            kind: "food bank".into(),
            is_active: true,
        },
        url: url.map(str::to_owned),
        count_words: count_words(count),
    };
    let lines = vec![
        line("Quay Food Bank", Some("https://kith.example/a/AbCdEf012345678901234567"), 12),
        line("Harbour Housing", None, 0),
    ];
    let page = Page { shell: Shell::sample(), form: Form::empty("key"), lines };
    let mut form = Form::empty("key");
    form.refuse("name", "Enter the agency’s name");
    let empty = Page { shell: Shell::sample(), form, lines: vec![] };
    vec![("agencies", page.render()), ("agencies-refused", empty.render())]
}
