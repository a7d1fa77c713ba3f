//! The stated limits, checked once more over the raw group and without `matching`.
//!
//! Deliberately plain: a rule that is wrong there and here alike would go unseen.

use domain::group::{Capacity, Confidence, Group, Meeting, Place, Rule, Status, Weekday};
use domain::place::outcode;
use domain::profile::{DayPart, Online, Profile};

use crate::listing::TODAY;

/// Straight lines are compared to ten metres: two formulas differ by less.
const SLACK_KM: f64 = 0.01;

/// Every limit of the person that this group breaks, in words.
pub(crate) fn broken(group: &Group, profile: &Profile) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |broken: bool, words: String| {
        if broken {
            found.push(words);
        }
    };
    add(has_ended(group), "it has ended".into());
    add(group.status == Status::Paused, "it is paused".into());
    add(group.capacity == Capacity::Full, "it is full".into());
    add(profile.tried.contains(&group.id), "they have tried it".into());
    let only_online = matches!(group.place, Place::Online);
    add(only_online && profile.travel.online == Online::No, "it is online".into());
    let only_there = matches!(group.place, Place::Venue(_)) && !group.is_online();
    add(only_there && profile.travel.online == Online::Only, "it is not online".into());
    add(is_too_far(group, profile), "it is too far".into());
    for limit in group.eligibility.iter().filter(|l| l.confidence == Confidence::Certain) {
        add(!may_come(&limit.rule, profile), format!("“{}”", limit.sentence));
    }
    for need in &profile.access_needs {
        let missing = group.access.iter().any(|fact| fact.need == *need && !fact.there);
        let stays_home = group.is_online() && profile.travel.online != Online::No;
        add(missing && !stays_home, format!("no {}", need.label()));
    }
    add(!meets_in_time(group, profile), "they are never free when it meets".into());
    for word in profile.avoid.iter().filter(|word| uses(group, word)) {
        add(true, format!("they avoid “{word}”"));
    }
    found
}

fn may_come(rule: &Rule, profile: &Profile) -> bool {
    match rule {
        Rule::Age { from, to } => profile.age.is_none_or(|age| {
            (age >= from.unwrap_or(0) && age <= to.unwrap_or(u8::MAX))
                || from.zip(*to).is_some_and(|(a, b)| a > b)
        }),
        Rule::Gender { gender } => profile.gender.is_none_or(|theirs| theirs == *gender),
        Rule::MembersOnly => false,
        Rule::ReferralOnly => profile.referred,
        Rule::Area { outcodes } => profile
            .outcode
            .as_deref()
            .and_then(outcode)
            .is_none_or(|home| outcodes.iter().any(|one| outcode(one) == Some(home.clone()))),
        Rule::Circumstance { .. } => true,
    }
}

/// Whether every date is past, where it has only dates.
pub(crate) fn has_ended(group: &Group) -> bool {
    let is_past = |meeting: &Meeting| matches!(meeting, Meeting::On { date, .. } if *date < TODAY);
    matches!(group.status, Status::Ended { on } if on.is_none_or(|on| on < TODAY))
        || (!group.meetings.is_empty() && group.meetings.iter().all(is_past))
}

/// Whether the person would have to travel further than they said.
pub(crate) fn is_too_far(group: &Group, profile: &Profile) -> bool {
    let from_home = group.is_online() && profile.travel.online != Online::No;
    let both = km(group, profile).zip(profile.travel.km_at_most);
    !from_home && both.is_some_and(|(km, most)| km > most + SLACK_KM)
}

/// Kilometres in a straight line, by the spherical law of cosines.
pub(crate) fn km(group: &Group, profile: &Profile) -> Option<f64> {
    let (home, there) = (profile.home?, group.point()?);
    let (a, b) = (home.latitude.to_radians(), there.latitude.to_radians());
    let east = (there.longitude - home.longitude).to_radians();
    let cosine = a.sin() * b.sin() + a.cos() * b.cos() * east.cos();
    Some(6371.0 * cosine.clamp(-1.0, 1.0).acos())
}

fn meets_in_time(group: &Group, profile: &Profile) -> bool {
    let mut to_come = group.meetings.iter().filter(|meeting| match meeting {
        Meeting::On { date, .. } => *date >= TODAY,
        Meeting::Weekly { .. } | Meeting::Recurring { .. } => true,
    });
    let is_free = |meeting: &Meeting| {
        let (weekday, begins) = match meeting {
            Meeting::Weekly { weekday, from, .. } | Meeting::Recurring { weekday, from, .. } => {
                (*weekday, *from)
            }
            Meeting::On { date, from, .. } => (Weekday::of(*date), *from),
        };
        let part = match begins.hour() {
            0..=11 => DayPart::Morning,
            12..=16 => DayPart::Afternoon,
            _ => DayPart::Evening,
        };
        profile.times.iter().any(|free| free.weekday == weekday && free.part == part)
    };
    let known: Vec<&Meeting> = to_come.by_ref().collect();
    profile.times.is_empty() || known.is_empty() || known.into_iter().any(is_free)
}

/// Whether the group's name or description has the word, as written and not denied.
fn uses(group: &Group, word: &str) -> bool {
    let split = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let wanted = split(word);
    if wanted.is_empty() {
        return false;
    }
    [&group.name, &group.description].into_iter().any(|text| {
        let words = split(text);
        words.windows(wanted.len()).enumerate().any(|(at, here)| {
            let denied = at > 0 && ["no", "not", "without"].contains(&words[at - 1].as_str());
            let freed = words.get(at + wanted.len()).is_some_and(|next| next == "free");
            here == wanted && !denied && !freed
        })
    })
}
