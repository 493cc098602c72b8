//! The store's file: who may read it, what is refused untouched, and two programs at once.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use pivotal::domain::{
    Actor, Anchor, Change, Clock, ContactDraft, ContactFilter, ContactQuery, CustomerDraft, CustomerId,
    IdSource, ListOrder, Outcome, SearchQuery, Timestamp,
};
use pivotal::store::{FILE_NAME, Store, StoreError, check};
use pivotal::workspace::Workspace;
use tempfile::TempDir;

struct Standing;

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(1_795_512_600_000)
    }
}

fn open(folder: &Path) -> Workspace {
    let store = Store::open(folder).expect("opened");
    Workspace::new(store, Actor::new("Mia"), Box::new(Standing), IdSource::Random)
}

fn add_customer(workspace: &mut Workspace, name: &str) -> CustomerId {
    let draft = CustomerDraft {
        name: name.to_owned(),
        ..CustomerDraft::default()
    };
    let change = Change::AddCustomer(draft.check().expect("valid"));
    match workspace.make(change).expect("added").outcome {
        Outcome::CustomerAdded(customer) => customer.id,
        other => panic!("{other:?}"),
    }
}

fn add_contact(workspace: &mut Workspace, customer: CustomerId, email: &str) {
    let draft = ContactDraft {
        name: "Ann Lee".to_owned(),
        email: email.to_owned(),
        ..ContactDraft::default()
    };
    let contact = draft.check().expect("valid");
    workspace
        .make(Change::AddContact { customer, contact })
        .expect("added");
}

/// Makes a store with one customer and closes it.
fn closed_store() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    add_customer(&mut open(folder.path()), "Acme");
    let file = folder.path().join(FILE_NAME);
    (folder, file)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("there").permissions().mode() & 0o777
}

#[test]
fn only_the_owner_reads_the_files() {
    let parent = tempfile::tempdir().expect("a folder");
    let folder = parent.path().join("share").join("pivotal");
    let mut workspace = open(&folder);
    add_customer(&mut workspace, "Acme");
    assert_eq!(mode(&folder), 0o700);
    for file in fs::read_dir(&folder).expect("listed") {
        let path = file.expect("a file").path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn a_newer_format_is_refused_and_not_touched() {
    let (folder, file) = closed_store();
    let mut bytes = fs::read(&file).expect("read");
    bytes[60..64].copy_from_slice(&9_999_u32.to_be_bytes());
    fs::write(&file, &bytes).expect("written");
    let error = Store::open(folder.path()).expect_err("refused");
    assert!(matches!(error, StoreError::Newer { found: 9_999, .. }), "{error}");
    assert!(error.to_string().contains("update pivotal"), "{error}");
    assert_eq!(fs::read(&file).expect("read"), bytes);
}

#[test]
fn a_file_of_another_program_is_refused_and_not_touched() {
    for content in [b"just some notes".to_vec(), vec![7; 5_000]] {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(FILE_NAME);
        fs::write(&file, &content).expect("written");
        let error = Store::open(folder.path()).expect_err("refused");
        assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
        assert_eq!(fs::read(&file).expect("read"), content);
    }
}

#[test]
fn damage_is_found_and_told() {
    let (_folder, file) = closed_store();
    check(&file).expect("sound");
    let mut bytes = fs::read(&file).expect("read");
    for at in (4_096..bytes.len()).step_by(4_096).skip(1) {
        bytes[at..at + 512].fill(0xa5);
    }
    fs::write(&file, &bytes).expect("written");
    let error = check(&file).expect_err("damaged");
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("backup"), "{error}");
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a-file");
    fs::write(&file, "").expect("written");
    let error = Store::open(&file.join("below")).expect_err("refused");
    assert!(error.to_string().contains("a-file"), "{error}");
}

#[test]
fn what_another_program_writes_is_noticed_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut here, mut there) = (open(folder.path()), open(folder.path()));
    assert!(!here.changed_by_others().expect("asked"));
    add_customer(&mut there, "Acme");
    assert!(here.changed_by_others().expect("asked"));
    assert!(!here.changed_by_others().expect("asked"));
    add_customer(&mut here, "Borealis");
    assert!(!here.changed_by_others().expect("asked"));
}

#[test]
fn two_that_write_at_once_lose_nothing_and_leave_one_primary() {
    const EACH: usize = 100;
    let folder = tempfile::tempdir().expect("a folder");
    let customer = add_customer(&mut open(folder.path()), "Acme");
    std::thread::scope(|scope| {
        for writer in 0..2 {
            let folder = folder.path();
            scope.spawn(move || {
                let mut workspace = open(folder);
                for number in 0..EACH {
                    add_contact(&mut workspace, customer, &format!("p{number}@w{writer}.com"));
                }
            });
        }
    });
    let query = ContactQuery {
        customer,
        filter: ContactFilter::Active,
        words: SearchQuery::default(),
        order: ListOrder::default(),
        anchor: Anchor::Row(0),
        limit: 1_000,
    };
    let page = open(folder.path()).contacts(&query).expect("listed");
    assert_eq!(page.total, 2 * EACH);
    assert_eq!(page.rows.iter().filter(|contact| contact.is_primary).count(), 1);
}
