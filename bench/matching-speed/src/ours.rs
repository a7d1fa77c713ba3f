//! Kith's own index: building it, asking it, editing it.

use anyhow::{Result, ensure};
use domain::profile::Profile;
use matching::{Index, Question, Weights};

use crate::clock::{Times, cpu_s};
use crate::country::{TODAY, group};

/// How many suggestions are asked for.
pub(crate) const LIMIT: usize = 5;

/// What was measured, for the comparison with others.
pub(crate) struct Ours {
    /// CPU seconds of each question.
    pub(crate) times: Vec<f64>,
}

pub(crate) fn run(size: u64, people: &[Profile], unchecked: bool) -> Result<Ours> {
    let mut making = 0.0;
    let before = resident_bytes()?;
    let start = cpu_s();
    let index = Index::build((0..size).map(|number| {
        let start = cpu_s();
        let group = group(number);
        making += cpu_s() - start;
        group
    }));
    let building = cpu_s() - start - making;
    let grown = resident_bytes()?.saturating_sub(before);
    let bytes = |all: usize| all as f64 / size as f64;
    println!("  build             {building:>9.2} CPU s");
    println!("  memory            {:>9.0} bytes a group", bytes(index.size_bytes()));
    println!("  memory, resident  {:>9.0} bytes a group", bytes(grown));

    let weights = Weights::default();
    let question = Question::new(TODAY, LIMIT, &weights);
    let mut times = Vec::new();
    let (mut reach, mut anywhere) = (Vec::new(), Vec::new());
    for person in people {
        let start = cpu_s();
        let found = index.choose(person, &question);
        let time = cpu_s() - start;
        times.push(time);
        let list = if person.travel.km_at_most.is_some() { &mut reach } else { &mut anywhere };
        list.push(time);
        ensure!(size < 10_000 || !found.is_empty(), "nobody finds nothing");
    }
    let all = Times::of(times.clone());
    let mean_ms = all.mean_ms();
    println!(
        "  question          {mean_ms:>9.3} CPU ms, median {:.3}, p99 {:.3}, most {:.3}",
        all.at_ms(0.5),
        all.at_ms(0.99),
        all.at_ms(1.0)
    );
    for (words, list) in [("within reach", reach), ("no limit of travel", anywhere)] {
        let list = Times::of(list);
        println!("    {words:<18}{:>7.3}, p99 {:.3}", list.mean_ms(), list.at_ms(0.99));
    }
    edits(index.clone(), size, people);
    if !unchecked {
        check(&index, people, &question)?;
    }
    Ok(Ours { times })
}

/// Every answer is that of a plain reading of every group.
fn check(index: &Index, people: &[Profile], question: &Question<'_>) -> Result<()> {
    let start = cpu_s();
    for (number, person) in people.iter().enumerate() {
        let quick = index.choose(person, question);
        ensure!(quick == index.choose_plainly(person, question), "question {number} differs");
    }
    let mean_ms = 1e3 * (cpu_s() - start) / people.len() as f64;
    println!("  same answers as a plain reading, which takes {mean_ms:.1} CPU ms a question");
    Ok(())
}

/// An edit while somebody reads: the copy for it, the edit, and the next answer.
fn edits(index: Index, size: u64, people: &[Profile]) {
    let weights = Weights::default();
    let question = Question::new(TODAY, LIMIT, &weights);
    let mut current = std::sync::Arc::new(index);
    let mut times = Vec::new();
    for number in 0..3000 {
        let mut edited = group(number * (size / 3000).max(1) % size);
        edited.name.push_str(" again");
        let reader = std::sync::Arc::clone(&current);
        let start = cpu_s();
        std::sync::Arc::make_mut(&mut current).put(&edited);
        if number % 10 == 0 {
            drop(current.choose(&people[number as usize / 10], &question));
        }
        times.push(cpu_s() - start);
        drop(reader);
    }
    let times = Times::of(times);
    println!(
        "  edit visible      {:>9.3} CPU ms, p99 {:.3}, most {:.3}, beside a reader",
        times.mean_ms(),
        times.at_ms(0.99),
        times.at_ms(1.0)
    );
}

/// Memory of this process that is in use.
fn resident_bytes() -> Result<usize> {
    let text = std::fs::read_to_string("/proc/self/statm")?;
    let pages: usize = text.split(' ').nth(1).unwrap_or("0").parse()?;
    Ok(pages * 4096)
}
