//! Reading scenario files: units, sources, what is refused and in which words.

use super::super::sample::{SMALL, read};
use super::*;

/// What is said about the small scenario with one line put in place of another.
fn said(from: &str, to: &str) -> String {
    assert!(SMALL.contains(from), "{from}");
    Scenario::read(&SMALL.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn units_are_turned_into_the_models_own() {
    let scenario = read(SMALL);
    assert_eq!(scenario.people[0].patience_days, Some(140.0));
    assert_eq!(scenario.people[0].missed, 0.1);
    assert_eq!(scenario.supports[0].gap_days, 14.0);
    assert_eq!(scenario.groups[0].lasts_days, Some(365.25));
    assert_eq!(scenario.follow_ups[0].hours, 0.25);
    let per_thousand = SMALL.replacen(
        "200, unit = \"people/year\"",
        "20, unit = \"per 1,000 residents a year\"",
        1,
    );
    assert_eq!(
        read(&per_thousand),
        Scenario {
            file: read(&per_thousand).file,
            parameters: read(&per_thousand).parameters,
            ..scenario
        }
    );
}

#[test]
fn a_number_without_unit_source_or_reason_is_refused_with_what_to_write() {
    let fte = "fte = { value = 1.6, unit = \"FTE\", assumed = \"a test\" }";
    let bare = said(fte, "fte = 1.6");
    assert!(bare.contains("team.main.fte must say its unit and where it is from"), "{bare}");
    let unit = said(fte, "fte = { value = 1.6, unit = \"people\", assumed = \"a test\" }");
    assert!(unit.contains("team.main.fte has the unit “people”; it must be \"FTE\""), "{unit}");
    let basis = said(fte, "fte = { value = 1.6, unit = \"FTE\" }");
    assert!(basis.contains("team.main.fte says neither source"), "{basis}");
    let both =
        said(fte, "fte = { value = 1.6, unit = \"FTE\", source = \"made_up\", assumed = \"x\" }");
    assert!(both.contains("it can be only one"), "{both}");
    let missing = said(fte, "");
    assert!(missing.contains("team.main.fte is missing"), "{missing}");
    let unknown = said("source = \"made_up\"", "source = \"elsewhere\"");
    assert!(unknown.contains("“elsewhere”, which is not in [documents]"), "{unknown}");
    let undated = said("Invented for tests, 2026", "Invented for tests");
    assert!(undated.contains("documents.made_up must name the document and its year"), "{undated}");
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let text = SMALL
        .replacen("contacts = { value = [4, 8]", "contacts = { value = [8, 4]", 1)
        .replacen("starts = { value = 0.8", "starts = { value = 8", 1)
        .replacen("places = { value = 5", "places = { value = 5.5", 1)
        .replacen("leave = ", "leaves = ", 1);
    let problems = Scenario::read(&text).unwrap_err().0;
    for part in [
        "support.ordinary.contacts must be the least and the most",
        "group.walk.starts must be a number from 0 to 1 share",
        "group.walk: places is 5.5; it must be a whole number",
        "team.main.leaves is not a key; there are: ",
    ] {
        assert!(problems.iter().any(|said| said.contains(part)), "{part} in {problems:#?}");
    }
}

#[test]
fn parts_that_do_not_fit_together_are_named() {
    let mix = said("{ near = 0.6, far = 0.4 }", "{ near = 0.6, far = 0.3 }");
    assert!(mix.contains("referrer.gp.mix add up to 0.900"), "{mix}");
    let stranger = said("{ near = 0.6, far = 0.4 }", "{ near = 0.6, away = 0.4 }");
    assert!(stranger.contains("“away”, which is not one of: near, far"), "{stranger}");
    let big = said(
        "[[support]]\nid = \"ordinary\"",
        "[[support]]\nid = \"ordinary\"\nroom = { value = 30, unit = \"points\", assumed = \"x\" }",
    );
    assert!(big.contains("more than one link worker of team.main has (20.0)"), "{big}");
    let twice = said("id = \"far\"", "id = \"near\"");
    assert!(twice.contains("Two [[people]] have the id “near”"), "{twice}");
    let months = said(
        "unsuitable =",
        "months = { value = [2,2,2,2,2,2,2,2,2,2,2,2], unit = \"ratio\", \
         assumed = \"x\" }\nunsuitable =",
    );
    assert!(months.contains("has the mean 2.000; it must be 1"), "{months}");
    let lever = said(
        "[screening]",
        "[[lever]]\nparameter = \"team.other.fte\"\nfrom = 1\nto = 2\nstep = 1\n[screening]",
    );
    assert!(lever.contains("lever “team.other.fte”: there is no number at that key"), "{lever}");
    let much = said("value = 200, unit = \"people/year\"", "value = -1, unit = \"people/year\"");
    assert!(much.contains("must be a number of at least 0 people/year"), "{much}");
    let (team, rest) = SMALL.split_once("[[team]]").unwrap();
    let (_, rest) = rest.split_once("[[group]]").unwrap();
    let lever = "[[lever]]\nparameter = \"team.main.fte\"\nfrom = 1\nto = 2\nstep = 1\n";
    let without = format!("{team}[[group]]{rest}{lever}");
    let without = Scenario::read(&without).unwrap_err().to_string();
    assert!(without.contains("There is no [[team]]"), "{without}");
    assert!(!without.contains("lever"), "one mistake is said once: {without}");
    let (before, rest) = SMALL.split_once("[[group]]").unwrap();
    let (_, after) = rest.split_once("[[follow_up]]").unwrap();
    let prefers = "prefers = { value = { walk = 1 }, unit = \"weight\", assumed = \"x\" }\nshare";
    let text = format!("{before}[[follow_up]]{after}").replacen("share", prefers, 1);
    let none = Scenario::read(&text).unwrap_err().to_string();
    assert!(none.contains("“walk”, and the file has nothing of that kind"), "{none}");
    let empty = Scenario::read("title = \"x\"").unwrap_err().to_string();
    assert!(empty.contains("area.residents is missing"), "{empty}");
}

#[test]
fn a_file_of_changes_changes_only_what_it_names_and_says_why() {
    let scenario = read(SMALL);
    let text = "title = \"More\"\n[[change]]\nparameter = \"team.main.fte\"\n\
         value = 2.6\nwhy = \"a bid\"\n";
    let changed = scenario.read_beside(text).unwrap();
    assert_eq!((changed.title.as_str(), changed.teams[0].fte), ("More", 2.6));
    assert_eq!(changed.people, scenario.people);
    let fte = changed.parameters.iter().find(|parameter| parameter.key == "team.main.fte").unwrap();
    assert_eq!(fte.basis, Basis::Assumed("a bid".to_owned()));
    let nowhere = text.replace("main", "other");
    let said = scenario.read_beside(&nowhere).unwrap_err().to_string();
    assert!(said.contains("there is no number at “team.other.fte”"), "{said}");
    let whole = scenario.read_beside(&SMALL.replacen("A small service", "Another", 1)).unwrap();
    assert_eq!(whole.title, "Another");
}

#[test]
fn values_can_be_read_and_set_by_their_keys() {
    let scenario = read(SMALL);
    assert_eq!(scenario.find_value("waiting.longest"), Some(12.0));
    assert_eq!(scenario.find_value("group.walk.number"), Some(3.0));
    assert_eq!(scenario.find_value("support.ordinary.contacts"), None);
    let changes = BTreeMap::from([("waiting.longest".to_owned(), 6.0)]);
    assert_eq!(scenario.with(&changes).unwrap().waiting.longest_days, Some(42.0));
}

#[test]
fn every_number_is_listed_with_where_it_is_from() {
    let scenario = read(SMALL);
    let [sourced, assumed, defaults] = scenario.bases();
    assert_eq!(sourced + assumed + defaults, scenario.parameters.len());
    let written = |basis| SMALL.matches(basis).count();
    assert_eq!((sourced, assumed), (written("source = "), written("assumed = ")));
    let hours = scenario.parameters.iter().find(|parameter| parameter.key == "team.main.hours");
    assert_eq!(hours.unwrap().basis, Basis::Default);
}
