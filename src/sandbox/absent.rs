//! What a build without the feature `demo` has in the place of the sandbox: a sentence that says so.

use std::io;
use std::time::Duration;

/// Why there is no sandbox.
pub const ABSENT: Option<&str> = Some(SENTENCE);

const SENTENCE: &str = "This build has no sample data and no sandbox, because it leaves out the feature `demo`. Build with \
                        `cargo build --release` to have them.";

/// The token that nothing takes.
pub const TOKEN: &str = "";

/// The portal that is not there.
#[derive(Debug)]
pub struct Portal;

/// The rules of a portal that is not there.
#[derive(Debug, Default)]
pub struct Rules {
    /// How long each answer would take.
    pub latency: Duration,
}

/// The server that cannot be started.
#[derive(Debug)]
pub enum Sandbox {}

/// The mail server that cannot be started.
#[derive(Debug)]
pub enum FakeSmtpServer {}

/// Returns the portal that is not there.
pub fn demo_portal() -> Portal {
    Portal
}

impl Sandbox {
    /// Fails, and says why.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn start(_: Portal, _: Rules, _: u16) -> io::Result<Self> {
        Err(io::Error::other(SENTENCE))
    }

    /// Returns the address of a server that cannot be.
    pub fn url(&self) -> String {
        match *self {}
    }

    /// Waits for a server that cannot be.
    pub fn wait(self) {
        match self {}
    }
}

impl FakeSmtpServer {
    /// Fails, and says why.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn start(_: u16) -> io::Result<Self> {
        Err(io::Error::other(SENTENCE))
    }

    /// Returns the port of a server that cannot be.
    pub fn port(&self) -> u16 {
        match *self {}
    }
}
