//! What a person decided about rows, and where the cursor goes.

use super::*;
use crate::domain::Detail;

#[test]
fn what_was_skipped_is_not_added_by_the_next_key_and_stays_skipped_after_leaving() {
    let mut person = pasted(LIST);
    person.keys("<ctrl-home><tab> <ctrl-s>");
    assert!(person.toast().contains("Added 2 contacts"), "{}", person.toast());
    assert_eq!(action(&person), "Add 0 contacts");
    person.keys("<ctrl-s>");
    assert!(
        person.toast().starts_with("Nothing is ready"),
        "{}",
        person.toast()
    );
    let skipped = |person: &Person| person.pane().map(|pane| pane.counts().skipped);
    assert_eq!(skipped(&person), Some(1));
    person.keys("<esc>p");
    assert_eq!(skipped(&person), Some(1));
    // An edit of another line.
    person.keys("<ctrl-end>").text("Fay,fay@acme.com");
    assert_eq!(skipped(&person), Some(1));
    assert_eq!(action(&person), "Add 1 contact");
}

#[test]
fn the_chosen_primary_is_chosen_still_after_leaving_and_adding() {
    let mut person = pasted("Bo,bo@acme\nDee,dee@acme.com\nEve,eve@acme.com");
    person.keys("<tab><end>*<esc>p");
    let chosen = |person: &Person| {
        let pane = person.pane()?;
        let row = pane.sheet().row(pane.sheet().primary()?, &pane.document)?;
        Some(row.name)
    };
    assert_eq!(chosen(&person).as_deref(), Some("Eve"));
    // The flagged one is added later.
    person.keys("<ctrl-s>");
    assert!(person.toast().contains("Primary: Eve."), "{}", person.toast());
}

#[test]
fn undo_in_the_whole_pane_is_that_of_the_text() {
    let mut person = pasted("Ann,ann.new@acme.com\nBo,bo@acme.com\n");
    person.keys("<tab><ctrl-z>");
    assert_eq!(text(&person), "");
    person.keys("<ctrl-y><alt-c><ctrl-z>");
    assert_eq!(text(&person), "");
    person.keys("<ctrl-o><ctrl-z>");
    assert!(
        !person
            .wished
            .contains(&crate::app::Effect::Terminal(TerminalRequest::Suspend))
    );
}

#[test]
fn a_text_in_the_place_of_another_has_its_layout_detected_anew() {
    let layout = |person: &Person| {
        let pane = person.pane().expect("open");
        (pane.sheet().format().layout.key(), pane.sheet().options().clone())
    };
    for gone in ["<ctrl-a>", "<ctrl-a><backspace>", "<ctrl-a><ctrl-x>"] {
        let mut person = pasted("Ann,ann.new@acme.com\nBo,bo@acme.com\n");
        person.keys("<alt-d><alt-d>");
        assert_eq!(layout(&person).0, "tab");
        person
            .keys(gone)
            .tell(Msg::Pasted("Cy;cy@acme.com\nDi;di@acme.com\n".into()));
        assert_eq!(layout(&person), ("semicolon", Options::default()), "{gone}");
    }
    let mut person = pasted("Ann,ann.new@acme.com\nBo,bo@acme.com\n");
    person
        .keys("<alt-d><alt-d><ctrl-end>")
        .tell(Msg::Pasted("Cy,cy@acme.com".into()));
    assert_eq!(layout(&person).0, "tab");
}

#[test]
fn flagged_people_of_one_long_line_are_gone_through_one_by_one() {
    let list = "Yan <yan@acme.com>; zoe@acme.com; Cy <cy@acme.com>; dee@acme.com; Eve <eve@acme.com>";
    let mut person = pasted(list);
    let at = |person: &Person| {
        let pane = person.pane().expect("open");
        let place = pane
            .current()
            .and_then(|row| pane.sheet().in_line(row))
            .expect("of several");
        let row = pane.current_row().expect("a row");
        (row.email, place.number, place.of, pane.document.cursor())
    };
    // After the paste the first of them is at hand.
    assert_eq!(at(&person), ("zoe@acme.com".to_owned(), 2, 5, 20));
    person.keys("<F8>");
    assert_eq!(at(&person), ("dee@acme.com".to_owned(), 4, 5, 52));
    person.keys("<F8>");
    assert_eq!(at(&person).1, 2);
    person.keys("<shift-F8>");
    assert_eq!(at(&person).1, 4);
    person.keys("<alt-enter>");
    assert_eq!(person.toast(), "Fixed: Dee <dee@acme.com>");
    assert!(text(&person).contains("Cy <cy@acme.com>; Dee <dee@acme.com>; Eve"));
    person.keys("<tab><home><enter>");
    assert_eq!(at(&person).1, 1);
}

#[test]
fn after_a_paste_the_first_flagged_row_is_at_hand_else_the_first_row() {
    let cursor = |person: &Person| person.pane().map(|pane| pane.document.cursor_line());
    assert_eq!(cursor(&pasted(LIST)), Some(1));
    let mut person = pasted("Zoe,zoe@acme.com\nYan,yan@acme.com\n");
    assert_eq!(cursor(&person), Some(0));
    person
        .keys("<ctrl-end>")
        .tell(Msg::Pasted("Cy,cy@acme.com\nDi,di@acme.com\n".into()));
    assert_eq!(cursor(&person), Some(2));
    // Behind a single row one goes on.
    person.keys("<ctrl-end>").tell(Msg::Pasted("Flo,flo@acme".into()));
    person.text(".com");
    assert!(text(&person).ends_with("Flo,flo@acme.com"));
}

#[test]
fn the_look_at_a_fix_on_a_long_line_shows_what_is_around_it() {
    let list: String = (0..500).map(|n| format!("P{n} <p{n}@acme.com>; ")).collect();
    let mut person = pasted(&format!("{list}zoe@acme.com; {list}"));
    person.keys("<ctrl-home><F8><alt-a>");
    let dialog = person.dialog().expect("asked");
    assert!(dialog.text.contains("Zoe <zoe@acme.com>"), "{}", dialog.text);
    assert!(dialog.text.len() < 400, "{}", dialog.text);
}

#[test]
fn undo_takes_back_what_was_decided_in_its_turn_and_not_the_paste() {
    let list = "Zoe,zoe@acme.com\nYan,yan@acme.com\n";
    let mut person = pasted(list);
    let state = |person: &Person| {
        let pane = person.pane().expect("open");
        let primary = pane.sheet().chosen().map(|row| pane.sheet().line_of(row));
        (
            pane.counts().skipped,
            primary,
            pane.sheet().options().layout.is_some(),
        )
    };
    person.keys("<tab><end>*<home> ");
    person.keys("<alt-d>");
    let steps = [
        (0, None, false),
        (0, Some(1), false),
        (1, Some(1), false),
        (1, Some(1), true),
    ];
    assert_eq!(state(&person), steps[3]);
    for step in steps[..3].iter().rev() {
        person.keys("<ctrl-z>");
        assert_eq!((state(&person), text(&person)), (*step, list.to_owned()));
    }
    person.keys("<ctrl-z>");
    assert_eq!(text(&person), "");
    person.keys("<ctrl-y>");
    for step in &steps[1..] {
        person.keys("<ctrl-y>");
        assert_eq!((state(&person), text(&person)), (*step, list.to_owned()));
    }
    // What is decided anew has nothing behind it to be made again.
    person.keys("<ctrl-z><ctrl-z><end> <ctrl-y>");
    assert_eq!(state(&person), (1, Some(1), false));
}

#[test]
fn who_is_left_after_adding_is_counted_after_it() {
    // The repeat is nobody's once the first is added.
    let mut person = pasted("Zoe,zoe@acme.com\nYan,yan@acme.com\nZoe,zoe@acme.com\n");
    person.keys("<ctrl-s>");
    let pane = person.pane().expect("open");
    let counts = pane.counts();
    assert_eq!((counts.flagged, counts.existing), (0, 1));
    assert!(
        person.toast().ends_with("1 existing left in the text."),
        "{}",
        person.toast()
    );
}

#[test]
fn after_a_paste_with_a_header_the_first_row_is_at_hand() {
    let person = pasted("Name,Email\n\nZoe,zoe@acme.com\nYan,yan@acme.com\n");
    let pane = person.pane().expect("open");
    assert_eq!(pane.document.cursor_line(), 2);
}

#[test]
fn the_look_at_a_fix_for_all_has_a_line_for_each_example() {
    let mut person = pasted("Zoe;zoe@acme\nYan;yan@acme\nXi;xi@acme\nWu;wu@acme\n");
    person.keys("<ctrl-home><alt-a>");
    let dialog = person.dialog().expect("asked");
    let lines: Vec<&str> = dialog.text.lines().collect();
    assert_eq!(lines[0], "Zoe;zoe@acme → Zoe;zoe@acme.com");
    assert_eq!((lines.len(), lines[3]), (4, "and so on"));
}

#[test]
fn what_is_left_of_a_list_is_read_as_the_list_was() {
    let mut person =
        pasted("Team:\n- Kim Lund, kim@acme.com\n- Max Noor, IT, max@acme\n- ap@acme.com\nThanks, Eve\n");
    person.keys("<ctrl-s>");
    let pane = person.pane().expect("open");
    let rows = pane.sheet().rows(&pane.shown(9), &pane.document);
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Max Noor", ""]);
}

#[test]
fn lines_that_hold_nobody_are_shown_and_no_key_acts_on_them() {
    let mut person = pasted("Hi all,\n\n- Kim Lund, kim@acme.com\n- Max Noor, max@acme.com\n");
    assert_eq!(person.pane().map(|pane| pane.document.cursor_line()), Some(2));
    person.keys("<tab>fff");
    assert_eq!(person.pane().map(|pane| pane.shown(9).len()), Some(1));
    person.keys(" *");
    assert_eq!(action(&person), "Add 2 contacts");
    let skipped = person.pane().map(|pane| pane.counts().skipped);
    assert_eq!(skipped, Some(0));
}

#[test]
fn a_label_that_names_a_role_is_taken_by_one_key_on_all_rows_and_by_nothing_else() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2p").tell(Msg::Pasted(
        "Billing: Zoe May <zoe@acme.com>\nLegal: Kim Oh <kim@acme.com>\n".to_owned(),
    ));
    let rows = |person: &Person| -> Vec<String> {
        let pane = person.pane().expect("open");
        let rows = pane.sheet().rows(&pane.shown(10), &pane.document).into_iter();
        rows.map(|row| row.details[Detail::Roles].clone()).collect()
    };
    assert_eq!(rows(&person), ["", ""]);
    person.keys("<alt-r>");
    assert!(
        person.toast().starts_with("Labels are taken as roles."),
        "{}",
        person.toast()
    );
    assert_eq!(rows(&person), ["billing", "legal"]);
    person.keys("<alt-r>");
    assert_eq!(rows(&person), ["", ""]);
    person.keys("<alt-r><ctrl-s>");
    let acme = person.workspace.find_customer("Acme").expect("there");
    let zoe = person
        .workspace
        .find_contact(&acme, "zoe@acme.com")
        .expect("added");
    assert_eq!(zoe.details.text(Detail::Roles), "billing");
}

#[test]
fn where_no_label_is_a_role_the_key_says_so() {
    let mut person = Person::at(80, 24, &small_book());
    person
        .keys("2p")
        .tell(Msg::Pasted("Zoe May <zoe@acme.com>\n".to_owned()));
    person.keys("<alt-r>");
    assert!(
        person.toast().starts_with("No label of this list"),
        "{}",
        person.toast()
    );
}
