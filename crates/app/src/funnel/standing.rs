//! How far one episode got and what holds there, told from its recorded facts.
//!
//! Pure. "Not yet" and "lost" are never mixed: what is still open is not yet.

use domain::prescription::{DeclineReason, LeaveReason};
use domain::referral::Outcome;
use domain::referral::reasons::Close;
use evidence::funnel::{Path, Standing};
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use store::funnel::{Episode, Offer, Visits};

use super::{ACCEPTED, ATTENDED, CONTACT, PLAN, PRESCRIBED, STILL, reasons};

/// A prescription with how often the person came.
#[derive(Debug, Clone)]
pub(super) struct Group<'a> {
    pub(super) offer: &'a Offer,
    pub(super) visits: Option<&'a Visits>,
}

/// How long after the first time somebody must have come to be still coming.
fn six_weeks() -> Span {
    6.weeks()
}

/// How long after the first time a register that says nothing is waited for.
fn ten_weeks() -> Span {
    10.weeks()
}

impl Group<'_> {
    /// The furthest step of the funnel that this prescription reached; nothing before the group
    /// was asked.
    fn level(&self) -> Option<usize> {
        match self.visits {
            Some(visits) if is_still_coming(visits) => Some(STILL),
            Some(visits) if visits.times > 0 => Some(ATTENDED),
            _ if self.offer.was_accepted => Some(ACCEPTED),
            _ if self.offer.was_sent => Some(PRESCRIBED),
            _ => None,
        }
    }

    fn is_open(&self) -> bool {
        !matches!(self.offer.state.as_str(), "not_wanted" | "declined" | "left")
    }

    /// Came, and the register has been silent since for longer than we wait.
    fn is_overdue(&self, today: Date) -> bool {
        let since = |visits: &Visits| visits.first_on.saturating_add(ten_weeks());
        self.visits.is_some_and(|visits| since(visits) < today)
    }

    /// What holds for a prescription that ended, from the words of the group or the person.
    pub(super) fn ending(&self) -> Standing {
        let reason = self.offer.reason.as_deref().unwrap_or_default();
        match self.offer.state.as_str() {
            "declined" => {
                let words = DeclineReason::from_key(reason).map_or("not said", |r| r.label());
                Standing::Lost(format!("The group said no: {words}"))
            }
            "left" => match LeaveReason::from_key(reason) {
                Some(LeaveReason::GotWhatINeeded) => {
                    Standing::Helped("Stopped going: I got what I came for".to_owned())
                }
                known => {
                    let words = known.map_or("Not said", |reason| reason.label());
                    Standing::Lost(format!("Stopped going: {words}"))
                }
            },
            _ => {
                let words = reasons::turn_down(reason);
                Standing::Lost(format!("Did not want the group: {words}"))
            }
        }
    }
}

/// At least two times, the last of them six weeks or more after the first.
fn is_still_coming(visits: &Visits) -> bool {
    visits.times >= 2 && visits.last_on >= visits.first_on.saturating_add(six_weeks())
}

/// How far an episode got, and what holds there.
pub(super) fn path(episode: &Episode, groups: &[Group<'_>], today: Date) -> Path {
    let by_steps = usize::from(episode.reached).min(CONTACT);
    let by_plan = if episode.has_plan { PLAN } else { 0 };
    let by_group = groups.iter().filter_map(Group::level).max().unwrap_or(0);
    let furthest = by_steps.max(by_plan).max(by_group);
    Path { furthest, standing: standing(episode, groups, (furthest, today)) }
}

fn standing(episode: &Episode, groups: &[Group<'_>], (furthest, today): (usize, Date)) -> Standing {
    let not_yet = |words: &str| Standing::NotYet(words.to_owned());
    let end = ending(episode);
    if let Some(end @ Standing::Lost(_)) = &end
        && is_final(episode)
    {
        return end.clone();
    }
    let here: Vec<_> = groups.iter().filter(|one| one.level() == Some(furthest)).collect();
    let goes_on = here.iter().any(|one| {
        one.is_open() && !(furthest == ATTENDED && end.is_some() && one.is_overdue(today))
    });
    if goes_on {
        return not_yet(match furthest {
            PRESCRIBED => "The group has not answered",
            ACCEPTED => "The first time is still to come",
            _ => "Six weeks of coming are not over, or not marked yet",
        });
    }
    match (end, here.first()) {
        (None, Some(_)) => not_yet("Choosing another group"),
        (None, None) => not_yet(open_words(episode, groups, furthest)),
        (Some(helped @ Standing::Helped(_)), _) => helped,
        (Some(_), Some(group)) if group.is_open() => {
            Standing::Lost("No more coming was marked".to_owned())
        }
        (Some(_), Some(group)) => group.ending(),
        (Some(lost), None) => match groups.first() {
            Some(group) if furthest == PLAN && !group.is_open() => group.ending(),
            _ => lost,
        },
    }
}

/// Whether the end counts even where a group is open: the person said no, has died, or the
/// referral was closed.
fn is_final(episode: &Episode) -> bool {
    matches!(episode.state.as_str(), "withdrawn" | "closed")
        || episode.outcome.as_deref() == Some(Outcome::Died.key())
}

/// What holds for an episode that has ended; nothing while it is open.
fn ending(episode: &Episode) -> Option<Standing> {
    let reason = episode.reason.as_deref().unwrap_or_default();
    Some(match episode.state.as_str() {
        "redirected" => {
            Standing::Helped(format!("Shown a better place: {}", reasons::redirect(reason)))
        }
        "signposted" => Standing::Helped("Pointed to what they needed".to_owned()),
        "declined" => Standing::Lost(format!("Not taken on: {}", reasons::decline(reason))),
        "withdrawn" => Standing::Lost(format!("The person said no: {}", reasons::withdraw(reason))),
        "closed" if reason == Close::HelpedElsewhere.key() => {
            Standing::Helped(format!("Ended early: {}", reasons::close(reason)))
        }
        "closed" => Standing::Lost(format!("Ended early: {}", reasons::close(reason))),
        "finished" => {
            let outcome = episode.outcome.as_deref().unwrap_or_default();
            let outcome = Outcome::ALL.into_iter().find(|one| one.key() == outcome)?;
            let words = format!("Support ended: {}", outcome.label());
            match outcome {
                Outcome::JoinedGroup | Outcome::GoalsMet | Outcome::HelpedOtherwise => {
                    Standing::Helped(words)
                }
                _ => Standing::Lost(words),
            }
        }
        _ => return None,
    })
}

fn open_words(episode: &Episode, groups: &[Group<'_>], furthest: usize) -> &'static str {
    match (episode.state.as_str(), furthest) {
        ("sent", _) => "New, not looked at yet",
        ("returned", _) => "Sent back with a question",
        ("eligible", _) => "Checked, not sorted yet",
        ("waiting", _) => "Waiting for somebody with room",
        ("allocated", _) => "Has somebody; the first contact is to come",
        ("holding", _) => "On hold until a review",
        (_, PLAN) if groups.iter().any(Group::is_open) => "Choosing a group",
        (_, PLAN) => "Plan written, no group chosen yet",
        _ => "No plan written yet",
    }
}

#[cfg(test)]
#[path = "standing/tests.rs"]
mod tests;
