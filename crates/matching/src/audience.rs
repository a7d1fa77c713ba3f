//! Whom a group is for beside age and gender, as far as its words tell, and how likely a person is
//! to be one of them. It never excludes and never reassures: it moves a group up or down, and what
//! to ask first stays in `checks.rs`.

use std::sync::Arc;

use domain::kinds::{Activity, Need};
use domain::profile::Profile;

use crate::facts::{Sides, Span, Terms, lay};
use crate::language::Known;
use crate::lexicon::Meaning;
use crate::text::{Term, Vocabulary};

/// Whom a circumstance names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Audience {
    /// What they live with, as bits of the list of needs.
    needs: u16,
    /// Whether it names one illness or condition and not many.
    one_condition: bool,
    /// Whether one comes with a child.
    with_child: bool,
    /// Whether it ends in "or anybody".
    anybody: bool,
    /// The words that say more.
    words: Span,
}

/// Words that say what people live with, beside those of the needs themselves.
const LIVED_WITH: &[(Need, &str)] = &[
    (
        Need::Disability,
        "parkinsons, stroke, lung, aphasia, disabilities, additional needs, \
        complex health, long term health, long term physical, health conditions, sensory, \
        autistic, impairment, impaired, wheelchair, deaf, chronic, fibromyalgia, arthritis",
    ),
    (Need::Mood, "mental health, mental, wellbeing, low mood, panic"),
    (Need::Grief, "bereavement, widow, widower, lost somebody, lost someone"),
    (Need::Memory, "memory loss, alzheimers"),
    (Need::Caring, "carers, caregivers"),
    (Need::Belonging, "migrant, refugees, asylum seeking, newcomers"),
    (Need::Loneliness, "loneliness"),
    (Need::Substance, "recovery, substance"),
];
/// Words for one illness or condition. Somebody who only said that they are ill may have another.
const ONE_CONDITION: &str = "parkinsons, stroke, lung, aphasia, learning disabilities, dementia, \
    sight, deaf, hearing, autistic, asd, memory loss";
/// Words of somebody who comes with a child.
const CHILD: &str = "child, children, baby, babies, toddler, toddlers, tots, son, daughter, \
    little one, mum, mums, dads, new mother, new mothers, parents, grandchildren";
/// Words of a text that is meant for families with children.
const FAMILIES: &str = "family fun, family friendly, families, children, kids, toddler, toddlers, \
    baby, babies, tots, little ones, preschool, pre school, grown ups, grown up, pirates, \
    mermaids, parents, carers and children, under 5s, den building, young explorers";
/// Words of a text that is meant for young people.
const YOUNG: &str = "young people, teenagers, teens, teen, young artists, young musicians, \
    young persons, high schoolers, year olds";
/// Words for everybody.
const ANYBODY: &str = "anyone, anybody, everyone, everybody, all welcome, open";
/// Words that stand beside any audience and name none.
const BESIDE: &str = "adult, aged, age, year, friend, partner, family, member, companion, close, \
    live, living, suitable, experience, experiencing, managing, manage, support, condition, long, \
    term, one, men, women, man, woman, young, health, issue, level, life, later, need, needs, \
    comes, child, children, parent, guardian, grown, ups, groups, group, old, over, under, \
    quality, add, believe, including, team, train, workshops, event, aim, those, person, new, \
    mothers, mums, dads, month";

/// Those lists, as terms.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    lived_with: Vec<(Need, Vec<Term>)>,
    one_condition: Vec<Vec<Term>>,
    child: Vec<Vec<Term>>,
    families: Vec<Vec<Term>>,
    young: Vec<Vec<Term>>,
    anybody: Vec<Vec<Term>>,
    beside: Vec<Term>,
}

impl Names {
    pub(crate) fn learn(vocabulary: &mut Vocabulary) -> Names {
        let mut phrases = |list: &str| -> Vec<Vec<Term>> {
            list.split(',').map(|words| vocabulary.learn(words)).collect()
        };
        let lived_with = LIVED_WITH
            .iter()
            .flat_map(|(need, list)| phrases(list).into_iter().map(|one| (*need, one)))
            .collect();
        let (child, anybody) = (phrases(CHILD), phrases(ANYBODY));
        let (families, young) = (phrases(FAMILIES), phrases(YOUNG));
        let one_condition = phrases(ONE_CONDITION);
        let beside = phrases(BESIDE).into_iter().flatten().collect();
        Names { lived_with, one_condition, child, families, young, anybody, beside }
    }
}

/// How surely a text is meant for families with children, in hundredths: in the name says most.
pub(crate) fn for_families(name: &[Term], description: &[Term], known: &Known) -> u8 {
    let names = &known.audiences;
    let count = |text: &[Term]| names.families.iter().filter(|one| holds(text, one)).count();
    [0, 25, 70, 90][(2 * count(name) + count(description)).min(3)]
}

/// Whether a text is meant for young people.
pub(crate) fn for_the_young(name: &[Term], description: &[Term], known: &Known) -> bool {
    let names = &known.audiences;
    names.young.iter().any(|one| holds(name, one) || holds(description, one))
}

fn holds(text: &[Term], phrase: &[Term]) -> bool {
    crate::text::position(text, phrase).is_some()
}

/// The needs that a text names, as bits.
fn needs_in(text: &[Term], known: &Known) -> u16 {
    let mentions = known.lexicon.list_mentions(text).into_iter();
    let said = mentions.filter_map(|mention| match mention.meaning {
        Meaning::Need(need) => Some(need),
        Meaning::Activity(_) => None,
    });
    let named = known.audiences.lived_with.iter().filter(|(_, phrase)| holds(text, phrase));
    said.chain(named.map(|(need, _)| *need)).fold(0, |bits, need| bits | bit(need))
}

fn bit(need: Need) -> u16 {
    1 << need as u16
}

impl Audience {
    /// Reads the words of a circumstance.
    pub(crate) fn read(words: &str, known: &mut Known, sides: &mut Sides) -> Audience {
        let terms = known.vocabulary.learn(words);
        let names = Arc::clone(&known.audiences);
        let is_any = |list: &[Vec<Term>]| list.iter().any(|phrase| holds(&terms, phrase));
        let with_child = words.starts_with("comes with a child");
        let anybody = is_any(&names.anybody) && !with_child;
        let mut more: Vec<Term> =
            terms.iter().copied().filter(|term| !names.beside.contains(term)).collect();
        more.sort_unstable();
        more.dedup();
        let needs = needs_in(&terms, known) & !bit(Need::Activity) & !bit(Need::Work);
        let one_condition = is_any(&names.one_condition);
        Audience { needs, one_condition, with_child, anybody, words: sides.lay_terms(&more) }
    }
}

impl Audience {
    /// The same with its words copied behind others.
    pub(crate) fn move_sides(self, from: &Sides, to: &mut Sides) -> Audience {
        let words = self.words.of(&from.text).iter().copied();
        Audience { words: lay(&mut to.text, words), ..self }
    }
}

/// What a person lives with, as far as they said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Situation {
    needs: u16,
    with_child: bool,
    /// Their own words and what means nearly the same.
    words: Vec<Term>,
}

/// From how near on a word counts as the person's own.
const OWN: f32 = 0.7;

impl Situation {
    pub(crate) fn read(profile: &Profile, known: &Known) -> Situation {
        let mut situation = Situation::default();
        for need in &profile.needs {
            situation.needs |= bit(*need);
        }
        let said = profile.situation.iter().chain(&profile.interests).chain(&profile.hopes);
        for (at, words) in said.enumerate() {
            let read = known.vocabulary.read(words);
            let terms: Vec<Term> = read.iter().map(|term| term.unwrap_or(Term::MAX)).collect();
            let child = known.audiences.child.iter().any(|phrase| holds(&terms, phrase));
            situation.with_child |= child;
            if at < profile.situation.len() {
                situation.needs |= needs_in(&terms, known);
            }
            for wanted in known.synonyms.widen(&read).into_iter().flatten() {
                let near = wanted.terms.iter().filter(|(_, far)| *far >= OWN);
                situation.words.extend(near.map(|(term, _)| *term));
            }
        }
        situation.with_child |= profile.needs.contains(&Need::Parenting)
            || profile.activities.contains(&Activity::Parents);
        situation.words.sort_unstable();
        situation.words.dedup();
        situation
    }

    /// Whether the person said that they have a child with them.
    pub(crate) fn has_child(&self) -> bool {
        self.with_child
    }

    /// How likely the person is to be one of those whom a circumstance names, 0..1.
    pub(crate) fn likelihood(&self, audience: Audience, sides: &Sides) -> f64 {
        if audience.with_child {
            return if self.with_child { 0.95 } else { 0.05 };
        }
        let mut words = Terms::new(audience.words.of(&sides.text));
        if words.any(|term| self.words.binary_search(&term).is_ok()) {
            return 0.95;
        }
        let shared = self.needs & audience.needs;
        if audience.anybody {
            0.9
        } else if shared & !bit(Need::Disability) != 0 {
            0.85
        } else if shared != 0 {
            // Many things are called illness: stroke is not Parkinson's.
            if audience.one_condition { 0.3 } else { 0.75 }
        } else if audience.needs != 0 {
            0.1
        } else {
            0.45
        }
    }

    /// Whether a circumstance names people like this one, and not everybody.
    pub(crate) fn shares(&self, audience: Audience, sides: &Sides) -> f64 {
        if audience.anybody { 0.5 } else { self.likelihood(audience, sides) }
    }
}
