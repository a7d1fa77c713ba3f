//! One service after another: a link worker, then a group (a tandem of Erlang C queues).
//!
//! Assumes what Erlang C assumes of each stage, room to wait between them, and that who goes on is
//! decided by chance. Those who leave a stage then come to the next at random (Burke's theorem).
//! Source: Burke (1956), Operations Research 4(6); Jackson (1957), Operations Research 5(4).

use serde::Serialize;

use super::erlang_c::{ErlangC, erlang_c};
use crate::refusal::{CannotPlan, share};

/// One service in the row.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Stage {
    /// The share of those who leave the stage before (of all who come, for the first).
    pub share_coming: f64,
    /// How many each at work finishes in a unit of time.
    pub served: f64,
    /// How many are at work.
    pub servers: u32,
}

/// What each service in a row is like.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tandem {
    /// How many come to each stage in a unit of time.
    pub arrivals: Vec<f64>,
    /// What waiting is like at each stage.
    pub stages: Vec<ErlangC>,
    /// The mean wait, over all stages, of somebody who goes through all of them.
    pub wait_mean_of_all: f64,
}

/// Waiting at each of several services in a row.
pub fn tandem(arrivals: f64, stages: &[Stage]) -> Result<Tandem, CannotPlan> {
    if stages.is_empty() {
        return Err(CannotPlan::because("There is no stage.", "Give at least one stage."));
    }
    let mut coming = arrivals;
    let mut result = Tandem { arrivals: Vec::new(), stages: Vec::new(), wait_mean_of_all: 0.0 };
    for (number, stage) in (1..).zip(stages) {
        coming *= share("share that comes to a stage", stage.share_coming)?;
        let queue = erlang_c(coming, stage.served, stage.servers).map_err(|refused| {
            CannotPlan::because(format!("At stage {number}: {}", refused.why), refused.instead)
        })?;
        result.arrivals.push(coming);
        result.stages.push(queue);
        result.wait_mean_of_all += queue.wait_mean;
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_in_ten_go_on_to_a_group() {
        let link_workers = Stage { share_coming: 1.0, served: 1.0, servers: 5 };
        let groups = Stage { share_coming: 0.7, served: 0.5, servers: 7 };
        let both = tandem(4.0, &[link_workers, groups]).unwrap();
        assert!((both.arrivals[1] - 2.8).abs() < 1e-12);
        assert!((both.stages[1].wait_mean - 0.694_196_586_178_760_6).abs() < 1e-9);
        let sum = both.stages[0].wait_mean + both.stages[1].wait_mean;
        assert_eq!(both.wait_mean_of_all, sum);
    }

    #[test]
    fn a_refusal_names_the_stage() {
        let one = Stage { share_coming: 1.0, served: 1.0, servers: 5 };
        let refused = tandem(4.0, &[one, Stage { servers: 4, ..one }]).unwrap_err();
        assert!(refused.why.starts_with("At stage 2: 4 come"));
        assert!(tandem(4.0, &[]).is_err());
        assert!(tandem(4.0, &[Stage { share_coming: 1.2, ..one }]).is_err());
    }
}
