//! Plans of series and wedges at their edges: what is refused, and what is said without a range.

use crate::analyse::{Plan, Table, analyse};
use crate::finding::CannotSay;

fn series(outcome: &str, time: &str) -> Result<Plan, CannotSay> {
    Plan::parse(&format!(
        "title = 'x'\ndesign = 'interrupted_series'\n\
        outcome = {{ label = 'Calls', better = 'lower'{outcome} }}\n\
        wave = [{{ name = 'after', column = 'calls' }}]\n\
        time = {{ column = 'month', treated = 'on'{time} }}\n"
    ))
}

fn wedge(time: &str) -> Result<Plan, CannotSay> {
    Plan::parse(&format!(
        "title = 'x'\ndesign = 'stepped_wedge'\nclusters = 'place'\n\
        outcome = {{ label = 'Wellbeing', better = 'higher' }}\n\
        wave = [{{ name = 'after', column = 'score' }}]\n\
        time = {{ column = 'period', treated = 'on'{time} }}\n"
    ))
}

/// So many months, the second half with the service, with this outcome in each.
fn months(many: usize, outcome: impl Fn(usize) -> String) -> Table {
    let mut text = "month,on,calls\n".to_owned();
    for month in 0..many {
        let is_on = usize::from(month >= many / 2);
        text.push_str(&format!("{},{is_on},{}\n", month + 1, outcome(month)));
    }
    Table::read(&text, &[]).unwrap()
}

#[test]
fn a_season_that_is_none_is_refused_or_said() {
    let why = |season: u32| series("", &format!(", season = {season}")).unwrap_err().why;
    assert!(why(0).contains("season is 0"), "{}", why(0));
    assert!(why(1).contains("no season"));
    let data = months(48, |month| ((month * 7) % 5 + month / 3).to_string());
    let long = series("", ", season = 500").unwrap();
    let refused = analyse(&long, &data).unwrap_err().why;
    assert!(refused.contains("cannot be told in a series of 48"), "{refused}");
    let halves = analyse(&series("", ", season = 2").unwrap(), &data).unwrap();
    let names: Vec<&str> = halves.headline.model.iter().map(|one| one.name.as_str()).collect();
    assert!(names.contains(&"season cosine 1") && !names.contains(&"season sine 1"), "{names:?}");
    let said: Vec<String> = halves.headline.warnings.iter().map(|one| one.sentence()).collect();
    assert!(said.iter().any(|one| one.contains("1 instead of 2 waves")), "{said:?}");
}

#[test]
fn people_at_risk_of_a_score_and_seasons_of_a_wedge_are_refused() {
    assert!(series("", ", population = 'n'").unwrap_err().why.contains("this is a score"));
    assert!(wedge(", season = 12").unwrap_err().why.contains("no use for season"));
}

#[test]
fn counts_without_an_event_on_a_side_and_halves_of_events_are_refused() {
    let plan = series(", is_count = true", "").unwrap();
    let why = |of: &dyn Fn(usize) -> String| analyse(&plan, &months(24, of)).unwrap_err().why;
    let none = why(&|_| "0".to_owned());
    assert!(none.contains("0 events before the start (0.0 to 3.7 fit by chance)"), "{none}");
    let one_side = why(&|month| if month < 12 { "2".to_owned() } else { "0".to_owned() });
    assert!(one_side.contains("24 events before") && one_side.contains("and 0 after"));
    assert!(why(&|_| "4.5".to_owned()).contains("4.5 in row 2"));
    assert!(why(&|_| "-1".to_owned()).contains("no count"));
}

#[test]
fn a_wedge_that_stops_or_has_half_periods_is_refused() {
    let plan = wedge("").unwrap();
    let refused = |text: &str| {
        analyse(&plan, &Table::read(&format!("place,period,on,score\n{text}"), &[]).unwrap())
            .unwrap_err()
            .why
    };
    assert!(refused("a,1,0,5\na,1.5,1,6\nb,1,0,5\nb,2,0,6\n").contains("1.5 in row 3"));
    assert!(refused("a,1,0,5\na,,1,6\n").contains("empty in row 3"));
    let stops = refused("a,1,0,5\na,2,1,6\na,3,0,6\nb,1,0,5\nb,2,0,6\nb,3,1,5\n");
    assert!(stops.contains("stops again in “a”"), "{stops}");
    let both = refused("a,1,0,5\na,2,1,6\na,2,0,6\nb,1,0,5\n");
    assert!(both.contains("both 0 and 1 in “a”, period 2"), "{both}");
}

#[test]
fn rows_are_called_what_they_are_and_places_may_stray() {
    let data = months(30, |month| ((month * 7) % 5).to_string());
    let lines = analyse(&series("", "").unwrap(), &data).unwrap().lines().join("\n");
    assert!(lines.contains("30 periods"), "{lines}");
    let mut text = "place,period,on,score\n".to_owned();
    for row in 0..4 * 5 * 3usize {
        let (place, period) = (row / 15, row / 3 % 5);
        let score = (row * 37 + place * 11) % 17;
        text.push_str(&format!("{place},{period},{},{score}\n", usize::from(period > place)));
    }
    let answer = analyse(&wedge("").unwrap(), &Table::read(&text, &[]).unwrap()).unwrap();
    let lines = answer.lines().join("\n");
    assert!(lines.contains("60 measurements"), "{lines}");
    assert!(lines.contains("Every row counts as another person"), "{lines}");
    assert!(answer.others.iter().any(|one| one.name.contains("stray")), "{lines}");
    assert!(answer.headline.convention.contains("the same in every period"));
}
