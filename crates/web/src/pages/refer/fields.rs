//! The form about the person, read into a draft: the same for every door.
//!
//! What cannot be read is said beside its field; what is missing, the domain says.

use domain::kinds::Need;
use domain::permission::{Detail, How};
use domain::person::{Channel, Details, Home, NhsNumber};
use domain::referral::Referrer;
use domain::referral::draft::Draft;

use super::choices;
use super::door::Door;
use crate::forms::Form;

/// The draft and who refers. Errors are left in the form.
pub(crate) fn read(form: &mut Form, door: &Door) -> (Draft, Referrer) {
    let details = details(form);
    let needs = form.list_values("needs").into_iter().filter_map(Need::from_key).collect();
    let mut draft = Draft { details, needs, ..Draft::default() };
    for key in form.list_values("circumstances") {
        draft.circumstances.set(key);
    }
    draft.circumstances.no_fixed_abode = matches!(draft.details.home, Home::NoFixedAbode { .. });
    draft.circumstances.interpreter = draft.details.interpreter;
    draft.referrer_words = form.value("referrer_words").to_owned();
    draft.person_words = form.value("person_words").to_owned();
    draft.agreed = How::from_key(form.value("agreed"));
    let (worker, relation) = whoever_writes(form, door, &mut draft);
    if !door.is_public() {
        share(form, &mut draft);
    }
    (draft, door.referrer(&worker, &relation))
}

fn details(form: &mut Form) -> Details {
    let born_on = form.date("date_of_birth", "date of birth");
    let nhs_number = form.optional("nhs_number").and_then(|typed| {
        let number = NhsNumber::parse(&typed);
        if number.is_none() {
            let sentence = "Check the NHS number: it has 10 digits, and the last is a check digit";
            form.refuse("nhs_number", sentence);
        }
        number
    });
    Details {
        given_name: form.value("given_name").to_owned(),
        family_name: form.value("family_name").to_owned(),
        born_on,
        home: home(form),
        phone: form.optional("phone"),
        email: form.optional("email"),
        nhs_number,
        language: form.optional("language"),
        interpreter: form.has("interpreter", "yes"),
        contact_by: form
            .list_values("contact_by")
            .into_iter()
            .filter_map(Channel::from_key)
            .collect(),
        access_needs: form
            .list_values("access_needs")
            .into_iter()
            .filter_map(choices::access_need)
            .collect(),
        ..Details::default()
    }
}

fn home(form: &mut Form) -> Home {
    match form.value("home") {
        "address" => {
            let (lines, postcode) = (form.value("address").to_owned(), form.optional("postcode"));
            if lines.is_empty() && postcode.is_none() {
                form.refuse("postcode", "Enter the address or at least the postcode");
            }
            Home::Address { lines, postcode }
        }
        "no_fixed_abode" => Home::NoFixedAbode { usually_near: form.optional("usually_near") },
        _ => Home::NotGiven,
    }
}

/// The worker of an agency, or how a carer or friend stands to the person. A carer's own name
/// and number go among the words, which are sealed.
fn whoever_writes(form: &mut Form, door: &Door, draft: &mut Draft) -> (String, String) {
    if door.is_agency() {
        let worker = form.require("worker", "Enter your first name").unwrap_or_default();
        return (worker, String::new());
    }
    if !door.is_on_behalf() {
        return (String::new(), String::new());
    }
    let name = form.require("your_name", "Enter your name").unwrap_or_default();
    let sentence = "Say how you know them";
    let relation = form.require("relation", sentence).unwrap_or_default();
    if !choices::relations().iter().any(|known| known.value == relation) && form.is_ok() {
        form.refuse("relation", sentence);
    }
    let phone = form.optional("your_phone").map(|phone| format!(", telephone {phone}"));
    let from = format!("Written by {name} ({relation}){}.", phone.unwrap_or_default());
    draft.referrer_words = format!("{}\n\n{from}", draft.referrer_words).trim().to_owned();
    (String::new(), relation)
}

fn share(form: &mut Form, draft: &mut Draft) {
    let sentence = "Ask the person what we may tell you, and say what they answered";
    draft.share_with_referrer = match form.require("share", sentence).as_deref() {
        Some("codes") => vec![Detail::CodesOnly],
        Some("outcome") => vec![Detail::Outcome],
        _ => Vec::new(),
    };
    draft.share_until = form.date("share_until", "day");
}
