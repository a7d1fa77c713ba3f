//! The words and colours of every state, in one place, drawn by one tag component.
//!
//! A colour never carries the meaning alone: the words do.

/// A state as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The words.
    pub text: String,
    /// The colour of the tag.
    pub colour: Colour,
}

/// The colours that a tag can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Something is open and in hand.
    Blue,
    /// It went well.
    Green,
    /// Somebody is waiting.
    Yellow,
    /// Somebody must act.
    Orange,
    /// It is urgent, or about safety.
    Red,
    /// New, not looked at.
    Purple,
    /// It is over, or nothing is expected.
    Grey,
}

impl Colour {
    /// What the stylesheet calls it, with a space before.
    pub fn class(self) -> &'static str {
        match self {
            Colour::Blue => " nhsuk-tag--blue",
            Colour::Green => " nhsuk-tag--green",
            Colour::Yellow => " nhsuk-tag--yellow",
            Colour::Orange => " nhsuk-tag--orange",
            Colour::Red => " nhsuk-tag--red",
            Colour::Purple => " nhsuk-tag--purple",
            Colour::Grey => " nhsuk-tag--grey",
        }
    }
}

use Colour::{Blue, Green, Grey, Orange, Purple, Red, Yellow};

/// What it is, the state's own name, the words, the colour.
static LABELS: &[(&str, &str, &str, Colour)] = &[
    ("claim", "asked", "Address not confirmed", Yellow),
    ("claim", "confirmed", "Waits for you", Orange),
    ("claim", "accepted", "They keep the entry", Green),
    ("claim", "refused", "Not theirs", Grey),
    ("claim", "ended", "No longer theirs", Grey),
    ("referral", "sent", "New", Purple),
    ("referral", "eligible", "To be sorted", Blue),
    ("referral", "returned", "Sent back with a question", Orange),
    ("referral", "redirected", "Sent to a better place", Grey),
    ("referral", "declined", "Not taken on", Grey),
    ("referral", "signposted", "Pointed to help", Green),
    ("referral", "waiting", "Waiting", Yellow),
    ("referral", "allocated", "Has a link worker", Blue),
    ("referral", "active", "Active", Green),
    ("referral", "holding", "On hold", Yellow),
    ("referral", "finished", "Finished", Grey),
    ("referral", "withdrawn", "Withdrawn", Grey),
    ("referral", "closed", "Ended early", Grey),
    ("told", "received", "Received", Purple),
    ("told", "question", "We have a question", Orange),
    ("told", "not_right", "Not right for us", Grey),
    ("told", "in_hand", "In hand", Blue),
    ("told", "accepted", "Accepted", Yellow),
    ("told", "began", "Support has begun", Green),
    ("told", "ended", "Support has ended", Grey),
    ("told", "not_begun", "Ended before it began", Grey),
    ("told", "said_no", "They decided against it", Grey),
    ("prescription", "offered", "Offered", Blue),
    ("prescription", "chosen", "Chosen", Blue),
    ("prescription", "not_wanted", "Not wanted", Grey),
    ("prescription", "sent", "Waiting for the group", Yellow),
    ("prescription", "accepted", "The group said yes", Green),
    ("prescription", "waitlisted", "On the group’s waiting list", Yellow),
    ("prescription", "declined", "The group said no", Orange),
    ("prescription", "started", "Has been once", Green),
    ("prescription", "attending", "Going along", Green),
    ("prescription", "left", "No longer going", Grey),
    ("capacity", "has_room", "Has room", Green),
    ("capacity", "waiting_list", "Waiting list", Yellow),
    ("capacity", "full", "Full", Grey),
    ("capacity", "ask_first", "Ask first", Blue),
    ("freshness", "fresh", "Fresh", Green),
    ("freshness", "due_soon", "To be checked soon", Blue),
    ("freshness", "reminded", "To be checked", Yellow),
    ("freshness", "sinking", "Sinking", Orange),
    ("freshness", "hidden", "Hidden until checked", Red),
    ("safeguarding", "open", "Open", Red),
    ("safeguarding", "raised", "Nobody leads it yet", Red),
    ("safeguarding", "led", "Somebody leads it", Orange),
    ("safeguarding", "closed", "Closed", Grey),
    ("message", "waiting", "Waiting to be sent", Yellow),
    ("message", "sent", "Sent", Green),
    ("message", "failed", "Could not be sent", Red),
    ("message", "not_needed", "No longer needed", Grey),
];

/// The label of a state, by what it is the state of (`referral`) and its name (`waiting`).
///
/// A state that is not listed is shown by its own name, in grey, rather than hidden.
pub fn label(of: &str, state: &str) -> Label {
    match LABELS.iter().find(|row| row.0 == of && row.1 == state) {
        Some(&(_, _, text, colour)) => Label { text: text.into(), colour },
        None => Label { text: state.replace('_', " "), colour: Grey },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_has_one_label() {
        for (at, row) in LABELS.iter().enumerate() {
            let same = LABELS[..at].iter().any(|other| (other.0, other.1) == (row.0, row.1));
            assert!(!same, "{} {} is listed twice", row.0, row.1);
        }
    }

    #[test]
    fn a_state_that_is_not_listed_is_still_shown() {
        let shown = label("referral", "brand_new");
        assert_eq!((shown.text.as_str(), shown.colour), ("brand new", Grey));
    }
}
