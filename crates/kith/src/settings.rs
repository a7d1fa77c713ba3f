//! Settings: from the command line, then the environment, then `kith.toml`, then defaults.
//!
//! clap reads the first two; this file adds the other two and knows every default.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use serde::Deserialize;
use store::Address;

use crate::cli::Command;
use crate::exit::refused;

/// Where `kith` looks for its settings when no file is named.
const FILE: &str = "kith.toml";
/// The demonstration's own database.
const DEMONSTRATION: &str = "data/demo.db";
/// The database of a real service when none is named.
const DATABASE: &str = "data/kith.db";

/// Every setting. Each can also stand in `kith.toml`, under the flag's name with `_` for `-`.
#[derive(Clone, Default, Args, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[command(next_help_heading = "Settings")]
pub(crate) struct Given {
    /// The database: a SQLite file, or a postgres:// address.
    ///
    /// `kith demo` uses data/demo.db when this is not given, everything else data/kith.db.
    /// For PostgreSQL: postgres://USER:PASSWORD@HOST/NAME (add ?schema=NAME for a schema of its
    /// own).
    #[arg(
        long,
        global = true,
        value_name = "PLACE",
        env = "KITH_DATABASE",
        hide_env_values = true
    )]
    pub(crate) database: Option<String>,

    /// Where the web server listens [default: 127.0.0.1:8080].
    #[arg(
        long,
        global = true,
        value_name = "ADDRESS",
        env = "KITH_LISTEN",
        hide_env_values = true
    )]
    pub(crate) listen: Option<String>,

    /// A file with settings [default: kith.toml in this folder, where there is one].
    #[arg(long, global = true, value_name = "FILE", env = "KITH_CONFIG", hide_env_values = true)]
    #[serde(skip)]
    pub(crate) config: Option<PathBuf>,

    /// The file with the master key that seals what is known about people.
    ///
    /// Without it nobody can read a single name, so keep a copy of it, apart from the backups of
    /// the database. [default: beside a SQLite database, with the ending .key; data/kith.key for
    /// PostgreSQL]
    #[arg(long, global = true, value_name = "FILE", env = "KITH_KEY_FILE", hide_env_values = true)]
    pub(crate) key_file: Option<PathBuf>,

    /// Where people reach Kith, with https:// and the name of the host [default: http:// and the
    /// address it listens on]. Links in e-mails begin with it.
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "KITH_PUBLIC_URL",
        hide_env_values = true
    )]
    pub(crate) public_url: Option<String>,

    /// The service to act on, by its short name; needed only where there is more than one.
    #[arg(long, global = true, value_name = "NAME", env = "KITH_SERVICE", hide_env_values = true)]
    pub(crate) service: Option<String>,

    /// What a monitor elsewhere must show to read /metrics, as a bearer token.
    ///
    /// Others on this machine can see a command line: prefer the environment or the file.
    #[arg(
        long,
        global = true,
        value_name = "TOKEN",
        env = "KITH_METRICS_TOKEN",
        hide_env_values = true
    )]
    pub(crate) metrics_token: Option<String>,

    /// Believe X-Forwarded-For, because a reverse proxy of yours writes it.
    #[arg(long, global = true, value_name = "YES", env = "KITH_TRUST_PROXY",
          hide_env_values = true, num_args = 0..=1, require_equals = true,
          default_missing_value = "true")]
    pub(crate) trust_proxy: Option<bool>,

    /// What to log, as in `info` or `warn,kith=debug` [default: info; warn for
    /// commands that are soon over and for the demonstration].
    #[arg(long, global = true, value_name = "FILTER", env = "KITH_LOG", hide_env_values = true)]
    pub(crate) log: Option<String>,

    /// How log lines look [default: text].
    #[arg(
        long,
        global = true,
        value_name = "FORM",
        env = "KITH_LOG_FORMAT",
        hide_env_values = true
    )]
    pub(crate) log_format: Option<LogFormat>,

    /// The mail server. Without one, messages stay in the outbox for reading and are not sent.
    #[arg(
        long,
        global = true,
        value_name = "HOST",
        env = "KITH_SMTP_HOST",
        hide_env_values = true,
        help_heading = "Mail"
    )]
    pub(crate) smtp_host: Option<String>,

    /// Its port [default: 465 for tls, 587 for starttls, 25 for none].
    #[arg(
        long,
        global = true,
        value_name = "PORT",
        env = "KITH_SMTP_PORT",
        hide_env_values = true,
        help_heading = "Mail"
    )]
    pub(crate) smtp_port: Option<u16>,

    /// How the connection to it is protected [default: starttls].
    #[arg(
        long,
        global = true,
        value_name = "HOW",
        env = "KITH_SMTP_SECURITY",
        hide_env_values = true,
        help_heading = "Mail"
    )]
    pub(crate) smtp_security: Option<Security>,

    /// Whom to sign in as there; left out, nobody signs in.
    #[arg(
        long,
        global = true,
        value_name = "USER",
        env = "KITH_SMTP_USER",
        hide_env_values = true,
        help_heading = "Mail"
    )]
    pub(crate) smtp_user: Option<String>,

    /// The password for that. Prefer the environment or the file, as above.
    #[arg(
        long,
        global = true,
        value_name = "PASSWORD",
        env = "KITH_SMTP_PASSWORD",
        hide_env_values = true,
        help_heading = "Mail"
    )]
    pub(crate) smtp_password: Option<String>,

    /// The sender of every message, such as "Kith <kith@example.org>".
    #[arg(
        long,
        global = true,
        value_name = "SENDER",
        env = "KITH_MAIL_FROM",
        hide_env_values = true,
        help_heading = "Mail"
    )]
    pub(crate) mail_from: Option<String>,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For machines, one JSON object per line.
    Json,
}

/// How a connection to a mail server is protected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Security {
    /// Not at all: for a mail server on this machine.
    None,
    /// Begins in the open and must switch to TLS before anything is said.
    #[default]
    Starttls,
    /// TLS from the first byte.
    Tls,
}

/// Settings after all sources were read.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    given: Given,
    log: &'static str,
    /// The database.
    pub(crate) database: Address,
    /// Where the web server listens.
    pub(crate) listen: String,
    /// The file with the master key.
    pub(crate) key_file: PathBuf,
    /// The mail server, where there is one.
    pub(crate) smtp: Option<Smtp>,
}

/// A mail server.
#[derive(Clone)]
pub(crate) struct Smtp {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) security: Security,
    pub(crate) sign_in: Option<(String, String)>,
    pub(crate) from: String,
}

impl Given {
    /// Adds what the file says and the defaults.
    pub(crate) fn settle(self, command: &Command) -> Result<Settings> {
        let is_demonstration = matches!(command, Command::Demo(_));
        let given = match self.file()? {
            Some(path) => self.or(read(&path)?),
            None => self,
        };
        let default = if is_demonstration { DEMONSTRATION } else { DATABASE };
        let database: Address = given
            .database
            .as_deref()
            .unwrap_or(default)
            .parse()
            .map_err(|why: store::StoreError| refused(format!("--database: {why}")))?;
        let key_file = given.key_file.clone().unwrap_or_else(|| match &database {
            Address::Sqlite(path) => path.with_extension("key"),
            Address::Memory | Address::Postgres { .. } => PathBuf::from("data/kith.key"),
        });
        let listen = given.listen.clone().unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let smtp = given.smtp()?;
        let log = if matches!(command, Command::Serve(_)) { "info" } else { "warn" };
        Ok(Settings { database, listen, key_file, smtp, log, given })
    }

    fn file(&self) -> Result<Option<PathBuf>> {
        match &self.config {
            Some(path) if path.exists() => Ok(Some(path.clone())),
            Some(path) => Err(refused(format!("There is no settings file {}.", path.display()))),
            None => Ok(Some(PathBuf::from(FILE)).filter(|path| path.exists())),
        }
    }

    fn or(self, file: Given) -> Given {
        Given {
            database: self.database.or(file.database),
            listen: self.listen.or(file.listen),
            config: self.config,
            key_file: self.key_file.or(file.key_file),
            public_url: self.public_url.or(file.public_url),
            service: self.service.or(file.service),
            metrics_token: self.metrics_token.or(file.metrics_token),
            trust_proxy: self.trust_proxy.or(file.trust_proxy),
            log: self.log.or(file.log),
            log_format: self.log_format.or(file.log_format),
            smtp_host: self.smtp_host.or(file.smtp_host),
            smtp_port: self.smtp_port.or(file.smtp_port),
            smtp_security: self.smtp_security.or(file.smtp_security),
            smtp_user: self.smtp_user.or(file.smtp_user),
            smtp_password: self.smtp_password.or(file.smtp_password),
            mail_from: self.mail_from.or(file.mail_from),
        }
    }

    fn smtp(&self) -> Result<Option<Smtp>> {
        let Some(host) = self.smtp_host.clone().filter(|host| !host.is_empty()) else {
            return Ok(None);
        };
        let security = self.smtp_security.unwrap_or_default();
        let usual = match security {
            Security::None => 25,
            Security::Starttls => 587,
            Security::Tls => 465,
        };
        let from = self.mail_from.clone().ok_or_else(|| {
            refused(
                "A mail server is set but no sender. Add --mail-from \"Kith <you@example.org>\".",
            )
        })?;
        let sign_in = match (&self.smtp_user, &self.smtp_password) {
            (Some(user), Some(password)) => Some((user.clone(), password.clone())),
            (None, None) => None,
            _ => return Err(refused("Give both --smtp-user and --smtp-password, or neither.")),
        };
        let port = self.smtp_port.unwrap_or(usual);
        Ok(Some(Smtp { host, port, security, sign_in, from }))
    }
}

impl Settings {
    /// Where people reach Kith, without a slash at the end.
    pub(crate) fn public_url(&self) -> String {
        let listens = || format!("http://{}", self.listen);
        let url = self.given.public_url.clone().unwrap_or_else(listens);
        url.trim_end_matches('/').to_owned()
    }

    /// The same settings, reached at this address where no other was given.
    pub(crate) fn reached_at(&self, address: &str) -> Settings {
        let mut settings = self.clone();
        settings.given.public_url.get_or_insert_with(|| address.to_owned());
        settings
    }

    /// Whether a reverse proxy's word about addresses is believed.
    pub(crate) fn trust_proxy(&self) -> bool {
        self.given.trust_proxy.unwrap_or(false)
    }

    /// The service to act on, where one was named.
    pub(crate) fn service(&self) -> Option<&str> {
        self.given.service.as_deref()
    }

    /// What a monitor elsewhere must show.
    pub(crate) fn metrics_token(&self) -> Option<String> {
        self.given.metrics_token.clone().filter(|token| !token.is_empty())
    }

    /// What to log.
    pub(crate) fn log(&self) -> &str {
        self.given.log.as_deref().unwrap_or(self.log)
    }

    /// How log lines look.
    pub(crate) fn log_format(&self) -> LogFormat {
        self.given.log_format.unwrap_or_default()
    }
}

fn read(path: &Path) -> Result<Given> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("The settings file {} cannot be read", path.display()))?;
    toml::from_str(&text).map_err(|why| {
        // The message quotes the line, which may hold a password: its place is enough.
        let at = why.span().map_or(0, |span| text[..span.start].matches('\n').count() + 1);
        refused(format!("{}, line {at}: {}", path.display(), why.message()))
    })
}

domain::print_only_the_type!(Given, Smtp);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Demo, Serve};

    #[test]
    fn the_file_fills_in_what_was_not_given() {
        let file: Given = toml::from_str("listen = \"[::1]:80\"\nsmtp_port = 2525").unwrap();
        let flags = Given { listen: Some("127.0.0.1:9".into()), ..Given::default() };
        let both = flags.or(file);
        assert_eq!((both.listen.as_deref(), both.smtp_port), (Some("127.0.0.1:9"), Some(2525)));
    }

    #[test]
    fn every_setting_of_the_file_has_a_flag_and_an_environment_variable() {
        use clap::Args as _;
        let command = Given::augment_args(clap::Command::new("kith"));
        for arg in command.get_arguments() {
            let name = arg.get_id().as_str();
            let variable = format!("KITH_{}", name.to_uppercase());
            assert_eq!(arg.get_env().and_then(|env| env.to_str()), Some(variable.as_str()));
            assert_eq!(arg.get_long(), Some(name.replace('_', "-").as_str()));
            assert!(arg.is_hide_env_values_set(), "{name}");
        }
    }

    #[test]
    fn a_demonstration_has_its_own_database_and_key() {
        let settings = Given::default().settle(&Command::Demo(Demo::default())).unwrap();
        assert_eq!(settings.database, Address::Sqlite("data/demo.db".into()));
        assert_eq!(settings.key_file, PathBuf::from("data/demo.key"));
    }

    #[test]
    fn a_mail_server_needs_a_sender() {
        let given = Given { smtp_host: Some("mail".into()), ..Given::default() };
        assert!(
            given
                .settle(&Command::Serve(Serve::default()))
                .unwrap_err()
                .to_string()
                .contains("--mail-from")
        );
    }
}
