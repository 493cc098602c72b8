//! Notes: how they are written, edited, moved and deleted, and what an undo of each does.

use crate::domain::{
    Actor, Anchor, Change, ChangeId, Contact, ContactId, CustomerFilter, CustomerId, CustomerQuery, Date,
    Depth, Field, Limits, ListOrder, Note, NoteDraft, NoteEdit, NoteFilter, NoteId, NoteOn, NoteSubject,
    NoteText, Outcome, Rest, SearchField, SearchQuery, SearchScope, UndoTarget,
};
use crate::workspace::testing::with_acme;
use crate::workspace::{Error, Workspace};

fn today() -> Date {
    "2026-11-25".parse().expect("a day")
}

const BUDGET: &str = "Budget is tight\nuntil Q2";

impl Workspace {
    /// Writes a note, and gives it with its change.
    fn writes(&mut self, on: NoteOn, text: &str) -> (Note, ChangeId) {
        let draft = NoteDraft {
            text: text.to_owned(),
            follow_up_on: "2026-12-24".to_owned(),
        };
        let note = draft.check(today()).expect("valid");
        let done = self.make(Change::AddNote { on, note }).expect("added");
        match (done.outcome, done.change) {
            (Outcome::NoteAdded(note), Some(change)) => (note, change),
            other => panic!("{other:?}"),
        }
    }

    fn rewrites(&mut self, note: NoteId, text: &str) -> Outcome {
        let edits = vec![NoteEdit::Text(NoteText::parse(text).expect("a text"))];
        self.make(Change::EditNote { note, edits })
            .expect("edited")
            .outcome
    }

    fn notes_of(&mut self, customer: CustomerId) -> Vec<Note> {
        self.notes(NoteFilter::OfCustomer(customer)).expect("listed")
    }

    fn again(&mut self) -> String {
        self.make(Change::Redo).expect("redone").outcome.sentence()
    }
}

fn with_ann() -> (Workspace, CustomerId, Contact) {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    (workspace, acme, ann)
}

#[test]
fn notes_are_listed_newest_first_with_what_they_are_on_and_who_wrote_them() {
    let (mut workspace, acme, ann) = with_ann();
    workspace.starts_onboarding(acme);
    let onboarding = workspace.onboardings(Some(acme)).expect("listed")[0].id;
    let (first, _) = workspace.writes(NoteOn::Customer(acme), BUDGET);
    let (second, _) = workspace.writes(NoteOn::Contact(ann.id), "Prefers calls");
    let (third, _) = workspace.writes(NoteOn::Onboarding(onboarding), "Waits for SSO");
    assert_eq!(
        workspace.notes_of(acme),
        [third.clone(), second.clone(), first.clone()]
    );
    assert_eq!((first.author.clone(), first.edited_at), (Actor::new("Mia"), None));
    assert_eq!(first.created_at, workspace.now());
    assert_eq!(first.subject, NoteSubject::Customer);
    assert_eq!(second.subject_words(), "Ann Lee of Acme");
    assert_eq!(third.subject_words(), "onboarding #1 of Acme");
    let on = |filter| move |workspace: &mut Workspace| workspace.notes(filter).expect("listed");
    assert_eq!(on(NoteFilter::OnContact(ann.id))(&mut workspace), [second]);
    assert_eq!(on(NoteFilter::OnOnboarding(onboarding))(&mut workspace), [third]);
    assert_eq!(on(NoteFilter::All)(&mut workspace).len(), 3);
    assert_eq!(workspace.find_note("#1").expect("found"), first);
    assert!(matches!(workspace.find_note("9"), Err(Error::NotFound(_))));
    assert_eq!(
        workspace.told(acme)[..3],
        [
            "added note \"Waits for SSO\" on onboarding #1, follow up on 2026-12-24",
            "added note \"Prefers calls\" on Ann Lee, follow up on 2026-12-24",
            "added note \"Budget is tight until Q2\", follow up on 2026-12-24",
        ]
    );
}

#[test]
fn a_note_on_nothing_that_is_there_is_refused() {
    let (mut workspace, _, ann) = with_ann();
    workspace
        .make(Change::DeleteContacts(vec![ann.id]))
        .expect("deleted");
    let note = NoteDraft {
        text: BUDGET.to_owned(),
        ..NoteDraft::default()
    };
    let note = note.check(today()).expect("valid");
    let nobody = ContactId::from_uuid(uuid::Uuid::nil());
    for on in [NoteOn::Contact(ann.id), NoteOn::Contact(nobody)] {
        let change = Change::AddNote {
            on,
            note: note.clone(),
        };
        assert!(matches!(workspace.make(change), Err(Error::NotFound(_))));
    }
    let gone = NoteId::from_uuid(uuid::Uuid::nil());
    assert!(matches!(
        workspace.make(Change::DeleteNote(gone)),
        Err(Error::NotFound(_))
    ));
}

#[test]
fn an_undo_of_an_edit_gives_back_the_text_and_that_it_was_never_edited() {
    let (mut workspace, acme, _) = with_ann();
    let (note, _) = workspace.writes(NoteOn::Customer(acme), BUDGET);
    let edited = workspace.rewrites(note.id, "Budget is fine");
    assert_eq!(edited.sentence(), "Saved text of note #1.");
    assert_eq!(workspace.notes_of(acme)[0].edited_at, Some(workspace.now()));
    assert_eq!(
        workspace.told(acme)[0],
        "text of note #1: \"Budget is tight until Q2\" → \"Budget is fine\""
    );
    assert_eq!(
        workspace.rewrites(note.id, "Budget is fine").sentence(),
        "Nothing changed."
    );
    workspace.takes_back(UndoTarget::Latest);
    assert_eq!(workspace.notes_of(acme), std::slice::from_ref(&note));
    workspace.again();
    assert_eq!(workspace.notes_of(acme)[0].text.as_str(), "Budget is fine");
    workspace.takes_back(UndoTarget::Latest);
    let said = workspace.takes_back(UndoTarget::Latest);
    assert_eq!(said, "Undid: added note #1 on Acme.");
    assert_eq!(workspace.notes_of(acme), []);
    workspace.again();
    assert_eq!(workspace.notes_of(acme), [note]);
}

#[test]
fn a_day_to_follow_up_is_edited_apart_from_the_text() {
    let (mut workspace, acme, _) = with_ann();
    let (note, _) = workspace.writes(NoteOn::Customer(acme), BUDGET);
    let edits = vec![NoteEdit::FollowUpOn(None)];
    let done = workspace
        .make(Change::EditNote { note: note.id, edits })
        .expect("edited");
    let Outcome::NoteEdited { note: after, fields } = done.outcome else {
        panic!("{done:?}");
    };
    assert_eq!(
        (after.follow_up_on, after.edited_at, fields),
        (None, None, vec![Field::FollowUpOn])
    );
    assert_eq!(
        workspace.told(acme)[0],
        "follow-up date of note #1: \"2026-12-24\" → nothing"
    );
}

#[test]
fn a_note_that_was_edited_since_stays_when_its_writing_is_undone() {
    let (mut workspace, acme, _) = with_ann();
    let (note, change) = workspace.writes(NoteOn::Customer(acme), BUDGET);
    workspace.rewrites(note.id, "Budget is fine");
    let said = workspace.takes_back(UndoTarget::Change(change));
    assert!(said.contains("note #1 has changed, so it stays"), "{said}");
    assert_eq!(workspace.notes_of(acme).len(), 1);
}

#[test]
fn an_edit_that_was_overwritten_since_is_left_alone() {
    let (mut workspace, acme, _) = with_ann();
    let (note, _) = workspace.writes(NoteOn::Customer(acme), BUDGET);
    let edits = vec![NoteEdit::Text(NoteText::parse("one").expect("a text"))];
    let done = workspace
        .make(Change::EditNote { note: note.id, edits })
        .expect("edited");
    workspace.rewrites(note.id, "two");
    let said = workspace.takes_back(UndoTarget::Change(done.change.expect("written")));
    assert!(said.contains("text of note #1 is another one now"), "{said}");
    assert_eq!(workspace.notes_of(acme)[0].text.as_str(), "two");
}

#[test]
fn a_deleted_note_leaves_nothing_but_comes_back_whole() {
    let (mut workspace, acme, ann) = with_ann();
    let (note, _) = workspace.writes(NoteOn::Contact(ann.id), BUDGET);
    let done = workspace.make(Change::DeleteNote(note.id)).expect("deleted");
    assert_eq!(done.outcome.sentence(), "Deleted note #1 on Ann Lee of Acme.");
    assert_eq!(workspace.notes_of(acme), []);
    assert_eq!(
        workspace.told(acme)[0],
        "removed note \"Budget is tight until Q2\" on Ann Lee, follow up on 2026-12-24"
    );
    workspace.takes_back(UndoTarget::Latest);
    assert_eq!(workspace.notes_of(acme), [note]);
    workspace.check_search().expect("sound");
    workspace.again();
    assert_eq!(workspace.notes_of(acme), []);
    workspace.check_search().expect("sound");
}

#[test]
fn the_notes_on_a_contact_go_and_come_back_with_it() {
    let (mut workspace, acme, ann) = with_ann();
    let (note, _) = workspace.writes(NoteOn::Contact(ann.id), BUDGET);
    let (kept, _) = workspace.writes(NoteOn::Customer(acme), "Renews in May");
    let done = workspace
        .make(Change::DeleteContacts(vec![ann.id]))
        .expect("deleted");
    let said = done.outcome.sentence();
    assert!(
        said.contains(" and 1 note. The history keeps the name, the email and the text of the notes."),
        "{said}"
    );
    assert_eq!(workspace.notes_of(acme), std::slice::from_ref(&kept));
    workspace.takes_back(UndoTarget::Latest);
    assert_eq!(workspace.notes_of(acme), [kept.clone(), note]);
    workspace.again();
    assert_eq!(workspace.notes_of(acme), [kept]);
}

#[test]
fn what_has_notes_stays_when_its_adding_is_undone() {
    let (mut workspace, acme) = with_acme();
    let latest = |workspace: &mut Workspace| workspace.changes(1).expect("listed")[0].id;
    let added = latest(&mut workspace);
    workspace.writes(NoteOn::Customer(acme), BUDGET);
    let said = workspace.takes_back(UndoTarget::Change(added));
    assert!(said.contains("there are notes on the customer now"), "{said}");
    workspace.starts_onboarding(acme);
    let started = latest(&mut workspace);
    let onboarding = workspace.onboardings(Some(acme)).expect("listed")[0].id;
    workspace.writes(NoteOn::Onboarding(onboarding), "Waits for SSO");
    let said = workspace.takes_back(UndoTarget::Change(started));
    assert!(said.contains("there are notes on the onboarding now"), "{said}");
    workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let bo = workspace.adds(acme, "Bo", "bo@acme.com");
    let adding = latest(&mut workspace);
    workspace.writes(NoteOn::Contact(bo.id), BUDGET);
    let said = workspace.takes_back(UndoTarget::Change(adding));
    assert!(said.contains("there are notes on the contact now"), "{said}");
    assert_eq!(workspace.notes_of(acme).len(), 3);
}

#[test]
fn a_merge_moves_the_notes_and_its_undo_moves_them_back() {
    let (mut workspace, acme, ann) = with_ann();
    let anna = workspace.adds(acme, "Anna Lee", "anna@acme.com");
    let (note, _) = workspace.writes(NoteOn::Contact(anna.id), BUDGET);
    let done = workspace
        .make(Change::MergeContacts {
            keep: ann.id,
            drop: anna.id,
            edits: Vec::new(),
        })
        .expect("merged");
    let said = done.outcome.sentence();
    assert!(said.contains(" Moved 1 note."), "{said}");
    let moved = workspace.notes(NoteFilter::OnContact(ann.id)).expect("listed");
    assert_eq!((moved.len(), moved[0].id), (1, note.id));
    let told = workspace.told(acme);
    let line = "contact of note #1: \"Anna Lee\" → \"Ann Lee\"".to_owned();
    assert!(told.contains(&line), "{told:?}");
    workspace.takes_back(UndoTarget::Latest);
    assert_eq!(workspace.notes_of(acme), [note]);
    workspace.again();
    assert_eq!(workspace.notes_of(acme), moved);
}

#[test]
fn a_note_does_not_come_back_without_its_contact() {
    let (mut workspace, acme, ann) = with_ann();
    let (note, _) = workspace.writes(NoteOn::Contact(ann.id), BUDGET);
    let deleted = workspace.make(Change::DeleteNote(note.id)).expect("deleted");
    workspace
        .make(Change::DeleteContacts(vec![ann.id]))
        .expect("deleted");
    let said = workspace.takes_back(UndoTarget::Change(deleted.change.expect("written")));
    assert!(
        said.contains("note #1 not restored: its contact was deleted"),
        "{said}"
    );
    assert_eq!(workspace.notes_of(acme), []);
}

/// Returns which customers and contacts a search finds, each with the field in which it was found.
fn found(workspace: &mut Workspace, text: &str) -> Vec<(String, SearchField, String)> {
    let query = SearchQuery::parse(text, SearchScope::Everywhere).expect(text);
    let hits = workspace
        .search(&query, Limits::each(50), Depth::Quick)
        .expect(text);
    assert_eq!(hits.rest, Rest::None, "{text}");
    let customers = hits
        .customers
        .iter()
        .map(|hit| (&hit.customer.name, &hit.matched));
    let contacts = hits.contacts.iter().map(|hit| (&hit.contact.name, &hit.matched));
    customers
        .chain(contacts)
        .map(|(name, matched)| (name.to_string(), matched.field, matched.text.clone()))
        .collect()
}

#[test]
fn customers_and_contacts_are_found_by_their_notes() {
    let (mut workspace, acme, ann) = with_ann();
    // More of them than are looked at while the user types.
    for number in 0..520 {
        workspace.adds_customer(&format!("Other {number}"), "");
    }
    workspace.writes(NoteOn::Customer(acme), "Renews in May");
    let (note, _) = workspace.writes(NoteOn::Contact(ann.id), BUDGET);
    let told = |name: &str| {
        let text = "Budget is tight until Q2".to_owned();
        (name.to_owned(), SearchField::Note, text)
    };
    for text in ["note:BUDGET", "note:\"tight until\"", "note:q2"] {
        assert_eq!(
            found(&mut workspace, text),
            [told("Acme"), told("Ann Lee")],
            "{text}"
        );
    }
    let renews = ("Acme".to_owned(), SearchField::Note, "Renews in May".to_owned());
    assert_eq!(found(&mut workspace, "note:renews"), [renews]);
    assert_eq!(found(&mut workspace, "note:nothing"), []);
    assert_eq!(found(&mut workspace, "note:budget domain:acme")[0], told("Acme"));
    assert_eq!(found(&mut workspace, "note:budget !note:renews").len(), 1);
    let listed = |workspace: &mut Workspace| {
        let query = CustomerQuery {
            filter: CustomerFilter::Current,
            words: SearchQuery::parse("note:budget", SearchScope::Customers).expect("a search"),
            order: ListOrder::default(),
            anchor: Anchor::Row(0),
            limit: 10,
        };
        workspace.customers(&query).expect("listed").total
    };
    assert_eq!(listed(&mut workspace), 1);
    workspace.rewrites(note.id, "It is fine");
    assert_eq!(
        (found(&mut workspace, "note:budget"), listed(&mut workspace)),
        (Vec::new(), 0)
    );
    workspace.takes_back(UndoTarget::Latest);
    workspace.make(Change::DeleteNote(note.id)).expect("deleted");
    assert_eq!(found(&mut workspace, "note:budget"), []);
    workspace.check_search().expect("sound");
}
