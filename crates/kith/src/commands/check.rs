//! `kith check`: settings and health, in sentences.

use std::path::Path;

use anyhow::Result;
use app::Mail;
use store::audit::{self, Verdict};
use store::sealing::Keys;
use store::{Address, Db};

use crate::cli::Check;
use crate::exit::{Code, refused};
use crate::mail;
use crate::open;
use crate::say;
use crate::settings::{Security, Settings};

/// What was looked at so far.
#[derive(Default)]
struct Findings {
    troubles: u32,
}

impl Findings {
    fn good(&mut self, sentence: impl AsRef<str>) {
        say::line(format!("ok    {}", sentence.as_ref()));
    }

    fn note(&mut self, sentence: impl AsRef<str>) {
        say::line(format!("note  {}", sentence.as_ref()));
    }

    fn bad(&mut self, sentence: impl AsRef<str>) {
        self.troubles += 1;
        say::line(format!("LOOK  {}", sentence.as_ref()));
    }
}

pub(crate) fn run(args: &Check, settings: &Settings) -> Result<Code> {
    let mut findings = Findings::default();
    let db = database(settings, &mut findings);
    key(settings, &mut findings);
    if let Some(db) = db {
        schema(&db, &mut findings)?;
    }
    address(settings, &mut findings);
    mail_server(args, settings, &mut findings)?;
    match findings.troubles {
        0 => say::line("\nAll is well."),
        1 => say::line("\nOne thing needs attention."),
        more => say::line(format!("\n{more} things need attention.")),
    }
    Ok(if findings.troubles == 0 { Code::Done } else { Code::Attention })
}

fn database(settings: &Settings, findings: &mut Findings) -> Option<Db> {
    match open::existing(settings) {
        Ok(db) => {
            findings.good(format!("The database {} answers.", settings.database));
            Some(db)
        }
        Err(why) => {
            findings.bad(crate::exit::words_of(&why));
            None
        }
    }
}

fn key(settings: &Settings, findings: &mut Findings) {
    match Keys::load(&settings.key_file) {
        Ok(_) => {
            findings.good(format!(
                "The key file {} can be read, by its owner only. Is there a copy of it elsewhere?",
                settings.key_file.display()
            ));
        }
        Err(why) => findings.bad(format!("{why}.")),
    }
    if let Address::Sqlite(path) = &settings.database
        && is_open_to_others(path)
    {
        findings.note(format!(
            "The database {0} can be read by others on this machine. Run: chmod 600 {0}",
            path.display()
        ));
    }
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}

fn schema(db: &Db, findings: &mut Findings) -> Result<()> {
    if let Err(why) = open::refuse_pending(db) {
        findings.bad(why.to_string());
        return Ok(());
    }
    findings.good("The database is as this version expects it.");
    let services = open::list(db)?;
    if services.is_empty() {
        findings.bad("There is no service yet. See `kith service`.");
    }
    for service in services {
        let id = service.id;
        let slug = &service.slug;
        match db.read_now(move |c| audit::verify(c, id))? {
            Verdict::Whole(head) => {
                findings.good(format!("{slug}: the audit trail holds, {} entries.", head.seq));
            }
            Verdict::Broken { seq, fault } => {
                findings.bad(format!("{slug}: in the audit trail, entry {seq} {fault}."));
            }
        }
        if service.is_demonstration {
            findings.note(format!("{slug} is the demonstration: use `kith demo`."));
        }
        let accounts = db.read_now(move |c| store::accounts::list(c, id))?;
        match accounts.iter().filter(|account| account.is_active).count() {
            0 => findings.bad(format!("{slug}: nobody can sign in. See `kith user add`.")),
            some => findings.good(format!("{slug}: {some} people can sign in.")),
        }
    }
    match db.read_now(store::jobs::counts)? {
        (waiting, 0) => findings.good(format!("No job was given up; {waiting} wait.")),
        (_, dead) => findings.bad(format!("{dead} jobs were given up: see the outbox page.")),
    }
    Ok(())
}

fn address(settings: &Settings, findings: &mut Findings) {
    let url = settings.public_url();
    let is_local = ["http://127.0.0.1", "http://localhost", "http://[::1]"]
        .iter()
        .any(|local| url.starts_with(local));
    match url.starts_with("https://") {
        true => findings.good(format!("People reach Kith at {url}, encrypted.")),
        false if is_local => {
            findings.note(format!("People reach Kith at {url}, on this machine only."));
        }
        false => findings.bad(format!(
            "People reach Kith at {url}, without encryption. Put a reverse proxy with HTTPS in \
             front and set --public-url."
        )),
    }
}

fn mail_server(args: &Check, settings: &Settings, findings: &mut Findings) -> Result<()> {
    let Some(smtp) = &settings.smtp else {
        findings.note("No mail server is set: messages stay in the outbox.");
        return match args.mail_to {
            Some(_) => Err(refused("A test message needs a mail server. Set --smtp-host.")),
            None => Ok(()),
        };
    };
    findings.good(format!("Messages go out through {}, port {}.", smtp.host, smtp.port));
    if smtp.security == Security::None && smtp.sign_in.is_some() {
        findings.bad("The mail server's password travels in the open. Use starttls or tls.");
    }
    let Some(to) = &args.mail_to else { return Ok(()) };
    let mail = Mail {
        to: to.clone(),
        subject: "A test message from Kith".to_owned(),
        body: format!(
            "This message was sent by `kith check` to see whether e-mail works.\n\nKith is \
             reached at {}.\n",
            settings.public_url()
        ),
    };
    match mail::mailer(settings)?.send(&mail) {
        Ok(()) => findings.good("The mail server took a test message."),
        Err(why) => findings.bad(why.to_string()),
    }
    Ok(())
}
