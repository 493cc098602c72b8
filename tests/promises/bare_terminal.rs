//! A terminal that the test itself holds at both ends, so that its modes can be read when the program is gone.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::tcgetattr;

use crate::support::pty::plain_terminal;

/// Far longer than anything takes, so that only a fault ends a wait.
const PATIENCE: Duration = Duration::from_secs(30);

/// A terminal that controls no process: closing it sends no signal.
pub(crate) struct BareTerminal {
    master: File,
    slave: File,
    printed: Vec<u8>,
}

impl BareTerminal {
    /// Opens one of 80 by 24.
    pub(crate) fn open() -> Self {
        let (master, slave) = plain_terminal();
        Self {
            master,
            slave,
            printed: Vec::new(),
        }
    }

    /// Starts a program in it, with the folders of a test.
    pub(crate) fn spawn(&self, folder: &Path, words: &[&str]) -> Child {
        let end = || Stdio::from(self.slave.try_clone().expect("cloned"));
        let mut command = Command::new(words[0]);
        command
            .args(&words[1..])
            .env_clear()
            .env("HOME", folder)
            .env("USER", "mia")
            .env("TERM", "xterm-256color")
            .env("TMPDIR", folder)
            .env("PIVOTAL_DATA_DIR", folder.join("data"))
            .stdin(end())
            .stdout(end())
            .stderr(end());
        command.spawn().expect("started")
    }

    /// Returns the modes of the line: how input, output and the line itself are treated.
    pub(crate) fn modes(&self) -> String {
        let now = tcgetattr(&self.slave).expect("modes");
        format!(
            "{:?} {:?} {:?} {:?}",
            now.input_modes, now.output_modes, now.local_modes, now.control_modes
        )
    }

    /// Types.
    pub(crate) fn send(&mut self, text: &str) -> &mut Self {
        self.master.write_all(text.as_bytes()).expect("sent");
        self
    }

    /// Reads what is there, and what comes within a time.
    pub(crate) fn reads(&mut self, within: Duration) -> &mut Self {
        let end = Instant::now() + within;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let left = Timespec::try_from(left).expect("a time");
            let mut fds = [PollFd::new(&self.master, PollFlags::IN)];
            if poll(&mut fds, Some(&left)).unwrap_or(0) == 0 {
                return self;
            }
            let mut chunk = [0; 4096];
            let count = self.master.read(&mut chunk).expect("output");
            self.printed.extend_from_slice(&chunk[..count]);
        }
    }

    /// Reads until nothing came for a while.
    pub(crate) fn rests(&mut self, quiet: Duration) -> &mut Self {
        loop {
            let before = self.printed.len();
            self.reads(quiet);
            if self.printed.len() == before {
                return self;
            }
        }
    }

    /// Reads until bytes were printed so many times.
    #[track_caller]
    pub(crate) fn prints(&mut self, bytes: &str, times: usize) -> &mut Self {
        let end = Instant::now() + PATIENCE;
        while self.text().matches(bytes).count() < times {
            assert!(Instant::now() < end, "{bytes:?} is not in {:?}", self.text());
            self.reads(Duration::from_millis(20));
        }
        self
    }

    /// Waits for the end of a program and gives its exit code; what it prints is read meanwhile.
    #[track_caller]
    pub(crate) fn waits_for(&mut self, child: &mut Child) -> Option<i32> {
        let end = Instant::now() + PATIENCE;
        loop {
            let status = child.try_wait().expect("asked");
            self.reads(Duration::from_millis(5));
            if let Some(status) = status {
                return status.code();
            }
            assert!(Instant::now() < end, "it goes on: {:?}", self.text());
        }
    }

    /// Returns all that was printed.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.printed).into_owned()
    }
}

/// Returns what a program left turned on in a terminal, by what it printed: the last word on each mode counts.
pub(crate) fn left_on(printed: &str) -> Vec<&'static str> {
    let mut left = Vec::new();
    for (modes, is_on, what) in [
        (&["1049", "1047", "47"][..], 'h', "the second screen"),
        (&["25"], 'l', "a hidden cursor"),
        (&["2004"], 'h', "bracketed paste"),
        (
            &[
                "9", "1000", "1001", "1002", "1003", "1005", "1006", "1015", "1016",
            ],
            'h',
            "the mouse",
        ),
        (&["1004"], 'h', "reports of focus"),
    ] {
        let is_left = |mode: &&str| {
            let mut last = None;
            for part in printed.split("\u{1b}[?").skip(1) {
                let end = part
                    .find(|c: char| !c.is_ascii_digit() && c != ';')
                    .unwrap_or(part.len());
                if part[..end].split(';').any(|own| own == *mode) {
                    last = part[end..].chars().next();
                }
            }
            last == Some(is_on)
        };
        if modes.iter().any(is_left) {
            left.push(what);
        }
    }
    left
}
