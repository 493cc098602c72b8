//! The real program in a terminal of its own.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// How long a key has before it is pressed again, and how often it is.
const A_MOMENT: Duration = Duration::from_millis(300);
const TRIES: usize = 20;

/// Far longer than anything takes, so that only a fault ends a wait.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_pivotal");

fn sized(width: u16, height: u16) -> PtySize {
    PtySize {
        rows: height,
        cols: width,
        pixel_width: 0,
        pixel_height: 0,
    }
}

/// A program in a terminal.
pub(crate) struct Pty {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    raw: Vec<u8>,
    parser: vt100::Parser,
}

impl Pty {
    /// Starts the program with arguments in a terminal of 80 by 24.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let words: Vec<&str> = [PROGRAM].iter().chain(arguments).copied().collect();
        Self::start_as(folder, &words, (80, 24), &[])
    }

    /// Starts any program with its arguments, in a terminal of a size, with variables.
    pub(crate) fn start_as(
        folder: &Path,
        words: &[&str],
        (width, height): (u16, u16),
        variables: &[(&str, &str)],
    ) -> Self {
        let pair = native_pty_system()
            .openpty(sized(width, height))
            .expect("a terminal");
        let mut command = CommandBuilder::new(words.first().expect("a program"));
        command.env_clear();
        command.env("HOME", folder);
        command.env("USER", "mia");
        command.env("TERM", "xterm-256color");
        command.env("TMPDIR", folder);
        command.env("PIVOTAL_DATA_DIR", folder.join("data"));
        for (name, value) in variables {
            command.env(name, value);
        }
        command.args(words.iter().skip(1));
        let child = pair.slave.spawn_command(command).expect("started");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut chunk) {
                if sender.send(chunk.iter().copied().take(count).collect()).is_err() {
                    return;
                }
            }
        });
        Self {
            master: pair.master,
            writer,
            child,
            output,
            raw: Vec::new(),
            parser: vt100::Parser::new(height, width, 0),
        }
    }

    /// Sends text as the keyboard would.
    pub(crate) fn send(&mut self, bytes: &str) -> &mut Self {
        self.send_bytes(bytes.as_bytes())
    }

    /// Sends bytes as the keyboard would.
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.writer.write_all(bytes).expect("sent");
        self.writer.flush().expect("sent");
        self
    }

    /// Reads until the screen holds words.
    #[track_caller]
    pub(crate) fn shows(&mut self, words: &str) -> &mut Self {
        self.shows_one_of(&[words])
    }

    /// Reads until the screen holds one of several words.
    #[track_caller]
    pub(crate) fn shows_one_of(&mut self, words: &[&str]) -> &mut Self {
        while !words.iter().any(|words| self.screen().contains(words)) {
            match self.output.recv_timeout(PATIENCE) {
                Ok(bytes) => self.take(&bytes),
                Err(error) => panic!("{error}: {words:?} is not on\n{}", self.screen()),
            }
        }
        self
    }

    /// Reads until the screen does not hold words any more.
    #[track_caller]
    pub(crate) fn shows_no_more(&mut self, words: &str) -> &mut Self {
        while self.screen().contains(words) {
            match self.output.recv_timeout(PATIENCE) {
                Ok(bytes) => self.take(&bytes),
                Err(error) => panic!("{error}: {words:?} is still on\n{}", self.screen()),
            }
        }
        self
    }

    /// Presses a key until the screen holds words: one that comes in the same burst as a paste is dropped.
    #[track_caller]
    pub(crate) fn presses(&mut self, key: &str, words: &str) -> &mut Self {
        for _ in 0..TRIES {
            self.send(key);
            while let Ok(bytes) = self.output.recv_timeout(A_MOMENT) {
                self.take(&bytes);
            }
            if self.screen().contains(words) {
                return self;
            }
        }
        self.shows(words)
    }

    /// Reads until the output holds bytes, counted from the start.
    #[track_caller]
    pub(crate) fn prints(&mut self, bytes: &str, times: usize) -> &mut Self {
        while String::from_utf8_lossy(&self.raw).matches(bytes).count() < times {
            match self.output.recv_timeout(PATIENCE) {
                Ok(bytes) => self.take(&bytes),
                Err(error) => panic!("{error}: {bytes:?} never came {times} times\n{}", self.screen()),
            }
        }
        self
    }

    /// Reads until nothing came for a while.
    pub(crate) fn rests(&mut self, quiet: Duration) -> &mut Self {
        while let Ok(bytes) = self.output.recv_timeout(quiet) {
            self.take(&bytes);
        }
        self
    }

    /// Gives the window another size.
    pub(crate) fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.master.resize(sized(width, height)).expect("resized");
        // What is drawn from here on is drawn whole; the reader of screens knows no size below this.
        self.parser = vt100::Parser::new(height.max(4), width.max(8), 0);
        self
    }

    /// Returns all that was printed so far.
    pub(crate) fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Returns the text of the screen.
    pub(crate) fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// Returns the number of the process.
    pub(crate) fn process(&self) -> rustix::process::Pid {
        let id = self.child.process_id().and_then(|id| i32::try_from(id).ok());
        id.and_then(rustix::process::Pid::from_raw).expect("running")
    }

    /// Sends a signal.
    pub(crate) fn signal(&mut self, signal: rustix::process::Signal) -> &mut Self {
        rustix::process::kill_process(self.process(), signal).expect("sent");
        self
    }

    /// Waits until the process is stopped.
    #[track_caller]
    pub(crate) fn stops(&mut self) -> &mut Self {
        let stat = format!("/proc/{}/stat", self.process().as_raw_nonzero());
        for _ in 0..3_000 {
            if std::fs::read_to_string(&stat).expect("running").contains(") T ") {
                return self;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("it never stopped\n{}", self.screen());
    }

    /// Waits for the end and gives the exit code and all that was printed.
    #[track_caller]
    pub(crate) fn ends(mut self) -> (u32, String) {
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it goes on\n{}", self.screen()),
            }
        }
        let status = self.child.wait().expect("ended");
        (
            status.exit_code(),
            String::from_utf8_lossy(&self.raw).into_owned(),
        )
    }

    fn take(&mut self, bytes: &[u8]) {
        self.parser.process(bytes);
        self.raw.extend(bytes);
    }
}

/// Opens a terminal that controls no process, so that closing it sends no signal.
pub(crate) fn plain_terminal() -> (File, File) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).expect("a terminal");
    grantpt(&master).expect("granted");
    unlockpt(&master).expect("unlocked");
    let name = ptsname(&master, Vec::new()).expect("a name");
    let size = Winsize {
        ws_row: 24,
        ws_col: 80,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    tcsetwinsize(&master, size).expect("sized");
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    let slave = rustix::fs::open(name.as_c_str(), flags, Mode::empty()).expect("opened");
    (master.into(), slave.into())
}
