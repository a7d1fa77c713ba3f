//! UKHSA's own test files of shares, rates, averages and standardised rates: file 20.
//!
//! Read where they lie: they are not ours to copy.

use std::collections::BTreeMap;

use evidence::average::average;
use evidence::poisson::{Method, limits};
use evidence::proportion::{wilson, wilson_limits};
use evidence::rate::rate;
use evidence::standardise::{Bands, directly, directly_repeated, indirectly};
use evidence::{Estimate, Level};

use crate::support::{assert_near, json, reference};

/// The European Standard Population of 2013 (Eurostat), in nineteen bands of age.
const EUROPEAN_2013: [f64; 19] = [
    5000.0, 5500.0, 5500.0, 5500.0, 6000.0, 6000.0, 6500.0, 7000.0, 7000.0, 7000.0, 7000.0, 6500.0,
    6000.0, 5500.0, 5000.0, 4000.0, 2500.0, 1500.0, 1000.0,
];

pub(crate) type Row = BTreeMap<String, String>;

/// Events and people of an area; nothing where one of its rows lacks them.
type Sums = (Option<u64>, Option<f64>);

/// The rows of a file by the names of its columns.
pub(crate) fn rows(test: &str, file: &str) -> Option<Vec<Row>> {
    let text = reference(test, &format!("fetched-data/{file}"))?;
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> =
        reader.headers().unwrap().iter().map(|name| name.trim().to_owned()).collect();
    let of =
        |row: csv::StringRecord| names.iter().cloned().zip(row.iter().map(str::to_owned)).collect();
    Some(reader.records().map(|row| of(row.unwrap())).collect())
}

pub(crate) fn number(row: &Row, name: &str) -> Option<f64> {
    row[name].parse().ok()
}

fn count(row: &Row, name: &str) -> Option<u64> {
    number(row, name).map(|one| one as u64)
}

fn by_area<'a>(rows: &'a [Row], column: &str) -> BTreeMap<&'a str, Vec<&'a Row>> {
    let mut found: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        found.entry(row[column].as_str()).or_default().push(row);
    }
    found
}

/// The limits of a row where it has them, at 95 % and at 99.8 %.
fn assert_limits(row: &Row, of: impl Fn(Level) -> Estimate, tolerance: f64) -> usize {
    let mut checked = 0;
    for (level, low, high) in
        [(Level::P95, "lower95_0cl", "upper95_0cl"), (Level::P998, "lower99_8cl", "upper99_8cl")]
    {
        let (Some(low), Some(high)) = (number(row, low), number(row, high)) else { continue };
        let range = of(level).interval.unwrap();
        assert_near(range.low, low, tolerance, "lower limit");
        assert_near(range.high, high, tolerance, "upper limit");
        checked += 2;
    }
    checked
}

#[test]
fn byars_and_wilsons_limits_agree_with_ukhsa() {
    let Some(rows) = rows("byars_and_wilsons_limits_agree_with_ukhsa", "phe_testdata_B_W.csv")
    else {
        return;
    };
    let mut checked = 0;
    for row in &rows {
        let level = if row["confidence"] == "95%" { Level::P95 } else { Level::P998 };
        let x = number(row, "x").unwrap();
        let range = if row["method"] == "Wilson" {
            let n = number(row, "n").unwrap();
            wilson_limits(x / n, n, level).unwrap()
        } else {
            limits(x as u64, Method::Byar, level)
        };
        assert_near(range.high, number(row, "uppercl").unwrap(), 1e-6, "upper limit");
        match number(row, "lowercl") {
            Some(low) => assert_near(range.low, low, 1e-6, "lower limit"),
            // UKHSA leaves a limit below nought empty.
            None => assert_eq!(range.low, 0.0),
        }
        checked += 1;
    }
    assert_eq!(checked, 13);
}

#[test]
fn rates_agree_with_ukhsa() {
    let test = "rates_agree_with_ukhsa";
    let Some(rates) = rows(test, "phe_testdata_Rate.csv") else { return };
    let mut checked = 0;
    for row in &rates {
        let (events, people) = (count(row, "Numerator"), number(row, "Denominator"));
        let per = number(row, "multiplier").unwrap();
        let Some(value) = number(row, "value") else {
            let refused = rate(events, people, per, Level::P95).unwrap_err();
            assert!(refused.why.contains("missing"));
            continue;
        };
        let of = |level| rate(events, people, per, level).unwrap();
        assert_near(of(Level::P95).rate.value, value, 1e-6, "rate");
        let method = if row["method"] == "Exact" { Method::Exact } else { Method::Byar };
        assert_eq!(of(Level::P95).method, method);
        checked += assert_limits(row, |level| of(level).rate, 1e-6);
    }
    assert_eq!(checked, 17 * 4);
}

#[test]
fn grouped_shares_and_rates_agree_with_ukhsa() {
    let test = "grouped_shares_and_rates_agree_with_ukhsa";
    // The rows of an area are added up; an area of which something is missing has no result.
    let summed = |file: &str| -> Option<BTreeMap<String, Sums>> {
        let rows = rows(test, file)?;
        let mut found = BTreeMap::new();
        for (area, rows) in by_area(&rows, "Area") {
            let events: Option<u64> = rows.iter().map(|row| count(row, "Numerator")).sum();
            let people: Option<f64> = rows.iter().map(|row| number(row, "Denominator")).sum();
            found.insert(area.to_owned(), (events, people));
        }
        Some(found)
    };
    let Some(shares) = summed("phe_testdata_Prop.csv") else { return };
    let mut checked = 0;
    for row in rows(test, "phe_testdata_Prop_g.csv").unwrap() {
        let (events, people) = shares[&row["Area"]];
        let Some(value) = number(&row, "value") else {
            assert!(events.is_none() || people.is_none());
            continue;
        };
        let found = wilson(events.unwrap(), people.unwrap() as u64, Level::P95);
        let range = found.interval.unwrap();
        assert_near(found.share.unwrap(), value, 1e-6, "share");
        assert_near(range.low, number(&row, "lowercl").unwrap(), 1e-6, "lower limit");
        assert_near(range.high, number(&row, "uppercl").unwrap(), 1e-6, "upper limit");
        checked += 1;
    }
    let rates = summed("phe_testdata_Rate.csv").unwrap();
    for row in rows(test, "phe_testdata_Rate_g.csv").unwrap() {
        let (events, people) = rates[&row["Area"]];
        let found = rate(events, people, number(&row, "multiplier").unwrap(), Level::P95);
        let Some(value) = number(&row, "value") else {
            assert!(found.is_err());
            continue;
        };
        let found = found.unwrap().rate;
        let range = found.interval.unwrap();
        assert_near(found.value, value, 1e-6, "rate");
        assert_near(range.low, number(&row, "lowercl").unwrap(), 1e-6, "lower limit");
        assert_near(range.high, number(&row, "uppercl").unwrap(), 1e-6, "upper limit");
        checked += 1;
    }
    assert_eq!(checked, 8 + 9);
}

#[test]
fn averages_agree_with_ukhsa() {
    let test = "averages_agree_with_ukhsa";
    let Some(answers) = rows(test, "phe_testdata_Mean.csv") else { return };
    for row in rows(test, "phe_testdata_Mean_results.csv").unwrap() {
        let given: Vec<Option<f64>> = answers
            .iter()
            .filter(|one| one["area"] == row["area"] || row["area"] == "No grouping")
            .map(|one| number(one, "values"))
            .collect();
        let of = |level| average(&given, level).unwrap();
        let found = of(Level::P95);
        assert_near(found.sum, number(&row, "value_sum").unwrap(), 1e-6, "sum");
        assert_eq!(found.basis.used as f64, number(&row, "value_count").unwrap());
        assert_near(found.sd.unwrap(), number(&row, "stdev").unwrap(), 1e-6, "deviation");
        assert_near(found.mean.value, number(&row, "value").unwrap(), 1e-6, "mean");
        assert_eq!(assert_limits(&row, |level| of(level).mean, 1e-6), 4);
    }
}

/// An area's columns: counts, people.
fn columns(rows: &[&Row]) -> (Vec<Option<u64>>, Vec<f64>) {
    let counts = rows.iter().map(|row| count(row, "count")).collect();
    (counts, rows.iter().map(|row| number(row, "pop").unwrap()).collect())
}

#[test]
fn directly_standardised_rates_agree_with_ukhsa() {
    let test = "directly_standardised_rates_agree_with_ukhsa";
    let Some(areas) = rows(test, "phe_testdata_multiarea.csv") else { return };
    let areas = by_area(&areas, "area");
    let year = rows(test, "phe_testdata_1976.csv").unwrap();
    let european_1976: Vec<f64> = year.iter().map(|row| number(row, "esp1976").unwrap()).collect();
    let repeated = rows(test, "phe_testdata_nonindepe.csv").unwrap();
    let repeated = by_area(&repeated, "area");
    let mut checked = 0;
    for row in rows(test, "phe_testresults_DSR.csv").unwrap() {
        let name = row["area"].as_str();
        let (own, standard): (Vec<&Row>, &[f64]) = match name {
            "testdata_1976" => (year.iter().collect(), &european_1976),
            _ if name.contains("nonind") => (repeated[name].clone(), &EUROPEAN_2013),
            _ => (areas[name].clone(), &EUROPEAN_2013),
        };
        let (counts, populations) = columns(&own);
        let bands = Bands { counts: &counts, populations: &populations };
        let people: Vec<Vec<u64>> = match name.contains("nonind") {
            true => own
                .iter()
                .map(|row| ["f1", "f2", "f3", "f4"].map(|f| count(row, f).unwrap_or(0)).to_vec())
                .collect(),
            false => Vec::new(),
        };
        let per = if row["statistic"] == "dsr per 10000" { 1e4 } else { 1e5 };
        let of = |level| match name.contains("nonind") {
            true => directly_repeated(&bands, standard, &people, per, level),
            false => directly(&bands, standard, per, level),
        };
        let Some(value) = number(&row, "value") else {
            let refused = of(Level::P95).unwrap_err();
            assert_eq!(refused.why, "There are 9 events; this needs at least 10.");
            checked += 1;
            continue;
        };
        let found = of(Level::P95).unwrap();
        assert_near(found.rate.value, value, 1e-6, name);
        assert_eq!(found.count, count(&row, "total_count").unwrap());
        assert_near(found.population, number(&row, "total_pop").unwrap(), 1e-9, "people");
        let mut row = row.clone();
        if name == "testdata_1976" {
            // The file gives these two limits ten times too large; its own value shows it.
            for limit in ["lower99_8cl", "upper99_8cl"] {
                let tenth = number(&row, limit).unwrap() / 10.0;
                row.insert(limit.to_owned(), tenth.to_string());
            }
        }
        checked += assert_limits(&row, |level| of(level).unwrap().rate, 1e-6);
    }
    assert_eq!(checked, 3 + 9 * 4);
}

#[test]
fn indirectly_standardised_ratios_and_rates_agree_with_ukhsa() {
    let test = "indirectly_standardised_ratios_and_rates_agree_with_ukhsa";
    let Some(areas) = rows(test, "phe_testdata_multiarea.csv") else { return };
    let zero = rows(test, "phe_testdata_err2.csv").unwrap();
    let (areas, zero) = (by_area(&areas, "area"), by_area(&zero, "area"));
    let standard = rows(test, "phe_refdata.csv").unwrap();
    let counts: Vec<Option<u64>> = standard.iter().map(|row| count(row, "refcount")).collect();
    let people: Vec<f64> = standard.iter().map(|row| number(row, "refpop").unwrap()).collect();
    let there = Bands { counts: &counts, populations: &people };
    let mut checked = 0;
    for row in rows(test, "phe_testresults_ISR.csv").unwrap() {
        let name = row["area"].as_str();
        // A band without people is allowed here: nothing is expected of it.
        let own = areas.get(name).unwrap_or_else(|| &zero[name]);
        let (counts, populations) = columns(own);
        let here = Bands { counts: &counts, populations: &populations };
        let of = |level| indirectly(&here, &there, level).unwrap();
        let found = of(Level::P95);
        assert_eq!(found.ratio.observed, count(&row, "observed").unwrap());
        assert_near(found.ratio.expected, number(&row, "expected").unwrap(), 1e-9, "expected");
        let method = if row["method"] == "Exact" { Method::Exact } else { Method::Byar };
        assert_eq!(found.ratio.method, method);
        let scale: f64 = row["statistic"].rsplit(' ').next().unwrap().parse().unwrap();
        let scaled = |level| match number(&row, "ref_rate") {
            Some(_) => of(level).rate(scale),
            None => times(&of(level).ratio.ratio, scale),
        };
        if let Some(wanted) = number(&row, "ref_rate") {
            assert_near(found.reference_rate * scale, wanted, 1e-9, "reference rate");
        }
        assert_near(scaled(Level::P95).value, number(&row, "value").unwrap(), 1e-9, name);
        checked += assert_limits(&row, scaled, 1e-6);
    }
    assert_eq!(checked, 12 * 4 + 4 * 2);
}

fn times(of: &Estimate, scale: f64) -> Estimate {
    let mut found = *of;
    found.value *= scale;
    if let Some(range) = &mut found.interval {
        range.low *= scale;
        range.high *= scale;
    }
    found
}

#[test]
fn the_areas_of_the_isr_file_hold_the_reference_beside_them() {
    let test = "the_areas_of_the_isr_file_hold_the_reference_beside_them";
    let Some(areas) = rows(test, "phe_testdata_multiarea_isr.csv") else { return };
    let Some(lookup) = rows(test, "phe_testdata_multiarea_lookup.csv") else { return };
    for row in &lookup {
        let own = &by_area(&areas, "area")[row["area"].as_str()];
        let counts: Vec<Option<u64>> = own.iter().map(|row| count(row, "count")).collect();
        // One band of the tiny area has no people either: nothing is expected of it.
        let populations: Vec<f64> =
            own.iter().map(|row| number(row, "pop").unwrap_or(0.0)).collect();
        let here = Bands { counts: &counts, populations: &populations };
        let references: Vec<Option<u64>> = own.iter().map(|row| count(row, "refcount")).collect();
        let people: Vec<f64> = own.iter().map(|row| number(row, "refpop").unwrap()).collect();
        let there = Bands { counts: &references, populations: &people };
        let found = indirectly(&here, &there, Level::P95).unwrap();
        assert_eq!(found.ratio.observed, count(row, "total_count").unwrap());
        assert_near(found.ratio.expected, 835.883_561_231_174_3, 1e-9, "expected");
        assert_eq!(found.warnings.is_empty(), row["area"] != "testdata_tiny");
    }
}

#[test]
fn ukhsas_files_with_errors_are_refused_in_words() {
    let test = "ukhsas_files_with_errors_are_refused_in_words";
    for (file, said) in [
        ("phe_testdata_err2.csv", "number of people"),
        ("phe_testdata_err3.csv", "number of people"),
        ("phe_testdata_err4.csv", "standard population"),
    ] {
        let Some(rows) = rows(test, file) else { return };
        let own: Vec<&Row> = rows.iter().take(19).collect();
        let standard: Vec<f64> = own
            .iter()
            .enumerate()
            .map(|(at, row)| {
                row.get("stdpop").map_or(EUROPEAN_2013[at], |one| one.parse().unwrap())
            })
            .collect();
        let (counts, populations) = columns(&own);
        let bands = Bands { counts: &counts, populations: &populations };
        let refused = directly(&bands, &standard, 1e5, Level::P95).unwrap_err();
        assert!(refused.why.contains(said), "{file}: {refused}");
    }
    // A count below nought cannot even be given: it is missing, and so is the rate.
    let rows = rows(test, "phe_testdata_err1.csv").unwrap();
    let below = rows.iter().find(|row| number(row, "count").unwrap() < 0.0).unwrap();
    let events = u64::try_from(number(below, "count").unwrap() as i64).ok();
    assert!(rate(events, number(below, "pop"), 1e5, Level::P95).is_err());
    assert!(json(test, "expected/20_phe_indicator_methods.json").is_some());
}
