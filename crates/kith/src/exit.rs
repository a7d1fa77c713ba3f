//! How a command ends: the one list of exit codes, and errors that know theirs.
//!
//! `--help` and `docs/commands.md` print this list.

use std::fmt;

use app::AppError;
use store::StoreError;

/// What the shell is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Code {
    /// It was done.
    Done = 0,
    /// Something went wrong that no other code names.
    Failed = 1,
    /// The command line could not be understood; clap ends with this by itself.
    Usage = 2,
    /// The input, or what was asked, was not accepted. Nothing was changed.
    Refused = 3,
    /// The database does not answer, or is not ready for this version.
    Database = 4,
    /// The audit trail does not hold together.
    Trail = 5,
    /// `check` or `evidence coverage` found something that needs attention.
    Attention = 6,
}

impl Code {
    const ALL: [(Code, &'static str); 7] = [
        (Code::Done, "done"),
        (Code::Failed, "something went wrong; the message says what"),
        (Code::Usage, "the command line could not be understood"),
        (Code::Refused, "the input or the request was not accepted; nothing was changed"),
        (Code::Database, "the database does not answer or is not ready for this version"),
        (Code::Trail, "the audit trail was changed by somebody"),
        (Code::Attention, "a check found something that needs attention"),
    ];

    /// The list as it stands at the end of `--help`.
    pub(crate) fn list() -> String {
        let lines = Code::ALL.map(|(code, words)| format!("  {}  {words}", code as u8));
        format!("Exit codes:\n{}", lines.join("\n"))
    }
}

/// Why a command stopped: a sentence for whoever typed it, and the code for the shell.
#[derive(Debug)]
pub(crate) struct Stop {
    pub(crate) code: Code,
    pub(crate) sentence: String,
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for Stop {}

/// Stops: what was asked cannot be accepted as it is.
pub(crate) fn refused(sentence: impl Into<String>) -> anyhow::Error {
    Stop { code: Code::Refused, sentence: sentence.into() }.into()
}

/// Stops with another code.
pub(crate) fn stop(code: Code, sentence: impl Into<String>) -> anyhow::Error {
    Stop { code, sentence: sentence.into() }.into()
}

/// The code for an error, whichever layer it comes from.
pub(crate) fn code_of(error: &anyhow::Error) -> Code {
    let from_store = |error: &StoreError| match error {
        StoreError::Unavailable(_) => Code::Database,
        _ => Code::Failed,
    };
    for cause in error.chain() {
        if let Some(stop) = cause.downcast_ref::<Stop>() {
            return stop.code;
        }
        match cause.downcast_ref::<AppError>() {
            Some(AppError::Broken(error)) => return from_store(error),
            Some(_) => return Code::Refused,
            None => {}
        }
        if let Some(error) = cause.downcast_ref::<StoreError>() {
            return from_store(error);
        }
    }
    Code::Failed
}

/// The error in words: fields that need attention are named one by one.
pub(crate) fn words_of(error: &anyhow::Error) -> String {
    match error.downcast_ref::<AppError>() {
        Some(AppError::Invalid(problems)) => {
            let sentences = problems.iter().map(|problem| problem.sentence.clone());
            sentences.collect::<Vec<_>>().join("\n")
        }
        Some(AppError::NotFound) => "There is nothing of that name in this service.".to_owned(),
        Some(AppError::Conflict) => "Somebody else changed it at the same time. Try again.".into(),
        _ => {
            let mut causes: Vec<String> = error.chain().map(ToString::to_string).collect();
            causes.dedup();
            causes.join(": ")
        }
    }
}
