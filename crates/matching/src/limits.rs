//! The hard limits: what keeps a group out of the suggestions, whatever its score.
//!
//! One function per limit and one line in `LIMITS`. Only what is *known* excludes: a fact that
//! nobody told us becomes a check in `checks.rs`.

use domain::group::{AccessNeed, Capacity, Gender, Place, Rule, Status};
use domain::profile::Online;
use jiff::civil::Date;
use serde::Serialize;

use crate::case::Case;
use crate::eligibility::excludes;
use crate::nothing_fits::Barrier;
use crate::said::Say;
use crate::text::{Term, position};
use crate::words;

/// Why a group cannot be suggested to this person.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Exclusion {
    /// It meets no more.
    Ended {
        /// Its last day, where known.
        on: Option<Date>,
    },
    /// It does not meet for now.
    Paused,
    /// It has no room.
    Full,
    /// The person goes there or has tried it.
    Tried,
    /// It is online, and the person does not want that or cannot.
    OnlineOnly,
    /// One has to go there, and the person can only take part online.
    NotOnline,
    /// It is further than the person will travel.
    TooFar {
        /// How far it is.
        km: f64,
        /// How far the person will go.
        km_at_most: f64,
    },
    /// The person is younger or older than it allows.
    Age {
        /// The person's age.
        age: u8,
        /// Youngest.
        from: Option<u8>,
        /// Oldest.
        to: Option<u8>,
        /// The group's own words.
        words: String,
    },
    /// It is only for another gender.
    Gender {
        /// Whom it is for.
        gender: Gender,
        /// The group's own words.
        words: String,
    },
    /// It is only for its members.
    MembersOnly {
        /// The group's own words.
        words: String,
    },
    /// It asks for a referral, and this person comes by themself.
    ReferralOnly {
        /// The group's own words.
        words: String,
    },
    /// It serves another area.
    OutsideArea {
        /// The outcodes it serves.
        serves: Vec<String>,
        /// The group's own words.
        words: String,
    },
    /// Something the person needs is known to be missing.
    AccessMissing {
        /// What.
        need: AccessNeed,
    },
    /// It never meets when the person is free.
    NoTimeFits {
        /// When it meets, in words.
        meets: Vec<String>,
    },
    /// The person would rather not.
    Avoided {
        /// Their word.
        word: String,
        /// Where it was found.
        found: Found,
    },
}

/// Where an unwanted word was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// It is what the group does.
    Kind,
    /// In the name.
    Name,
    /// In the description.
    Description,
    /// In the name of the building or of who runs it.
    Around,
}

type HardLimit = fn(&Case<'_>, &mut Vec<Exclusion>);

/// Every hard limit, cheapest first.
const LIMITS: &[HardLimit] =
    &[running, room, tried, online, distance, eligibility, access, times, unwanted];

/// Every hard limit that stands between this person and this group.
pub(crate) fn list_exclusions(case: &Case<'_>) -> Vec<Exclusion> {
    let mut found = Vec::new();
    for limit in LIMITS {
        limit(case, &mut found);
    }
    found
}

/// Whether any hard limit stands in the way.
pub(crate) fn is_excluded(case: &Case<'_>) -> bool {
    let mut found = Vec::new();
    LIMITS.iter().any(|limit| {
        limit(case, &mut found);
        !found.is_empty()
    })
}

fn running(case: &Case<'_>, found: &mut Vec<Exclusion>) {
    if let Some(on) = case.ended() {
        found.push(Exclusion::Ended { on });
    }
    if case.group().status == Status::Paused {
        found.push(Exclusion::Paused);
    }
}

fn room(case: &Case<'_>, found: &mut Vec<Exclusion>) {
    if case.group().capacity == Capacity::Full {
        found.push(Exclusion::Full);
    }
}

fn tried(case: &Case<'_>, found: &mut Vec<Exclusion>) {
    if case.profile().tried.contains(&case.group().id) {
        found.push(Exclusion::Tried);
    }
}

fn online(case: &Case<'_>, found: &mut Vec<Exclusion>) {
    match (case.profile().travel.online, &case.group().place) {
        (Online::No, Place::Online) => found.push(Exclusion::OnlineOnly),
        (Online::Only, Place::Venue(venue)) if !venue.also_online => {
            found.push(Exclusion::NotOnline);
        }
        _ => {}
    }
}

fn distance(case: &Case<'_>, found: &mut Vec<Exclusion>) {
    if case.can_join_online() {
        return;
    }
    if let (Some(km), Some(km_at_most)) = (case.km, case.profile().travel.km_at_most)
        && km > km_at_most
    {
        found.push(Exclusion::TooFar { km, km_at_most });
    }
}

fn eligibility(case: &Case<'_>, found: &mut Vec<Exclusion>) {
    let profile = case.profile();
    for limit in case.group().eligibility.iter().filter(|limit| excludes(limit, profile)) {
        let words = limit.sentence.clone();
        match (&limit.rule, profile.age) {
            (Rule::Age { from, to }, Some(age)) => {
                found.push(Exclusion::Age { age, from: *from, to: *to, words });
            }
            (Rule::Gender { gender }, _) => {
                found.push(Exclusion::Gender { gender: *gender, words });
            }
            (Rule::MembersOnly, _) => found.push(Exclusion::MembersOnly { words }),
            (Rule::ReferralOnly, _) => found.push(Exclusion::ReferralOnly { words }),
            (Rule::Area { outcodes }, _) => {
                found.push(Exclusion::OutsideArea { serves: outcodes.clone(), words });
            }
            // `excludes` says no to both: an unknown age and a circumstance are asked.
            (Rule::Age { .. }, None) | (Rule::Circumstance { .. }, _) => {}
        }
    }
}

fn access(case: &Case<'_>, found: &mut Vec<Exclusion>) {
    for need in &case.profile().access_needs {
        if case.group().access_to(*need) == Some(false) && !case.can_do_without(*need) {
            found.push(Exclusion::AccessMissing { need: *need });
        }
    }
}

fn times(case: &Case<'_>, found: &mut Vec<Exclusion>) {
    let mut upcoming = case.upcoming().peekable();
    if upcoming.peek().is_some() && !case.upcoming().any(|meeting| case.is_free_for(meeting)) {
        let mut meets: Vec<String> = upcoming.map(words::meets).collect();
        meets.dedup();
        meets.truncate(3);
        found.push(Exclusion::NoTimeFits { meets });
    }
}

fn unwanted(case: &Case<'_>, found: &mut Vec<Exclusion>) {
    for word in &case.reading.unwanted {
        let entry = case.entry;
        let kind = word.kinds.iter().any(|kind| case.group().activities.contains(kind));
        let place = if kind {
            Found::Kind
        } else if is_affirmed(case, &entry.name, &word.terms) {
            Found::Name
        } else if is_affirmed(case, &entry.description, &word.terms) {
            Found::Description
        } else if is_affirmed(case, &entry.around, &word.terms) {
            Found::Around
        } else {
            continue;
        };
        found.push(Exclusion::Avoided { word: word.said.to_owned(), found: place });
    }
}

/// Whether the text says the phrase and does not deny it: "alcohol-free" is not "alcohol".
fn is_affirmed(case: &Case<'_>, text: &[Term], phrase: &[Term]) -> bool {
    let [no, without, free, not] = case.reading.denials;
    let mut rest = 0;
    while let Some(at) = position(&text[rest..], phrase).map(|at| at + rest) {
        let before = at.checked_sub(1).map(|before| text[before]);
        let after = text.get(at + phrase.len()).copied();
        let denied = before.is_some() && [no, without, not].contains(&before);
        let freed = after.is_some() && after == free;
        if !denied && !freed {
            return true;
        }
        rest = at + 1;
    }
    false
}

impl Exclusion {
    /// The kind of barrier that this is.
    #[must_use]
    pub fn barrier(&self) -> Barrier {
        match self {
            Exclusion::Ended { .. } | Exclusion::Paused => Barrier::NotRunning,
            Exclusion::Full => Barrier::Full,
            Exclusion::Tried => Barrier::Tried,
            Exclusion::OnlineOnly | Exclusion::NotOnline => Barrier::Online,
            Exclusion::TooFar { .. } => Barrier::Travel,
            Exclusion::Age { .. } => Barrier::Age,
            Exclusion::Gender { .. } => Barrier::Gender,
            Exclusion::MembersOnly { .. } => Barrier::Membership,
            Exclusion::ReferralOnly { .. } => Barrier::Referral,
            Exclusion::OutsideArea { .. } => Barrier::Area,
            Exclusion::AccessMissing { .. } => Barrier::Access,
            Exclusion::NoTimeFits { .. } => Barrier::Time,
            Exclusion::Avoided { .. } => Barrier::Avoided,
        }
    }

    /// The reason in plain words.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Exclusion::Ended { on: None } => "It has ended.".to_owned(),
            Exclusion::Ended { on: Some(day) } => {
                format!("It has ended. Its last day was {}.", words::day(*day))
            }
            Exclusion::Paused => "It is not meeting for now.".to_owned(),
            Exclusion::Full => "It is full.".to_owned(),
            Exclusion::Tried => "You go there already, or have tried it.".to_owned(),
            Exclusion::OnlineOnly => {
                "It is only online, and you want to go out to a place.".to_owned()
            }
            Exclusion::NotOnline => {
                "One has to go there, and you can only take part online.".to_owned()
            }
            Exclusion::TooFar { km, km_at_most } => too_far(*km, *km_at_most),
            Exclusion::Age { age, from, to, words } => in_its_words(
                &format!("It is for people aged {}. You are {age}", words::ages(*from, *to)),
                words,
            ),
            Exclusion::Gender { gender, words } => {
                in_its_words(&format!("It is only for {}", words::genders(*gender)), words)
            }
            Exclusion::MembersOnly { words } => in_its_words("It is only for its members", words),
            Exclusion::ReferralOnly { words } => in_its_words(
                "It only takes people whom a professional refers, and nobody is referring you",
                words,
            ),
            Exclusion::OutsideArea { serves, words } => {
                in_its_words(&format!("It is only for people in {}", words::list(serves)), words)
            }
            Exclusion::AccessMissing { need } => {
                format!("You need this, and {}.", words::access(*need).1)
            }
            Exclusion::NoTimeFits { meets } => {
                format!("It meets {}, and you are not free then.", words::list(meets))
            }
            Exclusion::Avoided { word, found } => avoided(word, *found),
        }
    }
}

/// Rounding must never say "about 5 km, further than 5 km".
fn too_far(km: f64, km_at_most: f64) -> String {
    let (there, most) = (words::length(km), words::length(km_at_most));
    if there == most {
        format!("It is just over {most} away, as far as you can travel.")
    } else {
        format!("It is about {there} away. You said {most} at most.")
    }
}

fn avoided(word: &str, found: Found) -> String {
    let place = match found {
        Found::Kind => "that is what the group does",
        Found::Name => "it is in the group's name",
        Found::Description => "the group writes about it",
        Found::Around => "it is in the name of the building or of who runs it",
    };
    format!("You would rather avoid “{word}”, and {place}.")
}

/// A statement, followed by the group's own words where there are any.
pub(crate) fn in_its_words(statement: &str, said: &str) -> String {
    match words::quoted(said) {
        Some(quoted) => format!("{statement}. The group says: {quoted}"),
        None => format!("{statement}."),
    }
}

impl Say for Exclusion {
    fn say(&self) -> String {
        self.sentence()
    }
}
