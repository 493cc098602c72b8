//! The sheet that follows edits against one that reads the whole text again.

use proptest::prelude::*;

use super::*;
use crate::domain::Domain;
use crate::paste::{IndexedText, Row, Status};

fn known() -> Arc<Known> {
    Arc::new(Known::of_customer(Domain::parse("acme.com").ok(), false))
}

fn rows(sheet: &Sheet, source: &dyn Lines) -> Vec<Row> {
    sheet
        .all()
        .into_iter()
        .filter_map(|row| sheet.row(row, source))
        .collect()
}

fn read(text: &str) -> Vec<Row> {
    let source = IndexedText::new(text);
    let sheet = Sheet::new(&source, Options::default(), known());
    rows(&sheet, &source)
}

fn codes(row: &Row) -> Vec<&'static str> {
    row.reasons.iter().map(|reason| reason.code.key()).collect()
}

#[test]
fn rows_get_every_reason_that_holds() {
    let rows = read(
        "Ann Lee,ann@acme.com,CTO\nBo,bo@acme\n,info@gmail.com\nDana,ann@ACME.com\neve@acme.com,Eve\n\"Fay,fay@acme.com\n",
    );
    let found: Vec<_> = rows.iter().map(|row| (row.status, codes(row))).collect();
    assert_eq!(
        found,
        [
            (Status::Ready, vec![]),
            (Status::Flagged, vec!["invalid_email"]),
            (
                Status::Flagged,
                vec!["missing_name", "domain_mismatch", "free_mail", "role_address"]
            ),
            (Status::Flagged, vec!["duplicate_in_list"]),
            (Status::Flagged, vec!["name_email_swapped"]),
            (Status::Flagged, vec!["unterminated_quote"]),
        ]
    );
    assert!(rows[0].primary);
    assert!(rows[3].reasons[0].message.contains("line 1"));
}

const PIECES: [&str; 22] = [
    "Ann Lee,ann@acme.com,CTO",
    "Bo Ruiz,bo@acme.com",
    "bo@acme.com",
    "Ann <ann@acme.com>; dana@acme.com",
    "\"Lee, Ann\",ann@acme.com",
    "\"Open,open@acme.com",
    "close\",x@acme.com",
    "\"two\nlines\",two@acme.com",
    "\n",
    "\n",
    "\n",
    "# remark",
    "Name,Email,Title",
    "Vorname;Nachname;E-Mail",
    "\"",
    ",",
    ";",
    "\t",
    "@",
    "x",
    "\"\"",
    "sep=;",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_edited_sheet_equals_a_fresh_one(
        start in prop::collection::vec(0..PIECES.len(), 0..60),
        edits in prop::collection::vec((0..200usize, 0..4usize, prop::collection::vec(0..PIECES.len(), 0..4)), 1..12),
        far in any::<bool>(),
    ) {
        let join = |pieces: &[usize]| pieces.iter().map(|at| PIECES[*at]).collect::<Vec<_>>().join("\n");
        let mut text = if far { "P Q,pq@acme.com\n".repeat(70) } else { String::new() };
        text.push_str(&join(&start));
        let mut sheet = Sheet::new(&IndexedText::new(&text), Options::default(), known());
        for (at, removed, pieces) in edits {
            let mut lines: Vec<&str> = text.split('\n').collect();
            let first = at % lines.len();
            let last = (first + removed.max(1)).min(lines.len());
            let new = join(&pieces);
            let new: Vec<&str> = new.split('\n').collect();
            let (gone, come) = (last - first, new.len());
            lines.splice(first..last, new);
            text = lines.join("\n");
            let source = IndexedText::new(&text);
            sheet.edit(first, gone, come, &source);
            let fresh = Sheet::new(&source, Options::default(), known());
            let (followed, read): (Vec<_>, Vec<_>) = (rows(&sheet, &source), rows(&fresh, &source));
            if let Some((one, other)) = followed.iter().zip(&read).find(|(one, other)| one != other) {
                prop_assert_eq!(one, other, "after line {} of {:?}", first, &text);
            }
            prop_assert_eq!(sheet.counts(), fresh.counts(), "after line {} of {:?}", first, &text);
        }
    }

    #[test]
    fn nothing_panics(text in "\\PC{0,200}|[\",;|\t\n<>@a-c:()\\[\\] ]{0,200}") {
        read(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read(&crate::paste::decode(&bytes));
    }
}

#[test]
fn a_long_list_is_kept_in_chunks() {
    let text: String = (0..5000).map(|n| format!("P{n},p{n}@acme.com\n")).collect();
    let source = IndexedText::new(&text);
    let mut sheet = Sheet::new(&source, Options::default(), known());
    assert_eq!(sheet.counts().ready, 5000);
    let edited = text.replacen("p2500@", "p1@", 1);
    let source = IndexedText::new(&edited);
    sheet.edit(2500, 1, 1, &source);
    assert_eq!((sheet.counts().ready, sheet.counts().flagged), (4999, 1));
    let flagged = sheet.flagged_after(0).expect("flagged");
    assert_eq!(sheet.line_of(flagged), 2500);
    assert_eq!(sheet.flagged_before(0).map(|row| sheet.line_of(row)), Some(2500));
    let last = sheet.nth(Filter::Ready, 4998).expect("the last");
    assert_eq!(sheet.line_of(last), 4999);
    assert_eq!(sheet.rank(Filter::Ready, last), 4998);
}

#[test]
fn a_skipped_row_does_not_make_another_a_repeat() {
    let text = "A,a@acme.com\nB,a@acme.com";
    let source = IndexedText::new(text);
    let mut sheet = Sheet::new(&source, Options::default(), known());
    assert_eq!(sheet.counts().flagged, 1);
    let first = sheet.row_at_line(0).expect("a row");
    sheet.skip(first);
    assert_eq!((sheet.counts().ready, sheet.counts().skipped), (1, 1));
    sheet.skip(first);
    assert_eq!((sheet.counts().ready, sheet.counts().flagged), (1, 1));
}
