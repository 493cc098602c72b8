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

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, BenchmarkId, Criterion};
use pivotal::app::overlay::search::LIMITS;
use pivotal::domain::{CustomField, Depth, SearchQuery, SearchScope};
use pivotal::store::{FILE_NAME, Store};
use pivotal::workspace::Workspace;
use rusqlite::Connection;

use crate::custom::full_book;
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

/// What is typed beside notes and values in custom fields.
const TYPED_WITH_FIELDS: [&str; 5] = [
    "region:emea",
    "renewal:<2027-03",
    "note:budget",
    "seats_bought:>900 wang",
    "desk 77",
];

/// Within which a key is to be answered.
const LIMIT: Limit = Limit {
    value: 0.005,
    unit: Unit::Seconds,
};

/// The programs with which people search lists, and how they are asked to look at the whole of one.
const PEERS: [(&str, &[&str]); 2] = [
    ("fzf", &["--filter"]),
    ("rg", &["--ignore-case", "--fixed-strings", "--count", "--"]),
];

pub(crate) fn as_you_type(criterion: &mut Criterion, figures: &mut Figures) {
    // Made when the first of these is wanted.
    let folder = LazyCell::new(|| book(1_000_000));
    let bare = LazyCell::new(|| Connection::open(folder.join(FILE_NAME)).expect("opened"));
    let names = LazyCell::new(|| names(&bare, &folder));
    let mut group = criterion.benchmark_group("search_1m_contacts");
    group.sample_size(20).measurement_time(Duration::from_secs(2));
    group.warm_up_time(Duration::from_millis(500));
    let open = || workspace(Store::open(&folder).expect("opened"));
    let slowest = keys(&mut group, &TYPED, open);
    if let Some(slowest) = slowest {
        figures.add(
            "99 of 100 keys of 20 searches over 1,000,000 contacts",
            LIMIT,
            slowest,
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

/// The same beside notes and values in custom fields, which searches look at too.
pub(crate) fn with_fields(criterion: &mut Criterion, figures: &mut Figures) {
    let mut group = criterion.benchmark_group("search_with_fields");
    group.sample_size(20).measurement_time(Duration::from_secs(2));
    group.warm_up_time(Duration::from_millis(500));
    let typed = [&TYPED[..], &TYPED_WITH_FIELDS[..]].concat();
    let slowest = keys(&mut group, &typed, || {
        workspace(Store::open(&full_book()).expect("opened"))
    });
    group.finish();
    if let Some(slowest) = slowest {
        let what = "99 of 100 keys of 25 searches over 200,000 contacts with ten fields and 100,000 notes";
        figures.add(what, LIMIT, slowest);
    }
}

/// Measures each search, and returns the seconds within which 99 of 100 of them all were answered.
fn keys(
    group: &mut BenchmarkGroup<'_, WallTime>,
    typed: &[&str],
    open: impl Fn() -> Workspace,
) -> Option<f64> {
    let mut opened = None;
    let mut all = Vec::new();
    for typed in typed {
        let mut each = Vec::new();
        group.bench_function(BenchmarkId::new("pivotal", typed), |bencher| {
            let (workspace, fields) = opened.get_or_insert_with(|| {
                let mut workspace = open();
                let fields = workspace.custom_fields().expect("listed");
                (workspace, fields)
            });
            bencher.iter_custom(|times| {
                let before = each.len();
                each.extend((0..times).map(|_| {
                    let start = Instant::now();
                    black_box(ask(workspace, typed, fields));
                    start.elapsed()
                }));
                each.iter().skip(before).sum()
            });
        });
        tell(typed, &mut each);
        all.append(&mut each);
    }
    tell("all of them", &mut all);
    all.get(all.len() * 99 / 100).map(Duration::as_secs_f64)
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
            bencher.iter(|| black_box(ask(&mut workspace, "jose", &[])));
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

fn ask(workspace: &mut Workspace, typed: &str, fields: &[CustomField]) -> usize {
    let query = SearchQuery::parse_with(typed, SearchScope::Everywhere, fields).expect("a search");
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
