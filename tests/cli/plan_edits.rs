//! Edits of onboardings and tasks, what is late, and how far invitations have come.

use serde_json::Value;

use crate::desk::Desk;
use crate::onboardings::{desk, outbox, told};

#[test]
fn a_task_is_edited_field_by_field_and_tells_whom_it_is_news_to() {
    let desk = desk();
    let edit = |arguments: &[&str]| {
        let all = ["task", "edit", "1", "1"]
            .into_iter()
            .chain(arguments.iter().copied());
        desk.run(all)
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
    assert!(outbox(&desk).is_empty());
    let ran = edit(&["--assignee", "ann@acme.com", "--customer-facing"]);
    assert!(ran.out.contains("Notification to Ann Lee, assigned"), "{ran:?}");
    assert_eq!(
        told(&desk),
        [
            "task_assigned email ann@acme.com assignee held",
            "task_assigned slack ann@acme.com assignee held"
        ]
    );
    assert_eq!(edit(&["--due", "", "--assignee", "", "--internal"]).code, Some(0));
    let task = &desk.json(["task", "list", "1"])["tasks"][0];
    assert_eq!(
        (
            &task["title"],
            &task["due"],
            &task["assignee"],
            &task["customer_facing"]
        ),
        (&"Call them".into(), &Value::Null, &Value::Null, &false.into())
    );
    assert_eq!(outbox(&desk).len(), 2);
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
    assert_eq!(desk.run(["task", "edit", "1", "9", "--title", "x"]).code, Some(3));
    assert_eq!(desk.run(["task", "edit", "9", "1", "--title", "x"]).code, Some(3));
    let history = desk.run(["history", "1"]);
    assert!(
        history
            .out
            .contains("assignee of Call them: \"Mo\" → \"Ann Lee\""),
        "{history:?}"
    );
    desk.run(["undo"]);
    assert_eq!(
        desk.json(["task", "list", "1"])["tasks"][0]["assignee"],
        serde_json::json!({"kind": "contact", "name": "Ann Lee", "email": "ann@acme.com"})
    );
}

#[test]
fn an_onboarding_is_edited_and_tells_nobody() {
    let desk = desk();
    let ran = desk.run([
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
    let one = &desk.json(["onboarding", "list"])["onboardings"][0];
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
        let ran = desk.run(arguments.iter().copied());
        assert_eq!(ran.code, Some(code), "{arguments:?} {ran:?}");
    }
    assert!(outbox(&desk).is_empty());
    desk.run(["undo"]);
    let one = &desk.json(["onboarding", "list"])["onboardings"][0];
    assert_eq!(one["csm"]["email"], "cara.osei@us.com");
}

#[test]
fn the_note_of_an_advance_stands_in_the_message_and_the_reason_of_a_return_does_not() {
    let desk = desk();
    desk.run(["onboarding", "advance", "1", "--note", "The call went well."]);
    let shown = desk.run(["outbox", "show", "1"]);
    assert!(shown.out.contains("\n\nThe call went well.\n\n"), "{shown:?}");
    desk.run([
        "onboarding",
        "back",
        "1",
        "--to",
        "Kickoff",
        "--reason",
        "They were late",
    ]);
    let shown = desk.run(["outbox", "show", "3"]);
    assert!(
        shown.out.contains("Kickoff") && !shown.out.contains("They were late"),
        "{shown:?}"
    );
}

#[test]
fn without_owner_and_primary_a_task_and_an_invitation_go_to_nobody_and_say_so() {
    let desk = Desk::new();
    desk.json(["customer", "add", "Solo"]);
    desk.json(["onboarding", "start", "1"]);
    for arguments in [
        &["task", "add", "1", "--title", "Ask", "--customer-facing"][..],
        &["task", "edit", "1", "1", "--customer-facing"],
        &["onboarding", "advance", "1"],
        &["invite", "1"],
    ] {
        let ran = desk.run(arguments.iter().copied());
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(
            ran.out
                .contains("nobody: no primary contact and no owner; nothing is queued"),
            "{ran:?}"
        );
    }
    assert!(outbox(&desk).is_empty());
}

#[test]
fn days_in_the_phase_are_told_against_those_that_it_should_take() {
    let desk = desk();
    let file = desk.path(".config/pivotal/phases.toml");
    let write = |days: u32| {
        let text = format!("[[phase]]\nname = \"Kickoff\"\ndays = {days}\n");
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        std::fs::write(&file, text).expect("written");
    };
    write(9);
    let listed = desk.run(["onboarding", "list"]);
    assert!(
        listed.out.contains("day 0 of 9") && !listed.out.contains("late"),
        "{listed:?}"
    );
    let one = &desk.json(["onboarding", "list"])["onboardings"][0];
    assert_eq!(
        (&one["days_in_phase"], &one["phase_days"], &one["late"]),
        (&0.into(), &9.into(), &false.into())
    );
    desk.run(["onboarding", "edit", "1", "--target", "2020-01-01"]);
    let listed = desk.run(["onboarding", "list"]);
    assert!(listed.out.contains("▲ late, active"), "{listed:?}");
}

#[test]
fn a_contact_says_how_far_its_invitation_has_come() {
    let desk = desk();
    let portal = |desk: &Desk| {
        let list = desk.json(["contact", "list", "1"]);
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
    assert_eq!(portal(&desk), [ann, r#""dana@acme.com" "not_invited" never"#]);
    desk.run(["invite", "1"]);
    assert_eq!(portal(&desk), [ann, r#""dana@acme.com" "invited" then"#]);
    let listed = desk.run(["contact", "list", "1"]);
    assert!(
        listed.out.contains(", waiting") && listed.out.contains("not invited"),
        "{listed:?}"
    );
    desk.run(["outbox", "cancel", "1"]);
    desk.run(["outbox", "cancel", "2"]);
    assert_eq!(portal(&desk), [ann, r#""dana@acme.com" "not_invited" never"#]);
}
