//! A small scenario for tests, as the text of a file that tests change line by line.

use super::Scenario;

/// One link worker, one kind of support, two groups of people, one kind of group.
pub(crate) const SMALL: &str = r#"
title = "A small service"

[run]
warm_up_weeks = 26
measured_weeks = 104
run_out_weeks = 52
replications_least = 4
replications_most = 8

[documents]
made_up = "Invented for tests, 2026"

[area]
residents = { value = 10000, unit = "people", source = "made_up" }

[[people]]
id = "near"
share = { value = 0.6, unit = "share", source = "made_up" }
deprivation = { value = 2, unit = "rank", source = "made_up" }
patience = { value = 20, unit = "weeks", assumed = "a test" }
missed = { value = 10, unit = "%", assumed = "a test" }

[[people]]
id = "far"
share = { value = 0.4, unit = "share", source = "made_up" }
deprivation = { value = 1, unit = "rank", source = "made_up" }
need = { value = 2, unit = "points", assumed = "a test" }
patience = { value = 10, unit = "weeks", assumed = "a test" }
missed = { value = 0.2, unit = "share", assumed = "a test" }

[[referrer]]
id = "gp"
referrals = { value = 200, unit = "people/year", source = "made_up" }
mix = { value = { near = 0.6, far = 0.4 }, unit = "share", assumed = "a test" }
unsuitable = { value = 0.1, unit = "share", assumed = "a test" }

[[support]]
id = "ordinary"
contacts = { value = [4, 8], unit = "contacts", assumed = "a test" }
contact_time = { value = 1, unit = "hours", assumed = "a test" }
gap = { value = 2, unit = "weeks", assumed = "a test" }

[screening]
signposted = { value = 0.1, unit = "share", assumed = "a test" }

[waiting]
longest = { value = 12, unit = "weeks", assumed = "a test" }
ahead = { value = 2, unit = "weeks", assumed = "a test" }

[episode]
holds = { value = 0.1, unit = "share", assumed = "a test" }
misses_before_holding = { value = 2, unit = "contacts", assumed = "a test" }

[[team]]
id = "main"
fte = { value = 1.6, unit = "FTE", assumed = "a test" }
room = { value = 20, unit = "points/FTE", assumed = "a test" }
leave = { value = 6, unit = "weeks/year", assumed = "a test" }
sick = { value = 0.05, unit = "share", assumed = "a test" }
turnover = { value = 0.5, unit = "share/year", assumed = "a test" }
cost = { value = 40000, unit = "£/FTE/year", assumed = "a test" }

[[group]]
id = "walk"
number = { value = 3, unit = "groups", assumed = "a test" }
places = { value = 5, unit = "places", assumed = "a test" }
place_held = { value = 26, unit = "weeks", assumed = "a test" }
starts = { value = 0.8, unit = "share", assumed = "a test" }
stays_12_weeks = { value = 0.6, unit = "share", assumed = "a test" }
patience = { value = 6, unit = "weeks", assumed = "a test" }
lasts = { value = 1, unit = "years", assumed = "a test" }
replaced = { value = 8, unit = "weeks", assumed = "a test" }
cost = { value = 1000, unit = "£/group/year", assumed = "a test" }

[[follow_up]]
id = "later"
after = { value = 3, unit = "months", assumed = "a test" }
answered = { value = 0.3, unit = "share", assumed = "a test" }
time = { value = 15, unit = "minutes", assumed = "a test" }
"#;

/// A service of which queueing theory knows everything: people come at random, four places, an
/// exponential time in each, and nothing else.
pub(crate) const PLAIN: &str = r#"
title = "A plain queue"

[run]
warm_up_weeks = 52
measured_weeks = 260
run_out_weeks = 26

[area]
residents = { value = 1000, unit = "people", assumed = "a test" }

[[people]]
id = "all"
share = { value = 1, unit = "share", assumed = "a test" }
wants_group = { value = 0, unit = "share", assumed = "a test" }

[[referrer]]
id = "gp"
referrals = { value = 116.88, unit = "people/year", assumed = "0.32 a day" }

[[support]]
id = "ordinary"
contacts = { value = [2, 2], unit = "contacts", assumed = "one at each end" }
gap = { value = 10, unit = "days", assumed = "a test" }
gap_spread = { value = 1, unit = "ratio", assumed = "exponential" }

[[team]]
id = "main"
fte = { value = 1, unit = "FTE", assumed = "a test" }
room = { value = 4, unit = "points/FTE", assumed = "a test" }
"#;

/// A scenario that must be right.
pub(crate) fn read(text: &str) -> Scenario {
    Scenario::read(text).unwrap_or_else(|why| panic!("{why}"))
}

/// A scenario with lines put in place of others, each of which must be there.
pub(crate) fn with(text: &str, changes: &[(&str, &str)]) -> Scenario {
    let mut changed = text.to_owned();
    for (from, to) in changes {
        assert!(changed.contains(from), "{from} is not in the scenario");
        changed = changed.replacen(from, to, 1);
    }
    read(&changed)
}
