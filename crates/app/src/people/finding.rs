//! Finding somebody by what a caller or a letter says: a name, a birth, a number, a reference.
//!
//! Only for those who may open everybody's record. Whole words are looked up by keyed hashes: there
//! is no search by part of a name (docs/adr/0002). That somebody searched is in the audit trail.

use domain::access::{Relation, Verb};
use domain::ids::PersonId;
use domain::person::{Details, Likeness, NhsNumber, Person};
use domain::referral::telling;
use jiff::civil::Date;
use serde_json::json;
use store::referrals::Beside;

use crate::act::Act;
use crate::error::{AppError, AppResult};

/// What somebody knows of the person whom they look for.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// First name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Date of birth.
    pub born_on: Option<Date>,
    /// NHS number.
    pub nhs_number: Option<NhsNumber>,
    /// The reference of a referral, such as 4F2A-09BC.
    pub reference: String,
}

domain::print_only_the_type!(Wanted);

/// Somebody who was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Who.
    pub person: Person,
    /// How many referrals they have.
    pub referrals: usize,
    /// Whether anybody is to do something for them now.
    pub is_open: bool,
    likeness: Likeness,
}

/// How many are shown at most; more means that more should be typed.
pub const MOST: usize = 20;

/// Whether the actor may look for anybody at all.
///
/// # Errors
/// `NotFound` for actors who may not open everybody's record.
pub fn desk(act: &mut Act<'_>) -> AppResult<()> {
    act.require(Verb::SeePerson, Relation::Service)
}

/// Those who fit what is known, likeliest first; at most [`MOST`] and one.
///
/// # Errors
/// `NotFound` for actors who may not open everybody's record; `Invalid` where too little is known
/// to look anybody up by.
pub fn find(act: &mut Act<'_>, wanted: &Wanted) -> AppResult<Vec<Found>> {
    desk(act)?;
    let service = act.service();
    let details = Details {
        given_name: wanted.given_name.clone(),
        family_name: wanted.family_name.clone(),
        born_on: wanted.born_on,
        nhs_number: wanted.nhs_number.clone(),
        ..Details::default()
    };
    let ids = candidates(act, wanted, &details)?;
    let people = store::people::list(act.conn, &act.kit.keys, service, &ids)?;
    let beside = store::referrals::list_beside(act.conn, service, &ids)?;
    let mut found: Vec<Found> =
        people.into_iter().map(|person| of(person, &details, &beside)).collect();
    found.sort_by_cached_key(|one| {
        let names = &one.person.details;
        (
            std::cmp::Reverse(one.likeness),
            names.family_name.to_lowercase(),
            names.given_name.to_lowercase(),
        )
    });
    // What was typed is about somebody, so the trail keeps only which fields were used.
    let detail = json!({ "by": wanted.fields(), "found": found.len() });
    act.audit("person.find", "service", service.0, detail)?;
    Ok(found)
}

impl Wanted {
    fn fields(&self) -> Vec<&'static str> {
        let typed = [
            ("given_name", !self.given_name.is_empty()),
            ("family_name", !self.family_name.is_empty()),
            ("born_on", self.born_on.is_some()),
            ("nhs_number", self.nhs_number.is_some()),
            ("reference", !self.reference.is_empty()),
        ];
        typed.into_iter().filter(|(_, is_typed)| *is_typed).map(|(name, _)| name).collect()
    }
}

/// By the most telling thing that was typed: a reference, a number, a birth and a name, a name.
fn candidates(act: &mut Act<'_>, wanted: &Wanted, details: &Details) -> AppResult<Vec<PersonId>> {
    let service = act.service();
    if !wanted.reference.is_empty() {
        let reference = telling::as_reference(&wanted.reference).ok_or_else(|| {
            AppError::field(
                "reference",
                "A reference looks like 4F2A-09BC. Check it, or leave it out",
            )
        })?;
        return Ok(store::referrals::list_people_of(act.conn, service, &reference)?);
    }
    let tokens = details.tokens();
    let of_kinds = |kinds: &[&str]| -> Vec<(&'static str, String)> {
        tokens.iter().filter(|(kind, _)| kinds.contains(kind)).cloned().collect()
    };
    let both = !wanted.given_name.is_empty() && !wanted.family_name.is_empty();
    let asked = match () {
        () if wanted.nhs_number.is_some() => of_kinds(&["nhs_number"]),
        // A slip in one of the three is forgiven.
        () if both => of_kinds(&["full_name", "family_and_birth", "given_and_birth"]),
        () if wanted.born_on.is_some() => of_kinds(&["family_and_birth", "given_and_birth"]),
        () => of_kinds(&["family_name"]),
    };
    if asked.is_empty() {
        return Err(too_little(wanted));
    }
    let keys = &act.kit.keys;
    Ok(store::people::list_ids_by(act.conn, keys, service, &asked, MOST + 1)?)
}

fn too_little(wanted: &Wanted) -> AppError {
    match () {
        () if wanted.born_on.is_some() => {
            AppError::field("family_name", "Enter a name as well: many people are born on one day")
        }
        () if !wanted.given_name.is_empty() => {
            AppError::field("family_name", "Enter the family name or the date of birth as well")
        }
        () => AppError::field("family_name", "Enter a name, an NHS number or a reference"),
    }
}

fn of(person: Person, details: &Details, beside: &[Beside]) -> Found {
    let theirs = || beside.iter().filter(|one| one.person == person.id);
    Found {
        referrals: theirs().count(),
        is_open: theirs().any(|one| one.is_open),
        likeness: details.likeness(&person.details),
        person,
    }
}
