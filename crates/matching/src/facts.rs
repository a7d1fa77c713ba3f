//! What the limits and the score read of a group: fixed-size facts, and small tables beside them.
//!
//! No words are kept here. The few groups that are shown are told from the groups themselves.

use domain::group::{AccessNeed, Capacity, Confidence, Freshness, Gender, Season};
use domain::ids::GroupId;
use domain::kinds::{Activity, Need};
use domain::place::Point;
use domain::profile::DayPart;
use jiff::civil::{Date, date};

use crate::audience::Audience;
use crate::text::Term;

/// A stretch of one of the tables beside the facts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) len: u32,
}

impl Span {
    pub(crate) fn of<T>(self, table: &[T]) -> &[T] {
        let start = self.start as usize;
        &table[start..start + self.len as usize]
    }
}

/// A day, as a number that is quick to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(pub(crate) i32);

const FIRST: Date = date(1970, 1, 1);

impl From<Date> for Day {
    fn from(day: Date) -> Day {
        Day((day.duration_since(FIRST).as_hours() / 24) as i32)
    }
}

impl Day {
    /// The date again.
    pub(crate) fn date(self) -> Date {
        FIRST.saturating_add(jiff::Span::new().days(self.0))
    }
}

/// The code of a language, lower case, eight bytes at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Language([u8; 8]);

impl Language {
    pub(crate) const ENGLISH: Language = Language(*b"en\0\0\0\0\0\0");

    pub(crate) fn bytes(self) -> [u8; 8] {
        self.0
    }

    /// Its code: `en`.
    pub(crate) fn name(self) -> String {
        self.0.iter().take_while(|byte| **byte != 0).map(|byte| char::from(*byte)).collect()
    }

    /// The language of a tag: `en` of `en-GB`.
    pub(crate) fn of(tag: &str) -> Language {
        let mut code = [0; 8];
        for (to, from) in code.iter_mut().zip(crate::words::language_of(tag).bytes()) {
            *to = from;
        }
        Language(code)
    }
}

/// An outcode, four bytes at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Outcode([u8; 4]);

impl Outcode {
    /// The outcode of a postcode or an outcode, where it is shaped like one.
    pub(crate) fn of(typed: &str) -> Option<Outcode> {
        let text = domain::place::outcode(typed)?;
        let mut code = [0; 4];
        for (to, from) in code.iter_mut().zip(text.bytes()) {
            *to = from;
        }
        Some(Outcode(code))
    }
}

/// Where a group meets, as far as one must travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Where {
    /// In a place, and only there.
    Venue,
    /// In a place, or online.
    Both,
    /// Only online.
    Online,
    /// Nobody has told us.
    Unknown,
}

/// Whether it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Running {
    /// As listed.
    Yes,
    /// Not for now.
    Paused,
    /// Until this day, where known.
    Until(Option<Day>),
}

/// What it costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Price {
    /// Nothing.
    Free,
    /// So many pence a time.
    Pence(u32),
    /// Words that are no number, or nothing known.
    Unclear,
}

/// What a group asks of those who come; its words are in the group, at the same place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Required {
    pub(crate) rule: Asked,
    pub(crate) confidence: Confidence,
}

/// A `domain::group::Rule` without its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    Age {
        from: Option<u8>,
        to: Option<u8>,
    },
    Gender(Gender),
    MembersOnly,
    ReferralOnly,
    /// So many of the group's outcodes, from the `first` on.
    Area {
        first: u16,
        count: u16,
    },
    Circumstance(Audience),
}

/// A meeting on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dated {
    pub(crate) day: Day,
    /// The part of the week, as one bit.
    pub(crate) part: u32,
}

/// Every part of the week.
pub(crate) const ANY_TIME: u32 = (1 << 21) - 1;

/// A part of the week as one bit of 21: Monday morning is the lowest.
pub(crate) fn part_of_week(weekday: domain::group::Weekday, part: DayPart) -> u32 {
    1 << (weekday as u32 * 3 + part as u32)
}

/// One group, in a fixed size.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts {
    pub(crate) id: GroupId,
    /// Where it lies, if that is on earth.
    pub(crate) point: Option<Point>,
    /// Who runs it, as a hash of the name; 0 where unknown.
    pub(crate) organisation: u64,
    /// How surely it is of each kind of activity, in hundredths, in the order of their list.
    pub(crate) activities: [u8; Activity::ALL.len()],
    /// How surely it is about each kind of need, likewise.
    pub(crate) needs: [u8; Need::ALL.len()],
    /// Kinds of activity that the directory states, as bits.
    pub(crate) stated: u32,
    /// Parts of the week in which it meets every week, every second week, and more seldom.
    pub(crate) weekly: [u32; 3],
    /// Access needs of which something is known, and those that are met, as bits.
    pub(crate) access_known: u16,
    pub(crate) access_there: u16,
    pub(crate) place: Where,
    pub(crate) running: Running,
    pub(crate) capacity: Capacity,
    pub(crate) price: Price,
    /// When somebody last made sure that it is true.
    pub(crate) checked_on: Option<Day>,
    /// The last date its listing names.
    pub(crate) last_known_on: Option<Day>,
    /// When the first and the last of the money ends that it says it lives from; the last is
    /// far away where some of it has no end.
    pub(crate) money_ends: Option<(Day, Day)>,
    /// The part of the year in which it meets.
    pub(crate) season: Option<Season>,
    /// Whether it sinks or is hidden until somebody checks it.
    pub(crate) freshness: Freshness,
    /// New people it offers to take a month.
    pub(crate) places_per_month: Option<u32>,
    /// How surely it is meant for families with children, in hundredths.
    pub(crate) for_families: u8,
    /// Whether it is meant for young people.
    pub(crate) for_the_young: bool,
    /// Whether it says that it is small.
    pub(crate) says_small: bool,
    /// How long its weighted text is, in words.
    pub(crate) length: u32,
    pub(crate) rules: Span,
    pub(crate) outcodes: Span,
    pub(crate) languages: Span,
    pub(crate) dated: Span,
    /// Its terms: name, description, and who runs it with the building, one after the other.
    pub(crate) name: Span,
    pub(crate) description: Span,
    pub(crate) around: Span,
}

/// The tables beside the facts: what has no fixed size.
#[derive(Debug, Default, Clone)]
pub(crate) struct Sides {
    pub(crate) rules: Vec<Required>,
    pub(crate) outcodes: Vec<Outcode>,
    pub(crate) languages: Vec<Language>,
    pub(crate) dated: Vec<Dated>,
    /// Terms, seven bits a byte.
    pub(crate) text: Vec<u8>,
}

/// Adds items to a table and says where they are.
pub(crate) fn lay<T>(table: &mut Vec<T>, items: impl IntoIterator<Item = T>) -> Span {
    let start = table.len();
    table.extend(items);
    Span { start: start as u32, len: (table.len() - start) as u32 }
}

impl Facts {
    /// Copies what it points to from one set of tables to another.
    pub(crate) fn move_sides(&mut self, from: &Sides, to: &mut Sides) {
        let moved = self.rules.of(&from.rules).iter().map(|required| match required.rule {
            Asked::Circumstance(audience) => {
                let rule = Asked::Circumstance(audience.move_sides(from, to));
                Required { rule, ..*required }
            }
            _ => *required,
        });
        let moved: Vec<Required> = moved.collect();
        self.rules = lay(&mut to.rules, moved);
        self.outcodes = lay(&mut to.outcodes, self.outcodes.of(&from.outcodes).iter().copied());
        self.languages = lay(&mut to.languages, self.languages.of(&from.languages).iter().copied());
        self.dated = lay(&mut to.dated, self.dated.of(&from.dated).iter().copied());
        for text in [&mut self.name, &mut self.description, &mut self.around] {
            *text = lay(&mut to.text, text.of(&from.text).iter().copied());
        }
    }
}

impl Sides {
    /// Gives back what was taken too much.
    pub(crate) fn shrink(&mut self) {
        self.rules.shrink_to_fit();
        self.outcodes.shrink_to_fit();
        self.languages.shrink_to_fit();
        self.dated.shrink_to_fit();
        self.text.shrink_to_fit();
    }

    /// How many bytes they take.
    pub(crate) fn size_bytes(&self) -> usize {
        size_of_val(self.rules.as_slice())
            + size_of_val(self.outcodes.as_slice())
            + size_of_val(self.languages.as_slice())
            + size_of_val(self.dated.as_slice())
            + self.text.len()
    }

    /// Adds terms to the text.
    pub(crate) fn lay_terms(&mut self, terms: &[Term]) -> Span {
        let start = self.text.len();
        for term in terms {
            let mut rest = *term;
            while rest >= 0x80 {
                self.text.push((rest & 0x7f) as u8 | 0x80);
                rest >>= 7;
            }
            self.text.push(rest as u8);
        }
        Span { start: start as u32, len: (self.text.len() - start) as u32 }
    }
}

/// One group's facts with the tables they point into.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) sides: &'a Sides,
}

impl<'a> View<'a> {
    pub(crate) fn rules(self) -> &'a [Required] {
        self.facts.rules.of(&self.sides.rules)
    }

    /// The outcodes an area names, those that are shaped like one.
    pub(crate) fn outcodes(self, first: u16, count: u16) -> &'a [Outcode] {
        let all = self.facts.outcodes.of(&self.sides.outcodes);
        &all[usize::from(first)..usize::from(first) + usize::from(count)]
    }

    pub(crate) fn languages(self) -> &'a [Language] {
        self.facts.languages.of(&self.sides.languages)
    }

    pub(crate) fn dated(self) -> &'a [Dated] {
        self.facts.dated.of(&self.sides.dated)
    }

    pub(crate) fn name(self) -> Terms<'a> {
        Terms(self.facts.name.of(&self.sides.text))
    }

    pub(crate) fn description(self) -> Terms<'a> {
        Terms(self.facts.description.of(&self.sides.text))
    }

    pub(crate) fn around(self) -> Terms<'a> {
        Terms(self.facts.around.of(&self.sides.text))
    }

    /// How surely it is of this kind, 0..1.
    pub(crate) fn does(self, kind: Activity) -> f64 {
        f64::from(self.facts.activities[kind as usize]) / 100.0
    }

    /// How surely it is about this need, 0..1.
    pub(crate) fn is_about(self, need: Need) -> f64 {
        f64::from(self.facts.needs[need as usize]) / 100.0
    }

    /// The kinds that the directory states.
    pub(crate) fn stated(self) -> impl Iterator<Item = Activity> + 'a {
        Activity::ALL.iter().copied().filter(move |kind| self.is_stated(*kind))
    }

    /// Whether the directory states this kind.
    pub(crate) fn is_stated(self, kind: Activity) -> bool {
        self.facts.stated & (1 << kind as u32) != 0
    }

    /// What is known about one access need: yes, no, or nothing.
    pub(crate) fn access_to(self, need: AccessNeed) -> Option<bool> {
        let bit = 1 << need as u16;
        (self.facts.access_known & bit != 0).then_some(self.facts.access_there & bit != 0)
    }

    /// Whether one can take part without travelling.
    pub(crate) fn is_online(self) -> bool {
        matches!(self.facts.place, Where::Both | Where::Online)
    }
}

/// Terms as they are kept, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Terms<'a>(&'a [u8]);

impl<'a> Terms<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Terms<'a> {
        Terms(bytes)
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Whether a phrase stands in it with its words side by side.
    pub(crate) fn holds(mut self, phrase: &[Term]) -> bool {
        while !self.is_empty() && !phrase.is_empty() {
            let mut rest = self;
            if phrase.iter().all(|term| rest.next() == Some(*term)) {
                return true;
            }
            self.next();
        }
        false
    }
}

impl Iterator for Terms<'_> {
    type Item = Term;

    fn next(&mut self) -> Option<Term> {
        let (mut term, mut shift) = (0, 0);
        loop {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            term |= Term::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(term);
            }
            shift += 7;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_and_days_are_read_as_they_were_written() {
        let mut sides = Sides::default();
        let terms = [0, 1, 127, 128, 16_383, 16_384, Term::MAX];
        let span = sides.lay_terms(&terms);
        assert_eq!(Terms(span.of(&sides.text)).collect::<Vec<_>>(), terms);
        for day in [date(1901, 2, 3), date(1970, 1, 1), date(2026, 11, 20), date(2100, 3, 1)] {
            assert_eq!(Day::from(day).date(), day);
        }
        assert_eq!(Day::from(date(2026, 11, 20)).0 - Day::from(date(2025, 11, 20)).0, 365);
    }

    #[test]
    fn bits_are_enough_for_every_kind_and_need() {
        assert!(Activity::ALL.len() <= 32 && AccessNeed::ALL.len() <= 16);
        for (at, need) in AccessNeed::ALL.iter().enumerate() {
            assert_eq!(*need as usize, at);
        }
    }
}
