//! The funnel as a table for a spreadsheet. Hidden numbers stay hidden.

use evidence::funnel::{Kind, View};

use super::{OFFER_STEPS, Report, STEPS, Step};

/// The funnel, the offers, what became of those with a first contact, and who was shown another
/// place: one line a number, each with the key of its definition.
#[must_use]
pub fn csv(report: &Report) -> Vec<u8> {
    let mut lines: Vec<[String; 5]> = vec![
        ["table", "step", "what", "number", "definition"].map(str::to_owned),
        ["period", "", "from", &report.period.from.to_string(), ""].map(str::to_owned),
        ["period", "", "to", &report.period.to.to_string(), ""].map(str::to_owned),
    ];
    steps(&mut lines, "people", &STEPS, &report.people);
    steps(&mut lines, "offers", &OFFER_STEPS, &report.offers);
    let endings = &report.endings;
    for (what, shown, key) in [
        ("Support goes on", endings.goes_on, "support-goes-on"),
        ("Said no after the first contact", endings.said_no, "said-no-later"),
        ("Support ended", endings.ended, "support-ended"),
    ] {
        lines.push(["endings", "", what, &shown.words(), key].map(str::to_owned));
    }
    for (what, shown) in &endings.ways {
        lines.push(["endings", "", what, &shown.words(), "support-ended"].map(str::to_owned));
    }
    for (what, shown) in &report.before {
        let key = "shown-another-place";
        lines.push(["before the form", "", what, &shown.words(), key].map(str::to_owned));
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    for line in lines {
        // Writing to memory cannot fail, and every line has five fields.
        let _ = writer.write_record(&line);
    }
    writer.into_inner().unwrap_or_default()
}

fn steps(lines: &mut Vec<[String; 5]>, table: &str, steps: &[Step], view: &View) {
    for (step, shown) in steps.iter().zip(&view.steps) {
        let mut add = |what: &str, number: &str, key: &str| {
            lines.push([table, step.title, what, number, key].map(str::to_owned));
        };
        add("reached", &shown.reached.words(), step.key);
        if shown.went_on.is_none() {
            continue;
        }
        for part in &shown.parts {
            let (what, key) = match part.kind {
                Kind::NotYet => ("not yet", "not-yet"),
                Kind::Helped => ("helped another way", "helped-another-way"),
                Kind::Lost => ("lost", "lost"),
            };
            add(what, &part.total.words(), key);
            for (reason, number) in &part.reasons {
                add(&format!("{what}: {reason}"), &number.words(), key);
            }
        }
    }
}
