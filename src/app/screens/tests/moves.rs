//! Moves with a note, and edits of onboardings and tasks.

use super::{at_onboarding, phase, states};
use crate::app::screens::Screen;
use crate::app::testing::{Person, small_book};
use crate::domain::{Field, HistoryQuery, NotificationState, SearchQuery};

fn choices(person: &Person) -> Vec<String> {
    let dialog = person.dialog().expect("a dialog");
    dialog.choices.iter().map(|choice| choice.label.clone()).collect()
}

fn open_tasks(person: &mut Person) -> Vec<String> {
    let onboarding = person.workspace.find_onboarding("1").expect("there");
    let tasks = person.workspace.tasks(onboarding.id).expect("listed");
    let open = tasks.iter().filter(|task| task.done_at.is_none());
    open.map(|task| format!("{} in {}", task.title, task.phase))
        .collect()
}

#[test]
fn a_note_and_what_becomes_of_open_tasks_are_asked_before_the_preview() {
    let mut person = at_onboarding();
    person.keys("vAll is set<tab><right><enter>");
    let dialog = person.dialog().cloned().expect("a preview");
    assert!(
        dialog.text.contains("With the note: All is set"),
        "{}",
        dialog.text
    );
    assert_eq!(choices(&person), ["Cancel", "Move; 2 open tasks are completed"]);
    assert_eq!(dialog.focus, 0);
    person.keys("<esc>");
    assert!(person.form().is_some(), "nothing typed is lost");
    person.keys("<enter><down><enter>");
    assert_eq!(phase(&person), "Integration");
    assert_eq!(
        open_tasks(&mut person),
        ["Connect the customer's systems in Integration"]
    );
    person.keys("4");
    let acme = person.workspace.find_customer("1").expect("Acme").id;
    let query = HistoryQuery {
        customer: acme,
        words: SearchQuery::default(),
        row: 0,
        limit: 50,
    };
    let history = person.workspace.history(&query).expect("listed").rows;
    assert!(
        history
            .iter()
            .any(|entry| entry.sentence().contains("All is set"))
    );
}

#[test]
fn open_tasks_are_asked_for_only_where_there_are_some() {
    let mut person = at_onboarding();
    person.keys("v");
    assert_eq!(person.form().map(|form| form.fields.len()), Some(2));
    person.keys("<enter>");
    assert_eq!(
        choices(&person),
        ["Cancel", "Move; 2 open tasks are carried over"]
    );
    person.keys("<esc><esc>j<space><home>j<space>v");
    assert_eq!(person.form().map(|form| form.fields.len()), Some(1));
    person.keys("<enter>");
    assert_eq!(choices(&person), ["Cancel", "Move"]);
    person.keys("<esc><esc>><down><enter>");
    assert_eq!(choices(&person), ["Cancel", "Move"]);
}

#[test]
fn the_last_phase_ends_with_its_open_tasks_completed() {
    let mut person = at_onboarding();
    person.keys("><end><up><enter>");
    person.keys("<down><enter>");
    assert_eq!(phase(&person), "Adoption");
    person.keys("v<enter>");
    assert_eq!(choices(&person), ["Cancel", "Finish; 3 open tasks are completed"]);
    person.keys("<down><enter>");
    assert_eq!(open_tasks(&mut person), [""; 0]);
    person.keys("v");
    assert!(person.toast().contains("is done"), "{}", person.toast());
}

#[test]
fn a_note_that_was_kept_goes_with_the_phase_that_comes_next_now() {
    let mut person = at_onboarding();
    person.keys("vNearly there<esc>");
    assert!(person.toast().contains("kept"), "{}", person.toast());
    person.keys("><down><enter><down><enter>");
    assert_eq!(phase(&person), "UAT");
    person.keys("v");
    let form = person.form().expect("a form");
    assert_eq!(
        (form.title().as_str(), form.fields[0].text()),
        ("Advance from UAT to Launch", "Nearly there")
    );
    person.keys("<enter><down><enter>");
    assert_eq!(phase(&person), "Launch");
}

#[test]
fn an_edit_of_a_task_that_tells_nobody_is_saved_at_once_and_one_that_does_is_previewed() {
    let mut person = at_onboarding();
    person.keys("je<enter>");
    assert!(
        person.toast().contains("Nothing was changed"),
        "{}",
        person.toast()
    );
    person.keys("e now<tab>ann@acme.com<enter>");
    assert!(person.dialog().is_none() && person.form().is_none());
    assert!(
        person
            .toast()
            .contains("Saved title, assignee of Hold the kickoff call now"),
        "{}",
        person.toast()
    );
    assert!(states(&mut person).is_empty());
    person.keys("e<tab><tab><tab><right><enter>");
    let dialog = person.dialog().cloned().expect("a preview");
    assert!(dialog.text.contains("Ann Lee, assigned"), "{}", dialog.text);
    assert_eq!(choices(&person), ["Cancel", "Save"]);
    person.keys("<enter>");
    assert!(person.form().is_some() && states(&mut person).is_empty());
    person.keys("<enter><down><enter>");
    assert!(person.form().is_none());
    assert_eq!(states(&mut person), [NotificationState::Held; 2]);
    person.keys("u");
    assert_eq!(states(&mut person), [NotificationState::Cancelled; 2]);
}

#[test]
fn what_is_wrong_with_an_edit_of_a_task_stands_beside_its_field() {
    let mut person = at_onboarding();
    person.keys("je<home><ctrl-k><tab>nobody@acme.com<tab>soon<enter>");
    let wrong = |person: &Person| {
        let form = person.form().expect("a form");
        let fields = form.fields.iter().filter(|field| field.error.is_some());
        fields.map(|field| field.field).collect::<Vec<_>>()
    };
    assert_eq!(wrong(&person), [Field::TITLE, Field::Due]);
    person.keys("Call<tab><tab><home><ctrl-k><enter>");
    assert_eq!(wrong(&person), [Field::Assignee], "Acme has no such contact");
}

#[test]
fn an_onboarding_is_edited_at_once_and_undone() {
    let mut person = at_onboarding();
    person.keys("e<tab>2027-01-15<enter>");
    assert!(
        person
            .toast()
            .contains("Saved target date of the onboarding of Acme"),
        "{}",
        person.toast()
    );
    let target = |person: &mut Person| person.workspace.find_onboarding("1").expect("there").target;
    assert!(target(&mut person).is_some());
    person.keys("e<home><ctrl-k>cara<enter>");
    let form = person.form().expect("stays open");
    assert!(
        form.fields[0]
            .error
            .as_ref()
            .is_some_and(|error| error.starts_with("CSM:"))
    );
    person.keys("<home><ctrl-k><enter>");
    assert!(
        person
            .workspace
            .find_onboarding("1")
            .expect("there")
            .csm
            .is_none()
    );
    person.keys("uu");
    assert_eq!(target(&mut person), None);
    assert!(states(&mut person).is_empty());
}

#[test]
fn where_nobody_gets_it_the_preview_says_so_and_nothing_is_queued() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("j<enter>e<tab><tab><home><ctrl-k><enter>3n<enter>");
    for keys in ["v<enter>", "tAsk<tab><tab><tab><right><enter>"] {
        person.keys(keys);
        let dialog = person.dialog().cloned().expect("a preview");
        assert!(
            dialog
                .text
                .contains("nobody: no primary contact and no owner. Nothing is queued."),
            "{}",
            dialog.text
        );
        person.keys("<down><enter>");
        assert!(person.toast().contains("nothing is queued"), "{}", person.toast());
    }
    assert!(states(&mut person).is_empty());
}

#[test]
fn a_target_that_slips_asks_for_a_reason_beside_its_field() {
    let mut person = at_onboarding();
    person.keys("e<tab>2027-01-15<enter>");
    assert!(
        person.toast().starts_with("Saved target date"),
        "{}",
        person.toast()
    );
    person.keys("e<tab><ctrl-u>2027-02-15<enter>");
    let error = person.form().expect("open").fields[2].error.clone();
    assert_eq!(error.as_deref(), Some("The target moves 31 days later; say why."));
    person.text("Waits for their audit").keys("<enter>");
    assert!(person.form().is_none());
    person.keys("4");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    let lines: Vec<String> = screen
        .history
        .list
        .window(5)
        .filter_map(|(_, line)| Some(line?.sentence()))
        .collect();
    assert!(
        lines.iter().any(|line| line.contains("Waits for their audit")),
        "{lines:?}"
    );
}

#[test]
fn a_second_active_onboarding_is_asked_about() {
    let mut person = at_onboarding();
    person.keys("n");
    let dialog = person.dialog().expect("a question");
    assert_eq!(dialog.text, "Onboarding #1 is active, in Kickoff.");
    person.keys("<enter>");
    assert!(person.form().is_none(), "cancel holds the focus");
    person.keys("n<down><enter>");
    assert!(person.form().is_some());
    person.keys("<enter>");
    assert!(
        person.toast().contains("Started onboarding #2"),
        "{}",
        person.toast()
    );
    person.keys("PjPn");
}
