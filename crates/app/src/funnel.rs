//! The funnel: from being referred to still coming to a group, with a reason at each loss.
//!
//! One referral counts once, at the furthest step it reached. Everything is read from recorded
//! steps, plans, prescriptions and registers; nothing is estimated.

mod download;
mod reasons;
mod standing;

use std::collections::HashMap;

use domain::access::{Relation, Verb};
use domain::ids::{PrescriptionId, ReferralId};
use domain::referral::Outcome;
use domain::referral::reasons::Close;
use domain::service::Elsewhere;
use evidence::funnel::{Path, Standing, View, tabulate};
use evidence::suppression::{self, LEAST, Shown};
use jiff::civil::Date;
use store::funnel::{Episode, Offer, Visits};

use crate::act::Act;
use crate::error::AppResult;
use crate::period::{self, Asked, Period};
pub use download::csv;
use standing::Group;

/// One step of a funnel: its definition, and its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Its key in the list of definitions.
    pub key: &'static str,
    /// Its words.
    pub title: &'static str,
}

const fn step(key: &'static str, title: &'static str) -> Step {
    Step { key, title }
}

/// The steps of the funnel, first to last.
pub const STEPS: [Step; 9] = [
    step("referred", "Referred"),
    step("eligible", "Right for this service"),
    step("triaged", "Sorted to support"),
    step("first-contact", "First contact"),
    step("plan", "Plan written"),
    step("prescribed", "A group was asked"),
    step("accepted", "The group said yes"),
    step("attended", "Came the first time"),
    step("still-coming", "Still coming"),
];
const CONTACT: usize = 3;
const PLAN: usize = 4;
const PRESCRIBED: usize = 5;
const ACCEPTED: usize = 6;
const ATTENDED: usize = 7;
const STILL: usize = 8;

/// The steps of an offer of a group: a second funnel, which counts offers and not people.
pub const OFFER_STEPS: [Step; 4] = [
    step("offers", "Groups offered"),
    step("offers-sent", "The group was asked"),
    step("offers-accepted", "The group said yes"),
    step("offers-attended", "Came the first time"),
];

/// By which routes referrals come: stored name and words.
pub const ROUTES: [(&str, &str); 3] = [
    ("professional", "A professional who signs in"),
    ("agency", "An agency, by its own link"),
    ("self", "The person themself or their family"),
];

/// What somebody asked to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Referred when.
    pub asked: Asked,
    /// By this route only, by its stored name.
    pub route: Option<String>,
}

/// The funnel and what belongs beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Referred in which days.
    pub period: Period,
    /// Episodes, along [`STEPS`].
    pub people: View,
    /// Offers of a group in those episodes, along [`OFFER_STEPS`].
    pub offers: View,
    /// Shown another place before the form was filled in: in all, then by kind. No referrals.
    pub before: Vec<(String, Shown)>,
    /// What became of those with a first contact.
    pub endings: Endings,
}

/// What became of those with a first contact: the three numbers add up to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endings {
    /// Support goes on.
    pub goes_on: Shown,
    /// They said no after the first contact.
    pub said_no: Shown,
    /// Support ended.
    pub ended: Shown,
    /// How it ended.
    pub ways: Vec<(String, Shown)>,
}

impl Endings {
    /// The same with every number hidden: where their sum is hidden, they would give it away.
    fn hidden(self) -> Endings {
        let hide = |(words, _)| (words, Shown::Hidden);
        Endings {
            goes_on: Shown::Hidden,
            said_no: Shown::Hidden,
            ended: Shown::Hidden,
            ways: self.ways.into_iter().map(hide).collect(),
        }
    }
}

/// The funnel of those who were referred in a period.
///
/// # Errors
/// `NotFound` for actors who may not see it; `Invalid` where the period ends before it begins.
pub fn report(act: &mut Act<'_>, question: &Question) -> AppResult<Report> {
    act.require(Verb::SeeFunnel, Relation::Service)?;
    let service = act.service();
    let (period, between) = period::resolve(act, question.asked)?;
    let today = act.today()?;
    let asked = |route: &str| question.route.as_deref().is_none_or(|only| only == route);
    let mut episodes = store::funnel::list_episodes(act.conn, service, between)?;
    episodes.retain(|episode| asked(&episode.route));
    let offers = store::funnel::list_offers(act.conn, service, between)?;
    let visits = store::funnel::list_visits(act.conn, service, between)?;
    let mut before = store::funnel::count_redirections(act.conn, service, between)?;
    before.retain(|(_, route, _)| asked(route));
    let rows = Rows::new(&episodes, &offers, &visits);
    let hides = period::only_counts(act);
    let view = |funnel: evidence::funnel::Funnel| match hides {
        true => funnel.suppressed(LEAST),
        false => funnel.whole(),
    };
    let paths = rows.paths(today);
    let people = view(tabulate(STEPS.len(), &paths));
    let mut endings = endings(&episodes, &paths, hides);
    if people.steps[CONTACT].reached.number().is_none() {
        endings = endings.hidden();
    }
    Ok(Report {
        period,
        people,
        offers: view(tabulate(OFFER_STEPS.len(), &rows.offer_paths())),
        before: redirections(&before, hides),
        endings,
    })
}

/// The rows of a period, put together by episode.
struct Rows<'a> {
    episodes: &'a [Episode],
    groups: HashMap<ReferralId, Vec<Group<'a>>>,
}

impl<'a> Rows<'a> {
    fn new(episodes: &'a [Episode], offers: &'a [Offer], visits: &'a [Visits]) -> Rows<'a> {
        let visits: HashMap<PrescriptionId, &Visits> =
            visits.iter().map(|one| (one.prescription, one)).collect();
        let mut groups: HashMap<ReferralId, Vec<Group<'a>>> = HashMap::new();
        for offer in offers {
            let visits = visits.get(&offer.prescription).copied();
            groups.entry(offer.referral).or_default().push(Group { offer, visits });
        }
        Rows { episodes, groups }
    }

    fn groups_of(&self, episode: &Episode) -> &[Group<'a>] {
        self.groups.get(&episode.referral).map_or(&[], Vec::as_slice)
    }

    fn paths(&self, today: Date) -> Vec<Path> {
        let path = |episode| standing::path(episode, self.groups_of(episode), today);
        self.episodes.iter().map(path).collect()
    }

    fn offer_paths(&self) -> Vec<Path> {
        self.episodes.iter().flat_map(|episode| self.groups_of(episode)).map(offer_path).collect()
    }
}

/// How far one offer got.
fn offer_path(group: &Group<'_>) -> Path {
    let offer = group.offer;
    let furthest = match group.visits {
        Some(visits) if visits.times > 0 => 3,
        _ if offer.was_accepted => 2,
        _ if offer.was_sent => 1,
        _ => 0,
    };
    let not_yet = |words: &str| Standing::NotYet(words.to_owned());
    let standing = match offer.state.as_str() {
        "offered" => not_yet("The person is thinking about it"),
        "chosen" => not_yet("Chosen, the group is not asked yet"),
        "sent" => not_yet("The group has not answered"),
        "waitlisted" => not_yet("On the group’s waiting list"),
        "not_wanted" | "declined" | "left" => group.ending(),
        _ => not_yet("The first time is still to come"),
    };
    Path { furthest, standing }
}

fn redirections(rows: &[(String, String, i64)], hides: bool) -> Vec<(String, Shown)> {
    let count = |kind: Elsewhere| {
        let of_kind = rows.iter().filter(|(elsewhere, _, _)| elsewhere == kind.key());
        of_kind.filter_map(|(_, _, total)| u64::try_from(*total).ok()).sum::<u64>()
    };
    let lines: Vec<(String, u64)> =
        Elsewhere::ALL.into_iter().map(|kind| (kind.label().to_owned(), count(kind))).collect();
    with_total("Everybody shown another place first", lines, hides)
}

/// A total and its parts, as they may be shown.
fn with_total(title: &str, lines: Vec<(String, u64)>, hides: bool) -> Vec<(String, Shown)> {
    let total = lines.iter().map(|(_, count)| count).sum();
    let (words, counts): (Vec<_>, Vec<_>) =
        std::iter::once((title.to_owned(), total)).chain(lines).unzip();
    words.into_iter().zip(shown(&counts, hides)).collect()
}

fn shown(counts: &[u64], hides: bool) -> Vec<Shown> {
    match hides {
        true => suppression::suppress(counts, &[(0..counts.len()).collect()], LEAST),
        false => suppression::reveal(counts),
    }
}

/// Those who were put back after a first contact, and shown another way when sorted again.
const ELSEWHERE: &str = "Sorted again, and shown another place";

/// How an episode with a first contact ended. One that was put back and then closed ended in the
/// way that its link worker would have chosen.
fn way_of(episode: &Episode) -> Option<Outcome> {
    let closed = (episode.state == "closed").then_some(episode.reason.as_deref()).flatten();
    if let Some(reason) = closed.and_then(Close::from_key) {
        return Some(match reason {
            Close::Died => Outcome::Died,
            Close::MovedAway => Outcome::MovedAway,
            Close::NoAnswer => Outcome::LostTouch,
            Close::HelpedElsewhere => Outcome::HelpedOtherwise,
        });
    }
    let key = episode.outcome.as_deref()?;
    Outcome::ALL.into_iter().find(|way| way.key() == key)
}

/// What became of those with a first contact.
fn endings(episodes: &[Episode], paths: &[Path], hides: bool) -> Endings {
    let spoken: Vec<&Episode> = episodes
        .iter()
        .zip(paths)
        .filter(|(_, path)| path.furthest >= CONTACT)
        .map(|(episode, _)| episode)
        .collect();
    let count =
        |is: &dyn Fn(&Episode) -> bool| spoken.iter().filter(|episode| is(episode)).count() as u64;
    let said_no = count(&|one| one.state == "withdrawn");
    let goes_on = count(&|one| one.is_open);
    let ended = spoken.len() as u64 - goes_on - said_no;
    // The whole of those spoken to stands in the funnel, so it is tied to these as well.
    let mut cells = vec![spoken.len() as u64, goes_on, said_no, ended];
    let of_way = |way: &Outcome| count(&|one| way_of(one) == Some(*way));
    cells.extend(Outcome::ALL.iter().map(of_way));
    cells.push(ended - cells[4..].iter().sum::<u64>());
    let sums = [vec![0, 1, 2, 3], (3..cells.len()).collect()];
    let shown = match hides {
        true => suppression::suppress(&cells, &sums, LEAST),
        false => suppression::reveal(&cells),
    };
    let words = Outcome::ALL.iter().map(|way| way.label().to_owned()).chain([ELSEWHERE.to_owned()]);
    Endings {
        goes_on: shown[1],
        said_no: shown[2],
        ended: shown[3],
        ways: words.zip(shown[4..].iter().copied()).collect(),
    }
}
