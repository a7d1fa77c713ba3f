//! How many will come? From the number of people registered to those who take part.
//!
//! Shares from different studies are multiplied, which shows the order of size and is not an
//! estimate: say so wherever it is printed. A service with its own counts should use them.

use serde::Serialize;

use crate::parameters::Parameters;
use crate::refusal::{CannotPlan, above_nought, not_negative, share};

/// How many come and go on, as rates and shares.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rates {
    /// Referrals in a year for each person registered.
    pub referral: f64,
    /// The share of those offered who say yes.
    pub accepted: f64,
    /// The share of those who say yes that a link worker reaches.
    pub contacted: f64,
    /// The share of those who say yes that take part in anything.
    pub taking_part: f64,
}

/// How many are left at each step in a year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Demand {
    /// Offered.
    pub offered: f64,
    /// Said yes.
    pub accepted: f64,
    /// Reached by a link worker.
    pub contacted: f64,
    /// Took part in something.
    pub taking_part: f64,
}

impl Rates {
    /// The rates that follow from published numbers.
    pub fn published(parameters: &Parameters) -> Result<Rates, CannotPlan> {
        let middle = |id| parameters.newest(id).map(crate::parameters::Parameter::middle);
        let registered = above_nought("registered population", middle("registered_population")?)?;
        Ok(Rates {
            referral: middle("referred_in_year")? / registered,
            accepted: 1.0 - middle("decline_share")?,
            contacted: middle("contact_share")?,
            taking_part: middle("intervention_share")?,
        })
    }

    /// What to expect in a year where so many are registered.
    pub fn among(&self, registered: f64) -> Result<Demand, CannotPlan> {
        not_negative("rate of referral", self.referral)?;
        self.of_offered(not_negative("number registered", registered)? * self.referral)
    }

    /// What to expect where so many are offered it.
    pub fn of_offered(&self, offered: f64) -> Result<Demand, CannotPlan> {
        let offered = not_negative("number offered", offered)?;
        let accepted = offered * share("share that says yes", self.accepted)?;
        Ok(Demand {
            offered,
            accepted,
            contacted: accepted * share("share that is reached", self.contacted)?,
            taking_part: accepted * share("share that takes part", self.taking_part)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_thousand_offered_340_take_part() {
        let rates = Rates::published(&Parameters::published().unwrap()).unwrap();
        let demand = rates.of_offered(1_000.0).unwrap();
        let rounded =
            [demand.accepted, demand.contacted, demand.taking_part].map(|count| count.round());
        assert_eq!(rounded, [894.0, 805.0, 340.0]);
    }

    #[test]
    fn shares_that_are_none_are_refused() {
        let rates = Rates { referral: 0.02, accepted: 1.2, contacted: 0.9, taking_part: 0.4 };
        assert!(rates.among(40_000.0).unwrap_err().instead.contains("between 0 and 1"));
        assert!(rates.among(-1.0).is_err());
    }
}
