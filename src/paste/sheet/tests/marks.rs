//! What was decided about rows belongs to what they hold.

use super::*;

fn skipped(sheet: &Sheet) -> Vec<usize> {
    let mut lines: Vec<usize> = sheet
        .all()
        .iter()
        .filter(|row| sheet.status_of(**row) == Some(Status::Skipped))
        .map(|row| sheet.line_of(*row))
        .collect();
    lines.dedup();
    lines
}

fn primary(sheet: &Sheet) -> Option<usize> {
    sheet.primary().map(|row| sheet.line_of(row))
}

/// Reads a text, leaves the row of one line out and chooses that of another one.
fn decided(text: &str, out: usize, primary: usize) -> Sheet {
    let source = IndexedText::new(text);
    let mut sheet = Sheet::new(&source, Options::default(), known());
    let row = sheet.row_at_line(out).expect("a row");
    sheet.skip(row, &source);
    let row = sheet.row_at_line(primary).expect("a row");
    sheet.choose_primary(row, &source);
    sheet
}

const TEXT: &str = "A,a@acme.com\nB,b@acme.com\nC,c@acme.com\nD,d@acme.com\n";

#[test]
fn they_follow_their_rows_to_other_lines_and_come_back_with_them() {
    let mut sheet = decided(TEXT, 1, 2);
    // The second and the third line change places.
    let moved = "A,a@acme.com\nC,c@acme.com\nB,b@acme.com\nD,d@acme.com\n";
    sheet.edit(1, 2, 2, &IndexedText::new(moved), Whole::Here);
    assert_eq!((skipped(&sheet), primary(&sheet)), (vec![2], Some(1)));
    // Both lines are taken away, and come back elsewhere.
    sheet.edit(
        1,
        3,
        1,
        &IndexedText::new("A,a@acme.com\nD,d@acme.com\n"),
        Whole::Here,
    );
    assert_eq!((skipped(&sheet), primary(&sheet)), (vec![], Some(0)));
    let back = "C,c@acme.com\nA,a@acme.com\nD,d@acme.com\nB,b@acme.com\n";
    sheet.edit(0, 3, 5, &IndexedText::new(back), Whole::Here);
    assert_eq!((skipped(&sheet), primary(&sheet)), (vec![3], Some(0)));
}

#[test]
fn a_row_that_is_changed_in_its_place_stays_left_out() {
    let mut sheet = decided(TEXT, 1, 2);
    let changed = "A,a@acme.com\nBo,b@acme.com\nC,c@acme.com\nD,d@acme.com\n";
    sheet.edit(1, 1, 1, &IndexedText::new(changed), Whole::Here);
    assert_eq!(skipped(&sheet), [1]);
}

#[test]
fn they_outlive_another_layout_and_what_is_known_anew() {
    let source = IndexedText::new(TEXT);
    let mut sheet = decided(TEXT, 1, 2);
    sheet.decide(
        Options {
            layout: Some(crate::paste::Layout::AddressList),
            columns: None,
        },
        &source,
    );
    sheet.decide(Options::default(), &source);
    sheet.learn(known(), &source);
    assert_eq!((skipped(&sheet), primary(&sheet)), (vec![1], Some(2)));
}

#[test]
fn they_are_kept_and_taken_again_with_the_text() {
    let kept: ListMarks = decided(TEXT, 3, 1).marks().to_string().parse().expect("read");
    let source = IndexedText::new(TEXT);
    let mut sheet = Sheet::new(&source, Options::default(), known());
    sheet.take_marks(&kept, &source);
    assert_eq!((skipped(&sheet), primary(&sheet)), (vec![3], Some(1)));
    assert_eq!(sheet.marks(), kept);
    let row = sheet.row_at_line(3).expect("a row");
    sheet.skip(row, &source);
    assert!(sheet.marks().skipped.is_empty());
}

#[test]
fn one_of_two_rows_that_hold_the_same_is_left_out_once() {
    let text = "A,a@acme.com\nA,a@acme.com\n";
    let source = IndexedText::new(text);
    let mut sheet = Sheet::new(&source, Options::default(), known());
    let row = sheet.row_at_line(1).expect("a row");
    sheet.skip(row, &source);
    sheet.learn(known(), &source);
    assert_eq!((sheet.counts().skipped, sheet.counts().ready), (1, 1));
}

#[test]
fn rows_of_one_long_line_are_told_apart() {
    let text: String = (0..200).map(|n| format!("P{n} <p{n}@acme.com>; ")).collect();
    let source = IndexedText::new(&text);
    let mut sheet = Sheet::new(&source, Options::default(), known());
    let row = sheet.nth(Filter::All, 150).expect("a row");
    sheet.skip(row, &source);
    let shorter: String = (0..200)
        .filter(|n| *n != 7)
        .map(|n| format!("P{n} <p{n}@acme.com>; "))
        .collect();
    let source = IndexedText::new(&shorter);
    sheet.edit(0, 1, 1, &source, Whole::Here);
    let out: Vec<String> = rows(&sheet, &source)
        .into_iter()
        .filter(|row| row.status == Status::Skipped)
        .map(|row| row.name)
        .collect();
    assert_eq!(out, ["P150"]);
}

#[test]
fn a_row_that_holds_the_same_is_left_out_with_the_first() {
    let counts = |sheet: &Sheet| {
        let counts = sheet.counts();
        (counts.ready, counts.flagged, counts.skipped)
    };
    let source = IndexedText::new("A,a@acme.com\nB,b@acme.com\nA,a@acme.com");
    let mut sheet = Sheet::new(&source, Options::default(), known());
    let first = sheet.row_at_line(0).expect("a row");
    sheet.skip(first, &source);
    assert_eq!(counts(&sheet), (1, 0, 2));
    sheet.learn(known(), &source);
    assert_eq!(counts(&sheet), (1, 0, 2));
    sheet.skip(first, &source);
    assert_eq!(counts(&sheet), (2, 1, 0));
}
