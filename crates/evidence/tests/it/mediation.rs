//! Serial mediation against R's least squares and the delta method.

use evidence::Level;
use evidence::bootstrap::{Limits, Plan};
use evidence::linear::Coefficient;
use evidence::mediation::{Chain, Named, serial};
use serde_json::Value;

use crate::support::{assert_near, assert_table, json, number, table};

#[test]
fn groups_belonging_loneliness_and_contacts_agree_with_r() {
    let test = "groups_belonging_loneliness_and_contacts_agree_with_r";
    let Some(file) = json(test, "expected/62_serial_mediation.json") else { return };
    let Some(data) = table(test, "datasets/synthetic_mediation.csv") else { return };
    let columns = ["groups", "belonging", "loneliness", "gp"].map(|name| data.numbers(name));
    let named = |at: usize, name| Named { name, values: &columns[at] };
    let chain = Chain {
        cause: named(0, "groups"),
        first: named(1, "belonging"),
        second: named(2, "loneliness"),
        outcome: named(3, "gp"),
    };
    let plan = Plan { replicates: 5_000, seed: 62, limits: Limits::Percentile, ..Plan::default() };
    let found = serial(&chain, &plan, Level::P95).unwrap();
    let wanted = &file["expected"];
    let lines: [(&[Coefficient], &Value); 4] = [
        (&found.to_first, &wanted["a1"]),
        (&found.to_second, &wanted["m2"]),
        (&found.to_outcome, &wanted["y"]),
        (&found.total, &wanted["total"]),
    ];
    for (line, wanted) in lines {
        assert_table(line, wanted, 1e-9);
    }
    let of = &wanted["indirect"];
    for (key, found) in [
        ("via_belonging", found.through_first.effect),
        ("via_loneliness", found.through_second.effect),
        ("serial", found.in_turn.effect),
        ("serial_se_delta", found.in_turn_delta.se.unwrap()),
        ("serial_z", found.in_turn_delta.statistic().unwrap()),
        ("total_indirect", found.indirect.effect),
    ] {
        assert_near(found, number(&of[key]), 1e-9, key);
    }
    assert_near(found.direct.value, number(&wanted["direct"]), 1e-9, "direct");
    let sum = found.direct.value + found.indirect.effect;
    assert_near(sum, number(&wanted["check_total"]), 1e-9, "direct and indirect");
    // The file asks for limits by resampling within 0.02 of the delta method's.
    let (delta, drawn) =
        (found.in_turn_delta.interval.unwrap(), found.in_turn.bootstrap.interval.unwrap());
    assert!((delta.low - drawn.low).abs() < 0.02, "{} and {}", delta.low, drawn.low);
    assert!((delta.high - drawn.high).abs() < 0.02, "{} and {}", delta.high, drawn.high);
}
