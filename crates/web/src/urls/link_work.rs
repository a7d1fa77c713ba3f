//! Where a link worker works: today, people, contacts, plans, safeguarding.

use domain::ids::{ConcernId, ContactId, PermissionId, PersonId, PlanId};

/// Who needs the link worker today.
pub fn today() -> String {
    "/today".into()
}

/// Where somebody is found by name, birth, number or reference; what is typed never stands here.
pub fn people_find() -> String {
    "/people/find".into()
}

/// The link worker's own people.
pub fn people() -> String {
    "/people".into()
}

/// The people whose support ended.
pub fn people_ended() -> String {
    "/people/ended".into()
}

/// One page of the people whose support ended.
pub fn people_ended_page(number: u32) -> String {
    format!("/people/ended?page={number}")
}

/// One person, after something was done; the page says what.
pub fn person_after(id: PersonId, done: &str) -> String {
    format!("/people/{id}?done={done}")
}

/// The groups that a person was offered.
pub fn groups_of(id: PersonId) -> String {
    format!("/people/{id}/suggestions#offered")
}

/// Where a contact is written down.
pub fn new_contact(id: PersonId) -> String {
    format!("/people/{id}/contact")
}

/// Where the draft of a contact is kept.
pub fn contact_draft(id: PersonId) -> String {
    format!("/people/{id}/contact/draft")
}

/// One contact with its earlier versions.
pub fn contact(id: PersonId, contact: ContactId) -> String {
    format!("/people/{id}/contact/{contact}")
}

/// Where a contact is corrected.
pub fn correct_contact(id: PersonId, contact: ContactId) -> String {
    format!("/people/{id}/contact/{contact}/correct")
}

/// The gentle next step after a contact that did not happen.
pub fn next_step(id: PersonId, contact: ContactId) -> String {
    format!("/people/{id}/contact/{contact}/next")
}

/// Where a person's support is put on hold.
pub fn hold(id: PersonId) -> String {
    format!("/people/{id}/hold")
}

/// Where it goes on after a pause.
pub fn resume(id: PersonId) -> String {
    format!("/people/{id}/resume")
}

/// Where it ends.
pub fn finish(id: PersonId) -> String {
    format!("/people/{id}/finish")
}

/// Where it ends before it has begun.
pub fn close(id: PersonId) -> String {
    format!("/people/{id}/close")
}

/// Where it is noted that the person said no.
pub fn withdraw(id: PersonId) -> String {
    format!("/people/{id}/withdraw")
}

/// Where it is taken up again.
pub fn reopen(id: PersonId) -> String {
    format!("/people/{id}/reopen")
}

/// Where a permission is taken back.
pub fn withdraw_permission(id: PersonId, permission: PermissionId) -> String {
    format!("/people/{id}/permissions/{permission}/withdraw")
}

/// The form of a person's plan.
pub fn plan(id: PersonId) -> String {
    format!("/people/{id}/plan")
}

/// Where the draft of a plan is kept.
pub fn plan_draft(id: PersonId) -> String {
    format!("/people/{id}/plan/draft")
}

/// The newest version of a plan, to read.
pub fn plan_read(id: PersonId) -> String {
    format!("/people/{id}/plan/read")
}

/// Every version of a plan.
pub fn plan_versions(id: PersonId) -> String {
    format!("/people/{id}/plan/versions")
}

/// One version of a plan, to read.
pub fn plan_version(id: PersonId, version: PlanId) -> String {
    format!("/people/{id}/plan/versions/{version}")
}

/// The person's own copy of their plan.
pub fn plan_print(id: PersonId) -> String {
    format!("/people/{id}/plan/print")
}

/// Where a worry about a person's safety is raised.
pub fn worried(id: PersonId) -> String {
    format!("/people/{id}/worried")
}

/// What happens after a worry was raised.
pub fn worried_raised(id: PersonId) -> String {
    format!("/people/{id}/worried/raised")
}

/// The safeguarding concerns.
pub fn concerns() -> String {
    "/concerns".into()
}

/// One safeguarding concern.
pub fn concern(id: ConcernId) -> String {
    format!("/concerns/{id}")
}

/// Where somebody is named to lead a concern.
pub fn lead_concern(id: ConcernId) -> String {
    format!("/concerns/{id}/lead")
}

/// Where a concern is closed.
pub fn close_concern(id: ConcernId) -> String {
    format!("/concerns/{id}/close")
}

/// Where a closed concern is opened again.
pub fn reopen_concern(id: ConcernId) -> String {
    format!("/concerns/{id}/reopen")
}
