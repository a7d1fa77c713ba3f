//! The written persons with their judgements, read from one file each.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use domain::profile::Profile;
use serde::Deserialize;

/// The persons from this number on are the test half; those before it are for tuning.
pub(crate) const TEST_FROM: u8 = 31;

/// One file, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    person: Words,
    profile: Profile,
    judgement: Vec<Judgement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: String,
}

/// How good one group would be for one person.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Judgement {
    /// The group's id in the listing.
    pub(crate) group: String,
    /// 0 to 3.
    pub(crate) grade: u8,
    /// Why, in short.
    pub(crate) because: String,
    /// Whether the imported entry states a limit that its own text does not.
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "only the tests hold it to the limits"))]
    pub(crate) misread: bool,
}

/// A written person.
pub(crate) struct Person {
    /// From the file's name.
    pub(crate) number: u8,
    /// From the file's name.
    pub(crate) name: String,
    /// Who they are.
    pub(crate) words: String,
    /// What matching is told.
    pub(crate) profile: Profile,
    /// What reading the listing found.
    pub(crate) judgements: Vec<Judgement>,
}

impl Person {
    /// The grade of a group, if it was judged.
    pub(crate) fn grade(&self, source_id: &str) -> Option<u8> {
        self.judgements.iter().find(|one| one.group == source_id).map(|one| one.grade)
    }

    /// Whether the person belongs to the half that nobody tunes on.
    pub(crate) fn is_for_testing(&self) -> bool {
        self.number >= TEST_FROM
    }
}

/// Every person, by number.
pub(crate) fn read_all() -> Result<Vec<Person>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("persons");
    let mut persons = Vec::new();
    for file in std::fs::read_dir(&folder).context("the folder of persons")? {
        let path = file?.path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let stem = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let (number, name) = stem.split_once('-').unwrap_or_default();
        let Ok(number) = number.parse() else {
            bail!("{} is not called NN-short-name.toml", path.display());
        };
        let text = std::fs::read_to_string(&path)?;
        let file: File = toml::from_str(&text).with_context(|| stem.to_owned())?;
        persons.push(Person {
            number,
            name: name.to_owned(),
            words: file.person.words,
            profile: file.profile,
            judgements: file.judgement,
        });
    }
    persons.sort_by_key(|person| person.number);
    Ok(persons)
}
