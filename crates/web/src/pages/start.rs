//! The front door: what Kith is, and in a demonstration whom to be and what to try.

use askama::Template;
use axum::extract::State as Shared;

use axum::response::{IntoResponse, Redirect};

use crate::error::{PageResult, page};
use crate::samples::Sample;
use crate::session::Session;
use crate::shell::Shell;
use crate::state::{Demo, DemoSignIn, State};
use crate::{navigation, urls};

#[derive(Template)]
#[template(path = "pages/start.html")]
struct Page {
    shell: Shell,
    demo: Option<Demo>,
}

/// Somebody signed in is taken to their own first page.
pub(crate) async fn show(
    shell: Shell,
    Session(session): Session,
    Shared(state): Shared<State>,
) -> PageResult {
    let home = session.map(|who| navigation::home(&who)).filter(|home| *home != urls::start());
    if let Some(home) = home {
        return Ok(Redirect::to(&home).into_response());
    }
    page(&Page { shell, demo: state.settings.demo.clone() })
}

/// The page for visitors of the demonstration, and for a real service.
pub(crate) fn samples() -> Vec<Sample> {
    let sign_in = |name: &str, role: &str, email: &str, try_this: &str| DemoSignIn {
        email: email.into(),
        name: name.into(),
        role: role.into(),
        try_this: try_this.into(),
    };
    let demo = Demo {
        password: "demonstration".into(),
        sign_ins: vec![
            sign_in(
                "Dr Hannah Lewis",
                "GP",
                "gp@demo.kith",
                "Refer somebody in under a minute, then see what happened to the others.",
            ),
            sign_in(
                "Amara Osei",
                "Link worker",
                "linkworker@demo.kith",
                "Open today’s list, make a plan with somebody, and find a group that fits.",
            ),
            sign_in(
                "Tomasz Nowak",
                "Coordinator",
                "coordinator@demo.kith",
                "Sort new referrals, and see who has waited longest and why.",
            ),
            sign_in(
                "Shirley Grant",
                "Group facilitator",
                "facilitator@demo.kith",
                "Answer a request for a place, then mark who came to the session.",
            ),
            sign_in(
                "Priya Nair",
                "Service manager",
                "manager@demo.kith",
                "See where people are lost on the way, and why.",
            ),
        ],
    };
    let mut signed_out = Shell::sample();
    signed_out.who = None;
    signed_out.navigation.clear();
    let real = Shell { demonstration: false, ..signed_out.clone() };
    vec![
        ("start-demonstration", Page { shell: signed_out, demo: Some(demo) }.render()),
        ("start", Page { shell: real, demo: None }.render()),
    ]
}
