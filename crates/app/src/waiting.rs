//! The waiting list: ordered by the service's published weights, with a bound on the longest wait.
//!
//! Names are opened for the page shown only, and for those who may see them.

use std::cmp::Ordering;

use domain::access::{Relation, Verb};
use domain::referral::{Referral, Route, State};
use domain::waiting::{Standing, Weights};

use crate::act::Act;
use crate::error::AppResult;
use crate::referrals::view;

/// Somebody who waits.
#[derive(Clone, PartialEq)]
pub struct Line {
    /// The referral, without its words.
    pub referral: Referral,
    /// Their place, from 1.
    pub place: usize,
    /// Why they have it.
    pub standing: Standing,
    /// For which kind of support.
    pub route: Route,
    /// Their name, or initials for those who may not see the person.
    pub name: String,
    /// The language they are most at ease in, BCP 47.
    pub language: Option<String>,
    /// Whether this actor may open the referral.
    pub may_open: bool,
}

/// One page of the waiting list.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// The lines.
    pub lines: Vec<Line>,
    /// How many people wait altogether.
    pub total: usize,
    /// How many of them are over the bound on waiting.
    pub over_the_bound: usize,
    /// The weights that made this order.
    pub weights: Weights,
}

/// One page of the list: how many lines, after how many. The number of queries is constant.
///
/// # Errors
/// `NotFound` for actors who do not see it.
pub fn list(act: &mut Act<'_>, (limit, offset): (u32, u32)) -> AppResult<List> {
    act.require(Verb::SeeWaitingList, Relation::Service)?;
    let service = act.service();
    let weights = act.service_settings()?.waiting;
    let mut waiting: Vec<(Referral, Standing)> = store::referrals::list_waiting(act.conn, service)?
        .into_iter()
        .map(|waiting| {
            let circumstances = waiting.referral.circumstances;
            let standing = weights.standing(&circumstances, waiting.since, act.now);
            (waiting.referral, standing)
        })
        .collect();
    waiting.sort_by(before);
    let total = waiting.len();
    let over_the_bound = waiting.iter().filter(|(_, standing)| standing.over_the_bound).count();
    let (skip, take) = (offset as usize, limit as usize);
    let shown: Vec<_> = waiting.into_iter().enumerate().skip(skip).take(take).collect();
    let referrals = shown.iter().map(|(_, (referral, _))| referral.clone()).collect();
    let people = view::lines(act, referrals)?;
    let sees_person = act.actor.may(Verb::SeePerson, Relation::Service);
    let may_open = act.actor.may(Verb::Screen, Relation::Service);
    let line = |(at, (referral, standing)): (usize, (Referral, Standing))| {
        let State::Waiting { route } = referral.state else { return None };
        let details = &people.iter().find(|line| line.referral.id == referral.id)?.person.details;
        let name = if sees_person { details.full_name() } else { details.initials() };
        let language = details.language.clone();
        Some(Line { place: at + 1, standing, route, name, language, may_open, referral })
    };
    let lines = shown.into_iter().filter_map(line).collect();
    Ok(List { lines, total, over_the_bound, weights })
}

/// By standing; whoever stands alike, by when they were referred.
fn before(a: &(Referral, Standing), b: &(Referral, Standing)) -> Ordering {
    a.1.before(&b.1).then_with(|| a.0.sent_at.cmp(&b.0.sent_at)).then_with(|| a.0.id.cmp(&b.0.id))
}

domain::print_only_the_type!(Line);
