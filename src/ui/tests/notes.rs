//! Notes: the form, the tab, and where else they show.

use rstest::rstest;

use super::{Colors, SIZES, drawn, snapshot, text};
use crate::app::Msg;
use crate::app::layout::SMALLEST;
use crate::app::testing::{Person, small_book};

#[rstest]
#[case("new_note", "N")]
#[case("note_form", "NBudget is tight<enter>- until Q2<tab>soon<enter>")]
#[case(
    "notes",
    "NBudget is tight<enter>- until Q2, says Dana, who then has to ask her own board for what comes on top<tab>2026-11-20<ctrl-s><enter>2nPrefers calls<ctrl-s>5<down>"
)]
#[case("no_notes", "<enter>5")]
#[case(
    "overview_with_notes",
    "NBudget is tight<ctrl-s><enter>2nPrefers calls<ctrl-s>1"
)]
#[case("workbench_with_a_note", "NBudget is tight<tab>2026-11-20<enter>gw")]
fn notes(#[case] name: &str, #[case] keys: &str) {
    for (width, height) in SIZES {
        let mut person = Person::at(width, height, &small_book());
        person.keys(keys);
        snapshot(name, &person);
    }
}

#[test]
fn a_page_of_a_long_note_is_what_shows_of_it() {
    let mut person = Person::at(80, 24, &small_book());
    let lines: Vec<String> = (0..60).map(|line| format!("line {line}")).collect();
    person.keys("N").tell(Msg::Pasted(lines.join("\n")));
    drawn(&person, Colors::Full);
    person.keys("<pgup>!");
    let text = person.form().expect("open").fields[0].text().to_owned();
    let marked = text.lines().position(|line| line.contains('!')).expect("typed");
    assert!((40..59).contains(&marked), "{marked}");
}

#[test]
fn all_tabs_show_on_the_narrowest_screen() {
    let mut person = Person::at(SMALLEST.width, SMALLEST.height, &small_book());
    person.keys("<enter>5");
    let shown = text(&drawn(&person, Colors::Full));
    assert!(
        shown.contains("1 Overview") && shown.contains("[5 Notes]"),
        "{shown}"
    );
}

#[test]
fn the_tab_without_notes_names_one_key_whether_a_form_is_open_or_not() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("<enter>5");
    let shown = |person: &Person| text(&drawn(person, Colors::Full)).contains("Press n to write one.");
    assert!(shown(&person));
    person.keys("n");
    assert!(person.form().is_some() && shown(&person));
}
