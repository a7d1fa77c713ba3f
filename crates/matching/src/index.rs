//! The index: every group that may be suggested, analysed once and held in memory.
//!
//! It forgets nothing and knows no database: `app` fills it from the store and keeps it fresh.

use std::collections::HashMap;

use domain::group::Group;
use domain::ids::GroupId;

use crate::bm25::Postings;
use crate::entry::Entry;
use crate::lexicon::Lexicon;
use crate::text::Vocabulary;

/// All groups, ready to be matched.
#[derive(Debug, Clone)]
pub struct Index {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) lexicon: Lexicon,
    pub(crate) postings: Postings,
    pub(crate) slots: Vec<Option<Entry>>,
    slot_of: HashMap<GroupId, usize>,
    free: Vec<usize>,
}

impl Default for Index {
    fn default() -> Self {
        let mut vocabulary = Vocabulary::default();
        // Words that deny what follows must be known even where no group uses them.
        vocabulary.learn("no without free not");
        let lexicon = Lexicon::learn(&mut vocabulary);
        Index {
            vocabulary,
            lexicon,
            postings: Postings::default(),
            slots: Vec::new(),
            slot_of: HashMap::new(),
            free: Vec::new(),
        }
    }
}

impl Index {
    /// An index of these groups; of two with the same id the later one counts.
    #[must_use]
    pub fn build(groups: impl IntoIterator<Item = Group>) -> Index {
        let mut index = Index::default();
        for group in groups {
            index.put(group);
        }
        index
    }

    /// Adds a group, or replaces the one with its id.
    pub fn put(&mut self, group: Group) {
        let id = group.id;
        self.remove(id);
        let entry = Entry::new(group, &mut self.vocabulary, &self.lexicon);
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.slots.len() - 1
        });
        self.postings.add(slot, &entry.terms);
        self.slots[slot] = Some(entry);
        self.slot_of.insert(id, slot);
    }

    /// Takes a group out; says whether it was there.
    pub fn remove(&mut self, id: GroupId) -> bool {
        let Some(slot) = self.slot_of.remove(&id) else {
            return false;
        };
        if let Some(entry) = self.slots[slot].take() {
            self.postings.remove(slot, &entry.terms);
        }
        self.free.push(slot);
        true
    }

    /// The group with this id.
    #[must_use]
    pub fn find(&self, id: GroupId) -> Option<&Group> {
        self.find_entry(id).map(|(_, entry)| &entry.group)
    }

    /// How many groups it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slot_of.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slot_of.is_empty()
    }

    pub(crate) fn find_entry(&self, id: GroupId) -> Option<(usize, &Entry)> {
        let slot = *self.slot_of.get(&id)?;
        self.slots[slot].as_ref().map(|entry| (slot, entry))
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = (usize, &Entry)> {
        self.slots.iter().enumerate().filter_map(|(at, slot)| slot.as_ref().map(|e| (at, e)))
    }
}
