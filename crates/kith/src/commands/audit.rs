//! `kith audit verify`: the chain of every service, proved row by row.

use anyhow::Result;
use store::audit::{self, Head, Verdict};
use store::services::Found;

use crate::exit::{Code, refused};
use crate::open;
use crate::say;
use crate::settings::Settings;

pub(crate) fn run(heads: &[String], settings: &Settings) -> Result<Code> {
    let db = open::existing(settings)?;
    open::refuse_pending(&db)?;
    let services = open::list(&db)?;
    let written = heads.iter().map(|text| read(text)).collect::<Result<Vec<_>>>()?;
    if let Some(unknown) = written.iter().find(|one| services.iter().all(|s| s.slug != one.slug)) {
        return Err(refused(format!("There is no service {} in this database.", unknown.slug)));
    }
    let mut code = Code::Done;
    for service in &services {
        let id = service.id;
        let verdict = db.read_now(move |c| audit::verify(c, id))?;
        if !tell(service, verdict) {
            code = Code::Trail;
        }
        for one in written.iter().filter(|one| one.slug == service.slug) {
            let seq = one.head.seq;
            let there = db.read_now(move |c| audit::find_hash(c, id, seq))?;
            if there == Some(one.head.hash) {
                say::line(format!("{}: the head {seq} is in the trail.", one.slug));
            } else {
                say::line(format!("{}: the head {seq} is NOT in the trail.", one.slug));
                code = Code::Trail;
            }
        }
    }
    Ok(code)
}

/// Says how a chain stands; whether it holds.
fn tell(service: &Found, verdict: Verdict) -> bool {
    let slug = &service.slug;
    match verdict {
        Verdict::Whole(head) => {
            say::line(format!("{slug}: {} entries, each as it was written.", head.seq));
            say::line(format!("  Head to write down: {slug}:{}:{}", head.seq, hex(&head.hash)));
            true
        }
        Verdict::Broken { seq, fault } => {
            say::line(format!("{slug}: entry {seq} {fault}. Entries before it hold."));
            false
        }
    }
}

struct Written {
    slug: String,
    head: Head,
}

fn read(text: &str) -> Result<Written> {
    let parts: Vec<&str> = text.trim().split(':').collect();
    let found = match parts.as_slice() {
        [slug, seq, hash] => seq
            .parse()
            .ok()
            .zip(from_hex(hash))
            .map(|(seq, hash)| Written { slug: (*slug).to_owned(), head: Head { seq, hash } }),
        _ => None,
    };
    found.ok_or_else(|| {
        refused(format!("--head {text} is not a head as `kith audit verify` prints it."))
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let digits = text.len() == 64 && text.bytes().all(|c| c.is_ascii_hexdigit());
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate().filter(|_| digits) {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    digits.then_some(bytes)
}
