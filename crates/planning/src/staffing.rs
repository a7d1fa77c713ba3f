//! How many link workers? By the caseload rule and by hours, always side by side.
//!
//! The rule says how many people one full-time link worker should see in a year; the hours say how
//! many they can. The two agree only where the hours are realistic, so neither is shown alone.
//! Arithmetic only: a wait comes from `formula` or from the simulation.

use serde::Serialize;

use crate::parameters::Parameters;
use crate::refusal::{CannotPlan, above_nought, not_negative, plain};

/// How many people one full-time link worker should see in a year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CaseloadRule {
    /// At least so many.
    pub low: f64,
    /// At most so many.
    pub high: f64,
}

/// What one person takes, and what one full-time link worker has.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Hours {
    /// Hours for the first long conversation.
    pub assessment: f64,
    /// Contacts after it.
    pub contacts: f64,
    /// Hours for each of those.
    pub contact: f64,
    /// Hours for everything else about one person: notes, calls, finding groups.
    pub admin: f64,
    /// Weeks at work in a year.
    pub weeks: f64,
    /// Paid hours in a week.
    pub hours_a_week: f64,
    /// The share of paid hours that there is for people.
    pub direct_share: f64,
}

/// Full-time link workers by both ways of reckoning.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SideBySide {
    /// How many people are seen in a year.
    pub people: f64,
    /// By the rule, if each sees as many as it allows.
    pub by_rule_low: f64,
    /// By the middle of the rule.
    pub by_rule: f64,
    /// By the rule, if each sees as few as it allows.
    pub by_rule_high: f64,
    /// By hours.
    pub by_hours: f64,
    /// How many hours one person takes.
    pub hours_each: f64,
    /// How many people the hours let one full-time link worker see in a year.
    pub people_each: f64,
    /// How many hours one person may take if each sees as many as the rule allows.
    pub hours_each_at_most: f64,
    /// The same if each sees as few as the rule allows.
    pub hours_each_at_least: f64,
}

/// How hard a number of link workers works against the rule.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Strain {
    /// People for each link worker in a year.
    pub each: f64,
    /// That over the most the rule allows.
    pub times_high: f64,
    /// That over the least the rule allows.
    pub times_low: f64,
}

impl CaseloadRule {
    /// The rule that is published.
    pub fn published(parameters: &Parameters) -> Result<CaseloadRule, CannotPlan> {
        let (low, high) = parameters.newest("people_per_link_worker_year")?.range();
        CaseloadRule { low, high }.checked()
    }

    /// The middle of the rule.
    #[must_use]
    pub fn middle(&self) -> f64 {
        (self.low + self.high) / 2.0
    }

    /// Full-time link workers for so many people a year, at the middle of the rule.
    pub fn workers_for(&self, people: f64) -> Result<f64, CannotPlan> {
        Ok(not_negative("number of people", people)? / self.checked()?.middle())
    }

    /// How hard so many link workers work with so many people a year.
    pub fn strain(&self, people: f64, workers: f64) -> Result<Strain, CannotPlan> {
        let rule = self.checked()?;
        let people = not_negative("number of people", people)?;
        let each = people / above_nought("number of link workers", workers)?;
        Ok(Strain { each, times_high: each / rule.high, times_low: each / rule.low })
    }

    /// What one person costs if a full-time link worker costs so much a year: from, to.
    pub fn cost_each(&self, cost_a_year: f64) -> Result<(f64, f64), CannotPlan> {
        let rule = self.checked()?;
        let cost = not_negative("cost of a link worker", cost_a_year)?;
        Ok((cost / rule.high, cost / rule.low))
    }

    fn checked(self) -> Result<CaseloadRule, CannotPlan> {
        above_nought("least number of people in the rule", self.low)?;
        not_negative("distance from the least to the most in the rule", self.high - self.low)?;
        Ok(self)
    }
}

impl Hours {
    /// How many hours one person takes.
    #[must_use]
    pub fn each(&self) -> f64 {
        self.assessment + self.contacts * self.contact + self.admin
    }

    /// How many hours for people one full-time link worker has in a year.
    #[must_use]
    pub fn a_year(&self) -> f64 {
        self.weeks * self.hours_a_week * self.direct_share
    }

    fn checked(self) -> Result<Hours, CannotPlan> {
        not_negative("length of the first conversation", self.assessment)?;
        not_negative("number of contacts", self.contacts)?;
        not_negative("length of a contact", self.contact)?;
        not_negative("time for notes and calls", self.admin)?;
        above_nought("time one person takes", self.each())?;
        for (name, value, most) in [
            ("number of weeks at work", self.weeks, 53.0),
            ("number of hours in a week", self.hours_a_week, 168.0),
            ("share of hours that there is for people", self.direct_share, 1.0),
        ] {
            if above_nought(name, value)? > most {
                return Err(CannotPlan::because(
                    format!("The {name} is {}.", plain(value)),
                    format!("Give at most {}.", plain(most)),
                ));
            }
        }
        Ok(self)
    }
}

impl SideBySide {
    /// Both ways of reckoning for so many people a year.
    pub fn reckon(people: f64, rule: CaseloadRule, hours: Hours) -> Result<SideBySide, CannotPlan> {
        let people = not_negative("number of people", people)?;
        let (rule, hours) = (rule.checked()?, hours.checked()?);
        let people_each = hours.a_year() / hours.each();
        Ok(SideBySide {
            people,
            by_rule_low: people / rule.high,
            by_rule: people / rule.middle(),
            by_rule_high: people / rule.low,
            by_hours: people * hours.each() / hours.a_year(),
            hours_each: hours.each(),
            people_each,
            hours_each_at_most: hours.a_year() / rule.low,
            hours_each_at_least: hours.a_year() / rule.high,
        })
    }

    /// Both, and why they differ, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let both = format!(
            "{:.0} people a year need {:.1} to {:.1} full-time link workers by the caseload rule, \
             and {:.1} by hours ({} hours for each person).",
            self.people,
            self.by_rule_low,
            self.by_rule_high,
            self.by_hours,
            plain(self.hours_each)
        );
        let (least, most) = (self.hours_each_at_least, self.hours_each_at_most);
        let why = if self.hours_each > most {
            format!(
                "With these hours one full-time link worker can see {:.0} people a year. The rule \
                 can only be kept if each person takes {least:.1} to {most:.1} hours: plan with \
                 the hours, or do less for each person.",
                self.people_each
            )
        } else if self.hours_each < least {
            format!(
                "With these hours one full-time link worker could see {:.0} people a year. Check \
                 that notes, travel and missed contacts are in the hours before you plan with \
                 fewer link workers than the rule.",
                self.people_each
            )
        } else {
            "The two agree.".to_owned()
        };
        format!("{both} {why}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: CaseloadRule = CaseloadRule { low: 200.0, high: 250.0 };
    const HOURS: Hours = Hours {
        assessment: 1.0,
        contacts: 8.0,
        contact: 0.75,
        admin: 1.5,
        weeks: 42.0,
        hours_a_week: 37.5,
        direct_share: 0.65,
    };

    #[test]
    fn the_rule_and_the_hours_stand_side_by_side() {
        let both = SideBySide::reckon(670.0, RULE, HOURS).unwrap();
        assert!((both.by_hours - 5.562_881_562_881_563).abs() < 1e-12);
        assert_eq!((both.by_rule_low, both.by_rule_high), (2.68, 3.35));
        assert_eq!(
            both.sentence(),
            "670 people a year need 2.7 to 3.4 full-time link workers by the caseload rule, and \
             5.6 by hours (8.5 hours for each person). With these hours one full-time link worker \
             can see 120 people a year. The rule can only be kept if each person takes 4.1 to 5.1 \
             hours: plan with the hours, or do less for each person."
        );
    }

    #[test]
    fn it_says_when_the_two_agree_and_when_the_hours_are_too_good() {
        let said = |contacts: f64| {
            SideBySide::reckon(670.0, RULE, Hours { contacts, ..HOURS }).unwrap().sentence()
        };
        assert!(said(3.0).ends_with("The two agree."));
        assert!(said(1.0).contains("missed contacts"));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let refused = |hours| SideBySide::reckon(670.0, RULE, hours).unwrap_err().to_string();
        let idle = Hours { direct_share: 0.0, ..HOURS };
        assert!(refused(idle).contains("above 0"));
        assert_eq!(
            refused(Hours { weeks: 60.0, ..HOURS }),
            "The number of weeks at work is 60. Give at most 53."
        );
        let nothing = Hours { assessment: 0.0, contacts: 0.0, admin: 0.0, ..HOURS };
        assert!(refused(nothing).contains("time one person takes"));
        let backwards = CaseloadRule { low: 250.0, high: 200.0 };
        assert!(SideBySide::reckon(670.0, backwards, HOURS).is_err());
        assert!(RULE.strain(100.0, 0.0).is_err());
    }
}
