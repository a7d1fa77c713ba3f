//! What nobody could offer, and who was shown another place before the form: from `not_met.toml`.

use anyhow::{Context, Result};
use app::referrals::refer;
use app::unmet_needs::{self, Missing};
use domain::kinds::{Activity, Need};
use domain::service::Elsewhere;
use matching::Barrier;
use serde::Deserialize;

use super::{Walk, path};
use crate::demo::people::Person;
use crate::demo::service::Service;

const FILE: &str = include_str!("../../../demo/not_met.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    unmet_need: Vec<Unmet>,
    redirection: Vec<Redirection>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Unmet {
    /// In whose episode it was found.
    handle: String,
    days_ago: f64,
    need: Need,
    activity: Option<Activity>,
    barrier: Barrier,
    outcode: String,
    #[serde(default)]
    language: String,
    words: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Redirection {
    /// A practice's or agency's id in `service.toml`, or `self`.
    from: String,
    days_ago: f64,
    /// By its stored name.
    elsewhere: String,
}

/// Plans both.
pub(super) fn plan(
    walk: &mut Walk<'_>,
    service: &Service,
    worker_of: impl Fn(&str) -> Option<String>,
) -> Result<()> {
    let file: File = toml::from_str(FILE).context("demo/not_met.toml")?;
    for one in file.unmet_need {
        let worker = worker_of(&one.handle);
        let worker = worker.with_context(|| format!("{} has a link worker", one.handle))?;
        unmet(walk, one, worker);
    }
    for one in file.redirection {
        let elsewhere = Elsewhere::from_key(&one.elsewhere);
        let elsewhere = elsewhere.with_context(|| format!("no place {:?}", one.elsewhere))?;
        let (actor, referrer) = path::door(walk, &one.from, None, service)?;
        walk.at(one.days_ago, format!("another place for somebody at {}", one.from), move |walk| {
            walk.act(&actor, move |act| refer::redirect(act, elsewhere, &referrer, ""))
        });
    }
    Ok(())
}

fn unmet(walk: &mut Walk<'_>, one: Unmet, worker: String) {
    let missing = Missing {
        need: Some(one.need),
        activity: one.activity,
        barrier: Some(one.barrier),
        outcode: one.outcode,
        language: one.language,
        words: one.words,
    };
    let handle = one.handle;
    walk.at(one.days_ago, format!("an unmet need of {handle}"), move |walk| {
        let (known, actor) = (walk.known(&handle)?, walk.staff(&worker)?);
        walk.act(&actor, move |act| unmet_needs::record(act, known.person, &missing, ""))
    });
}

/// Whose link worker somebody has.
pub(super) fn worker_of(people: &[std::sync::Arc<Person>], handle: &str) -> Option<String> {
    people.iter().find(|person| person.handle == handle)?.worker.clone()
}
