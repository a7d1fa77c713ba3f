//! The capacity of a scenario in sentences: what cannot be, why, and what would make it possible.

use super::super::words::{short, whole};
use super::{COMFORTABLE, Capacity, GroupCapacity, NEARLY_FULL, TeamCapacity};

/// The least number of link workers that is written as a number.
const LEAST_WRITTEN: f64 = 0.05;

/// A number of link workers at the beginning of a sentence; never “about 0.0”.
fn about(number: f64) -> String {
    if number < LEAST_WRITTEN {
        "Less than 0.1".to_owned()
    } else {
        format!("About {}", short(number))
    }
}

fn tenths(number: f64) -> String {
    if number < LEAST_WRITTEN { "less than 0.1".to_owned() } else { short(number) }
}

impl Capacity {
    /// What should be said first: what cannot be, and what is near its limit.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences: Vec<String> =
            self.teams.iter().flat_map(TeamCapacity::sentences).collect();
        sentences.extend(self.groups.iter().filter_map(GroupCapacity::sentence));
        sentences.extend(self.without_group.iter().map(|name| {
            format!(
                "No group is open to people of “{name}” who want one. Open one to them in \
                 open_to or prefers."
            )
        }));
        sentences
    }

    /// Whether more is asked of a team than it can ever do.
    #[must_use]
    pub fn is_overloaded(&self) -> bool {
        self.teams.iter().any(|team| team.people_year > 0.0 && team.use_share() >= 1.0)
    }
}

impl TeamCapacity {
    fn sentences(&self) -> Vec<String> {
        if self.people_year <= 0.0 {
            return vec![match self.referred_year > 0.0 {
                false => format!("Nobody is referred to {}.", self.name),
                true => format!(
                    "About {} people a year are referred to {} and nobody comes to its list: all \
                     are not right for the service, need only to be told where to go, or say no. \
                     Look at unsuitable, signposted and declines.",
                    whole(self.referred_year),
                    self.name
                ),
            }];
        }
        let came = format!(
            "About {} people a year come to the list of {}",
            whole(self.people_year),
            self.name
        );
        let needed = self.fte_needed();
        if self.fte <= 0.0 {
            return vec![format!(
                "{came}, which has no link worker: nobody can be reached. About {} full-time link \
                 workers would be needed; even a part of one would reach some.",
                short(needed)
            )];
        }
        let mut sentences = match self.use_share() {
            share if share >= 1.0 => self.too_many(&came),
            share if share >= COMFORTABLE => vec![format!(
                "{came} and it can see {}: {:.0} % of what there is would be in use, so waits will \
                 be long and unsteady. {} more full-time link workers would bring that to {:.0} %.",
                whole(self.people_possible()),
                share * 100.0,
                about(needed / COMFORTABLE - self.fte),
                COMFORTABLE * 100.0
            )],
            share => vec![format!(
                "{came} and it can see {}: {:.0} % of what there is would be in use.",
                whole(self.people_possible()),
                share * 100.0
            )],
        };
        sentences.push(self.side_by_side());
        sentences
    }

    fn too_many(&self, came: &str) -> Vec<String> {
        let possible = self.people_possible();
        let scarce = match self.people_by_hours <= self.people_by_room {
            true => "hours run out",
            false => "room on the caseload runs out",
        };
        let end = match self.all_give_up {
            true => format!(
                "The list only stops growing because people give up: about {} a year would have \
                 to.",
                whole(self.people_year - possible)
            ),
            false => "The list grows for as long as this lasts, and no wait is a lasting answer: \
                      what is simulated depends on when one stops."
                .to_owned(),
        };
        let more = self.fte_needed() - self.fte;
        vec![
            format!("{came}; the team can see {} ({scarce} first).", whole(possible)),
            end,
            format!(
                "{} more full-time link workers would be just enough, {} more would keep waits \
                 short ({:.0} % in use); or {} fewer people a year, or shorter support.",
                about(more),
                tenths(self.fte_needed() / COMFORTABLE - self.fte),
                COMFORTABLE * 100.0,
                whole(self.people_year - possible)
            ),
        ]
    }

    fn side_by_side(&self) -> String {
        format!(
            "Full-time link workers for everybody: {} by hours, {} by room on the caseload, {} to \
             {} by the rule of {} to {} people a year; the scenario has {}.",
            short(self.fte_by_hours),
            short(self.fte_by_room),
            short(self.people_year / self.rule.high),
            short(self.people_year / self.rule.low),
            whole(self.rule.low),
            whole(self.rule.high),
            short(self.fte)
        )
    }
}

impl GroupCapacity {
    fn sentence(&self) -> Option<String> {
        if self.places_needed <= self.places {
            let share = self.places_needed / self.places;
            return (self.places > 0.0 && share >= NEARLY_FULL).then(|| {
                format!(
                    "If everybody were seen, about {} people a year would ask for “{}”: {:.0} % of \
                     the {} places open on average would be in use, so people will often find \
                     every group full.",
                    whole(self.people_year),
                    self.name,
                    share * 100.0,
                    whole(self.places)
                )
            });
        }
        Some(format!(
            "If everybody were seen, about {} people a year would ask for “{}”: {} places would be \
             in use at once, and {} are open on average. About {} more places would be needed.",
            whole(self.people_year),
            self.name,
            whole(self.places_needed.ceil()),
            whole(self.places),
            whole((self.places_needed - self.places).ceil())
        ))
    }
}
