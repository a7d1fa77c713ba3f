//! A practice's CSV of referrals: first looked at row by row, then the good rows are sent.
//!
//! The same checks as for a form. Rows are judged again in the transaction that sends them, so
//! that a file sent twice, or changed in between, sends nobody twice; all good rows or none.

use domain::access::{Relation, Verb};
use domain::permission::{Detail, How};
use domain::person::{Details, Home, Likeness, NhsNumber};
use domain::referral::Referrer;
use domain::referral::draft::Draft;
use domain::refusal::FieldProblem;
use domain::service::Intake;
use interop::referrals_csv::{self, Row};
use serde_json::json;

use super::refer;
use crate::act::Act;
use crate::error::{AppError, AppResult};

/// The most rows that one file may have.
pub const MOST_ROWS: usize = 500;

/// The columns of a file and what goes into each, in the order of the template.
pub const COLUMNS: &[(&str, &str)] = &[
    ("given_name", "First name. Needed."),
    ("family_name", "Family name. Needed."),
    ("date_of_birth", "As 31/03/1950 or 1950-03-31."),
    ("nhs_number", "10 digits, if you have it."),
    ("address", "House, street and town; or “no fixed abode”."),
    ("postcode", "Such as IP1 2AB; without a home, where they usually are."),
    ("phone", "With its area code."),
    ("email", "If they have one."),
    ("language", "The language they are most at ease in."),
    ("reasons", "What is hard: loneliness, money, grief and so on, with semicolons between."),
    ("what_the_referrer_means", "What you see, and why now."),
    ("what_the_person_wants", "In their own words."),
    ("agreed_to_referral", "Yes or no. Needed. Only a yes is sent."),
    ("share_with", "What they allow us to tell you: practice, codes only or nobody."),
    ("share_until", "Until when, if they set an end."),
];

/// A file of referrals as somebody uploaded it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What it is called.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What becomes of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It can be sent.
    Good,
    /// Something has to be mended first: column and sentence.
    Mend(Vec<(String, String)>),
    /// This person has been referred and somebody is working on it: not sent again.
    Again,
    /// Somebody like this is known already: a human decides, so it is referred by hand.
    Known,
    /// It looks like an earlier row of the same file.
    Twice {
        /// Which row.
        row: usize,
    },
}

impl Verdict {
    /// Why the row is not sent, in words; empty for a good one.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Verdict::Good => String::new(),
            Verdict::Mend(problems) => {
                let problem =
                    |(column, sentence): &(String, String)| format!("{column}: {sentence}");
                problems.iter().map(problem).collect::<Vec<_>>().join(" ")
            }
            Verdict::Again => {
                "Already referred, and we are on it. This row is not sent again.".to_owned()
            }
            Verdict::Known => "Looks like somebody we already know. Refer them with the form, \
                               where you can say whether it is the same person."
                .to_owned(),
            Verdict::Twice { row } => {
                format!("Looks like the same person as row {row}. Keep one of the two.")
            }
        }
    }
}

/// One row as judged.
#[derive(Clone, PartialEq, Eq)]
pub struct Judged {
    /// Its place in the file, the first after the header being 1.
    pub row: usize,
    /// The name in it.
    pub name: String,
    /// What becomes of it.
    pub verdict: Verdict,
}

/// The file as judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Every row.
    pub rows: Vec<Judged>,
    /// Columns that Kith does not use.
    pub ignored_columns: Vec<String>,
}

impl Look {
    /// How many rows can be sent.
    #[must_use]
    pub fn good_count(&self) -> usize {
        self.rows.iter().filter(|row| row.verdict == Verdict::Good).count()
    }
}

/// Judges every row and changes nothing.
///
/// # Errors
/// `Invalid` on `file` where it cannot be read; `NotFound` for actors who may not import.
pub fn look(act: &mut Act<'_>, file: &File) -> AppResult<Look> {
    Ok(judge(act, file)?.0)
}

/// Sends the good rows, all or none; how many. A second press sends nothing more.
///
/// # Errors
/// As for [`look`].
pub fn send_good(
    act: &mut Act<'_>,
    file: &File,
    referrer: &Referrer,
    key: &str,
) -> AppResult<usize> {
    act.require(Verb::ImportReferrals, Relation::Service)?;
    let sent = act.once("import", key, |act| {
        let (look, drafts) = judge(act, file)?;
        for draft in &drafts {
            refer::send(act, draft, referrer, None, "")?;
        }
        let detail = json!({ "rows": look.rows.len(), "sent": drafts.len() });
        let service = act.service();
        act.audit("referral.import", "service", service.0, detail)?;
        Ok(drafts.len().to_string())
    })?;
    sent.parse().map_err(|_| AppError::NotFound)
}

/// The rows that are not sent, as a CSV with the reason beside each.
///
/// # Errors
/// As for [`look`].
pub fn not_sent(act: &mut Act<'_>, file: &File) -> AppResult<Vec<u8>> {
    let look = look(act, file)?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let broken = |_| AppError::refused("The list could not be written. Try again.");
    writer.write_record(["row", "name", "why_not_sent"]).map_err(broken)?;
    for row in look.rows.iter().filter(|row| row.verdict != Verdict::Good) {
        let cells = [row.row.to_string(), harmless(&row.name), row.verdict.words()];
        writer.write_record(cells).map_err(broken)?;
    }
    writer.into_inner().map_err(|_| AppError::refused("The list could not be written. Try again."))
}

/// Text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text.to_owned() }
}

/// Every row with its verdict, and the drafts of the good ones.
fn judge(act: &mut Act<'_>, file: &File) -> AppResult<(Look, Vec<Draft>)> {
    act.require(Verb::ImportReferrals, Relation::Service)?;
    let read = referrals_csv::read(&file.bytes, &file.name)
        .map_err(|unreadable| AppError::field("file", unreadable.sentence))?;
    if read.rows.is_empty() {
        return Err(AppError::field("file", "There is no row under the first line of this file"));
    }
    if read.rows.len() > MOST_ROWS {
        let sentence = format!("Send at most {MOST_ROWS} rows in one file");
        return Err(AppError::field("file", sentence));
    }
    if let Intake::Paused { words } = act.service_settings()?.intake {
        return Err(AppError::field("file", words));
    }
    let mut rows = Vec::new();
    let mut good: Vec<(usize, Draft)> = Vec::new();
    for row in &read.rows {
        let (draft, mut problems) = draft_of(row);
        let name = draft.details.full_name();
        for FieldProblem { field, sentence } in refer::problems(act, &draft)? {
            // The reader names its own columns; a gap that it has named is not named twice.
            if !problems.iter().any(|(column, _)| column == column_of(field)) {
                problems.push((column_of(field).to_owned(), sentence));
            }
        }
        let verdict = verdict(act, &draft, problems, &good)?;
        if verdict == Verdict::Good {
            good.push((row.row, draft));
        }
        rows.push(Judged { row: row.row, name, verdict });
    }
    let drafts = good.into_iter().map(|(_, draft)| draft).collect();
    Ok((Look { rows, ignored_columns: read.ignored_columns }, drafts))
}

fn verdict(
    act: &mut Act<'_>,
    draft: &Draft,
    problems: Vec<(String, String)>,
    good: &[(usize, Draft)],
) -> AppResult<Verdict> {
    if !problems.is_empty() {
        return Ok(Verdict::Mend(problems));
    }
    let twin =
        |(_, other): &&(usize, Draft)| draft.details.likeness(&other.details) > Likeness::Different;
    if let Some((row, _)) = good.iter().find(twin) {
        return Ok(Verdict::Twice { row: *row });
    }
    let alike = refer::alike(act, draft)?;
    let Some(likeliest) = alike.first() else { return Ok(Verdict::Good) };
    let service = act.service();
    let people = [likeliest.person.id];
    let is_open = store::referrals::list_beside(act.conn, service, &people)?
        .iter()
        .any(|referral| referral.is_open);
    let is_same = likeliest.likeness >= Likeness::Likely;
    Ok(if is_same && is_open { Verdict::Again } else { Verdict::Known })
}

/// A row as a draft, with what the reader and we found wrong, by column.
fn draft_of(row: &Row) -> (Draft, Vec<(String, String)>) {
    let mut problems: Vec<(String, String)> = row
        .errors
        .iter()
        .map(|(column, sentence)| (column.name().to_owned(), sentence.clone()))
        .collect();
    if row.agreed_to_referral == Some(false) {
        let sentence = "This person did not agree, so they cannot be referred.";
        problems.push(("agreed_to_referral".to_owned(), sentence.to_owned()));
    }
    let mut share = Vec::new();
    for word in &row.share_with {
        match word.to_lowercase().as_str() {
            "referrer" | "practice" | "gp" => share.push(Detail::Outcome),
            "codes" | "codes only" => share.push(Detail::CodesOnly),
            "nobody" | "none" | "no" => {}
            _ => {
                let sentence = "Write practice, codes only or nobody. Groups are asked for later.";
                problems.push(("share_with".to_owned(), sentence.to_owned()));
            }
        }
    }
    share.dedup();
    let home = match (&row.address, row.no_fixed_abode) {
        (_, true) => Home::NoFixedAbode { usually_near: row.postcode.clone() },
        (Some(lines), false) => {
            Home::Address { lines: lines.clone(), postcode: row.postcode.clone() }
        }
        (None, false) if row.postcode.is_some() => {
            Home::Address { lines: String::new(), postcode: row.postcode.clone() }
        }
        (None, false) => Home::NotGiven,
    };
    let details = Details {
        given_name: row.given_name.clone(),
        family_name: row.family_name.clone(),
        born_on: row.date_of_birth,
        home,
        phone: row.phone.clone(),
        email: row.email.clone(),
        nhs_number: row.nhs_number.as_deref().and_then(NhsNumber::parse),
        language: row.language.clone(),
        ..Details::default()
    };
    let mut draft = Draft {
        details,
        needs: row.reasons.clone(),
        referrer_words: row.what_the_referrer_means.clone(),
        person_words: row.what_the_person_wants.clone(),
        // A practice keeps the person's own words or signature; the file says only yes.
        agreed: (row.agreed_to_referral == Some(true)).then_some(How::Spoken),
        share_with_referrer: share,
        share_until: row.share_until,
        ..Draft::default()
    };
    draft.circumstances.no_fixed_abode = row.no_fixed_abode;
    (draft, problems)
}

/// The column that a problem of a draft belongs to.
fn column_of(field: &'static str) -> &'static str {
    match field {
        "needs" => "reasons",
        "agreed" => "agreed_to_referral",
        "referrer_words" => "what_the_referrer_means",
        "person_words" => "what_the_person_wants",
        other => other,
    }
}

domain::print_only_the_type!(Judged);
