//! The service's triage rules and waiting weights, in words, and the file that its manager edits.

use domain::access::{Relation, Verb};
use domain::triage::{RuleFileError, Rules};
use domain::waiting::Weights;
use jiff::Timestamp;
use serde_json::json;
use store::rule_files::RuleFile;

use crate::act::Act;
use crate::error::{AppError, AppResult};

/// The rules as they are now.
#[derive(Debug, Clone, PartialEq)]
pub struct Current {
    /// The rules.
    pub rules: Rules,
    /// What orders the waiting list.
    pub weights: Weights,
    /// The file, as it was written.
    pub text: String,
    /// Which version it is; 0 before anybody has changed it here.
    pub number: i64,
    /// When it was saved.
    pub saved_at: Option<Timestamp>,
    /// Whether this actor may change it.
    pub may_change: bool,
}

/// The longest rule file, in bytes.
const LONGEST: usize = 20_000;

/// The rules and weights, for everybody who triages.
///
/// # Errors
/// `NotFound` for everybody else.
pub fn read(act: &mut Act<'_>) -> AppResult<Current> {
    act.require(Verb::Triage, Relation::Service)?;
    let service = act.service();
    let settings = act.service_settings()?;
    let file = store::rule_files::find_last(act.conn, service)?;
    // The demonstration and the command line write the settings themselves; what counts is there.
    let file = file.filter(|file| Rules::parse(&file.text).as_ref() == Ok(&settings.triage));
    let last = file.as_ref().map_or(0, |file| file.number);
    Ok(Current {
        text: file.as_ref().map_or_else(|| settings.triage.to_text(), |file| file.text.clone()),
        number: last,
        saved_at: file.map(|file| file.saved_at),
        may_change: act.actor.may(Verb::WriteRules, Relation::Service),
        rules: settings.triage,
        weights: settings.waiting,
    })
}

/// Saves a new version of the rules, which count from now on. `number` is the version that was
/// on the screen.
///
/// # Errors
/// `Invalid` with the line that cannot be read; `Conflict` where somebody else saved first.
pub fn save(act: &mut Act<'_>, text: &str, number: i64, key: &str) -> AppResult<()> {
    act.require(Verb::WriteRules, Relation::Service)?;
    let text = text.replace("\r\n", "\n");
    if text.len() > LONGEST {
        return Err(AppError::field("rules", "Shorten the rules to 20,000 characters or fewer"));
    }
    let rules = Rules::parse(&text)
        .map_err(|fault: RuleFileError| AppError::field("rules", fault.to_string()))?;
    act.once("rules", key, |act| {
        if read(act)?.number != number {
            return Err(AppError::Conflict);
        }
        let service = act.service();
        let last = store::rule_files::find_last(act.conn, service)?.map_or(0, |file| file.number);
        let file = RuleFile {
            number: last + 1,
            text: text.clone(),
            by: act.actor.user(),
            saved_at: act.now,
        };
        store::rule_files::add(act.conn, service, &file)?;
        let mut settings = act.service_settings()?;
        settings.triage = rules.clone();
        store::services::save_settings(act.conn, service, &settings)?;
        act.audit("rules.save", "service", service.0, json!({ "number": file.number }))?;
        Ok(file.number.to_string())
    })?;
    Ok(())
}

/// The rules, for whoever may change them.
///
/// # Errors
/// `NotFound` for everybody else.
pub fn to_edit(act: &mut Act<'_>) -> AppResult<Current> {
    act.require(Verb::WriteRules, Relation::Service)?;
    read(act)
}
