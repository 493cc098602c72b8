//! A connection before STARTTLS, read byte by byte, so that nothing said in clear is taken for said in secret.
//!
//! lettre reads ahead, and replies that somebody on the way puts behind the answer to STARTTLS would count as replies of
//! the secured server. Here they stay behind, and the handshake fails on them.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// The first byte of a TLS handshake (RFC 8446, 5.1), with which no SMTP reply begins.
const HANDSHAKE: u8 = 0x16;

/// How the next bytes are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// One by one; the next one begins a line.
    LineStart,
    /// One by one, within a line.
    Line,
    /// As they come.
    Secured,
}

/// A connection that gives no more than it was asked for until TLS begins.
#[derive(Debug)]
pub(super) struct ReplyByReply {
    stream: TcpStream,
    reading: Reading,
}

impl ReplyByReply {
    pub(super) const fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            reading: Reading::LineStart,
        }
    }
}

impl AsyncRead for ReplyByReply {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.reading == Reading::Secured || buffer.remaining() == 0 {
            return Pin::new(&mut self.stream).poll_read(context, buffer);
        }
        let mut byte = [0];
        let mut one = ReadBuf::new(&mut byte);
        ready!(Pin::new(&mut self.stream).poll_read(context, &mut one))?;
        if let [byte] = one.filled() {
            self.reading = match (self.reading, *byte) {
                (Reading::LineStart, HANDSHAKE) => Reading::Secured,
                (Reading::LineStart | Reading::Line, b'\n') => Reading::LineStart,
                (Reading::LineStart | Reading::Line, _) => Reading::Line,
                (Reading::Secured, _) => Reading::Secured,
            };
        }
        buffer.put_slice(one.filled());
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for ReplyByReply {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl AsyncTokioStream for ReplyByReply {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}
