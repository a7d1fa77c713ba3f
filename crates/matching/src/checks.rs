//! What to check before somebody sets out: facts that are missing, unsure or could get in the way.
//!
//! Unknown is not yes: what a person needs and nobody has told us stands here, with whom to ask.

mod in_words;

use domain::group::life::month_name;
use domain::group::{
    AccessNeed, Capacity, Confidence, Continuity, Cost, Meeting, Place, Rule, Status,
};
use domain::profile::{Online, Way};
use jiff::civil::Date;
use serde::Serialize;

use crate::eligibility::{Verdict, needs_asking};
use crate::facts::Day;
use crate::said::Say;
use crate::told::Told;
use crate::words;

/// After how many days an entry counts as not checked lately.
const STALE_DAYS: i32 = 365;

/// Something to find out first.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Check {
    /// Nothing the person said points to this group.
    NotWhatYouSaid,
    /// Whether the person may come.
    WhoItIsFor {
        /// What seems to be required.
        rule: Rule,
        /// The group's own words.
        words: String,
        /// How sure the reading is.
        confidence: Confidence,
        /// What is known about this person.
        verdict: Verdict,
    },
    /// It names no age, and the person is young.
    YoungUnknown,
    /// Getting there may cost more than the person can pay.
    FareOver {
        /// About what it costs there and back, in pence.
        pence: u32,
    },
    /// Its money has ended or is about to.
    MoneyEnds {
        /// The last day of the money we know of.
        on: Date,
        /// Whether that day is past.
        is_past: bool,
    },
    /// It does not meet in this part of the year.
    OutOfSeason {
        /// When it meets, in words.
        meets: String,
    },
    /// We do not know where it meets.
    PlaceUnknown,
    /// We know a place by name, but not where it lies.
    DistanceUnknown,
    /// We do not know where the person starts from.
    HomeUnknown,
    /// It is too far to go, but one can take part online.
    FarButOnline {
        /// How far it is.
        km: f64,
    },
    /// We do not know whether one can take part online.
    OnlineUnknown,
    /// Something the person needs may or may not be there.
    AccessUnknown {
        /// What.
        need: AccessNeed,
    },
    /// Something the person needs is missing there, but one can take part online.
    MissingButOnline {
        /// What.
        need: AccessNeed,
    },
    /// We do not know when it meets.
    TimesUnknown,
    /// We know of one meeting only.
    OnlyOnce {
        /// When.
        date: Date,
    },
    /// Its listing names no later date, so it may have stopped.
    ListingStopped {
        /// The last date it names.
        on: Date,
    },
    /// It is going to end.
    EndsOn {
        /// Its last day.
        date: Date,
    },
    /// It costs more than the person can pay.
    CostOver {
        /// What it costs, in pence.
        pence: u32,
        /// What the person can pay, in pence.
        at_most_pence: u32,
    },
    /// It costs something that we could not read as a price.
    CostInWords {
        /// The group's own words.
        words: String,
    },
    /// We do not know what it costs.
    CostUnknown,
    /// We do not know whether the person's language is spoken.
    LanguageUnknown {
        /// The person's best language.
        language: String,
    },
    /// Only other languages are known to be spoken.
    LanguageDiffers {
        /// Those spoken there.
        spoken: Vec<String>,
    },
    /// One has to wait for a place.
    WaitingList,
    /// We do not know whether there is room.
    RoomUnknown,
    /// It has said that it takes nobody from referrals.
    NoPlacesForReferrals,
    /// Nobody has made sure lately that the entry is true.
    NotCheckedLately {
        /// The last time, where there was one.
        on: Option<Date>,
    },
}

/// Whom to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// Those who run the group.
    Group,
    /// The person.
    Person,
}

type Look = fn(&Told<'_>, &mut Vec<Check>);

const LOOKS: &[Look] =
    &[who_it_is_for, place, fare, access, times, room, cost, language, ending, freshness];

/// Everything to check first, the weightiest first.
pub(crate) fn list_checks(told: &Told<'_>, means_something: bool) -> Vec<Check> {
    let mut found = Vec::new();
    if !means_something {
        found.push(Check::NotWhatYouSaid);
    }
    for look in LOOKS {
        look(told, &mut found);
    }
    found
}

fn who_it_is_for(told: &Told<'_>, found: &mut Vec<Check>) {
    for (required, limit, verdict) in told.limits() {
        if needs_asking(required.confidence, verdict) {
            found.push(Check::WhoItIsFor {
                rule: limit.rule.clone(),
                words: limit.sentence.clone(),
                confidence: limit.confidence,
                verdict,
            });
        }
    }
    if is_for_the_young_unknown(told) {
        found.push(Check::YoungUnknown);
    }
}

/// Young people are asked for where no age is named: most groups are for grown-ups.
fn is_for_the_young_unknown(told: &Told<'_>) -> bool {
    let is_young = told.profile().age.is_some_and(|age| age < 18);
    is_young && !told.group.eligibility.iter().any(|limit| matches!(limit.rule, Rule::Age { .. }))
}

/// What a bus ride there and back costs at most in most of England: two single fares of £3
/// (Department for Transport, bus fare cap from 1 January 2025).
const BUS_PENCE: u32 = 600;
/// As far as most people would rather walk than pay, in minutes.
const WALK_MINUTES: f64 = 30.0;

fn fare(told: &Told<'_>, found: &mut Vec<Check>) {
    let travel = &told.profile().travel;
    let goes_by_bus = travel.ways.contains(&Way::Bus) && !travel.ways.contains(&Way::Car);
    let may_walk =
        |km: f64| travel.ways.contains(&Way::Walk) && Way::Walk.minutes(km) <= WALK_MINUTES;
    if travel.fare_at_most_pence.is_some_and(|most| most < BUS_PENCE)
        && goes_by_bus
        && !told.is_only_online()
        && told.km.is_some_and(|km| !may_walk(km))
    {
        found.push(Check::FareOver { pence: BUS_PENCE });
    }
}

fn place(told: &Told<'_>, found: &mut Vec<Check>) {
    let travel = &told.profile().travel;
    if travel.online == Online::Only {
        if matches!(told.group.place, Place::Unknown) {
            found.push(Check::OnlineUnknown);
        }
        return;
    }
    if told.is_only_online() {
        return;
    }
    match (told.km, told.reading.furthest_km) {
        (Some(km), Some(most)) if km > most => found.push(Check::FarButOnline { km }),
        (Some(_), _) => {}
        (None, _) if !is_findable(&told.group.place) => found.push(Check::PlaceUnknown),
        (None, Some(_)) if told.reading.home.is_none() => found.push(Check::HomeUnknown),
        (None, _) if told.reading.home.is_some() => found.push(Check::DistanceUnknown),
        (None, _) => {}
    }
}

/// Whether anything says where to go.
fn is_findable(place: &Place) -> bool {
    let Place::Venue(venue) = place else {
        return false;
    };
    let in_words = [&venue.name, &venue.address, &venue.town, &venue.postcode];
    venue.point.is_some() || in_words.iter().any(|words| words.is_some())
}

fn access(told: &Told<'_>, found: &mut Vec<Check>) {
    let goes_out = told.profile().travel.online != Online::Only;
    for need in &told.profile().access_needs {
        if goes_out && told.view.access_to(*need) == Some(false) {
            // The hard limits have let it through, so the person can do without.
            found.push(Check::MissingButOnline { need: *need });
        }
        if told.view.access_to(*need).is_none()
            && !(told.is_only_online() && is_about_the_building(*need))
        {
            found.push(Check::AccessUnknown { need: *need });
        }
    }
}

/// Needs that do not arise when one takes part from home.
pub(crate) fn is_about_the_building(need: AccessNeed) -> bool {
    match need {
        AccessNeed::StepFree
        | AccessNeed::AccessibleToilet
        | AccessNeed::HearingLoop
        | AccessNeed::Quiet
        | AccessNeed::Parking
        | AccessNeed::BusStop
        | AccessNeed::AssistanceDog => true,
        AccessNeed::SignLanguage
        | AccessNeed::Seated
        | AccessNeed::CompanionWelcome
        | AccessNeed::DementiaFriendly => false,
    }
}

fn times(told: &Told<'_>, found: &mut Vec<Check>) {
    let upcoming: Vec<&Meeting> = told.upcoming().take(2).collect();
    match upcoming.as_slice() {
        [] => found.push(Check::TimesUnknown),
        [Meeting::On { date, .. }] => found.push(Check::OnlyOnce { date: *date }),
        _ => {}
    }
}

fn room(told: &Told<'_>, found: &mut Vec<Check>) {
    match told.group.capacity {
        Capacity::WaitingList => found.push(Check::WaitingList),
        Capacity::AskFirst => found.push(Check::RoomUnknown),
        Capacity::HasRoom | Capacity::Full => {}
    }
    if told.group.places_per_month == Some(0) && told.profile().referred {
        found.push(Check::NoPlacesForReferrals);
    }
}

fn cost(told: &Told<'_>, found: &mut Vec<Check>) {
    let Some(at_most_pence) = told.profile().cost_at_most_pence else {
        return;
    };
    match &told.group.cost {
        Cost::Pence { pence, .. } if *pence > at_most_pence => {
            found.push(Check::CostOver { pence: *pence, at_most_pence });
        }
        Cost::Words { words } => found.push(Check::CostInWords { words: words.clone() }),
        Cost::Unknown => found.push(Check::CostUnknown),
        Cost::Free | Cost::Pence { .. } => {}
    }
}

fn language(told: &Told<'_>, found: &mut Vec<Check>) {
    let theirs: Vec<String> =
        told.profile().languages.iter().map(|tag| words::language_of(tag)).collect();
    let Some(best) = theirs.first() else {
        return;
    };
    let spoken = &told.group.languages;
    if spoken.is_empty() {
        if !theirs.iter().any(|code| code == "en") {
            found.push(Check::LanguageUnknown { language: best.clone() });
        }
    } else if !spoken.iter().any(|tag| theirs.contains(&words::language_of(tag))) {
        found.push(Check::LanguageDiffers { spoken: spoken.clone() });
    }
}

fn ending(told: &Told<'_>, found: &mut Vec<Check>) {
    if let Status::Ended { on: Some(date) } = told.group.status {
        found.push(Check::EndsOn { date });
    }
    if let Some(on) = told.listing_stopped() {
        found.push(Check::ListingStopped { on: on.date() });
    }
    let today = told.reading.date;
    match told.group.life.continuity(today) {
        Continuity::Ending { on, is_near: true } => {
            found.push(Check::MoneyEnds { on, is_past: false });
        }
        Continuity::RanOut { on } => found.push(Check::MoneyEnds { on, is_past: true }),
        _ => {}
    }
    if let Some(season) = told.group.life.season.filter(|season| !season.contains(today)) {
        let (from, to) = (month_name(season.from), month_name(season.to));
        found.push(Check::OutOfSeason { meets: format!("from {from} to {to}") });
    }
}

fn freshness(told: &Told<'_>, found: &mut Vec<Check>) {
    let on = told.view.facts.checked_on;
    if on.is_none_or(|on| told.reading.today.0 - on.0 > STALE_DAYS) {
        found.push(Check::NotCheckedLately { on: on.map(Day::date) });
    }
}

impl Check {
    /// Whom to ask.
    #[must_use]
    pub fn ask(&self) -> Ask {
        match self {
            Check::NotWhatYouSaid | Check::HomeUnknown | Check::FareOver { .. } => Ask::Person,
            Check::WhoItIsFor { rule, confidence, verdict, .. } => {
                let about_the_person =
                    matches!(rule, Rule::Age { .. } | Rule::Gender { .. } | Rule::Area { .. });
                let only_the_person_is_unknown =
                    *confidence == Confidence::Certain && *verdict == Verdict::Unknown;
                if about_the_person && only_the_person_is_unknown {
                    Ask::Person
                } else {
                    Ask::Group
                }
            }
            _ => Ask::Group,
        }
    }
}

impl Say for Check {
    fn say(&self) -> String {
        self.sentence()
    }

    fn whom(&self) -> Option<Ask> {
        Some(self.ask())
    }
}
