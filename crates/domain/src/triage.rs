//! Triage by rules that the service writes itself, and that print in plain words.
//!
//! A rule file is TOML; the first rule whose conditions all hold proposes a route. People decide.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::kinds::Need;

/// What is known about a person's situation. `false` means "not told", never "no".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Circumstances {
    /// Lives alone.
    pub lives_alone: bool,
    /// Somebody close has died in the last two years.
    pub bereaved: bool,
    /// Has no fixed abode.
    pub no_fixed_abode: bool,
    /// Looks after somebody.
    pub carer: bool,
    /// Cannot pay for food, heating or rent.
    pub hardship: bool,
    /// Needs an interpreter.
    pub interpreter: bool,
    /// Somebody is worried about their safety.
    pub at_risk: bool,
    /// Lives with a long-term illness or disability.
    pub long_term_condition: bool,
    /// Cannot use telephone or internet easily.
    pub hard_to_reach: bool,
}

impl Circumstances {
    /// Stored name, words, and whether it is so, in the order in which people are asked.
    #[must_use]
    pub fn list(&self) -> [(&'static str, &'static str, bool); 9] {
        [
            ("lives_alone", "lives alone", self.lives_alone),
            ("bereaved", "has lost somebody close in the last two years", self.bereaved),
            ("no_fixed_abode", "has no fixed abode", self.no_fixed_abode),
            ("carer", "looks after somebody", self.carer),
            ("hardship", "cannot pay for food, heating or rent", self.hardship),
            ("interpreter", "needs an interpreter", self.interpreter),
            ("at_risk", "may not be safe", self.at_risk),
            (
                "long_term_condition",
                "lives with a long-term illness or disability",
                self.long_term_condition,
            ),
            ("hard_to_reach", "cannot easily use telephone or internet", self.hard_to_reach),
        ]
    }

    /// Sets one by its stored name; unknown names are ignored.
    pub fn set(&mut self, key: &str) {
        match key {
            "lives_alone" => self.lives_alone = true,
            "bereaved" => self.bereaved = true,
            "no_fixed_abode" => self.no_fixed_abode = true,
            "carer" => self.carer = true,
            "hardship" => self.hardship = true,
            "interpreter" => self.interpreter = true,
            "at_risk" => self.at_risk = true,
            "long_term_condition" => self.long_term_condition = true,
            "hard_to_reach" => self.hard_to_reach = true,
            _ => {}
        }
    }

    /// How much room this person takes in a caseload: 1 (light) to 5 (heavy).
    #[must_use]
    pub fn complexity(&self, needs: &[Need]) -> u8 {
        let heavy = [
            self.no_fixed_abode,
            self.hardship,
            self.at_risk,
            self.interpreter,
            self.hard_to_reach,
        ];
        let heavy_count = heavy.into_iter().filter(|so| *so).count();
        let points = 1 + heavy_count + usize::from(needs.len() > 2) + usize::from(needs.len() > 4);
        u8::try_from(points.min(5)).unwrap_or(5)
    }
}

/// The rule file: rules in order, first match wins.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// The rules.
    #[serde(default, rename = "rule")]
    pub rules: Vec<Rule>,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// When it applies; all of these must hold.
    #[serde(default)]
    pub when: When,
    /// What it proposes.
    pub then: Proposal,
    /// Why, in the service's own words.
    pub because: String,
}

/// Conditions, all of which must hold. An empty one always holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct When {
    /// At least one of these needs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub any_need: Vec<Need>,
    /// No needs but these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub only_needs: Vec<Need>,
    /// At least one of these circumstances, by stored name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub any_circumstance: Vec<String>,
    /// None of these circumstances, by stored name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub no_circumstance: Vec<String>,
    /// At least so many needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs_at_least: Option<usize>,
    /// At most so many needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs_at_most: Option<usize>,
}

/// What triage can propose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proposal {
    /// Give what they need to help themselves.
    Signposting,
    /// A few telephone calls.
    LightSupport,
    /// A link worker.
    LinkWorker,
}

impl Proposal {
    /// Every proposal, lightest first.
    pub const ALL: [Proposal; 3] =
        [Proposal::Signposting, Proposal::LightSupport, Proposal::LinkWorker];

    /// The stored name.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Proposal::Signposting => "signposting",
            Proposal::LightSupport => "light_support",
            Proposal::LinkWorker => "link_worker",
        }
    }

    /// The proposal with this stored name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Proposal> {
        Proposal::ALL.into_iter().find(|proposal| proposal.key() == key)
    }

    /// The words shown to people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Proposal::Signposting => "signposting",
            Proposal::LightSupport => "light telephone support",
            Proposal::LinkWorker => "a link worker",
        }
    }
}

/// A rule file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RuleFileError {
    /// Not TOML, or not of this shape.
    #[error("Line {line} cannot be read: {why}")]
    Shape {
        /// Which line, from 1.
        line: usize,
        /// What the reader of TOML says.
        why: String,
    },
    /// Names a circumstance that does not exist.
    #[error("Line {line}: rule {rule} names the circumstance “{name}”, which does not exist")]
    UnknownCircumstance {
        /// Which line, from 1.
        line: usize,
        /// Which rule, from 1.
        rule: usize,
        /// The name.
        name: String,
    },
    /// A rule without a reason.
    #[error("Rule {rule} does not say why: write a sentence after “because”")]
    Silent {
        /// Which rule, from 1.
        rule: usize,
    },
}

impl Rules {
    /// Reads a rule file.
    ///
    /// # Errors
    /// Says what cannot be read and where.
    pub fn parse(text: &str) -> Result<Rules, RuleFileError> {
        let rules: Rules = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            RuleFileError::Shape { line: line_at(text, at), why: error.message().to_owned() }
        })?;
        let known = Circumstances::default().list().map(|(key, _, _)| key);
        for (index, rule) in rules.rules.iter().enumerate() {
            let named = rule.when.any_circumstance.iter().chain(&rule.when.no_circumstance);
            if let Some(name) = named.into_iter().find(|name| !known.contains(&name.as_str())) {
                let at = text.find(&format!("\"{name}\"")).unwrap_or_default();
                return Err(RuleFileError::UnknownCircumstance {
                    line: line_at(text, at),
                    rule: index + 1,
                    name: name.clone(),
                });
            }
            if rule.because.trim().is_empty() {
                return Err(RuleFileError::Silent { rule: index + 1 });
            }
        }
        Ok(rules)
    }

    /// The rules as a file, for a service that has not written one yet.
    #[must_use]
    pub fn to_text(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    /// What the rules propose, and why. Without a matching rule: a link worker listens.
    #[must_use]
    pub fn propose(&self, needs: &[Need], circumstances: &Circumstances) -> (Proposal, String) {
        self.rules.iter().find(|rule| rule.when.holds(needs, circumstances)).map_or_else(
            || (Proposal::LinkWorker, "No rule says otherwise, so somebody listens first.".into()),
            |rule| (rule.then, rule.because.clone()),
        )
    }

    /// Each rule as a sentence, in order, with what happens otherwise.
    #[must_use]
    pub fn in_words(&self) -> Vec<String> {
        let mut sentences: Vec<String> = self.rules.iter().map(Rule::in_words).collect();
        sentences.push("Otherwise: a link worker.".into());
        sentences
    }
}

/// The line, from 1, on which the byte at `at` stands.
fn line_at(text: &str, at: usize) -> usize {
    let before = text.as_bytes().iter().take(at);
    before.filter(|byte| **byte == b'\n').count() + 1
}

impl Rule {
    /// The rule as a sentence.
    #[must_use]
    pub fn in_words(&self) -> String {
        let mut parts = Vec::new();
        let needs = |list: &[Need]| {
            list.iter().map(|need| need.label().to_lowercase()).collect::<Vec<_>>().join(" or ")
        };
        let circumstances = |list: &[String]| {
            let all = Circumstances::default().list();
            list.iter()
                .filter_map(|key| all.iter().find(|(k, _, _)| k == key).map(|(_, words, _)| *words))
                .collect::<Vec<_>>()
                .join(" or ")
        };
        if !self.when.any_need.is_empty() {
            parts.push(format!("the needs include {}", needs(&self.when.any_need)));
        }
        if !self.when.only_needs.is_empty() {
            parts.push(format!("the only needs are {}", needs(&self.when.only_needs)));
        }
        if let Some(count) = self.when.needs_at_least {
            parts.push(match count {
                1 => "there is at least one need".to_owned(),
                _ => format!("there are {count} needs or more"),
            });
        }
        if let Some(count) = self.when.needs_at_most {
            parts.push(match count {
                0 => "there is no need".to_owned(),
                1 => "there is no more than one need".to_owned(),
                _ => format!("there are {count} needs or fewer"),
            });
        }
        if !self.when.any_circumstance.is_empty() {
            parts.push(format!("the person {}", circumstances(&self.when.any_circumstance)));
        }
        if !self.when.no_circumstance.is_empty() {
            let none = circumstances(&self.when.no_circumstance);
            parts.push(format!("it is not so that the person {none}"));
        }
        let condition = if parts.is_empty() {
            "Always".to_owned()
        } else {
            format!("If {}", parts.join(" and "))
        };
        format!("{condition}: {}. {}", self.then.label(), self.because)
    }
}

impl When {
    /// Whether all conditions hold.
    #[must_use]
    pub fn holds(&self, needs: &[Need], circumstances: &Circumstances) -> bool {
        let is_so =
            |name: &String| circumstances.list().iter().any(|(key, _, so)| key == name && *so);
        (self.any_need.is_empty() || self.any_need.iter().any(|need| needs.contains(need)))
            && (self.only_needs.is_empty()
                || (!needs.is_empty() && needs.iter().all(|need| self.only_needs.contains(need))))
            && (self.any_circumstance.is_empty() || self.any_circumstance.iter().any(is_so))
            && !self.no_circumstance.iter().any(is_so)
            && self.needs_at_least.is_none_or(|count| needs.len() >= count)
            && self.needs_at_most.is_none_or(|count| needs.len() <= count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
        [[rule]]
        when = { any_circumstance = ["at_risk", "no_fixed_abode"] }
        then = "link_worker"
        because = "Somebody should listen soon."

        [[rule]]
        when = { only_needs = ["money"], no_circumstance = ["hardship"] }
        then = "signposting"
        because = "The advice desk answers this best."
    "#;

    #[test]
    fn the_first_rule_that_holds_proposes() {
        let rules = Rules::parse(FILE).unwrap();
        let calm = Circumstances::default();
        let homeless = Circumstances { no_fixed_abode: true, ..calm };
        assert_eq!(rules.propose(&[Need::Money], &calm).0, Proposal::Signposting);
        assert_eq!(rules.propose(&[Need::Money], &homeless).0, Proposal::LinkWorker);
        assert_eq!(rules.propose(&[Need::Grief], &calm).0, Proposal::LinkWorker);
    }

    #[test]
    fn rules_print_in_plain_words() {
        let words = Rules::parse(FILE).unwrap().in_words();
        assert_eq!(
            words[1],
            "If the only needs are money, debt and benefits and it is not so that the person \
             cannot pay for food, heating or rent: signposting. The advice desk answers this best."
        );
        assert_eq!(words[2], "Otherwise: a link worker.");
    }

    #[test]
    fn every_condition_reads_as_english() {
        let file = r#"
            [[rule]]
            when = { needs_at_most = 1, any_circumstance = ["at_risk", "carer"] }
            then = "link_worker"
            because = "Listen."
        "#;
        assert_eq!(
            Rules::parse(file).unwrap().in_words()[0],
            "If there is no more than one need and the person may not be safe or looks after \
             somebody: a link worker. Listen."
        );
    }

    #[test]
    fn a_circumstance_that_does_not_exist_is_named() {
        let file = r#"rule = [{ when = { any_circumstance = ["tall"] }, then = "link_worker", because = "" }]"#;
        let refused = Rules::parse(file).unwrap_err();
        assert!(refused.to_string().contains("“tall”"));
    }

    #[test]
    fn a_fault_names_its_line() {
        let file = "# ours\n[[rule]]\nthen = \"a_wizard\"\nbecause = \"why not\"\n";
        let refused = Rules::parse(file).unwrap_err().to_string();
        assert!(refused.starts_with("Line 3 "), "{refused}");
        let silent = "[[rule]]\nthen = \"link_worker\"\nbecause = \" \"\n";
        assert_eq!(Rules::parse(silent).unwrap_err(), RuleFileError::Silent { rule: 1 });
    }

    #[test]
    fn rules_written_as_a_file_read_the_same() {
        let rules = Rules::parse(FILE).unwrap();
        assert_eq!(Rules::parse(&rules.to_text()).unwrap(), rules);
    }
}
