//! Every page with sample data. A page that is not here has not been looked at: tests render
//! all of these and check their HTML.

use axum::Router;
use axum::extract::Path;
use axum::response::{Html, IntoResponse as _};
use axum::routing::get;
use domain::group::freshness::Upkeep;
use domain::service::{Clocks, CrisisLine, Eligibility, Intake, Settings};
use domain::triage::Rules;
use domain::waiting::Weights;

use crate::error::{Error, PageResult};
use crate::pages::{
    accessibility, agencies, asset_map, concerns, contacts, counts, find, group_answers, groups,
    inbox, keeping, measures, outbox, people, plans, prescriptions, privacy, refer, referrals,
    registers, rules, sign_in, sources, start, suggestions, today, triage, unmet_needs, waiting,
};
use crate::state::State;
use crate::{error, gallery};

/// One page with sample data: its name, and its HTML or why it does not render.
pub type Sample = (&'static str, Result<String, askama::Error>);

/// Every sample. Each page adds one line.
pub fn samples() -> Vec<Sample> {
    [
        start::samples(),
        sign_in::samples(),
        accessibility::samples(),
        privacy::samples(),
        find::samples(),
        asset_map::samples(),
        refer::samples(),
        referrals::samples(),
        agencies::samples(),
        counts::samples(),
        measures::samples(),
        inbox::samples(),
        triage::samples(),
        waiting::samples(),
        rules::samples(),
        sources::samples(),
        groups::samples(),
        keeping::samples(),
        suggestions::samples(),
        prescriptions::samples(),
        group_answers::samples(),
        registers::samples(),
        outbox::samples(),
        unmet_needs::samples(),
        today::samples(),
        people::samples(),
        contacts::samples(),
        plans::samples(),
        concerns::samples(),
        error::samples(),
        gallery::samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The settings of a made-up service, for samples of pages.
pub(crate) fn service_settings() -> Settings {
    let line = |name: &str, reach: &str, words: &str| CrisisLine {
        name: name.into(),
        reach: reach.into(),
        words: words.into(),
    };
    Settings {
        name: "Saltreach Social Prescribing".into(),
        phone: Some("01632 960 100".into()),
        email: "hello@saltreach.example".into(),
        time_zone: "Europe/London".into(),
        eligibility: Eligibility {
            age_from: Some(18),
            outcodes: vec!["IP1".into()],
            words: "Adults who live in or around Saltreach, or stay there most of the time.".into(),
        },
        intake: Intake::Open,
        crisis_lines: vec![
            line("Samaritans", "116 123", "Day and night, free."),
            line("NHS 111", "111, then option 2", "If your mind is in crisis."),
        ],
        triage: Rules::default(),
        waiting: Weights::default(),
        clocks: Clocks::default(),
        matching: domain::fit::Weights::default(),
        upkeep: Upkeep::default(),
    }
}

/// The names of all samples at `/samples`, and each under its name.
pub(crate) fn router() -> Router<State> {
    Router::new().route("/samples", get(list)).route("/samples/{name}", get(show))
}

async fn list() -> String {
    samples().into_iter().map(|(name, _)| format!("{name}\n")).collect()
}

async fn show(Path(asked): Path<String>) -> PageResult {
    let found = samples().into_iter().find(|(name, _)| *name == asked);
    let (_, page) = found.ok_or(Error::NotFound)?;
    Ok(Html(page?).into_response())
}
