//! Who could take a person on: room weighted by complexity, continuity and language.

use crate::ids::UserId;

/// A link worker as allocation sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worker {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Languages they work in, BCP 47.
    pub languages: Vec<String>,
    /// How many complexity points they can carry.
    pub room: u32,
    /// How many they carry now.
    pub carried: u32,
    /// Whether this person worked with them before.
    pub knows_person: bool,
}

/// A proposal with its reasons; a coordinator decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Who.
    pub worker: Worker,
    /// Points of room left once this person is taken on; negative means overfull.
    pub room_after: i64,
    /// Why, in words.
    pub reasons: Vec<String>,
}

/// Every worker, best first: a common language, then continuity, then room.
///
/// Those without room come last and say so; they are never left out silently.
#[must_use]
pub fn propose(workers: Vec<Worker>, complexity: u8, language: Option<&str>) -> Vec<Proposal> {
    let mut proposals: Vec<(bool, bool, Proposal)> = workers
        .into_iter()
        .map(|worker| {
            let room_after =
                i64::from(worker.room) - i64::from(worker.carried) - i64::from(complexity);
            let speaks = language
                .is_none_or(|wanted| worker.languages.iter().any(|spoken| same(spoken, wanted)));
            let mut reasons = Vec::new();
            if worker.knows_person {
                reasons.push("Has worked with this person before.".to_owned());
            }
            if let (Some(wanted), true) = (language, speaks)
                && !same(wanted, "en")
            {
                reasons.push(format!("Speaks {}.", crate::words::language(wanted)));
            }
            let carried = format!("Carries {} of {} points", worker.carried, worker.room);
            reasons.push(if room_after >= 0 {
                format!("{carried}; this person adds {complexity}.")
            } else {
                format!("{carried}; this person adds {complexity}, which is too much.")
            });
            let knows = worker.knows_person;
            (speaks, knows, Proposal { worker, room_after, reasons })
        })
        .collect();
    proposals.sort_by_key(|(speaks, knows, proposal)| {
        let full = proposal.room_after < 0;
        (full, !*speaks, !*knows, -proposal.room_after, proposal.worker.id)
    });
    proposals.into_iter().map(|(_, _, proposal)| proposal).collect()
}

fn same(a: &str, b: &str) -> bool {
    let first = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
    first(a) == first(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn worker(n: u128, languages: &[&str], carried: u32, knows_person: bool) -> Worker {
        Worker {
            id: UserId(Uuid::from_u128(n)),
            name: format!("worker {n}"),
            languages: languages.iter().map(|&l| l.to_owned()).collect(),
            room: 20,
            carried,
            knows_person,
        }
    }

    #[test]
    fn language_then_continuity_then_room_and_full_workers_last() {
        let workers = vec![
            worker(1, &["en"], 2, false),
            worker(2, &["en"], 10, true),
            worker(3, &["en", "pl"], 12, false),
            worker(4, &["en", "pl"], 20, true),
        ];
        let order: Vec<_> =
            propose(workers, 3, Some("pl")).into_iter().map(|p| p.worker.name).collect();
        assert_eq!(order, ["worker 3", "worker 2", "worker 1", "worker 4"]);
    }
}
