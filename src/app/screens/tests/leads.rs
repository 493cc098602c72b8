//! What wants attention leads to the row where it is met.

use super::at_onboarding;
use crate::app::screens::Screen;
use crate::app::testing::{Person, small_book};
use crate::domain::{AttemptOutcome, Change, Channel, PlanRow};
use crate::input::Tab;

const DAY: i64 = 86_400_000;

pub(super) fn todo(person: &Person) -> Vec<String> {
    let Screen::Workbench(screen) = person.model.trail.top() else {
        panic!("the workbench")
    };
    let items = screen.list.window(50).filter_map(|(_, item)| item);
    items
        .map(|item| {
            format!(
                "{}: {}",
                item.customer_name,
                item.need.sentence(person.model.today(), person.model.keys())
            )
        })
        .collect()
}

#[test]
fn a_phase_that_takes_too_long_is_late_and_one_line_of_the_workbench_that_leads_to_it() {
    let mut person = at_onboarding();
    person.wait(7 * DAY).keys("gw");
    let late = |person: &Person| {
        todo(person)
            .into_iter()
            .filter(|line| line.contains("in Kickoff"))
            .count()
    };
    assert_eq!(late(&person), 0, "{:?}", todo(&person));
    person.wait(DAY).keys("gw");
    assert_eq!(late(&person), 1);
    assert_eq!(
        todo(&person)[0],
        "Acme: Advance or pause (enter): day 8 of 7 in Kickoff"
    );
    person.keys("<enter>");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    assert_eq!(screen.tab, Tab::Onboardings);
    assert!(matches!(
        screen.onboardings.rows.selected(),
        Some(PlanRow::Onboarding(_))
    ));
    person.keys("e<tab>2026-11-25<enter>gw");
    assert_eq!(
        todo(&person)[0],
        "Acme: Advance or move the target (enter): it was 25 Nov"
    );
    assert_eq!(late(&person), 0, "one line for one onboarding");
    person.keys("<enter>Pgw");
    assert!(!todo(&person)[0].contains("Advance"), "{:?}", todo(&person));
}

#[test]
fn every_key_that_a_line_of_the_workbench_names_works_there() {
    let mut person = at_onboarding();
    person.keys("e<tab>2026-11-25<enter>2NCall Dana<tab>today<enter>n<esc>gc<end>e");
    person.keys("<tab><tab><tab><tab><right><enter>");
    person.wait(20 * DAY).keys("gw");
    let lines = todo(&person);
    for words in [
        "Say why",
        "move the target",
        "reschedule",
        "mark done",
        "Add a contact",
        "Choose a primary",
    ] {
        assert!(
            lines.iter().any(|line| line.contains(words)),
            "{words}: {lines:?}"
        );
    }
    for line in &lines {
        let keys = line.split('(').skip(1).filter_map(|rest| rest.split_once(')'));
        for (key, _) in keys {
            let command = person.model.command_for(key.parse().expect("a key"));
            assert!(command.is_some(), "{line}");
        }
    }
}

#[test]
fn a_need_leads_to_the_row_where_it_is_met() {
    let mut person = at_onboarding();
    person.keys("2e<tab><home><ctrl-k>ann@elsewhere.com<enter>*");
    person.wait(8 * DAY).keys("gw");
    let go = |person: &mut Person, words: &str| {
        person.keys("gw<home>");
        let lines = todo(person);
        let place = lines.iter().position(|line| line.contains(words));
        let place = place.unwrap_or_else(|| panic!("{words} in {lines:?}"));
        person.keys(&"j".repeat(place)).keys("<enter>");
    };
    go(&mut person, "Agree on goals");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    assert!(
        matches!(screen.onboardings.rows.selected(), Some(PlanRow::Task(task)) if task.title.as_str() == "Agree on goals and dates")
    );
    go(&mut person, "Ann Lee uses another domain");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    assert_eq!(screen.tab, Tab::Contacts);
    let selected = screen
        .contacts
        .list
        .selected()
        .map(|contact| contact.name.to_string());
    assert_eq!(selected.as_deref(), Some("Ann Lee"));
}

#[test]
fn a_failed_notification_leads_to_its_row_among_the_notifications() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2i<down><enter>i<down><enter>");
    let first = person.workspace.find_notification("1").expect("there").id;
    let channel = Channel::Email;
    person.workspace.fit_channel(channel, "settings").expect("fitted");
    person.workspace.note_test(channel).expect("tested");
    person.workspace.confirm_channel(channel).expect("confirmed");
    let approve = Change::ApproveNotifications(vec![first]);
    person.workspace.make(approve).expect("approved");
    let message = person.workspace.claim(channel).expect("read").expect("due");
    let why = "No such mailbox.".to_owned();
    person
        .workspace
        .record_attempt(&message, &AttemptOutcome::Failed { why })
        .expect("stored");
    person.keys("gw<enter>");
    let Screen::Notifications(screen) = person.model.trail.top() else {
        panic!("the notifications")
    };
    assert_eq!(screen.list.selected().map(|one| one.number), Some(1));
    person.keys("gn");
    let Screen::Notifications(screen) = person.model.trail.top() else {
        panic!("the notifications")
    };
    assert_eq!(screen.list.selected_place(), 0, "nothing is sought any more");
}

#[test]
fn an_onboarding_of_the_list_of_all_is_selected_at_its_customer() {
    let mut person = at_onboarding();
    person.keys("n<down><enter><enter>go");
    person.keys("<end><enter>");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    assert_eq!(screen.onboardings.onboarding().map(|one| one.number), Some(2));
    person.keys("go<home><enter>");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    assert_eq!(screen.onboardings.onboarding().map(|one| one.number), Some(1));
}
