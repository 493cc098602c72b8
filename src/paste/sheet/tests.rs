//! The sheet that follows edits against one that reads the whole text again.

mod costs;
mod edits;
mod ignored;
mod labels;
mod marks;
mod mending;
mod people;
mod places;

use proptest::prelude::*;

use super::*;
use crate::domain::{ContactId, Domain, IdSource, Standing, Timestamp};
use crate::paste::{IndexedText, Row, Status, Step};

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
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

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
            sheet.edit(first, gone, come, &source, Whole::Here);
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
    sheet.edit(2500, 1, 1, &source, Whole::Here);
    assert_eq!((sheet.counts().ready, sheet.counts().flagged), (4999, 1));
    let flagged = sheet.flagged_behind(None, 0).expect("flagged");
    assert_eq!(sheet.line_of(flagged), 2500);
    assert_eq!(
        sheet.flagged_ahead_of(None, 0).map(|row| sheet.line_of(row)),
        Some(2500)
    );
    let last = sheet.nth(Filter::Ready, 4998).expect("the last");
    assert_eq!(sheet.line_of(last), 4999);
    assert_eq!(sheet.rank(Filter::Ready, last), 4998);
}

#[test]
fn who_is_skipped_is_not_added_from_another_line() {
    let text = "A,a@acme.com\nB,a@acme.com";
    let source = IndexedText::new(text);
    let mut sheet = Sheet::new(&source, Options::default(), known());
    assert_eq!(sheet.counts().flagged, 1);
    let first = sheet.row_at_line(0).expect("a row");
    sheet.skip(first, &source);
    let counts = |sheet: &Sheet| {
        (
            sheet.counts().ready,
            sheet.counts().flagged,
            sheet.counts().skipped,
        )
    };
    assert_eq!(counts(&sheet), (0, 1, 1));
    // An edit of either line, and reading all anew, keep it so.
    let edited = IndexedText::new("A,a@acme.com\nBo,a@acme.com");
    sheet.edit(1, 1, 1, &edited, Whole::Here);
    assert_eq!(counts(&sheet), (0, 1, 1));
    sheet.edit(1, 1, 1, &source, Whole::Here);
    sheet.learn(known(), &source);
    assert_eq!(counts(&sheet), (0, 1, 1));
    sheet.skip(first, &source);
    assert_eq!((sheet.counts().ready, sheet.counts().flagged), (1, 1));
}

#[test]
fn a_record_over_the_middle_of_a_long_list_is_read_once() {
    let mut lines: Vec<String> = (0..17_000).map(|n| format!("P{n},p{n}@acme.com")).collect();
    let middle = super::read::first_share(lines.len());
    for rows in [17_000, 16_999] {
        if rows == 16_999 {
            lines[middle - 1] = "\"Ann".to_owned();
            lines[middle] = "Lee\",ann@acme.com".to_owned();
        }
        let text = lines.join("\n");
        let source = IndexedText::new(&text);
        let sheet = Sheet::new(&source, Options::default(), known());
        assert_eq!(sheet.counts().all(), rows);
    }
}

#[test]
fn the_row_near_a_line_is_the_next_one_or_the_last() {
    let near = |text: &str, line: usize| {
        let sheet = Sheet::new(&IndexedText::new(text), Options::default(), known());
        sheet.row_near_line(line).map(|row| sheet.line_of(row))
    };
    let text = "A,a@acme.com\n\n\nB,b@acme.com\n\n";
    assert_eq!(
        [0, 1, 3, 4].map(|line| near(text, line)),
        [Some(0), Some(3), Some(3), Some(3)]
    );
    assert_eq!(near("", 0), None);
    let long = format!("{}\n\nA,a@acme.com\n", vec!["P,p@acme.com"; 3_000].join("\n"));
    assert_eq!(near(&long, 3_000), Some(3_001));
}

#[test]
fn flagged_rows_are_walked_in_both_directions_and_marked() {
    let text = "A,a@acme.com\nB,b@acme\nC,c@gmail.com\nD,d@acme\n";
    let source = IndexedText::new(text);
    let sheet = Sheet::new(&source, Options::default(), known());
    let line = |row: Option<RowAt>| row.map(|row| sheet.line_of(row));
    assert_eq!(
        [0, 1, 3].map(|from| line(sheet.flagged_behind(None, from))),
        [Some(1), Some(3), Some(1)]
    );
    assert_eq!(
        [0, 1, 3].map(|from| line(sheet.flagged_ahead_of(None, from))),
        [Some(3), Some(3), Some(1)]
    );
    let marks = sheet.all().into_iter().filter_map(|row| sheet.mark_of(row));
    assert_eq!(
        marks.collect::<Vec<_>>(),
        [
            (Status::Ready, false),
            (Status::Flagged, true),
            (Status::Ready, true),
            (Status::Flagged, true)
        ]
    );
}

#[test]
fn a_row_without_an_address_is_left_out_and_taken_in_again() {
    let source = IndexedText::new("A,a@acme.com\nB,b@acme\n");
    let mut sheet = Sheet::new(&source, Options::default(), known());
    let second = sheet.row_at_line(1).expect("a row");
    sheet.skip(second, &source);
    assert_eq!((sheet.counts().flagged, sheet.counts().skipped), (0, 1));
    sheet.skip(second, &source);
    assert_eq!((sheet.counts().flagged, sheet.counts().skipped), (1, 0));
}

#[test]
fn the_primary_is_the_chosen_row_if_it_is_added_else_the_first_of_a_customer_without() {
    let source = IndexedText::new("A,a@acme.com\nB,b@acme.com\nC,c@acme\n");
    for has_primary in [false, true] {
        let known = Arc::new(Known::of_customer(Domain::parse("acme.com").ok(), has_primary));
        let mut sheet = Sheet::new(&source, Options::default(), known);
        let default = (!has_primary).then_some(0);
        for (chosen, primary) in [(1, Some(1)), (1, default), (0, Some(0)), (2, default)] {
            let row = sheet.row_at_line(chosen).expect("a row");
            sheet.choose_primary(row, &source);
            assert_eq!(sheet.primary().map(|row| sheet.line_of(row)), primary, "{chosen}");
        }
    }
}

#[test]
fn who_was_here_is_offered_back_and_who_is_elsewhere_is_named() {
    let mut known = Known::of_customer(Domain::parse("acme.com").ok(), true);
    let id = |number| ContactId::from_uuid(IdSource::Counting(number).next(Timestamp::default()));
    known.add_contact("ann@acme.com", id(1), "Ann Lee".to_owned(), Standing::Archived);
    known.add_contact("bo@acme.com", id(2), "Bo Ruiz".to_owned(), Standing::Unlinked);
    known.add_contact("cy@acme.com", id(3), "Cy Ho".to_owned(), Standing::Active);
    known.name_customers(["Beta".to_owned(), "Acme EU".to_owned()].into());
    known.add_elsewhere("di@acme.com", 1);
    let source = IndexedText::new("Ann,ann@acme.com\nBo,bo@acme.com\nCy,cy@acme.com\nDi,di@acme.com\n");
    let sheet = Sheet::new(&source, Options::default(), Arc::new(known));
    let rows = rows(&sheet, &source);
    let steps: Vec<_> = rows
        .iter()
        .map(|row| row.fix.as_ref().map(|fix| fix.step.clone()))
        .collect();
    assert_eq!(
        steps,
        [Some(Step::Restore(id(1))), Some(Step::Relink(id(2))), None, None]
    );
    let statuses: Vec<_> = rows.iter().map(|row| row.status).collect();
    assert_eq!(
        statuses,
        [
            Status::Existing,
            Status::Existing,
            Status::Existing,
            Status::Ready
        ]
    );
    assert_eq!(rows[3].reasons[0].message, "Also a contact of Acme EU.");
    assert_eq!(codes(&rows[2]), ["already_contact"]);
}

#[test]
fn a_header_without_a_column_of_addresses_is_told() {
    for (text, lacks) in [
        ("First name,Last name\nAnn,Lee\n", true),
        ("Name,Email\nAnn,ann@acme.com\n", false),
        ("Ann,ann@acme.com\n", false),
    ] {
        let sheet = Sheet::new(&IndexedText::new(text), Options::default(), known());
        assert_eq!(sheet.format().lacks_email(), lacks, "{text}");
    }
}

#[test]
fn what_is_added_is_planned_and_its_lines_are_done() {
    let text = "A,a@acme.com\nB,b@acme\nC,c@acme.com\nBo <bo@acme>, Di <di@acme.com>\nE <e@b.co>, F <f@b.co>\nG <g@b.co>, H <h@acme>\n";
    let source = IndexedText::new(text);
    let mut sheet = Sheet::new(&source, Options::default(), known());
    assert_eq!(sheet.done_lines(), [0..1, 2..3, 4..5]);
    let third = sheet.row_at_line(2).expect("a row");
    sheet.choose_primary(third, &source);
    let plan = sheet.ready().read(&source);
    let names: Vec<&str> = plan
        .contacts
        .iter()
        .map(|contact| contact.name.as_str())
        .collect();
    assert_eq!(names, ["A", "C", "Di", "E", "F", "G"]);
    assert_eq!(plan.primary, Some(1));
    let long: String = (0..20_000).map(|n| format!("P{n},p{n}@acme.com\n")).collect();
    let source = IndexedText::new(&long);
    let mut sheet = Sheet::new(&source, Options::default(), known());
    assert_eq!(sheet.done_lines(), vec![0..20_000]);
    let late = sheet.row_at_line(15_000).expect("a row");
    sheet.choose_primary(late, &source);
    let plan = sheet.ready().read(&source);
    assert_eq!((plan.contacts.len(), plan.primary), (20_000, Some(15_000)));
    assert!(
        plan.contacts
            .iter()
            .enumerate()
            .all(|(n, contact)| contact.name.as_str() == format!("P{n}"))
    );
}

#[test]
fn what_a_person_left_out_stays_out_when_more_is_known() {
    let text: String = (0..5_000).map(|n| format!("P{n},p{n}@acme.com\n")).collect();
    let source = IndexedText::new(&text);
    let mut sheet = Sheet::new(&source, Options::default(), known());
    for line in [3, 4_000] {
        let row = sheet.row_at_line(line).expect("a row");
        sheet.skip(row, &source);
    }
    let row = sheet.row_at_line(4_500).expect("a row");
    sheet.choose_primary(row, &source);
    sheet.learn(known(), &source);
    let skipped: Vec<usize> = sheet
        .all()
        .iter()
        .filter(|row| sheet.status_of(**row) == Some(Status::Skipped))
        .map(|row| sheet.line_of(*row))
        .collect();
    assert_eq!(skipped, [3, 4_000]);
    assert_eq!(sheet.primary().map(|row| sheet.line_of(row)), Some(4_500));
}
