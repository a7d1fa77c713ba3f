//! A group worries about somebody on its register. The page is the one behind the other link.

use app::{App, registers};
use axum::extract::Path;
use domain::ids::PrescriptionId;
use serde::Deserialize;

use super::door::Door;
use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::pages::group_answers::worry::Page;
use crate::shell::Shell;

/// About whom, as the URL says it beside its door.
#[derive(Deserialize)]
pub(crate) struct Asked {
    who: PrescriptionId,
}

async fn draw(
    app: &App,
    shell: Shell,
    door: &Door,
    (who, form): (PrescriptionId, Form),
) -> Result<Page, Error> {
    let group = door.group;
    let register = app.write(&door.actor, move |act| registers::open(act, group, None)).await?;
    let line = register.lines.iter().find(|line| line.prescription.id == who);
    let line = line.filter(|_| register.may_mark).ok_or(Error::NotFound)?;
    Ok(Page {
        shell,
        form,
        name: line.permitted.name.clone().unwrap_or_else(|| "this person".into()),
        service: register.service.clone(),
        url: format!("{}/worried/{who}", door.base),
        back: door.base.clone(),
        is_told: false,
    })
}

/// Whom to call, and a few words to us.
pub(crate) async fn show(
    app: App,
    shell: Shell,
    door: Door,
    Path(Asked { who }): Path<Asked>,
) -> PageResult {
    let form = Form::empty(app.form_key());
    page(&draw(&app, shell, &door, (who, form)).await?)
}

/// Tells those who lead safeguarding.
pub(crate) async fn submit(
    app: App,
    shell: Shell,
    door: Door,
    Path(Asked { who }): Path<Asked>,
    mut form: Form,
) -> PageResult {
    let (group, words, key) = (door.group, form.value("words").to_owned(), form.key().to_owned());
    let told =
        app.write(&door.actor, move |act| registers::worry(act, group, who, &words, &key)).await;
    match told {
        Ok(()) => page(&Page { is_told: true, ..draw(&app, shell, &door, (who, form)).await? }),
        Err(error) => {
            form.absorb(error)?;
            refused(&draw(&app, shell, &door, (who, form)).await?)
        }
    }
}
