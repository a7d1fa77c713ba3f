//! Whether a group has room, and how it is reached.

use domain::group::Group;

use super::Typed;
use crate::forms::Form;
use crate::pages::groups::facts::{capacity_from, capacity_key};

/// The fields as they stand on the page.
pub(super) const FIELDS: &[&str] =
    &["capacity", "capacity_note", "places", "email", "phone", "url"];

/// What is known now.
pub(super) fn fill(group: &Group) -> Typed {
    let places = group.places_per_month.map(|places| places.to_string()).unwrap_or_default();
    vec![
        ("capacity", capacity_key(group.capacity).to_owned()),
        ("capacity_note", group.life.capacity_note.clone().unwrap_or_default()),
        ("places", places),
        ("email", group.contact.email.clone().unwrap_or_default()),
        ("phone", group.contact.phone.clone().unwrap_or_default()),
        ("url", group.contact.url.clone().unwrap_or_default()),
    ]
}

/// The group as it was typed; what is wrong is said on the form.
pub(super) fn read(form: &mut Form, group: &Group) -> Group {
    let mut after = group.clone();
    match capacity_from(form.value("capacity")) {
        Some(capacity) => after.capacity = capacity,
        None => form.refuse("capacity", "Choose whether it has room"),
    }
    after.life.capacity_note = form.optional("capacity_note");
    let typed = form.optional("places");
    after.places_per_month = typed.as_deref().and_then(|typed| typed.parse::<u32>().ok());
    if typed.is_some() && after.places_per_month.is_none_or(|places| places > 1000) {
        form.refuse("places", "Enter a whole number, or leave it empty");
    }
    after.contact.email = form.optional("email");
    let is_address = |email: &String| {
        let parts = email.split_once('@');
        parts.is_some_and(|(name, at)| !name.is_empty() && at.contains('.') && !email.contains(' '))
    };
    if after.contact.email.as_ref().is_some_and(|email| !is_address(email)) {
        form.refuse("email", "Enter an e-mail address such as name@example.org");
    }
    after.contact.phone = form.optional("phone");
    let has_digits = |phone: &String| phone.chars().filter(char::is_ascii_digit).count() >= 5;
    if after.contact.phone.as_ref().is_some_and(|phone| !has_digits(phone)) {
        form.refuse("phone", "Enter a telephone number");
    }
    after.contact.url = form.optional("url").map(|url| match url.contains("://") {
        true => url,
        false => format!("https://{url}"),
    });
    let is_web = |url: &String| {
        (url.starts_with("https://") || url.starts_with("http://"))
            && url.contains('.')
            && !url.contains(' ')
    };
    if after.contact.url.as_ref().is_some_and(|url| !is_web(url)) {
        form.refuse("url", "Enter a web address such as www.example.org");
    }
    after
}
