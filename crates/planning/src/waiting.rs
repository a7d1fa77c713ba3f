//! One question about waiting, the formula that fits it, and its answer in plain English.
//!
//! No formula of its own: those are in `formula`, each with what it assumes.

use serde::Serialize;

use crate::formula::erlang_a::{ErlangA, erlang_a};
use crate::formula::erlang_c::{ErlangC, erlang_c};
use crate::formula::mmck::{Mmck, mmck};
use crate::formula::search::{Promise, Staffing, least_at_work};
use crate::refusal::{CannotPlan, above_nought, rounded};

/// Who comes, how long it takes and what people do who wait.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Question {
    /// How many come in a unit of time.
    pub arrivals: f64,
    /// How long one piece of work takes, on average.
    pub takes: f64,
    /// How many are at work.
    pub servers: u32,
    /// How long people wait before they give up, on average; nothing where they do not.
    pub patience: Option<f64>,
    /// How many may wait; nothing where there is no limit.
    pub waiting_most: Option<u32>,
}

/// What the formula that fits says.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "formula", rename_all = "snake_case")]
pub enum Answer {
    /// Everybody waits their turn (Erlang C).
    InTurn {
        /// What waiting is like.
        queue: ErlangC,
        /// The wait that 9 in 10 do not exceed.
        wait_centile_90: f64,
    },
    /// People give up (Erlang A).
    GivingUp {
        /// What waiting is like.
        queue: ErlangA,
    },
    /// People are turned away (M/M/c/K).
    Closed {
        /// What waiting is like.
        queue: Mmck,
    },
}

impl Question {
    /// The answer of the formula that fits.
    pub fn answer(&self) -> Result<Answer, CannotPlan> {
        let takes = above_nought("length of the work", self.takes)?;
        let served = 1.0 / takes;
        match (self.patience, self.waiting_most) {
            (None, None) => {
                let queue = erlang_c(self.arrivals, served, self.servers)?;
                Ok(Answer::InTurn { queue, wait_centile_90: queue.wait_centile(0.9) })
            }
            (Some(patience), None) => {
                let giving_up = 1.0 / above_nought("patience", patience)?;
                let queue = erlang_a(self.arrivals, served, self.servers, giving_up)?;
                Ok(Answer::GivingUp { queue })
            }
            (None, Some(most)) => {
                let places = self.servers.saturating_add(most);
                let queue = mmck(self.arrivals, served, self.servers, places)?;
                Ok(Answer::Closed { queue })
            }
            (Some(_), Some(_)) => Err(CannotPlan::because(
                "No formula here knows both people who give up and a limit to the list.",
                "Ask for one of the two, or simulate the service.",
            )),
        }
    }

    /// The least number at work that keeps a promise.
    pub fn enough(&self, promise: Promise) -> Result<Staffing, CannotPlan> {
        let takes = above_nought("length of the work", self.takes)?;
        least_at_work(self.arrivals, 1.0 / takes, promise)
    }
}

impl Answer {
    /// The answer in sentences, with the unit of time as it is called for many (“weeks”).
    #[must_use]
    pub fn sentences(&self, units: &str) -> Vec<String> {
        let busy = |share: f64| format!("Those at work are busy {} of the time.", percent(share));
        match self {
            Answer::InTurn { queue, wait_centile_90 } => vec![
                format!(
                    "{} of people have to wait. The mean wait of all is {} {units}; 9 in 10 wait \
                     at most {} {units}.",
                    percent(queue.wait_share),
                    rounded(queue.wait_mean),
                    rounded(*wait_centile_90)
                ),
                format!("On average {} wait.", rounded(queue.waiting_mean)),
                busy(queue.occupancy),
                "By Erlang C: it assumes that people come at random, that lengths vary as chance \
                 has it, and that nobody gives up."
                    .to_owned(),
            ],
            Answer::GivingUp { queue } => vec![
                format!(
                    "{} of people have to wait, and {} give up. The mean wait of all is {} {units}.",
                    percent(queue.wait_share),
                    percent(queue.give_up_share),
                    rounded(queue.wait_mean)
                ),
                format!("On average {} wait.", rounded(queue.waiting_mean)),
                busy(queue.occupancy),
                "By Erlang A: it assumes that people come at random, and that lengths and \
                 patience vary as chance has it. A short wait may only mean that many gave up."
                    .to_owned(),
            ],
            Answer::Closed { queue } => vec![
                format!(
                    "{} of people are turned away. Those let in wait {} {units} on average.",
                    percent(queue.turned_away_share),
                    rounded(queue.wait_mean)
                ),
                format!("On average {} wait.", rounded(queue.waiting_mean)),
                busy(queue.occupancy),
                "By the formula for a closed list (M/M/c/K): it assumes that people come at \
                 random, that lengths vary as chance has it, and that who is turned away does not \
                 come again."
                    .to_owned(),
            ],
        }
    }
}

/// A share in per cent, with one decimal below 10 %.
#[must_use]
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent == 0.0 || percent >= 9.95 {
        format!("{percent:.0}%")
    } else {
        format!("{percent:.1}%")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: Question =
        Question { arrivals: 9.0, takes: 2.0, servers: 20, patience: None, waiting_most: None };

    #[test]
    fn each_question_is_answered_by_the_formula_that_fits() {
        let said = |question: Question| question.answer().unwrap().sentences("weeks");
        assert_eq!(
            said(ASKED)[0],
            "55% of people have to wait. The mean wait of all is 0.551 weeks; 9 in 10 wait at \
             most 1.71 weeks."
        );
        assert_eq!(said(ASKED)[2], "Those at work are busy 90% of the time.");
        let giving_up = said(Question { patience: Some(10.0), ..ASKED });
        assert!(giving_up[0].contains("give up") && giving_up[3].starts_with("By Erlang A"));
        let closed = said(Question { waiting_most: Some(5), ..ASKED });
        assert!(closed[0].starts_with("4.6% of people are turned away."), "{}", closed[0]);
    }

    #[test]
    fn what_no_formula_knows_and_what_cannot_be_is_refused() {
        let both = Question { patience: Some(1.0), waiting_most: Some(1), ..ASKED };
        assert!(both.answer().unwrap_err().instead.contains("simulate"));
        let few = Question { servers: 18, ..ASKED };
        assert!(few.answer().unwrap_err().instead.contains("at least 19"));
        assert!(Question { takes: 0.0, ..ASKED }.answer().is_err());
        assert!(Question { takes: 0.0, ..ASKED }.enough(Promise::MeanWait(1.0)).is_err());
    }

    #[test]
    fn the_least_number_that_keeps_a_promise_is_found() {
        let found = ASKED.enough(Promise::MeanWait(0.2)).unwrap();
        assert_eq!(found.servers, 22);
        assert!(found.queue.wait_mean <= 0.2);
    }

    #[test]
    fn small_shares_keep_a_decimal() {
        assert_eq!(percent(0.0), "0%");
        assert_eq!(percent(0.046), "4.6%");
        assert_eq!(percent(0.0996), "10%");
        assert_eq!(percent(0.55), "55%");
    }
}
