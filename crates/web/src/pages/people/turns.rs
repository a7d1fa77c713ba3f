//! Every turn in somebody's support: rest, end, end early, say no, take up again.
//!
//! To add a turn: one item here, one line in `samples`, and its two routes.

use app::{Act, Actor, App, AppError, AppResult, feedback, holding};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use domain::access::Verb;
use domain::ids::PersonId;
use domain::referral::reasons::{Close, Hold, Reopen, Withdraw};
use domain::referral::{Outcome, State};

use super::turn::{Filled, Turn};
use crate::error::PageResult;
use crate::samples::Sample;
use crate::urls;

/// Rests until a day.
pub(crate) static HOLD: Turn = Turn {
    name: "hold",
    at: urls::hold,
    verb: Verb::Hold,
    heading: ("Put ", " on hold"),
    words: "A pause is a good answer. Nobody is forgotten: they come back to your list on the day that you choose.",
    question: "Why do you wait?",
    choices: || Hold::ALL.iter().map(|reason| (reason.key(), reason.label())).collect(),
    missing: "Choose why you wait",
    date: "When do you ask again?",
    agreed: "",
    button: "Put on hold",
    does: |act, id, filled| {
        let reason = chosen(Hold::from_key(&filled.reason))?;
        holding::hold(act, id, chosen(filled.until)?, reason)
    },
};

/// Ends the link worker's stage, with how it ended.
pub(crate) static FINISH: Turn = Turn {
    name: "finish",
    at: urls::finish,
    verb: Verb::Finish,
    heading: ("End the support of ", ""),
    words: "They keep their plan and their groups. The questions at the end come next, if they are willing.",
    question: "How did it end?",
    choices: || Outcome::ALL.iter().map(|outcome| (outcome.key(), outcome.label())).collect(),
    missing: "Choose how it ended",
    date: "",
    agreed: "What may the referrer hear? (optional)",
    button: "End the support",
    does: finish,
};

/// Ends what has not begun, for a reason that is nobody's no.
pub(crate) static CLOSE: Turn = Turn {
    name: "close",
    at: urls::close,
    verb: Verb::Finish,
    heading: ("It ends early for ", ""),
    words: "You have not begun, and that is nobody’s no: nothing is noted as declined. They can come back at any time.",
    question: "Why does it end?",
    choices: || Close::ALL.iter().map(|reason| (reason.key(), reason.label())).collect(),
    missing: "Choose why it ends",
    date: "",
    agreed: "",
    button: "End it",
    does: |act, id, filled| holding::close(act, id, chosen(Close::from_key(&filled.reason))?),
};

/// The person says no, or no longer.
pub(crate) static WITHDRAW: Turn = Turn {
    name: "withdraw",
    at: urls::withdraw,
    verb: Verb::Finish,
    heading: ("", " said no, or not now"),
    words: "To say no is everybody’s right, and they can come back. We tell the referrer only that it ended.",
    question: "Why, if they said?",
    choices: || Withdraw::ALL.iter().map(|reason| (reason.key(), reason.label())).collect(),
    missing: "Choose a reason, or that they did not say",
    date: "",
    agreed: "",
    button: "Note that they said no",
    does: |act, id, filled| holding::withdraw(act, id, chosen(Withdraw::from_key(&filled.reason))?),
};

/// Takes up again what had ended.
pub(crate) static REOPEN: Turn = Turn {
    name: "reopen",
    at: urls::reopen,
    verb: Verb::Finish,
    heading: ("Take up the support of ", " again"),
    words: "Everything that was written down is still there.",
    question: "Why now?",
    choices: || Reopen::ALL.iter().map(|reason| (reason.key(), reason.label())).collect(),
    missing: "Choose why it is taken up again",
    date: "",
    agreed: "",
    button: "Take it up again",
    does: |act, id, filled| holding::reopen(act, id, chosen(Reopen::from_key(&filled.reason))?),
};

/// What the page has checked already: a choice that is not on its list is no request of ours.
fn chosen<T>(choice: Option<T>) -> AppResult<T> {
    choice.ok_or(AppError::NotFound)
}

/// What was agreed for the referrer and the end are kept together or not at all.
fn finish(act: &mut Act<'_>, id: PersonId, filled: &Filled) -> AppResult<State> {
    let ways = Outcome::ALL.into_iter().find(|outcome| outcome.key() == filled.reason);
    let (_, referral, _) = holding::desk(act, id, Verb::Finish)?;
    feedback::agree(act, referral.id, &filled.agreed)?;
    holding::finish(act, id, chosen(ways)?)
}

/// Goes on after a pause: a button on the person's page, without a question.
pub(crate) async fn resume(app: App, actor: Actor, Path(id): Path<PersonId>) -> PageResult {
    app.write(&actor, move |act| holding::resume(act, id)).await?;
    Ok(Redirect::to(&urls::person_after(id, "resume")).into_response())
}

/// Every turn's page, at first and after a slip.
pub(crate) fn samples() -> Vec<Sample> {
    [
        HOLD.samples(("hold", "hold-refused")),
        FINISH.samples(("finish", "finish-refused")),
        CLOSE.samples(("close", "close-refused")),
        WITHDRAW.samples(("withdraw", "withdraw-refused")),
        REOPEN.samples(("reopen", "reopen-refused")),
    ]
    .into_iter()
    .flatten()
    .collect()
}
