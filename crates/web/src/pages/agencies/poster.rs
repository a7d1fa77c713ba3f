//! An agency's link on paper: what it is for, and a QR code that our server draws.

use app::agencies::{self, Agency};
use app::links::Purpose;
use app::{Actor, App};
use askama::Template;
use axum::extract::Path;
use domain::ids::AgencyId;
use qrcodegen::{QrCode, QrCodeEcc};

use crate::error::{Error, PageResult, page};
use crate::samples::Sample;
use crate::shell::Shell;

#[derive(Template)]
#[template(path = "pages/agencies/poster.html")]
struct Page {
    shell: Shell,
    agency: Agency,
    service: String,
    url: String,
    qr: Qr,
}

/// A QR code as one path: a square of one unit for each dark module, with the margin of four
/// that ISO/IEC 18004 asks for.
#[derive(Debug)]
pub(crate) struct Qr {
    /// How many units wide, with the margin.
    pub(crate) size: i32,
    /// The path.
    pub(crate) path: String,
}

const MARGIN: i32 = 4;

impl Qr {
    /// The code of a text; `None` where it is too long for one.
    pub(crate) fn of(text: &str) -> Option<Qr> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
                path.push_str(&format!("M{},{}h1v1h-1z", x + MARGIN, y + MARGIN));
            }
        }
        Some(Qr { size: code.size() + 2 * MARGIN, path })
    }
}

pub(crate) async fn show(
    app: App,
    shell: Shell,
    actor: Actor,
    Path(id): Path<AgencyId>,
) -> PageResult {
    let (line, service) = app
        .read(&actor, move |act| Ok((agencies::find(act, id)?, act.service_settings()?.name)))
        .await?;
    let url = app.link_url(Purpose::Agency, line.link.ok_or(Error::NotFound)?);
    let qr = Qr::of(&url).ok_or_else(|| Error::Broken("a link too long for a QR code".into()))?;
    page(&Page { shell, agency: line.agency, service, url, qr })
}

pub(crate) fn samples() -> Vec<Sample> {
    let url = "https://kith.example/a/AbCdEf012345678901234567".to_owned();
    let Some(qr) = Qr::of(&url) else { return vec![] };
    let agency = Agency {
        id: uuid::Uuid::nil().into(),
        name: "Quay Food Bank".into(),
        kind: "food bank".into(),
        is_active: true,
    };
    let service = "Saltreach Social Prescribing".into();
    vec![("agency-poster", Page { shell: Shell::sample(), agency, service, url, qr }.render())]
}

#[cfg(test)]
mod tests {
    use super::Qr;

    #[test]
    fn a_code_has_its_three_corners_inside_the_margin() {
        let qr = Qr::of("https://kith.example/a/token").unwrap();
        assert_eq!((qr.size - 8 - 17) % 4, 0, "17 modules and 4 for each version");
        let last = qr.size - 5;
        for corner in [(4, 4), (last, 4), (4, last)] {
            assert!(qr.path.contains(&format!("M{},{}h1", corner.0, corner.1)), "{corner:?}");
        }
        assert!(!qr.path.contains("M3,"));
    }
}
