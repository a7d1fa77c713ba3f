//! Reliable change and recovery against Jacobson and Truax and the rules of Talking Therapies.

use evidence::reliable_change::{Noise, Population, cut_offs};
use evidence::talking_therapies::{GAD7, PHQ9, Scores, course};
use serde_json::Value;

use crate::support::{assert_near, json, number};

#[test]
fn reliable_change_agrees_with_the_worked_examples() {
    let test = "reliable_change_agrees_with_the_worked_examples";
    let Some(file) = json(test, "expected/02_reliable_change.json") else { return };
    let wanted = &file["expected"];
    let worked = &wanted["jacobson_truax_worked"];
    let input = |name: &str| number(&worked["input"][name]);
    let noise = Noise::from_reliability(input("sd"), input("r")).unwrap();
    for (found, name) in [
        (noise.sem, "sem"),
        (noise.s_diff, "s_diff"),
        (noise.index(input("pre"), input("post")), "rci"),
        (noise.threshold(), "threshold_95"),
    ] {
        assert_near(found, number(&worked[name]), 1e-9, name);
    }
    for case in ["cutoffs", "cutoff_uneven"] {
        let input = |name: &str| number(&wanted[case]["input"][name]);
        let in_need = Population { mean: input("m_clin"), sd: input("sd_clin") };
        let elsewhere = Population { mean: input("m_norm"), sd: input("sd_norm") };
        let found = cut_offs(in_need, elsewhere).unwrap();
        for (found, name) in [(found.a, "a"), (found.b, "b"), (found.c, "c")] {
            if let Some(wanted) = wanted[case].get(name) {
                assert_near(found, number(wanted), 1e-9, name);
            }
        }
    }
    let shah = &wanted["swemwbs_shah2018"];
    let noise = Noise::from_sem(number(&shah["input"]["SEM_reported"])).unwrap();
    assert_near(noise.sem_times(1.0), number(&shah["threshold_1_SEM"]), 1e-9, "one SEM");
    assert_near(noise.sem_times(2.77), number(&shah["threshold_2_77_SEM"]), 1e-9, "2.77 SEM");
    // The file gives neither spread nor change; both follow from its two results: 3.921 and 4.04.
    let sd = 3.921;
    let reliability = noise.reliability(sd).unwrap();
    assert_near(reliability, number(&shah["implied_reliability"]), 1e-9, "reliability");
    assert_near(4.04 / sd, number(&shah["cohen_d"]), 1e-9, "Cohen's d");
}

#[test]
fn talking_therapies_count_each_course_as_their_manual_does() {
    let test = "talking_therapies_count_each_course_as_their_manual_does";
    let Some(file) = json(test, "expected/02_reliable_change.json") else { return };
    let wanted = &file["expected"]["nhs_talking_therapies"];
    for (scale, name) in [(PHQ9, "phq9"), (GAD7, "gad7")] {
        assert_eq!(wanted[name]["reliable_change"], format!(">={}", scale.reliable_from));
        assert_eq!(wanted[name]["caseness"], format!(">={}", scale.case_from));
    }
    let cases = wanted["classify"].as_array().unwrap();
    assert_eq!(cases.len(), 5);
    let scores = |of: &Value| {
        let at = |at: usize| of[at].as_u64().map(|score| score as u8);
        Scores { phq9: at(0), gad7: at(1) }
    };
    for case in cases {
        let found = course(scores(&case["pre"]), scores(&case["post"])).unwrap();
        assert_eq!(found.recovery, case["recovery"].as_bool(), "{case}");
        assert_eq!(Some(found.reliable_improvement), case["reliable_improvement"].as_bool());
        if let Some(wanted) = case.get("reliable_recovery") {
            assert_eq!(found.reliable_recovery, wanted.as_bool(), "{case}");
        }
        let worse = case.get("reliable_deterioration").and_then(Value::as_bool);
        assert_eq!(found.reliable_deterioration, worse.unwrap_or(false), "{case}");
    }
}
