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

fn read_as(person: &Person) -> (Option<Layout>, Option<String>) {
    let pane = person.pane().expect("open");
    let origin = pane.origin.as_ref().and_then(Origin::words);
    (pane.sheet().options().layout, origin)
}

#[test]
fn a_step_back_over_a_file_reads_the_text_as_it_was_and_one_forward_as_the_file_was() {
    let before = "Zoe,zoe@acme.com";
    let mut person = at_pane();
    person
        .text(before)
        .keys("<ctrl-a><ctrl-o>")
        .text("list.xlsx")
        .keys("<enter>");
    answer(&mut person, Ok(file(&workbook())));
    let of_file = (
        Some(Layout::Delimited(Delimiter::Tab)),
        Some("xlsx, sheet People of 2".to_owned()),
    );
    assert_eq!(read_as(&person), of_file);
    let opened = text(&person);
    person.keys("<ctrl-z>");
    assert_eq!(
        (text(&person), read_as(&person)),
        (before.to_owned(), (None, None))
    );
    assert_eq!(person.pane().map(|pane| pane.counts().ready), Some(1));
    person.keys("<ctrl-y>");
    assert_eq!(
        (text(&person), read_as(&person)),
        (opened.clone(), of_file.clone())
    );
    // A text that is deleted, or replaced, comes back as it was read too.
    person.keys("<ctrl-a><backspace>");
    assert_eq!(read_as(&person), (None, None));
    person.keys("<ctrl-z>");
    assert_eq!(
        (text(&person), read_as(&person)),
        (opened.clone(), of_file.clone())
    );
    person.keys("<ctrl-a>");
    person.tell(Msg::Pasted("Yan,yan@acme.com".to_owned()));
    assert_eq!(read_as(&person), (None, None));
    person.keys("<ctrl-z>");
    assert_eq!((text(&person), read_as(&person)), (opened, of_file));
    person.keys("<ctrl-z><ctrl-z>");
    assert_eq!(read_as(&person), (None, None));
}

#[test]
fn a_reading_that_is_stopped_or_overtaken_loses_no_text_and_its_answer_comes_too_late() {
    let mut person = at_pane();
    person.tell(Msg::Pasted("/dev/null and void".to_owned()));
    let first = reading(&person);
    person.tell(Msg::Pasted("/tmp/b.csv".to_owned()));
    assert_eq!(text(&person), "/dev/null and void");
    let late = |request| Msg::FileRead {
        request,
        file: Ok(Box::new(file(b"Zoe,zoe@acme.com\n"))),
    };
    person.tell(late(first));
    assert_eq!(text(&person), "/dev/null and void");
    person.text(" x");
    let second = reading(&person);
    person.keys("<esc>");
    assert_eq!(text(&person), "/dev/null and void x/tmp/b.csv");
    assert!(
        person.toast().contains("stands in the text"),
        "{}",
        person.toast()
    );
    person.tell(late(second));
    assert_eq!(text(&person), "/dev/null and void x/tmp/b.csv");
    // A file that is opened by its name overtakes too.
    person.tell(Msg::Pasted("/tmp/c.csv".to_owned()));
    person.keys("<ctrl-o>").text("d.csv").keys("<enter>");
    assert!(text(&person).ends_with("/tmp/c.csv"), "{}", text(&person));
    person.keys("<esc>");
    assert_eq!(person.toast(), "The file was not read; the text is unchanged.");
}

#[test]
fn a_file_that_is_read_while_rows_are_added_keeps_the_pane_open() {
    let mut person = at_pane();
    person.text("Zoe,zoe@acme.com");
    person.tell(Msg::Pasted("/tmp/b.csv".to_owned()));
    person.keys("<ctrl-s>");
    assert_eq!(text(&person), "");
    answer(&mut person, Ok(file(b"Yan,yan@acme.com\n")));
    assert_eq!(text(&person), "Yan,yan@acme.com\n");
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

#[test]
fn an_empty_file_leaves_the_text_as_it_is() {
    let mut person = at_pane();
    person.text("Ann Lee,ann@acme.com").keys("<left><left><left>");
    person.tell(Msg::Pasted("/tmp/empty.csv".to_owned()));
    answer(&mut person, Ok(file(b"")));
    assert_eq!(text(&person), "Ann Lee,ann@acme.com");
    assert_eq!(person.toast(), "The file is empty; the text is unchanged.");
}
