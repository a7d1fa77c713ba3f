//! What does somebody's map of their groups show? Scores of a social identity map.
//!
//! Modelled on the dimensions of the paper and online social identity maps (Cruwys and others 2016;
//! Bentley and others 2020). The definitions here are ours, the threshold is chosen, and both are
//! named in the result. What was left out of the map is not counted as nought.

use serde::Serialize;

use crate::finding::{CannotSay, Warning};
use crate::words::{one_place, rounded};

/// One group that somebody feels they belong to; ratings are out of ten.
#[derive(Debug, Clone, PartialEq)]
pub struct Group<'a> {
    /// How links name it.
    pub id: &'a str,
    /// How important it is.
    pub importance: Option<f64>,
    /// How good it feels.
    pub positivity: Option<f64>,
    /// How much support it gives.
    pub support: Option<f64>,
    /// How much the person stands for it.
    pub representative: Option<f64>,
    /// On how many days a month they meet.
    pub days_per_month: Option<f64>,
    /// Whether it was joined lately.
    pub is_new: bool,
}

/// How easily two groups go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Compatibility {
    /// Hard: they pull in different directions.
    Hard,
    /// Neither easy nor hard.
    Moderate,
    /// Easily.
    Easy,
}

/// Two groups that have to do with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link<'a> {
    /// One.
    pub from: &'a str,
    /// The other.
    pub to: &'a str,
    /// How easily they go together.
    pub compatibility: Compatibility,
}

/// What a map shows. Averages are nothing where nobody rated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SocialMap {
    /// From which rating on something is high.
    pub high_from: f64,
    /// How many groups there are.
    pub groups: usize,
    /// How many are important.
    pub important: usize,
    /// How many feel good.
    pub positive: usize,
    /// How many give support.
    pub supportive: usize,
    /// For how many the person stands.
    pub representative: usize,
    /// How many are new.
    pub new: usize,
    /// How many are new and important.
    pub new_important: usize,
    /// How many are high in all four.
    pub supergroups: usize,
    /// How many are high in at least three of the four.
    pub nearly_supergroups: usize,
    /// The average importance.
    pub importance_mean: Option<f64>,
    /// The average positivity.
    pub positivity_mean: Option<f64>,
    /// The average support.
    pub support_mean: Option<f64>,
    /// Days of contact a month, of all groups together.
    pub contact_days: f64,
    /// How easily linked groups go together: hard 1, moderate 2, easy 3.
    pub compatibility_mean: Option<f64>,
    /// How many links are hard.
    pub conflicts: usize,
    /// Links out of all that there could be; nothing for fewer than two groups.
    pub density: Option<f64>,
    /// Into how many parts the map falls.
    pub parts: usize,
    /// How many groups have no link.
    pub isolated: usize,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// The scores of a map; `high_from` is usually 7 of 10.
///
/// # Errors
/// Refuses two groups of one name, and links to groups that are not on the map.
pub fn social_map(
    groups: &[Group<'_>],
    links: &[Link<'_>],
    high_from: f64,
) -> Result<SocialMap, CannotSay> {
    let place = |id: &str| groups.iter().position(|group| group.id == id);
    if let Some(twice) = groups.iter().enumerate().find(|(at, one)| place(one.id) != Some(*at)) {
        return Err(refuse(format!("Two groups are called “{}”.", twice.1.id)));
    }
    let mut part: Vec<usize> = (0..groups.len()).collect();
    let mut linked = vec![false; groups.len()];
    for link in links {
        let (Some(from), Some(to)) = (place(link.from), place(link.to)) else {
            return Err(refuse("A link names a group that is not on the map.".to_owned()));
        };
        if from == to {
            return Err(refuse(format!("“{}” is linked with itself.", link.from)));
        }
        (linked[from], linked[to]) = (true, true);
        let (kept, gone) = (part[from], part[to]);
        part.iter_mut().filter(|one| **one == gone).for_each(|one| *one = kept);
    }
    part.sort_unstable();
    part.dedup();
    let high = |rating: Option<f64>| rating.is_some_and(|rating| rating >= high_from);
    let count = |is: &dyn Fn(&Group<'_>) -> bool| groups.iter().filter(|one| is(one)).count();
    let highs = |one: &Group<'_>| {
        let four = [one.importance, one.positivity, one.support, one.representative];
        four.into_iter().filter(|rating| high(*rating)).count()
    };
    let pairs = groups.len() * groups.len().saturating_sub(1) / 2;
    let compatibility: Vec<Option<f64>> =
        links.iter().map(|link| Some(link.compatibility as u8 as f64 + 1.0)).collect();
    let unrated = count(&|one| [one.importance, one.positivity, one.support].contains(&None));
    let warnings = if unrated > 0 {
        vec![Warning::Said(format!(
            "{unrated} groups lack a rating and cannot count as high in it."
        ))]
    } else {
        Vec::new()
    };
    let mean = |of: &dyn Fn(&Group<'_>) -> Option<f64>| mean(groups.iter().map(of));
    Ok(SocialMap {
        high_from,
        groups: groups.len(),
        important: count(&|one| high(one.importance)),
        positive: count(&|one| high(one.positivity)),
        supportive: count(&|one| high(one.support)),
        representative: count(&|one| high(one.representative)),
        new: count(&|one| one.is_new),
        new_important: count(&|one| one.is_new && high(one.importance)),
        supergroups: count(&|one| highs(one) == 4),
        nearly_supergroups: count(&|one| highs(one) >= 3),
        importance_mean: mean(&|one| one.importance),
        positivity_mean: mean(&|one| one.positivity),
        support_mean: mean(&|one| one.support),
        contact_days: groups.iter().filter_map(|one| real(one.days_per_month)).sum(),
        compatibility_mean: self::mean(compatibility.into_iter()),
        conflicts: links.iter().filter(|one| one.compatibility == Compatibility::Hard).count(),
        density: (pairs > 0).then(|| links.len() as f64 / pairs as f64),
        parts: part.len(),
        isolated: linked.iter().filter(|linked| !**linked).count(),
        warnings,
    })
}

fn refuse(why: String) -> CannotSay {
    CannotSay::because(why, "Correct the map; every group needs a name of its own.")
}

fn real(rating: Option<f64>) -> Option<f64> {
    rating.filter(|one| one.is_finite())
}

fn mean(of: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let given: Vec<f64> = of.filter_map(real).collect();
    let mean = given.iter().sum::<f64>() / given.len() as f64;
    mean.is_finite().then_some(mean)
}

impl SocialMap {
    /// How it was worked out.
    #[must_use]
    pub fn convention(&self) -> String {
        format!(
            "Our definitions on the dimensions of social identity mapping; high is {} of 10 or \
             more; a supergroup is high in importance, positivity, support and standing for it.",
            rounded(self.high_from, 0)
        )
    }

    /// What the map shows, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        if self.groups == 0 {
            return "There are no groups on the map yet.".to_owned();
        }
        let support = self.support_mean.map_or_else(String::new, |mean| {
            format!(" Support from them is {} of 10 on average.", one_place(mean))
        });
        format!(
            "{} groups, {} of them important and {} new; {} are pulled in different directions.\
             {support}",
            self.groups, self.important, self.new, self.conflicts
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn group(id: &str, rating: f64) -> Group<'_> {
        Group {
            id,
            importance: Some(rating),
            positivity: Some(rating),
            support: Some(rating),
            representative: Some(rating),
            days_per_month: Some(4.0),
            is_new: id == "b",
        }
    }

    #[test]
    fn three_groups_by_hand() {
        let groups = [group("a", 9.0), group("b", 7.0), group("c", 2.0)];
        let links = [Link { from: "a", to: "b", compatibility: Compatibility::Hard }];
        let found = social_map(&groups, &links, 7.0).unwrap();
        assert_eq!((found.groups, found.important, found.supergroups), (3, 2, 2));
        assert_eq!((found.new, found.new_important, found.conflicts), (1, 1, 1));
        assert_eq!((found.parts, found.isolated), (2, 1));
        assert_eq!((found.importance_mean, found.contact_days), (Some(6.0), 12.0));
        assert!((found.density.unwrap() - 1.0 / 3.0).abs() < 1e-12);
        assert!(found.sentence().starts_with("3 groups, 2 of them important and 1 new"));
    }

    #[test]
    fn an_empty_map_is_a_map_and_a_torn_one_is_not() {
        let none = social_map(&[], &[], 7.0).unwrap();
        assert_eq!((none.density, none.importance_mean, none.parts), (None, None, 0));
        assert_eq!(none.sentence(), "There are no groups on the map yet.");
        let groups = [group("a", 9.0), group("b", 7.0)];
        let link = |from, to| [Link { from, to, compatibility: Compatibility::Easy }];
        assert!(social_map(&groups, &link("a", "z"), 7.0).is_err());
        assert!(social_map(&groups, &link("a", "a"), 7.0).is_err());
        assert!(social_map(&[group("a", 1.0), group("a", 2.0)], &[], 7.0).is_err());
        let unrated = [Group { support: None, ..group("a", 9.0) }];
        assert_eq!(social_map(&unrated, &[], 7.0).unwrap().warnings.len(), 1);
    }

    proptest! {
        #[test]
        fn never_a_strange_number(ratings in prop::collection::vec(prop::option::of(any::<f64>()), 0..6)) {
            let names = ["a", "b", "c", "d", "e", "f"];
            let groups: Vec<Group<'_>> = ratings
                .iter()
                .zip(names)
                .map(|(rating, id)| Group { importance: *rating, ..group(id, 5.0) })
                .collect();
            let found = social_map(&groups, &[], 7.0).unwrap();
            prop_assert!(found.importance_mean.is_none_or(f64::is_finite));
            prop_assert_eq!(found.parts, groups.len());
        }
    }
}
