//! The demonstration's directory: about 120 groups, from `demo/groups/*.toml`.
//!
//! A file's group is shorter than a `domain::group::Group`: it names its venue, which brings the
//! address and what is known about access, and says dates as days ago. An e-mail address left out
//! is `id@groups.demo.kith`; an access need named nowhere is unknown.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use domain::group::{
    AccessFact, AccessNeed, Capacity, Checked, Confidence, Contact, Cost, Freshness, Gender, Group,
    Life, Limit, Place, Rule, Source, Status, Venue,
};
use domain::ids::GroupId;
use domain::kinds::{Activity, Need};
use jiff::{ToSpan, Zoned};
use serde::Deserialize;

use super::meetings;
use super::places::Places;

const FILES: [(&str, &str); 4] = [
    ("1_arts_and_making.toml", include_str!("../../demo/groups/1_arts_and_making.toml")),
    ("2_outdoors_and_moving.toml", include_str!("../../demo/groups/2_outdoors_and_moving.toml")),
    ("3_company_and_support.toml", include_str!("../../demo/groups/3_company_and_support.toml")),
    ("4_learning_and_help.toml", include_str!("../../demo/groups/4_learning_and_help.toml")),
];

/// The name under which the demonstration's groups stand in `Source`.
pub(crate) const SOURCE: &str = "demo";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "group")]
    groups: Vec<Entry>,
}

/// A group as its file says it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    name: String,
    by: Option<String>,
    about: String,
    does: Vec<Activity>,
    helps: Vec<Need>,
    at: Option<String>,
    #[serde(default)]
    online: bool,
    #[serde(default)]
    also_online: bool,
    #[serde(default)]
    meets: Vec<String>,
    cost: Option<String>,
    #[serde(default)]
    limits: Vec<LimitWords>,
    #[serde(default)]
    there: Vec<AccessNeed>,
    #[serde(default)]
    missing: Vec<AccessNeed>,
    #[serde(default)]
    languages: Vec<String>,
    room: Option<Capacity>,
    places: Option<u32>,
    status: Option<String>,
    ended_days_ago: Option<i64>,
    mail: Option<String>,
    phone: Option<String>,
    checked: Option<CheckedWords>,
    for_whom: Option<String>,
    first_visit: Option<String>,
    #[serde(default)]
    translations: BTreeMap<String, String>,
}

/// One limit: what it is, and the sentence it was read from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitWords {
    is: String,
    says: String,
    sure: Option<Confidence>,
    from: Option<u8>,
    to: Option<u8>,
    gender: Option<Gender>,
    outcodes: Option<Vec<String>>,
    words: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckedWords {
    days_ago: i64,
    by: String,
    how: String,
}

/// Every group of the demonstration as of `now`, each with the id that `make_id` gives its name
/// in the files.
pub(crate) fn list(
    places: &Places,
    now: &Zoned,
    make_id: impl Fn(&str) -> GroupId,
) -> Result<Vec<Group>> {
    let mut groups = Vec::new();
    for (name, text) in FILES {
        let file: File = toml::from_str(text).with_context(|| format!("demo/groups/{name}"))?;
        for entry in file.groups {
            let named = format!("group {:?} in demo/groups/{name}", entry.id);
            groups.push(entry.into_group(places, now, &make_id).context(named)?);
        }
    }
    Ok(groups)
}

impl Entry {
    fn into_group(
        self,
        places: &Places,
        now: &Zoned,
        make_id: impl Fn(&str) -> GroupId,
    ) -> Result<Group> {
        let meetings = self.meets.iter().map(|words| meetings::read(words, now.date()));
        Ok(Group {
            id: make_id(&self.id),
            place: self.place(places)?,
            meetings: meetings.collect::<Result<_>>()?,
            cost: cost(self.cost.as_deref())?,
            access: self.access(places)?,
            status: self.status(now)?,
            life: Life {
                for_whom: self.for_whom,
                first_visit: self.first_visit,
                translations: self.translations,
                ..Life::default()
            },
            freshness: Freshness::default(),
            last_known_on: None,
            checked: self.checked.map(|words| words.into_checked(now)).transpose()?,
            eligibility: self
                .limits
                .into_iter()
                .map(LimitWords::into_limit)
                .collect::<Result<_>>()?,
            contact: contact(&self.id, self.mail, self.phone),
            name: self.name,
            organisation: self.by,
            description: self.about,
            activities: self.does,
            needs: self.helps,
            languages: self.languages,
            capacity: self.room.unwrap_or(Capacity::AskFirst),
            places_per_month: self.places,
            source: Source { name: SOURCE.to_owned(), id: self.id },
        })
    }

    fn place(&self, places: &Places) -> Result<Place> {
        let Some(at) = &self.at else {
            return Ok(if self.online { Place::Online } else { Place::Unknown });
        };
        let venue = places.venue(at)?;
        let town = &places.neighbourhood(&venue.neighbourhood)?.town;
        Ok(Place::Venue(Venue {
            name: Some(venue.name.clone()),
            address: Some(format!("{}, {town}", venue.street)),
            town: Some(town.clone()),
            postcode: Some(venue.postcode.clone()),
            point: Some(venue.point),
            also_online: self.also_online,
        }))
    }

    /// What the group says of itself comes before what is known of its building.
    fn access(&self, places: &Places) -> Result<Vec<AccessFact>> {
        let venue = self.at.as_deref().map(|at| places.venue(at)).transpose()?;
        let of_venue = |need: AccessNeed| match venue {
            Some(venue) if venue.there.contains(&need) => Some(true),
            Some(venue) if venue.missing.contains(&need) => Some(false),
            _ => None,
        };
        let known = |need: AccessNeed| match () {
            () if self.there.contains(&need) => Some(true),
            () if self.missing.contains(&need) => Some(false),
            () => of_venue(need),
        };
        let facts = AccessNeed::ALL.into_iter();
        Ok(facts.filter_map(|need| known(need).map(|there| AccessFact { need, there })).collect())
    }

    fn status(&self, now: &Zoned) -> Result<Status> {
        match (self.ended_days_ago, self.status.as_deref()) {
            (Some(days), None) => {
                Ok(Status::Ended { on: Some(now.date().checked_sub(days.days())?) })
            }
            (None, None) => Ok(Status::Running),
            (None, Some("paused")) => Ok(Status::Paused),
            (_, other) => bail!("status {other:?} is not one that we know"),
        }
    }
}

impl LimitWords {
    fn into_limit(self) -> Result<Limit> {
        let rule = match (self.is.as_str(), self.gender, self.outcodes, self.words) {
            ("age", None, None, None) if self.from.or(self.to).is_some() => {
                Rule::Age { from: self.from, to: self.to }
            }
            ("gender", Some(gender), None, None) => Rule::Gender { gender },
            ("members_only", None, None, None) => Rule::MembersOnly,
            ("referral_only", None, None, None) => Rule::ReferralOnly,
            ("area", None, Some(outcodes), None) => Rule::Area { outcodes },
            ("circumstance", None, None, Some(words)) => Rule::Circumstance { words },
            (other, ..) => bail!("limit {other:?} is unknown or has the wrong parts"),
        };
        let confidence = self.sure.unwrap_or(Confidence::Certain);
        Ok(Limit { rule, sentence: self.says, confidence })
    }
}

impl CheckedWords {
    fn into_checked(self, now: &Zoned) -> Result<Checked> {
        let at = now.checked_sub(self.days_ago.days())?.timestamp();
        Ok(Checked { at, by: self.by, how: self.how })
    }
}

fn contact(id: &str, mail: Option<String>, phone: Option<String>) -> Contact {
    let email = mail.unwrap_or_else(|| format!("{id}@groups.demo.kith"));
    Contact { email: Some(email), phone, url: None }
}

/// `free`, words that begin with a price, other words, or nothing known.
fn cost(words: Option<&str>) -> Result<Cost> {
    let Some(words) = words else { return Ok(Cost::Unknown) };
    if words == "free" {
        return Ok(Cost::Free);
    }
    let words_of_its_own = || Cost::Words { words: words.to_owned() };
    // A price by the year, the mile or the course is not the price of one session.
    if ["a year", "a mile", "weeks"].iter().any(|per| words.contains(per)) {
        return Ok(words_of_its_own());
    }
    let Some(price) = words.strip_prefix('£') else { return Ok(words_of_its_own()) };
    let end = price.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(price.len());
    let pounds: f64 = price[..end].parse().with_context(|| format!("price in {words:?}"))?;
    Ok(Cost::Pence { pence: (pounds * 100.0).round() as u32, words: words.to_owned() })
}
