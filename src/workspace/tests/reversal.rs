//! Which change an undo or redo would turn, where it was made, and how much it wrote.

use std::cell::RefCell;

use crate::domain::{
    Change, ChangeId, ContactDraft, ContactEdit, CustomerId, Detail, HistoryEntry, ImportPrimary, MadeIn,
    PROGRESS_STEP, PageQuery, Progress, Reversal, SafeText, Successor, TouchedRecords, UndoEffect,
    UndoTarget,
};
use crate::workspace::Workspace;
use crate::workspace::testing::with_acme;

#[test]
fn a_change_notes_its_session_and_a_preview_says_where_it_was_made() {
    let (mut workspace, acme) = with_acme();
    let preview = |workspace: &mut Workspace, reversal| {
        let found = workspace
            .reversal_preview(reversal, UndoTarget::Latest)
            .expect("read");
        found.map(|preview| (preview.change.made_in, preview.records))
    };
    assert_eq!(preview(&mut workspace, Reversal::Redo), None);
    let (made_in, records) = preview(&mut workspace, Reversal::Undo).expect("a change");
    assert_eq!(made_in, MadeIn::Here);
    // The owner is shared, and so not counted.
    assert!(
        matches!(records, TouchedRecords::Few(records) if records.len() == 1 && records[0].id == acme.uuid())
    );
    let mut window = workspace.in_session();
    let (made_in, _) = preview(&mut window, Reversal::Undo).expect("a change");
    assert_eq!(made_in, MadeIn::Command);
    window.adds(acme, "Ann Lee", "ann@acme.com");
    assert_eq!(
        preview(&mut window, Reversal::Undo).expect("a change").0,
        MadeIn::Here
    );
    let mut other = window.in_session();
    assert_eq!(
        preview(&mut other, Reversal::Undo).expect("a change").0,
        MadeIn::OtherWindow
    );
    // Who takes it back is whose redo it is.
    other.takes_back(UndoTarget::Latest);
    assert_eq!(
        preview(&mut other, Reversal::Redo).expect("a change").0,
        MadeIn::Here
    );
    let mut third = other.in_session();
    assert_eq!(
        preview(&mut third, Reversal::Redo).expect("a change").0,
        MadeIn::OtherWindow
    );
}

/// A list of contacts, none of whom becomes primary.
fn list(customer: CustomerId, count: usize) -> Change {
    let contacts = (0..count).map(|number| {
        let draft = ContactDraft {
            name: format!("P{number}"),
            email: format!("p{number}@{count}.com"),
            ..ContactDraft::default()
        };
        draft.check().expect("valid")
    });
    Change::ImportContacts {
        customer,
        contacts: contacts.collect(),
        primary: ImportPrimary::Row(usize::MAX),
        misfits: 0,
        archived: Default::default(),
    }
}

#[test]
fn a_change_of_many_rows_says_how_far_it_is_whichever_way_it_goes() {
    let (mut workspace, acme) = with_acme();
    let told = RefCell::new(Vec::new());
    let tell = |progress: Progress| told.borrow_mut().push((progress.done, progress.of));
    let rows = PROGRESS_STEP + 1;
    for change in [list(acme, rows), Change::Undo(UndoTarget::Latest), Change::Redo] {
        let name = format!("{change:?}");
        workspace.make_telling(change, &tell).expect("made");
        assert_eq!(
            told.take(),
            [(0, rows), (PROGRESS_STEP, rows), (rows, rows)],
            "{name:.20}"
        );
    }
    workspace.make_telling(list(acme, 30), &tell).expect("made");
    assert!(told.take().is_empty());
    assert_eq!(
        workspace.customer(acme).expect("there").contacts,
        (rows + 30) as u64
    );
}

#[test]
fn a_change_of_more_than_twenty_records_is_many() {
    let (mut workspace, acme) = with_acme();
    for (count, are_few) in [(20, true), (21, false)] {
        workspace.make(list(acme, count)).expect("imported");
        let found = workspace
            .reversal_preview(Reversal::Undo, UndoTarget::Latest)
            .expect("read");
        let records = found.expect("a change").records;
        assert_eq!(matches!(records, TouchedRecords::Few(_)), are_few, "{count}");
    }
}

#[test]
fn a_change_that_is_redone_or_dropped_is_not_redone_again() {
    let (mut workspace, acme) = with_acme();
    let added = workspace.changes(1).expect("listed").remove(0).id;
    let error = workspace.make(Change::RedoChange(added)).expect_err("in force");
    assert!(error.to_string().starts_with("Already redone"), "{error}");
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let archive = Change::ArchiveContacts {
        contacts: vec![ann.id],
        successor: Successor::Nobody,
    };
    let archived = workspace
        .make(archive)
        .expect("archived")
        .change
        .expect("a change");
    workspace.takes_back(UndoTarget::Latest);
    workspace.adds(acme, "Bo Ek", "bo@acme.com");
    let error = workspace.make(Change::RedoChange(archived)).expect_err("dropped");
    assert!(error.to_string().starts_with("A later change"), "{error}");
}

/// The last change that can be taken back, and what its undo would do.
fn effect_of_last(workspace: &mut Workspace) -> UndoEffect {
    let page = workspace
        .changes_in_force(PageQuery { row: 0, limit: 10 })
        .expect("listed");
    effect_of(workspace, page.rows[0].entry.id)
}

fn effect_of(workspace: &mut Workspace, change: ChangeId) -> UndoEffect {
    let found = workspace.undo_effect(change).expect("read");
    found.expect("a change")
}

#[test]
fn what_the_undo_of_a_change_would_do_is_what_it_does() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let added = effect_of_last(&mut workspace);
    assert_eq!(added.scope(), "Undo changes 1 contact and 1 customer: Acme.");
    assert_eq!(added.left_alone(), None);
    let lines: Vec<String> = added.lines.iter().map(HistoryEntry::sentence).collect();
    assert_eq!(lines.len(), added.values);
    assert!(lines[0].starts_with("added contact Ann Lee"), "{lines:?}");
    assert_eq!(lines[1], "primary contact of Acme: nothing → \"Ann Lee\"");
    workspace.takes_back(UndoTarget::Latest);
    workspace.make(Change::Redo).expect("redone");
    assert_eq!(
        effect_of_last(&mut workspace),
        added,
        "made again, it is the same"
    );
    let edit = |title: &str| Change::EditContact {
        contact: ann.id,
        edits: vec![ContactEdit::Detail(Detail::Title, SafeText::optional(title))],
    };
    let first = workspace
        .make(edit("CTO"))
        .expect("edited")
        .change
        .expect("written");
    workspace.make(edit("CIO")).expect("edited");
    let before = workspace.told(acme);
    let left = effect_of(&mut workspace, first)
        .left_alone()
        .expect("changed since");
    assert_eq!(workspace.told(acme), before, "asking writes nothing");
    assert_eq!(
        left,
        "Left unchanged because it changed since: title of Ann Lee is now \"CIO\"."
    );
    let told = workspace.takes_back(UndoTarget::Change(first));
    assert!(told.contains("title of Ann Lee is now \"CIO\""), "{told}");
    let error = workspace
        .undo_effect(first)
        .expect_err("it is not in force any more");
    assert!(error.to_string().starts_with("Already undone"), "{error}");
    let nobody = ChangeId::from_uuid(uuid::Uuid::nil());
    assert_eq!(workspace.undo_effect(nobody).expect("read"), None);
}

#[test]
fn of_a_large_change_those_are_named_that_were_written_since() {
    let (mut workspace, acme) = with_acme();
    workspace.make(list(acme, 600)).expect("imported");
    let effect = effect_of_last(&mut workspace);
    assert_eq!(effect.scope(), "Undo changes 600 contacts of Acme.");
    assert_eq!((effect.values, effect.left_alone()), (600, None));
    let added = effect.change;
    workspace.adds(acme, "Of another change", "other@acme.com");
    let customer = workspace.customer(acme).expect("there");
    let one = workspace.find_contact(&customer, "p7@600.com").expect("there").id;
    let star = Change::ArchiveContacts {
        contacts: vec![one],
        successor: Successor::Nobody,
    };
    workspace.make(star).expect("archived");
    assert_eq!(
        effect_of(&mut workspace, added).left_alone().as_deref(),
        Some("Changed since: P7. What differs is left unchanged.")
    );
}

#[test]
fn changes_in_force_are_listed_a_part_at_a_time_with_where_they_were_made() {
    let (mut workspace, acme) = with_acme();
    for number in 0..30 {
        workspace.adds(acme, &format!("P{number}"), &format!("p{number}@acme.com"));
    }
    workspace.takes_back(UndoTarget::Latest);
    let mut window = workspace.in_session();
    window.adds(acme, "Ann Lee", "ann@acme.com");
    let part = |window: &mut Workspace, row| {
        let page = window
            .changes_in_force(PageQuery { row, limit: 10 })
            .expect("listed");
        let first = page.rows[0].clone();
        (
            page.total,
            page.offset,
            page.rows.len(),
            first.entry.label,
            first.made_in,
        )
    };
    let ann = "added Ann Lee to Acme".to_owned();
    assert_eq!(part(&mut window, 0), (31, 0, 10, ann, MadeIn::Here));
    let middle = "added P19 to Acme".to_owned();
    assert_eq!(part(&mut window, 15), (31, 10, 10, middle, MadeIn::Command));
    let last = "added P8 to Acme".to_owned();
    assert_eq!(part(&mut window, 99), (31, 21, 10, last, MadeIn::Command));
}
