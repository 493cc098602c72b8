//! A home of the program, to be spoilt: made once, copied for each case.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pivotal::clock::SystemClock;
use pivotal::domain::{
    Actor, Anchor, Change, ContactDraft, ContactFields, ContactFilter, ContactQuery, CustomerDraft,
    CustomerFilter, CustomerId, CustomerQuery, IdSource, ImportPrimary, ListOrder, SearchQuery,
};
use pivotal::store::{FILE_NAME, SearchIndex, Store, StoreError, check, examine};
use pivotal::workspace::Workspace;
use tempfile::TempDir;

use crate::support::command::{Ran, pivotal};
use crate::support::{folder, put_empty_store};

/// A folder in which the program keeps everything.
#[derive(Debug)]
pub(crate) struct Home {
    folder: TempDir,
}

/// What a store holds that was found to be sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    /// The format before it was opened.
    pub(crate) format: i64,
    /// The addresses of the contacts of the first customer.
    pub(crate) emails: BTreeSet<String>,
}

impl Home {
    /// Makes an empty one.
    pub(crate) fn empty() -> Self {
        Self { folder: folder() }
    }

    /// Makes one with the customer Acme (acme.com), number 1, whose contacts have these addresses.
    pub(crate) fn of(emails: &BTreeSet<String>) -> Self {
        let home = Self::empty();
        put_empty_store(&home.data());
        let mut workspace = open(&home.data()).expect("opened");
        add_acme(&mut workspace, emails);
        home
    }

    /// Copies it as it is.
    pub(crate) fn copy(&self) -> Self {
        let home = Self::empty();
        copy_folder(self.path(), home.path());
        home
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.data().join(FILE_NAME)
    }

    /// Makes a command of the program.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = pivotal(self.path());
        command.args(arguments).stdin(std::process::Stdio::null());
        command
    }

    /// Runs the program.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.command(arguments).output().expect("started").into()
    }

    /// Returns the files of the data folder with what is in them.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(&self.data(), &mut files);
        files
    }

    /// Looks whether the store is sound, and what it holds.
    pub(crate) fn held(&self) -> Result<Held, String> {
        let tell = |error: StoreError| error.to_string();
        check(&self.store()).map_err(tell)?;
        let found = examine(&self.store()).map_err(tell)?;
        if found.broken_references > 0
            || !found.broken_rules.is_empty()
            || matches!(found.search, SearchIndex::Broken(_))
        {
            return Err(format!("{found:?}"));
        }
        let mut workspace = open(&self.data()).map_err(tell)?;
        Ok(Held {
            format: found.version,
            emails: emails(&mut workspace)?,
        })
    }

    /// Looks at it as a person would, with `pivotal doctor`.
    pub(crate) fn demand_well(&self) -> Result<(), String> {
        let ran = self.run(&["doctor"]);
        if ran.code == Some(0) {
            Ok(())
        } else {
            Err(format!("doctor: {ran:?}"))
        }
    }
}

/// Opens the store of a data folder for a person called Mia.
pub(crate) fn open(data: &Path) -> Result<Workspace, StoreError> {
    let store = Store::open(data)?;
    Ok(Workspace::new(
        store,
        Actor::new("Mia"),
        Box::new(SystemClock),
        IdSource::Random,
    ))
}

/// Adds the customer Acme and its contacts.
pub(crate) fn add_acme(workspace: &mut Workspace, emails: &BTreeSet<String>) {
    let draft = CustomerDraft {
        name: "Acme".to_owned(),
        domain: "acme.com".to_owned(),
        ..CustomerDraft::default()
    };
    let change = Change::AddCustomer(draft.check().expect("valid"));
    workspace.make(change).expect("added");
    let customer = first_customer(workspace).expect("there");
    workspace
        .make(import(customer, emails.iter().map(String::as_str)))
        .expect("added");
}

/// Makes a contact with an address.
pub(crate) fn contact(email: &str) -> ContactFields {
    let draft = ContactDraft {
        name: format!("Ann {email}"),
        email: email.to_owned(),
        ..ContactDraft::default()
    };
    draft.check().expect("valid")
}

/// Makes an import of contacts.
pub(crate) fn import<'a>(customer: CustomerId, emails: impl Iterator<Item = &'a str>) -> Change {
    Change::ImportContacts {
        customer,
        contacts: emails.map(contact).collect(),
        primary: ImportPrimary::FirstIfNone,
        misfits: 0,
        archived: Default::default(),
    }
}

/// Returns so many addresses that begin alike.
pub(crate) fn addresses(beginning: &str, count: usize) -> BTreeSet<String> {
    (0..count)
        .map(|number| format!("{beginning}{number}@acme.com"))
        .collect()
}

/// Finds the first customer.
pub(crate) fn first_customer(workspace: &mut Workspace) -> Result<CustomerId, String> {
    let query = CustomerQuery {
        filter: CustomerFilter::All,
        words: SearchQuery::default(),
        order: ListOrder::default(),
        anchor: Anchor::Row(0),
        limit: 1,
    };
    let page = workspace.customers(&query).map_err(|error| error.to_string())?;
    let first = page.rows.first().ok_or("the customer is lost")?;
    Ok(first.id)
}

/// Returns the addresses of the contacts of the first customer, each of which must be there once.
pub(crate) fn emails(workspace: &mut Workspace) -> Result<BTreeSet<String>, String> {
    let query = ContactQuery {
        customer: first_customer(workspace)?,
        filter: ContactFilter::Active,
        words: SearchQuery::default(),
        order: ListOrder::default(),
        anchor: Anchor::Row(0),
        limit: 100_000,
    };
    let rows = workspace
        .contacts(&query)
        .map_err(|error| error.to_string())?
        .rows;
    let count = rows.len();
    let emails: BTreeSet<String> = rows.iter().map(|contact| contact.email.to_string()).collect();
    if emails.len() == count {
        Ok(emails)
    } else {
        Err(format!("{count} contacts have {} addresses", emails.len()))
    }
}

/// Copies a folder and all that is in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("listed") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).expect("made");
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).expect("copied");
        }
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("listed") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            let bytes = fs::read(&path).expect("read");
            files.insert(path, bytes);
        }
    }
}
