//! How a use case says no. The web alone knows which status code each becomes.

use domain::refusal::{FieldProblem, NotAllowed};
use store::{MaybeRetry, StoreError};
use thiserror::Error;

/// The result of a use case.
pub type AppResult<T> = Result<T, AppError>;

/// Why something was not done. Whenever one of these comes back, nothing was changed.
#[derive(Debug, Error)]
pub enum AppError {
    /// It does not exist, or not for this actor.
    #[error("not found")]
    NotFound,
    /// Fields need attention; what was typed is kept by the caller.
    #[error("some fields need attention")]
    Invalid(Vec<FieldProblem>),
    /// The pathway or a rule does not allow it; the sentence is for the person at the screen.
    #[error("{0}")]
    Refused(String),
    /// Somebody else changed it first.
    #[error("changed by somebody else first")]
    Conflict,
    /// Too many tries.
    #[error("too many tries; wait {wait_seconds} seconds")]
    TooMany {
        /// How long to wait.
        wait_seconds: u64,
    },
    /// Something broke; the text is for the log and carries no personal data.
    #[error(transparent)]
    Broken(StoreError),
}

impl AppError {
    /// One field that needs attention.
    #[must_use]
    pub fn field(field: &'static str, sentence: impl Into<String>) -> AppError {
        AppError::Invalid(vec![FieldProblem::new(field, sentence)])
    }

    /// A refusal in a sentence for the person at the screen.
    #[must_use]
    pub fn refused(sentence: impl Into<String>) -> AppError {
        AppError::Refused(sentence.into())
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> AppError {
        match error {
            StoreError::Conflict => AppError::Conflict,
            other => AppError::Broken(other),
        }
    }
}

impl From<NotAllowed> for AppError {
    fn from(refusal: NotAllowed) -> AppError {
        let state = refusal.state.replace('_', " ");
        AppError::Refused(format!(
            "This cannot be done now, because it is “{state}”. Reload the page to see where it stands."
        ))
    }
}

impl MaybeRetry for AppError {
    fn is_retry(&self) -> bool {
        matches!(self, AppError::Broken(error) if error.is_retry())
    }
}
