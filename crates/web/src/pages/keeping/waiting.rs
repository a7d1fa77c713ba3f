//! What waits for somebody to look: claims by organisations, and corrections by anybody.

use app::directory::{claims, corrections};
use app::{Actor, App};
use askama::Template;
use domain::access::{Relation, Verb};
use domain::ids::{ClaimId, CorrectionId};

use super::beside::what;
use crate::error::{PageResult, page};
use crate::samples::Sample;
use crate::shell::Shell;

struct ClaimLine {
    id: ClaimId,
    group: String,
    organisation: String,
    day: String,
}

struct CorrectionLine {
    id: CorrectionId,
    group: String,
    about: String,
    day: String,
}

#[derive(Template)]
#[template(path = "pages/keeping/waiting.html")]
struct Page {
    shell: Shell,
    may_decide_claims: bool,
    claims: Vec<ClaimLine>,
    corrections: Vec<CorrectionLine>,
}

pub(crate) fn day(at: jiff::Timestamp) -> String {
    at.strftime("%-d %B %Y").to_string()
}

fn correction(seen: corrections::Seen) -> CorrectionLine {
    let mut about: Vec<String> = seen.correction.facts.iter().map(what).collect();
    about.dedup();
    CorrectionLine {
        id: seen.correction.id,
        day: day(seen.correction.said_at),
        about: if about.is_empty() { "In words".into() } else { about.join(", ") },
        group: seen.group.name,
    }
}

pub(crate) async fn show(app: App, shell: Shell, actor: Actor) -> PageResult {
    let (may, claims, waiting) = app
        .read(&actor, |act| {
            let may = act.actor.may(Verb::KeepDirectory, Relation::Service);
            let claims = if may { claims::list_waiting(act)? } else { Vec::new() };
            Ok((may, claims, corrections::list_waiting(act)?))
        })
        .await?;
    let claim = |seen: claims::Seen| ClaimLine {
        id: seen.claim.id,
        day: day(seen.claim.asked_at),
        organisation: seen.claim.asked.organisation,
        group: seen.group.name,
    };
    page(&Page {
        shell,
        may_decide_claims: may,
        claims: claims.into_iter().map(claim).collect(),
        corrections: waiting.into_iter().map(correction).collect(),
    })
}

pub(crate) fn samples() -> Vec<Sample> {
    let claims = vec![ClaimLine {
        id: ClaimId(uuid::Uuid::nil()),
        group: "Harbour Voices".into(),
        organisation: "Harbour Trust".into(),
        day: "20 November 2026".into(),
    }];
    let corrections = vec![CorrectionLine {
        id: CorrectionId(uuid::Uuid::nil()),
        group: "Quay Gardeners".into(),
        about: "Telephone, Cost".into(),
        day: "21 November 2026".into(),
    }];
    let full = Page { shell: Shell::sample(), may_decide_claims: true, claims, corrections };
    let none = Page {
        shell: Shell::sample(),
        may_decide_claims: false,
        claims: vec![],
        corrections: vec![],
    };
    vec![("corrections", full.render()), ("corrections-none", none.render())]
}
