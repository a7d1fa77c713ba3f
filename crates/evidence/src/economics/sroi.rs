//! For each pound put in, how much comes out? Social return on investment.
//!
//! Sources: Cabinet Office (2012), A guide to social return on investment; HM Treasury, The Green
//! Book. Outcomes are counted net of what would have happened anyway, of what others did and of what
//! was displaced. Three named conventions differ by when and how later years are discounted. A ratio
//! is an argument about assumptions: it is shown with what it would be under others.

mod sensitivity;

use serde::Serialize;

pub use sensitivity::{Change, Sensitivity, sensitivity};

use super::discount::{self, DiscountSet};
use super::pounds;
use crate::finding::{CannotSay, Warning};
use crate::words::rounded;

/// One kind of outcome and what it is worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// What it is.
    pub name: String,
    /// For how many people, or how many times.
    pub quantity: f64,
    /// What one is worth in a year, in pounds.
    pub proxy: f64,
    /// The share that would have happened anyway.
    pub deadweight: f64,
    /// The share that others brought about.
    pub attribution: f64,
    /// The share that was only moved from elsewhere.
    pub displacement: f64,
    /// The share that is lost each later year.
    pub drop_off: f64,
    /// For how many years it lasts.
    pub years: u32,
}

/// When later years are discounted, and at which rates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Convention {
    /// Its name.
    pub name: String,
    /// The rates.
    pub rates: DiscountSet,
    /// Whether the first year is discounted too.
    pub is_first_year_discounted: bool,
}

impl Convention {
    /// The SROI guide: the first year is discounted too, at the social rate of the day.
    ///
    /// # Errors
    /// Says so where no set holds on that day.
    pub fn sroi_guide(on: &str) -> Result<Convention, CannotSay> {
        Convention::of("SROI guide: first year discounted", "social", on, true)
    }

    /// The Green Book: the first year is year nought, at the social rate of the day.
    ///
    /// # Errors
    /// Says so where no set holds on that day.
    pub fn green_book(on: &str) -> Result<Convention, CannotSay> {
        Convention::of("Green Book: first year not discounted", "social", on, false)
    }

    /// The Green Book for health and wellbeing: as above, at the health rate of the day.
    ///
    /// # Errors
    /// Says so where no set holds on that day.
    pub fn green_book_health(on: &str) -> Result<Convention, CannotSay> {
        let name = "Green Book, health and wellbeing: first year not discounted";
        Convention::of(name, "health", on, false)
    }

    fn of(name: &str, set: &str, on: &str, is_first: bool) -> Result<Convention, CannotSay> {
        let rates = discount::find(set, on).cloned().ok_or_else(|| {
            CannotSay::because(
                format!("No discount rates of this kind are known for {on}."),
                "Add the rates of that day to the discount sets, with their source.",
            )
        })?;
        let name = format!("{name} ({})", rates.name);
        Ok(Convention { name, rates, is_first_year_discounted: is_first })
    }

    fn factor(&self, year: u32) -> f64 {
        self.rates.factor(if self.is_first_year_discounted { year } else { year - 1 })
    }
}

/// One year of an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Year {
    /// Which, from one.
    pub year: u32,
    /// What it is worth then.
    pub value: f64,
    /// What that is worth today.
    pub present: f64,
}

/// An outcome's years.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// Which outcome.
    pub name: String,
    /// Its years.
    pub years: Vec<Year>,
}

/// What comes out for what was put in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SocialReturn {
    /// What was put in, in pounds.
    pub inputs: f64,
    /// What came out, not discounted.
    pub undiscounted: f64,
    /// What that is worth today.
    pub present_value: f64,
    /// That less what was put in.
    pub net_present_value: f64,
    /// For each pound put in.
    pub ratio: f64,
    /// The same less the pound itself.
    pub net_ratio: f64,
    /// For each pound put in, not discounted.
    pub undiscounted_ratio: f64,
    /// What could have been put in before nothing was gained.
    pub break_even_inputs: f64,
    /// Every outcome’s years.
    pub lines: Vec<Line>,
    /// Which convention.
    pub convention: Convention,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// The return on `inputs`, in pounds.
///
/// # Errors
/// Names the outcome whose numbers cannot be.
pub fn social_return(
    outcomes: &[Outcome],
    inputs: f64,
    convention: &Convention,
) -> Result<SocialReturn, CannotSay> {
    if !(inputs > 0.0 && inputs.is_finite()) {
        return Err(CannotSay::because(
            "Nothing was put in, so there is no return on it.",
            "Count everything that was put in, volunteers’ time too.",
        ));
    }
    if outcomes.is_empty() {
        return Err(CannotSay::too_few(0, 1, "outcomes"));
    }
    let (mut undiscounted, mut present_value) = (0.0, 0.0);
    let mut lines = Vec::new();
    for outcome in outcomes {
        let line = outcome.line(convention)?;
        undiscounted += line.years.iter().map(|year| year.value).sum::<f64>();
        present_value += line.years.iter().map(|year| year.present).sum::<f64>();
        lines.push(line);
    }
    if !(undiscounted.is_finite() && present_value.is_finite()) {
        return Err(CannotSay::because("The values are too big to add up.", "Check their units."));
    }
    let mut warnings = Vec::new();
    if outcomes.iter().any(|one| one.deadweight == 0.0) {
        warnings.push(Warning::Said(
            "An outcome has no deadweight: some of it would have happened anyway.".to_owned(),
        ));
    }
    let ratio = present_value / inputs;
    Ok(SocialReturn {
        inputs,
        undiscounted,
        present_value,
        net_present_value: present_value - inputs,
        ratio,
        net_ratio: ratio - 1.0,
        undiscounted_ratio: undiscounted / inputs,
        break_even_inputs: present_value,
        lines,
        convention: convention.clone(),
        warnings,
    })
}

impl Outcome {
    /// What it is worth in the first year, net of what is not the service’s.
    #[must_use]
    pub fn impact(&self) -> f64 {
        self.quantity
            * self.proxy
            * (1.0 - self.deadweight)
            * (1.0 - self.displacement)
            * (1.0 - self.attribution)
    }

    fn line(&self, convention: &Convention) -> Result<Line, CannotSay> {
        let shares = [self.deadweight, self.attribution, self.displacement, self.drop_off];
        let is_possible = shares.iter().all(|share| (0.0..=1.0).contains(share))
            && self.quantity >= 0.0
            && self.impact().is_finite();
        if !is_possible || !(1..=100).contains(&self.years) {
            return Err(CannotSay::because(
                format!("“{}” has a share, a number or years that cannot be.", self.name),
                "Shares lie between nought and one; an outcome lasts from 1 to 100 years.",
            ));
        }
        let mut value = self.impact();
        let mut years = Vec::new();
        for year in 1..=self.years {
            years.push(Year { year, value, present: value * convention.factor(year) });
            value *= 1.0 - self.drop_off;
        }
        Ok(Line { name: self.name.clone(), years })
    }
}

impl SocialReturn {
    /// The return in plain English, with its convention.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!(
            "For each pound put in, outcomes worth £{} came out under these assumptions ({} for \
             {}). {}.",
            rounded(self.ratio, 2),
            pounds(self.present_value),
            pounds(self.inputs),
            self.convention.name
        )
    }
}

#[cfg(test)]
mod tests;
