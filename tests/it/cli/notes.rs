//! `pivotal note`: on what notes are, their JSON, and an undo by the next program.

use serde_json::Value;

use crate::cli::home::{Home, demand_fields, list};

fn home() -> Home {
    let home = Home::with_acme();
    home.adds("Ann Lee", "ann@acme.com");
    home.json(["onboarding", "start", "1"]);
    home
}

fn texts(home: &Home, arguments: &[&str]) -> Vec<String> {
    let all = ["note", "list"].into_iter().chain(arguments.iter().copied());
    let document = home.json(all);
    let text = |note: &Value| note["text"].as_str().expect("text").to_owned();
    list(&document, "notes").iter().map(text).collect()
}

#[test]
fn notes_are_on_a_customer_its_contacts_or_its_onboardings() {
    let home = home();
    let note = home.json([
        "note",
        "add",
        "acme.com",
        "Budget is tight",
        "--follow-up",
        "2027-04-01",
    ]);
    demand_fields(&note, &["id", "customer_id", "created_at"]);
    assert_eq!(
        (
            &note["object"],
            &note["number"],
            &note["customer"],
            &note["text"],
            &note["follow_up_on"],
            &note["edited_at"],
            &note["contact"],
            &note["onboarding"]
        ),
        (
            &"note".into(),
            &1.into(),
            &"Acme".into(),
            &"Budget is tight".into(),
            &"2027-04-01".into(),
            &Value::Null,
            &Value::Null,
            &Value::Null
        )
    );
    let history = home.json(["history", "1"]);
    assert_eq!(note["author"], list(&history, "history")[0]["actor"]);
    let ran = home.run(["note", "add", "1", "ann@acme.com", "Prefers calls"]);
    assert_eq!(ran.text(), "Added note #2 on Ann Lee of Acme.\n");
    let note = home
        .run([
            "note",
            "add",
            "1",
            "--onboarding",
            "1",
            "--json",
            "--",
            "- waits for SSO",
        ])
        .document();
    assert_eq!(note["onboarding"], 1);
    assert_eq!(
        texts(&home, &["1"]),
        ["- waits for SSO", "Prefers calls", "Budget is tight"]
    );
    assert_eq!(texts(&home, &["1", "ann@acme.com"]), ["Prefers calls"]);
    assert_eq!(texts(&home, &["1", "--onboarding", "1"]), ["- waits for SSO"]);
    let ran = home.run(["note", "list", "1"]);
    assert!(
        ran.text().contains(", on Ann Lee\n  Prefers calls\n\n#1  "),
        "{ran:?}"
    );
    assert!(
        ran.text()
            .ends_with(", follow up on 2027-04-01\n  Budget is tight\n"),
        "{ran:?}"
    );
}

#[test]
fn a_text_of_several_lines_comes_from_the_standard_input_and_leaves_clean() {
    let home = home();
    let ran = home.run_with_input(
        ["note", "add", "1", "-"],
        "Minutes\r\n\r\n  - SSO\u{1b}[2J\r\n".as_bytes(),
    );
    ran.text();
    assert_eq!(texts(&home, &["1"]), ["Minutes\n\n  - SSO"]);
    home.run_with_input(["note", "edit", "1", "-"], b"One\nTwo\n")
        .text();
    assert_eq!(texts(&home, &["1"]), ["One\nTwo"]);
    let ran = home.run(["history", "1"]);
    assert!(
        ran.text()
            .contains("text of note #1: \"Minutes - SSO\" → \"One Two\""),
        "{ran:?}"
    );
    let long = "x".repeat(5_001);
    for input in [long.as_bytes(), &b"x".repeat(1024 * 1024 + 1), b" \n"] {
        let lines = home.lines_of_history();
        home.run_with_input(["note", "add", "1", "-"], input).refusal(4);
        assert_eq!(home.lines_of_history(), lines);
    }
}

#[test]
fn a_note_is_edited_and_deleted_and_each_is_undone_by_the_next_program() {
    let home = home();
    home.run(["note", "add", "1", "Budget is tight"]).text();
    let ran = home.run(["note", "edit", "1", "Budget is fine", "--follow-up", "2027-01-15"]);
    assert_eq!(ran.text(), "Saved text, follow-up date of note #1.\n");
    let note = &home.json(["note", "list", "1"])["notes"][0];
    assert!(note["edited_at"].is_string(), "{note}");
    assert_eq!(note["follow_up_on"], "2027-01-15");
    let ran = home.run(["undo"]);
    assert_eq!(
        ran.text(),
        "Undid: changed text, follow-up date of note #1 on Acme.\n"
    );
    let note = &home.json(["note", "list", "1"])["notes"][0];
    assert_eq!(
        (&note["text"], &note["edited_at"], &note["follow_up_on"]),
        (&"Budget is tight".into(), &Value::Null, &Value::Null)
    );
    home.run(["redo"]).text();
    let ran = home.run(["note", "edit", "#1", "--follow-up", ""]);
    assert_eq!(ran.text(), "Done: follow-up of note #1 on Acme.\n");
    assert_eq!(
        home.run(["note", "delete", "1"]).text(),
        "Deleted note #1 on Acme.\n"
    );
    let ran = home.run(["note", "list", "1"]);
    assert_eq!((ran.text(), ran.err.starts_with("No notes.")), ("", true));
    home.run(["undo"]).text();
    assert_eq!(texts(&home, &["1"]), ["Budget is fine"]);
    home.run(["redo"]).text();
    home.run(["note", "delete", "1"]).refusal(3);
    // No number is given out twice.
    assert_eq!(home.json(["note", "add", "1", "Next"])["number"], 2);
}

#[test]
fn what_is_wrong_is_refused_with_its_exit_code() {
    let home = home();
    home.json(["customer", "add", "Beta"]);
    home.run(["note", "add", "1", "Budget is tight"]).text();
    for (arguments, code) in [
        (&["note", "add", "1"][..], 2),
        (&["note", "add", "9", "x"], 3),
        (&["note", "add", "1", " "], 4),
        (&["note", "add", "1", "x", "--follow-up", "soon"], 4),
        (&["note", "add", "1", "bo@acme.com", "x"], 3),
        (&["note", "add", "2", "ann@acme.com", "x"], 3),
        (&["note", "add", "2", "x", "--onboarding", "1"], 3),
        (&["note", "add", "1", "ann@acme.com", "x", "--onboarding", "1"], 2),
        (&["note", "edit", "1"], 4),
        (&["note", "edit", "1", ""], 4),
        (&["note", "edit", "1", "--follow-up", "soon"], 4),
        (&["note", "edit", "9", "x"], 3),
        (&["note", "delete", "x"], 3),
        (&["note", "list"], 2),
    ] {
        let ran = home.run(arguments.iter().copied());
        assert_eq!(ran.code, Some(code), "{arguments:?} {ran:?}");
    }
    assert_eq!(texts(&home, &["1"]), ["Budget is tight"]);
    assert_eq!(texts(&home, &["2"]), Vec::<String>::new());
}

#[test]
fn notes_stay_with_a_customer_that_is_archived_and_follow_a_merge() {
    let home = home();
    home.adds("Anna Lee", "anna@acme.com");
    home.run(["note", "add", "1", "anna@acme.com", "Prefers calls"])
        .text();
    home.run(["customer", "edit", "1", "--status", "archived"]).text();
    assert_eq!(texts(&home, &["1"]), ["Prefers calls"]);
    home.run(["customer", "edit", "1", "--status", "active"]).text();
    let ran = home.run(["contact", "merge", "1", "ann@acme.com", "anna@acme.com"]);
    assert!(ran.text().contains("Moved 1 note."), "{ran:?}");
    assert_eq!(texts(&home, &["1", "ann@acme.com"]), ["Prefers calls"]);
    home.run(["undo"]).text();
    assert_eq!(texts(&home, &["1", "anna@acme.com"]), ["Prefers calls"]);
    assert_eq!(home.run(["doctor"]).code, Some(0), "notes are where they belong");
}

#[test]
fn a_search_finds_who_has_a_note_and_tells_which() {
    let home = home();
    home.run(["note", "add", "1", "ann@acme.com", "Prefers calls"])
        .text();
    let document = home.json(["search", "note:CALLS"]);
    for kind in ["customers", "contacts"] {
        let found = &list(&document, kind)[0]["matched"];
        assert_eq!(
            (&found["field"], &found["text"]),
            (&"note".into(), &"Prefers calls".into()),
            "{kind}"
        );
    }
    let listed = home.json(["customer", "list", "--search", "note:calls"]);
    assert_eq!(list(&listed, "customers").len(), 1);
    let ran = home.run(["search", "note:mails"]);
    assert!(ran.err.starts_with("Nothing matches"), "{ran:?}");
}

#[test]
fn a_phrase_is_found_over_lines_and_their_indents() {
    let home = home();
    home.run_with_input(["note", "add", "1", "-"], b"Budget is tight.\n\n  Ask in Q2")
        .text();
    let found = home.json(["search", "note:\"tight. ask in\""]);
    assert_eq!(list(&found, "customers").len(), 1, "{found}");
}

#[test]
fn a_text_in_another_encoding_is_read_and_an_option_is_no_text() {
    let home = home();
    home.run_with_input(["note", "add", "1", "-"], b"Herr M\xfcller will R\xfcckruf")
        .text();
    assert_eq!(texts(&home, &["1"]), ["Herr M\u{fc}ller will R\u{fc}ckruf"]);
    assert_eq!(
        home.run(["note", "edit", "1", "--followup=2027-05-01"]).code,
        Some(2)
    );
    assert_eq!(texts(&home, &["1"]), ["Herr M\u{fc}ller will R\u{fc}ckruf"]);
}

#[test]
fn notes_are_exported_with_a_line_each_or_whole() {
    let home = home();
    home.json(["customer", "add", "Beta"]);
    home.run_with_input(
        ["note", "add", "1", "ann@acme.com", "-"],
        b"=1+1\n\nBudget, tight",
    )
    .text();
    home.run(["note", "add", "2", "Prefers calls", "--follow-up", "2027-01-15"])
        .text();
    let ran = home.run(["export", "notes"]);
    let lines: Vec<&str> = ran.text().split_terminator("\r\n").collect();
    assert_eq!(
        lines[0],
        "number,customer,contact,onboarding,text,author,created_at,edited_at,follow_up_on,customer_id,id"
    );
    assert!(lines[1].starts_with("2,Beta,,,Prefers calls,"), "{ran:?}");
    assert!(lines[1].contains(",,2027-01-15,"), "{ran:?}");
    assert!(
        lines[2].starts_with("1,Acme,Ann Lee,,\"'=1+1 Budget, tight\","),
        "{ran:?}"
    );
    assert_eq!(lines.len(), 3);
    let document = home.json(["export", "notes", "--customer", "acme.com"]);
    let notes = list(&document, "notes");
    assert_eq!(
        (notes.len(), &notes[0]["text"]),
        (1, &"=1+1\n\nBudget, tight".into())
    );
    let refused = home.run(["export", "notes", "--format", "vcf"]);
    assert!(
        refused
            .refusal(4)
            .starts_with("Notes cannot be written as vCards"),
        "{refused:?}"
    );
    home.run(["export", "notes", "--customer", "Nobody"]).refusal(3);
    let file = home.path("notes.csv");
    let name = file.to_str().expect("UTF-8");
    let ran = home.run(["export", "notes", "--output", name]);
    assert!(ran.text().starts_with("Exported 2 notes to "), "{ran:?}");
}

#[test]
fn what_is_to_be_followed_up_is_listed_by_its_day_of_one_customer_or_of_all() {
    let home = home();
    home.json(["customer", "add", "Beta"]);
    let add = |customer: &str, text: &str, day: &str| {
        home.json(["note", "add", customer, text, "--follow-up", day]);
    };
    add("1", "Renewal", "+2w");
    add("2", "Call Bo", "yesterday");
    add("1", "Call Ann", "2020-02-01");
    home.json(["note", "add", "1", "Nothing to do"]);
    assert_eq!(texts(&home, &["--due"]), ["Call Ann", "Call Bo"]);
    assert_eq!(texts(&home, &["--coming"]), ["Renewal"]);
    assert_eq!(texts(&home, &["1", "--due", "--coming"]), ["Call Ann", "Renewal"]);
    assert_eq!(texts(&home, &["1", "ann@acme.com", "--due"]), [""; 0]);
    let told = home.run(["note", "list", "--due"]).out;
    assert!(told.contains(", on Beta, follow up on "), "{told}");
    home.json(["customer", "edit", "2", "--status", "churned"]);
    assert_eq!(texts(&home, &["--due"]), ["Call Ann"]);
    home.json(["note", "edit", "3", "--follow-up", ""]);
    let ran = home.run(["note", "list", "--due"]);
    assert!(ran.err.contains("Nothing to follow up."), "{ran:?}");
    assert_eq!(home.run(["note", "list"]).code, Some(2));
}

#[test]
fn days_are_typed_as_people_say_them_in_every_command() {
    let home = home();
    let day = |document: &Value, field: &str| document[field].as_str().expect("a day").to_owned();
    let note = home.json(["note", "add", "1", "Call", "--follow-up", "15 jan 2031"]);
    assert_eq!(day(&note, "follow_up_on"), "2031-01-15");
    let plan = home.json(["onboarding", "edit", "1", "--target", "jan 15, 2031"]);
    assert_eq!(day(&plan, "target"), "2031-01-15");
    let task = home.json(["task", "add", "1", "--title", "Pay", "--due", "tomorrow"]);
    let edited = home.json(["task", "edit", "1", "3", "--due", "+1d"]);
    assert_eq!(day(&task, "due"), day(&edited, "due"));
    for arguments in [
        &["task", "edit", "1", "3", "--due", "soon"][..],
        &["onboarding", "edit", "1", "--target", "12/24"],
        &["note", "edit", "1", "--follow-up", "24.12."],
    ] {
        let ran = home.run(arguments);
        assert_eq!(ran.code, Some(4), "{ran:?}");
        assert!(
            ran.err
                .contains("Type a day as 2026-12-24, 15 jan, fri, tomorrow or +2w."),
            "{ran:?}"
        );
    }
}

#[test]
fn plain_words_find_notes() {
    let home = home();
    home.json(["note", "add", "1", "ann@acme.com", "Prefers calls on Monday"]);
    for words in ["prefers", "note:monday", "calls monday"] {
        let found = home.json(["search", words]);
        let note = &found["notes"][0];
        assert_eq!(
            (&note["number"], &note["of"]["name"]),
            (&1.into(), &"Acme".into()),
            "{words}"
        );
    }
    assert!(
        home.run(["search", "prefers"])
            .out
            .contains("#1 on Ann Lee of Acme")
    );
    let none = home.json(["search", "prefers !monday"]);
    assert_eq!(list(&none, "notes").len(), 0);
    let none = home.json(["search", "prefers tag:vip"]);
    assert_eq!(list(&none, "notes").len(), 0);
}
