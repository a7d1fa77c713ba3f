//! What must be true between the parts of a scenario, beyond each number alone.

use super::{Problems, Scenario};

/// Shares must add up to one within this, so that thirds can be written as 0.333.
const NEARLY: f64 = 0.005;

impl Scenario {
    /// Says everything that does not fit together; then makes shares add up exactly.
    pub(super) fn check(&mut self) -> Result<(), Problems> {
        let mut wrong = Vec::new();
        self.check_lists(&mut wrong);
        self.check_shares(&mut wrong);
        self.check_room(&mut wrong);
        self.check_run(&mut wrong);
        self.check_levers(&mut wrong);
        if wrong.is_empty() {
            self.make_exact();
            return Ok(());
        }
        Err(Problems(wrong))
    }

    fn check_lists(&self, wrong: &mut Vec<String>) {
        let lists = [
            (self.people.is_empty(), "people", "everybody is in one group of people"),
            (self.supports.is_empty(), "support", "it says how many contacts somebody has"),
            (self.teams.is_empty(), "team", "a team may have 0 FTE"),
        ];
        for (is_empty, name, why) in lists {
            if is_empty {
                wrong.push(format!("There is no [[{name}]]; at least one is needed: {why}."));
            }
        }
    }

    fn check_shares(&self, wrong: &mut Vec<String>) {
        let residents: f64 = self.people.iter().map(|people| people.share).sum();
        if (residents - 1.0).abs() > NEARLY && !self.people.is_empty() {
            wrong.push(adds_up("The shares of [[people]] among the residents", residents));
        }
        for people in &self.people {
            let sum: f64 = people.supports.iter().sum();
            if people.supports.is_empty() && self.supports.len() > 1 {
                wrong.push(format!(
                    "people.{}.support is missing: give the share that needs each kind.",
                    people.id
                ));
            } else if (sum - 1.0).abs() > NEARLY && !self.supports.is_empty() {
                wrong.push(adds_up(&format!("The shares in people.{}.support", people.id), sum));
            }
        }
        for referrer in &self.referrers {
            let sum: f64 = referrer.mix.iter().sum();
            if referrer.mix.is_empty() && self.people.len() > 1 {
                wrong.push(format!(
                    "referrer.{}.mix is missing: give the share from each group of people.",
                    referrer.id
                ));
            } else if (sum - 1.0).abs() > NEARLY && !self.people.is_empty() {
                wrong.push(adds_up(&format!("The shares in referrer.{}.mix", referrer.id), sum));
            }
            let mean = referrer.months.iter().sum::<f64>() / 12.0;
            if (mean - 1.0).abs() > NEARLY {
                wrong.push(format!(
                    "referrer.{}.months has the mean {mean:.3}; it must be 1, so that the months \
                     share out the year and do not change it.",
                    referrer.id
                ));
            }
        }
    }

    fn check_room(&self, wrong: &mut Vec<String>) {
        for team in self.teams.iter().filter(|team| team.fte > 0.0) {
            let one = team.fte.min(1.0) * team.points_per_fte;
            for support in self.supports.iter().filter(|support| support.points > one + 1e-9) {
                wrong.push(format!(
                    "support.{} takes {} points of room, more than one link worker of team.{} has \
                     ({one:.1}). Give more room or fewer points.",
                    support.id, support.points, team.id
                ));
            }
        }
        for support in &self.supports {
            if support.gap_days == 0.0 && support.contact_hours == 0.0 {
                wrong.push(format!(
                    "support.{} has neither a gap nor a contact_time: it would take no time.",
                    support.id
                ));
            }
        }
        for team in &self.teams {
            let away = team.leave_days_year / super::DAYS_IN_YEAR + team.sick;
            if away >= 0.95 {
                wrong.push(format!("The link workers of team.{} are never there.", team.id));
            }
        }
    }

    fn check_run(&self, wrong: &mut Vec<String>) {
        if self.run.replications_most < self.run.replications_least {
            wrong.push("run.replications_most is less than run.replications_least.".to_owned());
        }
        for referrer in &self.referrers {
            if let (Some(from), Some(until)) = (referrer.from_day, referrer.until_day)
                && until <= from
            {
                wrong.push(format!("referrer.{} ends before it begins.", referrer.id));
            }
        }
    }

    fn check_levers(&self, wrong: &mut Vec<String>) {
        for lever in &self.levers {
            let key = &lever.parameter;
            // That a whole list is missing has been said already.
            let is_told = match key.split('.').next() {
                Some("team") => self.teams.is_empty(),
                Some("people") => self.people.is_empty(),
                Some("support") => self.supports.is_empty(),
                _ => false,
            };
            if !is_told && self.find_value(key).is_none() {
                wrong.push(format!("lever “{key}”: there is no number at that key."));
            }
            let is_range = lever.from <= lever.to && lever.step > 0.0;
            if !is_range {
                wrong.push(format!(
                    "lever “{key}” needs from, to and step, with from below to and a step above 0."
                ));
            } else if (lever.to - lever.from) / lever.step > 1000.0 {
                wrong.push(format!("lever “{key}” has more than 1,000 steps; make them longer."));
            }
        }
    }

    /// Rounding in the file must not lose or add people.
    fn make_exact(&mut self) {
        let mut lists: Vec<&mut Vec<f64>> = Vec::new();
        lists.extend(self.people.iter_mut().map(|people| &mut people.supports));
        lists.extend(self.referrers.iter_mut().map(|referrer| &mut referrer.mix));
        for list in lists {
            let sum: f64 = list.iter().sum();
            list.iter_mut().for_each(|share| *share /= sum);
        }
        let sum: f64 = self.people.iter().map(|people| people.share).sum();
        self.people.iter_mut().for_each(|people| people.share /= sum);
    }
}

fn adds_up(what: &str, sum: f64) -> String {
    format!("{what} add up to {sum:.3}; they must add up to 1.")
}
