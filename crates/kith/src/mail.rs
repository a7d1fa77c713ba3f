//! The way out for messages: a mail server by SMTP, or nothing but the outbox.

use std::time::Duration;

use anyhow::{Context, Result};
use app::{Mail, MailError, Mailer};
use lettre::message::{Mailbox, Message, header::ContentType};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{SmtpTransport, Transport};

use crate::exit::refused;
use crate::settings::{Security, Settings, Smtp};

/// How long a mail server may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The mailer that the settings name.
pub(crate) fn mailer(settings: &Settings) -> Result<Box<dyn Mailer>> {
    match &settings.smtp {
        Some(smtp) => Ok(Box::new(Server::new(smtp)?)),
        None => Ok(Box::new(Outbox)),
    }
}

/// Sends nothing: the message stays in the outbox, where it can be read.
pub(crate) struct Outbox;

impl Mailer for Outbox {
    fn send(&self, _: &Mail) -> Result<(), MailError> {
        Ok(())
    }
}

/// A mail server.
struct Server {
    transport: SmtpTransport,
    from: Mailbox,
}

impl Server {
    fn new(smtp: &Smtp) -> Result<Server> {
        let from = smtp.from.parse().map_err(|_| {
            refused("--mail-from must look like \"Kith <kith@example.org>\" or kith@example.org.")
        })?;
        let tls = || {
            TlsParameters::new(smtp.host.clone())
                .context("The encryption for the mail server cannot be set up")
        };
        let tls = match smtp.security {
            Security::None => Tls::None,
            Security::Starttls => Tls::Required(tls()?),
            Security::Tls => Tls::Wrapper(tls()?),
        };
        let mut builder = SmtpTransport::builder_dangerous(&smtp.host)
            .port(smtp.port)
            .tls(tls)
            .timeout(Some(PATIENCE));
        if let Some((user, password)) = smtp.sign_in.clone() {
            builder = builder.credentials(Credentials::new(user, password));
        }
        Ok(Server { transport: builder.build(), from })
    }
}

impl Mailer for Server {
    fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let to = mail.to.parse().map_err(|_| {
            MailError("The address is not one that a message can be sent to.".to_owned())
        })?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(mail.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(mail.body.clone())
            .map_err(|_| MailError("The message could not be put together.".to_owned()))?;
        self.transport.send(&message).map(drop).map_err(|why| MailError(words(&why)))
    }
}

/// Why a mail server did not take a message. Its own answer may quote the address, so only the
/// kind of trouble and the code are told.
fn words(why: &lettre::transport::smtp::Error) -> String {
    let code = why.status().map(|code| format!(" ({code})")).unwrap_or_default();
    match () {
        () if why.is_timeout() => "The mail server took too long to answer.".to_owned(),
        () if why.is_permanent() => format!("The mail server refused the message{code}."),
        () if why.is_transient() => format!("The mail server asked to try again later{code}."),
        () if why.is_tls() => "The mail server's encryption could not be trusted.".to_owned(),
        () if why.is_client() => "The mail server does not offer what the settings ask.".to_owned(),
        () => "The mail server could not be reached.".to_owned(),
    }
}
