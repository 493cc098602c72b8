//! The pane at the keyboard: paste, flagged rows, fixes, adding, and what is left.

mod files;
mod marks;
mod mending;

use crate::app::testing::{Person, small_book};
use crate::app::{FileRequest, Msg, TerminalRequest};
use crate::domain::{Anchor, ContactFilter, ContactQuery, CustomerId, ListOrder, Progress, SearchQuery};
use crate::paste::{Options, Sheet, Status};

const LIST: &str = "Ann Lee,ann.lee@acme.com,CTO\nBo Ruiz,bo@acme\n,carl.jones@acme.com\nDana,dana.new@acme.com\nEve,eve.new@acme.com\n";

fn at_pane() -> Person {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("<enter>2p");
    assert!(person.pane().is_some());
    person
}

fn pasted(text: &str) -> Person {
    let mut person = at_pane();
    person.tell(Msg::Pasted(text.to_owned()));
    person
}

fn action(person: &Person) -> String {
    person.pane().map(super::PastePane::action).unwrap_or_default()
}

fn text(person: &Person) -> String {
    person.pane().map(|pane| pane.document.text()).unwrap_or_default()
}

fn names(person: &mut Person) -> Vec<String> {
    let customer = person
        .workspace
        .find_customer("acme.com")
        .or_else(|_| person.workspace.find_customer("1"))
        .expect("there");
    let query = ContactQuery {
        customer: customer.id,
        filter: ContactFilter::Active,
        words: SearchQuery::default(),
        order: ListOrder::default(),
        anchor: Anchor::Row(0),
        limit: 100,
    };
    person
        .workspace
        .contacts(&query)
        .expect("read")
        .rows
        .iter()
        .map(|contact| contact.name.to_string())
        .collect()
}

/// Returns the lists that are kept for a customer.
fn kept(person: &mut Person, customer: CustomerId) -> Vec<String> {
    let drafts = person.workspace.drafts(customer).expect("listed");
    let texts = drafts.into_iter().map(|head| {
        let opened = person.workspace.open_draft(head.id).expect("read");
        opened.expect("there").text
    });
    texts.collect()
}

#[test]
fn flagged_rows_are_walked_and_fixed_and_the_count_follows_each_key() {
    let mut person = pasted(LIST);
    assert_eq!(action(&person), "Add 3 contacts");
    person.keys("<ctrl-home><F8>");
    let line = |person: &Person| person.pane().map(|pane| pane.document.cursor_line());
    assert_eq!(line(&person), Some(1));
    person.keys("<alt-enter>");
    assert_eq!(action(&person), "Add 4 contacts");
    person.keys("<F8>");
    assert_eq!(line(&person), Some(2));
    person.text("C");
    assert_eq!(action(&person), "Add 5 contacts");
    person.keys("<backspace>");
    assert_eq!(action(&person), "Add 4 contacts");
    person.keys("<F8><F8>");
    assert_eq!(line(&person), Some(2));
    person.keys("<shift-F8>");
    assert_eq!(line(&person), Some(2));
}

#[test]
fn adding_leaves_the_flagged_rows_and_one_key_takes_it_back() {
    let mut person = pasted(LIST);
    let before = names(&mut person);
    person.keys("<ctrl-s>");
    assert_eq!(text(&person), "Bo Ruiz,bo@acme\n,carl.jones@acme.com\n");
    assert!(
        person.toast().starts_with("Added 3 contacts to "),
        "{}",
        person.toast()
    );
    assert!(
        person.toast().ends_with("2 flagged left in the text."),
        "{}",
        person.toast()
    );
    assert_eq!(names(&mut person).len(), before.len() + 3);
    person.keys("u");
    assert_eq!(names(&mut person), before);
    assert_eq!(text(&person), "Bo Ruiz,bo@acme\n,carl.jones@acme.com\n");
}

#[test]
fn a_list_without_faults_closes_the_pane() {
    let mut person = pasted("Zoe,zoe@acme.com\nYan,yan@acme.com");
    person.keys("<ctrl-s>");
    assert!(person.pane().is_none());
    assert!(
        person.toast().starts_with("Added 2 contacts"),
        "{}",
        person.toast()
    );
    person.keys("p");
    assert_eq!(text(&person), "");
}

#[test]
fn the_text_is_kept_on_leaving_and_after_a_rest() {
    let mut person = pasted("Zoe,zoe@acme");
    person.keys("<esc>");
    assert!(person.pane().is_none());
    person.keys("p");
    assert_eq!(text(&person), "Zoe,zoe@acme");
    person.text("x");
    let customer = person.pane().map(|pane| pane.customer).expect("open");
    assert_eq!(kept(&mut person, customer), ["Zoe,zoe@acme"]);
    person.wait(2_000);
    assert_eq!(kept(&mut person, customer), ["xZoe,zoe@acme"]);
}

#[test]
fn the_same_fix_is_taken_on_all_rows_after_a_look_at_it() {
    let mut person = pasted("Yan,yan@acme\nZoe,zoe@acme\nCy,cy@acme.com\n");
    person.keys("<ctrl-home><alt-a>");
    let dialog = person.dialog().expect("asked");
    assert!(
        dialog.text.contains("Yan,yan@acme → Yan,yan@acme."),
        "{}",
        dialog.text
    );
    person.wait(200).keys("<down><enter>");
    assert_eq!(person.pane().map(|pane| pane.counts().ready), Some(3));
    person.keys("<ctrl-z>");
    assert_eq!(text(&person), "Yan,yan@acme\nZoe,zoe@acme\nCy,cy@acme.com\n");
}

#[test]
fn rows_are_skipped_filtered_and_made_primary_in_the_preview() {
    let mut person = pasted(LIST);
    person.keys("<ctrl-home><tab> ");
    assert_eq!(action(&person), "Add 2 contacts");
    person.keys("ff");
    let shown = |person: &Person| {
        let pane = person.pane().expect("open");
        pane.shown(10)
            .into_iter()
            .filter_map(|row| pane.sheet().status_of(row))
            .collect::<Vec<_>>()
    };
    assert_eq!(shown(&person), [Status::Ready, Status::Ready]);
    person.keys("<end>*<ctrl-s>");
    assert!(person.toast().contains("Primary: Eve."), "{}", person.toast());
    assert!(person.toast().contains("1 skipped"), "{}", person.toast());
}

#[test]
fn the_delimiter_and_the_columns_can_be_decided() {
    let mut person = pasted("yan@acme.com,Yan\nzoe@acme.com,Zoe\n");
    assert_eq!(action(&person), "Add 0 contacts");
    person.keys("<alt-c><down><down><down><right><up><enter>");
    assert_eq!(action(&person), "Add 2 contacts");
    person.keys("<alt-d><alt-d>");
    let layout = person.pane().map(|pane| pane.sheet().format().layout.key());
    assert_eq!(layout, Some("tab"));
}

#[test]
fn nothing_to_add_and_a_paste_elsewhere_do_nothing() {
    let mut person = at_pane();
    person.keys("<ctrl-s>");
    assert!(person.toast().contains("Nothing to add"), "{}", person.toast());
    person.keys("<esc>");
    let before = names(&mut person);
    person.tell(Msg::Pasted(LIST.to_owned()));
    assert!(person.pane().is_none());
    assert_eq!(names(&mut person), before);
}

#[test]
fn a_file_and_the_own_editor_give_their_text() {
    let mut person = at_pane();
    person.keys("<ctrl-o>").text("/tmp/list.csv").keys("<enter>");
    assert!(
        matches!(person.wished.last(), Some(crate::app::Effect::Files(FileRequest::Read { path, .. })) if path.ends_with("list.csv"))
    );
    file_read(&mut person, Ok("Zoe,zoe@acme.com\n"));
    assert_eq!(action(&person), "Add 1 contact");
    person.keys("<ctrl-e>");
    assert!(
        matches!(person.wished.last(), Some(crate::app::Effect::Terminal(TerminalRequest::Edit(text))) if text.starts_with("Zoe"))
    );
    person.tell(Msg::TextEdited(Ok(
        "Yan,yan@acme.com\nZoe,zoe@acme.com".to_owned()
    )));
    assert_eq!(action(&person), "Add 2 contacts");
    person.keys("<ctrl-o>").text("x").keys("<enter>");
    file_read(&mut person, Err("There is no file x."));
    assert_eq!(person.toast(), "There is no file x.");
    assert_eq!(action(&person), "Add 2 contacts");
}

#[test]
fn a_list_over_the_limit_is_refused_with_a_sentence() {
    let mut person = at_pane();
    person.tell(Msg::Pasted("x".repeat(crate::paste::MAX_BYTES + 1)));
    assert!(person.toast().contains("128 MiB"), "{}", person.toast());
    assert_eq!(text(&person), "");
}

/// Shows what came of the file that is being read.
fn file_read(person: &mut Person, text: Result<&str, &str>) {
    let request = reading(person);
    let file = text
        .map(|text| {
            Box::new(crate::paste::read_file(text.as_bytes(), &crate::paste::Taken::default()).expect("text"))
        })
        .map_err(|why| crate::app::NoFile::Refused(why.to_owned()));
    person.tell(Msg::FileRead { request, file });
}

fn reading(person: &Person) -> crate::app::RequestId {
    let pane = person.pane().expect("open");
    pane.reading.as_ref().expect("a file").request
}

#[test]
fn reading_a_file_is_told_and_stopped_and_what_comes_late_is_not_taken() {
    let mut person = at_pane();
    person
        .keys("<ctrl-o>")
        .text("/mnt/stalled/list.csv")
        .keys("<enter>");
    let request = reading(&person);
    person.tell(Msg::FileProgress {
        request,
        read: 3 << 20,
        of: 80 << 20,
    });
    let words = |person: &Person| {
        let pane = person.pane().expect("open");
        pane.reading
            .as_ref()
            .map(crate::app::overlay::pane::Reading::words)
    };
    assert_eq!(
        words(&person).as_deref(),
        Some("Reading /mnt/stalled/list.csv: 3 of 80 MiB")
    );
    person.text("Zoe,zoe@acme.com");
    person.keys("<esc>");
    assert_eq!(words(&person), None);
    assert!(
        person
            .wished
            .contains(&crate::app::Effect::Files(FileRequest::Stop))
    );
    let file = crate::paste::read_file(b"Eve,eve@acme.com", &crate::paste::Taken::default()).expect("text");
    person.tell(Msg::FileRead {
        request,
        file: Ok(Box::new(file)),
    });
    assert_eq!(text(&person), "Zoe,zoe@acme.com");
    // Quitting waits for no file.
    person
        .wait(1_100)
        .keys("<ctrl-o>")
        .text("x")
        .keys("<enter><ctrl-c>");
    assert_eq!(
        person.wished.last(),
        Some(&crate::app::Effect::Terminal(TerminalRequest::Quit))
    );
}

/// Begins to add a row.
fn while_yan_is_added() -> Person {
    let mut person = at_pane();
    person.tell(Msg::Pasted("Yan,yan@acme.com".to_owned()));
    person.hold_replies();
    person.keys("<ctrl-s>");
    person
}

#[test]
fn what_comes_into_the_text_while_its_rows_are_added_stays() {
    let mut person = at_pane();
    person.tell(Msg::Pasted("Yan,yan@acme.com".to_owned()));
    person.keys("<ctrl-o>").text("x").keys("<enter>");
    person.hold_replies();
    person.keys("<ctrl-s>");
    assert_eq!(action(&person), "Adding…");
    file_read(&mut person, Ok("Tia,tia@acme.com"));
    person.release_replies();
    assert!(text(&person).contains("tia@acme.com"), "{}", text(&person));
    assert_eq!(action(&person), "Add 1 contact", "{}", text(&person));
}

#[test]
fn keys_typed_while_the_list_is_added_are_no_commands_once_the_pane_closes() {
    let mut person = while_yan_is_added();
    person.text("dan");
    person.release_replies();
    assert!(person.pane().is_none());
    assert!(person.dialog().is_none());
    assert!(person.toast().contains("Added"), "{}", person.toast());
}

#[test]
fn typing_gives_the_verdicts_of_a_fresh_reading() {
    let mut person = at_pane();
    for c in "Name;Email\nAnn;ann@acme.com\n\"Bo;bo@acme.com\nCy;ann@acme.com".chars() {
        if c == '\n' {
            person.keys("<enter>");
        } else {
            person.text(&c.to_string());
        }
        let pane = person.pane().expect("open");
        let fresh = Sheet::new(&pane.document, Options::default(), pane.sheet().known());
        let rows = |sheet: &Sheet| {
            sheet
                .all()
                .into_iter()
                .filter_map(|row| sheet.row(row, &pane.document))
                .collect::<Vec<_>>()
        };
        assert_eq!(rows(pane.sheet()), rows(&fresh));
    }
}

#[test]
fn the_flagged_one_of_several_on_a_line_is_the_current_row() {
    let mut person = pasted("Yan <yan@acme.com>; zoe@acme.com; Cy <cy@acme.com>");
    person.keys("<F8>");
    let row = person
        .pane()
        .and_then(super::PastePane::current_row)
        .expect("a row");
    assert_eq!(
        (row.email.as_str(), row.status),
        ("zoe@acme.com", Status::Flagged)
    );
    person.keys("<alt-enter>");
    assert_eq!(
        text(&person),
        "Yan <yan@acme.com>; Zoe <zoe@acme.com>; Cy <cy@acme.com>"
    );
}

#[test]
fn adding_many_says_how_far_it_is() {
    let mut person = at_pane();
    person.text("Zoe,zoe@acme.com");
    person.hold_replies();
    person.keys("<ctrl-s>");
    let action = |person: &Person| person.pane().expect("open").action();
    assert_eq!(action(&person), "Adding…");
    person.progress_of_held(Progress {
        done: 8_000,
        of: 93_100,
    });
    assert_eq!(action(&person), "Adding: 8,000 of 93,100 rows");
    person.release_replies();
    assert!(
        person.toast().starts_with("Added 1 contact"),
        "{}",
        person.toast()
    );
}
