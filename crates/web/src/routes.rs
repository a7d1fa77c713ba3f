//! The one table of URLs. The router is built from it, and so are the guard tests: a page that
//! is not listed here does not exist.

use axum::Router;
use axum::routing::{MethodRouter, get, post};

use domain::access::Role;

use crate::pages::{
    accessibility, agencies, asset_map, concerns, contacts, counts, files, find, group_answers,
    groups, health, inbox, keeping, measures, metrics, oruk, outbox, people, plans, prescriptions,
    privacy, refer, referrals, registers, rules, sign_in, sign_out, sources, start, suggestions,
    today, triage, unmet_needs, waiting,
};
use crate::state::State;

/// One URL and method.
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path as the router reads it, such as `/referrals/{id}`.
    pub path: &'static str,
    /// A name for it in tests and documents.
    pub name: &'static str,
    /// Who may reach it.
    pub access: Access,
    /// What answers.
    pub handler: fn() -> MethodRouter<State>,
}

/// Who may reach a URL. What they may see there is decided by app, act by act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody, signed in or not.
    Anyone,
    /// Whoever holds a signed link, such as a group answering a prescription.
    SignedLink,
    /// Somebody signed in, in one of these roles. For everybody else it does not exist.
    SignedIn(&'static [Role]),
    /// A monitor on this machine, or one that shows the token.
    Operator,
}

use Access::{Anyone, Operator, SignedIn, SignedLink};

/// Those who refer people.
const REFERS: &[Role] = &[Role::Referrer, Role::Coordinator, Role::LinkWorker, Role::Manager];
/// Those who refer people by a file.
const IMPORTS: &[Role] = &[Role::Referrer, Role::Coordinator, Role::Manager];
/// Those who look after the way people come in.
const COORDINATES: &[Role] = &[Role::Coordinator, Role::Manager];
/// Those who may know how life is for somebody.
const KNOWS: &[Role] = &[Role::LinkWorker, Role::Coordinator, Role::Manager];
/// Those who ask how life is.
const ASKS: &[Role] = &[Role::LinkWorker];
/// Those who see where people get to.
const COUNTS: &[Role] = &[Role::Coordinator, Role::Manager, Role::Commissioner, Role::Evaluator];
/// Those who see what changed for people.
const JUDGES: &[Role] = &[Role::Manager, Role::Commissioner, Role::Evaluator];

/// Those who see who waits.
const SEES_WAITING: &[Role] = &[Role::Coordinator, Role::LinkWorker, Role::Manager];
/// Those who change the service's rules.
const WRITES_RULES: &[Role] = &[Role::Manager];
/// Those who have people of their own.
const WORKS: &[Role] = &[Role::LinkWorker];
/// Those who may read about a person.
const READS: &[Role] = &[Role::LinkWorker, Role::Coordinator, Role::Manager];
/// Those who may see some safeguarding concern.
const SAFEGUARDS: &[Role] = &[Role::LinkWorker, Role::Manager];

/// Those who see the directory.
const DIRECTORY: &[Role] = &[
    Role::Referrer,
    Role::Coordinator,
    Role::LinkWorker,
    Role::Facilitator,
    Role::Manager,
    Role::Commissioner,
    Role::Administrator,
];
/// Those who keep the directory true.
const CONFIRMS: &[Role] = &[Role::Coordinator, Role::LinkWorker, Role::Facilitator, Role::Manager];
/// Those who keep all of the directory.
const KEEPS_DIRECTORY: &[Role] = &[Role::Coordinator, Role::LinkWorker, Role::Manager];
/// Those who may look for groups with a person.
const SUGGESTS: &[Role] = &[Role::Coordinator, Role::LinkWorker, Role::Manager];
/// Those who prescribe.
const LINK_WORK: &[Role] = &[Role::LinkWorker];
/// Those who run groups.
const FACILITATES: &[Role] = &[Role::Facilitator];
/// Those who look at registers.
const SEES_REGISTERS: &[Role] =
    &[Role::Coordinator, Role::LinkWorker, Role::Facilitator, Role::Manager];
/// Those who look after messages.
const SEES_OUTBOX: &[Role] = &[Role::Manager, Role::Administrator];
/// Those who see what nobody offers yet.
const SEES_UNMET_NEEDS: &[Role] =
    &[Role::Coordinator, Role::Manager, Role::Commissioner, Role::Evaluator];

/// Every URL of Kith, by area.
#[rustfmt::skip]
pub static ROUTES: &[Route] = &[
    // The front door.
    Route { method: "GET", path: "/", name: "start", access: Anyone, handler: || get(start::show) },
    Route { method: "GET", path: "/find", name: "find", access: Anyone, handler: || get(find::near::show) },
    Route { method: "POST", path: "/find", name: "find-submit", access: Anyone, handler: || post(find::near::submit) },
    Route { method: "GET", path: "/find/{id}", name: "public-group", access: Anyone, handler: || get(find::group::show) },
    Route { method: "GET", path: "/find/{id}/poster", name: "public-group-poster", access: Anyone, handler: || get(find::poster::show) },
    Route { method: "GET", path: "/accessibility", name: "accessibility", access: Anyone, handler: || get(accessibility::show) },
    Route { method: "GET", path: "/privacy", name: "privacy", access: Anyone, handler: || get(privacy::show) },
    Route { method: "GET", path: "/sign-in", name: "sign-in", access: Anyone, handler: || get(sign_in::show) },
    Route { method: "POST", path: "/sign-in", name: "sign-in-submit", access: Anyone, handler: || post(sign_in::submit) },
    Route { method: "POST", path: "/sign-out", name: "sign-out", access: Anyone, handler: || post(sign_out::submit) },
    // Refer.
    Route { method: "GET", path: "/refer", name: "refer", access: SignedIn(REFERS), handler: || get(refer::right::show) },
    Route { method: "POST", path: "/refer", name: "refer-submit", access: SignedIn(REFERS), handler: || post(refer::right::submit) },
    Route { method: "GET", path: "/refer/elsewhere/{kind}", name: "refer-elsewhere", access: SignedIn(REFERS), handler: || get(refer::elsewhere::show) },
    Route { method: "GET", path: "/refer/person", name: "refer-person", access: SignedIn(REFERS), handler: || get(refer::person::show) },
    Route { method: "POST", path: "/refer/person", name: "refer-person-submit", access: SignedIn(REFERS), handler: || post(refer::person::submit) },
    Route { method: "GET", path: "/refer/sent/{id}", name: "refer-sent", access: SignedIn(REFERS), handler: || get(refer::sent::show) },
    Route { method: "GET", path: "/referrals", name: "my-referrals", access: SignedIn(REFERS), handler: || get(referrals::mine::show) },
    Route { method: "GET", path: "/referrals/{id}/mine", name: "my-referral", access: SignedIn(REFERS), handler: || get(referrals::told::show) },
    Route { method: "POST", path: "/referrals/{id}/mine", name: "my-referral-answer", access: SignedIn(REFERS), handler: || post(referrals::told::submit) },
    Route { method: "GET", path: "/referrals/import", name: "import-referrals", access: SignedIn(IMPORTS), handler: || get(referrals::import::show) },
    Route { method: "POST", path: "/referrals/import", name: "import-referrals-look", access: SignedIn(IMPORTS), handler: || post(referrals::import::submit) },
    Route { method: "POST", path: "/referrals/import/send", name: "import-referrals-send", access: SignedIn(IMPORTS), handler: || post(referrals::import::send) },
    Route { method: "POST", path: "/referrals/import/not-sent", name: "import-referrals-not-sent", access: SignedIn(IMPORTS), handler: || post(referrals::import::not_sent) },
    Route { method: "GET", path: "/referrals/import/template", name: "import-referrals-template", access: SignedIn(IMPORTS), handler: || get(referrals::import::template) },
    Route { method: "GET", path: "/agencies", name: "agencies", access: SignedIn(COORDINATES), handler: || get(agencies::list::show) },
    Route { method: "POST", path: "/agencies", name: "agencies-add", access: SignedIn(COORDINATES), handler: || post(agencies::list::submit) },
    Route { method: "GET", path: "/agencies/{id}/poster", name: "agency-poster", access: SignedIn(COORDINATES), handler: || get(agencies::poster::show) },
    Route { method: "POST", path: "/agencies/{id}/renew", name: "agency-renew", access: SignedIn(COORDINATES), handler: || post(agencies::list::renew) },
    Route { method: "POST", path: "/agencies/{id}/revoke", name: "agency-revoke", access: SignedIn(COORDINATES), handler: || post(agencies::list::revoke) },
    Route { method: "GET", path: "/a/{token}", name: "agency-refer", access: SignedLink, handler: || get(refer::right::show) },
    Route { method: "POST", path: "/a/{token}", name: "agency-refer-submit", access: SignedLink, handler: || post(refer::right::submit) },
    Route { method: "GET", path: "/a/{token}/elsewhere/{kind}", name: "agency-elsewhere", access: SignedLink, handler: || get(refer::elsewhere::show) },
    Route { method: "GET", path: "/a/{token}/person", name: "agency-person", access: SignedLink, handler: || get(refer::person::show) },
    Route { method: "POST", path: "/a/{token}/person", name: "agency-person-submit", access: SignedLink, handler: || post(refer::person::submit) },
    Route { method: "GET", path: "/a/{token}/sent/{reference}", name: "agency-sent", access: SignedLink, handler: || get(refer::sent::show_reference) },
    Route { method: "GET", path: "/refer-yourself/{slug}", name: "refer-yourself", access: Anyone, handler: || get(refer::right::show) },
    Route { method: "POST", path: "/refer-yourself/{slug}", name: "refer-yourself-submit", access: Anyone, handler: || post(refer::right::submit) },
    Route { method: "GET", path: "/refer-yourself/{slug}/elsewhere/{kind}", name: "refer-yourself-elsewhere", access: Anyone, handler: || get(refer::elsewhere::show) },
    Route { method: "GET", path: "/refer-yourself/{slug}/person", name: "refer-yourself-person", access: Anyone, handler: || get(refer::person::show) },
    Route { method: "POST", path: "/refer-yourself/{slug}/person", name: "refer-yourself-person-submit", access: Anyone, handler: || post(refer::person::submit) },
    Route { method: "GET", path: "/refer-yourself/{slug}/sent/{reference}", name: "refer-yourself-sent", access: Anyone, handler: || get(refer::sent::show_reference) },
    // Counts.
    Route { method: "GET", path: "/funnel", name: "funnel", access: SignedIn(COUNTS), handler: || get(counts::funnel::show) },
    Route { method: "GET", path: "/funnel.csv", name: "funnel-csv", access: SignedIn(COUNTS), handler: || get(counts::funnel::download) },
    Route { method: "GET", path: "/outcomes", name: "outcomes", access: SignedIn(JUDGES), handler: || get(counts::outcomes::show) },
    Route { method: "GET", path: "/definitions", name: "definitions", access: Anyone, handler: || get(counts::definitions::show) },
    // Screen, sort, wait.
    Route { method: "GET", path: "/inbox", name: "inbox", access: SignedIn(COORDINATES), handler: || get(inbox::show) },
    Route { method: "GET", path: "/sources", name: "sources", access: SignedIn(COORDINATES), handler: || get(sources::show) },
    Route { method: "GET", path: "/referrals/{id}", name: "referral", access: SignedIn(COORDINATES), handler: || get(triage::read::show) },
    Route { method: "POST", path: "/referrals/{id}/eligible", name: "referral-eligible", access: SignedIn(COORDINATES), handler: || post(triage::acts::eligible) },
    Route { method: "POST", path: "/referrals/{id}/duplicate", name: "referral-duplicate", access: SignedIn(COORDINATES), handler: || post(triage::acts::judge) },
    Route { method: "POST", path: "/referrals/{id}/put-back", name: "referral-put-back", access: SignedIn(COORDINATES), handler: || post(triage::acts::put_back) },
    Route { method: "POST", path: "/referrals/{id}/reopen", name: "referral-reopen", access: SignedIn(COORDINATES), handler: || post(triage::acts::reopen) },
    Route { method: "GET", path: "/referrals/{id}/screen/{decision}", name: "screen", access: SignedIn(COORDINATES), handler: || get(triage::screen::show) },
    Route { method: "POST", path: "/referrals/{id}/screen/{decision}", name: "screen-submit", access: SignedIn(COORDINATES), handler: || post(triage::screen::submit) },
    Route { method: "GET", path: "/referrals/{id}/triage", name: "triage", access: SignedIn(COORDINATES), handler: || get(triage::route::show) },
    Route { method: "POST", path: "/referrals/{id}/triage", name: "triage-submit", access: SignedIn(COORDINATES), handler: || post(triage::route::submit) },
    Route { method: "GET", path: "/referrals/{id}/allocate", name: "allocate", access: SignedIn(COORDINATES), handler: || get(triage::allocate::show) },
    Route { method: "POST", path: "/referrals/{id}/allocate", name: "allocate-submit", access: SignedIn(COORDINATES), handler: || post(triage::allocate::submit) },
    Route { method: "GET", path: "/referrals/{id}/withdraw", name: "referral-withdraw", access: SignedIn(COORDINATES), handler: || get(triage::end::show_withdraw) },
    Route { method: "POST", path: "/referrals/{id}/withdraw", name: "referral-withdraw-submit", access: SignedIn(COORDINATES), handler: || post(triage::end::submit_withdraw) },
    Route { method: "GET", path: "/referrals/{id}/close", name: "referral-close", access: SignedIn(COORDINATES), handler: || get(triage::end::show_close) },
    Route { method: "POST", path: "/referrals/{id}/close", name: "referral-close-submit", access: SignedIn(COORDINATES), handler: || post(triage::end::submit_close) },
    Route { method: "GET", path: "/waiting", name: "waiting", access: SignedIn(SEES_WAITING), handler: || get(waiting::show) },
    Route { method: "GET", path: "/rules", name: "rules", access: SignedIn(COORDINATES), handler: || get(rules::show) },
    Route { method: "GET", path: "/rules/edit", name: "rules-edit", access: SignedIn(WRITES_RULES), handler: || get(rules::edit) },
    Route { method: "POST", path: "/rules/edit", name: "rules-edit-submit", access: SignedIn(WRITES_RULES), handler: || post(rules::submit) },
    // Groups, and from a person to a group and back.
    Route { method: "GET", path: "/map", name: "asset-map", access: SignedIn(DIRECTORY), handler: || get(asset_map::show) },
    Route { method: "GET", path: "/groups", name: "groups", access: SignedIn(DIRECTORY), handler: || get(groups::list::show) },
    Route { method: "GET", path: "/groups/check", name: "groups-check", access: SignedIn(KEEPS_DIRECTORY), handler: || get(groups::check::show) },
    Route { method: "GET", path: "/groups/new", name: "group-new", access: SignedIn(KEEPS_DIRECTORY), handler: || get(groups::edit::show_new) },
    Route { method: "POST", path: "/groups/new", name: "group-new-submit", access: SignedIn(KEEPS_DIRECTORY), handler: || post(groups::edit::submit_new) },
    Route { method: "GET", path: "/groups/{id}/edit/{part}", name: "group-edit", access: SignedIn(CONFIRMS), handler: || get(groups::edit::show) },
    Route { method: "POST", path: "/groups/{id}/edit/{part}", name: "group-edit-submit", access: SignedIn(CONFIRMS), handler: || post(groups::edit::submit) },
    Route { method: "POST", path: "/groups/{id}/gone", name: "group-gone", access: SignedIn(CONFIRMS), handler: || post(groups::check::gone) },
    Route { method: "GET", path: "/c/{token}", name: "own-entry", access: SignedLink, handler: || get(groups::own::show) },
    Route { method: "POST", path: "/c/{token}", name: "own-entry-true", access: SignedLink, handler: || post(groups::own::all_true) },
    Route { method: "GET", path: "/c/{token}/edit/{part}", name: "own-entry-edit", access: SignedLink, handler: || get(groups::own::show_part) },
    Route { method: "POST", path: "/c/{token}/edit/{part}", name: "own-entry-edit-submit", access: SignedLink, handler: || post(groups::own::submit_part) },
    Route { method: "GET", path: "/groups/duplicates", name: "duplicates", access: SignedIn(COORDINATES), handler: || get(keeping::duplicates::show) },
    Route { method: "GET", path: "/groups/duplicates/{first}/{second}", name: "duplicate-pair", access: SignedIn(COORDINATES), handler: || get(keeping::duplicates::show_pair) },
    Route { method: "POST", path: "/groups/duplicates/{first}/{second}/merge", name: "duplicate-merge", access: SignedIn(COORDINATES), handler: || post(keeping::duplicates::merge) },
    Route { method: "POST", path: "/groups/duplicates/{first}/{second}/not-same", name: "duplicate-not-same", access: SignedIn(COORDINATES), handler: || post(keeping::duplicates::not_same) },
    Route { method: "GET", path: "/groups/corrections", name: "corrections", access: SignedIn(KEEPS_DIRECTORY), handler: || get(keeping::waiting::show) },
    Route { method: "GET", path: "/groups/corrections/{id}", name: "correction", access: SignedIn(KEEPS_DIRECTORY), handler: || get(keeping::correction::show) },
    Route { method: "POST", path: "/groups/corrections/{id}", name: "correction-accept", access: SignedIn(KEEPS_DIRECTORY), handler: || post(keeping::correction::submit) },
    Route { method: "POST", path: "/groups/corrections/{id}/refuse", name: "correction-refuse", access: SignedIn(KEEPS_DIRECTORY), handler: || post(keeping::correction::refuse) },
    Route { method: "GET", path: "/groups/claims/{id}", name: "claim", access: SignedIn(COORDINATES), handler: || get(keeping::claim::show) },
    Route { method: "POST", path: "/groups/claims/{id}", name: "claim-accept", access: SignedIn(COORDINATES), handler: || post(keeping::claim::submit) },
    Route { method: "POST", path: "/groups/claims/{id}/refuse", name: "claim-refuse", access: SignedIn(COORDINATES), handler: || post(keeping::claim::refuse) },
    Route { method: "GET", path: "/groups/{id}/history", name: "group-history", access: SignedIn(CONFIRMS), handler: || get(keeping::history::show) },
    Route { method: "POST", path: "/groups/{id}/unmerge", name: "group-unmerge", access: SignedIn(COORDINATES), handler: || post(keeping::history::unmerge) },
    Route { method: "GET", path: "/find/{id}/wrong", name: "group-wrong", access: Anyone, handler: || get(keeping::by_anybody::show_wrong) },
    Route { method: "POST", path: "/find/{id}/wrong", name: "group-wrong-submit", access: Anyone, handler: || post(keeping::by_anybody::submit_wrong) },
    Route { method: "GET", path: "/find/{id}/claim", name: "group-claim", access: Anyone, handler: || get(keeping::by_anybody::show_claim) },
    Route { method: "POST", path: "/find/{id}/claim", name: "group-claim-submit", access: Anyone, handler: || post(keeping::by_anybody::submit_claim) },
    Route { method: "GET", path: "/claim/{token}", name: "claim-link", access: SignedLink, handler: || get(keeping::prove::show) },
    Route { method: "POST", path: "/claim/{token}", name: "claim-link-confirm", access: SignedLink, handler: || post(keeping::prove::submit) },
    Route { method: "GET", path: "/groups/{id}", name: "group", access: SignedIn(DIRECTORY), handler: || get(groups::one::show) },
    Route { method: "POST", path: "/groups/{id}/confirm", name: "group-confirm", access: SignedIn(CONFIRMS), handler: || post(groups::one::confirm) },
    Route { method: "POST", path: "/groups/{id}/capacity", name: "group-capacity", access: SignedIn(CONFIRMS), handler: || post(groups::one::submit) },
    Route { method: "GET", path: "/matching", name: "how-suggestions", access: SignedIn(DIRECTORY), handler: || get(suggestions::how::show) },
    Route { method: "GET", path: "/people/{id}/suggestions", name: "suggestions", access: SignedIn(SUGGESTS), handler: || get(suggestions::page::show) },
    Route { method: "POST", path: "/people/{id}/suggestions", name: "suggestions-offer", access: SignedIn(LINK_WORK), handler: || post(suggestions::page::submit) },
    Route { method: "GET", path: "/people/{id}/unmet-need", name: "unmet-need", access: SignedIn(SUGGESTS), handler: || get(suggestions::unmet_need::show) },
    Route { method: "POST", path: "/people/{id}/unmet-need", name: "unmet-need-submit", access: SignedIn(SUGGESTS), handler: || post(suggestions::unmet_need::submit) },
    Route { method: "GET", path: "/prescriptions/{id}", name: "prescription", access: SignedIn(SUGGESTS), handler: || get(prescriptions::one::show) },
    Route { method: "POST", path: "/prescriptions/{id}/answer", name: "prescription-answer", access: SignedIn(LINK_WORK), handler: || post(prescriptions::one::submit) },
    Route { method: "POST", path: "/prescriptions/{id}/resend", name: "prescription-resend", access: SignedIn(LINK_WORK), handler: || post(prescriptions::one::resend) },
    Route { method: "POST", path: "/prescriptions/{id}/group-said", name: "prescription-group-said", access: SignedIn(LINK_WORK), handler: || post(prescriptions::one::group_said) },
    Route { method: "GET", path: "/prescriptions/{id}/send", name: "prescription-send", access: SignedIn(LINK_WORK), handler: || get(prescriptions::send::show) },
    Route { method: "POST", path: "/prescriptions/{id}/send", name: "prescription-send-submit", access: SignedIn(LINK_WORK), handler: || post(prescriptions::send::submit) },
    Route { method: "GET", path: "/g/{token}", name: "group-answer", access: SignedLink, handler: || get(group_answers::answer::show) },
    Route { method: "POST", path: "/g/{token}", name: "group-answer-submit", access: SignedLink, handler: || post(group_answers::answer::submit) },
    Route { method: "POST", path: "/g/{token}/confirm", name: "group-answer-confirm", access: SignedLink, handler: || post(group_answers::answer::confirm) },
    Route { method: "POST", path: "/g/{token}/renew", name: "group-answer-renew", access: SignedLink, handler: || post(group_answers::answer::renew) },
    Route { method: "GET", path: "/g/{token}/worried", name: "group-worried", access: SignedLink, handler: || get(group_answers::worry::show) },
    Route { method: "POST", path: "/g/{token}/worried", name: "group-worried-submit", access: SignedLink, handler: || post(group_answers::worry::submit) },
    Route { method: "GET", path: "/my-groups", name: "my-groups", access: SignedIn(FACILITATES), handler: || get(registers::mine::show) },
    Route { method: "GET", path: "/groups/{id}/register", name: "register", access: SignedIn(SEES_REGISTERS), handler: || get(registers::register::show) },
    Route { method: "GET", path: "/groups/{id}/register/print", name: "register-print", access: SignedIn(SEES_REGISTERS), handler: || get(registers::register::print) },
    Route { method: "POST", path: "/groups/{id}/register", name: "register-mark", access: SignedIn(FACILITATES), handler: || post(registers::register::mark) },
    Route { method: "POST", path: "/groups/{id}/register/sessions", name: "register-session", access: SignedIn(FACILITATES), handler: || post(registers::register::add_session) },
    Route { method: "POST", path: "/groups/{id}/register/left", name: "register-left", access: SignedIn(FACILITATES), handler: || post(registers::register::left) },
    Route { method: "POST", path: "/groups/{id}/register/belonging", name: "register-belonging", access: SignedIn(FACILITATES), handler: || post(registers::register::belonging) },
    Route { method: "GET", path: "/groups/{id}/register/worried/{who}", name: "register-worried", access: SignedIn(FACILITATES), handler: || get(registers::worry::show) },
    Route { method: "POST", path: "/groups/{id}/register/worried/{who}", name: "register-worried-submit", access: SignedIn(FACILITATES), handler: || post(registers::worry::submit) },
    Route { method: "GET", path: "/r/{token}", name: "link-register", access: SignedLink, handler: || get(registers::register::show) },
    Route { method: "GET", path: "/r/{token}/print", name: "link-register-print", access: SignedLink, handler: || get(registers::register::print) },
    Route { method: "POST", path: "/r/{token}", name: "link-register-mark", access: SignedLink, handler: || post(registers::register::mark) },
    Route { method: "POST", path: "/r/{token}/sessions", name: "link-register-session", access: SignedLink, handler: || post(registers::register::add_session) },
    Route { method: "POST", path: "/r/{token}/left", name: "link-register-left", access: SignedLink, handler: || post(registers::register::left) },
    Route { method: "POST", path: "/r/{token}/belonging", name: "link-register-belonging", access: SignedLink, handler: || post(registers::register::belonging) },
    Route { method: "GET", path: "/r/{token}/worried/{who}", name: "link-register-worried", access: SignedLink, handler: || get(registers::worry::show) },
    Route { method: "POST", path: "/r/{token}/worried/{who}", name: "link-register-worried-submit", access: SignedLink, handler: || post(registers::worry::submit) },
    Route { method: "POST", path: "/r/{token}/renew", name: "link-register-renew", access: SignedLink, handler: || post(registers::by_link::renew) },
    Route { method: "GET", path: "/outbox", name: "outbox", access: SignedIn(SEES_OUTBOX), handler: || get(outbox::list::show) },
    Route { method: "GET", path: "/outbox/{id}", name: "message", access: SignedIn(SEES_OUTBOX), handler: || get(outbox::one::show) },
    Route { method: "POST", path: "/outbox/{id}/again", name: "message-again", access: SignedIn(SEES_OUTBOX), handler: || post(outbox::one::again) },
    Route { method: "GET", path: "/unmet-needs", name: "unmet-needs", access: SignedIn(SEES_UNMET_NEEDS), handler: || get(unmet_needs::show) },
    // How life is.
    Route { method: "GET", path: "/people/{id}/measures", name: "measures", access: SignedIn(KNOWS), handler: || get(measures::over_time::show) },
    Route { method: "GET", path: "/people/{id}/measures/print", name: "measures-print", access: SignedIn(KNOWS), handler: || get(measures::print::show) },
    Route { method: "GET", path: "/people/{id}/measures/{wave}", name: "measure-record", access: SignedIn(ASKS), handler: || get(measures::record::show) },
    Route { method: "POST", path: "/people/{id}/measures/{wave}", name: "measure-record-submit", access: SignedIn(ASKS), handler: || post(measures::record::submit) },
    Route { method: "POST", path: "/people/{id}/measures/{wave}/ask", name: "measure-ask", access: SignedIn(ASKS), handler: || post(measures::over_time::ask) },
    Route { method: "GET", path: "/m/{token}", name: "measure", access: SignedLink, handler: || get(measures::by_link::show) },
    Route { method: "POST", path: "/m/{token}", name: "measure-submit", access: SignedLink, handler: || post(measures::by_link::submit) },
    // Link work.
    Route { method: "GET", path: "/today", name: "today", access: SignedIn(WORKS), handler: || get(today::show) },
    Route { method: "GET", path: "/people", name: "people", access: SignedIn(WORKS), handler: || get(people::list::show) },
    Route { method: "GET", path: "/people/find", name: "people-find", access: SignedIn(COORDINATES), handler: || get(people::find::show) },
    Route { method: "POST", path: "/people/find", name: "people-find-submit", access: SignedIn(COORDINATES), handler: || post(people::find::submit) },
    Route { method: "GET", path: "/people/ended", name: "people-ended", access: SignedIn(WORKS), handler: || get(people::ended::show) },
    Route { method: "GET", path: "/people/{id}", name: "person", access: SignedIn(READS), handler: || get(people::story::show) },
    Route { method: "GET", path: "/people/{id}/hold", name: "hold", access: SignedIn(WORKS), handler: || people::turns::HOLD.page() },
    Route { method: "POST", path: "/people/{id}/hold", name: "hold-submit", access: SignedIn(WORKS), handler: || people::turns::HOLD.act() },
    Route { method: "GET", path: "/people/{id}/finish", name: "finish", access: SignedIn(WORKS), handler: || people::turns::FINISH.page() },
    Route { method: "POST", path: "/people/{id}/finish", name: "finish-submit", access: SignedIn(WORKS), handler: || people::turns::FINISH.act() },
    Route { method: "GET", path: "/people/{id}/close", name: "close", access: SignedIn(WORKS), handler: || people::turns::CLOSE.page() },
    Route { method: "POST", path: "/people/{id}/close", name: "close-submit", access: SignedIn(WORKS), handler: || people::turns::CLOSE.act() },
    Route { method: "GET", path: "/people/{id}/withdraw", name: "withdraw", access: SignedIn(WORKS), handler: || people::turns::WITHDRAW.page() },
    Route { method: "POST", path: "/people/{id}/withdraw", name: "withdraw-submit", access: SignedIn(WORKS), handler: || people::turns::WITHDRAW.act() },
    Route { method: "GET", path: "/people/{id}/reopen", name: "reopen", access: SignedIn(WORKS), handler: || people::turns::REOPEN.page() },
    Route { method: "POST", path: "/people/{id}/reopen", name: "reopen-submit", access: SignedIn(WORKS), handler: || people::turns::REOPEN.act() },
    Route { method: "POST", path: "/people/{id}/resume", name: "resume", access: SignedIn(WORKS), handler: || post(people::turns::resume) },
    Route { method: "POST", path: "/people/{id}/permissions/{permission}/withdraw", name: "permission-withdraw", access: SignedIn(READS), handler: || post(people::permission::withdraw) },
    Route { method: "GET", path: "/people/{id}/contact", name: "contact-new", access: SignedIn(WORKS), handler: || get(contacts::new::show) },
    Route { method: "POST", path: "/people/{id}/contact", name: "contact-new-submit", access: SignedIn(WORKS), handler: || post(contacts::new::submit) },
    Route { method: "POST", path: "/people/{id}/contact/draft", name: "contact-draft", access: SignedIn(WORKS), handler: || post(contacts::draft::submit) },
    Route { method: "GET", path: "/people/{id}/contact/{contact}", name: "contact", access: SignedIn(READS), handler: || get(contacts::history::show) },
    Route { method: "GET", path: "/people/{id}/contact/{contact}/correct", name: "contact-correct", access: SignedIn(WORKS), handler: || get(contacts::correct::show) },
    Route { method: "POST", path: "/people/{id}/contact/{contact}/correct", name: "contact-correct-submit", access: SignedIn(WORKS), handler: || post(contacts::correct::submit) },
    Route { method: "GET", path: "/people/{id}/contact/{contact}/next", name: "contact-next", access: SignedIn(WORKS), handler: || get(contacts::next::show) },
    Route { method: "POST", path: "/people/{id}/contact/{contact}/next", name: "contact-next-submit", access: SignedIn(WORKS), handler: || post(contacts::next::submit) },
    Route { method: "GET", path: "/people/{id}/plan", name: "plan", access: SignedIn(WORKS), handler: || get(plans::edit::show) },
    Route { method: "POST", path: "/people/{id}/plan", name: "plan-submit", access: SignedIn(WORKS), handler: || post(plans::edit::submit) },
    Route { method: "POST", path: "/people/{id}/plan/draft", name: "plan-draft", access: SignedIn(WORKS), handler: || post(contacts::draft::submit_plan) },
    Route { method: "GET", path: "/people/{id}/plan/read", name: "plan-read", access: SignedIn(READS), handler: || get(plans::read::show) },
    Route { method: "GET", path: "/people/{id}/plan/print", name: "plan-print", access: SignedIn(READS), handler: || get(plans::print::show) },
    Route { method: "GET", path: "/people/{id}/plan/versions", name: "plan-versions", access: SignedIn(READS), handler: || get(plans::versions::show) },
    Route { method: "GET", path: "/people/{id}/plan/versions/{plan}", name: "plan-version", access: SignedIn(READS), handler: || get(plans::read::show_version) },
    Route { method: "GET", path: "/people/{id}/worried", name: "worried", access: SignedIn(READS), handler: || get(concerns::raise::show) },
    Route { method: "POST", path: "/people/{id}/worried", name: "worried-submit", access: SignedIn(READS), handler: || post(concerns::raise::submit) },
    Route { method: "GET", path: "/people/{id}/worried/raised", name: "worried-raised", access: SignedIn(READS), handler: || get(concerns::raise::raised) },
    Route { method: "GET", path: "/concerns", name: "concerns", access: SignedIn(SAFEGUARDS), handler: || get(concerns::list::show) },
    Route { method: "GET", path: "/concerns/{id}", name: "concern", access: SignedIn(SAFEGUARDS), handler: || get(concerns::one::show) },
    Route { method: "POST", path: "/concerns/{id}/lead", name: "concern-lead", access: SignedIn(SAFEGUARDS), handler: || post(concerns::one::lead) },
    Route { method: "POST", path: "/concerns/{id}/close", name: "concern-close", access: SignedIn(SAFEGUARDS), handler: || post(concerns::one::close) },
    Route { method: "POST", path: "/concerns/{id}/reopen", name: "concern-reopen", access: SignedIn(SAFEGUARDS), handler: || post(concerns::one::reopen) },
    // The open directory, for other programs.
    Route { method: "GET", path: "/oruk", name: "oruk", access: Anyone, handler: || get(oruk::about) },
    Route { method: "GET", path: "/oruk/", name: "oruk-about", access: Anyone, handler: || get(oruk::about) },
    Route { method: "GET", path: "/oruk/openapi.json", name: "oruk-openapi", access: Anyone, handler: || get(oruk::openapi) },
    Route { method: "GET", path: "/oruk/services", name: "oruk-services", access: Anyone, handler: || get(oruk::services) },
    Route { method: "GET", path: "/oruk/services/{id}", name: "oruk-service", access: Anyone, handler: || get(oruk::service) },
    Route { method: "GET", path: "/oruk/service_at_locations", name: "oruk-service-at-locations", access: Anyone, handler: || get(oruk::spots) },
    Route { method: "GET", path: "/oruk/service_at_locations/{id}", name: "oruk-service-at-location", access: Anyone, handler: || get(oruk::spot) },
    Route { method: "GET", path: "/oruk/organizations", name: "oruk-organizations", access: Anyone, handler: || get(oruk::organisations) },
    Route { method: "GET", path: "/oruk/organizations/{id}", name: "oruk-organization", access: Anyone, handler: || get(oruk::organisation) },
    Route { method: "GET", path: "/oruk/taxonomies", name: "oruk-taxonomies", access: Anyone, handler: || get(oruk::taxonomies) },
    Route { method: "GET", path: "/oruk/taxonomies/{id}", name: "oruk-taxonomy", access: Anyone, handler: || get(oruk::taxonomy) },
    Route { method: "GET", path: "/oruk/taxonomy_terms", name: "oruk-taxonomy-terms", access: Anyone, handler: || get(oruk::terms) },
    Route { method: "GET", path: "/oruk/taxonomy_terms/{id}", name: "oruk-taxonomy-term", access: Anyone, handler: || get(oruk::term) },
    // Files and machines.
    Route { method: "GET", path: "/assets/{file}", name: "files", access: Anyone, handler: || get(files::show) },
    Route { method: "GET", path: "/health/live", name: "health-live", access: Anyone, handler: || get(health::live) },
    Route { method: "GET", path: "/health/ready", name: "health-ready", access: Anyone, handler: || get(health::ready) },
    Route { method: "GET", path: "/metrics", name: "metrics", access: Operator, handler: || get(metrics::show) },
];

/// The router made of the table.
pub(crate) fn router() -> Router<State> {
    ROUTES.iter().fold(Router::new(), |router, route| router.route(route.path, (route.handler)()))
}
