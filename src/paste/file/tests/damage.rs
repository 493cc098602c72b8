//! Workbooks that are damaged, locked, or would take more than there is.

use proptest::prelude::*;
use rstest::rstest;

use super::super::*;
use super::{ods, ods_with, sheet, with_part, write, xlsx};

#[test]
fn what_cannot_be_opened_is_told_in_a_sentence() {
    let whole = xlsx(["A"], |[sheet]| write(sheet, 0, 0, &[&["ann@acme.com"]]));
    let locked = ods_with(
        "",
        "<manifest:manifest><manifest:encryption-data/></manifest:manifest>",
    );
    assert_eq!(read(&locked, &Taken::default()), Err(Unread::Locked));
    let encrypted: Vec<u8> = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        .iter()
        .copied()
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(read(&encrypted, &Taken::default()), Err(Unread::Locked));
    let empty = xlsx(["A"], |_| ());
    assert_eq!(read(&empty, &Taken::default()), Err(Unread::Empty));
    for length in (600..whole.len()).step_by(97) {
        assert_eq!(
            read(&whole[..length], &Taken::default()),
            Err(Unread::Damaged),
            "{length}"
        );
    }
    let of_text = read(b"ann@acme.com", &sheet("A"));
    assert_eq!(of_text, Err(Unread::NoSheets));
    let encoded = Taken {
        encoding: CodePage::parse("cp1250"),
        ..Taken::default()
    };
    assert_eq!(read(&whole, &encoded), Err(Unread::NoEncoding));
}

#[test]
fn an_archive_that_grows_is_stopped_before_it_takes_the_memory() {
    let bytes = xlsx(["A"], |[sheet]| write(sheet, 0, 0, &[&["ann@acme.com"]]));
    let directory = memchr::memmem::find(&bytes, b"PK\x01\x02").expect("a directory");
    let name = memchr::memmem::find(&bytes[directory..], b"xl/worksheets/sheet1.xml").expect("the sheet");
    let size = directory + name - 46 + 24;
    let mut honest = bytes.clone();
    honest[size..size + 4].copy_from_slice(&(600_u32 << 20).to_le_bytes());
    assert_eq!(read(&honest, &Taken::default()), Err(Unread::TooLarge));
    let mut lying = bytes;
    lying[size..size + 4].copy_from_slice(&10_u32.to_le_bytes());
    assert_eq!(read(&lying, &Taken::default()), Err(Unread::Damaged));
    let mut archive = archive::Archive::open(&lying).expect("an archive");
    archive.left = 100;
    let sheet = archive
        .names()
        .iter()
        .position(|name| name == "xl/worksheets/sheet1.xml")
        .expect("the sheet");
    assert!(archive.part(sheet).is_err());
}

#[test]
fn a_count_of_texts_or_a_table_of_styles_takes_no_memory() {
    let bytes = xlsx(["A"], |[sheet]| write(sheet, 0, 0, &[&["ann@acme.com"]]));
    let promised = with_part(&bytes, "xl/sharedStrings.xml", |xml| {
        xml.replace("uniqueCount=\"1\"", "uniqueCount = '99999999999999'")
    });
    assert_eq!(read(&promised, &Taken::default()), Err(Unread::TooManyCells));
    let styles = with_part(&bytes, "xl/styles.xml", |xml| {
        xml.replace(
            "<cellXfs",
            &format!("<cellXfs>{}</cellXfs><x", "<xf numFmtId=\"0\"/>".repeat(200_001)),
        )
    });
    assert_eq!(read(&styles, &Taken::default()), Err(Unread::Damaged));
}

#[rstest]
#[case(1, Ok(()))]
#[case(2, Err(Unread::TooManyCells))]
fn more_than_two_million_cells_are_refused(#[case] more: u32, #[case] expected: Result<(), Unread>) {
    // 1,999,999 cells, and one or two.
    let row = "<table:table-row table:number-rows-repeated=\"ROWS\"><table:table-cell table:number-columns-repeated=\"CELLS\">\
               <text:p>x</text:p></table:table-cell></table:table-row>";
    let rows = |rows: u32, cells: u32| {
        row.replace("ROWS", &rows.to_string())
            .replace("CELLS", &cells.to_string())
    };
    let tables = format!(
        "<table:table table:name=\"A\">{}{}{}</table:table>",
        rows(1999, 1000),
        rows(1, 999),
        rows(1, more)
    );
    assert_eq!(read(&ods(&tables), &Taken::default()).map(drop), expected);
}

#[rstest]
#[case("A", 1_048_577, 1)]
#[case("B", 1, 16_385)]
fn a_place_outside_of_every_sheet_is_damage(#[case] name: &str, #[case] row: u32, #[case] column: u32) {
    let tables = format!(
        "<table:table table:name=\"{name}\"><table:table-row table:number-rows-repeated=\"{}\"/><table:table-row>\
         <table:table-cell table:number-columns-repeated=\"{}\"/><table:table-cell><text:p>x</text:p></table:table-cell>\
         </table:table-row></table:table>",
        row - 1,
        column - 1
    );
    assert_eq!(read(&ods(&tables), &Taken::default()), Err(Unread::Damaged));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn damage_is_refused_or_read_and_nothing_stops_the_program(at in 0_usize..6000, with: [u8; 4], which in 0..2) {
        let mut bytes = if which == 0 {
            xlsx(["A"], |[sheet]| write(sheet, 0, 0, &[&["Ann Lee", "ann@acme.com"]]))
        } else {
            ods("<table:table table:name=\"A\"><table:table-row><table:table-cell><text:p>a@b.co</text:p></table:table-cell></table:table-row></table:table>")
        };
        let at = at % (bytes.len() - 4);
        bytes[at..at + 4].copy_from_slice(&with);
        let _ = read(&bytes, &Taken::default());
    }
}
