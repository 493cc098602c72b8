//! Notes at the keyboard: written where their subject shows, read, edited, deleted, and come back to.

use super::{at_onboarding, leads::todo};
use crate::app::destination::Found;
use crate::app::screens::{NotesTab, Screen};
use crate::app::testing::{Person, small_book};
use crate::domain::{Change, Field, NoteEdit, NoteText};
use crate::input::Tab;

/// Writes on what a note is, and its text.
fn notes(tab: &NotesTab) -> Vec<String> {
    let rows = tab.list.window(50).filter_map(|(_, note)| note);
    rows.map(|note| {
        let text = note.text.as_str().replace('\n', "|");
        let day = note.follow_up_on.map(|day| format!(" {day}"));
        format!("{}: {text}{}", note.subject_words(), day.unwrap_or_default())
    })
    .collect()
}

fn tab(person: &Person) -> &NotesTab {
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    &screen.notes
}

#[test]
fn a_note_of_several_lines_is_written_from_the_list_of_customers_and_read_in_its_tab() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("NBudget is tight<enter>until Q2<tab>2027-04-01<enter>");
    assert_eq!(person.toast(), "Added note #1 on Acme.");
    person.keys("<enter>5");
    assert_eq!(notes(tab(&person)), ["Acme: Budget is tight|until Q2 2027-04-01"]);
    person.keys("u");
    assert_eq!(notes(tab(&person)), [""; 0]);
    person.keys("<ctrl-r>");
    assert_eq!(notes(tab(&person)).len(), 1);
}

#[test]
fn a_note_is_on_what_is_selected_when_it_is_written() {
    let mut person = at_onboarding();
    person.keys("NWaits for SSO<ctrl-s>2nPrefers calls<ctrl-s>1NRenews in May<ctrl-s>");
    person.keys("goNFrom all onboardings<ctrl-s>gc<enter>5");
    assert_eq!(
        notes(tab(&person)),
        [
            "onboarding #1 of Acme: From all onboardings",
            "Acme: Renews in May",
            "Ann Lee of Acme: Prefers calls",
            "onboarding #1 of Acme: Waits for SSO",
        ]
    );
}

#[test]
fn a_note_is_edited_copied_and_deleted_and_each_can_be_undone() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("NOne<ctrl-s><enter>5nTwo<ctrl-s><down>e and a half<tab>2027-01-02<enter>");
    assert_eq!(
        notes(tab(&person)),
        ["Acme: Two", "Acme: One and a half 2027-01-02"]
    );
    person.keys("D");
    assert_eq!(notes(tab(&person)), ["Acme: Two"]);
    assert!(person.toast().contains("Deleted note #1"), "{}", person.toast());
    person.keys("uu");
    assert_eq!(notes(tab(&person)), ["Acme: Two", "Acme: One"]);
    person.keys("e<enter><esc>");
    assert!(
        person.toast().contains("kept until you quit"),
        "{}",
        person.toast()
    );
    person.keys("e");
    let form = person.form().expect("the draft");
    assert_eq!(form.text_of(Field::Text), "Two\n");
    person.keys("<ctrl-x><ctrl-s>");
    assert_eq!(person.toast(), "Nothing was changed.");
}

#[test]
fn what_is_wrong_with_a_note_stands_beside_its_field_and_nothing_typed_is_lost() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("N<enter><ctrl-s>");
    let error = |person: &Person, place: usize| person.form().expect("open").fields[place].error.clone();
    assert_eq!(error(&person, 0).as_deref(), Some("Type the note."));
    person.keys("Call Dana<tab>soon<enter>");
    assert_eq!(
        error(&person, 1).as_deref(),
        Some("Type a day as 2026-12-24, 15 jan, fri, tomorrow or +2w.")
    );
    person.tell(crate::app::Msg::Pasted("x".repeat(5_001)));
    assert_eq!(person.form().expect("open").text_of(Field::Text), "\nCall Dana");
    person
        .keys("<shift-tab>")
        .tell(crate::app::Msg::Pasted("x".repeat(5_001)));
    let told = error(&person, 0).expect("told");
    assert_eq!(told, "Nothing was pasted: a note has at most 5000 characters.");
    assert_eq!(person.form().expect("open").text_of(Field::Text), "\nCall Dana");
}

#[test]
fn a_note_that_was_edited_elsewhere_is_written_over_by_nobody_who_did_not_see_it() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("NOne<ctrl-s><enter>5e, two");
    let note = tab(&person).list.selected().expect("there").clone();
    let text = NoteText::parse("Other").expect("a text");
    let edits = vec![NoteEdit::Text(text)];
    let change = Change::EditNote { note: note.id, edits };
    person.workspace.make(change).expect("changed");
    person.keys("<ctrl-s>");
    let told = person.form().expect("kept").fields[0]
        .error
        .clone()
        .expect("told");
    assert!(told.contains("now \"Other\""), "{told}");
    person.keys("<ctrl-s>");
    assert_eq!(notes(tab(&person)), ["Acme: One, two"]);
}

#[test]
fn a_note_whose_day_has_come_is_in_the_workbench_and_leads_to_its_row() {
    let mut person = Person::at(80, 24, &small_book());
    let today = person.model.today();
    person.keys("NCall Dana<tab>").text(&today.to_string());
    person.keys("<enter>NAnother<ctrl-s>gw");
    let lines = todo(&person);
    let at = lines
        .iter()
        .position(|line| line.contains("Call Dana"))
        .expect("listed");
    assert!(
        lines[at].starts_with("Acme: Follow up, mark done (d), 24 Nov: Call Dana"),
        "{}",
        lines[at]
    );
    for _ in 0..at {
        person.keys("<down>");
    }
    person.keys("<enter>");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    assert_eq!(screen.tab, Tab::Notes);
    let selected = screen.notes.list.selected().expect("selected");
    assert_eq!(selected.text.as_str(), "Call Dana");
    person.keys("e<tab><ctrl-u><enter>gw");
    assert!(!todo(&person).iter().any(|line| line.contains("Call Dana")));
}

#[test]
fn a_follow_up_is_marked_done_where_it_shows_and_one_undo_brings_it_back() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("NCall Dana<tab>today<enter>gw");
    let at = todo(&person)
        .iter()
        .position(|line| line.contains("Call Dana"))
        .expect("listed");
    person.keys(&"<down>".repeat(at)).keys("d");
    assert_eq!(person.toast(), "Done: follow-up of note #1 on Acme.");
    assert!(!todo(&person).iter().any(|line| line.contains("Call Dana")));
    person.keys("u");
    let back = todo(&person).iter().position(|line| line.contains("Call Dana"));
    assert_eq!(back, Some(at));
    person.keys("<home>").keys(&"<down>".repeat(at)).keys("<enter>d");
    assert_eq!(notes(tab(&person)), ["Acme: Call Dana"]);
    person.keys("d");
    assert!(
        person.toast().contains("has no follow-up date"),
        "{}",
        person.toast()
    );
    person.keys("gw<home>");
    let at = todo(&person)
        .iter()
        .position(|line| line.contains("Choose a primary"))
        .expect("listed");
    person.keys(&"<down>".repeat(at)).keys("d");
    assert!(
        person
            .toast()
            .starts_with("Only a follow-up, a task or a win-back"),
        "{}",
        person.toast()
    );
}

#[test]
fn a_note_from_the_workbench_is_on_what_the_line_is_about() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2NCall back<tab>today<enter>gw");
    let at = todo(&person)
        .iter()
        .position(|line| line.contains("Call back"))
        .expect("listed");
    person.keys(&"<down>".repeat(at)).keys("nReached her<ctrl-s>");
    assert!(person.toast().ends_with(" of Acme."), "{}", person.toast());
    assert!(!person.toast().ends_with("on Acme."), "{}", person.toast());
}

#[test]
fn notes_are_filtered_by_their_words_and_found_by_the_search() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("NBudget is tight<ctrl-s>NPrefers calls<ctrl-s>NBudget call in May<ctrl-s><enter>5/");
    person.text("call");
    assert_eq!(
        notes(tab(&person)),
        ["Acme: Budget call in May", "Acme: Prefers calls"]
    );
    person.text(" budget").keys("<enter>");
    assert_eq!(notes(tab(&person)), ["Acme: Budget call in May"]);
    person.keys("<esc>");
    assert_eq!(notes(tab(&person)).len(), 3);
    person.keys("/").text("nowhere").keys("<enter>");
    assert_eq!(notes(tab(&person)), [""; 0]);
    person.keys("<ctrl-f>").text("tight");
    let found = person.search().expect("open").rows.first().cloned();
    assert!(matches!(found, Some(Found::Note(_))), "{found:?}");
    person.keys("<enter>");
    let selected = tab(&person).list.selected().expect("selected");
    assert_eq!(selected.text.as_str(), "Budget is tight");
    assert_eq!(
        notes(tab(&person)).len(),
        3,
        "the filter hides nothing that is sought"
    );
}

#[test]
fn a_long_note_opens_whole_and_scrolls() {
    let mut person = Person::at(80, 24, &small_book());
    let lines: Vec<String> = (0..60).map(|line| format!("line {line}")).collect();
    person.keys("N").tell(crate::app::Msg::Pasted(lines.join("\n")));
    person.keys("<ctrl-s><enter>5<enter>");
    assert_eq!(person.sheet().expect("open").top, 0);
    person.keys("<end>");
    assert!(person.sheet().expect("open").top > 30);
    person.tell(crate::app::Msg::Pasted("x".to_owned()));
    assert!(
        person.toast().contains("close the note first"),
        "{}",
        person.toast()
    );
    person.keys("<esc>");
    assert!(person.sheet().is_none());
}

#[test]
fn the_question_before_contacts_are_deleted_counts_their_notes() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2D");
    let text = |person: &Person| person.dialog().expect("a question").text.clone();
    assert!(!text(&person).contains("note"), "{}", text(&person));
    person.keys("<esc>NOne<ctrl-s>D");
    assert!(
        text(&person).contains("One note goes with it."),
        "{}",
        text(&person)
    );
    person.keys("<esc>NTwo<ctrl-s>D");
    assert!(text(&person).contains("2 notes go with it."), "{}", text(&person));
}

#[test]
fn the_text_of_a_pasted_list_is_kept_as_a_note_and_stays_in_the_pane() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2p<alt-k>");
    assert!(person.toast().contains("no text"), "{}", person.toast());
    person.tell(crate::app::Msg::Pasted(
        "Kickoff call\nAnn Lee, ann@acme.com".to_owned(),
    ));
    person.keys("<alt-k>");
    assert!(person.pane().is_some());
    assert_eq!(person.toast(), "Added note #1 on Acme.");
    person.keys("<alt-k>");
    assert_eq!(person.toast(), "This text is kept as a note already.");
    person
        .tell(crate::app::Msg::Pasted("x".repeat(5_001)))
        .keys("<alt-k>");
    assert!(
        person.toast().contains("longer than a note can be"),
        "{}",
        person.toast()
    );
    person.keys("<esc>5");
    assert_eq!(notes(tab(&person)), ["Acme: Kickoff call|Ann Lee, ann@acme.com"]);
}

#[test]
fn a_key_leads_to_each_end_of_a_long_note() {
    let mut person = Person::at(80, 24, &small_book());
    let lines: Vec<String> = (0..60).map(|line| format!("line {line}")).collect();
    person.keys("N").tell(crate::app::Msg::Pasted(lines.join("\n")));
    person.keys("<ctrl-home>A<ctrl-end>Z");
    let text = |person: &Person| person.form().expect("open").text_of(Field::Text);
    let text = text(&person);
    assert!(
        text.starts_with("Aline 0\n") && text.ends_with("line 59Z"),
        "{text}"
    );
}
