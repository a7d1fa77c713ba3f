//! How the domain says no: a refused step of a pathway, or a field that needs attention.

use thiserror::Error;

/// A step that the pathway does not have.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("“{action}” is not possible while this is “{state}”")]
pub struct NotAllowed {
    /// The action's name.
    pub action: &'static str,
    /// The state's name.
    pub state: &'static str,
}

/// One thing to mend on a form or in a row: which field, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field's name in the form and in the CSV.
    pub field: &'static str,
    /// A sentence that says what to do.
    pub sentence: String,
}

impl FieldProblem {
    /// A problem with one field.
    #[must_use]
    pub fn new(field: &'static str, sentence: impl Into<String>) -> Self {
        FieldProblem { field, sentence: sentence.into() }
    }
}
