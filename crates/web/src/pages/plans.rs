//! Plans: the form that two people fill in together, the versions, and the person's own copy.

mod content;
pub(crate) mod edit;
pub(crate) mod print;
pub(crate) mod read;
mod said;
pub(crate) mod versions;
mod wishes;

use domain::plan::{Action, Content, Goal};
use domain::profile::{Experience, Gap, Profile, Travel, Went};

use crate::samples::Sample;

/// Every page about plans.
pub(crate) fn samples() -> Vec<Sample> {
    [edit::samples(), read::samples(), print::samples(), versions::samples()]
        .into_iter()
        .flatten()
        .collect()
}

/// A plan for samples.
fn sample_content() -> Content {
    let action = Action {
        words: "Ring the choir".into(),
        who: "me".into(),
        by_on: Some(jiff::civil::date(2026, 1, 19)),
        done: false,
    };
    let went = |words: &str, went| Experience { group: None, words: Some(words.into()), went };
    let goal = Goal {
        words: "Sing again".into(),
        importance: Some(9),
        confidence: Some(5),
        actions: vec![action],
    };
    Content {
        what_matters: "To sing again, and to have somewhere to go on a Sunday.".into(),
        strengths: "I know every song from the sixties.".into(),
        concerns: vec!["The bus does not run after six.".into()],
        goals: vec![goal],
        wishes: Profile {
            interests: vec!["old songs".into(), "walking by the sea".into()],
            hopes: vec!["To feel useful again".into()],
            faith_or_culture: vec!["Methodist".into()],
            gaps: vec![Gap::Companion],
            travel: Travel { minutes_at_most: Some(40), ..Travel::default() },
            cost_at_most_pence: Some(300),
            experience: vec![went("a small choir", Went::Well), went("a big choir", Went::Badly)],
            ..Profile::default()
        },
        review_on: Some(jiff::civil::date(2026, 3, 2)),
    }
}
