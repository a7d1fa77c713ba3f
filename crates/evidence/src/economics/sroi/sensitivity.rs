//! What would the return be under other assumptions?
//!
//! Source: Cabinet Office (2012), stage 5 of the guide: change one assumption at a time, and say how
//! far each would have to go before nothing is gained.

use serde::Serialize;

use super::{Convention, Outcome, SocialReturn, social_return};
use crate::finding::CannotSay;
use crate::words::{percent, rounded};

/// One assumption changed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum Change {
    /// So much more would have happened anyway: 0.2 is twenty points.
    Deadweight(f64),
    /// Every outcome is worth this share of what was assumed.
    Proxies(f64),
    /// Nothing lasts beyond so many years.
    YearsAtMost(u32),
    /// Only this share of those who answered stand for those who did not; nothing changed for the
    /// others.
    Representative(f64),
}

impl Change {
    /// The change in plain English.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Change::Deadweight(points) => {
                format!("{} points more would have happened anyway", rounded(points * 100.0, 0))
            }
            Change::Proxies(share) => {
                format!("every outcome is worth {} of what was assumed", percent(share))
            }
            Change::YearsAtMost(1) => "nothing lasts beyond one year".to_owned(),
            Change::YearsAtMost(years) => format!("nothing lasts beyond {years} years"),
            Change::Representative(share) => {
                format!("only {} of answers stand for everybody", percent(share))
            }
        }
    }

    fn applied(self, outcome: &Outcome) -> Outcome {
        let mut found = outcome.clone();
        match self {
            Change::Deadweight(points) => {
                found.deadweight = (found.deadweight + points).clamp(0.0, 1.0);
            }
            Change::Proxies(share) => found.proxy *= share,
            Change::YearsAtMost(years) => found.years = found.years.min(years),
            Change::Representative(share) => found.quantity *= share,
        }
        found
    }
}

/// The return under one changed assumption.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sensitivity {
    /// What was changed.
    pub change: Change,
    /// What comes of it.
    pub found: SocialReturn,
}

impl Sensitivity {
    /// The other return in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let ratio = rounded(self.found.ratio, 2);
        format!("If {}, it would be £{ratio} for each pound.", self.change.words())
    }
}

/// The return under each change, one at a time.
///
/// # Errors
/// As [`social_return`].
pub fn sensitivity(
    outcomes: &[Outcome],
    inputs: f64,
    convention: &Convention,
    changes: &[Change],
) -> Result<Vec<Sensitivity>, CannotSay> {
    changes
        .iter()
        .map(|change| {
            let changed: Vec<Outcome> = outcomes.iter().map(|one| change.applied(one)).collect();
            let found = social_return(&changed, inputs, convention)?;
            Ok(Sensitivity { change: *change, found })
        })
        .collect()
}
