//! Onboardings, tasks, invitations and the notifications that they write.

use serde_json::Value;

use crate::desk::Desk;

/// A store with Acme, which Cara owns, with Dana as its primary and Ann; and an onboarding of it.
fn desk() -> Desk {
    let desk = Desk::with_acme();
    desk.adds("Dana Ruiz", "dana@acme.com");
    desk.adds("Ann Lee", "ann@acme.com");
    desk.json(["onboarding", "start", "1", "--target", "2027-01-15"]);
    desk
}

fn outbox(desk: &Desk) -> Vec<Value> {
    let list = desk.json(["outbox", "list"]);
    list["notifications"].as_array().expect("a list").clone()
}

fn told(desk: &Desk) -> Vec<String> {
    let line = |one: &Value| {
        let text = |name: &str| one[name].as_str().expect("text").to_owned();
        let email = one["recipient"]["email"].as_str().expect("an address");
        format!(
            "{} {} {email} {} {}",
            text("kind"),
            text("channel"),
            text("reason"),
            text("state")
        )
    };
    outbox(desk).iter().rev().map(line).collect()
}

#[test]
fn an_onboarding_starts_in_the_first_phase_with_its_tasks_and_tells_nobody() {
    let desk = desk();
    let list = desk.json(["onboarding", "list"]);
    let one = &list["onboardings"][0];
    assert_eq!(
        (&one["phase"], &one["state"], &one["target"], &one["csm"]["email"]),
        (
            &"Kickoff".into(),
            &"active".into(),
            &"2027-01-15".into(),
            &"cara.osei@us.com".into()
        )
    );
    assert_eq!(
        desk.json(["task", "list", "1"])["tasks"].as_array().map(Vec::len),
        Some(2)
    );
    assert!(outbox(&desk).is_empty());
}

#[test]
fn advancing_writes_one_held_notification_for_each_channel_to_the_primary() {
    let desk = desk();
    let ran = desk.run(["onboarding", "advance", "#1", "--note", "All set"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.out.contains("Dana Ruiz, primary: mail held, Slack held"),
        "{ran:?}"
    );
    assert_eq!(
        told(&desk),
        [
            "phase_change email dana@acme.com primary held",
            "phase_change slack dana@acme.com primary held"
        ]
    );
    let list = desk.json(["onboarding", "list", "acme.com"]);
    assert_eq!(list["onboardings"][0]["phase"], "Integration");
}

#[test]
fn what_is_queued_keeps_its_recipient_and_the_next_goes_to_the_new_primary() {
    let desk = desk();
    desk.run(["onboarding", "advance", "1"]);
    desk.run(["contact", "primary", "1", "ann@acme.com"]);
    desk.run(["onboarding", "advance", "1"]);
    let told = told(&desk);
    assert!(told[0].contains("dana@acme.com primary"), "{told:?}");
    assert!(told[2].contains("ann@acme.com primary"), "{told:?}");
}

#[test]
fn without_a_primary_the_owner_gets_it_and_without_both_nobody() {
    let desk = desk();
    desk.run(["contact", "primary", "1", "--none"]);
    let ran = desk.run(["onboarding", "advance", "1"]);
    assert!(ran.out.contains("owner (fallback"), "{ran:?}");
    desk.run(["customer", "edit", "1", "--owner", ""]);
    let ran = desk.run(["onboarding", "advance", "1"]);
    assert!(
        ran.out.contains("nobody") && ran.out.contains("nothing is queued"),
        "{ran:?}"
    );
    assert_eq!(
        told(&desk),
        [
            "phase_change email cara.osei@us.com owner_fallback held",
            "phase_change slack cara.osei@us.com owner_fallback held"
        ]
    );
}

#[test]
fn a_customer_facing_task_goes_to_its_assignee_and_an_internal_one_tells_nobody() {
    let desk = desk();
    let add = |arguments: &[&str]| {
        let all = ["task", "add", "1", "--title"]
            .into_iter()
            .chain(arguments.iter().copied());
        desk.run(all)
    };
    assert_eq!(add(&["Internal review", "--assignee", "mo@us.com"]).code, Some(0));
    assert!(outbox(&desk).is_empty());
    let ran = add(&[
        "Send the logo",
        "--customer-facing",
        "--assignee",
        "ann@acme.com",
        "--due",
        "2026-12-01",
    ]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(add(&["Sign the plan", "--customer-facing"]).code, Some(0));
    assert_eq!(
        told(&desk),
        [
            "task_assigned email ann@acme.com assignee held",
            "task_assigned slack ann@acme.com assignee held",
            "task_assigned email dana@acme.com primary held",
            "task_assigned slack dana@acme.com primary held"
        ]
    );
    let unknown = add(&["Ask", "--customer-facing", "--assignee", "nobody@acme.com"]);
    assert_eq!(unknown.code, Some(3), "{unknown:?}");
    desk.run(["contact", "archive", "1", "ann@acme.com"]);
    let archived = add(&["Ask", "--customer-facing", "--assignee", "ann@acme.com"]);
    assert_eq!(archived.code, Some(4), "{archived:?}");
    assert_eq!(outbox(&desk).len(), 4);
}

#[test]
fn undo_of_an_advance_takes_back_the_phase_and_what_has_not_left() {
    let desk = desk();
    desk.run(["onboarding", "advance", "1"]);
    let ran = desk.run(["undo"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        desk.json(["onboarding", "list"])["onboardings"][0]["phase"],
        "Kickoff"
    );
    assert!(
        told(&desk).iter().all(|line| line.ends_with("cancelled")),
        "{:?}",
        told(&desk)
    );
    assert_eq!(
        desk.json(["task", "list", "1"])["tasks"].as_array().map(Vec::len),
        Some(2)
    );
    desk.run(["redo"]);
    assert_eq!(
        desk.json(["onboarding", "list"])["onboardings"][0]["phase"],
        "Integration"
    );
    assert!(
        told(&desk).iter().all(|line| line.ends_with("held")),
        "{:?}",
        told(&desk)
    );
    for _ in 0..2 {
        desk.run(["undo"]);
    }
    let list = desk.json(["onboarding", "list"]);
    assert_eq!(
        list["onboardings"].as_array().map(Vec::len),
        Some(0),
        "the start is taken back too"
    );
}

#[test]
fn going_back_needs_a_reason_and_an_earlier_phase_and_skipping_a_later_one() {
    let desk = desk();
    for (arguments, code) in [
        (
            &["onboarding", "back", "1", "--to", "Kickoff", "--reason", "x"][..],
            4,
        ),
        (&["onboarding", "skip", "1", "--to", "Kickoff"], 4),
        (&["onboarding", "skip", "1", "--to", "Nowhere"], 4),
        (&["onboarding", "advance", "9"], 3),
        (&["onboarding", "start", "9"], 3),
        (&["onboarding", "start", "1", "--target", "soon"], 4),
        (&["onboarding", "back", "1", "--to", "Kickoff"], 2),
        (&["onboarding", "skip", "1", "--to", "launch"], 0),
        (&["onboarding", "back", "1", "--to", "UAT", "--reason", " "], 4),
        (
            &[
                "onboarding",
                "back",
                "1",
                "--to",
                "UAT",
                "--reason",
                "Tests failed",
            ],
            0,
        ),
    ] {
        let ran = desk.run(arguments.iter().copied());
        assert_eq!(ran.code, Some(code), "{arguments:?} {ran:?}");
    }
    assert_eq!(
        desk.json(["onboarding", "list"])["onboardings"][0]["phase"],
        "UAT"
    );
    let history = desk.run(["history", "1"]);
    assert!(history.out.contains("Tests failed"), "{history:?}");
}

#[test]
fn open_tasks_are_carried_over_or_completed_and_the_last_phase_ends_it() {
    let desk = desk();
    desk.run(["onboarding", "advance", "1"]);
    let phases = |desk: &Desk| -> Vec<String> {
        let list = desk.json(["task", "list", "1"]);
        let tasks = list["tasks"].as_array().expect("a list");
        tasks
            .iter()
            .filter(|task| task["done_at"].is_null())
            .map(|task| task["phase"].as_str().expect("a phase").to_owned())
            .collect()
    };
    assert_eq!(phases(&desk), ["Integration"; 3]);
    desk.run(["onboarding", "advance", "1", "--complete-tasks"]);
    assert_eq!(phases(&desk), ["UAT"]);
    for _ in 0..3 {
        desk.run(["onboarding", "advance", "1"]);
    }
    assert_eq!(
        desk.json(["onboarding", "list"])["onboardings"][0]["state"],
        "done"
    );
    let ran = desk.run(["onboarding", "advance", "1"]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
}

#[test]
fn an_invitation_goes_to_whom_it_names_or_by_the_rule() {
    let desk = desk();
    let invited = desk.json(["invite", "1", "ann@acme.com"]);
    assert_eq!(
        (&invited["recipient"]["email"], &invited["reason"]),
        (&"ann@acme.com".into(), &"assignee".into())
    );
    let invited = desk.json(["invite", "1"]);
    assert_eq!(
        (&invited["recipient"]["email"], &invited["reason"]),
        (&"dana@acme.com".into(), &"primary".into())
    );
}

#[test]
fn notifications_are_shown_cancelled_and_tried_again() {
    let desk = desk();
    desk.run(["invite", "1"]);
    let shown = desk.run(["outbox", "show", "#1"]);
    assert!(
        shown.out.contains("Dana Ruiz") && shown.out.contains("[portal_url]"),
        "{shown:?}"
    );
    assert_eq!(desk.run(["outbox", "cancel", "1"]).code, Some(0));
    assert_eq!(desk.run(["outbox", "cancel", "1"]).code, Some(4));
    assert_eq!(desk.run(["outbox", "retry", "1"]).code, Some(0));
    assert_eq!(desk.run(["outbox", "retry", "1"]).code, Some(4));
    assert_eq!(desk.run(["outbox", "show", "99"]).code, Some(3));
    let states: Vec<Value> = outbox(&desk).iter().map(|one| one["state"].clone()).collect();
    assert_eq!(states, ["held", "held"]);
}

#[test]
fn phases_of_ones_own_are_read_and_a_mistake_names_its_line() {
    let desk = desk();
    let file = desk.path(".config/pivotal/phases.toml");
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    std::fs::write(
        &file,
        "[[phase]]\nname = \"Hello\"\n[[phase]]\nname = \"Goodbye\"\n",
    )
    .expect("written");
    desk.run(["onboarding", "start", "1"]);
    let list = desk.json(["onboarding", "list"]);
    assert_eq!(list["onboardings"][1]["phase"], "Hello");
    std::fs::write(&file, "[[phase]]\nname = \"Hello\"\ndays = \"x\"\n").expect("written");
    let ran = desk.run(["onboarding", "list"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("phases.toml, line 3"), "{ran:?}");
}

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
        listed.out.contains("0/9 d") && !listed.out.contains("late"),
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
