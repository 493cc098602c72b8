//! Notes: the form, the tab, and where else they show.

use rstest::rstest;

use super::{SIZES, snapshot};
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
