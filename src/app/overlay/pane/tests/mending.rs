//! Fixes that are taken from the keyboard, where the text is not as simple as usual.

use super::*;
use crate::app::overlay::pane::PastePane;
use crate::domain::Timestamp;

const APART: &str = "a0@acme.com a1@acme.com a2@acme.com a3@acme.com";

#[test]
fn addresses_that_blanks_hold_apart_are_fixed_one_by_one_and_nobody_is_lost() {
    let mut person = pasted(APART);
    person.keys("<ctrl-home><alt-enter>");
    assert_eq!(
        text(&person),
        "A <a0@acme.com>, a1@acme.com a2@acme.com a3@acme.com"
    );
    person.keys("<F8><F8><alt-enter>");
    assert_eq!(
        text(&person),
        "A <a0@acme.com>, a1@acme.com, A <a2@acme.com>, a3@acme.com"
    );
    assert_eq!(person.pane().map(|pane| pane.counts().all()), Some(4));
}

#[test]
fn addresses_that_blanks_hold_apart_are_fixed_all_at_once() {
    let mut person = pasted(APART);
    person.keys("<ctrl-home><alt-a>").wait(200).keys("<down><enter>");
    let fixed = "A <a0@acme.com>, A <a1@acme.com>, A <a2@acme.com>, A <a3@acme.com>";
    assert_eq!(text(&person), fixed);
    assert_eq!(action(&person), "Add 4 contacts");
    person.keys("<ctrl-z>");
    assert_eq!(text(&person), APART);
}

#[test]
fn a_fix_for_all_is_refused_once_the_text_is_another_one() {
    let mut person = pasted("Yan,yan@acme\nZoe,zoe@acme\n");
    person.keys("<ctrl-home><alt-a>");
    let pane = person.model.stack.get_mut::<PastePane>().expect("open");
    pane.paste_lines("Ann Lee,ann@acme.com\n", Timestamp::default())
        .expect("pasted");
    let before = text(&person);
    person.wait(200).keys("<down><enter>");
    assert_eq!(text(&person), before);
    assert!(
        person.toast().contains("The list changed in the meantime"),
        "{}",
        person.toast()
    );
}

#[test]
fn very_many_fixes_are_taken_in_parts() {
    let list: String = (0..10_020)
        .map(|number| format!("Bo,bo{number}@acme\n"))
        .collect();
    let mut person = pasted(&list);
    person.keys("<ctrl-home><alt-a>");
    let dialog = person.dialog().expect("a question");
    assert!(dialog.title.contains("10000 rows"), "{}", dialog.title);
    assert!(
        dialog.text.ends_with("and the rest comes after them"),
        "{}",
        dialog.text
    );
    person.wait(200).keys("<down><enter>");
    assert_eq!(action(&person), "Add 10000 contacts");
    person
        .keys("<ctrl-end><F8><alt-a>")
        .wait(200)
        .keys("<down><enter>");
    assert_eq!(action(&person), "Add 10020 contacts");
}

#[test]
fn a_row_of_text_that_is_no_table_is_fixed_where_it_stands() {
    let mut person = pasted(
        "Hi all,\n\nName: Ann Lee\nTitle: CTO\nEmail: ann@gmial.com\n\n- Bo Wu, bo@acme.com\n- cy.dee@acme.com\n",
    );
    person.keys("<ctrl-home><down><down><down><down><alt-enter><F8><alt-enter>");
    let pane = person.pane().expect("open");
    assert_eq!(
        text(&person),
        "Hi all,\n\nName: Ann Lee\nTitle: CTO\nEmail: ann@gmail.com\n\n- Bo Wu, bo@acme.com\n- Cy Dee <cy.dee@acme.com>\n"
    );
    assert_eq!((pane.counts().ready, pane.counts().flagged), (3, 0));
}
