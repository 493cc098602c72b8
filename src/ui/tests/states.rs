//! Snapshots of what a state means: why a customer is at risk, when to win one back, and onboardings beside others.

use rstest::rstest;

use super::{SIZES, drawn, snapshot, story, text};
use crate::app::testing::{Person, small_book};
use crate::ui::Colors;

/// Has the first customer be at risk, with a reason.
const AT_RISK: &str = "e<tab><tab><tab><tab><right><tab>Budget frozen until Q2<enter>";

#[rstest]
#[case("at_risk_form", "e<tab><tab><tab><tab><right><tab>")]
#[case("at_risk_overview", "1")]
#[case("at_risk_workbench", "gw")]
#[case("at_risk_history", "4")]
#[case("churned_form", "e<tab><tab><tab><tab><right><tab>")]
fn customers(#[case] name: &str, #[case] keys: &str) {
    let before = if name == "at_risk_form" { "" } else { AT_RISK };
    story(name, &small_book(), &format!("{before}{keys}"));
}

#[test]
fn a_churned_customer_and_the_day_to_win_it_back() {
    for (width, height) in SIZES {
        let mut person = Person::at(width, height, &small_book());
        person.keys("e<tab><tab><tab><tab><left><left><tab>+2w<enter>f");
        person.model.toast = None;
        person.keys("1");
        snapshot("churned_overview", &person);
        person.wait(15 * 86_400_000).keys("gw");
        snapshot("win_back_workbench", &person);
    }
}

#[test]
fn another_onboarding_is_active_as_one_is_resumed() {
    story("resume_another", &small_book(), "3n<enter>Pn<enter><end>P");
}

#[test]
fn a_wide_list_of_customers_says_why_they_are_at_risk() {
    let shown = |width| {
        let mut person = Person::at(width, 24, &small_book());
        person.keys(AT_RISK);
        person.model.toast = None;
        text(&drawn(&person, Colors::Full))
    };
    assert!(shown(150).contains("▲ at risk: Budget frozen"), "{}", shown(150));
    assert!(!shown(130).contains("Budget"), "{}", shown(130));
}
