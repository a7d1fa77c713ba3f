//! The figures of both halves, a line per person, and one person in full.

use std::collections::HashMap;

use domain::group::Group;
use domain::ids::GroupId;

use crate::baselines::{keyword, nearest};
use crate::gain::ndcg;
use crate::kith::Kith;
use crate::limits::{broken, km};
use crate::persons::Person;

/// How many suggestions are looked at.
const SHOWN: usize = 10;
/// How many a person is usually told.
const FIRST: usize = 5;

/// Which persons get a line of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lines {
    /// Nobody.
    None,
    /// Those whom one may tune on.
    Tuning,
    /// Everybody.
    All,
}

/// What is compared, in the order of the columns of scores.
const NAMES: [&str; 4] = ["Kith", "Kith without variety", "keyword with distance", "nearest first"];

/// How one ranking did for one person.
#[derive(Clone, Copy, Default)]
struct Score {
    at_5: Option<f64>,
    at_10: Option<f64>,
    broken: usize,
    unjudged: usize,
    zeros: usize,
}

type Groups<'a> = HashMap<GroupId, &'a Group>;

/// Prints both halves, and a line per person where asked.
pub(crate) fn figures(groups: &[Group], persons: &[Person], lines: Lines) {
    let kith = Kith::new(groups);
    let by_id: Groups<'_> = groups.iter().map(|group| (group.id, group)).collect();
    let scores: Vec<(&Person, [Score; 4])> = persons
        .iter()
        .map(|person| {
            let shown = [
                kith.suggest(&person.profile, SHOWN),
                kith.by_score(&person.profile, SHOWN),
                keyword(groups, person, SHOWN),
                nearest(groups, person, SHOWN),
            ];
            (person, shown.map(|ids| score(&ids, person, &by_id)))
        })
        .collect();
    let is_shown = |person: &Person| match lines {
        Lines::None => false,
        Lines::Tuning => !person.is_for_testing(),
        Lines::All => true,
    };
    if lines != Lines::None {
        println!("nDCG@5 of Kith, keyword, nearest; broken, not judged and grade 0 in Kith's list");
        for (person, [ours, _, words, near]) in scores.iter().filter(|(p, _)| is_shown(p)) {
            let figure = |score: &Score| score.at_5.map_or("  –  ".into(), |v| format!("{v:.3}"));
            let (a, b, c) = (figure(ours), figure(words), figure(near));
            let flaws = format!("{} {} {}", ours.broken, ours.unjudged, ours.zeros);
            println!("{:2} {:28} {a} {b} {c}   {flaws}", person.number, person.name);
        }
        println!();
    }
    half("tuning half, persons 1–30", &scores, |person| !person.is_for_testing());
    half("test half, persons 31–60", &scores, Person::is_for_testing);
    println!("Broken limits are counted in the first {SHOWN}; not judged and grade 0 in {FIRST}.");
    println!("In brackets: one standard error, with persons as the sample.");
}

fn score(ids: &[GroupId], person: &Person, groups: &Groups<'_>) -> Score {
    let found: Vec<&Group> = ids.iter().filter_map(|id| groups.get(id).copied()).collect();
    let grades: Vec<Option<u8>> = found.iter().map(|g| person.grade(&g.source.id)).collect();
    let shown: Vec<u8> = grades.iter().map(|grade| grade.unwrap_or(0)).collect();
    let judged: Vec<u8> = person.judgements.iter().map(|one| one.grade).collect();
    let first = |wanted: Option<u8>| grades.iter().take(FIRST).filter(|g| **g == wanted).count();
    Score {
        at_5: ndcg(&shown, &judged, FIRST),
        at_10: ndcg(&shown, &judged, SHOWN),
        broken: found.iter().filter(|g| !broken(g, &person.profile).is_empty()).count(),
        unjudged: first(None),
        zeros: first(Some(0)),
    }
}

fn half(title: &str, scores: &[(&Person, [Score; 4])], belongs: impl Fn(&Person) -> bool) {
    let chosen: Vec<&[Score; 4]> =
        scores.iter().filter(|(person, _)| belongs(person)).map(|(_, scores)| scores).collect();
    println!("{title} ({} written)", chosen.len());
    println!("{:24} nDCG@5          nDCG@10  broken  not judged  grade 0", "");
    for (at, name) in NAMES.iter().enumerate() {
        let column: Vec<Score> = chosen.iter().map(|scores| scores[at]).collect();
        let sum = |count: fn(&Score) -> usize| column.iter().map(count).sum::<usize>();
        let (at_5, error) = mean(column.iter().filter_map(|score| score.at_5));
        let (at_10, _) = mean(column.iter().filter_map(|score| score.at_10));
        let (broken, unjudged) = (sum(|s| s.broken), sum(|s| s.unjudged));
        let counts = format!("{broken:6}  {unjudged:10}  {:7}", sum(|s| s.zeros));
        println!("{name:24} {at_5:.3} (±{error:.3})  {at_10:7.3}  {counts}");
    }
    for (at, name) in NAMES.iter().enumerate().skip(2) {
        let ahead = chosen.iter().filter_map(|scores| Some(scores[0].at_5? - scores[at].at_5?));
        let (ahead, error) = mean(ahead);
        println!("Kith is {ahead:.3} (±{error:.3}) above {name}, person by person");
    }
    println!();
}

/// The mean, and its standard error with persons as the sample.
fn mean(figures: impl Iterator<Item = f64>) -> (f64, f64) {
    let known: Vec<f64> = figures.collect();
    let count = known.len().max(2) as f64;
    let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
    let squares: f64 = known.iter().map(|figure| (figure - mean).powi(2)).sum();
    (mean, (squares / (count - 1.0) / count).sqrt())
}

/// Prints one person's suggestions with their grades, the good ones that are not among them, and
/// what is left to judge.
pub(crate) fn one(groups: &[Group], person: &Person) {
    let by_id: Groups<'_> = groups.iter().map(|group| (group.id, group)).collect();
    let kith = Kith::new(groups);
    let (ids, parts) = (kith.suggest(&person.profile, SHOWN), kith.parts(&person.profile));
    let result = score(&ids, person, &by_id);
    let figure = |value: Option<f64>| value.map_or("–".into(), |value| format!("{value:.3}"));
    println!("{} {}: {}", person.number, person.name, person.words.trim());
    println!("nDCG@5 {}, nDCG@10 {}\n", figure(result.at_5), figure(result.at_10));
    for (group, rank) in ids.iter().filter_map(|id| by_id.get(id)).zip(1..) {
        let judged = person.judgements.iter().find(|one| one.group == group.source.id);
        let grade = judged.map_or("?".into(), |one| one.grade.to_string());
        let because = judged.map_or("", |one| one.because.as_str());
        println!("{rank:2}. [{grade}] {} ({because})", group.name);
        println!("      {}", parts.get(&group.id).map_or("", String::as_str));
        for limit in broken(group, &person.profile) {
            println!("      breaks: {limit}");
        }
    }
    println!("\nGood ones that are not shown:");
    for one in person.judgements.iter().filter(|one| one.grade >= 2) {
        let shown = ids.iter().any(|id| by_id.get(id).is_some_and(|g| g.source.id == one.group));
        if !shown {
            println!("    [{}] {} ({})", one.grade, one.group, one.because);
            let group = groups.iter().find(|group| group.source.id == one.group);
            let parts = group.and_then(|group| parts.get(&group.id));
            println!("      {}", parts.map_or("", String::as_str));
        }
    }
    println!("\nBreaking no limit, and not judged:");
    for (group, number) in groups.iter().zip(1..) {
        let is_open = broken(group, &person.profile).is_empty();
        if is_open && person.grade(&group.source.id).is_none() {
            let far = km(group, &person.profile).map_or("?".into(), |km| format!("{km:.1} km"));
            println!("    #{number} {} ({far})", group.name);
        }
    }
}
