//! The kinds of made-up services, each with its plan and what should come of each estimate.

use super::super::places::{Course, Wedge};
use super::super::{Allocation, Made, Service};
use crate::analyse::Plan;
use crate::finding::CannotSay;

/// A kind of service.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    /// Its name.
    pub name: &'static str,
    /// What is true of it.
    pub truth: Truth,
    /// What its plan says.
    plan: String,
    /// What should come of each estimate.
    pub estimates: Vec<Expectation>,
}

/// What is made, and what is true of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Truth {
    /// A service with its people.
    Service(Service),
    /// Places that begin in turn.
    Wedge(Wedge),
    /// One place over the months.
    Course(Course),
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
        Plan::parse(&self.plan)
    }

    /// The one with this number among those of this seed.
    #[must_use]
    pub fn make(&self, seed: u64, number: u64) -> Made {
        match self.truth {
            Truth::Service(service) => service.make(seed, number),
            Truth::Wedge(wedge) => wedge.make(seed, number),
            Truth::Course(course) => course.make(seed, number),
        }
    }

    /// The same kind with fewer people, for a quick look.
    #[must_use]
    pub fn small(self) -> World {
        let truth = match self.truth {
            Truth::Service(service) => {
                Truth::Service(Service { people: (service.people / 5).max(100), ..service })
            }
            Truth::Wedge(wedge) => Truth::Wedge(Wedge { people: 3, ..wedge }),
            Truth::Course(course) => Truth::Course(course),
        };
        World { truth, ..self }
    }

    fn of_people(
        name: &'static str,
        service: Service,
        plan: &str,
        estimates: Vec<Expectation>,
    ) -> World {
        let arms = if plan.contains("before_after") { "" } else { ARMS };
        World {
            name,
            truth: Truth::Service(service),
            plan: format!("{WAVES}{arms}{plan}"),
            estimates,
        }
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
    vec![
        by_lot(),
        uneven(),
        practices_by_lot(),
        in_turn(),
        over_the_months(),
        elsewhere(),
        queue(),
        alone_and_still(),
        alone_and_recovering(),
        months_linger(),
        scores_over_the_months(),
        scores_linger(),
        straying(),
    ]
}

fn by_lot() -> World {
    World::of_people(
        "Drawn by lot; everybody answers; people recover by themselves",
        Service::default(),
        "design = 'randomised'",
        vec![
            holds(None, "chance decided and nobody is missing"),
            holds("Difference of changes", "chance decided; it is only wider"),
            fails(NAIVE, "recovery and regression to the mean are in it"),
        ],
    )
}

fn uneven() -> World {
    World::of_people(
        "Drawn by lot; the less deprived answer more and benefit more",
        Service {
            people: 2000,
            answering: Some(-0.4),
            answering_slope: 0.32,
            effect_slope: 0.25,
            ..Service::default()
        },
        "design = 'randomised'
            response = { predictors = ['baseline', 'imd_decile', 'age', 'female'] }
            subgroup = [{ column = 'imd_decile', centre = 5.5 }]",
        vec![
            holds(None, "the columns of the plan explain who answered"),
            holds("Standardised to everybody", "the effect slopes along the subgroup"),
            fails("Those who answered", "those who answered benefit more than the others"),
            fails(NAIVE, "recovery, regression to the mean and who answered are in it"),
        ],
    )
}

fn practices_by_lot() -> World {
    World::of_people(
        "Practices drawn by lot; people of one practice fare alike",
        Service {
            people: 1000,
            practices: 40,
            allocation: Allocation::ChanceByPractice,
            practice_sd: 1.2,
            ..Service::default()
        },
        "design = 'randomised'
            clusters = 'practice'",
        vec![
            holds(None, "its standard error is clustered by practice"),
            fails("Clusters left out of account", "it takes people of one practice as strangers"),
            fails(NAIVE, "recovery and regression to the mean are in it"),
        ],
    )
}

const STRAYING: &str = "Places may stray from period to period";

fn straying() -> World {
    let Truth::Wedge(wedge) = in_turn().truth else { return in_turn() };
    World {
        name: "Places begin in turn, and stray from their level in each period",
        truth: Truth::Wedge(Wedge { cell_sd: 0.8, ..wedge }),
        estimates: vec![
            fails(None, "places do not keep their level"),
            holds(STRAYING, "it allows for that"),
        ],
        ..in_turn()
    }
}

fn in_turn() -> World {
    let wedge = Wedge {
        places: 12,
        periods: 7,
        people: 8,
        effect: 1.2,
        drift: 0.25,
        place_sd: 1.0,
        cell_sd: 0.0,
    };
    World {
        name: "Places begin in turn; everybody gets better with the calendar",
        truth: Truth::Wedge(wedge),
        plan: "title = 'Made-up places'
            design = 'stepped_wedge'
            clusters = 'place'
            outcome = { label = 'Wellbeing', better = 'higher' }
            wave = [{ name = 'over seven periods', column = 'score' }]
            time = { column = 'period', treated = 'on' }"
            .to_owned(),
        estimates: vec![
            holds(None, "calendar time and places are held equal"),
            fails("Calendar time left out of account", "the calendar counts as the service"),
        ],
    }
}

const VISITS: Course = Course {
    months: 60,
    starts_at: 36,
    people: 20_000,
    share: 0.005,
    drift: 0.004,
    season: 0.1,
    effect: -0.16,
    stray: 0.05,
    lingering: 0.0,
};

const SCORES: Course = Course {
    months: 48,
    starts_at: 24,
    people: 0,
    share: 0.5,
    drift: 0.05,
    season: 1.0,
    effect: -1.0,
    stray: 0.8,
    lingering: 0.0,
};

/// One place over the months: counts of events where people are counted, else scores.
fn of_months(name: &'static str, course: Course, older: Expectation) -> World {
    let (count, column, people) = match course.people {
        0 => ("false", "score", ""),
        _ => ("true", "count", ", population = 'people'"),
    };
    World {
        name,
        truth: Truth::Course(course),
        plan: format!(
            "title = 'A made-up place'
            design = 'interrupted_series'
            outcome = {{ label = 'Visits', better = 'lower', is_count = {count} }}
            wave = [{{ name = 'after the start', column = '{column}' }}]
            time = {{ column = 'month', treated = 'on', season = 12{people} }}"
        ),
        estimates: vec![
            holds(None, "the course before would have gone on"),
            older,
            fails("All after less all before", "the course is in it"),
        ],
    }
}

const STRANGERS: &str = "Periods taken as strangers";
const NEWEY_WEST: &str = "With Newey and West’s errors";

fn over_the_months() -> World {
    of_months(
        "One place over 60 months, with a course and a season of its own",
        VISITS,
        holds(STRANGERS, "chance does not linger here"),
    )
}

fn months_linger() -> World {
    let mut world = of_months(
        "Counts of one place over 60 months; how far one strays lingers",
        Course { stray: 0.12, lingering: 0.5, ..VISITS },
        fails(STRANGERS, "chance lingers"),
    );
    // 92 % of 1,000: hardly short, and said so.
    world.estimates[0] = fails(None, "a little short: 60 months tell little of what lingers");
    world
}

fn scores_over_the_months() -> World {
    of_months(
        "Scores of one place over 48 months, with a course and a season",
        SCORES,
        fails(NEWEY_WEST, "these errors need longer series"),
    )
}

fn scores_linger() -> World {
    of_months(
        "Scores of one place over 48 months; how far one strays lingers",
        Course { lingering: 0.4, ..SCORES },
        fails(NEWEY_WEST, "these errors need longer series"),
    )
}

fn elsewhere() -> World {
    World::of_people(
        "Similar people elsewhere; who feels worse more often has the service",
        Service { people: 800, allocation: Allocation::Need, ..Service::default() },
        "design = 'matched'
            adjust = ['imd_decile', 'age', 'female']",
        vec![
            holds(None, "everything that decided who has the service is in the file"),
            holds("Weighted by the odds of the service", "the same"),
            fails("As they are", "the two sides differ"),
        ],
    )
}

fn queue() -> World {
    World::of_people(
        "A queue by need: who feels worse is seen first",
        Service { people: 600, allocation: Allocation::Need, ..Service::default() },
        "design = 'waiting_list'
            adjust = ['imd_decile', 'age', 'female']",
        vec![
            holds(None, "everything that ordered the queue is in the file"),
            fails("As they are", "the queue made the two sides differ"),
            fails(NAIVE, "recovery and regression to the mean are in it"),
        ],
    )
}

fn alone_and_still() -> World {
    World::of_people(
        "One group; nothing else changes, nobody is chosen by score",
        Service {
            allocation: Allocation::Everybody,
            recovery: 0.0,
            entry_below: None,
            ..Service::default()
        },
        "design = 'before_after'",
        vec![holds(None, "nobody would have changed without the service")],
    )
}

fn alone_and_recovering() -> World {
    World::of_people(
        "One group; people recover by themselves and come in when low",
        Service { allocation: Allocation::Everybody, ..Service::default() },
        "design = 'before_after'",
        vec![fails(None, "recovery and regression to the mean are in it")],
    )
}
