//! `pivotal undo` and `redo`: every command is a program of its own, so all of this is across restarts.

use serde_json::{Value, json};

use crate::cli::home::{Home, demand_fields, list};

#[test]
fn every_change_is_taken_back_and_made_again_in_its_order() {
    let home = Home::with_acme();
    home.adds("Dana Ruiz", "dana@acme.com");
    home.json(["contact", "edit", "1", "dana@acme.com", "--title", "CTO"]);
    home.json(["contact", "archive", "1", "dana@acme.com"]);
    let state = || {
        (
            home.json(["contact", "list", "1"]),
            home.json(["contact", "list", "1", "--archived"]),
        )
    };
    let without_times = |(mut active, mut archived): (Value, Value)| {
        for document in [&mut active, &mut archived] {
            for contact in document["contacts"].as_array_mut().expect("a list") {
                contact["updated_at"] = Value::Null;
                contact["archived_at"] = json!(!contact["archived_at"].is_null());
            }
        }
        (active, archived)
    };
    let last = without_times(state());
    let labels: Vec<Value> = (0..3)
        .map(|_| home.json(["undo"])["undone"]["label"].clone())
        .collect();
    assert_eq!(labels.first().expect("a label"), "archived Dana Ruiz");
    assert_eq!(
        without_times(state()),
        (json!({"contacts": []}), json!({"contacts": []}))
    );
    for label in labels.iter().rev() {
        assert_eq!(home.json(["redo"])["redone"]["label"], *label);
    }
    assert_eq!(without_times(state()), last);
}

#[test]
fn an_undo_tells_what_it_did_and_what_it_left() {
    let home = Home::with_acme();
    home.adds("Dana Ruiz", "dana@acme.com");
    let document = home.json(["undo"]);
    let undone = &document["undone"];
    demand_fields(undone, &["label", "applied", "refused"]);
    assert_eq!(undone["label"], "added Dana Ruiz to Acme");
    assert_eq!((&undone["applied"], &undone["refused"]), (&json!(2), &json!([])));
    assert_eq!(home.run(["redo"]).text(), "Redid: added Dana Ruiz to Acme.\n");
}

#[test]
fn with_nothing_to_take_back_it_is_refused() {
    let home = Home::new();
    assert!(home.run(["undo"]).refusal(4).contains("nothing to undo"));
    assert!(home.run(["redo"]).refusal(4).contains("nothing to redo"));
    let ran = home.run(["undo", "--list"]);
    assert_eq!((ran.text(), ran.err.is_empty()), ("", false));
}

#[test]
fn the_list_tells_the_state_of_each_change() {
    let home = Home::with_acme();
    home.json(["customer", "edit", "1", "--plan", "Growth"]);
    home.json(["undo"]);
    let document = home.json(["undo", "--list"]);
    let changes = list(&document, "changes");
    for change in changes {
        demand_fields(change, &["id", "at", "actor", "label", "state"]);
    }
    let states: Vec<(&str, &str)> = changes
        .iter()
        .map(|change| {
            (
                change["label"].as_str().expect("text"),
                change["state"].as_str().expect("text"),
            )
        })
        .collect();
    assert_eq!(
        states,
        [("changed plan of Acme", "undone"), ("added Acme", "done")]
    );
    home.json(["customer", "edit", "1", "--plan", "Scale"]);
    assert!(home.run(["redo"]).refusal(4).contains("nothing to redo"));
}

#[test]
fn a_large_change_is_named_before_it_is_taken_back_and_a_script_goes_on() {
    let home = Home::with_acme();
    let rows: String = (0..21).map(|row| format!("P{row},p{row}@acme.com\n")).collect();
    home.run_with_input(["contact", "import", "1", "-"], rows.as_bytes())
        .text();
    let ran = home.run(["undo", "--json"]);
    assert!(
        ran.err.starts_with("Undo: added 21 contacts to Acme, "),
        "{ran:?}"
    );
    assert!(ran.err.contains("More than 20 records."), "{ran:?}");
    assert_eq!(ran.document()["undone"]["label"], "added 21 contacts to Acme");
    let ran = home.run(["redo", "--yes"]);
    assert!(
        ran.err.starts_with("Redo: added 21 contacts to Acme, "),
        "{ran:?}"
    );
    assert_eq!(ran.text(), "Redid: added 21 contacts to Acme.\n");
    // A small one of a command needs no word before.
    home.adds("Dana Ruiz", "dana@acme.com");
    assert_eq!(home.run(["undo"]).err, "");
}
