//! Sign in, and go where one was going.

use app::App;
use askama::Template;
use axum::extract::{Query, State as Shared};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use crate::error::{Error, PageResult, page, refused};
use crate::forms::Form;
use crate::samples::Sample;
use crate::session::{Peer, Session};
use crate::shell::Shell;
use crate::state::State;
use crate::{cookie, navigation, urls};

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
struct Page {
    shell: Shell,
    form: Form,
    was_sent_here: bool,
}

/// Where somebody was going before they had to sign in.
#[derive(Debug, Deserialize)]
pub(crate) struct Going {
    next: Option<String>,
}

pub(crate) async fn show(
    shell: Shell,
    Session(session): Session,
    Query(going): Query<Going>,
) -> PageResult {
    if let Some(who) = session {
        return Ok(Redirect::to(&navigation::home(&who)).into_response());
    }
    let next = going.next.as_deref().and_then(own_path);
    let form = Form::filled([("next", next.unwrap_or_default())]);
    page(&Page { shell, form, was_sent_here: next.is_some() })
}

pub(crate) async fn submit(
    app: App,
    shell: Shell,
    Peer(from): Peer,
    (Shared(state), sent): (Shared<State>, HeaderMap),
    mut form: Form,
) -> PageResult {
    let email = form.require("email", "Enter your e-mail address");
    let password = form.require_untrimmed("password", "Enter your password");
    let (Some(email), Some(password)) = (email, password) else {
        return refused(&Page { shell, form, was_sent_here: false });
    };
    let token = match app.sign_in(&email, &password, &from).await {
        Ok(token) => token,
        Err(error) => {
            form.absorb(error)?;
            return refused(&Page { shell, form, was_sent_here: false });
        }
    };
    // Whoever knew the old cookie must not go on with it.
    if let Some(before) = cookie::find(&state.settings, &sent) {
        app.sign_out(&before).await?;
    }
    let who = app.find_session(&token).await?.ok_or(Error::NotFound)?;
    let to = match own_path(form.value("next")) {
        Some(path) => path.to_owned(),
        None => navigation::home(&who),
    };
    let cookie = [(header::SET_COOKIE, cookie::keep(&state.settings, &token))];
    Ok((cookie, Redirect::to(&to)).into_response())
}

/// A path on this site; never another site's address dressed up as one.
fn own_path(typed: &str) -> Option<&str> {
    let is_own = typed.starts_with('/')
        && !typed.starts_with("//")
        && !typed.starts_with(urls::sign_in().as_str())
        && typed.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    is_own.then_some(typed)
}

/// The page at first, when somebody was sent here, and after a slip.
pub(crate) fn samples() -> Vec<Sample> {
    let mut slip = Form::filled([("email", "linkworker@demo.kith")]);
    slip.refuse("email", "Check the e-mail address and the password.");
    let sample = |form, was_sent_here| {
        let mut shell = Shell::sample();
        shell.who = None;
        shell.navigation.clear();
        Page { shell, form, was_sent_here }.render()
    };
    vec![
        ("sign-in", sample(Form::default(), false)),
        ("sign-in-first", sample(Form::filled([("next", "/today")]), true)),
        ("sign-in-refused", sample(slip, false)),
    ]
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn only_a_path_of_this_site_is_followed_after_signing_in() {
        assert_eq!(own_path("/today?page=2"), Some("/today?page=2"));
        for bad in [
            "",
            "https://elsewhere.example",
            "//elsewhere.example",
            "/\\elsewhere.example",
            "/\t/elsewhere.example",
            "/sign-in?next=/",
        ] {
            assert_eq!(own_path(bad), None, "{bad}");
        }
    }
}
