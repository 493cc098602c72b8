//! What stands in the cells of workbooks, and which sheets are taken.

use proptest::prelude::*;
use rstest::rstest;
use rust_xlsxwriter::{Format, Formula};

use super::super::*;
use super::{all, facts, ods, sheet, with_part, write, xlsx};
use crate::paste::format::Delimiter;
use crate::paste::one_line_break;

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
fn the_sheet_with_the_most_addresses_is_taken_and_the_others_are_told() {
    let bytes = xlsx(
        ["Lists", "Partners", "People", "Old"],
        |[lists, partners, people, old]| {
            write(lists, 0, 0, &[&["Phase"], &["Kick-off"], &["Live"], &["Done"]]);
            write(
                partners,
                0,
                0,
                &[&["Company", "Mail"], &["Globex", "sales@globex.com"]],
            );
            write(
                people,
                2,
                1,
                &[
                    &["Name", "Email"],
                    &["Ann Lee", "ann@acme.com"],
                    &["Bo Wu", "bo@acme.com"],
                ],
            );
            write(
                old,
                0,
                0,
                &[
                    &["Who", "Mail"],
                    &["A B", "a@x.co"],
                    &["C D", "c@x.co"],
                    &["E F", "e@x.co"],
                ],
            );
            old.set_hidden(true);
        },
    );
    let file = all(&bytes);
    assert_eq!(
        file.text,
        "Name\tEmail\nAnn Lee\tann@acme.com\nBo Wu\tbo@acme.com\n"
    );
    let told: Vec<(&str, usize, usize, bool, bool)> = facts(&file)
        .sheets
        .iter()
        .map(|sheet| {
            (
                sheet.name.as_str(),
                sheet.rows,
                sheet.with_address,
                sheet.hidden,
                sheet.taken,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Lists", 4, 0, false, false),
            ("Partners", 2, 1, false, false),
            ("People", 3, 2, false, true),
            ("Old", 4, 3, true, false)
        ]
    );
    assert_eq!(
        file.origin.told().join(" "),
        "Read from sheet \"People\" of 4. Sheet \"Partners\" holds 1 row with an address too. \
         Sheet \"Old\" holds 3 rows with an address too."
    );
    assert_eq!(file.origin.words().as_deref(), Some("xlsx, sheet People of 4"));
    let partners = read(&bytes, &sheet("partners ")).expect("read");
    assert_eq!(partners.text, "Company\tMail\nGlobex\tsales@globex.com\n");
    let none = read(&bytes, &sheet("Nobody")).expect_err("refused");
    assert_eq!(
        none.to_string(),
        "has no sheet of that name. Its sheets: Lists, Partners, People, Old."
    );
    assert_eq!(
        read_part(&bytes, "Partners").map(|file| file.text),
        Ok(partners.text)
    );
}

#[test]
fn sheets_with_the_same_heading_stand_under_one_heading() {
    let bytes = xlsx(["Core", "Steering", "Other"], |[core, steering, other]| {
        write(
            core,
            0,
            0,
            &[
                &["Core team"],
                &["Name", "E-mail"],
                &["Ann Lee", "ann@acme.com"],
                &["Bo Wu", "bo@acme.com"],
            ],
        );
        write(
            steering,
            3,
            2,
            &[&["NAME", "e-mail", ""], &["Cy Day", "cy@acme.com", "since May"]],
        );
        write(other, 0, 0, &[&["Email", "Name"], &["di@acme.com", "Di Fox"]]);
    });
    let file = all(&bytes);
    assert_eq!(
        file.text,
        "Core team\nName\tE-mail\nAnn Lee\tann@acme.com\nBo Wu\tbo@acme.com\nCy Day\tcy@acme.com\tsince May\n"
    );
    let taken: Vec<bool> = facts(&file).sheets.iter().map(|sheet| sheet.taken).collect();
    assert_eq!(taken, [true, true, false]);
    assert_eq!(file.origin.words().as_deref(), Some("xlsx, 2 of 3 sheets"));
    assert!(
        file.origin
            .told()
            .join(" ")
            .starts_with("Read from sheets \"Core\" and \"Steering\" of 3.")
    );
}

#[rstest]
#[case(&["No.", "Name", "Email"], &["1", "Ann Lee", "ann@acme.com"], &["Email", "Name"], &["bo@acme.com", "Bo Wu"],
    "No.\tName\tEmail\n1\tAnn Lee\tann@acme.com\n\tBo Wu\tbo@acme.com\n")]
#[case(&["Name", "Email"], &["Ann Lee", "ann@acme.com"], &["Name", "Title", "Email"], &["Bo Wu", "PM", "bo@acme.com"],
    "Name\tEmail\tTitle\nAnn Lee\tann@acme.com\nBo Wu\tbo@acme.com\tPM\n")]
#[case(&["Name", "Email"], &["Ann Lee", "ann@acme.com"], &["Firm", "Email"], &["Globex", "bo@acme.com"],
    "Name\tEmail\nAnn Lee\tann@acme.com\n")]
#[case(&["Email"], &["ann@acme.com"], &["Email"], &["bo@acme.com"], "Email\nann@acme.com\n")]
fn columns_are_joined_by_their_headings(
    #[case] heading: &[&str],
    #[case] row: &[&str],
    #[case] other_heading: &[&str],
    #[case] other_row: &[&str],
    #[case] text: &str,
) {
    let bytes = xlsx(["A", "B"], |[a, b]| {
        write(a, 0, 0, &[heading, row]);
        write(b, 0, 0, &[other_heading, other_row]);
    });
    assert_eq!(all(&bytes).text, text);
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
