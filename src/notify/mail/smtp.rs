//! Talks with a mail server, step by step, so that it is known at each fault whether the mail can have been taken.

use std::error::Error as _;
use std::net::Ipv4Addr;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands;
use lettre::transport::smtp::extension::ClientId;
use secrecy::{ExposeSecret, SecretString};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::reply_by_reply::ReplyByReply;
use super::{Mail, MailError, SmtpSettings, Stage, header, message};
use crate::domain::{Email, MailSecurity, SafeText};
use crate::tls;

/// How long a mail may take, from the connection to the answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);

/// How long the farewell may take, once the mail is taken.
const FAREWELL: Duration = Duration::from_millis(500);

/// How many characters of a server's words are shown.
const MAX_WORDS: usize = 200;

/// Sends one mail over a connection of its own, within 30 seconds.
///
/// # Errors
///
/// Says what went wrong; all but [`MailError::Unclear`] mean that the mail was not taken.
pub async fn send(settings: &SmtpSettings, mail: &Mail) -> Result<(), MailError> {
    send_within(settings, mail, PATIENCE).await
}

/// Sends one mail within a time.
pub(in crate::notify) async fn send_within(
    settings: &SmtpSettings,
    mail: &Mail,
    patience: Duration,
) -> Result<(), MailError> {
    settings.check()?;
    let bytes = message::compose(&settings.from, mail)?;
    let (from, to) = (address(&settings.from.email)?, address(&mail.to.email)?);
    let mut stage = Stage::Connection;
    let outcome = timeout(patience, async {
        let mut connection = connect(settings).await?;
        log_in(&mut connection, settings, &mut stage).await?;
        stage = Stage::Sender;
        connection
            .command(commands::Mail::new(Some(from), Vec::new()))
            .await?;
        stage = Stage::Recipient;
        connection.command(commands::Rcpt::new(to, Vec::new())).await?;
        stage = Stage::Data;
        connection.command(commands::Data).await?;
        stage = Stage::Text;
        connection.message(&bytes).await?;
        Ok(connection)
    })
    .await;
    match outcome {
        Ok(Ok(mut connection)) => {
            // The mail is taken; how the server says farewell changes nothing.
            let _ = timeout(FAREWELL, connection.quit()).await;
            Ok(())
        }
        Ok(Err(Fault::Known(error))) => Err(error),
        Ok(Err(Fault::Smtp(error))) => Err(sorted(&error, stage, settings.password.as_ref())),
        Err(_) if stage == Stage::Text => Err(MailError::Unclear),
        Err(_) => Err(MailError::Transient(format!(
            "the mail server did not answer within {} seconds",
            patience.as_secs()
        ))),
    }
}

/// A fault that is sorted already, or one of lettre's.
enum Fault {
    Known(MailError),
    Smtp(Error),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Smtp(error)
    }
}

fn address(email: &Email) -> Result<Address, MailError> {
    header::ascii(email)
        .parse()
        .map_err(|_| MailError::Unsendable(format!("{email} is an address that cannot be sent to; check it")))
}

async fn connect(settings: &SmtpSettings) -> Result<AsyncSmtpConnection, Fault> {
    let host = settings.host.as_str();
    let name = ClientId::default();
    match settings.security {
        MailSecurity::None => {
            let stream = reach(host, settings.port).await?;
            Ok(AsyncSmtpConnection::connect_with_transport(Box::new(stream), &name).await?)
        }
        MailSecurity::StartTls => {
            let tls = TlsParameters::new(host.to_owned())?;
            let stream = ReplyByReply::new(reach(host, settings.port).await?);
            let mut connection = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &name).await?;
            if !connection.can_starttls() {
                return Err(Fault::Known(MailError::Insecure(
                    "the server does not offer STARTTLS".to_owned(),
                )));
            }
            connection.starttls(tls, &name).await?;
            Ok(connection)
        }
        MailSecurity::Tls => {
            let tls = TlsParameters::new(host.to_owned())?;
            let place = (host, settings.port);
            Ok(AsyncSmtpConnection::connect_tokio1(place, Some(CONNECT), &name, Some(tls), None).await?)
        }
    }
}

async fn reach(host: &str, port: u16) -> Result<TcpStream, Fault> {
    let connected = if host.eq_ignore_ascii_case("localhost") {
        // A name server could lead the name elsewhere.
        timeout(CONNECT, TcpStream::connect((Ipv4Addr::LOCALHOST, port))).await
    } else {
        timeout(CONNECT, TcpStream::connect((host, port))).await
    };
    match connected {
        Ok(Ok(stream)) => Ok(stream),
        Ok(Err(_)) | Err(_) => Err(Fault::Known(unreachable())),
    }
}

fn unreachable() -> MailError {
    MailError::Transient("the mail server cannot be reached".to_owned())
}

async fn log_in(
    connection: &mut AsyncSmtpConnection,
    settings: &SmtpSettings,
    stage: &mut Stage,
) -> Result<(), Fault> {
    let (Some(user), Some(password)) = (&settings.user, &settings.password) else {
        return Ok(());
    };
    *stage = Stage::Login;
    if connection
        .server_info()
        .get_auth_mechanism(DEFAULT_MECHANISMS)
        .is_none()
    {
        return Err(Fault::Known(MailError::Settings(
            "the server offers no login that pivotal knows (PLAIN or LOGIN); set no user, or another port"
                .to_owned(),
        )));
    }
    let credentials = Credentials::new(user.clone(), password.expose_secret().to_owned());
    connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
    Ok(())
}

/// Sorts a fault into its kind, by how far the talk had come.
fn sorted(error: &Error, stage: Stage, password: Option<&SecretString>) -> MailError {
    if let Some(reason) = tls::complaint(error) {
        return if stage == Stage::Text {
            MailError::Unclear
        } else {
            MailError::Insecure(reason.to_string())
        };
    }
    if let Some(code) = error.status() {
        let code = u16::from(code);
        let words = error.source().map(ToString::to_string).unwrap_or_default();
        let text = shown(&words, password);
        return match (code, stage) {
            (400..=499, _) => MailError::Transient(format!("the mail server said {code} {text}")),
            // RFC 4954, 6: no, too weak, or needed.
            (530 | 534 | 535 | 538, _) | (_, Stage::Login) => MailError::Credentials { code },
            (_, stage) => MailError::Refused { stage, code, text },
        };
    }
    match stage {
        Stage::Text => MailError::Unclear,
        Stage::Connection if error.is_tls() => MailError::Insecure("TLS cannot be set up".to_owned()),
        Stage::Connection | Stage::Login | Stage::Sender | Stage::Recipient | Stage::Data => {
            MailError::Transient("the connection to the mail server broke off".to_owned())
        }
    }
}

/// Cleans and cuts a server's words; those that repeat the password are withheld.
fn shown(words: &str, password: Option<&SecretString>) -> SafeText {
    if password.is_some_and(|password| words.contains(password.expose_secret())) {
        return SafeText::clean("(words withheld)");
    }
    let cut: String = words.chars().take(MAX_WORDS).collect();
    SafeText::clean(&cut)
}
