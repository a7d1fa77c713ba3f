//! When too little fits: which barrier keeps most doors shut, so that an unmet need can be recorded.

use domain::profile::Profile;
use serde::{Deserialize, Serialize};

use crate::case::{Case, Question, Reading};
use crate::facts::Price;
use crate::index::Index;
use crate::limits::list_hits;
use crate::rank;
use crate::suggest::{Ranked, means_something};

/// From this score on a group counts as a good one.
const GOOD: f64 = 0.5;

/// A kind of thing that keeps a person from a group that would mean something to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Barrier {
    /// No group is about anything like it.
    NothingLikeIt,
    /// Too far.
    Travel,
    /// At other times.
    Time,
    /// For another age.
    Age,
    /// For another gender.
    Gender,
    /// For members.
    Membership,
    /// By referral.
    Referral,
    /// For another area.
    Area,
    /// No room.
    Full,
    /// Access is missing.
    Access,
    /// Online, or not online.
    Online,
    /// Too dear.
    Cost,
    /// Other languages.
    Language,
    /// The person would rather not.
    Avoided,
    /// Paused or ended.
    NotRunning,
    /// Gone there or tried already.
    Tried,
}

impl Barrier {
    /// Every barrier.
    pub const ALL: [Barrier; 16] = [
        Barrier::NothingLikeIt,
        Barrier::Travel,
        Barrier::Time,
        Barrier::Age,
        Barrier::Gender,
        Barrier::Membership,
        Barrier::Referral,
        Barrier::Area,
        Barrier::Full,
        Barrier::Access,
        Barrier::Online,
        Barrier::Cost,
        Barrier::Language,
        Barrier::Avoided,
        Barrier::NotRunning,
        Barrier::Tried,
    ];

    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Barrier::NothingLikeIt => "nothing_like_it",
            Barrier::Travel => "travel",
            Barrier::Time => "time",
            Barrier::Age => "age",
            Barrier::Gender => "gender",
            Barrier::Membership => "membership",
            Barrier::Referral => "referral",
            Barrier::Area => "area",
            Barrier::Full => "full",
            Barrier::Access => "access",
            Barrier::Online => "online",
            Barrier::Cost => "cost",
            Barrier::Language => "language",
            Barrier::Avoided => "avoided",
            Barrier::NotRunning => "not_running",
            Barrier::Tried => "tried",
        }
    }

    /// The barrier in plain words.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Barrier::NothingLikeIt => "No group in the directory is about anything like it.",
            Barrier::Travel => "Most groups that would suit are too far away.",
            Barrier::Time => "Most groups that would suit meet at other times.",
            Barrier::Age => "Most groups that would suit are for another age.",
            Barrier::Gender => "Most groups that would suit are for another gender.",
            Barrier::Membership => "Most groups that would suit are for their members only.",
            Barrier::Referral => "Most groups that would suit ask for a referral.",
            Barrier::Area => "Most groups that would suit serve another area.",
            Barrier::Full => "Most groups that would suit are full.",
            Barrier::Access => "Most groups that would suit lack access that is needed.",
            Barrier::Online => "Most groups that would suit meet in the other way: online, or not.",
            Barrier::Cost => "Most groups that would suit cost too much.",
            Barrier::Language => "Most groups that would suit speak other languages.",
            Barrier::Avoided => "Most groups that would suit have something that is not wanted.",
            Barrier::NotRunning => "Most groups that would suit are paused or have ended.",
            Barrier::Tried => "Most groups that would suit have been tried already.",
        }
    }

    /// Whether a commissioner could do something about it.
    #[must_use]
    pub fn is_unmet_need(self) -> bool {
        !matches!(self, Barrier::Avoided | Barrier::NotRunning | Barrier::Tried)
    }
}

/// How many groups that would suit one barrier keeps away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BarrierCount {
    /// The barrier.
    pub barrier: Barrier,
    /// Groups that nothing else keeps away: so many doors would open without it.
    pub alone_count: usize,
    /// Groups that it keeps away, alone or with others.
    pub group_count: usize,
}

/// Too few groups fit, and what keeps the others away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NothingFits {
    /// Groups that fit well.
    pub good_count: usize,
    /// Groups about the person that would mean something to them, were there no barriers.
    pub suitable_count: usize,
    /// The barrier to record: the one that keeps most doors shut.
    pub biggest: Option<Barrier>,
    /// Every barrier met, the biggest first.
    pub barriers: Vec<BarrierCount>,
}

impl Index {
    /// What keeps groups away, when fewer than `enough` fit a person well; otherwise `None`.
    #[must_use]
    pub fn nothing_fits(
        &self,
        profile: &Profile,
        question: &Question<'_>,
        enough: usize,
    ) -> Option<NothingFits> {
        let reading = Reading::new(self, profile, question);
        if self.has_enough(&reading, question, enough) {
            return None;
        }
        let mut counts =
            Barrier::ALL.map(|barrier| BarrierCount { barrier, alone_count: 0, group_count: 0 });
        let (mut good_count, mut suitable_count) = (0, 0);
        self.each_meaningful(&reading, |case| {
            suitable_count += 1;
            let barriers = list_barriers(case);
            good_count += usize::from(barriers.is_empty() && is_good(case, question));
            for barrier in &barriers {
                let count = &mut counts[*barrier as usize];
                count.group_count += 1;
                count.alone_count += usize::from(barriers.len() == 1);
            }
        });
        if good_count >= enough {
            return None;
        }
        let mut barriers: Vec<BarrierCount> =
            counts.into_iter().filter(|count| count.group_count > 0).collect();
        barriers.sort_by_key(|count| {
            (usize::MAX - count.alone_count, usize::MAX - count.group_count, count.barrier)
        });
        let met = barriers.iter().map(|count| count.barrier).find(|one| one.is_unmet_need());
        let biggest = if suitable_count == 0 { Some(Barrier::NothingLikeIt) } else { met };
        Some(NothingFits { good_count, suitable_count, biggest, barriers })
    }
}

impl Index {
    /// Whether enough good groups are among the best, which is quick to see.
    fn has_enough(&self, reading: &Reading<'_>, question: &Question<'_>, enough: usize) -> bool {
        let is_good = |one: &Ranked<'_>| {
            let answers = self.answers(one.view, reading);
            let case = Case::new(one.view, reading, &answers);
            means_something(&case) && list_barriers(&case).is_empty() && is_good(&case, question)
        };
        self.rank(reading, question).iter().filter(|one| is_good(one)).take(enough).count()
            >= enough
    }
}

fn is_good(case: &Case<'_>, question: &Question<'_>) -> bool {
    rank::score(&rank::values(case), question.weights) >= GOOD
}

/// Each barrier once: the hard limits, and a price or a language that would keep most away.
fn list_barriers(case: &Case<'_>) -> Vec<Barrier> {
    let hits = list_hits(case);
    let mut barriers: Vec<Barrier> = hits.into_iter().map(|hit| hit.barrier(case)).collect();
    let most = case.profile().cost_at_most_pence;
    if matches!(case.view.facts.price, Price::Pence(pence) if most.is_some_and(|most| pence > most))
    {
        barriers.push(Barrier::Cost);
    }
    let (theirs, spoken) = (&case.reading.languages, case.view.languages());
    let differs = !spoken.iter().any(|code| theirs.contains(code));
    if !theirs.is_empty() && !spoken.is_empty() && differs {
        barriers.push(Barrier::Language);
    }
    barriers.sort_unstable();
    barriers.dedup();
    barriers
}
