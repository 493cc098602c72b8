//! Snapshots of many customers at once, of two contacts side by side, and of what wants attention.

use rstest::rstest;

use super::{SIZES, snapshot, story};
use crate::app::testing::{Person, small_book};

#[rstest]
#[case("customers_marked", "<space><space>")]
#[case("customers_all_marked", "<ctrl-a>")]
#[case("tags_form", "<space><space>t")]
#[case("tags_completed", "t+vip, emea<enter>jt-trial, +v")]
#[case("views", "v")]
#[case("view_chosen", "v<down><enter>")]
fn many_customers(#[case] name: &str, #[case] keys: &str) {
    story(name, &small_book(), keys);
}

#[rstest]
#[case("look_alike", "")]
#[case("merge", "M")]
#[case("merge_picked", "M<down><right><down><left>")]
#[case("merge_swapped", "Ms")]
#[case("merged", "M<enter>")]
#[case("not_the_same", "MN")]
fn merging(#[case] name: &str, #[case] keys: &str) {
    for (width, height) in SIZES {
        let mut person = Person::at_synced_book(width, height);
        person
            .keys("2a")
            .text("Dana  Ruiz")
            .keys("<tab>")
            .text("dana.ruiz@acme-group.example");
        person.keys("<tab><tab>").text("+1 202-555-0101").keys("<enter>");
        person.model.toast = None;
        person.keys(keys);
        snapshot(name, &person);
    }
}

#[test]
fn what_wants_attention_at_customers() {
    for (width, height) in SIZES {
        let mut person = Person::at_synced_book(width, height);
        person.keys("3n<tab>2026-11-20<enter>");
        person
            .keys("tSend the logo<tab><tab>2026-11-01<enter>")
            .keys("gc");
        snapshot("customers_signals", &person);
        person.keys("<enter>1");
        snapshot("overview_signals", &person);
    }
}
