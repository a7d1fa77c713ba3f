//! Who may come, from a title or a free description: nearly always "ask first".
//!
//! A description often tells of several activities, so one sentence rarely binds the whole group.

use std::sync::LazyLock;

use domain::group::{Confidence, Gender, Limit, Rule};
use regex::Regex;

use super::age::{self, Ages};
use super::kept;
use crate::plain::{pattern, sentences};

/// People whom an age in the same sentence can be about.
static WHO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)\b(?:people|adults?|anyone|anybody|those|men|man|women|woman|ladies|children|residents
        |individuals|participants|learners|carers?|members?|persons?|you|clients?|patients|groups?
        |class(?:es)?|clubs?|teens|youth|girls|boys|sufferers|pensioners|parents?|open\ to
        |suitable\ for|sessions?\ for|aimed\ at)\b",
    )
});
/// Sentences in which an age is about something else: prices, children who need an adult, history.
static NOT_A_LIMIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)\baccompan|\bsupervis|£|\bhalf[ -]price|\bdiscount|\bgo\ free|\bat\ risk|\brisk\ of
        |\bif\ you(?:r\ child|'re|\ are)\b|\bsince\b|\bconsent|\bconcession|\btraining\ courses|\bstatistic|%",
    )
});
static TURNED_AWAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\bunable to\b|\bcannot\b|\bcan't\b|\bnot (?:allow|admit|suitable|able|accept)|\bno (?:children|one|under)",
    )
});
/// A longer "sentence" is a list of several activities that lost its line ends.
const LONG_SENTENCE: usize = 300;
static ONLY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:must be|only open|open only|strictly|exclusively)\b|\bonly\b"));
static NOT_ONLY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\bnot only\b|\bonly (?:£|\d|on|in|a)\b"));
static OF_ALL_AGES: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\ball ages\b|\bany age\b|\bwhatever (?:your|their) age"));
static ONE_GENDER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)\b(?P<only>women|ladies|men|girls|females?|males?)(?:\ |-)only\b
        | \bonly\ (?:for|open\ to)\ (?P<open>women|ladies|men|girls)\b
        | \b(?:group|groups|sessions?|service|space|club|class|classes|charity|drop-in|choir|centre|support)
          \ for\ (?:\w+\ )?(?P<for>women|ladies|men|girls)\b
        | \bany\ (?P<any>man|woman)\b",
    )
});
static BINDING_GENDER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)\b(?:this|the)\ (?:\w+\ )?(?:meeting|group|class|session|service|course|club|choir)\ is\ 
        (?:strictly\ )?(?:for\ |only\ for\ )?(?:women|men|ladies)(?:\ only)?\b",
    )
});
static TITLE_GENDER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)\b(?:(?P<a>women|ladies|men|girls)'?s?\b|(?P<b>womens|mens)\b|(?P<c>mums?|mummy|dads?)\b)",
    )
});
static BOTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\bsessions include\b|\bsome (?:groups|sessions|classes)\b|\bmen and women\b|\bwomen and men\b|\bmixed\b|\bboth (?:men|women)\b|\bboys and girls\b",
    )
});
static MEMBERS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\bmembers[ -]only\b|\bonly (?:for|open to) members\b"));
static REFERRAL_ONLY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\breferrals? only\b|\bonly (?:accept|take|by|via|through) (?:\w+ )?referrals?\b|\bby referral from (?:a|your) (?:gp|professional)\b",
    )
});
static REFERRED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\bmust be referred\b|\bneed(?:s)? (?:a|to be) referr|\breferral (?:is )?(?:needed|required)\b|\breferred by (?:a|your|their) (?:gp|doctor|professional)",
    )
});
static SELF_REFERRAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\bself[ -]?refer|\brefer (?:yourself|themselves)|\bno referral|\breferral (?:is )?not (?:needed|required)|referral needed\? ?-? ?no|(?:don't|do not) need a(?:ny)? referral",
    )
});
static FOR_SOME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)\b(?:group|groups|service|services|sessions?|support|club|caf[eé]|choir|space|drop-in|charity)
        \ (?:for|to)\ (?P<who>(?:(?:unpaid|family|foster|young|parent|adult|ex-service)\ )*
        (?:carers|veterans|refugees|asylum\ seekers|survivors|students|lgbtq\+?|armed\ forces))",
    )
});
static BOUND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:only (?:open|available) to|open only to|you must (?:be|live|have)|participants must|exclusively for|must live in)\b",
    )
});

/// Limits that a title hints at ("Men's Shed", "Over 60s Ballet", "Carers' Café").
#[must_use]
pub fn from_title(title: &str) -> Vec<Limit> {
    let text = age::folded(title);
    let limit = |rule, confidence| Limit { rule, sentence: kept(title), confidence };
    let mut limits = Vec::new();
    if let Some(ages) = age::find(&text).filter(|_| !text.contains("accompan")) {
        limits.extend(with_child(ages, title).or(Some(limit(age(ages), Confidence::Likely))));
    }
    if let Some(gender) = TITLE_GENDER.captures(&text).and_then(|found| one_gender(&found))
        && !BOTH.is_match(&text)
    {
        let only = text.contains("only");
        let parent = text.contains("mum") || text.contains("dad");
        let confidence = match (only, parent) {
            (true, false) => Confidence::Certain,
            (false, false) => Confidence::Likely,
            (_, true) => Confidence::Unsure,
        };
        limits.push(limit(Rule::Gender { gender }, confidence));
    }
    if MEMBERS.is_match(&text) {
        limits.push(limit(Rule::MembersOnly, Confidence::Certain));
    }
    if text.contains("carers") && !text.contains("parent") {
        let words = "carers".to_owned();
        limits.push(limit(Rule::Circumstance { words }, Confidence::Unsure));
    }
    limits
}

/// Limits that a free description states.
#[must_use]
pub fn from_description(text: &str) -> Vec<Limit> {
    let mut limits = Vec::new();
    let open_to_all_ages = OF_ALL_AGES.is_match(text);
    let lower = age::folded(text);
    for sentence in sentences(text) {
        let folded = age::folded(sentence);
        let before = limits.len();
        limits.extend(age_limit(sentence, &folded));
        limits.extend(gender_limit(sentence, &folded));
        limits.extend(membership(sentence, &folded, SELF_REFERRAL.is_match(&lower)));
        // A sentence already read as a rule is not kept a second time as a situation.
        if limits.len() == before {
            limits.extend(situation(sentence, &folded));
        }
    }
    settle(limits, open_to_all_ages)
}

/// Keeps one of each rule; several age ranges in one text are several activities, so a guess.
fn settle(limits: Vec<Limit>, open_to_all_ages: bool) -> Vec<Limit> {
    let mut kept: Vec<Limit> = Vec::new();
    for limit in limits {
        match kept.iter_mut().find(|known| known.rule == limit.rule) {
            Some(known) if limit.confidence == Confidence::Certain => *known = limit,
            Some(_) => {}
            None => kept.push(limit),
        }
    }
    let is_age = |limit: &Limit| matches!(limit.rule, Rule::Age { .. });
    let ages = kept.iter().filter(|limit| is_age(limit)).count();
    if ages > 1 || open_to_all_ages {
        for limit in kept.iter_mut().filter(|limit| is_age(limit)) {
            limit.confidence = Confidence::Unsure;
        }
    }
    // More than three are the timetable of a centre: no help as something to ask about.
    if ages > 3 {
        kept.retain(|limit| !is_age(limit));
    }
    let is_woman = |l: &Limit| l.rule == (Rule::Gender { gender: Gender::Woman });
    let is_man = |l: &Limit| l.rule == (Rule::Gender { gender: Gender::Man });
    if kept.iter().any(is_woman) && kept.iter().any(is_man) {
        kept.retain(|limit| !is_woman(limit) && !is_man(limit));
    }
    let mut circumstances = 0;
    kept.retain(|limit| {
        circumstances += usize::from(matches!(limit.rule, Rule::Circumstance { .. }));
        !matches!(limit.rule, Rule::Circumstance { .. }) || circumstances <= 3
    });
    kept
}

fn is_binding(folded: &str) -> bool {
    ONLY.is_match(folded) && !NOT_ONLY.is_match(folded)
}

fn age_limit(sentence: &str, folded: &str) -> Option<Limit> {
    if NOT_A_LIMIT.is_match(folded) {
        return None;
    }
    let ages = age::find(folded)?;
    let head = folded[..ages.span.1].chars().count();
    let near: String = folded[..ages.span.1].chars().skip(head.saturating_sub(70)).collect();
    let opens = folded[..ages.span.0].trim().is_empty();
    if !(opens || WHO.is_match(&near)) {
        return None;
    }
    if let Some(limit) = with_child(ages, sentence) {
        return Some(limit);
    }
    // "We cannot take children under 16" is a lower end.
    let turned_away = ages.from.is_none() && TURNED_AWAY.is_match(folded);
    let ages = if turned_away {
        Ages { from: ages.to.map(|to| to + 1), to: None, exact: false, span: ages.span }
    } else {
        ages
    };
    let another = age::find(&folded[ages.span.1..]).is_some();
    let confidence = if another || sentence.len() > LONG_SENTENCE {
        Confidence::Unsure
    } else if is_binding(folded) && ages.exact {
        Confidence::Certain
    } else {
        Confidence::Likely
    };
    Some(Limit { rule: age(ages), sentence: kept(sentence), confidence })
}

fn age(ages: Ages) -> Rule {
    Rule::Age { from: ages.from, to: ages.to }
}

/// Small children come with a grown-up, whose own age is free.
fn with_child(ages: Ages, sentence: &str) -> Option<Limit> {
    let small = ages.to.is_some_and(|to| to <= 5)
        || (ages.from == Some(0) && ages.to.is_some_and(|to| to <= 11));
    small.then(|| Limit {
        rule: Rule::Circumstance { words: format!("comes with a child: {}", kept(sentence)) },
        sentence: kept(sentence),
        confidence: Confidence::Unsure,
    })
}

fn one_gender(found: &regex::Captures<'_>) -> Option<Gender> {
    let word = found.iter().skip(1).flatten().next()?.as_str();
    let man = word.starts_with("men") || word.starts_with("man") || word.starts_with("dad");
    Some(if man || word.starts_with("male") { Gender::Man } else { Gender::Woman })
}

fn gender_limit(sentence: &str, folded: &str) -> Option<Limit> {
    if BOTH.is_match(folded) {
        return None;
    }
    let binding = BINDING_GENDER.is_match(folded);
    let found = ONE_GENDER.captures(folded);
    let gender = match found.as_ref().and_then(one_gender) {
        Some(gender) => gender,
        None if binding && folded.contains("women") => Gender::Woman,
        None => return None,
    };
    let confidence = if binding { Confidence::Certain } else { Confidence::Likely };
    Some(Limit { rule: Rule::Gender { gender }, sentence: kept(sentence), confidence })
}

fn membership(sentence: &str, folded: &str, self_referral: bool) -> Vec<Limit> {
    let limit = |rule, confidence| Limit { rule, sentence: kept(sentence), confidence };
    let mut limits = Vec::new();
    if MEMBERS.is_match(folded) {
        limits.push(limit(Rule::MembersOnly, Confidence::Likely));
    }
    if self_referral {
        return limits;
    }
    if REFERRAL_ONLY.is_match(folded) {
        limits.push(limit(Rule::ReferralOnly, Confidence::Certain));
    } else if REFERRED.is_match(folded) {
        limits.push(limit(Rule::ReferralOnly, Confidence::Likely));
    }
    limits
}

fn situation(sentence: &str, folded: &str) -> Option<Limit> {
    let unsure = |words: &str, confidence| Limit {
        rule: Rule::Circumstance { words: kept(words) },
        sentence: kept(sentence),
        confidence,
    };
    if BOUND.is_match(folded) {
        return Some(unsure(sentence, Confidence::Likely));
    }
    let found = FOR_SOME.captures(folded)?;
    Some(unsure(&found["who"], Confidence::Unsure))
}
