//! Secrets that are typed or piped in.

use std::io::{IsTerminal, Read};

use super::{Error, Output};

/// The longest input that is read, in bytes.
const MAX_INPUT: u64 = 64 * 1024;

/// Reads a secret from the standard input; it is never an argument, which other users could see.
pub(super) fn read(what: &str, output: &mut Output<'_>) -> Result<String, Error> {
    let input = std::io::stdin();
    if !input.is_terminal() {
        let mut text = String::new();
        input
            .lock()
            .take(MAX_INPUT)
            .read_to_string(&mut text)
            .map_err(|error| Error::Failed(format!("The {what} cannot be read: {error}.")))?;
        return Ok(text);
    }
    output.note(&format!("Paste the {what} and end the line; it stays hidden."));
    let failed = |error: rustix::io::Errno| Error::Failed(format!("The terminal cannot be read: {error}."));
    let before = rustix::termios::tcgetattr(&input).map_err(failed)?;
    let mut silent = before.clone();
    silent.local_modes -= rustix::termios::LocalModes::ECHO;
    let action = rustix::termios::OptionalActions::Flush;
    rustix::termios::tcsetattr(&input, action, &silent).map_err(failed)?;
    let mut text = String::new();
    let read = input.read_line(&mut text);
    rustix::termios::tcsetattr(&input, action, &before).map_err(failed)?;
    read.map_err(|error| Error::Failed(format!("The {what} cannot be read: {error}.")))?;
    Ok(text)
}
