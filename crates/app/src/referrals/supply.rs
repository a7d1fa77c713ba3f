//! A referrer answers what was asked when a referral was sent back.

use domain::access::Verb;
use domain::ids::ReferralId;
use domain::referral::draft::LONGEST_WORDS;
use domain::referral::{Action, State};

use super::moving;
use crate::act::Act;
use crate::error::{AppError, AppResult};

/// Adds the answer to the referrer's words and puts the referral back where it is looked at.
///
/// # Errors
/// `Invalid` where nothing was written; `Refused` where nothing was asked.
pub fn supply(act: &mut Act<'_>, id: ReferralId, answer: &str, key: &str) -> AppResult<()> {
    let mut referral = moving::load(act, id, Verb::AnswerQuestion)?;
    let answer = answer.trim().to_owned();
    if answer.is_empty() {
        return Err(AppError::field("answer", "Write your answer"));
    }
    if answer.chars().count() > LONGEST_WORDS {
        return Err(AppError::field("answer", "Shorten this to 4,000 characters or fewer"));
    }
    let today = act.today()?;
    act.once("supply", key, |act| {
        let service = act.service();
        let found = store::people::find(act.conn, &act.kit.keys, service, referral.person)?;
        let (_, data_key) = found.ok_or(AppError::NotFound)?;
        store::referrals::open_words(act.conn, &data_key, &mut referral)?;
        let asked = match &referral.state {
            State::Returned { question } => question.clone(),
            _ => String::new(),
        };
        let day = today.strftime("%-d %B %Y");
        referral.referrer_words = format!(
            "{}\n\nWe asked: {asked}\nAnswered on {day}: {answer}",
            referral.referrer_words
        );
        // First the step: where nothing was asked, nothing is written.
        moving::advance(act, &referral, Action::Supply)?;
        store::referrals::save_words(act.conn, &data_key, &referral)?;
        Ok(String::new())
    })?;
    Ok(())
}
