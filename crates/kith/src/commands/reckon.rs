//! `kith reckon`: what formulas and published numbers say. No database, no rules of its own.

use anyhow::Result;
use planning::CannotPlan;
use planning::demand::Rates;
use planning::formula::search;
use planning::parameters::{Parameter, Parameters};
use planning::staffing::{CaseloadRule, Hours, SideBySide};
use planning::waiting::{Answer, Question};
use serde_json::json;

use crate::cli::reckon::{Coming, Demand, Enough, Numbers, Reckon, Staff, Wait};
use crate::exit::{Code, refused};
use crate::say;

pub(crate) fn run(asked: &Reckon) -> Result<Code> {
    match asked {
        Reckon::Wait(args) => wait(args),
        Reckon::Enough(args) => enough(args),
        Reckon::Staff(args) => staff(args),
        Reckon::Demand(args) => demand(args),
        Reckon::Numbers(args) => numbers(args),
    }?;
    Ok(Code::Done)
}

fn cannot(why: CannotPlan) -> anyhow::Error {
    refused(why.to_string())
}

fn say_json(value: &serde_json::Value) -> Result<()> {
    say::line(serde_json::to_string_pretty(value)?);
    Ok(())
}

fn question(coming: &Coming, servers: u32) -> Question {
    let Coming { come, takes, .. } = *coming;
    Question { arrivals: come, takes, servers, patience: None, waiting_most: None }
}

fn wait(args: &Wait) -> Result<()> {
    let question = Question {
        patience: args.patience,
        waiting_most: args.waiting_most,
        ..question(&args.coming, args.at_work)
    };
    let answer = question.answer().map_err(cannot)?;
    if args.coming.json {
        return say_json(&json!({ "asked": question, "unit": args.coming.unit, "answer": answer }));
    }
    answer.sentences(&args.coming.unit).iter().for_each(say::line);
    Ok(())
}

fn enough(args: &Enough) -> Result<()> {
    let question = question(&args.coming, 0);
    let given = &args.promise;
    let promise = match (given.mean_wait, given.wait_share, given.longer_than) {
        (Some(most), _, _) => search::Promise::MeanWait(most),
        (_, Some(most), _) => search::Promise::WaitShare(most),
        (_, _, Some(than)) => search::Promise::Longer { than, share: args.share },
        (None, None, None) => return Err(refused("Say what is promised about the wait.")),
    };
    let found = question.enough(promise).map_err(cannot)?;
    if args.coming.json {
        return say_json(&json!({ "promise": promise, "unit": args.coming.unit, "found": found }));
    }
    say::line(format!("At least {} at work keep the promise. With them:", found.servers));
    let queue = found.queue;
    let answer = Answer::InTurn { queue, wait_centile_90: queue.wait_centile(0.9) };
    answer.sentences(&args.coming.unit).iter().for_each(say::line);
    Ok(())
}

/// The numbers to reckon with.
fn known(args: &Numbers) -> Result<Parameters> {
    let Some(path) = &args.numbers else { return Parameters::published().map_err(cannot) };
    let text = std::fs::read_to_string(path)
        .map_err(|why| refused(format!("The file {} cannot be read: {why}.", path.display())))?;
    Parameters::read(&text).map_err(cannot)
}

fn staff(args: &Staff) -> Result<()> {
    let known = known(&args.numbers)?;
    let rule = CaseloadRule::published(&known).map_err(cannot)?;
    let mut used = vec!["people_per_link_worker_year"];
    let mut given_or = |given: Option<f64>, id: &'static str| match given {
        Some(value) => Ok(value),
        None => {
            used.push(id);
            known.newest(id).map(Parameter::middle).map_err(cannot)
        }
    };
    let hours = Hours {
        assessment: given_or(args.assessment, "assessment_hours")?,
        contacts: given_or(args.contacts, "contacts_per_person")?,
        contact: given_or(args.contact, "contact_hours")?,
        admin: given_or(args.admin, "admin_hours")?,
        weeks: given_or(args.weeks, "weeks_worked")?,
        hours_a_week: given_or(args.hours, "hours_a_week")?,
        direct_share: given_or(args.direct, "direct_share")?,
    };
    let both = SideBySide::reckon(args.people, rule, hours).map_err(cannot)?;
    if args.numbers.json {
        return say_json(&json!({ "rule": rule, "hours": hours, "answer": both }));
    }
    say::line(both.sentence());
    say_sources(&known, &used);
    Ok(())
}

fn demand(args: &Demand) -> Result<()> {
    let known = known(&args.numbers)?;
    let rates = Rates::published(&known).map_err(cannot)?;
    let demand = rates.among(args.registered).map_err(cannot)?;
    if args.numbers.json {
        return say_json(&json!({ "rates": rates, "answer": demand }));
    }
    say::line(format!(
        "In a year about {:.0} are offered social prescribing, {:.0} say yes, {:.0} are reached by \
         a link worker and {:.0} take part in something.",
        demand.offered, demand.accepted, demand.contacted, demand.taking_part
    ));
    say::line(
        "These shares come from different studies: read them as an order of size, and use your \
         own counts where you have them.",
    );
    let used = ["referred_in_year", "registered_population", "decline_share", "contact_share"];
    say_sources(&known, &[&used[..], &["intervention_share"]].concat());
    Ok(())
}

fn say_sources(known: &Parameters, ids: &[&str]) {
    say::line("");
    for parameter in ids.iter().filter_map(|id| known.find(id)) {
        say_number(parameter);
    }
}

fn say_number(parameter: &Parameter) {
    say::line(format!("{}: {}", parameter.what, parameter.in_words()));
    say::line(format!("  {}", parameter.provenance()));
    for more in [&parameter.url, &parameter.note].into_iter().flatten() {
        say::line(format!("  {more}"));
    }
}

fn numbers(args: &Numbers) -> Result<()> {
    let known = known(args)?;
    if args.json {
        return say_json(&json!(known.list()));
    }
    known.list().iter().for_each(say_number);
    Ok(())
}
