//! From a person to a group and back: suggestions, prescriptions, answers, registers, messages.

use domain::ids::{GroupId, MessageId, PersonId, PrescriptionId, SessionId};

/// One person.
pub fn person(id: PersonId) -> String {
    format!("/people/{id}")
}

/// The groups that fit a person.
pub fn suggestions(id: PersonId) -> String {
    format!("/people/{id}/suggestions")
}

/// How suggestions are made.
pub fn how_suggestions() -> String {
    "/matching".into()
}

/// More of the groups that fit a person.
pub fn more_suggestions(id: PersonId, limit: usize) -> String {
    format!("/people/{id}/suggestions?show={limit}")
}

/// Why a group is not among so many suggestions.
pub fn why_not(id: PersonId, group: GroupId, limit: usize) -> String {
    format!("/people/{id}/suggestions?show={limit}&why={group}#why-not")
}

/// The groups that fit a person, after an unmet need with this barrier was recorded.
pub fn suggestions_after(id: PersonId, barrier: &str) -> String {
    format!("/people/{id}/suggestions?recorded={barrier}")
}

/// Where it is recorded that nothing fits a person.
pub fn unmet_need(id: PersonId) -> String {
    format!("/people/{id}/unmet-need")
}

/// The same with what gets in the way.
pub fn unmet_need_of(id: PersonId, barrier: &str) -> String {
    format!("/people/{id}/unmet-need?barrier={barrier}")
}

/// What nobody offers yet.
pub fn unmet_needs() -> String {
    "/unmet-needs".into()
}

/// One page of what nobody offers yet.
pub fn unmet_needs_page(number: u32) -> String {
    format!("/unmet-needs?page={number}")
}

/// The directory.
pub fn groups() -> String {
    "/groups".into()
}

/// One page of the directory.
pub fn groups_page(part: &str, number: u32) -> String {
    format!("/groups?q={}&page={number}", coded(part))
}

/// One group.
pub fn group(id: GroupId) -> String {
    format!("/groups/{id}")
}

/// Where a group's entry is confirmed.
pub fn confirm_group(id: GroupId) -> String {
    format!("/groups/{id}/confirm")
}

/// Where one part of a group's entry is changed.
pub fn group_edit(id: GroupId, part: &str) -> String {
    format!("/groups/{id}/edit/{part}")
}

/// Where a group's entry is shown part by part, each with where it is changed.
pub fn group_to_correct(id: GroupId) -> String {
    format!("/groups/{id}#entry")
}

/// Where a group is said to be no more.
pub fn group_gone(id: GroupId) -> String {
    format!("/groups/{id}/gone")
}

/// Where a group is added by hand.
pub fn group_new() -> String {
    "/groups/new".into()
}

/// What to check next.
pub fn groups_check() -> String {
    "/groups/check".into()
}

/// One page of what to check next.
pub fn groups_check_page(number: u32) -> String {
    format!("/groups/check?page={number}")
}

/// What to check next, after something was done there.
pub fn groups_check_done(what: &str) -> String {
    format!("/groups/check?done={what}")
}

/// What a group sees by the link of its reminder.
pub fn own_entry(token: &str) -> String {
    format!("/c/{token}")
}

/// Where a group corrects one part of its entry.
pub fn own_entry_edit(token: &str, part: &str) -> String {
    format!("/c/{token}/edit/{part}")
}

/// Where it is said whether a group has room.
pub fn group_capacity(id: GroupId) -> String {
    format!("/groups/{id}/capacity")
}

/// The groups that somebody runs.
pub fn my_groups() -> String {
    "/my-groups".into()
}

/// One prescription.
pub fn prescription(id: PrescriptionId) -> String {
    format!("/prescriptions/{id}")
}

/// Where it is noted what the person says to an offer.
pub fn prescription_answer(id: PrescriptionId) -> String {
    format!("/prescriptions/{id}/answer")
}

/// Where the permission is asked and the group is asked.
pub fn prescription_send(id: PrescriptionId) -> String {
    format!("/prescriptions/{id}/send")
}

/// Where the group is asked again.
pub fn prescription_resend(id: PrescriptionId) -> String {
    format!("/prescriptions/{id}/resend")
}

/// Where it is noted what the group said by telephone.
pub fn prescription_group_said(id: PrescriptionId) -> String {
    format!("/prescriptions/{id}/group-said")
}

/// What a group sees by its link.
pub fn group_answer(token: &str) -> String {
    format!("/g/{token}")
}

/// The messages that Kith sent or will send.
pub fn outbox() -> String {
    "/outbox".into()
}

/// One page of the messages.
pub fn outbox_page(number: u32) -> String {
    format!("/outbox?page={number}")
}

/// One message.
pub fn message(id: MessageId) -> String {
    format!("/outbox/{id}")
}

/// Where a message is sent again.
pub fn message_again(id: MessageId) -> String {
    format!("/outbox/{id}/again")
}

/// A group's register, for those signed in.
pub fn register(id: GroupId) -> String {
    format!("/groups/{id}/register")
}

/// A group's register by its link.
pub fn register_by_link(token: &str) -> String {
    format!("/r/{token}")
}

/// One session of a register that begins with `base`.
pub fn register_session(base: &str, session: SessionId) -> String {
    format!("{base}?session={session}")
}

/// Where everybody looks for something near them.
pub fn find() -> String {
    "/find".into()
}

/// The same with something looked for: never more than half a postcode.
pub fn find_with<'a>(fields: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let fields: Vec<String> =
        fields.map(|(name, value)| format!("{}={}", coded(name), coded(value))).collect();
    format!("/find?{}", fields.join("&"))
}

/// What everybody may know about a group.
pub fn public_group(id: GroupId) -> String {
    format!("/find/{id}")
}

/// The same in large print.
pub fn public_group_large(id: GroupId) -> String {
    format!("/find/{id}?print=large")
}

/// A poster of a group, with a QR code.
pub fn public_group_poster(id: GroupId) -> String {
    format!("/find/{id}/poster")
}

/// The map of groups.
pub fn asset_map() -> String {
    "/map".into()
}

fn coded(text: &str) -> String {
    let mut url = String::new();
    for byte in text.bytes() {
        match byte {
            b'-' | b'_' | b'.' | b'~' => url.push(byte.into()),
            plain if plain.is_ascii_alphanumeric() => url.push(plain.into()),
            other => url.push_str(&format!("%{other:02X}")),
        }
    }
    url
}
