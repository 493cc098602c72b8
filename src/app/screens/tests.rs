//! Onboardings and notifications at the keyboard.

use crate::app::model::Place;
use crate::app::testing::{Person, small_book};
use crate::domain::{Change, Channel, Field, NotificationState, PlanRow, Settlement};
use crate::input::Tab;

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
    let Place::Customer(screen) = &person.model.place else {
        panic!("a customer")
    };
    let onboarding = screen.onboardings.onboarding().expect("an onboarding");
    onboarding.phase.to_string()
}

fn states(person: &mut Person) -> Vec<NotificationState> {
    let list = person.workspace.notifications(None).expect("listed");
    list.iter().map(|one| one.state).collect()
}

#[test]
fn advancing_shows_the_primary_and_the_rule_before_anything_is_written() {
    let mut person = at_onboarding();
    person.keys("v<enter>");
    let dialog = person.model.dialog.clone().expect("a preview");
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
fn without_a_primary_the_preview_says_owner_fallback_in_words() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("j3n<enter>v<enter>");
    let dialog = person.model.dialog.clone().expect("a preview");
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
    assert!(person.model.dialog.is_none());
    assert!(person.toast().contains("Added task"), "{}", person.toast());
    person.keys("tSend the logo<tab>ann@acme.com<tab><tab><right><enter>");
    let dialog = person.model.dialog.clone().expect("a preview");
    assert!(dialog.text.contains("Ann Lee, assigned"), "{}", dialog.text);
    person.keys("<esc>");
    assert!(person.model.form.is_some(), "nothing typed is lost");
    person.keys("<enter><down><enter>");
    assert!(person.model.form.is_none());
    assert_eq!(states(&mut person), [NotificationState::Held; 2]);
}

#[test]
fn a_task_is_done_and_open_again_with_a_key() {
    let mut person = at_onboarding();
    person.keys("j<space>");
    assert!(person.toast().starts_with("Done:"), "{}", person.toast());
    let Place::Customer(screen) = &person.model.place else {
        panic!("a customer")
    };
    assert!(
        matches!(screen.onboardings.rows.selected(), Some(PlanRow::Task(task)) if task.done_at.is_some())
    );
    person.keys("<space>");
    assert!(person.toast().starts_with("Open again:"), "{}", person.toast());
}

#[test]
fn sending_back_needs_an_earlier_phase_and_a_reason() {
    let mut person = at_onboarding();
    person.keys("v<enter><down><enter><lt>UAT<enter>");
    let form = person.model.form.as_ref().expect("stays open");
    let errors = form.fields.iter().filter(|field| field.error.is_some()).count();
    assert_eq!(errors, 2);
    person.keys("<esc><lt><ctrl-x>Kickoff<tab>Not ready<enter>");
    let dialog = person.model.dialog.clone().expect("a preview");
    assert!(dialog.title.contains("Kickoff"), "{}", dialog.title);
    person.keys("<down><enter>");
    assert_eq!(phase(&person), "Kickoff");
}

#[test]
fn an_invitation_is_previewed_and_a_notification_is_cancelled_and_released() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2i");
    let dialog = person.model.dialog.clone().expect("a preview");
    assert!(dialog.text.contains("Ann Lee, assigned"), "{}", dialog.text);
    person.keys("<down><enter>gn");
    assert_eq!(states(&mut person).len(), 2);
    person.keys("c");
    assert_eq!(states(&mut person)[0], NotificationState::Cancelled);
    person.keys("c");
    assert!(person.toast().contains("cancelled already"), "{}", person.toast());
    person.keys("r");
    assert_eq!(states(&mut person)[0], NotificationState::Held);
}

#[test]
fn the_workbench_leads_to_what_wants_attention_and_empties_as_it_is_done() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("3n<tab>2026-11-20<enter>gw");
    let items = |person: &Person| match &person.model.place {
        Place::Workbench(screen) => screen
            .list
            .window(50)
            .filter_map(|(_, item)| Some(format!("{}: {}", item?.customer_name, item?.need.words())))
            .collect::<Vec<_>>(),
        _ => panic!("the workbench"),
    };
    let before = items(&person);
    assert_eq!(
        before,
        [
            "Acme: Advance (v) or set a new target (e): it was 2026-11-20",
            "Acme Labs: Add a contact (a): there is none",
            "Borealis: Pick a primary contact (*): there is none",
        ]
    );
    let place = before
        .iter()
        .position(|item| item.starts_with("Borealis"))
        .expect("there");
    person.keys(&"j".repeat(place)).keys("<enter>*gw");
    let after = items(&person);
    assert!(
        !after.iter().any(|item| item.starts_with("Borealis: Pick")),
        "{after:?}"
    );
    assert!(
        after
            .iter()
            .any(|item| item.starts_with("Borealis: Add a second contact")),
        "{after:?}"
    );
}

fn choices(person: &Person) -> Vec<String> {
    let dialog = person.model.dialog.as_ref().expect("a dialog");
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
    let dialog = person.model.dialog.clone().expect("a preview");
    assert!(
        dialog.text.contains("With the note: All is set"),
        "{}",
        dialog.text
    );
    assert_eq!(choices(&person), ["Cancel", "Move; 2 open tasks are completed"]);
    assert_eq!(dialog.focus, 0);
    person.keys("<esc>");
    assert!(person.model.form.is_some(), "nothing typed is lost");
    person.keys("<enter><down><enter>");
    assert_eq!(phase(&person), "Integration");
    assert_eq!(
        open_tasks(&mut person),
        ["Connect the customer's systems in Integration"]
    );
    person.keys("4");
    let acme = person.workspace.find_customer("1").expect("Acme").id;
    let query = crate::domain::HistoryQuery {
        customer: acme,
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
    assert_eq!(person.model.form.as_ref().map(|form| form.fields.len()), Some(2));
    person.keys("<enter>");
    assert_eq!(choices(&person), ["Cancel", "Move; 2 open tasks come along"]);
    person.keys("<esc><esc>j<space><home>j<space>v");
    assert_eq!(person.model.form.as_ref().map(|form| form.fields.len()), Some(1));
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
    let form = person.model.form.as_ref().expect("a form");
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
    assert!(person.model.dialog.is_none() && person.model.form.is_none());
    assert!(
        person
            .toast()
            .contains("Saved title, assignee of Hold the kickoff call now"),
        "{}",
        person.toast()
    );
    assert!(states(&mut person).is_empty());
    person.keys("e<tab><tab><tab><right><enter>");
    let dialog = person.model.dialog.clone().expect("a preview");
    assert!(dialog.text.contains("Ann Lee, assigned"), "{}", dialog.text);
    assert_eq!(choices(&person), ["Cancel", "Save"]);
    person.keys("<enter>");
    assert!(person.model.form.is_some() && states(&mut person).is_empty());
    person.keys("<enter><down><enter>");
    assert!(person.model.form.is_none());
    assert_eq!(states(&mut person), [NotificationState::Held; 2]);
    person.keys("u");
    assert_eq!(states(&mut person), [NotificationState::Cancelled; 2]);
}

#[test]
fn what_is_wrong_with_an_edit_of_a_task_stands_beside_its_field() {
    let mut person = at_onboarding();
    person.keys("je<home><ctrl-k><tab>nobody@acme.com<tab>soon<enter>");
    let wrong = |person: &Person| {
        let form = person.model.form.as_ref().expect("a form");
        let fields = form.fields.iter().filter(|field| field.error.is_some());
        fields.map(|field| field.field).collect::<Vec<_>>()
    };
    assert_eq!(wrong(&person), [Field::Title, Field::Due]);
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
    let form = person.model.form.as_ref().expect("stays open");
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
        let dialog = person.model.dialog.clone().expect("a preview");
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

const DAY: i64 = 86_400_000;

fn todo(person: &Person) -> Vec<String> {
    let Place::Workbench(screen) = &person.model.place else {
        panic!("the workbench")
    };
    let items = screen.list.window(50).filter_map(|(_, item)| item);
    items
        .map(|item| format!("{}: {}", item.customer_name, item.need.words()))
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
        "Acme: Advance (v) or let it rest (P): 8/7 d in Kickoff"
    );
    person.keys("<enter>");
    let Place::Customer(screen) = &person.model.place else {
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
        "Acme: Advance (v) or set a new target (e): it was 2026-11-25"
    );
    assert_eq!(late(&person), 0, "one line for one onboarding");
    person.keys("<enter>Pgw");
    assert!(!todo(&person)[0].contains("Advance"), "{:?}", todo(&person));
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
    let Place::Customer(screen) = &person.model.place else {
        panic!("a customer")
    };
    assert!(
        matches!(screen.onboardings.rows.selected(), Some(PlanRow::Task(task)) if task.title.as_str() == "Agree on goals and dates")
    );
    go(&mut person, "Ann Lee writes from another domain");
    let Place::Customer(screen) = &person.model.place else {
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
    let parcel = person.workspace.claim(channel).expect("read").expect("due");
    let why = "No such mailbox.".to_owned();
    person
        .workspace
        .settle(&parcel, &Settlement::Failed { why })
        .expect("settled");
    person.keys("gw<enter>");
    let Place::Notifications(screen) = &person.model.place else {
        panic!("the notifications")
    };
    assert_eq!(screen.list.selected().map(|one| one.number), Some(1));
    person.keys("gn");
    let Place::Notifications(screen) = &person.model.place else {
        panic!("the notifications")
    };
    assert_eq!(screen.list.selected_place(), 0, "nothing is sought any more");
}

#[test]
fn an_onboarding_of_the_list_of_all_is_selected_at_its_customer() {
    let mut person = at_onboarding();
    person.keys("n<enter>go");
    person.keys("<end><enter>");
    let Place::Customer(screen) = &person.model.place else {
        panic!("a customer")
    };
    assert_eq!(screen.onboardings.onboarding().map(|one| one.number), Some(2));
    person.keys("go<home><enter>");
    let Place::Customer(screen) = &person.model.place else {
        panic!("a customer")
    };
    assert_eq!(screen.onboardings.onboarding().map(|one| one.number), Some(1));
}
