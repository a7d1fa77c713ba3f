//! The kinds of made-up services, each with its plan and what should come of each estimate.

use super::super::{Allocation, Service};
use crate::analyse::Plan;
use crate::finding::CannotSay;

/// A kind of service.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    /// Its name.
    pub name: &'static str,
    /// What is true of it.
    pub service: Service,
    /// The design and what else its plan says.
    plan: &'static str,
    /// What should come of each estimate.
    pub estimates: Vec<Expectation>,
}

/// What should come of one estimate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// Its name in the answer; nothing for the headline.
    pub name: Option<&'static str>,
    /// Whether what it assumes is true.
    pub holds: bool,
    /// What is or is not true.
    pub because: &'static str,
}

const WAVES: &str = "title = 'A made-up service'
outcome = { label = 'Wellbeing', better = 'higher' }
wave = [{ name = 'before', column = 'baseline' }, { name = 'after', column = 'follow_up' }]
";
const ARMS: &str = "comparison = { column = 'arm', intervention = 1, control = 0 }\n";

impl World {
    /// Its plan.
    pub fn plan(&self) -> Result<Plan, CannotSay> {
        let arms = if self.plan.contains("before_after") { "" } else { ARMS };
        Plan::parse(&format!("{WAVES}{arms}{}", self.plan))
    }

    /// The same kind with fewer people, for a quick look.
    #[must_use]
    pub fn small(self) -> World {
        let people = (self.service.people / 5).max(100);
        World { service: Service { people, ..self.service }, ..self }
    }
}

fn holds(name: impl Into<Option<&'static str>>, because: &'static str) -> Expectation {
    Expectation { name: name.into(), holds: true, because }
}

fn fails(name: impl Into<Option<&'static str>>, because: &'static str) -> Expectation {
    Expectation { name: name.into(), holds: false, because }
}

const NAIVE: &str = "Before and after, those with the service";

/// Every kind.
#[must_use]
pub fn list_worlds() -> Vec<World> {
    vec![by_lot(), uneven(), practices_by_lot(), queue(), alone_and_still(), alone_and_recovering()]
}

fn by_lot() -> World {
    World {
        name: "Drawn by lot; everybody answers; people recover by themselves",
        service: Service::default(),
        plan: "design = 'randomised'",
        estimates: vec![
            holds(None, "chance decided and nobody is missing"),
            holds("Difference of changes", "chance decided; it is only wider"),
            fails(NAIVE, "recovery and regression to the mean are in it"),
        ],
    }
}

fn uneven() -> World {
    World {
        name: "Drawn by lot; the less deprived answer more and benefit more",
        service: Service {
            people: 2000,
            answering: Some(-0.4),
            answering_slope: 0.32,
            effect_slope: 0.25,
            ..Service::default()
        },
        plan: "design = 'randomised'
            response = { predictors = ['baseline', 'imd_decile', 'age', 'female'] }
            subgroup = [{ column = 'imd_decile', centre = 5.5 }]",
        estimates: vec![
            holds(None, "the columns of the plan explain who answered"),
            holds("Standardised to everybody", "the effect slopes along the subgroup"),
            fails("Those who answered", "those who answered benefit more than the others"),
            fails(NAIVE, "recovery, regression to the mean and who answered are in it"),
        ],
    }
}

fn practices_by_lot() -> World {
    World {
        name: "Practices drawn by lot; people of one practice fare alike",
        service: Service {
            people: 1000,
            practices: 40,
            allocation: Allocation::ChanceByPractice,
            practice_sd: 1.2,
            ..Service::default()
        },
        plan: "design = 'randomised'
            clusters = 'practice'",
        estimates: vec![
            holds(None, "its standard error is clustered by practice"),
            fails("Clusters left out of account", "it takes people of one practice as strangers"),
            fails(NAIVE, "recovery and regression to the mean are in it"),
        ],
    }
}

fn queue() -> World {
    World {
        name: "A queue by need: who feels worse is seen first",
        service: Service { people: 600, allocation: Allocation::Need, ..Service::default() },
        plan: "design = 'waiting_list'
            adjust = ['imd_decile', 'age', 'female']",
        estimates: vec![
            holds(None, "everything that ordered the queue is in the file"),
            fails("As they are", "the queue made the two sides differ"),
            fails(NAIVE, "recovery and regression to the mean are in it"),
        ],
    }
}

fn alone_and_still() -> World {
    World {
        name: "One group; nothing else changes, nobody is chosen by score",
        service: Service {
            allocation: Allocation::Everybody,
            recovery: 0.0,
            entry_below: None,
            ..Service::default()
        },
        plan: "design = 'before_after'",
        estimates: vec![holds(None, "nobody would have changed without the service")],
    }
}

fn alone_and_recovering() -> World {
    World {
        name: "One group; people recover by themselves and come in when low",
        service: Service { allocation: Allocation::Everybody, ..Service::default() },
        plan: "design = 'before_after'",
        estimates: vec![fails(None, "recovery and regression to the mean are in it")],
    }
}
