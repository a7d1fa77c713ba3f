//! How many referrals came from where in a month, and how many of them were not for this service.

use domain::ids::{AgencyId, ServiceId};
use jiff::Timestamp;

use crate::{Conn, Result, args, sql};

/// From when until when, the end left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// The first moment.
    pub from: Timestamp,
    /// The first moment after it.
    pub to: Timestamp,
}

/// What came from one source in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfSource {
    /// By which route: `professional`, `agency` or `self`.
    pub route: String,
    /// The practice or organisation, for professionals.
    pub organisation: Option<String>,
    /// The agency, for agencies.
    pub agency: Option<AgencyId>,
    /// Shown another place before the form was filled in.
    pub before_the_form: i64,
    /// Referrals that were sent.
    pub sent: i64,
    /// Of those, shown another place.
    pub redirected: i64,
    /// Of those, not taken on.
    pub declined: i64,
}

/// What came from each source in a month.
pub fn count_by_source(conn: &mut Conn, service: ServiceId, month: Month) -> Result<Vec<OfSource>> {
    let sql = sql!(
        "SELECT route, organisation, agency,
                CAST(SUM(before_the_form) AS BIGINT) AS before_the_form,
                CAST(SUM(sent) AS BIGINT) AS sent,
                CAST(SUM(redirected) AS BIGINT) AS redirected,
                CAST(SUM(declined) AS BIGINT) AS declined
           FROM (SELECT route, referrer ->> 'organisation' AS organisation,
                        referrer ->> 'agency' AS agency, 0 AS before_the_form, 1 AS sent,
                        CASE WHEN state = 'redirected' THEN 1 ELSE 0 END AS redirected,
                        CASE WHEN state = 'declined' THEN 1 ELSE 0 END AS declined
                   FROM referral WHERE service_id = $1 AND sent_at >= $2 AND sent_at < $3
                 UNION ALL
                 SELECT route, referrer ->> 'organisation', referrer ->> 'agency', 1, 0, 0, 0
                   FROM redirection WHERE service_id = $1 AND at >= $2 AND at < $3) AS came
          GROUP BY route, organisation, agency
          ORDER BY route, organisation NULLS LAST, agency NULLS LAST"
    );
    conn.all(sql, args![service, month.from, month.to])?
        .iter()
        .map(|row| {
            Ok(OfSource {
                route: row.get("route")?,
                organisation: row.get("organisation")?,
                agency: row.parse_optional("agency", |text| text.parse().ok())?,
                before_the_form: row.get("before_the_form")?,
                sent: row.get("sent")?,
                redirected: row.get("redirected")?,
                declined: row.get("declined")?,
            })
        })
        .collect()
}
