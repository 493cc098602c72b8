//! What reading costs: bytes that are read from the text, for texts that are made to be slow.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::paste::status::Code;

/// A text that counts what is read of it.
struct Counted<'t> {
    text: IndexedText<'t>,
    read: AtomicUsize,
}

impl<'t> Counted<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text: IndexedText::new(text),
            read: AtomicUsize::new(0),
        }
    }

    /// Gives how many bytes were read since the last time.
    fn cost(&self) -> usize {
        self.read.swap(0, Ordering::Relaxed)
    }
}

impl Lines for Counted<'_> {
    fn count(&self) -> usize {
        self.text.count()
    }

    fn read(&self, lines: std::ops::Range<usize>, into: &mut String) {
        let before = into.len();
        self.text.read(lines, into);
        self.read.fetch_add(into.len() - before, Ordering::Relaxed);
    }
}

#[test]
fn a_line_with_many_people_is_read_once_for_all_of_them() {
    let people: Vec<String> = (0..8_000)
        .map(|n| match n % 4 {
            0 => format!("\"Ruiz, Dana\" <d{n}@acme.com>"),
            1 => format!("<ann.lee{n}@acme.com>"),
            _ => format!("Ann Lee <a{n}@acme.com>"),
        })
        .collect();
    let text = people.join(", ");
    let source = Counted::new(&text);
    let sheet = Sheet::new(&source, Options::default(), known());
    assert_eq!((sheet.counts().ready, sheet.counts().flagged), (6_000, 2_000));
    assert!(source.cost() <= 3 * text.len());
    assert_eq!(sheet.ready().read(&source).contacts.len(), 6_000);
    assert!(source.cost() <= text.len() + 1);
    assert_eq!(sheet.rows(&sheet.all(), &source).len(), 8_000);
    assert!(source.cost() <= text.len() + 1);
    assert_eq!(sheet.fixes(Code::MissingName, usize::MAX, &source).len(), 2_000);
    assert!(source.cost() <= 3 * text.len());
}

#[test]
fn a_line_with_more_people_than_are_read_at_once_is_read_once_for_all_of_them() {
    let text = "<ann.lee@acme.com>, ".repeat(30_000);
    let source = Counted::new(&text);
    let sheet = Sheet::new(&source, Options::default(), known());
    assert_eq!(sheet.fixes(Code::MissingName, 10_000, &source).len(), 10_000);
    source.cost();
    assert_eq!(sheet.fixes(Code::MissingName, usize::MAX, &source).len(), 30_000);
    assert!(source.cost() <= text.len() + 1);
    let two = format!("{text}\n{text}\nBo,bo@acme.com\n");
    let source = Counted::new(&two);
    let sheet = Sheet::new(&source, Options::default(), known());
    let all = sheet.all();
    let sizes: Vec<usize> = sheet.batches(&all).map(<[RowAt]>::len).collect();
    assert_eq!(sizes, [30_000, 30_000, 1]);
}

#[test]
fn quotes_that_never_close_do_not_make_a_text_be_read_again_and_again() {
    for line in ["\"Ann,x\n", "Ann,\"\n", "Ann Lee,ann@acme.com,\"\"\n"] {
        let text = line.repeat(20_000);
        let source = Counted::new(&text);
        Sheet::new(&source, Options::default(), known());
        let cost = source.cost();
        assert!(cost <= 3 * text.len(), "{line:?}: {cost} of {}", text.len());
    }
}

#[test]
fn texts_made_to_be_slow_are_read_in_the_time_of_others() {
    // Each would take many minutes if each cell, bracket or quote were looked for to the end of the text.
    for piece in [
        "\"a\"b,",
        "<",
        "\"",
        "“a,",
        "(",
        "a@b.co,",
        "<a@b.co> ",
        "\"x\"\",",
        "mailto:",
        "@",
        ";",
        "Ann \"",
        "[a@b]",
    ] {
        let text = piece.repeat(100_000 / piece.len());
        let source = IndexedText::new(&text);
        let mut sheet = Sheet::new(&source, Options::default(), known());
        let all = sheet.counts().all();
        sheet.edit(0, 1, 1, &source, Whole::Here);
        assert_eq!(sheet.counts().all(), all, "{piece}");
        sheet.rows(&sheet.shown(crate::paste::Filter::All, 0, 20), &source);
    }
}

#[test]
fn no_shape_of_a_text_is_slow() {
    use crate::paste::{Layout, Structure};

    // Each would take minutes if its end were looked for from each of its places.
    for (layout, piece) in [
        (Layout::Text, "ann@acme.com is one of ours and so "),
        (Layout::Text, "@a"),
        (Layout::Text, "a@"),
        (Layout::Text, "("),
        (Layout::Text, "\""),
        (Layout::Text, "- "),
        (Layout::Text, "Name: "),
        (Layout::Text, "Ann Lee <ann@acme.com>, "),
        (Layout::Text, "Ann\n"),
        (Layout::Text, "Ann Lee\nann@acme.com\n"),
        (
            Layout::Structured(Structure::VCard),
            "N;ENCODING=QUOTED-PRINTABLE:a=\n",
        ),
        (Layout::Structured(Structure::VCard), "BEGIN:VCARD\n"),
        (Layout::Structured(Structure::Ldif), "mail: a@b.co\n"),
        (Layout::Structured(Structure::Json), "{\"a\":["),
        (Layout::Structured(Structure::Json), "\"a"),
        (Layout::Structured(Structure::Mail), "To: =?u?b?"),
    ] {
        let text = piece.repeat(50_000 / piece.len());
        let options = Options {
            layout: Some(layout),
            columns: None,
        };
        let source = IndexedText::new(&text);
        let mut sheet = Sheet::new(&source, options, known());
        let all = sheet.counts().all();
        sheet.edit(0, 1, 1, &source, Whole::Here);
        assert_eq!(sheet.counts().all(), all, "{piece}");
    }
}
