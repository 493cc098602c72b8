//! Lists that were pasted and not added yet, in one window and in two.

use std::path::Path;

use crate::domain::{
    Actor, Change, Clock, CustomerDraft, CustomerId, DraftHolder, DraftId, IdSource, ListDraft, ListMarks,
    Outcome, RoleLabels, Timestamp,
};
use crate::store::Store;
use crate::workspace::{Window, Workspace};

fn window(folder: &Path) -> Workspace {
    let store = Store::open(folder).expect("opened");
    Workspace::new(store, Actor::new("Mia"), Box::new(Fixed), IdSource::Random)
        .in_window(Window::open(folder))
}

struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(1_795_512_600_000)
    }
}

fn acme(window: &mut Workspace) -> CustomerId {
    let draft = CustomerDraft {
        name: "Acme".into(),
        ..CustomerDraft::default()
    };
    let made = window.make(Change::AddCustomer(draft.check().expect("valid")));
    match made.expect("made").outcome {
        Outcome::CustomerAdded(customer) => customer.id,
        other => panic!("{other:?}"),
    }
}

fn keep(window: &mut Workspace, customer: CustomerId, text: &str) -> DraftId {
    let id = window.new_draft();
    let draft = ListDraft {
        id,
        customer,
        text: text.to_owned(),
        marks: ListMarks {
            skipped: vec![3],
            primary: Some(4),
            labels: RoleLabels::Taken,
        },
    };
    window.keep_draft(&draft).expect("kept");
    id
}

fn told(window: &mut Workspace, customer: CustomerId) -> Vec<(String, usize, DraftHolder)> {
    let drafts = window.drafts(customer).expect("listed");
    drafts
        .into_iter()
        .map(|head| (head.first_line.to_string(), head.lines, head.holder))
        .collect()
}

#[test]
fn two_windows_keep_a_list_each_and_neither_writes_to_the_other_ones() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut one, mut two) = (window(folder.path()), window(folder.path()));
    let acme = acme(&mut one);
    let first = keep(&mut one, acme, "\nAnn,ann@acme.com\n");
    let second = keep(&mut two, acme, "Bo,bo@acme.com");
    let mut seen = told(&mut two, acme);
    seen.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(
        seen,
        [
            ("Ann,ann@acme.com".to_owned(), 2, DraftHolder::OtherWindow),
            ("Bo,bo@acme.com".to_owned(), 1, DraftHolder::ThisWindow),
        ]
    );
    let copy = two.open_draft(first).expect("read").expect("there");
    assert_ne!(copy.id, first);
    two.keep_draft(&ListDraft {
        text: "Eve,eve@acme.com".into(),
        ..copy
    })
    .expect("kept");
    let own = one.open_draft(first).expect("read").expect("there");
    assert_eq!((own.id, own.text.as_str()), (first, "\nAnn,ann@acme.com\n"));
    assert_eq!(own.marks.skipped, [3]);
    two.forget_draft(second).expect("forgotten");
    assert_eq!(told(&mut one, acme).len(), 2);
}

#[test]
fn the_list_of_a_window_that_was_closed_is_taken_over_by_the_next_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut one, mut two) = (window(folder.path()), window(folder.path()));
    let acme = acme(&mut one);
    let left = keep(&mut two, acme, "Bo,bo@acme.com");
    drop(two);
    assert_eq!(told(&mut one, acme)[0].2, DraftHolder::Nobody);
    assert_eq!(one.open_draft(left).expect("read").expect("there").id, left);
    assert_eq!(told(&mut one, acme)[0].2, DraftHolder::ThisWindow);
    let mut next = window(folder.path());
    assert_eq!(told(&mut next, acme)[0].2, DraftHolder::OtherWindow);
    next.forget_draft(left).expect("forgotten");
    assert_eq!(one.open_draft(left).expect("read"), None);
}

#[test]
fn an_emptied_list_is_forgotten() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = window(folder.path());
    let acme = acme(&mut window);
    let id = keep(&mut window, acme, "Bo");
    window
        .keep_draft(&ListDraft {
            id,
            customer: acme,
            text: String::new(),
            marks: ListMarks::default(),
        })
        .expect("kept");
    assert_eq!(told(&mut window, acme), []);
}

#[test]
fn a_list_of_a_customer_that_the_store_does_not_have_is_refused_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = window(folder.path());
    let elsewhere = tempfile::tempdir().expect("a folder");
    let customer = acme(&mut self::window(elsewhere.path()));
    let id = window.new_draft();
    let refused = window.keep_draft(&ListDraft {
        id,
        customer,
        text: "Zoe,zoe@acme.com".to_owned(),
        marks: ListMarks::default(),
    });
    let Err(error) = refused else {
        panic!("kept");
    };
    assert!(error.to_string().starts_with("The store that is open"), "{error}");
}
