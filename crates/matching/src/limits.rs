//! The hard limits: what keeps a group out of the suggestions, whatever its score.
//!
//! One function per limit and one line in `LIMITS`. Only what is *known* excludes: a fact that
//! nobody told us becomes a check in `checks.rs`.

use domain::group::{AccessNeed, Capacity, Freshness, Gender, Limit, Rule};
use domain::profile::{Online, Way, Went};
use jiff::civil::Date;
use serde::Serialize;

use crate::case::Case;
use crate::eligibility::excludes;
use crate::facts::{Asked, Day, Running, Terms, Where};
use crate::nothing_fits::Barrier;
use crate::said::Say;
use crate::text::Term;
use crate::told::Told;
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
    /// Nobody has made sure of it for so long that it is hidden until somebody does.
    Hidden,
    /// It has no room.
    Full,
    /// Its places for this month are taken.
    NoPlaces {
        /// How many it offers a month.
        offered: u32,
    },
    /// The person goes there or has tried it.
    Tried,
    /// The person went there before, and it was not for them.
    WentBadly,
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
    /// It takes longer to get there than the person will be on the way.
    TooLong {
        /// About how many minutes it takes by the quickest of their ways.
        minutes: u16,
        /// The most they will be on the way.
        minutes_at_most: u16,
        /// That way.
        way: Way,
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

/// A hard limit that stands in the way, without words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Hit {
    Ended(Option<Day>),
    Paused,
    Hidden,
    Full,
    NoPlaces(u32),
    Tried,
    WentBadly,
    OnlineOnly,
    NotOnline,
    TooFar {
        km: f64,
        km_at_most: f64,
    },
    TooLong {
        km: f64,
        minutes_at_most: u16,
    },
    /// What it requires at this place of its list.
    Required(usize),
    AccessMissing(AccessNeed),
    NoTimeFits,
    /// What the person does not want at this place of their list.
    Avoided(usize, Found),
}

type HardLimit = fn(&Case<'_>, &mut Vec<Hit>);

/// Every hard limit that is read from facts, cheapest first.
const LIMITS: &[HardLimit] = &[running, room, tried, online, distance, eligibility, access, times];

/// Every hard limit that stands between this person and this group.
pub(crate) fn list_hits(case: &Case<'_>) -> Vec<Hit> {
    let mut found = Vec::new();
    for limit in LIMITS {
        limit(case, &mut found);
    }
    unwanted(case, &mut found);
    found
}

/// Whether any hard limit stands in the way, but for what the person does not want.
pub(crate) fn is_excluded(case: &Case<'_>) -> bool {
    let mut found = Vec::new();
    LIMITS.iter().any(|limit| {
        limit(case, &mut found);
        !found.is_empty()
    })
}

/// Whether a group has something that the person does not want. Its text is read for that, so it
/// is asked last.
pub(crate) fn is_unwanted(case: &Case<'_>) -> bool {
    let mut found = Vec::new();
    unwanted(case, &mut found);
    !found.is_empty()
}

fn running(case: &Case<'_>, found: &mut Vec<Hit>) {
    found.extend(case.ended().map(Hit::Ended));
    if case.view.facts.running == Running::Paused {
        found.push(Hit::Paused);
    }
    if case.view.facts.freshness == Freshness::Hidden {
        found.push(Hit::Hidden);
    }
}

fn room(case: &Case<'_>, found: &mut Vec<Hit>) {
    if case.view.facts.capacity == Capacity::Full {
        found.push(Hit::Full);
    }
    if let Some((taken, offered)) = case.places()
        && taken >= offered
        && case.profile().referred
    {
        found.push(Hit::NoPlaces(offered));
    }
}

fn tried(case: &Case<'_>, found: &mut Vec<Hit>) {
    if case.profile().tried.contains(&case.view.facts.id) {
        found.push(Hit::Tried);
    }
    let id = case.view.facts.id;
    if case.profile().experience.iter().any(|one| one.group == Some(id) && one.went == Went::Badly)
    {
        found.push(Hit::WentBadly);
    }
}

fn online(case: &Case<'_>, found: &mut Vec<Hit>) {
    match (case.profile().travel.online, case.view.facts.place) {
        (Online::No, Where::Online) => found.push(Hit::OnlineOnly),
        (Online::Only, Where::Venue) => found.push(Hit::NotOnline),
        _ => {}
    }
}

fn distance(case: &Case<'_>, found: &mut Vec<Hit>) {
    if case.can_join_online() {
        return;
    }
    let Some(km) = case.km else {
        return;
    };
    let travel = &case.profile().travel;
    if let Some(km_at_most) = travel.km_at_most.filter(|most| km > *most) {
        found.push(Hit::TooFar { km, km_at_most });
    }
    let within = |minutes: &u16| travel.quickest(km).1 > f64::from(*minutes);
    if let Some(minutes_at_most) = travel.minutes_at_most.filter(within) {
        found.push(Hit::TooLong { km, minutes_at_most });
    }
}

fn eligibility(case: &Case<'_>, found: &mut Vec<Hit>) {
    let all = case.view.rules().iter().enumerate();
    let shut = all.filter(|(_, required)| excludes(case, required));
    found.extend(shut.map(|(at, _)| Hit::Required(at)));
}

fn access(case: &Case<'_>, found: &mut Vec<Hit>) {
    for need in &case.profile().access_needs {
        if case.view.access_to(*need) == Some(false) && !case.can_do_without(*need) {
            found.push(Hit::AccessMissing(*need));
        }
    }
}

fn times(case: &Case<'_>, found: &mut Vec<Hit>) {
    let free = case.reading.free;
    let is_met = case.weekly() & free != 0 || case.dated().any(|meeting| meeting.part & free != 0);
    if !is_met && case.has_upcoming() {
        found.push(Hit::NoTimeFits);
    }
}

fn unwanted(case: &Case<'_>, found: &mut Vec<Hit>) {
    for (at, word) in case.reading.unwanted.iter().enumerate() {
        let kind = word.kinds.iter().any(|kind| case.view.is_stated(*kind));
        let place = if kind {
            Found::Kind
        } else if is_affirmed(case, case.view.name(), &word.terms) {
            Found::Name
        } else if is_affirmed(case, case.view.around(), &word.terms) {
            Found::Around
        } else if is_affirmed(case, case.view.description(), &word.terms) {
            Found::Description
        } else {
            continue;
        };
        found.push(Hit::Avoided(at, place));
    }
}

/// Whether the text says the phrase and does not deny it: "alcohol-free" is not "alcohol".
fn is_affirmed(case: &Case<'_>, mut text: Terms<'_>, phrase: &[Term]) -> bool {
    let [no, without, free, not] = case.reading.known.denials;
    let mut before = None;
    // `text` is what follows `before`; the iterator is cheap to copy.
    while !text.is_empty() && !phrase.is_empty() {
        let mut rest = text;
        if phrase.iter().all(|term| rest.next() == Some(*term)) {
            let denied = before.is_some() && [no, without, not].contains(&before);
            let freed = free.is_some() && rest.next() == free;
            if !denied && !freed {
                return true;
            }
        }
        before = text.next();
    }
    false
}

impl Hit {
    /// The kind of barrier that this is.
    pub(crate) fn barrier(self, case: &Case<'_>) -> Barrier {
        match self {
            Hit::Ended(_) | Hit::Paused | Hit::Hidden => Barrier::NotRunning,
            Hit::Full | Hit::NoPlaces(_) => Barrier::Full,
            Hit::Tried | Hit::WentBadly => Barrier::Tried,
            Hit::OnlineOnly | Hit::NotOnline => Barrier::Online,
            Hit::TooFar { .. } | Hit::TooLong { .. } => Barrier::Travel,
            Hit::Required(at) => match case.view.rules()[at].rule {
                Asked::Age { .. } => Barrier::Age,
                Asked::Gender(_) => Barrier::Gender,
                // A circumstance excludes nobody, so it never hits.
                Asked::MembersOnly | Asked::Circumstance(_) => Barrier::Membership,
                Asked::ReferralOnly => Barrier::Referral,
                Asked::Area { .. } => Barrier::Area,
            },
            Hit::AccessMissing(_) => Barrier::Access,
            Hit::NoTimeFits => Barrier::Time,
            Hit::Avoided(..) => Barrier::Avoided,
        }
    }

    /// The same with what is needed to say it in words.
    fn exclusion(self, told: &Told<'_>) -> Option<Exclusion> {
        Some(match self {
            Hit::Ended(on) => Exclusion::Ended { on: on.map(Day::date) },
            Hit::Paused => Exclusion::Paused,
            Hit::Hidden => Exclusion::Hidden,
            Hit::Full => Exclusion::Full,
            Hit::NoPlaces(offered) => Exclusion::NoPlaces { offered },
            Hit::Tried => Exclusion::Tried,
            Hit::WentBadly => Exclusion::WentBadly,
            Hit::OnlineOnly => Exclusion::OnlineOnly,
            Hit::NotOnline => Exclusion::NotOnline,
            Hit::TooFar { km, km_at_most } => Exclusion::TooFar { km, km_at_most },
            Hit::TooLong { km, minutes_at_most } => {
                let (way, minutes) = told.profile().travel.quickest(km);
                Exclusion::TooLong { minutes: minutes.ceil() as u16, minutes_at_most, way }
            }
            Hit::Required(at) => required(told.group.eligibility.get(at)?, told.profile().age)?,
            Hit::AccessMissing(need) => Exclusion::AccessMissing { need },
            Hit::NoTimeFits => {
                let mut meets: Vec<String> = told.upcoming().map(words::meets).collect();
                meets.dedup();
                meets.truncate(3);
                Exclusion::NoTimeFits { meets }
            }
            Hit::Avoided(at, found) => {
                let word = told.reading.unwanted[at].said.to_owned();
                Exclusion::Avoided { word, found }
            }
        })
    }
}

fn required(limit: &Limit, age: Option<u8>) -> Option<Exclusion> {
    let words = limit.sentence.clone();
    match (&limit.rule, age) {
        (Rule::Age { from, to }, Some(age)) => {
            Some(Exclusion::Age { age, from: *from, to: *to, words })
        }
        (Rule::Gender { gender }, _) => Some(Exclusion::Gender { gender: *gender, words }),
        (Rule::MembersOnly, _) => Some(Exclusion::MembersOnly { words }),
        (Rule::ReferralOnly, _) => Some(Exclusion::ReferralOnly { words }),
        (Rule::Area { outcodes }, _) => {
            Some(Exclusion::OutsideArea { serves: outcodes.clone(), words })
        }
        // An unknown age and a circumstance are asked and exclude nobody.
        (Rule::Age { .. }, None) | (Rule::Circumstance { .. }, _) => None,
    }
}

/// Every hard limit that stands in the way, to be said in words.
pub(crate) fn list_exclusions(told: &Told<'_>) -> Vec<Exclusion> {
    list_hits(told).into_iter().filter_map(|hit| hit.exclusion(told)).collect()
}

impl Exclusion {
    /// The reason in plain words.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Exclusion::Ended { on: None } => "It has ended.".to_owned(),
            Exclusion::Ended { on: Some(day) } => {
                format!("It has ended. Its last day was {}.", words::day(*day))
            }
            Exclusion::Paused => "It is not meeting for now.".to_owned(),
            Exclusion::Hidden => {
                "Nobody has made sure of it for long. It is hidden until somebody does.".to_owned()
            }
            Exclusion::Full => "It is full.".to_owned(),
            Exclusion::NoPlaces { offered: 0 } => {
                "It takes nobody from referrals for now.".to_owned()
            }
            Exclusion::NoPlaces { .. } => {
                "Its places for people who are referred are taken for this month.".to_owned()
            }
            Exclusion::Tried => "You go there already, or have tried it.".to_owned(),
            Exclusion::WentBadly => "You went there before, and it was not for you.".to_owned(),
            Exclusion::OnlineOnly => {
                "It is only online, and you want to go out to a place.".to_owned()
            }
            Exclusion::NotOnline => {
                "One has to go there, and you can only take part online.".to_owned()
            }
            Exclusion::TooFar { km, km_at_most } => too_far(*km, *km_at_most),
            Exclusion::TooLong { minutes, minutes_at_most, way } => format!(
                "It takes about {minutes} minutes to get there {}. You said {minutes_at_most} at \
                 most.",
                words::by_way(*way)
            ),
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
