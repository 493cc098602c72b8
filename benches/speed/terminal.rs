//! A list pasted into a real terminal: until the preview is complete, beside the time the terminal layer alone needs;
//! and the memory that a long list takes.

use std::io::{Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::Criterion;
use pivotal::store::Store;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::bare;
use crate::fixture::{entry, workspace};
use crate::paste::rows;

const ROWS: usize = 100_000;

pub(crate) fn paste(criterion: &mut Criterion) {
    let text = rows(ROWS);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let mut book = workspace(Store::open(folder.path()).expect("opened"));
    book.load_book(&[entry(0, 3)]).expect("loaded");
    drop(book);

    let mut group = criterion.benchmark_group("paste_100k_rows_in_a_terminal");
    group.sample_size(10).measurement_time(Duration::from_secs(8));
    let own = std::env::current_exe().expect("this bench");
    group.bench_function("terminal_layer_alone", |bencher| {
        bencher.iter_custom(|times| {
            let mut command = CommandBuilder::new(&own);
            command.env(bare::PASTE, "1");
            (0..times)
                .map(|_| {
                    let mut session = Session::start(&command);
                    session.until("ready");
                    let elapsed = session.paste(&text, "delivered");
                    session.end();
                    elapsed
                })
                .sum()
        });
    });
    group.bench_function("pivotal_to_complete_preview", |bencher| {
        bencher.iter_custom(|times| {
            (0..times)
                .map(|_| {
                    let mut session = at_pane(folder.path());
                    let elapsed = session.paste(&text, &format!("Add {ROWS} contacts"));
                    session.end();
                    elapsed
                })
                .sum()
        });
    });
    group.finish();
    let long = rows(10 * ROWS);
    let mut session = at_pane(folder.path());
    session.paste(&long, &format!("Add {} contacts", 10 * ROWS));
    let (text, memory) = (long.len() / 1024 / 1024, session.memory() / 1024);
    #[expect(clippy::print_stderr, reason = "a figure without a peer")]
    {
        eprintln!(
            "memory_with_1m_rows: {memory} MiB for a text of {text} MiB, limit {} MiB",
            4 * text + 20
        );
    }
    session.end();
}

/// Starts the app at an empty pane.
fn at_pane(folder: &Path) -> Session {
    let file = folder.join(pivotal::store::FILE_NAME);
    forget_draft(&file);
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_pivotal"));
    command.arg("--data-dir");
    command.arg(folder);
    command.env("XDG_CONFIG_HOME", folder.join("config"));
    command.env("XDG_STATE_HOME", folder.join("state"));
    let mut session = Session::start(&command);
    session.until("quit");
    session.write("2");
    session.until("Phone");
    session.write("p");
    session.until("ctrl-s Add 0");
    session
}

/// Forgets the list that the run before left.
fn forget_draft(file: &Path) {
    #[expect(clippy::disallowed_types, reason = "a bench clears what the run before left")]
    let connection = rusqlite::Connection::open(file).expect("opened");
    connection.execute_batch("DELETE FROM draft").expect("cleared");
}

struct Session {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    _master: Box<dyn MasterPty + Send>,
    reader: Box<dyn Read + Send>,
    screen: vt100::Parser,
}

impl Session {
    fn start(command: &CommandBuilder) -> Self {
        let size = PtySize {
            rows: 50,
            cols: 200,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let reader = pair.master.try_clone_reader().expect("a reader");
        let child = pair.slave.spawn_command(command.clone()).expect("started");
        Self {
            child,
            writer: pair.master.take_writer().expect("a writer"),
            _master: pair.master,
            reader,
            screen: vt100::Parser::new(50, 200, 0),
        }
    }

    fn write(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).expect("written");
    }

    fn until(&mut self, words: &str) {
        let mut chunk = [0; 64 * 1024];
        while !self.screen.screen().contents().contains(words) {
            let count = self.reader.read(&mut chunk).expect("output");
            assert!(
                count > 0,
                "{words:?} never came: {}",
                self.screen.screen().contents()
            );
            self.screen.process(chunk.get(..count).unwrap_or_default());
        }
    }

    #[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
    fn paste(&mut self, text: &str, words: &str) -> Duration {
        let mut writer = std::mem::replace(&mut self.writer, Box::new(std::io::sink()));
        let start = Instant::now();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for part in ["\u{1b}[200~", text, "\u{1b}[201~"] {
                    writer.write_all(part.as_bytes()).expect("written");
                }
            });
            self.until(words);
        });
        start.elapsed()
    }

    /// Gives the memory of the program, in KiB.
    fn memory(&self) -> usize {
        let id = self.child.process_id().expect("it runs");
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok())
            .unwrap_or(0)
    }

    fn end(mut self) {
        self.child.kill().expect("ended");
        self.child.wait().expect("ended");
    }
}
