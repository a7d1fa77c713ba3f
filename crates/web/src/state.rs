//! What every page may reach: settings and the ports that the binary fills in.

use std::sync::Arc;

use app::App;

use crate::observe::Metrics;
pub use crate::pages::oruk::pace::Pace;

/// Whether the parts that Kith stands on answer; the error is for the operator, not for visitors.
pub type Readiness = Arc<dyn Fn() -> Result<(), String> + Send + Sync>;

/// What handlers share.
#[derive(Clone)]
pub struct State {
    /// What can be done.
    pub app: App,
    /// How this copy of Kith is set up.
    pub settings: Arc<Settings>,
    /// Asks whether the database answers.
    pub ready: Readiness,
    /// Counts of requests, for `/metrics`.
    pub metrics: Arc<Metrics>,
    /// How often the public feed is asked.
    pub pace: Arc<Pace>,
}

impl State {
    /// A state with fresh counters.
    pub fn new(app: App, settings: Settings, ready: Readiness) -> State {
        let (metrics, pace) = (Arc::default(), Arc::default());
        State { app, settings: Arc::new(settings), ready, metrics, pace }
    }
}

/// How this copy of Kith is set up, as far as pages need to know.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Where people reach it, such as `https://kith.example.org`, without a slash at the end.
    pub public_url: String,
    /// Who runs it, shown beside the name; may be empty.
    pub operator: String,
    /// Where to write about accessibility or privacy.
    pub contact: Option<String>,
    /// Whether a reverse proxy of ours writes `X-Forwarded-For`, so that it can be believed.
    pub trust_proxy: bool,
    /// What a monitor that is not on this machine must show to read `/metrics`.
    pub metrics_token: Option<String>,
    /// The demonstration's sign-ins, when this is a demonstration.
    pub demo: Option<Demo>,
}

impl Settings {
    /// Whether browsers reach this copy over HTTPS, so that cookies can insist on it.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// What a demonstration shows on its start page.
#[derive(Debug, Clone, Default)]
pub struct Demo {
    /// The one password, which only a demonstration accepts.
    pub password: String,
    /// Who one can sign in as.
    pub sign_ins: Vec<DemoSignIn>,
}

/// Somebody a visitor of the demonstration can sign in as.
#[derive(Debug, Clone, Default)]
pub struct DemoSignIn {
    /// The address to sign in with.
    pub email: String,
    /// Their made-up name.
    pub name: String,
    /// What they do, such as “Link worker”.
    pub role: String,
    /// One or two things to try.
    pub try_this: String,
}
