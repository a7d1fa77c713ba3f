//! What a referrer hears about the people they referred: as much as each person allowed.

use std::collections::HashMap;

use domain::access::{Relation, Verb};
use domain::ids::{PersonId, ReferralId};
use domain::permission::Permission;
use domain::referral::Referral;
use domain::referral::telling::{self, Sharing, Told};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use store::referrals::Beside;

use super::{moving, view};
use crate::act::Act;
use crate::error::{AppError, AppResult};

/// One referral, as its referrer hears of it.
#[derive(Clone, PartialEq)]
pub struct ToldLine {
    /// The referral.
    pub referral: ReferralId,
    /// Its short name.
    pub reference: String,
    /// Who was referred.
    pub name: String,
    /// When.
    pub sent_at: Timestamp,
    /// Where it stands.
    pub told: Told,
    /// How much we may tell.
    pub sharing: Sharing,
}

/// The referrals that the signed-in referrer sent, newest first, and how many there are in all.
///
/// # Errors
/// `NotFound` for actors who do not refer.
pub fn list(act: &mut Act<'_>, page: (u32, u32)) -> AppResult<(Vec<ToldLine>, i64)> {
    act.require(Verb::Refer, Relation::Service)?;
    let me = act.actor.user().ok_or(AppError::NotFound)?;
    let service = act.service();
    let total = store::referrals::count_sent_by(act.conn, service, me)?;
    let lines = view::mine(act, page)?;
    let people: Vec<PersonId> = unique(lines.iter().map(|line| line.person.id));
    let about = About::load(act, &people)?;
    let lines = lines.into_iter().map(|line| about.line(&line)).collect();
    Ok((lines, total))
}

/// One referral, for whoever sent it or screens it. Reading it is audited.
///
/// # Errors
/// `NotFound` where it does not exist or is not theirs.
pub fn find(act: &mut Act<'_>, id: ReferralId) -> AppResult<ToldLine> {
    let referral = moving::find(act, id)?;
    let person = referral.person;
    let about = About::load(act, &[person])?;
    let line = view::lines(act, vec![referral])?.pop().ok_or(AppError::NotFound)?;
    act.audit("person.read", "person", person.0, json!({ "page": "referral told" }))?;
    Ok(about.line(&line))
}

/// How much the referrer of one referral may hear today.
pub(crate) fn sharing(act: &mut Act<'_>, referral: &Referral) -> AppResult<Sharing> {
    Ok(About::load(act, &[referral.person])?.sharing(referral))
}

/// What has to be known about several people to say what may be told.
struct About {
    permissions: HashMap<PersonId, Vec<Permission>>,
    beside: Vec<Beside>,
    today: Date,
}

impl About {
    /// Three queries, however many people.
    fn load(act: &mut Act<'_>, people: &[PersonId]) -> AppResult<About> {
        let (service, today) = (act.service(), act.today()?);
        let mut permissions: HashMap<PersonId, Vec<Permission>> = HashMap::new();
        for permission in store::permissions::list_of(act.conn, service, people)? {
            permissions.entry(permission.person).or_default().push(permission);
        }
        let beside = store::referrals::list_beside(act.conn, service, people)?;
        Ok(About { permissions, beside, today })
    }

    fn sharing(&self, referral: &Referral) -> Sharing {
        let others: Vec<Timestamp> = self
            .beside
            .iter()
            .filter(|other| other.person == referral.person && other.referral != referral.id)
            .map(|other| other.sent_at)
            .collect();
        let permissions = self.permissions.get(&referral.person).map_or(&[][..], Vec::as_slice);
        telling::sharing(permissions, referral.sent_at, &others, self.today)
    }

    fn line(&self, line: &view::Line) -> ToldLine {
        let referral = &line.referral;
        let sharing = self.sharing(referral);
        ToldLine {
            referral: referral.id,
            reference: referral.reference(),
            name: line.person.details.full_name(),
            sent_at: referral.sent_at,
            told: telling::told(&referral.state, sharing),
            sharing,
        }
    }
}

fn unique(ids: impl Iterator<Item = PersonId>) -> Vec<PersonId> {
    let mut ids: Vec<PersonId> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

domain::print_only_the_type!(ToldLine);
