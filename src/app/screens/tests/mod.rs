//! Onboardings and notifications at the keyboard.

mod bulk;
mod details;
mod erasing;
mod field_lists;
mod fields;
mod leads;
mod merging;
mod moves;
mod notes;
mod peace;
mod states;
mod templates;

use std::borrow::Cow;

use crate::app::screens::Screen;
use crate::app::testing::{Person, small_book};
use crate::domain::{Field, NotificationState, PlanRow};

fn at_onboarding() -> Person {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("3n<enter>");
    assert!(
        person.toast().contains("Started onboarding #1"),
        "{}",
        person.toast()
    );
    person
}

fn phase(person: &Person) -> String {
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    let onboarding = screen.onboardings.onboarding().expect("an onboarding");
    onboarding.phase.to_string()
}

fn states(person: &mut Person) -> Vec<NotificationState> {
    let list = person.workspace.notifications().expect("listed");
    list.iter().map(|one| one.state).collect()
}

#[test]
fn advancing_shows_the_primary_and_the_rule_before_anything_is_written() {
    let mut person = at_onboarding();
    person.keys("v<enter>");
    let dialog = person.dialog().cloned().expect("a preview");
    assert!(
        dialog
            .text
            .contains("Dana Ruiz, primary <dana@acme.com> by mail and Slack"),
        "{}",
        dialog.text
    );
    assert!(states(&mut person).is_empty());
    person.keys("<enter>");
    assert_eq!(
        (phase(&person), states(&mut person).len()),
        ("Kickoff".to_owned(), 0)
    );
    person.keys("v<enter><down><enter>");
    assert_eq!(phase(&person), "Integration");
    assert_eq!(states(&mut person), [NotificationState::Held; 2]);
    person.keys("u");
    assert_eq!(phase(&person), "Kickoff");
    assert_eq!(states(&mut person), [NotificationState::Cancelled; 2]);
}

#[test]
fn a_task_for_a_role_is_completed_previewed_with_its_rule_and_opened_again() {
    let mut person = at_onboarding();
    person.keys("tPay<tab>ro");
    let rest = |person: &Person| {
        let form = person.form().expect("open");
        form.completion(person.model.known_words()).map(Cow::into_owned)
    };
    assert_eq!(rest(&person).as_deref(), Some("le:decision maker"));
    person.keys("le:bil<tab>");
    assert_eq!(rest(&person), None);
    person.keys("<tab><tab><right><enter>");
    let dialog = person.dialog().cloned().expect("a preview");
    let wanted = "Task assigned goes to Dana Ruiz (role billing: nobody holds it, so the primary) \
                  <dana@acme.com> by mail and Slack. It is held until it is approved.";
    assert_eq!(dialog.text, wanted);
    person.keys("<down><enter>");
    assert!(person.toast().starts_with("Added task #"), "{}", person.toast());
    person.keys("gn<enter>");
    let text = person.dialog().expect("the text").text.clone();
    assert!(
        text.contains("For role billing: nobody holds it, so the primary."),
        "{text}"
    );
}

#[test]
fn without_a_primary_the_preview_says_owner_fallback_in_words() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("j3n<enter>v<enter>");
    let dialog = person.dialog().cloned().expect("a preview");
    assert!(
        dialog.text.contains("owner (fallback: no primary contact)"),
        "{}",
        dialog.text
    );
}

#[test]
fn a_customer_facing_task_shows_its_route_and_an_internal_one_is_just_added() {
    let mut person = at_onboarding();
    person.keys("tWrite it down<enter>");
    assert!(person.dialog().is_none());
    assert!(person.toast().contains("Added task"), "{}", person.toast());
    person.keys("tSend the logo<tab>ann@acme.com<tab><tab><right><enter>");
    let dialog = person.dialog().cloned().expect("a preview");
    assert!(dialog.text.contains("Ann Lee, assigned"), "{}", dialog.text);
    person.keys("<esc>");
    assert!(person.form().is_some(), "nothing typed is lost");
    person.keys("<enter><down><enter>");
    assert!(person.form().is_none());
    assert_eq!(states(&mut person), [NotificationState::Held; 2]);
}

#[test]
fn a_task_is_done_and_open_again_with_a_key() {
    let mut person = at_onboarding();
    person.keys("j<space>");
    assert!(person.toast().starts_with("Done:"), "{}", person.toast());
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    assert!(
        matches!(screen.onboardings.rows.selected(), Some(PlanRow::Task(task)) if task.done_at.is_some())
    );
    person.keys("<space>");
    assert!(person.toast().starts_with("Reopened:"), "{}", person.toast());
}

#[test]
fn a_subtask_is_added_below_the_selected_task_with_a_note() {
    let mut person = at_onboarding();
    person.keys("T");
    assert_eq!(person.toast(), "Select the task of which it is to be a part.");
    person.keys("jT");
    let title = |person: &Person| person.form().expect("a form").title();
    assert_eq!(title(&person), "New subtask of Hold the kickoff call");
    person.keys("Book a room<tab><tab><tab><tab>The big one<enter>on floor 2<ctrl-s>");
    assert!(person.toast().contains("Added task"), "{}", person.toast());
    person.keys("jT");
    assert_eq!(
        title(&person),
        "New subtask of Hold the kickoff call",
        "from a subtask too"
    );
    person.keys("<esc>e");
    let form = person.form().expect("a form");
    assert_eq!(form.text_of(Field::Note), "The big one\non floor 2");
    person.keys("<esc>k<space>");
    assert_eq!(person.toast(), "Done: Hold the kickoff call, with 1 subtask.");
    person.keys("T");
    assert!(
        person.toast().starts_with("This task is done."),
        "{}",
        person.toast()
    );
}

#[test]
fn all_open_tasks_of_a_phase_are_done_as_one_change_once_that_is_agreed() {
    let mut person = at_onboarding();
    let open = |person: &mut Person| {
        let one = person.workspace.find_onboarding("1").expect("there");
        one.open_in_phase
    };
    person.keys("D");
    let dialog = person.dialog().cloned().expect("a question");
    assert_eq!(dialog.title, "Mark 2 open tasks of Kickoff as done?");
    assert_eq!(dialog.text, "Hold the kickoff call\nAgree on goals and dates");
    person.keys("<esc>");
    assert_eq!(open(&mut person), 2);
    person.keys("jD<enter>");
    assert_eq!(person.toast(), "Done: 2 tasks.");
    assert_eq!(open(&mut person), 0);
    person.keys("D");
    assert_eq!(person.toast(), "No task of this phase is open.");
    person.keys("u");
    assert_eq!(open(&mut person), 2);
    person.keys("<space>D");
    let dialog = person.dialog().cloned().expect("a question");
    assert_eq!(dialog.title, "Mark the open task of Kickoff as done?");
}

#[test]
fn sending_back_needs_an_earlier_phase_and_a_reason() {
    let mut person = at_onboarding();
    person.keys("v<enter><down><enter><lt>UAT<enter>");
    let form = person.form().expect("stays open");
    let errors = form.fields.iter().filter(|field| field.error.is_some()).count();
    assert_eq!(errors, 2);
    person.keys("<esc><lt><ctrl-x>Kickoff<tab>Not ready<enter>");
    let dialog = person.dialog().cloned().expect("a preview");
    assert!(dialog.title.contains("Kickoff"), "{}", dialog.title);
    person.keys("<down><enter>");
    assert_eq!(phase(&person), "Kickoff");
}

#[test]
fn an_invitation_is_previewed_and_a_notification_is_cancelled_and_released() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2i");
    let dialog = person.dialog().cloned().expect("a preview");
    assert!(dialog.text.contains("Ann Lee, assigned"), "{}", dialog.text);
    person.keys("<down><enter>gn");
    assert_eq!(states(&mut person).len(), 2);
    person.keys("c");
    assert_eq!(states(&mut person)[0], NotificationState::Cancelled);
    person.keys("c");
    assert!(person.toast().contains("already cancelled"), "{}", person.toast());
    person.keys("r");
    assert_eq!(states(&mut person)[0], NotificationState::Held);
}

#[test]
fn the_workbench_leads_to_what_wants_attention_and_empties_as_it_is_done() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("3n<tab>2026-11-20<enter>gw");
    let items = |person: &Person| match person.model.trail.top() {
        Screen::Workbench(screen) => screen
            .list
            .window(50)
            .filter_map(|(_, item)| {
                Some(format!(
                    "{}: {}",
                    item?.customer_name,
                    item?.need.sentence(person.model.today(), person.model.keys())
                ))
            })
            .collect::<Vec<_>>(),
        _ => panic!("the workbench"),
    };
    let before = items(&person);
    assert_eq!(
        before,
        [
            "Acme: Advance or move the target (enter): it was 20 Nov",
            "Acme Labs: Add a contact (enter): there are none",
            "Borealis: Choose a primary contact (enter): there is none",
        ]
    );
    let place = before
        .iter()
        .position(|item| item.starts_with("Borealis"))
        .expect("there");
    person.keys(&"j".repeat(place)).keys("<enter>*gw");
    let after = items(&person);
    assert!(
        !after.iter().any(|item| item.starts_with("Borealis: Choose")),
        "{after:?}"
    );
    assert!(
        after
            .iter()
            .any(|item| item.starts_with("Borealis: Add a second contact")),
        "{after:?}"
    );
}
