//! The letters themselves, in plain English. A letter names the group and the service, never a
//! person.

use domain::ids::{ClaimId, GroupId, PrescriptionId};
use domain::service::Settings;
use jiff::Timestamp;
use store::links::{Link, Standing};
use store::messages::Message;
use uuid::Uuid;

use super::Kind;
use crate::act::{Act, day_in};
use crate::directory::claims;
use crate::error::{AppError, AppResult};
use crate::links::Purpose;
use crate::ports::Mail;

/// The letter of a message, or why it need not be sent any more.
pub(super) fn write(
    act: &mut Act<'_>,
    kind: Kind,
    message: &Message,
) -> AppResult<Result<Mail, String>> {
    if let Kind::AskReferrer | Kind::Feedback = kind {
        let settings = act.service_settings()?;
        let url = format!("{}/referrals/{}/mine", act.kit.settings.public_url, message.subject);
        let (subject, body) = to_referrer(kind, &settings, &url);
        return Ok(Ok(Mail { to: message.recipient.clone(), subject, body }));
    }
    if kind == Kind::ClaimRefused {
        return claim_refused(act, message).map(Ok);
    }
    let id = message.link.ok_or(AppError::NotFound)?;
    let link = store::links::find(act.conn, id)?.ok_or(AppError::NotFound)?;
    match link.standing(act.now) {
        Standing::Open => {}
        Standing::Used if message.sent_at.is_some() => {}
        Standing::Used => return Ok(Err("It was answered before it was sent.".to_owned())),
        Standing::Revoked => {
            return Ok(Err(
                "Its link was taken back, or a newer one has taken its place.".to_owned()
            ));
        }
        Standing::Expired => return Ok(Err("Its link has run out.".to_owned())),
    }
    let settings = act.service_settings()?;
    let (subject, body) = match kind {
        Kind::AskGroup => {
            let group = group_of_prescription(act, message.subject)?;
            ask_group(&group, &settings, &address(act, Purpose::GroupAnswer, &link))
        }
        Kind::Register => {
            let group = group_name(act, GroupId(message.subject))?;
            register(&group, &settings, &address(act, Purpose::Register, &link))
        }
        Kind::Measure => measure(&settings, &address(act, Purpose::Measure, &link)),
        Kind::CheckGroup => {
            let group = group_name(act, GroupId(message.subject))?;
            check_group(&group, &settings, &address(act, Purpose::GroupCheck, &link))
        }
        Kind::ConfirmClaim => {
            let group = group_of_claim(act, message.subject)?;
            confirm_claim(&group, &settings, &address(act, Purpose::Claim, &link))
        }
        Kind::ClaimAccepted => {
            let group = group_of_claim(act, message.subject)?;
            claim_accepted(&group, &settings, &address(act, Purpose::GroupCheck, &link))
        }
        Kind::AskReferrer | Kind::Feedback | Kind::ClaimRefused => return Err(AppError::NotFound),
    };
    Ok(Ok(Mail { to: message.recipient.clone(), subject, body }))
}

/// A link's address, and until when it works.
struct Address {
    url: String,
    until: Option<Timestamp>,
}

fn address(act: &Act<'_>, purpose: Purpose, link: &Link) -> Address {
    Address { url: act.kit.link_url(purpose, link.id), until: link.expires_at }
}

fn ask_group(group: &str, settings: &Settings, link: &Address) -> (String, String) {
    let service = &settings.name;
    let subject = format!("Could somebody join {group}?");
    let body = format!(
        "Hello,\n\n\
         {service} helps people find company, activities and support near them. Somebody would \
         like to come to {group}, and has agreed that we ask you.\n\n\
         Please read the request and answer it here:\n\n\
         {url}\n\n\
         You need no account. You can say yes, offer a place on your waiting list, or say no. \
         {until}Please do not forward this message: whoever has the link can read the request.\n\n\
         {contact}\n\n\
         Thank you,\n\
         {service}\n",
        url = link.url,
        until = until_words(settings, link),
        contact = contact_words(settings),
    );
    (subject, body)
}

fn register(group: &str, settings: &Settings, link: &Address) -> (String, String) {
    let service = &settings.name;
    let subject = format!("Your register for {group}");
    let body = format!(
        "Hello,\n\n\
         Thank you for making room at {group}. Here is your register for the people who come \
         through {service}:\n\n\
         {url}\n\n\
         After each session, please tick who came. It takes a minute, and it tells us that \
         nobody is lost. You can also print it. {until}Please keep the link to yourself: \
         whoever has it can read the register.\n\n\
         If somebody worries you, the same page says whom to call and lets you tell us.\n\n\
         {contact}\n\n\
         Thank you,\n\
         {service}\n",
        url = link.url,
        until = until_words(settings, link),
        contact = contact_words(settings),
    );
    (subject, body)
}

fn check_group(group: &str, settings: &Settings, link: &Address) -> (String, String) {
    let service = &settings.name;
    let subject = format!("Is what we say about {group} still true?");
    let body = format!(
        "Hello,\n\n\
         {service} tells people about {group}. Please look once whether everything we say is \
         still true:\n\n\
         {url}\n\n\
         If it is, one press says so. If something has changed, you can correct it there. You need \
         no account. {until}As long as nobody has looked, we suggest your group less often, and in \
         the end not at all, so that nobody stands before a closed door.\n\n\
         Please do not forward this message: whoever has the link can change the entry.\n\n\
         {contact}\n\n\
         Thank you,\n\
         {service}\n",
        url = link.url,
        until = until_words(settings, link),
        contact = contact_words(settings),
    );
    (subject, body)
}

fn measure(settings: &Settings, link: &Address) -> (String, String) {
    let service = &settings.name;
    let subject = format!("A few questions from {service}");
    let body = format!(
        "Hello,\n\n\
         How are things with you? We would like to ask you five short questions. It takes about \
         two minutes:\n\n\
         {url}\n\n\
         You need no account. You may leave out any question, and nothing changes for you if you \
         would rather not answer. {until}Please keep the link to yourself: it is only for \
         you.\n\n\
         {contact}\n\n\
         Thank you,\n\
         {service}\n",
        url = link.url,
        until = until_words(settings, link),
        contact = contact_words(settings),
    );
    (subject, body)
}

fn confirm_claim(group: &str, settings: &Settings, link: &Address) -> (String, String) {
    let service = &settings.name;
    let subject = format!("Please confirm that you keep the entry of {group}");
    let body = format!(
        "Hello,\n\n\
         Somebody gave this address to {service} and said that they run {group}. If that was you, \
         please confirm it here:\n\n\
         {url}\n\n\
         Then somebody here will look, and write to you again. {until}If it was not you, do \
         nothing, and nothing happens.\n\n\
         {contact}\n\n\
         Thank you,\n\
         {service}\n",
        url = link.url,
        until = until_words(settings, link),
        contact = contact_words(settings),
    );
    (subject, body)
}

fn claim_accepted(group: &str, settings: &Settings, link: &Address) -> (String, String) {
    let service = &settings.name;
    let subject = format!("The entry of {group} is now yours to keep");
    let body = format!(
        "Hello,\n\n\
         Thank you. What {service} tells people about {group} is now yours to keep. You can read \
         it and put it right here, without an account:\n\n\
         {url}\n\n\
         From time to time we will ask at this address whether everything is still true. {until}\
         Please keep the link to yourself: whoever has it can change the entry.\n\n\
         {contact}\n\n\
         Thank you,\n\
         {service}\n",
        url = link.url,
        until = until_words(settings, link),
        contact = contact_words(settings),
    );
    (subject, body)
}

fn claim_refused(act: &mut Act<'_>, message: &Message) -> AppResult<Mail> {
    let settings = act.service_settings()?;
    let group = group_of_claim(act, message.subject)?;
    let reason = claims::reason_of(act, ClaimId(message.subject))?;
    let service = &settings.name;
    let subject = format!("About the entry of {group}");
    let body = format!(
        "Hello,\n\n\
         You asked {service} to keep the entry of {group}. We could not agree to that. The \
         reason:\n\n\
         {reason}\n\n\
         {contact}\n\n\
         Thank you,\n\
         {service}\n",
        contact = contact_words(&settings),
    );
    Ok(Mail { to: message.recipient.clone(), subject, body })
}

fn group_of_claim(act: &mut Act<'_>, id: Uuid) -> AppResult<String> {
    let claim = claims::load(act, ClaimId(id))?;
    group_name(act, claim.group)
}

/// To somebody who signs in: the news itself waits behind the sign-in.
fn to_referrer(kind: Kind, settings: &Settings, url: &str) -> (String, String) {
    let service = &settings.name;
    let (subject, why) = match kind {
        Kind::AskReferrer => (
            format!("{service} has a question about a referral"),
            "We would like to know something before we can go on with one of your referrals.",
        ),
        _ => (
            format!("{service} has news about a referral"),
            "There is news about one of your referrals.",
        ),
    };
    let body = format!(
        "Hello,\n\n\
         {why} Please sign in to read it:\n\n\
         {url}\n\n\
         To keep people’s details safe, this message names nobody.\n\n\
         {contact}\n\n\
         Thank you,\n\
         {service}\n",
        contact = contact_words(settings),
    );
    (subject, body)
}

fn until_words(settings: &Settings, link: &Address) -> String {
    match link.until {
        Some(until) => {
            let day = day_in(&settings.time_zone, until).strftime("%-d %B %Y");
            format!("The link works until {day}. ")
        }
        None => String::new(),
    }
}

fn contact_words(settings: &Settings) -> String {
    let email = &settings.email;
    match &settings.phone {
        Some(phone) => format!("If you would rather talk, ring {phone} or write to {email}."),
        None => format!("If anything is unclear, write to {email}."),
    }
}

fn group_of_prescription(act: &mut Act<'_>, id: Uuid) -> AppResult<String> {
    let service = act.service();
    let found = store::prescriptions::find(act.conn, service, PrescriptionId(id))?;
    let prescription = found.ok_or(AppError::NotFound)?;
    group_name(act, prescription.group)
}

fn group_name(act: &mut Act<'_>, id: GroupId) -> AppResult<String> {
    let service = act.service();
    let (group, _) = store::groups::find(act.conn, service, id)?.ok_or(AppError::NotFound)?;
    Ok(group.name)
}
