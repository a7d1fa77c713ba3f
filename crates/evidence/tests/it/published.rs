//! Published tables of social prescribing, recomputed: the reference against ours.

use std::collections::BTreeSet;

use evidence::published::{Replay, Row, Verdict, list_sources, replay_all};
use serde_json::Value;

use crate::support::{assert_near, json};

/// The name of our row for a number of the reference, where the two differ.
const NAMES: [(&str, &str); 25] = [
    ("foster2021_brc/derived/wilson95/0", "improved_low"),
    ("foster2021_brc/derived/wilson95/1", "improved_high"),
    ("foster2021_brc/derived/followup_fraction_of_10643", "followup"),
    ("shah2018_swemwbs/derived/cohen_d_baseline_sd", "cohen_d"),
    ("shah2018_swemwbs/derived/sem_x_2_77", "threshold"),
    ("gsp2024/derived/implied_total_cost_at_1_88", "implied_cost"),
    ("gsp2024/derived/wellby_per_participant", "wellby_each"),
    ("gsp2024/derived/value_per_participant", "value_each"),
    ("gsp2024/derived/naive_full_year_value_per_participant", "naive_value_each"),
    ("jones2020_health_precinct/derived/implied_benefits_low", "benefits_low"),
    ("jones2020_health_precinct/derived/implied_benefits_high", "benefits_high"),
    ("torbay2023/derived/cost_per_person/0", "cost_low"),
    ("torbay2023/derived/cost_per_person/1", "cost_high"),
    ("wakefield2022/derived/retention_T1", "retention_t1"),
    ("wakefield2022/derived/retention_T2", "retention_t2"),
    ("graham2020_waitlist/derived/phq9_drop_16w", "phq9_drop_16w"),
    ("graham2020_waitlist/derived/d_baseline_sd", "phq9_d_16w"),
    ("abel2018_frome/derived/se_frome", "se"),
    ("abel2018_frome/derived/z_frome", "z"),
    ("t2d_cprd/derived/pct", "share"),
    ("northumberland_ers2013/derived/adherence_of_starters", "adherence"),
    ("northumberland_ers2013/derived/completion_of_starters", "completion"),
    ("northumberland_ers2013/derived/srm_from_t", "srm"),
    ("wolverhampton2019/derived/per_link_worker_year", "per_worker"),
    ("blenkiron2019/derived/followup", "followup"),
];

/// Every number below a value, with its path.
fn leaves(value: &Value, path: &str, found: &mut Vec<(String, f64)>) {
    match value {
        Value::Number(number) => found.push((path.to_owned(), number.as_f64().unwrap())),
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(at, one)| leaves(one, &format!("{path}/{at}"), found));
        }
        Value::Object(map) => {
            map.iter().for_each(|(key, one)| leaves(one, &format!("{path}/{key}"), found));
        }
        _ => {}
    }
}

fn row_of(replays: &[Replay], source: &str, row: &str, at: &str) -> f64 {
    let replay = replays.iter().find(|one| one.id == source).unwrap_or_else(|| panic!("{at}"));
    let row = replay.rows.iter().find(|one| one.id == row).unwrap_or_else(|| panic!("{at}: {row}"));
    row.recomputed.unwrap_or_else(|| panic!("{at}"))
}

/// Our name for a number of a table with rows; nothing for a printed number.
fn name_in_rows(table: &Value, path: &str) -> Option<String> {
    let mut parts = path.split('/');
    let row = &table["rows"][parts.nth(2)?.parse::<usize>().ok()?];
    let (field, limit) = (parts.next()?, parts.next());
    let row_name = match row["outcome"].as_str() {
        Some(outcome) => outcome.to_lowercase().replace("eq-5d", "eq5d").replace('-', "_"),
        None => format!("{}_{}", row["site"].as_str()?.to_lowercase(), row["item"].as_str()?),
    };
    let field = match (field, limit) {
        ("se" | "z" | "t" | "srm", None) => field,
        ("p_recomputed", None) => "p",
        ("ci95", Some("0")) => "low",
        ("ci95", Some("1")) => "high",
        _ => return None,
    };
    Some(format!("{}_{field}", row_name.replace("eq5d_5l", "eq5d5l")))
}

#[test]
fn every_derived_number_of_the_published_tables_is_recomputed() {
    let test = "every_derived_number_of_the_published_tables_is_recomputed";
    let Some(file) = json(test, "expected/50_published_tables.json") else { return };
    let replays = replay_all().unwrap();
    let tables = file["tables"].as_array().unwrap();
    assert_eq!(tables.len(), 19);
    let mut checked = 0;
    for table in tables {
        let source = table["id"].as_str().unwrap();
        assert!(replays.iter().any(|replay| replay.id == source), "{source} is missing");
        let mut wanted = Vec::new();
        leaves(&table["derived"], &format!("{source}/derived"), &mut wanted);
        leaves(&table["rows"], &format!("{source}/rows"), &mut wanted);
        for (path, wanted) in wanted {
            let renamed = NAMES.iter().find(|(from, _)| *from == path).map(|(_, to)| *to);
            let row = match path.contains("/rows/") {
                true => name_in_rows(table, &path),
                false => Some(renamed.unwrap_or(path.rsplit('/').next().unwrap()).to_owned()),
            };
            let Some(row) = row else { continue };
            assert_near(row_of(&replays, source, &row, &path), wanted, 1e-9, &path);
            checked += 1;
        }
    }
    // 6 outcomes × 3 numbers, 6 items × 5, and those named "derived".
    assert!(checked >= 18 + 30 + 45, "{checked} numbers were compared");
}

/// Every number that stands in one of our sources, whatever its part.
fn numbers_in(rows: &[Row], text: &str) -> BTreeSet<String> {
    let mut found = Vec::new();
    for row in rows {
        let mut leaf = Vec::new();
        leaves(&serde_json::to_value(row).unwrap(), "", &mut leaf);
        found.extend(leaf.into_iter().map(|(_, number)| number));
    }
    let words = rows.iter().flat_map(|row| [row.printed.clone(), Some(row.what.clone())]);
    let words: String = words.flatten().map(|text| text + " ").collect::<String>() + text;
    let digits = words.replace(|c: char| !(c.is_ascii_digit() || ",.".contains(c)), " ");
    found.extend(
        digits
            .split_whitespace()
            .filter_map(|word| word.replace(',', "").trim_end_matches('.').parse::<f64>().ok()),
    );
    found.into_iter().map(|number| format!("{:.6}", number.abs())).collect()
}

#[test]
fn every_printed_number_of_the_reference_stands_in_our_tables() {
    let test = "every_printed_number_of_the_reference_stands_in_our_tables";
    let Some(file) = json(test, "expected/50_published_tables.json") else { return };
    let sources = list_sources().unwrap();
    for table in file["tables"].as_array().unwrap() {
        let id = table["id"].as_str().unwrap();
        let source = sources.iter().find(|source| source.id == id).unwrap();
        let text = format!("{} {}", source.about, source.lesson.clone().unwrap_or_default());
        let ours = numbers_in(&source.rows, &text);
        let mut printed = Vec::new();
        for part in ["printed", "printed_published", "printed_accepted"] {
            leaves(&table[part], part, &mut printed);
        }
        for row in table["rows"].as_array().into_iter().flatten() {
            for part in ["est", "ci", "p_printed", "n", "mean_change", "sd"] {
                leaves(&row[part], part, &mut printed);
            }
        }
        for (path, number) in printed {
            let shown = format!("{:.6}", number.abs());
            let as_share = format!("{:.6}", number.abs() / 100.0);
            assert!(ours.contains(&shown) || ours.contains(&as_share), "{id}/{path}: {number}");
        }
    }
}

#[test]
fn recomputed_p_values_of_a_cluster_trial_lie_within_their_rounding() {
    let replays = replay_all().unwrap();
    let mercer = replays.iter().find(|one| one.id == "mercer2019_table3").unwrap();
    let printed: Vec<_> = mercer.rows.iter().filter(|row| row.printed.is_some()).collect();
    assert_eq!(printed.len(), 6);
    assert!(printed.iter().all(|row| row.verdict == Verdict::Agrees && row.within == Some(0.03)));
}
