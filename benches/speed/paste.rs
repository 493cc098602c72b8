//! Reading a pasted list: against CSV readers that check nothing.

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use criterion::{Criterion, Throughput};
use pivotal::paste::{IndexedText, Known, Options, Sheet};

use crate::people::{List, list};
use crate::programs::{is_here, run};

pub(crate) fn parse(criterion: &mut Criterion) {
    let List { text, ready } = list(100_000);
    let mut group = criterion.benchmark_group("read_100k_rows");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.sample_size(20);
    group.bench_function("simd_csv_without_checks", |bencher| {
        bencher.iter(|| simd_csv_reads(&text));
    });
    group.bench_function("csv_crate_without_checks", |bencher| {
        bencher.iter(|| {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(text.as_bytes());
            let mut record = csv::ByteRecord::new();
            let mut cells = 0;
            while reader.read_byte_record(&mut record).expect("a record") {
                cells += record.len();
            }
            black_box(cells)
        });
    });
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rows.csv");
    std::fs::write(&file, &text).expect("written");
    if python(&file).is_some() {
        group.bench_function("python_csv_without_checks", |bencher| {
            bencher.iter_custom(|times| (0..times).filter_map(|_| python(&file)).sum());
        });
    }
    if is_here("xan") {
        group.bench_function("xan_count_without_checks", |bencher| {
            bencher.iter(|| run("xan", &["count", "--no-headers"], &file));
        });
    }
    group.bench_function("pivotal_with_verdicts", |bencher| {
        let known = Arc::new(Known::of_customer(None, false));
        bencher.iter(|| {
            let source = IndexedText::new(&text);
            let sheet = Sheet::new(&source, Options::default(), Arc::clone(&known));
            assert_eq!(sheet.counts().ready, ready);
            black_box(sheet)
        });
    });
    group.finish();
}

/// Has the simd-csv crate read a text; returns how many cells it found.
pub(crate) fn simd_csv_reads(text: &str) -> usize {
    let mut reader = simd_csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut record = simd_csv::ByteRecord::new();
    let mut cells = 0;
    while reader.read_byte_record(&mut record).expect("a record") {
        cells += record.len();
    }
    black_box(cells)
}

/// Has Python's csv module read a file, and gives the time without that of starting Python.
fn python(file: &Path) -> Option<Duration> {
    const SCRIPT: &str = "import csv, sys, time
start = time.perf_counter()
with open(sys.argv[1], newline='', encoding='utf-8') as file:
    for row in csv.reader(file):
        pass
print(int((time.perf_counter() - start) * 1e9))";
    let output = Command::new("python3")
        .arg("-c")
        .arg(SCRIPT)
        .arg(file)
        .output()
        .ok()?;
    let nanos = String::from_utf8(output.stdout).ok()?.trim().parse().ok()?;
    Some(Duration::from_nanos(nanos))
}
