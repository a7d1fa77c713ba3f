//! The quick search finds exactly what the plain one finds: the same groups, in the same order.

use domain::group::{Group, Place, Venue};
use domain::kinds::Need;
use domain::place::Point;
use domain::profile::{Company, Profile};
use matching::{Index, Question, Weights};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::never_broken::{a_group, a_profile};
use crate::support::{But, TODAY, id};

const WORDS: [&str; 8] = ["tea", "garden", "singing", "old", "radio", "walk", "chess", "friends"];

/// A group with more to it than limits.
fn a_described_group() -> impl Strategy<Value = Group> {
    let words = prop::collection::vec(select(WORDS.to_vec()), 0..12);
    let cost = of(0..900_u32);
    let languages = subsequence(vec!["en", "pl", "ur"], 0..3);
    let needs = subsequence(vec![Need::Loneliness, Need::Grief, Need::Mood], 0..2);
    let checked = of(0..900_i64);
    (a_group(), words, cost, languages, needs, checked).prop_map(
        |(group, words, cost, languages, needs, checked)| {
            let group = match cost {
                Some(pence) => group.costing(pence),
                None => group,
            };
            group.says(&words.join(" ")).group(|g| {
                g.languages = languages.into_iter().map(str::to_owned).collect();
                g.needs = needs;
                if let (Some(days), Some(checked)) = (checked, &mut g.checked) {
                    checked.at -= jiff::SignedDuration::from_hours(24 * days);
                }
            })
        },
    )
}

fn a_wishing_profile() -> impl Strategy<Value = Profile> {
    let said = prop::collection::vec(select(WORDS.to_vec()), 0..3);
    let needs = subsequence(vec![Need::Loneliness, Need::Grief, Need::Memory], 0..2);
    let languages = subsequence(vec!["ur", "pl", "en"], 0..3);
    let company = subsequence(vec![Company::WomenOnly, Company::OwnAge, Company::Small], 0..2);
    (a_profile(), said, needs, languages, company, of(0..800_u32)).prop_map(
        |(mut profile, said, needs, languages, company, most)| {
            profile.interests.push(said.join(" "));
            // What is hoped for counts as a need, and must be bounded like one.
            profile.hopes =
                profile.interests.iter().filter(|said| said.contains("old")).cloned().collect();
            profile.needs = needs;
            profile.languages = languages.into_iter().map(str::to_owned).collect();
            profile.company = company;
            profile.cost_at_most_pence = most;
            profile
        },
    )
}

fn assert_quick_is_plain(index: &Index, profile: &Profile) -> Result<(), TestCaseError> {
    let weights = Weights::default();
    for limit in [1, 5, 40] {
        let question = Question::new(TODAY, limit, &weights);
        let quick = index.choose(profile, &question);
        prop_assert_eq!(quick, index.choose_plainly(profile, &question), "of {}", limit);
    }
    Ok(())
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 20, ..Default::default() }
}

proptest! {
    #![proptest_config(config(8))]

    #[test]
    fn the_quick_search_finds_what_the_plain_one_finds(
        groups in prop::collection::vec(a_described_group(), 300..700),
        profiles in prop::collection::vec(a_wishing_profile(), 5),
        edits in prop::collection::vec((0..800_u128, of(a_described_group())), 0..300),
    ) {
        let groups = (0..).zip(groups).map(|(at, one)| one.group(|g| g.id = id(at)));
        let mut index = Index::build(groups);
        let before = index.clone();
        for (at, edit) in edits {
            match edit {
                Some(group) => index.put(&group.group(|g| g.id = id(at))),
                None => {
                    index.remove(id(at));
                }
            }
        }
        for profile in &profiles {
            assert_quick_is_plain(&index, profile)?;
            assert_quick_is_plain(&before, profile)?;
        }
    }
}

proptest! {
    #![proptest_config(config(2))]

    #[test]
    fn groups_far_apart_are_found_in_their_tiles(
        groups in prop::collection::vec(a_described_group(), 100),
        profiles in prop::collection::vec(a_wishing_profile(), 3),
        also_online in any::<bool>(),
    ) {
        // More than one tile of each sort of place: the groups again and again, spread out.
        let all = (0..9000_u32).map(|at| {
            let north = f64::from(at.wrapping_mul(2_654_435_761) >> 16) / 65_536.0;
            let east = f64::from(at.wrapping_mul(40_503) & 0xffff) / 65_536.0;
            let point = Point { latitude: 51.0 + 3.0 * north, longitude: 3.0 * east };
            groups[at as usize % groups.len()].clone().group(|g| {
                g.id = id(u128::from(at));
                g.place = Place::Venue(Venue {
                    point: Some(point),
                    also_online: also_online && at % 2 == 0,
                    ..Venue::default()
                });
            })
        });
        let index = Index::build(all);
        for profile in &profiles {
            assert_quick_is_plain(&index, profile)?;
        }
    }
}
