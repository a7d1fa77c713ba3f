//! The one table of URLs. The router is built from it, and so are the guard tests: a page that
//! is not listed here does not exist.

use axum::Router;
use axum::routing::{MethodRouter, get, post};

use domain::access::Role;

use crate::pages::{accessibility, files, health, metrics, privacy, sign_in, sign_out, start};
use crate::state::State;

/// One URL and method.
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path as the router reads it, such as `/referrals/{id}`.
    pub path: &'static str,
    /// A name for it in tests and documents.
    pub name: &'static str,
    /// Who may reach it.
    pub access: Access,
    /// What answers.
    pub handler: fn() -> MethodRouter<State>,
}

/// Who may reach a URL. What they may see there is decided by app, act by act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody, signed in or not.
    Anyone,
    /// Whoever holds a signed link, such as a group answering a prescription.
    SignedLink,
    /// Somebody signed in, in one of these roles. For everybody else it does not exist.
    SignedIn(&'static [Role]),
    /// A monitor on this machine, or one that shows the token.
    Operator,
}

use Access::{Anyone, Operator};

/// Every URL of Kith, by area.
#[rustfmt::skip]
pub static ROUTES: &[Route] = &[
    // The front door.
    Route { method: "GET", path: "/", name: "start", access: Anyone, handler: || get(start::show) },
    Route { method: "GET", path: "/accessibility", name: "accessibility", access: Anyone, handler: || get(accessibility::show) },
    Route { method: "GET", path: "/privacy", name: "privacy", access: Anyone, handler: || get(privacy::show) },
    Route { method: "GET", path: "/sign-in", name: "sign-in", access: Anyone, handler: || get(sign_in::show) },
    Route { method: "POST", path: "/sign-in", name: "sign-in-submit", access: Anyone, handler: || post(sign_in::submit) },
    Route { method: "POST", path: "/sign-out", name: "sign-out", access: Anyone, handler: || post(sign_out::submit) },
    // Files and machines.
    Route { method: "GET", path: "/assets/{file}", name: "files", access: Anyone, handler: || get(files::show) },
    Route { method: "GET", path: "/health/live", name: "health-live", access: Anyone, handler: || get(health::live) },
    Route { method: "GET", path: "/health/ready", name: "health-ready", access: Anyone, handler: || get(health::ready) },
    Route { method: "GET", path: "/metrics", name: "metrics", access: Operator, handler: || get(metrics::show) },
];

/// The router made of the table.
pub(crate) fn router() -> Router<State> {
    ROUTES.iter().fold(Router::new(), |router, route| router.route(route.path, (route.handler)()))
}
