//! The app in a terminal of its own, as the user has it.

#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// A frame is whole when nothing more has come for so long.
const QUIET: Duration = Duration::from_millis(12);

/// What does not come in so long will not come.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Session {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    _master: Box<dyn MasterPty + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
}

/// Makes the command that starts the app on a store.
pub(crate) fn pivotal(folder: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_pivotal"));
    command.arg("--data-dir");
    command.arg(folder);
    for (name, place) in [("XDG_CONFIG_HOME", "config"), ("XDG_STATE_HOME", "state")] {
        command.env(name, Path::new(env!("CARGO_TARGET_TMPDIR")).join(place));
    }
    command
}

impl Session {
    pub(crate) fn start(command: &CommandBuilder) -> Self {
        let size = PtySize {
            rows: 50,
            cols: 200,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let child = pair.slave.spawn_command(command.clone()).expect("started");
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut chunk = [0; 64 * 1024];
            while let Ok(count @ 1..) = reader.read(&mut chunk) {
                let bytes = chunk.get(..count).unwrap_or_default().to_vec();
                if sender.send((Instant::now(), bytes)).is_err() {
                    return;
                }
            }
        });
        Self {
            child,
            writer: pair.master.take_writer().expect("a writer"),
            _master: pair.master,
            output,
            screen: vt100::Parser::new(50, 200, 0),
        }
    }

    pub(crate) fn write(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).expect("written");
    }

    /// Waits until the screen shows some words, and gives when they came.
    pub(crate) fn until(&mut self, words: &str) -> Instant {
        let mut last = Instant::now();
        while !self.screen.screen().contents().contains(words) {
            let Ok((at, bytes)) = self.output.recv_timeout(PATIENCE) else {
                panic!("{words:?} never came: {}", self.screen.screen().contents())
            };
            self.screen.process(&bytes);
            last = at;
        }
        last
    }

    /// Pastes a text and gives how long it took until the screen showed some words.
    pub(crate) fn paste(&mut self, text: &str, words: &str) -> Duration {
        let mut writer = std::mem::replace(&mut self.writer, Box::new(std::io::sink()));
        let start = Instant::now();
        let end = std::thread::scope(|scope| {
            let written = scope.spawn(|| {
                for part in ["\u{1b}[200~", text, "\u{1b}[201~"] {
                    writer.write_all(part.as_bytes()).expect("written");
                }
            });
            let end = self.until(words);
            written.join().expect("written");
            end
        });
        self.writer = writer;
        end - start
    }

    /// Presses a key and gives how long it took until the last of its frame was here; a frame that shows nothing new
    /// places the cursor at least.
    pub(crate) fn key(&mut self, key: &str) -> Duration {
        while self.output.recv_timeout(QUIET).is_ok() {}
        let start = Instant::now();
        self.write(key);
        let Ok((mut last, bytes)) = self.output.recv_timeout(PATIENCE) else {
            panic!(
                "{key:?} was followed by no frame: {}",
                self.screen.screen().contents()
            )
        };
        self.screen.process(&bytes);
        while let Ok((at, bytes)) = self.output.recv_timeout(QUIET) {
            self.screen.process(&bytes);
            last = at;
        }
        last - start
    }

    /// Returns the memory of the program, in bytes.
    pub(crate) fn memory(&self) -> usize {
        self.status("VmRSS:") * 1024
    }

    /// Returns how often the program was woken, and how long it has run, over its life.
    pub(crate) fn activity(&self) -> (usize, Duration) {
        let id = self.child.process_id().expect("it runs");
        let mut wakes = 0;
        let mut nanos = 0;
        for task in std::fs::read_dir(format!("/proc/{id}/task")).expect("it runs") {
            let task = task.expect("a thread").path();
            let status = std::fs::read_to_string(task.join("status")).unwrap_or_default();
            wakes += number(&status, "voluntary_ctxt_switches:");
            let times = std::fs::read_to_string(task.join("schedstat")).unwrap_or_default();
            let ran: u64 = times
                .split_whitespace()
                .next()
                .and_then(|ran| ran.parse().ok())
                .unwrap_or(0);
            nanos += ran;
        }
        (wakes, Duration::from_nanos(nanos))
    }

    fn status(&self, name: &str) -> usize {
        let id = self.child.process_id().expect("it runs");
        number(
            &std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default(),
            name,
        )
    }

    pub(crate) fn end(mut self) {
        self.child.kill().expect("ended");
        self.child.wait().expect("ended");
    }
}

/// Finds the number behind a name in a file of the kernel.
fn number(status: &str, name: &str) -> usize {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}
