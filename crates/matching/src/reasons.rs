//! Why a group fits: the person's own words first, then the practical side.

use domain::group::{AccessNeed, Capacity, Cost, Meeting, Rule};
use domain::kinds::{Activity, Need};
use domain::profile::{Company, Gap, Online, Went};
use jiff::civil::Time;
use serde::Serialize;

use crate::case::About;
use crate::eligibility::Verdict;
use crate::facts::Terms;
use crate::lexicon::Meaning;
use crate::rank::parts::{self, interest_strength};
use crate::retention::Staying;
use crate::said::Say;
use crate::text::Term;
use crate::told::Told;
use crate::variety::likeness;
use crate::words;

/// Below this an interest or a need is too faint to be given as a reason.
const FAINT: f64 = 0.2;

/// One reason why a group fits.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Reason {
    /// It is about something the person loves.
    Interest {
        /// Their words.
        said: String,
        /// How we know.
        why: Why,
    },
    /// It is of a kind the person wished for.
    Wished {
        /// The kind.
        activity: Activity,
    },
    /// It can help with what hurts.
    Need {
        /// What hurts.
        need: Need,
        /// How we know.
        shown: Shown,
    },
    /// It can close a gap in the circle of people around them.
    Gap {
        /// The gap.
        gap: Gap,
    },
    /// It is like something that did them good before.
    LikeBefore {
        /// Their words for it, where it was not a group of the directory.
        said: Option<String>,
    },
    /// Earlier people stayed there.
    EarlierPeople {
        /// What they say.
        staying: Staying,
    },
    /// The company is what the person would like.
    Company {
        /// Their wish.
        wish: Company,
    },
    /// The person's age is the age it is for.
    ForYourAge {
        /// Youngest.
        from: Option<u8>,
        /// Oldest.
        to: Option<u8>,
    },
    /// It serves where the person lives.
    ServesYourArea,
    /// How near it is.
    Near {
        /// Kilometres in a straight line.
        km: f64,
    },
    /// One can take part from home.
    FromHome,
    /// It meets when the person is free, or regularly.
    Meets {
        /// When, in words.
        when: String,
        /// When it begins.
        at: Time,
        /// Whether the person said that they are free then.
        is_free: bool,
    },
    /// It costs nothing.
    Free,
    /// The person can pay what it costs.
    Affordable {
        /// What it costs, in pence.
        pence: u32,
    },
    /// Something the person needs is there.
    Access {
        /// What.
        need: AccessNeed,
    },
    /// The person's language is spoken.
    Language {
        /// Its tag.
        language: String,
    },
    /// There is room.
    HasRoom,
}

/// How we know that a group is about an interest.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum Why {
    /// It calls itself something of that kind: "a choir".
    IsA {
        /// What, with its article.
        thing: String,
    },
    /// The words are in its name.
    Name,
    /// The words are in its description.
    Description,
    /// Only some of the words are there.
    Partly,
    /// It is of the same kind.
    Kind {
        /// The kind.
        activity: Activity,
    },
}

/// How we know that a group can help with a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// The directory says so.
    Stated,
    /// Its own words say so.
    Mentioned,
    /// Groups of its kind do.
    ByKind,
}

/// Words of our lists that name a thing a group can be, with their article.
const THINGS: &[(&str, &str)] = &[
    ("choir", "a choir"),
    ("band", "a band"),
    ("orchestra", "an orchestra"),
    ("men's shed", "a men's shed"),
    ("mens shed", "a men's shed"),
    ("allotment", "an allotment"),
    ("lunch club", "a lunch club"),
    ("supper", "a supper"),
    ("breakfast club", "a breakfast club"),
    ("community kitchen", "a community kitchen"),
    ("coffee morning", "a coffee morning"),
    ("social club", "a social club"),
    ("support group", "a support group"),
    ("playgroup", "a playgroup"),
    ("walk", "a walk"),
    ("quiz", "a quiz"),
    ("course", "a course"),
    ("class", "a class"),
    ("workshop", "a workshop"),
    ("work club", "a work club"),
    ("food bank", "a food bank"),
];

/// All reasons, in the order in which they are told.
pub(crate) fn list_reasons(told: &Told<'_>) -> Vec<Reason> {
    let mut reasons = Vec::new();
    interests(told, &mut reasons);
    needs(told, &mut reasons);
    gaps(told, &mut reasons);
    before(told, &mut reasons);
    company(told, &mut reasons);
    place(told, &mut reasons);
    time(told, &mut reasons);
    practical(told, &mut reasons);
    earlier(told, &mut reasons);
    reasons
}

fn interests(told: &Told<'_>, reasons: &mut Vec<Reason>) {
    let mut explained: Vec<Activity> = Vec::new();
    for (interest, answer) in told.reading.interests.iter().zip(told.answers) {
        let is_said = interest.about == About::Loved;
        if !is_said || interest_strength(told, interest, *answer) < FAINT {
            continue;
        }
        let holds = |mut text: Terms<'_>| {
            let found: Vec<Term> = text.by_ref().collect();
            interest.terms.iter().all(|term| term.is_some_and(|term| found.contains(&term)))
        };
        let kind = interest.kinds.iter().copied().find(|kind| told.view.does(*kind) >= FAINT);
        let thing = kind.and_then(|kind| thing_named(told, kind));
        let why = match (thing, kind) {
            (Some(thing), _) => Why::IsA { thing: thing.to_owned() },
            (None, _) if holds(told.view.name()) => Why::Name,
            (None, _) if holds(told.view.description()) => Why::Description,
            (None, Some(activity)) => Why::Kind { activity },
            (None, None) => Why::Partly,
        };
        explained.extend(&interest.kinds);
        reasons.push(Reason::Interest { said: interest.said.to_owned(), why });
    }
    for activity in &told.profile().activities {
        if told.view.does(*activity) >= FAINT && !explained.contains(activity) {
            reasons.push(Reason::Wished { activity: *activity });
        }
    }
}

/// "a choir", where the name says so.
fn thing_named(told: &Told<'_>, kind: Activity) -> Option<&'static str> {
    let name: Vec<Term> = told.view.name().collect();
    let mentions = told.reading.known.lexicon.list_mentions(&name);
    mentions
        .iter()
        .filter(|mention| mention.meaning == Meaning::Activity(kind))
        .find_map(|mention| THINGS.iter().find(|(word, _)| *word == mention.word))
        .map(|(_, thing)| *thing)
}

fn needs(told: &Told<'_>, reasons: &mut Vec<Reason>) {
    for need in &told.profile().needs {
        let shown = if told.group.needs.contains(need) {
            Shown::Stated
        } else if told.view.is_about(*need) >= FAINT {
            Shown::Mentioned
        } else if parts::need_strength(told, *need) >= FAINT {
            Shown::ByKind
        } else {
            continue;
        };
        reasons.push(Reason::Need { need: *need, shown });
    }
}

/// From here on a gap may well close in a group.
const CLOSES: f64 = 0.5;

fn gaps(told: &Told<'_>, reasons: &mut Vec<Reason>) {
    let closes = |gap: &&Gap| parts::gap_strength(told, **gap) >= CLOSES;
    reasons.extend(told.profile().gaps.iter().filter(closes).map(|gap| Reason::Gap { gap: *gap }));
}

/// From here on two things are alike enough to say so.
const ALIKE: f64 = 0.5;

fn before(told: &Told<'_>, reasons: &mut Vec<Reason>) {
    let in_words = told.reading.interests.iter().zip(told.answers).find(|(one, answer)| {
        one.about == About::Went(Went::Well) && interest_strength(told, one, **answer) >= ALIKE
    });
    let in_groups = told
        .reading
        .went_to
        .iter()
        .any(|(view, went)| *went == Went::Well && likeness(*view, told.view) >= ALIKE);
    match in_words {
        Some((one, _)) => reasons.push(Reason::LikeBefore { said: Some(one.said.to_owned()) }),
        None if in_groups => reasons.push(Reason::LikeBefore { said: None }),
        None => {}
    }
}

/// Fewer people than this are not told: somebody could be known by it.
const ENOUGH_TO_TELL: u32 = 10;

fn earlier(told: &Told<'_>, reasons: &mut Vec<Reason>) {
    let Some(learned) = told.reading.retention else {
        return;
    };
    let staying = learned.of(told.view.facts.id, told.view.stated());
    if staying.started_count >= ENOUGH_TO_TELL {
        reasons.push(Reason::EarlierPeople { staying });
    }
}

/// Fewer than this and more than none are not told, as in the health statistics of England: with
/// the number of all, they would tell of few.
const FEW: u32 = 5;

/// What earlier people say. "8 of 11" would tell of the three who did not, so then only what is
/// likely is told.
fn earlier_people(staying: &Staying) -> String {
    let Staying { started_count: all, stayed_count: stayed, .. } = *staying;
    let in_ten = |share: f64| (share * 10.0).round();
    let (low, high) = (in_ten(staying.low), in_ten(staying.high));
    let range = if low < high { format!("between {low} and {high}") } else { format!("{low}") };
    let is_few = |count: u32| (1..FEW).contains(&count);
    if is_few(stayed) || is_few(all.saturating_sub(stayed)) {
        let likely = in_ten(staying.expected);
        return format!(
            "About {likely} in 10 who come here are likely to keep coming ({range} in 10, judged \
             by {all} people)."
        );
    }
    format!("{stayed} of {all} people who came here kept coming (likely {range} in 10).")
}

fn company(told: &Told<'_>, reasons: &mut Vec<Reason>) {
    for wish in &told.profile().company {
        if parts::company_wish(told, *wish) >= 0.6 {
            reasons.push(Reason::Company { wish: *wish });
        }
    }
    for (_, limit, verdict) in told.limits() {
        let is_met = verdict == Verdict::Met;
        match &limit.rule {
            Rule::Age { from, to } if is_met && (from.is_some() || to.is_some()) => {
                reasons.push(Reason::ForYourAge { from: *from, to: *to });
            }
            Rule::Area { .. } if is_met => reasons.push(Reason::ServesYourArea),
            _ => {}
        }
    }
}

fn place(told: &Told<'_>, reasons: &mut Vec<Reason>) {
    let travel = &told.profile().travel;
    let goes = |km: &f64| {
        let furthest = told.reading.furthest_km;
        travel.online != Online::Only && furthest.is_none_or(|most| *km <= most)
    };
    if let Some(km) = told.km.filter(goes) {
        reasons.push(Reason::Near { km });
    }
    if told.can_join_online() {
        reasons.push(Reason::FromHome);
    }
}

fn time(told: &Told<'_>, reasons: &mut Vec<Reason>) {
    let is_asked = !told.profile().times.is_empty();
    let fitting =
        told.upcoming().filter(|meeting| told.is_free_for(meeting)).min_by_key(|meeting| {
            match meeting {
                Meeting::Weekly { every_weeks, .. } => (0, *every_weeks, None),
                Meeting::Recurring { every, .. } => (0, every.weeks_between(), None),
                Meeting::On { date, .. } => (1, 0, Some(*date)),
            }
        });
    if let Some(meeting) = fitting {
        let when = match meeting {
            Meeting::Weekly { .. } | Meeting::Recurring { .. } => words::meets(meeting),
            // The clock stands beside it, so the part of the day need not.
            Meeting::On { date, .. } => format!("on {}", words::day(*date)),
        };
        reasons.push(Reason::Meets { when, at: meeting.from(), is_free: is_asked });
    }
}

fn practical(told: &Told<'_>, reasons: &mut Vec<Reason>) {
    match (&told.group.cost, told.profile().cost_at_most_pence) {
        (Cost::Free | Cost::Pence { pence: 0, .. }, _) => reasons.push(Reason::Free),
        (Cost::Pence { pence, .. }, Some(most)) if *pence <= most => {
            reasons.push(Reason::Affordable { pence: *pence });
        }
        _ => {}
    }
    for need in &told.profile().access_needs {
        if told.view.access_to(*need) == Some(true) {
            reasons.push(Reason::Access { need: *need });
        }
    }
    let spoken: Vec<String> =
        told.group.languages.iter().map(|tag| words::language_of(tag)).collect();
    let shared = told
        .profile()
        .languages
        .iter()
        .find(|tag| spoken.contains(&words::language_of(tag)))
        .filter(|tag| words::language_of(tag) != "en");
    if let Some(language) = shared {
        reasons.push(Reason::Language { language: language.clone() });
    }
    if told.group.capacity == Capacity::HasRoom {
        reasons.push(Reason::HasRoom);
    }
}

impl Reason {
    /// The reason in plain words.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Reason::Interest { said, why } => {
                format!("{}: {}.", you_said(said), why_in_words(why))
            }
            Reason::Wished { activity } => {
                format!("You would like something like this: {}.", words::inside(activity.label()))
            }
            Reason::Need { need, shown } => {
                let need = words::inside(need.label());
                match shown {
                    Shown::Stated => format!("It helps people with this: {need}."),
                    Shown::Mentioned => format!("It writes about this: {need}."),
                    Shown::ByKind => format!("Groups like this can ease this: {need}."),
                }
            }
            Reason::Gap { gap } => {
                format!("You may find this there: {}.", words::inside(gap.label()))
            }
            Reason::LikeBefore { said: Some(said) } => {
                format!("It is like something that did you good before: {}.", words::inside(said))
            }
            Reason::LikeBefore { said: None } => {
                "It is like a group that did you good before.".to_owned()
            }
            Reason::EarlierPeople { staying } => earlier_people(staying),
            Reason::Company { wish } => company_in_words(*wish).to_owned(),
            Reason::ForYourAge { from, to } => {
                format!("It is for people aged {}, so for you too.", words::ages(*from, *to))
            }
            Reason::ServesYourArea => "It is for people who live where you live.".to_owned(),
            Reason::Near { km } => words::away(*km),
            Reason::FromHome => "You can take part online, from home.".to_owned(),
            Reason::Meets { when, at, is_free } => {
                let clock = words::clock(*at);
                let free = if *is_free { ", when you are free" } else { "" };
                format!("It meets {when} at {clock}{free}.")
            }
            Reason::Free => "It is free.".to_owned(),
            Reason::Affordable { pence } => {
                format!("It costs {} a time, which you can pay.", words::pounds(*pence))
            }
            Reason::Access { need } => words::sentence(words::access(*need).0),
            Reason::Language { language } => {
                format!("{} is spoken there.", words::language(language))
            }
            Reason::HasRoom => "It has room for new people.".to_owned(),
        }
    }
}

/// A few words are something one loves; a whole sentence is quoted.
fn you_said(said: &str) -> String {
    let said = said.trim();
    if said.split_whitespace().count() <= 4 {
        format!("You said you love {}", words::inside(said))
    } else {
        let quoted = words::quoted(said).unwrap_or_default();
        format!("You said {quoted}")
    }
}

fn why_in_words(why: &Why) -> String {
    match why {
        Why::IsA { thing } => format!("this is {thing}"),
        Why::Name => "it is in the group's name".to_owned(),
        Why::Description => "the group writes about it".to_owned(),
        Why::Partly => "the group writes about something like it".to_owned(),
        Why::Kind { activity } => format!("this is {}", words::inside(activity.label())),
    }
}

fn company_in_words(wish: Company) -> &'static str {
    match wish {
        Company::WomenOnly => "It is for women, as you wished.",
        Company::MenOnly => "It is for men, as you wished.",
        Company::OwnAge => "People of about your age go there, as you wished.",
        Company::OwnLanguage => "Your own language is spoken there, as you wished.",
        Company::SameSituation => "You would meet people in a situation like yours.",
        Company::Small => "It is a small group, as you wished.",
        Company::OwnCulture => "It names your faith or culture, as you wished.",
    }
}

impl Say for Reason {
    fn say(&self) -> String {
        self.sentence()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_people_are_told_unless_few_could_be_known_by_it() {
        let staying = |started_count, stayed_count| Staying {
            expected: 0.7,
            low: 0.52,
            high: 0.86,
            started_count,
            stayed_count,
        };
        let told = earlier_people(&staying(30, 21));
        assert_eq!(
            told,
            "21 of 30 people who came here kept coming (likely between 5 and 9 in 10)."
        );
        for few in [staying(11, 8), staying(11, 3)] {
            let told = earlier_people(&few);
            assert!(told.starts_with("About 7 in 10 who come here") && told.contains("11 people"));
            assert!(!told.contains("8 of") && !told.contains("3 of"), "{told}");
        }
        assert!(earlier_people(&staying(12, 12)).starts_with("12 of 12"), "none is no secret");
    }
}
