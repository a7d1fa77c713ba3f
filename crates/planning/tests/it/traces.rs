//! The deterministic traces: every start, wait, end and outcome exactly as in the reference.

use planning::engine::Time;
use planning::queue::{Arrival, End, Rules, Visit, run};
use serde_json::Value;

use crate::reference::{expected, number, whole};

fn arrival(row: &Value) -> Arrival {
    let patience = row["patience"].as_f64().map_or(Time::NEVER, Time::from_units);
    Arrival {
        at: Time::from_units(number(row, "t")),
        class: row["p"].as_u64().unwrap_or(0) as usize,
        work: Time::from_units(number(row, "s")),
        patience,
    }
}

fn is_the_visit(visit: &Visit, row: &Value, name: &str) {
    assert_eq!(visit.wait.units(), number(row, "wait"), "{name}: {row}");
    let ended = visit.arrived + visit.wait;
    let (start, end, outcome) = match visit.end {
        End::Helped { until } => (Some(ended.units()), until, "served"),
        End::GaveUp => (None, ended, "reneged"),
        End::TurnedAway => panic!("nobody is turned away"),
    };
    assert_eq!(start, row["start"].as_f64(), "{name}: {row}");
    assert_eq!(end.units(), number(row, "end"), "{name}: {row}");
    assert_eq!(row["outcome"], outcome, "{name}");
}

#[test]
fn every_trace_is_met_exactly() {
    let Some(file) = expected("traces", "31_des_traces") else { return };
    let traces = file["traces"].as_array().unwrap();
    assert_eq!(traces.len(), 4);
    for trace in traces {
        let name = trace["name"].as_str().unwrap();
        let rules = Rules {
            servers: whole(trace, "c"),
            classes: 3,
            waiting_most: None,
            warm_up: Time::ZERO,
        };
        let mut visits = Vec::new();
        let people = trace["input"].as_array().unwrap().iter().map(arrival);
        run(rules, people, |visit| visits.push(visit));
        visits.sort_by_key(|visit| visit.number);
        let rows = trace["expected"].as_array().unwrap();
        assert_eq!(visits.len(), rows.len());
        for (visit, row) in visits.iter().zip(rows) {
            is_the_visit(visit, row, name);
        }
        is_the_summary(&visits, &trace["summary"]);
    }
}

fn is_the_summary(visits: &[Visit], summary: &Value) {
    let waits: Vec<f64> = visits.iter().map(|visit| visit.wait.units()).collect();
    assert_eq!(waits.iter().sum::<f64>() / waits.len() as f64, number(summary, "mean_wait"));
    assert_eq!(waits.iter().copied().fold(0.0, f64::max), number(summary, "max_wait"));
    let ends: Vec<Time> = visits
        .iter()
        .filter_map(|visit| match visit.end {
            End::Helped { until } => Some(until),
            _ => None,
        })
        .collect();
    assert_eq!(ends.len() as f64, number(summary, "served"));
    assert_eq!(ends.into_iter().max().map(Time::units), summary["makespan"].as_f64());
}
