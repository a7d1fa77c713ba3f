//! From a scenario file to a [`Scenario`]: every key, its unit, its range and its default.
//!
//! `crates/planning/README.md` lists the same keys for people. Everything that is wrong is said
//! at once, each with its place in the file and what to write instead.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::parts::{Aim, FollowUp, Group, Lever, Objective, People, Referrer, Run};
use super::section::{Gathered, Section, Wanted};
use super::unit::{arrivals, only, share, time, work};
use super::{Key, Problems, Scenario, number, value_at};

mod service;

/// More than anything in a scenario can be.
pub(super) const MANY: f64 = 1e12;

/// The ids that other parts of the file refer to.
pub(super) struct Ids {
    people: Vec<String>,
    supports: Vec<String>,
    teams: Vec<String>,
    groups: Vec<String>,
}

/// Reads a whole scenario.
pub(super) fn scenario(file: Table) -> Result<Scenario, Problems> {
    let mut gathered = Gathered::default();
    documents(&file, &mut gathered);
    let read = whole(&file, &gathered);
    let Gathered { problems, parameters, .. } = gathered;
    let problems = problems.into_inner();
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    let mut scenario = Scenario { parameters: parameters.into_inner(), ..read };
    scenario.file = file;
    scenario.check()?;
    Ok(scenario)
}

/// Every key, found by reading a file that has one empty entry of each list.
pub(super) fn list_keys() -> Vec<Key> {
    let mut file = Table::new();
    let lists = ["people", "referrer", "support", "team", "group", "follow_up", "lever"];
    for name in lists {
        file.insert(name.to_owned(), Value::Array(vec![Value::Table(Table::new())]));
    }
    file.insert("objective".to_owned(), Value::Table(Table::new()));
    let gathered = Gathered::default();
    whole(&file, &gathered);
    gathered.keys.into_inner()
}

/// The file with the changes that another names: `[[change]] parameter, value, why`.
pub(super) fn changed(mut file: Table, changes: &Table) -> Result<Table, Problems> {
    let gathered = Gathered::default();
    let top = Section::new(String::new(), changes, &gathered);
    let title = top.text("title", None);
    let about = top.text("about", Some(""));
    for section in list(&top, changes, &gathered, "change", "parameter") {
        let key = section.text("parameter", None);
        let why = section.text("why", None);
        let value = changes_value(&section);
        match (value, value_at(&mut file, &key)) {
            (Some(value), Some(place)) => {
                *place = value;
                restate(&mut file, &key, why);
            }
            (_, None) => gathered.wrong(format!("change: there is no number at “{key}”.")),
            (None, _) => gathered.wrong(format!("change: give “{key}” a value that is a number.")),
        }
        section.end();
    }
    top.end();
    let problems = gathered.problems.into_inner();
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    file.insert("title".to_owned(), Value::String(title));
    file.insert("about".to_owned(), Value::String(about));
    Ok(file)
}

fn changes_value(section: &Section<'_>) -> Option<Value> {
    section.value("value").filter(|value| number(value).is_some())
}

/// A changed number is no longer what its source said.
fn restate(file: &mut Table, key: &str, why: String) {
    let Some((entry, name)) = key.rsplit_once('.') else { return };
    let found = match entry.split_once('.') {
        None => file.get_mut(entry).and_then(Value::as_table_mut),
        Some((list, id)) => file.get_mut(list).and_then(Value::as_array_mut).and_then(|list| {
            list.iter_mut()
                .filter_map(Value::as_table_mut)
                .find(|entry| entry.get("id").and_then(Value::as_str) == Some(id))
        }),
    };
    let stated = found.and_then(|table| table.get_mut(name)).and_then(Value::as_table_mut);
    if let Some(stated) = stated {
        stated.remove("source");
        stated.insert("assumed".to_owned(), Value::String(why));
    }
}

fn documents(file: &Table, gathered: &mut Gathered) {
    let Some(table) = file.get("documents").and_then(Value::as_table) else { return };
    for (key, text) in table {
        match text.as_str() {
            // A document without a year cannot be found again, nor be known to be old.
            Some(text) if has_year(text) => {
                gathered.documents.insert(key.clone(), text.to_owned());
            }
            _ => gathered.wrong(format!(
                "documents.{key} must name the document and its year, such as 2023."
            )),
        }
    }
}

fn has_year(text: &str) -> bool {
    let digits: Vec<&str> = text.split(|letter: char| !letter.is_ascii_digit()).collect();
    digits.iter().any(|run| run.len() == 4 && (run.starts_with("19") || run.starts_with("20")))
}

fn whole(file: &Table, gathered: &Gathered) -> Scenario {
    let top = Section::new(String::new(), file, gathered);
    let ids = Ids {
        people: list_ids(file, "people"),
        supports: list_ids(file, "support"),
        teams: list_ids(file, "team"),
        groups: list_ids(file, "group"),
    };
    let part = |name: &str| table(&top, file, gathered, name);
    let parts = |name: &str| list(&top, file, gathered, name, "id");
    top.know("documents");
    let run = run(part("run"));
    let area = part("area");
    let residents = area.number("residents", Wanted::needed(only("people"), 1.0..=MANY));
    area.end();
    let groups: Vec<Group> = parts("group").into_iter().map(group).collect();
    let open_to: Vec<Option<Vec<String>>> = groups_open_to(file);
    let costs = part("costs");
    let fixed = costs.number("fixed", Wanted::or(only("£/year"), 0.0..=MANY, 0.0));
    costs.end();
    let scenario = Scenario {
        title: top.text("title", None),
        about: top.text("about", Some("")),
        run,
        residents,
        people: parts("people").into_iter().map(|one| people(one, &ids, &open_to)).collect(),
        referrers: parts("referrer")
            .into_iter()
            .map(|one| referrer(one, &ids, residents))
            .collect(),
        supports: parts("support").into_iter().map(service::support).collect(),
        screening: service::screening(part("screening")),
        waiting: service::waiting(part("waiting")),
        episode: service::episode(part("episode")),
        teams: parts("team").into_iter().map(service::team).collect(),
        groups,
        follow_ups: parts("follow_up").into_iter().map(follow_up).collect(),
        fixed_cost_year: fixed,
        objective: top.has("objective").then(|| objective(part("objective"))),
        levers: list(&top, file, gathered, "lever", "parameter").into_iter().map(lever).collect(),
        parameters: Vec::new(),
        file: Table::new(),
    };
    top.end();
    scenario
}

/// A table of the file; an empty one where it is not given.
fn table<'a>(
    top: &Section<'a>,
    file: &'a Table,
    gathered: &'a Gathered,
    name: &str,
) -> Section<'a> {
    static EMPTY: std::sync::LazyLock<Table> = std::sync::LazyLock::new(Table::new);
    top.know(name);
    let found = file.get(name).and_then(Value::as_table).unwrap_or(&EMPTY);
    Section::new(name.to_owned(), found, gathered)
}

/// The entries of a list such as `[[team]]`, each placed by its id.
fn list<'a>(
    top: &Section<'a>,
    file: &'a Table,
    gathered: &'a Gathered,
    name: &str,
    id: &str,
) -> Vec<Section<'a>> {
    top.know(name);
    let entries = match file.get(name) {
        None => return Vec::new(),
        Some(Value::Array(entries)) => entries,
        Some(_) => {
            gathered.wrong(format!("{name} must be a list: write [[{name}]] before each."));
            return Vec::new();
        }
    };
    let mut seen = BTreeMap::new();
    let mut sections = Vec::new();
    for entry in entries {
        let key = entry.get(id).and_then(Value::as_str).unwrap_or_default();
        if key.is_empty() || (id == "id" && key.contains('.')) {
            gathered.wrong(format!("Each [[{name}]] needs a short {id} of its own, without dots."));
        } else if seen.insert(key.to_owned(), ()).is_some() {
            gathered.wrong(format!("Two [[{name}]] have the {id} “{key}”."));
        }
        if let Some(table) = entry.as_table() {
            sections.push(Section::new(format!("{name}.{key}"), table, gathered));
        }
    }
    sections
}

fn list_ids(file: &Table, name: &str) -> Vec<String> {
    let entries = file.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let id = |entry: &Value| entry.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    entries.iter().map(id).collect()
}

/// Which groups of people each kind of group is open to; nothing for “all”.
fn groups_open_to(file: &Table) -> Vec<Option<Vec<String>>> {
    let entries =
        file.get("group").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let open = |entry: &Value| -> Option<Vec<String>> {
        let list = entry.get("open_to")?.as_array()?;
        Some(list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    };
    entries.iter().map(open).collect()
}

fn run(section: Section<'_>) -> Run {
    let weeks = |key, least, default| 7.0 * section.plain(key, least..=5200.0, default);
    let run = Run {
        seed: section.plain("seed", 0.0..=9e15, 1.0) as u64,
        warm_up_days: weeks("warm_up_weeks", 0.0, 52.0),
        measured_days: weeks("measured_weeks", 1.0, 104.0),
        run_out_days: weeks("run_out_weeks", 0.0, 52.0),
        replications_least: section.plain("replications_least", 2.0..=100_000.0, 20.0) as u32,
        replications_most: section.plain("replications_most", 2.0..=100_000.0, 200.0) as u32,
        precision: section.plain("precision", 0.0..=1.0, 0.05),
    };
    section.end();
    run
}

fn people(section: Section<'_>, ids: &Ids, open_to: &[Option<Vec<String>>]) -> People {
    let id = section.text("id", None);
    let portion = |key, default| section.number(key, Wanted::or(share(), 0.0..=1.0, default));
    let patience = Wanted::needed(time(), 0.001..=36_525.0);
    let wants = Wanted::needed(only("weight"), 0.0..=MANY);
    let open = |at: usize| open_to[at].as_ref().is_none_or(|list| list.contains(&id));
    let prefers = section
        .by_id("prefers", &ids.groups, wants)
        .unwrap_or_else(|| vec![1.0; ids.groups.len()])
        .iter()
        .enumerate()
        .map(|(at, weight)| if open(at) { *weight } else { 0.0 })
        .collect();
    let rank = Wanted::needed(only("rank"), 1.0..=1000.0);
    let people = People {
        name: section.text("name", Some(&id)),
        share: section.number("share", Wanted::needed(share(), 0.0..=1.0)),
        deprivation: section.optional("deprivation", rank),
        need_points: section.number("need", Wanted::or(only("points"), 0.0..=1000.0, 0.0)),
        declines: portion("declines", 0.0),
        missed: section.number("missed", Wanted::or(share(), 0.0..=0.95, 0.0)),
        patience_days: section.optional("patience", patience),
        supports: section
            .by_id("support", &ids.supports, Wanted::needed(share(), 0.0..=1.0))
            .unwrap_or_else(|| only_one(ids.supports.len())),
        wants_group: portion("wants_group", 1.0),
        prefers,
        help_weight: section.number("help_weight", Wanted::or(only("weight"), 0.0..=1e6, 1.0)),
        id,
    };
    section.end();
    people
}

/// All of it the first, where there is one only.
fn only_one(count: usize) -> Vec<f64> {
    if count == 1 { vec![1.0] } else { Vec::new() }
}

fn referrer(section: Section<'_>, ids: &Ids, residents: f64) -> Referrer {
    let id = section.text("id", None);
    let first = ids.teams.first().map_or("", String::as_str);
    let named = section.text("team", Some(first));
    let team = ids.teams.iter().position(|team| *team == named);
    if team.is_none() && !ids.teams.is_empty() {
        section.wrong(format!("it is sent to the team “{named}”, which is not there"));
    }
    let rate = Wanted::needed(arrivals(residents), 0.0..=MANY);
    let month = Wanted::needed(only("ratio"), 0.0..=12.0);
    let growth = Wanted::or(only("share/year"), -1.0..=10.0, 0.0);
    let day = || Wanted::needed(time(), -36_525.0..=36_525.0);
    let referrer = Referrer {
        name: section.text("name", Some(&id)),
        people_year: section.number("referrals", rate),
        mix: section
            .by_id("mix", &ids.people, Wanted::needed(share(), 0.0..=1.0))
            .unwrap_or_else(|| only_one(ids.people.len())),
        growth_year: section.number("growth", growth),
        months: section.months("months", month).unwrap_or([1.0; 12]),
        from_day: section.optional("from", day()),
        until_day: section.optional("until", day()),
        unsuitable: section.number("unsuitable", Wanted::or(share(), 0.0..=1.0, 0.0)),
        team: team.unwrap_or(0),
        id,
    };
    section.end();
    referrer
}

fn group(section: Section<'_>) -> Group {
    let id = section.text("id", None);
    let span = |least| Wanted::needed(time(), least..=36_525.0);
    let pounds = |unit| Wanted::or(only(unit), 0.0..=MANY, 0.0);
    section.texts("open_to");
    let group = Group {
        name: section.text("name", Some(&id)),
        number: section.whole("number", Wanted::needed(only("groups"), 0.0..=100_000.0)),
        places: section.whole("places", Wanted::needed(only("places"), 0.0..=100_000.0)),
        opens_day: section.optional("opens", span(-36_525.0)),
        closes_day: section.optional("closes", span(-36_525.0)),
        lasts_days: section.optional("lasts", span(1.0)),
        replaced_days: section.optional("replaced", span(0.0)),
        place_days: section.number("place_held", Wanted::or(time(), 1.0..=36_525.0, 182.0)),
        starts: section.number("starts", Wanted::or(share(), 0.0..=1.0, 1.0)),
        stays_12_weeks: section.number("stays_12_weeks", Wanted::or(share(), 0.0..=1.0, 1.0)),
        patience_days: section.optional("patience", span(0.001)),
        cost_year: section.number("cost", pounds("£/group/year")),
        cost_person: section.number("cost_person", pounds("£/person")),
        id,
    };
    section.end();
    group
}

fn follow_up(section: Section<'_>) -> FollowUp {
    let id = section.text("id", None);
    let follow_up = FollowUp {
        name: section.text("name", Some(&id)),
        after_days: section.number("after", Wanted::needed(time(), 0.0..=36_525.0)),
        answered: section.number("answered", Wanted::needed(share(), 0.0..=1.0)),
        hours: section.number("time", Wanted::or(work(), 0.0..=100.0, 0.0)),
        id,
    };
    section.end();
    follow_up
}

fn objective(section: Section<'_>) -> Objective {
    let aim = match section.text("aim", Some("help per pound")).as_str() {
        "help" => Aim::Help,
        "help per pound" => Aim::HelpPerPound,
        other => {
            section.wrong(format!("it has the aim “{other}”; it is “help per pound” or “help”"));
            Aim::Help
        }
    };
    let points = |key| section.number(key, Wanted::or(only("points"), 0.0..=1e6, 0.0));
    let least = Wanted::or(only("£/year"), 0.0..=MANY, 0.0);
    let objective = Objective {
        aim,
        reached: points("reached"),
        joined: points("joined"),
        stayed: points("stayed"),
        budget_least: section.number("budget_least", least),
        budget_most: section
            .optional("budget_most", Wanted::needed(only("£/year"), 0.0..=MANY))
            .unwrap_or(f64::INFINITY),
        reached_least: section.number("reached_least", Wanted::or(share(), 0.0..=1.0, 0.0)),
    };
    section.end();
    objective
}

fn lever(section: Section<'_>) -> Lever {
    let number = |key| section.plain(key, -MANY..=MANY, f64::NAN);
    let lever = Lever {
        parameter: section.text("parameter", None),
        from: number("from"),
        to: number("to"),
        step: number("step"),
    };
    section.end();
    lever
}
