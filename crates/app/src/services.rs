//! Services: making one, reading and changing its settings.

use domain::access::{Relation, Verb};
use domain::ids::ServiceId;
use domain::service::Settings;
use serde_json::json;
use store::services::Found;

use crate::act::{Act, App};
use crate::actor::Actor;
use crate::error::{AppError, AppResult};

impl App {
    /// Makes a service; the command line and the demonstration do this.
    ///
    /// # Errors
    /// `Refused` where a service of that name is there already.
    pub fn create_service(&self, found: &Found, settings: &Settings) -> AppResult<()> {
        let (found, settings) = (found.clone(), settings.clone());
        self.write_now(&Actor::System { service: found.id }, move |act| {
            if store::services::list(act.conn)?.iter().any(|there| there.slug == found.slug) {
                return Err(AppError::refused("A service of that name is there already."));
            }
            store::services::add(act.conn, &found, &settings, act.now)?;
            act.audit("service.add", "service", found.id.0, json!({ "slug": found.slug }))
        })
    }

    /// Every service of this copy, by its name in URLs.
    ///
    /// # Errors
    /// Only where the database does not answer.
    pub async fn list_services(&self) -> AppResult<Vec<Found>> {
        Ok(self.kit().db.read(store::services::list).await?)
    }

    /// [`App::list_services`] for commands. Never from async code.
    ///
    /// # Errors
    /// Only where the database does not answer.
    pub fn list_services_now(&self) -> AppResult<Vec<Found>> {
        Ok(self.kit().db.read_now(store::services::list)?)
    }

    /// The service with this name in URLs.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn find_service(&self, slug: &str) -> AppResult<Found> {
        let all = self.list_services().await?;
        all.into_iter().find(|found| found.slug == slug).ok_or(AppError::NotFound)
    }
}

/// Gives a service another name in URLs: the demonstration gets its own when it is complete.
///
/// # Errors
/// `NotFound` for actors who do not administer it; `Refused` where the name is taken.
pub fn rename(act: &mut Act<'_>, slug: &str) -> AppResult<()> {
    act.require(Verb::Administer, Relation::Service)?;
    if store::services::list(act.conn)?.iter().any(|there| there.slug == slug) {
        return Err(AppError::refused("A service of that name is there already."));
    }
    let service: ServiceId = act.service();
    store::services::rename(act.conn, service, slug)?;
    act.audit("service.rename", "service", service.0, json!({ "slug": slug }))
}

/// Replaces the settings of a service.
///
/// # Errors
/// `NotFound` for actors who do not administer it.
pub fn save_settings(act: &mut Act<'_>, settings: &Settings) -> AppResult<()> {
    act.require(Verb::Administer, Relation::Service)?;
    let problems = settings.matching.problems();
    if !problems.is_empty() {
        return Err(AppError::Invalid(problems));
    }
    let service: ServiceId = act.service();
    store::services::save_settings(act.conn, service, settings)?;
    act.audit("service.change", "service", service.0, json!({}))
}
