//! What became of one referral, for whoever sent it; and their answer when we asked something.

use app::feedback::{self, Feedback};
use app::referrals::supply;
use app::referrals::told::{self, ToldLine};
use app::{Actor, App};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use domain::ids::ReferralId;
use domain::referral::telling::{Sharing, Told};

use super::{day, sentence};
use crate::error::{PageResult, page, refused};
use crate::forms::Form;
use crate::labels::{Label, label};
use crate::samples::Sample;
use crate::shell::Shell;
use crate::urls;

#[derive(Template)]
#[template(path = "pages/referrals/told.html")]
struct Page {
    shell: Shell,
    form: Form,
    told: ToldLine,
    tag: Label,
    sent: String,
    words: String,
    question: Option<String>,
    /// The words that were agreed with the person.
    agreed: String,
    /// Codes for the GP record.
    codes: Vec<String>,
}

impl Page {
    fn new(shell: Shell, form: Form, (told, heard): (ToldLine, Feedback), zone: &str) -> Page {
        let question = match &told.told {
            Told::Question { question } => Some(question.clone()),
            _ => None,
        };
        let code = |(code, at): &(domain::snomed::Code, jiff::Timestamp)| {
            format!("{} {}, {}", code.id(), code.term(), day(*at, zone))
        };
        let codes = heard.codes.iter().map(code).collect();
        let agreed = heard.words.unwrap_or_default();
        let (tag, words) = (label("told", told.told.name()), sentence(&told.told, told.sharing));
        Page {
            shell,
            form,
            sent: day(told.sent_at, zone),
            tag,
            words,
            question,
            agreed,
            codes,
            told,
        }
    }

    fn permission(&self) -> &'static str {
        match self.told.sharing {
            Sharing::Outcome => "They agreed that we tell you how it turns out.",
            Sharing::Codes => "They agreed that we tell you only that support began or ended.",
            Sharing::Nothing => "They did not agree that we tell you how it goes.",
        }
    }
}

async fn draw(app: &App, shell: Shell, actor: &Actor, id: ReferralId, form: Form) -> PageOrError {
    // Reading somebody's record is kept in the audit trail, so it is a write.
    let (told, zone) = app
        .write(actor, move |act| {
            let told = (told::find(act, id)?, feedback::of_referral(act, id)?);
            Ok((told, act.service_settings()?.time_zone))
        })
        .await?;
    Ok(Page::new(shell, form, told, &zone))
}

type PageOrError = Result<Page, crate::error::Error>;

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<ReferralId>,
) -> PageResult {
    let form = Form::empty(app.form_key());
    page(&draw(&app, shell, &actor, id, form).await?)
}

pub(crate) async fn submit(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<ReferralId>,
    mut form: Form,
) -> PageResult {
    let (answer, key) = (form.value("answer").to_owned(), form.key().to_owned());
    match app.write(&actor, move |act| supply(act, id, &answer, &key)).await {
        Ok(()) => Ok(Redirect::to(&urls::my_referral(id)).into_response()),
        Err(error) => {
            form.absorb(error)?;
            refused(&draw(&app, shell, &actor, id, form).await?)
        }
    }
}

pub(crate) fn samples() -> Vec<Sample> {
    let sample = |told, sharing, form, words: Option<&str>| {
        let words = words.map(str::to_owned);
        let codes = match sharing {
            Sharing::Nothing => vec![],
            _ => vec![(domain::snomed::Code::Referred, jiff::Timestamp::UNIX_EPOCH)],
        };
        let told = ToldLine {
            referral: uuid::Uuid::nil().into(),
            reference: "7F3A-19C2".into(),
            name: "Margaret Ellis".into(),
            sent_at: jiff::Timestamp::UNIX_EPOCH,
            told,
            sharing,
        };
        let told = (told, Feedback { words, codes });
        Page::new(Shell::sample(), form, told, "Europe/London").render()
    };
    let question = Told::Question { question: "Does she have a telephone of her own?".into() };
    let ended = Told::Ended { outcome: Some(domain::referral::Outcome::JoinedGroup) };
    let died = Told::NotBegun { why: Some(domain::referral::reasons::Close::Died) };
    let mut missed = Form::empty("key");
    missed.refuse("answer", "Write your answer");
    vec![
        ("referral-told", sample(Told::InHand, Sharing::Nothing, Form::default(), None)),
        ("referral-told-question", sample(question, Sharing::Codes, missed, None)),
        ("referral-told-died", sample(died, Sharing::Outcome, Form::default(), None)),
        (
            "referral-told-ended",
            sample(ended, Sharing::Outcome, Form::default(), Some("Margaret sings again.")),
        ),
    ]
}
