//! Onboardings, tasks, invitations and the notifications that they write.

use serde_json::Value;

use crate::cli::home::Home;

/// A store with Acme, which Cara owns, with Dana as its primary and Ann; and an onboarding of it.
pub(crate) fn home() -> Home {
    let home = Home::with_acme();
    home.adds("Dana Ruiz", "dana@acme.com");
    home.adds("Ann Lee", "ann@acme.com");
    home.json(["onboarding", "start", "1", "--target", "2027-01-15"]);
    home
}

pub(crate) fn outbox(home: &Home) -> Vec<Value> {
    let list = home.json(["outbox", "list"]);
    list["notifications"].as_array().expect("a list").clone()
}

pub(crate) fn told(home: &Home) -> Vec<String> {
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
    outbox(home).iter().rev().map(line).collect()
}

#[test]
fn an_onboarding_starts_in_the_first_phase_with_its_tasks_and_tells_nobody() {
    let home = home();
    let list = home.json(["onboarding", "list"]);
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
        home.json(["task", "list", "1"])["tasks"].as_array().map(Vec::len),
        Some(2)
    );
    assert!(outbox(&home).is_empty());
}

#[test]
fn advancing_writes_one_held_notification_for_each_channel_to_the_primary() {
    let home = home();
    let ran = home.run(["onboarding", "advance", "#1", "--note", "All set"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.out.contains("Dana Ruiz, primary: mail held, Slack held"),
        "{ran:?}"
    );
    assert_eq!(
        told(&home),
        [
            "phase_change email dana@acme.com primary held",
            "phase_change slack dana@acme.com primary held"
        ]
    );
    let list = home.json(["onboarding", "list", "acme.com"]);
    assert_eq!(list["onboardings"][0]["phase"], "Integration");
}

#[test]
fn what_is_queued_keeps_its_recipient_and_the_next_goes_to_the_new_primary() {
    let home = home();
    home.run(["onboarding", "advance", "1"]);
    home.run(["contact", "primary", "1", "ann@acme.com"]);
    home.run(["onboarding", "advance", "1"]);
    let told = told(&home);
    assert!(told[0].contains("dana@acme.com primary"), "{told:?}");
    assert!(told[2].contains("ann@acme.com primary"), "{told:?}");
}

#[test]
fn without_a_primary_the_owner_gets_it_and_without_both_nobody() {
    let home = home();
    home.run(["contact", "primary", "1", "--none"]);
    let ran = home.run(["onboarding", "advance", "1"]);
    assert!(ran.out.contains("owner (fallback"), "{ran:?}");
    home.run(["customer", "edit", "1", "--owner", ""]);
    let ran = home.run(["onboarding", "advance", "1"]);
    assert!(
        ran.out.contains("nobody") && ran.out.contains("nothing is queued"),
        "{ran:?}"
    );
    assert_eq!(
        told(&home),
        [
            "phase_change email cara.osei@us.com owner_fallback held",
            "phase_change slack cara.osei@us.com owner_fallback held"
        ]
    );
}

#[test]
fn a_customer_facing_task_goes_to_its_assignee_and_an_internal_one_tells_nobody() {
    let home = home();
    let add = |arguments: &[&str]| {
        let all = ["task", "add", "1", "--title"]
            .into_iter()
            .chain(arguments.iter().copied());
        home.run(all)
    };
    assert_eq!(add(&["Internal review", "--assignee", "mo@us.com"]).code, Some(0));
    assert!(outbox(&home).is_empty());
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
        told(&home),
        [
            "task_assigned email ann@acme.com assignee held",
            "task_assigned slack ann@acme.com assignee held",
            "task_assigned email dana@acme.com primary held",
            "task_assigned slack dana@acme.com primary held"
        ]
    );
    let unknown = add(&["Ask", "--customer-facing", "--assignee", "nobody@acme.com"]);
    assert_eq!(unknown.code, Some(3), "{unknown:?}");
    home.run(["contact", "archive", "1", "ann@acme.com"]);
    let archived = add(&["Ask", "--customer-facing", "--assignee", "ann@acme.com"]);
    assert_eq!(archived.code, Some(4), "{archived:?}");
    assert_eq!(outbox(&home).len(), 4);
}

#[test]
fn undo_of_an_advance_takes_back_the_phase_and_what_has_not_left() {
    let home = home();
    home.run(["onboarding", "advance", "1"]);
    let ran = home.run(["undo"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        home.json(["onboarding", "list"])["onboardings"][0]["phase"],
        "Kickoff"
    );
    assert!(
        told(&home).iter().all(|line| line.ends_with("cancelled")),
        "{:?}",
        told(&home)
    );
    assert_eq!(
        home.json(["task", "list", "1"])["tasks"].as_array().map(Vec::len),
        Some(2)
    );
    home.run(["redo"]);
    assert_eq!(
        home.json(["onboarding", "list"])["onboardings"][0]["phase"],
        "Integration"
    );
    assert!(
        told(&home).iter().all(|line| line.ends_with("held")),
        "{:?}",
        told(&home)
    );
    for _ in 0..2 {
        home.run(["undo"]);
    }
    let list = home.json(["onboarding", "list"]);
    assert_eq!(
        list["onboardings"].as_array().map(Vec::len),
        Some(0),
        "the start is taken back too"
    );
}

#[test]
fn going_back_needs_a_reason_and_an_earlier_phase_and_skipping_a_later_one() {
    let home = home();
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
        let ran = home.run(arguments.iter().copied());
        assert_eq!(ran.code, Some(code), "{arguments:?} {ran:?}");
    }
    assert_eq!(
        home.json(["onboarding", "list"])["onboardings"][0]["phase"],
        "UAT"
    );
    let history = home.run(["history", "1"]);
    assert!(history.out.contains("Tests failed"), "{history:?}");
}

#[test]
fn open_tasks_are_carried_over_or_completed_and_the_last_phase_ends_it() {
    let home = home();
    home.run(["onboarding", "advance", "1"]);
    let phases = |home: &Home| -> Vec<String> {
        let list = home.json(["task", "list", "1"]);
        let tasks = list["tasks"].as_array().expect("a list");
        tasks
            .iter()
            .filter(|task| task["done_at"].is_null())
            .map(|task| task["phase"].as_str().expect("a phase").to_owned())
            .collect()
    };
    assert_eq!(phases(&home), ["Integration"; 3]);
    home.run(["onboarding", "advance", "1", "--complete-tasks"]);
    assert_eq!(phases(&home), ["UAT"]);
    for _ in 0..3 {
        home.run(["onboarding", "advance", "1"]);
    }
    assert_eq!(
        home.json(["onboarding", "list"])["onboardings"][0]["state"],
        "done"
    );
    let ran = home.run(["onboarding", "advance", "1"]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
}

#[test]
fn an_invitation_goes_to_whom_it_names_or_by_the_rule() {
    let home = home();
    let invited = home.json(["invite", "1", "ann@acme.com"]);
    assert_eq!(
        (&invited["recipient"]["email"], &invited["reason"]),
        (&"ann@acme.com".into(), &"assignee".into())
    );
    let invited = home.json(["invite", "1"]);
    assert_eq!(
        (&invited["recipient"]["email"], &invited["reason"]),
        (&"dana@acme.com".into(), &"primary".into())
    );
}

#[test]
fn notifications_are_shown_cancelled_and_tried_again() {
    let home = home();
    home.run(["invite", "1"]);
    let shown = home.run(["outbox", "show", "#1"]);
    assert!(
        shown.out.contains("Dana Ruiz") && shown.out.contains("[portal_url]"),
        "{shown:?}"
    );
    assert_eq!(home.run(["outbox", "cancel", "1"]).code, Some(0));
    assert_eq!(home.run(["outbox", "cancel", "1"]).code, Some(4));
    assert_eq!(home.run(["outbox", "retry", "1"]).code, Some(0));
    assert_eq!(home.run(["outbox", "retry", "1"]).code, Some(4));
    assert_eq!(home.run(["outbox", "show", "99"]).code, Some(3));
    let states: Vec<Value> = outbox(&home).iter().map(|one| one["state"].clone()).collect();
    assert_eq!(states, ["held", "held"]);
}

#[test]
fn phases_of_ones_own_are_read_and_a_mistake_names_its_line() {
    let home = home();
    let file = home.path(".config/pivotal/phases.toml");
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    std::fs::write(
        &file,
        "[[phase]]\nname = \"Hello\"\n[[phase]]\nname = \"Goodbye\"\n",
    )
    .expect("written");
    home.run(["onboarding", "start", "1", "--another"]);
    let list = home.json(["onboarding", "list"]);
    assert_eq!(list["onboardings"][1]["phase"], "Hello");
    std::fs::write(&file, "[[phase]]\nname = \"Hello\"\ndays = \"x\"\n").expect("written");
    let ran = home.run(["onboarding", "list"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("phases.toml, line 3"), "{ran:?}");
}
