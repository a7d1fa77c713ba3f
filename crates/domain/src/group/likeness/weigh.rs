//! What speaks for two entries being one group and what against it, added up.
//!
//! Weights are natural logarithms of odds. They are published here and nowhere else.

use strsim::jaro_winkler;

use super::features::{Features, Rarity};

/// How alike two entries are.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// From 0 (surely two groups) to 1 (surely one).
    pub score: f64,
    /// What speaks for it and what against it.
    pub why: Vec<Why>,
}

/// One thing that two entries have in common, or in which they differ.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "`label` says each in words")]
pub enum Why {
    SameName,
    AlikeNames,
    SamePostcode,
    Metres(u32),
    Kilometres(u32),
    OtherPostcode,
    BothOnline,
    SamePhone,
    OtherPhone,
    SameEmail,
    SamePage,
    SameSite,
    SameTimes,
    OtherTimes,
    OtherKind,
    SameSource,
}

impl Why {
    /// The words shown to people.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Why::SameName => "same name".to_owned(),
            Why::AlikeNames => "much the same name".to_owned(),
            Why::SamePostcode => "same postcode".to_owned(),
            Why::Metres(0) => "same place on the map".to_owned(),
            Why::Metres(far) => format!("{far} m apart"),
            Why::Kilometres(far) => format!("{far} km apart"),
            Why::OtherPostcode => "another postcode".to_owned(),
            Why::BothOnline => "both online".to_owned(),
            Why::SamePhone => "same telephone".to_owned(),
            Why::OtherPhone => "another telephone".to_owned(),
            Why::SameEmail => "same e-mail address".to_owned(),
            Why::SamePage => "same web page".to_owned(),
            Why::SameSite => "same website".to_owned(),
            Why::SameTimes => "meets at the same time".to_owned(),
            Why::OtherTimes => "meets on other days".to_owned(),
            Why::OtherKind => "does something else".to_owned(),
            Why::SameSource => "listed twice by the same source".to_owned(),
        }
    }

    /// Whether it speaks for one group.
    #[must_use]
    pub fn speaks_for(&self) -> bool {
        !matches!(
            self,
            Why::Kilometres(_)
                | Why::OtherPostcode
                | Why::OtherPhone
                | Why::OtherTimes
                | Why::OtherKind
                | Why::SameSource
        )
    }
}

/// Two entries that share a key are still two groups more often than not.
const START: f64 = -3.0;

/// A source that lists two entries means two groups, mostly.
const SAME_SOURCE: f64 = -2.5;

/// Spellings this near are one word (Jaro and Winkler).
const SAME_WORD: f64 = 0.92;

struct Sum {
    odds: f64,
    why: Vec<Why>,
}

impl Sum {
    fn add(&mut self, weight: f64, why: Why) {
        self.odds += weight;
        self.why.push(why);
    }
}

/// How alike two entries are.
pub(super) fn likeness(a: &Features, b: &Features, rarity: &Rarity) -> Likeness {
    let mut sum = Sum { odds: START, why: Vec::new() };
    let name = names(a, b, rarity);
    // Whatever else they share, groups of other names are other groups to those who go there.
    if name < 0.35 {
        return Likeness { score: 0.0, why: Vec::new() };
    }
    let is_same = a.words == b.words;
    let known = rarity.same_name(&a.words).max(rarity.same_name(&b.words));
    let rare = if is_same { 1.5 - (known / 2.0).max(1.0).ln() } else { 0.0 };
    let spoken = if is_same { Why::SameName } else { Why::AlikeNames };
    sum.add(10.0 * (name - 0.6) + rare.max(-2.0), spoken);
    place(a, b, &mut sum);
    reach(a, b, rarity, &mut sum);
    times(a, b, &mut sum);
    if a.source == b.source {
        sum.add(SAME_SOURCE, Why::SameSource);
    }
    Likeness { score: 1.0 / (1.0 + (-sum.odds).exp()), why: sum.why }
}

/// How much of what two names say they say both, from 0 to 1.
fn names(a: &Features, b: &Features, rarity: &Rarity) -> f64 {
    let (mut shared, mut left) = (0.0, b.words.iter().collect::<Vec<_>>());
    let mut only_a = Vec::new();
    for word in &a.words {
        let same = left.iter().position(|other| *other == word);
        let near = || left.iter().position(|other| is_same_word(word, other));
        match same.or_else(near) {
            Some(at) => {
                let other = left.swap_remove(at);
                shared += rarity.weight(word).max(rarity.weight(other));
            }
            None if is_around(word, a, b) => {}
            None => only_a.push(rarity.weight(word)),
        }
    }
    let left = left.into_iter().filter(|word| !is_around(word, a, b));
    let only_b: Vec<f64> = left.map(|word| rarity.weight(word)).collect();
    // Each name with a word of its own says that it means something else, be the word common.
    let floor = if only_a.is_empty() || only_b.is_empty() { 0.0 } else { rarity.rarest() / 2.0 };
    let total = |only: &[f64]| only.iter().map(|weight| weight.max(floor)).sum::<f64>();
    let (only_a, only_b) = (total(&only_a), total(&only_b));
    if shared == 0.0 {
        return 0.0;
    }
    let all = shared / (shared + only_a + only_b);
    // One name is the other with something added: that speaks half against them only.
    if only_a == 0.0 || only_b == 0.0 { f64::midpoint(all, (2.0 * all).min(1.0)) } else { all }
}

/// Whether a word only says where it is or who runs it.
fn is_around(word: &str, a: &Features, b: &Features) -> bool {
    a.around.contains(word) || b.around.contains(word)
}

fn is_same_word(a: &str, b: &str) -> bool {
    let is_long = a.len() >= 5 && b.len() >= 5;
    is_long && a.chars().all(char::is_alphabetic) && jaro_winkler(a, b) >= SAME_WORD
}

fn place(a: &Features, b: &Features, sum: &mut Sum) {
    if a.is_online_only && b.is_online_only {
        return sum.add(1.0, Why::BothOnline);
    }
    if a.postcode.is_some() && a.postcode == b.postcode {
        return sum.add(3.0, Why::SamePostcode);
    }
    if let (Some(here), Some(there)) = (a.point, b.point) {
        let km = here.km_to(there);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "≤ 20,015 km")]
        let (metres, whole) = ((km * 1000.0).round() as u32, km.round() as u32);
        return match km {
            ..0.15 => sum.add(3.0, Why::Metres(metres)),
            ..0.5 => sum.add(1.5, Why::Metres(metres)),
            ..1.0 => sum.add(0.0, Why::Metres(metres)),
            ..4.0 => sum.add(-3.0, Why::Kilometres(whole.max(1))),
            _ => sum.add(-6.0, Why::Kilometres(whole)),
        };
    }
    match (&a.outcode, &b.outcode) {
        (Some(here), Some(there)) if here == there => sum.add(-1.0, Why::OtherPostcode),
        (Some(_), Some(_)) => sum.add(-5.0, Why::OtherPostcode),
        _ => {}
    }
}

fn reach(a: &Features, b: &Features, rarity: &Rarity, sum: &mut Sum) {
    // A number that many entries give is the number of an office, not of a group.
    let told =
        |full: f64, reach: &str| full / (1.0 + (rarity.same_reach(reach) / 2.0).max(1.0).ln());
    match (&a.phone, &b.phone) {
        (Some(one), Some(other)) if one == other => sum.add(told(2.5, one), Why::SamePhone),
        (Some(_), Some(_)) => sum.add(-0.7, Why::OtherPhone),
        _ => {}
    }
    if let (Some(one), Some(other)) = (&a.email, &b.email)
        && one == other
    {
        sum.add(told(2.0, one), Why::SameEmail);
    }
    match (&a.page, &b.page, &a.host, &b.host) {
        (Some(one), Some(other), ..) if one == other => sum.add(told(2.5, one), Why::SamePage),
        (.., Some(one), Some(other)) if one == other => sum.add(told(1.5, one), Why::SameSite),
        _ => {}
    }
}

fn times(a: &Features, b: &Features, sum: &mut Sum) {
    if !a.times.is_empty() && !b.times.is_empty() {
        let is_shared = a.times.intersection(&b.times).next().is_some();
        let days = |one: &Features| one.times.iter().map(|time| time.0).collect::<Vec<_>>();
        let is_same_day = days(a).iter().any(|day| days(b).contains(day));
        match (is_shared, is_same_day) {
            (true, _) => sum.add(1.5, Why::SameTimes),
            (_, true) => {}
            _ => sum.add(-2.5, Why::OtherTimes),
        }
    }
    let both_known = !a.activities.is_empty() && !b.activities.is_empty();
    if both_known && a.activities.is_disjoint(&b.activities) {
        sum.add(-1.0, Why::OtherKind);
    }
}
