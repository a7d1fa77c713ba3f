//! What surrounds every page: the name of the service, who is signed in, where they can go.

use std::convert::Infallible;

use app::SignedIn;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::navigation;
use crate::session::Session;
use crate::state::State;

/// What the layout shows around a page. Handlers take it as an argument.
#[derive(Debug, Clone, Default)]
pub struct Shell {
    /// Who runs this copy; may be empty.
    pub operator: String,
    /// Whether to say that everybody here is made up.
    pub demonstration: bool,
    /// Who is signed in.
    pub who: Option<Who>,
    /// Where this role can go.
    pub navigation: Vec<NavigationItem>,
}

/// The person who is signed in, as the header shows them.
#[derive(Debug, Clone, Default)]
pub struct Who {
    /// Their name.
    pub name: String,
    /// Their role in words.
    pub role: String,
}

/// One link of the main navigation.
#[derive(Debug, Clone, Default)]
pub struct NavigationItem {
    /// The words.
    pub text: String,
    /// Where it goes.
    pub href: String,
    /// Whether the page being shown belongs to it.
    pub current: bool,
}

impl Shell {
    /// The surroundings for somebody who is not signed in.
    pub fn signed_out(state: &State) -> Shell {
        Shell {
            operator: state.settings.operator.clone(),
            demonstration: state.settings.demo.is_some(),
            ..Shell::default()
        }
    }

    /// The surroundings of the page at this path, for whoever is signed in.
    pub(crate) fn around(state: &State, who: Option<SignedIn>, path: &str) -> Shell {
        let mut shell = Shell::signed_out(state);
        if let Some(who) = who {
            shell.navigation = navigation::list(&who, path);
            let roles: Vec<_> = who.roles.iter().map(|role| role.label()).collect();
            shell.who = Some(Who { name: who.name, role: roles.join(", ") });
        }
        shell
    }

    /// Surroundings for samples of pages, with somebody signed in.
    pub fn sample() -> Shell {
        let item = |text: &str, current| NavigationItem {
            text: text.into(),
            href: crate::urls::start(),
            current,
        };
        Shell {
            operator: "Harbourside social prescribing".into(),
            demonstration: true,
            who: Some(Who { name: "Amara Osei".into(), role: "link worker".into() }),
            navigation: vec![
                item("Today", true),
                item("People", false),
                item("Groups", false),
                item("Messages", false),
            ],
        }
    }
}

impl Shell {
    /// Surroundings for samples of a page, with somebody signed in or nobody.
    pub(crate) fn sample_for(signed_out: bool) -> Shell {
        match signed_out {
            true => Shell { who: None, navigation: vec![], ..Shell::sample() },
            false => Shell::sample(),
        }
    }
}

impl FromRequestParts<State> for Shell {
    type Rejection = Infallible;

    /// A database that does not answer is the page's own affair: its shell is a signed-out one.
    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Shell, Infallible> {
        let session = Session::from_request_parts(parts, state).await;
        let who = session.ok().and_then(|session| session.0);
        Ok(Shell::around(state, who, parts.uri.path()))
    }
}
