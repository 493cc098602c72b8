//! A mail server that keeps every mail, and misbehaves when it is told to.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Builder};
use std::time::Duration;

/// How many bytes of a line are read.
const MAX_LINE: u64 = 16 * 1024;

/// How many bytes of a mail are kept.
const MAX_MAIL: usize = 16 * 1024 * 1024;

/// How many bytes of mails are kept in all.
const MAX_KEPT: usize = 64 * 1024 * 1024;

/// How many mails are kept.
const MAX_MAILS: usize = 10_000;

/// How long a client may be silent.
const SILENCE: Duration = Duration::from_secs(60);

/// A mail as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedMail {
    /// The address of the sender, from the envelope.
    pub from: String,
    /// The addresses of the recipients, from the envelope.
    pub to: Vec<String>,
    /// The bytes, as they were before the dots of SMTP were doubled.
    pub raw: Vec<u8>,
}

/// How the server misbehaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SmtpFault {
    /// Not at all: it takes everything.
    #[default]
    None,
    /// Sends it away at once: 554.
    Close,
    /// Refuses every login: 535.
    RefuseLogin,
    /// Takes no mail without a login: 530.
    WantLogin,
    /// Refuses every sender: 553.
    RefuseSender,
    /// Refuses every recipient: 550.
    RefuseRecipient,
    /// Wants every recipient to be tried again later: 451.
    DeferRecipient,
    /// Refuses the text once it has it: 554.
    RefuseText,
    /// Wants the text to be tried again later, once it has it: 452.
    DeferText,
    /// Cuts the connection when it is asked to take the text.
    CutBeforeText,
    /// Takes the text, keeps the mail and cuts the connection without an answer.
    CutAfterText,
    /// Never greets.
    Silent,
    /// Takes the text, keeps the mail and never answers.
    SilentAfterText,
    /// Answers each command only after 200 ms.
    Slow,
    /// Offers STARTTLS, and answers it with replies in clear that are not its turn.
    InjectAfterStartTls,
}

/// A mail server on this machine, as long as it lives; it talks in clear and takes any login.
#[derive(Debug)]
pub struct FakeSmtpServer {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    fault: Mutex<SmtpFault>,
    mails: Mutex<Vec<ReceivedMail>>,
    ends: AtomicBool,
}

impl FakeSmtpServer {
    /// Starts a server on a port of the loopback address; port 0 is any free one.
    ///
    /// # Errors
    ///
    /// Fails if the port is taken or no thread can be started.
    pub fn start(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let shared = Arc::<Shared>::default();
        Builder::new().name("fake smtp".to_owned()).spawn({
            let shared = Arc::clone(&shared);
            move || run(&listener, &shared)
        })?;
        Ok(Self { address, shared })
    }

    /// Returns the port on which it listens.
    pub const fn port(&self) -> u16 {
        self.address.port()
    }

    /// Says how clients are treated from now on.
    pub fn set_fault(&self, fault: SmtpFault) {
        *self.shared.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// Returns the first 10,000 mails that it took, the oldest first.
    pub fn mails(&self) -> Vec<ReceivedMail> {
        self.shared
            .mails
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Drop for FakeSmtpServer {
    fn drop(&mut self) {
        self.shared.ends.store(true, Ordering::Relaxed);
        // It wakes up by this and ends.
        let _ = TcpStream::connect(self.address);
    }
}

fn run(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.ends.load(Ordering::Relaxed) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let shared = Arc::clone(shared);
        // Without a thread the client is cut off, which it has to bear.
        let _ = Builder::new().name("fake smtp client".to_owned()).spawn(move || {
            // A connection that breaks is the client's affair.
            let _ = Visit::new(stream, shared).and_then(Visit::serve);
        });
    }
}

/// Whether the talk goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Talk {
    GoesOn,
    Ends,
}

/// One client.
#[derive(Debug)]
struct Visit {
    stream: BufReader<TcpStream>,
    shared: Arc<Shared>,
    fault: SmtpFault,
    from: String,
    to: Vec<String>,
}

impl Visit {
    fn new(stream: TcpStream, shared: Arc<Shared>) -> io::Result<Self> {
        stream.set_read_timeout(Some(SILENCE))?;
        stream.set_write_timeout(Some(SILENCE))?;
        stream.set_nodelay(true)?;
        let fault = *shared.fault.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Self {
            stream: BufReader::new(stream),
            shared,
            fault,
            from: String::new(),
            to: Vec::new(),
        })
    }

    fn serve(mut self) -> io::Result<()> {
        if self.fault == SmtpFault::Silent {
            return self.be_silent();
        }
        if self.fault == SmtpFault::Close {
            return self.say("554 5.7.1 no service here");
        }
        self.say("220 localhost ESMTP")?;
        while let Some(line) = self.line()? {
            if self.fault == SmtpFault::Slow {
                thread::sleep(Duration::from_millis(200));
            }
            if self.answer(&line)? == Talk::Ends {
                return Ok(());
            }
        }
        Ok(())
    }

    fn answer(&mut self, line: &str) -> io::Result<Talk> {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let is = |fault| self.fault == fault;
        let reply = match verb.to_ascii_uppercase().as_str() {
            "EHLO" if is(SmtpFault::InjectAfterStartTls) => "250-localhost\r\n250 STARTTLS",
            "EHLO" => "250-localhost\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN",
            "STARTTLS" if is(SmtpFault::InjectAfterStartTls) => {
                self.say("220 go on\r\n250-localhost\r\n250 AUTH PLAIN")?;
                return Ok(Talk::Ends);
            }
            "AUTH" if is(SmtpFault::RefuseLogin) => "535 5.7.8 the login is not accepted",
            "AUTH" => "235 2.7.0 welcome",
            "MAIL" if is(SmtpFault::WantLogin) => "530 5.7.0 log in first",
            "MAIL" if is(SmtpFault::RefuseSender) => "553 5.1.8 this sender may not send",
            "MAIL" => {
                self.from = in_brackets(rest);
                self.to.clear();
                "250 2.1.0 ok"
            }
            "RCPT" if is(SmtpFault::RefuseRecipient) => "550 5.1.1 nobody here by that name",
            "RCPT" if is(SmtpFault::DeferRecipient) => "451 4.7.1 greylisted, try again later",
            "RCPT" => {
                self.to.push(in_brackets(rest));
                "250 2.1.5 ok"
            }
            "DATA" => return self.take(),
            "RSET" | "NOOP" => "250 2.0.0 ok",
            "QUIT" => {
                self.say("221 2.0.0 bye")?;
                return Ok(Talk::Ends);
            }
            _ => "502 5.5.1 unknown command",
        };
        self.say(reply)?;
        Ok(Talk::GoesOn)
    }

    fn take(&mut self) -> io::Result<Talk> {
        if self.fault == SmtpFault::CutBeforeText {
            return Ok(Talk::Ends);
        }
        self.say("354 go on")?;
        let Some(raw) = self.text()? else {
            return Ok(Talk::Ends);
        };
        if self.fault == SmtpFault::RefuseText {
            self.say("554 5.7.1 this looks like spam")?;
            return Ok(Talk::GoesOn);
        }
        if self.fault == SmtpFault::DeferText {
            self.say("452 4.2.2 the mailbox is full")?;
            return Ok(Talk::GoesOn);
        }
        if !self.keep(raw) {
            self.say("452 4.3.1 there is no room for more mails")?;
            return Ok(Talk::GoesOn);
        }
        if self.fault == SmtpFault::CutAfterText {
            return Ok(Talk::Ends);
        }
        if self.fault == SmtpFault::SilentAfterText {
            self.be_silent()?;
            return Ok(Talk::Ends);
        }
        self.say("250 2.0.0 taken")?;
        Ok(Talk::GoesOn)
    }

    /// Reads up to the line with a single dot; none if the client went away before it.
    fn text(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut raw = Vec::new();
        loop {
            let mut line = Vec::new();
            (&mut self.stream).take(MAX_LINE).read_until(b'\n', &mut line)?;
            match line.as_slice() {
                [] => return Ok(None),
                b".\r\n" => return Ok(Some(raw)),
                [b'.', rest @ ..] => raw.extend_from_slice(rest),
                line => raw.extend_from_slice(line),
            }
            if raw.len() > MAX_MAIL {
                return Ok(None);
            }
        }
    }

    /// Keeps a mail; says no if there is no room.
    fn keep(&mut self, raw: Vec<u8>) -> bool {
        let mut mails = self.shared.mails.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = raw.len() + mails.iter().map(|mail| mail.raw.len()).sum::<usize>();
        if mails.len() >= MAX_MAILS || bytes > MAX_KEPT {
            return false;
        }
        mails.push(ReceivedMail {
            from: std::mem::take(&mut self.from),
            to: std::mem::take(&mut self.to),
            raw,
        });
        true
    }

    fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        let count = (&mut self.stream).take(MAX_LINE).read_until(b'\n', &mut line)?;
        let text = String::from_utf8_lossy(&line);
        Ok((count > 0).then(|| text.trim_end().to_owned()))
    }

    fn say(&mut self, reply: &str) -> io::Result<()> {
        self.stream.get_mut().write_all(format!("{reply}\r\n").as_bytes())
    }

    /// Says nothing until the client goes away or the server ends.
    fn be_silent(&mut self) -> io::Result<()> {
        self.stream
            .get_ref()
            .set_read_timeout(Some(Duration::from_millis(50)))?;
        let mut byte = [0];
        while !self.shared.ends.load(Ordering::Relaxed) {
            match self.stream.read(&mut byte) {
                Ok(0) => return Ok(()),
                Ok(_) => {}
                Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

fn in_brackets(text: &str) -> String {
    let after = text.split_once('<').map_or(text, |(_, after)| after);
    after.split('>').next().unwrap_or_default().to_owned()
}
