//! Which groups fit a person, and why: the in-memory index and the ranking with its reasons.
//!
//! Pure: no clock, no database, no randomness. Hard limits stand in `limits.rs` and are never
//! broken; what nobody has told us is never taken for a yes, it becomes something to check first.
//! The score is the published weighted sum of `rank.rs`, and the same question always gets the
//! same answer.

mod analyse;
mod audience;
mod bm25;
mod case;
mod checks;
mod doors;
mod eligibility;
mod facts;
mod glance;
mod index;
mod language;
mod lexicon;
mod limits;
mod nothing_fits;
mod outlook;
mod rank;
mod reasons;
pub mod retention;
mod said;
mod search;
mod segment;
mod suggest;
mod summary;
mod synonyms;
mod text;
mod texts;
mod told;
mod variety;
mod why_not;
mod words;

pub use case::Question;
pub use checks::{Ask, Check};
pub use doors::{Door, Opening};
pub use eligibility::Verdict;
pub use index::Index;
pub use limits::{Exclusion, Found};
pub use nothing_fits::{Barrier, BarrierCount, NothingFits};
pub use rank::{Component, Part, Weights};
pub use reasons::{Reason, Shown, Why};
pub use suggest::{Choice, Suggestion};
pub use why_not::WhyNot;
