//! Nothing fits: the need is recorded for commissioners, in words that name nobody.

use domain::access::{Relation, Verb};
use domain::ids::{PersonId, UnmetNeedId};
use domain::kinds::{Activity, Need};
use domain::refusal::FieldProblem;
use matching::Barrier;
use serde_json::json;
use store::unmet_needs::UnmetNeed;

use crate::act::Act;
use crate::error::{AppError, AppResult};
use crate::people;

/// What was looked for in vain.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Missing {
    /// What hurts.
    pub need: Option<Need>,
    /// What they would have liked to do.
    pub activity: Option<Activity>,
    /// What keeps the doors shut.
    pub barrier: Option<Barrier>,
    /// Where, as an outcode.
    pub outcode: String,
    /// In which language, where not English.
    pub language: String,
    /// What was looked for, in words that name nobody.
    pub words: String,
}

/// Longer words would tell a person's story.
const LONGEST: usize = 400;

impl Missing {
    fn problems(&self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        if self.need.is_none() {
            problems.push(FieldProblem::new("need", "Choose what they need help with"));
        }
        if self.barrier.is_none() {
            problems.push(FieldProblem::new("barrier", "Choose what gets in the way most"));
        }
        let outcode = self.outcode.trim();
        if !outcode.is_empty()
            && domain::place::outcode(outcode).as_deref() != Some(&upper(outcode))
        {
            let sentence = "Give only the first half of the postcode, for example NR30";
            problems.push(FieldProblem::new("outcode", sentence));
        }
        if self.words.chars().count() > LONGEST {
            let sentence =
                format!("Keep it to {LONGEST} letters, and leave the person's story out");
            problems.push(FieldProblem::new("words", sentence));
        }
        problems
    }
}

fn upper(outcode: &str) -> String {
    outcode.to_uppercase()
}

/// Records an unmet need met while working with a person.
///
/// # Errors
/// `Invalid` with each field that needs attention; `NotFound` where the person is not theirs.
pub fn record(act: &mut Act<'_>, person: PersonId, missing: &Missing, key: &str) -> AppResult<()> {
    let (known, referral) = people::episode(act, person, Verb::RecordUnmetNeed)?;
    let problems = missing.problems();
    let (Some(need), Some(barrier), true) = (missing.need, missing.barrier, problems.is_empty())
    else {
        return Err(AppError::Invalid(problems));
    };
    act.once("unmet_need.record", key, |act| {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let unmet = UnmetNeed {
            id: act.new_id::<UnmetNeedId>(),
            referral: referral.id,
            need,
            activity: missing.activity,
            outcode: some(&missing.outcode).map(|outcode| upper(&outcode)),
            language: some(&missing.language),
            barrier: barrier.key().to_owned(),
            words: missing.words.trim().to_owned(),
            recorded_at: act.now,
        };
        let service = act.service();
        store::unmet_needs::add(act.conn, service, &known.key, &unmet)?;
        let detail = json!({ "need": need.key(), "barrier": barrier.key() });
        act.audit("unmet_need.record", "unmet_need", unmet.id.0, detail)?;
        Ok(String::new())
    })?;
    Ok(())
}

/// One page of unmet needs, newest first, how many there are, and how many of each kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// This page.
    pub needs: Vec<UnmetNeed>,
    /// How many there are.
    pub total: i64,
    /// How many of each kind, the most first.
    pub counts: Vec<(Need, i64)>,
}

/// Unmet needs, for those who plan and pay. No entry names anybody.
///
/// # Errors
/// `NotFound` for actors who may not see them.
pub fn list(act: &mut Act<'_>, page: (u32, u32)) -> AppResult<Listed> {
    act.require(Verb::SeeUnmetNeeds, Relation::Service)?;
    let service = act.service();
    Ok(Listed {
        needs: store::unmet_needs::list(act.conn, &act.kit.keys, service, page)?,
        total: store::unmet_needs::count(act.conn, service)?,
        counts: store::unmet_needs::list_counts(act.conn, service)?,
    })
}

domain::print_only_the_type!(Missing);
