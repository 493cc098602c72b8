//! What a state means on the screens: risks, customers to be won back, and onboardings beside others.

use super::at_onboarding;
use super::leads::todo;
use crate::app::Msg;
use crate::app::screens::Screen;
use crate::app::testing::{Person, small_book};
use crate::domain::{Change, CustomerStatus, Field, OnboardingState, OpenTasks, OthersActive, PhaseMove};
use crate::input::Tab;

const DAY: i64 = 86_400_000;

/// Opens the form of the first customer, at its status.
const TO_STATUS: &str = "e<tab><tab><tab><tab>";

fn at_customers() -> Person {
    Person::at(80, 24, &small_book())
}

fn plans(person: &mut Person) -> Vec<OnboardingState> {
    let all = person.workspace.onboardings(None).expect("listed");
    all.iter().map(|one| one.state).collect()
}

#[test]
fn a_risk_is_typed_with_its_reason_and_leads_the_workbench_to_the_customer() {
    let mut person = at_customers();
    person
        .keys(TO_STATUS)
        .keys("<right><tab>")
        .text("Budget frozen")
        .keys("<enter>");
    assert_eq!(person.toast(), "Acme is now at risk: Budget frozen.");
    person.keys("gw");
    assert_eq!(todo(&person)[0], "Acme: At risk since 24 Nov: Budget frozen");
    person.keys("d");
    assert!(
        person
            .toast()
            .starts_with("Only a follow-up, a task or a win-back")
    );
    person.keys("<enter>");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    assert_eq!(
        (screen.customer.name.as_str(), screen.tab),
        ("Acme", Tab::Overview)
    );
    person.keys("e<tab><tab><tab><tab><tab><home><ctrl-k><enter>gw");
    assert_eq!(todo(&person)[0], "Acme: Say why (enter): at risk since 24 Nov");
    // Another status takes the reason along, which only counted for this one.
    person.keys("gc").keys(TO_STATUS).keys("<left><enter>");
    assert_eq!(person.toast(), "Acme is now active.");
}

#[test]
fn a_reason_that_was_typed_for_a_status_that_was_not_kept_is_not_saved() {
    let mut person = at_customers();
    person
        .keys(TO_STATUS)
        .keys("<right><tab>")
        .text("Budget frozen")
        .keys("<shift-tab><right><tab>")
        .text("+3mo")
        .keys("<enter>");
    assert_eq!(
        person.toast(),
        "Acme is now churned. Win-back date: 24 February 2027."
    );
    let acme = person.workspace.find_customer("1").expect("Acme");
    assert_eq!((acme.status, acme.risk()), (CustomerStatus::Churned, None));
    assert_eq!(acme.about_status.risk_reason, None);
}

#[test]
fn a_win_back_date_that_is_no_day_is_told_beside_its_field() {
    let mut person = at_customers();
    person
        .keys(TO_STATUS)
        .keys("<left><left><tab>")
        .text("soon")
        .keys("<enter>");
    let form = person.form().expect("kept");
    let error = form.fields[form.focus].error.clone().expect("told");
    assert!(error.starts_with("Type a day as"), "{error}");
}

#[test]
fn who_is_to_be_won_back_is_in_the_workbench_until_it_is_done() {
    let mut person = at_customers();
    person
        .keys(TO_STATUS)
        .keys("<left><left><tab>")
        .text("+2w")
        .keys("<enter>gw");
    let wins = |person: &Person| {
        todo(person)
            .iter()
            .filter(|line| line.contains("Win back"))
            .count()
    };
    assert_eq!(wins(&person), 0);
    person.wait(15 * DAY).keys("gcgw");
    assert_eq!(
        todo(&person)[0],
        "Acme: Win back (d) or postpone (enter): due 8 Dec, yesterday"
    );
    person.keys("<home>d");
    assert_eq!(person.toast(), "Done: win-back of Acme.");
    assert_eq!(wins(&person), 0);
    person.keys("u");
    assert_eq!(wins(&person), 1);
    person.keys("<home><enter>");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    assert_eq!(
        (screen.customer.name.as_str(), screen.tab),
        ("Acme", Tab::Overview)
    );
}

#[test]
fn an_onboarding_is_resumed_beside_another_one_only_if_it_is_wanted() {
    let mut person = at_onboarding();
    person.keys("Pn<enter>");
    assert_eq!(
        plans(&mut person),
        [OnboardingState::Paused, OnboardingState::Active]
    );
    person.keys("<end>P");
    let dialog = person.dialog().expect("a question");
    assert_eq!(dialog.title, "Resume onboarding #1 of Acme too?");
    assert_eq!(dialog.text, "Onboarding #2 is active, in Kickoff.");
    person.keys("<esc>");
    assert_eq!(
        plans(&mut person),
        [OnboardingState::Paused, OnboardingState::Active]
    );
    person.keys("P<down><enter>");
    assert_eq!(plans(&mut person), [OnboardingState::Active; 2]);
}

#[test]
fn an_onboarding_that_is_done_is_reopened_beside_another_one_once_that_was_asked() {
    let mut person = at_onboarding();
    let first = person.workspace.find_onboarding("1").expect("there").id;
    let finish = Change::MovePhase {
        onboarding: first,
        how: PhaseMove::Finish { note: None },
        open: OpenTasks::CarryOver,
        tasks: Vec::new(),
    };
    person.workspace.make(finish).expect("finished");
    person.tell(Msg::StoreChanged);
    person.keys("n<enter><end><lt>");
    let dialog = person.dialog().expect("a question");
    assert_eq!(dialog.title, "Reopen onboarding #1 of Acme too?");
    assert_eq!(dialog.text, "Onboarding #2 is active, in Kickoff.");
    person.keys("<esc>");
    assert_eq!(
        plans(&mut person),
        [OnboardingState::Done, OnboardingState::Active]
    );
    person
        .keys("<lt><down><enter>")
        .text("Kickoff")
        .keys("<tab>")
        .text("Once more")
        .keys("<enter><down><enter>");
    assert_eq!(plans(&mut person), [OnboardingState::Active; 2]);
}

#[test]
fn what_another_window_started_meanwhile_is_asked_about_the_second_time() {
    let mut person = at_onboarding();
    person.keys("Pn");
    let paused = person.workspace.find_onboarding("1").expect("there").id;
    let change = Change::SetOnboardingState {
        onboarding: paused,
        state: OnboardingState::Active,
        others: OthersActive::Refused,
    };
    person.workspace.make(change).expect("resumed");
    person.keys("<tab>+2w<enter>");
    let form = person.form().expect("kept");
    let error = form.error.clone().expect("told");
    assert!(
        error.starts_with("Acme has an active onboarding already: #1, in Kickoff."),
        "{error}"
    );
    person.tell(Msg::StoreChanged);
    person.keys("<esc>n<down><enter>");
    let form = person.form().expect("open");
    assert!(
        form.text_of(Field::Target).contains("+2w"),
        "nothing typed is lost"
    );
    person.keys("<enter>");
    assert_eq!(plans(&mut person), [OnboardingState::Active; 2]);
}

#[test]
fn a_draft_of_sending_one_back_goes_by_what_was_answered_last() {
    let mut person = at_onboarding();
    let done = person.workspace.find_onboarding("1").expect("there").id;
    let change = Change::MovePhase {
        onboarding: done,
        how: PhaseMove::Finish { note: None },
        open: OpenTasks::Complete,
        tasks: Vec::new(),
    };
    person.workspace.make(change).expect("finished");
    person.tell(Msg::StoreChanged);
    person
        .keys("<lt>")
        .text("Kickoff")
        .keys("<tab>")
        .text("Once more")
        .keys("<esc>n<enter>");
    assert_eq!(
        plans(&mut person),
        [OnboardingState::Done, OnboardingState::Active]
    );
    person.keys("G<lt><down><enter>");
    let form = person.form().expect("open");
    assert_eq!(form.text_of(Field::Note), "Once more", "nothing typed is lost");
    person.keys("<enter><down><enter>");
    assert_eq!(plans(&mut person), [OnboardingState::Active; 2]);
}

#[test]
fn a_target_is_not_late_while_paused_and_still_holds_once_resumed() {
    let mut person = at_onboarding();
    person.keys("e<tab>2026-11-25<enter>P");
    person.wait(10 * DAY).keys("gw");
    let late = |person: &Person| todo(person).iter().any(|line| line.contains("it was 25 Nov"));
    assert!(!late(&person), "{:?}", todo(&person));
    person.keys("gc<enter>3P");
    assert_eq!(
        person.toast(),
        "The onboarding of Acme is now active. Its target is still 25 November 2026."
    );
    person.keys("gw");
    assert!(late(&person), "{:?}", todo(&person));
}
