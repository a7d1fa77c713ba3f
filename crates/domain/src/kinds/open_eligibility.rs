//! How our kinds stand to Open Eligibility, the taxonomy that many directories of services use.
//!
//! Only ids and titles of the terms we point at, as facts, with their source: Human Services
//! Taxonomy, Aunt Bertha, version 2.0 of 11 September 2014, <http://openeligibility.org>, licensed
//! CC BY-SA 3.0. It knows one word, "Recreation", for all that people do for joy, so our list is
//! finer there and coarser elsewhere. A kind without a term has none that means the same.

use super::{Activity, Need};

/// A term of Open Eligibility: its id and its title as published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Term {
    /// Its number.
    pub id: u16,
    /// Its title.
    pub title: &'static str,
}

const fn term(id: u16, title: &'static str) -> Term {
    Term { id, title }
}

const RECREATION: Term = term(1285, "Recreation");
const GARDENS: Term = term(1127, "Community Gardens");
const FREE_MEALS: Term = term(1131, "Free Meals");
const NETWORK: Term = term(1303, "Support Network");
const PEERS: Term = term(1310, "Peer Support");
const SUPPORT_GROUPS: Term = term(1312, "Support Groups");
const SPIRITUAL: Term = term(1311, "Spiritual Support");
const PARENTING: Term = term(1315, "Parenting Education");
const SKILLS: Term = term(1349, "Skills & Training");
const ENGLISH: Term = term(1326, "English as a Second Language (ESL)");
const COMPUTERS: Term = term(1351, "Computer Class");
const FIND_WORK: Term = term(1357, "Help Find Work");
const ADVOCACY: Term = term(1375, "Advocacy & Legal Aid");
const FORMS: Term = term(1293, "Help Fill out Forms");
const HOUSING_ADVICE: Term = term(1142, "Housing Advice");
const FINANCIAL_EDUCATION: Term = term(1262, "Financial Education");
const BEREAVEMENT: Term = term(1314, "Bereavement");
const COUNSELING: Term = term(1304, "Counseling");
const MENTAL_HEALTH: Term = term(1340, "Understand Mental Health");
const ASSISTANCE: Term = term(1232, "Financial Assistance");
const BENEFITS: Term = term(1256, "Government Benefits");
const DEBT: Term = term(1263, "Credit Counseling");
const HOUSING: Term = term(1103, "Housing");
const RELIEF: Term = term(1286, "Relief for Caregivers");
const DISABILITY: Term = term(1339, "Understand Disability");
const RECOVERY: Term = term(1178, "Addiction & Recovery");
const IMMIGRATION: Term = term(1346, "Citizenship & Immigration");

impl Activity {
    /// The terms of Open Eligibility that say the same, the nearest first.
    #[must_use]
    pub fn open_eligibility(self) -> &'static [Term] {
        match self {
            Activity::Singing
            | Activity::Crafts
            | Activity::Stories
            | Activity::Stage
            | Activity::Repair
            | Activity::Nature
            | Activity::Walking
            | Activity::Swimming
            | Activity::Movement
            | Activity::Sport
            | Activity::Games => &[RECREATION],
            Activity::Gardening => &[GARDENS],
            Activity::Food => &[FREE_MEALS],
            Activity::Company => &[NETWORK],
            Activity::PeerSupport => &[PEERS, SUPPORT_GROUPS],
            Activity::Parents => &[PARENTING],
            Activity::Learning => &[SKILLS, ENGLISH, COMPUTERS],
            Activity::Work => &[FIND_WORK],
            Activity::Advice => &[ADVOCACY, FORMS, HOUSING_ADVICE, FINANCIAL_EDUCATION],
            Activity::Faith => &[SPIRITUAL],
        }
    }
}

impl Need {
    /// The terms of Open Eligibility for services that answer it, the nearest first.
    #[must_use]
    pub fn open_eligibility(self) -> &'static [Term] {
        match self {
            Need::Loneliness => &[NETWORK],
            Need::Grief => &[BEREAVEMENT],
            Need::Mood => &[COUNSELING, MENTAL_HEALTH],
            Need::Money => &[ASSISTANCE, BENEFITS, DEBT],
            Need::Housing => &[HOUSING, HOUSING_ADVICE],
            Need::Caring => &[RELIEF],
            Need::Parenting => &[PARENTING],
            Need::Work => &[FIND_WORK, SKILLS],
            Need::Disability => &[DISABILITY],
            Need::Substance => &[RECOVERY],
            Need::Belonging => &[ENGLISH, IMMIGRATION],
            Need::Activity | Need::Memory | Need::Purpose => &[],
        }
    }
}

/// The kinds that a term of Open Eligibility stands for.
///
/// "Recreation" stands for eleven kinds and so says nothing about which: it gives none.
#[must_use]
pub fn kinds_of(id: u16) -> (Vec<Activity>, Vec<Need>) {
    if id == RECREATION.id {
        return (Vec::new(), Vec::new());
    }
    let is_it = |terms: &[Term]| terms.iter().any(|term| term.id == id);
    (
        Activity::ALL.iter().copied().filter(|kind| is_it(kind.open_eligibility())).collect(),
        Need::ALL.iter().copied().filter(|kind| is_it(kind.open_eligibility())).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_activity_has_a_term_and_a_term_leads_back() {
        for kind in Activity::ALL {
            let terms = kind.open_eligibility();
            assert!(!terms.is_empty(), "{kind:?}");
            let is_fine = terms != [RECREATION];
            for term in terms.iter().filter(|_| is_fine) {
                assert!(kinds_of(term.id).0.contains(kind), "{kind:?}");
            }
        }
        assert_eq!(kinds_of(1314), (vec![], vec![Need::Grief]));
        assert_eq!(kinds_of(RECREATION.id), (vec![], vec![]));
        assert_eq!(kinds_of(9), (vec![], vec![]));
    }

    #[test]
    fn ids_and_titles_are_those_of_the_published_file() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../shared/standards/open-eligibility/taxonomy"
        );
        let Ok(published) = std::fs::read_to_string(path) else {
            eprintln!("skipped: ids_and_titles_are_those_of_the_published_file needs ../shared");
            return;
        };
        let activities = Activity::ALL.iter().flat_map(|kind| kind.open_eligibility());
        let needs = Need::ALL.iter().flat_map(|kind| kind.open_eligibility());
        for term in activities.chain(needs) {
            let title = term.title.replace('&', "&amp;");
            let line = format!("id=\"{}\" title=\"{title}\"", term.id);
            assert!(published.contains(&line), "{line}");
        }
    }
}
