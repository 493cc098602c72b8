//! A server that misbehaves: it cuts, drips, is silent or never ends.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// What becomes of a request.
#[derive(Debug, Clone)]
pub(crate) enum Chaos {
    /// These bytes, then the connection is closed.
    Bytes(Vec<u8>),
    /// Nothing at all.
    Silence,
    /// These bytes, one every 300 ms.
    Drip(Vec<u8>),
    /// The head of an answer and then letters without end.
    Endless,
}

/// A server on this machine that treats every request the same, as long as it lives.
#[derive(Debug)]
pub(crate) struct ChaosServer {
    address: SocketAddr,
    ends: Arc<AtomicBool>,
    sent: Arc<AtomicU64>,
    heard: Arc<Mutex<Vec<String>>>,
    holds: Arc<AtomicBool>,
}

impl ChaosServer {
    /// Starts on a free port.
    pub(crate) fn start(chaos: Chaos) -> Self {
        let server = Self::held(chaos);
        server.answers();
        server
    }

    /// Starts on a free port, and holds what it does back until it is told to answer.
    pub(crate) fn held(chaos: Chaos) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let server = Self {
            address: listener.local_addr().expect("an address"),
            ends: Arc::default(),
            sent: Arc::default(),
            heard: Arc::default(),
            holds: Arc::new(AtomicBool::new(true)),
        };
        let (ends, sent, heard, holds) = (
            Arc::clone(&server.ends),
            Arc::clone(&server.sent),
            Arc::clone(&server.heard),
            Arc::clone(&server.holds),
        );
        thread::spawn(move || {
            for stream in listener.incoming() {
                if ends.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(mut stream) = stream else { continue };
                let (chaos, ends, sent, heard, holds) = (
                    chaos.clone(),
                    Arc::clone(&ends),
                    Arc::clone(&sent),
                    Arc::clone(&heard),
                    Arc::clone(&holds),
                );
                thread::spawn(move || {
                    let request = read_request(&mut stream);
                    heard.lock().unwrap_or_else(PoisonError::into_inner).push(request);
                    while holds.load(Ordering::Relaxed) && !ends.load(Ordering::Relaxed) {
                        thread::sleep(Duration::from_millis(1));
                    }
                    answer_with(stream, &chaos, &ends, &sent);
                });
            }
        });
        server
    }

    /// Lets it answer.
    pub(crate) fn answers(&self) {
        self.holds.store(false, Ordering::Relaxed);
    }

    /// Returns the address under which it answers.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Counts the bytes that were taken from it.
    pub(crate) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// Returns the requests that came in.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for ChaosServer {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        // It wakes up by this and ends.
        let _ = TcpStream::connect(self.address);
    }
}

/// Makes an answer with a status line, a kind of content and a body.
pub(crate) fn answer(status: &str, more: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n{more}Connection: close\r\n\r\n{body}")
        .into_bytes()
}

fn answer_with(mut stream: TcpStream, chaos: &Chaos, ends: &AtomicBool, sent: &AtomicU64) {
    let is_over = || ends.load(Ordering::Relaxed);
    match chaos {
        Chaos::Bytes(bytes) => {
            // Whether it arrives is the client's affair.
            let _ = stream.write_all(bytes);
        }
        Chaos::Silence => {
            while !is_over() {
                thread::sleep(Duration::from_millis(50));
            }
        }
        Chaos::Drip(bytes) => {
            for byte in bytes {
                if is_over() || stream.write_all(&[*byte]).is_err() {
                    return;
                }
                thread::sleep(Duration::from_millis(300));
            }
        }
        Chaos::Endless => {
            let head =
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
            if stream.write_all(head).is_err() {
                return;
            }
            let mut chunk = b"10000\r\n".to_vec();
            chunk.extend_from_slice(&[b'['; 0x1_0000]);
            chunk.extend_from_slice(b"\r\n");
            while !is_over() && stream.write_all(&chunk).is_ok() {
                sent.fetch_add(0x1_0000, Ordering::Relaxed);
            }
        }
    }
}

/// Reads the head of a request and the body that it announces.
fn read_request(stream: &mut TcpStream) -> String {
    let (mut bytes, mut buffer) = (Vec::new(), [0; 4_096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok())
                .unwrap_or(0);
            if body.len() >= length {
                return text;
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return text,
            Ok(count) => bytes.extend_from_slice(buffer.get(..count).unwrap_or_default()),
        }
    }
}
