//! Keeping the directory true: the check list and one press, reminders to owners, an entry that
//! sinks, hides and comes back, and corrections that last.

mod correct;
mod fresh;

use app::testing::{Postbox, choir};
use domain::group::{Checked, Group};
use domain::ids::GroupId;

use crate::support::Kith;

/// A choir that somebody checked so many days ago.
pub(crate) fn checked_days_ago(kith: &Kith, name: &str, days: i64) -> Group {
    let at = kith.world.app.now() - jiff::SignedDuration::from_hours(24 * days);
    let checked = Checked { at, by: "link worker".into(), how: "rang".into() };
    Group { checked: Some(checked), ..choir(name) }
}

/// Lets a day's work be promised and done; the letters that were sent.
pub(crate) fn after_a_day(kith: &Kith, postbox: &Postbox, days: i64) {
    kith.world.clock.forward_days(days);
    kith.world.app.promise_daily().expect("the day's work is promised");
    kith.world.app.run_due_jobs(postbox).expect("the day's work is done");
}

/// Every part of a page's form for a group, as it is filled in.
pub(crate) async fn filled(kith: &Kith, path: &str) -> Vec<(String, String)> {
    let text = kith.get(path).await.text();
    fields_of(&text)
}

/// What a browser would send of a form in which nobody has changed anything.
fn fields_of(html: &str) -> Vec<(String, String)> {
    let form = html.split("<form").filter(|form| form.contains("name=\"version\"")).last();
    let form = form.and_then(|form| form.split("</form>").next()).unwrap_or_default();
    let mut fields = Vec::new();
    for tag in form.split('<').skip(1) {
        let (tag, text) = tag.split_once('>').unwrap_or((tag, ""));
        let attribute = |name: &str| {
            let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
            rest.split_once('"').map(|(value, _)| unescaped(value))
        };
        let Some(name) = attribute("name") else { continue };
        let value = attribute("value").unwrap_or_default();
        let is_choice = tag.contains("type=\"radio\"") || tag.contains("type=\"checkbox\"");
        if tag.starts_with("textarea") {
            fields.push((name, unescaped(text.trim_start_matches('\n'))));
        } else if tag.starts_with("input") && (!is_choice || tag.contains(" checked")) {
            fields.push((name, value));
        }
    }
    fields
}

fn unescaped(text: &str) -> String {
    text.replace("&#38;", "&").replace("&#39;", "'").replace("&#34;", "\"").replace("&#60;", "<")
}

/// The same fields with one changed.
pub(crate) fn with(fields: &[(String, String)], name: &str, value: &str) -> Vec<(String, String)> {
    let others = fields.iter().filter(|field| field.0 != name).cloned();
    others.chain([(name.to_owned(), value.to_owned())]).collect()
}

/// Sends a form.
pub(crate) async fn send(
    kith: &Kith,
    path: &str,
    fields: &[(String, String)],
) -> crate::support::Answer {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    kith.post(path, &fields).await
}

/// Where a group's page is.
pub(crate) fn page_of(group: GroupId) -> String {
    format!("/groups/{group}")
}
