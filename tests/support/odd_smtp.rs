//! A mail server that says what a test wants it to say, byte by byte, and keeps what it takes.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How much of a flood is written at most, should the client read it all.
const FLOOD: usize = 64 * 1024 * 1024;

/// What a client does that is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Step {
    Greeting,
    Ehlo,
    Helo,
    StartTls,
    Auth,
    /// A line that goes on with a login.
    Answer,
    Mail,
    Rcpt,
    Data,
    Text,
    Quit,
}

/// What the server answers.
#[derive(Debug, Clone)]
pub(crate) enum Say {
    /// These bytes.
    Bytes(Vec<u8>),
    /// These bytes, and the end of the connection.
    Last(Vec<u8>),
    /// These bytes again and again.
    Flood(Vec<u8>),
    /// Nothing, until the client goes away.
    Nothing,
}

impl Say {
    pub(crate) fn bytes(bytes: impl AsRef<[u8]>) -> Self {
        Self::Bytes(bytes.as_ref().to_vec())
    }

    pub(crate) fn last(bytes: impl AsRef<[u8]>) -> Self {
        Self::Last(bytes.as_ref().to_vec())
    }
}

/// How one client is treated; as any server would, where nothing else is said.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    says: HashMap<Step, Vec<Say>>,
    /// Whether the text is kept.
    pub(crate) keeps: bool,
}

impl Visit {
    pub(crate) fn fair() -> Self {
        Self {
            says: HashMap::new(),
            keeps: true,
        }
    }

    /// Answers a step in this way; said twice, the first time and the second.
    pub(crate) fn with(mut self, step: Step, say: Say) -> Self {
        self.says.entry(step).or_default().push(say);
        self
    }

    /// Keeps no text.
    pub(crate) fn keeping_nothing(self) -> Self {
        Self { keeps: false, ..self }
    }

    fn say(&mut self, step: Step) -> Say {
        if let Some(says) = self.says.get_mut(&step)
            && !says.is_empty()
        {
            return says.remove(0);
        }
        Say::bytes(match step {
            Step::Greeting => "220 odd ESMTP\r\n",
            Step::Ehlo => "250-odd\r\n250 AUTH PLAIN LOGIN\r\n",
            Step::Auth | Step::Answer => "235 2.7.0 welcome\r\n",
            Step::StartTls => "502 5.5.1 what?\r\n",
            Step::Data => "354 go on\r\n",
            Step::Quit => "221 bye\r\n",
            Step::Helo | Step::Mail | Step::Rcpt | Step::Text => "250 ok\r\n",
        })
    }
}

#[derive(Default)]
struct Shared {
    kept: Mutex<Vec<(usize, Vec<u8>)>>,
    visits: Mutex<usize>,
    heard: Mutex<Vec<String>>,
    flooded: Mutex<usize>,
    ends: AtomicBool,
}

/// The server, as long as it lives.
pub(crate) struct OddServer {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl OddServer {
    /// Starts a server that treats each client, counted from 0, as it is told.
    pub(crate) fn start(visit: impl Fn(usize) -> Visit + Send + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::<Shared>::default();
        let theirs = Arc::clone(&shared);
        std::thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                if theirs.ends.load(Ordering::Relaxed) {
                    return;
                }
                let (visit, shared) = (visit(number), Arc::clone(&theirs));
                *shared.visits.lock().expect("visits") += 1;
                std::thread::spawn(move || {
                    // A connection that breaks is the client's affair.
                    let _ = serve(stream?, number, visit, &shared);
                    io::Result::Ok(())
                });
            }
        });
        Self { address, shared }
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Returns the texts that were kept, each with the number of the client.
    pub(crate) fn kept(&self) -> Vec<(usize, Vec<u8>)> {
        self.shared.kept.lock().expect("kept").clone()
    }

    /// Returns how many clients came.
    pub(crate) fn visits(&self) -> usize {
        *self.shared.visits.lock().expect("visits")
    }

    /// Returns the lines that clients said.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.shared.heard.lock().expect("heard").clone()
    }

    /// Returns how many bytes of floods were written.
    pub(crate) fn flooded(&self) -> usize {
        *self.shared.flooded.lock().expect("flooded")
    }
}

impl Drop for OddServer {
    fn drop(&mut self) {
        self.shared.ends.store(true, Ordering::Relaxed);
        // It wakes up by this and ends.
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(stream: TcpStream, number: usize, mut visit: Visit, shared: &Shared) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    stream.set_write_timeout(Some(Duration::from_secs(60)))?;
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    let mut step = Step::Greeting;
    loop {
        let say = visit.say(step);
        let wants_text = matches!(&say, Say::Bytes(bytes) if step == Step::Data && bytes.starts_with(b"354"));
        if !speak(&mut stream, say, shared)? || step == Step::Quit {
            return Ok(());
        }
        if wants_text {
            let Some(text) = text(&mut stream)? else {
                return Ok(());
            };
            if visit.keeps {
                shared.kept.lock().expect("kept").push((number, text));
            }
            step = Step::Text;
            continue;
        }
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let line = line.trim_end().to_owned();
        let verb = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        shared.heard.lock().expect("heard").push(line);
        step = match verb.as_str() {
            "EHLO" => Step::Ehlo,
            "HELO" => Step::Helo,
            "STARTTLS" => Step::StartTls,
            "AUTH" => Step::Auth,
            "MAIL" => Step::Mail,
            "RCPT" => Step::Rcpt,
            "DATA" => Step::Data,
            "QUIT" => Step::Quit,
            _ => Step::Answer,
        };
    }
}

/// Says something; says no if that was the last.
fn speak(stream: &mut BufReader<TcpStream>, say: Say, shared: &Shared) -> io::Result<bool> {
    match say {
        Say::Bytes(bytes) => stream.get_mut().write_all(&bytes).map(|()| true),
        Say::Last(bytes) => stream.get_mut().write_all(&bytes).map(|()| false),
        Say::Nothing => stream.read_to_end(&mut Vec::new()).map(|_| false),
        Say::Flood(bytes) => {
            let block = bytes.repeat(1 + 32 * 1024 / bytes.len());
            for _ in 0..FLOOD / block.len() {
                stream.get_mut().write_all(&block)?;
                *shared.flooded.lock().expect("flooded") += block.len();
            }
            Ok(false)
        }
    }
}

/// Reads up to the line with a single dot; none if the client went away before it.
fn text(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Vec<u8>>> {
    let mut raw = Vec::new();
    loop {
        let mut line = Vec::new();
        stream.read_until(b'\n', &mut line)?;
        match line.as_slice() {
            [] => return Ok(None),
            b".\r\n" => return Ok(Some(raw)),
            [b'.', rest @ ..] => raw.extend_from_slice(rest),
            line => raw.extend_from_slice(line),
        }
    }
}
