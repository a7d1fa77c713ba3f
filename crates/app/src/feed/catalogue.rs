//! What the feed's filters need to know of each group, small enough to hold for all of them.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;

use domain::group::{Group, Meeting};
use domain::ids::GroupId;
use domain::person::folded;
use domain::place::Point;
use interop::oruk::{self, Filter, Page, Spot, TERMS};
use jiff::Timestamp;
use uuid::Uuid;

use super::words::words_of;

/// Everything that may be published, in the order of its ids.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    groups: BTreeMap<GroupId, Facts>,
    organisations: BTreeMap<Uuid, Organisation>,
    spots: HashMap<Uuid, (GroupId, Spot)>,
}

/// Somebody who runs groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its name.
    pub name: String,
    /// Whether it stands for a group that names nobody else.
    pub is_itself: bool,
    group_count: u32,
}

#[derive(Debug, Clone)]
struct Facts {
    changed_at: Timestamp,
    organisation: Uuid,
    ages: (Option<u8>, Option<u8>),
    terms: Box<[u16]>,
    meetings: Box<[Meeting]>,
    point: Option<Point>,
    spots: &'static [Spot],
    only_for: Box<[String]>,
    words: Box<[u32]>,
}

impl Facts {
    fn of(group: &Group, changed_at: Timestamp) -> Facts {
        let text =
            [&group.name, &group.description, group.organisation.as_ref().unwrap_or(&group.name)]
                .map(String::as_str)
                .join(" ");
        let terms = oruk::terms_of(group).into_iter().filter_map(|at| u16::try_from(at).ok());
        Facts {
            changed_at,
            organisation: oruk::organisation_id(group),
            ages: oruk::ages(group),
            terms: terms.collect(),
            meetings: group.meetings.clone().into(),
            point: group.point(),
            spots: oruk::spots(group),
            only_for: oruk::only_for_outcodes(group).into(),
            words: words_of(&text).into(),
        }
    }
}

/// What a reader asks for, made ready to compare.
struct Sought<'a> {
    filter: &'a Filter,
    words: Vec<u32>,
    terms: Option<Vec<u16>>,
}

impl<'a> Sought<'a> {
    fn by(filter: &'a Filter) -> Sought<'a> {
        let words = filter.search.as_deref().map(words_of).unwrap_or_default();
        let is_sought = |term: &oruk::Term| {
            filter.taxonomy_term_id.is_none_or(|id| term.id == id)
                && filter.taxonomy_id.is_none_or(|id| oruk::TAXONOMIES[term.taxonomy].id == id)
        };
        let asks = filter.taxonomy_term_id.is_some() || filter.taxonomy_id.is_some();
        let terms = asks.then(|| {
            let found = TERMS.iter().enumerate().filter(|(_, term)| is_sought(term));
            found.filter_map(|(at, _)| u16::try_from(at).ok()).collect()
        });
        Sought { filter, words, terms }
    }

    fn takes(&self, facts: &Facts) -> bool {
        let filter = self.filter;
        let has_term = |sought: &Vec<u16>| sought.iter().any(|term| facts.terms.contains(term));
        filter.organization_id.is_none_or(|id| facts.organisation == id)
            && filter.modified_after.is_none_or(|after| facts.changed_at >= after)
            && filter.takes_ages(facts.ages)
            && self.terms.as_ref().is_none_or(has_term)
            && (!filter.asks_when()
                || facts.meetings.iter().any(|meeting| filter.takes_meeting(meeting)))
            && self.is_in_reach(facts)
            && self.words.iter().all(|word| facts.words.binary_search(word).is_ok())
    }

    fn is_in_reach(&self, facts: &Facts) -> bool {
        let Some(near) = &self.filter.near else { return true };
        let is_for_them = facts.only_for.is_empty() || facts.only_for.contains(&near.outcode);
        is_for_them
            && near.metres.is_none_or(|metres| match (facts.point, near.point) {
                (Some(place), Some(from)) => from.km_to(place) * 1_000.0 <= metres,
                _ => false,
            })
    }

    /// Who measures from a postcode asks for places one can go to.
    fn takes_spot(&self, spot: Spot) -> bool {
        let measures = self.filter.near.as_ref().is_some_and(|near| near.metres.is_some());
        !measures || spot == Spot::Venue
    }
}

impl Catalogue {
    pub(super) fn put(&mut self, group: &Group, changed_at: Timestamp) {
        self.remove(group.id);
        let facts = Facts::of(group, changed_at);
        for spot in facts.spots {
            self.spots.insert(oruk::spot_id(group, *spot), (group.id, *spot));
        }
        let (name, is_itself) = match &group.organisation {
            Some(name) => (name, false),
            None => (&group.name, true),
        };
        let organisation = self
            .organisations
            .entry(facts.organisation)
            .or_insert_with(|| Organisation { name: name.clone(), is_itself, group_count: 0 });
        organisation.group_count += 1;
        self.groups.insert(group.id, facts);
    }

    pub(super) fn remove(&mut self, id: GroupId) {
        let Some(facts) = self.groups.remove(&id) else { return };
        for spot in facts.spots {
            self.spots.remove(&oruk::spot_id_of(id, *spot));
        }
        if let Some(organisation) = self.organisations.get_mut(&facts.organisation) {
            organisation.group_count -= 1;
            if organisation.group_count == 0 {
                self.organisations.remove(&facts.organisation);
            }
        }
    }

    /// How many groups are published.
    #[must_use]
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether no group is published.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Whether a group is published.
    #[must_use]
    pub fn contains(&self, id: GroupId) -> bool {
        self.groups.contains_key(&id)
    }

    /// A page of the groups that a filter takes, and how many there are in all.
    #[must_use]
    pub fn page_of_groups(&self, filter: &Filter, page: Page) -> (usize, Vec<GroupId>) {
        let sought = Sought::by(filter);
        let taken = self.groups.iter().filter(|(_, facts)| sought.takes(facts));
        cut(taken.map(|(id, _)| *id), page)
    }

    /// The next groups after one that a filter takes.
    #[must_use]
    pub fn next_groups(
        &self,
        filter: &Filter,
        after: Option<GroupId>,
        most: usize,
    ) -> Vec<GroupId> {
        let sought = Sought::by(filter);
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let rest = self.groups.range((from, Bound::Unbounded));
        rest.filter(|(_, facts)| sought.takes(facts)).map(|(id, _)| *id).take(most).collect()
    }

    /// A page of the groups at their places that a filter takes, and how many there are in all.
    #[must_use]
    pub fn page_of_spots(&self, filter: &Filter, page: Page) -> (usize, Vec<(GroupId, Spot)>) {
        let sought = Sought::by(filter);
        let taken = self.groups.iter().filter(|(_, facts)| sought.takes(facts));
        let spots = taken.flat_map(|(id, facts)| facts.spots.iter().map(|spot| (*id, *spot)));
        cut(spots.filter(|(_, spot)| sought.takes_spot(*spot)), page)
    }

    /// The places of a group that a filter takes, once it takes the group.
    #[must_use]
    pub fn spots_of(filter: &Filter, group: &Group) -> Vec<Spot> {
        let sought = Sought::by(filter);
        oruk::spots(group).iter().copied().filter(|spot| sought.takes_spot(*spot)).collect()
    }

    /// The group and the place behind an id.
    #[must_use]
    pub fn find_spot(&self, id: Uuid) -> Option<(GroupId, Spot)> {
        self.spots.get(&id).copied()
    }

    /// A page of the organisations whose name holds the words, and how many there are in all.
    #[must_use]
    pub fn page_of_organisations(&self, filter: &Filter, page: Page) -> (usize, Vec<Uuid>) {
        let words = filter.search.as_deref().map(folded).unwrap_or_default();
        let taken = self.organisations.iter().filter(|(_, of)| folded(&of.name).contains(&words));
        cut(taken.map(|(id, _)| *id), page)
    }

    /// The next organisations after one whose name holds the words.
    #[must_use]
    pub fn next_organisations(
        &self,
        filter: &Filter,
        after: Option<Uuid>,
        most: usize,
    ) -> Vec<Uuid> {
        let words = filter.search.as_deref().map(folded).unwrap_or_default();
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let rest = self.organisations.range((from, Bound::Unbounded));
        let taken = rest.filter(|(_, of)| folded(&of.name).contains(&words));
        taken.map(|(id, _)| *id).take(most).collect()
    }

    /// An organisation.
    #[must_use]
    pub fn find_organisation(&self, id: Uuid) -> Option<&Organisation> {
        self.organisations.get(&id)
    }
}

/// One page of what there is, and how much there is in all.
fn cut<T>(all: impl Iterator<Item = T>, page: Page) -> (usize, Vec<T>) {
    let size = page.size as usize;
    let from = (page.number as usize - 1).saturating_mul(size);
    let mut total = 0;
    let mut taken = Vec::new();
    for one in all {
        if total >= from && taken.len() < size {
            taken.push(one);
        }
        total += 1;
    }
    (total, taken)
}
