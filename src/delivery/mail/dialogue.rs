//! The talk with a mail server: one line is said, one reply is read, and nothing said before its turn counts.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;

use super::reply::{Class, Oddity, Replies, Reply};
use crate::domain::SafeText;
use crate::tls;

/// How many bytes are read at once.
const CHUNK: usize = 4 * 1024;

/// Why the talk does not go on.
#[derive(Debug)]
pub(super) enum Fault {
    /// The server said something else than what was hoped for.
    Said(Reply),
    /// What it said is no reply.
    Odd(Oddity),
    /// The connection ended.
    Cut,
    /// The connection cannot be secured; the reason is TLS's own.
    Insecure(SafeText),
}

/// What bytes go over, secured or not.
pub(super) trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Duplex for S {}

/// A talk with a mail server.
pub(super) struct Dialogue<S> {
    stream: S,
    /// What was read and not looked at.
    input: VecDeque<u8>,
    /// The reply under way.
    replies: Replies,
    /// The last byte that was looked at.
    last: u8,
    /// Whether a reply went on and on, so that the next one cannot be told from it.
    is_endless: bool,
}

impl<S: Duplex> Dialogue<S> {
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            input: VecDeque::new(),
            replies: Replies::default(),
            last: b'\n',
            is_endless: false,
        }
    }

    /// Says a line and reads the reply; an unasked "no", such as 421 after a long wait, is the reply too.
    pub(super) async fn say(&mut self, line: &str) -> Result<Reply, Fault> {
        if let Some(reply) = self.unasked().await.filter(Reply::is_refusal) {
            return Ok(reply);
        }
        let reply = self.write(format!("{line}\r\n").as_bytes()).await?;
        if self.is_endless {
            return Err(Fault::Odd(Oddity::Endless));
        }
        Ok(reply)
    }

    /// Says a line and reads the reply, which has to be of a class.
    pub(super) async fn ask(&mut self, line: &str, class: Class) -> Result<Reply, Fault> {
        of_class(self.say(line).await?, class)
    }

    /// Reads the reply to what was written, or why the server wanted to read no more.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<Reply, Fault> {
        self.replies = Replies::default();
        let written = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        let is_written = written.await.is_ok();
        let reply = self.reply().await?;
        if is_written || reply.is_refusal() {
            Ok(reply)
        } else {
            Err(Fault::Cut)
        }
    }

    /// Reads a reply.
    pub(super) async fn reply(&mut self) -> Result<Reply, Fault> {
        if self.is_endless {
            return Err(Fault::Odd(Oddity::Endless));
        }
        self.replies = Replies::default();
        loop {
            while let Some(byte) = self.input.pop_front() {
                self.last = byte;
                if let Some(whole) = self.replies.take(byte) {
                    self.is_endless = !matches!(byte, b'\r' | b'\n');
                    return whole.map_err(Fault::Odd);
                }
            }
            let mut chunk = [0; CHUNK];
            match self.stream.read(&mut chunk).await {
                Ok(count @ 1..) => self.input.extend(chunk.iter().take(count)),
                Ok(0) | Err(_) => return self.cut_off().unwrap_or(Err(Fault::Cut)),
            }
        }
    }

    /// Returns what the reply under way says if no more of it will come.
    pub(super) fn cut_off(&mut self) -> Option<Result<Reply, Fault>> {
        Some(self.replies.end()?.map_err(Fault::Odd))
    }

    /// Returns what the server said before its turn, and forgets it.
    pub(super) async fn unasked(&mut self) -> Option<Reply> {
        let mut chunk = [0; CHUNK];
        let mut chunk = ReadBuf::new(&mut chunk);
        poll_fn(|context| {
            // The end of the connection shows when the reply is read.
            let _ = Pin::new(&mut self.stream).poll_read(context, &mut chunk);
            Poll::Ready(())
        })
        .await;
        self.input.extend(chunk.filled());
        let mut replies = Replies::default();
        let mut found: Option<Reply> = None;
        for byte in std::mem::take(&mut self.input) {
            self.last = byte;
            if let Some(whole) = replies.take(byte) {
                replies = Replies::default();
                found = found.filter(Reply::is_refusal).or(whole.ok());
            }
        }
        found.or_else(|| replies.end()?.ok())
    }
}

impl Dialogue<TcpStream> {
    /// Goes on in secret; what was said in clear beyond the reply must not count as said in secret (RFC 3207, 6).
    pub(super) async fn secured(mut self, host: &str) -> Result<Dialogue<Box<dyn Duplex>>, Fault> {
        if self.last == b'\r' && self.input.front() != Some(&b'\n') {
            let next = self.stream.read_u8().await.map_err(|_| Fault::Cut)?;
            self.input.push_front(next);
        }
        if self.input.iter().any(|byte| *byte != b'\n') || self.input.len() > 1 {
            return Err(Fault::Insecure(SafeText::clean(
                "the server said more in clear than it was asked",
            )));
        }
        secure(host, self.stream).await
    }

    /// Goes on in clear.
    pub(super) fn boxed(self) -> Dialogue<Box<dyn Duplex>> {
        Dialogue {
            stream: Box::new(self.stream),
            input: self.input,
            replies: self.replies,
            last: self.last,
            is_endless: self.is_endless,
        }
    }
}

/// Secures a connection before anything is said on it.
pub(super) async fn secure(host: &str, stream: TcpStream) -> Result<Dialogue<Box<dyn Duplex>>, Fault> {
    match tls::secure(host, stream).await {
        Ok(stream) => Ok(Dialogue::new(Box::new(stream))),
        Err(error) => Err(tls::problem(&error).map_or(Fault::Cut, Fault::Insecure)),
    }
}

/// Returns a reply of a class, and any other as a fault.
pub(super) fn of_class(reply: Reply, class: Class) -> Result<Reply, Fault> {
    if reply.class() == class {
        Ok(reply)
    } else {
        Err(Fault::Said(reply))
    }
}
