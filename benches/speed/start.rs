//! From exec to the first frame, and to the first frame with rows in it, with 1,000,000 contacts stored, beside the bare
//! program.

use std::io::{Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::Criterion;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::bare;
use crate::fixture::{FIRST_CUSTOMER, book};

pub(crate) fn first_frame(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("first_frame_1m_contacts");
    group.sample_size(30).measurement_time(Duration::from_secs(12));
    let folder = book(1_000_000);
    let own = std::env::current_exe().expect("this bench");
    group.bench_function("bare", |bencher| {
        bencher.iter_custom(|times| {
            let mut command = CommandBuilder::new(&own);
            command.env(bare::FILE, folder.join(pivotal::store::FILE_NAME));
            (0..times).map(|_| time(&command, bare::WORDS, "x")).sum()
        });
    });
    for (name, words) in [("pivotal", "pivotal"), ("pivotal_with_rows", FIRST_CUSTOMER)] {
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|times| {
                let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_pivotal"));
                command.arg("--data-dir");
                command.arg(&folder);
                command.env(
                    "XDG_CONFIG_HOME",
                    Path::new(env!("CARGO_TARGET_TMPDIR")).join("config"),
                );
                command.env(
                    "XDG_STATE_HOME",
                    Path::new(env!("CARGO_TARGET_TMPDIR")).join("state"),
                );
                (0..times).map(|_| time(&command, words, "q")).sum()
            });
        });
    }
    group.finish();
}

/// Runs a program until its screen holds some words, then has a key end it.
#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn time(command: &CommandBuilder, words: &str, key: &str) -> Duration {
    let size = PtySize {
        rows: 40,
        cols: 120,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system().openpty(size).expect("a terminal");
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let mut writer = pair.master.take_writer().expect("a writer");
    let start = Instant::now();
    let mut child = pair.slave.spawn_command(command.clone()).expect("started");
    drop(pair.slave);
    let mut seen = Vec::new();
    let mut chunk = [0; 64 * 1024];
    let elapsed = loop {
        let count = reader.read(&mut chunk).expect("output");
        assert!(
            count > 0,
            "{words:?} never came: {}",
            String::from_utf8_lossy(&seen)
        );
        seen.extend(chunk.iter().take(count));
        if String::from_utf8_lossy(&seen).contains(words) {
            break start.elapsed();
        }
    };
    // What follows is read to the end, so that the program never waits for room to write.
    let rest = std::thread::spawn(move || std::io::copy(&mut reader, &mut std::io::sink()));
    writer.write_all(key.as_bytes()).expect("a key");
    writer.flush().expect("a key");
    child.wait().expect("ended");
    drop(writer);
    drop(pair.master);
    let _ = rest.join();
    elapsed
}
