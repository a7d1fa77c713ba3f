//! Names of terms whose words do not say enough by themselves, and names that are no kinds.
//!
//! Found by reading the lists that real directories use. Lower case, "and" for "&".

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::kinds::{Activity, Need};

/// The kinds that a name stands for; both empty where it is no kind of ours on purpose.
type Kinds = (Vec<Activity>, Vec<Need>);

static NAMES: LazyLock<HashMap<&str, Kinds>> = LazyLock::new(|| {
    let lines = include_str!("names.txt").lines().filter(|line| !line.starts_with('#'));
    let rows = lines.filter_map(|line| line.split_once(" = "));
    rows.flat_map(|(kinds, names)| {
        let list = |mark| kinds.split(' ').filter_map(move |kind| kind.strip_prefix(mark));
        let activities: Vec<Activity> = list("a:").filter_map(Activity::from_key).collect();
        let needs: Vec<Need> = list("n:").filter_map(Need::from_key).collect();
        names.split('|').map(move |name| (name.trim(), (activities.clone(), needs.clone())))
    })
    .collect()
});

/// The kinds of a name, where it stands in the list.
pub(super) fn find(name: &str) -> Option<&'static Kinds> {
    NAMES.get(name)
}

/// Whether a list says who comes or who tells, and not what happens.
pub(super) fn is_about_people(vocabulary: &str) -> bool {
    let name = vocabulary.to_lowercase();
    ["user group", "age group", "circumstance", "data source", "audience"]
        .iter()
        .any(|part| name.contains(part))
}

/// Whether a name says who comes, what is paid or who tells, and not what happens.
pub(super) fn is_not_a_kind(name: &str) -> bool {
    const PEOPLE: [&str; 9] = [
        "older people",
        "adults",
        "young people",
        "all ages",
        "older",
        "older adults",
        "people",
        "female",
        "male",
    ];
    PEOPLE.contains(&name.trim().to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_is_read_whole() {
        for line in include_str!("names.txt").lines().filter(|line| line.contains(" = ")) {
            let Some((kinds, names)) = line.split_once(" = ") else { continue };
            if line.starts_with('#') {
                continue;
            }
            for kind in kinds.split(' ') {
                let is_known = kind == "-"
                    || kind.strip_prefix("a:").is_some_and(|key| Activity::from_key(key).is_some())
                    || kind.strip_prefix("n:").is_some_and(|key| Need::from_key(key).is_some());
                assert!(is_known, "{line}");
            }
            for name in names.split('|').map(str::trim) {
                assert!(find(name).is_some() && name == name.to_lowercase(), "{name}");
            }
        }
    }
}
