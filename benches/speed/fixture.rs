//! Large books of customers, made once and kept beside the build.

use std::path::{Path, PathBuf};

use pivotal::domain::{Actor, Clock, ContactDraft, CustomerDraft, IdSource, Timestamp};
use pivotal::store::Store;
use pivotal::workspace::{BookContact, BookEntry, Role, Workspace};

/// The name of the first customer in every book, without a blank: a screen skips those.
pub(crate) const FIRST_CUSTOMER: &str = "Aarhus-Optics";

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
    let customer = CustomerDraft {
        name,
        domain: format!("customer{number}.com"),
        owner: format!("owner{}@us.com", number % 40),
        ..CustomerDraft::default()
    };
    BookEntry {
        customer: customer.check().expect("valid"),
        contacts: (0..contacts).map(|place| person(number, place)).collect(),
    }
}

fn person(number: usize, place: usize) -> BookContact {
    let draft = ContactDraft {
        name: format!("Person {place:06} of {number}"),
        email: format!("person{place}@customer{number}.com"),
        title: "Engineer".to_owned(),
        phone: String::new(),
    };
    BookContact {
        fields: draft.check().expect("valid"),
        role: if place == 0 { Role::Primary } else { Role::Other },
    }
}

/// Gives a folder with a store of so many customers with so many contacts each, and makes it if it is not there.
pub(crate) fn folder(customers: usize, contacts: usize) -> PathBuf {
    book(&format!("book-{customers}x{contacts}"), customers, |number| {
        entry(number, contacts)
    })
}

/// Gives a folder with a store of 40,000 customers with 25 people each, with names as people have them.
pub(crate) fn crowd() -> PathBuf {
    book("crowd", 40_000, |number| {
        let mut entry = entry(number, 25);
        for (place, contact) in entry.contacts.iter_mut().enumerate() {
            let (name, email) = named(number * 25 + place);
            let draft = ContactDraft {
                name,
                email: format!("{email}@customer{number}.com"),
                title: "Engineer".to_owned(),
                phone: String::new(),
            };
            contact.fields = draft.check().expect("valid");
        }
        entry
    })
}

/// Gives a name and the local part of an address; of 1,000,000 people 300 are called José García, three are called 山田.
fn named(number: usize) -> (String, String) {
    const FIRST: [&str; 57] = [
        "José", "Ann", "Dana", "Mia", "Søren", "Łukasz", "Priya", "Kenji", "Olga", "Marcus", "Zoë", "Liam",
        "Chloé", "Noor", "Ada", "Bruno", "Carla", "Dmitri", "Elif", "Farid", "Greta", "Hugo", "Ines",
        "Jonas", "Keiko", "Lars", "Maya", "Nils", "Omar", "Petra", "Quinn", "Rosa", "Sven", "Tara", "Uwe",
        "Vera", "Wim", "Xenia", "Yara", "Zeno", "Alba", "Boris", "Cleo", "Dario", "Edda", "Fleur", "Gia",
        "Heidi", "Ivan", "Jana", "Kofi", "Lena", "Milo", "Nina", "Otto", "Pia", "Ravi",
    ];
    const LAST: [&str; 58] = [
        "García",
        "Lee",
        "Ruiz",
        "Osei",
        "Müller",
        "Novák",
        "Tanaka",
        "Patel",
        "Smith",
        "Rossi",
        "Jansen",
        "O'Neill",
        "Andersson",
        "Okafor",
        "Haddad",
        "Silva",
        "Kim",
        "Nguyen",
        "Kowalski",
        "Dubois",
        "Weber",
        "Costa",
        "Larsen",
        "Virtanen",
        "Popov",
        "Yilmaz",
        "Moreau",
        "Berg",
        "Fischer",
        "Marino",
        "Horvat",
        "Nowak",
        "Peeters",
        "Keller",
        "Santos",
        "Hansen",
        "Ivanov",
        "Murphy",
        "Cohen",
        "Ali",
        "Singh",
        "Wang",
        "Sato",
        "Park",
        "Diaz",
        "Lopez",
        "Perez",
        "Gomez",
        "Wolf",
        "Braun",
        "Klein",
        "Vogel",
        "Roth",
        "Frank",
        "Huber",
        "Bauer",
        "Koch",
        "Lang",
    ];
    if number % 400_000 == 399_999 {
        return ("山田太郎".to_owned(), format!("taro{number}"));
    }
    // A stride that shares no factor with the count, so that names come in no order.
    let mixed = number * 61_927 % 1_000_003;
    let first = FIRST.get(mixed % FIRST.len()).copied().unwrap_or_default();
    let last = LAST
        .get(mixed / FIRST.len() % LAST.len())
        .copied()
        .unwrap_or_default();
    let local = pivotal::domain::fold(&format!("{first}.{last}.{number}")).replace('\'', "");
    (format!("{first} {last}"), local)
}

/// Gives a folder with a store, and makes it if it is not there.
fn book(name: &str, customers: usize, entry: impl Fn(usize) -> BookEntry) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let done = folder.join("complete");
    if done.exists() {
        return folder;
    }
    // A load that was cut off starts again.
    let _ = std::fs::remove_dir_all(&folder);
    let mut workspace = workspace(Store::open(&folder).expect("opened"));
    for first in (0..customers).step_by(1_000) {
        let last = customers.min(first + 1_000);
        let book: Vec<BookEntry> = (first..last).map(&entry).collect();
        workspace.load_book(&book).expect("loaded");
    }
    std::fs::write(done, "").expect("marked");
    folder
}
