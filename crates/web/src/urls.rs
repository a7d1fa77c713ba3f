//! URLs as functions, so that a link cannot drift from its page.
//!
//! Personal data never goes into a URL; ids and signed tokens may.

mod keeping;
mod link_work;
mod matching;

pub use keeping::*;
pub use link_work::*;
pub use matching::*;

use domain::ids::{AgencyId, PersonId, ReferralId};

/// The start page.
pub fn start() -> String {
    "/".into()
}

/// Where people sign in.
pub fn sign_in() -> String {
    "/sign-in".into()
}

/// Where people sign in who were on their way to a page of ours.
pub fn sign_in_then(path: &str) -> String {
    let mut url = "/sign-in?next=".to_owned();
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' => url.push(byte.into()),
            plain if plain.is_ascii_alphanumeric() => url.push(plain.into()),
            other => url.push_str(&format!("%{other:02X}")),
        }
    }
    url
}

/// Where the sign-out button posts to.
pub fn sign_out() -> String {
    "/sign-out".into()
}

/// What works for whom, and what does not yet.
pub fn accessibility() -> String {
    "/accessibility".into()
}

/// What Kith keeps about people, and why.
pub fn privacy() -> String {
    "/privacy".into()
}

/// The public feed of the directory, without a slash at the end.
pub fn oruk() -> String {
    "/oruk".into()
}

/// Where somebody who is signed in begins to refer.
pub fn refer() -> String {
    "/refer".into()
}

/// The form about the person.
pub fn refer_person() -> String {
    "/refer/person".into()
}

/// Where to go instead of this service, for a kind of trouble.
pub fn refer_elsewhere(kind: &str) -> String {
    format!("/refer/elsewhere/{kind}")
}

/// What happens after a referral was sent.
pub fn refer_sent(referral: ReferralId) -> String {
    format!("/refer/sent/{referral}")
}

/// The referrals that one sent.
pub fn my_referrals() -> String {
    "/referrals".into()
}

/// One page of the referrals that one sent.
pub fn my_referrals_page(number: u32) -> String {
    format!("/referrals?page={number}")
}

/// The referrals that one sent, after so many came from a file.
pub fn my_referrals_after_import(count: usize) -> String {
    format!("/referrals?imported={count}")
}

/// What became of one referral that one sent.
pub fn my_referral(referral: ReferralId) -> String {
    format!("/referrals/{referral}/mine")
}

/// Where a file of referrals is taken.
pub fn import_referrals() -> String {
    "/referrals/import".into()
}

/// Where the good rows of a file are sent.
pub fn import_referrals_send() -> String {
    "/referrals/import/send".into()
}

/// The rows of a file that are not sent, with the reasons.
pub fn import_referrals_not_sent() -> String {
    "/referrals/import/not-sent".into()
}

/// An empty file with the columns that we read.
pub fn import_referrals_template() -> String {
    "/referrals/import/template".into()
}

/// The agencies that refer by a link.
pub fn agencies() -> String {
    "/agencies".into()
}

/// An agency's link as a poster.
pub fn agency_poster(agency: AgencyId) -> String {
    format!("/agencies/{agency}/poster")
}

/// Where an agency gets a new link.
pub fn agency_renew(agency: AgencyId) -> String {
    format!("/agencies/{agency}/renew")
}

/// Where an agency's link is taken back.
pub fn agency_revoke(agency: AgencyId) -> String {
    format!("/agencies/{agency}/revoke")
}

/// Where an agency begins to refer, by its link.
pub fn agency_refer(token: &str) -> String {
    format!("/a/{token}")
}

/// Where somebody asks for support themself.
pub fn refer_yourself(slug: &str) -> String {
    format!("/refer-yourself/{slug}")
}

/// Where people get to, and where they leave.
pub fn funnel() -> String {
    "/funnel".into()
}

/// The same numbers for a spreadsheet; `query` is what the page's own address asks for.
pub fn funnel_csv(query: &str) -> String {
    match query {
        "" => "/funnel.csv".into(),
        query => format!("/funnel.csv?{query}"),
    }
}

/// What changed for people.
pub fn outcomes() -> String {
    "/outcomes".into()
}

/// What every number means.
pub fn definitions() -> String {
    "/definitions".into()
}

/// What one number means.
pub fn definition(key: &str) -> String {
    format!("/definitions#{key}")
}

/// Referrals that nobody has decided about.
pub fn inbox() -> String {
    "/inbox".into()
}

/// One page of the inbox.
pub fn inbox_page(number: u32) -> String {
    format!("/inbox?page={number}")
}

/// One referral at the coordinator's desk.
pub fn referral(referral: ReferralId) -> String {
    format!("/referrals/{referral}")
}

/// Where a referral is said to be right for the service.
pub fn referral_eligible(referral: ReferralId) -> String {
    format!("/referrals/{referral}/eligible")
}

/// Where a referral is returned, redirected or declined.
pub fn screen(referral: ReferralId, decision: &str) -> String {
    format!("/referrals/{referral}/screen/{decision}")
}

/// Where the kind of support is chosen.
pub fn triage(referral: ReferralId) -> String {
    format!("/referrals/{referral}/triage")
}

/// Where a referral is given to a link worker.
pub fn allocate(referral: ReferralId) -> String {
    format!("/referrals/{referral}/allocate")
}

/// Where a referral goes back on the waiting list.
pub fn put_back(referral: ReferralId) -> String {
    format!("/referrals/{referral}/put-back")
}

/// Where it is recorded that the person says no.
pub fn referral_withdraw(referral: ReferralId) -> String {
    format!("/referrals/{referral}/withdraw")
}

/// Where it ends for a reason that is nobody's no.
pub fn referral_close(referral: ReferralId) -> String {
    format!("/referrals/{referral}/close")
}

/// Where a referral that had ended is taken up again.
pub fn referral_reopen(referral: ReferralId) -> String {
    format!("/referrals/{referral}/reopen")
}

/// Where somebody says whether two entries are one person.
pub fn referral_duplicate(referral: ReferralId) -> String {
    format!("/referrals/{referral}/duplicate")
}

/// The waiting list.
pub fn waiting() -> String {
    "/waiting".into()
}

/// One page of the waiting list.
pub fn waiting_page(number: u32) -> String {
    format!("/waiting?page={number}")
}

/// The service's rules in words.
pub fn rules() -> String {
    "/rules".into()
}

/// Where the rules are changed.
pub fn rules_edit() -> String {
    "/rules/edit".into()
}

/// What was not for the service, by source.
pub fn sources() -> String {
    "/sources".into()
}

/// The same for one month, such as `2026-11`.
pub fn sources_month(month: &str) -> String {
    format!("/sources?month={month}")
}

/// How life is for a person over time, and the ways to ask.
pub fn measures(id: PersonId) -> String {
    format!("/people/{id}/measures")
}

/// The questions on paper.
pub fn measures_print(id: PersonId) -> String {
    format!("/people/{id}/measures/print")
}

/// Where answers of one wave are written down.
pub fn measure_record(id: PersonId, wave: &str) -> String {
    format!("/people/{id}/measures/{wave}")
}

/// Where a link for one wave is made.
pub fn measure_ask(id: PersonId, wave: &str) -> String {
    format!("/people/{id}/measures/{wave}/ask")
}

/// Where a person answers by their own link.
pub fn measure_by_link(token: &str) -> String {
    format!("/m/{token}")
}
