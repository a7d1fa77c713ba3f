//! The report as lines to read, in blocks: everybody, each group of people, teams, groups.

use crate::engine::{Ended, Interval};

use super::super::measure::{Measure, Of, Unit, What};
use super::super::optimise::{Found, MOST_TRIALS, REPLICATIONS_OF_A_TRIAL};
use super::super::outcome::Outcome;
use super::super::scenario::{Basis, DAYS_IN_WEEK, Scenario};
use super::super::words::{short, whole};
use super::notes::notes;

/// The width of the words before the numbers.
const WORDS: usize = 66;
/// The width of a number.
const NUMBER: usize = 12;

/// How a scenario was simulated, and every measure with its interval.
#[must_use]
pub fn outcome(scenario: &Scenario, outcome: &Outcome) -> Vec<String> {
    let mut lines = method(scenario, outcome);
    if outcome.replications() < 2 {
        lines.push("Fewer than two replications were done, so nothing can be said yet.".to_owned());
        return lines;
    }
    let is_empty = outcome.is_without_referrals();
    if is_empty {
        lines.push(
            "Nobody was referred in the measured weeks, so there is nothing to say about people. \
             Look at [[referrer]]: its referrals, and its from and until."
                .to_owned(),
        );
    }
    let said = |at: &usize| !is_empty || outcome.interval(*at).is_some();
    let all: Vec<usize> = (0..outcome.measures.len()).filter(said).collect();
    for block in all.chunk_by(|one, next| outcome.measures[*one].of == outcome.measures[*next].of) {
        let Measure { of, of_name, .. } = &outcome.measures[block[0]];
        let name = heading(*of, of_name);
        lines.extend([String::new(), format!("{name:<WORDS$}{:>NUMBER$}  95 % interval", "mean")]);
        lines.extend(block.iter().map(|at| line(outcome, *at)));
        if *of == Of::All {
            lines.extend(notes(scenario, outcome));
        }
    }
    lines
}

/// One measure; where not every replication could say it, how many did.
fn line(outcome: &Outcome, at: usize) -> String {
    let (words, unit) = outcome.measures[at].what.words();
    let (said, all) = (outcome.said_in(at), outcome.replications() as u64);
    let few = match said {
        0 => String::new(),
        1 if all > 1 => format!(" (said in 1 of {all}: too few)"),
        _ if said < all => format!(" (said in {said} of {all})"),
        _ => String::new(),
    };
    let cells = cells(outcome.interval(at), unit, false);
    format!("  {words:<width$}{cells}{few}", width = WORDS - 2)
}

fn heading(of: Of, name: &str) -> String {
    match of {
        Of::All => "Everybody".to_owned(),
        Of::People(_) => format!("People: {name}"),
        Of::Team(_) => format!("Team: {name}"),
        Of::Group(_) => format!("Group: {name}"),
        Of::FollowUp(_) => format!("Follow-up: {name}"),
    }
}

fn cells(interval: Option<Interval>, unit: Unit, signed: bool) -> String {
    let Some(Interval { mean, low, high, .. }) = interval else {
        return format!("{:>NUMBER$}  nothing to say", "–");
    };
    let write = |number| written(number, unit, signed);
    format!("{:>NUMBER$}  {} to {}", write(mean), write(low), write(high))
}

fn has_sign(unit: Unit) -> bool {
    matches!(unit, Unit::SharePoints | Unit::WeeksBetween)
}

/// A number in its unit.
fn written(number: f64, unit: Unit, signed: bool) -> String {
    let signed = signed || has_sign(unit);
    let plus = if signed && number > 0.0 { "+" } else { "" };
    let body = match unit {
        Unit::Weeks | Unit::WeeksBetween => format!("{number:.1} wk"),
        Unit::Share if signed => format!("{:.1} pt", number * 100.0),
        Unit::SharePoints => format!("{:.1} pt", number * 100.0),
        Unit::Share => format!("{:.1} %", number * 100.0),
        Unit::People | Unit::HelpPerThousand => short(number),
        Unit::PeopleYear | Unit::HelpYear => whole(number),
        Unit::PoundsYear | Unit::PoundsPerson if number < -0.5 => format!("-£{}", whole(-number)),
        Unit::PoundsYear | Unit::PoundsPerson => format!("£{}", whole(number)),
    };
    format!("{plus}{body}")
}

fn method(scenario: &Scenario, outcome: &Outcome) -> Vec<String> {
    let run = &scenario.run;
    let weeks = |days: f64| whole(days / DAYS_IN_WEEK);
    let done = outcome.replications();
    let mut lines = vec![
        format!(
            "Simulated {done} times (seed {}): {} weeks to warm up, which count for nothing; \
             then {} weeks,",
            run.seed,
            weeks(run.warm_up_days),
            weeks(run.measured_days)
        ),
        format!(
            "whose people are followed for {} weeks more. Each interval is 95 %, over \
             replications:",
            weeks(run.run_out_days)
        ),
        "it holds what chance does, not what is wrong in the assumptions.".to_owned(),
    ];
    let asked = run.precision * 100.0;
    match (outcome.ended, outcome.least_precise(run.precision)) {
        (Ended::Cancelled(_), _) => {
            lines.push(format!("Stopped before the end: this is what {done} replications say."));
        }
        (Ended::Enough(_), _) => {
            lines.push(format!("It stopped when the headlines were known to within {asked:.0} %."));
        }
        (Ended::All, Some((what, share))) => lines.push(format!(
            "All replications were used and “{}” is known only to within {:.0} % ({asked:.0} % was \
             asked).",
            what.words().0,
            share * 100.0
        )),
        (Ended::All, None) => {}
    }
    lines.extend(not_settled(scenario, outcome));
    lines
}

/// That the service was on its way and not yet where it stays, in words.
fn not_settled(scenario: &Scenario, outcome: &Outcome) -> Vec<String> {
    let found = outcome.unsettled(scenario.run.precision);
    if found.is_empty() {
        return Vec::new();
    }
    let said = found.iter().map(|one| {
        let (words, unit) = match one.what {
            What::WaitMean => ("mean wait", Unit::Weeks),
            What::Reached => ("reached", Unit::Share),
            _ => ("gave up", Unit::Share),
        };
        let write = |number| written(number, unit, false);
        format!("{words} {}, then {}", write(one.first_half), write(one.second_half))
    });
    let said: Vec<String> = said.collect();
    let longer = (2.0 * scenario.run.warm_up_days / DAYS_IN_WEEK).max(52.0);
    let mut lines = vec![
        "NOT SETTLED: people referred in the second half of the measured weeks fared otherwise \
         than those"
            .to_owned(),
        format!("in the first ({}).", said.join("; ")),
        format!(
            "The means below are of a service on its way. Try warm_up_weeks = {}; if this stays, \
             the list grows",
            whole(longer)
        ),
        "for as long as it lasts, and what is simulated depends on when one stops.".to_owned(),
    ];
    if scenario.changes_by_itself() {
        lines.push(
            "The scenario itself also changes in this time (growth, months, beginnings or ends)."
                .to_owned(),
        );
    }
    lines
}

/// Another scenario beside the first, measure by measure, with the paired difference.
#[must_use]
pub fn compared(base: &Outcome, other: &Outcome) -> Vec<String> {
    let mut lines = vec![
        format!("“{}” compared with “{}”", other.title, base.title),
        "Both met the same chance; the difference is paired by replication.".to_owned(),
    ];
    let mut block: Option<Of> = None;
    for (at, measure) in base.measures.iter().enumerate() {
        let Some(there) = other.place(measure.what, measure.of) else { continue };
        if block != Some(measure.of) {
            block = Some(measure.of);
            let name = heading(measure.of, &measure.of_name);
            lines.push(String::new());
            lines.push(format!(
                "{name:<WORDS$}{:>NUMBER$}{:>NUMBER$}{:>NUMBER$}  95 % interval",
                "first", "other", "difference"
            ));
        }
        let (words, unit) = measure.what.words();
        let value = |seen: Option<Interval>| {
            seen.map_or("–".to_owned(), |seen| written(seen.mean, unit, false))
        };
        lines.push(format!(
            "  {words:<width$}{:>NUMBER$}{:>NUMBER$}{}",
            value(base.interval(at)),
            value(other.interval(there)),
            cells(base.difference(other, measure.what, measure.of), unit, true),
            width = WORDS - 2
        ));
    }
    lines
}

/// What the search tried, what it found, and what that rests on.
#[must_use]
pub fn found(found: &Found) -> Vec<String> {
    let mut lines = vec![
        format!(
            "Searched: {} combinations of {} levers, {REPLICATIONS_OF_A_TRIAL} replications \
             each, by a pattern search",
            found.trials.len(),
            found.levers.len()
        ),
        "from four starts under common chance. It is a search under these assumptions: the best of"
            .to_owned(),
        "what was tried, which need not be the best there is.".to_owned(),
    ];
    if found.was_cut_short {
        lines.push(match found.trials.len() >= MOST_TRIALS {
            true => format!("It ended at its most trials ({MOST_TRIALS})."),
            false => "It was stopped before its end.".to_owned(),
        });
    }
    lines.extend([String::new(), "The most help for its cost, of what was tried".to_owned()]);
    let names: Vec<&str> = found.levers.iter().map(|lever| lever.parameter.as_str()).collect();
    lines.push(format!(
        "  {:>13}{:>13}{:>12}  {}",
        "£ a year",
        "help a year",
        "reached",
        names.join(", ")
    ));
    for trial in found.frontier() {
        let values: Vec<String> = trial.values.iter().map(|value| format!("{value}")).collect();
        lines.push(format!(
            "  {:>13}{:>13}{:>10.1} %  {}{}",
            whole(trial.cost_year),
            whole(trial.help_year),
            trial.reached * 100.0,
            values.join(", "),
            if trial.is_within { "" } else { "  (outside the bounds)" }
        ));
    }
    lines.push(String::new());
    match &found.best {
        None => lines.push(
            "Nothing that was tried keeps the bounds of the objective. Widen the levers, or the \
             budget, or ask for a smaller share reached."
                .to_owned(),
        ),
        Some(_) if found.best_is_as_it_stands => {
            lines.push("The scenario as it stands is the best that was tried.".to_owned());
        }
        Some((trial, best)) => {
            lines.push("Best by the objective, simulated again with chance it had not met:".into());
            for (lever, value) in found.levers.iter().zip(&trial.values) {
                lines.push(format!("  {} = {value}", lever.parameter));
            }
            lines.push(String::new());
            lines.extend(compared(&found.start, best));
        }
    }
    lines
}

/// Every number that is assumed or a default of the model, with its reason.
#[must_use]
pub fn parameters(scenario: &Scenario) -> Vec<String> {
    let [sourced, assumed, defaults] = scenario.bases();
    let mut lines = vec![format!(
        "{} numbers: {sourced} from documents, {assumed} assumed, {defaults} defaults of the \
         model. Not from a document:",
        sourced + assumed + defaults
    )];
    for parameter in &scenario.parameters {
        let why = match &parameter.basis {
            Basis::Source(_) => continue,
            Basis::Assumed(why) => why.as_str(),
            Basis::Default => "default",
        };
        let (key, value, unit) = (&parameter.key, &parameter.value, &parameter.unit);
        lines.push(format!("  {key} = {value} {unit}: {why}"));
    }
    lines
}
