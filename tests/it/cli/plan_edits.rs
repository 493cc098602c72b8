//! Edits of onboardings and tasks, what is late, and how far invitations have come.

use serde_json::Value;

use crate::cli::home::{Home, list};
use crate::cli::onboardings::{home, outbox, told};

#[test]
fn a_task_is_edited_field_by_field_and_tells_whom_it_is_news_to() {
    let home = home();
    let edit = |arguments: &[&str]| {
        let all = ["task", "edit", "1", "1"]
            .into_iter()
            .chain(arguments.iter().copied());
        home.run(all)
    };
    let ran = edit(&[
        "--title",
        "Call them",
        "--assignee",
        "mo@us.com",
        "--due",
        "2026-12-24",
    ]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (Some(0), "Saved title, assignee, due date of Call them.\n")
    );
    assert!(outbox(&home).is_empty());
    let ran = edit(&["--assignee", "ann@acme.com", "--customer-facing"]);
    assert!(ran.out.contains("Notification to Ann Lee, assigned"), "{ran:?}");
    assert_eq!(
        told(&home),
        [
            "task_assigned email ann@acme.com assignee held",
            "task_assigned slack ann@acme.com assignee held"
        ]
    );
    assert_eq!(edit(&["--due", "", "--assignee", "", "--internal"]).code, Some(0));
    let task = &home.json(["task", "list", "1"])["tasks"][0];
    assert_eq!(
        (
            &task["title"],
            &task["due"],
            &task["assignee"],
            &task["customer_facing"]
        ),
        (&"Call them".into(), &Value::Null, &Value::Null, &false.into())
    );
    assert_eq!(outbox(&home).len(), 2);
    for (arguments, code) in [
        (&[][..], 4),
        (&["--title", " "], 4),
        (&["--due", "soon"], 4),
        (&["--assignee", "nobody@acme.com"], 3),
        (&["--internal", "--customer-facing"], 2),
    ] {
        let ran = edit(arguments);
        assert_eq!(ran.code, Some(code), "{arguments:?} {ran:?}");
    }
    assert_eq!(home.run(["task", "edit", "1", "9", "--title", "x"]).code, Some(3));
    assert_eq!(home.run(["task", "edit", "9", "1", "--title", "x"]).code, Some(3));
    let history = home.run(["history", "1"]);
    assert!(
        history
            .out
            .contains("assignee of Call them: \"Mo\" → \"Ann Lee\""),
        "{history:?}"
    );
    home.run(["undo"]);
    assert_eq!(
        home.json(["task", "list", "1"])["tasks"][0]["assignee"],
        serde_json::json!({"kind": "contact", "name": "Ann Lee", "email": "ann@acme.com"})
    );
}

#[test]
fn an_onboarding_is_edited_and_tells_nobody() {
    let home = home();
    let ran = home.run([
        "onboarding",
        "edit",
        "1",
        "--csm",
        "Mo Tan <mo@us.com>",
        "--target",
        "",
    ]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (Some(0), "Saved CSM, target date of the onboarding of Acme.\n")
    );
    let one = &home.json(["onboarding", "list"])["onboardings"][0];
    assert_eq!(
        (&one["csm"]["email"], &one["target"]),
        (&"mo@us.com".into(), &Value::Null)
    );
    for (arguments, code) in [
        (&["onboarding", "edit", "1"][..], 4),
        (&["onboarding", "edit", "1", "--csm", "Mo"], 4),
        (&["onboarding", "edit", "1", "--target", "24.12."], 4),
        (&["onboarding", "edit", "9", "--target", ""], 3),
    ] {
        let ran = home.run(arguments.iter().copied());
        assert_eq!(ran.code, Some(code), "{arguments:?} {ran:?}");
    }
    assert!(outbox(&home).is_empty());
    home.run(["undo"]);
    let one = &home.json(["onboarding", "list"])["onboardings"][0];
    assert_eq!(one["csm"]["email"], "cara.osei@us.com");
}

#[test]
fn the_note_of_an_advance_stands_in_the_message_and_the_reason_of_a_return_does_not() {
    let home = home();
    home.run(["onboarding", "advance", "1", "--note", "The call went well."]);
    let shown = home.run(["outbox", "show", "1"]);
    assert!(shown.out.contains("\n\nThe call went well.\n\n"), "{shown:?}");
    home.run([
        "onboarding",
        "back",
        "1",
        "--to",
        "Kickoff",
        "--reason",
        "They were late",
    ]);
    let shown = home.run(["outbox", "show", "3"]);
    assert!(
        shown.out.contains("Kickoff") && !shown.out.contains("They were late"),
        "{shown:?}"
    );
}

#[test]
fn without_owner_and_primary_a_task_and_an_invitation_go_to_nobody_and_say_so() {
    let home = Home::new();
    home.json(["customer", "add", "Solo"]);
    home.json(["onboarding", "start", "1"]);
    for arguments in [
        &["task", "add", "1", "--title", "Ask", "--customer-facing"][..],
        &["task", "edit", "1", "1", "--customer-facing"],
        &["onboarding", "advance", "1"],
        &["invite", "1"],
    ] {
        let ran = home.run(arguments.iter().copied());
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(
            ran.out
                .contains("nobody: no primary contact and no owner; nothing is queued"),
            "{ran:?}"
        );
    }
    assert!(outbox(&home).is_empty());
}

#[test]
fn days_in_the_phase_are_told_against_those_that_it_should_take() {
    let home = home();
    let file = home.path(".config/pivotal/phases.toml");
    let write = |days: u32| {
        let text = format!("[[phase]]\nname = \"Kickoff\"\ndays = {days}\n");
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        std::fs::write(&file, text).expect("written");
    };
    write(9);
    let listed = home.run(["onboarding", "list"]);
    assert!(
        listed.out.contains("day 0 of 9") && !listed.out.contains("late"),
        "{listed:?}"
    );
    let one = &home.json(["onboarding", "list"])["onboardings"][0];
    assert_eq!(
        (&one["days_in_phase"], &one["phase_days"], &one["late"]),
        (&0.into(), &9.into(), &false.into())
    );
    home.run(["onboarding", "edit", "1", "--target", "2020-01-01"]);
    let listed = home.run(["onboarding", "list"]);
    assert!(listed.out.contains("▲ late, active"), "{listed:?}");
}

#[test]
fn a_contact_says_how_far_its_invitation_has_come() {
    let home = home();
    let portal = |home: &Home| {
        let list = home.json(["contact", "list", "1"]);
        let of = |contact: &Value| {
            let at = if contact["portal_at"].is_null() {
                "never"
            } else {
                "then"
            };
            format!("{} {} {at}", contact["email"], contact["portal"])
        };
        let contacts = list["contacts"].as_array().expect("a list");
        contacts.iter().map(of).collect::<Vec<_>>()
    };
    let ann = r#""ann@acme.com" "not_invited" never"#;
    assert_eq!(portal(&home), [ann, r#""dana@acme.com" "not_invited" never"#]);
    home.run(["invite", "1"]);
    assert_eq!(portal(&home), [ann, r#""dana@acme.com" "invited" then"#]);
    let listed = home.run(["contact", "list", "1"]);
    assert!(
        listed.out.contains(", waiting") && listed.out.contains("not invited"),
        "{listed:?}"
    );
    home.run(["outbox", "cancel", "1"]);
    home.run(["outbox", "cancel", "2"]);
    assert_eq!(portal(&home), [ann, r#""dana@acme.com" "not_invited" never"#]);
}

#[test]
fn a_target_that_slips_needs_a_reason_which_the_history_keeps_and_undo_takes_back() {
    let home = home();
    let edit = |arguments: &[&str]| home.run(["onboarding", "edit", "1"].iter().chain(arguments));
    let ran = edit(&["--target", "2027-01-23"]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(
        ran.err.contains("The target moves 8 days later; say why."),
        "{ran:?}"
    );
    assert_eq!(edit(&["--target", "2027-01-22"]).code, Some(0));
    let ran = edit(&["--target", "2027-03-01", "--reason", "Waits for their audit"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let one = |home: &Home| home.json(["onboarding", "list"])["onboardings"][0].clone();
    assert_eq!(one(&home)["target_reason"], "Waits for their audit");
    let history = home.run(["history", "1"]).out;
    assert!(history.contains("Waits for their audit"), "{history}");
    home.run(["undo"]);
    let before = one(&home);
    assert_eq!(
        (&before["target"], &before["target_reason"]),
        (&"2027-01-22".into(), &Value::Null)
    );
    home.run(["redo"]);
    // An earlier day needs none, and that the old one goes is no news.
    assert_eq!(
        edit(&["--target", "2027-02-01"]).text(),
        "Saved target date of the onboarding of Acme.\n"
    );
    assert_eq!(one(&home)["target_reason"], Value::Null);
    assert_eq!(edit(&["--reason", "Their audit"]).code, Some(0));
    assert_eq!(one(&home)["target_reason"], "Their audit");
    assert_eq!(edit(&["--reason", ""]).code, Some(0));
    assert_eq!(one(&home)["target_reason"], Value::Null);
}

#[test]
fn a_target_that_slips_in_small_steps_needs_a_reason_too() {
    let home = home();
    let edit = |arguments: &[&str]| home.run(["onboarding", "edit", "1"].iter().chain(arguments));
    let agreed = || home.json(["onboarding", "list"])["onboardings"][0]["agreed_target"].clone();
    assert_eq!(agreed(), "2027-01-15");
    assert_eq!(edit(&["--target", "2027-01-20"]).code, Some(0));
    let asked = |arguments: &[&str], sentence: &str| {
        let ran = edit(arguments);
        assert!(ran.refusal(4).contains(sentence), "{ran:?}");
    };
    let sentence = "The target moves 10 days later than 2027-01-15, which was agreed on; say why.";
    asked(&["--target", "2027-01-25"], sentence);
    // Neither does it help to take it away first.
    assert_eq!(edit(&["--target", ""]).code, Some(0));
    asked(&["--target", "2027-01-25"], sentence);
    assert_eq!(
        edit(&["--target", "2027-01-25", "--reason", "Their audit"]).code,
        Some(0)
    );
    assert_eq!(agreed(), "2027-01-25");
    assert_eq!(edit(&["--target", "2027-02-01"]).code, Some(0));
    asked(
        &["--target", "2027-02-02"],
        "The target moves 8 days later than 2027-01-25",
    );
    home.run(["undo"]);
    home.run(["undo"]);
    assert_eq!(agreed(), "2027-01-15");
    asked(&["--target", "2027-01-25"], sentence);
    home.run(["redo"]);
    assert_eq!(agreed(), "2027-01-25");
    // An earlier day is agreed on by itself.
    assert_eq!(edit(&["--target", "2027-01-10"]).code, Some(0));
    assert_eq!(agreed(), "2027-01-10");
    asked(
        &["--target", "2027-01-25"],
        "The target moves 15 days later; say why.",
    );
}

#[test]
fn a_second_active_onboarding_is_started_only_if_it_is_wanted() {
    let home = home();
    let ran = home.run(["onboarding", "start", "1"]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(ran.err.contains("#1, in Kickoff. Add --another"), "{ran:?}");
    assert_eq!(home.run(["onboarding", "start", "1", "--another"]).code, Some(0));
    home.run(["onboarding", "pause", "1"]);
    home.run(["onboarding", "pause", "2"]);
    assert_eq!(home.run(["onboarding", "start", "1"]).code, Some(0));
}

#[test]
fn tasks_of_a_phase_are_assigned_by_rules_and_due_before_its_end() {
    let home = home();
    let task = |title: &str, more: &str| format!("[[phase.task]]\ntitle = \"{title}\"\n{more}\n");
    let phases = format!(
        "[[phase]]\nname = \"Kickoff\"\ndays = 10\n{}{}{}{}",
        task("A", "assignee = \"csm\"\ndue_before_end_days = 2"),
        task("B", "assignee = \"owner\""),
        task("C", "assignee = \"primary\""),
        task("D", "due_after_days = 8"),
    );
    let file = home.path(".config/pivotal/phases.toml");
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    std::fs::write(file, phases).expect("written");
    home.json(["onboarding", "start", "1", "--another", "--csm", "mo@us.com"]);
    let list = home.json(["task", "list", "2"]);
    let tasks = list["tasks"].as_array().expect("a list");
    let who: Vec<&Value> = tasks.iter().map(|task| &task["assignee"]["email"]).collect();
    assert_eq!(
        who,
        ["mo@us.com", "cara.osei@us.com", "dana@acme.com"]
            .map(Value::from)
            .iter()
            .chain([&Value::Null])
            .collect::<Vec<_>>()
    );
    assert_eq!(tasks[0]["due"], tasks[3]["due"]);
    // A customer without a primary and an owner leaves such tasks to nobody.
    home.json(["customer", "add", "Beta"]);
    home.json(["onboarding", "start", "2"]);
    let list = home.json(["task", "list", "3"]);
    assert!(
        list["tasks"]
            .as_array()
            .expect("a list")
            .iter()
            .all(|task| task["assignee"].is_null())
    );
}

#[test]
fn several_tasks_are_done_as_one_change() {
    let home = home();
    let open = |home: &Home| {
        let list = home.json(["onboarding", "list"]);
        list["onboardings"][0]["open_tasks"].as_u64()
    };
    let before = home.lines_of_history();
    let ran = home.run(["task", "done", "1", "1", "9"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    assert_eq!((open(&home), home.lines_of_history()), (Some(2), before));
    let done = home.json(["task", "done", "1", "1", "#2", "1"]);
    let numbers: Vec<&Value> = list(&done, "tasks").iter().map(|task| &task["number"]).collect();
    assert_eq!(numbers, [1, 2].map(Value::from).iter().collect::<Vec<_>>());
    assert_eq!(open(&home), Some(0));
    let ran = home.run(["undo"]);
    assert!(ran.out.contains("Undid: completed 2 tasks."), "{ran:?}");
    assert_eq!(open(&home), Some(2));
    assert_eq!(home.json(["task", "done", "1", "2"])["number"], 2);
    assert_eq!(home.run(["task", "done", "1"]).code, Some(2));
}
