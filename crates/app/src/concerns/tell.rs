//! The message to those who lead safeguarding: that there is something to open, and nothing more.

use domain::access::{Relation, Verb, may};

use crate::error::{AppError, AppResult};
use crate::jobs::Work;
use crate::ports::Mail;

/// Tells everybody who may lead any concern. Being told twice does no harm.
///
/// # Errors
/// Where a message could not be sent; the job is tried again.
pub fn tell_leads(work: &Work<'_>) -> AppResult<()> {
    let id = work.job.payload["concern"].as_str().unwrap_or_default().to_owned();
    let address = format!("{}/concerns/{id}", work.app.settings().public_url);
    let leads = work.app.read_now(&work.actor(), |act| {
        let service = act.service();
        let mut accounts = store::accounts::list(act.conn, service)?;
        accounts.retain(|account| {
            account.is_active && may(&account.roles, Verb::LeadConcern, Relation::Service)
        });
        Ok::<_, AppError>(accounts)
    })?;
    let hours = work.app.read_now(&work.actor(), |act| act.service_settings())?;
    let hours = hours.clocks.safeguarding_hours;
    for account in leads {
        let mail = Mail {
            to: account.email,
            subject: "Somebody is worried about a person's safety".to_owned(),
            body: format!(
                "A safeguarding concern was raised. Please take the lead within {hours} hours.\n\n\
                 Sign in to read it: {address}\n\n\
                 This message carries no names. Please do not answer it.\n"
            ),
        };
        work.mailer
            .send(&mail)
            .map_err(|why| AppError::refused(format!("The message was not sent: {why}")))?;
    }
    Ok(())
}
