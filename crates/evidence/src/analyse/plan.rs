//! The plan of an analysis: what was measured on whom and when, written before looking at it.
//!
//! A plan is a TOML file; every key is explained in the README of this crate, and a key that is
//! not known is refused, so that a slip of the pen never changes an analysis silently.

use serde::{Deserialize, Serialize};

use crate::finding::CannotSay;
use crate::paired::Better;

/// How the comparison came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Chance decided who got the service now and who later or not.
    Randomised,
    /// Chance decided in which order places began; everybody is measured throughout.
    SteppedWedge,
    /// One place or area, measured often before and after a date.
    InterruptedSeries,
    /// People with the service beside similar people without it, made alike by propensity scores.
    Matched,
    /// People who got the service beside people still waiting, by queue and not by chance.
    WaitingList,
    /// The same people before and after, with nobody to compare them with.
    BeforeAfter,
}

/// A plan as it stands in its file.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The question in words.
    pub title: String,
    /// How the comparison came about.
    pub design: Kind,
    /// What was measured.
    pub outcome: Outcome,
    /// When it was measured, in order of time; one column of the file each.
    #[serde(rename = "wave")]
    pub waves: Vec<Wave>,
    /// Whether the first wave was before anything happened; said when it was not.
    #[serde(default = "yes")]
    pub first_wave_is_before: bool,
    /// The wave that answers the question; the last where none is named.
    pub headline: Option<String>,
    /// Who is compared with whom.
    pub comparison: Option<Comparison>,
    /// Columns known before anything happened, held equal in the adjusted estimates.
    #[serde(default)]
    pub adjust: Vec<String>,
    /// What tells who answered.
    pub response: Option<Response>,
    /// A column with the weight of each row, from the way people were drawn.
    pub weights: Option<String>,
    /// For whom it may have worked differently.
    #[serde(default, rename = "subgroup")]
    pub subgroups: Vec<Subgroup>,
    /// A column that names the practice, group or place of each row.
    pub clusters: Option<String>,
    /// A column with a number or name of each person, which must not come twice.
    pub id: Option<String>,
    /// When each row was measured, for rows that are times of a place.
    pub time: Option<Time>,
    /// What stands for a missing value, beside an empty cell.
    #[serde(default = "missing")]
    pub missing: Vec<String>,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Its name for a reader.
    pub label: String,
    /// Which direction is better for people.
    pub better: Direction,
    /// The smallest difference that people notice, where one is known.
    pub matters: Option<f64>,
    /// Whether it counts events rather than being a score.
    #[serde(default)]
    pub is_count: bool,
}

/// Which direction is better for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// One time of measuring.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Wave {
    /// Its name for a reader, such as “after 4 months”.
    pub name: String,
    /// Its column.
    pub column: String,
}

/// Who is compared with whom.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// The column that tells them apart.
    pub column: String,
    /// What stands in it for those with the service.
    pub intervention: Value,
    /// What stands in it for those without.
    pub control: Value,
}

/// A cell's content, written with or without quotation marks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A whole number.
    Number(i64),
    /// A word.
    Text(String),
}

/// What tells who answered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// Columns known for everybody, whether they answered or not.
    pub predictors: Vec<String>,
}

/// For whom it may have worked differently.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Subgroup {
    /// The column.
    pub column: String,
    /// For a column of numbers: the value around which the effect is allowed to slope.
    pub centre: Option<f64>,
}

/// When each row was measured.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Time {
    /// The column of periods, as whole numbers.
    pub column: String,
    /// The column that is 1 while the service is there and 0 before.
    pub treated: String,
    /// How many periods make a year, where seasons matter.
    pub season: Option<u32>,
    /// The column of those at risk, for counts.
    pub population: Option<String>,
}

/// The reader's words for kinds of numbers instead of the program's.
fn plain(why: &str) -> String {
    [("expected u32", "expected a whole number"), ("expected f64", "expected a number")]
        .into_iter()
        .fold(why.to_owned(), |why, (theirs, ours)| why.replace(theirs, ours))
}

fn yes() -> bool {
    true
}

fn missing() -> Vec<String> {
    ["NA", "."].map(str::to_owned).to_vec()
}

impl Plan {
    /// A plan out of its file, refused where a part is missing that its design needs.
    pub fn parse(text: &str) -> Result<Plan, CannotSay> {
        let plan: Plan = toml::from_str(text.trim_start_matches('\u{feff}')).map_err(|why| {
            CannotSay::because(
                format!("The plan cannot be read: {}", plain(why.to_string().trim_end())),
                "crates/evidence/README.md explains every key; `kith evidence example` prints a \
                 plan to begin with.",
            )
        })?;
        plan.check()?;
        Ok(plan)
    }

    fn check(&self) -> Result<(), CannotSay> {
        let needs = |is_there: bool, what: &str, add: &str| match is_there {
            true => Ok(()),
            false => Err(CannotSay::because(
                format!("A plan of the design “{}” needs {what}.", self.design.words()),
                format!("Add {add}, or name the design that was really used."),
            )),
        };
        let has_arms = self.comparison.is_some();
        match self.design {
            Kind::Randomised | Kind::WaitingList => {
                needs(has_arms, "to know who is compared with whom", "[comparison]")?;
            }
            Kind::Matched => {
                needs(has_arms, "to know who is compared with whom", "[comparison]")?;
                let has_columns = !self.adjust.is_empty();
                needs(has_columns, "columns by which people are made alike", "adjust = […]")?;
            }
            Kind::BeforeAfter => {
                let has_two = self.waves.len() >= 2 && self.first_wave_is_before;
                needs(has_two, "a wave before and one after", "a second [[wave]]")?;
            }
            Kind::SteppedWedge => {
                needs(self.time.is_some(), "to know periods and who was treated when", "[time]")?;
                needs(self.clusters.is_some(), "the places that began one by one", "clusters")?;
            }
            Kind::InterruptedSeries => {
                needs(self.time.is_some(), "to know when things changed", "[time]")?;
            }
        }
        if self.outcome.is_count && self.design != Kind::InterruptedSeries {
            return Err(CannotSay::because(
                "Counts are analysed as such only in an interrupted time series so far.",
                "Leave out is_count: mean counts are then compared like scores.",
            ));
        }
        needs(!self.waves.is_empty(), "at least one column that was measured", "a [[wave]]")?;
        self.refuse_unused()?;
        self.time.as_ref().map_or(Ok(()), |time| time.check(self.outcome.is_count))?;
        self.refuse_known_later()?;
        self.outcome.check()?;
        self.comparison.as_ref().map_or(Ok(()), Comparison::check)?;
        self.headline_wave().map(|_| ())
    }

    /// What a design has no use for is refused: otherwise its reader would think it was used.
    fn refuse_unused(&self) -> Result<(), CannotSay> {
        let (arms, wedge) = (self.comparison.is_some(), Kind::SteppedWedge);
        let is_series = matches!(self.design, Kind::SteppedWedge | Kind::InterruptedSeries);
        let is_comparison = matches!(self.design, Kind::Randomised | Kind::WaitingList);
        let parts = [
            ("[comparison]", arms && (is_series || self.design == Kind::BeforeAfter)),
            ("[response]", self.response.is_some() && is_series),
            ("weights", self.weights.is_some() && (is_series || self.design == Kind::Matched)),
            ("[[subgroup]]", !self.subgroups.is_empty() && !is_comparison),
            (
                "clusters",
                self.clusters.is_some()
                    && matches!(self.design, Kind::Matched | Kind::InterruptedSeries),
            ),
            ("[time]", self.time.is_some() && !is_series),
            ("adjust", !self.adjust.is_empty() && is_series && self.design != wedge),
            ("more than one [[wave]]", self.waves.len() > 1 && is_series),
            ("season", self.design == wedge && self.time.as_ref().is_some_and(Time::has_season)),
        ];
        match parts.into_iter().find(|(_, is_unused)| *is_unused) {
            None => Ok(()),
            Some((part, _)) => Err(CannotSay::because(
                format!("The design “{}” has no use for {part}.", self.design.words()),
                match (part, self.design) {
                    ("clusters", Kind::Matched) => {
                        "Its standard errors are clustered by pair. Leave it out, and say that \
                         people of one practice were taken as strangers."
                    }
                    _ => "Leave it out, so that nobody thinks it was used.",
                },
            )),
        }
    }

    /// What came after, who got the service and who somebody is explain no outcome.
    fn refuse_known_later(&self) -> Result<(), CannotSay> {
        let arm = self.comparison.as_ref().map(|one| &one.column);
        let treated = self.time.as_ref().map(|one| &one.treated);
        let kinds = [
            ("was measured after the start", self.after().iter().map(|one| &one.column).collect()),
            ("tells who got the service", arm.into_iter().chain(treated).collect()),
            ("only tells who is who", self.id.iter().collect::<Vec<_>>()),
        ];
        let response = self.response.iter().flat_map(|one| &one.predictors);
        let named = (self.adjust.iter().map(|column| ("adjust", column)))
            .chain(response.map(|column| ("predictors", column)))
            .chain(self.subgroups.iter().map(|one| ("[[subgroup]]", &one.column)));
        for (key, column) in named {
            if let Some((what, _)) = kinds.iter().find(|(_, columns)| columns.contains(&column)) {
                return Err(CannotSay::because(
                    format!("{key} names “{column}”, which {what}."),
                    "Name only columns that were known of everybody before anything happened.",
                ));
            }
        }
        Ok(())
    }

    /// The wave before anything happened, where there is one.
    #[must_use]
    pub fn before(&self) -> Option<&Wave> {
        match self.design {
            Kind::SteppedWedge | Kind::InterruptedSeries => None,
            _ => self.waves.first().filter(|_| self.first_wave_is_before && self.waves.len() > 1),
        }
    }

    /// The waves after, in order of time.
    #[must_use]
    pub fn after(&self) -> &[Wave] {
        &self.waves[usize::from(self.before().is_some())..]
    }

    /// The wave that answers the question.
    pub fn headline_wave(&self) -> Result<&Wave, CannotSay> {
        let found = match &self.headline {
            None => self.after().last(),
            Some(name) => self.after().iter().find(|wave| wave.name == *name),
        };
        found.ok_or_else(|| {
            let names: Vec<_> = self.after().iter().map(|wave| wave.name.as_str()).collect();
            CannotSay::because(
                format!("No wave “{}” comes after.", self.headline.as_deref().unwrap_or_default()),
                format!("Name one of these as headline: {}.", names.join(", ")),
            )
        })
    }
}

impl Time {
    fn has_season(&self) -> bool {
        self.season.is_some()
    }

    fn check(&self, is_count: bool) -> Result<(), CannotSay> {
        if self.population.is_some() && !is_count {
            return Err(CannotSay::because(
                "population says out of how many people events are counted; this is a score.",
                "Leave out population, or add is_count = true to [outcome] if events were counted.",
            ));
        }
        match self.season {
            Some(season @ ..=1) => Err(CannotSay::because(
                format!("season is {season}: a year of so few periods has no season."),
                "Say how many periods make a year, 12 for months, or leave season out.",
            )),
            _ => Ok(()),
        }
    }
}

impl Outcome {
    /// The smallest difference that people notice: above nought, and for counts a ratio.
    fn check(&self) -> Result<(), CannotSay> {
        let Some(matters) = self.matters else { return Ok(()) };
        let is_fit = matters.is_finite() && matters > 0.0 && !(self.is_count && matters == 1.0);
        if is_fit {
            return Ok(());
        }
        let instead = match self.is_count {
            true => "For counts it is a ratio: 0.9 for a tenth fewer, 1.1 for a tenth more.",
            false => "Write its size without a sign; `better` says in which direction.",
        };
        Err(CannotSay::because(format!("matters = {matters} is no size of a difference."), instead))
    }
}

impl Comparison {
    fn check(&self) -> Result<(), CannotSay> {
        let (with, without) = (self.intervention.text(), self.control.text());
        if with != without {
            return Ok(());
        }
        Err(CannotSay::because(
            format!("“{with}” is named for both sides of “{}”.", self.column),
            "Name what stands there for those with the service, and what for those without.",
        ))
    }
}

impl Kind {
    /// The design in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Kind::Randomised => "randomised comparison",
            Kind::SteppedWedge => "stepped wedge",
            Kind::InterruptedSeries => "interrupted time series",
            Kind::Matched => "matched comparison",
            Kind::WaitingList => "waiting list, not randomised",
            Kind::BeforeAfter => "before and after, one group",
        }
    }
}

impl Direction {
    /// The same for the methods.
    #[must_use]
    pub fn better(self) -> Better {
        match self {
            Direction::Higher => Better::Higher,
            Direction::Lower => Better::Lower,
        }
    }
}

impl Value {
    /// As it stands in a cell.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Value::Number(number) => number.to_string(),
            Value::Text(text) => text.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "title = 'Does it help?'\ndesign = 'randomised'\n\
        outcome = { label = 'Wellbeing', better = 'higher' }\n\
        wave = [{ name = 'before', column = 'a' }, { name = 'after', column = 'b' }]\n";
    const ARMS: &str = "comparison = { column = 'arm', intervention = 1, control = 0 }\n";

    #[test]
    fn a_plan_knows_its_waves() {
        let plan = Plan::parse(&format!("{SMALL}{ARMS}")).unwrap();
        assert_eq!(plan.before().unwrap().column, "a");
        assert_eq!(plan.headline_wave().unwrap().column, "b");
        assert_eq!(plan.comparison.unwrap().intervention.text(), "1");
    }

    #[test]
    fn a_design_without_its_parts_is_refused_with_what_is_needed() {
        let refused = |text: &str| Plan::parse(text).unwrap_err().to_string();
        assert!(refused(SMALL).contains("Add [comparison]"));
        let single = SMALL.replace("randomised", "before_after");
        assert!(Plan::parse(&single).is_ok());
        assert!(refused(&format!("{single}first_wave_is_before = false\n")).contains("[[wave]]"));
        let wedge = SMALL.replace("randomised", "stepped_wedge");
        assert!(refused(&wedge).contains("Add [time]"));
        let matched = SMALL.replace("randomised", "matched");
        assert!(refused(&format!("{matched}{ARMS}")).contains("made alike"));
        assert!(refused(&format!("{SMALL}{ARMS}headline = 'later'\n")).contains("after"));
    }

    #[test]
    fn what_a_design_has_no_use_for_is_refused() {
        let refused = |text: String| Plan::parse(&text).unwrap_err().why;
        let single = SMALL.replace("randomised", "before_after");
        assert!(refused(format!("{single}{ARMS}")).contains("no use for [comparison]"));
        let sloped = format!("{single}subgroup = [{{ column = 'age' }}]\n");
        assert!(refused(sloped).contains("no use for [[subgroup]]"));
        let timed = format!("{SMALL}{ARMS}time = {{ column = 'a', treated = 'b' }}\n");
        assert!(refused(timed).contains("no use for [time]"));
        let matched = SMALL.replace("randomised", "matched");
        let clustered = format!("{matched}{ARMS}adjust = ['age']\nclusters = 'place'\n");
        assert!(refused(clustered.clone()).contains("no use for clusters"));
        let instead = Plan::parse(&clustered).unwrap_err().instead;
        assert!(instead.contains("clustered by pair"), "{instead}");
    }

    #[test]
    fn what_was_not_known_beforehand_explains_nothing() {
        let refused = |more: &str| {
            let plan = Plan::parse(&format!("{SMALL}{ARMS}id = 'id'\n{more}\n"));
            plan.unwrap_err().to_string()
        };
        assert!(refused("adjust = ['age', 'b']").contains("adjust names “b”, which was measured"));
        let after = refused("response = { predictors = ['a', 'b'] }");
        assert!(after.contains("predictors names “b”"), "{after}");
        assert!(refused("response = { predictors = ['arm'] }").contains("who got the service"));
        assert!(refused("subgroup = [{ column = 'id' }]").contains("who is who"));
        // The first answer is known beforehand, unless even it came after the start.
        assert!(Plan::parse(&format!("{SMALL}{ARMS}adjust = ['a']\n")).is_ok());
        assert!(refused("first_wave_is_before = false\nadjust = ['a']").contains("“a”"));
    }

    #[test]
    fn sizes_without_sense_and_sides_that_are_the_same_are_refused() {
        let refused = |text: &str| Plan::parse(text).unwrap_err().to_string();
        let matters = |size: &str| {
            let label = format!("matters = {size}, label");
            refused(&format!("{}{ARMS}", SMALL.replacen("label", &label, 1)))
        };
        assert!(matters("-1").contains("matters = -1") && matters("0").contains("without a sign"));
        assert!(matters("inf").contains("no size"));
        let series = "title = 'x'\ndesign = 'interrupted_series'\n\
            outcome = { label = 'Calls', better = 'lower', is_count = true, matters = 1 }\n\
            wave = [{ name = 'after', column = 'calls' }]\n\
            time = { column = 'month', treated = 'on' }\n";
        assert!(refused(series).contains("a tenth fewer"));
        assert!(Plan::parse(&series.replace("matters = 1", "matters = 0.9")).is_ok());
        let same = ARMS.replace("control = 0", "control = '1'");
        assert!(refused(&format!("{SMALL}{same}")).contains("“1” is named for both sides"));
        let season = series.replace("treated = 'on'", "treated = 'on', season = 'year'");
        let why = refused(&season);
        assert!(why.contains("a whole number") && !why.contains("u32"), "{why}");
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_name() {
        let refused = Plan::parse(&format!("{SMALL}{ARMS}ajust = ['age']\n")).unwrap_err();
        assert!(refused.why.contains("ajust"), "{refused}");
    }
}
