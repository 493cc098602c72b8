//! What holds of every list that is pasted or read from a file.

use std::sync::Arc;

use pivotal::domain::{ContactDraft, Detail, Domain};
use pivotal::paste::{Code, IndexedText, Known, Options, Row, Sheet, Status, WhyIgnored, decode};

use super::safe_text;

/// Reads any bytes as a file, and demands that each line of it is a row, or is left in the text.
pub(crate) fn check(bytes: &[u8]) {
    check_text(&decode(bytes));
}

/// Demands the same of a text whose lines end in `\n`.
pub(crate) fn check_text(text: &str) {
    let source = IndexedText::new(text);
    let known = Arc::new(Known::of_customer(Domain::parse("acme.com").ok(), false));
    let sheet = Sheet::new(&source, Options::default(), Arc::clone(&known));
    let rows = rows(&sheet, &source);
    let counts = sheet.counts();
    assert_eq!(counts.all(), rows.len(), "each row can be read again");
    for status in [Status::Ready, Status::Flagged, Status::Existing, Status::Skipped] {
        let count = rows.iter().filter(|row| row.status == status).count();
        assert_eq!(counts.of(status), count, "{status:?}");
    }
    for row in &rows {
        check_row(row);
    }
    let lines: Vec<&str> = text.split('\n').collect();
    check_lines(&lines, &sheet, &source);
    check_leftovers(&lines, &sheet, &source);
    let plan = sheet.ready().read(&source);
    assert_eq!(plan.contacts.len(), counts.ready, "every ready row can be added");
    check_edit(text, &rows, &known);
}

fn rows(sheet: &Sheet, source: &IndexedText<'_>) -> Vec<Row> {
    let rows = sheet.all().into_iter();
    rows.filter_map(|row| sheet.row(row, source)).collect()
}

/// No field of a row can drive the terminal, and a ready one is a contact as it stands.
fn check_row(row: &Row) {
    for text in [
        &row.name,
        &row.email,
        &row.details[Detail::Title],
        &row.details[Detail::Phone],
    ] {
        if let Some(c) = text.chars().find(|c| *c != ' ' && !safe_text::is_allowed(*c)) {
            panic!("U+{:04X} is left in {row:?}", u32::from(c));
        }
    }
    let flags = row
        .reasons
        .iter()
        .filter(|reason| reason.message.trim().is_empty());
    assert_eq!(flags.count(), 0, "a reason without a sentence: {row:?}");
    match row.status {
        Status::Ready => {
            let draft = ContactDraft::new(row.name.clone(), row.email.clone())
                .with(Detail::Title, row.details[Detail::Title].clone())
                .with(Detail::Phone, row.details[Detail::Phone].clone());
            assert!(draft.check().is_ok(), "{row:?}");
        }
        Status::Flagged => assert!(!row.reasons.is_empty(), "{row:?}"),
        Status::Existing | Status::Skipped | Status::Ignored => {
            panic!("nobody is known and nothing was left out: {row:?}")
        }
    }
}

/// No line is lost: what is not empty belongs to one record, is ignored, or is the heading.
fn check_lines(lines: &[&str], sheet: &Sheet, source: &IndexedText<'_>) {
    let format = sheet.format();
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for at in sheet.all() {
        let start = sheet.line_of(at);
        let row = sheet.row(at, source).expect("a row");
        assert!(
            start >= format.skipped_lines && row.lines >= 1 && start + row.lines <= lines.len(),
            "{row:?}"
        );
        if spans.last() != Some(&(start, row.lines)) {
            spans.push((start, row.lines));
        }
    }
    let ignored = sheet.ignored(0, usize::MAX, source);
    assert_eq!(
        ignored.len(),
        sheet.counts().ignored,
        "each ignored line can be read again"
    );
    spans.extend(ignored.iter().map(|line| (line.line, line.lines)));
    for line in ignored.iter().filter(|line| line.why != WhyIgnored::Preamble) {
        assert!(!has_address(&line.text), "an address is ignored: {line:?}");
    }
    check_cover(lines, format.skipped_lines, &spans);
}

/// Demands that each line which says something is covered once by records; `skipped` lines at the start may be bare.
pub(crate) fn check_cover(lines: &[&str], skipped: usize, spans: &[(usize, usize)]) {
    let mut taken = vec![false; lines.len()];
    for (start, count) in spans {
        for line in &mut taken[*start..start + count] {
            assert!(!*line, "two records share line {start} of {lines:?}");
            *line = true;
        }
    }
    for (at, line) in lines.iter().enumerate().skip(skipped) {
        let says_something = line.chars().any(|c| c.is_alphanumeric() || c == '@');
        assert!(
            taken[at] || !says_something,
            "line {at} is lost: {line:?} of {lines:?}"
        );
    }
}

/// Returns whether a plain address stands in a text.
fn has_address(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '@' | '.'))
        .any(|word| {
            word.split_once('@').is_some_and(|(local, domain)| {
                !local.is_empty()
                    && !local.contains('@')
                    && domain.trim_matches('.').contains('.')
                    && !domain.contains("..")
            })
        })
}

/// What adding takes out of the text are the lines of rows that are added or are here, never one of another row.
fn check_leftovers(lines: &[&str], sheet: &Sheet, source: &IndexedText<'_>) {
    let done = sheet.done_lines();
    for pair in done.windows(2) {
        assert!(pair[0].end < pair[1].start, "{done:?}");
    }
    let mut goes: Vec<Option<bool>> = vec![None; lines.len()];
    for (at, row) in sheet.all().into_iter().zip(rows(sheet, source)) {
        let is_here = row
            .reasons
            .iter()
            .any(|reason| reason.code == Code::AlreadyContact);
        let is_done = row.status == Status::Ready || (row.status == Status::Existing && is_here);
        for line in goes.iter_mut().skip(sheet.line_of(at)).take(row.lines) {
            *line = Some(line.unwrap_or(true) && is_done);
        }
    }
    for (at, goes) in goes.iter().enumerate() {
        let is_taken = done.iter().any(|range| range.contains(&at));
        assert_eq!(is_taken, *goes == Some(true), "line {at}: {:?}", lines[at]);
    }
    for range in &done {
        assert!(
            !range.is_empty() && range.end <= lines.len(),
            "{range:?} of {done:?}"
        );
    }
}

/// A sheet that followed an edit holds what one holds that reads the whole text.
fn check_edit(text: &str, fresh: &[Row], known: &Arc<Known>) {
    let lines: Vec<&str> = text.split('\n').collect();
    let half = lines.len() / 2;
    if half == 0 {
        return;
    }
    let before = lines[..half].join("\n");
    let mut sheet = Sheet::new(&IndexedText::new(&before), Options::default(), Arc::clone(known));
    let source = IndexedText::new(text);
    sheet.edit(
        half - 1,
        1,
        lines.len() - half + 1,
        &source,
        pivotal::paste::Whole::Here,
    );
    let followed = rows(&sheet, &source);
    for (followed, fresh) in followed.iter().zip(fresh) {
        assert_eq!(followed, fresh, "after an edit of {text:?}");
    }
    assert_eq!(followed.len(), fresh.len(), "after an edit of {text:?}");
}
