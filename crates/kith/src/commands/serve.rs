//! `kith serve`: a real service on the web.

use anyhow::Result;

use crate::cli::Serve;
use crate::commands::migrate;
use crate::exit::{Code, refused};
use crate::open;
use crate::say;
use crate::server;
use crate::settings::Settings;

pub(crate) fn run(args: &Serve, settings: &Settings) -> Result<Code> {
    let listener = server::listen(settings)?;
    if args.migrate {
        let db = open::database(settings)?;
        migrate::key_first(settings, &db)?;
        migrate::bring_up_to_date(&db)?;
    }
    let address = server::address_of(&listener)?;
    let open = open::all(&settings.reached_at(&address))?;
    let services = open.app.list_services_now()?;
    if services.iter().any(|found| found.is_demonstration) {
        return Err(refused(format!(
            "The database {} holds the demonstration, whose password everybody knows. Start it \
             with `kith demo`, or name another database with --database.",
            settings.database
        )));
    }
    if services.is_empty() {
        say::note("This database holds no service yet: nobody can sign in. See `kith service`.");
    }
    if settings.smtp.is_none() {
        say::note("No mail server is set: messages stay in the outbox. See --smtp-host.");
    }
    server::run(settings, listener, open, None, &format!("Kith is ready at {address}"))?;
    Ok(Code::Done)
}
