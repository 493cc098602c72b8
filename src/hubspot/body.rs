//! Reads answers without holding more of them than is needed.

use std::io::{self, BufReader, Read};

use serde::de::DeserializeOwned;
use tokio::sync::mpsc;

use super::HubSpotError;

/// How much of an answer is held whole, in bytes; what is larger is read as it comes.
const HELD_WHOLE: usize = 1024 * 1024;

/// How many chunks wait to be read.
const CHUNKS: usize = 4;

/// The mark that some programs put before a text.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Where an answer comes from, chunk by chunk.
pub(super) trait Chunks {
    /// Returns the next chunk; none at the end.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, HubSpotError>;
}

/// Reads an answer up to a size.
pub(super) async fn read<T>(mut chunks: impl Chunks, max_bytes: usize) -> Result<T, HubSpotError>
where
    T: DeserializeOwned + Send + 'static,
{
    let mut held = Vec::new();
    while let Some(chunk) = chunks.next().await? {
        if held.len() + chunk.len() > max_bytes {
            return Err(HubSpotError::TooLarge(max_bytes));
        }
        held.extend_from_slice(&chunk);
        if held.len() > HELD_WHOLE {
            return as_it_comes(held, chunks, max_bytes).await;
        }
    }
    parse(&held)
}

/// Reads the start of an answer, for an error.
pub(super) async fn start(mut chunks: impl Chunks, max_bytes: usize) -> Vec<u8> {
    let mut held = Vec::new();
    // A status says enough where the rest of the answer cannot be read.
    while let Ok(Some(chunk)) = chunks.next().await {
        if held.len() + chunk.len() > max_bytes {
            return Vec::new();
        }
        held.extend_from_slice(&chunk);
    }
    held
}

/// Reads an answer on a thread of its own while it comes, so that it is never held whole.
async fn as_it_comes<T>(held: Vec<u8>, mut chunks: impl Chunks, max_bytes: usize) -> Result<T, HubSpotError>
where
    T: DeserializeOwned + Send + 'static,
{
    let mut size = held.len();
    let (sender, receiver) = mpsc::channel(CHUNKS);
    let reading = tokio::task::spawn_blocking(move || {
        let mut reader = Incoming {
            receiver,
            chunk: without_bom(&held).to_vec(),
            read: 0,
        };
        drop(held);
        serde_json::from_reader(BufReader::new(&mut reader)).map_err(|error| unreadable(&error))
    });
    while let Some(chunk) = chunks.next().await? {
        size += chunk.len();
        if size > max_bytes {
            return Err(HubSpotError::TooLarge(max_bytes));
        }
        if sender.send(chunk).await.is_err() {
            // The reader has seen enough to know what is wrong.
            break;
        }
    }
    drop(sender);
    reading
        .await
        .unwrap_or_else(|_| Err(HubSpotError::Unreadable("it could not be read".to_owned())))
}

/// Chunks as bytes.
struct Incoming {
    receiver: mpsc::Receiver<Vec<u8>>,
    chunk: Vec<u8>,
    read: usize,
}

impl Read for Incoming {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let left = self.chunk.get(self.read..).unwrap_or_default();
            if !left.is_empty() {
                let count = left.len().min(buffer.len());
                let (to, from) = (buffer.get_mut(..count), left.get(..count));
                if let (Some(to), Some(from)) = (to, from) {
                    to.copy_from_slice(from);
                }
                self.read += count;
                return Ok(count);
            }
            match self.receiver.blocking_recv() {
                Some(chunk) => (self.chunk, self.read) = (chunk, 0),
                None => return Ok(0),
            }
        }
    }
}

/// Reads an answer of any form; the error says where it is unreadable and nothing of what it holds.
pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, HubSpotError> {
    let bytes = without_bom(bytes);
    serde_json::from_slice(bytes)
        .or_else(|error| serde_json::from_slice(&repaired(bytes).ok_or(error)?))
        .map_err(|error| unreadable(&error))
}

fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(BOM).unwrap_or(bytes)
}

fn unreadable(error: &serde_json::Error) -> HubSpotError {
    HubSpotError::Unreadable(format!("line {}, column {}", error.line(), error.column()))
}

/// Replaces what no text may hold, as a name that was cut in the middle of a character does; none if there is nothing.
fn repaired(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(bytes);
    let mut repaired = String::with_capacity(text.len());
    let (mut rest, mut is_changed) = (text.as_ref(), text.len() != bytes.len());
    while let Some(at) = rest.find('\\') {
        let (before, after) = rest.split_at(at);
        repaired.push_str(before);
        let taken = match (surrogate(after), after.get(6..).and_then(surrogate)) {
            (Some(Half::First), Some(Half::Second)) => 12,
            (Some(_), _) => {
                is_changed = true;
                repaired.push_str("\\ufffd");
                rest = after.get(6..).unwrap_or_default();
                continue;
            }
            (None, _) => after.chars().take(2).map(char::len_utf8).sum(),
        };
        repaired.push_str(after.get(..taken)?);
        rest = after.get(taken..)?;
    }
    repaired.push_str(rest);
    is_changed.then(|| repaired.into_bytes())
}

/// A half of a character as two escapes stand for it.
enum Half {
    First,
    Second,
}

fn surrogate(text: &str) -> Option<Half> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    match u16::from_str_radix(digits, 16).ok()? {
        0xd800..=0xdbff => Some(Half::First),
        0xdc00..=0xdfff => Some(Half::Second),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// An answer in chunks of a size, and then perhaps an error.
    struct Parts(Vec<Vec<u8>>, Option<HubSpotError>);

    impl Chunks for Parts {
        async fn next(&mut self) -> Result<Option<Vec<u8>>, HubSpotError> {
            match self.0.pop() {
                Some(chunk) => Ok(Some(chunk)),
                None => self.1.take().map_or(Ok(None), Err),
            }
        }
    }

    fn asked(text: &str, error: Option<HubSpotError>, max_bytes: usize) -> Result<Vec<String>, HubSpotError> {
        let mut parts: Vec<Vec<u8>> = text.as_bytes().chunks(60_000).map(<[u8]>::to_vec).collect();
        parts.reverse();
        tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime")
            .block_on(read(Parts(parts, error), max_bytes))
    }

    #[test]
    fn an_answer_of_any_size_is_read_the_same() {
        for count in [0, 1, 10_000, 300_000] {
            let list: Vec<String> = (0..count).map(|number| format!("é{number}")).collect();
            let text = serde_json::to_string(&list).expect("text");
            assert_eq!(asked(&text, None, usize::MAX), Ok(list.clone()));
            assert_eq!(asked(&format!("\u{feff}{text}"), None, usize::MAX), Ok(list));
            let error = asked(&text, Some(HubSpotError::Cut), usize::MAX);
            assert_eq!(error, Err(HubSpotError::Cut));
            let limit = text.len() - 1;
            assert_eq!(asked(&text, None, limit), Err(HubSpotError::TooLarge(limit)));
        }
    }

    #[test]
    fn a_text_that_was_cut_within_a_character_is_read() {
        for (text, read) in [
            (r#""a\ud83d""#, "a\u{fffd}"),
            (r#""\ude00b""#, "\u{fffd}b"),
            (r#""\ud83d\ude00\ud83d\\u""#, "😀\u{fffd}\\u"),
        ] {
            assert_eq!(parse::<Value>(text.as_bytes()), Ok(Value::from(read)), "{text}");
        }
        assert_eq!(parse::<Value>(b"\"a\xff\""), Ok(Value::from("a\u{fffd}")));
        assert!(matches!(
            parse::<Value>(br#""\"#),
            Err(HubSpotError::Unreadable(_))
        ));
    }
}
