//! The search index follows the contacts.

#![expect(clippy::disallowed_types, reason = "the search index is looked at with SQL")]

use std::path::Path;

use rusqlite::Connection;

use super::imports::two;
use crate::domain::{Change, ContactEdit, Detail, ImportPrimary, SafeText, Successor, UndoTarget};
use crate::store::Store;
use crate::workspace::testing::on;

/// Returns how many contacts the search index finds for a folded text, after a check of it against the table.
pub(super) fn found(file: &Path, text: &str) -> i64 {
    let connection = Connection::open(file).expect("opened");
    connection
        .execute(
            "INSERT INTO contact_search (contact_search, rank) VALUES ('integrity-check', 1)",
            [],
        )
        .expect("consistent");
    let letters: Vec<char> = text.chars().collect();
    let trigrams: Vec<String> = letters
        .windows(3)
        .map(|three| format!("\"{}\"", three.iter().collect::<String>()))
        .collect();
    connection
        .query_row(
            "SELECT count(*) FROM contact_search WHERE contact_search MATCH ?",
            [trigrams.join(" AND ")],
            |row| row.get(0),
        )
        .expect("searched")
}

#[test]
fn the_search_index_follows_every_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("opened");
    let file = store.path().to_owned();
    let mut workspace = on(store);
    let acme = workspace.adds_customer("Acme", "acme.com").id;
    workspace.imports(acme, &two(), ImportPrimary::FirstIfNone);
    let jose = workspace.adds(acme, "José Łuk", "jose@acme.com").id;
    assert_eq!((found(&file, "jose"), found(&file, "acme")), (1, 3));

    let edits = vec![ContactEdit::Detail(
        Detail::Title,
        SafeText::optional("Head of IT"),
    )];
    workspace
        .make(Change::EditContact { contact: jose, edits })
        .expect("edited");
    assert_eq!((found(&file, "head of"), found(&file, "luk")), (1, 1));
    workspace
        .make(Change::ArchiveContacts {
            contacts: vec![jose],
            successor: Successor::Nobody,
        })
        .expect("archived");
    assert_eq!(found(&file, "jose"), 1);
    workspace
        .make(Change::DeleteContacts(vec![jose]))
        .expect("deleted");
    assert_eq!((found(&file, "jose"), found(&file, "acme")), (0, 2));
    for left in [3, 3, 3, 2, 0] {
        workspace.turns(Change::Undo(UndoTarget::Latest));
        assert_eq!(found(&file, "acme"), left);
    }
    workspace.turns(Change::Redo);
    assert_eq!(found(&file, "cto"), 1);

    let connection = Connection::open(&file).expect("opened");
    connection
        .execute_batch("DELETE FROM op; VACUUM")
        .expect("vacuumed");
    assert_eq!(found(&file, "acme"), 2);
}
