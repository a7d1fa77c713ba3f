//! Lists of kinds that others use, read and mapped to ours: LGA and council lists in Open Referral
//! UK files, HSDS and plain CSV, Open Eligibility's XML, fixtures of a directory (ALISS).
//!
//! A term is mapped by its number where that is a published one, else by its name, else by the
//! term above it. What maps to nothing is kept and counted, never lost. What a listing's own words
//! say is read elsewhere (`themes.rs`).

mod names;
mod read;

use std::collections::{HashMap, HashSet};

use domain::kinds::{Activity, Need, open_eligibility};

pub use read::{NotATaxonomy, read};

use crate::themes::{self, Told};

/// One term of somebody's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its id there.
    pub id: String,
    /// Its name there.
    pub name: String,
    /// Which list it belongs to, where the file says so.
    pub vocabulary: Option<String>,
    /// The id of the term above it.
    pub parent: Option<String>,
    /// How often the file uses it, where it is used in place; at least 1.
    pub uses: usize,
    /// What people do there, by our kinds.
    pub activities: Vec<Activity>,
    /// What it answers, by our kinds.
    pub needs: Vec<Need>,
    /// How it was mapped.
    pub by: By,
}

/// How a term was mapped to our kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// By its published number.
    Id,
    /// By its name.
    Name,
    /// By the term above it.
    Parent,
    /// It says who comes or who tells, or is no community activity: not mapped on purpose.
    NotAKind,
    /// Not at all.
    Nothing,
}

/// A list of terms, mapped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taxonomy {
    /// Its terms, in the order of the file.
    pub terms: Vec<Term>,
    /// Lines that are no terms, each with its reason.
    pub refused: Vec<String>,
}

/// How many terms were mapped, and how. The counts of terms add up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// All terms.
    pub term_count: usize,
    /// Mapped by number or by name.
    pub mapped_count: usize,
    /// Mapped by the term above.
    pub by_parent_count: usize,
    /// No kind of ours, on purpose.
    pub not_a_kind_count: usize,
    /// Mapped to nothing.
    pub unmapped_count: usize,
}

impl Taxonomy {
    /// The term with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.id == id)
    }

    /// How many terms were mapped, and how.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let count = |is_it: fn(By) -> bool| self.terms.iter().filter(|t| is_it(t.by)).count();
        Tally {
            term_count: self.terms.len(),
            mapped_count: count(|by| matches!(by, By::Id | By::Name)),
            by_parent_count: count(|by| by == By::Parent),
            not_a_kind_count: count(|by| by == By::NotAKind),
            unmapped_count: count(|by| by == By::Nothing),
        }
    }
}

/// The kinds that a term's name stands for: what people do, and what it answers.
#[must_use]
pub fn kinds_of(name: &str) -> (Vec<Activity>, Vec<Need>) {
    let finest = finest(name);
    if let Some((activities, needs)) = names::find(&key(finest)) {
        return (activities.clone(), needs.clone());
    }
    let told = Told { title: finest, ..Told::default() };
    (themes::activities(told), themes::needs(told))
}

/// "Creativity>Music>Singing": the last part is the finest.
fn finest(name: &str) -> &str {
    name.rsplit('>').next().unwrap_or(name).trim()
}

fn key(name: &str) -> String {
    name.to_lowercase().replace('&', "and")
}

/// A term as the file gives it, before it is mapped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Raw {
    id: String,
    name: String,
    vocabulary: Option<String>,
    parent: Option<String>,
}

/// Maps every term, the same id and list once.
fn map(raw: Vec<Raw>, refused: Vec<String>, has_published_ids: bool) -> Taxonomy {
    let mut at: HashMap<(String, Option<String>), usize> = HashMap::new();
    let mut terms: Vec<Term> = Vec::new();
    for one in raw {
        let key = (one.id.clone(), one.vocabulary.clone());
        if let Some(before) = at.get(&key) {
            terms[*before].uses += 1;
            continue;
        }
        at.insert(key, terms.len());
        terms.push(mapped(one, has_published_ids));
    }
    inherit(&mut terms);
    Taxonomy { terms, refused }
}

fn mapped(one: Raw, has_published_ids: bool) -> Term {
    let Raw { id, name, vocabulary, parent } = one;
    let published: Option<u16> = has_published_ids.then(|| id.parse().ok()).flatten();
    let (mut activities, mut needs) = published.map(open_eligibility::kinds_of).unwrap_or_default();
    let mut by = By::Id;
    if activities.is_empty() && needs.is_empty() {
        (activities, needs) = kinds_of(&name);
        by = By::Name;
    }
    let is_about_people =
        names::is_not_a_kind(&name) || vocabulary.as_deref().is_some_and(names::is_about_people);
    if is_about_people {
        // Who comes says what hurts at most, never what people do.
        activities.clear();
    }
    if activities.is_empty() && needs.is_empty() {
        // A name that our list knows and gives no kind is none on purpose.
        let is_known = names::find(&key(finest(&name))).is_some();
        by = if is_about_people || is_known { By::NotAKind } else { By::Nothing };
    }
    Term { id, name, vocabulary, parent, uses: 1, activities, needs, by }
}

/// A term that maps to nothing takes the kinds of the nearest term above it that has any.
fn inherit(terms: &mut [Term]) {
    let places: HashMap<String, usize> =
        terms.iter().enumerate().map(|(at, term)| (term.id.clone(), at)).collect();
    let above = |at: usize, terms: &[Term]| -> Option<(Vec<Activity>, Vec<Need>)> {
        let mut seen = HashSet::from([at]);
        let mut next = terms[at].parent.clone();
        while let Some(up) = next.take().and_then(|id| places.get(&id).copied()) {
            if !seen.insert(up) {
                return None;
            }
            let term = &terms[up];
            if matches!(term.by, By::Id | By::Name) {
                return Some((term.activities.clone(), term.needs.clone()));
            }
            next.clone_from(&term.parent);
        }
        None
    };
    for at in 0..terms.len() {
        if terms[at].by == By::Nothing
            && let Some((activities, needs)) = above(at, terms)
        {
            let term = &mut terms[at];
            (term.activities, term.needs, term.by) = (activities, needs, By::Parent);
        }
    }
}

#[cfg(test)]
#[path = "taxonomy/tests.rs"]
mod tests;
