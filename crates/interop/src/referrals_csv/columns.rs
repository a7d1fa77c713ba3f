//! The columns of a referrals CSV: their documented names and what else practices call them.

/// One column that Kith reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is documented on the field of Row that it fills")]
pub enum Column {
    NhsNumber,
    GivenName,
    FamilyName,
    DateOfBirth,
    Address,
    Postcode,
    Phone,
    Email,
    Language,
    Reasons,
    WhatTheReferrerMeans,
    WhatThePersonWants,
    AgreedToReferral,
    ShareWith,
    ShareUntil,
}

impl Column {
    /// Every column, in the order in which the template has them.
    pub const ALL: [Column; 15] = [
        Column::NhsNumber,
        Column::GivenName,
        Column::FamilyName,
        Column::DateOfBirth,
        Column::Address,
        Column::Postcode,
        Column::Phone,
        Column::Email,
        Column::Language,
        Column::Reasons,
        Column::WhatTheReferrerMeans,
        Column::WhatThePersonWants,
        Column::AgreedToReferral,
        Column::ShareWith,
        Column::ShareUntil,
    ];

    /// Columns without which nothing can be referred.
    pub(super) const NEEDED: [Column; 3] =
        [Column::GivenName, Column::FamilyName, Column::AgreedToReferral];

    /// The documented name, as in the template's first line.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.names()[0]
    }

    fn names(self) -> &'static [&'static str] {
        match self {
            Column::NhsNumber => &["nhs_number", "nhs_no", "nhs"],
            Column::GivenName => &["given_name", "first_name", "forename", "forenames"],
            Column::FamilyName => &["family_name", "last_name", "surname"],
            Column::DateOfBirth => &["date_of_birth", "dob", "birth_date"],
            Column::Address => &["address", "home_address"],
            Column::Postcode => &["postcode", "post_code"],
            Column::Phone => &["phone", "telephone", "mobile", "phone_number"],
            Column::Email => &["email", "e_mail", "email_address"],
            Column::Language => &["language", "preferred_language", "first_language"],
            Column::Reasons => &["reasons", "reason", "reason_s", "reason_for_referral"],
            Column::WhatTheReferrerMeans => {
                &["what_the_referrer_means", "referrer_notes", "notes", "what_you_mean"]
            }
            Column::WhatThePersonWants => &["what_the_person_wants", "what_matters", "wishes"],
            Column::AgreedToReferral => &["agreed_to_referral", "consent", "consent_to_referral"],
            Column::ShareWith => &["share_with", "may_share_with"],
            Column::ShareUntil => &["share_until", "may_share_until"],
        }
    }

    /// The column with this heading, however it is spaced and capitalised.
    pub(super) fn find(heading: &str) -> Option<Column> {
        let words = heading.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let name = words.collect::<Vec<_>>().join("_").to_lowercase();
        Column::ALL.into_iter().find(|column| column.names().contains(&name.as_str()))
    }
}
