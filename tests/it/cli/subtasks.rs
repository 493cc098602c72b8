//! Subtasks, notes and phases of tasks by command, and what is said of tasks and states that are there already.

use std::fs;

use serde_json::Value;

use crate::cli::home::list;
use crate::cli::onboardings::home;

#[test]
fn a_subtask_and_a_note_are_added_listed_edited_and_undone() {
    let home = home();
    let review = home.json([
        "task",
        "add",
        "1",
        "--title",
        "Review the security",
        "--note",
        "Their form is in the portal.\n- ask Ann",
    ]);
    assert_eq!(review["note"], "Their form is in the portal.\n- ask Ann");
    assert_eq!(review["parent_number"], Value::Null);
    let number = review["number"].to_string();
    let part = home.json([
        "task",
        "add",
        "1",
        "--title",
        "Send the form",
        "--parent",
        &number,
    ]);
    assert_eq!(
        (&part["parent_id"], &part["parent_number"]),
        (&review["id"], &review["number"])
    );
    let listed = home.run(["task", "list", "1"]).out;
    assert!(
        listed.contains("Review the security · Their form is in the portal. - ask Ann"),
        "{listed}"
    );
    assert!(listed.contains("  Send the form"), "{listed}");
    let edited = home.json(["task", "edit", "1", &number, "--note", ""]);
    assert_eq!(edited["note"], Value::Null);
    home.run(["undo"]);
    let note = |number: &Value| {
        let tasks = home.json(["task", "list", "1"]);
        let mut tasks = list(&tasks, "tasks").iter();
        let task = tasks.find(|task| task["number"] == *number).expect("there");
        task["note"].clone()
    };
    assert_eq!(note(&review["number"]), review["note"]);
    let done = home.json(["task", "done", "1", &number]);
    assert_eq!(list(&done, "tasks").len(), 2);
    let own = part["number"].to_string();
    for (arguments, code, said) in [
        (&["--parent", &own][..], 4, "Send the form is itself a subtask"),
        (&["--parent", &number], 4, "is done; reopen it before"),
        (&["--parent", "999"], 3, "No task"),
        (&["--note", &"x".repeat(5_001)], 4, "longer than 5000 characters"),
    ] {
        let arguments = ["task", "add", "1", "--title", "Sign"].iter().chain(arguments);
        let ran = home.run(arguments);
        assert_eq!(ran.code, Some(code), "{ran:?}");
        assert!(ran.err.contains(said), "{ran:?}");
    }
}

#[test]
fn a_phase_brings_tasks_with_subtasks_and_notes() {
    let home = home();
    let file = home.path(".config/pivotal/phases.toml");
    fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    let phases = "[[phase]]\nname = \"Kickoff\"\n[[phase.task]]\ntitle = \"Review\"\nnote = \"In the portal.\"\n\
                  [[phase.task.subtask]]\ntitle = \"Send the form\"\naudience = \"customer\"\n";
    fs::write(&file, phases).expect("written");
    home.json(["onboarding", "start", "1", "--another"]);
    let tasks = home.json(["task", "list", "2"]);
    let tasks = list(&tasks, "tasks");
    let told: Vec<_> = tasks
        .iter()
        .map(|task| (&task["title"], &task["note"], &task["parent_number"]))
        .collect();
    let (review, form): (Value, Value) = ("Review".into(), "Send the form".into());
    assert_eq!(
        told,
        [
            (&review, &"In the portal.".into(), &Value::Null),
            (&form, &Value::Null, &tasks[0]["number"])
        ]
    );
    fs::write(&file, phases.replace("title = \"Send", "task = \"Send")).expect("written");
    let ran = home.run(["onboarding", "start", "1", "--another"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("phases.toml, line"), "{ran:?}");
}

#[test]
fn the_last_phase_completes_open_tasks_and_says_so() {
    let home = home();
    home.json(["onboarding", "skip", "1", "--to", "Adoption"]);
    let ran = home.run(["onboarding", "advance", "1"]);
    assert!(
        ran.out
            .starts_with("The onboarding of Acme is done; 3 open tasks are completed."),
        "{ran:?}"
    );
    let history = home.run(["history", "1"]).out;
    assert!(
        history.contains("state of the onboarding of Acme: \"active\" → \"done\""),
        "{history}"
    );
}

#[test]
fn an_onboarding_that_was_paused_with_its_customer_says_so() {
    let home = home();
    home.run(["customer", "edit", "1", "--status", "churned"]);
    let ran = home.run(["onboarding", "pause", "1"]);
    let why = "is paused since its customer left, and goes on once that is back.";
    assert!(ran.err.contains(why), "{ran:?}");
    let ran = home.run(["onboarding", "list"]);
    assert!(ran.err.contains("beside those of customers who left"), "{ran:?}");
}

#[test]
fn the_phases_are_printed_as_a_start_for_ones_own() {
    let home = home();
    let printed = home.run(["config", "phases"]).out;
    let file = home.path(".config/pivotal/phases.toml");
    fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    fs::write(&file, &printed).expect("written");
    assert_eq!(home.run(["onboarding", "list"]).code, Some(0));
    fs::write(&file, "[[phase]]\nnmae = \"A\"\n").expect("written");
    let ran = home.run(["onboarding", "list"]);
    assert!(
        ran.err.contains("`pivotal config phases` shows every key"),
        "{ran:?}"
    );
    assert_eq!(home.run(["config", "phases"]).out, printed);
}
