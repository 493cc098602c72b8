//! What stands in the cells of workbooks.

use std::sync::Arc;

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula};

use super::super::*;
use super::{all, facts, ods, with_part, write, xlsx};
use crate::paste::format::Delimiter;
use crate::paste::{IndexedText, Options, Sheet, one_line_break};

#[test]
fn cells_stand_as_they_are_shown() {
    let format = |code: &str| Format::new().set_num_format(code);
    let bytes = xlsx(["People"], |[sheet]| {
        write(
            sheet,
            0,
            0,
            &[&["Name", "Email", "Phone", "Since", "Share", "Active", "Note"]],
        );
        write(sheet, 1, 0, &[&["Lee, \"Ann\"", "ann@acme.com"]]);
        sheet.write(1, 2, 4_755_501_501_u64).expect("written");
        sheet
            .write_number_with_format(1, 3, 46_083.0, &format("dd.mm.yyyy"))
            .expect("written");
        sheet
            .write_number_with_format(1, 4, 0.5, &format("0%"))
            .expect("written");
        sheet.write_boolean(1, 5, true).expect("written");
        sheet.write(1, 6, "two\nlines").expect("written");
        write(sheet, 2, 0, &[&["Bo", "bo@acme.com", "0042"]]);
        sheet
            .write_number_with_format(2, 3, 46_083.25, &format("m/d/yyyy h:mm AM/PM"))
            .expect("written");
        sheet.write(2, 4, 3.0).expect("written");
        let formula = Formula::new("=UPPER(A3)").set_result("BO");
        sheet.write_formula(2, 5, formula).expect("written");
        sheet
            .write_number_with_format(2, 6, 5_551_234_567.0, &format("(000) 000-0000"))
            .expect("written");
    });
    let file = all(&bytes);
    assert_eq!(
        file.text,
        "Name\tEmail\tPhone\tSince\tShare\tActive\tNote\n\
         \"Lee, \"\"Ann\"\"\"\tann@acme.com\t4755501501\t02.03.2026\t50%\tTRUE\t\"two\nlines\"\n\
         Bo\tbo@acme.com\t0042\t3/2/2026 6:00 AM\t3\tBO\t(555) 123-4567\n"
    );
    assert_eq!(file.layout, Some(Layout::Delimited(Delimiter::Tab)));
    assert_eq!(facts(&file).kind, "xlsx");
}

#[test]
fn days_are_counted_from_where_the_workbook_says() {
    let bytes = xlsx(["A"], |[sheet]| {
        let format = Format::new().set_num_format("yyyy-mm-dd");
        sheet
            .write_number_with_format(0, 0, 44_621.0, &format)
            .expect("written");
        write(sheet, 0, 1, &[&["ann@acme.com"]]);
    });
    let of_1904 = with_part(&bytes, "xl/workbook.xml", |xml| {
        xml.replace("<workbookPr", "<workbookPr date1904=\"1\"")
    });
    assert_eq!(all(&bytes).text, "2022-03-01\tann@acme.com\n");
    assert_eq!(all(&of_1904).text, "2026-03-02\tann@acme.com\n");
}

#[test]
fn a_long_cell_stands_on_one_line_and_takes_no_row_with_it() {
    let many = "line\n".repeat(120) + "end";
    let long = format!("\"{}\ta\nb", "é".repeat(30_000));
    let bytes = xlsx(["People"], |[sheet]| {
        write(
            sheet,
            0,
            0,
            &[
                &["Name", "Email", "Note", "More"],
                &["Ann Lee", "ann@acme.com", &many, "a\nb"],
                &["Bo Wu", "bo@acme.com", &long, ""],
                // Each is short, but the row is not.
                &["Cy Day", "cy@acme.com", &"a\n".repeat(45), &"b\n".repeat(45)],
                &["Di Fox", "di@acme.com", "two\nlines", ""],
            ],
        );
    });
    let file = all(&bytes);
    let source = IndexedText::new(&file.text);
    let options = Options {
        layout: file.layout,
        ..Options::default()
    };
    let sheet = Sheet::new(&source, options, Arc::default());
    assert_eq!(
        (sheet.counts().ready, sheet.counts().all()),
        (4, 4),
        "{}",
        file.text
    );
    assert!(file.text.contains("\"two\nlines\"") && file.text.contains("\"a\nb\""));
    assert!(file.text.contains("line line end") && file.text.contains("é a b"));
    assert_eq!(file.text.matches("line").count(), 121);
    assert_eq!(file.text.matches('é').count(), 30_000);
}

#[test]
fn hidden_rows_stay_and_are_counted() {
    let bytes = xlsx(["People"], |[sheet]| {
        write(
            sheet,
            0,
            0,
            &[
                &["Name", "Email"],
                &["Ann Lee", "ann@acme.com"],
                &["Bo Wu", "bo@acme.com"],
            ],
        );
        sheet.set_row_hidden(2).expect("hidden");
        sheet.set_row_hidden(9).expect("hidden, and empty");
    });
    let file = all(&bytes);
    assert_eq!(file.text.lines().count(), 3);
    assert_eq!(facts(&file).hidden_rows, 1);
    assert_eq!(file.origin.told(), ["1 row is hidden in the workbook."]);
}

#[test]
fn a_merged_cell_has_its_first_value_and_gaps_are_one_blank_line() {
    let bytes = xlsx(["People"], |[sheet]| {
        sheet
            .merge_range(0, 0, 0, 3, "Acme contacts", &Format::new())
            .expect("merged");
        write(sheet, 4, 0, &[&["Ann Lee", "", "ann@acme.com"]]);
    });
    assert_eq!(all(&bytes).text, "Acme contacts\n\nAnn Lee\tann@acme.com\n");
}

#[test]
fn a_sheet_of_one_column_is_read_as_the_text_it_is() {
    let bytes = xlsx(["People"], |[sheet]| {
        write(
            sheet,
            0,
            1,
            &[
                &["Ann \"AJ\" Lee <ann@acme.com>"],
                &["Bo Wu <bo@acme.com>\nCy <cy@acme.com>"],
            ],
        );
    });
    let file = all(&bytes);
    assert_eq!(
        file.text,
        "Ann \"AJ\" Lee <ann@acme.com>\nBo Wu <bo@acme.com>\nCy <cy@acme.com>\n"
    );
    assert_eq!(file.layout, None);
}

#[test]
fn a_cell_of_an_unknown_kind_is_empty_and_those_behind_it_are_read() {
    let bytes = xlsx(["A"], |[sheet]| {
        write(sheet, 0, 0, &[&["Ann Lee", "x", "ann@acme.com"]]);
        sheet.write(0, 1, 7.0).expect("written");
    });
    let bytes = with_part(&bytes, "xl/worksheets/sheet1.xml", |xml| {
        xml.replace(
            "<c r=\"B1\"><v>7</v></c>",
            "<c r=\"B1\" t=\"e\"><v>#SPILL!</v></c>",
        )
    });
    assert_eq!(all(&bytes).text, "Ann Lee\tann@acme.com\n");
}

#[test]
fn workbooks_of_open_document_give_what_they_show() {
    let bytes = ods(
        "<table:table table:name=\"Hidden\" table:style-name=\"ta2\"><table:table-row><table:table-cell><text:p>x@y.co</text:p>\
         </table:table-cell></table:table-row></table:table>\
         <table:table table:name=\"People\"><table:table-column/><table:table-header-rows><table:table-row>\
         <table:table-cell><text:p>Name</text:p></table:table-cell><table:table-cell><text:p>E-mail</text:p></table:table-cell>\
         <table:table-cell table:number-columns-repeated=\"2\"><text:p>Extra</text:p></table:table-cell></table:table-row></table:table-header-rows>\
         <table:table-row table:visibility=\"filter\"><table:table-cell office:value-type=\"string\"><office:annotation><text:p>a note</text:p></office:annotation>\
         <text:p>Ann<text:s/><text:span>O&apos;Lee</text:span> &amp; Co&#x2e;</text:p></table:table-cell>\
         <table:table-cell><text:p><text:a>ann@acme.com</text:a></text:p></table:table-cell>\
         <table:table-cell office:value-type=\"percentage\" office:value=\"0.5\"><text:p>50 %</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"float\" office:value=\"4755501501234567\"><text:p>4.75550150123457E+15</text:p></table:table-cell></table:table-row>\
         <table:table-row table:number-rows-repeated=\"3\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
         <table:table-row><table:table-cell><text:p>Bo</text:p><text:p>Wu</text:p></table:table-cell><table:covered-table-cell><text:p>no@x.co</text:p></table:covered-table-cell>\
         <table:table-cell office:value-type=\"date\" office:date-value=\"2026-03-02\"><text:p>02.03.26</text:p></table:table-cell></table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table>",
    );
    let file = all(&bytes);
    assert_eq!(
        file.text,
        "Name\tE-mail\tExtra\tExtra\nAnn O'Lee & Co.\tann@acme.com\t50 %\t4755501501234567\n\n\"Bo\nWu\"\t\t02.03.26\n"
    );
    let facts = facts(&file);
    assert_eq!((facts.kind, facts.hidden_rows), ("ods", 1));
    assert!(
        facts
            .sheets
            .first()
            .is_some_and(|sheet| sheet.hidden && !sheet.taken)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_cells_come_back_from_the_text(rows in proptest::collection::vec(proptest::collection::vec("[a-zé\"\\n\u{2028}\u{85} ,;|'-]{0,6}", 2..4), 1..6)) {
        let bytes = xlsx(["A"], |[sheet]| {
            for (row, cells) in (0..).zip(&rows) {
                for (column, cell) in (0..).zip(cells) {
                    sheet.write(row, column, cell.as_str()).expect("written");
                }
                // So that there are several columns, and no empty row.
                sheet.write(row, 8, "x").expect("written");
                sheet.write(row, 9, "y").expect("written");
            }
        });
        let file = all(&bytes);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(b'\t').flexible(true).from_reader(file.text.as_bytes());
        let read: Vec<Vec<String>> = reader.records().map(|record| {
            record.expect("a record").iter().filter(|cell| !cell.is_empty()).map(str::to_owned).collect()
        }).collect();
        let filled: Vec<Vec<String>> = rows.iter().map(|cells| {
            let cells = cells.iter().map(|cell| one_line_break(cell).trim().to_owned()).filter(|cell| !cell.is_empty());
            cells.chain(["x".to_owned(), "y".to_owned()]).collect()
        }).collect();
        prop_assert_eq!(read, filled);
    }
}
