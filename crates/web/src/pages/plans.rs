//! Plans: the form that two people fill in together, the versions, and the person's own copy.

mod content;
pub(crate) mod edit;
pub(crate) mod print;
pub(crate) mod read;
mod said;
pub(crate) mod versions;
mod wishes;

use domain::plan::{Action, Content, Goal};
use domain::profile::Profile;

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
            cost_at_most_pence: Some(300),
            ..Profile::default()
        },
        review_on: Some(jiff::civil::date(2026, 3, 2)),
    }
}
