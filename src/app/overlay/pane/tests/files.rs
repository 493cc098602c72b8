//! Files in the pane: dropped into the terminal, and what is told of them.

use std::path::PathBuf;

use super::{at_pane, reading, text};
use crate::app::testing::Person;
use crate::app::{Effect, FileRequest, Msg, NoFile};
use crate::paste::{Delimiter, Layout, ListFile, Origin, Taken, read_file};

fn answer(person: &mut Person, file: Result<ListFile, NoFile>) {
    let request = reading(person);
    person.tell(Msg::FileRead {
        request,
        file: file.map(Box::new),
    });
}

fn file(bytes: &[u8]) -> ListFile {
    read_file(bytes, &Taken::default()).expect("read")
}

/// Makes a workbook with people on two sheets.
fn workbook() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for (name, rows) in [("People", 2), ("Partners", 1)] {
        let sheet = workbook.add_worksheet().set_name(name).expect("a name");
        for row in 0..rows {
            sheet.write(row, 0, "Zoe, née Fox").expect("written");
            sheet
                .write(row, 1, format!("zoe{row}@{}.com", name.to_lowercase()))
                .expect("written");
        }
    }
    workbook.save_to_buffer().expect("made")
}

#[test]
fn a_dropped_file_is_opened_and_a_name_without_a_file_is_text() {
    let mut person = at_pane();
    person.tell(Msg::Pasted("'/tmp/my list.csv' ".to_owned()));
    let paths = vec![PathBuf::from("/tmp/my list.csv")];
    assert!(
        matches!(person.wished.last(), Some(Effect::Files(FileRequest::ReadDropped { paths: asked, .. })) if *asked == paths)
    );
    assert_eq!(text(&person), "");
    answer(&mut person, Ok(file(b"Zoe,zoe@acme.com\n")));
    assert_eq!(text(&person), "Zoe,zoe@acme.com\n");
    person.tell(Msg::Pasted("/dev/null and void".to_owned()));
    answer(&mut person, Err(NoFile::Missing("There is no file.".to_owned())));
    let with_text = text(&person);
    assert!(with_text.contains("/dev/null and void"), "{with_text}");
    person.tell(Msg::Pasted("/tmp".to_owned()));
    answer(&mut person, Err(NoFile::Refused("It is a folder.".to_owned())));
    assert_eq!(person.toast(), "It is a folder.");
    assert_eq!(text(&person), with_text);
}

#[test]
fn a_workbook_is_read_as_a_table_and_its_sheets_are_told() {
    let mut person = at_pane();
    person.keys("<ctrl-o>").text("list.xlsx").keys("<enter>");
    answer(&mut person, Ok(file(&workbook())));
    let pane = person.pane().expect("open");
    assert_eq!(pane.sheet().format().layout, Layout::Delimited(Delimiter::Tab));
    assert_eq!(pane.counts().ready, 2);
    let words = pane.origin.as_ref().and_then(Origin::words);
    assert_eq!(words.as_deref(), Some("xlsx, sheet People of 2"));
    assert_eq!(
        person.toast(),
        "Read from sheet \"People\" of 2. Sheet \"Partners\" holds 1 row with an address too. \
         Open the file again as FILE#SHEET to take one sheet alone."
    );
    // A text that is replaced is none of the file any more.
    person.keys("<ctrl-a>");
    person.tell(Msg::Pasted("Yan,yan@acme.com".to_owned()));
    let pane = person.pane().expect("open");
    assert_eq!((pane.origin.as_ref(), pane.counts().ready), (None, 1));
}

#[test]
fn a_file_beside_other_text_leaves_the_layout_to_be_found_out() {
    let mut person = at_pane();
    person
        .text("Ann,ann.new@acme.com")
        .keys("<ctrl-o>")
        .text("list.xlsx")
        .keys("<enter>");
    answer(&mut person, Ok(file(&workbook())));
    let pane = person.pane().expect("open");
    assert_eq!(
        (pane.sheet().options().layout, pane.origin.as_ref()),
        (None, None)
    );
}
