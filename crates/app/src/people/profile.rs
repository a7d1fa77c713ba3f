//! What matching needs to know about a person: the plan's wishes and what is known of them.

use domain::access::Verb;
use domain::ids::PersonId;
use domain::place::outcode;
use domain::profile::Profile;

use super::open;
use crate::act::Act;
use crate::error::AppResult;
use crate::geography;

/// The wishes of the newest plan, joined with age, gender, home, languages, needs and access
/// needs. What the plan says goes before what the referral said.
///
/// # Errors
/// `NotFound` for actors who may not suggest groups for this person.
pub fn profile_of(act: &mut Act<'_>, id: PersonId) -> AppResult<Profile> {
    let known = open(act, id, Verb::Suggest)?;
    let (service, today) = (act.service(), act.today()?);
    let plan = store::plans::find_latest(act.conn, service, &known.key, id)?;
    let mut profile = plan.map(|plan| plan.content.wishes).unwrap_or_default();
    let details = &known.person.details;
    profile.age = details.age_on(today);
    profile.gender = details.gender;
    if let Some(referral) = known.current() {
        for need in &referral.needs {
            if !profile.needs.contains(need) {
                profile.needs.push(*need);
            }
        }
    }
    let postcode = details.home.postcode();
    profile.outcode = postcode.and_then(outcode).or(profile.outcode);
    if let (None, Some(postcode)) = (profile.home, postcode) {
        let placed = geography::find_postcode(act, postcode)?;
        profile.home = placed.map(|placed| placed.point);
    }
    if let Some(language) = &details.language
        && !profile.languages.contains(language)
    {
        profile.languages.insert(0, language.clone());
    }
    for need in &details.access_needs {
        if !profile.access_needs.contains(need) {
            profile.access_needs.push(*need);
        }
    }
    profile.referred = true;
    Ok(profile)
}
