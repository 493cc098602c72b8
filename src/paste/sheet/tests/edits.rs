//! Edits are followed: in a long line, and over many chunks.

use super::*;

#[test]
fn an_edit_of_a_long_line_is_followed() {
    let people: Vec<String> = (0..4_000).map(|n| format!("Ann Lee <ann{n}@acme.com>")).collect();
    let text = format!("Bo Wu <bo@acme.com>\n{}\nCy Dee <cy@acme.com>", people.join("; "));
    let mut sheet = Sheet::new(&IndexedText::new(&text), Options::default(), known());
    assert_eq!(sheet.counts().ready, 4_002);
    for (old, new) in [
        ("Lee <ann3000@", "Lee <ann2999@"),
        ("<ann1000@acme.com>; ", ""),
        ("<ann2000@acme.com>; ", "\""),
        ("<ann2100@acme.com>; ", "<ann2100@acme.com\n"),
    ] {
        let edited = text.replacen(old, new, 1);
        let source = IndexedText::new(&edited);
        sheet.edit(1, 1, 1 + new.matches('\n').count(), &source, Whole::Here);
        let fresh = Sheet::new(&source, Options::default(), known());
        let shown = |sheet: &Sheet, from: usize| sheet.rows(&sheet.shown(Filter::All, from, 20), &source);
        for from in [0, 990, 1_990, 2_990, 3_980] {
            assert_eq!(shown(&sheet, from), shown(&fresh, from), "{new:?}");
        }
        assert_eq!(sheet.counts(), fresh.counts(), "{new:?}");
        sheet.edit(
            1,
            1 + new.matches('\n').count(),
            1,
            &IndexedText::new(&text),
            Whole::Here,
        );
        assert_eq!(sheet.counts().ready, 4_002);
    }
}

#[test]
fn edits_over_many_chunks_are_followed() {
    let mut lines: Vec<String> = (0..6_000).map(|n| format!("P{n},p{n}@acme.com")).collect();
    let mut sheet = Sheet::new(&IndexedText::new(&lines.join("\n")), Options::default(), known());
    for (first, removed, inserted) in [(700, 3_000, 2), (90, 1, 1_500), (100, 2_500, 0), (80, 900, 900)] {
        let new = (0..inserted).map(|n| match n {
            1 => "X,p5@acme.com".to_owned(),
            n => format!("N{n},n{first}.{n}@acme.com"),
        });
        lines.splice(first..first + removed, new);
        let text = lines.join("\n");
        let source = IndexedText::new(&text);
        sheet.edit(first, removed, inserted, &source, Whole::Here);
        let fresh = Sheet::new(&source, Options::default(), known());
        assert_eq!(sheet.counts(), fresh.counts(), "at line {first}");
        let places = |sheet: &Sheet| {
            sheet
                .all()
                .iter()
                .map(|row| sheet.line_of(*row))
                .collect::<Vec<_>>()
        };
        assert_eq!(places(&sheet), places(&fresh), "at line {first}");
        for line in [0, 99, 700, 1_600, lines.len() - 1] {
            let name = |sheet: &Sheet| sheet.row_at_line(line).and_then(|row| sheet.row(row, &source));
            assert_eq!(name(&sheet), name(&fresh), "line {line}");
        }
    }
}
