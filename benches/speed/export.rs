//! 100,000 contacts exported as CSV into a file, beside the writing of the same bytes.

use std::fs;
use std::io::Write;
use std::path::Path;

use criterion::Criterion;
use pivotal::domain::{Change, ContactDraft, ContactSelection, Existing, ImportPrimary, Outcome, Selection};
use pivotal::export::{Format, PrivateFile};
use pivotal::store::Store;

use crate::fixture::{entry, workspace};

const ROWS: usize = 100_000;

pub(crate) fn export_contacts(criterion: &mut Criterion) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let mut workspace = workspace(Store::open(folder.path()).expect("opened"));
    let change = Change::AddCustomer(entry(0, 0).customer);
    let customer = match workspace.make(change).expect("added").outcome {
        Outcome::CustomerAdded(customer) => customer.id,
        other => unreachable!("{other:?}"),
    };
    let contacts = (0..ROWS).map(|number| {
        let draft = ContactDraft {
            name: format!("Ann Lee {}", number * 61_927 % ROWS),
            email: format!("p{number}@customer.com"),
            title: "Head of IT".to_owned(),
            phone: format!("+1 202-555-{:04}", number % 10_000),
        };
        draft.check().expect("valid")
    });
    let change = Change::ImportContacts {
        customer,
        contacts: contacts.collect(),
        primary: ImportPrimary::FirstIfNone,
    };
    workspace.make(change).expect("imported");
    let selection = Selection::Contacts(ContactSelection {
        customer: Some(customer),
        ..ContactSelection::default()
    });
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
