//! History, lists, imports and the sample data.

use super::fields;
use crate::domain::{
    Anchor, Change, ContactFilter, ContactQuery, CustomerDraft, CustomerEdit, CustomerFilter, CustomerQuery,
    CustomerStatus, Existing, ListOrder, SearchQuery, SearchScope, UndoTarget,
};
use crate::store::Store;
use crate::workspace::testing::{empty, on, with_acme};
use crate::workspace::{Error, sample_book};

#[test]
fn history_tells_who_changed_what_from_which_value_to_which() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let edits = ann.fields().edits_to(&fields("Ann Lee", "ann@acme.com", "CTO"));
    workspace
        .make(Change::EditContact {
            contact: ann.id,
            edits,
        })
        .expect("edited");
    let status = vec![CustomerEdit::Status(CustomerStatus::AtRisk)];
    workspace
        .make(Change::EditCustomer {
            customer: acme,
            edits: status,
        })
        .expect("edited");
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    assert_eq!(
        workspace.told(acme),
        [
            "undo: start of the risk of Acme: \"2026-11-24T09:30:00Z\" → nothing",
            "undo: status of Acme: \"at_risk\" → \"active\"",
            "start of the risk of Acme: nothing → \"2026-11-24T09:30:00Z\"",
            "status of Acme: \"active\" → \"at_risk\"",
            "title of Ann Lee: nothing → \"CTO\"",
            "primary contact of Acme: nothing → \"Ann Lee\"",
            "added contact Ann Lee <ann@acme.com>",
            "added customer Acme (acme.com)",
        ]
    );
}

#[test]
fn an_edit_to_the_same_values_writes_nothing() {
    let (mut workspace, acme) = with_acme();
    let told = workspace.told(acme);
    let edits = vec![CustomerEdit::Status(CustomerStatus::Active)];
    let done = workspace
        .make(Change::EditCustomer {
            customer: acme,
            edits,
        })
        .expect("accepted");
    assert_eq!(done.change, None);
    assert_eq!(done.outcome.sentence(), "Nothing changed.");
    assert_eq!(workspace.told(acme), told);
}

#[test]
fn customers_are_found_by_number_domain_and_name() {
    let mut workspace = empty();
    let acme = workspace.adds_customer("Acme", "acme.com");
    let eu = workspace.adds_customer("Acme EU", "acme.com");
    for named in ["1", "#1", "Acme", "acme", " ACME "] {
        assert_eq!(workspace.find_customer(named).expect(named).id, acme.id);
    }
    assert_eq!(workspace.find_customer("acme eu").expect("found").id, eu.id);
    let error = workspace
        .find_customer("https://acme.com/")
        .expect_err("two of them");
    assert!(error.to_string().contains("#1 Acme, #2 Acme EU"), "{error}");
    assert!(matches!(
        workspace.find_customer("Nobody"),
        Err(Error::NotFound(_))
    ));
    assert!(matches!(workspace.find_customer("99"), Err(Error::NotFound(_))));
    assert_eq!(workspace.customer(acme.id).expect("there").sharing_domain, 2);
}

fn search(words: &str) -> SearchQuery {
    SearchQuery::parse(words, SearchScope::Everywhere).expect("a search")
}

#[test]
fn lists_are_windows_that_follow_an_item() {
    let (mut workspace, acme) = with_acme();
    let people: Vec<_> = (0..50)
        .map(|i| workspace.adds(acme, &format!("P {i:02}"), &format!("p{i}@acme.com")))
        .collect();
    let ask = |anchor, words: &str| ContactQuery {
        customer: acme,
        filter: ContactFilter::Active,
        words: search(words),
        order: ListOrder::default(),
        anchor,
        limit: 10,
    };
    let page = workspace
        .contacts(&ask(Anchor::Item(people[30].id, 0), ""))
        .expect("listed");
    assert_eq!(
        (page.total, page.offset, page.found, page.rows.len()),
        (50, 25, Some(30), 10)
    );
    assert_eq!(page.rows[5].id, people[30].id);
    let page = workspace.contacts(&ask(Anchor::Row(49), "")).expect("listed");
    assert_eq!((page.offset, page.rows[9].id), (40, people[49].id));
    let page = workspace
        .contacts(&ask(Anchor::Item(people[30].id, 3), "P 4"))
        .expect("listed");
    assert_eq!((page.total, page.found), (14, None));
    let page = workspace
        .contacts(&ask(Anchor::Row(0), "100% _"))
        .expect("listed");
    assert_eq!(page.total, 0);
}

#[test]
fn the_sample_book_loads_and_is_searched_without_accents() {
    let mut workspace = empty();
    workspace
        .load_book(&sample_book().expect("readable"))
        .expect("loaded");
    let ask = |words: &str, filter| CustomerQuery {
        filter,
        words: search(words),
        order: ListOrder::default(),
        anchor: Anchor::Row(0),
        limit: 500,
    };
    let all = workspace
        .customers(&ask("", CustomerFilter::All))
        .expect("listed");
    let archived = workspace
        .customers(&ask("", CustomerFilter::Archived))
        .expect("listed");
    let current = workspace
        .customers(&ask("", CustomerFilter::Current))
        .expect("listed");
    let churned = workspace
        .customers(&ask("", CustomerFilter::Churned))
        .expect("listed");
    assert_eq!(all.total, archived.total + churned.total + current.total);
    assert!(archived.total > 0 && churned.total > 0);
    let asked = |words: &str| ask(words, CustomerFilter::Current);
    for (words, group) in [("status:churned", &churned), ("is:archived", &archived)] {
        let found = workspace.customers(&asked(words)).expect("listed");
        assert_eq!(found.total, group.total, "{words}");
    }
    let owned = workspace
        .customers(&ask("tomas herrera", CustomerFilter::All))
        .expect("listed");
    assert!(owned.total > 0 && owned.total < all.total);
}

#[test]
fn an_import_leaves_out_customers_that_are_here() {
    let mut workspace = empty();
    workspace.adds_customer("Acme", "acme.com");
    let row = |name: &str, domain: &str| {
        CustomerDraft {
            name: name.into(),
            domain: domain.into(),
            ..CustomerDraft::default()
        }
        .check()
        .expect("valid")
    };
    let rows = vec![
        row("ACME", "acme.com"),
        row("Globex", "globex.com"),
        row("Acme", "acme.eu"),
    ];
    let done = workspace.make(Change::ImportCustomers(rows)).expect("imported");
    assert_eq!(done.outcome.sentence(), "Added 2 customers; 1 already here.");
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    assert!(workspace.find_customer("Globex").is_err());
}

#[test]
fn a_workspace_is_backed_up_by_hand_and_once_a_day() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut workspace = on(Store::open(folder.path()).expect("opened"));
    workspace.adds_customer("Acme", "acme.com");
    let target = folder.path().join("copy.db");
    workspace.back_up(&target, Existing::Kept).expect("made");
    assert!(target.exists());
    assert!(workspace.back_up(&target, Existing::Kept).is_err(), "it is there");
    workspace.back_up(&target, Existing::Replaced).expect("replaced");
    let made = workspace.back_up_daily(7).expect("made").expect("due");
    assert!(made.exists());
    assert_eq!(workspace.back_up_daily(7).expect("asked"), None);
}
