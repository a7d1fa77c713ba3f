//! A person answers through their own link: no account, no name on the page, once for each wave.

use domain::ids::ReferralId;
use domain::measures::{Mode, Wave};
use domain::service::Settings;
use store::links::{Link, Standing};

use super::{Filled, check, current, save};
use crate::act::Act;
use crate::actor::Actor;
use crate::error::{AppError, AppResult};
use crate::links::{self, Purpose};

/// What is behind a link.
#[derive(Debug, Clone, PartialEq)]
pub enum Door {
    /// The questions.
    Open(Wave),
    /// They have been answered.
    Answered,
    /// The link has run out, or a newer one has taken its place.
    Closed,
}

/// What the holder of a link finds, and the service that asks.
///
/// # Errors
/// `NotFound` for everybody else.
pub fn door(act: &mut Act<'_>) -> AppResult<(Door, Settings)> {
    let Actor::Link { link, .. } = act.actor else { return Err(AppError::NotFound) };
    let found = store::links::find(act.conn, *link)?.ok_or(AppError::NotFound)?;
    if found.purpose != Purpose::Measure.key() {
        return Err(AppError::NotFound);
    }
    let door = match found.standing(act.now) {
        Standing::Open => Door::Open(wave_of(&found)?),
        Standing::Used => Door::Answered,
        Standing::Revoked | Standing::Expired => Door::Closed,
    };
    Ok((door, act.service_settings()?))
}

/// Takes the answers of the holder of a link, which is used up by it.
///
/// # Errors
/// `Refused` where the link no longer works; `Invalid` where an answer is off its scale.
pub fn answer(act: &mut Act<'_>, filled: &Filled, key: &str) -> AppResult<()> {
    check(filled)?;
    act.once("measure.link", key, |act| {
        let link = links::of_actor(act, Purpose::Measure)?;
        let (wave, service) = (wave_of(&link)?, act.service());
        let id = ReferralId(link.subject);
        let referral = store::referrals::find(act.conn, service, id)?.ok_or(AppError::NotFound)?;
        if !store::links::use_up(act.conn, link.id, act.now)? {
            return Err(AppError::refused("This link no longer works."));
        }
        let there = current(act, &referral, wave)?;
        save(act, &referral, (wave, Mode::Link), filled, &there)?;
        Ok(String::new())
    })?;
    Ok(())
}

fn wave_of(link: &Link) -> AppResult<Wave> {
    link.detail.as_deref().and_then(Wave::from_key).ok_or(AppError::NotFound)
}
