//! The search over everything at 1,000,000 contacts, key by key, beside a scan by SQLite's LIKE and the programs with
//! which people search lists of names: `fzf` and `rg`, over the same names and addresses in a file.
//!
//! Ours looks at customers, tags, contacts and history and ignores accents; the peers look at names and addresses alone.

#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![expect(clippy::disallowed_types, reason = "the peer is SQLite itself")]
#![expect(clippy::print_stderr, reason = "the percentiles are told beside the report")]

use std::cell::LazyCell;
use std::fs::File;
use std::hint::black_box;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion};
use pivotal::app::overlay::search::LIMITS;
use pivotal::domain::{Depth, SearchQuery, SearchScope};
use pivotal::store::{FILE_NAME, Store};
use pivotal::workspace::Workspace;
use rusqlite::Connection;

use crate::figures::{Figures, Limit, Unit};
use crate::fixture::{book, workspace};
use crate::programs::{is_here, run};

/// What is typed: a name key by key, one and two letters, common and rare, with fields, and what nobody has.
const TYPED: [&str; 20] = [
    "j",
    "jo",
    "jos",
    "jose",
    "jose g",
    "jose ga",
    "jose gar",
    "jose garc",
    "jose garci",
    "jose garcia",
    "a",
    "qu",
    "zz",
    "太",
    "太郎",
    "com",
    "nobody at all",
    "title:engineer owner:owner7@ wang",
    "customer:aarhus ann",
    "!com",
];

/// The programs with which people search lists, and how they are asked to look at the whole of one.
const PEERS: [(&str, &[&str]); 2] = [
    ("fzf", &["--filter"]),
    ("rg", &["--ignore-case", "--fixed-strings", "--count", "--"]),
];

pub(crate) fn as_you_type(criterion: &mut Criterion, figures: &mut Figures) {
    // Made when the first of these is wanted.
    let folder = LazyCell::new(|| book(1_000_000));
    let mut open = None;
    let bare = LazyCell::new(|| Connection::open(folder.join(FILE_NAME)).expect("opened"));
    let names = LazyCell::new(|| names(&bare, &folder));
    let mut group = criterion.benchmark_group("search_1m_contacts");
    group.sample_size(20).measurement_time(Duration::from_secs(2));
    group.warm_up_time(Duration::from_millis(500));
    let mut all = Vec::new();
    for typed in TYPED {
        let mut each = Vec::new();
        group.bench_function(BenchmarkId::new("pivotal", typed), |bencher| {
            let workspace = open.get_or_insert_with(|| workspace(Store::open(&folder).expect("opened")));
            bencher.iter_custom(|times| {
                let before = each.len();
                each.extend((0..times).map(|_| time(workspace, typed)));
                each.iter().skip(before).sum()
            });
        });
        tell(typed, &mut each);
        all.append(&mut each);
    }
    tell("all of them", &mut all);
    if let Some(slowest) = all.get(all.len() * 99 / 100) {
        figures.add(
            "99 of 100 keys of 20 searches over 1,000,000 contacts",
            Limit::new(0.005, Unit::Seconds),
            slowest.as_secs_f64(),
        );
    }
    group.sample_size(10);
    for typed in ["j", "jose", "jose garcia", "太郎", "nobody at all"] {
        group.bench_function(BenchmarkId::new("sqlite_like", typed), |bencher| {
            bencher.iter(|| black_box(like(&bare, typed)));
        });
        for (program, arguments) in PEERS {
            if is_here(program) {
                group.bench_function(BenchmarkId::new(program, typed), |bencher| {
                    let arguments = [arguments, &[typed]].concat();
                    let names = names.as_path();
                    bencher.iter(|| run(program, &arguments, names));
                });
            }
        }
    }
    group.finish();
}

/// The same search over ever more contacts.
pub(crate) fn growth(criterion: &mut Criterion) {
    for contacts in [1_000, 100_000, 1_000_000] {
        let folder = book(contacts);
        let bare = Connection::open(folder.join(FILE_NAME)).expect("opened");
        let names = names(&bare, &folder);
        let mut workspace = workspace(Store::open(&folder).expect("opened"));
        let mut group = criterion.benchmark_group("search_growth");
        group.bench_function(contacts.to_string(), |bencher| {
            bencher.iter(|| black_box(ask(&mut workspace, "jose")));
        });
        group.finish();
        for (program, arguments) in PEERS {
            if is_here(program) {
                let mut group = criterion.benchmark_group(format!("search_growth_{program}"));
                group.sample_size(10);
                group.bench_function(contacts.to_string(), |bencher| {
                    let arguments = [arguments, &["jose"]].concat();
                    bencher.iter(|| run(program, &arguments, &names));
                });
                group.finish();
            }
        }
    }
}

fn time(workspace: &mut Workspace, typed: &str) -> Duration {
    let start = Instant::now();
    black_box(ask(workspace, typed));
    start.elapsed()
}

fn ask(workspace: &mut Workspace, typed: &str) -> usize {
    let query = SearchQuery::parse(typed, SearchScope::Everywhere).expect("a search");
    workspace
        .search(&query, LIMITS, Depth::Quick)
        .expect("found")
        .len()
}

/// Finds contacts by a scan of their names and addresses; accents count.
fn like(bare: &Connection, typed: &str) -> usize {
    let pattern = format!("%{typed}%");
    bare.prepare_cached("SELECT id FROM contact WHERE name LIKE ?1 OR email LIKE ?1 LIMIT 50")
        .expect("prepared")
        .query_map([pattern], |row| row.get::<_, Vec<u8>>(0))
        .expect("asked")
        .count()
}

/// Writes names and addresses to a file, a contact on each line.
fn names(bare: &Connection, folder: &Path) -> PathBuf {
    let path = folder.join("names.txt");
    let mut file = std::io::BufWriter::new(File::create(&path).expect("made"));
    let mut statement = bare.prepare("SELECT name, email FROM contact").expect("prepared");
    let mut rows = statement.query([]).expect("asked");
    while let Some(row) = rows.next().expect("read") {
        let (name, email): (String, String) = (row.get(0).expect("a name"), row.get(1).expect("an email"));
        writeln!(file, "{name} <{email}>").expect("written");
    }
    file.flush().expect("written");
    path
}

/// Tells the percentiles of what was measured, if anything was.
fn tell(what: &str, times: &mut [Duration]) {
    if times.is_empty() {
        return;
    }
    times.sort();
    let at = |hundredths: usize| {
        times
            .get(times.len() * hundredths / 100)
            .copied()
            .unwrap_or_default()
    };
    eprintln!("search {what:?}: p50 {:.2?}, p99 {:.2?}", at(50), at(99));
}
