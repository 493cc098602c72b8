//! 100,000 contacts exported as CSV into a file, beside the writing of the same bytes.

use std::fs;
use std::io::Write;
use std::path::Path;

use criterion::Criterion;
use pivotal::domain::{ContactSelection, Existing, Selection};
use pivotal::export::{Format, PrivateFile};
use pivotal::store::Store;

use crate::fixture::{entry, workspace};

const ROWS: usize = 100_000;

/// How many of them each customer has.
const EACH: usize = 100;

pub(crate) fn export_contacts(criterion: &mut Criterion) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let mut workspace = workspace(Store::open(folder.path()).expect("opened"));
    let book: Vec<_> = (0..ROWS / EACH).map(|number| entry(number, EACH)).collect();
    workspace.load_book(&book).expect("loaded");
    let selection = Selection::Contacts(ContactSelection::default());
    let target = folder.path().join("contacts.csv");
    let mut write = |target: &Path| {
        let exported = workspace.export_to_file(&selection, Format::Csv, target, Existing::Replaced);
        assert_eq!(exported.expect("exported").rows, ROWS);
    };
    write(&target);
    let bytes = fs::read(&target).expect("read");

    let mut group = criterion.benchmark_group("export_100k_contacts");
    group.sample_size(10);
    group.bench_function("same_bytes", |bencher| {
        bencher.iter(|| {
            let mut file = PrivateFile::begin(&target, Existing::Replaced).expect("begun");
            file.write_all(&bytes).expect("written");
            file.keep().expect("kept");
        });
    });
    group.bench_function("pivotal", |bencher| bencher.iter(|| write(&target)));
    group.finish();
}
