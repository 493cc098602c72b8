//! Sends a mail by a mail server, step by step, so that it is known at each fault whether the mail can have been taken.
//!
//! The talk is our own and not lettre's, which writes the mail: lettre wants UTF-8 and words behind each code, reads a line
//! without a bound, and takes any yes for the one it waits for. Below TLS a filter could not help against that.

use std::net::Ipv4Addr;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use secrecy::ExposeSecret;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};

use super::dialogue::{Dialogue, Duplex, Fault, of_class, secure};
use super::error::Silence;
use super::reply::{Class, Oddity, Reply};
use super::{Mail, MailError, SmtpSettings, Stage, header, message, words};
use crate::domain::{Email, MailSecurity};

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);

/// How long the farewell may take, once the mail is taken.
const FAREWELL: Duration = Duration::from_millis(500);

/// How this end names itself: a program behind any address has no name that could be looked up (RFC 5321, 4.1.3).
const NAME: &str = "[127.0.0.1]";

type Talk = Dialogue<Box<dyn Duplex>>;

/// Sends one mail over a connection of its own.
///
/// # Errors
///
/// Says what went wrong; all but [`MailError::Unclear`] mean that the mail was not taken.
pub async fn send(settings: &SmtpSettings, mail: &Mail) -> Result<(), MailError> {
    open(settings, mail).await?.send().await?.part().await;
    Ok(())
}

/// Talks with the server until it waits for the text; nothing can have arrived yet.
///
/// # Errors
///
/// Says what went wrong; the mail was not taken.
pub(in crate::delivery) async fn open<'a>(
    settings: &'a SmtpSettings,
    mail: &Mail,
) -> Result<Ready<'a>, MailError> {
    settings.validate()?;
    let text = on_the_wire(&message::compose(&settings.from, mail)?);
    let (from, to) = (address(&settings.from.email)?, address(&mail.to.email)?);
    let end = Instant::now() + settings.patience;
    let mut stage = Stage::Connection;
    let talk = timeout_at(end, async {
        let (mut talk, offer) = connect(settings).await?;
        log_in(&mut talk, &offer, settings, &mut stage).await?;
        stage = Stage::Sender;
        talk.ask(&format!("MAIL FROM:<{from}>"), Class::Done).await?;
        stage = Stage::Recipient;
        talk.ask(&format!("RCPT TO:<{to}>"), Class::Done).await?;
        stage = Stage::Data;
        talk.ask("DATA", Class::GoOn).await?;
        match talk.unasked().await {
            // It would be taken for the answer to the text.
            Some(reply) => Err(Stop::Fault(Fault::Said(reply))),
            None => Ok(talk),
        }
    })
    .await;
    match talk {
        Ok(Ok(talk)) => Ok(Ready {
            talk,
            text,
            end,
            settings,
        }),
        Ok(Err(Stop::Known(error))) => Err(error),
        Ok(Err(Stop::Fault(fault))) => Err(not_taken(fault, stage, settings)),
        Err(_) => Err(MailError::Transient(format!(
            "the mail server did not answer within {} seconds",
            settings.patience.as_secs()
        ))),
    }
}

/// A server that waits for the text of a mail; whoever drops it has sent nothing.
pub(in crate::delivery) struct Ready<'a> {
    talk: Talk,
    text: Vec<u8>,
    end: Instant,
    settings: &'a SmtpSettings,
}

impl Ready<'_> {
    /// Sends the text; from here on the mail can arrive.
    ///
    /// # Errors
    ///
    /// Says what went wrong; all but [`MailError::Unclear`] mean that the mail was not taken.
    pub(in crate::delivery) async fn send(mut self) -> Result<Taken, MailError> {
        let answer = match timeout_at(self.end, self.talk.write(&self.text)).await {
            Ok(answer) => answer,
            Err(_) => match self.talk.cut_off() {
                Some(answer) => answer,
                None => return Err(MailError::Unclear(Silence::Late)),
            },
        };
        let silence = match answer {
            Ok(reply) | Err(Fault::Said(reply)) => match reply.class() {
                Class::Done => return Ok(Taken(self.talk)),
                Class::Later | Class::Refused => return Err(refused(&reply, Stage::Text, self.settings)),
                Class::GoOn | Class::Odd => Silence::Odd {
                    code: reply.code,
                    text: words::shown(&reply, self.settings),
                },
            },
            Err(Fault::Odd(oddity)) => Silence::Unreadable(nonsense(oddity)),
            Err(Fault::Cut | Fault::Insecure(_)) => Silence::Cut,
        };
        Err(MailError::Unclear(silence))
    }
}

/// A mail that the server has taken.
pub(in crate::delivery) struct Taken(Talk);

impl Taken {
    /// Says farewell; how the server answers changes nothing.
    pub(in crate::delivery) async fn part(mut self) {
        let _ = timeout(FAREWELL, self.0.say("QUIT")).await;
    }
}

/// Why no text is sent: a fault to be sorted, or one that is.
enum Stop {
    Known(MailError),
    Fault(Fault),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// What a server offers.
#[derive(Debug, Default)]
struct Offer {
    starttls: bool,
    plain: bool,
    login: bool,
}

impl Offer {
    fn read(reply: &Reply) -> Self {
        let mut offer = Self::default();
        for line in &reply.lines {
            let line = String::from_utf8_lossy(line).to_ascii_uppercase();
            // `AUTH=PLAIN` is the form of some old servers.
            let mut words = line.split(|c: char| c == '=' || c.is_whitespace());
            match words.next() {
                Some("STARTTLS") => offer.starttls = true,
                Some("AUTH") => {
                    for word in words {
                        offer.plain |= word == "PLAIN";
                        offer.login |= word == "LOGIN";
                    }
                }
                Some(_) | None => {}
            }
        }
        offer
    }
}

fn address(email: &Email) -> Result<lettre::Address, MailError> {
    header::ascii(email).parse().map_err(|_| {
        MailError::Unsendable(format!(
            "{email} is not an address that mail can be sent to; check it"
        ))
    })
}

/// Makes the bytes that go over the line: each ends with CRLF, a first dot is doubled, and a single dot ends them all.
fn on_the_wire(text: &[u8]) -> Vec<u8> {
    let mut wire = Vec::with_capacity(text.len() + 64);
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.starts_with(b".") {
            wire.push(b'.');
        }
        wire.extend_from_slice(line);
        wire.extend_from_slice(b"\r\n");
    }
    wire.extend_from_slice(b".\r\n");
    wire
}

async fn connect(settings: &SmtpSettings) -> Result<(Talk, Offer), Stop> {
    let host = settings.host.as_str();
    let stream = reach(host, settings.port).await?;
    match settings.security {
        MailSecurity::None => {
            let mut talk = Dialogue::new(stream).boxed();
            let offer = greeted(&mut talk).await?;
            Ok((talk, offer))
        }
        MailSecurity::StartTls => {
            let mut talk = Dialogue::new(stream);
            if !greeted(&mut talk).await?.starttls {
                return Err(insecure("the server does not offer STARTTLS".to_owned()));
            }
            let reply = talk.say("STARTTLS").await?;
            if reply.class() == Class::Refused {
                let words = words::shown(&reply, settings);
                return Err(insecure(format!(
                    "the server refused STARTTLS ({} {words})",
                    reply.code
                )));
            }
            of_class(reply, Class::Done)?;
            let mut talk = talk.secured(host).await?;
            let offer = introduced(&mut talk).await?;
            Ok((talk, offer))
        }
        MailSecurity::Tls => {
            let mut talk = secure(host, stream).await?;
            let offer = greeted(&mut talk).await?;
            Ok((talk, offer))
        }
    }
}

fn insecure(reason: String) -> Stop {
    Stop::Known(MailError::Insecure(reason))
}

async fn reach(host: &str, port: u16) -> Result<TcpStream, Stop> {
    let connected = if host.eq_ignore_ascii_case("localhost") {
        // A name server could lead the name elsewhere.
        timeout(CONNECT, TcpStream::connect((Ipv4Addr::LOCALHOST, port))).await
    } else {
        timeout(CONNECT, TcpStream::connect((host, port))).await
    };
    match connected {
        Ok(Ok(stream)) => Ok(stream),
        Ok(Err(_)) | Err(_) => Err(Stop::Known(MailError::Transient(
            "the mail server cannot be reached".to_owned(),
        ))),
    }
}

/// Waits for the greeting and answers it.
async fn greeted<S: Duplex>(talk: &mut Dialogue<S>) -> Result<Offer, Stop> {
    of_class(talk.reply().await?, Class::Done)?;
    introduced(talk).await
}

/// Greets the server, in the old way to a server that does not know the new one (RFC 5321, 3.2).
async fn introduced<S: Duplex>(talk: &mut Dialogue<S>) -> Result<Offer, Stop> {
    let reply = talk.say(&format!("EHLO {NAME}")).await?;
    if reply.class() != Class::Refused {
        return Ok(Offer::read(&of_class(reply, Class::Done)?));
    }
    talk.ask(&format!("HELO {NAME}"), Class::Done).await?;
    Ok(Offer::default())
}

async fn log_in(
    talk: &mut Talk,
    offer: &Offer,
    settings: &SmtpSettings,
    stage: &mut Stage,
) -> Result<(), Stop> {
    let (Some(user), Some(password)) = (&settings.user, &settings.password) else {
        return Ok(());
    };
    *stage = Stage::Login;
    let password = password.expose_secret();
    // What the server asks for is not read: the order is always this one, and many write the question oddly.
    let (first, answers) = if offer.plain {
        let login = BASE64_STANDARD.encode(format!("\0{user}\0{password}"));
        (format!("AUTH PLAIN {login}"), vec![login])
    } else if offer.login {
        let answers = [user, password].map(|text| BASE64_STANDARD.encode(text));
        ("AUTH LOGIN".to_owned(), answers.to_vec())
    } else {
        return Err(Stop::Known(MailError::Settings(
            "the server offers no login that pivotal knows (PLAIN or LOGIN); set no user, or another port"
                .to_owned(),
        )));
    };
    let mut reply = talk.say(&first).await?;
    for answer in answers {
        if reply.class() != Class::GoOn {
            break;
        }
        reply = talk.say(&answer).await?;
    }
    of_class(reply, Class::Done)?;
    Ok(())
}

/// Sorts a fault before the text into its kind.
fn not_taken(fault: Fault, stage: Stage, settings: &SmtpSettings) -> MailError {
    match fault {
        Fault::Said(reply) => refused(&reply, stage, settings),
        Fault::Odd(oddity) => MailError::Transient(format!("the mail server {}", nonsense(oddity))),
        Fault::Cut => MailError::Transient("the connection to the mail server was lost".to_owned()),
        Fault::Insecure(reason) => MailError::Insecure(reason.to_string()),
    }
}

/// Sorts a reply that is no yes.
fn refused(reply: &Reply, stage: Stage, settings: &SmtpSettings) -> MailError {
    let code = reply.code;
    let text = words::shown(reply, settings);
    match (reply.class(), code) {
        (Class::Later, _) => MailError::Later { code, text },
        // RFC 4954, 6: no, too weak, or needed.
        (Class::Refused, 530 | 534 | 535 | 538) => MailError::Credentials { code, text },
        (Class::Refused, _) if stage == Stage::Login => MailError::Credentials { code, text },
        (Class::Refused, _) => MailError::Refused { stage, code, text },
        (Class::Done | Class::GoOn | Class::Odd, _) => MailError::Transient(format!(
            "the mail server said {code} where that fits nothing it was asked"
        )),
    }
}

const fn nonsense(oddity: Oddity) -> &'static str {
    match oddity {
        Oddity::Endless => "gave an answer that does not end",
        Oddity::Contradictory => "said yes and no in one answer",
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(b"a\r\nb\r\n".as_slice(), b"a\r\nb\r\n.\r\n".as_slice())]
    #[case(b"a", b"a\r\n.\r\n")]
    #[case(b"", b".\r\n")]
    #[case(b".\r\n..x\r\n", b"..\r\n...x\r\n.\r\n")]
    #[case(b"a\n.\nb", b"a\r\n..\r\nb\r\n.\r\n")]
    fn nothing_within_a_mail_ends_it(#[case] text: &[u8], #[case] wire: &[u8]) {
        assert_eq!(on_the_wire(text), wire);
    }
}
