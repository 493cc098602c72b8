//! Books of customers of any size, made once and kept beside the build.

use std::path::{Path, PathBuf};

use pivotal::domain::{Actor, Clock, CustomerDraft, IdSource, Timestamp};
use pivotal::store::Store;
use pivotal::workspace::{BookContact, BookEntry, Role, StatusDays, Workspace};

use crate::people;

/// The name of the first customer in every book, without a blank: a screen skips those.
pub(crate) const FIRST_CUSTOMER: &str = "Aarhus-Optics";

/// How many contacts each customer of a book has.
pub(crate) const EACH: usize = 25;

/// 2026-11-24 09:30 UTC, always.
pub(crate) struct Standing;

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(1_795_512_600_000)
    }
}

/// Opens a workspace on a store.
pub(crate) fn workspace(store: Store) -> Workspace {
    Workspace::new(store, Actor::new("bench"), Box::new(Standing), IdSource::Random)
}

/// Makes a customer with so many contacts.
pub(crate) fn entry(number: usize, contacts: usize) -> BookEntry {
    let name = match number {
        0 => FIRST_CUSTOMER.to_owned(),
        number => format!("Customer {number:06}"),
    };
    let domain = format!("customer{number}.com");
    let contacts = (0..contacts)
        .map(|place| BookContact {
            fields: people::fields(number * contacts + place, &domain),
            role: if place == 0 { Role::Primary } else { Role::Other },
        })
        .collect();
    let customer = CustomerDraft {
        name,
        domain,
        owner: format!("owner{}@us.com", number % 40),
        ..CustomerDraft::default()
    };
    BookEntry {
        customer: customer.check().expect("valid"),
        contacts,
        days: StatusDays::default(),
    }
}

/// Returns a folder with a store of so many contacts, [`EACH`] at a customer, and makes it if it is not there.
pub(crate) fn book(contacts: usize) -> PathBuf {
    kept(&format!("book-of-{contacts}"), |folder| {
        let mut workspace = workspace(Store::open(folder).expect("opened"));
        load(&mut workspace, contacts / EACH, |number| entry(number, EACH));
    })
}

/// Returns a folder beside the build, and has it filled if it is not there yet.
pub(crate) fn kept(name: &str, fill: impl FnOnce(&Path)) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let done = folder.join("complete");
    if done.exists() {
        return folder;
    }
    // One that was cut off starts again.
    let _ = std::fs::remove_dir_all(&folder);
    fill(&folder);
    std::fs::write(done, "").expect("marked");
    folder
}

/// Loads so many customers with their contacts.
pub(crate) fn load(workspace: &mut Workspace, customers: usize, entry: impl Fn(usize) -> BookEntry) {
    for first in (0..customers).step_by(1_000) {
        let last = customers.min(first + 1_000);
        let book: Vec<BookEntry> = (first..last).map(&entry).collect();
        workspace.load_book(&book).expect("loaded");
    }
}
