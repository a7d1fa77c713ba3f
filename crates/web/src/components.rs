//! What the components in `components.html` are drawn from.

/// One answer that somebody can pick.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub text: String,
    /// A line of help under it; may be empty.
    pub hint: String,
}

impl Choice {
    /// An answer without further help.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Choice {
        Choice { value: value.into(), text: text.into(), hint: String::new() }
    }

    /// The same answer with a line of help.
    pub fn hint(self, hint: impl Into<String>) -> Choice {
        Choice { hint: hint.into(), ..self }
    }
}

/// One line of a summary list.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SummaryRow {
    /// What it is.
    pub key: String,
    /// What was said.
    pub value: String,
    /// Where to change it; empty when it cannot be changed here.
    pub change: String,
}

impl SummaryRow {
    /// A line that cannot be changed here.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> SummaryRow {
        SummaryRow { key: key.into(), value: value.into(), change: String::new() }
    }

    /// The same line with a link to where it is changed.
    pub fn change(self, url: impl Into<String>) -> SummaryRow {
        SummaryRow { change: url.into(), ..self }
    }
}

/// Where a reader stands in a long list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pagination {
    /// The number of the first line shown, from 1.
    pub first: usize,
    /// The number of the last line shown.
    pub last: usize,
    /// How many lines there are, as far as they were counted.
    pub total: usize,
    /// Whether there may be more than were counted.
    pub is_at_least: bool,
    /// The page before; empty on the first.
    pub previous: String,
    /// The page after; empty on the last.
    pub next: String,
}

impl Pagination {
    /// Whether there is more than one page.
    pub fn is_needed(&self) -> bool {
        !self.previous.is_empty() || !self.next.is_empty()
    }

    /// Where one is, in words.
    pub fn words(&self) -> String {
        let of = if self.is_at_least { "at least " } else { "" };
        format!("Showing {} to {} of {of}{}", self.first, self.last, self.total)
    }
}

domain::print_only_the_type!(SummaryRow);
