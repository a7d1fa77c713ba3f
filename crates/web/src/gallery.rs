//! Every component on one page, for the checks and for designers. It has no URL.

use askama::Template;

use crate::components::{Choice, Pagination, SummaryRow};
use crate::forms::Form;
use crate::labels::{Label, label};
use crate::samples::Sample;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "gallery.html")]
struct Page {
    shell: Shell,
    form: Form,
    kinds: Vec<Choice>,
    languages: Vec<Choice>,
    rows: Vec<SummaryRow>,
    waiting: Vec<SummaryRow>,
    labels: Vec<Label>,
    pages: Pagination,
}

fn sample(form: Form) -> Page {
    Page {
        shell: Shell::sample(),
        form,
        kinds: vec![
            Choice::new("walk", "Walking"),
            Choice::new("sing", "Singing").hint("No need to read music"),
            Choice::new("make", "Making things"),
        ],
        languages: vec![Choice::new("en", "English"), Choice::new("cy", "Cymraeg")],
        rows: vec![
            SummaryRow::new("Name", "Margaret Ellis").change(crate::urls::start()),
            SummaryRow::new("Likes to be called", "Maggie").change(crate::urls::start()),
            SummaryRow::new("Referred by", "Harbourside Food Bank"),
        ],
        waiting: vec![
            SummaryRow::new("Margaret Ellis", "3 November 2026"),
            SummaryRow::new("Idris Hassan", "12 November 2026"),
        ],
        labels: ["sent", "screened", "waiting", "active", "returned", "finished"]
            .into_iter()
            .map(|state| label("referral", state))
            .chain([label("safeguarding", "open")])
            .collect(),
        pages: Pagination {
            first: 26,
            last: 50,
            total: 120,
            is_at_least: false,
            previous: crate::urls::start(),
            next: crate::urls::start(),
        },
    }
}

/// The components as they start, and after a form was refused.
pub(crate) fn samples() -> Vec<Sample> {
    let typed = Form::empty("0190b7a0-key")
        .with("name", "Maggie <Ellis>")
        .with("email", "maggie at example")
        .with("kinds", "sing")
        .with("born-day", "31")
        .with("born-month", "2")
        .with("born-year", "1948");
    let mut refused = typed.clone();
    for field in ["name", "email", "password", "matters", "language", "contact", "kinds", "agree"] {
        refused.refuse(field, "Say what to put here");
    }
    refused.date("born", "date of birth");
    vec![("gallery", sample(typed).render()), ("gallery-refused", sample(refused).render())]
}
