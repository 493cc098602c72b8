//! Where rows are, also after lines came and went before them.

use super::*;

#[test]
fn a_record_is_found_on_each_of_its_lines_and_the_last_row_over_blank_ones() {
    let text = "\"A\nB\",a@acme.com\n\n\"C\nD\",c@acme.com\n\n";
    let sheet = Sheet::new(&IndexedText::new(text), Options::default(), known());
    let on = |sheet: &Sheet, line: usize| sheet.row_at_line(line).map(|row| sheet.line_of(row));
    assert_eq!(
        [0, 1, 2, 3, 4, 5].map(|line| on(&sheet, line)),
        [Some(0), Some(0), None, Some(3), Some(3), None]
    );
    let mut lines = vec!["P,p@acme.com"; 3_000];
    let mut sheet = Sheet::new(&IndexedText::new(&lines.join("\n")), Options::default(), known());
    for line in (900..3_000).rev() {
        lines[line] = "";
        sheet.edit(line, 1, 1, &IndexedText::new(&lines.join("\n")), Whole::Here);
    }
    for line in [900, 1_600, 2_999] {
        assert_eq!(on(&sheet, line), None);
        let near = sheet.row_near_line(line).map(|row| sheet.line_of(row));
        assert_eq!(near, Some(899), "line {line}");
    }
}

#[test]
fn rows_behind_lines_that_were_taken_out_are_still_marked() {
    let mut lines: Vec<String> = (0..6_000).map(|n| format!("P{n},p{n}@acme.com")).collect();
    let mut sheet = Sheet::new(&IndexedText::new(&lines.join("\n")), Options::default(), known());
    lines.drain(300..1_000);
    sheet.edit(300, 700, 0, &IndexedText::new(&lines.join("\n")), Whole::Here);
    for (address, repeats) in [("p5500", Some(4_800)), ("p0", None), ("p1000", Some(300))] {
        lines[0] = format!("P0,{address}@acme.com");
        sheet.edit(0, 1, 1, &IndexedText::new(&lines.join("\n")), Whole::Here);
        let flagged = sheet.flagged_behind(None, 0).map(|row| sheet.line_of(row));
        assert_eq!(flagged, repeats, "{address}");
    }
}
