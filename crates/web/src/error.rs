//! What can go wrong on the way to a page, in words for whoever asked.
//!
//! The only file with status codes. What somebody may not see is *not found*, so that nobody
//! learns what exists. Handlers return `Error`; `dress` turns it, and every bare refusal of a
//! layer, into a page with a reference number that the log knows too.

use app::AppError;
use app::feed::oruk::Problem;
use askama::Template;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};

use crate::cookie;
use crate::observe;
use crate::samples::Sample;
use crate::security;
use crate::shell::Shell;
use crate::state::State;
use crate::urls;

/// What a page handler returns.
pub type PageResult = Result<Response, Error>;

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is nothing here, or nothing that this person may see.
    #[error("not found")]
    NotFound,
    /// Somebody else changed the same thing first; nothing was saved.
    #[error("changed by somebody else first")]
    Conflict,
    /// Too many tries in a short time.
    #[error("too many requests")]
    TooManyRequests {
        /// When to try again.
        wait_seconds: u64,
    },
    /// The pathway or a rule does not allow it, in a sentence for the person at the screen.
    #[error("refused: {0}")]
    Refused(String),
    /// The page is for people who are signed in; `next` is where they were going.
    #[error("not signed in")]
    SignInFirst {
        /// The page they asked for.
        next: Option<String>,
    },
    /// More was sent than this page takes.
    #[error("too big")]
    TooBig,
    /// What was sent could not be read.
    #[error("unreadable request")]
    Unreadable,
    /// Something broke on our side; the text is for the log and holds no personal data.
    #[error("broken: {0}")]
    Broken(String),
}

impl Error {
    /// What a framework's refusal of a body means for a page.
    pub(crate) fn from_status(status: StatusCode) -> Error {
        match status {
            StatusCode::PAYLOAD_TOO_LARGE => Error::TooBig,
            _ => Error::Unreadable,
        }
    }
}

impl From<AppError> for Error {
    fn from(error: AppError) -> Error {
        match error {
            AppError::NotFound => Error::NotFound,
            AppError::Conflict => Error::Conflict,
            AppError::Refused(sentence) => Error::Refused(sentence),
            AppError::TooMany { wait_seconds } => Error::TooManyRequests { wait_seconds },
            // A handler with a form keeps these with it (`Form::absorb`); without one there is
            // nothing to show them beside.
            AppError::Invalid(_) => Error::Unreadable,
            AppError::Broken(why) => Error::Broken(why.to_string()),
        }
    }
}

impl From<askama::Error> for Error {
    fn from(why: askama::Error) -> Error {
        Error::Broken(why.to_string())
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = match &self {
            Error::NotFound => StatusCode::NOT_FOUND,
            Error::Conflict | Error::Refused(_) => StatusCode::CONFLICT,
            Error::SignInFirst { .. } => StatusCode::SEE_OTHER,
            Error::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            Error::TooBig => StatusCode::PAYLOAD_TOO_LARGE,
            Error::Unreadable => StatusCode::BAD_REQUEST,
            Error::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let mut response = status.into_response();
        match self {
            Error::TooManyRequests { wait_seconds } => {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait_seconds));
            }
            Error::Refused(sentence) => {
                response.extensions_mut().insert(Sentence(sentence));
            }
            Error::SignInFirst { next } => {
                let to = next.map_or_else(urls::sign_in, |next| urls::sign_in_then(&next));
                return Redirect::to(&to).into_response();
            }
            Error::Broken(why) => tracing::error!(%why, "a page could not be made"),
            _ => {}
        }
        response
    }
}

/// A page, as it should be.
pub fn page(template: &impl Template) -> PageResult {
    Ok(Html(template.render()?).into_response())
}

/// A page with a status of its own.
pub fn page_with(status: StatusCode, template: &impl Template) -> PageResult {
    Ok((status, Html(template.render()?)).into_response())
}

/// The same form again, with what was typed and what to mend. Nothing was changed.
pub fn refused(template: &impl Template) -> PageResult {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(template.render()?)).into_response())
}

/// Parameters of the public feed that cannot be read, and what to write instead.
pub(crate) fn unreadable_parameters(problems: &[Problem]) -> Response {
    let told = problems.iter().map(|problem| {
        serde_json::json!({ "parameter": problem.parameter, "message": problem.sentence })
    });
    let body = serde_json::json!({
        "error": "Some parameters cannot be read. Nothing was looked up.",
        "problems": told.collect::<Vec<_>>(),
    });
    in_json(StatusCode::BAD_REQUEST, &body)
}

/// What the public feed does not have.
pub(crate) fn not_in_feed(sentence: &str) -> Response {
    in_json(StatusCode::NOT_FOUND, &serde_json::json!({ "error": sentence }))
}

fn in_json(status: StatusCode, body: &serde_json::Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

/// The database does not answer: for `/health/ready` only.
pub(crate) fn not_ready(words: &'static str) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, words).into_response()
}

/// A refusal's own sentence, on its way to the page that `dress` makes.
#[derive(Clone)]
struct Sentence(String);

#[derive(Template)]
#[template(path = "error.html")]
struct Page {
    shell: Shell,
    title: &'static str,
    words: Vec<String>,
    reference: String,
}

/// Gives every bare refusal a page: a sentence, what to do next, and a reference number.
pub(crate) async fn dress(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
    let reference = observe::reference(&request);
    let is_probe = request.uri().path().starts_with("/health/");
    let is_feed = security::is_open(request.uri().path());
    let token = cookie::find(&state.settings, request.headers());
    let response = next.run(request).await;
    let status = response.status();
    if is_probe || !(status.is_client_error() || status.is_server_error()) || is_dressed(&response)
    {
        return response;
    }
    let (title, words) = match response.extensions().get::<Sentence>() {
        Some(Sentence(sentence)) => (NOT_NOW, vec![sentence.clone()]),
        None => sentences(status),
    };
    if is_feed {
        let said = in_json(status, &serde_json::json!({ "error": words.join(" ") }));
        let (mut parts, _) = response.into_parts();
        parts.headers.remove(header::CONTENT_LENGTH);
        parts.headers.extend(said.headers().clone());
        return Response::from_parts(parts, said.into_body());
    }
    let who = match token {
        Some(token) => state.app.find_session(&token).await.ok().flatten(),
        None => None,
    };
    let page = Page { shell: Shell::around(&state, who, ""), title, words, reference };
    let Ok(html) = page.render() else { return response };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts
        .headers
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    Response::from_parts(parts, Body::from(html))
}

/// Whether the answer already speaks to its reader, as a page or in an API's format.
fn is_dressed(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html") || kind.contains("json"))
}

const NOT_NOW: &str = "This cannot be done now";

fn sentences(status: StatusCode) -> (&'static str, Vec<String>) {
    let (title, words) = words(status);
    (title, words.iter().map(|&sentence| sentence.to_owned()).collect())
}

fn words(status: StatusCode) -> (&'static str, &'static [&'static str]) {
    match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => (
            "Page not found",
            &[
                "There is nothing at this address, or it is not yours to see.",
                "If you typed the address, check it. If you followed a link from a message, the \
                 link may have run out: ask whoever sent it for a new one.",
            ],
        ),
        StatusCode::CONFLICT => (
            "Somebody else changed this first",
            &[
                "Your change was not saved, because somebody changed the same thing while you \
                 were working on it.",
                "Go back, reload the page to see what is there now, then make your change again.",
            ],
        ),
        StatusCode::TOO_MANY_REQUESTS => (
            "Please wait a little",
            &[
                "There have been too many tries in a short time.",
                "Wait a few minutes, then try again.",
            ],
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "That is too big to send",
            &["Nothing was saved.", "Send a smaller file, or split it in two."],
        ),
        StatusCode::FORBIDDEN => (
            "This form came from somewhere else",
            &[
                "To keep people safe, we only take forms that were opened on this site. Nothing \
                 was changed.",
                "Open the page again from here, then send the form.",
            ],
        ),
        StatusCode::REQUEST_TIMEOUT => (
            "This took too long",
            &[
                "We could not finish in time.",
                "Check whether your change is there before you send it again.",
            ],
        ),
        status if status.is_client_error() => (
            "We could not read what was sent",
            &["Nothing was changed.", "Go back to the form and send it again."],
        ),
        _ => (
            "Something went wrong",
            &[
                "The fault is on our side. What you saved before is safe.",
                "Try again in a few minutes. If it happens again, tell whoever runs this service \
                 and give them the reference below.",
            ],
        ),
    }
}

/// One page of each kind, for the checks.
pub(crate) fn samples() -> Vec<Sample> {
    [
        ("error-not-found", StatusCode::NOT_FOUND),
        ("error-conflict", StatusCode::CONFLICT),
        ("error-too-many", StatusCode::TOO_MANY_REQUESTS),
        ("error-too-big", StatusCode::PAYLOAD_TOO_LARGE),
        ("error-elsewhere", StatusCode::FORBIDDEN),
        ("error-slow", StatusCode::REQUEST_TIMEOUT),
        ("error-unreadable", StatusCode::BAD_REQUEST),
        ("error-broken", StatusCode::INTERNAL_SERVER_ERROR),
    ]
    .map(|(name, status)| {
        let (title, words) = sentences(status);
        let page = Page { shell: Shell::sample(), title, words, reference: "7F3A-19C2".to_owned() };
        (name, page.render())
    })
    .into()
}
