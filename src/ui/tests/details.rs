//! Snapshots of the details of contacts and customers.

use rstest::rstest;

use super::{Colors, SIZES, drawn, snapshot, text};
use crate::app::layout::SMALLEST;
use crate::app::testing::{Person, small_book};

const NOTE: &str = "nBudget is tight<enter>- until Q2, says Dana, who then has to ask her own board for what comes on top<tab>2026-12-01<ctrl-s>";

#[rstest]
#[case("details_contact", "2")]
#[case("details_wide", "2jj")]
#[case("details_archived", "2f")]
fn contacts(#[case] name: &str, #[case] keys: &str) {
    for (width, height) in SIZES {
        let mut person = Person::at(width, height, &small_book());
        person
            .keys("3n<enter>tSend the logo<tab>ann@acme.com<tab>2026-12-04<tab><right><enter><down><enter>2");
        person.keys("<esc>").keys(keys).keys("<enter>").keys(NOTE);
        snapshot(name, &person);
    }
}

#[test]
fn a_contact_that_is_linked_and_was_edited_here() {
    for (width, height) in SIZES {
        let mut person = Person::at_synced_book(width, height);
        person.keys("2<enter>");
        snapshot("details_linked", &person);
        person.keys("o");
        snapshot("details_links", &person);
    }
}

#[rstest]
#[case("details_customer", "I")]
#[case("details_customer_end", "IG")]
fn customers(#[case] name: &str, #[case] keys: &str) {
    for (width, height) in SIZES {
        let mut person = Person::at_synced_book(width, height);
        person
            .keys("3n<enter>tSend the logo<tab>ann@acme.com<tab>2026-12-04<tab><right><enter><down><enter>");
        person.keys("<esc>").keys("NRenews in May<ctrl-s>").keys(keys);
        snapshot(name, &person);
    }
}

#[test]
fn a_very_long_title_is_shown_in_full() {
    let title = "Vice President of Something Very Long Indeed, and of 王小明 as well, until it wraps twice";
    for (width, height) in SIZES {
        let mut person = Person::at(width, height, &small_book());
        person
            .keys("2e<tab><tab><ctrl-u>")
            .text(title)
            .keys("<enter><enter>");
        snapshot("details_long_title", &person);
    }
}

#[test]
fn everything_is_there_on_the_narrowest_screen() {
    let mut person = Person::at_synced_book(SMALLEST.width, SMALLEST.height);
    person.keys("2<enter>");
    let mut seen = String::new();
    for _ in 0..40 {
        seen.push_str(&text(&drawn(&person, Colors::Full)));
        person.keys("j");
    }
    for wanted in ["Chief", "Engineer\"", "mailto:ann@acme.com", "Notifications"] {
        assert!(seen.contains(wanted), "{wanted}: {seen}");
    }
}
